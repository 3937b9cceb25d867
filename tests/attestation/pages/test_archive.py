"""The file: PDF/A-3a, every font embedded, the data attached, and nothing else."""

from __future__ import annotations

import subprocess
from io import BytesIO
from unittest import mock

import pikepdf
import pytest

from certkit.attestation.layout_1 import SIGNATURE_BOX, SIGNATURE_PAGE, archive, signature_page
from certkit.attestation.layout_1.structure import Element
from certkit.formats.canonical_json import canonical_json
from tests.attestation.pages.documents import example, render
from tests.attestation.pages.reading import opened, texts, tool

XMP = archive._xmp
KINDS = ("certificate", "report", "declaration")
MANY = "例え 예제 充電 Παράδειγμα Пример \u05d0\u202e Ê e\u0323\u0301"


@pytest.fixture(scope="module")
def drawn() -> dict[str, bytes]:
    found = {kind: render(example(kind)) for kind in KINDS}
    found["rehearsal"] = render(example("certificate", rehearsal=True))
    document = example("certificate")
    document["derived"]["subject"]["vendor"] = MANY
    document["issuer"]["name"] = MANY
    found["many languages"] = render(document)
    failed = example("report", rehearsal=True)
    failed["derived"]["outcome"] = "fail"
    found["failed"] = render(failed)
    return found


NAMES = (*KINDS, "rehearsal", "many languages", "failed")


@pytest.mark.parametrize("name", NAMES)
def test_it_is_pdf_a_3a(name, drawn):
    page = pytest.importorskip("page")
    report = page.validate_pdf_bytes(drawn[name], profile="3a")
    assert report.is_compliant, report.failures
    assert report.rules.total > 150


@pytest.mark.parametrize("name", NAMES)
def test_a_second_judge_of_pdf_a_finds_only_what_it_does_not_know(name, drawn):
    """pikepdf judges level B, and knows no schema besides its own, such as that of PDF/UA."""
    pdfa = pytest.importorskip("pikepdf.pdfa", exc_type=ImportError)
    report = pdfa.validate_written(BytesIO(drawn[name]), "3b")
    assert {finding.message for finding in report.findings} == {
        "pdfaid:conformance is 'A', expected 'B'",
        "XMP namespace pdfaExtension=http://www.aiim.org/pdfa/ns/extension/ is not permitted",
        "XMP namespace pdfaSchema=http://www.aiim.org/pdfa/ns/schema# is not permitted",
        "XMP namespace pdfaProperty=http://www.aiim.org/pdfa/ns/property# is not permitted",
        "XMP property pdfuaid:part is not permitted",
        "XMP property pdfaExtension:schemas is not permitted",
    }


def test_data_that_ends_with_half_a_line_end_has_its_length():
    """By the length and by the line end before ``endstream``, as validators count it. One compressed stream in 256."""
    page = pytest.importorskip("page")
    for end in (b"\r", b"\n", b"\r\n"):
        metadata = archive.Metadata("Title", "Author", "Subject", "certkit", "2026-03-04T10:00:00Z")
        with mock.patch.object(archive, "_xmp", lambda metadata, end=end: XMP(metadata) + end):
            pdf = archive.write_pdf([[]], Element("Document"), [], b"{}", metadata)
        assert end + b"\r\nendstream" in pdf
        assert page.is_pdf_compliant_bytes(pdf, profile="3a")


