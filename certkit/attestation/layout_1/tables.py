"""Tables: rows that stay together, pages that begin with the headings again, and facts with their labels."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import fsum
from typing import NamedTuple

from certkit.attestation.layout_1.lines import Line, Style, wrap
from certkit.attestation.layout_1.sheet import (
    BODY,
    HAIR,
    INK,
    LABEL,
    LEFT,
    RIGHT,
    SMALL,
    SMALL_SOFT,
    SMALL_STRONG,
    Rule,
    Sheet,
    Words,
)

_GAP = 9.0
"""Between two columns."""
_PAD = 2.6
"""Above and below the text of a row."""
_LABELS = 146.0
"""How wide the labels of facts are."""
_SPLIT = 240.0
"""A row that is higher is broken at the foot of a page rather than moved to the next one."""


class Said(NamedTuple):
    """A text in a style of its own."""

    text: str
    style: Style


Cell = str | Said | Sequence[Said]


class Column(NamedTuple):
    """A column: its heading, its width in points with the gap after it, and how its text is set."""

    title: str
    width: float
    style: Style = SMALL
    right: bool = False


class _Set(NamedTuple):
    line: Line
    style: Style


def table(sheet: Sheet, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> None:
    """A table over as many pages as it takes. The widths add up to the column of the text."""
    heads = [[Said(column.title, SMALL_SOFT)] for column in columns]
    head = [_cell(column, cell) for column, cell in zip(columns, heads, strict=True)]
    first = True
    for row in rows:
        cells = [_cell(column, cell) for column, cell in zip(columns, row, strict=True)]
        height = _height(cells)
        if first:
            sheet.need(_height(head) + min(height, _SPLIT))
            sheet.release()
            _head(sheet, columns, head)
            first = False
        elif sheet.room < min(height, _SPLIT):
            sheet.turn()
            _head(sheet, columns, head)
        while True:
            fitting = [_fitting(cell, sheet.room - 2 * _PAD) for cell in cells]
            rest = [cell[count:] for cell, count in zip(cells, fitting, strict=True)]
            _row(sheet, columns, [cell[:count] for cell, count in zip(cells, fitting, strict=True)])
            if not any(rest):
                break
            cells = rest
            sheet.turn()
            _head(sheet, columns, head)
        sheet.put(Rule(LEFT, sheet.y, RIGHT, sheet.y, 0.4, HAIR))
    sheet.skip(6)


def facts(sheet: Sheet, rows: Iterable[tuple[str, Cell]], *, style: Style = BODY, pad: float = 0.9) -> None:
    """Labels and what is to be said of each. A text of several parts has a line for each; ``pad`` points around it.

    Where there is room around them, they have rules between them.
    """
    columns = (Column("", _LABELS, LABEL._replace(leading=style.leading)), Column("", RIGHT - LEFT - _LABELS, style))
    for name, value in rows:
        cells = [_cell(columns[0], name), _cell(columns[1], value)]
        sheet.need(min(_height(cells), _SPLIT))
        sheet.release()
        while True:
            fitting = [_fitting(cell, sheet.room - 2 * pad) for cell in cells]
            _row(sheet, columns, [cell[:count] for cell, count in zip(cells, fitting, strict=True)], pad=pad)
            cells = [cell[count:] for cell, count in zip(cells, fitting, strict=True)]
            if not any(cells):
                break
            sheet.turn()
        if pad > _PAD:
            sheet.put(Rule(LEFT, sheet.y, RIGHT, sheet.y, 0.4, HAIR))
    sheet.skip(4)


def _cell(column: Column, cell: Cell) -> list[_Set]:
    said = [Said(cell, column.style)] if isinstance(cell, str) else [cell] if isinstance(cell, Said) else cell
    return [_Set(line, style) for text, style in said for line in wrap(text, style, column.width - _GAP)]


def _height(cells: Sequence[Sequence[_Set]]) -> float:
    return max(fsum(one.style.leading for one in cell) for cell in cells) + 2 * _PAD


def _fitting(cell: Sequence[_Set], room: float) -> int:
    """How many lines there is room for; one at least, so that the work comes to an end."""
    used = 0.0
    for count, one in enumerate(cell):
        used += one.style.leading
        if used > room and count:
            return count
    return len(cell)


def _head(sheet: Sheet, columns: Sequence[Column], cells: Sequence[Sequence[_Set]]) -> None:
    _row(sheet, columns, cells)
    sheet.put(Rule(LEFT, sheet.y, RIGHT, sheet.y, 0.7, INK))


def _row(sheet: Sheet, columns: Sequence[Column], cells: Sequence[Sequence[_Set]], pad: float = _PAD) -> None:
    top = sheet.y - pad
    x = LEFT
    lowest = top
    for column, cell in zip(columns, cells, strict=True):
        y = top
        for line, style in cell:
            y -= style.leading
            shift = column.width - _GAP - line.width if column.right else 0.0
            sheet.put(Words(x + shift, y + (style.leading - style.size) * 0.62, style, line))
        lowest = min(lowest, y)
        x += column.width
    sheet.y = lowest - pad


__all__ = ["SMALL_STRONG", "Cell", "Column", "Said", "facts", "table"]
