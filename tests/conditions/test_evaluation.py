"""Deciding with answers missing: unanswered is unknown, never No."""

import pytest

from certkit.conditions import (
    AllOf,
    AnyOf,
    Constant,
    Defined,
    Holds,
    Not,
    blocking_items,
    clauses,
    decide,
    deciding_items,
    parse,
    simplified,
    smallest_changes,
)
from tests.conditions.universe import DOMAINS, candidates

T, F, U = True, False, None
YES, NO = {"C-01": "Yes"}, {"C-01": "No"}
BOTH_YES = {"C-01": "Yes", "C-02": "Yes"}

VALUES = [
    # an item on its own: its answer is Yes
    ("C-01", YES, T),
    ("C-01", NO, F),
    ("C-01", {}, U),
    ("not C-01", YES, F),
    ("not C-01", NO, T),
    ("not C-01", {}, U),
    # one No is enough for "and", one Yes for "or"
    ("C-01 and C-02", NO, F),
    ("C-01 and C-02", {"C-02": "No"}, F),
    ("C-01 and C-02", YES, U),
    ("C-01 and C-02", BOTH_YES, T),
    ("C-01 or C-02", YES, T),
    ("C-01 or C-02", {"C-02": "Yes"}, T),
    ("C-01 or C-02", NO, U),
    ("C-01 or C-02", {"C-01": "No", "C-02": "No"}, F),
    # counting
    ("at least 2 of (C-01, C-02, AQ-7.1)", BOTH_YES, T),
    ("at least 2 of (C-01, C-02, AQ-7.1)", YES, U),
    ("at least 2 of (C-01, C-02, AQ-7.1)", {"C-01": "No", "AQ-7.1": "No"}, F),
    ("at least 2 of (C-01, C-02, AQ-7.1)", {"C-01": "No", "AQ-7.1": "Yes"}, U),
    ("at least 3 of (C-01, C-02, AQ-7.1)", NO, F),
    # names of an enumeration
    ("kind == red", {"kind": "red"}, T),
    ("kind == red", {"kind": "green"}, F),
    ("kind == red", {}, U),
    ("kind != red", {"kind": "green"}, T),
    ("kind != red", {"kind": "red"}, F),
    ("kind != red", {}, U),
    ("kind in (red, green)", {"kind": "green"}, T),
    ("kind in (red, green)", {"kind": "at least"}, F),
    ("kind in (red, green)", {}, U),
    # numbers, at the border and beside it
    *[(f"levels {sign} 3", {"levels": number}, value) for sign, values in {
        "==": (F, T, F), "!=": (T, F, T), "<": (T, F, F), "<=": (T, T, F), ">": (F, F, T), ">=": (F, T, T),
    }.items() for number, value in zip((2, 3, 4), values, strict=True)],
    ("levels > 3", {}, U),
    ("timeout <= 2.5", {"timeout": 2.5}, T),
    ("levels > answer(profiles)", {"levels": 3, "profiles": 2}, T),
    ("levels > answer(profiles)", {"levels": 2, "profiles": 2}, F),
    ("levels > answer(profiles)", {"levels": 2}, U),
    ("levels > answer(profiles)", {"profiles": 2}, U),
    # several answers
    ("radio includes 2G", {"radio": ("WiFi", "2G")}, T),
    ("radio includes 3G", {"radio": ("WiFi", "2G")}, F),
    ("radio includes 3G", {}, U),
    ("radio includes answer(measured)", {"radio": ("WiFi",), "measured": "WiFi"}, T),
    ("radio includes answer(measured)", {"radio": ("WiFi",), "measured": "2G"}, F),
    ("radio includes answer(measured)", {"radio": ("WiFi",)}, U),
    # whether there is an answer at all is always known
    ("answered(C-01)", NO, T),
    ("answered(C-01)", {}, F),
    ("always", {}, T),
    ("never", {}, F),
]  # fmt: skip


@pytest.mark.parametrize(("text", "answers", "value"), VALUES)
def test_value(text, answers, value):
    assert parse(text.replace("2G", '"2G"').replace("3G", '"3G"')).evaluate(answers) is value


def test_text_is_not_ordered():
    with pytest.raises(TypeError, match="vendor > 3 compares what are not numbers"):
        parse("vendor > 3").evaluate({"vendor": "ACME"})


def test_a_single_answer_includes_nothing():
    assert parse("vendor includes A").evaluate({"vendor": "A"}) is False


