"""The columns of a plan: one table for the terminal, Markdown, CSV and the worksheet. JSON follows from the model.

A new column is a field of :class:`PlannedTestCase`, its derivation, and a line of :data:`COLUMNS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from certkit.plan.model import PlannedTestCase, Status
from certkit.text.quote import value

TERMINAL, MARKDOWN, CSV, WORKSHEET = "terminal", "markdown", "csv", "worksheet"


class PlanColumn(NamedTuple):
    """A column of a plan.

    Attributes:
        text: the text of a row.
        formats: which of the formats show it.
        width: in the worksheet, in digits.
        bold, centred, small: how the worksheet shows it.
    """

    heading: str
    text: Callable[[PlannedTestCase], str]
    formats: tuple[str, ...]
    width: float = 0.0
    bold: bool = False
    centred: bool = False
    small: bool = False

    @property
    def key(self) -> str:
        """Its heading in CSV."""
        return self.heading.lower().replace(" ", "_")


def columns_of(format_: str) -> tuple[PlanColumn, ...]:
    """The columns that a format shows, in order."""
    return tuple(column for column in COLUMNS if format_ in column.formats)


def places_of(row: PlannedTestCase) -> str:
    """The places of the deciding answers: ``lines 31, 40`` or ``PICS!C9, PICS!C12``."""
    places = [answer.where for answer in row.answers]
    lines = list(dict.fromkeys(str(place.line) for place in places if place.line))
    if lines:
        return f"{'line' if len(lines) == 1 else 'lines'} {', '.join(lines)}"
    return ", ".join(dict.fromkeys(str(place) for place in places if place.cell))


def unmet(row: PlannedTestCase) -> Iterator[str]:
    """What a test case to be run needs of the device although its PICS denies it or leaves it open."""
    if row.status in (Status.REQUIRED, Status.OPTIONAL):
        for prerequisite in row.prerequisites:
            if not prerequisite.met:
                state = "not met" if prerequisite.met is False else "open"
                yield f"needs: {prerequisite.text} ({state}, {', '.join(prerequisite.items)})"


def _answers(row: PlannedTestCase) -> str:
    return "; ".join(f"{answer.item} = {value(answer.answer)}" for answer in row.answers)


TEST_CASE = PlanColumn("Test case", lambda row: row.id, (TERMINAL, MARKDOWN, CSV, WORKSHEET), 12.5, bold=True)
TITLE = PlanColumn("Title", lambda row: row.title, (TERMINAL, MARKDOWN, CSV, WORKSHEET), 38)
STATUS = PlanColumn("Status", lambda row: row.status.value, (TERMINAL, MARKDOWN, CSV, WORKSHEET), 13, centred=True)
REASON = PlanColumn(
    "Reason", lambda row: "\n".join((row.because, *unmet(row))), (TERMINAL, MARKDOWN, WORKSHEET), 37, small=True
)
COLUMNS = (
    TEST_CASE,
    TITLE,
    PlanColumn("Section", lambda row: row.section, (CSV, WORKSHEET), 27, small=True),
    STATUS,
    PlanColumn("Mark", lambda row: row.mark, (MARKDOWN, CSV, WORKSHEET), 6.5, centred=True),
    REASON,
    PlanColumn("Because", lambda row: row.because, (CSV,)),
    PlanColumn("Answers", _answers, (CSV,)),
    PlanColumn("Places", places_of, (MARKDOWN, CSV)),
    PlanColumn("Blocked by", lambda row: "; ".join(row.blocked_by), (CSV,)),
    PlanColumn("Readings", lambda row: "; ".join(row.readings), (CSV,)),
    PlanColumn("Prerequisites", lambda row: "; ".join(unmet(row)), (CSV,)),
)
