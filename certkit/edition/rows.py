"""Read the rows of an edition's files: every field by its name, no unknown field, every error with its place."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as MappingOf
from typing import TypeVar

from certkit.conditions import Node as Condition
from certkit.conditions import parse
from certkit.edition.binding import BindingError, bind
from certkit.edition.model import EditionInfo, Item
from certkit.errors import ConditionError, RulebookError
from certkit.formats.tree import Mapping, Node, Scalar, Sequence, plain

T = TypeVar("T")
_DIGITS = 10


class Row:
    """A mapping in a file of an edition. Readers take its fields by name; :meth:`finish` refuses the others."""

    def __init__(self, node: Node, file: str, what: str) -> None:
        self.file = file
        self.what = what
        if not isinstance(node, Mapping):
            raise self.error(f"{what} must be a mapping", node)
        self.node = node
        self.taken: set[str] = set()

    def error(self, message: str, node: Node | None = None, hint: str = "") -> RulebookError:
        """An error at a node, or at the row."""
        at = node or getattr(self, "node", None)
        return RulebookError(
            message, hint=hint, file=self.file, line=at.line if at else 0, column=at.column if at else 0
        )

    def find(self, name: str) -> Node | None:
        """A field as it is written, or None."""
        self.taken.add(name)
        return self.node.get(name)

    def need(self, name: str) -> Node:
        """A field as it is written, which must be there."""
        node = self.find(name)
        if node is None:
            raise self.error(f"{self.what} has no {name!r}")
        return node

    def text(self, name: str, default: str | None = None) -> str:
        """A text that is not empty; ``default`` makes the field optional."""
        node = self.find(name)
        if node is None and default is not None:
            return default
        if not isinstance(node, Scalar) or not node.text:
            raise self.error(f"{self.what} needs a text as {name!r}", node)
        return _one_line(node.text)

    def one_of(self, name: str, values: tuple[str, ...], default: str | None = None) -> str:
        """A text that is one of these."""
        value = self.text(name, default)
        if value not in values:
            choice = ", ".join(values)
            raise self.error(f"{name!r} of {self.what} is {value!r}; it can be {choice}", self.node.get(name))
        return value

    def flag(self, name: str) -> bool:
        """Whether the field is true; it may be left out."""
        return self.one_of(name, ("true", "false"), "false") == "true"

    def texts(self, name: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """A list of texts, or a single one."""
        node = self.find(name)
        if node is None and default is not None:
            return default
        values = plain(node) if node is not None else None
        if isinstance(values, str):
            values = [values]
        if not isinstance(values, list) or not values or not all(isinstance(v, str) and v for v in values):
            raise self.error(f"{self.what} needs a list of texts as {name!r}", node)
        return tuple(_one_line(str(value)) for value in values)

    def numbers(self, name: str) -> tuple[int, ...]:
        """A list of whole numbers, empty if it is not there."""
        node = self.find(name)
        values = self.texts(name) if node is not None else ()
        if not all(value.isascii() and value.isdigit() and len(value) < _DIGITS for value in values):
            raise self.error(f"{self.what} needs whole numbers as {name!r}", node)
        return tuple(int(value) for value in values)

    def pairs(self, name: str) -> tuple[tuple[str, str], ...]:
        """A mapping of texts to texts, empty if it is not there."""
        node = self.find(name)
        if node is None:
            return ()
        values = plain(node)
        if not isinstance(values, dict) or not all(isinstance(value, str) for value in values.values()):
            raise self.error(f"{self.what} needs a mapping of texts as {name!r}", node)
        return tuple((key, _one_line(str(value))) for key, value in values.items())

    def rows(self, name: str, what: str, *, optional: bool = False) -> Iterator[Row]:
        node = self.find(name)
        if node is None and optional:
            return
        if not isinstance(node, Sequence):
            raise self.error(f"{self.what} needs a list as {name!r}", node)
        for entry in node.items:
            yield Row(entry, self.file, what)

    def row(self, name: str, what: str) -> Row:
        """A mapping inside this one."""
        return Row(self.need(name), self.file, what)

    def condition(self, name: str, default: Condition | None = None) -> Condition:
        """A parsed condition, not yet checked against items and terms."""
        node = self.find(name)
        if node is None and default is not None:
            return default
        if not isinstance(node, Scalar) or not node.text:
            raise self.error(f"{self.what} needs a condition as {name!r}", node)
        return parse_at(node.text, self.file, node)

    def finish(self) -> None:
        """Refuse fields that no reader took."""
        for key, (scalar, _) in self.node.pairs.items():
            if key not in self.taken:
                raise self.error(f"{self.what} has an unknown field {key!r}", scalar)


def _one_line(text: str) -> str:
    """The text on one line: how YAML folds it has no meaning."""
    return " ".join(text.split())


def parse_at(text: str, file: str, node: Node) -> Condition:
    """Parse the condition at ``node``.

    Raises:
        RulebookError: it is not a condition; with the place and a caret.
    """
    try:
        return parse(_one_line(text))
    except ConditionError as error:
        raise RulebookError(str(error), file=file, line=node.line, column=node.column) from None


def bound_at(
    node: Condition,
    items: MappingOf[str, Item],
    file: str,
    at: Node | None,
    what: str,
    terms: MappingOf[str, Condition] | None = None,
    *,
    answered: bool = True,
) -> Condition:
    """A condition whose names and comparisons fit the edition, see :func:`~certkit.edition.binding.bind`.

    Raises:
        RulebookError: it does not fit; with the place.
    """
    try:
        return bind(node, items, terms, answered=answered)
    except BindingError as error:
        raise RulebookError(
            f"{what}: {error}", file=file, line=at.line if at else 0, column=at.column if at else 0
        ) from None


def kinds_of(row: Row, info: EditionInfo) -> tuple[str, ...]:
    """Kinds of device from ``all``, the names of columns, or the kinds themselves."""
    named = row.texts("asked_of")
    known = {"all", *info.columns, *info.columns.values()}
    for name in named:
        if name not in known:
            choice = ", ".join(sorted(known))
            raise row.error(f"{row.what} is asked of {name!r}; it can be {choice}", row.find("asked_of"))
    return tuple(kind for kind, column in info.columns.items() if {"all", kind, column} & set(named))


def add(table: dict[str, T], identifier: str, value: T, row: Row) -> None:
    """Add a row under its id.

    Raises:
        RulebookError: there is one already.
    """
    if identifier in table:
        raise row.error(f"{identifier} is defined twice")
    table[identifier] = value
