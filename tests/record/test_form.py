"""The form: every field is explained, and as written it reads back without findings and shows only what it knows."""

import re
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from certkit.edition.rulebook import load_edition
from certkit.pics.read import read_pics
from certkit.record.fields import Field, Group, ListField
from certkit.record.model import MODES, RecordFields
from certkit.record.read_yaml import read_record_yaml
from certkit.record.requirements import Shown
from certkit.record.write_form import write_record_form
from tests.cli.program import DEVICES
from tests.findings.samples import HOSTILE
from tests.record.records import pics, shown

EDITION = load_edition()
NOW = datetime(2026, 3, 2, 16, 30, tzinfo=timezone(timedelta(hours=1)))
STATEMENTS = {
    "station": DEVICES / "ac-socket.yaml",
    "bicycle": DEVICES / "mode-1-2-only.yaml",
    "stack": DEVICES / "software-stack.yaml",
    "csms": DEVICES / "full-csms.yaml",
    "open": DEVICES / "incomplete-dut-only.yaml",
    "workbook": Path("examples/station.xlsx"),
}
GOLDEN = Path(__file__).parent / "forms"


def statement(name: str):
    path = STATEMENTS[name]
    return read_pics(path.read_bytes(), path.name, lambda _: EDITION)[0]


def form(name: str, mode: str, **options: str) -> str:
    return write_record_form(statement(name), EDITION, mode, **{"pics_file": "pics.yaml", **options}, now=NOW)


def read(text: str):
    return read_record_yaml(text.encode(), "record.yaml")


EVERY = [(name, mode) for name in STATEMENTS for mode in MODES]


@pytest.mark.parametrize(("name", "mode"), EVERY)
def test_it_reads_back_without_findings(name, mode):
    record = read(form(name, mode))
    assert record.findings == ()
    assert record.mode == mode
    assert record.fields.edition.value == "ocpp-1.6-v2.4"
    assert record.fields.utc_offset.value == NOW.tzinfo
    assert record.fields.pics.file.value == "pics.yaml"
    assert record.fields.pics.frozen_at.value == NOW
    assert record.fields.pics.pics_sha256.value == statement(name).sha256


@pytest.mark.parametrize(("name", "mode"), EVERY)
def test_it_shows_nothing_but_that_the_statement_is_frozen(name, mode):
    rows = shown(read(form(name, mode)), statement(name))
    assert {number for number, row in rows.items() if row.status is Shown.MET} == {52}
    assert not [row for row in rows.values() if row.status is Shown.NOT_MET]
    assert any(row.is_blocking for row in rows.values())


@pytest.mark.parametrize(("name", "mode"), EVERY)
def test_whatever_is_not_shown_can_be_written_into_it(name, mode):
    """No requirement waits for a field that the form does not have, and none has a place outside of it."""
    text = form(name, mode)
    there = {f"record.{path}" for path in written(yaml.load(text, yaml.BaseLoader))}
    for row in shown(read(text), statement(name)).values():
        if row.status is Shown.NOT_SHOWN:
            assert set(row.requirement.shown_by) <= there, row.requirement.number


def written(document: dict, path: str = "") -> list[str]:
    found: list[str] = []
    for key, value in document.items():
        here = f"{path}.{key}" if path else key
        found += written(value, here) if isinstance(value, dict) else [here]
    return found


@pytest.mark.parametrize(("name", "mode"), EVERY)
def test_every_key_has_a_comment_above_it(name, mode):
    lines = form(name, mode).splitlines()
    for number, line in enumerate(lines):
        if line and not line.lstrip().startswith("#"):
            above = lines[number - 1]
            assert above.lstrip().startswith("#"), line
            assert len(above) - len(above.lstrip()) == len(line) - len(line.lstrip()), line
    assert max(map(len, lines)) <= 120


