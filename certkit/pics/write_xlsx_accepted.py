"""The sheet of the form with the accepted warnings: open rows for code, items, reason, name and date."""

from __future__ import annotations

from certkit.formats.xlsx import look
from certkit.formats.xlsx.engine import Worksheet
from certkit.formats.xlsx.table import Column, cell_at, draw_table, draw_title, finish
from certkit.pics.form import ACCEPTED_COLUMNS, ACCEPTED_SHEET
from certkit.pics.model import Pics

FEWEST_ROWS, SPARE_ROWS = 8, 3
_WIDTHS = (10.0, 26.0, 74.0, 30.0, 13.0)
_COLUMNS = tuple(Column(title, width) for title, width in zip(ACCEPTED_COLUMNS, _WIDTHS, strict=True))
_EXPLANATION = (
    "Warnings of certkit pics check that you have looked at and accept, each with the date as 2026-03-01. "
    "Without items, every warning with the code is meant. Errors cannot be accepted."
)


def draw_accepted(sheet: Worksheet, pics: Pics | None, left: str) -> None:
    """Draw the accepted warnings of a statement, and empty rows for more.

    Args:
        left: what the foot of each page has on the left.
    """
    sheet.title = ACCEPTED_SHEET
    accepted = pics.accepted if pics is not None else ()
    rows: list[tuple[str | None, ...]] = [
        (row.code or None, ", ".join(row.items) or None, row.reason or None, row.name or None, row.date or None)
        for row in accepted
    ]
    empty: tuple[str | None, ...] = (None,) * len(_COLUMNS)
    rows += [empty] * max(FEWEST_ROWS - len(rows), SPARE_ROWS)
    header = draw_title(sheet, ACCEPTED_SHEET, _EXPLANATION) + 1
    last = draw_table(sheet, header, _COLUMNS, rows)
    for row in range(header + 1, last + 1):
        for column in range(1, len(_COLUMNS) + 1):
            cell = cell_at(sheet, row, column)
            cell.fill, cell.border = look.fill(look.ANSWER), look.BOX
            cell.protection, cell.number_format = look.OPEN, "@"
    finish(sheet, header, last, len(_COLUMNS), left)
    sheet.auto_filter.ref = None
    look.protect(sheet)
