"""The strict reader of PDFs: what it reads, what it refuses, and how much work it does."""

import io
import random
import resource
import sys
import zlib
from contextlib import suppress
from time import process_time

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certkit.formats.pdf import Name, PdfError, Ref, Stream, equal, limits, read_document
from tests.attestation.pages.documents import render
from tests.formats.pdfs import HEADER, ID, SMALL, stream, with_value, written
from tests.signing.judges import judge
from tests.signing.pkis import page
from tests.tamper.small import small
from tests.verification.signed import data, signed


def value_of(written_value):
    return read_document(with_value(written_value)).view().root["Value"]


SECONDS = 2 if sys.gettrace() is None else 20
"""Of processor time, in which any file is read or refused; measuring coverage takes most of it."""


def refuses(content, message=None):
    start = process_time()
    with pytest.raises(PdfError) as caught:
        read_document(content)
    assert process_time() - start < SECONDS
    if message is not None:
        assert str(caught.value) == message


class TestValues:
    @pytest.mark.parametrize(
        ("text", "value"),
        [
            (b"12", 12),
            (b"-12", -12),
            (b"1.50", 1.5),
            (b".5", 0.5),
            (b"-0.25", -0.25),
            (b"true", True),
            (b"false", False),
            (b"/F1+0", Name("F1+0")),
            (b"/application#2fjson", Name("application/json")),
            (b"()", b""),
            (b"(a(b)c)", b"a(b)c"),
            (rb"(\(\\\)\n\050\0601\q)", b"(\\)\n(01q"),
            (b"(a\\\nb)", b"ab"),
            (b"<>", b""),
            (b"<00fF>", b"\x00\xff"),
            (b"[]", []),
            (b"[ 1 2 0 R null /A(b)<63>[[]] ]", [1, Ref(2), None, Name("A"), b"b", b"c", [[]]]),
            (b"<< /A << /B 2 0 R >>/C[]>>", {"A": {"B": Ref(2)}, "C": []}),
        ],
    )
    def test_what_is_read(self, text, value):
        found = value_of(text)
        assert equal(found, value)
        assert type(found) is type(value)

    @pytest.mark.parametrize(
        "text",
        [
            b"null", b"1 0", b"01 0 r", b"1 1 R", b"--1", b"+1", b"1e5", b"1.5.5", b"99999999999", b"nul", b"True",
            b"1 0 obj",
            b"/", b"/A#2", b"/A#00", b"/A(", b"/\xff", b"/A#zz", b"(", b"(()", b"(a\rb)", rb"(\777)", b"<0>", b"<0 0>",
            b"<zz>", b"[", b"]", b"[>>", b"<<]", b"<< /A >>", b"<< /A 1 /A 2 >>", b"<< (A) 1 >>", b"<< 1 /A >>",
            b"<< /A null >>", b"1 % remark", b"% remark\n1", b"1\0", b"1\x0c", b"{ }", b"9 0 R", b" " * 600 + b"1",
        ],
    )  # fmt: skip
    def test_what_is_refused(self, text):
        refuses(with_value(text))

    def test_an_integer_equals_a_real_number_and_no_boolean(self):
        assert equal([1, {"A": 2.0}], [1.0, {"A": 2}])
        for one, other in ((1, True), (0, False), (b"A", Name("A")), ([1], [1, 1]), ({"A": 1}, {"B": 1}), (Ref(1), 1)):
            assert not equal(one, other)
            assert not equal(other, one)


