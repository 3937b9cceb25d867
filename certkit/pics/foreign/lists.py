"""The open ends of a form: other relevant values, lists that an answer asks for, members of a product family."""

from __future__ import annotations

from collections.abc import Iterator

from certkit.conditions import Holds
from certkit.edition.domains import Members, NotInDomain, Settings, Texts
from certkit.edition.model import Item
from certkit.formats.raw import Raw
from certkit.formats.xlsx.cells import Cell
from certkit.pics.cells import CellAnswer, Pair, pair_answers, single_answer
from certkit.pics.foreign.answers import SheetContext, answer_in
from certkit.pics.foreign.grid import Header, MemberTable
from certkit.pics.foreign.rows import SheetRows, TableRow, member_rows
from certkit.pics.labels import HEADING

_GAP = 2
"""Blank rows that may be among free rows."""


def find_free_settings(context: SheetContext, sheet: SheetRows) -> Iterator[CellAnswer]:
    """The rows below the label of an item for free settings: name on the left, value in the column of answers."""
    for row in sheet.rows:
        item = context.items.get(row.item)
        if item is None or not isinstance(item.domain, Settings):
            continue
        yield from pair_answers(
            item, [_free_pair(context, row, number) for number in _free_rows(context, sheet, row)], context.grid.sheet
        )


def free_rows(context: SheetContext, sheet: SheetRows) -> set[int]:
    """The rows of free settings."""
    found: set[int] = set()
    for row in sheet.rows:
        item = context.items.get(row.item)
        if item is not None and isinstance(item.domain, Settings):
            found |= set(_free_rows(context, sheet, row))
    return found


def _free_rows(context: SheetContext, sheet: SheetRows, label: TableRow) -> Iterator[int]:
    """From the row below the label up to the next heading, header, or row of another table."""
    grid, blank = sheet.grid, 0
    known = {row.row: row for row in sheet.rows if row.column == label.column}
    headers = {header.row for header in sheet.headers}
    for number in range(label.row + 1, grid.last_row + 1):
        other = known.get(number)
        if other is not None:
            if other.item == HEADING or context.items[other.item].section != context.items[label.item].section:
                return
            continue
        text = grid.text(number, label.column)
        if number in headers and number > label.row + 1:
            return
        if context.labels.is_heading(text) or context.labels.id_in(text):
            return
        filled = bool(text) or grid.at(number, label.answer[1]) is not None
        blank = 0 if filled else blank + 1
        if blank > _GAP:
            return
        if filled and number not in headers:
            yield number


def _free_pair(context: SheetContext, label: TableRow, row: int) -> Pair:
    name, column = context.grid.at(row, label.column), label.answer[1]
    value = context.grid.at(row, column)
    if value is None and label.header is None and name is not None:
        filled = context.grid.filled(row, context.grid.after(row, label.column), context.grid.last_column + 1)
        column = filled[0] if filled else column
        value = context.grid.at(row, column)
    places = (context.place(row, label.column), context.place(row, column))
    return Pair(_unprinted(context, name), _unprinted(context, value), places)


def _unprinted(context: SheetContext, cell: Cell | None) -> Cell | None:
    return None if cell is not None and context.is_printed(cell) else cell


def find_lists(context: SheetContext, sheet: SheetRows) -> Iterator[CellAnswer]:
    """Lists without a row of their own, next to or below the answer that asks for them (the ports of AQ-8)."""
    rows = {row.item: row for row in sheet.rows}
    for item in context.items.values():
        if isinstance(item.domain, Texts) and item.id not in rows and isinstance(item.required, Holds):
            asking = rows.get(item.required.item)
            if asking is not None:
                yield from _list_near(context, sheet, item, asking)


def _list_near(context: SheetContext, sheet: SheetRows, item: Item, asking: TableRow) -> Iterator[CellAnswer]:
    row, column = asking.answer
    asks = answer_in(context, context.items[asking.item], row, column)
    if asks.trouble or not _asks_for(context, item, asking.item, asks.raw):
        return
    cells = _below(sheet, asking) or _right_of(sheet, asking)
    entries = [_unprinted(context, context.grid.at(*cell)) for cell in cells]
    kept = [(cell, where) for cell, where in zip(entries, cells, strict=True) if cell is not None]
    if not kept:
        yield CellAnswer(item.id, None, context.place(row, context.grid.after(row, column)))
        return
    singles = [single_answer(item, cell, context.place(*where), context.grid.sheet) for cell, where in kept]
    trouble = next((single.trouble for single in singles if single.trouble), "")
    altered = next((single.altered for single in singles if single.altered), "")
    hidden = next((single.hidden for single in singles if single.hidden), "")
    yield CellAnswer(item.id, [single.raw for single in singles], singles[0].place, trouble, altered, hidden)


def _asks_for(context: SheetContext, item: Item, asking: str, raw: Raw) -> bool:
    """Whether the answer makes the list required."""
    try:
        value = context.items[asking].domain.parse(raw)
    except NotInDomain:
        return False
    return value is not None and bool(item.required.evaluate({asking: value}))


def _below(sheet: SheetRows, asking: TableRow) -> list[tuple[int, int]]:
    """Cells under the answer, in rows that have nothing to the left of it."""
    row, column = asking.answer
    found = []
    for number in range(row + 1, sheet.grid.last_row + 1):
        if sheet.grid.at(number, column) is None or sheet.grid.filled(number, asking.column, column):
            break
        found.append((number, column))
    return found


def _right_of(sheet: SheetRows, asking: TableRow) -> list[tuple[int, int]]:
    """Cells to the right of the answer and on down, in the first column that is not for remarks."""
    grid, (row, answer) = sheet.grid, asking.answer
    header = sheet.header_above(row, asking.column)
    begin = grid.after(row, answer)
    columns = [c for c in grid.filled(row, begin, grid.last_column + 1) if not _is_remark(header, c)]
    if not columns:
        return []
    column, found = columns[0], []
    beginnings = {(other.row, other.column) for other in sheet.rows}
    for number in range(row, grid.last_row + 1):
        if grid.at(number, column) is None or (number, column) in beginnings:
            break
        found.append((number, column))
    return found


def _is_remark(header: Header | None, column: int) -> bool:
    """Whether a column has a title of its own that is not about ports."""
    title = header.titles.get(column, "") if header else ""
    return bool(title) and not {"port", "ports", "list"} & set(title.split())


def find_members(context: SheetContext, table: MemberTable) -> Iterator[CellAnswer]:
    """The members of a product family."""
    item = next((item for item in context.items.values() if isinstance(item.domain, Members)), None)
    if item is None:
        return
    pairs = []
    for row in member_rows(context.grid, context.labels, table):
        cells = [context.grid.at(row, column) for column in (table.model, table.version)]
        places = (context.place(row, table.model), context.place(row, table.version))
        pairs.append(Pair(_unprinted(context, cells[0]), _unprinted(context, cells[1]), places))
    yield from pair_answers(item, pairs, context.grid.sheet)
