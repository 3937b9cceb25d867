"""JUnit XML from any runner: which tests are the procedure's, what their verdict is, and what is no pass."""

import pytest

from certkit.errors import UnreadableFile
from tests.results.runs import arguments_of, codes, read


def junit(*tests: str, head: str = "", attributes: str = "") -> str:
    begin = f'<?xml version="1.0"?>\n<testsuites>\n<testsuite name="x"{attributes}>{head}\n'
    return f"{begin}{''.join(tests)}</testsuite>\n</testsuites>"


def case(body: str = "", name: str = "TC_001_CS", attributes: str = "") -> str:
    return f'<testcase name="{name}" classname="ocpp" time="3.5"{attributes}>{body}</testcase>\n'


VERDICTS = {
    "nothing below it": ("", ["pass"]),
    "output below it": ("<system-out>x</system-out><system-err>y</system-err><properties/>", ["pass"]),
    "a failure": ('<failure message="m">t</failure>', ["fail"]),
    "an error": ("<error/>", ["error"]),
    "a failure and an error": ("<error/><failure/>", ["fail"]),
    "reruns that failed too": ("<failure/><rerunFailure/>", ["fail"]),
    "passed after a failure": ("<flakyFailure/>", ["fail", "pass"]),
    "skipped": ("<skipped/>", []),
    "an element that nobody knows": ("<failed/>", ["unknown"]),
    "an element that nobody knows, in a namespace": ('<x:failure xmlns:x="urn:y"/>', ["fail"]),
}


@pytest.mark.parametrize(("body", "verdicts"), VERDICTS.values(), ids=VERDICTS)
def test_the_verdict_of_a_test_with(body, verdicts):
    results = read(junit(case(body)))
    assert [run.verdict for run in results.runs] == verdicts
    assert results.format == "JUnit XML"


def test_a_test_that_nobody_ran_is_no_result():
    results = read(junit(case(attributes=' status="notrun"'), case(name="TC_003_CS", body="<skipped/>")))
    assert results.runs == ()
    assert results.not_run == ("TC_001", "TC_003")
    assert codes(results.findings) == ["RS-05"]
    assert arguments_of(results.findings[0]) == {"test_cases": ("TC_001", "TC_003")}


NAMES = {
    "TC_001_CS": "TC_001",
    "test_TC_001_CS_boots": "TC_001",
    "TC_003 - Regular Charging Session": "TC_003",
    "Core / TC_004_1_CS (Identification first)": "TC_004_1",
    "[000_RESET] reset": "000_RESET",
    "boots": "boots",
}


@pytest.mark.parametrize("name", NAMES)
def test_the_test_case_of_a_name(name):
    assert read(junit(case(name=name))).runs[0].test_case == NAMES[name]


def test_the_class_names_the_test_case_if_the_test_does_not():
    text = junit('<testcase name="plugin first" classname="ocpp.TC_003_CS"/>')
    assert read(text).runs[0].test_case == "TC_003"


def test_what_a_suite_says_holds_for_its_tests():
    head = (
        '<properties><property name="configuration" value="lab3"/><property name="pics_mode" value="true"/>'
        '<property name="sut" value="CS"/><property name="java.version" value="17"/></properties>'
    )
    run = read(junit(case(), head=head, attributes=' timestamp="2026-03-03T09:14:03"')).runs[0]
    assert (run.configuration, run.pics_mode, run.sut, run.duration) == ("lab3", True, "CS", 3.5)
    assert run.start is not None
    assert run.start.isoformat() == "2026-03-03T09:14:03"


def test_a_suite_cannot_give_its_tests_a_verdict():
    head = '<properties><property name="verdict" value="pass"/></properties>'
    assert read(junit(case("<failure/>"), head=head)).runs[0].verdict == "fail"


def test_suites_within_suites_and_a_single_suite():
    inner = f'<testsuite name="inner">{case()}</testsuite>'
    assert len(read(junit(inner, case(name="TC_003_CS"))).runs) == 2
    assert len(read(f'<testsuite name="x">{case()}</testsuite>').runs) == 1


def test_the_place_of_a_test_is_its_line():
    assert [run.place.line for run in read(junit(case(), case(name="TC_003_CS"))).runs] == [4, 5]


def test_nothing_strange_is_found_in_a_file_of_another_tool():
    assert codes(read(junit(case(), case("<failure/>", name="TC_003_CS"))).findings) == []


ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
REFUSED = {
    "a cut file": (junit(case())[:-30], "this is not valid XML"),
    "another XML": ("<report><body/></report>", "this XML is not JUnit"),
    "entities": (f"{ENTITIES}<testsuite><testcase name='&b;'/></testsuite>", "declares a document type or entities"),
    "a document type": ("<!DOCTYPE testsuite SYSTEM 'http://x/y.dtd'><testsuite/>", "document type"),
    "an unknown encoding": ('<?xml version="1.0" encoding="klingon"?><testsuite/>', "encoding that cannot be read"),
    "suites within suites without end": ("<testsuite>" * 5000 + "</testsuite>" * 5000, "nests deeper than"),
    "a control character": ("<testsuite>\x01</testsuite>", "not valid XML"),
}


@pytest.mark.parametrize(("content", "message"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused(content, message):
    with pytest.raises(UnreadableFile) as error:
        read(content)
    assert message in str(error.value)
