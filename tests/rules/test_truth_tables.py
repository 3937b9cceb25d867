"""Every condition of the edition against a function written by hand, over every combination of their answers.

The functions are in tests/independent, made from the document without certkit. A condition and its function must agree
wherever they can differ: over all combinations of the items that either of them names.
"""

from itertools import product

import pytest

from certkit.conditions import items_of
from certkit.rulebook.selection import select
from tests.independent.applicability import ALTERNATIVES, PREREQUISITES, ROWS
from tests.rules.devices import edition

COLUMNS = ("station", "csms")


def combinations(items, nodes, rulebook, column):
    """Every combination of answers to the items that the conditions can tell apart, of the column's kinds of device."""
    options = []
    for item in items:
        domain = rulebook.items[item].domain
        values = {value for node in nodes for value in domain.candidates(item, node)}
        if item == "dut":
            values = {kind for kind in values if rulebook.column(kind) == column}
        options.append(sorted(values, key=str))
    for values in product(*options):
        yield dict(zip(items, values, strict=True))


def assert_same(test_case, column, hand, rulebook):
    """``hand``: the cell written by hand (mark may be missing), or None for a blank cell."""
    entries = rulebook.test_cases[test_case].columns.get(column, ())
    if hand is None:
        assert entries == ()
        return
    mark = getattr(hand, "mark", rulebook.test_cases[test_case].mark(column))
    assert rulebook.test_cases[test_case].mark(column) == mark
    nodes = [entry.when for entry in entries]
    items = sorted({item for node in nodes for item in items_of(node)} | set(hand.items))
    for answers in combinations(items, nodes, rulebook, column):
        found = select(entries, answers, rulebook.candidates)[0].value
        expected = "not-applicable" if not hand.applies(answers) else "optional" if mark == "O" else "required"
        assert found == expected, answers


def test_edition_has_the_rows_of_the_document_in_its_order():
    assert list(edition().test_cases) == list(ROWS)
    assert len(ROWS) == 112


@pytest.mark.parametrize("test_case", ROWS)
def test_title_mark_and_condition(test_case):
    assert edition().test_cases[test_case].title == ROWS[test_case].title
    for column in COLUMNS:
        assert_same(test_case, column, getattr(ROWS[test_case], column), edition())


@pytest.mark.parametrize(("reading", "letter"), ALTERNATIVES)
def test_alternative_reading_changes_the_rows_written_by_hand_and_no_other(reading, letter):
    other = edition(f"{reading}={letter}")
    changed = ALTERNATIVES[reading, letter]
    for test_case in ROWS:
        for column in COLUMNS:
            hand = changed.get(test_case, {}).get(column) or getattr(ROWS[test_case], column)
            assert_same(test_case, column, hand, other)


def test_every_alternative_of_the_edition_is_written_by_hand():
    offered = {(row.id, other.letter) for row in edition().readings.values() for other in row.alternatives}
    assert offered == set(ALTERNATIVES)


@pytest.mark.parametrize(("reading", "letter"), ALTERNATIVES)
def test_rows_that_an_alternative_changes_name_the_reading(reading, letter):
    for test_case, columns in ALTERNATIVES[reading, letter].items():
        for column in columns:
            entries = edition().test_cases[test_case].columns[column]
            assert any(reading in entry.readings for entry in entries), (test_case, column)


@pytest.mark.parametrize("test_case", PREREQUISITES)
def test_prerequisite(test_case):
    rows = edition().test_cases[test_case].prerequisites
    hand = PREREQUISITES[test_case]
    nodes = [row.needs for row in rows]
    items = sorted({item for node in nodes for item in items_of(node)} | set(hand.items))
    for answers in combinations(items, nodes, edition(), "station"):
        assert all(node.evaluate(answers) for node in nodes) == hand.applies(answers), answers


def test_only_three_test_cases_have_prerequisites():
    assert {case.id for case in edition().test_cases.values() if case.prerequisites} == set(PREREQUISITES)
