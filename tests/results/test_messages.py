"""The words of each message about results. Other tests look at codes, names of messages and arguments."""

import io
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from openpyxl import Workbook

from certkit.finding import Finding
from certkit.messages import codes_of
from certkit.plan.derive import make_plan
from certkit.results.check import check_results
from certkit.results.collect import ResultCollector
from certkit.results.expected import Expected
from certkit.results.names import run_names
from certkit.text.sentence import Sentence
from tests.results.runs import FROZEN, LOG, as_csv, as_json, as_zip, read, record
from tests.rules.devices import device, edition


def made(content: bytes | str, pics: str = "ac-socket", **expected: Any) -> list[tuple[str, str]]:
    """Key and words of each finding."""
    plan = make_plan(device(pics), edition())
    found = check_results((read(content),), plan, edition(), Expected(**{"frozen": FROZEN, **expected}))
    return words_of(found)


def words_of(found: Iterable[Finding]) -> list[tuple[str, str]]:
    return [(one.message.key, str(one.message)) for one in found if isinstance(one.message, Sentence)]


def runs(*records: dict, **expected: Any) -> list[tuple[str, str]]:
    return made(as_json(*records), **expected)


def junit_test(inside: str = "", attributes: str = "") -> str:
    return f'<testsuite name="OCTT"><testcase name="TC_001_CS" {attributes}>{inside}</testcase></testsuite>'


def suite(inside: str = "", attributes: str = "") -> str:
    return f'<testsuite name="OCTT" {attributes}>{inside}<testcase name="TC_001_CS"/></testsuite>'


def hidden() -> bytes:
    workbook = Workbook()
    sheet: Any = workbook.active
    sheet.append(["Test case", "Verdict"])
    sheet.append(["TC_001", "pass"])
    sheet.row_dimensions[2].hidden = True
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def further() -> list[tuple[str, str]]:
    collector = ResultCollector("r.csv", run_names(edition()))
    for _ in range(203):
        collector.add("RS-01.not-a-record", None)
    return [
        (one.message.key, str(one.message))
        for one in collector.results("CSV").findings
        if isinstance(one.message, Sentence)
    ]


