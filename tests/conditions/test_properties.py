"""What holds for every condition, tried on conditions and answers made at random."""

from itertools import combinations, product

from hypothesis import given
from hypothesis import strategies as st

from certkit.conditions import (
    Constant,
    blocking_items,
    clauses,
    completions,
    decide,
    deciding_items,
    items_of,
    parse,
    simplified,
    smallest_changes,
    walk,
)
from certkit.conditions.tree import KEYWORDS
from certkit.errors import ConditionError
from tests.conditions.universe import ALL_ANSWERS, ANYTHING, CONDITIONS, WITH_CONSTANTS, candidates, partial_answers

WORDS = (*sorted(KEYWORDS), "C-01", "levels")
SIGNS = ("(", ")", ",", "==", "!=", "<", ">=", "1", "-2.5", '"quoted"', '"', "\\", "=", "x.", "N.A.", " ", "é", "\n")


def every_completion(node, answers):
    """All the ways to answer what is missing, from the lists of all answers."""
    missing = [item for item in items_of(node) if item not in answers]
    for values in product(*(ALL_ANSWERS[item] for item in missing)):
        yield {**answers, **dict(zip(missing, values, strict=True))}


@st.composite
def condition_and_answers(draw, conditions=CONDITIONS):
    node = draw(conditions)
    return node, draw(partial_answers(items_of(node)))


@given(ANYTHING)
def test_printed_condition_parses_to_itself(node):
    assert parse(str(node)) == node


@given(st.one_of(st.text(), st.lists(st.sampled_from(WORDS + SIGNS)).map(" ".join)))
def test_any_text_is_a_condition_or_a_condition_error(text):
    try:
        node = parse(text)
    except ConditionError as error:
        refused = error
    else:
        assert parse(str(node)) == node
        return
    assert 0 <= refused.offset <= len(text)
    assert str(refused).endswith("^")


@given(condition_and_answers())
def test_decided_is_what_every_completion_gives(pair):
    node, answers = pair
    results = {node.evaluate(completed) for completed in every_completion(node, answers)}
    assert decide(node, answers, candidates) == (results.pop() if len(results) == 1 else None)


@given(condition_and_answers())
def test_evaluation_never_says_more_than_can_be_decided(pair):
    node, answers = pair
    value = node.evaluate(answers)
    if value is not None:
        assert {node.evaluate(completed) for completed in every_completion(node, answers)} == {value}


@given(condition_and_answers())
def test_with_every_answer_given_there_are_two_values(pair):
    node, answers = pair
    for completed in completions(node, answers, candidates):
        assert isinstance(node.evaluate(completed), bool)


@given(condition_and_answers())
def test_blocking_items_are_those_that_can_still_turn_it(pair):
    node, answers = pair
    missing = [item for item in items_of(node) if item not in answers]
    turning = set()
    for item in missing:
        for completed in every_completion(node, answers):
            if any(node.evaluate({**completed, item: v}) != node.evaluate(completed) for v in ALL_ANSWERS[item]):
                turning.add(item)
                break
    found = blocking_items(node, answers, candidates)
    assert set(found) == turning
    assert [item for item in items_of(node) if item in found] == list(found)


@given(condition_and_answers())
def test_the_deciding_answers_decide_alone(pair):
    node, answers = pair
    value = decide(node, answers, candidates)
    helped = deciding_items(node, answers, candidates)
    assert set(helped) <= set(answers)
    if value is None:
        assert helped == ()
    else:
        assert decide(node, {item: answers[item] for item in helped}, candidates) is value


@given(condition_and_answers(WITH_CONSTANTS))
def test_simplified_means_the_same_and_has_nothing_idle_left(pair):
    node, answers = pair
    simple = simplified(node)
    assert simple.evaluate(answers) == node.evaluate(answers)
    assert isinstance(simple, Constant) or not any(isinstance(part, Constant) for part in walk(simple))
    assert simplified(simple) == simple


@given(condition_and_answers())
def test_smallest_changes_turn_it_and_no_smaller_one_does(pair):
    node, answers = pair
    items = items_of(node)
    value = decide(node, answers, candidates)

    def options(item):
        return candidates(item, node)

    def turns(changed):
        return decide(node, changed, candidates) not in (value, None)

    changes = smallest_changes(items, answers, options, turns, limit=1000)
    assert len({len(change) for change in changes}) <= 1
    size = len(changes[0]) if changes else 4
    for change in changes:
        assert turns({**answers, **change})
        assert all(answers.get(item) != new for item, new in change.items())
    for smaller in range(1, min(size, 4)):
        for chosen in combinations(items, smaller):
            for values in product(*(options(item) for item in chosen)):
                assert not turns({**answers, **dict(zip(chosen, values, strict=True))})


@given(condition_and_answers())
def test_clauses_all_hold_where_the_condition_holds(pair):
    node, answers = pair
    parts = clauses(node)
    if len(parts) > 1:
        values = [part.evaluate(answers) for part in parts]
        assert node.evaluate(answers) is (False if False in values else None if None in values else True)
