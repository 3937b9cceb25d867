"""``certkit firmware``: the hash of a firmware image, and whether it is the one that was recorded."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

import typer

from certkit.cli.groups import SETTINGS, Group, single
from certkit.cli.options import ColourOption, EditionOption
from certkit.cli.verify import AtOption, OfflineOption, TrustOption

if TYPE_CHECKING:
    from collections.abc import Sequence

    from certkit.edition.rulebook import Rulebook
    from certkit.finding import Finding, Place
    from certkit.firmware.model import CertifiedFirmware, Firmware, StatedHash

ImageArgument = Annotated[str, typer.Argument(metavar="IMAGE", help="The image that the vendor has delivered.")]
FormatOption = Annotated[
    Literal["text", "json", "sarif", "github"],
    typer.Option(
        "--format", "-f", metavar="FORMAT", help="text (the default), json, sarif or github.", show_default=False
    ),
]
AlgorithmOption = Annotated[
    str,
    typer.Option("--algorithm", metavar="NAME", help="SHA-256 (the default), SHA-384 or SHA-512.", show_default=False),
]
LARGE = 200_000_000
"""From so many bytes on, a bar on a terminal shows how far it is."""


def hash_(
    image: ImageArgument,
    algorithm: AlgorithmOption = "",
    format: FormatOption = "text",
    edition: EditionOption = None,
    color: ColourOption = "auto",
) -> int:
    """Hash a firmware image, as the certificate has it (8.2).

    The exit code is 1 if it is no image that can be certified: empty, a difference to another one, or changed while it
    was read.

    \b
    Examples:
      certkit firmware hash firmware-1.4.2.bin
      certkit firmware hash firmware-1.4.2.bin --format json
    """  # noqa: D301
    from certkit.cli.input import rulebooks
    from certkit.firmware.model import DEFAULT

    rulebook = rulebooks(edition)(None)
    firmware = _hashed(image, _algorithm(algorithm) or DEFAULT)
    return _show(image, firmware, firmware.findings, rulebook, None, format, color)


def verify(
    image: ImageArgument,
    stated: Annotated[
        str, typer.Option("--hash", metavar="HASH", help="The hash that was recorded, in hexadecimal.")
    ] = "",
    record: Annotated[
        str, typer.Option("--record", metavar="RECORD", help="The test record that has it, as record.yaml.")
    ] = "",
    against: Annotated[
        str, typer.Option("--against", metavar="CERTIFICATE", help="The certificate that has it; it is verified first.")
    ] = "",
    algorithm: AlgorithmOption = "",
    trust: TrustOption = None,
    at: AtOption = None,
    offline: OfflineOption = False,
    rehearsal: Annotated[bool, typer.Option("--rehearsal", help="A certificate of a rehearsal will do.")] = False,
    format: FormatOption = "text",
    edition: EditionOption = None,
    color: ColourOption = "auto",
) -> int:
    """Say whether an image is the one whose hash was recorded.

    The exit code is 0 if it is, 1 if not, if the image is missing or no image that can be certified, or if the
    certificate is not verified.

    \b
    Examples:
      certkit firmware verify firmware-1.4.2.bin --record record.yaml
      certkit firmware verify firmware-1.4.2.bin --hash 2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae
      certkit firmware verify firmware-1.4.2.bin --against certificate.pdf
    """  # noqa: D301
    from certkit import finding
    from certkit.cli.input import rulebooks
    from certkit.errors import UnreadableFile
    from certkit.firmware.check import check_firmware
    from certkit.firmware.read import missing_image

    if sum(map(bool, (stated, record, against))) != 1:
        raise typer.BadParameter("give one of --hash, --record and --against", param_hint="--hash")
    if against and algorithm:
        raise typer.BadParameter("the certificate names the algorithm itself", param_hint="--algorithm")
    if not against and (rehearsal or offline or trust is not None or at is not None):
        message = "--trust, --at, --offline and --rehearsal are for a certificate"
        raise typer.BadParameter(message, param_hint="--against")
    rulebook = rulebooks(edition)(None)
    certificate: CertifiedFirmware | None = None
    more: tuple[Finding, ...] = ()
    where: Place | None
    if against:
        from certkit.cli.certified import certified_hash
        from certkit.cli.verifying import Options

        found = certified_hash(against, Options(trust, at, offline), rehearsal=rehearsal)
        if isinstance(found, finding.Finding):
            return _show(image, None, [found], rulebook, False, format, color)
        wanted, where, certificate, more = found.stated, finding.Place(against), found.certificate, found.findings
    else:
        recorded = _recorded(record, _algorithm(algorithm)) if record else _stated(stated, _algorithm(algorithm))
        if isinstance(recorded, finding.Finding):
            return _show(image, None, [recorded], rulebook, False, format, color)
        wanted, where = recorded
    try:
        firmware = _hashed(image, wanted.algorithm)
    except UnreadableFile as error:
        return _show(image, None, [missing_image(error), *more], rulebook, False, format, color, certificate)
    findings = [*check_firmware(firmware, wanted, where), *more]
    good = all(found.severity is not finding.Severity.ERROR for found in findings)
    return _show(image, firmware, findings, rulebook, good, format, color, certificate)


def _algorithm(name: str) -> str:
    from certkit.firmware.model import NotAHash, algorithm_named

    try:
        return algorithm_named(name) if name else ""
    except NotAHash as error:
        raise typer.BadParameter(str(error), param_hint="--algorithm") from None


def _stated(text: str, algorithm: str) -> tuple[StatedHash, None] | Finding:
    from certkit.firmware.check import read_stated_hash
    from certkit.firmware.model import StatedHash

    found = read_stated_hash(text, algorithm)
    return (found, None) if isinstance(found, StatedHash) else found


def _recorded(name: str, algorithm: str) -> tuple[StatedHash, Place | None] | Finding:
    """The hash that a record has, and where it stands."""
    from certkit.files.read import read_file, source_of
    from certkit.finding import Place
    from certkit.firmware.check import read_stated_hash
    from certkit.firmware.model import StatedHash
    from certkit.messages import finding
    from certkit.record.read_yaml import read_record_yaml

    kept = read_record_yaml(read_file(name, sys.stdin.buffer), source_of(name)).fields.firmware
    text = kept.hash.value or kept.hash.refused
    if not text:
        where = kept.hash.place or kept.place or Place(source_of(name))
        return finding("FW-08.not-in-record", where=where)
    found = read_stated_hash(text, algorithm or kept.algorithm.value or "", kept.hash.place)
    return (found, kept.hash.place) if isinstance(found, StatedHash) else found


def _hashed(image: str, algorithm: str) -> Firmware:
    from certkit.errors import CertkitError
    from certkit.files.read import STDIN
    from certkit.firmware.read import hash_firmware

    if image == STDIN:
        raise CertkitError("an image is a file, not standard input", hint="its name stands in the report")
    with _progress(image) as progress:
        return hash_firmware(image, algorithm=algorithm, progress=progress)


@contextmanager
def _progress(image: str) -> Iterator[Callable[[int, int], None] | None]:
    """A bar for a large image, if somebody can see it."""
    from pathlib import Path

    path = Path(image)
    if not sys.stderr.isatty() or not path.is_file() or path.stat().st_size < LARGE:
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TransferSpeedColumn

    bar = Progress(BarColumn(), DownloadColumn(), TransferSpeedColumn(), console=Console(stderr=True), transient=True)
    with bar:
        task = bar.add_task("", total=path.stat().st_size)
        yield lambda done, _: bar.update(task, completed=done)


def _show(
    image: str,
    firmware: Firmware | None,
    findings: Sequence[Finding],
    rulebook: Rulebook,
    verified: bool | None,
    form: str,
    color: str,
    certificate: CertifiedFirmware | None = None,
) -> int:
    if form in ("sarif", "github"):
        from certkit.cli.evidence import show
        from certkit.pics.model import Pics

        nobody = Pics(edition=rulebook.info.id, source=image, answers={})
        return show(findings, [image], nobody, rulebook, form, color, strict=False)
    from certkit.cli import output
    from certkit.cli.errors import FINDINGS, GOOD
    from certkit.finding import Severity
    from certkit.firmware.check import firmware_test_case
    from certkit.firmware.write import firmware_document, write_firmware_text
    from certkit.formats.json_document import write_document

    document = firmware_document(
        image,
        firmware,
        rulebook.cited(findings),
        firmware_test_case(rulebook),
        verified=verified,
        certificate=certificate,
    )
    if form == "json":
        output.write(write_document(document))
    else:
        output.write(write_firmware_text(document, ink=output.ink(color), width=output.text_width()))
    return FINDINGS if any(found.severity is Severity.ERROR for found in findings) else GOOD


class FirmwareGroup(Group):
    """``certkit firmware``."""

    table: ClassVar[Mapping[str, Callable[[], typer.Typer]]] = {
        "hash": lambda: single(hash_),
        "verify": lambda: single(verify),
    }


app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.callback(cls=FirmwareGroup, context_settings=SETTINGS, no_args_is_help=True)
def firmware() -> None:
    """Hash a firmware image, or compare one with its record."""
