"""What a plan says of each test case, and in which order it is run."""

import hashlib
from dataclasses import replace

import pytest

from certkit.finding import Place
from certkit.plan.derive import in_random_order, make_plan, run_sequence
from certkit.plan.model import DecidingAnswer, Status
from tests.edition.test_second_edition import answered, edition
from tests.edition.test_second_edition import device as small_device
from tests.rules.devices import device, statement
from tests.rules.devices import edition as shipped


def row(plan, name):
    return next(row for row in plan.test_cases if row.id == name)


def test_plan_says_what_it_was_made_from():
    pics = device("ac-socket")
    plan = make_plan(pics, shipped())
    assert plan.edition == "ocpp-1.6-v2.4"
    assert plan.rulebook_sha256 == shipped().sha256
    assert plan.pics_sha256 == pics.sha256
    assert plan.source == "ac-socket.yaml"
    assert plan.dut == "Charging Station"
    assert plan.seed is None


def test_row_says_where_the_test_case_stands_and_with_which_mark():
    found = row(make_plan(device("ac-socket"), shipped()), "TC_024")
    assert found.title == "Start Charging Session - Lock Failure"
    assert found.section == "Core / Core Profile - Basic Actions Non-happy flow"
    assert found.mark == "O"
    assert found.readings == ("B-01", "B-13", "B-23")
    assert found.answers == (DecidingAnswer("fixed_cable", "No", Place(line=9, column=16)),)
    assert found.prerequisites == ()


REASONS = [
    ("station-full", "TC_B_01", "mandatory for every Charging Station"),
    ("station-full", "TC_B_02", "not in the list for a Charging Station"),
    ("station-full", "TC_C_10", "C-30 is Yes; AQ-2 is No"),
    ("station-full", "TC_E_01", "HFS-8 is 2"),
    ("station-open", "TC_C_10", "depends on AQ-2, not answered"),
    ("station-open", "TC_K_02", "depends on smart_charging and AQ-2, not answered"),
    ("station-open", "TC_C_20", "depends on C-51, C-52 and AQ-2, not answered"),
    ("csms", "TC_K_01", "smart_charging is No"),
]


@pytest.mark.parametrize(("name", "test_case", "reason"), REASONS)
def test_reason(name, test_case, reason):
    assert row(make_plan(small_device(name), edition()), test_case).because == reason


def test_reason_of_an_optional_row_without_condition():
    assert row(make_plan(device("ac-socket"), shipped()), "TC_030").because == "optional for every Charging Station"
    assert row(make_plan(device("full-csms"), shipped()), "TC_028").because == "optional for every CSMS"


def test_without_a_kind_of_device_nothing_is_said():
    plan = make_plan(statement({"C-07": "Yes"}), shipped())
    assert plan.dut is None
    assert plan.readings == ()
    found = row(plan, "TC_003")
    assert found.status is Status.UNDETERMINED
    assert found.blocked_by == ("dut",)
    assert found.mark == ""
    assert found.because.key == "plan.dut-not-answered"
    assert found.section == "Core / Start Charging Session"
    assert found.title == "Regular Charging Session - Plugin First"
    assert plan.blocked_by == ("dut",)


def test_readings_of_a_plan_are_those_of_its_rows_and_those_selected():
    pics = device("full-csms")
    names = [name for name, _ in make_plan(pics, shipped()).readings]
    assert names == ["B-02", "B-03", "B-04", "B-05", "B-06", "B-18", "B-21", "B-22", "B-23"]
    selected = make_plan(pics, shipped("B-07=b")).readings
    assert ("B-07", "b") in selected
    assert ("B-02", "taken") in selected


@pytest.mark.parametrize(
    ("count", "met", "items"),
    [(3, True, ("HFS-8",)), (2, False, ("HFS-8",)), (None, None, ("HFS-8",))],
)
def test_prerequisite(count, met, items):
    found = row(make_plan(answered("station-full", HFS_8=count), edition()), "TC_E_02").prerequisites
    assert [(p.met, p.items) for p in found] == [(met, items)]


def test_prerequisites_are_those_of_the_column():
    assert row(make_plan(small_device("csms"), edition()), "TC_E_02").prerequisites == ()


def test_what_blocks_a_row_with_several_entries_ends_at_the_first_that_holds():
    """TC_K_01 of a CSMS: required with Smart Charging, otherwise optional in any case."""
    found = row(make_plan(answered("csms", smart_charging=None), edition()), "TC_K_01")
    assert (found.status, found.blocked_by) == (Status.UNDETERMINED, ("smart_charging",))


def test_what_stands_behind_an_entry_that_holds_blocks_nothing():
    """TC_K_02: with Smart Charging and a method it is optional at least; Advanced Security no longer matters."""
    pics = answered("station-full", AQ_2=None, advanced_security=None)
    found = row(make_plan(pics, edition()), "TC_K_02")
    assert (found.status, found.blocked_by) == (Status.UNDETERMINED, ("AQ-2",))


def test_a_row_that_is_required_either_way_is_not_open():
    """TC_K_02: with Advanced Security it is optional at least, and required only with a lock."""
    pics = answered("station-full", AQ_2=None, smart_charging="No")
    found = row(make_plan(pics, edition()), "TC_K_02")
    assert (found.status, found.blocked_by) == (Status.OPTIONAL, ())
    assert [answer.item for answer in found.answers] == ["smart_charging", "advanced_security"]


def test_random_order_follows_from_the_seed_alone():
    plan = make_plan(device("ac-socket"), shipped())
    ordered = in_random_order(plan, "2026-1")
    ids = [row.id for row in plan.to_run]
    by_hand = sorted(ids, key=lambda name: hashlib.sha256(f"2026-1:{name}".encode()).hexdigest())
    assert [row.id for row in ordered.to_run] == by_hand != ids
    assert [row.id for row in ordered.test_cases[: len(ids)]] == by_hand
    rest = [row for row in plan.test_cases if row.status is Status.NOT_APPLICABLE]
    assert list(ordered.test_cases[len(ids) :]) == rest
    assert ordered.seed == "2026-1"
    assert replace(ordered, test_cases=plan.test_cases, seed=None) == plan
    assert in_random_order(plan, "2026-2").test_cases != ordered.test_cases
    assert in_random_order(ordered, "2026-1") == ordered


def test_sequence_has_the_reset_before_every_test_of_a_station():
    for name in ("ac-socket", "software-stack"):
        plan = make_plan(device(name), shipped())
        sequence = run_sequence(plan, shipped())
        assert sequence[::2] == ("000_RESET",) * len(plan.to_run)
        assert sequence[1::2] == tuple(row.id for row in plan.to_run)


def test_sequence_of_a_csms_has_no_reset():
    plan = make_plan(device("full-csms"), shipped())
    assert run_sequence(plan, shipped()) == tuple(row.id for row in plan.to_run)


def test_nothing_is_run_without_a_kind_of_device():
    assert run_sequence(make_plan(statement({}), shipped()), shipped()) == ()


def test_counts_and_completeness():
    plan = make_plan(small_device("station-open"), edition())
    assert [plan.count(status) for status in Status] == [4, 1, 2, 6]
    assert plan.complete is False
    assert plan.blocked_by == ("AQ-2", "C-51", "C-52", "HFS-9", "smart_charging", "reservation", "RV-1")
    assert [row.id for row in plan.to_run] == ["TC_B_01", "TC_C_05", "TC_C_11", "TC_E_01", "TC_E_03"]
