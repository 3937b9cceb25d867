"""Every way to change a condition in one place: an operator, a number, an item, a term, a value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from certkit.conditions import (
    AllOf,
    Among,
    Answered,
    AnswerTo,
    AnyOf,
    AtLeast,
    Compare,
    Constant,
    Holds,
    Includes,
    Node,
    Not,
    replaced,
    walk,
)
from certkit.edition.domains import Choice, Choices, Number
from certkit.edition.model import Item

EQUALITIES = ("==", "!=")
ORDERINGS = ("<", "<=", ">", ">=", *EQUALITIES)


class Changes:
    """Changes of conditions over the items and terms of an edition."""

    def __init__(self, items: Mapping[str, Item], terms: tuple[str, ...] = ()) -> None:
        self.items = items
        self.terms = terms

    def of(self, condition: Node) -> Iterator[tuple[str, Node]]:
        """What is changed, and the changed condition."""
        for part in walk(condition):
            for kind, other in (*self.to_any(part), *self.to(part)):
                changed = replaced(condition, lambda node, at=part, new=other: new if node is at else None)  # type: ignore[misc]
                if changed != condition:
                    yield kind, changed

    def to_any(self, part: Node) -> Iterator[tuple[str, Node]]:
        if isinstance(part, Constant):
            yield "constant", Constant(not part.value)
            for name in self.like("C-07", 2):
                yield "constant", Holds(name)
            return
        yield "not", part.operand if isinstance(part, Not) else Not(part)
        yield "constant", Constant(True)
        yield "constant", Constant(False)

    def to(self, part: Node) -> Iterator[tuple[str, Node]]:
        if isinstance(part, AllOf | AnyOf):
            yield "and/or", (AnyOf if isinstance(part, AllOf) else AllOf)(part.operands)
        elif isinstance(part, AtLeast):
            for count in (part.count - 1, part.count + 1):
                if 1 <= count <= len(part.operands):
                    yield "count", replace(part, count=count)
        elif isinstance(part, Holds):
            for name in self.others(part.item):
                yield "term" if part.item in self.terms else "item", Holds(name)
        elif isinstance(part, Answered):
            for name in self.like(part.item, 3):
                yield "item", Answered(name)
        elif isinstance(part, Compare):
            yield from self.compare(part)
        elif isinstance(part, Among | Includes):
            yield from self.several(part)
        if isinstance(part, AllOf | AnyOf | AtLeast):
            yield from self.without_one(part)

    def without_one(self, part: AllOf | AnyOf | AtLeast) -> Iterator[tuple[str, Node]]:
        for index in range(len(part.operands)):
            left = part.operands[:index] + part.operands[index + 1 :]
            if isinstance(part, AtLeast) and part.count > len(left):
                continue
            yield (
                "operand",
                left[0] if len(left) == 1 and not isinstance(part, AtLeast) else replace(part, operands=left),
            )

    def compare(self, part: Compare) -> Iterator[tuple[str, Node]]:
        ordered = isinstance(self.items[part.item].domain, Number)
        for operator in ORDERINGS if ordered else EQUALITIES:
            yield "comparison", replace(part, operator=operator)
        for name in self.like(part.item, 2):
            yield "item", replace(part, item=name)
        if isinstance(part.operand, AnswerTo):
            for name in self.like(part.operand.item, 2):
                yield "item", replace(part, operand=AnswerTo(name))
        elif isinstance(part.operand, int | float):
            for number in (part.operand - 1, part.operand + 1):
                yield "number", replace(part, operand=number)
        else:
            for value in self.values(part.item):
                yield "value", replace(part, operand=value)

    def several(self, part: Among | Includes) -> Iterator[tuple[str, Node]]:
        for name in self.like(part.item, 2):
            yield "item", replace(part, item=name)
        if isinstance(part, Among):
            for index in range(len(part.values)):
                left = part.values[:index] + part.values[index + 1 :]
                if left:
                    yield "value", replace(part, values=left)
        elif isinstance(part.operand, AnswerTo):
            for name in self.like(part.operand.item, 2):
                yield "item", replace(part, operand=AnswerTo(name))
        else:
            for value in self.values(part.item):
                yield "value", replace(part, operand=value)

    def values(self, item: str) -> tuple[str, ...]:
        domain = self.items[item].domain
        return domain.values if isinstance(domain, Choice | Choices) else ()

    def others(self, name: str) -> list[str]:
        """Two other terms for a term, three other items of Yes and No for an item."""
        if name not in self.terms:
            return self.like(name, 3)
        at = self.terms.index(name)
        return [self.terms[(at + step) % len(self.terms)] for step in (1, -1)]

    def like(self, name: str, count: int) -> list[str]:
        """Other items that are answered alike, the nearest in the form first."""
        names = list(self.items)
        domain = self.items[name].domain
        alike = [other for other in names if other != name and self.alike(domain, self.items[other].domain)]
        return sorted(alike, key=lambda other: (abs(names.index(other) - names.index(name)), other))[:count]

    @staticmethod
    def alike(first: object, second: object) -> bool:
        if isinstance(first, Choice) and isinstance(second, Choice):
            return first.is_yes_no is second.is_yes_no
        return type(first) is type(second)
