"""The hash of a firmware image for people and as JSON, with the test case in which the image is installed (8.2)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from certkit.finding import Finding, Severity
from certkit.findings.json_parts import place_document
from certkit.findings.write_text import place_in_front
from certkit.firmware.model import SUCCESSOR, TEST_CASE, Certified, Firmware, title_of
from certkit.formats.json_text import to_json
from certkit.text.terminal import Ink, safe, wrapped

if TYPE_CHECKING:
    from certkit.measurement.documents import CertifiedFirmwareDocument, EvidenceFindingDocument, FirmwareDocument

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "blue"}


def write_firmware_text(
    source: str,
    firmware: Firmware | None,
    findings: Sequence[Finding],
    explanation: str,
    *,
    verified: bool = False,
    certificate: Certified | None = None,
    ink: Ink | None = None,
    width: int = 100,
) -> str:
    """The hash, what was found, and what is to be known about the test case.

    Args:
        firmware: None if the image could not be read.
        verified: the hash was compared with a stated one and is the same.
        certificate: the verified one that states it.
    """
    ink = ink or Ink()
    lines = []
    if firmware is not None:
        same = ", as stated" if verified else ""
        lines.append(f"{ink(safe(source), 'bold')}: {title_of(firmware.algorithm)}, {firmware.size:,} bytes{same}")
        lines.append(f"  {firmware.hash}")
    if certificate is not None:
        lines.append(wrapped(safe(_certified(certificate)), width, first="  ", indent="  "))
    for found in findings:
        colour = _COLOURS[found.severity]
        file = found.where.file if found.where and found.where.file else source
        place = ink(safe(place_in_front(found.where, file)), "bold")
        lines += [""] if lines else []
        lines.append(f"{place} {ink(found.severity, 'bold', colour)} {ink(found.code, colour)} {found.name}")
        lines.append(wrapped(safe(found.message), width, first="  ", indent="  "))
        for label, text in (("  help: ", found.hint), ("  see:  ", found.cite)):
            if text:
                body = wrapped(safe(text), width, first=label, indent=" " * 8)
                lines.append(ink(label, "dim") + body[len(label) :])
    if explanation:
        lines += ["", wrapped(safe(explanation), width)]
    return "\n".join(lines) + "\n"


def _certified(found: Certified) -> str:
    rehearsal = "REHEARSAL: " if found.rehearsal else ""
    product = f"{found.vendor} {found.model}, version {found.firmware_version}"
    return f"{rehearsal}certificate {found.id} for {product}, by {found.issuer}"


def write_firmware_json(
    source: str,
    firmware: Firmware | None,
    findings: Sequence[Finding],
    explanation: str,
    *,
    verified: bool | None,
    certificate: Certified | None = None,
) -> bytes:
    """The same for programs: ``schemas/firmware.schema.json`` describes it.

    Args:
        verified: None where there was nothing to compare with.
    """
    document: FirmwareDocument = {
        "version": 1,
        "file": source,
        "algorithm": title_of(firmware.algorithm) if firmware else None,
        "hash": firmware.hash if firmware else None,
        "size": firmware.size if firmware else None,
        "verified": verified,
        "certificate": _certificate(certificate) if certificate else None,
        "test_case": {"named": TEST_CASE, "read_as": SUCCESSOR if explanation else TEST_CASE, "why": explanation},
        "findings": [_finding(found) for found in findings],
    }
    return to_json(document)


def _certificate(found: Certified) -> CertifiedFirmwareDocument:
    return {
        "id": found.id,
        "sha256": found.sha256,
        "issuer": found.issuer,
        "vendor": found.vendor,
        "model": found.model,
        "firmware_version": found.firmware_version,
        "rehearsal": found.rehearsal,
    }


def _finding(found: Finding) -> EvidenceFindingDocument:
    return {
        "code": found.code,
        "name": found.name,
        "severity": found.severity.value,
        "message": found.message,
        "hint": found.hint,
        "cite": found.cite,
        "where": place_document(found.where, found.where.file if found.where else ""),
    }
