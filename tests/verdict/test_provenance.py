"""Where results come from, whose they are, and what of them counts, in the verdict and in the check of results."""

import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from certkit.errors import CertkitError
from certkit.finding import Severity
from certkit.formats.json_document import write_document
from certkit.plan.derive import make_plan
from certkit.results.check import check_results
from certkit.results.expected import Expected, stated_of
from certkit.results.read import read_results
from certkit.verdict.model import CaseOutcome, Outcome, Verdict
from certkit.verdict.write_html import write_verdict_html
from certkit.verdict.write_json import verdict_document
from certkit.verdict.write_text import write_verdict_text
from tests.verdict.dossiers import Dossier, as_bytes, example, told, verdict_of
from tests.verdict.example import statement
from tests.verdict.formats import FORMATS, VERDICT, as_csv, as_junit, as_worksheet, given_as, saved

SLOW = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def in_format(name: str, content: bytes | None = None, *, typed: bool = True) -> Dossier:
    dossier = example()
    return given_as(dossier, name, FORMATS[name](dossier.rows) if content is None else content, typed=typed)


@pytest.mark.parametrize("name", FORMATS)
def test_the_example_passes_in_every_format(name, tmp_path):
    verdict = verdict_of(in_format(name), tmp_path)
    assert (verdict.outcome, told(verdict)) == (Outcome.PASS, [])


def test_what_was_typed_does_not_count_unless_the_record_says_who_and_why(tmp_path):
    verdict = verdict_of(in_format("results.xlsx", typed=False), tmp_path)
    assert verdict.outcome is Outcome.INCOMPLETE
    assert {code for code, _ in told(verdict)} == {"VD-23"}
    assert "why=typed" in told(verdict)[0][1]


@pytest.mark.parametrize("missing", ["typed_by", "typed_reason"])
def test_one_of_the_two_answers_is_not_enough(missing, tmp_path):
    verdict = verdict_of(in_format("results.xlsx").without(missing), tmp_path)
    assert verdict.outcome is Outcome.INCOMPLETE


def test_a_failure_that_was_typed_counts_in_any_case(tmp_path):
    dossier = example()
    dossier.run("TC_010")["verdict"] = "fail"
    verdict = verdict_of(given_as(dossier, "results.xlsx", as_worksheet(dossier.rows), typed=False), tmp_path)
    assert verdict.outcome is Outcome.FAIL


def test_the_verdict_shows_where_its_results_come_from(tmp_path):
    verdict = verdict_of(in_format("results.xlsx"), tmp_path)
    line = "typed by R. Example: The tool's export was lost; typed from its log.; testers: S. Sample"
    assert line in " ".join(write_verdict_text(verdict).split())
    assert "typed by R. Example" in write_verdict_html(verdict).decode()
    document = json.loads(write_document(verdict_document(verdict)))
    (source,) = document["results"]
    assert (source["file"], source["origin"], source["typed_by"]) == ("results.xlsx", "typed", "R. Example")
    assert (source["testers"], source["names"]) == (["S. Sample"], ["pics_sha256"])
    run = document["test_cases"][0]["runs"][0]
    assert (run["origin"], run["tester"]) == ("typed", "S. Sample")


def test_the_tools_export_is_told_as_that(tmp_path):
    verdict = verdict_of(example(), tmp_path)
    assert "exported by the test tool; names neither the statement nor the device" in write_verdict_text(verdict)


def test_a_case_that_was_inconclusive_first_was_not_passed_at_once(tmp_path):
    dossier = example()
    dossier.run("TC_010")["verdict"] = "inconc"
    dossier.add_run("TC_010", "pass", "14:30")
    verdict = verdict_of(dossier, tmp_path)
    assert verdict.outcome is Outcome.PASS
    at_once = write_verdict_html(verdict).decode().partition("Passed without remarks")[2].partition("</ul>")[0]
    assert "TC_001" in at_once
    assert "<code>TC_010</code>" not in at_once
    assert "runs: inconc" in write_verdict_text(verdict)


