"""A bad sign anywhere in a file of results never leaves a pass; a finding names the file and place that it is about."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certkit.plan.derive import make_plan
from certkit.results.check import check_results
from tests.cli.program import COMPLETE, certkit
from tests.results.runs import as_csv, as_json, read, record
from tests.rules.devices import device, edition

PLAN = make_plan(device("ac-socket"), edition())
BAD_ATTRIBUTES = (
    'status="failed"', 'result="FAIL"', 'outcome="error"', 'failure="timeout"', 'error="x"', 'failures="1"',
    'errors="2"', 'state="aborted"', 'verdict="inconc"', 'success="false"', 'passed="false"', 'conclusion="broken"',
    'crashed="true"', 'x:status="bad" xmlns:x="urn:x"', 'exitcode="1"', 'cancelled="yes"',
)  # fmt: skip
BAD_ELEMENTS = (
    "<failure/>", "<error/>", '<failure message="m">t</failure>', "<rerunFailure/>", "<warning/>", "<abort/>", "FAILED",
    '<properties><property name="result" value="failed"/></properties>', '<x:error xmlns:x="urn:x"/>',
)  # fmt: skip
PLACES = ("testcase", "testsuite", "testsuites")
BAD_FIELDS: tuple[tuple[str, Any], ...] = (
    ("status", "failed"), ("result", "FAIL"), ("errors", 2), ("failures", ["step 3"]), ("outcome", "aborted"),
    ("success", False), ("failureReason", "timeout"), ("state", "crashed"), ("exit code", 3), ("Conclusion", "broken"),
)  # fmt: skip


def junit(place: str, attribute: str = "", element: str = "") -> str:
    at = {name: f" {attribute}" if name == place and attribute else "" for name in PLACES}
    within = {name: element if name == place else "" for name in PLACES}
    test = f'<testcase name="TC_001_CS"{at["testcase"]}>{within["testcase"]}</testcase>'
    suite = f'<testsuite name="x"{at["testsuite"]}>{within["testsuite"]}{test}</testsuite>'
    return f"<testsuites{at['testsuites']}>{within['testsuites']}{suite}</testsuites>"


def passes(content: bytes | str) -> list[str]:
    return [run.name for run in read(content).runs if run.verdict == "pass"]


@pytest.mark.property
@given(st.sampled_from(PLACES), st.sampled_from(BAD_ATTRIBUTES))
def test_a_bad_attribute_anywhere_in_junit_leaves_no_pass(place, attribute):
    assert passes(junit(place)) == ["TC_001_CS"]
    assert passes(junit(place, attribute)) == []


@pytest.mark.property
@given(st.sampled_from(PLACES), st.sampled_from(BAD_ELEMENTS))
def test_a_bad_element_anywhere_in_junit_leaves_no_pass(place, element):
    assert passes(junit(place, element=element)) == []


@pytest.mark.property
@given(st.sampled_from(BAD_FIELDS), st.booleans())
def test_a_bad_field_anywhere_in_the_tools_json_leaves_no_pass(field, within):
    name, value = field
    content = as_json(record(**{name: value})) if within else json.dumps({"data": [record()], name: value}).encode()
    assert passes(as_json(record())) == ["TC_001_CS"]
    assert passes(content) == []


@pytest.mark.property
@given(st.sampled_from([field for field in BAD_FIELDS if not isinstance(field[1], list)]))
def test_a_bad_column_leaves_no_pass(field):
    name, value = field
    assert passes(as_csv(record(**{name: value}))) == []
    assert passes(f"results:\n- {{test_case: TC_001, verdict: pass, {name}: {json.dumps(value)}}}\n") == []


@pytest.mark.parametrize(
    "counters",
    ['tests="112"', 'tests="1" failures="4"', 'errors="1"', 'skipped="1"', 'disabled="1"', 'failures="some"'],
)
@pytest.mark.parametrize("place", ["testsuite", "testsuites"])
def test_counters_that_the_tests_do_not_explain_leave_no_pass(place, counters):
    assert passes(junit(place, counters)) == []


def test_another_suite_keeps_its_passes():
    good = '<testsuite name="a" tests="1"><testcase name="TC_001_CS"/></testsuite>'
    bad = '<testsuite name="b" tests="1" errors="1"><testcase name="TC_003_CS"/></testsuite>'
    assert passes(f"<testsuites>{good}{bad}</testsuites>") == ["TC_001_CS"]
    assert passes(f"<testsuites>{bad}{good}</testsuites>") == ["TC_001_CS"]


def test_failures_that_are_counted_rightly_leave_the_other_passes():
    tests = '<testcase name="TC_001_CS"/><testcase name="TC_003_CS"><failure/></testcase>'
    assert passes(f'<testsuite name="x" tests="2" failures="1">{tests}</testsuite>') == ["TC_001_CS"]


def test_each_finding_names_the_file_and_the_place_it_is_about(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "good.json").write_bytes(as_json(record()))
    (tmp_path / "list.csv").write_text("Test case,Verdict\nTC_003,\nTC_004_1,pass\n")
    (tmp_path / "suite.xml").write_text('<testsuite name="x" errors="1">\n<testcase name="TC_007_CS"/></testsuite>')
    (tmp_path / "again.json").write_bytes(as_json(record()))
    names = ["good.json", "list.csv", "suite.xml", "again.json"]
    said = json.loads(certkit("results", "check", *names, "--pics", COMPLETE, "-f", "json").out)["findings"]
    places = {(one["code"], one["where"]["file"], one["where"].get("line")) for one in said if one.get("where")}
    assert all(one.get("where") and one["where"]["file"] in names for one in said)
    assert {
        ("RS-05", "list.csv", 2),
        ("RS-09", "suite.xml", 1),
        ("RS-20", "again.json", 3),
        ("RS-25", "list.csv", 3),
    } <= places
    assert "the same run is already in good.json:3:3" in " ".join(one["message"] for one in said)


def test_findings_of_a_reader_have_a_place():
    for content in (b"Test case,Verdict\nTC_003,\n", b"results:\n- {test_case: TC_003}\n"):
        assert all(found.where is not None for found in check_results((read(content),), PLAN, edition()))


BAD_TEXTS = [
    "FAILED: no answer", "failed", "Error - timeout", "NOK", "n.i.O.", "2 of 5 steps failed", "verdict: fail",
    "❌ step 3",
]  # fmt: skip
STORIES = [
    "failed twice before the cable was changed",
    "0 failures",
    "no errors",
    "the error of the meter is 1 %",
    "ok",
]


@pytest.mark.parametrize("text", BAD_TEXTS)
@pytest.mark.parametrize("name", ["summary", "steps", "remarks", "Comment"])
def test_a_text_that_says_a_run_did_not_pass_leaves_no_pass(name, text):
    assert not passes(as_json({**record(), name: text}))
    assert not passes(as_json({**record(), name: [text]}))
    assert not passes(
        '<testsuite><testcase name="TC_001_CS"><properties>'
        f'<property name="{name}" value="{text}"/></properties></testcase></testsuite>'
    )


@pytest.mark.parametrize("text", STORIES)
@pytest.mark.parametrize("name", ["summary", "remarks"])
def test_a_story_about_a_run_takes_no_pass_away(name, text):
    assert passes(as_json(record(**{name: text})))


@pytest.mark.parametrize(
    "field",
    [
        {"failures": [""]}, {"errors": [{}]}, {"failures": [[]]}, {"nok": 1}, {"exit": 2}, {"rc": 1}, {"not_ok": 1},
        {"unsuccessful": 1}, {"bestanden": "nein"}, {"gelukt": 0}, {"dry_run": 1}, {"obsolete": 1},
        {"\uff53tatus": "failed."},
        {"asserts": {"a": "ok", "b": "nok"}},
    ],
)  # fmt: skip
def test_further_fields_that_no_pass_has(field):
    assert not passes(as_json(record(**field)))


@pytest.mark.parametrize(
    "field", [{"nok": 0}, {"exit": 0}, {"failures": []}, {"bestanden": "ja"}, {"errors": ["none"]}]
)
def test_the_same_fields_that_say_nothing_bad(field):
    assert passes(as_json(record(**field)))


@pytest.mark.parametrize("name", ["TC_001_CS FAILED", "TC_001_CS (failed)", "[FAIL] TC_001_CS"])
def test_a_test_whose_name_says_that_it_failed_did_not_pass(name):
    assert not passes(f'<testsuite><testcase name="{name}"/></testsuite>')


@pytest.mark.parametrize(
    "suite",
    [
        '<testsuite name="pytest" errors="0" failures="0" skipped="0" tests="1" time="0.04"'
        ' timestamp="2026-03-02T09:14:00.123456+01:00" hostname="lab">'
        '<testcase classname="tests.core" name="test_TC_001_CS" time="0.001"/></testsuite>',
        '<testsuite name="org.example.CoreTest" tests="1" skipped="0" failures="0" errors="0" time="1.5">'
        '<properties><property name="env.CI" value="true"/><property name="java.awt.headless" value="true"/>'
        '<property name="os.name" value="Linux"/></properties><testcase name="TC_001_CS()" classname="CoreTest"/>'
        "<system-out><![CDATA[FAILED to open the display]]></system-out></testsuite>",
        '<testsuites tests="1" failures="0" disabled="0" errors="0" time="0.1" name="AllTests"><testsuite name="Core"'
        ' tests="1" failures="0" disabled="0" skipped="0" errors="0" time="0.1"><testcase name="TC_001_CS" file="t.cc"'
        ' line="5" status="run" result="completed" time="0." classname="Core"/></testsuite></testsuites>',
        '<testsuite name="Ocpp" tests="1" errors="0" failures="0" skipped="0" time="0.1"><testsuite name="Core"'
        ' tests="1" errors="0" failures="0" skipped="0"><testcase classname="Ocpp.Core" name="TC_001_CS Cold Boot"'
        ' time="0.05"/><properties><property name="Documentation" value="x"/></properties></testsuite></testsuite>',
    ],
    ids=["pytest", "Ant or Gradle", "GoogleTest", "Robot Framework"],
)
def test_a_clean_export_is_a_pass_without_a_finding(suite):
    assert passes(suite)
    assert read(suite.encode()).findings == ()


def test_a_variable_of_the_environment_that_says_fail_leaves_no_pass():
    assert not passes(
        '<testsuite><properties><property name="env.RESULT" value="fail"/></properties>'
        '<testcase name="TC_001_CS"/></testsuite>'
    )
