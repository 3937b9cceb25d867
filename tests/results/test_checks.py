"""Every finding of the results firing, and silent on results that belong to their plan."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from certkit.finding import Severity
from certkit.results.check import distinct_runs
from certkit.results.expected import began_before
from tests.results.runs import FROZEN, as_json, check, codes, read, record

CET = timezone(timedelta(hours=1))


def found(*records: dict, pics: str = "ac-socket", configuration: str = "", frozen: datetime | None = FROZEN):
    return check(read(as_json(*records)), pics=pics, configuration=configuration, frozen=frozen)


def test_results_that_belong_to_their_plan_have_no_finding():
    assert found(record(), record("TC_003_CS"), record("000_RESET"), record("tc_bi_reset_hard")) == ()


CASES: dict[str, tuple[list[dict], str, dict[str, object]]] = {
    "an id that the edition does not have": ([record("TC_044_1_CS")], "RS-10", {"test_case": "TC_044_1"}),
    "a misspelt id": ([record("TC_0O1_CS")], "RS-10", {"test_case": "TC_0O1"}),
    "not applicable": ([record("TC_017_2_CS")], "RS-11.not-applicable", {"run": "TC_017_2_CS"}),
    "of a CSMS": ([record("TC_001_CSMS")], "RS-12", {"device": "CSMS", "dut": "Charging Station"}),
    "of a CSMS by the system under test": ([record("TC_001", sut="CSMS")], "RS-12", {"device": "CSMS"}),
    "suffix and system under test differ": (
        [record("TC_001_CS", sut="CSMS")],
        "RS-13",
        {"suffix": "CS", "sut": "CSMS"},
    ),
    "another configuration": (
        [record(), record("TC_003_CS"), record("TC_010_CS", configuration="lab4")],
        "RS-14.other",
        {"named": ("lab4", "2"), "expected": ("lab3", "2"), "count": 1},
    ),
    "another version of the configuration": (
        [record(), record("TC_003_CS"), record("TC_010_CS", config_version="3")],
        "RS-14.other",
        {"named": ("lab3", "3"), "expected": ("lab3", "2")},
    ),
    "no configuration": (
        [record(), record("TC_003_CS", configuration=None, config_version=None)],
        "RS-14.none",
        {"expected": ("lab3", "2")},
    ),
    "not in PICS mode": ([record(pics_mode=False)], "RS-15", {}),
    "PICS mode is not stated": ([record(pics_mode=None)], "RS-21", {}),
    "before the PICS was frozen": (
        [record(startTime="2026-03-02T07:59:59Z")],
        "RS-16",
        {"start": "2026-03-02T07:59:59+00:00", "frozen": FROZEN.isoformat()},
    ),
    "before it in every time zone": (
        [record(startTime="2026-03-01T19:00:00")],
        "RS-16",
        {"start": "2026-03-01T19:00:00"},
    ),
    "the start is not stated": ([record(startTime=None)], "RS-17.not-known", {}),
    "when it was frozen": ([record(startTime=FROZEN.isoformat())], "RS-17.same-moment", {}),
    "before it in some time zone": (
        [record(startTime="2026-03-02T12:00:00")],
        "RS-17.no-zone",
        {"start": "2026-03-02T12:00:00"},
    ),
    "on the day it was frozen": ([record(startTime="2026-03-02")], "RS-17.day-only", {"day": "2026-03-02"}),
    "OCPP 2.0.1": ([record(ocppVersion="ocpp2.0.1")], "RS-18", {"version": "ocpp2.0.1"}),
    "passed after a failure": (
        [record(verdict="fail", duration=12), record()],
        "RS-19",
        {"test_case": "TC_001", "verdicts": ("fail", "pass")},
    ),
    "the same run twice": ([record(), record()], "RS-20", {}),
}


@pytest.mark.parametrize(("records", "key", "arguments"), CASES.values(), ids=CASES)
def test_results_that_do_not_belong(records, key, arguments):
    (made,) = found(*records)
    assert made.message.key == key
    assert made.message.arguments.items() >= arguments.items()
    assert made.where is not None
    assert made.where.line > 0


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
    assert made[0].message.arguments["count"] == 2


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