DECIDED = [
    # exact where Kleene's logic is not: an unanswered item stands twice, or is compared with another
    ("C-01 or not C-01", {}, T, (), ()),
    ("C-01 and not C-01", {}, F, (), ()),
    ("C-01 and C-02 or C-01 and not C-02", YES, T, ("C-01",), ()),
    ("C-01 and C-02 or C-01 and not C-02", {}, U, (), ("C-01",)),
    ("levels > 3 or levels < 5", {}, T, (), ()),
    ("levels > 3 and levels < 5", {}, U, (), ("levels",)),
    ("timeout > 1 and timeout < 2", {}, U, (), ("timeout",)),
    ("levels == answer(levels)", {}, T, (), ()),
    ("levels < answer(profiles)", {"profiles": 0}, F, ("profiles",), ()),
    ("levels < answer(profiles)", {"profiles": 100}, U, (), ("levels",)),
    ("levels >= answer(profiles)", {"profiles": 0}, T, ("profiles",), ()),
    ("levels > answer(profiles)", {"levels": 0}, F, ("levels",), ()),
    ("levels > answer(profiles) and profiles > 3", {"levels": 4}, F, ("levels",), ()),
    ("levels > answer(profiles) and profiles > 3", {"levels": 5}, U, (), ("profiles",)),
    ("levels > answer(profiles) and levels < 6 and profiles > 3", {}, U, (), ("levels", "profiles")),
    ("levels > answer(profiles) and levels < 5 and profiles > 3", {}, F, (), ()),
    ("kind == answer(shade)", {"kind": "at least"}, F, ("kind",), ()),
    ("kind == answer(shade)", {"shade": "blue"}, F, ("shade",), ()),
    ("kind == answer(shade)", {"shade": "red"}, U, (), ("kind",)),
    ("radio includes answer(measured)", {"radio": ("WiFi", "2G", "3G")}, T, ("radio",), ()),
    ("radio includes answer(measured)", {"measured": "WiFi"}, U, (), ("radio",)),
    ("ports includes answer(model)", {"ports": ("a",)}, U, (), ("model",)),
    ("ports includes answer(model)", {"model": "a"}, U, (), ("ports",)),
    ("model == answer(brand)", {"model": "a"}, U, (), ("brand",)),
    ("(C-01 or not C-01) and C-02", {}, U, (), ("C-02",)),
    ("C-01 and not C-01 and C-02", {}, F, (), ()),
    ("not (C-01 or not C-01)", {}, F, (), ()),
    ("at least 1 of (C-01, not C-01)", {}, T, (), ()),
    # what decides, and what is waited for
    ("C-01 and C-02", {"C-01": "No", "C-02": "No"}, F, ("C-01", "C-02"), ()),
    ("C-01 and C-02", {"C-01": "Yes", "C-02": "No"}, F, ("C-02",), ()),
    ("C-01 and C-02", BOTH_YES, T, ("C-01", "C-02"), ()),
    ("C-01 or C-02", {"C-01": "No", "C-02": "Yes"}, T, ("C-02",), ()),
    ("C-01 and C-02", YES, U, (), ("C-02",)),
    ("C-01 and (C-02 or AQ-7.1)", {"AQ-7.1": "Yes"}, U, (), ("C-01",)),
    ("not C-01", NO, T, ("C-01",), ()),
    ("at least 2 of (C-01, C-02, AQ-7.1)", {"C-01": "No", "AQ-7.1": "No"}, F, ("C-01", "AQ-7.1"), ()),
    ("at least 2 of (C-01, C-02, AQ-7.1)", {"C-01": "No"}, U, (), ("C-02", "AQ-7.1")),
    ("answered(C-01)", {}, F, ("C-01",), ()),
]


@pytest.mark.parametrize(("text", "answers", "value", "deciding", "blocking"), DECIDED)
def test_decided(text, answers, value, deciding, blocking):
    node = parse(text)
    assert decide(node, answers, candidates) is value
    assert deciding_items(node, answers, candidates) == deciding
    assert blocking_items(node, answers, candidates) == blocking


def test_the_same_looked_at_through_a_term():
    node = AllOf((Defined("alike", parse("levels == answer(profiles)")), Not(Holds("C-01"))))
    assert decide(node, {"levels": 3}, candidates) is None
    assert blocking_items(node, {"levels": 3}, candidates) == ("profiles", "C-01")
    assert decide(node, {"C-01": "Yes"}, candidates) is False


