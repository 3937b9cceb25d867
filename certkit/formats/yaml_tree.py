"""YAML as a tree with places: every scalar is text, and anything ambiguous is refused.

The tree is built from libyaml's events one by one, so that excessive nesting is refused before it is read (PyYAML's
composer overflows the stack on a hundred thousand brackets). ``No`` and ``1.10`` stay as they are written: the reader
of an item decides what its scalar means. Refused, with the place: a key given twice, anchors and aliases, tags, several
documents, control characters, text that is not UTF-8.
"""

from __future__ import annotations

from codecs import BOM_UTF8
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from certkit.errors import UnreadableFile
from certkit.formats.tree import Mapping, Node, Scalar, Sequence, plain

__all__ = ["Mapping", "Node", "Scalar", "Sequence", "plain", "read_tree"]

_Parser: Any
try:
    from yaml._yaml import CParser

    _Parser = CParser
except ImportError:  # PyYAML without libyaml: slower, the same events
    _Parser = yaml.SafeLoader

DEEPEST = 12
"""Levels of nesting allowed; a PICS needs four, an edition six."""
LARGEST = 2_000_000
"""Bytes allowed; a filled-in PICS has some four thousand."""

_EMPTY = frozenset({"", "~", "null", "Null", "NULL"})


def read_tree(content: bytes, file: str) -> Node | None:
    """The one document in ``content``, or None if it holds only comments.

    Args:
        content: the file's bytes, UTF-8 with or without a byte order mark.
        file: its name, for errors.

    Raises:
        UnreadableFile: not YAML, or YAML that is refused; with line and column where there is one.
    """
    text = decode(content, file)
    try:
        return _Builder(text, file).document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise UnreadableFile(
            f"this is not valid YAML: {_problem(error)}",
            hint=_way_out(error),
            file=file,
            line=mark.line + 1 if mark else 0,
            column=mark.column + 1 if mark else 0,
        ) from None
    except yaml.reader.ReaderError as error:
        line, column = _line_and_column(text, int(error.position))
        raise UnreadableFile(
            f"the character U+{_code(error):04X} is not allowed in YAML",
            hint="delete it, or type the value again",
            file=file,
            line=line,
            column=column,
        ) from None


def decode(content: bytes, file: str) -> str:
    """The text of a file that must be UTF-8.

    Raises:
        UnreadableFile: too large, empty, or not UTF-8.
    """
    if len(content) > LARGEST:
        raise UnreadableFile(
            f"the file has {len(content):,} bytes; a file of this kind has at most {LARGEST:,}",
            hint="is it the right file?",
            file=file,
        )
    content = content.removeprefix(BOM_UTF8)
    if not content.strip():
        raise UnreadableFile(
            "the file is empty", hint="certkit pics new --dut … -o FILE writes a form to fill in", file=file
        )
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        before = content[: error.start].decode()
        raise UnreadableFile(
            f"the file is not UTF-8 text (byte 0x{content[error.start]:02x})",
            hint="save it as UTF-8",
            file=file,
            line=before.count("\n") + 1,
            column=len(before) - before.rfind("\n"),
        ) from None


class _Builder:
    """Builds the tree from events with a stack of its own, so that depth is a number and not a recursion."""

    def __init__(self, text: str, file: str) -> None:
        self.parser = _Parser(text)
        self.file = file
        self.open: list[Mapping | Sequence] = []
        self.keys: list[Scalar | None] = []
        self.root: Node | None = None

    def refuse(self, message: str, hint: str, mark: Any) -> UnreadableFile:
        return UnreadableFile(message, hint=hint, file=self.file, line=mark.line + 1, column=mark.column + 1)

    def document(self) -> Node | None:
        documents = 0
        while True:
            event: Any = self.parser.get_event()
            kind = type(event)
            if kind is ScalarEvent:
                self.no_anchor_or_tag(event)
                mark = event.start_mark
                empty = not event.style and event.value in _EMPTY
                self.place(Scalar(None if empty else event.value, mark.line + 1, mark.column + 1), mark)
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                self.no_anchor_or_tag(event)
                self.enter(event, kind is MappingStartEvent)
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                self.open.pop()
                self.keys.pop()
            elif kind is AliasEvent:
                raise self.refuse(
                    f"the alias *{event.anchor} is not allowed here", "write the value out", event.start_mark
                )
            elif kind is DocumentStartEvent:
                documents += 1
                if documents > 1:
                    raise self.refuse(
                        "a second YAML document begins here",
                        "keep one document in a file: remove the line ---",
                        event.start_mark,
                    )
            elif kind is StreamEndEvent:
                return self.root

    def no_anchor_or_tag(self, event: Any) -> None:
        if event.anchor is not None:
            raise self.refuse(f"the anchor &{event.anchor} is not allowed here", "remove it", event.start_mark)
        if event.tag is not None:
            raise self.refuse(
                f"the tag {event.tag} is not allowed here", "remove it, and write the value alone", event.start_mark
            )

    def enter(self, event: Any, mapping: bool) -> None:
        mark = event.start_mark
        if len(self.open) >= DEEPEST:
            raise self.refuse(
                f"the file nests deeper than {DEEPEST} levels", "a closing bracket may be missing before this", mark
            )
        line, column = mark.line + 1, mark.column + 1
        node: Mapping | Sequence = Mapping({}, line, column) if mapping else Sequence([], line, column)
        self.place(node, mark)
        self.open.append(node)
        self.keys.append(None)

    def place(self, node: Node, mark: Any) -> None:
        if not self.open:
            self.root = node
            return
        parent = self.open[-1]
        if isinstance(parent, Sequence):
            parent.items.append(node)
            return
        key = self.keys[-1]
        if key is None:
            if not isinstance(node, Scalar) or node.text is None:
                raise self.refuse("a key must be a plain word", "is a bracket or a colon out of place?", mark)
            if node.text in parent.pairs:
                first = parent.pairs[node.text][0]
                raise self.refuse(
                    f"the key {node.text!r} is given twice (first in line {first.line})",
                    "keep one of the two",
                    mark,
                )
            self.keys[-1] = node
        else:
            assert key.text is not None
            parent.pairs[key.text] = (key, node)
            self.keys[-1] = None


def _problem(error: yaml.MarkedYAMLError) -> str:
    return " ".join(part for part in (error.problem, error.context) if part) or "it cannot be parsed"


def _way_out(error: yaml.MarkedYAMLError) -> str:
    problem = error.problem or ""
    if "mapping values are not allowed" in problem:
        return "put a value that contains a colon in quotes, and check the indentation"
    if "tab" in problem or "cannot start any token" in problem:
        return "indent with spaces, not tabs, and put a value that begins with a special character in quotes"
    if "end of stream" in problem or "expected ',' or" in problem:
        return "a closing quote or bracket is missing"
    return "check quotes, brackets and indentation near this place"


def _code(error: yaml.reader.ReaderError) -> int:
    character = error.character
    return character if isinstance(character, int) else ord(character[:1] or "\0")


def _line_and_column(text: str, position: int) -> tuple[int, int]:
    before = text.encode("utf-8")[:position].decode("utf-8", "ignore")
    return before.count("\n") + 1, len(before) - before.rfind("\n")
