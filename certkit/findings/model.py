"""The JSON document about the findings in files that were checked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from certkit.errors import CertkitError
from certkit.finding import Finding, Place, SeverityCounts, count_severities
from certkit.findings.checked_file import CheckedFile
from certkit.formats.document import described


@described
@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedFileDocument:
    """A file that could be read."""

    file: str
    pics_sha256: str
    """SHA-256 of the canonical answers: the same for the same answers in any file."""
    edition: str
    """The id of the edition that it was checked with."""


@described
@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadableFileDocument:
    """A file that could not be read."""

    file: str
    message: str
    hint: str
    where: Place


@described
@dataclass(frozen=True, slots=True, kw_only=True)
class FindingsDocument:
    """What ``certkit pics check --format json`` and the checks of evidence write."""

    version: Literal[1] = 1
    files: tuple[CheckedFileDocument, ...]
    findings: tuple[Finding, ...]
    summary: SeverityCounts
    unreadable: tuple[UnreadableFileDocument, ...]


def findings_document(files: Sequence[CheckedFile], unreadable: Iterable[CertkitError] = ()) -> FindingsDocument:
    """The findings of all files, and the files that could not be read."""
    return FindingsDocument(
        files=tuple(
            CheckedFileDocument(file=file.pics.source, pics_sha256=file.pics.sha256, edition=file.pics.edition)
            for file in files
        ),
        findings=tuple(_located(finding, file.pics.source) for file in files for finding in file.findings),
        summary=count_severities(finding for file in files for finding in file.findings),
        unreadable=tuple(unreadable_document(error) for error in unreadable),
    )


def unreadable_document(error: CertkitError) -> UnreadableFileDocument:
    """A file that could not be read, for every document."""
    where = Place(error.file, error.line, error.column, error.sheet, error.cell)
    return UnreadableFileDocument(file=error.file, message=error.message, hint=error.hint, where=where)


def _located(finding: Finding, source: str) -> Finding:
    """The finding whose places all name their file."""
    return replace(
        finding,
        where=replace(finding.where or Place(), file=source),
        related=tuple(replace(other, where=replace(other.where, file=source)) for other in finding.related),
    )
