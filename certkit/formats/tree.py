"""The nodes of a tree with places, as a YAML file is read: scalars, lists and mappings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from certkit.formats.raw import Raw


@dataclass(slots=True)
class Scalar:
    """One value as it is written. ``text`` is None for an empty or null plain scalar. Line and column count from 1."""

    text: str | None
    line: int
    column: int


@dataclass(slots=True)
class Sequence:
    """A list. Line and column are where it begins."""

    items: list[Node]
    line: int
    column: int


@dataclass(slots=True)
class Mapping:
    """``pairs`` has key -> (the key's own scalar, the value)."""

    pairs: dict[str, tuple[Scalar, Node]]
    line: int
    column: int

    def get(self, key: str) -> Node | None:
        pair = self.pairs.get(key)
        return pair[1] if pair else None


Node: TypeAlias = Scalar | Sequence | Mapping


def plain(node: Node) -> Raw:
    """The node as str, None, list and dict, without places."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return {key: plain(value) for key, (_, value) in node.pairs.items()}
