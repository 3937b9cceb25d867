"""PDF objects as Python values.

====================  ==========================
PDF                   Python
====================  ==========================
name ``/Type``        ``Name("Type")``
reference ``3 0 R``   ``Ref(3)``
string                ``bytes``
array, dictionary     ``list``, ``dict`` by name
stream                ``Stream``
number                ``int`` or ``float``
true, false, null     ``True``, ``False``, None
====================  ==========================
"""

from __future__ import annotations

from typing import Any, NamedTuple, TypeAlias


class PdfError(Exception):
    """The file is not a PDF of the kind that is read here; the message says why, in one sentence."""


class Name(str):
    """A name, without its slash."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"/{self}"


class Ref:
    """A reference to an object. Generations are always 0."""

    __slots__ = ("number",)

    def __init__(self, number: int) -> None:
        self.number = number

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Ref) and self.number == other.number

    def __hash__(self) -> int:
        return hash((Ref, self.number))

    def __repr__(self) -> str:
        return f"{self.number} 0 R"


class Stream(NamedTuple):
    """A stream: its dictionary, and its bytes as they are in the file."""

    dictionary: dict[str, Value]
    raw: bytes


Value: TypeAlias = "Name | Ref | Stream | dict[str, Any] | list[Any] | bytes | int | float | bool | None"


def equal(one: Value, other: Value) -> bool:
    """Whether two values are the same, of the same types; an integer equals a real number of the same value.

    References are equal if they have the same number.
    """
    pending: list[tuple[Value, Value]] = [(one, other)]
    while pending:
        left, right = pending.pop()
        if isinstance(left, dict):
            if not isinstance(right, dict) or left.keys() != right.keys():
                return False
            pending += [(left[key], right[key]) for key in left]
        elif isinstance(left, Stream):
            if not isinstance(right, Stream) or left.raw != right.raw:
                return False
            pending.append((left.dictionary, right.dictionary))
        elif isinstance(left, list):
            if not isinstance(right, list) or len(left) != len(right):
                return False
            pending += zip(left, right, strict=True)
        elif left != right or _kind(left) is not _kind(right):
            return False
    return True


def _kind(value: Value) -> type:
    return float if type(value) is int else type(value)
