"""What plans say beside the statuses, which agreement.py compares with those written by hand."""

from dataclasses import replace

import pytest

from certkit.plan.derive import make_plan
from tests.rules.devices import COMPLETE, NAMES, device, edition, expected_rows, statement


def test_there_are_enough_devices():
    assert len(COMPLETE) >= 9
    assert len(NAMES) > len(COMPLETE)


@pytest.mark.parametrize("name", NAMES)
def test_plan_is_complete_only_when_nothing_is_undetermined(name):
    plan = make_plan(device(name), edition())
    assert plan.complete is all(row["status"] != "undetermined" for row in expected_rows(name))
    assert plan.complete is not bool(plan.blocked_by)


def test_every_status_has_a_reason_with_the_place_of_each_answer():
    plan = make_plan(device("ac-socket"), edition())
    for row in plan.test_cases:
        assert row.because
        for answer in row.answers:
            assert answer.where is not None
            assert answer.where.line > 0


def test_reason_names_answers_as_they_are_given():
    rows = {row.id: row for row in make_plan(device("remote-only-no-rfid"), edition()).test_cases}
    assert rows["TC_003"].because == "C-07 is No; C-08 is No"
    assert rows["TC_001"].because == "mandatory for every Charging Station"
    assert rows["TC_007"].because == "not in the list for a Charging Station"
    assert rows["TC_030"].because == "optional for every Charging Station"


def test_without_a_kind_of_device_every_row_waits_for_it():
    unknown = {item: answer for item, answer in device("ac-socket").answers.items() if item != "dut"}
    plan = make_plan(replace(device("ac-socket"), answers=unknown), edition())
    assert {row.status.value for row in plan.test_cases} == {"undetermined"}
    assert plan.blocked_by == ("dut",)


@pytest.mark.parametrize(
    ("changes", "met"),
    [
        ({"ChargingScheduleMaxPeriods": 5}, True),
        ({"ChargingScheduleMaxPeriods": 4}, False),
        ({"ChargingScheduleMaxPeriods": None}, None),
    ],
)
def test_prerequisite_is_shown_but_decides_nothing(changes, met):
    answers = {**device("ac-socket").values, **changes}
    row = next(row for row in make_plan(statement(answers), edition()).test_cases if row.id == "TC_066")
    assert row.status.value == "required"
    assert row.prerequisites[0].met is met
