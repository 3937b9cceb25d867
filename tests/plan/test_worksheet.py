"""The laboratory's worksheet: the plan in its order, room for verdicts, and nothing else that can be changed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from certkit.formats.xlsx.cells import column_letters
from certkit.plan.derive import in_random_order, make_plan, run_sequence
from certkit.plan.model import PlannedPrerequisite, Status, TestPlan
from certkit.plan.write_xlsx import COLUMNS, VERDICTS, write_plan
from certkit.text.sentence import Sentence
from tests.pics.workbooks import device, footer, formula_cells, opened, rulebook

HEADER = 11
STATION = make_plan(device("ac-socket"), rulebook())
CSMS = make_plan(device("subset-csms"), rulebook())
OPEN = make_plan(device("incomplete-station"), rulebook())


def worksheet(plan: TestPlan) -> bytes:
    return write_plan(plan, rulebook(), run_sequence(plan, rulebook()))


def plan_sheet(plan: TestPlan) -> Worksheet:
    return opened(worksheet(plan))["Test plan"]


def column(title: str) -> int:
    return [column.title for column in COLUMNS].index(title) + 1


def letter(title: str) -> str:
    return column_letters(column(title))


TESTER = column("Tester")
LABELS, COUNTS = TESTER - 2, TESTER - 1
"""Indices, in a row of the head, of what the laboratory fills in: the name and the cell."""


def rows(sheet: Worksheet) -> list[dict[str, Any]]:
    titles = [column.title for column in COLUMNS]
    return [dict(zip(titles, values, strict=True)) for values in sheet.iter_rows(min_row=HEADER + 1, values_only=True)]


def test_the_header_has_the_columns() -> None:
    assert [cell.value for cell in plan_sheet(CSMS)[HEADER]] == [column.title for column in COLUMNS]


def test_every_test_case_to_be_run_has_a_row_in_the_order_of_the_plan() -> None:
    shown = rows(plan_sheet(CSMS))
    assert [row["Test case"] for row in shown] == [case.id for case in CSMS.to_run]
    assert [row["No"] for row in shown] == list(range(1, len(shown) + 1))
    first = CSMS.to_run[0]
    assert shown[0]["Title"] == first.title
    assert shown[0]["Section"] == first.section
    assert shown[0]["Mark"] == first.mark
    assert shown[0]["Status"] == first.status.value
    assert shown[0]["Reason"].startswith(first.because)


def test_a_station_is_reset_before_every_test_case() -> None:
    plan = in_random_order(STATION, "42")
    assert [row["Test case"] for row in rows(plan_sheet(plan))] == list(run_sequence(plan, rulebook()))
    assert rows(plan_sheet(plan))[0]["Test case"] == "000_RESET"


def test_resets_are_not_numbered_and_have_a_verdict_of_their_own() -> None:
    sheet = plan_sheet(in_random_order(STATION, "42"))
    reset, case = rows(sheet)[:2]
    assert (reset["No"], case["No"]) == (None, 1)
    verdicts = next(rule for rule in sheet.data_validations.dataValidation if rule.type == "list")
    assert verdicts.formula1 == '"pass,fail,inconc"'
    for row in (HEADER + 1, HEADER + 2):
        cell = sheet.cell(row, column("Verdict"))
        assert cell.coordinate in verdicts.sqref
        assert not cell.protection.locked


def test_what_is_not_applicable_stands_on_a_sheet_of_its_own_with_its_reason() -> None:
    sheet = opened(worksheet(CSMS))["Not applicable"]
    titles = [cell.value for cell in sheet[4]]
    reason = titles.index("Reason")
    shown = [(row[0], row[reason]) for row in sheet.iter_rows(min_row=5, values_only=True)]
    expected = [(case.id, case.because) for case in CSMS.test_cases if case.status is Status.NOT_APPLICABLE]
    assert shown == expected != []


def test_undetermined_rows_stand_out_and_what_blocks_them_is_listed() -> None:
    workbook = opened(worksheet(OPEN))
    sheet = workbook["Test plan"]
    numbers = [HEADER + 1 + n for n, row in enumerate(rows(sheet)) if row["Status"] == "undetermined"]
    assert len(numbers) == OPEN.count(Status.UNDETERMINED) > 0
    plain = next(HEADER + 1 + n for n, row in enumerate(rows(sheet)) if row["Status"] == "required")
    assert {sheet.cell(row, 2).fill.start_color.rgb for row in numbers} == {"00FFE6C4"}
    assert sheet.cell(plain, 2).fill.fill_type is None
    blocking = {row[0] for row in workbook["Waiting for"].iter_rows(min_row=5, values_only=True)}
    assert blocking == set(OPEN.blocked_by)


def test_a_complete_plan_waits_for_nothing() -> None:
    assert "Waiting for" not in opened(worksheet(CSMS)).sheetnames


def test_the_head_says_what_the_plan_was_made_from() -> None:
    sheet = plan_sheet(in_random_order(STATION, "42"))
    facts = {row[0]: row[2] for row in sheet.iter_rows(min_row=2, max_row=9, values_only=True)}
    assert facts["PICS"] == "ac-socket.yaml"
    assert facts["SHA-256 of the PICS"] == STATION.pics_sha256
    assert facts["SHA-256 of the edition"] == STATION.rulebook_sha256
    assert facts["Order"] == "in random order, seed 42"
    assert facts["Readings"] == "as taken"
    assert str(len(STATION.to_run) - STATION.count(Status.OPTIONAL)) in str(facts["Test cases"])


def test_readings_that_are_not_taken_are_named() -> None:
    chosen = replace(STATION, readings=(("B-02", "a"), ("B-07", "taken")))
    workbook = opened(worksheet(chosen))
    facts = {row[0]: row[2] for row in workbook["Test plan"].iter_rows(min_row=2, max_row=9, values_only=True)}
    assert facts["Readings"] == "as taken, but for B-02=a"
    shown = [(row[0], row[2]) for row in workbook["Readings"].iter_rows(min_row=5, values_only=True)]
    assert shown == [("B-02", "a"), ("B-07", "taken")]


def test_the_counts_of_verdicts() -> None:
    sheet = opened(worksheet(CSMS), data_only=True)["Test plan"]
    shown = {row[LABELS]: row[COUNTS] for row in sheet.iter_rows(min_row=2, max_row=9, values_only=True) if row[LABELS]}
    assert {name: shown[name] for name in VERDICTS} == dict.fromkeys(VERDICTS, 0)
    assert shown["still to be run"] == len(CSMS.to_run)
    formulas = {row[LABELS]: row[COUNTS] for row in plan_sheet(CSMS).iter_rows(min_row=2, max_row=9, values_only=True)}
    last, verdict = HEADER + len(CSMS.to_run), letter("Verdict")
    assert formulas["pass"] == f'=COUNTIFS({verdict}12:{verdict}{last},"pass",A12:A{last},">0")'


@pytest.mark.parametrize("plan", [STATION, CSMS, OPEN], ids=["station", "csms", "open"])
def test_only_what_the_laboratory_fills_in_can_be_changed(plan: TestPlan) -> None:
    for sheet in opened(worksheet(plan)):
        assert sheet.protection.sheet
        assert not sheet.protection.password
        assert not sheet.protection.autoFilter
        cells = [cell for row in sheet.iter_rows() for cell in row if isinstance(cell, Cell)]
        changeable = {cell.coordinate for cell in cells if not cell.protection.locked}
        expected = set()
        if sheet.title == "Test plan":
            expected = {f"{letter('Tester')}{row}" for row in (2, 3, 4)}
            columns = [letter(title) for title in ("Tester", "Verdict", "Date", "Remarks")]
            expected |= {f"{name}{row}" for row in range(HEADER + 1, sheet.max_row + 1) for name in columns}
        assert changeable == expected


def test_header_filter_and_page_numbers() -> None:
    sheet = plan_sheet(CSMS)
    assert sheet.freeze_panes == "C12"
    assert sheet.print_title_rows == "$11:$11"
    assert sheet.auto_filter.ref == f"A11:{letter('Remarks')}{sheet.max_row}"
    assert sheet.page_setup.orientation == "landscape"
    assert footer(sheet)[1] == "Page &P of &N"
    assert CSMS.pics_sha256[:16] in footer(sheet)[0]


def test_a_prerequisite_that_is_not_met_is_told_with_the_reason() -> None:
    case = replace(CSMS.to_run[0], prerequisites=(PlannedPrerequisite("a second connector", False, ("connectors",)),))
    plan = replace(CSMS, test_cases=(case,))
    assert "needs: a second connector (not met, connectors)" in rows(plan_sheet(plan))[0]["Reason"]


def test_hostile_text_stays_text() -> None:
    case = replace(
        CSMS.to_run[0], title="=1+1", section="@x", because=Sentence("+1", "plan.optional", {}), mark="-1", id="=TC"
    )
    rest = replace(case, status=Status.NOT_APPLICABLE)
    plan = replace(CSMS, source="=A1", test_cases=(case, rest), seed="=2", dut=None)
    workbook = opened(write_plan(plan, rulebook(), ["=TC"]))
    assert formula_cells(workbook) == {("Test plan", f"{letter('Tester')}{row}") for row in (6, 7, 8, 9)}
    assert rows(workbook["Test plan"])[0]["Title"] == "=1+1"


def test_a_file_name_that_is_too_long_for_a_footer() -> None:
    plan = replace(CSMS, source="a & b " * 60)
    left, right = footer(plan_sheet(plan))
    assert len(left.replace("&", "&&")) + len(right) < 200
    assert plan_sheet(plan)["C2"].value == plan.source.strip() + " "


def test_a_reset_stands_on_the_page_of_its_test_case() -> None:
    sheet = plan_sheet(in_random_order(STATION, "42"))
    ends = [sheet.cell(page.id, column("Test case")).value for page in sheet.row_breaks.brk]
    assert ends
    assert "000_RESET" not in ends


def test_a_plan_without_a_test_case_to_be_run() -> None:
    plan = replace(CSMS, test_cases=())
    assert rows(plan_sheet(plan)) == []


def test_the_same_plan_has_the_same_bytes() -> None:
    assert worksheet(STATION) == worksheet(STATION)
