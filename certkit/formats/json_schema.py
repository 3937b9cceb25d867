"""A JSON Schema made into functions, for the few keywords that certkit's own schemas are written with.

jsonschema, which does the same for any schema, takes half a second for a payload; this takes milliseconds. The tests
compare the two. It is stricter in one thing: 1.0 is not an integer. A schema with any other keyword is refused, so that
nothing stays unchecked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

Check: TypeAlias = Callable[[Any], None]

_TYPES: Mapping[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
}
_SAID = frozenset({"$schema", "$id", "$defs", "description", "title"})
"""Keywords that check nothing."""


class Mismatch(ValueError):
    """A value is not what its schema describes.

    Attributes:
        path: from the value that was checked: ``.evidence.files[3]``.
        what: what is wrong there; it quotes nothing of the value.
    """

    def __init__(self, what: str, path: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.path = path


def compiled(schema: Mapping[str, Any]) -> Check:
    """What checks a value, and raises :class:`Mismatch` if it is not as described.

    Raises:
        NotImplementedError: the schema has a keyword that is not known here.
    """
    return _Compiler(schema.get("$defs", {})).check(schema)


class _Compiler:
    """Each definition is made once; one that is being made is called by its name."""

    def __init__(self, definitions: Mapping[str, Any]) -> None:
        self.definitions = definitions
        self.made: dict[str, Check] = {}

    def check(self, schema: Mapping[str, Any]) -> Check:
        asked = {key: value for key, value in schema.items() if key not in _SAID}
        if "$ref" in asked:
            return self.reference(_alone(asked, "$ref"))
        if "anyOf" in asked:
            return _any([self.check(each) for each in _alone(asked, "anyOf")])
        if "const" in asked or "enum" in asked:
            return _one_of(asked)
        kind = asked.pop("type", None)
        if kind == "string" and "pattern" in asked:
            return _pattern(_alone(asked, "pattern"))
        if kind == "integer" and set(asked) == {"minimum", "maximum"}:
            return _between(asked["minimum"], asked["maximum"])
        if kind == "object":
            return self.object(asked)
        if kind == "array":
            return _array(self.check(_alone(asked, "items")))
        if not isinstance(kind, str) or kind not in _TYPES or asked:
            raise NotImplementedError(f"a schema with {kind} and {', '.join(sorted(asked))}")
        return _scalar(kind)

    def reference(self, target: str) -> Check:
        name = target.removeprefix("#/$defs/")
        if name not in self.made:
            self.made[name] = lambda value: self.made[name](value)
            self.made[name] = self.check(self.definitions[name])
        return self.made[name]

    def object(self, asked: dict[str, Any]) -> Check:
        properties = {name: self.check(below) for name, below in asked.pop("properties", {}).items()}
        required = tuple(asked.pop("required", ()))
        others = asked.pop("additionalProperties", True)
        if asked or others is True:
            raise NotImplementedError(f"an object that is open, or with {', '.join(sorted(asked))}")
        return _object(properties, required, self.check(others) if isinstance(others, dict) else None)


def _alone(asked: dict[str, Any], name: str) -> Any:
    if len(asked) > 1:
        raise NotImplementedError(f"a schema with {', '.join(sorted(asked))}")
    return asked[name]


def _scalar(kind: str) -> Check:
    types = _TYPES[kind]

    def check(value: Any) -> None:
        if type(value) not in types:
            raise Mismatch(f"a {kind} is expected")

    return check


def _pattern(pattern: str) -> Check:
    fits = re.compile(pattern).search

    def check(value: Any) -> None:
        if type(value) is not str or fits(value) is None:
            raise Mismatch(f"a string like {pattern} is expected")

    return check


def _between(least: int, most: int) -> Check:
    def check(value: Any) -> None:
        if type(value) is not int or not least <= value <= most:
            raise Mismatch(f"a whole number from {least} to {most} is expected")

    return check


def _one_of(asked: dict[str, Any]) -> Check:
    values = [asked["const"]] if "const" in asked else asked["enum"]
    if set(asked) - {"const", "enum", "type"} or not all(type(value) in (str, int) for value in values):
        raise NotImplementedError(f"a schema with {', '.join(sorted(asked))}")
    known = frozenset((type(value), value) for value in values)
    listed = ", ".join(map(repr, values))

    def check(value: Any) -> None:
        if type(value) not in (str, int) or (type(value), value) not in known:
            raise Mismatch(f"one of {listed} is expected")

    return check


def _any(checks: list[Check]) -> Check:
    def check(value: Any) -> None:
        first: Mismatch | None = None
        for each in checks:
            try:
                each(value)
            except Mismatch as error:
                if first is None or len(error.path) > len(first.path):
                    first = error
            else:
                return
        assert first is not None
        raise first

    return check


def _array(each: Check) -> Check:
    def check(value: Any) -> None:
        if type(value) is not list:
            raise Mismatch("an array is expected")
        number = 0
        try:
            for number, entry in enumerate(value):  # noqa: B007  # the number is for the path of an error
                each(entry)
        except Mismatch as error:
            raise Mismatch(error.what, f"[{number}]{error.path}") from None

    return check


def _object(properties: Mapping[str, Check], required: tuple[str, ...], others: Check | None) -> Check:
    def check(value: Any) -> None:
        if type(value) is not dict:
            raise Mismatch("an object is expected")
        for name in required:
            if name not in value:
                raise Mismatch(f"{name!r} is missing")
        name = ""
        try:
            for name, below in value.items():
                each = properties.get(name, others)
                if each is None:
                    raise Mismatch("this is not part of it")
                each(below)
        except Mismatch as error:
            raise Mismatch(error.what, f".{name[:60]}{error.path}") from None

    return check
