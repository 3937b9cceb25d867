"""Deciding a condition, and saying what decided it.

``Node.evaluate`` is Kleene's logic: sound, and exact as long as no item occurs twice. :func:`decide` is exact always:
where an unanswered item occurs more than once it tries every completion over representative answers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations, product
from typing import TypeAlias

from certkit.conditions.tree import (
    AllOf,
    Answers,
    AnyOf,
    AtLeast,
    Defined,
    Node,
    Not,
    Value,
    items_of,
    walk,
)

Candidates: TypeAlias = Callable[[str, Node], Sequence[Value]]
"""(item, condition) -> answers that stand for all that the condition can tell apart."""

LARGEST_CHANGE = 3
"""How many answers at the most a proposed change may touch."""


def decide(node: Node, answers: Answers, candidates: Candidates) -> bool | None:
    """True or False if that follows from the answers whatever the missing ones turn out to be, else None."""
    value = node.evaluate(answers)
    if value is not None or not _repeats(node, answers):
        return value
    results = {node.evaluate(completed) for completed in completions(node, answers, candidates)}
    return results.pop() if len(results) == 1 else None


def completions(node: Node, answers: Answers, candidates: Candidates) -> Iterator[dict[str, Value]]:
    """Every way to answer the condition's unanswered items, up to what it can tell apart."""
    missing = [item for item in items_of(node) if item not in answers]
    for values in product(*(candidates(item, node) for item in missing)):
        yield {**answers, **dict(zip(missing, values, strict=True))}


def _repeats(node: Node, answers: Answers) -> bool:
    counts = Counter(item for part in walk(node) for item in part.own_items if item not in answers)
    return any(count > 1 for count in counts.values())


def deciding_items(node: Node, answers: Answers) -> tuple[str, ...]:
    """The answered items that made the condition true or false, in the order of the text; for an unknown one, none."""
    return tuple(dict.fromkeys(_deciding(node, answers)))


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
    if not _repeats(node, answers):
        return tuple(dict.fromkeys(_blocking(node, answers)))
    missing = [item for item in items_of(node) if item not in answers]
    turning = []
    for item in missing:
        for completed in completions(node, answers, candidates):
            results = {node.evaluate({**completed, item: value}) for value in candidates(item, node)}
            if len(results) > 1:
                turning.append(item)
                break
    return tuple(turning)


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


def negated(node: Node) -> Node:
    """The node under any number of ``not``, and never a ``not`` itself."""
    while isinstance(node, Not):
        node = node.operand
    return node
