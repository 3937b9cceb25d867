"""The OCTT's records as JSON, as CSV, and as a ZIP with their logs."""

from datetime import datetime

import pytest

from certkit.errors import UnreadableFile
from certkit.results.model import RunKind, RunVerdict
from tests.results.runs import LOG, arguments_of, as_csv, as_json, as_zip, codes, read, record


def assert_is_the_record(run):
    assert (run.test_case, run.name, run.kind, run.device) == ("TC_001", "TC_001_CS", RunKind.TEST, "CS")
    assert run.verdict is RunVerdict.PASS
    assert run.start == datetime(2026, 3, 3, 9, 14, 3, 527_000)  # noqa: DTZ001  (the tool names no zone)
    assert run.duration == 35
    assert (run.configuration, run.configuration_version) == ("lab3", "2")
    assert (run.ocpp_version, run.sut, run.pics_mode, run.logfile) == ("ocpp1.6", "CS", True, LOG)


FORMS = {
    "JSON in data": (as_json(record()), "OCTT JSON"),
    "JSON alone": (as_json(record(), wrapped=False), "OCTT JSON"),
    "JSON, one record": (as_json(record(), wrapped=False)[1:-1], "OCTT JSON"),
    "CSV": (as_csv(record()), "OCTT CSV"),
    "CSV with semicolons": (as_csv(record(), delimiter=";"), "OCTT CSV"),
    "CSV with tabs": (as_csv(record(), delimiter="\t"), "OCTT CSV"),
    "CSV with a byte order mark": (b"\xef\xbb\xbf" + as_csv(record()), "OCTT CSV"),
    "CSV with other names": (
        as_csv(
            record(), rename={"testCaseName": "Test Case Name", "pics_mode": "PICS_MODE", "startTime": "START TIME"}
        ),
        "OCTT CSV",
    ),
    "CSV with columns in another order": (as_csv(dict(reversed(record().items()))), "OCTT CSV"),
    "a ZIP with JSON and a log": (as_zip({"results.json": as_json(record()), LOG: b"log"}), "OCTT ZIP"),
    "a ZIP with CSV and a log in folders": (
        as_zip({"export/results.csv": as_csv(record()), f"export/logs/{LOG}": b"log"}),
        "OCTT ZIP",
    ),
}


@pytest.mark.parametrize(("content", "kind"), FORMS.values(), ids=FORMS)
def test_a_record_is_read_from(content, kind):
    results = read(content)
    assert results.format == kind
    assert codes(results.findings) == []
    assert len(results.runs) == 1
    assert_is_the_record(results.runs[0])


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("pass", "pass"),
        ("PASS", "pass"),
        ("Fail", "fail"),
        ("inconc", "inconc"),
        ("INCONC", "inconc"),
        ("error", "error"),
    ],
)
def test_a_verdict_in_any_case_of_letters(text, verdict):
    assert read(as_json(record(verdict=text))).runs[0].verdict == verdict


@pytest.mark.parametrize("text", ["passsed", "ok", "true", "1", "p", "none", "", None, "pass?", "not passed"])
def test_a_verdict_that_cannot_be_read_is_not_known_and_never_a_pass(text):
    results = read(as_json(record(verdict=text)))
    assert results.runs[0].verdict is RunVerdict.UNKNOWN
    assert codes(results.findings) == ["RS-02"]


NAMES = {
    "TC_001_CS": ("TC_001", RunKind.TEST, "CS"),
    "tc_001_cs": ("TC_001", RunKind.TEST, "CS"),
    "TC_004_1_CS": ("TC_004_1", RunKind.TEST, "CS"),
    "TC_062_CSMS": ("TC_062", RunKind.TEST, "CSMS"),
    "TC_037_3": ("TC_037_3", RunKind.TEST, "CS"),
    "000_RESET": ("000_RESET", RunKind.RESET, "CS"),
    "000_RESET_CS": ("000_RESET", RunKind.RESET, "CS"),
    "tc_bi_restore_configuration": ("tc_bi_restore_configuration", RunKind.BUILT_IN, "CS"),
    "tc_bi_reset_hard": ("tc_bi_reset_hard", RunKind.BUILT_IN, "CS"),
    "TC_1_CS": ("TC_1", RunKind.TEST, "CS"),
    "something": ("something", RunKind.TEST, "CS"),
}


@pytest.mark.parametrize("name", NAMES)
def test_the_name_of_a_run(name):
    run = read(as_json(record(name))).runs[0]
    assert (run.test_case, run.kind, run.device) == NAMES[name]


def test_resets_and_built_in_functions_are_kept_apart():
    results = read(as_json(record(), record("000_RESET"), record("tc_bi_reset_hard"), record("TC_003_CS", "fail")))
    assert [run.test_case for run in results.runs] == ["TC_001", "000_RESET", "tc_bi_reset_hard", "TC_003"]
    assert [run.test_case for run in results.tests] == ["TC_001", "TC_003"]


def test_all_runs_of_a_test_case_are_kept():
    results = read(as_json(record(verdict="fail"), record(), record("TC_003_CS")))
    assert [run.verdict for run in results.by_test_case["TC_001"]] == ["fail", "pass"]


DURATIONS = [
    ({"timeStr": "00:00:35", "duration": None}, 35),
    ({"timeStr": "1:02:03.5", "duration": None}, 3723.5),
    ({"timeStr": "02:03", "duration": None}, 123),
    ({"timeStr": "35 s", "duration": None}, 35),
    ({"timeStr": "PT1M2.5S", "duration": None}, 62.5),
    ({"timeStr": None, "duration": 12.25}, 12.25),
    ({"timeStr": None, "duration": "12,5"}, 12.5),
    ({"timeStr": None, "duration": None}, None),
    ({"timeStr": None, "duration": "soon"}, None),
    ({"timeStr": None, "duration": -1}, None),
]


