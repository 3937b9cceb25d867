"""A sheet as a form is laid out on it: rows, merged cells, and the headers of its tables.

The header of a table is a row that says where answers go (“Supported / present”, “Value”) and has something to the left
of that. It holds for the rows below it, in the columns from its first to its answers, until the next header there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from certkit.formats.xlsx.cells import Cell, Sheet
from certkit.pics.labels import words_of

_ANSWER_HEADERS = frozenset(
    {"answer", "answers", "your answer", "vendor answer", "answer of vendor", "answer by vendor", "reply"}
    | {"response", "your response", "vendor response", "declaration", "vendor declaration", "yes no"}
    | {"value", "values", "your value", "vendor value", "declared value", "stated value", "value stated by vendor"}
    | {"supported", "present", "supported present", "supported or present", "supported yes no", "is supported"}
    | {"support", "implemented", "supported by dut", "supported by vendor"}
)
_FULL, _SUBSET = re.compile(r"\bfull(y)?( supported)?$"), re.compile(r"\bsubset( supported)?$")
_MODEL = frozenset({"model", "models", "type model", "type", "product", "product model"})
_VERSION = frozenset({"firmware version", "firmware", "firmware ocpp software version", "software version", "version"})
_ASIDE = frozenset(
    {"comment", "comments", "remark", "remarks", "note", "notes", "help", "description", "unit", "status"}
)
_MOST_COVERED = 50_000


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a table, or of tables side by side.

    Attributes:
        titles: column -> the words of its title.
        answers: the columns of answers.
        full_and_subset: the two columns of the table of certification profiles, in place of one for answers.
    """

    row: int
    titles: dict[int, str]
    answers: tuple[int, ...]
    full_and_subset: tuple[int, int] | None = None

    def answer_for(self, column: int) -> int | None:
        """The column of answers for a row that begins in ``column``; None if the header is not about it."""
        if column < min(self.titles) - 1:  # the column of ids often has no title
            return None
        return next((answer for answer in self.answers if answer > column), None)

    def leads(self, column: int) -> bool:
        """Whether a row that begins in the column has its answer under this header."""
        if self.is_aside(column):
            return False
        if self.full_and_subset is not None:
            return column < min(self.full_and_subset)
        return self.answer_for(column) is not None

    def is_aside(self, column: int) -> bool:
        """Whether the column is for remarks."""
        return bool(_ASIDE & set(self.titles.get(column, "").split()))


@dataclass(frozen=True, slots=True)
class MemberTable:
    """The table of a family's members: its header's row, and its columns."""

    row: int
    model: int
    version: int


@dataclass
class Grid:
    """A sheet with its merged cells resolved."""

    sheet: Sheet
    rows: dict[int, list[int]] = field(default_factory=dict)
    covered: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    ends: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for row, column in self.sheet.cells:
            self.rows.setdefault(row, []).append(column)
        for columns in self.rows.values():
            columns.sort()
        self.last_row = max(self.rows, default=0)
        self.last_column = max((columns[-1] for columns in self.rows.values()), default=0)
        for merge in self.sheet.merges:
            self._cover(*merge)

    def _cover(self, top: int, left: int, bottom: int, right: int) -> None:
        bottom, right = min(bottom, self.last_row), min(right, self.last_column)
        if bottom < top or right < left or len(self.covered) + (bottom - top + 1) * (right - left + 1) > _MOST_COVERED:
            return
        self.ends[top, left] = (bottom, right)
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                self.covered[row, column] = (top, left)

    def at(self, row: int, column: int) -> Cell | None:
        """The cell that is seen there: of merged cells, the one that holds something."""
        return self.sheet.cells.get(self.covered.get((row, column), (row, column)))

    def text(self, row: int, column: int) -> str:
        """The text of the cell, or empty."""
        cell = self.at(row, column)
        return cell.text.strip() if cell else ""

    def words(self, row: int, column: int) -> str:
        return words_of(self.text(row, column))

    def filled(self, row: int, first: int, limit: int) -> list[int]:
        """The columns of a row, from one column to before another, that hold something."""
        return [column for column in self.rows.get(row, ()) if first <= column < limit]

    def after(self, row: int, column: int) -> int:
        """The next column to the right, behind merged cells."""
        top_left = self.covered.get((row, column))
        return (self.ends[top_left][1] if top_left else column) + 1


def header_in(grid: Grid, row: int) -> Header | None:
    """The header that a row is, or None."""
    titles = {column: grid.words(row, column) for column in grid.rows.get(row, ())}
    titles = {column: words for column, words in titles.items() if words}
    if len(titles) < 2:
        return None
    first = min(titles)
    answers = [column for column, words in titles.items() if words in _ANSWER_HEADERS and column > first]
    if answers:
        return Header(row, titles, tuple(answers))
    full = [column for column, words in titles.items() if _FULL.search(words) and column > first]
    subset = [column for column, words in titles.items() if _SUBSET.search(words) and column > first]
    if len(full) == 1 and len(subset) == 1:
        return Header(row, titles, (), (full[0], subset[0]))
    return None


def members_in(grid: Grid, row: int) -> MemberTable | None:
    """The table of members whose header the row is: Model and Firmware version in neighbouring cells."""
    for column in grid.rows.get(row, ()):
        beside = grid.after(row, column)
        here, there = grid.words(row, column), grid.words(row, beside)
        if here in _MODEL and there in _VERSION:
            return MemberTable(row, column, beside)
        if here in _VERSION and there in _MODEL:
            return MemberTable(row, beside, column)
    return None
