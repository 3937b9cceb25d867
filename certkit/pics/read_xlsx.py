"""A PICS in certkit's own form, a workbook. Nothing is guessed.

A sheet belongs to the form if a row has the titles Question, Answer and Name in certkit. Each answer is in a row that
has the item's id in the last column, wherever that column is now. A row with the label of another question was shifted,
and its answer counts for neither. Rows that were added below those for free settings and for members of a family belong
to them. Any other workbook is refused: :mod:`certkit.pics.foreign.read` guesses, and a person reviews it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from certkit.edition.domains import Members, Settings
from certkit.edition.model import Item
from certkit.edition.rulebook import Rulebook
from certkit.errors import UnknownName, UnreadableFile
from certkit.finding import Finding, Place
from certkit.formats.xlsx.cells import Sheet, Workbook
from certkit.formats.xlsx.read import read_workbook
from certkit.messages import finding
from certkit.pics.cells import CellsFound, Pair, pair_answers, place_in, single_answer, statement_of
from certkit.pics.form import (
    ACCEPTED_COLUMNS,
    ANSWER,
    EDITION,
    FINDINGS_SHEET,
    KEY,
    QUESTION,
    TO_CONFIRM_COLUMN,
    TO_CONFIRM_SHEET,
)
from certkit.pics.labels import Labels
from certkit.pics.model import Acceptance, Pics
from certkit.pics.parse import ACCEPTED_FIELDS, Mark, acceptance, item_finding, with_marks
from certkit.text.quote import quote

_EDITION_ID = re.compile(r"\w[\w.-]*")
"""The id of an edition. A path is not one: a form must not decide which files of this computer are read."""


@dataclass(frozen=True)
class FormSheet:
    """A sheet with the form's tables.

    Attributes:
        header: the row with the titles.
        columns: title -> column.
        edition, edition_place: the edition that the form states, and where.
    """

    sheet: Sheet
    header: int
    columns: Mapping[str, int]
    edition: str
    edition_place: Place


def read_pics_xlsx(content: bytes, source: str, rulebook_of: Callable[[str | None], Rulebook]) -> tuple[Pics, Rulebook]:
    """The statement in a form of certkit, and the rulebook it is for.

    Args:
        content: the file's bytes; nothing in them is trusted.
        source: its name, as the user gave it.
        rulebook_of: the rulebook of the edition that the form names, or of the default for None.

    Raises:
        UnreadableFile: not a workbook, a damaged or far too large one, or not a form of certkit.
        UnknownName: the form names an edition that does not exist.
    """
    workbook = read_workbook(content, source)
    forms = form_sheets(workbook)
    if not forms:
        raise UnreadableFile(
            "this workbook is not a form of certkit",
            hint=f"convert it and review the answers: certkit pics convert --from-foreign {source} -o FORM.xlsx",
            file=source,
        )
    rulebook, findings = rulebook_named(rulebook_of, forms[0].edition, forms[0].edition_place)
    cells = CellsFound(findings=findings)
    labels = Labels(rulebook.items.values(), rulebook.sections.values(), rulebook.info)
    for form in forms:
        cells.add(_cells_of(source, form, rulebook.items, labels))
    accepted: list[Acceptance] = []
    for read in _accepted(workbook):
        if isinstance(read, Finding):
            cells.findings.append(read)
        else:
            accepted.append(read)
    pics = replace(statement_of(rulebook, source, cells), accepted=tuple(accepted))
    return read_marks(pics, rulebook, workbook), rulebook


def read_marks(pics: Pics, rulebook: Rulebook, workbook: Workbook) -> Pics:
    """The statement without the answers that the workbook has on its sheet of answers to be confirmed.

    A mark that cannot be read is an error: otherwise an answer that nobody confirmed would count.
    """
    marks: list[Mark] = []
    findings: list[Finding] = []
    for sheet in workbook.sheets:
        titles = [place for place, cell in sheet.cells.items() if _folded(cell.text) == _folded(TO_CONFIRM_COLUMN)]
        is_named = _folded(sheet.name) == _folded(TO_CONFIRM_SHEET)
        if is_named and sheet.cells and not titles:
            where = place_in(workbook.source, sheet, *min(sheet.cells))
            findings.append(finding("K-16.untitled", where=where, sheet=sheet.name, title=TO_CONFIRM_COLUMN))
        for top, left in titles:
            for (row, column), cell in sorted(sheet.cells.items()):
                if row <= top or column != left:
                    continue
                where = place_in(workbook.source, sheet, row, column)
                if cell.trouble or not isinstance(cell.value, str):
                    problem = cell.trouble or "no text"
                    findings.append(finding("K-16.cell", where=where, problem=problem))
                elif name := cell.text.strip():
                    marks.append(Mark(name, where))
    return with_marks(replace(pics, findings=(*pics.findings, *findings)), rulebook, marks)


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _accepted(workbook: Workbook) -> Iterator[Acceptance | Finding]:
    """The accepted warnings: the rows below the titles of their sheet."""
    titles = dict(zip(ACCEPTED_COLUMNS, ACCEPTED_FIELDS, strict=True))
    for sheet in workbook.sheets:
        header = 0
        columns: dict[str, int] = {}
        for row in sorted({row for row, _ in sheet.cells}):
            cells = {column: cell for (at, column), cell in sheet.cells.items() if at == row}
            if not header:
                found = {titles[cell.text]: column for column, cell in cells.items() if cell.text in titles}
                header, columns = (row, found) if len(found) == len(titles) else (0, {})
            elif any(column in cells for column in columns.values()):
                place = place_in(workbook.source, sheet, row, columns["code"])
                troubles = [cells[column].trouble for column in columns.values() if column in cells]
                fields = {name: cells[column].value for name, column in columns.items() if column in cells}
                if trouble := next(filter(None, troubles), ""):
                    yield finding("K-12.text", where=place, field="row", problem=f"a cell holds {trouble}")
                else:
                    yield acceptance(fields, place)


def rulebook_named(
    rulebook_of: Callable[[str | None], Rulebook], stated: str, place: Place | None
) -> tuple[Rulebook, list[Finding]]:
    """The rulebook of the edition that a workbook states; and a finding where it states none.

    Raises:
        UnknownName: there is no such edition.
    """
    if not stated:
        return rulebook_of(None), [finding("K-06.workbook", where=place)]
    if not _EDITION_ID.fullmatch(stated):
        raise _unknown_edition(f"{quote(stated)} is not an edition", "write the edition's id into this cell", place)
    try:
        return rulebook_of(stated), []
    except UnknownName as error:
        if error.file:
            raise
        raise _unknown_edition(error.message, error.hint, place) from None


def _unknown_edition(message: str, hint: str, place: Place | None) -> UnknownName:
    where = place or Place()
    return UnknownName(message, hint=hint, file=where.file, sheet=where.sheet, cell=where.cell)


def form_sheets(workbook: Workbook) -> list[FormSheet]:
    """The sheets with the form's tables."""
    sheets = [sheet for sheet in workbook.sheets if not sheet.name.startswith(FINDINGS_SHEET)]
    return [form for sheet in sheets if (form := _form_sheet(workbook.source, sheet)) is not None]


