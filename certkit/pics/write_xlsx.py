"""A PICS as a workbook: the form of an edition for one kind of device, blank or with the answers of a statement.

The form reads back as the same answers, and so as the same digest. An invalid answer is written as its text, so that it
can be corrected in its cell. The first sheet says how the form is filled in, and what is still to be answered.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from certkit.conditions import Answers
from certkit.edition.domains import Choice
from certkit.edition.rulebook import Rulebook
from certkit.formats.xlsx import look
from certkit.formats.xlsx.engine import Cell, Font, Hyperlink, Worksheet
from certkit.formats.xlsx.write import edition_date, to_bytes
from certkit.pics.form import ANSWER, STATUS
from certkit.pics.model import Pics
from certkit.pics.write_xlsx_accepted import draw_accepted, draw_to_confirm
from certkit.pics.write_xlsx_layout import ANSWERED, OPEN, Layout, lay_out, letter, open_count, statuses_shown
from certkit.pics.write_xlsx_sheet import SHEET, draw_form, note_origins

COVER = "Start"
_STEPS = (
    "Go to the sheet PICS and fill in the coloured cells. Where a cell has a list, choose from it.",
    "A cell stays orange as long as it must be answered. Some questions must be answered only after another one was.",
    "An empty cell means “not answered”. It never means No: write No where that is the answer.",
    "Answer for the device and the firmware that the laboratory will test.",
    "Save the workbook, and check it before you send it:  certkit pics check FILE",
)
_LEGEND = (
    (look.ANSWER, "to be filled in, if it applies"),
    (look.MISSING, "must be answered, or is half filled in"),
    (look.WRONG, "holds something that is not one of the answers"),
)
_COMPLETE, _INCOMPLETE = "Everything required is answered.", " still to be answered"
_FIRST, _LAST = "B", "E"


def write_form(rulebook: Rulebook, dut: str | None, pics: Pics | None = None, *, review: bool = False) -> bytes:
    """The form as an ``.xlsx``; the same bytes for the same arguments.

    Args:
        dut: the kind of device that is to be asked; None for the questions of all kinds.
        pics: the answers to write into it; without them only the kind of device is filled in.
        review: the answers were guessed from another workbook: a note at each says where it is from.

    Raises:
        CertkitError: an answer is longer than a cell can hold.
    """
    if pics is not None:
        pics = pics.as_written()
    kind = dut or "every kind of device"
    title = f"PICS for a {dut}" if dut else "PICS"
    layout = lay_out(rulebook, dut, pics)
    statuses = statuses_shown(layout, rulebook, _answers(rulebook, dut, pics))
    date = edition_date(rulebook.info.date)
    workbook = look.new_workbook(title, f"{rulebook.info.document}, {rulebook.info.version}", date)
    cover = workbook.worksheets[0]
    sheet = workbook.create_sheet()
    draw_form(workbook, sheet, layout, rulebook, title)
    draw_accepted(workbook.create_sheet(), pics, f"{title} · {rulebook.info.id}")
    if pics is not None and pics.to_confirm:
        draw_to_confirm(workbook.create_sheet(), pics, f"{title} · {rulebook.info.id}")
    if review and pics is not None:
        note_origins(sheet, layout, pics)
    shown = draw_cover(cover, layout, rulebook, kind, statuses)
    shown |= {(SHEET, f"{letter(STATUS)}{row}"): status for row, status in statuses.items()}
    return to_bytes(workbook, date, shown)


def _answers(rulebook: Rulebook, dut: str | None, pics: Pics | None) -> Answers:
    """The answers that the form's formulas see; an invalid answer as its text."""
    if pics is None:
        return {"dut": dut} if dut else {}
    choices = [item for item in pics.refused if isinstance(rulebook.items[item].domain, Choice)]
    return {**{item: pics.refused[item].text for item in choices}, **pics.values}


def draw_cover(
    sheet: Worksheet, layout: Layout, rulebook: Rulebook, kind: str, statuses: Mapping[int, str]
) -> dict[tuple[str, str], str | int]:
    """Draw the first sheet; returns what its formulas show.

    Args:
        kind: the kind of device that the form is for, as people read it.
        statuses: row of the form -> its status as it is filled in now.
    """
    sheet.title = COVER
    for column, width in {"A": 3, "B": 40, "C": 15, "D": 15, "E": 44}.items():
        sheet.column_dimensions[column].width = width
    info = rulebook.info
    _write(sheet, "B2", "Protocol Implementation Conformance Statement", look.font(18, bold=True, color=look.DEEP), 30)
    _write(
        sheet, "B3", "What the device under test implements, stated by its vendor", look.font(11, color=look.MUTED), 20
    )
    row = _draw_facts(sheet, 5, rulebook, kind)
    row = _draw_steps(sheet, row + 1)
    row, shown = _draw_progress(sheet, row + 1, layout, statuses)
    last = _draw_legend(sheet, row + 1)
    left = f"PICS · {kind} · {info.id}"
    look.set_up_page(sheet, area=f"A1:{_LAST}{last}", titles="", left=left, landscape=False)
    look.protect(sheet)
    return {(COVER, cell): value for cell, value in shown.items()}