def test_the_worksheet_of_another_statement_does_not_pass(tmp_path):
    dossier = in_format("results.xlsx")
    workbook = load_workbook(io.BytesIO(dossier.files["results.xlsx"]))
    workbook.worksheets[0]["C3"] = "0" * 64
    dossier.files["results.xlsx"] = saved(workbook)
    verdict = verdict_of(dossier, tmp_path)
    assert verdict.outcome is Outcome.INCOMPLETE
    assert {"VD-23", "VD-27"} <= {code for code, _ in told(verdict)}


Change = Callable[[Worksheet], object]


def put(cell: str, value: Any) -> Change:
    return lambda sheet: sheet.__setitem__(cell, value)


def attribute(owner: Callable[[Worksheet], object], name: str, value: object) -> Change:
    return lambda sheet: setattr(owner(sheet), name, value)


SHEETS: dict[str, Change] = {
    "a formula": put("I14", '="fail"'),
    "a reference": put("I14", "=B3"),
    "another word": put("I14", "passed?"),
    "another column": put("L14", "fail"),
    "another serial number": put("H3", "EX-9"),
    "another edition": put("C5", "ocpp-2.0.1"),
    "another device": put("C4", "CSMS"),
    "a hidden row": attribute(lambda sheet: sheet.row_dimensions[14], "hidden", True),
    "a flat row": attribute(lambda sheet: sheet.row_dimensions[14], "height", 0.2),
    "a hidden column": attribute(lambda sheet: sheet.column_dimensions["I"], "hidden", True),
    "a hidden sheet": attribute(lambda sheet: sheet, "sheet_state", "hidden"),
    "a very hidden sheet": attribute(lambda sheet: sheet, "sheet_state", "veryHidden"),
    "no verdict": put("I13", None),
    "no verdict column": put("I11", "Remark"),
}


@pytest.mark.parametrize("name", SHEETS)
def test_a_worksheet_in_which_something_is_hidden_or_contradicted_does_not_pass(name, tmp_path):
    workbook = load_workbook(io.BytesIO(as_worksheet(example().rows)))
    sheet = workbook.worksheets[0]
    SHEETS[name](sheet)
    workbook.active = 1
    assert verdict_of(in_format("results.xlsx", saved(workbook)), tmp_path).outcome is not Outcome.PASS


TEXTS = {
    "an attribute": ('name="TC_010_CS"', 'name="TC_010_CS" status="failed"'),
    "an unknown attribute": ('name="TC_010_CS"', 'name="TC_010_CS" grade="5"'),
    "not executed": ('name="TC_010_CS"', 'name="TC_010_CS" executed="False"'),
    "a counter": ('failures="1"', 'failures="2"'),
    "an error of the suite": ("<properties>", "<error/><properties>"),
    "another device": ("<properties>", '<properties><property name="serial" value="x"/>'),
}


@pytest.mark.parametrize(("old", "new"), TEXTS.values(), ids=TEXTS)
def test_junit_in_which_something_is_contradicted_does_not_pass(old, new, tmp_path):
    text = as_junit(example().rows).decode()
    assert text.count(old) == 1
    assert verdict_of(in_format("results.xml", text.replace(old, new).encode()), tmp_path).outcome is not Outcome.PASS


def damaged(data: st.DataObject, name: str, content: bytes) -> bytes:
    """The file with something in it changed: bytes of a text, or a cell of a workbook."""
    if name == "results.xlsx":
        workbook = load_workbook(io.BytesIO(content))
        sheet = workbook.worksheets[0]
        row = data.draw(st.integers(2, sheet.max_row), label="row")
        column = data.draw(st.sampled_from([2, 3, 6, VERDICT, 10, 12]), label="column")
        how = data.draw(st.sampled_from(["hide", "=B3", "fail", "", "pass "]), label="how")
        if how == "hide":
            sheet.row_dimensions[row].hidden = True
        elif type(sheet.cell(row, column)).__name__ != "MergedCell":
            sheet.cell(row, column).value = how or None
        return saved(workbook)
    text = bytearray(content)
    at = data.draw(st.integers(0, len(text) - 1), label="at")
    how = data.draw(st.sampled_from(["flip", "cut", "insert", "word"]), label="how")
    if how == "flip":
        text[at] ^= data.draw(st.integers(1, 255), label="bits")
    elif how == "cut":
        del text[at:]
    elif how == "insert":
        text[at:at] = data.draw(st.binary(min_size=1, max_size=6), label="bytes")
    else:
        text[at:at] = data.draw(
            st.sampled_from([b"fail", b"<failure/>", b',"status":"failed"', b",fail"]), label="word"
        )
    return bytes(text)


