"""Read a test record as YAML: every field with its line and column, and a finding for whatever is not understood.

The shape follows from the definitions of the fields; of single fields only the version is known here. JSON is read too,
because it is YAML.
"""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from certkit.edition.domains import NotInDomain
from certkit.errors import UnreadableFile
from certkit.finding import Finding, Place
from certkit.formats.yaml_tree import Mapping, Node, Scalar, Sequence, read_tree
from certkit.messages import finding
from certkit.record.fields import Field, FieldSpec, Group, ListField, specs_in
from certkit.record.kinds import Kind, LeavesFolder
from certkit.record.model import VERSION, Record, RecordFields
from certkit.text.quote import quote

G = TypeVar("G", bound=Group)
_FORM = "certkit record new PICS -o record.yaml writes a form to fill in"


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
    known = RecordFields.specs
    if not set(tree.pairs) & set(known):
        raise UnreadableFile(
            "the file does not look like a test record: none of its keys is known",
            hint=f"the first level has {', '.join(known)}",
            file=source,
            line=tree.line,
            column=tree.column,
        )
    reader = _Reader(source)
    fields = reader.group(RecordFields, tree, "")
    reader.version(fields)
    return Record(source, fields, hashlib.sha256(content).hexdigest(), tuple(reader.findings))


_SHAPES: dict[type[Node], str] = {Mapping: "group", Sequence: "list", Scalar: "single"}


class _Reader:
    """Reads the tree along the definitions of the fields."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.findings: list[Finding] = []

    def at(self, node: Node) -> Place:
        return Place(self.source, node.line, node.column)

    def add(self, message: str, node: Node, **arguments: Any) -> None:
        self.findings.append(finding(message, where=self.at(node), **arguments))

    def group(self, type_: type[G], node: Mapping, path: str) -> G:
        fields: dict[str, object] = {}
        for key, (scalar, value) in node.pairs.items():
            spec = type_.specs.get(key)
            if spec is None:
                self.unknown(key, scalar, path, type_.specs)
            else:
                fields[key] = self.field(spec, value, f"{path}.{key}" if path else key)
        return type_(place=self.at(node), **fields)

    def field(self, spec: FieldSpec[Any], node: Node, path: str) -> Group | ListField[Any] | Field[Any]:
        if spec.kind is not None:
            return self.single(spec.kind, node, path)
        assert spec.group is not None
        if spec.is_list:
            return self.entries(spec.group, node, path)
        if isinstance(node, Mapping):
            return self.group(spec.group, node, path)
        if not _is_empty(node):
            self.add("RC-03.group", node, field=path, have=_SHAPES[type(node)])
        return spec.group(place=self.at(node))

    def entries(self, type_: type[G], node: Node, path: str) -> ListField[G]:
        if _is_empty(node):
            return ListField(place=self.at(node))
        if not isinstance(node, Sequence):
            self.add("RC-03.list" if isinstance(node, Mapping) else "RC-03.list-of-none", node, field=path)
            return ListField(place=self.at(node), unread=(self.at(node),))
        rows: list[G] = []
        unread: list[Place] = []
        for number, entry in enumerate(node.items, start=1):
            if isinstance(entry, Mapping):
                rows.append(self.group(type_, entry, f"{path}[{number}]"))
            else:
                self.add("RC-03.group", entry, field=f"{path}[{number}]", have=_SHAPES[type(entry)])
                unread.append(self.at(entry))
        return ListField(tuple(rows), True, self.at(node), tuple(unread))

    def single(self, kind: Kind[Any], node: Node, path: str) -> Field[Any]:
        entries = node.items if kind.several and isinstance(node, Sequence) else [node]
        value: Any = None
        for entry in entries:
            if not isinstance(entry, Scalar):
                self.add("RC-03.single", entry, field=path, have=_SHAPES[type(entry)], expected=kind.expected)
                return Field(None, self.at(entry), "a list" if isinstance(entry, Sequence) else "a group of keys")
            if entry.text is None:
                continue
            try:
                read = kind.read(entry.text)
            except LeavesFolder as error:
                self.add("RC-04", entry, field=path, problem=str(error))
                return Field(None, self.at(entry), quote(entry.text))
            except NotInDomain as error:
                self.add("RC-02", entry, field=path, problem=str(error), expected=kind.expected)
                return Field(None, self.at(entry), quote(entry.text))
            if kind.several and value is not None and read is not None:
                read = value + read
            value = value if read is None else read
        if value is None and kind.several and isinstance(node, Sequence) and not node.items:
            value = ()
        return Field(value, self.at(node))

    def version(self, fields: RecordFields) -> None:
        stated = fields.record
        if stated.value is not None and stated.value != VERSION:
            self.findings.append(finding("RC-05.other", where=stated.place, version=stated.value, known=VERSION))
        elif stated.value is None and not stated.refused:
            self.findings.append(finding("RC-05.missing", where=stated.place or fields.place, known=VERSION))

    def unknown(self, key: str, scalar: Scalar, path: str, known: Iterable[str]) -> None:
        group = path or "a record"
        near = difflib.get_close_matches(key.casefold().replace("-", "_")[:80], list(known), n=1, cutoff=0.6)
        elsewhere = [holder for holder in _holders(key) if holder != path]
        if near:
            self.add("RC-01.misspelt", scalar, name=key, group=group, near=near[0])
        elif elsewhere:
            self.add("RC-01.elsewhere", scalar, name=key, group=group, elsewhere=elsewhere[0] or "the first level")
        else:
            self.add("RC-01.unknown", scalar, name=key, group=group)


def _is_empty(node: Node) -> bool:
    return isinstance(node, Scalar) and node.text is None


def _holders(key: str) -> Iterator[str]:
    """The groups that have a field of this name."""
    for path, _ in specs_in(RecordFields, "record"):
        holder, _, name = path.rpartition(".")
        if name == key:
            yield holder.removeprefix("record").removeprefix(".")
