"""What is read aloud of a document: its structure, as other programs read and judge it."""

from __future__ import annotations

import re
import subprocess
from functools import cache
from io import BytesIO
from typing import Any

import pikepdf
import pytest

from certkit.attestation.layout_1.documents import pages_of
from certkit.attestation.layout_1.front import frame
from certkit.attestation.layout_1.sheet import COLUMN, SMALL, Column, Said, Sheet, Words, facts, table
from certkit.attestation.layout_1.structure import Element
from certkit.attestation.layout_1.wording import Content
from certkit.edition.rulebook import load_edition
from certkit.formats.canonical_json import payload_digest
from certkit.record.read_yaml import read_record_yaml
from tests.attestation.pages.documents import example, render
from tests.attestation.pages.reading import opened, tool
from tests.verification.signed import signed

KINDS = ("certificate", "report", "declaration")


@cache
def drawn(kind: str) -> bytes:
    return render(example(kind, rehearsal=True))


@pytest.fixture(scope="module")
def read_aloud(tmp_path_factory) -> list[str]:
    """The structure of a certificate as poppler reads it: types, and texts in quotation marks."""
    file = tmp_path_factory.mktemp("structure") / "drawn.pdf"
    file.write_bytes(drawn("certificate"))
    command = [tool("pdfinfo"), "-struct-text", "-enc", "UTF-8", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    return [line.strip() for line in done.stdout.splitlines()]


class TestJudges:
    @pytest.mark.parametrize("made", ["certificate", "report", "failed report", "declaration", "member"])
    def test_a_signed_document_is_pdf_ua_and_pdf_a(self, made):
        page = pytest.importorskip("page")
        for profile, rules in (("ua1", 100), ("3a", 150)):
            report = page.validate_pdf_bytes(signed(made), profile=profile)
            assert report.is_compliant, [(failure.rule_id, failure.message) for failure in report.failures]
            assert report.rules.total > rules

    @pytest.mark.parametrize("level", ["B-T", "B-LT", "B-LTA"])
    def test_time_stamps_and_validation_data_leave_it_pdf_ua(self, level):
        page = pytest.importorskip("page")
        report = page.validate_pdf_bytes(signed("certificate", level), profile="ua1")
        assert report.is_compliant, [(failure.rule_id, failure.message) for failure in report.failures]

    def test_before_it_is_signed_only_the_field_of_the_signature_is_missing(self):
        page = pytest.importorskip("page")
        report = page.validate_pdf_bytes(drawn("certificate"), profile="ua1")
        assert [failure.rule_id for failure in report.failures] == ["PDFUA1-FORM-CHILDREN-001"]

    @pytest.mark.parametrize(
        ("old", "new", "rule"),
        [
            (rb"/Alt \(QR code", b"/Xlt (QR code", "PDFUA1-FIGURE-ALTERNATIVE-TEXT-001"),
            (rb"/S/H1/", b"/S/H3/", "PDFUA1-HEADING-NESTING-001"),
            (rb"/TU \(", b"/XU (", "PDFUA1-FORM-FIELD-TU-ALT-001"),
            (rb"/Marked true", b"/Marked null", "PDFUA1-TAGGED-DOCUMENT-001"),
        ],
    )
    def test_the_judge_can_refuse(self, old, new, rule):
        page = pytest.importorskip("page")
        changed, count = re.subn(old, new, signed())
        assert count
        assert rule in {failure.rule_id for failure in page.validate_pdf_bytes(changed, profile="ua1").failures}


class TestReadAloud:
    def test_the_first_page(self, read_aloud):
        lines = read_aloud
        document = example("certificate", rehearsal=True)
        assert lines[:14] == [
            *("Document", "Sect"),
            *("P (block)", f'"{document["procedure"]}"', "H1 (block)", '"Certificate"'),
            *("P (block)", '"No. CERT-2026-0117"', "P (block)"),
            '"REHEARSAL. It is signed under a rehearsal root: this is not an official certificate."',
            "P (block)",
            '"Example Certification Body certifies that the product named here passed the tests of the procedure '
            "named above. The certificate is valid for exactly this hardware and exactly this version. It does not "
            'apply after a change of either."',
            *("Table (block)", "TR"),
        ]
        at = lines.index('"Vendor"')
        assert lines[at - 2 : at + 3] == ["TH:", "/Scope /Row", '"Vendor"', "TD", '"Example Charging GmbH"']
        order = ['"Signature"', "Form", "Figure:", '"Number"', '"SHA-256 of the data"', '"Scope"']
        places = [lines.index(one, at) for one in order]
        assert places == sorted(places)

    def test_a_digest_over_four_lines_is_read_as_one(self, read_aloud):
        digest = payload_digest(example("certificate", rehearsal=True))
        assert read_aloud.count(f'"{digest}"') == 2  # beside the QR code, and on the last page

    @pytest.mark.parametrize("kind", KINDS)
    def test_every_section_has_its_heading(self, kind):
        with opened(drawn(kind)) as pdf, pdf.open_outline() as outline:
            titles = [(1, item.title) for item in outline.root]
            assert len(titles) >= 8
        found = headings(drawn(kind))
        assert found[0] == "H1"
        assert found.count("H1") == 1
        assert found.count("H2") == len(titles)

    @pytest.mark.parametrize("kind", KINDS)
    def test_every_table_has_heads_and_rows_of_the_same_length(self, kind):
        for table_ in elements_of(drawn(kind), "Table"):
            rows = [[str(cell.S) for cell in row.K] for row in table_.K]
            assert len({len(row) for row in rows}) == 1
            assert rows[0] == ["/TH"] * len(rows[0]) or {tuple(row) for row in rows} == {("/TH", "/TD")}
            for head in (cell for row in table_.K for cell in row.K if cell.S == pikepdf.Name.TH):
                assert head.A.Scope in (pikepdf.Name.Row, pikepdf.Name.Column)
                assert "/K" in head  # no head is silent

    @pytest.mark.parametrize("kind", KINDS)
    def test_only_headers_footers_and_what_is_repeated_are_artifacts(self, kind):
        document = example(kind, rehearsal=True)
        record = document["evidence"]["record"]
        fields = read_record_yaml(record["text"].encode(), record["file"]).fields
        sheet = pages_of(Content(document, load_edition(document["evidence"]["edition"]), fields, "0" * 64))
        heads = {text_of(words) for page in sheet.pages for words in page if is_artifact(words)}
        named = {text_of(words) for page in sheet.pages for words in page if in_head(words, sheet)}
        assert heads <= named
        before = [len(page) for page in sheet.pages]
        frame(sheet, document, "0" * 64)
        for page, count in zip(sheet.pages, before, strict=True):
            assert all(is_artifact(words) for words in page[count:] if isinstance(words, Words))

    def test_a_text_over_two_pages_is_one_element(self):
        sheet = Sheet()
        sheet.text("word " * 4000, SMALL)
        elements = {words.element for page in sheet.pages for words in page if isinstance(words, Words)}
        assert len(sheet.pages) > 1
        assert len(elements) == 1

    def test_a_cell_over_two_pages_is_one_cell_and_the_head_is_read_once(self):
        sheet = Sheet()
        table(sheet, [Column("Text", COLUMN)], [["word " * 4000]])
        (element,) = (one for one in sheet.section.kids if one.kind == "Table")
        assert [[cell.kind for cell in row.kids] for row in element.kids] == [["TH"], ["TD"]]
        heads = [
            words for page in sheet.pages for words in page if isinstance(words, Words) and text_of(words) == "Text"
        ]
        assert len(heads) > 1
        assert [words.element is None for words in heads] == [False, *[True] * (len(heads) - 1)]

    def test_several_texts_of_a_cell_are_paragraphs(self):
        sheet = Sheet()
        facts(sheet, [("Based on", [Said("one", SMALL), Said("", SMALL), Said("two", SMALL)])])
        (element,) = (one for one in sheet.section.kids if one.kind == "Table")
        assert [kid.kind for kid in element.kids[0].kids[1].kids] == ["P", "P"]

    def test_a_table_without_rows_is_none(self):
        sheet = Sheet()
        table(sheet, [Column("Text", COLUMN)], [])
        facts(sheet, [])
        assert sheet.section.kids == []

    def test_a_heading_that_moves_to_the_next_page_stays_before_its_text(self):
        sheet = Sheet()
        sheet.text("word " * 1500, SMALL)
        sheet.y = 320.0
        sheet.heading("Moved")
        table(sheet, [Column("Text", COLUMN)], [["word " * 300]])
        assert [one.kind for one in sheet.section.kids] == ["H2", "Table"]


def headings(pdf: bytes) -> list[str]:
    with opened(pdf) as document:
        return [kind for kind in kinds(document.Root.StructTreeRoot.K[0]) if kind in ("H1", "H2", "H3", "H4")]


def kinds(element) -> list[str]:
    return [str(one.S)[1:] for one in walk(element)]


def walk(element):
    yield element
    kids = element.get("/K")
    if isinstance(kids, pikepdf.Array):
        for kid in kids:
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                yield from walk(kid)


def elements_of(pdf: bytes, kind: str):
    with pikepdf.open(BytesIO(pdf)) as document:
        found = [one for one in walk(document.Root.StructTreeRoot.K[0]) if pikepdf.Name(f"/{kind}") == one.S]
        assert found
        yield from found


def is_artifact(drawn) -> bool:
    return isinstance(drawn, Words) and drawn.element is None


def text_of(words: Any) -> str:
    return "".join(run.text for run in words.line.runs)


def in_head(words, sheet: Sheet) -> bool:
    """A line of the head of a table."""
    return isinstance(words, Words) and isinstance(words.element, Element) and words.element.kind == "TH"
