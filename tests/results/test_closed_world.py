"""A run is a pass only if everything that its file says about it is understood and says pass."""

import io
import json
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from certkit.plan.derive import make_plan, run_sequence
from certkit.plan.write_xlsx import write_plan
from certkit.results.check import check_results
from certkit.results.expected import Expected, stated_of
from certkit.results.model import Origin
from tests.results.runs import as_csv, as_json, as_zip, codes, read, record
from tests.rules.devices import device, edition

PLAN = make_plan(device("ac-socket"), edition())


def junit(body: str, attributes: str = 'tests="1"', root: str = "") -> str:
    return f'<testsuites{root}><testsuite name="OCTT" {attributes}>{body}</testsuite></testsuites>'


def verdicts(content: bytes | str) -> list[str]:
    return [run.verdict.value for run in read(content).runs]


ATTRIBUTES = {
    'status="failed"': "fail",
    'result="failed"': "fail",
    'failure="no StatusNotification came"': "fail",
    'error="timeout"': "error",
    'outcome="FAIL"': "fail",
    'success="false"': "fail",
    'passed="0"': "fail",
    'status="Inconclusive"': "inconc",
    'status="blocked"': "unknown",
    'status="passed with remarks"': "unknown",
    'result="4"': "unknown",
    'verdict="?"': "unknown",
    'status=""': "unknown",
    'x:state="bad" xmlns:x="urn:x"': "unknown",
    'severity="2"': "unknown",
    'status="run" result="completed"': "pass",
    'status="passed" success="true" errors="0" failure=""': "pass",
    'status="passed" result="failed"': "fail",
    'file="a.py" line="3" assertions="2" timestamp="2026-03-03T10:00:00"': "pass",
}


@pytest.mark.parametrize(("attributes", "verdict"), ATTRIBUTES.items(), ids=ATTRIBUTES)
def test_an_attribute_of_a_junit_test(attributes, verdict):
    results = read(junit(f'<testcase name="TC_001_CS" {attributes}/>', ""))
    assert [run.verdict.value for run in results.runs] == [verdict]
    assert ("RS-02" in codes(results.findings)) is (verdict == "unknown" or 'result="failed"' in attributes[16:])


@pytest.mark.parametrize("attribute", ['executed="False"', 'status="notrun"', 'skipped="true"', 'disabled="1"'])
def test_a_junit_test_that_was_not_run(attribute):
    results = read(junit(f'<testcase name="TC_001_CS" {attribute}/>', ""))
    assert (results.runs, results.not_run) == ((), ("TC_001",))


CHILDREN = {
    "<failure/><skipped/>": "fail",
    "<error/><skipped/>": "unknown",
    "<failure/><error/>": "fail",
    "<warning/>": "unknown",
    '<testcase name="TC_003_CS"><failure/></testcase>': "unknown",
    "FAILED": "unknown",
    '<properties><property name="verdict" value="fail"/></properties>': "fail",
    '<properties><property name="octt.status" value="aborted"/></properties>': "unknown",
    '<properties><property name="category" value="core"/></properties>': "pass",
}


@pytest.mark.parametrize(("children", "verdict"), CHILDREN.items(), ids=CHILDREN)
def test_what_stands_in_a_junit_test(children, verdict):
    assert verdicts(junit(f'<testcase name="TC_001_CS">{children}</testcase>', "")) == [verdict]


