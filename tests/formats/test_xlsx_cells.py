"""What is read from a workbook's cells: the same as openpyxl reads, and what openpyxl does not tell apart."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from certkit.formats.xlsx.cells import Cell, Workbook, address, column_letters
from certkit.formats.xlsx.read import is_date_code, read_workbook
from tests.pics.workbooks import opened, parts, sheets_of, with_part, workbook_of, zipped

SHEET = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def cells(content: bytes) -> dict[tuple[int, int], Cell]:
    return dict(read_workbook(content, "x.xlsx").sheets[0].cells)


def first_cell(xml: str) -> Cell | None:
    """The cell A1 of a sheet with these cells."""
    content = f'<worksheet xmlns="{MAIN}"><sheetData><row r="1">{xml}</row></sheetData></worksheet>'
    return cells(with_part(workbook_of(["x"]), SHEET, content.encode())).get((1, 1))


moment = datetime.datetime.fromisoformat
plain_values = st.one_of(
    st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff_"), max_size=20),
    st.booleans(),
    st.integers(-(10**14), 10**14),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.dates(datetime.date(1950, 1, 1), datetime.date(2100, 1, 1)),
    st.datetimes(moment("1950-01-01"), moment("2100-01-01")).map(lambda d: d.replace(microsecond=0)),
    st.none(),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(plain_values, max_size=6), max_size=6))
def test_cells_are_read_as_openpyxl_reads_them(rows: list[list[Any]]) -> None:
    kept = [[None if isinstance(v, str) and v.startswith("=") else v for v in row] for row in rows]
    content = workbook_of(["first"], *kept)
    sheet = opened(content).worksheets[0]
    expected = {}
    for row in sheet.iter_rows():
        for cell in row:
            value = cell.value
            if isinstance(value, datetime.datetime) and value.time() == datetime.time():
                value = value.date()
            if value is not None and not (isinstance(value, str) and not value.strip()):
                expected[cell.row, cell.column] = value
    found = {place: cell.value for place, cell in cells(content).items() if not cell.trouble}
    errors = {place for place, cell in cells(content).items() if cell.trouble}
    assert found == {place: value for place, value in expected.items() if place not in errors}


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        ('<c r="A1"/>', None),
        ('<c r="A1" t="s"><v></v></c>', None),
        ('<c r="A1" t="str"><v>  </v></c>', None),
        ("<c><v>5</v></c>", Cell(5)),
        ('<c r="A1"><v>5.0</v></c>', Cell(5.0)),
        ('<c r="A1"><v>1.5E-3</v></c>', Cell(0.0015)),
        ('<c r="$A$1"><v>5</v></c>', Cell(5)),
        ('<c r="a1" t="b"><v>1</v></c>', Cell(True)),
        ('<c r="A1" t="b"><v>0</v></c>', Cell(False)),
        ('<c r="A1" t="e"><v>#DIV/0!</v></c>', Cell("#DIV/0!", "the error #DIV/0!")),
        ('<c r="A1" t="d"><v>2024-05-06</v></c>', Cell(moment("2024-05-06"))),
        ('<c r="A1" t="inlineStr"><is><t>a</t></is></c>', Cell("a")),
        ('<c r="A1" t="inlineStr"><is><r><t>a</t></r><r><rPr/><t>b</t></r></is></c>', Cell("ab")),
        ('<c r="A1" t="inlineStr"><is><t>漢</t><rPh><t>かん</t></rPh></is></c>', Cell("漢")),
        ('<c r="A1" t="str"><f>"a"</f><v>a</v></c>', Cell("a")),
        ('<c r="A1" t="str"><f>""</f><v></v></c>', None),
        ('<c r="A1"><f>1+1</f><v>2</v></c>', Cell(2)),
        ('<c r="A1" t="b"><f>1=1</f><v>1</v></c>', Cell(True)),
        ('<c r="A1"><f>1+1</f></c>', Cell(None, "a formula that was never calculated")),
        ('<c r="A1"><f>1+1</f><v></v></c>', Cell(None, "a formula that was never calculated")),
        ('<c r="A1" t="str"><v>a_x000D_b</v></c>', Cell("a\rb")),
        ('<c r="A1" t="str"><v>_x005F_x000D_</v></c>', Cell("_x000D_")),
        ('<c r="A1" t="str"><v>_xD83D__xDD0C_</v></c>', Cell("🔌")),
        ('<c r="A1" t="str"><v>_xD83D_</v></c>', Cell("\ufffd")),
        ('<c r="A1" t="str"><v>&lt;&amp;&#228;</v></c>', Cell("<&ä")),
    ],
)
def test_a_cell(xml: str, expected: Cell | None) -> None:
    assert first_cell(xml) == expected


def test_cells_without_an_address_follow_each_other() -> None:
    rows = "<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c><c r='D2'><v>4</v></c><c><v>5</v></c></row>"
    content = f"<worksheet xmlns='{MAIN}'><sheetData>{rows}</sheetData></worksheet>".encode()
    found = cells(with_part(workbook_of(["x"]), SHEET, content))
    assert {place: cell.value for place, cell in found.items()} == {
        (1, 1): 1,
        (1, 2): 2,
        (2, 1): 3,
        (2, 4): 4,
        (2, 5): 5,
    }


def test_prefixed_names_mean_the_same() -> None:
    row = '<x:row r="1"><x:c r="A1"><x:v>7</x:v></x:c></x:row>'
    xml = f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData>{row}</x:sheetData></x:worksheet>'
    assert cells(with_part(workbook_of(["x"]), SHEET, xml.encode())) == {(1, 1): Cell(7)}


def test_shared_texts_with_formatting() -> None:
    strings = (
        f'<sst xmlns="{MAIN}"><si><t>plain</t></si><si><r><t>bo</t></r><r><t>ld</t></r><rPh><t>x</t></rPh></si></sst>'
    )
    sheet = (
        f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1" t="s"><v>1</v></c></row></sheetData></worksheet>'
    )
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    relation = f'<Relationship Id="rId99" Type="{kind}" Target="/xl/texts.xml"/></Relationships>'.encode()
    content = with_part(workbook_of(["x"]), SHEET, sheet.encode())
    content = with_part(content, "xl/_rels/workbook.xml.rels", lambda part: part.replace(b"</Relationships>", relation))
    files = {name: part for name, part in parts(content).items() if name != "xl/sharedStrings.xml"}
    assert cells(zipped({**files, "xl/texts.xml": strings.encode()}))[1, 1] == Cell("bold")


@pytest.mark.parametrize(
    ("code", "is_date"),
    [
        ("dd.mm.yyyy", True),
        ("[h]:mm", True),
        ("yyyy-mm-dd hh:mm", True),
        ('#,##0.00 "days"', False),
        ("0.00", False),
        ("[Red]0", False),
        ("General", False),
        ("@", False),
        (r"0\d", False),
        ('"yes";"no"', False),
    ],
)
def test_which_formats_show_a_date(code: str, is_date: bool) -> None:
    assert is_date_code(code) is is_date


def test_dates_count_from_1904_where_the_workbook_says_so() -> None:
    content = workbook_of([datetime.date(2024, 5, 6)])
    shifted = with_part(
        content, "xl/workbook.xml", lambda part: part.replace(b"<workbookPr ", b'<workbookPr date1904="1" ')
    )
    assert cells(content)[1, 1].value == datetime.date(2024, 5, 6)
    assert cells(shifted)[1, 1].value == datetime.date(2028, 5, 7)


@pytest.mark.parametrize(
    ("number", "expected"),
    [(0.5, datetime.time(12)), (1, datetime.date(1900, 1, 1)), (-5, datetime.date(1899, 12, 25)), (10**9, 10**9)],
)
def test_numbers_at_the_edge_of_dates(number: float, expected: object) -> None:
    def as_date(sheet: Worksheet) -> None:
        sheet["A1"].number_format = "yyyy-mm-dd"

    assert cells(workbook_of([number], finish=as_date))[1, 1].value == expected


def test_sheets_with_their_names_merges_and_whether_they_show() -> None:
    def change(sheet: Worksheet) -> None:
        sheet.merge_cells("B2:C3")
        if sheet.title == "Two":
            sheet.sheet_state = "veryHidden"

    book: Workbook = read_workbook(sheets_of({"One": [["a"]], "Two": [["b"]]}, change), "x.xlsx")
    assert [(s.name, s.visible, s.merges) for s in book.sheets] == [
        ("One", True, ((2, 2, 3, 3),)),
        ("Two", False, ((2, 2, 3, 3),)),
    ]


@pytest.mark.parametrize(
    ("column", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (703, "AAA"), (16384, "XFD")]
)
def test_letters_of_columns(column: int, letters: str) -> None:
    assert column_letters(column) == letters
    assert address(9, column) == f"{letters}9"
