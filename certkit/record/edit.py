"""Fields of a record that are set in its text: by name, each checked, and nothing else changed."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from certkit.edition.domains import NotInDomain
from certkit.errors import CertkitError, UnknownName
from certkit.formats.tree import Scalar, Sequence
from certkit.formats.yaml_edit import CannotEdit, Path, Values, set_value
from certkit.formats.yaml_tree import read_tree
from certkit.record.fields import Field, FieldSpec, Group, ListField, specs_in
from certkit.record.model import Record, RecordFields
from certkit.record.read_yaml import read_record_yaml
from certkit.text.quote import quote

_STEP = re.compile(r"([^\[\].]+)(?:\[(\d{1,4}|\+)\])?")
_INDEX = re.compile(r"\.(\d{1,4}|\+)(?=\.|$)")
"""An entry without brackets, which some shells expand: ``logs.+.file`` is ``logs[+].file``."""
NEW = "+"
"""In the place of an index: an entry that is added to the list."""


class Setting(NamedTuple):
    """A field to be set.

    Attributes:
        name: its path as a person writes it, such as ``results[1].file`` or ``logs[+].file``; entries count from 1.
        text: the answer; empty for none.
    """

    name: str
    text: str


class Change(NamedTuple):
    """What was set: the field's path, and its value before and after, None for not answered."""

    name: str
    before: str | None
    after: str | None


def set_fields(content: bytes, source: str, settings: Iterable[Setting]) -> tuple[str, list[Change]]:
    """The text of a record with fields set, and what changed.

    Args:
        content: the record as it is now.
        source: its name, for errors.

    Raises:
        UnreadableFile: it is not a record.
        UnknownName: it has no such field.
        CertkitError: the field does not take this answer, or the text cannot be changed without changing more.
    """
    record = read_record_yaml(content, source)
    text = content.decode("utf-8-sig")
    changes: list[Change] = []
    added: dict[str, tuple[int, set[str]]] = {}
    for setting in settings:
        path, spec = _resolved(setting.name, record, added)
        value = _checked(path, spec, setting.text)
        old = dict(_values(record.fields, "")).get(_named(path))
        if spec.kind is None and isinstance(old, tuple) and old[0]:
            raise CertkitError(f"{_named(path)} has entries", hint="remove them in an editor", file=source)
        try:
            text = set_value(text, path, value)
        except CannotEdit as error:
            raise CertkitError(
                f"{_named(path)} cannot be set: {error}", hint="correct it in an editor", file=source
            ) from None
        record = _read_again(text, source, record, path, value, setting)
        changes.append(Change(_named(path), _shown_value(old), _shown(value)))
    return text, changes


def _resolved(name: str, record: Record, added: dict[str, tuple[int, set[str]]]) -> tuple[Path, FieldSpec[Any]]:
    """The path of a field in the text, and its definition."""
    path: list[str | int] = []
    specs = RecordFields.specs
    holder: Group | None = record.fields
    spec: FieldSpec[Any] | None = None
    parts = _INDEX.sub(r"[\1]", name.strip()).split(".")
    for number, part in enumerate(parts):
        match = _STEP.fullmatch(part)
        spec = specs.get(match[1]) if match else None
        if match is None or spec is None:
            raise _unknown(name)
        path.append(match[1])
        below = getattr(holder, match[1]) if holder is not None else None
        is_list_entry = spec.group is not None and spec.is_list and match[2] is not None
        if match[2] is not None and not is_list_entry:
            raise CertkitError(f"{match[1]} is not a list of entries", hint=f"write {match[1]} without an index")
        if is_list_entry:
            rows = below.rows if isinstance(below, ListField) else ()
            index = _index(match[2], len(rows), name, ".".join(parts[number + 1 :]), added)
            path.append(index)
            below = rows[index] if index < len(rows) else None
        elif spec.group is not None and spec.is_list and number < len(parts) - 1:
            raise CertkitError(
                f"{match[1]} is a list", hint=f"write {match[1]}[1] for its first entry, {match[1]}[+] for a new one"
            )
        specs = spec.group.specs if spec.group is not None else {}
        holder = below if isinstance(below, Group) else None
    assert spec is not None
    if spec.kind is None and not (spec.is_list and not isinstance(path[-1], int)):
        fields = ", ".join(spec.group.specs if spec.group is not None else ())
        raise CertkitError(f"{name} is a group", hint=f"name one of its fields: {fields}")
    return tuple(path), spec


def _index(stated: str, count: int, name: str, rest: str, added: dict[str, tuple[int, set[str]]]) -> int:
    """The index of an entry, from 0. Fields of ``[+]`` belong to one new entry until one of them is repeated."""
    if stated == NEW:
        holder = _INDEX.sub(r"[\1]", name).partition(f"[{NEW}]")[0]
        index, fields = added.get(holder, (count, set()))
        if rest in fields:
            index, fields = count, set()
        fields.add(rest)
        added[holder] = (index, fields)
        return index
    index = int(stated) - 1
    if not 0 <= index < count:
        entries = "1 entry" if count == 1 else f"{count} entries"
        raise CertkitError(f"{name}: the list has {entries}", hint="entries count from 1; [+] adds one")
    return index


