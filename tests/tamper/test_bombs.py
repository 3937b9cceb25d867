"""Files made to exhaust a program that reads them: refused, within a time and a memory that are bounded."""

import io
import random
import re
import resource
import subprocess
import sys
import zlib
from time import process_time

import pikepdf
import pytest

from tests.cli.program import certkit
from tests.signing.pkis import page, quick_pki, written
from tests.tamper import forging
from tests.tamper.bombs import BOMBS, zeros
from tests.tamper.forging import signed_with, stream, updated
from tests.tamper.small import PAYLOAD, accepted, plain, small
from tests.verification.signed import first_failure, sign_data, signed, verify

LONGEST = 5.0
"""Seconds of one document."""
MOST = 300_000
"""Kilobytes of the whole program."""
MEASURED = """
import sys
from certkit.cli.main import main
try:
    main()
finally:
    peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
    print(peak, file=sys.stderr)
"""


@pytest.fixture(autouse=True)
def bounded():
    """Each document within its time, and no more memory than a program may take that does nothing else."""
    before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, process_time()
    yield
    assert process_time() - start < LONGEST
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < MOST


def run_verify(folder, *arguments):
    """``certkit verify`` as a program: its exit code, what it says, and the kilobytes it took."""
    command = [sys.executable, "-c", MEASURED, "verify", *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=300)
    peak = re.search(r"VmHWM:\s*(\d+) kB", done.stderr)
    assert peak is not None, done.stderr
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout, int(peak[1])


@pytest.fixture(params=BOMBS, scope="module")
def bomb(request):
    return BOMBS[request.param]()


def test_a_bomb(bomb):
    name, message = first_failure(verify(bomb))
    assert name in ("file", "structure")
    assert message.key != "step.crashed"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("chain of revisions", "the file has more than 64 revisions"),
        ("table of a million", "the tables of the file have more than 100000 objects"),
        ("more values", "the file has more than 1000000 values"),
        ("deep arrays", "values are nested more than 32 deep"),
        ("a long string of escapes", "a string has more than 1048576 bytes"),
        ("strings of escapes", "the file has more than 1000000 values"),
        ("a file too large", "the file has more than 64 MB"),
    ],
)
def test_the_limit_is_named(name, message):
    assert first_failure(verify(BOMBS[name]()))[1] == message


def test_the_smallest_one():
    assert len(BOMBS["stream of entries without width"]()) < 200


FOLDER = (
    "stream of entries without width", "stream of packed entries", "chain of tables", "chain of revisions",
    "arrays that hold the next one twice", "fields that hold the next one twice", "pages in a circle",
    "packed attachment", "deep arrays", "table of a million",
)  # fmt: skip


def test_a_folder_of_them_with_a_good_document_among_them(tmp_path):
    """Every one has its answer from the program itself, in bounded memory."""
    for name in FOLDER:
        (tmp_path / f"{name}.pdf").write_bytes(BOMBS[name]())
    (tmp_path / "good.pdf").write_bytes(signed())
    names = sorted(path.name for path in tmp_path.iterdir())
    trust = written(quick_pki(), tmp_path / "pki").path / "trust"
    start = resource.getrusage(resource.RUSAGE_CHILDREN)
    code, said, peak = run_verify(tmp_path, *names, "--trust", str(trust))
    end = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert code == 1
    for name in (*FOLDER, "good"):
        assert f"{name}.pdf" in said
    assert end.ru_utime + end.ru_stime - start.ru_utime - start.ru_stime < LONGEST + len(FOLDER)
    assert peak < MOST


@pytest.mark.parametrize("name", ["stream of packed entries", "chain of tables", "packed attachment", "deep arrays"])
def test_data_taken_out_of_one_without_verifying_it(name, tmp_path):
    path = tmp_path / "bomb.pdf"
    path.write_bytes(BOMBS[name]())
    found = certkit("extract", path, "--unverified")
    assert found.code == 2
    assert "its data cannot be extracted: " in found.err


def with_stream(content, place, packed):
    """The rendered document with a stream swapped for one that is packed already."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        place(pdf).write(packed, filter=pikepdf.Name.FlateDecode)
        buffer = io.BytesIO()
        pdf.save(buffer, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return buffer.getvalue()


def small_picture():
    return page("Signed", 260, 92)


class TestSealed:
    """Bombs in a document that somebody has signed with a key of his own."""

    def refused(self, pdf, step="structure"):
        content = sign_data({"kind": "certificate"}, pdf=pdf, picture=small_picture())
        assert first_failure(verify(content))[0] == step

    def test_an_attachment_that_unpacks_to_far_more(self):
        self.refused(with_stream(plain(), lambda pdf: pdf.Root.AF[0].EF.F, zeros(1 << 27)))

    def test_a_page_that_unpacks_to_far_more(self):
        self.refused(with_stream(plain(), lambda pdf: pdf.pages[0].Contents, zeros(1 << 27)), "payload")

    @pytest.mark.parametrize("value", [b"[],", b"{},", b'"",', b'{"":[]},'], ids=["arrays", "objects", "texts", "both"])
    @pytest.mark.parametrize(("size", "step"), [(9_000_000, "structure"), (1_400_000, "payload")])
    def test_an_attachment_of_many_values(self, size, step, value):
        data = b"[" + value * (size // len(value)) + b"0]"
        self.refused(with_stream(plain(), lambda pdf: pdf.Root.AF[0].EF.F, zlib.compress(data, 1)), step)

    def test_a_picture_with_arrays_that_hold_the_next_one_twice(self):
        """Everything is compared with everything, and no pair twice."""
        from pyhanko.pdf_utils import generic

        def doubled(writer):
            add_object = writer.add_object

            def adding(value, *arguments, **more):
                if forging.is_picture(value):
                    last = add_object(generic.NullObject())
                    for _ in range(60):
                        last = add_object(generic.ArrayObject([last, last]))
                    resources = generic.DictionaryObject({generic.pdf_name("/Font"): last})
                    value[generic.pdf_name("/Resources")] = resources
                return add_object(value, *arguments, **more)

            writer.add_object = adding

        assert first_failure(verify(signed_with(doubled)))[0] in ("structure", "pages")


def test_an_object_stream_that_unpacks_to_far_more():
    packed = zeros(1 << 27)
    content = small()
    place = content.rindex(b"xref\n")
    head = b"900 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>\nstream\n" % len(packed)
    assert not accepted(content[:place] + head + packed + b"\nendstream\nendobj\n" + content[place:])


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
    content = signed()
    place = len(content)
    assert verify(content + TABLES[what] + b"startxref\n%d\n%%%%EOF\n" % place).document is None


def test_an_encrypted_document():
    with pikepdf.open(io.BytesIO(plain())) as pdf:
        buffer = io.BytesIO()
        pdf.save(buffer, encryption=pikepdf.Encryption(owner="", user=""))
    assert verify(buffer.getvalue()).document is None


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
