"""The sheets of the form with the accepted warnings and with the answers to be confirmed."""

from __future__ import annotations

from collections.abc import Sequence

from certkit.formats.xlsx import look
from certkit.formats.xlsx.engine import Worksheet
from certkit.formats.xlsx.table import Column, cell_at, draw_table, draw_title, finish
from certkit.pics.form import ACCEPTED_COLUMNS, ACCEPTED_SHEET, TO_CONFIRM_COLUMN, TO_CONFIRM_SHEET
from certkit.pics.model import Pics

FEWEST_ROWS, SPARE_ROWS = 8, 3
_WIDTHS = (10.0, 26.0, 74.0, 30.0, 13.0)
_COLUMNS = tuple(Column(title, width) for title, width in zip(ACCEPTED_COLUMNS, _WIDTHS, strict=True))
_EXPLANATION = (
    "Warnings of certkit pics check that you have looked at and accept, each with the date as 2026-03-01. "
    "Without items, every warning with the code is meant. Errors cannot be accepted."
)
_TO_CONFIRM = (
    "Answers that nobody confirmed yet: they count as not answered. Check each on the sheet PICS, correct it if it is "
    "wrong, and delete its name here."
)


def draw_accepted(sheet: Worksheet, pics: Pics | None, left: str) -> None:
    """Draw the accepted warnings of a statement, and empty rows for more.

    Args:
        left: what the foot of each page has on the left.
    """
    accepted = pics.accepted if pics is not None else ()
    rows: list[tuple[str | None, ...]] = [
        (row.code or None, ", ".join(row.items) or None, row.reason or None, row.name or None, row.date or None)
        for row in accepted
    ]
    empty: tuple[str | None, ...] = (None,) * len(_COLUMNS)
    rows += [empty] * max(FEWEST_ROWS - len(rows), SPARE_ROWS)
    _draw(sheet, ACCEPTED_SHEET, _EXPLANATION, _COLUMNS, rows, left)


def draw_to_confirm(sheet: Worksheet, pics: Pics, left: str) -> None:
    """Draw the list of the answers that a person has yet to confirm; ``left`` as above."""
    column = Column(TO_CONFIRM_COLUMN, 40.0)
    _draw(sheet, TO_CONFIRM_SHEET, _TO_CONFIRM, (column,), [(item,) for item in pics.to_confirm], left)


def _draw(
    sheet: Worksheet,
    title: str,
    explanation: str,
    columns: tuple[Column, ...],
    rows: Sequence[tuple[str | None, ...]],
    left: str,
) -> None:
    """Draw a table whose cells are all open."""
    sheet.title = title
    header = draw_title(sheet, title, explanation) + 1
    last = draw_table(sheet, header, columns, rows)
    for row in range(header + 1, last + 1):
        for column in range(1, len(columns) + 1):
            cell = cell_at(sheet, row, column)
            cell.fill, cell.border = look.fill(look.ANSWER), look.BOX
            cell.protection, cell.number_format = look.OPEN, "@"
    finish(sheet, header, last, len(columns), left)
    sheet.auto_filter.ref = None
    look.protect(sheet)
