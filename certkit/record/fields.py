"""How the types of the record are described: each field with its kind, its help, and when it is asked.

The reader, the form, the schema and the documentation of the record all follow from these descriptions, so that a field
is written down once. A field that is not there, is empty, or holds no answer has no value, which is never a good one.

Groups are plain classes and not dataclasses: there are some twenty, and each would cost milliseconds at every start.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timezone
from typing import Any, Generic, NoReturn, TypeVar, cast

from certkit.conditions import Value
from certkit.finding import Place
from certkit.record.kinds import Kind

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
G = TypeVar("G", bound="Group")
G_co = TypeVar("G_co", bound="Group", covariant=True)


class _Frozen:
    """What cannot be changed once it is made."""

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} cannot be changed")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} cannot be changed")

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and vars(self) == vars(other)

    def __hash__(self) -> int:
        return hash((type(self), *vars(self).values()))

    def __repr__(self) -> str:
        inner = ", ".join(f"{name}={value!r}" for name, value in vars(self).items())
        return f"{type(self).__name__}({inner})"


class Given(_Frozen, Generic[T_co]):
    """A field.

    Attributes:
        value: None if it has none.
        place: where it stands, None if the file does not have it.
        refused: what stands there if that is no answer.
    """

    value: T_co | None
    place: Place | None
    refused: str

    def __init__(self, value: T_co | None = None, place: Place | None = None, refused: str = "") -> None:
        vars(self).update(value=value, place=place, refused=refused)


class Group(_Frozen):
    """Fields that belong together. ``place`` is where the group begins, None if the file does not have it."""

    place: Place | None
    asked: dict[str, Asked]
    """The description of each field, in the order of the class. It belongs to the class."""

    def __init_subclass__(cls) -> None:
        own = {name: value for name, value in vars(cls).items() if isinstance(value, Asked)}
        cls.asked = {**getattr(cls, "asked", {}), **own}
        for name, asked in own.items():
            setattr(cls, name, asked.empty)

    def __init__(self, place: Place | None = None, **fields: object) -> None:
        vars(self).update(place=place, **fields)


class Rows(_Frozen, Generic[G_co]):
    """A list of groups.

    Attributes:
        answered: the list is there. An empty list, ``[]``, is the answer that there are none.
        unread: entries that are no group, each with its place: something stands there that was not understood.
    """

    rows: tuple[G_co, ...]
    answered: bool
    place: Place | None
    unread: tuple[Place, ...]

    def __init__(
        self,
        rows: tuple[G_co, ...] = (),
        answered: bool = False,
        place: Place | None = None,
        unread: tuple[Place, ...] = (),
    ) -> None:
        vars(self).update(rows=rows, answered=answered, place=place, unread=unread)


class Asked:
    """The description of a field.

    Attributes:
        help: what is to be written, for the tester.
        kind: of a single field.
        group: type of the group or, with ``several``, of the entries of a list.
        cite: the place in the procedure that wants it; empty for what certkit needs itself.
        when: a condition on the PICS' items and on ``record.…``: when it is asked. Empty: always.
        empty: what a field is that the file does not have.
    """

    def __init__(
        self,
        help: str,  # what a field of a form has
        *,
        kind: Kind[Any] | None = None,
        group: type[Group] | None = None,
        several: bool = False,
        cite: str = "",
        when: str = "",
    ) -> None:
        self.help = help
        self.kind = kind
        self.group = group
        self.several = several
        self.cite = cite
        self.when = when
        self.empty: object = _NOT_GIVEN if group is None else _NO_ROWS if several else group()


_NOT_GIVEN: Given[Any] = Given()
_NO_ROWS: Rows[Any] = Rows()


def ask(kind: Kind[T], help: str, *, cite: str = "", when: str = "") -> Given[T]:
    """A single field."""
    return cast(Given[T], Asked(help, kind=kind, cite=cite, when=when))


def group(type_: type[G], help: str, *, cite: str = "", when: str = "") -> G:
    """A group below a key."""
    return cast(G, Asked(help, group=type_, cite=cite, when=when))


def rows(type_: type[G], help: str, *, cite: str = "", when: str = "") -> Rows[G]:
    """A list of groups below a key."""
    return cast(Rows[G], Asked(help, group=type_, several=True, cite=cite, when=when))


def given_in(top: Group, path: str) -> Iterator[tuple[str, Given[Any] | Rows[Any]]]:
    """Every single field and every list below a group, with its path; not the fields of a list's entries."""
    for key, asked in top.asked.items():
        below = getattr(top, key)
        if asked.group is not None and not asked.several:
            yield from given_in(below, f"{path}.{key}")
        else:
            yield f"{path}.{key}", below


def facts(top: Group, path: str = "record") -> dict[str, Value]:
    """Path -> value of the answered fields, as conditions see them; of a list how many entries it has."""
    found: dict[str, Value] = {}
    for name, below in given_in(top, path):
        if isinstance(below, Rows):
            if below.answered and not below.unread:
                found[name] = len(below.rows)
        elif below.value is not None:
            found[name] = _as_condition_value(below.value)
    return found


def misread(top: Group, path: str = "record") -> Iterator[str]:
    """The paths of the fields in which something stands that is not understood."""
    for name, below in given_in(top, path):
        if below.unread if isinstance(below, Rows) else below.refused:
            yield name


def places(top: Group, path: str = "record", outer: Place | None = None) -> dict[str, Place]:
    """Path -> where the field stands, or else where the innermost group begins in which it is to be written."""
    found: dict[str, Place] = {}
    begin = top.place or outer
    for key, asked in top.asked.items():
        below = getattr(top, key)
        here = below.place or begin
        if here is not None:
            found[f"{path}.{key}"] = here
        if asked.group is not None and not asked.several:
            found |= places(below, f"{path}.{key}", begin)
    return found


def _as_condition_value(value: object) -> Value:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, timezone):
        return str(value)
    if isinstance(value, str | int | float | tuple):
        return value
    raise TypeError(f"a field of the record holds {type(value).__name__}")
