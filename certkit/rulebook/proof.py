"""Trying a condition over every combination of answers that it can tell apart."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product

from certkit.conditions import Answered, Candidates, Constant, Node, Value, items_of, walk


def combinations(node: Node, candidates: Candidates) -> Iterator[dict[str, Value]]:
    """Every combination of answers to the condition's items; missing ones too where it asks ``answered``."""
    items = items_of(node)
    asked = {part.item for part in walk(node) if isinstance(part, Answered)}
    options: list[list[Value | None]] = [
        [*candidates(item, node), *([None] if item in asked else [])] for item in items
    ]
    for values in product(*options):
        yield {item: value for item, value in zip(items, values, strict=True) if value is not None}


def idle(node: Node, candidates: Candidates) -> str:
    """Why the condition decides nothing: it is ``always true``, ``never true``, or "" if it can be both."""
    if isinstance(node, Constant):
        return "always true" if node.value else "never true"
    seen = set()
    for answers in combinations(node, candidates):
        seen.add(node.evaluate(answers))
        if {True, False} <= seen:
            return ""
    return "never true" if True not in seen else "always true"


def first_idle_part(node: Node, candidates: Candidates) -> tuple[Node, str] | None:
    """The first part of the condition that decides nothing: on its own, or because the rest already decides it.

    A clause is redundant if the condition gives the same result with it replaced by its opposite's constant everywhere.
    """
    for part in walk(node):
        why = idle(part, candidates)
        if why:
            return part, why
    return None


def equivalent(first: Callable[[dict[str, Value]], bool | None], second: Node, candidates: Candidates) -> bool:
    """Whether both give the same over every combination of the second's items."""
    return all(first(answers) == second.evaluate(answers) for answers in combinations(second, candidates))
