"""Tables over many pages: the headings again on each, rows kept together, and nothing lost where a row is too high."""

from __future__ import annotations

from certkit.attestation.layout_1.sheet import BOTTOM, TOP, Column, Sheet, Words, facts, table
from tests.attestation.pages.documents import example, render
from tests.attestation.pages.reading import texts

COLUMNS = (Column("Number", 71), Column("Text", 400))


def said(sheet: Sheet) -> list[list[str]]:
    """The lines of every page."""
    return [
        ["".join(run.text for run in drawn.line.runs) for drawn in page if isinstance(drawn, Words)]
        for page in sheet.pages
    ]


def test_every_page_of_a_table_begins_with_its_headings():
    sheet = Sheet()
    table(sheet, COLUMNS, ([str(number), f"row {number}"] for number in range(300)))
    pages = said(sheet)
    assert len(pages) > 5
    assert all(page[:2] == ["Number", "Text"] for page in pages)
    rows = [line for page in pages for line in page if line.startswith("row ")]
    assert rows == [f"row {number}" for number in range(300)]


def test_a_row_stays_on_one_page():
    sheet = Sheet()
    long = "a word and another one " * 40
    table(sheet, COLUMNS, ([str(number), long] for number in range(30)))
    for page in said(sheet):
        assert page[2].isdigit()  # every page begins with the number of a row


def test_a_row_higher_than_a_page_goes_on_and_loses_nothing():
    sheet = Sheet()
    long = " ".join(f"w{number}" for number in range(1100))
    table(sheet, COLUMNS, [["1", long], ["2", "the end"]])
    pages = said(sheet)
    assert len(pages) > 1
    found = " ".join(line for page in pages for line in page if line.startswith("w"))
    assert found == long
    assert pages[-1][-1] == "the end"


def test_a_fact_higher_than_a_page_loses_nothing():
    sheet = Sheet()
    long = " ".join(f"w{number}" for number in range(1100))
    facts(sheet, [("Before", "x"), ("Long", long), ("After", "y")])
    found = " ".join(line for page in said(sheet) for line in page if line.startswith("w"))
    assert found == long


def test_nothing_is_set_below_the_foot_or_above_the_head_of_a_page():
    sheet = Sheet()
    for number in range(12):
        sheet.heading(f"Section {number}")
        table(sheet, COLUMNS, ([str(row), "some text " * (row % 60)] for row in range(30)))
    for number, page in enumerate(sheet.pages):
        for drawn in page:
            if isinstance(drawn, Words):
                assert drawn.y >= (BOTTOM if number else 200)
                assert drawn.y <= TOP


def test_a_heading_is_never_the_last_thing_on_a_page():
    for filled in range(20, 60):
        sheet = Sheet()
        sheet.turn()
        for _ in range(filled):
            sheet.text("line")
        sheet.heading("A heading")
        table(sheet, COLUMNS, [["1", "row"]])
        pages = said(sheet)
        with_heading = next(page for page in pages if "A heading" in page)
        assert "row" in with_heading


def test_a_heading_goes_with_a_first_row_that_does_not_fit():
    for filled in range(2, 58, 3):
        for words_in_row in (5, 60, 150):
            sheet = Sheet()
            sheet.turn()
            for _ in range(filled):
                sheet.text("line")
            sheet.heading("A heading")
            sheet.subheading("A part")
            sheet.text("What it is about.", after=5)
            table(sheet, COLUMNS, [["1", "word " * words_in_row], ["2", "end"]])
            pages = said(sheet)
            (page,) = (page for page in pages if "A heading" in page)
            at = page.index("A heading")
            assert page[at : at + 5] == ["A heading", "A part", "What it is about.", "Number", "Text"]
            assert page[at + 5] == "1"
            assert sheet.marks[0].page == pages.index(page)
            assert sum(page.count("line") for page in pages) == filled
            for number, one in enumerate(sheet.pages[1:]):
                assert all(drawn.y >= BOTTOM - 1 for drawn in one if isinstance(drawn, Words)), number


def test_the_first_row_stays_on_one_page_too():
    for filled in range(30, 58):
        sheet = Sheet()
        sheet.turn()
        for _ in range(filled):
            sheet.text("line")
        table(sheet, COLUMNS, [["1", " ".join(f"w{number}" for number in range(120))]])
        with_row = [page for page in said(sheet) if any(line.startswith("w") for line in page)]
        assert len(with_row) == 1


def test_a_report_with_three_thousand_runs_keeps_them_all():
    document = example("report")
    results = document["evidence"]["results"][0]
    run = results["runs"][1]
    results["runs"] = [{**run, "name": f"run {number}", "test_case": f"TC_{number:04}"} for number in range(3000)]
    found = texts(render(document))
    rows = [line.split()[1] for page in found for line in page.splitlines() if line.split()[1:2] and "2026-" in line]
    assert [row for row in rows if row.startswith("TC_") and len(row) == 7] == [
        f"TC_{number:04}" for number in range(3000)
    ]


def test_a_product_that_fills_the_first_page_goes_on_on_the_next():
    document = example("certificate")
    document["derived"]["subject"]["hardware"] = " ".join(f"part{number}" for number in range(550))
    pdf = render(document)
    found = texts(pdf)
    assert [word for page in found for word in page.split() if word.startswith("part")] == [
        f"part{number}" for number in range(550)
    ]
    assert "Signature" in found[0]
    assert "Kind of device" in found[0]
    assert "Issued" not in found[0]
    assert "Issued" in "".join(found[1:3])
