"""How the fields of a test record are defined: each once, as an attribute of its group, with its kind and its help.

The reader, the form, the schema and the reference page follow from these definitions. Where the procedure wants a field
and for which devices it is asked is the edition's: ``fields`` in ``requirements.yaml``. A field that the file does not
have, that is empty, or that is not understood has no value; a missing value never counts as a good one.

Groups are plain classes and not dataclasses: there are some twenty, and each would cost milliseconds at every start.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timezone
from typing import Any, ClassVar, Generic, NoReturn, Self, TypeVar, overload

from certkit.conditions import Value
from certkit.finding import Place
from certkit.record.kinds import Kind

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
G = TypeVar("G", bound="Group")
G_co = TypeVar("G_co", bound="Group", covariant=True)


@dataclass(frozen=True, slots=True)
class Field(Generic[T_co]):
    """A single field of a record.

    Attributes:
        value: None if it has none.
        place: its place in the file, None if the file does not have it.
        refused: what the file has there, if that is no answer.
    """

    value: T_co | None = None
    place: Place | None = None
    refused: str = ""


@dataclass(frozen=True, slots=True)
class ListField(Generic[G_co]):
    """A list of groups.

    Attributes:
        answered: the file has the list. An empty list, ``[]``, is the answer that there are none.
        unread: the places of entries that are not understood, because they are no groups.
    """

    rows: tuple[G_co, ...] = ()
    answered: bool = False
    place: Place | None = None
    unread: tuple[Place, ...] = ()


class Group:
    """Fields that belong together. ``place`` is where the group begins, None if the file does not have it."""

    specs: ClassVar[dict[str, FieldSpec[Any]]] = {}
    """The definition of each field, in the order of the class."""
    place: Place | None

    def __init_subclass__(cls) -> None:
        own = {name: value for name, value in vars(cls).items() if isinstance(value, FieldSpec)}
        cls.specs = {**cls.specs, **own}

    def __init__(self, place: Place | None = None, **fields: object) -> None:
        vars(self).update(place=place, **fields)

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


class FieldSpec(Generic[T_co]):
    """The definition of a field. In an instance of its group the attribute is the field itself.

    Attributes:
        help: what the tester has to write.
        missing: the field of a file that does not have it.
        kind: of a single field.
        group: type of the group or, for a list, of its entries.
    """

    def __init__(
        self, help: str, missing: T_co, *, kind: Kind[Any] | None = None, group: type[Group] | None = None
    ) -> None:
        self.help = help
        self.missing = missing
        self.kind = kind
        self.group = group

    @property
    def is_list(self) -> bool:
        return isinstance(self.missing, ListField)

    @overload
    def __get__(self, instance: None, owner: type) -> Self: ...

    @overload
    def __get__(self, instance: Group, owner: type) -> T_co: ...

    def __get__(self, instance: Group | None, owner: type) -> Self | T_co:
        # What a file has is in the instance, where Python finds it before it asks here.
        return self if instance is None else self.missing


def field(kind: Kind[T], help: str) -> FieldSpec[Field[T]]:
    """A single field."""
    return FieldSpec(help, Field(), kind=kind)


def group(type_: type[G], help: str) -> FieldSpec[G]:
    """A group below a key."""
    return FieldSpec(help, type_(), group=type_)


def list_field(type_: type[G], help: str) -> FieldSpec[ListField[G]]:
    """A list of groups below a key."""
    return FieldSpec(help, ListField(), group=type_)


def fields_in(top: Group, path: str) -> Iterator[tuple[str, Field[Any] | ListField[Any]]]:
    """Every single field and every list below a group, with its path; not the fields of a list's entries."""
    for key in top.specs:
        below = getattr(top, key)
        if isinstance(below, Group):
            yield from fields_in(below, f"{path}.{key}")
        else:
            yield f"{path}.{key}", below


def specs_in(type_: type[Group], path: str) -> Iterator[tuple[str, FieldSpec[Any]]]:
    """The definition of every field, group and list below a group, with its path; also of a list's entries."""
    for key, spec in type_.specs.items():
        yield f"{path}.{key}", spec
        if spec.group is not None:
            yield from specs_in(spec.group, f"{path}.{key}")


def facts(top: Group, path: str = "record") -> dict[str, Value]:
    """Path -> value of the answered fields, as conditions see them; of a list the number of its entries."""
    values: dict[str, Value] = {}
    for name, below in fields_in(top, path):
        if isinstance(below, ListField):
            if below.answered and not below.unread:
                values[name] = len(below.rows)
        elif below.value is not None:
            values[name] = _as_condition_value(below.value)
    return values


def misread(top: Group, path: str = "record") -> Iterator[str]:
    """The paths of the fields that have something which is not understood."""
    for name, below in fields_in(top, path):
        if below.unread if isinstance(below, ListField) else below.refused:
            yield name


def places(top: Group, path: str = "record", outer: Place | None = None) -> dict[str, Place]:
    """Path -> the field's place, or the beginning of the innermost group in which it has to be written."""
    known: dict[str, Place] = {}
    begin = top.place or outer
    for key in top.specs:
        below = getattr(top, key)
        here = below.place or begin
        if here is not None:
            known[f"{path}.{key}"] = here
        if isinstance(below, Group):
            known |= places(below, f"{path}.{key}", begin)
    return known


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
