"""The edition's requirements against the audit by hand: none is missing, and each asks what the procedure asks."""

import pytest

from certkit.conditions import items_of
from certkit.edition.rulebook import load_edition
from certkit.record.read_requirements import requirements_of
from certkit.record.requirements import Effect
from tests.record.requirements_by_hand import ALL, NOT_SHOWN, SHOWN

REQUIREMENTS = requirements_of(load_edition())
ROWS = {row.number: row for row in REQUIREMENTS.rows}
DEVICES = {"S": "Charging Station", "K": "Charging Station Software Stack", "C": "CSMS"}
MODES = {"c": "certification", "r": "re-certification", "d": "declaration"}


def test_the_audit_has_every_number_once():
    assert sorted([*SHOWN, *NOT_SHOWN]) == sorted(ALL)


def test_what_a_record_can_show_is_what_the_audit_says():
    assert sorted(ROWS) == sorted(SHOWN)


def test_the_rest_is_said_to_be_shown_elsewhere():
    assert sorted(number for number, _ in REQUIREMENTS.elsewhere) == sorted(NOT_SHOWN)


@pytest.mark.parametrize("number", sorted(SHOWN))
def test_section_kind_and_effect(number):
    row, by_hand = ROWS[number], SHOWN[number]
    assert row.cite == by_hand.section
    assert row.kind == ("check" if by_hand.kind == "compute" else by_hand.kind)
    assert row.effect is Effect(by_hand.effect)


@pytest.mark.parametrize("number", sorted(SHOWN))
def test_fields_that_show_it(number):
    row, by_hand = ROWS[number], SHOWN[number]
    asked = {*row.shown_by, *(items_of(row.met) if row.met is not None else ())}
    asked = {item for item in asked if item.startswith("record.")}
    assert {item.removeprefix("record.") for item in asked} == set(by_hand.fields)


@pytest.mark.parametrize("number", sorted(SHOWN))
def test_fields_it_turns_on(number):
    asked = {item.removeprefix("record.") for item in items_of(ROWS[number].applies) if item.startswith("record.")}
    assert asked - {"mode"} == set(SHOWN[number].turns_on)


@pytest.mark.parametrize("number", sorted(SHOWN))
def test_devices_and_modes(number):
    """Known are the kind of device and the mode alone: what else it turns on leaves it open, and never lets it fall."""
    by_hand = SHOWN[number]
    for letter, device in DEVICES.items():
        for mark, mode in MODES.items():
            applies = ROWS[number].applies.evaluate({"dut": device, "record.mode": mode})
            if letter not in by_hand.devices or mark not in by_hand.modes:
                assert applies is False, (device, mode)
            elif number in (19, 192):  # only for a family, and a statement that names no members is for none
                assert applies is False
            elif by_hand.turns_on or by_hand.turns_on_statement:
                assert applies is None, (device, mode)
            else:
                assert applies is True, (device, mode)


@pytest.mark.parametrize("number", sorted(SHOWN))
def test_nothing_falls_away_while_the_kind_of_device_is_open(number):
    if number in (19, 192):
        return
    marks = SHOWN[number].modes
    for mark, mode in MODES.items():
        if mark in marks:
            assert ROWS[number].applies.evaluate({"record.mode": mode}) is not False


def test_titles_are_texts_of_their_own():
    titles = [row.title for row in ROWS.values()]
    assert len(set(titles)) == len(titles)
    assert not [title for title in titles if title.endswith(".") or "«" in title]


def test_the_figures_of_the_procedure():
    limits = REQUIREMENTS.limits
    assert (limits.bandwidth, limits.latency, limits.signal) == (5, 1000, -81)
    assert limits.declaration_time == 24 * 60 * 60
