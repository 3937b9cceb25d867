"""certkit's own form: what it asks, how it helps, and that what is written into it reads back as it was."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from certkit.edition.domains import Choice, Choices, Members, Number, Settings, Text, Texts
from certkit.edition.model import Item
from certkit.errors import CertkitError, UnknownName, UnreadableFile
from certkit.finding import Place
from certkit.pics.check import missing_items
from certkit.pics.form import COLUMNS, KEY
from certkit.pics.model import Pics
from certkit.pics.parse import RawAnswer, assemble
from certkit.pics.write_xlsx import write_form
from tests.pics.workbooks import (
    DEVICES,
    EDITION,
    ROOT,
    codes,
    device,
    footer,
    formula_cells,
    opened,
    read,
    read_foreign,
    rulebook,
    saved,
    sentence_of,
    statement,
)

KINDS = rulebook().info.kinds
ANSWER_COLUMN, KEY_COLUMN = "C", "F"


def form(content: bytes) -> Worksheet:
    return opened(content)["PICS"]


def row_of(sheet: Worksheet, item: str) -> int:
    return next(cell.row for cell in sheet[KEY_COLUMN] if cell.value == item)


def answer_cell(sheet: Worksheet, item: str) -> Any:
    return sheet[f"{ANSWER_COLUMN}{row_of(sheet, item)}"]


def asked(content: bytes) -> set[str]:
    return {cell.value for cell in form(content)[KEY_COLUMN] if cell.value} - {KEY}


# What is asked


@pytest.mark.parametrize("kind", KINDS)
def test_a_form_asks_what_the_edition_asks_of_that_kind_and_nothing_else(kind: str) -> None:
    expected = {item.id for item in rulebook().items.values() if kind in item.asked_of}
    assert asked(write_form(rulebook(), kind)) == expected


def test_a_form_for_every_kind_asks_everything() -> None:
    assert asked(write_form(rulebook(), None)) == set(rulebook().items)


@pytest.mark.parametrize("kind", KINDS)
def test_a_blank_form_reads_as_unanswered_but_for_the_kind(kind: str) -> None:
    pics = read(write_form(rulebook(), kind))
    assert dict(pics.values) == {"dut": kind}
    assert pics.findings == ()
    assert set(pics.blanks) == asked(write_form(rulebook(), kind)) - {"dut"}


def test_a_blank_form_says_where_each_answer_goes() -> None:
    content = write_form(rulebook(), "Charging Station")
    assert str(read(content).blanks["C-07"]) == f"PICS!C{row_of(form(content), 'C-07')}"


def test_the_form_shows_the_ids_of_the_document_on_the_left() -> None:
    sheet = form(write_form(rulebook(), "Charging Station"))
    shown = [cell.value for cell in sheet["A"] if cell.value]
    assert {"C-02", "R-1", "SC-1", "AQ-7.1", "AQ-11"} <= set(shown)
    assert "fixed_cable" not in shown


def test_an_answer_that_is_not_asked_of_the_kind_is_kept() -> None:
    pics = statement(dut="CSMS", C_07="Yes", AQ_10="No")
    assert dict(read(write_form(rulebook(), "CSMS", pics)).values) == dict(pics.values)


# How it helps


@pytest.mark.parametrize("kind", [*KINDS, None])
def test_only_answers_can_be_changed_and_without_a_password(kind: str | None) -> None:
    workbook = opened(write_form(rulebook(), kind))
    for sheet in (workbook["Start"], workbook["PICS"]):
        assert sheet.protection.sheet
        assert not sheet.protection.password
        assert not sheet.protection.formatColumns
    assert not [cell for row in workbook["Start"].iter_rows() for cell in row if not cell.protection.locked]
    sheet = workbook["PICS"]
    opened_cells = {cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked}
    answers = set()
    for cell in sheet[KEY_COLUMN]:
        if cell.value in rulebook().items:
            answers.add(f"C{cell.row}")
            if isinstance(rulebook().items[cell.value].domain, Settings | Members):
                answers.add(f"B{cell.row}")
    assert opened_cells == answers


def validation(sheet: Worksheet, cell: str) -> Any:
    return next(rule for rule in sheet.data_validations.dataValidation if cell in rule.sqref)


def test_one_of_several_answers_is_chosen_from_a_list_and_nothing_else_is_accepted() -> None:
    sheet = form(write_form(rulebook(), "Charging Station"))
    rule = validation(sheet, answer_cell(sheet, "C-10").coordinate)
    assert (rule.type, rule.formula1, rule.showErrorMessage) == ("list", '"Yes,No,Configurable"', True)


def test_several_answers_are_offered_in_combinations_and_others_accepted() -> None:
    workbook = opened(write_form(rulebook(), "Charging Station"))
    sheet = workbook["PICS"]
    rule = validation(sheet, answer_cell(sheet, "communication_technology").coordinate)
    assert rule.type == "list"
    assert not rule.showErrorMessage
    name, cells = rule.formula1.split("!")
    assert workbook[name].sheet_state == "hidden"
    offered = [cell[0].value for cell in workbook[name][cells]]
    assert offered[0] == "WiFi"
    assert offered[-1] == "WiFi, ethernet, mobile network"
    assert len(offered) == 7


def test_numbers_have_limits_and_stay_numbers() -> None:
    sheet = form(write_form(rulebook(), "Charging Station"))
    whole, seconds = (answer_cell(sheet, item) for item in ("GetConfigurationMaxKeys", "response_timeout"))
    assert validation(sheet, whole.coordinate).type == "whole"
    assert validation(sheet, seconds.coordinate).type == "decimal"
    assert validation(sheet, whole.coordinate).formula1 == "0"
    assert whole.number_format == "General"
    assert answer_cell(sheet, "firmware_version").number_format == "@"


def test_a_number_is_asked_with_its_unit_in_the_form() -> None:
    sheet = form(write_form(rulebook(), "Charging Station"))
    labels = {cell.value: str(sheet[f"B{cell.row}"].value) for cell in sheet[KEY_COLUMN] if cell.value}
    assert labels["HeartbeatInterval.minimum"] == "Minimum HeartbeatInterval supported (seconds)"
    units = {item.id: item.domain.unit for item in rulebook().items.values() if isinstance(item.domain, Number)}
    assert all(unit in labels[item] for item, unit in units.items() if item in labels)


def test_every_rule_keeps_within_what_a_workbook_can_hold() -> None:
    for rule in form(write_form(rulebook(), None)).data_validations.dataValidation:
        assert len(rule.promptTitle or "") <= 32
        assert len(rule.prompt or "") <= 255
        assert len(rule.errorTitle or "") <= 32
        assert len(rule.error or "") <= 225
        assert len(rule.formula1 or "") <= 255


def statuses(content: bytes) -> dict[str, Any]:
    sheet = opened(content, data_only=True)["PICS"]
    kept: dict[str, Any] = {}
    for cell in sheet[KEY_COLUMN]:
        if cell.value in rulebook().items:
            kept.setdefault(cell.value, sheet[f"D{cell.row}"].value)
    return kept


@pytest.mark.parametrize("name", ["incomplete-station", "incomplete-csms", "ac-socket", "software-stack"])
def test_what_is_marked_as_required_is_what_the_check_misses(name: str) -> None:
    pics = device(name)
    shown = statuses(write_form(rulebook(), pics.dut, pics))
    required = {item for item, status in shown.items() if status == "required"}
    assert required == {item.id for item in missing_items(pics, rulebook())}


def test_a_question_becomes_required_when_another_is_answered() -> None:
    before = statuses(write_form(rulebook(), "Charging Station", statement(dut="Charging Station")))
    after = statuses(write_form(rulebook(), "Charging Station", statement(dut="Charging Station", R_0="Yes")))
    never = statuses(write_form(rulebook(), "Charging Station", statement(dut="Charging Station", R_0="No")))
    assert (before["R-1"], after["R-1"], never["R-1"]) == ("optional", "required", "optional")


def test_what_was_refused_is_marked() -> None:
    shown = statuses(
        write_form(rulebook(), None, statement(C_07="perhaps", GetConfigurationMaxKeys="many", C_08="Yes"))
    )
    assert (shown["C-07"], shown["GetConfigurationMaxKeys"], shown["C-08"]) == (
        "not an answer",
        "not an answer",
        "answered",
    )


def test_the_first_sheet_counts_what_is_open() -> None:
    sheet = opened(write_form(rulebook(), "CSMS"), data_only=True)["Start"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    counts = {name: (done, left) for _, name, done, left, *_ in rows if isinstance(done, int) and isinstance(left, int)}
    together = counts.pop("Together")
    assert counts["Performance parameters"] == (0, 3)
    assert together == (1, sum(left for _, left in counts.values()))


def test_the_header_stays_in_sight_and_on_every_page() -> None:
    sheet = form(write_form(rulebook(), "Charging Station"))
    assert sheet.freeze_panes == "C5"
    assert sheet.print_title_rows == "$4:$4"
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (
        "landscape",
        1,
        0,
    )
    assert footer(sheet)[1] == "Page &P of &N"
    assert EDITION in footer(sheet)[0]


@pytest.mark.parametrize("kind", [*KINDS, None])
def test_a_page_ends_between_tables_and_not_after_a_title(kind: str | None) -> None:
    sheet = form(write_form(rulebook(), kind))
    ends = [page.id for page in sheet.row_breaks.brk]
    titles = {section.title for section in rulebook().sections.values()}
    assert ends
    for end in ends:
        nearest = [sheet[f"A{row}"].value for row in (end, end - 1)]
        assert not titles & {str(text) for text in nearest}
        assert sheet[f"D{end}"].value, "a page ends with a question, not with a heading"


def test_the_workbook_says_what_it_is() -> None:
    properties = opened(write_form(rulebook(), "CSMS")).properties
    assert (properties.title, properties.creator) == ("PICS for a CSMS", "certkit")


# The edition


def test_the_form_states_its_edition() -> None:
    assert read(write_form(rulebook(), "CSMS")).edition == EDITION


def changed(content: bytes, sheet: str, cells: dict[str, Any]) -> bytes:
    workbook = opened(content)
    for name, value in cells.items():
        workbook[sheet][name] = value
    return saved(workbook)


def test_a_form_whose_edition_was_deleted() -> None:
    assert codes_of_edition(changed(write_form(rulebook(), "CSMS"), "PICS", {"C2": None})) == ["K-06"]


def codes_of_edition(content: bytes) -> list[str]:
    return [finding.code for finding in read(content).findings]


@pytest.mark.parametrize("name", ["ocpp-1.6-v9", "ocpp 1.6", "../../elsewhere"])
def test_a_form_of_an_edition_that_does_not_exist(name: str) -> None:
    with pytest.raises(UnknownName) as error:
        read(changed(write_form(rulebook(), "CSMS"), "PICS", {"C2": name}))
    assert (error.value.sheet, error.value.cell) == ("PICS", "C2")


# Filled in by hand


def test_answers_typed_into_the_form() -> None:
    content = write_form(rulebook(), "CSMS")
    sheet = form(content)
    cells = {answer_cell(sheet, item).coordinate: text for item, text in (("vendor", "ACME"), ("AQ-10", "Yes"))}
    assert dict(read(changed(content, "PICS", cells)).values) == {"dut": "CSMS", "vendor": "ACME", "AQ-10": "Yes"}


def test_in_the_form_nothing_is_a_placeholder() -> None:
    content = write_form(rulebook(), "CSMS")
    cell = answer_cell(form(content), "vendor").coordinate
    assert read(changed(content, "PICS", {cell: "XX"})).values["vendor"] == "XX"


def test_free_settings_and_members_typed_into_the_form() -> None:
    content = write_form(rulebook(), "Charging Station")
    sheet = form(content)
    free, members = row_of(sheet, "other"), row_of(sheet, "family.members")
    typed = {f"B{free}": "Current", f"C{free}": "6 A", f"B{free + 3}": "MinimumStatusDuration", f"C{free + 3}": 0}
    typed |= {f"B{members}": "EX-1", f"C{members}": "1.0", f"B{members + 1}": "C-07"}
    pics = read(changed(content, "PICS", typed))
    assert pics.values["other"] == (("Current", "6 A"),)
    assert pics.values["MinimumStatusDuration"] == 0
    assert pics.values["family.members"] == (("EX-1", "1.0"), ("C-07", ""))


def test_members_in_rows_that_were_added_at_the_end() -> None:
    content = write_form(rulebook(), "CSMS")
    sheet = form(content)
    last = max(cell.row for cell in sheet[KEY_COLUMN] if cell.value == "family.members")
    pics = read(changed(content, "PICS", {f"B{last}": "EX-1", f"C{last}": "1", f"B{last + 1}": "EX-2"}))
    assert pics.values["family.members"] == (("EX-1", "1"), ("EX-2", ""))


def test_a_name_given_twice_with_different_values() -> None:
    content = write_form(rulebook(), "CSMS")
    row = row_of(form(content), "other")
    typed = {f"B{row}": "a", f"C{row}": "1", f"B{row + 1}": "a", f"C{row + 1}": "2"}
    pics = read(changed(content, "PICS", typed))
    assert "other" not in pics.values
    assert codes(pics) == [("K-02", f"PICS!C{row + 1}")]


def test_a_row_of_another_edition_in_the_form() -> None:
    content = write_form(rulebook(), "CSMS")
    row = row_of(form(content), "AQ-10")
    pics = read(changed(content, "PICS", {f"{KEY_COLUMN}{row}": "AQ-99", f"C{row}": "Yes"}))
    assert codes(pics) == [("K-09", f"PICS!C{row}")]


def test_a_form_whose_sheets_and_columns_were_renamed_moved_and_added_is_still_ours() -> None:
    pics = device("ac-socket")
    workbook = opened(write_form(rulebook(), pics.dut, pics))
    sheet = workbook["PICS"]
    del workbook["Start"]
    workbook.create_sheet("Notes", 0).append(["Question", "Answer"])
    sheet.title = "Our station"
    sheet.insert_cols(1)
    sheet.insert_rows(1)
    again = read(saved(workbook))
    assert (again.sha256, again.findings) == (pics.sha256, ())
    assert {answer.place.sheet for answer in again.answers.values()} == {"Our station"}


def test_a_form_without_its_column_of_ids_is_not_ours_and_can_be_converted() -> None:
    pics = device("ac-socket")
    workbook = opened(write_form(rulebook(), pics.dut, pics))
    workbook["PICS"].delete_cols(len(COLUMNS))
    with pytest.raises(UnreadableFile, match="not a form of certkit") as refused:
        read(saved(workbook))
    assert "certkit pics convert --from-foreign form.xlsx" in refused.value.hint
    assert dict(read_foreign(saved(workbook)).values) == dict(pics.values)


@pytest.mark.parametrize("name", ["ac-socket", "incomplete-csms"])
def test_a_form_of_guessed_answers_is_the_same_statement_with_the_origin_of_each(name: str) -> None:
    pics = device(name)
    content = write_form(rulebook(), pics.dut, pics, review=True)
    again = read(content)
    assert (again.sha256, again.findings) == (pics.sha256, ())
    notes = {cell.coordinate: cell.comment.text for row in form(content).iter_rows() for cell in row if cell.comment}
    assert set(notes) == {f"C{answer.place.cell[1:]}" for answer in again.answers.values()}
    assert notes[again.answers["dut"].place.cell] == (
        f"Guessed from line {pics.answers['dut'].place.line} of {name}.yaml. Review this answer."
    )
    assert content == write_form(rulebook(), pics.dut, pics, review=True)


# What is written reads back as it was


@pytest.mark.parametrize("path", sorted(DEVICES.glob("*.yaml")), ids=lambda path: path.stem)
def test_the_workbook_of_a_device_is_the_same_statement(path: Any) -> None:
    pics = device(path.stem)
    for kind in (pics.dut, None):
        again = read(write_form(rulebook(), kind, pics))
        assert dict(again.values) == dict(pics.values)
        assert again.sha256 == pics.sha256


TROUBLESOME = [
    '=HYPERLINK("http://example.org","x")',
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "'quoted",
    "''",
    '"',
    "{=1}",
    "_x0041_",
    "_x005F_x0041_",
    "1.10",
    "007",
    "TRUE",
    "#REF!",
    "XX",
    "<>",
    "Yes / No",
    "AQ-1",
    "Vendor name",
    "ü 漢字 🔌 עברית",
    "a & b < c > d",
    "e\u0301 becomes é",
    "zero\u200bwidth",
    "x" * 1000,
]
lines = st.one_of(
    st.sampled_from(TROUBLESOME),
    st.text(st.characters(exclude_categories=["Cc", "Cs", "Co", "Cn"]), min_size=1, max_size=80),
)


def raws(item: Item) -> st.SearchStrategy[Any]:
    """Answers to an item, as a file may give them."""
    domain = item.domain
    if isinstance(domain, Choice):
        return st.sampled_from(domain.values)
    if isinstance(domain, Choices):
        names = st.sampled_from(domain.values)
        return st.lists(st.one_of(names, lines) if domain.others else names, min_size=1, max_size=6)
    if isinstance(domain, Number):
        whole = st.integers(domain.minimum, 10**15 - 1)
        return whole if domain.whole else st.one_of(whole, st.decimals(0, 1000, places=3).map(str))
    if isinstance(domain, Text):
        return lines
    if isinstance(domain, Texts):
        return st.lists(lines, min_size=1, max_size=12)
    if isinstance(domain, Settings):
        names = lines.filter(lambda name: name not in {other.path[-1] for other in rulebook().items.values()})
        return st.dictionaries(names, lines, min_size=1, max_size=14)
    member = st.fixed_dictionaries({}, optional={"model": lines, "firmware_version": lines})
    return st.lists(member, min_size=1, max_size=14)


@st.composite
def statements(draw: st.DrawFn) -> Pics:
    chosen = draw(st.sets(st.sampled_from(sorted(rulebook().items)), max_size=12))
    return assemble(
        rulebook(),
        "made up",
        {name: RawAnswer(draw(raws(rulebook().items[name])), Place()) for name in sorted(chosen)},
    )


@settings(max_examples=60, deadline=None)
@given(statements())
def test_any_statement_reads_back_as_it_was(pics: Pics) -> None:
    again = read(write_form(rulebook(), pics.dut, pics))
    assert dict(again.values) == dict(pics.values)
    assert again.sha256 == pics.sha256


@pytest.mark.parametrize("text", TROUBLESOME)
def test_troublesome_text_reads_back_as_it_was(text: str) -> None:
    pics = statement(vendor=text, ports=[text, "b"], other={text: text}, family_members=[{"model": text}])
    again = read(write_form(rulebook(), None, pics))
    assert dict(again.values) == dict(pics.values)


def test_names_that_are_longer_together_than_a_text_may_be() -> None:
    pics = statement(SupportedFileTransferProtocols=["http", *(f"own protocol number {n}" for n in range(90))])
    assert read(write_form(rulebook(), None, pics)).sha256 == pics.sha256


def test_what_was_refused_is_written_back_and_refused_again() -> None:
    pics = statement(dut="Toaster", C_07="perhaps", GetConfigurationMaxKeys="=1+1", R_0="\x07Yes", other="text")
    assert set(pics.refused) == {"dut", "C-07", "GetConfigurationMaxKeys", "R-0", "other"}
    again = read(write_form(rulebook(), None, pics))
    assert {item: refused.text for item, refused in again.refused.items()} == {
        item: refused.text for item, refused in pics.refused.items()
    }
    assert again.sha256 == pics.sha256


def test_more_settings_and_members_than_the_blank_form_has_rows_for() -> None:
    many = {f"name {number}": str(number) for number in range(30)}
    members = [{"model": f"EX-{number}", "firmware_version": "1"} for number in range(40)]
    pics = statement(other=many, family_members=members)
    assert read(write_form(rulebook(), None, pics)).sha256 == pics.sha256


def test_a_text_that_no_cell_can_hold_is_refused_and_not_cut_off() -> None:
    pics = statement(ports=["x" * 999 for _ in range(40)])
    with pytest.raises(CertkitError, match="longer than a cell"):
        write_form(rulebook(), None, pics)


# The bytes


def test_the_same_form_has_the_same_bytes_in_every_process() -> None:
    script = (
        "import hashlib; from certkit.edition.rulebook import load_edition;"
        "from certkit.pics.write_xlsx import write_form;"
        "print(hashlib.sha256(write_form(load_edition(), 'Charging Station')).hexdigest())"
    )

    def run(seed: str) -> str:
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-c", script]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout

    assert run("1") == run("2") != ""


# Formulas


@pytest.mark.parametrize("kind", [*KINDS, None])
def test_no_cell_holds_a_formula_but_those_of_the_form(kind: str | None) -> None:
    hostile = statement(
        vendor='=HYPERLINK("http://example.org")',
        model="=1+1",
        ports=["=A1", "@x"],
        other={"=A1": "+1", "-name": "=2"},
        family_members=[{"model": "=3", "firmware_version": "@4"}],
        GetConfigurationMaxKeys="=5",
        C_07="=6",
    )
    workbook = opened(write_form(rulebook(), kind, hostile))
    found = {(sheet, cell.rstrip("0123456789")) for sheet, cell in formula_cells(workbook)}
    assert found == {("PICS", "D"), ("Start", "C"), ("Start", "D"), ("Start", "E")}


def test_text_that_begins_like_a_formula_stays_text_when_it_is_edited() -> None:
    sheet = form(write_form(rulebook(), None, statement(vendor="=1+1", model="EX")))
    hostile, plain = answer_cell(sheet, "vendor"), answer_cell(sheet, "model")
    assert (hostile.value, hostile.data_type, hostile.quotePrefix, hostile.number_format) == ("=1+1", "s", 1, "@")
    assert not plain.quotePrefix


# Id and label


def labels_of(content: bytes, *items: str) -> dict[str, Any]:
    """The cells with the labels of these items, each with the label of the next one."""
    sheet = form(content)
    rows = [row_of(sheet, item) for item in items]
    return {f"B{row}": sheet[f"B{other}"].value for row, other in zip(rows, rows[1:] + rows[:1], strict=True)}


def test_labels_that_were_exchanged_leave_both_answers_open() -> None:
    content = write_form(rulebook(), None, device("ac-fixed-cable"))
    pics = read(changed(content, "PICS", labels_of(content, "C-02", "C-04")))
    assert [sentence_of(finding) for finding in pics.findings] == [
        ("K-10", {"item": "C-02", "other": "C-04"}),
        ("K-10", {"item": "C-04", "other": "C-02"}),
    ]
    assert {"C-02", "C-04"} <= set(pics.refused)
    assert not {"C-02", "C-04"} & set(pics.values)


def test_a_label_that_is_no_question_s_is_pointed_out() -> None:
    content = write_form(rulebook(), None, device("ac-fixed-cable"))
    sheet = form(content)
    pics = read(changed(content, "PICS", {f"B{row_of(sheet, 'C-02')}": "Something of the vendor's own"}))
    assert [finding.code for finding in pics.findings if finding.code in ("K-10", "K-11")] == ["K-11"]
    assert "C-02" in pics.values
