"""``certkit firmware verify``: whether an image has the hash that a person, a record or a certificate states."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from certkit.cli.findings import FindingsFormatOption
from certkit.cli.firmware.hash import AlgorithmOption, ImageArgument, algorithm_of, hash_with_progress, show_firmware
from certkit.cli.options import AtOption, ColourOption, EditionOption, OfflineOption, TrustOption, time_of, trust_of
from certkit.edition.choose import rulebooks
from certkit.errors import UnreadableFile
from certkit.files.read import source_of
from certkit.finding import Finding, Place, Severity
from certkit.firmware.check import check_firmware, read_stated_hash
from certkit.firmware.model import CertifiedFirmware, StatedHash
from certkit.firmware.read import missing_image
from certkit.loading import load
from certkit.messages import finding
from certkit.record.load import load_record


def verify(
    image: ImageArgument,
    stated: Annotated[str, typer.Option("--hash", metavar="HASH", help="Expect this hash, in hexadecimal.")] = "",
    record: Annotated[str, typer.Option("--record", metavar="RECORD", help="Expect the hash in a record.")] = "",
    against: Annotated[
        str,
        typer.Option("--against", metavar="CERTIFICATE", help="Verify a certificate, and expect the hash in it."),
    ] = "",
    algorithm: AlgorithmOption = "",
    trust: TrustOption = None,
    at: AtOption = None,
    offline: OfflineOption = False,
    rehearsal: Annotated[bool, typer.Option("--rehearsal", help="Accept a certificate of a rehearsal.")] = False,
    format: FindingsFormatOption = "text",
    edition: EditionOption = None,
    color: ColourOption = "auto",
) -> int:
    """Compare a firmware image with its hash.

    Exit codes: 0 if the image has the hash, 1 if it does not, if the image is missing or cannot be certified, or if the
    certificate is not verified.

    \b
    Examples:
      certkit firmware verify firmware-1.4.2.bin --record record.yaml
      certkit firmware verify firmware-1.4.2.bin --hash 2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae
      certkit firmware verify firmware-1.4.2.bin --against certificate.pdf
    """  # noqa: D301
    if sum(map(bool, (stated, record, against))) != 1:
        raise typer.BadParameter("give one of --hash, --record and --against", param_hint="--hash")
    if against and algorithm:
        raise typer.BadParameter("the certificate names the algorithm itself", param_hint="--algorithm")
    if not against and (rehearsal or offline or trust is not None or at is not None):
        message = "--trust, --at, --offline and --rehearsal are for a certificate"
        raise typer.BadParameter(message, param_hint="--against")
    rulebook = rulebooks(edition)(None)
    certificate: CertifiedFirmware | None = None
    warnings: tuple[Finding, ...] = ()
    expected: StatedHash | Finding
    where: Place | None
    if against:
        certified = load("certkit.verification.certified_hash:certified_hash")
        expected, where, certificate, warnings = certified(
            against, sys.stdin.buffer, time_of(at), trust=trust_of(trust), offline=offline, rehearsal=rehearsal
        )
    elif record:
        expected, where = _recorded_hash(record, algorithm_of(algorithm))
    else:
        expected, where = read_stated_hash(stated, algorithm_of(algorithm)), None
    if isinstance(expected, Finding):
        return show_firmware(image, None, [expected], rulebook, False, format, color)
    try:
        firmware = hash_with_progress(image, expected.algorithm)
    except UnreadableFile as error:
        findings = [missing_image(error), *warnings]
        return show_firmware(image, None, findings, rulebook, False, format, color, certificate)
    findings = [*check_firmware(firmware, expected, where), *warnings]
    good = all(entry.severity is not Severity.ERROR for entry in findings)
    return show_firmware(image, firmware, findings, rulebook, good, format, color, certificate)


def _recorded_hash(name: str, algorithm: str) -> tuple[StatedHash | Finding, Place | None]:
    """The hash in a record, and its place; or the finding that there is none."""
    image = load_record(name, sys.stdin.buffer).fields.firmware
    text = image.hash.value or image.hash.refused
    if not text:
        where = image.hash.place or image.place or Place(source_of(name))
        return finding("FW-08.not-in-record", where=where), where
    return read_stated_hash(text, algorithm or image.algorithm.value or "", image.hash.place), image.hash.place
