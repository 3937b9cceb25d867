"""``certkit firmware hash``, and what it shares with ``certkit firmware verify``."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from certkit.cli import output
from certkit.cli.findings import FindingsFormat, FindingsFormatOption, exit_code, show_evidence_findings
from certkit.cli.formats import write_json
from certkit.cli.options import ColourOption, EditionOption
from certkit.edition.choose import rulebooks
from certkit.edition.rulebook import Rulebook
from certkit.errors import CertkitError
from certkit.files.read import STDIN
from certkit.finding import Finding
from certkit.firmware.check import firmware_test_case
from certkit.firmware.model import DEFAULT, CertifiedFirmware, Firmware, NotAHash, algorithm_named
from certkit.firmware.read import hash_firmware
from certkit.firmware.write import firmware_document, write_firmware_text
from certkit.loading import load
from certkit.pics.model import Pics

ImageArgument = Annotated[str, typer.Argument(metavar="IMAGE", help="The image as the vendor delivered it.")]
AlgorithmOption = Annotated[
    str,
    typer.Option("--algorithm", metavar="NAME", help="SHA-256 (the default), SHA-384 or SHA-512.", show_default=False),
]
LARGE = 200_000_000
"""The number of bytes from which on a progress bar is shown."""


def hash_image(
    image: ImageArgument,
    algorithm: AlgorithmOption = "",
    format: FindingsFormatOption = "text",
    edition: EditionOption = None,
    color: ColourOption = "auto",
) -> int:
    """Hash a firmware image.

    The certificate states this hash. The exit code is 1 if the image cannot be certified: it is empty, it is a delta
    update, or it changed while it was read.

    \b
    Examples:
      certkit firmware hash firmware-1.4.2.bin
      certkit firmware hash firmware-1.4.2.bin --format json
    """  # noqa: D301
    rulebook = rulebooks(edition)(None)
    firmware = hash_with_progress(image, algorithm_of(algorithm) or DEFAULT)
    return show_firmware(image, firmware, firmware.findings, rulebook, None, format, color)


def algorithm_of(name: str) -> str:
    """The name of a hash algorithm as documents have it; empty for the default.

    Raises:
        typer.BadParameter: it is not one.
    """
    try:
        return algorithm_named(name) if name else ""
    except NotAHash as error:
        raise typer.BadParameter(str(error), param_hint="--algorithm") from None


def hash_with_progress(image: str, algorithm: str) -> Firmware:
    """Hash an image, with a progress bar if it is large.

    Raises:
        CertkitError: it is standard input, or cannot be read.
    """
    if image == STDIN:
        raise CertkitError("the image must be a file, not standard input", hint="the report states its name")
    with _progress(image) as progress:
        return hash_firmware(image, algorithm=algorithm, progress=progress)


@contextmanager
def _progress(image: str) -> Iterator[Callable[[int, int], None] | None]:
    path = Path(image)
    if not sys.stderr.isatty() or not path.is_file() or path.stat().st_size < LARGE:
        yield None
        return
    with load("certkit.cli.progress_bar:bytes_bar")(path.stat().st_size) as progress:
        yield progress


def show_firmware(
    image: str,
    firmware: Firmware | None,
    findings: Sequence[Finding],
    rulebook: Rulebook,
    verified: bool | None,
    form: FindingsFormat,
    color: str,
    certificate: CertifiedFirmware | None = None,
) -> int:
    """Write the hash, the findings, and whether the image has the expected hash; give the exit code."""
    if form in ("sarif", "github"):
        pics = Pics(edition=rulebook.info.id, source=image, answers={})
        return show_evidence_findings(findings, [image], pics, rulebook, form, color, strict=False)
    document = firmware_document(
        image,
        firmware,
        rulebook.cited(findings),
        firmware_test_case(rulebook),
        verified=verified,
        certificate=certificate,
    )
    if form == "json":
        output.write(write_json(document))
    else:
        output.write(write_firmware_text(document, ink=output.ink(color), width=output.text_width()))
    return exit_code(findings)
