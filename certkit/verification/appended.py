"""The bytes that were appended to a rendered document, read by a grammar of their own.

Programs that read PDFs differ in what they make of an unusual file; some search it for objects that no table lists.
So each appended revision has to be nothing but a run of objects, the table that lists exactly these, and a trailer,
each in the one form that sealing writes. What is in the objects is :mod:`.structure`'s question.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from certkit.verification.failure import Failed

_END = b"\n%%EOF\n"
_TABLE = re.compile(
    rb"xref\n(?P<sections>(?:\d{1,7} \d{1,7}\n(?:\d{10} \d{5} [nf] \n)+)+)"
    rb"trailer\n(?P<trailer><<[^()%]{1,600}>>)\nstartxref\n(?P<at>\d{1,10})\n%%EOF\n"
)
_SECTION = re.compile(rb"(\d{1,7}) (\d{1,7})\n((?:\d{10} \d{5} [nf] \n)+)")
_TRAILER = re.compile(
    rb"<<\n/Info (?P<info>\d{1,7}) 0 R\n/Root (?P<root>\d{1,7}) 0 R\n/Size (?P<size>\d{1,7})\n"
    rb"/ID \[ <[0-9a-f]{32}> <[0-9a-f]{32}> \]\n/Prev (?P<prev>\d{1,10})\n>>"
)
_PLAIN = re.compile(rb"(\d{1,7}) 0 obj\n(.*)\nendobj\n", re.DOTALL)
_STREAM = re.compile(rb"(\d{1,7}) 0 obj\n(<<\n[^%]{1,4000}?\n>>)\nstream\n", re.DOTALL)
_LENGTH = re.compile(rb"/Length (\d{1,9})\n")
_STREAM_END = b"\nendstream\nendobj\n"


class Revision(NamedTuple):
    """Where an appended revision begins and ends, its table, and the numbers of the objects in it."""

    begin: int
    table: int
    end: int
    objects: frozenset[int]


def read_appended(content: bytes, tables: list[int]) -> list[Revision]:
    """The revisions that were appended.

    Args:
        tables: where the table of each revision stands, that of the rendered document first.

    Raises:
        Failed: there is something else in one, or it is not written as sealing writes it.
    """
    begin = _end_after(content, tables[0])
    found = []
    for previous, table in pairwise(tables):
        end = _end_after(content, table)
        if not begin <= table < end:
            raise Failed("its revisions do not follow each other")
        found.append(_revision(content, begin, table, end, previous))
        begin = end
    if begin != len(content):
        raise Failed("something stands after its last revision")
    return found


def _end_after(content: bytes, table: int) -> int:
    place = content.find(_END, table)
    if place < 0:
        raise Failed("one of its revisions has no end")
    return place + len(_END)


def _revision(content: bytes, begin: int, table: int, end: int, previous: int) -> Revision:
    parts = _TABLE.fullmatch(content, table, end)
    trailer = _TRAILER.fullmatch(parts["trailer"]) if parts is not None else None
    if parts is None or trailer is None or int(parts["at"]) != table or int(trailer["prev"]) != previous:
        raise Failed("the table of an appended revision is written in an unusual way")
    places = _places(parts["sections"])
    bounds = sorted(places)
    if not bounds or bounds[0] != begin or bounds[-1] >= table:
        raise Failed("an appended revision holds something beside its objects")
    for start, stop in zip(bounds, [*bounds[1:], table], strict=True):
        if _number_of(content[start:stop]) != places[start]:
            raise Failed("an appended revision holds something beside its objects")
    return Revision(begin, table, end, frozenset(places.values()))


def _places(sections: bytes) -> dict[int, int]:
    """Place -> number of the object there. The only free entry is that of number 0."""
    places: dict[int, int] = {}
    last = -1
    for section in _SECTION.finditer(sections):
        first, count = int(section[1]), int(section[2])
        entries = section[3].splitlines()
        if len(entries) != count or first <= last:
            raise Failed("the table of an appended revision is written in an unusual way")
        for number, entry in enumerate(entries, start=first):
            place, generation, kind = entry.split()
            if number == 0 and entry == b"0000000000 65535 f ":
                continue
            if kind != b"n" or generation != b"00000" or number == 0 or int(place) in places:
                raise Failed("the table of an appended revision is written in an unusual way")
            places[int(place)] = number
        last = first + count - 1
    return places


def _number_of(text: bytes) -> int | None:
    """The number of the one object that this is; None if it is something else, or has something beside it."""
    stream = _STREAM.match(text)
    if stream is not None:
        lengths = _LENGTH.findall(stream[2] + b"\n")
        if len(lengths) != 1 or _hides_object(stream[2]):
            return None
        data_end = stream.end() + int(lengths[0])
        return int(stream[1]) if text[data_end:] == _STREAM_END else None
    plain = _PLAIN.fullmatch(text)
    if plain is None or _hides_object(plain[2]) or b"stream" in plain[2]:
        return None
    return int(plain[1])


def _hides_object(text: bytes) -> bool:
    return b"obj" in text or b"%" in text or b"xref" in text or b"trailer" in text