class TestFraming:
    def test_a_small_file(self):
        document = read_document(written())
        view = document.view()
        assert view.dictionary(view.root["Pages"])["Count"] == 1
        assert view.data(Ref(4)) == b"q Q"
        assert document.revisions[0].places[4][1] == document.revisions[0].table

    def test_a_second_revision(self):
        first = written()
        second = written({4: stream(b"Q q", b"")}, onto=first)
        document = read_document(second)
        assert [document.view(number).data(Ref(4)) for number in (0, 1)] == [b"q Q", b"Q q"]
        assert document.revisions[0].end == document.revisions[1].begin == len(first)

    def test_the_order_of_objects_does_not_matter(self):
        assert read_document(written(dict(reversed(list(SMALL.items()))))).view().root["Pages"] == Ref(2)

    def test_what_a_layout_writes(self):
        assert len(read_document(render(data())).revisions) == 1

    def test_the_remarks_that_reportlab_writes(self):
        """A layout writes none, so that there is no place for a text that no reader shows."""
        refuses(page())

    @pytest.mark.parametrize("level", range(10))
    def test_what_qpdf_writes_at_any_level_of_compression(self, level):
        with pikepdf.open(io.BytesIO(page())) as pdf:
            pikepdf.settings.set_flate_compression_level(level)
            buffer = io.BytesIO()
            pdf.save(buffer, object_stream_mode=pikepdf.ObjectStreamMode.disable, recompress_flate=True)
            pikepdf.settings.set_flate_compression_level(-1)
        assert len(read_document(buffer.getvalue()).revisions) == 1

    @pytest.mark.parametrize(
        "content",
        [
            b"", b"%PDF-1.7", b"%PDF-2.0\n", HEADER, b" " + written(), written() + b"\n", written() * 2,
            written(onto=HEADER + b"% remark\n"), written(onto=b"%PDF-1.7\n%\xe2\xe3\xcf\xd3 remark\n"),
            written(between=b"% remark\n"), written(between=b"9 0 obj\nnull\nendobj\n"), written(between=b"remark\n"),
            written({**SMALL, 5: b"(nothing refers to it)"}),
            written({**SMALL, 5: b"4 0 R", 1: SMALL[1][:-2] + b"/A 5 0 R >>"}),
            written(trailer=b"/Root 1 0 R"), written(trailer=b"/Root 9 0 R " + ID), written(trailer=ID),
            written(trailer=b"/Root 1 0 R /Encrypt << >> " + ID), written(trailer=b"/Root 1 0 R /XRefStm 9 " + ID),
            written(trailer=b"/Root 1 0 R /Prev 15 " + ID), written(trailer=b"/Root 1 0 R /Note (certified) " + ID),
            written(trailer=b"/Root 1 0 R % remark\n " + ID),
            written({**SMALL, 4: b"<< /Length 2 >>\nstream\nq Q\nendstream"}),
            written({**SMALL, 4: b"<< /Length 4 0 R >>\nstream\nq Q\nendstream"}),
            written({**SMALL, 4: b"<< /Length 99999 >>\nstream\nq Q\nendstream"}),
            written({**SMALL, 4: b"<< /Length -3 >>\nstream\nq Q\nendstream"}),
            written({**SMALL, 4: b"<< >>\nstream\nq Q\nendstream"}),
            written({**SMALL, 4: b"<< /Length 3 /F (other.pdf) >>\nstream\nq Q\nendstream"}),
            written({**SMALL, 4: b"<< /Length 3 /DecodeParms << /Predictor 12 >> >>\nstream\nq Q\nendstream"}),
            written({4: b"<< /Length 3 >>\nstream\nQ q\nendstream"}, onto=written(), trailer=b"/Root 2 0 R " + ID),
            written({9: b"(nothing refers to it)"}, onto=written()),
            written().replace(b"0000000000 65535 f", b"0000000001 65535 f"),
            written().replace(b"00000 n", b"00001 n", 1), written().replace(b"00000 n", b"00000 f", 1),
            written().replace(b"xref\n0 5", b"xref\n0 4"), written().replace(b"/Size 5", b"/Size 6"),
            written().replace(b"\nendobj\n", b"\nendobj\r", 1).replace(b"2 0 obj", b"2 1 obj"),
        ],
    )  # fmt: skip
    def test_what_is_refused(self, content):
        refuses(content)

    def test_an_object_that_only_a_later_revision_brings(self):
        """The first revision would show something else once the later one is there."""
        refuses(
            written({5: b"(later)"}, onto=written({**SMALL, 1: SMALL[1][:-2] + b"/A 5 0 R >>"})),
            "object 1 refers to object 5, which is not there",
        )


