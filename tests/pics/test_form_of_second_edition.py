"""Another edition needs no code: its form is written, filled in, and read, as ours and as a copy of its tables."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from certkit.edition.rulebook import Rulebook, load_edition
from certkit.finding import Place
from certkit.pics.foreign.read import read_foreign_pics
from certkit.pics.form import COLUMNS
from certkit.pics.model import Pics
from certkit.pics.parse import RawAnswer, assemble
from certkit.pics.read_xlsx import read_pics_xlsx
from certkit.pics.write_xlsx import write_form
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
