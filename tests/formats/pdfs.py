"""Small PDFs, written by hand so that each rule of the reader can be broken alone."""

from __future__ import annotations

from collections.abc import Mapping

HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
ID = b"/ID [<%s> <%s>]" % (b"0" * 32, b"1" * 32)
SMALL: Mapping[int, bytes] = {
    1: b"<< /Type /Catalog /Pages 2 0 R >>",
    2: b"<< /Type /Pages /Count 1 /Kids [ 3 0 R ] >>",
    3: b"<< /Type /Page /Parent 2 0 R /MediaBox [ 0 0 595.28 841.89 ] /Resources << >> /Contents 4 0 R >>",
    4: b"<< /Length 3 >>\nstream\nq Q\nendstream",
}


def written(
    objects: Mapping[int, bytes] = SMALL,
    *,
    onto: bytes = HEADER,
    trailer: bytes = b"/Root 1 0 R " + ID,
    between: bytes = b"",
) -> bytes:
    """A file of these objects, or a revision onto one."""
    first = b"startxref" not in onto
    body, places = onto, {}
    for number, value in objects.items():
        places[number] = len(body)
        body += b"%d 0 obj\n%s\nendobj\n%s" % (number, value, between)
    table = len(body)
    if first:
        body += b"xref\n0 %d\n0000000000 65535 f \n" % (max(objects, default=0) + 1)
        body += b"".join(b"%010d 00000 n \n" % places[number] for number in sorted(places))
    else:
        body += b"xref\n" + b"".join(b"%d 1\n%010d 00000 n \n" % (number, places[number]) for number in sorted(places))
        trailer += b" /Prev " + onto[onto.rindex(b"startxref\n") + 10 :].split()[0]
    size = max([*objects, *([] if first else SMALL)], default=0) + 1
    return body + b"trailer\n<< /Size %d %s >>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, table)


def with_value(value: bytes) -> bytes:
    """A file with a value of one's own in its catalog."""
    return written({**SMALL, 1: b"<< /Type /Catalog /Pages 2 0 R /Value " + value + b" >>"})


def stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), entries, data)
