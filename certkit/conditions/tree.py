"""The nodes of a condition: frozen, comparable, printed as they are written.

A condition is asked of a set of *answers* (item id -> value) and is true, false, or — where an answer it needs is
missing — unknown (``None``). The connectives follow Kleene's strong three-valued logic; :func:`decide` in
:mod:`certkit.conditions.evaluation` is exact also where an item occurs more than once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

Value: TypeAlias = str | int | float | tuple[str | tuple[str, str], ...]
"""An answer: text or a name of an enumeration, a number, or several of them."""

Answers: TypeAlias = Mapping[str, Value]
"""Item id -> its answer. An item that is not answered is not in it."""

YES = "Yes"

KEYWORDS = frozenset(
    {"and", "or", "not", "in", "includes", "at", "least", "of", "answered", "answer", "always", "never"}
)
PLAIN_WORD = re.compile(r"[A-Za-z_](?:[A-Za-z0-9_.\-]*[A-Za-z0-9_.])?")
ORDERINGS = ("<", "<=", ">", ">=")


class Node:
    """One node. ``evaluate`` gives True, False, or None for unknown.

    Nodes are equal if they are of one kind with equal parts. That is said here once, because a dataclass that writes it
    for each kind takes a third of the time in which a form is checked.
    """

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self._parts() == other._parts()

    def __hash__(self) -> int:
        return hash((type(self), self._parts()))

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self}>"

    def _parts(self) -> tuple[object, ...]:
        names: tuple[str, ...] = self.__slots__
        return tuple(getattr(self, name) for name in names)

    def evaluate(self, answers: Answers) -> bool | None:
        raise NotImplementedError

    @property
    def children(self) -> tuple[Node, ...]:
        return ()

    @property
    def own_items(self) -> tuple[str, ...]:
        """The items that this node itself asks, not its children."""
        return ()


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Constant(Node):
    """``always`` or ``never``: what a reading makes of a clause that it lifts."""

    value: bool

    def evaluate(self, answers: Answers) -> bool | None:
        return self.value

    def __str__(self) -> str:
        return "always" if self.value else "never"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Holds(Node):
    """An item on its own, ``C-07``: its answer is Yes."""

    item: str

    def evaluate(self, answers: Answers) -> bool | None:
        answer = answers.get(self.item)
        return None if answer is None else answer == YES

    @property
    def own_items(self) -> tuple[str, ...]:
        return (self.item,)

    def __str__(self) -> str:
        return self.item


@dataclass(frozen=True, slots=True)
class AnswerTo:
    """``answer(X)`` on the right of a comparison: another item's answer."""

    item: str

    def __str__(self) -> str:
        return f"answer({self.item})"


Operand: TypeAlias = str | int | float | AnswerTo


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Compare(Node):
    """``X == v``, ``X != v``, and for numbers ``< <= > >=``; ``v`` is a value or ``answer(Y)``."""

    item: str
    operator: str
    operand: Operand

    def evaluate(self, answers: Answers) -> bool | None:
        left = answers.get(self.item)
        right = answers.get(self.operand.item) if isinstance(self.operand, AnswerTo) else self.operand
        if left is None or right is None:
            return None
        if self.operator == "==":
            return left == right
        if self.operator == "!=":
            return left != right
        if not isinstance(left, int | float) or not isinstance(right, int | float):
            raise TypeError(f"{self} compares what are not numbers")
        if self.operator == "<":
            return left < right
        if self.operator == "<=":
            return left <= right
        if self.operator == ">":
            return left > right
        return left >= right

    @property
    def own_items(self) -> tuple[str, ...]:
        return (self.item, self.operand.item) if isinstance(self.operand, AnswerTo) else (self.item,)

    def __str__(self) -> str:
        return f"{self.item} {self.operator} {print_operand(self.operand)}"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Among(Node):
    """``X in (a, b)``: the answer is one of these."""

    item: str
    values: tuple[str | int | float, ...]

    def evaluate(self, answers: Answers) -> bool | None:
        answer = answers.get(self.item)
        return None if answer is None else answer in self.values

    @property
    def own_items(self) -> tuple[str, ...]:
        return (self.item,)

    def __str__(self) -> str:
        return f"{self.item} in ({', '.join(print_operand(value) for value in self.values)})"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Includes(Node):
    """``X includes v``: of an item with several answers, v is one of them."""

    item: str
    operand: Operand

    def evaluate(self, answers: Answers) -> bool | None:
        left = answers.get(self.item)
        right = answers.get(self.operand.item) if isinstance(self.operand, AnswerTo) else self.operand
        if left is None or right is None:
            return None
        return isinstance(left, tuple) and right in left

    @property
    def own_items(self) -> tuple[str, ...]:
        return (self.item, self.operand.item) if isinstance(self.operand, AnswerTo) else (self.item,)

    def __str__(self) -> str:
        return f"{self.item} includes {print_operand(self.operand)}"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Answered(Node):
    """``answered(X)``: there is an answer, whichever. Never unknown, so not for what an answer may still change."""

    item: str

    def evaluate(self, answers: Answers) -> bool | None:
        return answers.get(self.item) is not None

    @property
    def own_items(self) -> tuple[str, ...]:
        return (self.item,)

    def __str__(self) -> str:
        return f"answered({self.item})"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Not(Node):
    """``not a``."""

    operand: Node

    def evaluate(self, answers: Answers) -> bool | None:
        value = self.operand.evaluate(answers)
        return None if value is None else not value

    @property
    def children(self) -> tuple[Node, ...]:
        return (self.operand,)

    def __str__(self) -> str:
        return f"not {_bracketed(self.operand, AllOf, AnyOf)}"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class AllOf(Node):
    """``a and b and c``."""

    operands: tuple[Node, ...]

    def evaluate(self, answers: Answers) -> bool | None:
        result: bool | None = True
        for operand in self.operands:
            value = operand.evaluate(answers)
            if value is False:
                return False
            if value is None:
                result = None
        return result

    @property
    def children(self) -> tuple[Node, ...]:
        return self.operands

    def __str__(self) -> str:
        return " and ".join(_bracketed(operand, AnyOf, AllOf) for operand in self.operands)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class AnyOf(Node):
    """``a or b or c``."""

    operands: tuple[Node, ...]

    def evaluate(self, answers: Answers) -> bool | None:
        result: bool | None = False
        for operand in self.operands:
            value = operand.evaluate(answers)
            if value:
                return True
            if value is None:
                result = None
        return result

    @property
    def children(self) -> tuple[Node, ...]:
        return self.operands

    def __str__(self) -> str:
        return " or ".join(_bracketed(operand, AnyOf) for operand in self.operands)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class AtLeast(Node):
    """``at least 2 of (a, b, c)``."""

    count: int
    operands: tuple[Node, ...]

    def evaluate(self, answers: Answers) -> bool | None:
        values = [operand.evaluate(answers) for operand in self.operands]
        sure = sum(value is True for value in values)
        if sure >= self.count:
            return True
        return False if sure + sum(value is None for value in values) < self.count else None

    @property
    def children(self) -> tuple[Node, ...]:
        return self.operands

    def __str__(self) -> str:
        return f"at least {self.count} of ({', '.join(str(operand) for operand in self.operands)})"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Defined(Node):
    """A term of the edition with its meaning under the readings in force."""

    term: str
    meaning: Node

    def evaluate(self, answers: Answers) -> bool | None:
        return self.meaning.evaluate(answers)

    @property
    def children(self) -> tuple[Node, ...]:
        return (self.meaning,)

    def __str__(self) -> str:
        return self.term


