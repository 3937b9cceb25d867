"""Files made to exhaust a program that reads them: refused, within a time and a memory that are bounded."""

import io
import random
import resource
import zlib
from functools import cache
from time import perf_counter

import pikepdf
import pytest

from tests.tamper.forging import stream, updated
from tests.tamper.small import PAYLOAD, accepted, plain, small
from tests.verify.sealed import seal_data, sealed, verify

LONGEST = 10.0
"""Seconds."""
MOST = 700_000
"""Kilobytes that one of them may cost."""


@pytest.fixture(autouse=True)
def bounded():
    before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, perf_counter()
    yield
    assert perf_counter() - start < LONGEST
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < MOST


@cache
def bomb(size=1 << 28):
    """A stream of zeros that unpacks to this many bytes."""
    packer, block = zlib.compressobj(9), bytes(1 << 20)
    return b"".join([*(packer.compress(block) for _ in range(size >> 20)), packer.flush()])


def with_stream(content, place, packed):
    """The rendered document with a stream swapped for one that is packed already."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        place(pdf).write(packed, filter=pikepdf.Name.FlateDecode)
        buffer = io.BytesIO()
        pdf.save(buffer, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return buffer.getvalue()


def test_an_attachment_that_unpacks_to_far_more():
    pdf = with_stream(plain(), lambda pdf: pdf.Root.AF[0].EF.F, bomb())
    content = seal_data({"kind": "certificate"}, pdf=pdf, picture=small_picture())
    assert not accepted(content)
    assert verify(content).document is None


def test_a_page_that_unpacks_to_far_more():
    pdf = with_stream(plain(), lambda pdf: pdf.pages[0].Contents, bomb())
    content = seal_data({"kind": "certificate"}, pdf=pdf, picture=small_picture())
    assert verify(content).document is None


def small_picture():
    from tests.sealing.pkis import page

    return page("Sealed", 260, 92)


def test_an_object_stream_that_unpacks_to_far_more():
    packed = bomb()
    content = small()
    place = content.rindex(b"xref\n")
    head = b"900 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>\nstream\n" % len(packed)
    assert not accepted(content[:place] + head + packed + b"\nendstream\nendobj\n" + content[place:])


NESTED = {
    "arrays": b"[" * 200_000,
    "dictionaries": b"<</A" * 100_000,
    "strings": b"(" * 200_000,
    "comments": b"%\n" * 100_000,
    "numbers": b"9" * 1_000_000,
    "a name": b"/" + b"A" * 1_000_000,
    "references": b"1 0 R " * 100_000,
    "an open string of digits": b"<" + b"4" * 1_000_000,
}


@pytest.mark.parametrize("what", NESTED)
def test_deep_or_long(what):
    end = sealed().rindex(b"startxref")
    content = sealed()[:end]
    tail = b"1 0 obj\n" + NESTED[what] + b"\nendobj\ntrailer\n<< /Root 1 0 R /Size 2 >>\n"
    for place in (len(content), 0):
        assert verify(content + tail + b"startxref\n%d\n%%%%EOF\n" % place).document is None
    assert verify(b"%PDF-1.7\n" + NESTED[what] + b"\nstartxref\n9\n%%EOF\n").document is None


FREE = b"0000000000 65535 f \n"
TABLES = {
    "of a thousand million entries": b"xref\n0 999999999\n" + FREE + b"trailer\n<< /Size 999999999 /Root 1 0 R >>\n",
    "that names itself": b"xref\n0 1\n" + FREE + b"trailer\n<< /Size 1 /Root 1 0 R /Prev 9 >>\n",
    "with a negative place": b"xref\n0 1\n-000000001 65535 f \ntrailer\n<< /Size 1 /Root 1 0 R /Prev -5 >>\n",
    "that is mixed": b"xref\n0 1\n" + FREE + b"trailer\n<< /Size 1 /Root 1 0 R /XRefStm 9 >>\n",
    "of a document that is encrypted": b"xref\n0 1\n" + FREE + b"trailer\n<< /Size 1 /Root 1 0 R /Encrypt << >> >>\n",
}


@pytest.mark.parametrize("what", TABLES)
def test_a_table(what):
    assert verify(b"%PDF-1.7\n" + TABLES[what] + b"startxref\n9\n%%EOF\n").document is None
    content = sealed()
    place = len(content)
    assert verify(content + TABLES[what] + b"startxref\n%d\n%%%%EOF\n" % place).document is None


def test_ten_thousand_revisions():
    assert verify(sealed() + b"startxref\n0\n%%EOF\n" * 10_000).document is None


def test_an_encrypted_document():
    with pikepdf.open(io.BytesIO(plain())) as pdf:
        buffer = io.BytesIO()
        pdf.save(buffer, encryption=pikepdf.Encryption(owner="", user=""))
    assert verify(buffer.getvalue()).document is None


def test_large_attachments_within_the_bound_are_still_no_data():
    pdf = with_stream(plain(), lambda pdf: pdf.Root.AF[0].EF.F, bomb(16 << 20))
    assert verify(seal_data({"kind": "certificate"}, pdf=pdf, picture=small_picture())).document is None


def test_any_file_at_all():
    chance = random.Random(7)
    for _ in range(60):
        assert verify(chance.randbytes(chance.randrange(2000))).document is None
        assert verify(b"%PDF-1.7\n" + chance.randbytes(chance.randrange(2000)) + b"\n%%EOF\n").document is None


def test_parts_of_a_document_in_another_order():
    chance, content = random.Random(8), small("B-LTA")
    for _ in range(40):
        cuts = sorted(chance.sample(range(9, len(content) - 7), 3))
        pieces = [content[: cuts[0]], content[cuts[0] : cuts[1]], content[cuts[1] : cuts[2]], content[cuts[2] :]]
        chance.shuffle(pieces)
        mixed = b"".join(pieces)
        assert mixed == content or verify(mixed).document is None


def test_an_update_with_a_bomb():
    def metadata(writer):
        writer.root["/Metadata"] = writer.add_object(stream(bytes(1 << 20)))
        writer.update_root()

    assert PAYLOAD
    assert not accepted(updated(small(), metadata))
