"""JSON as a tree with places, as strict as RFC 8259: anything ambiguous is refused.

Python's own reader takes the last of two equal names, reads NaN and Infinity, and gives no places. Here duplicate names
in an object, invalid numbers and nesting deeper than allowed are refused with line and column. No message quotes the
file, because it may hold a secret.

A file may hold several documents one after the other (one a line, or joined), as loggers and people write them.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from json.decoder import scanstring  # type: ignore[attr-defined]  # typeshed lists only documented names
from math import isfinite
from typing import TypeAlias

from certkit.errors import UnreadableFile

DEEPEST = 32
"""Levels of nesting allowed; the deepest file that is read has eight."""
LARGEST = 8_000_000
"""Bytes allowed; a station with a thousand keys answers with a hundred thousand."""

MOST_DOCUMENTS = 100_000
"""Documents allowed in one file."""

Atom: TypeAlias = "str | int | float | bool | None"


@dataclass(slots=True)
class Leaf:
    """A text, a number, true, false or null. ``at`` is where it begins, in characters."""

    value: Atom
    at: int


@dataclass(slots=True)
class Array:
    """A list of values."""

    items: list[Json]
    at: int


@dataclass(slots=True)
class Object:
    """``pairs`` has name -> value, ``names`` name -> where the name is."""

    pairs: dict[str, Json]
    names: dict[str, int]
    at: int

    def get(self, name: str) -> Json | None:
        return self.pairs.get(name)


Json: TypeAlias = Leaf | Array | Object

_SPACE = re.compile(r"[ \t\r\n]*")
_BETWEEN = re.compile(r"[ \t\r\n\x1e,;]*")  # between documents: white space, the separator of RFC 7464, a comma
_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,30})(\.[0-9]{1,30})?([eE][+-]?[0-9]{1,3})?(?![0-9.eE+-])")
_WORDS: tuple[tuple[str, Atom], ...] = (("true", True), ("false", False), ("null", None))
_LETTERS = frozenset(word[0] for word, _ in _WORDS)
_BLANKS = frozenset(" \t\r\n")
_PLAIN_NAME = re.compile(r'"([^"\\\x00-\x1f]*)"[ \t\r\n]*:[ \t\r\n]*')
"""The name of a member, as nearly every one is written: without an escape."""
_NO_NUMBERS = ("NaN", "Infinity", "-Infinity")


class NotUtf8(UnreadableFile):
    """The file is text, or seems to be, but not in UTF-8."""


class NotJson(ValueError):
    """Not JSON, or JSON that is refused; ``at`` is the place in characters."""

    def __init__(self, message: str, at: int, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.at = at
        self.hint = hint


class Places:
    """Line and column, both from 1, of a place in a text."""

    def __init__(self, text: str) -> None:
        self.starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def of(self, at: int) -> tuple[int, int]:
        line = bisect_right(self.starts, at)
        return line, at - self.starts[line - 1] + 1


def decode(content: bytes, file: str, largest: int = LARGEST) -> str:
    """The text of a file that must be UTF-8, with or without a byte order mark.

    Raises:
        UnreadableFile: too large, empty, or something else; the hint says what it looks like.
        NotUtf8: it has bytes that are not UTF-8.
    """
    if len(content) > largest:
        raise UnreadableFile(
            f"the file has {len(content):,} bytes; a file of this kind has at most {largest:,}",
            hint="is it the right file?",
            file=file,
        )
    if not content.strip():
        raise UnreadableFile("the file is empty", file=file)
    if content.startswith((b"\x1f\x8b", b"PK\x03\x04", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd")):
        raise UnreadableFile("the file is compressed", hint="unpack it first", file=file)
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in content[:4]:
        raise UnreadableFile("the file is UTF-16 or UTF-32 text, not UTF-8", hint="save it as UTF-8", file=file)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        raise NotUtf8(
            "the file is not UTF-8 text",
            hint="save it as UTF-8",
            file=file,
            line=before.count(b"\n") + 1,
            column=len(before) - before.rfind(b"\n"),
        ) from None


def read_json(text: str, file: str) -> Json:
    """The one document in a text.

    Raises:
        UnreadableFile: it is not JSON; with line and column.
    """
    try:
        node, end = parse(text, _SPACE.match(text).end())  # type: ignore[union-attr]
        end = _SPACE.match(text, end).end()  # type: ignore[union-attr]
        if end < len(text):
            raise NotJson("something follows after the end", end, "keep one document in a file")
    except NotJson as error:
        raise unreadable(error, text, file) from None
    return node


def documents(text: str) -> Iterator[Json]:
    """The documents of a text, one after the other.

    Raises:
        NotJson: with the first place that is not JSON.
    """
    at = 0
    for number in itertools.count(1):
        at = _BETWEEN.match(text, at).end()  # type: ignore[union-attr]
        if at >= len(text):
            return
        if number > MOST_DOCUMENTS:
            raise NotJson(f"there are more than {MOST_DOCUMENTS:,} documents in the file", at)
        node, at = parse(text, at)
        yield node


def unreadable(error: NotJson, text: str, file: str) -> UnreadableFile:
    """The error with its place in the file."""
    line, column = Places(text).of(error.at)
    return UnreadableFile(
        f"this is not valid JSON: {error.message}", hint=error.hint, file=file, line=line, column=column
    )


def parse(text: str, at: int) -> tuple[Json, int]:
    """The value that begins at a place, and where it ends. A loop with a stack: depth is a number, no recursion.

    Raises:
        NotJson: the text has no value there.
    """
    open_nodes: list[Array | Object] = []
    names: list[str] = []
    while True:
        node, at, opened = _begin(text, at)
        if opened:
            if len(open_nodes) >= DEEPEST:
                raise NotJson(f"it nests deeper than {DEEPEST} levels", node.at)
            assert not isinstance(node, Leaf)
            at = _SPACE.match(text, at).end()  # type: ignore[union-attr]
            if text[at : at + 1] != ("]" if isinstance(node, Array) else "}"):
                open_nodes.append(node)
                if isinstance(node, Object):
                    name, at = _name(text, at, node)
                    names.append(name)
                continue
            at += 1
        while open_nodes:
            parent = open_nodes[-1]
            if isinstance(parent, Array):
                parent.items.append(node)
            else:
                parent.pairs[names.pop()] = node
            mark = text[at : at + 1]
            if mark in _BLANKS:
                at = _SPACE.match(text, at).end()  # type: ignore[union-attr]
                mark = text[at : at + 1]
            if mark == ",":
                at = _SPACE.match(text, at + 1).end()  # type: ignore[union-attr]
                if isinstance(parent, Object):
                    name, at = _name(text, at, parent)
                    names.append(name)
                break
            if mark != ("]" if isinstance(parent, Array) else "}"):
                raise _unfinished(text, at, parent)
            at += 1
            node = open_nodes.pop()
        else:
            return node, at


def _begin(text: str, at: int) -> tuple[Json, int, bool]:
    """The atom at a place, or a container that opens there; where it goes on; and whether it opens."""
    mark = text[at : at + 1]
    if mark == '"':
        value, end = _string(text, at)
        return Leaf(value, at), end, False
    if mark == "{":
        return Object({}, {}, at), at + 1, True
    if mark == "[":
        return Array([], at), at + 1, True
    if mark in _LETTERS:
        for word, meaning in _WORDS:
            if text.startswith(word, at):
                return Leaf(meaning, at), at + len(word), False
    number = _NUMBER.match(text, at)
    if number is not None:
        whole = number.group(2) is None and number.group(3) is None
        figure = int(number.group()) if whole else float(number.group())
        if not isfinite(figure):
            raise NotJson("a number is too large", at)
        return Leaf(figure, at), number.end(), False
    if text.startswith(_NO_NUMBERS, at):
        raise NotJson("NaN and Infinity are not allowed", at, "write the number, or null")
    if not mark:
        raise NotJson("it ends too early", at, "is the file cut off?")
    if mark == "'":
        raise NotJson("write texts in double quotes", at)
    if mark in "-0123456789":
        raise NotJson("this is not a number, or has far too many digits", at)
    raise NotJson("a value is expected here", at)


def _string(text: str, at: int) -> tuple[str, int]:
    try:
        value, end = scanstring(text, at + 1, True)
    except ValueError:
        cut = text.find('"', at + 1) < 0
        raise NotJson(
            "a text is not closed, or has a control character or an unknown escape in it",
            at,
            "is the file cut off?" if cut else "",
        ) from None
    return value, end


def _name(text: str, at: int, parent: Object) -> tuple[str, int]:
    """The name at a place and its colon; where the value begins."""
    plain = _PLAIN_NAME.match(text, at)
    if plain is not None and plain.group(1) not in parent.names:
        parent.names[plain.group(1)] = at
        return plain.group(1), plain.end()
    if text[at : at + 1] != '"':
        raise _unfinished(text, at, parent, "a name in double quotes is expected here")
    name, end = _string(text, at)
    if name in parent.names:
        line, _ = Places(text).of(parent.names[name])
        raise NotJson(f"a name is given twice in one object (first in line {line})", at, "keep one of the two")
    parent.names[name] = at
    end = _SPACE.match(text, end).end()  # type: ignore[union-attr]
    if text[end : end + 1] != ":":
        raise _unfinished(text, end, parent, "a colon is expected here")
    return name, _SPACE.match(text, end + 1).end()  # type: ignore[union-attr]


def _unfinished(text: str, at: int, parent: Array | Object, message: str = "") -> NotJson:
    if at >= len(text):
        return NotJson("it ends too early", at, "is the file cut off?")
    close = "]" if isinstance(parent, Array) else "}"
    return NotJson(message or f"a comma or {close} is expected here", at)