def test_without_candidates_only_what_the_logic_itself_sees_is_named():
    node = parse("C-01 and C-02 or C-01 and not C-02")
    assert deciding_items(node, YES) == ()
    assert deciding_items(node, {**YES, "C-02": "No"}) == ("C-01", "C-02")


SIMPLIFIED = [
    ("always and C-01", "C-01"),
    ("never and C-01", "never"),
    ("always or C-01", "always"),
    ("never or C-01", "C-01"),
    ("never or C-01 or C-02", "C-01 or C-02"),
    ("not always", "never"),
    ("not never and C-01", "C-01"),
    ("always and always", "always"),
    ("at least 2 of (always, C-01, C-02)", "at least 1 of (C-01, C-02)"),
    ("at least 1 of (always, C-01)", "always"),
    ("at least 2 of (never, C-01, C-02)", "at least 2 of (C-01, C-02)"),
    ("at least 2 of (never, C-01)", "never"),
    ("kind in (red, green)", "kind in (red, green)"),
]


@pytest.mark.parametrize(("text", "simple"), SIMPLIFIED)
def test_simplified(text, simple):
    assert str(simplified(parse(text))) == simple


def test_a_term_is_kept_by_its_name_unless_it_is_idle():
    named = Defined("both", parse("C-01 and always and C-02"))
    assert simplified(named) == Defined("both", parse("C-01 and C-02"))
    assert simplified(AnyOf((Defined("lifted", Constant(False)), named))) == simplified(named)


CLAUSES = [
    ("C-01", ["C-01"]),
    ("C-01 and (C-02 or AQ-7.1)", ["C-01", "C-02 or AQ-7.1"]),
    ("C-01 or C-02", ["C-01 or C-02"]),
]


@pytest.mark.parametrize(("text", "parts"), CLAUSES)
def test_clauses(text, parts):
    assert [str(part) for part in clauses(parse(text))] == parts


def test_clauses_look_through_a_term_that_joins_some():
    assert clauses(Defined("both", parse("C-01 and C-02"))) == (Holds("C-01"), Holds("C-02"))
    either = Defined("either", parse("C-01 or C-02"))
    assert clauses(either) == (either,)


CHANGES = [
    # the condition, the answers, and the smallest changes that turn it
    ("C-01 and C-02", YES | {"C-02": "No"}, [{"C-02": "Yes"}]),
    ("C-01 and C-02", {"C-01": "No", "C-02": "No"}, [{"C-01": "Yes", "C-02": "Yes"}]),
    ("C-01 and C-02", BOTH_YES, [{"C-01": "No"}, {"C-02": "No"}]),
    ("C-01 or C-02", {"C-01": "No"}, [{"C-01": "Yes"}, {"C-02": "Yes"}]),
    ("levels >= 3", {"levels": 0}, [{"levels": 3}, {"levels": 4}]),
    ("always", {}, []),
]


@pytest.mark.parametrize(("text", "answers", "changes"), CHANGES)
def test_smallest_changes(text, answers, changes):
    node = parse(text)
    now = bool(node.evaluate(answers))

    def turns(changed):
        return node.evaluate(changed) is (not now)

    items = [item for item in DOMAINS if item in text]
    assert smallest_changes(items, answers, lambda item: candidates(item, node), turns) == changes


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_no_change_touches_more_than_three_answers(count):
    items = [f"X-{number}" for number in range(count)]
    node = parse(" and ".join(items))
    answers = dict.fromkeys(items, "No")
    found = smallest_changes(items, answers, lambda item: ("Yes", "No"), lambda changed: node.evaluate(changed) is True)
    assert found == ([dict.fromkeys(items, "Yes")] if count <= 3 else [])


def test_at_most_five_changes_are_given_unless_more_are_asked_for():
    node = parse("levels > 3")
    options = {"levels": range(100)}
    assert len(smallest_changes(["levels"], {}, options.__getitem__, lambda changed: bool(node.evaluate(changed)))) == 5


def test_only_as_many_changes_as_asked_for():
    node = parse("levels > 3")
    options = dict.fromkeys(["levels"], range(100))
    found = smallest_changes(["levels"], {}, options.__getitem__, lambda changed: bool(node.evaluate(changed)), limit=2)
    assert found == [{"levels": 4}, {"levels": 5}]