def _form_sheet(source: str, sheet: Sheet) -> FormSheet | None:
    by_row: dict[int, dict[str, int]] = {}
    for (row, column), cell in sheet.cells.items():
        if cell.text in (ANSWER, KEY, QUESTION):
            by_row.setdefault(row, {})[cell.text] = column
    for row, columns in by_row.items():
        if len(columns) == 3:
            edition, place = _edition(source, sheet, row, columns)
            return FormSheet(sheet, row, columns, edition, place)
    return None


def _edition(source: str, sheet: Sheet, header: int, columns: Mapping[str, int]) -> tuple[str, Place]:
    for row in range(1, header):
        label = sheet.cells.get((row, columns[QUESTION]))
        if label is not None and label.text.strip() == EDITION:
            stated = sheet.cells.get((row, columns[ANSWER]))
            text = str(stated.value).strip() if stated is not None else ""
            return text, place_in(source, sheet, row, columns[ANSWER])
    return "", Place(source, sheet=sheet.name)


def _cells_of(source: str, form: FormSheet, items: Mapping[str, Item], labels: Labels) -> CellsFound:
    cells = CellsFound()
    pairs: dict[str, list[Pair]] = {}
    by_path = {item.path: item for item in items.values()}
    for key, pair in _rows(source, form, items):
        item = items.get(key)
        if item is None:
            if pair.first or pair.second:
                cells.findings.append(finding("K-09.form", where=pair.places[1], id=key))
            continue
        if isinstance(item.domain, Settings) and pair.first is not None:
            item = by_path.get((*item.path, pair.first.text.strip()), item)
        if isinstance(item.domain, Settings | Members):
            pairs.setdefault(item.id, []).append(pair)
            continue
        answer = single_answer(item, pair.second, pair.places[1], form.sheet)
        question = pair.first.text if pair.first is not None else ""
        labelled = labels.items_labelled(question)
        if labelled and item.id not in labelled:
            answer = replace(answer, label_of=labelled[0])
        elif question and not labelled:
            cells.findings.append(item_finding("K-11", item, pair.places[0], label=question))
        cells.answers.append(answer)
    for key, rows in pairs.items():
        cells.answers += pair_answers(items[key], rows, form.sheet)
    return cells


def _rows(source: str, form: FormSheet, items: Mapping[str, Item]) -> Iterator[tuple[str, Pair]]:
    """The rows below the header that belong to an item, with the cells under Question and under Answer."""
    cells = form.sheet.cells
    name, answer, key = (form.columns[title] for title in (QUESTION, ANSWER, KEY))
    above, above_row = "", 0
    for row in sorted({row for row, _ in cells if row > form.header}):
        places = (place_in(source, form.sheet, row, name), place_in(source, form.sheet, row, answer))
        pair = Pair(cells.get((row, name)), cells.get((row, answer)), places)
        stated = cells.get((row, key))
        current = str(stated.value).strip() if stated is not None else ""
        if not current and row == above_row + 1 and above in items and _is_added(items[above], pair):
            current = above
        if current:
            yield current, pair
        above, above_row = current, row


def _is_added(item: Item, pair: Pair) -> bool:
    """Whether a row without an id continues the rows of pairs above it, and is not the next heading."""
    if isinstance(item.domain, Members):
        return pair.first is not None or pair.second is not None
    return isinstance(item.domain, Settings) and pair.second is not None