@pytest.mark.parametrize(("name", "mode"), EVERY)
def test_entries_of_lists_are_there_to_be_uncommented(name, mode):
    """Without the # in the first column every list has an entry with all its keys, all of them empty."""
    lines = [line[1:] if line.startswith("#  ") else line for line in form(name, mode).splitlines()]
    record = read("\n".join(lines))
    assert record.findings == ()
    rows = {key: getattr(record.fields, key).rows for key, spec in RecordFields.specs.items() if spec.is_list}
    assert {key for key, found in rows.items() if found} == set(rows) - (
        {"network"} if mode == "declaration" else set()
    )

    def is_open(row: Group) -> bool:
        fields = [getattr(row, key) for key in row.specs]
        lists = [field for field in fields if isinstance(field, ListField)]
        return all(field.place for field in fields) and all(
            len(below.rows) == 1 and is_open(below.rows[0]) for below in lists
        )

    for found in rows.values():
        for row in found:
            assert is_open(row)
            assert all(field.value is None for key in row.specs if isinstance(field := getattr(row, key), Field))


def test_a_form_of_another_edition_cites_and_names_nothing_of_this_one():
    rulebook = load_edition(Path(__file__).parent.parent / "edition" / "second_edition" / "example-2.0.1-v1")
    text = write_record_form(pics(dut="CSMS"), rulebook, "certification", pics_file="pics.yaml", now=NOW)
    assert not re.search(r"\[[0-9]|Appendix|000_RESET|BootNotification|GetConfiguration|1\.6|at least|at most", text)
    assert read(text).findings == ()


@pytest.mark.parametrize("mode", MODES)
def test_what_is_not_asked_of_the_device_is_not_there(mode):
    assert "stack:" not in form("station", mode)
    assert "csms:" not in form("station", mode)
    assert "firmware:" not in form("csms", mode)
    assert "serial:" not in form("csms", mode)
    assert "sim_cards:" not in form("stack", mode)
    assert "deviating_status_flow:" in form("bicycle", mode)
    assert "deviating_status_flow:" not in form("station", mode)
    assert ("\nlaboratory:" in form("station", mode)) is (mode != "declaration")
    assert ("\ndeclaration:" in form("station", mode)) is (mode == "declaration")


@pytest.mark.parametrize("name", ["station", "stack", "csms"])
@pytest.mark.parametrize("mode", ["certification", "declaration"])
def test_the_forms_that_were_looked_at(name, mode):
    path = GOLDEN / f"{name}-{mode}.yaml"
    assert path.read_text(encoding="utf-8") == form(name, mode), "python -m tests.record.test_form writes them anew"


def test_every_field_has_a_help_and_what_the_procedure_wants_has_its_place():
    def walk(type_: type[Group], path: str):
        for key, spec in type_.specs.items():
            yield f"{path}.{key}", spec
            if spec.group is not None:
                yield from walk(spec.group, f"{path}.{key}")

    for path, spec in walk(RecordFields, "record"):
        assert spec.help.endswith("."), path
        assert (spec.kind is None) is (spec.group is not None), path


@pytest.mark.parametrize("text", [text for text in HOSTILE if text != "\ud800"])
def test_hostile_text_stays_text(text):
    device = pics(dut="Charging Station", model=text)
    written_form = write_record_form(device, EDITION, "certification", pics_file="the: b #c.yaml", now=NOW)
    record = read(written_form)
    assert record.fields.pics.file.value == "the: b #c.yaml"
    model = record.fields.device.model
    assert model.refused or model.value == " ".join(text.split())
    assert "\x1b" not in written_form
    assert "\u202e" not in written_form


@settings(max_examples=100, deadline=None)
@given(st.text(min_size=1, max_size=30))
def test_any_model_comes_back_as_it_was(model):
    text = write_record_form(pics(model=model), EDITION, "certification", pics_file="p.yaml", now=NOW)
    assert yaml.load(text, yaml.BaseLoader)["device"]["model"] == model


def test_a_schema_for_editors_is_named_on_the_first_line():
    first = form("csms", "certification", schema="./record.schema.json").splitlines()[0]
    assert first == "# yaml-language-server: $schema=./record.schema.json"


if __name__ == "__main__":
    for device in ("station", "stack", "csms"):
        for run in ("certification", "declaration"):
            (GOLDEN / f"{device}-{run}.yaml").write_text(form(device, run), encoding="utf-8")