A = "“TC_001_CS”: "
MESSAGES: dict[str, tuple[Callable[[], list[tuple[str, str]]], str]] = {
    "RS-01.no-test-case": (lambda: runs(record(testCaseName=None)), "the record does not name its test case"),
    "RS-01.not-a-record": (lambda: made('{"data": ["TC_001_CS"]}'), "an entry of the list is not a record"),
    "RS-01.unread-row": (
        lambda: made("TC_003,fail\nTest case,Verdict\nTC_001,pass\n"),
        "“TC_003” and “fail” are in a row without headings, which is not read",
    ),
    "RS-01.cells": (
        lambda: made("Test case,Verdict\nTC_001,pass,x\n"),
        "the line has 3 cells, but there are 2 columns",
    ),
    "RS-01.further": (further, "there are 3 more findings like the last of these"),
    "RS-02.not-a-verdict": (lambda: runs(record(verdict="fine")), f"{A}“fine” is not a verdict"),
    "RS-02.no-verdict": (lambda: runs(record(verdict=None)), f"{A}the record has no verdict"),
    "RS-02.contradicted": (
        lambda: runs(record(status="failed")),
        f"{A}the verdict is “pass”, but “status” says something else, or is not understood",
    ),
    "RS-02.two-verdicts": (
        lambda: runs(record(result="fail")),
        f"{A}the verdict is “pass”, but two fields say different things",
    ),
    "RS-02.element": (lambda: made(junit_test("<warning/>")), f"{A}the element “warning” is not known"),
    "RS-02.attribute": (lambda: made(junit_test(attributes='status="?"')), f"{A}“status” is “?”"),
    "RS-02.text": (lambda: made(junit_test("FAILED")), f"{A}the test contains text, which JUnit does not define"),
    "RS-02.inside": (
        lambda: made(junit_test("<system-out><failure/></system-out>")),
        f"{A}“system-out” contains something that JUnit does not define",
    ),
    "RS-02.properties-text": (
        lambda: made(junit_test("<properties>FAILED</properties>")),
        f"{A}the properties contain text, which JUnit does not define",
    ),
    "RS-02.property": (
        lambda: made(junit_test('<properties><property name="a" value="b">c</property></properties>')),
        f"{A}the property “a” has more than one value",
    ),
    "RS-02.contradiction": (
        lambda: made(junit_test("<error/><skipped/>")),
        f"{A}attributes and elements of the test contradict each other",
    ),
    "RS-03.other-field": (
        lambda: runs(record(configName="lab4")),
        "“configName” contradicts another field of the record with the same meaning",
    ),
    "RS-03.start": (lambda: runs(record(startTime="yesterday")), f"{A}the start of the run cannot be read"),
    "RS-03.duration": (
        lambda: runs(record(timeStr=None, duration="soon")),
        f"{A}the duration cannot be read",
    ),
    "RS-03.pics-mode": (lambda: runs(record(pics_mode="perhaps")), f"{A}the field for PICS mode cannot be read"),
    "RS-04": (lambda: runs(record(pincode="1", shoe="2")), "not used: “pincode”, “shoe”"),
    "RS-05": (
        lambda: made("Test case,Verdict\nTC_001,\nTC_003,\nTC_010,\nTC_017_1,\n"),
        "without a verdict: “TC_001”, “TC_003”, “TC_010” and 1 more",
    ),
    "RS-06": (
        lambda: made(as_zip({"r.json": as_json(record(logfile="a.log"))})),
        f"{A}its log “a.log” is not in the archive",
    ),
    "RS-07.of": (
        lambda: made(as_zip({"r.json": as_json(record(logfile=None)), LOG: b""})),
        f"no result names the log “{LOG}” of TC_001",
    ),
    "RS-07.unknown": (
        lambda: made(as_zip({"r.json": as_json(record(logfile=None)), "a.log": b""})),
        "no result names the log “a.log”",
    ),
    "RS-08.kind": (
        lambda: made(as_zip({"r.json": as_json(record(logfile=None)), "r.xls": b"x"})),
        "“r.xls” is not read",
    ),
    "RS-08.damaged": (
        lambda: made(as_zip({"r.json": as_json(record(logfile=None)), "s.json": b""})),
        "“s.json” cannot be read: the file is empty",
    ),
    "RS-09.counts": (
        lambda: made('{"total": 2, "data": [{"testCaseName": "TC_001_CS", "verdict": "pass"}]}'),
        "the file states 2 as the number of runs (“total”), but has 1",
    ),
    "RS-09.pages": (
        lambda: made('{"pages": 2, "data": [{"testCaseName": "TC_001_CS", "verdict": "pass"}]}'),
        "“pages” says that there are more pages with runs",
    ),
    "RS-09.whole-file": (
        lambda: made('{"status": "error", "data": [{"testCaseName": "TC_001_CS", "verdict": "pass"}]}'),
        "“status” of the whole file is not a pass, or is not understood",
    ),
    "RS-09.suite-element": (
        lambda: made(suite("<abort/>")),
        "a suite has an element “abort”, which is about all its tests",
    ),
    "RS-09.suite-text": (lambda: made(suite("FAILED")), "a suite contains text between its tests"),
    "RS-09.suite-no-pass": (
        lambda: made(suite(attributes='status="failed"')),
        "“status” of a suite is “failed”, which is not a pass",
    ),
    "RS-09.suite-not-understood": (
        lambda: made(suite(attributes='grade="F"')),
        "“grade” of a suite is “F”, which is not understood",
    ),
    "RS-09.suite-number": (
        lambda: made(suite(attributes='failures="some"')),
        "“failures” of a suite is “some”, which is not a number",
    ),
    "RS-09.suite-counts": (
        lambda: made(suite(attributes='tests="2"')),
        "a suite states 2 as the number of tests, but has 1",
    ),
    "RS-09.inside": (
        lambda: made(suite("<system-out><failure/></system-out>")),
        "“system-out” of a suite contains something that JUnit does not define",
    ),
    "RS-09.properties-text": (
        lambda: made(suite("<properties>FAILED</properties>")),
        "the properties of a suite contain text, which JUnit does not define",
    ),
    "RS-09.property": (
        lambda: made(suite('<properties><property name="a" value="b">c</property></properties>')),
        "the property “a” of a suite has more than one value",
    ),
    "RS-10": (
        lambda: runs(record("TC_999_CS")),
        "“TC_999_CS”: ocpp-1.6-v2.4 has no test case “TC_999”",
    ),
    "RS-11.not-applicable": (
        lambda: runs(record("TC_017_2_CS")),
        "“TC_017_2_CS”: the plan has it as not applicable: fixed_cable is No; AQ-9 is Yes",
    ),
    "RS-11.open": (
        lambda: runs(record("TC_003_CS"), pics="incomplete-station"),
        "“TC_003_CS”: the plan leaves it open: depends on C-08, not answered",
    ),
    "RS-12": (
        lambda: runs(record("TC_001_CSMS")),
        "“TC_001_CSMS”: it is of a CSMS, but the PICS is of a Charging Station",
    ),
    "RS-13": (
        lambda: runs(record(sut="CSMS")),
        f"{A}the id ends in CS, but the system under test is “CSMS”",
    ),
    "RS-14.other": (
        lambda: runs(record(), configuration="lab4", configuration_version="7"),
        f"{A}name and version of the configuration are “lab3”, “2” in 1 run, not “lab4”, “7”",
    ),
    "RS-14.none": (
        lambda: runs(record(configuration=None, config_version=None), configuration="lab4"),
        f"{A}1 run does not name the configuration, which has to be “lab4”",
    ),
    "RS-15": (lambda: runs(record(pics_mode=False)), f"{A}it is not in PICS mode"),
    "RS-16": (
        lambda: runs(record(startTime="2026-03-02T07:59:59Z")),
        f"{A}it began 2026-03-02 07:59:59 +00:00, before the PICS was frozen 2026-03-02 08:00:00 +00:00",
    ),
    "RS-17.not-known": (lambda: runs(record(startTime=None)), f"{A}the start of the run is not known"),
    "RS-17.same-moment": (
        lambda: runs(record(startTime="2026-03-02T08:00:00Z")),
        f"{A}it began at the very time at which the PICS was frozen",
    ),
    "RS-17.no-zone": (
        lambda: runs(record(startTime="2026-03-02T12:00:00")),
        f"{A}it began 2026-03-02 12:00:00 in a time zone that is not known; "
        "the PICS was frozen 2026-03-02 08:00:00 +00:00",
    ),
    "RS-17.day-only": (
        lambda: runs(record(startTime="2026-03-02")),
        f"{A}it began some time on 2026-03-02; the PICS was frozen 2026-03-02 08:00:00 +00:00",
    ),
    "RS-18": (
        lambda: runs(record(ocppVersion="ocpp2.0.1")),
        f"{A}it is of “ocpp2.0.1”",
    ),
    "RS-19": (
        lambda: runs(record(verdict="fail", duration=12), record()),
        f"{A}the runs of TC_001 are fail and pass",
    ),
    "RS-20": (lambda: runs(record(), record()), f"{A}the same run is already in results:3:3"),
    "RS-21": (lambda: runs(record(pics_mode=None)), f"{A}it does not say whether it is in PICS mode"),
    "RS-22": (
        lambda: runs(record(vendor="Other"), stated={"vendor": ("Example",)}),
        "the vendor is “Other”, but statement or record say “Example”",
    ),
    "RS-23": (lambda: runs(record()), "the file names neither the statement nor the device"),
    "RS-24": (lambda: made(hidden()), "“TC_001”: its row, its column or its sheet is hidden"),
    "RS-25": (lambda: made(as_csv({"id": "TC_001", "verdict": "pass"})), "1 run was typed, the first is “TC_001”"),
    "RS-26": (
        lambda: made(
            '{"rulebook_sha256": "0000000000000000000", "data": []}'.replace("[]", '[{"testCaseName": "TC_001"}]'),
            stated={"rulebook_sha256": ("1",)},
        ),
        "the results name the edition with the digest 0000000000000000…",
    ),
}


@pytest.mark.parametrize("key", MESSAGES)
def test_the_words_of(key):
    make, words = MESSAGES[key]
    assert (key, words) in make()


def test_every_message_has_its_words():
    keys = {
        f"{code.code}.{name}" if name else code.code for code in codes_of("results").values() for name in code.messages
    }
    assert keys == set(MESSAGES)
