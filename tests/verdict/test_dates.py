"""Every day and time of a record: what is later than now, or not from the time of the tests, shows nothing."""

from datetime import UTC, datetime

import pytest

from certkit.record.kinds import DAY, MOMENT
from certkit.record.model import RecordFields
from certkit.verdict.judge_dates import AROUND_THE_TESTS, BEFORE_THE_TESTS, PERIODS
from tests.verdict.dossiers import call, declaration, example, verdict_at, verdict_of
from tests.verdict.systems import csms

AT = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)
"""The tests of the example ran on 2026-03-03; this is when they are assessed."""


def dated_fields(group, path=""):
    for key, spec in group.specs.items():
        if spec.group is not None:
            yield from dated_fields(spec.group, f"{path}{key}.")
        elif spec.kind in (DAY, MOMENT):
            yield path + key


def test_every_day_and_time_of_the_record_has_its_period():
    assert list(dated_fields(RecordFields)) == list(PERIODS)


DECISION = {"reference": "CWG-1", "date": "2026-03-04", "ground": "Because.", "test_cases": "[TC_010]"}
FIELDS = {
    # field: where it stands in the example, and how it is named
    "pics.frozen_at": ("frozen_at: 2026-03-02 16:30", "pics.frozen_at"),
    "pics.verified_on": ("verified_on: 2026-03-02", "pics.verified_on"),
    "intake.pre_test_on": ("pre_test_on: 2026-03-02", "intake.pre_test_on"),
    "network.at": ("at: 2026-03-03 08:40", "network[1].at"),
    "configuration.read_at": ("read_at: 2026-03-02 15:10", "configuration.read_at"),
    "incidents.at": ("at: 2026-03-03 10:25", "incidents[1].at"),
    "incidents.until": ("until: 2026-03-03 10:40", "incidents[1].until"),
}
OTHERS = {"setup.csms.handed_over_on", "decisions.date"}
"""Fields that the example does not have; they have tests of their own below."""


def reasons(folder, change, *codes):
    dossier = example()
    change(dossier)
    verdict = verdict_at(dossier.write(folder), AT)
    return verdict.outcome.value, [one.message for one in verdict.reasons if one.code in codes]


def moved(field, day):
    old, _ = FIELDS[field]
    key, _, value = old.partition(": ")
    return lambda dossier: dossier.change(old, f"{key}: {day}{value[10:]}")


def test_every_field_is_tried():
    assert {*FIELDS, *OTHERS} == set(PERIODS)


def test_the_example_is_from_the_time_of_its_tests(tmp_path):
    assert reasons(tmp_path, lambda _: None, "VD-17", "VD-18") == ("pass", [])


@pytest.mark.parametrize("field", FIELDS)
def test_what_is_later_than_now_shows_nothing(field, tmp_path):
    outcome, found = reasons(tmp_path, moved(field, "2026-03-07"), "VD-17")
    assert outcome != "pass"
    assert [message.arguments["field"] for message in found] == [FIELDS[field][1]]
    assert found[0].key == "reason.dated-later"


@pytest.mark.parametrize("field", [name for name in FIELDS if PERIODS[name] in (BEFORE_THE_TESTS, AROUND_THE_TESTS)])
def test_what_is_long_before_the_tests_shows_nothing(field, tmp_path):
    outcome, found = reasons(tmp_path, moved(field, "2025-09-02"), "VD-18")
    assert outcome == "incomplete"
    assert [message.arguments["field"] for message in found] == [FIELDS[field][1]]


@pytest.mark.parametrize("field", [name for name in FIELDS if PERIODS[name] == BEFORE_THE_TESTS])
@pytest.mark.parametrize(("day", "good"), [("2026-03-03", True), ("2026-03-04", False)])
def test_what_has_to_come_before_the_tests(field, day, good, tmp_path):
    outcome, found = reasons(tmp_path, moved(field, day), "VD-18")
    assert (outcome == "pass") is good
    assert bool(found) is not good


@pytest.mark.parametrize("field", [name for name in FIELDS if PERIODS[name] == AROUND_THE_TESTS])
@pytest.mark.parametrize(("day", "good"), [("2026-03-04", True), ("2026-03-05", False)])
def test_what_may_be_until_a_day_after_the_tests(field, day, good, tmp_path):
    """The times of day keep it before now, and more than a day after the last test."""
    change = moved(field, day)

    def both(dossier):
        change(dossier)
        if field == "configuration.read_at":
            dossier.change(f"read_at: {day} 15:10", f"read_at: {day} 12:00")

    _, found = reasons(tmp_path, both, "VD-18")
    assert bool(found) is not good


def test_a_measurement_during_the_tests_is_not_from_before_them(tmp_path):
    _, found = reasons(tmp_path, lambda d: d.change("at: 2026-03-03 13:05", "at: 2026-02-20 13:05"), "VD-18")
    assert [message.arguments["field"] for message in found] == ["network[2].at"]


@pytest.mark.parametrize(("day", "later"), [("2026-03-04", False), ("2026-03-06", False), ("2026-03-07", True)])
def test_a_decision_is_not_taken_later_than_now(day, later, tmp_path):
    """A day without a zone may begin fourteen hours earlier than in UTC."""
    _, found = reasons(tmp_path, lambda d: d.decision(**{**DECISION, "date": day}), "VD-17")
    assert [call(message) for message in found] == (
        [f"dated-later(field=decisions[1].date, dated={day})"] if later else []
    )


def test_the_day_on_which_a_csms_was_handed_over(tmp_path):
    dossier = csms()
    verdict = verdict_of(dossier, tmp_path)
    assert not [one for one in verdict.reasons if one.code in ("VD-17", "VD-18")]
    (line,) = [line for line in dossier.text.splitlines() if "handed_over_on" in line]
    for day, code in (("2199-03-02", "VD-17"), ("2026-06-02", "VD-18")):
        changed = csms()
        changed.change(line, f"{line.partition(':')[0]}: {day}")
        found = [one.code for one in verdict_of(changed, tmp_path).reasons if one.code in ("VD-17", "VD-18")]
        assert found == [code]


def test_declarations_keep_to_their_time_too(tmp_path):
    dossier = declaration()
    line = next(line for line in dossier.text.splitlines() if "read_at:" in line)
    dossier.change(line, f"{line.partition(':')[0]}: 2025-01-01 10:00")
    verdict = verdict_of(dossier, tmp_path)
    assert [one.code for one in verdict.blocking] == ["VD-18"]
