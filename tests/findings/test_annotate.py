"""Findings in a copy of the vendor's workbook: at their cells, and on a sheet of their own."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

from certkit.errors import UnreadableFile
from certkit.finding import Finding, Place, Severity
from certkit.findings.write_xlsx import COLOURS, annotate
from certkit.pics.check import check_pics
from certkit.pics.write_xlsx import write_form
from tests.pics.workbooks import (
    opened,
    parts,
    read_foreign,
    rulebook,
    sheets_of,
    statement,
    with_part,
    workbook_of,
    zipped,
)

LIST = "certkit findings"


def finding(cell: str = "", severity: Severity = Severity.ERROR, **fields: Any) -> Finding:
    where = Place("form.xlsx", sheet=fields.pop("sheet", "Sheet1"), cell=cell) if cell else None
    known = {"code": "P-01", "name": "a-name", "message": "This cannot be.", "hint": "mend it", "items": ("R-1",)}
    return Finding(severity=severity, where=where, **{**known, **fields})


def note(workbook: openpyxl.Workbook, cell: str, sheet: str = "Sheet1") -> str:
    comment = workbook[sheet][cell].comment
    return comment.text if comment else ""


def ground(workbook: openpyxl.Workbook, cell: str, sheet: str = "Sheet1") -> str:
    return str(workbook[sheet][cell].fill.start_color.rgb)[2:]


def listed(workbook: openpyxl.Workbook) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in workbook[LIST].iter_rows(min_row=5)]


CONTENT = workbook_of(["C-07", "Local start", "Yes"], ["C-08", "Local stop", "No"])


def test_the_cell_of_a_finding_is_coloured_and_has_a_note() -> None:
    workbook = opened(annotate(CONTENT, [finding("C1")], "form.xlsx"))
    assert note(workbook, "C1") == "certkit: P-01, error\nThis cannot be.\nWhat to do: mend it"
    assert ground(workbook, "C1") == COLOURS[Severity.ERROR]
    assert workbook["Sheet1"]["C1"].value == "Yes"
    assert workbook["Sheet1"]["C2"].comment is None


def test_several_findings_at_one_cell_share_a_note_and_the_gravest_gives_the_colour() -> None:
    several = [finding("C1", Severity.NOTE, code="K-05"), finding("C1", Severity.WARNING, code="K-07")]
    workbook = opened(annotate(CONTENT, several, "form.xlsx"))
    assert note(workbook, "C1").count("certkit:") == 2
    assert ground(workbook, "C1") == COLOURS[Severity.WARNING]


def test_a_note_that_was_there_stays() -> None:
    def comment(sheet: Worksheet) -> None:
        sheet["C1"].comment = Comment("Ann: checked in May", "Ann")

    content = workbook_of(["C-07", "Local start", "Yes"], finish=comment)
    copy = opened(annotate(content, [finding("C1")], "form.xlsx"))
    assert note(copy, "C1").startswith("Ann: checked in May\n\ncertkit: P-01, error\n")
    assert copy["Sheet1"]["C1"].comment.author == "Ann"


def test_the_added_sheet_lists_all_findings_and_links_to_their_cells() -> None:
    findings = [
        finding("C1", cite="Appendix A"),
        finding("", Severity.NOTE, code="K-06", message="No edition.", items=()),
        finding("B2", Severity.WARNING, sheet="Gone"),
    ]
    workbook = opened(annotate(CONTENT, findings, "form.xlsx"))
    assert listed(workbook) == [
        ["Sheet1!C1", "error", "P-01", "This cannot be.", "mend it", "R-1", "Appendix A"],
        [None, "note", "K-06", "No edition.", "mend it", None, None],
        ["Gone!B2", "warning", "P-01", "This cannot be.", "mend it", "R-1", None],
    ]
    links = [row[0].hyperlink for row in workbook[LIST].iter_rows(min_row=5)]
    assert [link.location if link else None for link in links] == ["'Sheet1'!C1", None, None]
    assert workbook[LIST]["A2"].value == "form.xlsx: 1 error, 1 warning, 1 note. This is a copy; fix the original."


def test_the_copy_opens_at_the_list_and_no_other_sheet_is_selected_with_it() -> None:
    workbook = opened(annotate(CONTENT, [finding("C1")], "form.xlsx"))
    assert workbook.active is workbook[LIST]
    assert [sheet.title for sheet in workbook if sheet.sheet_view.tabSelected] == [LIST]


def test_the_name_of_the_added_sheet_is_free() -> None:
    content = sheets_of({"Sheet1": [["C-07", "Yes"]], "Certkit Findings": [["x"]], "certkit findings 2": [["y"]]})
    workbook = opened(annotate(content, [], "form.xlsx"))
    assert workbook.sheetnames == ["Sheet1", "Certkit Findings", "certkit findings 2", "certkit findings 3"]


def test_a_sheet_whose_name_needs_quotes() -> None:
    content = sheets_of({"Ann's sheet": [["C-07", "Yes"]]})
    workbook = opened(annotate(content, [finding("B1", sheet="Ann's sheet")], "form.xlsx"))
    assert workbook[LIST]["A5"].hyperlink.location == "'Ann''s sheet'!B1"
    assert note(workbook, "B1", "Ann's sheet")


def test_a_finding_inside_merged_cells_goes_to_the_one_that_shows() -> None:
    content = workbook_of(["C-07", "Local start", "Yes"], finish=lambda sheet: sheet.merge_cells("C1:D2"))
    workbook = opened(annotate(content, [finding("D2")], "form.xlsx"))
    assert note(workbook, "C1")


def test_the_copy_says_the_same_as_the_original() -> None:
    for content in (CONTENT, write_form(rulebook(), None, statement(vendor="=1+1", C_07="Yes", R_0="perhaps"))):
        pics = read_foreign(content)
        copy = annotate(content, check_pics(pics, rulebook()), "form.xlsx")
        assert read_foreign(copy).sha256 == pics.sha256
        assert [f.code for f in read_foreign(copy).findings] == [f.code for f in pics.findings]


def test_an_annotated_copy_can_be_annotated_again() -> None:
    once = annotate(CONTENT, [finding("C1")], "form.xlsx")
    twice = annotate(once, [finding("C1")], "form.xlsx")
    assert note(opened(twice), "C1").count("certkit:") == 2
    assert read_foreign(twice).sha256 == read_foreign(CONTENT).sha256


def test_what_our_form_needs_is_still_in_the_copy() -> None:
    content = write_form(rulebook(), "CSMS")
    copy = opened(annotate(content, check_pics(read_foreign(content), rulebook()), "form.xlsx"))
    before = opened(content)
    assert copy["PICS"].protection.sheet
    rules = [len(book["PICS"].data_validations.dataValidation) for book in (before, copy)]
    assert rules[0] == rules[1] > 3
    assert len(copy["PICS"].conditional_formatting) == len(before["PICS"].conditional_formatting)
    row = next(cell.row for cell in before["PICS"]["F"] if cell.value == "vendor")
    assert copy["PICS"][f"D{row}"].value == before["PICS"][f"D{row}"].value
    assert not copy["PICS"][f"C{row}"].protection.locked


def test_formulas_keep_the_values_they_were_shown_with() -> None:
    content = write_form(rulebook(), "CSMS")
    copy = annotate(content, [], "form.xlsx")
    before, after = (opened(book, data_only=True)["Start"] for book in (content, copy))
    cells = [cell.coordinate for row in before.iter_rows() for cell in row if isinstance(cell.value, int)]
    assert [after[cell].value for cell in cells] == [before[cell].value for cell in cells] != []


HOSTILE = ["=HYPERLINK(1)", "+1", "-1", "@x", "=cmd|' /C calc'!A0"]


def test_hostile_text_stays_text() -> None:
    def as_text(sheet: Worksheet) -> None:
        for cell in sheet["B"]:
            cell.data_type = "s"

    content = workbook_of(*[["Vendor name", text] for text in HOSTILE], finish=as_text)
    findings = [finding("B1", message=text, hint=text, code=text, cite=text, items=(text,)) for text in HOSTILE]
    workbook = opened(annotate(content, findings, "=form.xlsx"))
    assert [cell.value for cell in workbook["Sheet1"]["B"]] == HOSTILE
    assert not [cell for sheet in workbook for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_a_message_with_characters_that_no_xml_can_hold() -> None:
    workbook = opened(annotate(CONTENT, [finding("C1", message="bell \x07 rings")], "form.xlsx"))
    assert "bell" in note(workbook, "C1")


def test_macros_are_kept() -> None:
    def to_macros(part: bytes) -> bytes:
        old = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
        part = part.replace(old, b"application/vnd.ms-excel.sheet.macroEnabled.main+xml")
        kind = b'<Override PartName="/xl/vbaProject.bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'
        return part.replace(b"</Types>", kind)

    content = with_part(CONTENT, "[Content_Types].xml", to_macros)
    content = zipped({**parts(content), "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0 macros"})
    copy = parts(annotate(content, [finding("C1")], "form.xlsm"))
    assert copy["xl/vbaProject.bin"] == b"\xd0\xcf\x11\xe0 macros"
    assert b"macroEnabled" in copy["[Content_Types].xml"]
    assert "certkit: P-01" in note(opened(zipped(copy)), "C1")


def test_the_same_copy_has_the_same_bytes() -> None:
    findings = [finding("C1"), finding("C2", Severity.NOTE)]
    assert annotate(CONTENT, findings, "form.xlsx") == annotate(CONTENT, findings, "form.xlsx")


def test_a_workbook_that_does_not_say_when_it_was_made() -> None:
    files = {name: part for name, part in parts(CONTENT).items() if name != "docProps/core.xml"}
    bare = zipped(files)
    assert annotate(bare, [], "form.xlsx") == annotate(bare, [], "form.xlsx")
    with zipfile.ZipFile(io.BytesIO(annotate(bare, [], "form.xlsx"))) as archive:
        assert b">2000-01-01T00:00:00Z</dcterms:modified>" in archive.read("docProps/core.xml")


def test_a_workbook_that_openpyxl_cannot_open() -> None:
    def odd_zoom(part: bytes) -> bytes:
        return part.replace(b"<sheetView ", b'<sheetView zoomScale="much" ')

    content = with_part(CONTENT, "xl/worksheets/sheet1.xml", odd_zoom)
    assert read_foreign(content).values["C-07"] == "Yes"
    with pytest.raises(UnreadableFile, match="can be read, but not copied"):
        annotate(content, [], "form.xlsx")
