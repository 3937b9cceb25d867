"""Files made to exhaust a program that reads them. Whoever makes one needs no key."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping

from tests.formats.pdfs import HEADER, ID, SMALL, stream, written

END = b"\nstartxref\n%d\n%%%%EOF\n"


def zeros(size: int) -> bytes:
    """Flate data that unpacks to so many zeros."""
    packer, block = zlib.compressobj(9), bytes(1 << 20)
    return b"".join([*(packer.compress(block) for _ in range(size >> 20)), packer.flush()])


def _table_stream(entries: bytes, data: bytes) -> bytes:
    body = b"%%PDF-1.7\n1 0 obj\n<< /Type /XRef /Root 1 0 R /Length %d %s >>\nstream\n" % (len(data), entries)
    return body + data + b"\nendstream\nendobj" + END % 9


def stream_of_entries_without_width() -> bytes:
    """185 bytes, and a hundred million entries."""
    return _table_stream(b"/W [0 0 0] /Index [0 100000000] /Size 100000000", b"")


def stream_of_packed_entries() -> bytes:
    """Six million entries in 24 kilobytes."""
    return _table_stream(b"/W [1 2 1] /Size 6000000 /Filter /FlateDecode", zeros(24_000_000))


def object_stream() -> bytes:
    packed = zeros(1 << 27)
    entries = b"/Type /ObjStm /N 9999999 /First 4 /Filter /FlateDecode"
    return written({**SMALL, 4: stream(packed, entries)}, trailer=b"/Root 4 0 R " + ID)


def _chain(count: int) -> bytes:
    parts, place, previous = [HEADER], len(HEADER), b""
    for _ in range(count):
        table = b"xref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size 1 /Root 1 0 R %s>>" % previous + END % place
        previous = b"/Prev %d " % place
        parts.append(table)
        place += len(table)
    return b"".join(parts)


def chain_of_tables() -> bytes:
    return _chain(300_000)


def chain_of_revisions() -> bytes:
    """Each of them right, and too many."""
    content = written()
    for _ in range(70):
        content = written({4: stream(b"Q q")}, onto=content)
    return content


def table_that_comes_before_itself() -> bytes:
    content = written()
    return written(trailer=b"/Root 1 0 R " + ID + b" /Prev %d" % content.index(b"xref\n0"))


def tables_that_come_before_each_other() -> bytes:
    table = b"xref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size 1 /Root 1 0 R /Prev %07d >>" + END
    length = len(table % (0, 15))
    return HEADER + table % (15 + length, 15) + table % (15, 15 + length)


def _rendered(objects: Mapping[int, bytes], entry: bytes = b"/Extra 5 0 R") -> bytes:
    """A page with more objects; the catalog leads to the first of them."""
    return written({**SMALL, 1: SMALL[1][:-2] + entry + b" >>", **objects})


def _doubling(form: bytes, levels: int = 60, last: bytes = b"<< >>") -> dict[int, bytes]:
    found = {number: form.replace(b"NEXT", b"%d 0 R" % (number + 1)) for number in range(5, 5 + levels)}
    return {**found, 5 + levels: last}


def arrays_that_hold_the_next_one_twice() -> bytes:
    return _rendered(_doubling(b"[ NEXT NEXT ]"))


def fields_that_hold_the_next_one_twice() -> bytes:
    return _rendered(_doubling(b"<< /FT /Sig /Kids [ NEXT NEXT ] >>"), b"/AcroForm << /Fields [ 5 0 R 5 0 R ] >>")


def pages_that_hold_the_next_ones_twice() -> bytes:
    return _rendered(
        {2: b"<< /Type /Pages /Kids [ 5 0 R 5 0 R 3 0 R ] >>", **_doubling(b"<< /Kids [ NEXT NEXT ] >>")}, b""
    )


def attachments_that_hold_the_next_ones_twice() -> bytes:
    return _rendered(_doubling(b"<< /Kids [ NEXT NEXT ] >>"), b"/Names << /EmbeddedFiles 5 0 R >>")


def pages_in_a_circle() -> bytes:
    return _rendered({2: b"<< /Type /Pages /Count 9 /Kids [ 2 0 R 5 0 R 3 0 R ] >>", 5: b"<< /Kids [ 2 0 R ] >>"}, b"")


def fields_in_a_circle() -> bytes:
    return _rendered({5: b"<< /FT /Sig /Kids [ 5 0 R ] /Parent 5 0 R >>"}, b"/AcroForm << /Fields [ 5 0 R ] >>")


def length_that_is_its_own() -> bytes:
    return written({**SMALL, 4: b"<< /Length 4 0 R >>\nstream\nq Q\nendstream"})


def length_beyond_the_end() -> bytes:
    return written({**SMALL, 4: b"<< /Length 9999999999 >>\nstream\nq Q\nendstream"})


def table_of_a_thousand_million() -> bytes:
    return HEADER + b"xref\n0 999999999\n" + b"0000000000 65535 f \n" * 10 + b"trailer\n<< >>" + END % len(HEADER)


def table_of_a_million() -> bytes:
    entries = b"0000000000 65535 f \n" * 1_000_000
    return HEADER + b"xref\n0 1000000\n" + entries + b"trailer\n<< /Size 1000000 >>" + END % len(HEADER)


def as_many_objects_as_may_be() -> bytes:
    numbers = range(5, 19_990)
    entry = b"/Extra [" + b" ".join(b"%d 0 R" % number for number in numbers) + b"]"
    return _rendered(dict.fromkeys(numbers, b"[ /A ]"), entry)


def as_many_values_as_may_be() -> bytes:
    return _rendered({5: b"[" + b"<< /A 1 >>" * 60_000 + b"]"})


def more_values() -> bytes:
    return _rendered({5: b"[" + b"<< /A [] >>" * 1_000_000 + b"]"})


def signatures_without_end() -> bytes:
    """The same field 200 000 times."""
    entry = b"/AcroForm << /Fields [" + b"5 0 R " * 200_000 + b"] >>"
    return _rendered({5: b"<< /FT /Sig /V 6 0 R >>", 6: b"<< /Type /Sig >>"}, entry)


def _deep(what: bytes, back: bytes) -> bytes:
    return _rendered({5: what * 400_000 + back * 400_000})


def _flat(value: bytes) -> bytes:
    return _rendered({5: value})


def packed_attachment() -> bytes:
    specification = b"<< /Type /Filespec /F (attestation.json) /EF << /F 6 0 R /UF 6 0 R >> >>"
    names = b"/AF [ 5 0 R ] /Names << /EmbeddedFiles << /Names [ (attestation.json) 5 0 R ] >> >>"
    packed = stream(zeros(1 << 27), b"/Type /EmbeddedFile /Filter /FlateDecode")
    return _rendered({5: specification, 6: packed}, names)


BOMBS: Mapping[str, Callable[[], bytes]] = {
    bomb.__name__.replace("_", " "): bomb
    for bomb in (
        stream_of_entries_without_width, stream_of_packed_entries, object_stream, chain_of_tables, chain_of_revisions,
        table_that_comes_before_itself, tables_that_come_before_each_other, arrays_that_hold_the_next_one_twice,
        fields_that_hold_the_next_one_twice, pages_that_hold_the_next_ones_twice,
        attachments_that_hold_the_next_ones_twice, pages_in_a_circle, fields_in_a_circle, length_that_is_its_own,
        length_beyond_the_end, table_of_a_thousand_million, table_of_a_million, as_many_objects_as_may_be,
        as_many_values_as_may_be, more_values, signatures_without_end, packed_attachment,
    )
} | {
    "deep arrays": lambda: _deep(b"[", b"]"),
    "deep dictionaries": lambda: _deep(b"<</A", b" >>"),
    "deep strings": lambda: _deep(b"(", b")"),
    "open strings": lambda: _flat(b"(" * 3_000_000),
    "open digits": lambda: _flat(b"<" + b"4" * 30_000_000),
    "a long number": lambda: _flat(b"9" * 10_000_000),
    "a long name": lambda: _flat(b"/" + b"A" * 10_000_000),
    "a long string of escapes": lambda: _flat(b"(" + b"\\n" * 15_000_000 + b")"),
    "strings of escapes": lambda: _flat(b"[" + (b"(" + b"\\n" * 300_000 + b")") * 40 + b"]"),
    "white space": lambda: _flat(b" " * 30_000_000),
    "comments": lambda: _flat(b"%\n" * 10_000_000),
    "references": lambda: _flat(b"[" + b"5 0 R " * 2_000_000 + b"]"),
    "a file too large": lambda: HEADER + b"\n" * (65 << 20) + b"%%EOF\n",
    "ends without end": lambda: written() + b"startxref\n0\n%%EOF\n" * 1_000_000,
    "beginnings without end": lambda: HEADER + b"xref\n" * 5_000_000 + END % len(HEADER),
    "objects without end": lambda: HEADER + b"1 0 obj\n" * 3_000_000 + END % len(HEADER),
}  # fmt: skip
"""Name -> what makes the file."""
