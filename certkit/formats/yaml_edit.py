"""Sets and removes single values in the text of a YAML file, and leaves comments, order, quotes and layout as they are.

The text must have been accepted by :func:`certkit.formats.yaml_tree.read_tree`: it has no anchors, tags or documents
that would make a value stand in more than one place. The caller reads the new text and compares, because a file may be
laid out in ways that no replacement of text foresees.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import yaml

Path: TypeAlias = "tuple[str | int, ...]"
"""Keys, and indexes from 0 of entries of a list; the index behind the last entry adds one."""
Values: TypeAlias = "str | tuple[str, ...] | None"
"""A scalar, a list of scalars, or None for no value."""
_PLAIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9 _./+:-]*[A-Za-z0-9_./+-])?")
_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})
_SPECIAL = frozenset({"y", "n", "on", "off", "true", "false", "null"})


class CannotEdit(ValueError):
    """The value has no place in this text, because something else is there."""


@dataclass(slots=True)
class _Span:
    """A node in the text: from its first character to behind its last; of a group, of what is in it."""

    kind: str
    begin: int
    end: int
    column: int
    flow: bool
    style: str | None = None
    pairs: list[tuple[_Span, str, _Span]] = field(default_factory=list)
    items: list[_Span] = field(default_factory=list)

    def value_of(self, key: str) -> _Span | None:
        return next((value for _, name, value in self.pairs if name == key), None)

    @property
    def is_empty(self) -> bool:
        """There is nothing, or only a word for nothing."""
        return self.kind == "scalar" and self.style is None


def set_value(text: str, path: Path, value: Values) -> str:
    """The text with a value written, or removed, at a path.

    Raises:
        CannotEdit: a value is where the path needs a group or a list, or the other way round.
    """
    root = _root(text)
    node, depth = root, 0
    above: list[tuple[_Span, _Span | None]] = []
    while depth < len(path):
        step = path[depth]
        below = node.value_of(step) if isinstance(step, str) else _item(node, step)
        if below is None:
            break
        key = next((key for key, name, _ in node.pairs if name == step), None)
        above.append((node, key))
        node, depth = below, depth + 1
    if depth == len(path):
        return _replaced(text, node, value, above[-1] if above else None)
    if value is None:
        return text
    return _added(text, node, path[depth:], value, above[-1] if above else None)


def _item(node: _Span, index: str | int) -> _Span | None:
    assert isinstance(index, int)
    return node.items[index] if node.kind == "list" and index < len(node.items) else None


def _replaced(text: str, node: _Span, value: Values, above: tuple[_Span, _Span | None] | None) -> str:
    quoted = bool(above and above[1] and above[1].style == '"')
    written = "" if value is None else _inline(value, quoted=quoted)
    begin = node.begin
    end = begin + len(text[begin : node.end].rstrip("\n")) if node.style in ("|", ">") else node.end
    if node.kind == "map" and node.pairs:
        raise CannotEdit("a group of keys is in its place")
    if node.kind == "list" and not isinstance(value, tuple) and any(item.kind != "scalar" for item in node.items):
        raise CannotEdit("a list of groups is in its place")
    if not node.flow and node.kind == "list" and above and above[1]:
        begin = text.index(":", above[1].end) + 1  # the list goes onto the line of its key
    if written in ("", '""') and value is None:
        written = "null" if quoted else ""
    before, behind = text[:begin], text[end:]
    if written and begin and before[-1] not in " \t\n[{":
        written = f" {written}"
    if not written and behind[:1] not in ("", "\n", "\r"):
        behind = f" {behind.lstrip(' ')}" if behind.lstrip(" ").startswith("#") else behind
    if not written:
        before = before.rstrip(" ")
    return f"{before}{written}{behind}"


def _added(text: str, node: _Span, rest: Path, value: Values, above: tuple[_Span, _Span | None] | None) -> str:
    """The text with a value that is not there yet, below the innermost node that is."""
    step = rest[0]
    if node.is_empty and above is not None:
        return _filled(text, node, rest, value, above)
    if isinstance(step, str) and node.kind != "map":
        raise CannotEdit(f"{'a list' if node.kind == 'list' else 'a single value'} is in its place")
    if isinstance(step, int) and node.kind != "list":
        raise CannotEdit(f"{'a group of keys' if node.kind == 'map' else 'a single value'} is in its place")
    members = [key for key, _, _ in node.pairs] or node.items
    if node.flow or not members:
        quoted = any(key.style == '"' for key, _, _ in node.pairs)
        quoted = quoted or bool(above and above[1] and above[1].style == '"')
        inner = _flow(rest, value, quoted=quoted)[1:-1]
        if not members:
            brackets = "{}" if isinstance(step, str) else "[]"
            return f"{text[: node.begin]}{brackets[0]}{inner}{brackets[1]}{text[node.end :]}"
        last = node.pairs[-1][2] if node.pairs else node.items[-1]
        return f"{text[: last.end]}, {inner}{text[last.end :]}"
    last = _last(node)
    behind = last.end - 1 if text[last.end - 1] == "\n" else last.end
    return _with_lines(text, behind, _block(rest, value, node.column))


def _filled(text: str, node: _Span, rest: Path, value: Values, above: tuple[_Span, _Span | None]) -> str:
    """The text with a group or a list in the place of nothing."""
    holder, key = above
    if holder.flow:
        written = _flow(rest, value, quoted=bool(key and key.style == '"'))
        space = "" if text[: node.begin].endswith(" ") else " "
        return f"{text[: node.begin]}{space}{written}{text[node.end :]}"
    column = (key.column if key is not None else holder.column) + 2
    text = text[: node.begin] + text[node.end :]
    return _with_lines(text, node.begin, _block(rest, value, column))


def _with_lines(text: str, place: int, lines: list[str]) -> str:
    """The text with lines after the one of a place, and with the line breaks that it has."""
    end = "\r\n" if "\r\n" in text else "\n"
    at = text.find(end, place)
    written = end + end.join(lines)
    return text + written + end if at < 0 else text[:at] + written + text[at:]


def _last(node: _Span) -> _Span:
    """The last leaf below a node."""
    while not node.flow and (node.pairs or node.items):
        node = node.pairs[-1][2] if node.pairs else node.items[-1]
    return node


def _block(rest: Path, value: Values, column: int) -> list[str]:
    """The lines of a new value, each key and entry on lines of its own."""
    lines: list[str] = []
    prefix = " " * column
    for number, step in enumerate(rest):
        if isinstance(step, int):
            prefix += "- "
            column += 2
            continue
        if number == len(rest) - 1:
            lines.append(f"{prefix}{_scalar(step)}: {_inline(value)}")
        else:
            lines.append(f"{prefix}{_scalar(step)}:")
            column += 2
        prefix = " " * column
    if isinstance(rest[-1], int):
        lines.append(f"{prefix}{_inline(value)}")
    return lines


def _flow(rest: Path, value: Values, *, quoted: bool) -> str:
    if not rest:
        return _inline(value, quoted=quoted)
    inner = _flow(rest[1:], value, quoted=quoted)
    step = rest[0]
    if isinstance(step, int):
        return f"[{inner}]"
    return f"{{{_scalar(step, quoted=quoted)}: {inner}}}"


def _inline(value: Values, *, quoted: bool = False) -> str:
    """A value on the line of its key."""
    if value is None:
        return "null" if quoted else ""
    if isinstance(value, tuple):
        return f"[{', '.join(_scalar(entry, quoted=quoted) for entry in value)}]"
    return _scalar(value, quoted=quoted)


def _scalar(text: str, *, quoted: bool = False) -> str:
    """The text as a YAML scalar that every YAML reader takes for this text; Yes and No are words of the format."""
    if not quoted and _PLAIN.fullmatch(text) and ": " not in text and text.lower() not in _SPECIAL:
        return text
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(character: str) -> str:
    if character in '"\\':
        return "\\" + character
    if character.isprintable():
        return character
    code = ord(character)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _root(text: str) -> _Span:
    events = yaml.parse(text, Loader=yaml.SafeLoader)
    try:
        for event in events:
            if isinstance(event, yaml.MappingStartEvent):
                return _read(event, events)
    except yaml.MarkedYAMLError as error:  # libyaml takes a tab in places where PyYAML does not
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise CannotEdit(f"line {line} has a character that only some readers of YAML take, such as a tab") from None
    raise CannotEdit("no group of keys is in its place")


def _read(event: Any, events: Iterator[Any]) -> _Span:
    begin, column = event.start_mark.index, event.start_mark.column
    if isinstance(event, yaml.ScalarEvent):
        style = event.style or (None if event.value in _NOTHING else "")
        return _Span("scalar", begin, _index(event.end_mark), column, flow=False, style=style)
    is_map = isinstance(event, yaml.MappingStartEvent)
    kind = "map" if is_map else "list"
    node = _Span(kind, begin, _index(event.end_mark), column, flow=bool(event.flow_style), style="")
    closing = yaml.MappingEndEvent if is_map else yaml.SequenceEndEvent
    children: list[tuple[_Span, str]] = []
    for following in events:
        if isinstance(following, closing):
            if node.flow:
                node.end = _index(following.end_mark)
            break
        children.append((_read(following, events), getattr(following, "value", "")))
    if is_map:
        pairs = zip(children[::2], children[1::2], strict=True)
        node.pairs = [(key, name, value) for (key, name), (value, _) in pairs]
    else:
        node.items = [child for child, _ in children]
    if not node.flow and children:
        node.end = children[-1][0].end
    return node


def _index(mark: Any) -> int:
    """Where a mark is in the text."""
    index: int = mark.index
    return index
