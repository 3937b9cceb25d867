"""Check a condition against the items and terms of its edition: every name is known, every comparison has a meaning."""

from __future__ import annotations

from collections.abc import Mapping

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
)
from certkit.edition.domains import Choice, Choices, Number, Text, Texts
from certkit.edition.model import Item


class BindingError(ValueError):
    """A condition names what the edition does not have, or compares what cannot be compared."""


def bind(
    node: Node, items: Mapping[str, Item], terms: Mapping[str, Node] | None = None, *, answered: bool = True
) -> Node:
    """The condition with its terms expanded.

    Args:
        terms: term -> its meaning, itself bound; none are known without it.
        answered: whether ``answered(X)`` may be asked. Not where a plan is made: there unanswered must stay unknown.

    Raises:
        BindingError: a name or a comparison that does not fit.
    """
    binder = _Binder(items, terms or {}, answered)
    return binder.bound(node)


class _Binder:
    def __init__(self, items: Mapping[str, Item], terms: Mapping[str, Node], answered: bool) -> None:
        self.items = items
        self.terms = terms
        self.answered = answered

    def bound(self, node: Node) -> Node:
        if isinstance(node, Not):
            return Not(self.bound(node.operand))
        if isinstance(node, AllOf):
            return AllOf(tuple(self.bound(operand) for operand in node.operands))
        if isinstance(node, AnyOf):
            return AnyOf(tuple(self.bound(operand) for operand in node.operands))
        if isinstance(node, AtLeast):
            return AtLeast(node.count, tuple(self.bound(operand) for operand in node.operands))
        if isinstance(node, Holds):
            return self.holds(node)
        if isinstance(node, Compare):
            self.compare(node)
        elif isinstance(node, Among):
            for value in node.values:
                self.value(node.item, value)
        elif isinstance(node, Includes):
            self.includes(node)
        elif isinstance(node, Answered):
            if not self.answered:
                raise BindingError(f"{node} cannot be asked here: an unanswered item must leave the plan open")
            self.item(node.item)
        elif not isinstance(node, Constant):
            raise BindingError(f"{node} is not part of a condition")
        return node

    def item(self, name: str) -> Item:
        if name not in self.items:
            raise BindingError(f"{name} is not an item of the edition")
        return self.items[name]

    def holds(self, node: Holds) -> Node:
        if node.item in self.terms:
            return Defined(node.item, self.terms[node.item])
        if node.item not in self.items:
            raise BindingError(f"{node.item} is neither an item nor a term of the edition")
        domain = self.items[node.item].domain
        if not isinstance(domain, Choice) or not domain.is_yes_no:
            raise BindingError(f"{node.item} is not a question of Yes or No alone; compare it with a value")
        return node

    def compare(self, node: Compare) -> None:
        if isinstance(node.operand, AnswerTo):
            left, right = self.item(node.item).domain, self.item(node.operand.item).domain
            if type(left) is not type(right):
                raise BindingError(f"{node}: the two items are not answered alike")
            if node.operator not in ("==", "!=") and not isinstance(left, Number):
                raise BindingError(f"{node}: {node.operator} compares numbers")
            return
        if node.operator not in ("==", "!=") and not isinstance(self.item(node.item).domain, Number):
            raise BindingError(f"{node}: {node.item} is not a number")
        self.value(node.item, node.operand)

    def value(self, item: str, value: str | int | float) -> None:
        domain = self.item(item).domain
        if isinstance(domain, Number):
            if not isinstance(value, int | float):
                raise BindingError(f"{item} is a number, and never {value!r}")
        elif isinstance(domain, Choice):
            if value not in domain.values:
                raise BindingError(f"{item} is never {value!r}; it can be {domain.expected}")
        elif not isinstance(domain, Text) or not isinstance(value, str):
            raise BindingError(f"{item} cannot be compared with {value!r}")

    def includes(self, node: Includes) -> None:
        domain = self.item(node.item).domain
        if not isinstance(domain, Choices | Texts):
            raise BindingError(f"{node.item} has a single answer; use ==")
        if isinstance(node.operand, AnswerTo):
            self.item(node.operand.item)
        elif isinstance(domain, Choices) and node.operand not in domain.values:
            raise BindingError(f"{node.item} never includes {node.operand!r}; it can be {domain.expected}")
