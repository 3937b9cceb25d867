"""Any workbook with the tables of Appendix A: what is answered on its sheets, and which rows are not understood.

A row whose id or name is nearly, but not quite, one of the PICS is pointed out: its answer would be lost unseen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from certkit.edition.domains import Members, Settings, shown
from certkit.edition.model import Item
from certkit.edition.rulebook import Rulebook
from certkit.finding import Finding
from certkit.formats.xlsx.read import Sheet, Workbook
from certkit.messages import plain_finding
from certkit.pics.cells_found import Found, Harvest
from certkit.pics.foreign.answers import Reading, answer_in, profile_answers
from certkit.pics.foreign.grid import Grid
from certkit.pics.foreign.labels import HEADING, Labels
from certkit.pics.foreign.nearness import decide
from certkit.pics.foreign.rows import FormRow, SheetRows, find_rows
from certkit.pics.form import FINDINGS_SHEET
from certkit.pics.read_lists import find_free_settings, find_lists, find_members, free_rows

_NEAR = 3
"""Rows within which a row belongs to the table of the row above it."""


def read_tables(workbook: Workbook, rulebook: Rulebook) -> list[Harvest]:
    """What is answered on each sheet. Hidden sheets count only if no other has anything."""
    labels = Labels(rulebook.items.values(), rulebook.sections.values(), rulebook.info)
    sheets = [sheet for sheet in workbook.sheets if not sheet.name.startswith(FINDINGS_SHEET)]
    for visible in (True, False):
        parts = [_read_sheet(workbook.source, s, labels, rulebook.items) for s in sheets if s.visible is visible]
        if any(part.found for part in parts):
            return parts
    return []


def _read_sheet(source: str, sheet: Sheet, labels: Labels, items: Mapping[str, Item]) -> Harvest:
    rows = find_rows(Grid(sheet), labels, items)
    decide(rows.rows, labels)
    reading = Reading(source, rows.grid, labels, items)
    found = [answer for row in rows.rows for answer in _answers(reading, row)]
    found += find_free_settings(reading, rows)
    found += find_lists(reading, rows)
    found += [member for table in rows.members for member in find_members(reading, table)]
    return Harvest(found, list(_strangers(reading, rows)))


def _answers(reading: Reading, row: FormRow) -> Iterator[Found]:
    item = reading.items.get(row.item)
    if item is None or isinstance(item.domain, Settings | Members):
        return  # a heading, or the title above a list
    if row.header is not None and row.header.full_and_subset is not None:
        found = profile_answers(reading, item, row.row, row.header.full_and_subset)
    else:
        found = iter((answer_in(reading, item, *row.answer),))
    yield from (replace(answer, label_of=row.label_of) for answer in found)


def _strangers(reading: Reading, sheet: SheetRows) -> Iterator[Finding]:
    """Findings about rows that look as if they were of the PICS, and are not."""
    free = free_rows(reading, sheet)
    for row in sheet.strangers:
        if row in free:
            continue
        column = reading.grid.rows[row][0]
        text = reading.grid.text(row, column)
        where = reading.place(row, column)
        if reading.labels.id_in(text):
            message = f"{shown(text)} is not an id of the PICS; what stands in its row is not read"
            yield plain_finding("K-09", message, where=where)
        elif text and _has_answer(reading, sheet, row, column):
            if meant := reading.labels.close_to(text):
                label = reading.items[meant].label
                message = f"{shown(text)} is not a row of the PICS; what stands in it is not read"
                yield plain_finding("K-09", message, where=where, items=[meant], hint=f"is {shown(label)} meant?")
            elif other := _free_table(reading, sheet, row, column):
                message = f"{shown(text)} is not one of the limits of the PICS; its value is not read"
                hint = f"move the row below {shown(other.label)}"
                yield plain_finding("K-09", message, where=where, items=[other.id], hint=hint)


def _has_answer(reading: Reading, sheet: SheetRows, row: int, column: int) -> bool:
    header = sheet.header_above(row, column)
    under = header.answer_for(column) if header else None
    beside = reading.grid.filled(row, column + 1, reading.grid.last_column + 1)
    cell = reading.grid.at(row, under or (beside[0] if len(beside) == 1 else column + 1))
    return cell is not None and not reading.is_printed(cell)


def _free_table(reading: Reading, sheet: SheetRows, row: int, column: int) -> Item | None:
    """The item for free settings of the table that the row stands in, if that has one."""
    above = [known for known in sheet.rows if known.column == column and 0 < row - known.row <= _NEAR]
    if not above or above[-1].item == HEADING:
        return None
    section = reading.items[above[-1].item].section
    items = reading.items.values()
    return next((item for item in items if item.section == section and isinstance(item.domain, Settings)), None)
