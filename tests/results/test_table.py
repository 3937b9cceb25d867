"""Results that a person has filled in: YAML, CSV, and the plan as a worksheet."""

import io
from datetime import datetime, time, timedelta

import pytest
from openpyxl import Workbook

from certkit.errors import UnreadableFile
from certkit.results.model import RunVerdict
from tests.results.runs import arguments_of, codes, read

YAML = """\
# the run of 3 March
configuration: lab3
pics_mode: yes
sut: CS
results:
- {test_case: TC_001, verdict: pass, start: 2026-03-03T09:14:03+01:00, duration: 35, logfile: logs/tc_001.log}
- test_case: TC_003_CS
  verdict: Fail
  pics_mode: no
- {test_case: TC_004_1, verdict: }
- {test_case: 000_RESET, verdict: pass}
"""


def test_a_list_in_yaml_with_what_holds_for_all_of_it():
    results = read(YAML)
    assert codes(results.findings) == ["RS-05"]
    assert [(run.test_case, run.verdict) for run in results.runs] == [
        ("TC_001", "pass"),
        ("TC_003", "fail"),
        ("000_RESET", "pass"),
    ]
    assert [run.configuration for run in results.runs] == ["lab3", "lab3", "lab3"]
    assert [run.pics_mode for run in results.runs] == [True, False, True]
    assert results.runs[0].start == datetime.fromisoformat("2026-03-03T09:14:03+01:00")
    assert results.runs[0].place.line == 6
    assert results.not_run == ("TC_004_1",)


def test_a_list_alone():
    assert read("- {test_case: TC_001, verdict: pass}\n").runs[0].test_case == "TC_001"


def test_a_list_can_be_kept_as_csv():
    results = read("Test case;Verdict;Start;PICS mode\nTC_001;pass;2026-03-03;yes\nTC_003;;;\n")
    assert [(run.test_case, run.pics_mode, run.day_only) for run in results.runs] == [("TC_001", True, True)]
    assert results.not_run == ("TC_003",)


def test_a_day_is_no_midnight():
    run = read("- {test_case: TC_001, verdict: pass, start: 2026-03-03}\n").runs[0]
    assert run.day_only
    assert not read("- {test_case: TC_001, verdict: pass, start: 2026-03-03 00:00}\n").runs[0].day_only


YAML_MALFORMED = {
    "an entry that is a text": ("- TC_001\n", ["RS-01"]),
    "a verdict that is none": ("- {test_case: TC_001, verdict: fine}\n", ["RS-02"]),
    "a field that is not known": ("- {test_case: TC_001, verdict: pass, lab: x}\n", ["RS-04"]),
    "a field for all that is not known": (
        "picsmode: yes\nlab: x\nresults: [{test_case: TC_001, verdict: pass}]\n",
        ["RS-04"],
    ),
    "a verdict for all, which there cannot be": ("verdict: pass\nresults: [{test_case: TC_001}]\n", ["RS-05", "RS-04"]),
}


@pytest.mark.parametrize(("text", "expected"), YAML_MALFORMED.values(), ids=YAML_MALFORMED)
def test_yaml_with(text, expected):
    assert codes(read(text).findings) == expected


def test_a_verdict_for_all_passes_nothing():
    assert read("verdict: pass\nresults: [{test_case: TC_001}]\n").runs == ()


@pytest.mark.parametrize("text", ["results: pass\n", "hello\n", "a: b\n", "- a\n- [b\n", "&a [*a]\n"])
def test_yaml_that_is_refused(text):
    with pytest.raises(UnreadableFile):
        read(text)


def worksheet(*rows: list, title: str = "Test plan", head: int = 3) -> bytes:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = title
    for _ in range(head):
        sheet.append(["PICS", "station.yaml"])
    sheet.append(["No", "Test case", "Title", "Status", "Tester", "Verdict", "Date", "Remarks"])
    for row in rows:
        sheet.append(row)
    workbook.create_sheet("Not applicable").append(["Test case", "Title"])
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def test_the_plan_as_a_worksheet_with_verdicts():
    results = read(
        worksheet(
            [None, "000_RESET", "Reset", None, "Ann", "pass", None, None],
            [1, "TC_001", "Cold boot", "required", "Ann", "pass", datetime(2026, 3, 3), "quick"],  # noqa: DTZ001
            [2, "TC_003", "Plugin first", "required", "Ben", "FAIL", datetime(2026, 3, 3, 9, 14), None],  # noqa: DTZ001
            [3, "TC_004_1", "Identification first", "required", None, None, None, None],
        ),
        "plan.xlsx",
    )
    assert results.format == "Excel"
    assert codes(results.findings) == ["RS-05"]
    assert [(run.test_case, run.verdict) for run in results.runs] == [
        ("000_RESET", "pass"),
        ("TC_001", "pass"),
        ("TC_003", "fail"),
    ]
    assert [run.day_only for run in results.runs] == [False, True, False]
    assert results.runs[1].place.cell == "B6"
    assert str(results.runs[1].place) == "Test plan!B6"
    assert results.not_run == ("TC_004_1",)


