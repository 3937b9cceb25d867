"""A workbook of another maker that has the tables of Appendix A: its answers are guessed, for a person to review.

Rows are recognized by id or label anywhere in a sheet, and the answer is looked for under the header of their table.
What an empty form has printed in the cell of an answer is not an answer. A row whose id or label is nearly that of an
item is reported, since its answer would be lost unseen.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from certkit.edition.domains import Members, Settings
from certkit.edition.model import Item
from certkit.edition.rulebook import Rulebook
from certkit.errors import UnreadableFile
from certkit.finding import Finding, Place
from certkit.formats.xlsx.cells import Sheet, Workbook
from certkit.formats.xlsx.read import read_workbook
from certkit.messages import finding
from certkit.pics.cells import CellAnswer, CellsFound, place_in, statement_of
from certkit.pics.foreign.answers import SheetContext, answer_in, profile_answers
from certkit.pics.foreign.grid import Grid
from certkit.pics.foreign.lists import find_free_settings, find_lists, find_members, free_rows
from certkit.pics.foreign.rows import SheetRows, TableRow, decide_rows, find_rows
from certkit.pics.form import EDITION, FINDINGS_SHEET
from certkit.pics.labels import HEADING, Labels
from certkit.pics.model import Pics
from certkit.pics.read_xlsx import read_marks, rulebook_named

_EDITION_ID = re.compile(r"\w[\w.]*(?:-[\w.]+)+")
"""The id of an edition with a hyphen; next to the word Edition, other forms may have any text."""
_NEAR = 3
"""Rows within which a row belongs to the table of the row above it."""


def read_foreign_pics(
    content: bytes, source: str, rulebook_of: Callable[[str | None], Rulebook]
) -> tuple[Pics, Rulebook]:
    """The statement that a workbook of another maker seems to make. Every answer of it is guessed.

    Args:
        content: the file's bytes; nothing in them is trusted.
        source: its name, as the user gave it.
        rulebook_of: the rulebook of the edition that the workbook names, or of the default for None.

    Raises:
        UnreadableFile: not a workbook, a damaged or far too large one, or one without a single row of the PICS.
        UnknownName: the workbook names an edition that does not exist.
    """
    workbook = read_workbook(content, source)
    rulebook, findings = rulebook_named(rulebook_of, *_edition(workbook))
    cells = CellsFound(findings=findings)
    for part in _sheets_read(workbook, rulebook):
        cells.add(part)
    if not cells.answers:
        raise UnreadableFile(
            "the workbook does not look like a PICS: it has no row of the PICS",
            hint="certkit pics new --dut … -o FILE writes a form to fill in",
            file=source,
        )
    return read_marks(statement_of(rulebook, source, cells), rulebook, workbook), rulebook


def _edition(workbook: Workbook) -> tuple[str, Place | None]:
    """The edition next to the word Edition, on any sheet."""
    for sheet in workbook.sheets:
        if sheet.name.startswith(FINDINGS_SHEET):
            continue
        for (row, column), cell in sheet.cells.items():
            if cell.text.strip().rstrip(":").casefold() == EDITION.casefold():
                beside = sheet.cells.get((row, column + 1))
                text = beside.text.strip() if beside else ""
                if _EDITION_ID.fullmatch(text):
                    return text, place_in(workbook.source, sheet, row, column + 1)
    return "", None


def _sheets_read(workbook: Workbook, rulebook: Rulebook) -> list[CellsFound]:
    """What each sheet says. Hidden sheets count only if no other sheet has an answer."""
    labels = Labels(rulebook.items.values(), rulebook.sections.values(), rulebook.info)
    sheets = [sheet for sheet in workbook.sheets if not sheet.name.startswith(FINDINGS_SHEET)]
    for visible in (True, False):
        parts = [_read_sheet(workbook.source, s, labels, rulebook.items) for s in sheets if s.visible is visible]
        if any(part.answers for part in parts):
            return parts
    return []


def _read_sheet(source: str, sheet: Sheet, labels: Labels, items: Mapping[str, Item]) -> CellsFound:
    rows = find_rows(Grid(sheet), labels, items)
    decide_rows(rows.rows, labels)
    context = SheetContext(source, rows.grid, labels, items)
    answers = [answer for row in rows.rows for answer in _answers(context, row)]
    answers += find_free_settings(context, rows)
    answers += find_lists(context, rows)
    answers += [member for table in rows.members for member in find_members(context, table)]
    return CellsFound(answers, list(_strangers(context, rows)))


def _answers(context: SheetContext, row: TableRow) -> Iterator[CellAnswer]:
    item = context.items.get(row.item)
    if item is None or isinstance(item.domain, Settings | Members):
        return  # a heading, or the title above a list
    if row.header is not None and row.header.full_and_subset is not None:
        answers = profile_answers(context, item, row.row, row.header.full_and_subset)
    else:
        answers = iter((answer_in(context, item, *row.answer),))
    yield from (replace(answer, label_of=row.label_of) for answer in answers)


def _strangers(context: SheetContext, sheet: SheetRows) -> Iterator[Finding]:
    """Findings about rows that look like rows of the PICS, and are none."""
    free = free_rows(context, sheet)
    for row in sheet.strangers:
        if row in free:
            continue
        column = context.grid.rows[row][0]
        text = context.grid.text(row, column)
        where = context.place(row, column)
        if context.labels.id_in(text):
            yield finding("K-09.id", where=where, id=text)
        elif text and _has_answer(context, sheet, row, column):
            if meant := context.labels.close_to(text):
                label = context.items[meant].label
                yield finding("K-09.label", where=where, items=[meant], label=text, meant=label)
            elif other := _free_table(context, sheet, row, column):
                yield finding("K-09.limit", where=where, items=[other.id], label=text, list=other.label)


def _has_answer(context: SheetContext, sheet: SheetRows, row: int, column: int) -> bool:
    header = sheet.header_above(row, column)
    under = header.answer_for(column) if header else None
    beside = context.grid.filled(row, column + 1, context.grid.last_column + 1)
    cell = context.grid.at(row, under or (beside[0] if len(beside) == 1 else column + 1))
    return cell is not None and not context.is_printed(cell)


def _free_table(context: SheetContext, sheet: SheetRows, row: int, column: int) -> Item | None:
    """The item for free settings of the table that the row is in, if the table has one."""
    above = [known for known in sheet.rows if known.column == column and 0 < row - known.row <= _NEAR]
    if not above or above[-1].item == HEADING:
        return None
    section = context.items[above[-1].item].section
    items = context.items.values()
    return next((item for item in items if item.section == section and isinstance(item.domain, Settings)), None)
