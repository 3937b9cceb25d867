"""Files that are not read: each is refused with one line that says what it is, and the way out."""

from __future__ import annotations

import io
import os
import struct
import subprocess
import sys
import time
import tracemalloc
import zipfile
from collections.abc import Callable

import pytest

from certkit.errors import UnreadableFile
from certkit.findings.write_xlsx import annotate
from certkit.formats.xlsx.read import workbook_guard
from tests.pics.workbooks import ROOT, parts, read_foreign, workbook_of, zipped

GOOD = workbook_of(["DUT", "CSMS"], ["C-11", "Profile 1", "Yes"])
SHEET = "xl/worksheets/sheet1.xml"
SAVE_AS = "open it in a spreadsheet program and save it as Excel Workbook (.xlsx)"
FILL_IN = "certkit pics new --dut … -o FILE writes a form to fill in"
AGAIN = "get the file again from where it came, or save it again"
MEND = "open it in a spreadsheet program, which may be able to repair it, and save it"
NEW_WORKBOOK = "copy the form into a new workbook"


def ole2(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + stream.encode("utf-16-le") + bytes(600)


def damaged(part: str, change: Callable[[bytes], bytes]) -> bytes:
    files = parts(GOOD)
    files[part] = change(files[part])
    return zipped(files)


def without(part: str) -> bytes:
    return zipped({name: content for name, content in parts(GOOD).items() if name != part})


def with_sheet(sheet_data: str, before: str = "", after: str = "") -> bytes:
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    xml = f"{before}<worksheet {main}><sheetData>{sheet_data}</sheetData>{after}</worksheet>"
    return damaged(SHEET, lambda _: xml.encode())


def flipped(content: bytes) -> bytes:
    """One byte of the packed sheet changed, so that its checksum is wrong."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entry = archive.getinfo(SHEET)
    at = entry.header_offset + 30 + len(SHEET) + entry.compress_size - 3
    return content[:at] + bytes([content[at] ^ 0x55]) + content[at + 1 :]


def lying_directory(content: bytes) -> bytes:
    """The directory says that the sheet has ten bytes; packed are more."""
    at = content.index(b"PK\x01\x02")
    while content[at + 46 : at + 46 + len(SHEET)] != SHEET.encode():
        at = content.index(b"PK\x01\x02", at + 4)
    return content[: at + 24] + struct.pack("<I", 10) + content[at + 28 :]


def encrypted_entry(content: bytes) -> bytes:
    at = content.index(b"PK\x01\x02")
    return content[: at + 8] + struct.pack("<H", 1) + content[at + 10 :]


BAD_FILES = {
    "nothing": (b"", "the file is empty", FILL_IN),
    "text": (b"vendor: ACME\n", "this is not a workbook", FILL_IN),
    "pdf": (b"%PDF-1.7\n...", "this is a PDF document, not a workbook", SAVE_AS),
    "html": (b"\xef\xbb\xbf <HTML><table>", "this is a page of HTML, not a workbook", SAVE_AS),
    "xml": (b"<?xml version='1.0'?><Workbook/>", "this is an XML file, not a workbook", SAVE_AS),
    "old xls": (ole2("Workbook"), "this is a workbook in the old format .xls", SAVE_AS),
    "very old xls": (ole2("Book"), "this is a workbook in the old format .xls", SAVE_AS),
    "encrypted": (
        ole2("EncryptedPackage"),
        "the workbook is encrypted with a password",
        "open it, remove the password (File > Info > Protect Workbook) and save it",
    ),
    "old doc": (ole2("WordDocument"), "this is a document of Word, not a workbook", FILL_IN),
    "old office": (ole2("Other"), "this is an old file of Microsoft Office, not a workbook", SAVE_AS),
    "docx": (
        zipped({"word/document.xml": b"<w/>", "_rels/.rels": b"<r/>"}),
        "this is a document of Word (.docx), not a workbook",
        f"copy its tables into a workbook, or {FILL_IN}",
    ),
    "pptx": (zipped({"ppt/presentation.xml": b"<p/>"}), "this is a presentation (.pptx), not a workbook", FILL_IN),
    "xlsb": (
        zipped({"xl/workbook.bin": b"\x83\x01", "_rels/.rels": b"<r/>"}),
        "this is a binary workbook (.xlsb)",
        SAVE_AS,
    ),
    "ods": (
        zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<c/>"}),
        "this is an OpenDocument spreadsheet (.ods)",
        SAVE_AS,
    ),
    "odt": (
        zipped({"mimetype": b"application/vnd.oasis.opendocument.text"}),
        "this is an OpenDocument file, but not a spreadsheet",
        FILL_IN,
    ),
    "numbers": (
        zipped({"Index/Document.iwa": b"x"}),
        "this is a document of Apple's Numbers or Pages",
        "export it as Excel workbook (.xlsx)",
    ),
    "plain zip": (zipped({"readme.txt": b"hello"}), "this is a ZIP archive without a workbook in it", FILL_IN),
    "empty zip": (zipped({}), "this is a ZIP archive without a workbook in it", FILL_IN),
    "cut off": (GOOD[:-40], "the workbook is damaged or cut off: its archive cannot be unpacked", AGAIN),
    "cut in half": (
        GOOD[: len(GOOD) // 2],
        "the workbook is damaged or cut off: its archive cannot be unpacked",
        AGAIN,
    ),
    "four bytes": (b"PK\x03\x04", "the workbook is damaged or cut off: its archive cannot be unpacked", AGAIN),
    "wrong checksum": (flipped(GOOD), "the workbook is damaged or cut off: its archive cannot be unpacked", AGAIN),
    "lying directory": (
        lying_directory(GOOD),
        "the workbook is damaged or cut off: its archive cannot be unpacked",
        AGAIN,
    ),
    "encrypted entry": (encrypted_entry(GOOD), "the archive is encrypted with a password", "save it without"),
    "unusual compression": (
        zipped(parts(GOOD), zipfile.ZIP_LZMA),
        "the workbook is packed in a way that workbooks are not",
        SAVE_AS,
    ),
    "bomb in one part": (
        zipped({**parts(GOOD), "xl/media/image1.png": bytes(20_000_000)}),
        "a part of the workbook unpacks to more than 200 times its size",
        NEW_WORKBOOK,
    ),
    "too much in all": (
        zipped({**parts(GOOD), **{f"xl/media/{n}.bin": bytes(9_000_000) for n in range(6)}}, zipfile.ZIP_STORED),
        "the workbook unpacks to 54,0",
        "is it the right file? Pictures can be removed from it",
    ),
    "too many parts": (
        zipped({**parts(GOOD), **{f"xl/media/{n}.png": b"" for n in range(2000)}}),
        "the workbook has 2,0",
        "is it the right file?",
    ),
    "no list of sheets": (
        damaged("xl/workbook.xml", lambda part: part.replace(b"<sheets>", b"<x>").replace(b"</sheets>", b"</y>")),
        "the workbook is damaged: xl/workbook.xml is not valid XML (mismatched tag, line 1)",
        MEND,
    ),
    "missing sheet": (without(SHEET), "the workbook is damaged: the sheet “Sheet1” is missing from it", MEND),
    "missing relations": (
        without("xl/_rels/workbook.xml.rels"),
        "the workbook is damaged: xl/_rels/workbook.xml.rels is missing from it",
        MEND,
    ),
    "broken XML": (
        damaged(SHEET, lambda part: part[:-20]),
        "the workbook is damaged: xl/worksheets/sheet1.xml is not valid XML (",
        MEND,
    ),
    "not XML": (
        damaged(SHEET, lambda part: b"\x00\x01\x02"),
        "the workbook is damaged: xl/worksheets/sheet1.xml is not valid XML (",
        MEND,
    ),
    "unknown encoding": (
        damaged(SHEET, lambda part: b'<?xml version="1.0" encoding="martian"?>' + part),
        "the workbook is damaged: xl/worksheets/sheet1.xml is in an encoding that is not known",
        MEND,
    ),
    "document type": (
        with_sheet("", before="<!DOCTYPE x>"),
        "the workbook is not read: its part xl/worksheets/sheet1.xml declares a document type",
        NEW_WORKBOOK,
    ),
    "entities": (
        with_sheet(
            '<row r="1"><c r="A1" t="str"><v>&b;</v></c></row>',
            before='<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>',
        ),
        "the workbook is not read: its part xl/worksheets/sheet1.xml declares a document type",
        NEW_WORKBOOK,
    ),
    "a file of the computer": (
        with_sheet(
            '<row r="1"><c r="A1" t="str"><v>&b;</v></c></row>',
            before='<!DOCTYPE x [<!ENTITY b SYSTEM "file:///etc/hostname">]>',
        ),
        "the workbook is not read: its part xl/worksheets/sheet1.xml declares a document type",
        NEW_WORKBOOK,
    ),
    "address": (
        with_sheet('<row r="1"><c r="1A"><v>1</v></c></row>'),
        "the workbook is damaged: the sheet “Sheet1” has a cell without a proper address",
        MEND,
    ),
    "shared text": (
        with_sheet('<row r="1"><c r="A1" t="s"><v>7</v></c></row>'),
        "the workbook is damaged: the cell A1 of the sheet “Sheet1” refers to a text that is not there",
        MEND,
    ),
    "number": (
        with_sheet('<row r="1"><c r="A1"><v>1e999</v></c></row>'),
        "the workbook is damaged: the cell A1 of the sheet “Sheet1” holds a number that is none",
        MEND,
    ),
    "date": (
        with_sheet('<row r="1"><c r="A1" t="d"><v>yesterday</v></c></row>'),
        "the workbook is damaged: the cell A1 of the sheet “Sheet1” holds a date that is none",
        MEND,
    ),
    "merged ranges": (
        with_sheet("", after="<mergeCells>" + '<mergeCell ref="A1:B1"/>' * 20_001 + "</mergeCells>"),
        "the workbook is damaged: the sheet “Sheet1” has more than 20,000 merged ranges",
        MEND,
    ),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_file_that_is_not_read(name: str) -> None:
    content, message, hint = BAD_FILES[name]
    with pytest.raises(UnreadableFile) as error:
        read_foreign(content)
    assert error.value.message.startswith(message)
    assert error.value.hint == hint
    assert error.value.file == "form.xlsx"
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("name", BAD_FILES)
def test_nor_is_it_given_to_openpyxl(name: str) -> None:
    content, message, hint = BAD_FILES[name]
    with pytest.raises(UnreadableFile) as error:
        annotate(content, (), "form.xlsx")
    assert (error.value.message.startswith(message), error.value.hint) == (True, hint)


def test_the_good_file_of_these_tests_is_read() -> None:
    assert dict(read_foreign(GOOD).values) == {"dut": "CSMS", "C-11": "Yes"}


@pytest.mark.parametrize("cell", ["XFD1048576", "A10001", "SG1"])
def test_a_cell_far_out_is_named(cell: str) -> None:
    started = time.perf_counter()
    tracemalloc.start()
    try:
        with pytest.raises(UnreadableFile) as error:
            read_foreign(with_sheet(f'<row><c r="{cell}" t="str"><v>x</v></c></row>'))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (error.value.sheet, error.value.cell) == ("Sheet1", cell)
    assert error.value.message == "there is something in a cell far outside the form"
    assert error.value.hint == "delete it: a form ends before row 10,000 and column SF"
    assert peak < 5_000_000
    assert time.perf_counter() - started < 1


def test_an_empty_cell_far_out_with_nothing_but_a_format_does_not_matter() -> None:
    first = '<row r="1"><c r="A1" t="str"><v>DUT</v></c><c r="B1" t="str"><v>CSMS</v></c><c r="XFD1" s="0"/></row>'
    content = with_sheet(f'{first}<row r="1048576"><c r="A1048576" s="0"/></row>')
    assert dict(read_foreign(content).values) == {"dut": "CSMS"}


def test_more_cells_than_any_form_has() -> None:
    rows = "".join(f'<row r="{n}">{"<c/>" * 400}</row>' for n in range(1, 800))
    with pytest.raises(UnreadableFile, match="more than 300,000 rows and cells") as error:
        read_foreign(zipped(parts(with_sheet(rows)), zipfile.ZIP_STORED))
    assert error.value.sheet == "Sheet1"


def test_more_sheets_than_any_form_has() -> None:
    def many(part: bytes) -> bytes:
        start, end = part.index(b"<sheets>") + 8, part.index(b"</sheets>")
        return part[:start] + part[start:end] * 101 + part[end:]

    with pytest.raises(UnreadableFile, match="has 101 sheets; at most 100 are read"):
        read_foreign(damaged("xl/workbook.xml", many))


def test_a_part_that_is_there_twice() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in [*parts(GOOD).items(), (SHEET.upper(), b"<worksheet/>")]:
            archive.writestr(name, content)
    with pytest.raises(UnreadableFile, match="a part is in it twice"):
        read_foreign(stream.getvalue())


def test_a_workbook_with_nothing_but_a_chart() -> None:
    content = damaged("xl/_rels/workbook.xml.rels", lambda part: part.replace(b'/worksheet"', b'/chartsheet"'))
    with pytest.raises(UnreadableFile, match="no sheet with cells"):
        read_foreign(content)


def test_a_workbook_whose_main_part_has_another_name() -> None:
    files = parts(GOOD)
    files["xl/book.xml"] = files.pop("xl/workbook.xml")
    files["xl/_rels/book.xml.rels"] = files.pop("xl/_rels/workbook.xml.rels")
    files["_rels/.rels"] = files["_rels/.rels"].replace(b"xl/workbook.xml", b"xl/book.xml")
    assert dict(read_foreign(zipped(files)).values) == {"dut": "CSMS", "C-11": "Yes"}
    files["_rels/.rels"] = files["_rels/.rels"].replace(b'/officeDocument"', b'/other"')
    with pytest.raises(UnreadableFile, match="does not say where its sheets are"):
        read_foreign(zipped(files))


def test_a_workbook_without_styles() -> None:
    assert dict(read_foreign(without("xl/styles.xml")).values) == {"dut": "CSMS", "C-11": "Yes"}


def strict(content: bytes) -> bytes:
    """As "Strict Open XML Spreadsheet" names things."""
    old, new = b"http://schemas.openxmlformats.org/", b"http://purl.oclc.org/ooxml/"
    files = {name: part.replace(old, new).replace(b"/2006/", b"/") for name, part in parts(content).items()}
    return zipped(files)


def test_strict_workbooks_are_read_but_not_copied() -> None:
    content = strict(GOOD)
    assert dict(read_foreign(content).values) == {"dut": "CSMS", "C-11": "Yes"}
    with pytest.raises(UnreadableFile, match="Strict Open XML") as error:
        annotate(content, (), "form.xlsx")
    assert error.value.hint == "save it as Excel Workbook (.xlsx)"


def test_cells_merged_over_whole_columns_are_read_but_not_copied() -> None:
    rows = '<row r="1"><c r="A1" t="str"><v>DUT</v></c><c r="B1" t="str"><v>CSMS</v></c></row>'
    content = with_sheet(rows, after='<mergeCells><mergeCell ref="D1:E1048576"/></mergeCells>')
    assert dict(read_foreign(content).values) == {"dut": "CSMS"}
    with pytest.raises(UnreadableFile, match="reach over 2,097,152 cells"):
        workbook_guard(content, "form.xlsx")


def test_links_over_whole_columns_are_read_but_not_copied() -> None:
    link = '<hyperlinks><hyperlink ref="A1:A1048576" location="B1"/></hyperlinks>'
    rows = '<row r="1"><c r="A1" t="str"><v>DUT</v></c><c r="B1" t="str"><v>CSMS</v></c></row>'
    with pytest.raises(UnreadableFile, match="reach over 1,048,576 cells"):
        workbook_guard(with_sheet(rows, after=link), "form.xlsx")


def test_entities_in_a_part_that_reading_does_not_need() -> None:
    core = b'<!DOCTYPE x [<!ENTITY a "ha">]><cp:coreProperties xmlns:cp="x">&a;</cp:coreProperties>'
    content = damaged("docProps/core.xml", lambda _: core)
    with pytest.raises(UnreadableFile, match=r"docprops/core\.xml declares a document type"):
        workbook_guard(content, "form.xlsx")


WRITERS = ["certkit.plan.write_xlsx", "certkit.pics.write_xlsx", "certkit.findings.write_xlsx"]


@pytest.mark.parametrize("writer", WRITERS)
def test_workbooks_are_not_lxml_s_where_it_is_installed(writer: str) -> None:
    script = (
        f"import lxml, {writer}, os, openpyxl;"
        "raise SystemExit(openpyxl.LXML or not openpyxl.DEFUSEDXML or 'OPENPYXL_LXML' in os.environ)"
    )
    bare = {name: value for name, value in os.environ.items() if name != "OPENPYXL_LXML"}
    subprocess.run([sys.executable, "-c", script], env=bare, check=True)


def test_one_module_imports_openpyxl() -> None:
    importing = [path for path in (ROOT / "certkit").rglob("*.py") if "\nfrom openpyxl" in path.read_text("utf-8")]
    assert importing == []
    engine = (ROOT / "certkit" / "formats" / "xlsx" / "engine.py").read_text("utf-8")
    assert "with _without_lxml():\n    from openpyxl import" in engine