PASSED = '<testcase name="TC_001_CS"/>'
OF_SUITES = {
    "tests that are missing": junit(PASSED, 'tests="112"'),
    "failures that are missing": junit(PASSED, 'tests="1" failures="4"'),
    "an error that no test has": junit(PASSED, 'errors="1"'),
    "skipped tests that are missing": junit(PASSED, 'skipped="1" disabled="1"'),
    "a counter that is no number": junit(PASSED, 'failures="some"'),
    "counters of all suites": junit(PASSED, root=' tests="2" failures="1"'),
    "an error of the suite": junit('<error message="could not set up the station"/>' + PASSED),
    "an element that nobody knows": junit("<abort/>" + PASSED),
    "a suite that failed": junit(PASSED, 'status="failed"'),
    "a suite with a property": junit(
        '<properties><property name="verdict" value="fail"/></properties>' + PASSED, 'tests="1"'
    ),
    "a text": junit("FAILED" + PASSED),
    "JSON that counts more": json.dumps({"data": [record()], "total": 3}),
    "JSON that counts a failure": json.dumps({"data": [record()], "summary": {"passed": 1, "failed": 1}}),
    "JSON of an answer that failed": json.dumps({"data": [record()], "status": "error"}),
    "JSON that is not whole": json.dumps({"data": [record()], "truncated": True}),
    "JSON with a second list": json.dumps({"data": [record()], "results": [record(verdict="fail")]}),
    "YAML that counts more": "total: 2\nresults:\n- {test_case: TC_001, verdict: pass}\n",
    "YAML that failed": "verdict: fail\nresults:\n- {test_case: TC_001, verdict: pass}\n",
    "JSON in an archive": as_zip({"r.json": json.dumps({"data": [record(logfile=None)], "total": 3}).encode()}),
}


@pytest.mark.parametrize("content", OF_SUITES.values(), ids=OF_SUITES)
def test_a_file_that_contradicts_its_runs(content):
    assert "RS-09" in codes(read(content).findings)


def test_counts_that_are_right_are_no_finding():
    text = junit(PASSED + '<testcase name="TC_003_CS"><failure/></testcase>', 'tests="2" failures="1" errors="0"')
    assert codes(read(text).findings) == []
    whole = {"data": [record(), record("000_RESET")], "total": 2, "passed": "1", "failed": 0, "status": 200}
    assert codes(read(json.dumps(whole)).findings) == ["RS-04"]


FIELDS = {
    "status failed": ({"status": "failed"}, "fail"),
    "status of a plan": ({"status": "required"}, "pass"),
    "a status nobody knows": ({"status": "halted"}, "unknown"),
    "success": ({"success": False}, "fail"),
    "errors": ({"errors": ["no answer"]}, "unknown"),
    "no errors": ({"errors": []}, "pass"),
    "failure reason": ({"failureReason": "no StatusNotification"}, "fail"),
    "steps": ({"steps": [{"name": "boot", "result": "pass"}, {"name": "plug in", "result": "fail"}]}, "fail"),
    "steps that passed": ({"steps": [{"name": "boot", "result": "pass"}]}, "pass"),
    "another verdict": ({"Verdict 2": "inconc"}, "unknown"),
    "a sign": ({"status": "✗"}, "unknown"),
    "a misspelt verdict": ({"verdit": "fail"}, "fail"),
}


@pytest.mark.parametrize(("fields", "verdict"), FIELDS.values(), ids=FIELDS)
def test_another_field_of_a_record(fields, verdict):
    assert verdicts(as_json(record(**fields))) == [verdict]


CSV = {
    "a second column": ("Test case,Verdict,Result 2\nTC_001,pass,fail\n", "fail"),
    "a second column that agrees": ("Test case,Verdict,Result 2\nTC_001,pass,passed\n", "pass"),
    "a status that is no plan's": ("Test case,Verdict,Status\nTC_001,pass,stopped\n", "unknown"),
    "a column without a name": ("Test case,Verdict,\nTC_001,pass,fail\n", "fail"),
    "a formula": ('Test case,Verdict\nTC_001,"=""pass"""\n', "unknown"),
    "quotes": ('"Test case","Verdict"\n"TC_001","pass"\n', "pass"),
    "the plan's columns": (
        "id,title,verdict,status,tester,remarks\nTC_001,Boot,pass,required,Ann,fail at first\n",
        "pass",
    ),
}


@pytest.mark.parametrize(("text", "verdict"), CSV.values(), ids=CSV)
def test_another_column_of_a_table(text, verdict):
    assert verdicts(text) == [verdict]


def worksheet(change=None, plan=PLAN, verdict="pass") -> bytes:
    """The worksheet of a plan with a verdict in every row, and one thing changed."""
    workbook = load_workbook(io.BytesIO(write_plan(plan, edition(), run_sequence(plan, edition()))))
    sheet = workbook["Test plan"]
    for row in range(12, sheet.max_row + 1):
        sheet.cell(row, 8, "Ann")
        sheet.cell(row, 9, verdict)
        sheet.cell(row, 11, "went well")
    if change is not None:
        change(workbook, sheet)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def hide_row(workbook, sheet):
    sheet.row_dimensions[13].hidden = True


