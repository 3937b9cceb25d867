"""Every constraint against a function written by hand, with examples that make it fire and that leave it silent."""

from itertools import product

import pytest

from certkit.checks.pics import check_pics
from certkit.conditions import items_of
from certkit.model.finding import Severity
from tests.independent.constraints import CONSTRAINTS
from tests.rules.devices import device, edition, statement

BY_HAND = {row.id: row for row in CONSTRAINTS}
FIRING = [(row.id, *example) for row in CONSTRAINTS for example in row.firing]
SILENT = [(row.id, *example) for row in CONSTRAINTS for example in row.silent]
NOT_OF_PART_P = {"A-10"}
"""Constraints of the edition that stand elsewhere than among the contradictory answers."""


def codes_of(name, changes):
    answers = {**device(name).values, **changes}
    return {finding.code for finding in check_pics(statement(answers), edition())}


def test_edition_has_exactly_the_constraints_written_by_hand():
    assert set(edition().constraints) - NOT_OF_PART_P == set(BY_HAND)


@pytest.mark.parametrize("name", BY_HAND)
def test_severity(name):
    assert edition().constraints[name].severity.value == BY_HAND[name].severity


@pytest.mark.parametrize(("code", "name", "changes"), FIRING)
def test_fires(code, name, changes):
    assert code not in codes_of(name, {})
    assert code in codes_of(name, changes)


@pytest.mark.parametrize(("code", "name", "changes"), SILENT)
def test_is_silent(code, name, changes):
    assert code not in codes_of(name, changes)


@pytest.mark.parametrize("name", [row.id for row in edition().constraints.values() if row.when and row.id in BY_HAND])
def test_condition_agrees_with_the_function_over_every_combination(name):
    row, hand = edition().constraints[name], BY_HAND[name]
    items = [item for item in dict.fromkeys((*items_of(row.when), *hand.items)) if item != "dut"]
    options = []
    for item in items:
        values = set(edition().candidates(item, row.when)) if item in items_of(row.when) else set()
        if not values:
            domain = edition().items[item].domain
            values = set(domain.candidates(item, row.when))
        options.append([None, *sorted(values, key=str)])
    for dut in row.asked_of:
        for values in product(*options):
            answers = {item: value for item, value in zip(items, values, strict=True) if value is not None}
            answers["dut"] = dut
            assert bool(row.when.evaluate(answers)) == bool(hand.fires(answers)), answers


def test_core_not_claimed_is_an_error():
    assert "A-10" in codes_of("ac-socket", {"core": "No"})
    assert "A-10" not in codes_of("ac-socket", {})


def test_unanswered_is_never_a_contradiction():
    """Taking any one answer away makes no combination fire that asks for a given answer."""
    for item in device("ac-socket").values:
        if item == "dut":
            continue
        found = codes_of("ac-socket", {item: None})
        fired = {code for code in found if code in edition().constraints and edition().constraints[code].when}
        only_missing = {"P-66"}
        assert fired <= only_missing, item


def test_finding_points_at_the_answer_that_helped_to_decide():
    answers = {**device("full-csms").values, "LA-0": "No"}
    found = next(f for f in check_pics(statement(answers), edition()) if f.code == "P-63")
    assert found.items == ("LA-0",)


def test_every_finding_has_a_hint_and_a_citation():
    findings = check_pics(statement({"dut": "Charging Station"}), edition())
    assert len(findings) > 40
    for finding in findings:
        assert finding.hint
        assert finding.cite


def test_draft_turns_missing_answers_into_notes():
    pics = statement({"dut": "CSMS", "core": "No"})
    strict = check_pics(pics, edition())
    draft = check_pics(pics, edition(), draft=True)
    assert [f.code for f in strict] == [f.code for f in draft]
    assert {f.severity for f in strict if f.code == "K-03"} == {Severity.ERROR}
    assert {f.severity for f in draft if f.code in ("K-03", "P-60", "P-42")} == {Severity.NOTE}
    assert [f.code for f in draft if f.severity is Severity.ERROR] == ["A-10"]
