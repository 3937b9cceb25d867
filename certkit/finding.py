"""A finding: something about a user's file that the user should know. Data, never raised."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from certkit.text.sentence import Sentence


class Severity(StrEnum):
    """How a finding counts: an error must be mended, a warning looked at, a note known."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Place(NamedTuple):
    """Where something stands: line and column (from 1) of a text file, or sheet and cell of a workbook."""

    file: str = ""
    line: int = 0
    column: int = 0
    sheet: str = ""
    cell: str = ""

    def __str__(self) -> str:
        """The place within its file: ``line 31`` or ``PICS!C9``; empty if it is not known."""
        if self.cell:
            return f"{self.sheet}!{self.cell}" if self.sheet else self.cell
        return f"line {self.line}" if self.line else ""


class Finding(NamedTuple):
    """One finding.

    Attributes:
        code: stable, for machines and ``certkit explain``: a constraint's id (``P-01``) or one of certkit's (``K-03``).
        name: stable, for people: ``reservation-of-station-without-reservations``.
        message: what is wrong, one sentence.
        hint: the way out.
        items: ids of the PICS items it is about, the one it points at first.
        cite: the place in the standard.
        where: the place in the file, or None where the file has no such place.
        related: the places of the other items, in the order of ``items``.
    """

    code: str
    name: str
    severity: Severity
    message: str
    hint: str = ""
    items: tuple[str, ...] = ()
    cite: str = ""
    where: Place | None = None
    related: tuple[tuple[str, Place], ...] = ()

    @property
    def sentence(self) -> Sentence:
        """The message as it is attested: what its code says, and the items it is about, without the detail."""
        if isinstance(self.message, Sentence):
            return self.message
        return Sentence(self.message, f"finding.{self.code}", {"items": self.items})
