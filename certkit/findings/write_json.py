"""Findings as JSON, for programs: ``schemas/findings.schema.json`` describes it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from certkit.errors import CertkitError
from certkit.finding import Finding, Place
from certkit.findings.checked_file import CheckedFile, count
from certkit.formats.json_text import place_document, to_json

if TYPE_CHECKING:
    from certkit.findings.documents import FindingDocument, FindingsDocument, SeverityCounts, UnreadableDocument


def write_findings_json(files: Sequence[CheckedFile], unreadable: Sequence[CertkitError] = ()) -> bytes:
    """The findings of all files, and which could not be read."""
    return to_json(findings_document(files, unreadable))


def findings_document(files: Sequence[CheckedFile], unreadable: Sequence[CertkitError] = ()) -> FindingsDocument:
    """The same, before it is written."""
    findings = [finding for file in files for finding in file.findings]
    return {
        "version": 1,
        "files": [
            {"file": file.pics.source, "pics_sha256": file.pics.sha256, "edition": file.pics.edition} for file in files
        ],
        "findings": [_finding(finding, file.pics.source) for file in files for finding in file.findings],
        "summary": severity_counts(findings),
        "unreadable": [unreadable_document(error) for error in unreadable],
    }


def severity_counts(findings: Sequence[Finding]) -> SeverityCounts:
    """How many findings there are of each severity."""
    counts = count(findings)
    error, warning, note = counts.values()
    return {"error": error, "warning": warning, "note": note}


def _finding(finding: Finding, source: str) -> FindingDocument:
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity.value,
        "message": finding.message,
        "hint": finding.hint,
        "items": list(finding.items),
        "cite": finding.cite,
        "where": place_document(finding.where, source),
        "related": [{"item": item, "where": place_document(place, source)} for item, place in finding.related],
    }


def unreadable_document(error: CertkitError) -> UnreadableDocument:
    """A file that could not be read, as it stands in every document."""
    place = Place(error.file, error.line, error.column, error.sheet, error.cell)
    return {
        "file": error.file,
        "message": error.message,
        "hint": error.hint,
        "where": place_document(place, error.file),
    }
