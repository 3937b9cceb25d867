"""An answer that nobody sees is no answer: in certkit's form and in workbooks of others."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from openpyxl.worksheet.cell_range import CellRange

from certkit.pics.check import check_pics
from certkit.pics.model import Pics
from certkit.pics.write_xlsx import write_form
from tests.pics.workbooks import (
    device,
    opened,
    read,
    read_foreign,
    rulebook,
    saved,
    sentence_of,
    sheets_of,
    workbook_of,
)

Change = Callable[[Any, int], None]


def hide_row(sheet: Any, row: int) -> None:
    sheet.row_dimensions[row].hidden = True


def flat_row(sheet: Any, row: int) -> None:
    sheet.row_dimensions[row].height = 0.1


def filter_row(sheet: Any, row: int) -> None:
    """What Excel and LibreOffice save where a filter shows other rows."""
    sheet.auto_filter.ref = f"A4:F{sheet.max_row}"
    sheet.auto_filter.add_filter_column(3, ["required"])
    sheet.row_dimensions[row].hidden = True


def fold_row(sheet: Any, row: int) -> None:
    sheet.row_dimensions.group(row, row, hidden=True)


def hide_column(sheet: Any, row: int) -> None:
    sheet.column_dimensions["C"].hidden = True


def narrow_column(sheet: Any, row: int) -> None:
    sheet.column_dimensions["C"].width = 0.1


def hide_sheet(sheet: Any, row: int) -> None:
    sheet.sheet_state = "hidden"
    sheet.parent.create_sheet("Other")
    sheet.parent.active = sheet.parent.worksheets.index(sheet.parent["Other"])


def very_hidden(sheet: Any, row: int) -> None:
    hide_sheet(sheet, row)
    sheet.sheet_state = "veryHidden"


def merge(sheet: Any, row: int) -> None:
    sheet.merged_cells.ranges.add(CellRange(f"C{row - 1}:C{row}"))  # what is below the first cell stays in the file


CHANGES: dict[Change, str] = {
    hide_row: "row",
    flat_row: "row",
    filter_row: "row",
    fold_row: "row",
    hide_column: "column",
    narrow_column: "column",
    hide_sheet: "sheet",
    very_hidden: "sheet",
    merge: "merged",
}


def form_row(sheet: Any, item: str) -> int:
    row: int = next(cell.row for cell in sheet["F"] if cell.value == item)
    return row


def form(change: Change | None) -> Pics:
    """A form that is filled in and then changed at the row of C-07."""
    workbook = opened(write_form(rulebook(), None, device("ac-socket")))
    sheet = workbook["PICS"]
    if change is not None:
        change(sheet, form_row(sheet, "C-07"))
    return read(saved(workbook))


def hidden_in(pics: Pics) -> dict[str, tuple[str, str]]:
    """Item -> where its hidden answer is, and why nobody sees it."""
    found = {}
    for one in check_pics(pics, rulebook()):
        if one.code == "K-14":
            assert one.where is not None
            arguments = sentence_of(one)[1]
            found[one.items[0]] = (f"{one.where.sheet}!{one.where.cell}", str(arguments["hidden"]))
    return found


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_an_answer_of_the_form_that_nobody_sees(change):
    pics = form(change)
    row = form_row(opened(write_form(rulebook(), None, device("ac-socket")))["PICS"], "C-07")
    assert hidden_in(pics)["C-07"] == (f"PICS!C{row}", CHANGES[change])
    assert "C-07" not in pics.answers
    assert pics.refused["C-07"].text == "Yes"


def test_the_form_as_certkit_writes_it_hides_nothing():
    assert hidden_in(form(None)) == {}
    assert form(None).sha256 == device("ac-socket").sha256


def test_a_hidden_row_without_an_answer_is_no_finding():
    workbook = opened(write_form(rulebook(), "Charging Station", None))
    sheet = workbook["PICS"]
    for row in range(5, sheet.max_row):
        hide_row(sheet, row)
    assert list(hidden_in(read(saved(workbook)))) == ["dut"]  # the form is written for a kind of device


def test_hidden_columns_of_ids_help_and_names_are_no_finding():
    def hide_others(sheet: Any, row: int) -> None:
        for letter in "ADEF":
            sheet.column_dimensions[letter].hidden = True

    assert hidden_in(form(hide_others)) == {}


@pytest.mark.parametrize("item", ["other", "family.members"])
def test_a_hidden_row_among_pairs(item):
    workbook = opened(write_form(rulebook(), None, device("ac-socket")))
    sheet = workbook["PICS"]
    rows = [cell.row for cell in sheet["F"] if cell.value == item]
    for number, row in enumerate(rows[:2]):
        sheet[f"B{row}"], sheet[f"C{row}"] = f"Name{number}", f"Value{number}"
    hide_row(sheet, rows[1])
    pics = read(saved(workbook))
    assert hidden_in(pics) == {item: (f"PICS!B{rows[1]}", "row")}
    assert item not in pics.answers


ROWS = (
    ["Id", "Question", "Answer"],
    ["C-07", "Support for local start", "Yes"],
    ["C-08", "Support for local stop", "Yes"],
)


@pytest.mark.parametrize("change", [hide_row, flat_row, filter_row, hide_column], ids=lambda change: change.__name__)
def test_an_answer_of_another_workbook_that_nobody_sees(change):
    pics = read_foreign(workbook_of(*ROWS, finish=lambda sheet: change(sheet, 3)))
    assert hidden_in(pics)["C-08"] == ("Sheet1!C3", CHANGES[change])
    assert "C-08" not in pics.answers


def test_the_answer_of_merged_cells_in_another_workbook_is_the_one_that_is_seen():
    pics = read_foreign(workbook_of(*ROWS[:2], [*ROWS[2][:2], "No"], finish=lambda sheet: merge(sheet, 3)))
    assert {item: answer.value for item, answer in pics.answers.items()} == {"C-07": "Yes", "C-08": "Yes"}


def test_a_workbook_with_answers_on_a_hidden_sheet_alone():
    workbook = opened(sheets_of({"Answers": ROWS, "Other": [["x"]]}))
    workbook["Answers"].sheet_state = "hidden"
    workbook.active = 1
    pics = read_foreign(saved(workbook))
    assert hidden_in(pics) == {"C-07": ("Answers!C2", "sheet"), "C-08": ("Answers!C3", "sheet")}
    assert dict(pics.answers) == {}
