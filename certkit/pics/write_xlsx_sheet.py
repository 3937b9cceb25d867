"""The sheet of the form that is filled in: its tables one below the other, each with open cells for the answers.

A cell for an answer has a list to choose from, the limits of a number, or a prompt. Where one answer is chosen, nothing
else can be typed. Where several can be chosen, the list offers the combinations and any other text is accepted too: the
check decides.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import combinations

from certkit.edition.domains import Choice, Choices, Domain, Members, Number, Settings, Texts
from certkit.edition.rulebook import Rulebook
from certkit.formats.xlsx import look
from certkit.formats.xlsx.cells import column_letters
from certkit.formats.xlsx.engine import Border, Cell, Comment, DataValidation, Font, Workbook, Worksheet
from certkit.pics.form import ANSWER, COLUMNS, EDITION, HELP, ID, KEY, QUESTION, STATUS
from certkit.pics.model import Pics
from certkit.pics.write_xlsx_layout import (
    EDITION_ROW,
    HALF,
    HEADER_ROW,
    LAST_PRINTED,
    NOT_ASKED,
    OPEN,
    REQUIRED,
    TITLE_ROW,
    WRONG,
    FormRow,
    Kind,
    Layout,
    letter,
    status_formula,
)

SHEET = "PICS"
WIDTHS = {ID: 8.5, QUESTION: 52.0, ANSWER: 31.0, STATUS: 13.0, HELP: 62.0, KEY: 36.0}
_GAP = 12.0
_DOCUMENT_ID = re.compile(r"[A-Z]+-[0-9.]+")
"""An id of the document. For an item without one the column is empty."""
LISTS = "Lists"
"""The hidden sheet with the combinations, which have commas, so that a rule cannot hold them."""
LONGEST_LIST, LONGEST_TITLE, LONGEST_PROMPT = 255, 32, 255
MOST_COMBINATIONS = 15


def draw_form(workbook: Workbook, sheet: Worksheet, layout: Layout, rulebook: Rulebook, title: str) -> None:
    """Draw the tables of the form with whatever is filled in."""
    sheet.title = SHEET
    for name, width in WIDTHS.items():
        sheet.column_dimensions[letter(name)].width = width
    _draw_head(sheet, rulebook, title)
    for row in layout.rows:
        _DRAWERS[row.kind](sheet, row)
        if row.item is not None:
            _draw_status(sheet, row, layout, rulebook)
    guide_answers(workbook, sheet, layout)
    _colour_by_status(sheet, layout)
    _set_up(sheet, layout, rulebook, title)


def note_origins(sheet: Worksheet, layout: Layout, pics: Pics) -> None:
    """A note at every answer that says from which cell of another workbook it was guessed."""
    noted: set[str] = set()
    for row in layout.rows:
        if row.item is None or row.item.id in noted or row.kind not in (Kind.QUESTION, Kind.PAIR):
            continue
        if row.item.id in pics.answers or row.item.id in pics.refused:
            noted.add(row.item.id)
            text = f"Guessed from {pics.place_of(row.item.id)} of {pics.source}. Review this answer."
            _at(sheet, ANSWER, row.row).comment = Comment(look.as_cell_text(text), "certkit")


def _at(sheet: Worksheet, column: str, row: int) -> Cell:
    cell = sheet[f"{letter(column)}{row}"]
    assert isinstance(cell, Cell)
    return cell


def _draw_head(sheet: Worksheet, rulebook: Rulebook, title: str) -> None:
    info = rulebook.info
    _write(sheet, f"A{TITLE_ROW}", title, look.font(15, bold=True, color=look.DEEP))
    sheet.row_dimensions[TITLE_ROW].height = 26
    _write(sheet, f"{letter(QUESTION)}{EDITION_ROW}", EDITION, look.font(color=look.MUTED))
    _write(sheet, f"{letter(ANSWER)}{EDITION_ROW}", info.id, look.font(bold=True))
    _write(sheet, f"{letter(HELP)}{EDITION_ROW}", f"{info.title}, {info.date}", look.font(color=look.MUTED))
    for name in COLUMNS:
        cell = _at(sheet, name, HEADER_ROW)
        look.put(cell, name)
        cell.font = look.font(9, bold=True, color="FFFFFF") if name != KEY else look.font(8, color=look.FAINT)
        if name != KEY:
            cell.fill = look.fill(look.DEEP)
        cell.alignment = look.MIDDLE_LEFT if name != STATUS else look.CENTRED
    sheet.row_dimensions[HEADER_ROW].height = 20
    sheet.row_dimensions[HEADER_ROW - 1].height = 6


def _write(sheet: Worksheet, address: str, text: str, font: Font) -> None:
    cell = sheet[address]
    assert isinstance(cell, Cell)
    look.put(cell, text)
    cell.font, cell.alignment = font, look.ONE_LINE


def _draw_section(sheet: Worksheet, row: FormRow) -> None:
    for name in COLUMNS[:-1]:
        _at(sheet, name, row.row).fill = look.fill(look.BAND)
    cell = _at(sheet, ID, row.row)
    look.put(cell, row.text)
    cell.font = look.font(12, bold=True, color=look.DEEP)
    cell.alignment = look.ONE_LINE
    sheet.row_dimensions[row.row].height = 24
    if row.row - 1 > HEADER_ROW:
        sheet.row_dimensions[row.row - 1].height = _GAP


def _draw_explanation(sheet: Worksheet, row: FormRow) -> None:
    cell = _at(sheet, ID, row.row)
    look.put(cell, row.text)
    cell.font = look.font(9, italic=True, color=look.MUTED)
    cell.alignment = look.TOP_LEFT
    sheet.merge_cells(f"{letter(ID)}{row.row}:{LAST_PRINTED}{row.row}")
    width = sum(WIDTHS[name] for name in COLUMNS[:-1])
    sheet.row_dimensions[row.row].height = look.height_for(look.lines_needed(row.text, width, 9), 9) + 2


def _draw_heading(sheet: Worksheet, row: FormRow) -> None:
    for name in COLUMNS[:-1]:
        cell = _at(sheet, name, row.row)
        cell.fill = look.fill(look.SOFT)
        cell.border = look.UNDERLINE
    cell = _at(sheet, QUESTION, row.row)
    look.put(cell, row.text)
    cell.font = look.font(bold=True)
    cell.alignment = look.ONE_LINE
    sheet.row_dimensions[row.row].height = 18


def _draw_question(sheet: Worksheet, row: FormRow) -> None:
    item = row.item
    assert item is not None
    document_id = item.shown_id if _DOCUMENT_ID.fullmatch(item.shown_id) else ""
    _draw_text(sheet, ID, row.row, document_id, look.font(bold=True, color=look.DEEP))
    _draw_text(sheet, QUESTION, row.row, row.text, look.font())
    _draw_text(sheet, HELP, row.row, item.help, look.font(9, color=look.MUTED))
    _draw_text(sheet, KEY, row.row, item.id, look.font(8, color=look.FAINT), Border())
    answer = _at(sheet, ANSWER, row.row)
    _open_cell(answer, is_number=isinstance(item.domain, Number))
    look.put(answer, row.answer)
    lines = max(
        look.lines_needed(row.text, WIDTHS[QUESTION]),
        look.lines_needed(item.help, WIDTHS[HELP], 9),
        look.lines_needed(str(row.answer or ""), WIDTHS[ANSWER]),
        3 if item.domain.kind == "texts" else 1,
    )
    sheet.row_dimensions[row.row].height = min(400.0, max(19.0, look.height_for(lines)))


def _draw_pairs_heading(sheet: Worksheet, row: FormRow) -> None:
    item = row.item
    assert item is not None
    for name in COLUMNS[:-1]:
        _at(sheet, name, row.row).border = look.UNDERLINE
    for name, text in ((QUESTION, row.text), (ANSWER, str(row.answer))):
        _draw_text(sheet, name, row.row, text, look.font(9, bold=True, color=look.MUTED))
    _draw_text(sheet, HELP, row.row, item.help, look.font(9, color=look.MUTED))
    lines = look.lines_needed(item.help, WIDTHS[HELP], 9)
    sheet.row_dimensions[row.row].height = max(19.0, look.height_for(lines))


def _draw_pair(sheet: Worksheet, row: FormRow) -> None:
    assert row.item is not None
    for name in (ID, STATUS, HELP):
        _draw_text(sheet, name, row.row, "", look.font())
    _draw_text(sheet, KEY, row.row, row.item.id, look.font(8, color=look.FAINT), Border())
    for name, content in ((QUESTION, row.name), (ANSWER, row.answer)):
        cell = _at(sheet, name, row.row)
        _open_cell(cell, is_number=False)
        look.put(cell, content)
    lines = max(
        look.lines_needed(str(row.name or ""), WIDTHS[QUESTION]),
        look.lines_needed(str(row.answer or ""), WIDTHS[ANSWER]),
    )
    sheet.row_dimensions[row.row].height = min(400.0, max(19.0, look.height_for(lines)))


def _draw_text(sheet: Worksheet, column: str, row: int, text: str, font: Font, border: Border = look.UNDERLINE) -> None:
    cell = _at(sheet, column, row)
    look.put(cell, text or None)
    cell.font, cell.alignment, cell.border = font, look.MIDDLE_LEFT, border


def _open_cell(cell: Cell, *, is_number: bool) -> None:
    """A cell to be filled in. Text keeps what is typed as it is typed; a number must stay a number."""
    cell.font = look.font()
    cell.fill = look.fill(look.ANSWER)
    cell.border = look.BOX
    cell.alignment = look.MIDDLE_LEFT
    cell.protection = look.OPEN
    cell.number_format = "General" if is_number else "@"


def _draw_status(sheet: Worksheet, row: FormRow, layout: Layout, rulebook: Rulebook) -> None:
    assert row.item is not None
    cell = _at(sheet, STATUS, row.row)
    cell.value = status_formula(row, layout, rulebook.requirements[row.item.id])
    cell.font = look.font(9, color=look.FAINT)
    cell.alignment, cell.border = look.CENTRED, look.UNDERLINE


def _colour_by_status(sheet: Worksheet, layout: Layout) -> None:
    first, last = HEADER_ROW + 1, layout.last_row
    status = f"${letter(STATUS)}{first}"
    answers, names, statuses = (f"{letter(name)}{first}:{letter(name)}{last}" for name in (ANSWER, QUESTION, STATUS))
    for text, color in ((REQUIRED, look.MISSING), (WRONG, look.WRONG), (HALF, look.MISSING), (NOT_ASKED, look.BAND)):
        look.colour_where(sheet, answers, f'{status}="{text}"', ground=color)
    look.colour_where(sheet, names, f'{status}="{HALF}"', ground=look.MISSING)
    still_open = ",".join(f'{status}="{text}"' for text in OPEN)
    look.colour_where(sheet, statuses, f"OR({still_open})", ink=look.LOUD, bold=True)


def _set_up(sheet: Worksheet, layout: Layout, rulebook: Rulebook, title: str) -> None:
    sheet.freeze_panes = f"{letter(ANSWER)}{HEADER_ROW + 1}"
    left = f"{title} · {rulebook.info.id}"
    area = f"A1:{LAST_PRINTED}{layout.last_row}"
    look.set_up_page(sheet, area=area, titles=f"{HEADER_ROW}:{HEADER_ROW}", left=left)
    begin = sum(sheet.row_dimensions[row].height or 15.0 for row in range(1, HEADER_ROW + 1))
    look.break_pages(sheet, _blocks(layout), [WIDTHS[name] for name in COLUMNS[:-1]], begin, 20.0)
    look.protect(sheet)


def _blocks(layout: Layout) -> list[list[int]]:
    """Rows that belong together: a table with the gap before it, or in one with headings what is below each."""
    blocks: list[list[int]] = []
    after_explanation = False
    for row in layout.rows:
        begins = row.kind is Kind.SECTION or (row.kind is Kind.HEADING and not after_explanation)
        if begins:
            blocks.append([row.row - 1] if row.kind is Kind.SECTION and blocks else [])
        blocks[-1].append(row.row)
        after_explanation = row.kind is Kind.EXPLANATION
    return blocks


def guide_answers(workbook: Workbook, sheet: Worksheet, layout: Layout) -> None:
    """Give every answer's cell its list, its limits or its prompt."""
    rules: dict[object, DataValidation] = {}
    lists = _Lists(workbook)
    for row in layout.rows:
        if row.item is None or row.kind not in (Kind.QUESTION, Kind.PAIR):
            continue
        domain = row.item.domain
        if domain not in rules:
            rule = _rule(domain, lists)
            if rule is None:
                continue
            rules[domain] = rule
            sheet.add_data_validation(rule)
        rules[domain].add(f"{letter(ANSWER)}{row.row}")
        if row.kind is Kind.PAIR:
            rules[domain].add(f"{letter(QUESTION)}{row.row}")


