"""Deciding a condition, and saying what decided it.

``Node.evaluate`` is Kleene's logic: sound, and exact as long as no unanswered item occurs twice or is compared with
another. :func:`decide` is exact always: there it tries every completion over representative answers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations, product
from typing import TypeAlias

from certkit.conditions.tree import (
    AllOf,
    Among,
    Answers,
    AnswerTo,
    AnyOf,
    AtLeast,
    Compare,
    Defined,
    Includes,
    Node,
    Value,
    items_of,
    replaced,
    walk,
)

Candidates: TypeAlias = Callable[[str, Node], Sequence[Value]]
"""(item, condition) -> representative answers: one for each case that the condition can distinguish."""

LARGEST_CHANGE = 3
"""How many answers at the most a proposed change may touch."""


def decide(node: Node, answers: Answers, candidates: Candidates) -> bool | None:
    """True or False if that follows from the answers for any value of the missing ones, else None."""
    value = node.evaluate(answers)
    if value is not None or not _entangled(node, answers):
        return value
    results = {node.evaluate(completed) for completed in completions(node, answers, candidates)}
    return results.pop() if len(results) == 1 else None


def completions(node: Node, answers: Answers, candidates: Candidates) -> Iterator[dict[str, Value]]:
    """Every way to answer the condition's unanswered items, as far as it can distinguish them."""
    choices = _choices(node, answers, candidates)
    for values in product(*choices.values()):
        yield {**answers, **dict(zip(choices, values, strict=True))}


def _choices(node: Node, answers: Answers, candidates: Candidates) -> dict[str, Sequence[Value]]:
    """Unanswered item -> the answers to try."""
    filled = _filled(node, answers)
    return {item: candidates(item, filled) for item in items_of(node) if item not in answers}


def _filled(node: Node, answers: Answers) -> Node:
    """The condition with the given answers written in where it compares two items, so candidates lie around them."""

    def filled(part: Node) -> Node | None:
        if not isinstance(part, Compare | Includes) or not isinstance(part.operand, AnswerTo):
            return None
        other = part.operand.item
        left, right = answers.get(part.item), answers.get(other)
        if isinstance(right, str | int | float):
            return replace(part, operand=right)
        if isinstance(part, Includes) and isinstance(left, tuple):
            return Among(other, tuple(value for value in left if isinstance(value, str)))
        if isinstance(part, Compare) and isinstance(left, str | int | float):
            return Compare(other, part.operator, left)  # candidates lie on both sides, whatever the operator
        return None

    return replaced(node, filled)


def _entangled(node: Node, answers: Answers) -> bool:
    """Whether an unanswered item occurs twice, or is compared with another item."""
    counts: Counter[str] = Counter()
    for part in walk(node):
        open_items = [item for item in part.own_items if item not in answers]
        if open_items and len(part.own_items) > 1:
            return True
        counts.update(open_items)
    return any(count > 1 for count in counts.values())


def deciding_items(node: Node, answers: Answers, candidates: Candidates | None = None) -> tuple[str, ...]:
    """The items whose answers made the condition true or false, in the order of the text; for an undecided one, none.

    Args:
        candidates: also look where only :func:`decide` sees that the missing answers make no difference.
    """
    found = set(_deciding(node, answers))
    if candidates is not None and node.evaluate(answers) is None and decide(node, answers, candidates) is not None:
        every = (_deciding(node, completed) for completed in completions(node, answers, candidates))
        found = {item for deciding in every for item in deciding if item in answers}
    return tuple(item for item in items_of(node) if item in found)


def _deciding(node: Node, answers: Answers) -> Iterator[str]:
    value = node.evaluate(answers)
    if value is None:
        return
    yield from node.own_items
    children = node.children
    if isinstance(node, AllOf | AnyOf | AtLeast):
        children = tuple(child for child in children if child.evaluate(answers) is value)
    for child in children:
        yield from _deciding(child, answers)


def blocking_items(node: Node, answers: Answers, candidates: Candidates) -> tuple[str, ...]:
    """The unanswered items on which an undecided condition still turns; empty for a decided one.

    An item counts if two completions that differ in it alone give different results.
    """
    if decide(node, answers, candidates) is not None:
        return ()
    if not _entangled(node, answers):
        return tuple(dict.fromkeys(_blocking(node, answers)))
    choices = _choices(node, answers, candidates)
    return tuple(item for item in choices if _turns_on(item, node, answers, choices))


def _turns_on(item: str, node: Node, answers: Answers, choices: dict[str, Sequence[Value]]) -> bool:
    others = [other for other in choices if other != item]
    for values in product(*(choices[other] for other in others)):
        completed = {**answers, **dict(zip(others, values, strict=True))}
        if len({node.evaluate({**completed, item: value}) for value in choices[item]}) > 1:
            return True
    return False


def _blocking(node: Node, answers: Answers) -> Iterator[str]:
    if node.evaluate(answers) is not None:
        return
    yield from (item for item in node.own_items if item not in answers)
    for child in node.children:
        yield from _blocking(child, answers)


def smallest_changes(
    items: Sequence[str],
    answers: Answers,
    options: Callable[[str], Sequence[Value]],
    turns: Callable[[Answers], bool],
    *,
    limit: int = 5,
) -> list[dict[str, Value]]:
    """The fewest answers to change, or to give, so that something turns.

    Args:
        items: those that may be changed, in the order in which changes are to be proposed.
        options: item -> answers to try.
        turns: whether the changed answers turn it.
        limit: at most so many changes of the smallest size.

    Returns:
        Each change as item -> new answer, all of the same size; empty when no ``LARGEST_CHANGE`` answers turn it.
    """
    for size in range(1, min(LARGEST_CHANGE, len(items)) + 1):
        found = []
        for chosen in combinations(items, size):
            choices = [[value for value in options(item) if value != answers.get(item)] for item in chosen]
            for values in product(*choices):
                change = dict(zip(chosen, values, strict=True))
                if turns({**answers, **change}):
                    found.append(change)
        if found:
            return found[:limit]
    return []


def clauses(node: Node) -> tuple[Node, ...]:
    """The parts a person would tick off: the operands of the outermost ``and``, looked up through a term's name."""
    while isinstance(node, Defined) and isinstance(node.meaning, AllOf):
        node = node.meaning
    return node.operands if isinstance(node, AllOf) else (node,)
