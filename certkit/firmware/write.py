"""The hash of a firmware image as text and as JSON, with the test case in which the image is installed (8.2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from certkit.finding import Finding, Place, Severity, place_in_front
from certkit.firmware.model import CertifiedFirmware, Firmware, FirmwareTestCase, title_of
from certkit.formats.document import described
from certkit.text.terminal import Ink, safe, wrapped

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "blue"}


@described
@dataclass(frozen=True, slots=True, kw_only=True)
class FirmwareDocument:
    """What ``certkit firmware hash`` and ``verify`` write with ``--format json``."""

    version: Literal[1] = 1
    file: str
    algorithm: str | None
    """Null, like hash and size, if the image could not be read."""
    hash: str | None
    """In hexadecimal."""
    size: int | None
    """Bytes."""
    verified: bool | None
    """Whether it is the image whose hash is stated; null if there was no hash to compare with."""
    certificate: CertifiedFirmware | None
    """Null if the stated hash is not that of a verified certificate."""
    test_case: FirmwareTestCase
    findings: tuple[Finding, ...]


def firmware_document(
    source: str,
    firmware: Firmware | None,
    findings: Sequence[Finding],
    test_case: FirmwareTestCase,
    *,
    verified: bool | None,
    certificate: CertifiedFirmware | None = None,
) -> FirmwareDocument:
    """The JSON document.

    Args:
        firmware: None if the image could not be read.
        verified: None if there was no hash to compare with.
    """
    return FirmwareDocument(
        file=source,
        algorithm=title_of(firmware.algorithm) if firmware else None,
        hash=firmware.hash if firmware else None,
        size=firmware.size if firmware else None,
        verified=verified,
        certificate=certificate,
        test_case=test_case,
        findings=tuple(replace(finding, where=finding.where or Place()) for finding in findings),
    )


def write_firmware_text(document: FirmwareDocument, *, ink: Ink | None = None, width: int = 100) -> str:
    """The hash, the findings, and what to know about the test case."""
    ink = ink or Ink()
    lines = []
    if document.hash is not None:
        same = ", as stated" if document.verified else ""
        lines.append(f"{ink(safe(document.file), 'bold')}: {document.algorithm}, {document.size:,} bytes{same}")
        lines.append(f"  {document.hash}")
    if document.certificate is not None:
        lines.append(wrapped(safe(_certified(document.certificate)), width, first="  ", indent="  "))
    for finding in document.findings:
        colour = _COLOURS[finding.severity]
        file = finding.where.file if finding.where and finding.where.file else document.file
        place = ink(safe(place_in_front(finding.where, file)), "bold")
        lines += [""] if lines else []
        lines.append(f"{place} {ink(finding.severity, 'bold', colour)} {ink(finding.code, colour)} {finding.name}")
        lines.append(wrapped(safe(finding.message), width, first="  ", indent="  "))
        for label, text in (("  help: ", finding.hint), ("  see:  ", finding.cite)):
            if text:
                body = wrapped(safe(text), width, first=label, indent=" " * 8)
                lines.append(ink(label, "dim") + body[len(label) :])
    if document.test_case.why and document.hash is not None:
        lines += ["", wrapped(safe(document.test_case.why), width)]
    return "\n".join(lines) + "\n"


def _certified(certificate: CertifiedFirmware) -> str:
    rehearsal = "REHEARSAL: " if certificate.rehearsal else ""
    product = f"{certificate.vendor} {certificate.model}, version {certificate.firmware_version}"
    return f"{rehearsal}certificate {certificate.id} for {product}, by {certificate.issuer}"