def _rule(domain: Domain, lists: _Lists) -> DataValidation | None:
    if isinstance(domain, Choice):
        return _choice(domain)
    if isinstance(domain, Choices):
        return _choices(domain, lists)
    if isinstance(domain, Number):
        return _number(domain)
    if isinstance(domain, Texts):
        return _prompt(
            "A list", "One entry on each line: Alt+Enter (on a Mac Control+Option+Return) begins a new line."
        )
    if isinstance(domain, Settings):
        return _prompt("Name and value", "The name on the left, its value on the right. Leave rows empty as you like.")
    if isinstance(domain, Members):
        return _prompt("Model and version", "Each product in a row: its model on the left, its firmware on the right.")
    return None


def _prompt(title: str, text: str) -> DataValidation:
    assert len(title) <= LONGEST_TITLE, title
    return DataValidation(
        showInputMessage=True, showErrorMessage=False, promptTitle=title, prompt=text[:LONGEST_PROMPT]
    )


def _choice(domain: Choice) -> DataValidation | None:
    choices = ",".join(domain.values)
    if len(choices) > LONGEST_LIST or any("," in value for value in domain.values):
        return _prompt("Choose one", f"{domain.expected}.")
    return DataValidation(
        type="list",
        formula1=f'"{choices.replace(chr(34), chr(34) * 2)}"',
        allow_blank=True,
        showErrorMessage=True,
        errorTitle="Not one of the answers",
        error=f"Choose {domain.expected}."[:LONGEST_PROMPT],
    )