def flat_row(workbook, sheet):
    sheet.row_dimensions[13].height = 0.1


def hide_column(workbook, sheet):
    sheet.column_dimensions["I"].hidden = True


def narrow_column(workbook, sheet):
    sheet.column_dimensions["I"].width = 0.1


def hide_sheet(workbook, sheet):
    sheet.sheet_state = "hidden"
    workbook.active = 1


def very_hidden(workbook, sheet):
    sheet.sheet_state = "veryHidden"
    workbook.active = 1


def merged(workbook, sheet):
    from openpyxl.worksheet.cell_range import CellRange

    sheet.merged_cells.ranges.add(CellRange("I12:I13"))  # what is below the first cell stays in the file


HIDDEN = [hide_row, flat_row, hide_column, narrow_column, hide_sheet, very_hidden, merged]


@pytest.mark.parametrize("change", HIDDEN, ids=lambda change: change.__name__)
def test_a_pass_that_is_hidden_is_none(change):
    results = read(worksheet(change))
    assert results.runs[1].verdict == "unknown"
    assert "RS-24" in codes(results.findings)


@pytest.mark.parametrize("change", HIDDEN, ids=lambda change: change.__name__)
def test_a_failure_that_is_hidden_counts(change):
    assert read(worksheet(change, verdict="fail")).runs[1].verdict == "fail"


@pytest.mark.parametrize("formula", ['="fail"', "=B3", '="pass"', "=1/0"])
def test_a_formula_that_was_never_calculated_is_no_verdict(formula):
    def change(workbook, sheet):
        sheet["I13"] = formula

    results = read(worksheet(change))
    assert results.runs[1].verdict == "unknown"
    assert "RS-02" in codes(results.findings)


def test_a_cell_beside_the_table_that_says_otherwise():
    def change(workbook, sheet):
        sheet["M13"] = "fail"

    assert read(worksheet(change)).runs[1].verdict == "fail"


def test_a_row_without_headings_is_told():
    def change(workbook, sheet):
        workbook.create_sheet("More").append(["TC_003", "fail"])

    assert "RS-01" in codes(read(worksheet(change)).findings)
    assert "RS-01" in codes(read("TC_003,fail\nTest case,Verdict\nTC_001,pass\n").findings)
    assert "RS-01" not in codes(read(worksheet()).findings)


def found(content: bytes | str, pics: str = "ac-socket", **stated: Any) -> list[str]:
    statement = device(pics)
    known: Any = {**stated_of(statement, edition().sha256), **stated}
    made = check_results((read(content),), make_plan(statement, edition()), edition(), Expected(stated=known))
    return [finding.code for finding in made if finding.code in ("RS-22", "RS-23", "RS-25", "RS-26")]


def test_a_worksheet_is_of_the_statement_it_was_written_for():
    assert found(worksheet()) == ["RS-25"]
    assert "RS-22" in found(worksheet(), "software-stack")


def test_a_worksheet_names_the_serial_number_of_the_device():
    def change(workbook, sheet):
        sheet["H3"] = "EX-0001"

    assert "RS-22" in found(worksheet(change), serial=("EX-0002",))
    assert "RS-22" not in found(worksheet(change), serial=("ex-0001",))


def test_a_worksheet_without_its_head_says_nothing_and_that_is_told():
    def change(workbook, sheet):
        for row in range(1, 11):
            for column in range(1, 12):
                if type(sheet.cell(row, column)).__name__ != "MergedCell":
                    sheet.cell(row, column).value = None

    assert found(worksheet(change)) == ["RS-23", "RS-25"]


def test_a_worksheet_of_another_release_of_the_edition_is_told():
    def change(workbook, sheet):
        sheet["C6"] = "0" * 64

    assert "RS-26" in found(worksheet(change))


CLAIMS = {
    "JSON": lambda name, value: as_json(record(**{name: value})),
    "JSON beside its records": lambda name, value: json.dumps({"data": [record()], name: value}),
    "CSV": lambda name, value: as_csv(record(**{name: value})),
    "YAML": lambda name, value: f"{name}: {value}\nresults:\n- {{test_case: TC_001, verdict: pass}}\n",
    "JUnit": lambda name, value: junit(f'<properties><property name="{name}" value="{value}"/></properties>' + PASSED),
}


