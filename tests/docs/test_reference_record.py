"""The reference of the test record: every field of a record stands in it, with who writes it and what asks for it."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from certkit.edition.rulebook import load_edition
from certkit.pics.read_yaml import read_pics_yaml
from certkit.record.fields import fields_in
from certkit.record.model import RecordFields
from certkit.record.read_yaml import read_record_yaml
from certkit.record.write_form import FILLED_IN, write_record_form
from docs.tools.reference import write_record_reference

DEVICE = Path(__file__).parent.parent / "independent" / "devices" / "ac-socket.yaml"


@pytest.fixture(scope="module")
def page():
    return write_record_reference(load_edition())


def row(page: str, section: str, key: str) -> list[str]:
    """The cells of a field."""
    table = page.split(f"\n## {section}\n", 1)[1].split("\n## ")[0]
    (line,) = [line for line in table.splitlines() if line.startswith(f"| `{key}` |")]
    return [cell.strip() for cell in line.strip("|").split("|")]


def fields_of(type_, path=""):
    for key, asked in type_.specs.items():
        here = f"{path}.{key}" if path else key
        if asked.group is None:
            yield path, key
        else:
            yield from fields_of(asked.group, here)


def test_every_field_stands_in_it(page):
    headings = re.findall(r"^## (.*)$", page, re.MULTILINE)
    sections = {re.sub(r", a list$", "", heading.replace("\\", "")): heading for heading in headings}
    sections[""] = sections.pop("The first level")
    fields = list(fields_of(RecordFields))
    assert len(fields) > 100
    for section, key in fields:
        assert row(page, sections[section], key)[0] == f"`{key}`"


def test_a_field_with_its_source_and_its_requirement(page):
    assert row(page, "tool", "pics_uploaded") == [
        "`pics_uploaded`",
        "Yes if this very PICS was loaded in the tool.",
        "Yes or No",
        "the tester",
        "**135**, **153**",
        "8.2, 8.3",
    ]


def test_who_writes_what(page):
    assert row(page, "pics", "pics_sha256")[3] == "`record new`"
    assert row(page, "logs, a list", "sha256")[3] == "`record freeze`"
    assert row(page, "firmware", "hash")[3] == "the tester"  # it is the tool's to say, not certkit's


def test_when_a_field_is_asked(page):
    assert row(page, "device", "serial")[4] == '`dut == "Charging Station"`'
    assert "Asked if `record.mode == declaration`." in page.split("\n## declaration\n", 1)[1]


def test_what_the_form_fills_in_is_what_the_page_says():
    pics, rulebook = read_pics_yaml(DEVICE.read_bytes(), "pics.yaml", lambda _: load_edition())
    now = datetime(2026, 3, 2, 12, tzinfo=UTC)
    form = write_record_form(pics, rulebook, "certification", pics_file="pics.yaml", now=now)
    fields = read_record_yaml(form.encode(), "record.yaml").fields
    answered = {
        path.removeprefix("record.")
        for path, given in fields_in(fields, "record")
        if getattr(given, "value", None) is not None
    }
    assert answered == set(FILLED_IN)
