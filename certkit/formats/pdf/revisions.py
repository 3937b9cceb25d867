"""How a file is laid out: a header, then for each revision its objects, its table, its trailer, and its end.

The last revision says where its table is, that table's trailer where the one before is (``/Prev``). Each table has to
lie behind the end of the revision before it, so the way back ends. Then the objects of each revision have to fill the
bytes between the end of the revision before and the table, without a gap.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import NamedTuple

from certkit.formats.pdf.limits import MAX_FILE, MAX_OBJECTS, MAX_REVISIONS
from certkit.formats.pdf.objects import PdfError, Ref, Stream, Value
from certkit.formats.pdf.syntax import SPACE, Reader

_LINE = rb"(?:\r\n|\n)"
_HEADER = re.compile(rb"%PDF-1\.[0-7]" + _LINE + rb"(?:%[\x80-\xff]{4}" + _LINE + rb")?")
"""The second line is there to show that the file is binary."""
_START = re.compile(SPACE + rb"startxref" + _LINE + rb"(\d{1,10})" + _LINE + rb"%%EOF" + _LINE)
_LONGEST_START = 40
_TABLE = re.compile(rb"xref" + _LINE)
_SECTION = re.compile(rb"(\d{1,7}) (\d{1,7})" + _LINE)
_ENTRY = 20
_ENTRIES = re.compile(rb"(?:\d{10} \d{5} [nf](?: \n|\r\n))*")
_FREE = b"0000000000 65535 f"
_TRAILER = re.compile(rb"trailer(?=[ \t\r\n<])")
_OBJECT = re.compile(rb"(\d{1,7}) 0 obj(?=[ \t\r\n<\[(/])")
_PLAIN_END = re.compile(SPACE + rb"endobj" + SPACE)
_STREAM = re.compile(SPACE + rb"stream" + _LINE)
_STREAM_END = re.compile(_LINE + rb"?endstream" + SPACE + rb"endobj" + SPACE)
_TRAILER_KEYS = frozenset({"Size", "Root", "Info", "ID"})
_ELSEWHERE = frozenset({"F", "FFilter", "FDecodeParms", "DecodeParms", "DP"})
"""Keys of a stream that lies in another file or is predicted; neither is read."""


class Revision(NamedTuple):
    """What one revision adds to a file.

    Attributes:
        begin: its first byte. The first revision begins after the header.
        table: where its table is.
        end: after its last byte.
        trailer: the dictionary.
        objects: number -> what it is.
        places: number -> the bytes of the object, from its number to the next object.
        references: number -> the objects that it refers to.
    """

    begin: int
    table: int
    end: int
    trailer: Mapping[str, Value]
    objects: Mapping[int, Value]
    places: Mapping[int, tuple[int, int]]
    references: Mapping[int, tuple[int, ...]]


class _Table(NamedTuple):
    """A table and its trailer. ``entries`` is place -> number."""

    at: int
    end: int
    entries: Mapping[int, int]
    sections: int
    trailer: Mapping[str, Value]


def read_revisions(content: bytes) -> tuple[Revision, ...]:
    """The revisions of a file, the first one first.

    Raises:
        PdfError: it is not laid out as described, or beyond a limit.
    """
    if len(content) > MAX_FILE:
        raise PdfError(f"the file has more than {MAX_FILE // 1024 // 1024} MB")
    header = _HEADER.match(content)
    if header is None:
        raise PdfError("it does not begin as a PDF does")
    reader = Reader(content)
    tables = _tables(content, reader)
    revisions = []
    begin = header.end()
    for table in tables:
        revisions.append(_revision(content, reader, begin, table))
        begin = table.end
    _check_references(revisions)
    return tuple(revisions)


def _tables(content: bytes, reader: Reader) -> list[_Table]:
    """The tables, the first one first."""
    tail = max(len(content) - _LONGEST_START, 0)
    start = _START.fullmatch(content, max(content.rfind(b"startxref", tail), 0))
    if start is None:
        raise PdfError("it does not end as a PDF does")
    at, end, entries = int(start[1]), len(content), 0
    tables: list[_Table] = []
    while True:
        if len(tables) >= MAX_REVISIONS:
            raise PdfError(f"the file has more than {MAX_REVISIONS} revisions")
        table = _table(content, reader, at, MAX_OBJECTS - entries)
        entries += len(table.entries)
        if table.end != end if not tables else table.end > tables[-1].at:
            raise PdfError("its revisions do not follow each other")
        tables.append(table)
        if "Prev" not in table.trailer:
            break
        at = _number(table.trailer["Prev"], "the place of an earlier table")
    tables.reverse()
    for number, table in enumerate(tables):
        _check_trailer(table, tables[0], first=not number)
    for before, after in pairwise(tables):
        if _number(after.trailer["Size"], "the size of a table") < _number(
            before.trailer["Size"], "the size of a table"
        ):
            raise PdfError("a table has another size than its trailer says")
    return tables


def _table(content: bytes, reader: Reader, at: int, most: int) -> _Table:
    head = _TABLE.match(content, at)
    if head is None:
        raise PdfError("it has no cross-reference table where one should be")
    begin = at
    at, last, sections = head.end(), -1, 0
    entries: dict[int, int] = {}
    section = _SECTION.match(content, at)
    while section is not None:
        first, count = int(section[1]), int(section[2])
        if first + count > MAX_OBJECTS or count > most - len(entries):
            raise PdfError(f"the tables of the file have more than {MAX_OBJECTS} objects")
        if not count or first <= last:
            raise PdfError("a cross-reference table is written in an unusual way")
        at, last, sections = section.end(), first + count - 1, sections + 1
        if not _ENTRIES.fullmatch(content, at, min(at + count * _ENTRY, len(content))):
            raise PdfError("a cross-reference table is written in an unusual way")
        for number in range(first, first + count):
            entry = content[at : at + _ENTRY - 2]
            at += _ENTRY
            if number == 0:
                if entry != _FREE:
                    raise PdfError("a cross-reference table is written in an unusual way")
                continue
            place = int(entry[:10])
            if entry[10:] != b" 00000 n" or place in entries:
                raise PdfError("a cross-reference table frees an object, or lists one that is not the first there")
            entries[place] = number
        section = _SECTION.match(content, at)
    trailer = _TRAILER.match(content, at)
    if trailer is None or not sections:
        raise PdfError("a cross-reference table is written in an unusual way")
    dictionary, at = reader.value(trailer.end(), len(content))
    if not isinstance(dictionary, dict):
        raise PdfError("a trailer is not a dictionary")
    start = _START.match(content, at)
    if start is None or int(start[1]) != begin:
        raise PdfError("a trailer is not followed by the place of its table")
    return _Table(begin, start.end(), entries, sections, dictionary)


def _check_trailer(table: _Table, rendered: _Table, *, first: bool) -> None:
    trailer = table.trailer
    if trailer.keys() - _TRAILER_KEYS != (set() if first else {"Prev"}):
        raise PdfError("a trailer has a key that is not expected: " + ", ".join(sorted(trailer.keys() - _TRAILER_KEYS)))
    size = _number(trailer.get("Size"), "the size of a table")
    numbers = table.entries.values()
    if first and (table.sections != 1 or size != len(table.entries) + 1):
        raise PdfError("the first cross-reference table does not list all objects")
    if any(number >= size for number in numbers) or size > MAX_OBJECTS:
        raise PdfError("a table has another size than its trailer says")
    if not isinstance(trailer.get("Root"), Ref) or not isinstance(trailer.get("Info", Ref(0)), Ref):
        raise PdfError("a trailer names no catalog")
    if any(trailer.get(key) != rendered.trailer.get(key) for key in ("Root", "Info")):
        raise PdfError("a trailer names another catalog than the one before")
    identifier = trailer.get("ID")
    if (
        not isinstance(identifier, list)
        or len(identifier) != 2
        or any(not isinstance(part, bytes) or len(part) != 16 for part in identifier)
    ):
        raise PdfError("a trailer does not identify the file as usual")


def _revision(content: bytes, reader: Reader, begin: int, table: _Table) -> Revision:
    places = sorted(table.entries)
    if not places or places[0] != begin or places[-1] >= table.at:
        raise PdfError("a revision has something besides its objects")
    objects: dict[int, Value] = {}
    spans: dict[int, tuple[int, int]] = {}
    references: dict[int, tuple[int, ...]] = {}
    for at, end in pairwise([*places, table.at]):
        number = table.entries[at]
        reader.references = []
        objects[number] = _object(content, reader, at, end, number)
        spans[number] = (at, end)
        references[number] = tuple(reader.references)
    return Revision(begin, table.at, table.end, table.trailer, objects, spans, references)


def _object(content: bytes, reader: Reader, at: int, end: int, number: int) -> Value:
    """The one object between two places."""
    head = _OBJECT.match(content, at, end)
    if head is None or int(head[1]) != number:
        raise PdfError(f"object {number} is not where its table says")
    value, at = reader.value(head.end(), end)
    if _PLAIN_END.fullmatch(content, at, end):
        if isinstance(value, Ref):
            raise PdfError(f"object {number} is nothing but a reference")
        return value
    stream = _STREAM.match(content, at, end)
    if stream is None or not isinstance(value, dict):
        raise PdfError(f"object {number} has something besides its value")
    if not _ELSEWHERE.isdisjoint(value):
        raise PdfError(f"object {number} is a stream of a kind that is not read")
    stop = stream.end() + _number(value.get("Length"), f"the length of stream {number}")
    if not _STREAM_END.fullmatch(content, stop, end):
        raise PdfError(f"stream {number} does not have the length that it says")
    return Stream(value, content[stream.end() : stop])


def _check_references(revisions: list[Revision]) -> None:
    """No revision refers to an object that a later one may bring, and the first one has none that nothing refers to."""
    known_objects: set[int] = set()
    for revision in revisions:
        known_objects |= revision.objects.keys()
        for number, references in revision.references.items():
            missing = set(references) - known_objects
            if missing:
                raise PdfError(f"object {number} refers to object {min(missing)}, which is not there")
    for key in ("Root", "Info"):
        named = revisions[0].trailer.get(key)
        if isinstance(named, Ref) and named.number not in revisions[0].objects:
            raise PdfError(f"the trailer refers to object {named.number}, which is not there")
    newest: dict[int, tuple[int, ...]] = {}
    for number, revision in enumerate(revisions):
        newest.update(revision.references)
        # The first revision is what was drawn, the last one what a viewer shows: neither may hide an object.
        if number in (0, len(revisions) - 1):
            lost = newest.keys() - _reached(newest, revision.trailer)
            if lost:
                raise PdfError(f"nothing refers to object {min(lost)}")


def _reached(references: Mapping[int, tuple[int, ...]], trailer: Mapping[str, Value]) -> set[int]:
    pending = [value.number for key in ("Root", "Info") if isinstance(value := trailer.get(key), Ref)]
    reached: set[int] = set()
    while pending:
        number = pending.pop()
        if number not in reached:
            reached.add(number)
            pending += references[number]
    return reached


def _number(value: Value, what: str) -> int:
    if type(value) is not int or value < 0:
        raise PdfError(f"{what} is not a number")
    return value