def outcome_of(dossier: Dossier, folder) -> Verdict | None:
    try:
        return verdict_of(dossier, folder)
    except CertkitError:
        return None


@pytest.mark.exhaustive
@pytest.mark.parametrize("name", FORMATS)
@SLOW
@given(data=st.data())
def test_whatever_is_damaged_never_improves_a_failure(name, tmp_path, data):
    """A required test case failed: no damage to any file of results makes that a pass, unless it hits that very run."""
    dossier = example()
    for test_case in ("TC_010", "TC_001"):
        dossier.run(test_case)["verdict"] = "fail"
    content = damaged(data, name, FORMATS[name](dossier.rows))
    verdict = outcome_of(given_as(dossier, name, content), tmp_path)
    assert verdict is None or verdict.outcome is not Outcome.PASS


@pytest.mark.exhaustive
@pytest.mark.parametrize("name", FORMATS)
@SLOW
@given(data=st.data())
def test_a_damaged_file_passes_only_if_it_says_the_same(name, tmp_path, data):
    good = verdict_of(in_format(name), tmp_path)
    dossier = in_format(name, damaged(data, name, FORMATS[name](example().rows)))
    verdict = outcome_of(dossier, tmp_path)
    if verdict is not None and verdict.outcome is Outcome.PASS:
        required = {case.id: case.outcome for case in good.cases if case.outcome is CaseOutcome.PASSED}
        assert required.items() <= {case.id: case.outcome for case in verdict.cases}.items()


DECIDED_BY_RUN = {"RS-11", "RS-14", "RS-15", "RS-16"}
"""Errors about single runs, which another run of the same test case can make good."""
AGREEMENT: dict[str, bytes] = {
    "nothing": as_bytes(example().rows),
    "status": as_bytes([{**row, "status": "failed"} for row in example().rows]),
    "steps": as_bytes([{**row, "steps": [{"result": "fail"}]} for row in example().rows]),
    "version": as_bytes([{**row, "ocppVersion": "ocpp1.60"} for row in example().rows]),
    "version of more digits": as_bytes([{**row, "ocppVersion": "ocpp2.1.6"} for row in example().rows]),
    "serial": as_bytes([{**row, "serial": "EX-9"} for row in example().rows]),
    "device": as_bytes([{**row, "sut": "CSMS"} for row in example().rows]),
    "total": json.dumps({"data": example().rows, "total": 500}).encode(),
    "csv": as_csv(example().rows),
    "csv with a column": as_csv([{**row, "result 2": "fail"} for row in example().rows]),
    "junit": as_junit(example().rows),
    "junit with a status": as_junit(example().rows).replace(b"<testcase", b'<testcase status="failed"'),
    "an unknown test case": as_bytes([*example().rows, {**example().rows[1], "testCaseName": "TC_999_CS"}]),
}


@pytest.mark.parametrize("name", AGREEMENT)
def test_check_and_verdict_agree_on_what_counts(name, tmp_path):
    content = AGREEMENT[name]
    pics, rulebook = statement()
    dossier = in_format("results.dat", content)
    verdict = verdict_of(dossier, tmp_path)
    serial: Any = {"serial": ("EX22D-000417",)}
    expected = Expected(stated={**stated_of(pics, rulebook.sha256), **serial})
    results = read_results(content, "results.dat", rulebook)
    found = check_results((results,), make_plan(pics, rulebook), rulebook, expected)
    errors = {one.code for one in found if one.severity is Severity.ERROR} - DECIDED_BY_RUN
    assert (verdict.outcome is Outcome.PASS) is not bool(errors)
