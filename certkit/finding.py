"""A finding: something about a user's file that the user should know. Data, never raised."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from certkit.formats.document import described, sparse
from certkit.text.sentence import Sentence


class Severity(StrEnum):
    """What to do about a finding: fix an error, check a warning, read a note."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@sparse
@dataclass(frozen=True, slots=True)
class Place:
    """A place in a file: line and column (from 1) of a text file, or sheet and cell of a workbook."""

    file: str = ""
    """The file's name, as on the command line."""
    line: int = 0
    column: int = 0
    sheet: str = ""
    cell: str = ""

    def __str__(self) -> str:
        """The place within its file: ``line 31`` or ``PICS!C9``; empty if it is not known."""
        if self.cell:
            return f"{self.sheet}!{self.cell}" if self.sheet else self.cell
        return f"line {self.line}" if self.line else ""


def place_in_front(place: Place | None, source: str) -> str:
    """``pics.yaml:21:3:``, ``form.xlsx, PICS!C9:`` or ``pics.yaml:``."""
    if place is None:
        return f"{source}:"
    if place.cell:
        return f"{source}, {place}:"
    return f"{source}:{place.line}:{place.column}:" if place.line else f"{source}:"


@described
@dataclass(frozen=True, slots=True)
class Related:
    """Another PICS item that a finding is about."""

    item: str
    where: Place


@described
@dataclass(frozen=True, slots=True)
class AcceptedBy:
    """Why a warning is accepted, who accepts it, and when, as the statement says."""

    reason: str
    name: str
    date: str

    def __str__(self) -> str:
        return f"{self.reason} ({self.name}, {self.date})"


@described
@dataclass(frozen=True, slots=True)
class Finding:
    """One finding."""

    code: str
    """Stable, for machines and ``certkit explain``: the id of a constraint (``P-01``) or certkit's own (``K-03``)."""
    name: str
    """Stable, for people: ``reservation-of-station-without-reservations``."""
    severity: Severity
    message: str
    """What is wrong, in one sentence."""
    hint: str = ""
    """What to do."""
    items: tuple[str, ...] = ()
    """The PICS items that it is about; the first is the one at ``where``."""
    cite: str = ""
    """The place in the standard, or empty."""
    where: Place | None = None
    """The place in the file; without a value if the file has no such place."""
    related: tuple[Related, ...] = ()
    """The places of the other items, in the order of ``items``."""
    accepted: AcceptedBy | None = None
    """Of a warning that the statement accepts; null for every other finding."""

    @property
    def sentence(self) -> Sentence:
        """The message as documents attest it: what its code says, or its row of the edition, and the items."""
        arguments = self.message.arguments if isinstance(self.message, Sentence) else {}
        if "title" in arguments:
            return Sentence(self.message, "finding.edition", {"title": arguments["title"], "items": self.items})
        return Sentence(self.message, f"finding.{self.code}", {"items": self.items})


@described
@dataclass(frozen=True, slots=True)
class SeverityCounts:
    """How many findings have each severity."""

    error: int = 0
    warning: int = 0
    """Without the accepted ones."""
    note: int = 0
    accepted: int = 0
    """Warnings that the statement accepts."""

    def of(self, severity: Severity) -> int:
        """How many have this severity."""
        return {Severity.ERROR: self.error, Severity.WARNING: self.warning, Severity.NOTE: self.note}[severity]


def count_severities(findings: Iterable[Finding]) -> SeverityCounts:
    """How many of the findings have each severity."""
    counts = dict.fromkeys(Severity, 0)
    accepted = 0
    for finding in findings:
        if finding.accepted is None:
            counts[finding.severity] += 1
        else:
            accepted += 1
    return SeverityCounts(counts[Severity.ERROR], counts[Severity.WARNING], counts[Severity.NOTE], accepted)
