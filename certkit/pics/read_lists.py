"""The open ends of a form: other relevant values, lists that an answer asks for, members of a product family."""

from __future__ import annotations

from collections.abc import Iterator

from certkit.conditions import Holds
from certkit.edition.domains import Members, NotInDomain, Settings, Texts
from certkit.edition.model import Item
from certkit.formats.raw import Raw
from certkit.formats.xlsx.read import Cell
from certkit.pics.cells_found import Found, Pair, find_pairs, find_single
from certkit.pics.foreign.answers import Reading, answer_in
from certkit.pics.foreign.grid import Header, MemberTable
from certkit.pics.foreign.labels import HEADING
from certkit.pics.foreign.rows import FormRow, SheetRows, member_rows

_GAP = 2
"""Blank rows that may stand among free rows."""


def find_free_settings(reading: Reading, sheet: SheetRows) -> Iterator[Found]:
    """The rows below the label of an item that holds free settings: name on the left, value where answers stand."""
    for row in sheet.rows:
        item = reading.items.get(row.item)
        if item is None or not isinstance(item.domain, Settings):
            continue
        yield from find_pairs(item, [_free_pair(reading, row, number) for number in _free_rows(reading, sheet, row)])


def free_rows(reading: Reading, sheet: SheetRows) -> set[int]:
    """The rows that free settings stand in."""
    found: set[int] = set()
    for row in sheet.rows:
        item = reading.items.get(row.item)
        if item is not None and isinstance(item.domain, Settings):
            found |= set(_free_rows(reading, sheet, row))
    return found


def _free_rows(reading: Reading, sheet: SheetRows, label: FormRow) -> Iterator[int]:
    """From the row below the label up to the next heading, header, or row of another table."""
    grid, blank = sheet.grid, 0
    known = {row.row: row for row in sheet.rows if row.column == label.column}
    headers = {header.row for header in sheet.headers}
    for number in range(label.row + 1, grid.last_row + 1):
        other = known.get(number)
        if other is not None:
            if other.item == HEADING or reading.items[other.item].section != reading.items[label.item].section:
                return
            continue
        text = grid.text(number, label.column)
        if number in headers and number > label.row + 1:
            return
        if reading.labels.is_heading(text) or reading.labels.id_in(text):
            return
        filled = bool(text) or grid.at(number, label.answer[1]) is not None
        blank = 0 if filled else blank + 1
        if blank > _GAP:
            return
        if filled and number not in headers:
            yield number


def _free_pair(reading: Reading, label: FormRow, row: int) -> Pair:
    name, column = reading.grid.at(row, label.column), label.answer[1]
    value = reading.grid.at(row, column)
    if value is None and label.header is None and name is not None:
        filled = reading.grid.filled(row, reading.grid.after(row, label.column), reading.grid.last_column + 1)
        column = filled[0] if filled else column
        value = reading.grid.at(row, column)
    places = (reading.place(row, label.column), reading.place(row, column))
    return Pair(_unprinted(reading, name), _unprinted(reading, value), places)


def _unprinted(reading: Reading, cell: Cell | None) -> Cell | None:
    return None if cell is not None and reading.is_printed(cell) else cell


def find_lists(reading: Reading, sheet: SheetRows) -> Iterator[Found]:
    """Lists without a row of their own, beside or below the answer that asks for them (the ports of AQ-8)."""
    rows = {row.item: row for row in sheet.rows}
    for item in reading.items.values():
        if isinstance(item.domain, Texts) and item.id not in rows and isinstance(item.required, Holds):
            asking = rows.get(item.required.item)
            if asking is not None:
                yield from _list_near(reading, sheet, item, asking)


def _list_near(reading: Reading, sheet: SheetRows, item: Item, asking: FormRow) -> Iterator[Found]:
    row, column = asking.answer
    asks = answer_in(reading, reading.items[asking.item], row, column)
    if asks.trouble or not _asks_for(reading, item, asking.item, asks.raw):
        return
    cells = _below(sheet, asking) or _beside(sheet, asking)
    entries = [_unprinted(reading, reading.grid.at(*cell)) for cell in cells]
    kept = [(cell, where) for cell, where in zip(entries, cells, strict=True) if cell is not None]
    if not kept:
        yield Found(item.id, None, reading.place(row, reading.grid.after(row, column)))
        return
    singles = [find_single(item, cell, reading.place(*where)) for cell, where in kept]
    trouble = next((single.trouble for single in singles if single.trouble), "")
    altered = next((single.altered for single in singles if single.altered), "")
    yield Found(item.id, [single.raw for single in singles], singles[0].place, trouble, altered)


def _asks_for(reading: Reading, item: Item, asking: str, raw: Raw) -> bool:
    """Whether the answer makes the list required."""
    try:
        value = reading.items[asking].domain.parse(raw)
    except NotInDomain:
        return False
    return value is not None and bool(item.required.evaluate({asking: value}))


def _below(sheet: SheetRows, asking: FormRow) -> list[tuple[int, int]]:
    """Cells under the answer, in rows that have nothing to the left of it."""
    row, column = asking.answer
    found = []
    for number in range(row + 1, sheet.grid.last_row + 1):
        if sheet.grid.at(number, column) is None or sheet.grid.filled(number, asking.column, column):
            break
        found.append((number, column))
    return found


def _beside(sheet: SheetRows, asking: FormRow) -> list[tuple[int, int]]:
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


def find_members(reading: Reading, table: MemberTable) -> Iterator[Found]:
    """The members of a product family."""
    item = next((item for item in reading.items.values() if isinstance(item.domain, Members)), None)
    if item is None:
        return
    pairs = []
    for row in member_rows(reading.grid, reading.labels, table):
        cells = [reading.grid.at(row, column) for column in (table.model, table.version)]
        places = (reading.place(row, table.model), reading.place(row, table.version))
        pairs.append(Pair(_unprinted(reading, cells[0]), _unprinted(reading, cells[1]), places))
    yield from find_pairs(item, pairs)
