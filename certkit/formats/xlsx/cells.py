"""What a workbook consists of once it is read: sheets, and the cells in them that hold something."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from certkit.formats.raw import Raw

LAST_ROW = 10_000
LAST_COLUMN = 500
"""The last row and column of any form. A cell beyond them is a mistake."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that holds something.

    Attributes:
        value: text, number, true or false, date or time; of a formula, the value that was stored with it.
        trouble: why there is no value (``the error #REF!``, ``a formula that was never calculated``), or empty.
        number_format: the code of a number's format (``000``), or empty for the general one.
    """

    value: Raw
    trouble: str = ""
    number_format: str = ""

    @property
    def text(self) -> str:
        """The value if it is text, else empty."""
        return self.value if isinstance(self.value, str) and not self.trouble else ""


@dataclass(frozen=True)
class Sheet:
    """A sheet.

    Attributes:
        cells: (row, column), both counted from 1 -> the cell there.
        merges: the merged ranges: first row, first column, last row, last column.
        spread: how many cells the merged ranges and the hyperlinks reach over.
        hidden_rows: rows that are not shown: hidden, filtered out, folded away, or without height.
        hidden_columns: ranges of columns that are not shown, first and last.
    """

    name: str
    visible: bool
    cells: Mapping[tuple[int, int], Cell]
    merges: tuple[tuple[int, int, int, int], ...] = ()
    spread: int = 0
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: tuple[tuple[int, int], ...] = ()

    def hides(self, row: int, column: int) -> str:
        """Why nobody who opens the workbook sees a cell: sheet, row, column or merged; empty if it is seen."""
        if not self.visible:
            return "sheet"
        if row in self.hidden_rows:
            return "row"
        if any(first <= column <= last for first, last in self.hidden_columns):
            return "column"
        is_covered = any(
            top <= row <= bottom and left <= column <= right and (row, column) != (top, left)
            for top, left, bottom, right in self.merges
        )
        return "merged" if is_covered else ""


@dataclass(frozen=True)
class Workbook:
    """A workbook.

    Attributes:
        names: the names that it defines (as written) -> what they refer to.
        strict: saved as "Strict Open XML Spreadsheet", whose names are others than those openpyxl knows.
    """

    source: str
    sheets: tuple[Sheet, ...]
    names: Mapping[str, str]
    strict: bool = False


def column_letters(column: int) -> str:
    """``A`` for 1, ``AA`` for 27."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def position(cell: str) -> tuple[int, int]:
    """Row and column of ``C9``; the opposite of :func:`address`."""
    letters = cell.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(cell[len(letters) :]), column


def address(row: int, column: int) -> str:
    """``C9`` for row 9, column 3."""
    return f"{column_letters(column)}{row}"