@pytest.mark.parametrize(("fields", "seconds"), DURATIONS)
def test_a_duration(fields, seconds):
    assert read(as_json(record(**fields))).runs[0].duration == seconds


STARTS = [
    ("2026-03-03T09:14:03.527+01:00", "2026-03-03T09:14:03.527000+01:00"),
    ("2026-03-03T09:14:03Z", "2026-03-03T09:14:03+00:00"),
    ("2026-03-03 09:14", "2026-03-03T09:14:00"),
    ("2026-03-03T09:14:03.123456789Z", "2026-03-03T09:14:03.123456+00:00"),
]


@pytest.mark.parametrize(("text", "iso"), STARTS)
def test_a_start_in_iso_8601(text, iso):
    start = read(as_json(record(startTime=text))).runs[0].start
    assert start is not None
    assert start.isoformat() == iso


@pytest.mark.parametrize(
    "start",
    [
        "03/04/2026 09:14",
        "yesterday",
        {"date": {"day": 31, "month": 2, "year": 2026}, "time": {"hour": 1}},
        {"date": {"day": 1, "month": 2}, "time": {}},
        {"date": 5},
        {},
        17,
        "2026-13-01T00:00",
        "2026-03-03T09:14:03+99:00",
    ],
)
def test_a_start_that_cannot_be_read_is_told_and_not_guessed(start):
    results = read(as_json(record(startTime=start)))
    assert results.runs[0].start is None
    assert codes(results.findings) == ["RS-03"]


MALFORMED = {
    "a record without a test case": (as_json(record(), record(testCaseName=None)), ["RS-01"], 1),
    "a record that is a text": (b'{"data": ["TC_001_CS"]}', ["RS-01"], 0),
    "a CSV line with too many cells": (as_csv(record()) + b"a,b,c,d,e,f,g,h,i,j,k,l,m,n\r\n", ["RS-01"], 1),
    "PICS mode that cannot be read": (as_json(record(pics_mode="perhaps")), ["RS-03"], 1),
    "fields that are not known": (as_json(record(verdictt="pass", pincode="1")), ["RS-04"], 1),
    "two fields of one meaning that differ": (as_json(record(configName="lab4")), ["RS-03"], 1),
    "two verdicts that differ": (as_json(record(result="fail")), ["RS-03", "RS-02"], 1),
    "a log that is missing": (as_zip({"r.json": as_json(record())}), ["RS-06"], 1),
    "a log without a result": (
        as_zip({"r.json": as_json(record()), LOG: b"", LOG.replace("TC_001", "TC_003"): b""}),
        ["RS-07"],
        1,
    ),
    "a file of the export that is not read": (
        as_zip({"r.json": as_json(record(logfile=None)), "r.xls": b"x"}),
        ["RS-08"],
        1,
    ),
    "a file of the export that is damaged": (
        as_zip({"r.json": as_json(record(logfile=None)), "s.json": b'{"data": ['}),
        ["RS-08"],
        1,
    ),
}


@pytest.mark.parametrize(("content", "expected", "runs"), MALFORMED.values(), ids=MALFORMED)
def test_what_is_not_as_it_should_be_is_told(content, expected, runs):
    results = read(content)
    assert codes(results.findings) == expected
    assert len(results.runs) == runs


def test_a_log_without_a_result_names_its_test_case():
    results = read(as_zip({"r.json": as_json(record(logfile=None)), LOG.replace("TC_001_CS", "TC_003_CS"): b""}))
    assert arguments_of(results.findings[0])["test_case"] == "TC_003"


def test_of_two_verdicts_that_differ_a_failure_stands_and_else_there_is_none():
    assert read(as_json(record(result="fail"))).runs[0].verdict is RunVerdict.FAIL
    results = read(as_json(record(result="inconc")))
    assert results.runs[0].verdict is RunVerdict.UNKNOWN
    assert "RS-02" in codes(results.findings)


def test_the_place_of_a_record():
    assert (
        read(as_json(record(), record())).runs[1].place.line
        == as_json(record(), record()).split(b"\n").index(b"  {", 3) + 1
    )
    assert read(as_csv(record(description="two\nlines"), record())).runs[1].place.line == 4


REFUSED = {
    "an empty file": (b"", "the file is empty"),
    "JSON of something else": (b'{"status": "ok"}', "these are no results"),
    "cut JSON": (as_json(record())[:-20], "this is not valid JSON"),
    "a CSV without the columns": (b"a,b\n1,2\n", "these are no results"),
    "a CSV with a quote that does not close": (as_csv(record()) + b'"TC_001', "this is not valid CSV"),
    "a CSV with a column twice": (b"testCaseName,verdict,verdict\nTC_001,pass,fail\n", "“verdict” is there twice"),
    "a ZIP without results": (as_zip({LOG: b"x"}), "there is no file of results in this archive"),
    "a cut ZIP": (as_zip({"r.json": as_json(record())})[:60], "not a ZIP archive, or it is damaged"),
    "an old Excel file": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "an old or an encrypted Excel file"),
    "UTF-16": (as_csv(record()).decode().encode("utf-16"), "UTF-16"),
}


@pytest.mark.parametrize(("content", "message"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused(content, message):
    with pytest.raises(UnreadableFile) as error:
        read(content)
    assert message in str(error.value)


def test_an_archive_that_unpacks_to_far_too_much_is_refused():
    bomb = as_zip({f"{n}.json": b" " * 7_000_000 for n in range(7)})
    assert len(bomb) < 100_000
    with pytest.raises(UnreadableFile, match="have more than 40,000,000 bytes"):
        read(bomb)