def walk(node: Node) -> Iterator[Node]:
    """The node and everything below it, from the left."""
    yield node
    for child in node.children:
        yield from walk(child)


def items_of(node: Node) -> tuple[str, ...]:
    """The items that the condition asks, each once, in the order of the text."""
    return tuple(dict.fromkeys(item for part in walk(node) for item in part.own_items))


def terms_of(node: Node) -> tuple[str, ...]:
    """The terms that the condition is written with, each once, in the order of the text."""
    return tuple(dict.fromkeys(part.term for part in walk(node) if isinstance(part, Defined)))


def replaced(node: Node, by: Callable[[Node], Node | None]) -> Node:
    """The condition with another part wherever ``by`` gives one for the part that is there."""
    other = by(node)
    if other is not None:
        return other
    if isinstance(node, Not):
        return Not(replaced(node.operand, by))
    if isinstance(node, AllOf | AnyOf | AtLeast):
        return replace(node, operands=tuple(replaced(operand, by) for operand in node.operands))
    if isinstance(node, Defined):
        return Defined(node.term, replaced(node.meaning, by))
    return node


def simplified(node: Node) -> Node:
    """The same condition without the clauses that ``always`` or ``never`` make idle."""
    if isinstance(node, Defined):
        meaning = simplified(node.meaning)
        return meaning if isinstance(meaning, Constant) else Defined(node.term, meaning)
    if isinstance(node, Not):
        operand = simplified(node.operand)
        return Constant(not operand.value) if isinstance(operand, Constant) else Not(operand)
    if isinstance(node, AllOf | AnyOf):
        idle = isinstance(node, AllOf)
        operands = [simplified(operand) for operand in node.operands]
        if any(isinstance(operand, Constant) and operand.value is not idle for operand in operands):
            return Constant(not idle)
        kept = tuple(operand for operand in operands if not isinstance(operand, Constant))
        if not kept:
            return Constant(idle)
        return kept[0] if len(kept) == 1 else type(node)(kept)
    if isinstance(node, AtLeast):
        operands = [simplified(operand) for operand in node.operands]
        sure = sum(isinstance(operand, Constant) and operand.value for operand in operands)
        kept = tuple(operand for operand in operands if not isinstance(operand, Constant))
        if sure >= node.count or len(kept) < node.count - sure:
            return Constant(sure >= node.count)
        return AtLeast(node.count - sure, kept)
    return node


def print_operand(operand: Operand) -> str:
    """A value as it is written in a condition, in quotes where it is not a plain word."""
    if isinstance(operand, float) and "e" in repr(operand):
        return f"{operand:.15f}".rstrip("0")  # the parser reads no exponents, and no more digits than this
    if not isinstance(operand, str):
        return str(operand)
    if PLAIN_WORD.fullmatch(operand) and operand not in KEYWORDS:
        return operand
    return '"' + operand.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _bracketed(node: Node, *kinds: type[Node]) -> str:
    return f"({node})" if isinstance(node, kinds) else str(node)
