"""Another edition needs no code: its form is written, filled in, and read, as ours and as a copy of its tables."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from certkit.edition.rulebook import Rulebook, load_edition
from certkit.finding import Place
from certkit.pics.check import missing_items
from certkit.pics.foreign.read import read_foreign_pics
from certkit.pics.form import COLUMNS
from certkit.pics.model import Pics
from certkit.pics.parse import RawAnswer, assemble
from certkit.pics.read_xlsx import read_pics_xlsx
from certkit.pics.write_xlsx import write_form
from certkit.pics.write_yaml import write_form_yaml
from tests.pics.workbooks import opened, saved, workbook_of

EDITION = Path(__file__).parent.parent / "edition" / "second_edition" / "example-2.0.1-v1"
ANSWERS: dict[str, Any] = {
    "vendor": "ACME",
    "dut": "Charging Station",
    "core": "Yes",
    "smart_charging": "Yes",
    "C-30": "No",
    "SC-1": ["A", "W"],
    "HFS-8": 2,
}


@cache
def edition() -> Rulebook:
    return load_edition(EDITION)


def read(content: bytes) -> Pics:
    return read_pics_xlsx(content, "form.xlsx", lambda name: edition())[0]


def read_foreign(content: bytes) -> Pics:
    return read_foreign_pics(content, "form.xlsx", lambda name: edition())[0]


def answered() -> Pics:
    return assemble(edition(), "made up", {item: RawAnswer(raw, Place()) for item, raw in ANSWERS.items()})


def test_its_form_states_it_and_reads_back() -> None:
    pics = answered()
    again = read(write_form(edition(), pics.dut, pics))
    assert (again.edition, again.sha256, again.findings) == (edition().info.id, pics.sha256, ())


@pytest.mark.parametrize("kind", [*edition().info.kinds, None])
def test_its_blank_form_asks_what_it_asks(kind: str | None) -> None:
    pics = read(write_form(edition(), kind))
    asked = {item.id for item in edition().items.values() if kind is None or kind in item.asked_of}
    assert set(pics.blanks) | set(pics.values) == asked


def sheet_of(kind: str, pics: Pics | None = None) -> dict[str, list[Any]]:
    """Name in certkit -> the cells of its row, as they show."""
    sheet = opened(write_form(edition(), kind, pics), data_only=True)["PICS"]
    return {str(row[5]): [*row] for row in sheet.iter_rows(min_row=5, values_only=True) if row[5]}


def test_a_question_with_one_shown_id_has_the_words_of_each_kind_of_device() -> None:
    station, csms = sheet_of("Charging Station"), sheet_of("CSMS")
    assert station["C-50"][:2] == ["C-50", "Authorization by ISO 14443"]
    assert csms["C-50-csms"][:2] == ["C-50", "Operators authorize by ISO 14443"]
    controller = sheet_of("Local Controller")
    assert (station["C-31"][1], controller["C-31"][1]) == (
        "Offline authorization by the local list",
        "Offline authorization for the stations behind it",
    )
    text = write_form_yaml(edition(), "CSMS")
    assert "# * C-50: Operators authorize by ISO 14443\n" in text
    assert "\n  C-50-csms:\n" in text
    assert "# * C-31: Offline authorization for the stations behind it\n" in write_form_yaml(
        edition(), "Local Controller"
    )


@pytest.mark.parametrize("kind", edition().info.kinds)
def test_the_words_of_every_kind_of_device_are_its_own_labels(kind: str) -> None:
    assert [finding.code for finding in read(write_form(edition(), kind)).findings] == []


@pytest.mark.parametrize(
    ("claimed", "status"), [(None, "optional"), ("Yes", "required"), ("No", "not asked")], ids=["open", "yes", "no"]
)
def test_a_table_is_asked_only_where_its_profile_is_claimed(claimed: str | None, status: str) -> None:
    answers = ANSWERS | ({"reservation": claimed} if claimed else {})
    pics = assemble(edition(), "made up", {item: RawAnswer(raw, Place()) for item, raw in answers.items()})
    assert sheet_of("Charging Station", pics)["RV-1"][3] == status
    asked = {item.id for item in missing_items(pics, edition())}
    assert ("RV-1" in asked) is (status == "required")


def test_a_form_says_when_a_table_is_asked() -> None:
    said = "Only asked if the profile Reservation is claimed. Asked only if reservation is Yes."
    workbook = opened(write_form(edition(), "Charging Station"))
    assert said in [cell.value for cell in workbook["PICS"]["A"]]
    text = write_form_yaml(edition(), "Charging Station")
    assert f"# {said}\n" in text
    assert "# Reservation for a group (needed if reservation is Yes)\n" in text.replace("RV-1: ", "")


def test_a_copy_of_its_tables_is_read_by_their_words() -> None:
    pics = answered()
    workbook = opened(write_form(edition(), pics.dut, pics))
    workbook["PICS"].delete_cols(len(COLUMNS))
    assert dict(read_foreign(saved(workbook)).values) == dict(pics.values)


def test_its_ids_are_those_that_count() -> None:
    pics = read_foreign(
        workbook_of(["Id", "Feature", "Answer"], ["HFS-8", "EVSEs", 2], ["HFS-9", "Reserved", 1], ["C-02", "x", 1])
    )
    assert dict(pics.values) == {"HFS-8": 2, "HFS-9": 1}
    assert [(finding.code, str(finding.where)) for finding in pics.findings[1:]] == [("K-09", "Sheet1!A4")]