class TestPacking:
    def data(self, packed, entries=b"/Filter /FlateDecode"):
        return read_document(written({**SMALL, 4: stream(packed, entries)})).view().data(Ref(4))

    def test_flate(self):
        assert self.data(zlib.compress(b"q Q")) == b"q Q"
        assert self.data(zlib.compress(b"q Q"), b"/Filter [ /FlateDecode ]") == b"q Q"
        assert self.data(b"q Q", b"") == b"q Q"

    @pytest.mark.parametrize(
        ("packed", "entries"),
        [
            (b"q Q", b"/Filter /FlateDecode"),
            (zlib.compress(b"q Q")[:-2], b"/Filter /FlateDecode"),
            (zlib.compress(b"q Q") + b"more", b"/Filter /FlateDecode"),
            (zlib.compress(zlib.compress(b"q Q")), b"/Filter [ /FlateDecode /FlateDecode ]"),
            (b"71205100>", b"/Filter /ASCIIHexDecode"),
            (b"q Q", b"/Filter 4 0 R"),
            (b"q Q", b"/Filter []"),
        ],
    )
    def test_what_is_refused(self, packed, entries):
        with pytest.raises(PdfError):
            self.data(packed, entries)

    def test_a_stream_that_unpacks_to_far_more(self):
        with pytest.raises(PdfError, match="unpacks to more than 32 MB, or to 200 times its size"):
            self.data(zlib.compress(bytes(1 << 26), 9))

    def test_streams_that_do_so_together(self):
        block = random.Random(1).randbytes(1 << 19) * 48  # far apart for Flate, so that it hardly gets smaller
        packed = stream(zlib.compress(block, 1), b"/Filter /FlateDecode")
        objects = {**SMALL, **dict.fromkeys(range(5, 7), packed), 1: SMALL[1][:-2] + b"/A [ 5 0 R 6 0 R ] >>"}
        document = read_document(written(objects))
        view = document.view()
        document._together = limits.MAX_UNPACKED_TOGETHER - 40 * (1 << 20)
        assert len(view.data(Ref(5))) == len(block)
        with pytest.raises(PdfError, match="the streams unpack to more than 128 MB"):
            view.data(Ref(6))
        assert len(view.data(Ref(5))) == len(block), "what was unpacked once is kept"


class TestBounds:
    @pytest.mark.parametrize(
        ("value", "message"),
        [
            (b"[" * 40 + b"]" * 40, "values are nested more than 32 deep"),
            (b"<</A" * 40 + b" 1" + b">>" * 40, "values are nested more than 32 deep"),
            (b"[" + b"1 " * 1_100_000 + b"]", "the file has more than 1000000 values"),
            (b"[" + (b"(" + b"\\\\" * 400_000 + b")") * 3 + b"]", "the file has more than 1000000 values"),
            (b"(" + b"a" * 1_100_000 + b")", "a string has more than 1048576 bytes"),
            (b"<" + b"aa" * 1_100_000 + b">", "a string has more than 1048576 bytes"),
            (b"(" * 2_000_000, "the file has more than 1000000 values"),
            (b"/" + b"A" * 128, "a name has more than 127 bytes"),
        ],
    )
    def test_values(self, value, message):
        refuses(with_value(value), message)

    def test_objects(self):
        numbers = range(5, 100_001)
        objects = {**SMALL, **dict.fromkeys(numbers, b"1"), 1: SMALL[1][:-2] + b"/A [ 5 0 R ] >>"}
        body = written(SMALL) + b"xref\n0 100001\n"
        assert len(objects) == 100_000
        refuses(
            body + b"0000000000 65535 f \n" * 100_001 + b"trailer\n<< >>\nstartxref\n%d\n%%%%EOF\n" % len(written()),
            "the tables of the file have more than 100000 objects",
        )

    def test_revisions(self):
        content = written()
        for _ in range(limits.MAX_REVISIONS - 1):
            content = written({4: stream(b"Q q")}, onto=content)
        assert len(read_document(content).revisions) == limits.MAX_REVISIONS
        refuses(written({4: stream(b"Q q")}, onto=content), "the file has more than 64 revisions")

    def test_the_largest_file_that_is_read_takes_a_bounded_time_and_memory(self):
        """A whole file of numbers, as many as may be."""
        before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, process_time()
        found = value_of(b"[" + b"[ 1 ] " * 330_000 + b"]")
        assert len(found) == 330_000
        assert process_time() - start < SECONDS
        assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 150_000