def _choices(domain: Choices, lists: _Lists) -> DataValidation:
    title, text = "One or several", f"{domain.expected[0].upper()}{domain.expected[1:]}, with commas between them."
    combined = list(_combinations(domain.values))
    if len(combined) > MOST_COMBINATIONS:
        return _prompt(title, text)
    return DataValidation(
        type="list",
        formula1=lists.add(combined),
        allow_blank=True,
        showErrorMessage=False,
        showInputMessage=True,
        promptTitle=title,
        prompt=text[:LONGEST_PROMPT],
    )


def _combinations(values: tuple[str, ...]) -> Iterator[str]:
    for count in range(1, len(values) + 1):
        for chosen in combinations(values, count):
            yield ", ".join(chosen)


def _number(domain: Number) -> DataValidation:
    between = domain.maximum is not None
    expected = f"{domain.expected[0].upper()}{domain.expected[1:]}."
    return DataValidation(
        type="whole" if domain.whole else "decimal",
        operator="between" if between else "greaterThanOrEqual",
        formula1=str(domain.minimum),
        formula2=str(domain.maximum) if between else None,
        allow_blank=True,
        showErrorMessage=True,
        errorTitle="Not such a number",
        error=expected[:LONGEST_PROMPT],
        showInputMessage=True,
        promptTitle=_unit_title(domain),
        prompt=expected[:LONGEST_PROMPT],
    )


def _unit_title(domain: Number) -> str:
    return domain.unit[:1].upper() + domain.unit[1:LONGEST_TITLE] if domain.unit else "A number"


class _Lists:
    """The hidden sheet of lists; made when the first list is added."""

    def __init__(self, workbook: Workbook) -> None:
        self.workbook = workbook
        self.sheet: Worksheet | None = None
        self.column = 0

    def add(self, entries: list[str]) -> str:
        """Add a list; returns its range."""
        if self.sheet is None:
            self.sheet = self.workbook.create_sheet(LISTS)
            self.sheet.sheet_state = "hidden"
        self.column += 1
        for number, entry in enumerate(entries, start=1):
            cell = self.sheet.cell(number, self.column, entry)
            cell.data_type = "s"
        column = column_letters(self.column)
        return f"{LISTS}!${column}$1:${column}${len(entries)}"


_DRAWERS: Mapping[Kind, Callable[[Worksheet, FormRow], None]] = {
    Kind.SECTION: _draw_section,
    Kind.EXPLANATION: _draw_explanation,
    Kind.HEADING: _draw_heading,
    Kind.QUESTION: _draw_question,
    Kind.PAIRS_HEADING: _draw_pairs_heading,
    Kind.PAIR: _draw_pair,
}
