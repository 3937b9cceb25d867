"""The words of every message about a PICS, each from a small input that produces it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from certkit.edition.rulebook import load_edition
from certkit.finding import Finding
from certkit.messages import codes_of
from certkit.pics.check import check_pics
from certkit.pics.read_yaml import read_pics_yaml
from certkit.pics.write_xlsx import write_form
from tests.pics.statements import HEAD, edition
from tests.pics.statements import read as read_yaml
from tests.pics.workbooks import opened, read, read_foreign, saved, sentence_of, statement, workbook_of

SMALL = Path(__file__).parents[1] / "edition" / "second_edition" / "example-2.0.1-v1"
SMALL_HEAD = "edition: example-2.0.1-v1\ngeneral: {dut: Charging Station}\n"
STATION = HEAD + "general: {dut: Charging Station}\n"


def yaml(content: str) -> tuple[Finding, ...]:
    return check_pics(read_yaml(content), edition())


def marking(names: str) -> tuple[Finding, ...]:
    """The findings about a station with three answers, which marks some as to be confirmed."""
    statement = (
        HEAD + f"general: {{dut: Charging Station, vendor: Example}}\nfeatures: {{R-0: No}}\nto_confirm: {names}"
    )
    return check_pics(read_yaml(statement), edition())


def accepting(fields: str) -> tuple[Finding, ...]:
    """The findings about a CSMS without reservations, of which one is accepted on 1 March 2026."""
    statement = HEAD + f"general: {{dut: CSMS}}\nfeatures: {{R-0: No}}\naccepted: [{{{fields}}}]"
    return check_pics(read_yaml(statement), edition(), today=date(2026, 3, 1))


def to_confirm(text: str, row: int = 0) -> tuple[Finding, ...]:
    """The findings about a form whose column of answers to be confirmed has another text, in its title or below."""
    workbook = opened(write_form(edition(), None, read_yaml(STATION + "features: {R-0: No}\nto_confirm: [R-0]\n")))
    title = next(cell for cell in workbook["To confirm"]["A"] if cell.value == "Answer to confirm")
    title.offset(row, 0).value = text
    return read(saved(workbook)).findings


def small(content: str) -> tuple[Finding, ...]:
    """The findings about a statement for the small edition."""
    rulebook = load_edition(SMALL)
    return check_pics(read_pics_yaml(content.encode(), "pics.yaml", lambda _: rulebook)[0], rulebook)


def form(column: str, text: str, item: str = "C-07") -> tuple[Finding, ...]:
    """The findings about a form whose row of an item has another text in a column."""
    workbook = opened(write_form(edition(), None, statement(C_07="Yes")))
    sheet = workbook["PICS"]
    row = next(cell.row for cell in sheet["F"] if cell.value == item)
    sheet[f"{column}{row}"] = text
    return read(saved(workbook)).findings


def hidden(change: Callable[[Any], None], item: str = "C-07") -> tuple[Finding, ...]:
    """The findings about a form whose sheet is changed after it was filled in; the change gets the row of the item."""
    workbook = opened(write_form(edition(), None, statement(C_07="Yes")))
    change(next(cell for cell in workbook["PICS"]["F"] if cell.value == item))
    return read(saved(workbook)).findings


def hide_row(cell: Any) -> None:
    cell.parent.row_dimensions[cell.row].hidden = True


def foreign(*rows: list[object]) -> tuple[Finding, ...]:
    return read_foreign(workbook_of(*rows)).findings


MESSAGES = {
    "K-01.unknown": (
        yaml(HEAD + "general: {qqq: x}"),
        "“qqq” is not a key of general",
        "correct the name, or remove it",
    ),
    "K-01.misplaced": (
        yaml(HEAD + "general: {ports: [x]}"),
        "“ports” is not a key of general",
        "it belongs under the first level",
    ),
    "K-01.misspelt": (
        yaml(HEAD + "general: {vendr: A}"),
        "“vendr” is not a key of general",
        "did you mean vendor?",
    ),
    "K-02": (
        yaml(HEAD + "features: {C-07: maybe}"),
        "C-07: “maybe” is not Yes or No",
        "Support for local start: Yes or No",
    ),
    "K-03": (
        tuple(finding for finding in yaml(HEAD + "ports: [x]") if finding.items[0] == "vendor"),
        "vendor is not answered: Vendor name",
        "text is expected",
    ),
    "K-04": (
        foreign(["C-07", "Local start", "Yes"], ["C-07", "Local start", "No"]),
        "C-07 is answered twice, differently: “Yes” and “No”",
        "remove one of the two answers, or make them equal",
    ),
    "K-05.device": (
        yaml(HEAD + "general: {dut: CSMS}\nlimits: {HeartbeatInterval: {minimum: 5}}"),
        "HeartbeatInterval.minimum is answered, but is not asked of a CSMS",
        "remove the answer, or check the answers on which the question depends",
    ),
    "K-05.answers": (
        small(SMALL_HEAD + "profiles: {reservation: No}\nreservations: {RV-1: Yes}"),
        "RV-1 is answered, but is asked only if reservation",
        "remove the answer, or check the answers on which the question depends",
    ),
    "K-06.yaml": (
        yaml("ports: [x]"),
        "the file does not say which edition of the procedure it is for",
        "begin the file with the line “edition:” and the id of the edition",
    ),
    "K-06.workbook": (
        foreign(["DUT", "CSMS"]),
        "the workbook does not say which edition of the procedure it is for",
        "write the word Edition into a cell, and the id of the edition into the cell beside it",
    ),
    "K-07": (
        foreign(["Firmware version", 1.1]),
        "firmware_version: the cell holds the number 1.1, where text is expected",
        "format the cell as text and type the value again",
    ),
    "K-08": (
        yaml(HEAD + "general: [ACME]"),
        "general is a list, but a group of keys is expected",
        "compare it with the form that certkit pics new writes",
    ),
    "K-09.form": (
        form("F", "AQ-99"),
        "the form has a row for “AQ-99”, which this edition does not have",
        "correct the id, or remove the row",
    ),
    "K-09.id": (
        foreign(["C-07", "Local start", "Yes"], ["C-12", "Something new", "Yes"]),
        "“C-12” is not an id of the PICS, so its row is not read",
        "correct the id, or remove the row",
    ),
    "K-09.label": (
        foreign(["Vendr name", "ACME"], ["DUT", "CSMS"]),
        "“Vendr name” is not a row of the PICS, so it is not read",
        "did you mean “Vendor name”?",
    ),
    "K-09.limit": (
        foreign(["Limit", "Value"], ["GetConfigurationMaxKeys", 50], ["Current", "6 A"]),
        "“Current” is not one of the limits of the PICS, so its value is not read",
        "move the row below “Other relevant values”",
    ),
    "K-10": (
        form("B", "Support for local stop"),
        "the row has the id C-07 and the label of C-08",
        "put id and label together again, or begin with a new form",
    ),
    "K-14": (
        hidden(hide_row),
        "C-07: the answer is in a hidden row",
        "remove the filter, show the row, the column and the sheet, unmerge the cells, and check the answer",
    ),
    "K-11": (
        form("B", "Something of ours"),
        "the row of C-07 has another label: “Something of ours”",
        "restore the label",
    ),
    "K-12.incomplete": (
        accepting("code: P-63, reason: It is tested, name: ''"),
        "the acceptance of “P-63” lacks its name and date",
        "an acceptance has code, reason, name and date",
    ),
    "K-12.text": (
        accepting('code: P-63, reason: "\\a", name: A. Example, date: 2026-03-01'),
        "the reason of an acceptance is not a text: the text contains the character U+0007, which cannot be printed",
        "correct the acceptance, or remove it",
    ),
    "K-12.unknown": (
        accepting("code: zzzzzz, reason: It is tested, name: A. Example, date: 2026-03-01"),
        "there is no finding with the code “zzzzzz”",
        "correct the acceptance, or remove it",
    ),
    "K-12.misspelt": (
        accepting("code: p-63, reason: It is tested, name: A. Example, date: 2026-03-01"),
        "there is no finding with the code “p-63”",
        "did you mean P-63?",
    ),
    "K-12.item": (
        accepting("code: P-63, items: [RT-7], reason: It is tested, name: A. Example, date: 2026-03-01"),
        "the acceptance of P-63 is about “RT-7”, which is not an item of the PICS",
        "name items by their ids, or leave them out",
    ),
    "K-12.date": (
        accepting("code: P-63, reason: It is tested, name: A. Example, date: 1 March"),
        "the acceptance of P-63 has the date “1 March”",
        "write the date as 2026-03-01",
    ),
    "K-12.future": (
        accepting("code: P-63, reason: It is tested, name: A. Example, date: 2026-03-02"),
        "the acceptance of P-63 has the date 2026-03-02, which is in the future",
        "write the day on which it was accepted",
    ),
    "K-12.error": (
        accepting("code: K-03, reason: It is tested, name: A. Example, date: 2026-03-01"),
        "K-03 is an error here, and an error cannot be accepted",
        "correct the answers",
    ),
    "K-12.itself": (
        accepting("code: K-13, reason: It is tested, name: A. Example, date: 2026-03-01"),
        "K-13 is about acceptances, and cannot be accepted",
        "correct the acceptance that it is about",
    ),
    "K-13.code": (
        accepting("code: P-33, reason: It is tested, name: A. Example, date: 2026-03-01"),
        "the statement has no warning P-33, which is accepted",
        "remove the acceptance",
    ),
    "K-13.items": (
        accepting("code: P-63, items: [R-0, C-02], reason: It is tested, name: A. Example, date: 2026-03-01"),
        "the statement has no warning P-63 about R-0 and C-02, which is accepted",
        "remove the acceptance",
    ),
    "K-15": (
        marking("[vendor, R-0]"),
        "2 answers to be confirmed: vendor and R-0",
        "check each answer, correct it if it is wrong, and remove its name from to_confirm",
    ),
    "K-16.unknown": (
        marking("[R-9]"),
        "there is no question “R-9” to be confirmed",
        "remove the name, or correct it",
    ),
    "K-16.unanswered": (
        marking("[family.name]"),
        "family.name is to be confirmed, and has no answer",
        "remove the name, or correct it",
    ),
    "K-16.twice": (
        marking("[R-0, R-0]"),
        "R-0 is listed twice as to be confirmed",
        "remove the name, or correct it",
    ),
    "K-16.shape": (
        marking("R-0"),
        "to_confirm is not a list of names",
        "write a list, as in [model, C-04]",
    ),
    "K-16.untitled": (
        to_confirm("Answers"),
        "the sheet “To confirm” has no column “Answer to confirm”",
        "write the title above the names again, or delete the sheet if every answer is confirmed",
    ),
    "K-16.cell": (
        to_confirm("#REF!", 1),
        "the cell holds the error #REF!, so it is not known which answer it marks",
        "write the name of the answer as text",
    ),
}


@pytest.mark.parametrize("key", MESSAGES)
def test_the_words_of_a_message(key: str) -> None:
    findings, message, hint = MESSAGES[key]
    found = next(finding for finding in findings if sentence_of(finding)[0] == key)
    assert (found.message, found.hint) == (message, hint)


def test_every_message_about_a_pics_is_here() -> None:
    keys = {f"{code}.{name}".rstrip(".") for code, kind in codes_of("pics").items() for name in kind.messages}
    assert set(MESSAGES) == keys