@pytest.mark.parametrize("write", CLAIMS.values(), ids=CLAIMS)
@pytest.mark.parametrize("name", ["serial", "model", "vendor", "firmware_version", "pics_sha256"])
def test_results_that_name_another_device(write, name):
    stated: Any = {name: ("ours",)}
    assert "RS-22" in found(write(name, "theirs"), **stated)
    assert not {"RS-22", "RS-23"} & set(found(write(name, "Ours"), **stated))


def test_results_that_name_nothing_are_told():
    assert found(as_json(record())) == ["RS-23"]


ORIGINS = {
    "the tool's JSON": (as_json(record()), Origin.TOOL),
    "the tool's CSV": (as_csv(record()), Origin.TOOL),
    "the tool's archive": (as_zip({"r.json": as_json(record(logfile=None))}), Origin.TOOL),
    "JSON of other names": (b'[{"test_case": "TC_001", "verdict": "pass", "logfile": "x"}]', Origin.TYPED),
    "JSON with next to nothing": (b'[{"testCaseName": "TC_001_CS", "verdict": "pass"}]', Origin.TYPED),
    "CSV of a person": (b"Test case,Verdict\nTC_001,pass\n", Origin.TYPED),
    "YAML": (b"- {test_case: TC_001, verdict: pass}\n", Origin.TYPED),
    "a worksheet": (worksheet(), Origin.TYPED),
    "JUnit": (junit(PASSED).encode(), Origin.OTHER_TOOL),
}


@pytest.mark.parametrize(("content", "origin"), ORIGINS.values(), ids=ORIGINS)
def test_where_a_run_comes_from(content, origin):
    assert {run.provenance.origin for run in read(content).runs} == {origin}


def test_tester_remarks_and_tool_of_a_worksheet_are_kept():
    def change(workbook, sheet):
        sheet["H4"] = "OCTT 2.4.1"

    run = read(worksheet(change)).runs[0]
    assert (run.provenance.tester, run.provenance.remarks) == ("Ann", "went well")
    assert run.provenance.tool == "OCTT 2.4.1"


def test_a_workbook_that_is_no_worksheet_of_ours():
    workbook = Workbook()
    sheet: Any = workbook.active
    assert sheet is not None
    sheet.append(["Test case", "Verdict", "Status"])
    sheet.append(["TC_001", "pass", "failed"])
    out = io.BytesIO()
    workbook.save(out)
    assert verdicts(out.getvalue()) == ["fail"]


UNDERSTOOD_BY_NOBODY: dict[str, dict[str, Any]] = {
    "a flag of any name": {"accepted": False},
    "a flag as a text": {"Countersigned": "no"},
    "a flag in another language": {"gültig": "nein"},
    "a record that was withdrawn": {"withdrawn": "TC_001 was repeated"},
    "a verdict in another language": {"Ergebnis": "nicht bestanden"},
    "the exit code of a script": {"exit code": 3},
}


@pytest.mark.parametrize("name", UNDERSTOOD_BY_NOBODY)
def test_what_looks_like_a_verdict_and_is_not_understood(name):
    assert verdicts(as_json(record(**UNDERSTOOD_BY_NOBODY[name]))) == ["unknown"]


INSIDE = {
    "an element among the properties": "<properties><failure/></properties>",
    "an attribute of the properties": '<properties result="fail"/>',
    "a text among the properties": "<properties>FAILED</properties>",
    "an element in the output": "<system-out><failure/></system-out>",
    "an attribute of the output": '<system-err result="fail"/>',
    "an element in a property": '<properties><property name="a" value="b"><failure/></property></properties>',
    "a property with two values": '<properties><property name="verdict" value="pass">fail</property></properties>',
}


@pytest.mark.parametrize("inside", INSIDE.values(), ids=INSIDE)
def test_junit_says_nothing_where_it_has_no_meaning(inside):
    assert verdicts(junit(f'<testcase name="TC_001_CS">{inside}</testcase>')) == ["unknown"]
    assert "RS-09" in codes(read(junit(f'{inside}<testcase name="TC_001_CS"/>')).findings)