@pytest.mark.parametrize("name", NAMES)
def test_qpdf_finds_nothing_wrong(name, drawn, tmp_path):
    file = tmp_path / "drawn.pdf"
    file.write_bytes(drawn[name])
    done = subprocess.run([tool("qpdf"), "--check", str(file)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("name", NAMES)
def test_every_font_is_embedded_and_can_be_copied_from(name, drawn, tmp_path):
    file = tmp_path / "drawn.pdf"
    file.write_bytes(drawn[name])
    done = subprocess.run([tool("pdffonts"), str(file)], capture_output=True, text=True, check=True)
    rows = [line.split() for line in done.stdout.splitlines()[2:]]
    assert rows
    for row in rows:
        assert row[-5:-2] == ["yes", "yes", "yes"], row  # embedded, subset, Unicode
    assert ("WenQuanYi" in done.stdout) is (name == "many languages")  # only where it is needed


@pytest.mark.parametrize("kind", KINDS)
def test_the_data_is_attached_as_an_associated_file(kind, drawn):
    with opened(drawn[kind]) as pdf:
        assert list(pdf.attachments) == ["attestation.json"]
        (associated,) = pdf.Root.AF
        assert associated.AFRelationship == pikepdf.Name.Data
        assert str(associated.UF) == str(associated.F) == "attestation.json"
        stream = associated.EF.F
        assert stream.Subtype == pikepdf.Name("/application/json")
        assert stream.read_bytes() == canonical_json(example(kind))
        assert str(stream.Params.ModDate) == "D:20260306093000Z"
        assert pdf.Root.Names.EmbeddedFiles.Names[1].objgen == associated.objgen


@pytest.mark.parametrize("kind", KINDS)
def test_title_language_dates_and_colours_are_set(kind, drawn):
    with opened(drawn[kind]) as pdf:
        title = str(pdf.docinfo["/Title"])
        assert example(kind)["id"] in title
        assert "Example Charging GmbH – EX-22 Duo" in title
        assert str(pdf.docinfo["/CreationDate"]) == "D:20260306093000Z"
        assert str(pdf.Root.Lang) == "en"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        (intent,) = pdf.Root.OutputIntents
        assert str(intent.OutputConditionIdentifier) == "sRGB"
        assert intent.DestOutputProfile.read_bytes()[36:40] == b"acsp"
        assert pdf.pdf_version == "1.7"
        for page in pdf.pages:
            assert [float(one) for one in page.mediabox] == pytest.approx([0, 0, 595.28, 841.89], abs=0.01)


@pytest.mark.parametrize("kind", KINDS)
def test_every_section_has_a_bookmark_that_leads_to_its_page(kind, drawn):
    found = texts(drawn[kind])
    with opened(drawn[kind]) as pdf, pdf.open_outline() as outline:
        assert len(outline.root) >= 8
        numbers: dict[object, int] = {page.objgen: number for number, page in enumerate(pdf.pages)}
        for item in outline.root:
            target = item.destination
            if isinstance(target, pikepdf.Array):
                page = numbers[target[0].objgen]
            else:
                named = pikepdf.NameTree(pdf.Root.Names.Dests) if "/Dests" in pdf.Root.Names else None
                array = named[str(target)] if named is not None else pdf.Root.Dests[str(target)]
                page = numbers[array[0].objgen]
            assert item.title in found[page]


@pytest.mark.parametrize("kind", KINDS)
def test_the_first_page_has_an_empty_rectangle_for_the_seal(kind, drawn, tmp_path):
    left, bottom, right, top = SIGNATURE_BOX
    assert SIGNATURE_PAGE == 0
    assert right - left >= 200
    assert top - bottom >= 70
    inside = [
        "-x",
        int(left) + 2,
        "-y",
        int(841.89 - top) + 2,
        "-W",
        int(right - left) - 4,
        "-H",
        int(top - bottom) - 4,
    ]
    command = [tool("pdftotext"), "-f", "1", "-l", "1", "-r", "72", *map(str, inside), "-", "-"]
    done = subprocess.run(command, input=drawn[kind], capture_output=True, check=True)
    assert done.stdout.decode().strip() == ""


def test_a_certificate_is_small(drawn):
    assert len(drawn["certificate"]) < 200_000
    assert len(drawn["many languages"]) < 200_000


def test_the_seal_has_the_size_of_its_rectangle_and_its_font_with_it(tmp_path):
    pdf = signature_page(["Example Certification Body", "certification body", "6 March 2026, 09:30:00 UTC"])
    assert pdf == signature_page(["Example Certification Body", "certification body", "6 March 2026, 09:30:00 UTC"])
    left, bottom, right, top = SIGNATURE_BOX
    with opened(pdf) as document:
        (page,) = document.pages
        assert [float(one) for one in page.mediabox] == pytest.approx([0, 0, right - left, top - bottom], abs=0.01)
    said = "".join(texts(pdf))
    for line in ("Example Certification Body", "certification body", "6 March 2026, 09:30:00 UTC"):
        assert line in said
    file = tmp_path / "seal.pdf"
    file.write_bytes(pdf)
    fonts = subprocess.run([tool("pdffonts"), str(file)], capture_output=True, text=True, check=True).stdout
    assert all(line.split()[-5] == "yes" for line in fonts.splitlines()[2:])


def test_a_seal_with_long_names_stays_within_its_rectangle():
    pdf = signature_page([f"{'A very long name of a body ' * 4}", "certification body " * 6, "6 March 2026 " * 4])
    said = "".join(texts(pdf))
    assert "A very long name" in said
    assert "6 March 2026" in said
