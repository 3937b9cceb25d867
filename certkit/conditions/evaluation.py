"""Deciding a condition, and saying what decided it.

``Node.evaluate`` is Kleene's logic: sound, and exact as long as no item occurs twice. :func:`decide` is exact always: where
an unanswered item occurs more than once it tries every completion over representative answers.
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
    node: Node, answers: Answers, candidates: Candidates, *, outcome: bool | None = None, limit: int = 5
) -> list[dict[str, Value]]:
    """The fewest answers to change (or give) so that the condition gives ``outcome``.

    Args:
        outcome: True or False; by default the opposite of what holds now.
        limit: at most so many changes of that smallest size.

    Returns:
        Each change as item -> new answer; empty when up to ``LARGEST_CHANGE`` answers do not turn it.
    """
    now = decide(node, answers, candidates)
    wanted = outcome if outcome is not None else (not now if now is not None else True)
    if now is wanted:
        return []
    items = items_of(node)
    for size in range(1, min(LARGEST_CHANGE, len(items)) + 1):
        found = []
        for chosen in combinations(items, size):
            options = [[v for v in candidates(item, node) if v != answers.get(item)] for item in chosen]
            for values in product(*options):
                change = dict(zip(chosen, values, strict=True))
                if decide(node, {**answers, **change}, candidates) is wanted:
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