@pytest.mark.parametrize("name", ["group", "file", "id", "owner", "url"])
def test_a_failure_in_an_attribute_that_usually_says_nothing(name):
    assert verdicts(junit(f'<testcase name="TC_001_CS" {name}="FAILED"/>')) == ["unknown"]


@pytest.mark.parametrize("attribute", ['total="2"', 'broken="1"', 'pending="3"', 'incomplete="true"', 'grade="F"'])
def test_what_a_suite_says_of_its_tests_has_to_be_understood(attribute):
    assert "RS-09" in codes(read(junit('<testcase name="TC_001_CS"/>', f'tests="1" {attribute}')).findings)


def table(change) -> bytes:
    workbook = Workbook()
    sheet: Any = workbook.active
    for row in (["Test case", "Verdict"], ["TC_001", "pass"], ["TC_002", "pass"]):
        sheet.append(row)
    change(sheet)
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def number_format(code):
    return lambda sheet: setattr(sheet["B2"], "number_format", code)


@pytest.mark.parametrize("code", [";;;", ';;;"fail"', '"not "@', '0;0;0;"FAIL"', '@" (void)"'])
def test_a_format_that_shows_another_text(code):
    assert verdicts(table(number_format(code))) == ["unknown", "pass"]


@pytest.mark.parametrize("code", ["@", "General", "0.00", "0;-0;0;@", '_(* "-"_);_(@_)', "[Red]@", '"a;b"0'])
def test_a_format_that_shows_the_text(code):
    assert verdicts(table(number_format(code))) == ["pass", "pass"]


def test_rows_and_columns_too_small_to_be_read():
    assert verdicts(table(lambda sheet: setattr(sheet.row_dimensions[2], "height", 2))) == ["unknown", "pass"]
    narrow = table(lambda sheet: setattr(sheet.column_dimensions["B"], "width", 0.7))
    assert verdicts(narrow) == ["unknown", "unknown"]


def test_headings_that_are_hidden():
    assert verdicts(table(lambda sheet: setattr(sheet.row_dimensions[1], "hidden", True))) == ["unknown", "unknown"]


GROUPS: dict[str, dict[str, Any]] = {
    "a group": {"device": {"vendor": "Other GmbH", "model": "ZZ-1"}},
    "a BootNotification": {"station": {"bootNotification": {"chargePointModel": "ZZ-1"}}},
    "a group with the digest": {"statement": {"pics_sha256": "0" * 64}},
}


@pytest.mark.parametrize("group", GROUPS.values(), ids=GROUPS)
def test_what_a_group_says_of_the_device_is_a_claim(group):
    beside = read(json.dumps({"data": [record()], **group}))
    within = read(json.dumps([record(**group)]))
    for results in (beside, within):
        assert {claim.value for claim in results.claims} & {"ZZ-1", "0" * 64}


@pytest.mark.parametrize("head", ["Status: FAILED", "Overall result,fail", "Failed,3", "Run aborted: yes"])
def test_what_stands_above_a_table_is_about_all_its_runs(head):
    text = f"{head}\ntestCaseName,verdict,configuration\nTC_001_CS,pass,EX\n"
    assert "RS-09" in codes(read(text).findings)
    sheet = table(lambda sheet: (sheet.insert_rows(1), [sheet.cell(1, n, t) for n, t in enumerate(head.split(","), 1)]))
    assert "RS-09" in codes(read(sheet).findings)


@pytest.mark.parametrize("head", ["Status: passed", "Failed,0", "Date,2026-03-03", "Project: EX-22"])
def test_what_stands_above_a_table_and_agrees(head):
    text = f"{head}\ntestCaseName,verdict,configuration\nTC_001_CS,pass,EX\n"
    assert "RS-09" not in codes(read(text).findings)


@pytest.mark.parametrize(
    "beside",
    [
        {"failures": [{"testCaseName": "TC_003_CS"}]},
        {"failures": {"first": "TC_003_CS"}},
        {"errors": [{"step": 4}]},
        {"not_executed": 3},
        {"pending": 2},
        {"page": 1, "pages": 3},
        {"totalPages": "3"},
        {"next": "/results?page=2"},
        {"links": {"next": "/results?page=2"}},
    ],
    ids=str,
)
def test_what_stands_beside_the_runs_tells_of_others(beside: dict[str, Any]) -> None:
    assert "RS-09" in codes(read(json.dumps({"data": [record()], **beside}).encode()).findings)