def test_the_worksheet_that_certkit_itself_writes():
    plan_xlsx = pytest.importorskip("certkit.plan.write_xlsx")
    from openpyxl import load_workbook

    from certkit.plan.derive import make_plan, run_sequence
    from tests.rules.devices import device, edition

    plan = make_plan(device("ac-socket"), edition())
    written = plan_xlsx.write_plan(plan, edition(), run_sequence(plan, edition()))
    assert read(written).runs == ()
    assert set(read(written).not_run) == {"000_RESET", *(row.id for row in plan.to_run)}
    workbook = load_workbook(io.BytesIO(written))
    sheet = workbook.worksheets[0]
    head = next(row for row in sheet.iter_rows() if [cell.value for cell in row].count("Verdict"))
    column = next(number for number, cell in enumerate(head, 1) if cell.value == "Verdict")
    names = next(number for number, cell in enumerate(head, 1) if cell.value == "Test case")
    for row in range((head[0].row or 0) + 1, (sheet.max_row or 0) + 1):
        if sheet.cell(row, names).value:
            sheet.cell(row, column, "pass")
    out = io.BytesIO()
    workbook.save(out)
    results = read(out.getvalue())
    assert {run.test_case for run in results.tests} == {row.id for row in plan.to_run}
    assert {run.verdict for run in results.runs} == {"pass"}
    assert codes(results.findings) == []


def test_a_cell_with_a_formula_that_nothing_has_computed_is_no_verdict():
    results = read(worksheet([1, "TC_001", "x", None, None, '="pa"&"ss"', None, None]))
    assert [run.verdict for run in results.runs] == ["unknown"]
    assert codes(results.findings) == ["RS-02"]
    assert arguments_of(results.findings[0])["verdict"] == "a formula that was never calculated"


def test_cells_of_other_kinds():
    rows = [
        [1, "TC_001", "x", None, None, True, time(9, 14), None],
        [2, "TC_003", "x", None, None, 1, timedelta(hours=3), None],
    ]
    results = read(worksheet(*rows))
    assert [run.verdict for run in results.runs] == [RunVerdict.UNKNOWN, RunVerdict.UNKNOWN]
    assert set(codes(results.findings)) == {"RS-02", "RS-03"}


def test_a_workbook_without_results():
    workbook = Workbook()
    out = io.BytesIO()
    workbook.save(out)
    with pytest.raises(UnreadableFile, match="no sheet of this workbook names the columns"):
        read(out.getvalue())


def test_a_damaged_workbook():
    content = worksheet([1, "TC_001", "x", None, None, "pass", None, None])
    with pytest.raises(UnreadableFile):
        read(content[: len(content) // 2])
    with pytest.raises(UnreadableFile):
        read(content.replace(b"xl/worksheets/sheet1.xml", b"xl/worksheets/sheet9.xml"))


def test_a_worksheet_with_two_columns_for_the_verdict():
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.append(["Test case", "Verdict", "Result"])
    sheet.append(["TC_001", "fail", "pass"])
    out = io.BytesIO()
    workbook.save(out)
    with pytest.raises(UnreadableFile, match="two columns with the meaning of"):
        read(out.getvalue())


def test_a_table_by_hand_as_csv_has_rows_that_were_not_run():
    results = read(b"id,title,verdict,start\nTC_001,Cold boot,pass,2026-03-03 09:14\nTC_003,Start,,\n")
    assert [run.test_case for run in results.runs] == ["TC_001"]
    assert results.not_run == ("TC_003",)
    assert codes(results.findings) == ["RS-05"]


def test_the_tools_own_csv_has_a_verdict_in_every_row():
    results = read(b"testCaseName,verdict\nTC_001_CS,pass\nTC_003_CS,\n")
    assert codes(results.findings) == ["RS-02"]