def _unknown(name: str) -> UnknownName:
    known = [path.removeprefix("record.") for path, spec in specs_in(RecordFields, "record") if spec.kind is not None]
    plain = re.sub(r"\[[^\]]*\]", "", name.strip()).casefold()
    near = difflib.get_close_matches(plain, known, n=3, cutoff=0.6)
    near += [path for path in known if path.rpartition(".")[2] == plain.rpartition(".")[2] and path not in near]
    hint = f"did you mean {' or '.join(near[:3])}?" if near else "docs/reference/record.md has all fields"
    return UnknownName(f"a record has no field {quote(name)}", hint=hint)


def _checked(path: Path, spec: FieldSpec[Any], text: str) -> Values:
    """The answer as it is written, if the field takes it.

    Raises:
        CertkitError: it does not.
    """
    name = _named(path)
    if not text.strip():
        return None
    if spec.kind is None:
        if text.strip() == "[]":
            return ()
        raise CertkitError(f"{name} is a list", hint=f"set its entries, as in {name}[+], or [] for none")
    entries = _entries(text, name) if spec.kind.several else (text.strip(),)
    for entry in entries:
        try:
            read = spec.kind.read(entry)
        except NotInDomain as error:
            raise CertkitError(f"{name}: {error}", hint=f"{spec.kind.expected} is expected") from None
        if read is None:
            raise CertkitError(f"{name}: {quote(entry)} is no answer", hint="leave the value empty for not answered")
    return entries if spec.kind.several else entries[0]


def _entries(text: str, name: str) -> tuple[str, ...]:
    if not text.lstrip().startswith("["):
        return (text.strip(),)
    tree = read_tree(text.encode("utf-8", "surrogateescape"), name)
    items = tree.items if isinstance(tree, Sequence) else []
    return tuple(item.text for item in items if isinstance(item, Scalar) and item.text is not None)


def _read_again(text: str, source: str, before: Record, path: Path, value: Values, setting: Setting) -> Record:
    """The record in the new text.

    Raises:
        CertkitError: it differs in more than the field, so nothing may be written.
    """
    name = _named(path)
    try:
        record = read_record_yaml(text.encode("utf-8"), source)
    except CertkitError:
        record = None
    if record is not None and len(record.findings) <= len(before.findings):
        old, new = dict(_values(before.fields, "")), dict(_values(record.fields, ""))
        lists = set(_prefixes(name))
        others = {
            key
            for key in old.keys() | new.keys()
            if old.get(key) != new.get(key)
            and key != name
            and key not in lists
            # an entry that is added has all its fields, without an answer
            and (key in old or new[key] not in _NO_ANSWER)
        }
        if not others and (_shown_value(new.get(name)) is None) is (value is None):
            return record
    raise CertkitError(
        f"{name} cannot be set without changing more", hint=f"write it yourself: {setting.text}", file=source
    )


_NO_ANSWER = ((None, ""), (0, False, 0))
"""What a field and a list have that the text does not have."""


def _prefixes(name: str) -> Iterator[str]:
    for number, character in enumerate(name):
        if character == "[":
            yield name[:number]


def _named(path: Path) -> str:
    """``results[1].file``."""
    text = ""
    for step in path:
        text += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if text else step
    return text


def _shown(value: Values) -> str | None:
    if isinstance(value, tuple):
        return f"[{', '.join(value)}]"
    return value


def _shown_value(value: object) -> str | None:
    """What a field has, as a person writes it; None for no answer."""
    if not isinstance(value, tuple):
        return None
    if len(value) == 3:  # of a list: its entries, whether it is answered
        return "[]" if value[:2] == (0, True) else None
    read, refused = value
    if refused:
        return str(refused)
    if isinstance(read, bool):
        return "Yes" if read else "No"
    if isinstance(read, tuple):
        return f"[{', '.join(map(str, read))}]"
    return None if read is None else f"{read:g}" if isinstance(read, float) else str(read)


def _values(group: Group, path: str) -> Iterator[tuple[str, object]]:
    """Every field of a record with its value, or with the text that is not a value."""
    for key in group.specs:
        below = getattr(group, key)
        here = f"{path}.{key}" if path else key
        if isinstance(below, Group):
            yield from _values(below, here)
        elif isinstance(below, ListField):
            yield here, (len(below.rows), below.answered, len(below.unread))
            for number, row in enumerate(below.rows, start=1):
                yield from _values(row, f"{here}[{number}]")
        elif isinstance(below, Field):
            yield here, (below.value, below.refused)
