"""A test record as YAML: every field with its line and column, everything that is not understood reported.

The shape comes from the descriptions in :mod:`certkit.record.fields`; nothing is known here about single fields
except the version. JSON is read too, being YAML.
"""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Iterable
from typing import Any, TypeVar

from certkit.edition.domains import NotInDomain, shown
from certkit.errors import UnreadableFile
from certkit.finding import Finding, Place
from certkit.formats.yaml_tree import Mapping, Node, Scalar, Sequence, read_tree
from certkit.messages import plain_finding
from certkit.record.fields import Asked, Given, Group, Rows
from certkit.record.kinds import Kind, LeavesFolder
from certkit.record.model import VERSION, Record, RecordFields

G = TypeVar("G", bound=Group)
_FORM = "certkit record new PICS -o record.yaml writes a form to fill in"
_OF_A_PICS = frozenset({"general", "profiles", "features", "questions"})
_OF_A_RECORD = frozenset({"record", "mode", "pics"})


def read_record_yaml(content: bytes, source: str) -> Record:
    """The record in a file.

    Args:
        content: the file's bytes.
        source: its name, as the user gave it.

    Raises:
        UnreadableFile: not YAML, or not a record at all.
    """
    if not content.strip():
        raise UnreadableFile("the file is empty", hint=_FORM, file=source)
    tree = read_tree(content, source)
    if not isinstance(tree, Mapping):
        raise UnreadableFile(
            "the file does not look like a test record: it has no keys"
            if tree
            else "the file holds nothing but comments",
            hint=_FORM,
            file=source,
            line=tree.line if tree else 0,
            column=tree.column if tree else 0,
        )
    known = RecordFields.asked
    if not set(tree.pairs) & set(known):
        raise UnreadableFile(
            "the file does not look like a test record: none of its keys is known",
            hint=f"the first level has {', '.join(known)}",
            file=source,
            line=tree.line,
            column=tree.column,
        )
    if _OF_A_PICS & set(tree.pairs) and not _OF_A_RECORD & set(tree.pairs):
        raise UnreadableFile(
            "this is a statement (PICS), not a test record",
            hint="certkit record new writes a record for it",
            file=source,
            line=tree.line,
            column=tree.column,
        )
    reader = _Reader(source)
    fields = reader.group(RecordFields, tree, "")
    reader.version(fields)
    return Record(source, fields, hashlib.sha256(content).hexdigest(), tuple(reader.findings))


class _Reader:
    """Walks the tree along the descriptions of the fields."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.findings: list[Finding] = []

    def at(self, node: Node) -> Place:
        return Place(self.source, node.line, node.column)

    def group(self, type_: type[G], node: Mapping, path: str) -> G:
        described = type_.asked
        found: dict[str, Any] = {}
        for key, (scalar, value) in node.pairs.items():
            asked = described.get(key)
            if asked is None:
                self.unknown(key, scalar, path, described)
            else:
                found[key] = self.field(asked, value, f"{path}.{key}" if path else key)
        return type_(place=self.at(node), **found)

    def field(self, asked: Asked, value: Node, path: str) -> Group | Rows[Any] | Given[Any]:
        if asked.kind is not None:
            return self.single(asked.kind, value, path, asked)
        assert asked.group is not None
        empty = isinstance(value, Scalar) and value.text is None
        if asked.several:
            if isinstance(value, Sequence):
                return self.rows(asked.group, value, path)
            if not empty:
                self.wrong_shape(
                    value, path, "a list", "" if isinstance(value, Mapping) else "write [] if there are none"
                )
            return Rows(place=self.at(value), unread=() if empty else (self.at(value),))
        if isinstance(value, Mapping):
            return self.group(asked.group, value, path)
        if not empty:
            self.wrong_shape(value, path, "a group of keys")
        return asked.group(place=self.at(value))

    def rows(self, type_: type[G], node: Sequence, path: str) -> Rows[G]:
        read: list[G] = []
        unread: list[Place] = []
        for number, entry in enumerate(node.items, start=1):
            if isinstance(entry, Mapping):
                read.append(self.group(type_, entry, f"{path}[{number}]"))
            else:
                self.wrong_shape(entry, f"{path}[{number}]", "a group of keys")
                unread.append(self.at(entry))
        return Rows(tuple(read), True, self.at(node), tuple(unread))

    def single(self, kind: Kind[Any], node: Node, path: str, asked: Asked) -> Given[Any]:
        place = self.at(node)
        entries = node.items if kind.several and isinstance(node, Sequence) else [node]
        value: Any = None
        for entry in entries:
            if not isinstance(entry, Scalar):
                self.wrong_shape(entry, path, kind.expected)
                return Given(None, self.at(entry), "a list" if isinstance(entry, Sequence) else "a group of keys")
            if entry.text is None:
                continue
            try:
                read = kind.read(entry.text)
            except NotInDomain as error:
                code = "RC-04" if isinstance(error, LeavesFolder) else "RC-02"
                hint = "" if code == "RC-04" else f"{kind.expected} is expected"
                self.findings.append(
                    plain_finding(code, f"{path}: {error}", where=self.at(entry), hint=hint, cite=asked.cite)
                )
                return Given(None, self.at(entry), shown(entry.text))
            if kind.several and value is not None and read is not None:
                read = value + read
            value = value if read is None else read
        if value is None and kind.several and isinstance(node, Sequence) and not node.items:
            value = ()
        return Given(value, place)

    def version(self, fields: RecordFields) -> None:
        stated = fields.record
        if stated.value is not None and stated.value != VERSION:
            message = f"this is a record of version {stated.value}, and certkit knows version {VERSION}"
            self.findings.append(plain_finding("RC-05", message, where=stated.place))
        elif stated.value is None and not stated.refused:
            message = "the record does not say which version of the format it has"
            hint = f"begin it with the line record: {VERSION}"
            self.findings.append(plain_finding("RC-05", message, where=stated.place or fields.place, hint=hint))

    def unknown(self, key: str, scalar: Scalar, path: str, described: Iterable[str]) -> None:
        close = difflib.get_close_matches(key.casefold().replace("-", "_")[:80], list(described), n=1, cutoff=0.6)
        elsewhere = [] if close else [group for group in _holders(RecordFields, key, "") if group != path]
        hint = ""
        if close:
            hint = f"did you mean {close[0]}?"
        elif elsewhere:
            hint = f"it belongs under {elsewhere[0] or 'the first level'}"
        message = f"{shown(key)} is not a key of {path or 'a record'}"
        self.findings.append(plain_finding("RC-01", message, where=self.at(scalar), hint=hint))

    def wrong_shape(self, node: Node, path: str, want: str, hint: str = "") -> None:
        have = {Mapping: "a group of keys", Sequence: "a list", Scalar: "a single value"}[type(node)]
        message = f"{path} is {have}, but {want} is expected"
        self.findings.append(plain_finding("RC-03", message, where=self.at(node), hint=hint))


def _holders(type_: type[Group], key: str, path: str) -> Iterable[str]:
    """The groups that have a field of this name."""
    for name, asked in type_.asked.items():
        if name == key:
            yield path
        if asked.group is not None:
            yield from _holders(asked.group, key, f"{path}.{name}" if path else name)
