"""A condition and its formula agree, whatever is answered and whatever is not."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certkit.conditions import (
    AllOf,
    Among,
    Answered,
    AnswerTo,
    AnyOf,
    AtLeast,
    Compare,
    Constant,
    Defined,
    Holds,
    Includes,
    Node,
    Not,
    items_of,
    parse,
)
from certkit.pics.condition_formula import to_formula
from tests.pics.formulas import calculate
from tests.pics.workbooks import rulebook

CELLS = {"R-0": "$C$1", "C-06": "$C$2", "n": "$C$3", "m": "$C$4", "tech": "$C$5", "rows": "$B$6:$C$9"}


def holds(node: Node, answers: dict[str, Any]) -> Any:
    def as_cell(value: Any) -> Any:
        return ", ".join(value) if isinstance(value, tuple) else value

    cells = {CELLS[item]: as_cell(value) for item, value in answers.items()}
    return calculate(to_formula(node, CELLS.get), cells)


@pytest.mark.parametrize(
    ("condition", "answers", "expected"),
    [
        ("R-0", {"R-0": "Yes"}, True),
        ("R-0", {"R-0": "No"}, False),
        ("R-0", {}, False),
        ("not R-0", {"R-0": "No"}, True),
        ("not R-0", {}, False),
        ("C-06 != No", {"C-06": "Both"}, True),
        ("C-06 != No", {}, False),
        ("C-06 in (Yes, Both)", {"C-06": "both"}, True),
        ("not C-06 in (Yes, Both)", {"C-06": "No"}, True),
        ("n < 5", {"n": 4}, True),
        ("n < 5", {"n": 5}, False),
        ("n < 5", {}, False),
        ("n < 5", {"n": "few"}, False),
        ("not n < 5", {"n": "few"}, False),
        ("n > answer(m)", {"n": 3, "m": 2}, True),
        ("n > answer(m)", {"n": 3}, False),
        ("tech includes WiFi", {"tech": "ethernet; wifi"}, True),
        ("tech includes WiFi", {"tech": "ethernet,WiFi"}, True),
        ("tech includes WiFi", {"tech": "WiFi\nethernet"}, True),
        ("tech includes WiFi", {"tech": "WiFi6"}, False),
        ("tech includes WiFi", {}, False),
        ("not tech includes WiFi", {"tech": "ethernet"}, True),
        ('tech includes "a*?~"', {"tech": "x, a*?~"}, True),
        ('tech includes "a*?~"', {"tech": "abc~"}, False),
        ("answered(rows)", {"rows": ["", "x"]}, True),
        ("answered(rows)", {"rows": ["", " "]}, False),
        ("not answered(n)", {}, True),
        ("at least 2 of (R-0, C-06, n == 1)", {"R-0": "Yes", "n": 1}, True),
        ("at least 2 of (R-0, C-06, n == 1)", {"R-0": "Yes"}, False),
        ("not at least 2 of (R-0, C-06, n == 1)", {"R-0": "No", "C-06": "No"}, True),
        ("not at least 2 of (R-0, C-06, n == 1)", {"R-0": "No"}, False),
        ("always", {}, True),
        ("never", {}, False),
    ],
)
def test_a_condition_as_a_formula(condition: str, answers: dict[str, Any], expected: bool) -> None:
    assert holds(parse(condition), answers) is expected


def test_what_the_form_does_not_have_is_unanswered() -> None:
    assert calculate(to_formula(parse("C-99"), CELLS.get), {}) is False
    assert calculate(to_formula(parse("not C-99"), CELLS.get), {}) is False
    assert calculate(to_formula(parse("not answered(C-99) and not answered(R-0)"), CELLS.get), {}) is True


def test_the_formula_of_a_simple_requirement_is_simple() -> None:
    assert to_formula(parse("R-0"), CELLS.get) == 'AND(TRIM($C$1)<>"",TRIM($C$1)="Yes")'
    assert to_formula(AllOf((Constant(True), Constant(True))), CELLS.get) == "TRUE"
    assert to_formula(parse("R-0 and never"), CELLS.get) == "FALSE"


leaves = st.one_of(
    st.builds(Holds, st.sampled_from(["R-0", "C-06"])),
    st.builds(
        Compare, st.sampled_from(["R-0", "C-06"]), st.sampled_from(["==", "!="]), st.sampled_from(["No", "Both"])
    ),
    st.builds(Compare, st.just("n"), st.sampled_from(["==", "!=", "<", "<=", ">", ">="]), st.sampled_from([1, 2])),
    st.builds(Compare, st.just("n"), st.sampled_from(["==", "!=", "<", ">="]), st.just(AnswerTo("m"))),
    st.builds(Among, st.just("C-06"), st.just(("Yes", "Both"))),
    st.builds(Includes, st.just("tech"), st.sampled_from(["WiFi", "ethernet"])),
    st.builds(Answered, st.sampled_from(["R-0", "n", "tech"])),
    st.builds(Constant, st.booleans()),
)
conditions = st.recursive(
    leaves,
    lambda parts: st.one_of(
        st.builds(Not, parts),
        st.builds(Defined, st.just("term"), parts),
        st.lists(parts, min_size=2, max_size=3).map(lambda p: AllOf(tuple(p))),
        st.lists(parts, min_size=2, max_size=3).map(lambda p: AnyOf(tuple(p))),
        st.lists(parts, min_size=2, max_size=3).map(lambda p: AtLeast(2, tuple(p))),
    ),
    max_leaves=6,
)
ANSWERS: dict[str, list[Any]] = {
    "R-0": [None, "Yes", "No"],
    "C-06": [None, "Yes", "No", "Both"],
    "n": [None, 1, 2, 3],
    "m": [None, 2],
    "tech": [None, ("WiFi",), ("ethernet",), ("WiFi", "ethernet")],
}


@settings(max_examples=150, deadline=None)
@given(conditions, st.fixed_dictionaries({item: st.sampled_from(values) for item, values in ANSWERS.items()}))
def test_any_condition_and_its_formula_agree(node: Node, answers: dict[str, Any]) -> None:
    given_answers = {item: value for item, value in answers.items() if value is not None}
    assert holds(node, given_answers) is (node.evaluate(given_answers) is True)


def test_every_requirement_of_the_edition_and_its_formula_agree() -> None:
    checked = 0
    for item in rulebook().items.values():
        asked = items_of(item.required)
        cells = {name: f"$C${number}" for number, name in enumerate(asked, start=1)}
        for values in product(*([None, *rulebook().candidates(name, item.required)] for name in asked)):
            answers = {name: value for name, value in zip(asked, values, strict=True) if value is not None}
            written = {cells[name]: "x" if isinstance(value, tuple) else value for name, value in answers.items()}
            formula = to_formula(item.required, cells.get)
            assert calculate(formula, written) is (item.required.evaluate(answers) is True), (item.id, answers)
            checked += 1
    assert checked > len(rulebook().items)