def _draw_facts(sheet: Worksheet, row: int, rulebook: Rulebook, kind: str) -> int:
    info = rulebook.info
    facts = (
        ("For", kind),
        ("Procedure", info.title),
        ("Document", f"{info.document}, {info.version}, {info.date}"),
        ("Edition", info.id),
    )
    for name, text in facts:
        _write(sheet, f"B{row}", name, look.font(color=look.MUTED), 18)
        cell = _write(sheet, f"C{row}", text, look.font(bold=name == "For"))
        cell.alignment = look.MIDDLE_LEFT
        sheet.merge_cells(f"C{row}:{_LAST}{row}")
        sheet.row_dimensions[row].height = look.height_for(look.lines_needed(text, 74)) + 2
        row += 1
    return row


def _write(sheet: Worksheet, address: str, text: str, font: Font, height: float | None = None) -> Cell:
    cell = sheet[address]
    assert isinstance(cell, Cell)
    look.put(cell, text)
    cell.font, cell.alignment = font, look.ONE_LINE
    if height is not None:
        sheet.row_dimensions[cell.row].height = height
    return cell


def _draw_title(sheet: Worksheet, row: int, text: str) -> None:
    _write(sheet, f"{_FIRST}{row}", text, look.font(12, bold=True, color=look.DEEP), 24)
    for column in "BCDE":
        sheet[f"{column}{row}"].fill = look.fill(look.BAND)


def _draw_steps(sheet: Worksheet, row: int) -> int:
    _draw_title(sheet, row, "How to fill it in")
    for number, step in enumerate(_STEPS, start=1):
        row += 1
        cell = _write(sheet, f"B{row}", f"{number}.  {step}", look.font())
        cell.alignment = look.MIDDLE_LEFT
        sheet.merge_cells(f"B{row}:{_LAST}{row}")
        sheet.row_dimensions[row].height = look.height_for(look.lines_needed(step, 106)) + 3
    return row + 1


def _draw_progress(
    sheet: Worksheet, row: int, layout: Layout, statuses: Mapping[int, str]
) -> tuple[int, dict[str, str | int]]:
    """Draw the counts for each table; returns the next row, and what the formulas show."""
    _draw_title(sheet, row, "What is still to be answered")
    row += 1
    for column, text in (("B", "Table"), ("C", "Answered"), ("D", "Still open")):
        cell = _write(sheet, f"{column}{row}", text, look.font(9, bold=True, color=look.MUTED), 18)
        cell.alignment = look.CENTRED if column != "B" else look.ONE_LINE
    _underline(sheet, row)
    first = row + 1
    shown: dict[str, str | int] = {}
    for section in layout.sections:
        row += 1
        start, end = layout.rows_of(section)
        _link(sheet, f"B{row}", section.title, f"{SHEET}!{letter(ANSWER)}{start}")
        cells = f"{SHEET}!{layout.status_cells(section)}"
        _calculate(sheet, f"C{row}", f'=COUNTIF({cells},"{ANSWERED}")')
        _calculate(sheet, f"D{row}", f"={open_count(cells)}")
        _underline(sheet, row)
        here = [status for number, status in statuses.items() if start <= number <= end]
        shown |= {f"C{row}": here.count(ANSWERED), f"D{row}": _open(here)}
    shown |= _draw_total(sheet, row + 1, first, list(statuses.values()))
    counts = f"D{first}:E{row + 1}"
    look.colour_where(sheet, counts, f"$D{first}=0", ink=look.CALM)
    look.colour_where(sheet, counts, f"$D{first}>0", ink=look.LOUD, bold=True)
    return row + 2, shown


def _draw_total(sheet: Worksheet, row: int, first: int, statuses: Sequence[str]) -> dict[str, str | int]:
    _write(sheet, f"B{row}", "Together", look.font(bold=True), 20)
    for column in "CD":
        _calculate(sheet, f"{column}{row}", f"=SUM({column}{first}:{column}{row - 1})", bold=True)
    verdict = f'=IF(D{row}=0,"{_COMPLETE}",D{row}&"{_INCOMPLETE}")'
    _calculate(sheet, f"E{row}", verdict, bold=True).alignment = look.ONE_LINE
    still_open = _open(statuses)
    said = f"{still_open}{_INCOMPLETE}" if still_open else _COMPLETE
    return {f"C{row}": statuses.count(ANSWERED), f"D{row}": still_open, f"E{row}": said}


def _open(statuses: Sequence[str]) -> int:
    return sum(status in OPEN for status in statuses)


def _underline(sheet: Worksheet, row: int) -> None:
    for column in "BCDE":
        sheet[f"{column}{row}"].border = look.UNDERLINE


def _link(sheet: Worksheet, address: str, text: str, target: str) -> None:
    cell = _write(sheet, address, text, look.font(), 18)
    cell.hyperlink = Hyperlink(ref=address, location=target, display=text)
    cell.font = look.font(color=look.LINK, link=True)


def _calculate(sheet: Worksheet, address: str, formula: str, *, bold: bool = False) -> Cell:
    cell = sheet[address]
    assert isinstance(cell, Cell)
    cell.value = formula
    cell.font, cell.alignment = look.font(bold=bold), look.CENTRED
    return cell


def _draw_legend(sheet: Worksheet, row: int) -> int:
    _draw_title(sheet, row, "Colours")
    for color, meaning in _LEGEND:
        row += 1
        _write(sheet, f"B{row}", meaning, look.font(), 18).fill = look.fill(color)
        sheet[f"B{row}"].border = look.BOX
    return row
