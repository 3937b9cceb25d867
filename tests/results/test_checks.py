"""Every finding of the results firing, and silent on results that belong to their plan."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from certkit.finding import Severity
from certkit.messages import codes_of
from certkit.results.check import distinct_runs
from certkit.results.run_terms import began_before
from tests.results.runs import FROZEN, as_json, check, codes, read, record

CET = timezone(timedelta(hours=1))


def found(*records: dict, pics: str = "ac-socket", configuration: str = "", frozen: datetime | None = FROZEN):
    return check(read(as_json(*records)), pics=pics, configuration=configuration, frozen=frozen)


def test_results_that_belong_to_their_plan_have_no_finding():
    assert found(record(), record("TC_003_CS"), record("000_RESET"), record("tc_bi_reset_hard")) == ()


CASES = {
    "RS-10: an id that the edition does not have": ([record("TC_044_1_CS")], "RS-10", "has no test case “TC_044_1”"),
    "RS-10: a misspelt id": ([record("TC_0O1_CS")], "RS-10", "has no test case “TC_0O1_CS”"),
    "RS-11: not applicable": ([record("TC_017_2_CS")], "RS-11", "as not applicable: fixed_cable is No"),
    "RS-12: of a CSMS": ([record("TC_001_CSMS")], "RS-12", "it is of a CSMS, but the PICS is of a Charging Station"),
    "RS-12: of a CSMS by the system under test": ([record("TC_001", sut="CSMS")], "RS-12", "it is of a CSMS"),
    "RS-13: suffix and system under test differ": (
        [record("TC_001_CS", sut="CSMS")],
        "RS-13",
        "ends in CS, but the system under test is “CSMS”",
    ),
    "RS-14: another configuration": (
        [record(), record("TC_003_CS"), record("TC_010_CS", configuration="lab4")],
        "RS-14",
        "is “lab4” version “2”, not “lab3” version “2”",
    ),
    "RS-14: another version of it": (
        [record(), record("TC_003_CS"), record("TC_010_CS", config_version="3")],
        "RS-14",
        "“lab3” version “3”, not “lab3” version “2”",
    ),
    "RS-14: none is stated": (
        [record(), record("TC_003_CS", configuration=None, config_version=None)],
        "RS-14",
        "is not stated, not “lab3”",
    ),
    "RS-15: not in PICS mode": ([record(pics_mode=False)], "RS-15", "it is not in PICS mode"),
    "RS-21: PICS mode is not stated": ([record(pics_mode=None)], "RS-21", "it does not say whether it is in PICS mode"),
    "RS-16: before the PICS was frozen": (
        [record(startTime="2026-03-02T07:59:59Z")],
        "RS-16",
        "it began 2026-03-02 07:59:59+00:00, the PICS is of",
    ),
    "RS-16: before it in every time zone": (
        [record(startTime="2026-03-01T19:00:00")],
        "RS-16",
        "it began 2026-03-01 19:00:00",
    ),
    "RS-17: the start is not stated": ([record(startTime=None)], "RS-17", "when it began is not known"),
    "RS-17: before it in some time zone": (
        [record(startTime="2026-03-02T12:00:00")],
        "RS-17",
        "in a time zone that is not known",
    ),
    "RS-17: on the day it was frozen": ([record(startTime="2026-03-02")], "RS-17", "it began some time on 2026-03-02"),
    "RS-18: OCPP 2.0.1": ([record(ocppVersion="ocpp2.0.1")], "RS-18", "it is of “ocpp2.0.1”"),
    "RS-19: passed after a failure": (
        [record(verdict="fail", duration=12), record()],
        "RS-19",
        "the runs of TC_001 are fail and pass",
    ),
    "RS-20: the same run twice": ([record(), record()], "RS-20", "the same run is there before"),
}


@pytest.mark.parametrize(("records", "code", "text"), CASES.values(), ids=CASES)
def test_results_that_do_not_belong(records, code, text):
    made = found(*records)
    assert codes(made) == [code]
    assert text in made[0].message
    assert made[0].where is not None
    assert made[0].where.line > 0


def test_every_finding_has_a_case():
    from tests.results import test_octt

    told = {code for _, expected, _ in test_octt.MALFORMED.values() for code in expected} | {"RS-02"}
    told |= {code for _, code, _ in CASES.values()}
    told |= {"RS-09", "RS-22", "RS-23", "RS-24", "RS-25", "RS-26"}  # in test_closed_world.py
    assert told | {"RS-05"} == {
        code for code in codes_of("configuration", "results", "firmware") if code.startswith("RS")
    }


def test_a_plan_that_leaves_a_test_case_open():
    assert "RS-11" in codes(found(record("TC_003_CS"), pics="incomplete-station"))


def test_a_station_that_runs_its_stack_alone_is_tested_as_a_station():
    made = found(record("TC_001_CS"), record("TC_001", sut="Charging Station Software Stack"), pics="software-stack")
    assert "RS-12" not in codes(made)
    assert "RS-13" not in codes(made)


def test_results_of_a_station_are_not_those_of_a_csms():
    assert "RS-12" in codes(found(record("TC_001_CS"), pics="full-csms"))
    assert "RS-12" not in codes(found(record("TC_001_CSMS"), pics="full-csms"))


def test_the_configuration_that_is_expected_decides_if_one_is():
    assert codes(found(record(), record("TC_003_CS"), configuration="lab3")) == []
    made = found(record(), record("TC_003_CS"), configuration="lab9")
    assert codes(made) == ["RS-14"]
    assert "the configuration and 1 more is “lab3” version “2”, not “lab9”" in made[0].message


def test_configurations_of_several_files_belong_together():
    files = [read(as_json(record()), "one.json"), read(as_json(record("TC_003_CS", configuration="lab4")), "two.json")]
    made = check(*files)
    assert codes(made) == ["RS-14"]


def test_findings_come_file_by_file_and_in_the_order_of_each():
    files = [read(as_json(record(), record("TC_9"), record("TC_8")), name) for name in ("b.json", "a.json")]
    places = [(finding.where.file, finding.where.line) for finding in check(*files) if finding.where]
    assert [file for file, _ in places] == sorted((file for file, _ in places), reverse=True)
    lines = [line for file, line in places if file == "b.json"]
    assert lines == sorted(lines)


def test_a_verdict_that_cannot_be_read_is_an_error_in_every_format():
    for content in (
        as_json(record(verdict="fine")),
        b"- {test_case: TC_001, verdict: fine}\n",
        b"Test case,Verdict\nTC_001,fine\n",
    ):
        made = check(read(content))
        assert "RS-02" in codes(made)
        assert {finding.severity for finding in made if finding.code == "RS-02"} == {Severity.ERROR}


def test_runs_that_are_the_same_in_everything_are_counted_once():
    runs = read(as_json(record(), record(), record(verdict="fail"))).runs
    assert [run.verdict for run in distinct_runs(runs)] == ["pass", "fail"]


NOON = datetime(2026, 3, 2, 12, 0)  # noqa: DTZ001  (times without a zone are what is tried here)
TIMES = [
    (datetime(2026, 3, 2, 7, 59, tzinfo=UTC), FROZEN, False, True),
    (datetime(2026, 3, 2, 8, 0, tzinfo=UTC), FROZEN, False, False),
    (datetime(2026, 3, 2, 8, 59, tzinfo=CET), FROZEN, False, True),
    (datetime(2026, 3, 2, 9, 0, tzinfo=CET), FROZEN, False, False),
    (NOON, FROZEN, False, None),
    (NOON - timedelta(hours=16), FROZEN, False, None),
    (NOON - timedelta(hours=17), FROZEN, False, True),
    (NOON + timedelta(hours=10), FROZEN, False, False),
    (NOON + timedelta(hours=9), FROZEN, False, None),
    (datetime(2026, 3, 2), FROZEN, True, None),  # noqa: DTZ001
    (datetime(2026, 2, 28), FROZEN, True, True),  # noqa: DTZ001
    (datetime(2026, 3, 3), FROZEN, True, False),  # noqa: DTZ001
    (FROZEN, NOON, False, None),
]


@pytest.mark.parametrize(("start", "frozen", "day_only", "expected"), TIMES)
def test_whether_a_run_began_before(start, frozen, day_only, expected):
    assert began_before(start, frozen, day_only=day_only) is expected


def test_the_zone_of_times_that_do_not_name_theirs():
    late = datetime(2026, 3, 2, 9, 0, tzinfo=CET)
    at_nine = record(startTime="2026-03-02T08:30:00")
    assert codes(check(read(as_json(at_nine)), frozen=late)) == ["RS-17"]
    assert codes(check(read(as_json(at_nine)), frozen=late, zone=CET)) == ["RS-16"]
    assert codes(check(read(as_json(at_nine)), frozen=late, zone=UTC)) == []


def test_a_day_without_a_time_is_not_its_midnight():
    late = datetime(2026, 3, 2, 9, 0, tzinfo=CET)
    assert codes(check(read(as_json(record(startTime="2026-03-02"))), frozen=late, zone=CET)) == ["RS-17"]
    assert codes(check(read(as_json(record(startTime="2026-03-01"))), frozen=late, zone=CET)) == ["RS-16"]