@pytest.mark.parametrize("beside", [{"failures": []}, {"errors": {"count": 0}}, {"pages": 1}, {"next": None}], ids=str)
def test_what_stands_beside_the_runs_tells_of_no_others(beside: dict[str, Any]) -> None:
    assert "RS-09" not in codes(read(json.dumps({"data": [record()], **beside}).encode()).findings)


@pytest.mark.parametrize(
    "own", [{"failures": [{"step": 4}]}, {"errors": {"text": "timeout"}}, {"override": "pass", "overriddenBy": "me"}]
)
def test_a_group_of_failures_takes_the_pass_away(own: dict[str, Any]) -> None:
    assert verdicts(as_json(record(**own))) != ["pass"]


def test_flaky_tests_that_a_suite_counts_and_does_not_have() -> None:
    assert "RS-09" in codes(read(junit('<testcase name="TC_001_CS"/>', 'tests="1" flakes="1"')).findings)
    assert "RS-09" not in codes(read(junit('<testcase name="TC_001_CS"/>', 'tests="1" flakes="0"')).findings)
    flaky = '<testcase name="TC_001_CS"><flakyFailure message="late"/></testcase>'
    assert "RS-09" not in codes(read(junit(flaky, 'tests="1" flakes="1"')).findings)


@pytest.mark.parametrize(
    ("said", "subject"),
    [
        ({"sut_serial": "OTHER"}, "serial"),
        ({"stationSerial": "OTHER"}, "serial"),
        ({"station serial number": "OTHER"}, "serial"),
        ({"chargeBoxSerialNumber": "OTHER"}, "serial"),
        ({"sut.model": "OTHER"}, "model"),
        ({"station": {"serialNumber": "OTHER"}}, "serial"),
        ({"firmware": {"version": "OTHER"}}, "firmware_version"),
        ({"pics": {"sha256": "OTHER"}}, "pics_sha256"),
        ({"statement_sha256": "OTHER"}, "pics_sha256"),
        ({"picsChecksum": "OTHER"}, "pics_sha256"),
        ({"vendor": {"name": "OTHER"}}, "vendor"),
        ({"model": {"title": "OTHER", "name": "OTHER"}}, "model"),
    ],
    ids=str,
)
def test_what_a_file_says_of_statement_and_device_is_known_with_its_owner_in_front(
    said: dict[str, Any], subject: str
) -> None:
    for content in (json.dumps({"data": [record()], **said}).encode(), as_json(record(**said))):
        assert (subject, "OTHER") in [(claim.subject, claim.value) for claim in read(content).claims]


def test_the_run_of_a_suite_may_have_a_name_of_its_own() -> None:
    assert "RS-09" not in codes(read(junit('<testcase name="TC_001_CS"/>', 'tests="1" uuid="3f0c-11"')).findings)


def test_a_verdict_among_the_settings_of_the_machine_is_one() -> None:
    setting = '<properties><property name="maven.result" value="FAIL"/></properties>'
    assert "RS-09" in codes(read(junit(f'{setting}<testcase name="TC_001_CS"/>')).findings)


def test_the_name_of_a_file_is_no_version() -> None:
    content = json.dumps({"data": [record()], "firmware": {"version": "3.1.0", "name": "image.bin"}})
    assert [claim.value for claim in read(content).claims if claim.subject == "firmware_version"] == ["3.1.0"]


@pytest.mark.parametrize("name", ["java.awt.headless", "maven.test.failure.ignore"])
def test_settings_of_the_machine_say_nothing_of_the_tests(name: str) -> None:
    setting = f'<properties><property name="{name}" value="true"/></properties>'
    assert "RS-09" not in codes(read(junit(f'{setting}<testcase name="TC_001_CS"/>')).findings)


@pytest.mark.parametrize("name", ["typed_by", "typedBy", "Entered by", "filled in by"])
def test_a_record_that_names_who_typed_it_is_typed(name: str) -> None:
    assert read(as_json(record(**{name: "R. Example"}))).runs[0].provenance.origin is Origin.TYPED
    assert read(as_json(record(**{name: ""}))).runs[0].provenance.origin is not Origin.TYPED