def read_or_refused(content):
    """Whether it is read; anything but a PdfError, and anything that takes its time, fails the test."""
    start = process_time()
    try:
        document = read_document(content)
        for value in document.view().objects.values():
            if isinstance(value, Stream):
                with suppress(PdfError):
                    document.data(value)
    except PdfError:
        return False
    finally:
        assert process_time() - start < SECONDS
    return True


TOKENS = [
    b"<<", b">>", b"[", b"]", b"(", b")", b"<", b">", b"/A", b"/Length", b"1", b"-1.5", b"1 0 R", b"endobj",
    b"endstream", b"stream\n", b"obj", b"xref\n", b"trailer", b"startxref\n", b"%%EOF\n", b"%", b"\\", b"\r", b"\0",
    b"null", b"\n", b" ", b"/Prev 15", b"/XRefStm 15", b"0000000015 00000 n \n",
]  # fmt: skip


class TestFuzzing:
    @given(st.lists(st.sampled_from(TOKENS), max_size=30))
    @settings(max_examples=200, deadline=None)
    def test_any_tokens_as_a_value(self, tokens):
        read_or_refused(with_value(b" ".join(tokens)))
        read_or_refused(written({**SMALL, 4: b" ".join(tokens)}))

    @given(st.binary(max_size=60))
    @settings(max_examples=200, deadline=None)
    def test_any_bytes(self, content):
        read_or_refused(content)
        read_or_refused(with_value(content))
        read_or_refused(HEADER + content + b"\nstartxref\n15\n%%EOF\n")

    @pytest.mark.parametrize("seed", range(4))
    def test_a_document_with_something_put_in_changed_or_left_out(self, seed):
        chance, content = random.Random(seed), small("B-LTA")
        assert read_or_refused(content)
        for _ in range(60):
            begin = chance.randrange(len(content))
            end = min(begin + chance.choice([0, 0, 1, 2, 20, 500]), len(content))
            read_or_refused(content[:begin] + chance.choice(TOKENS) + content[end:])


def read_by_others(content, path):
    path.write_bytes(content)
    assert judge("qpdf", "--check", path).returncode == 0
    assert judge("pdfsig", "-nocert", path).returncode in (0, 2), "2: it has no signature"


@pytest.mark.parametrize("level", ["B-B", "B-LTA"])
@pytest.mark.parametrize("made", ["certificate", "report"])
def test_a_signed_document_is_sound_for_others(made, level, tmp_path):
    read_by_others(signed(made, level), tmp_path / "file.pdf")


@pytest.mark.parametrize("level", ["B-B", "B-LTA"])
def test_what_is_read_others_read_without_a_warning(level, tmp_path):
    read_by_others(small(level), tmp_path / "file.pdf")


def test_what_is_still_read_after_a_change_others_read_too(tmp_path):
    """Spaces, other numbers, other names: whatever the reader accepts is a sound file for qpdf and poppler."""
    chance, content, accepted = random.Random(5), written(), 0
    while accepted < 25:
        place = chance.randrange(len(content))
        changed = content[:place] + bytes([chance.choice(b"0123456789 \nA/()<>[]")]) + content[place + 1 :]
        if changed != content and read_or_refused(changed):
            accepted += 1
            path = tmp_path / f"{accepted}.pdf"
            path.write_bytes(changed)
            found = judge("qpdf", "--check", path)
            assert "xref" not in found.stderr, (place, found.stderr)
            assert "recover" not in found.stderr, (place, found.stderr)
