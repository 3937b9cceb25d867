"""Try conditions over every combination of answers that they can distinguish."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from certkit.conditions import Answered, AnyOf, Candidates, Constant, Node, Value, items_of, walk


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


def first_idle_part(node: Node, candidates: Candidates, proven: set[Node]) -> tuple[Node, str] | None:
    """The first part of the condition that is always or never true on its own.

    Args:
        proven: parts that are known to be neither, with these candidates; those that are found so are added.
    """
    for part in walk(node):
        if part in proven:
            continue
        why = idle(part, candidates)
        if why:
            return part, why
        proven.add(part)
    return None


def first_unreached(conditions: Sequence[Node], candidates: Candidates) -> Node | None:
    """Of conditions of which the first that holds decides, the first that never does."""
    deciding = set()
    for answers in combinations(AnyOf(tuple(conditions)), candidates):
        deciding.add(next((i for i, node in enumerate(conditions) if node.evaluate(answers)), None))
    return next((node for i, node in enumerate(conditions) if i not in deciding), None)


def equivalent(first: Node, second: Node, candidates: Candidates) -> bool:
    """Whether both give the same over every combination of answers."""
    return all(
        first.evaluate(answers) == second.evaluate(answers)
        for answers in combinations(AnyOf((first, second)), candidates)
    )
