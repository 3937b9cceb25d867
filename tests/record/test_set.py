"""``certkit record set``: fields set by name, each checked, with comments and layout kept."""

from __future__ import annotations

import difflib
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certkit.record.edit import Setting, set_fields
from certkit.record.fields import specs_in
from certkit.record.model import RecordFields
from certkit.record.read_yaml import read_record_yaml
from tests.cli.program import certkit

EXAMPLE = Path("examples/dossier/record.yaml")


@pytest.fixture
def record(tmp_path: Path) -> Path:
    return Path(shutil.copy(EXAMPLE, tmp_path / "record.yaml"))


def changed_lines(before: str, after: str) -> list[str]:
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0)
    return [line for line in lines if line[:1] in "+-" and line[:3] not in ("+++", "---")]


def test_one_field_and_its_answer_as_git_config_takes_them(record: Path) -> None:
    result = certkit("record", "set", record, "device.serial", "EX22D-000418")
    assert (result.code, result.out) == (0, "")
    assert result.err == f"certkit: {record}: device.serial is “EX22D-000418”, was “EX22D-000417”\n"
    assert changed_lines(EXAMPLE.read_text(), record.read_text()) == [
        "-  serial: EX22D-000417",
        "+  serial: EX22D-000418",
    ]


def test_several_fields_at_once(record: Path) -> None:
    settings = ["setup.router=No", "laboratory.testers=[R. Example, S. Sample, T. Third]", "device.hardware=rev: D #2"]
    assert certkit("record", "set", record, *settings).code == 0
    fields = read_record_yaml(record.read_bytes(), "record.yaml").fields
    assert fields.setup.router.value is False
    assert fields.laboratory.testers.value == ("R. Example", "S. Sample", "T. Third")
    assert fields.device.hardware.value == "rev: D #2"
    assert len(changed_lines(EXAMPLE.read_text(), record.read_text())) == 6


def test_entries_of_a_list_by_number_and_new_ones(record: Path) -> None:
    settings = ["network[2].latency=22", "logs[+].file=a.log", "logs.+.file=b.log", "decisions.+.reference=CWG-1"]
    settings += ["decisions[+].date=2026-03-01", "network.1.latency=18"]
    assert certkit("record", "set", record, *settings).code == 0
    fields = read_record_yaml(record.read_bytes(), "record.yaml").fields
    assert [row.latency.value for row in fields.network.rows] == [18, 22]
    assert [row.file.value for row in fields.logs.rows] == ["messages.log", "a.log", "b.log"]
    (decision,) = fields.decisions.rows
    assert (decision.reference.value, str(decision.date.value)) == ("CWG-1", "2026-03-01")


def test_an_answer_is_removed_by_an_empty_one(record: Path) -> None:
    result = certkit("record", "set", record, "tool.version=")
    assert result.err == f"certkit: {record}: tool.version is not answered, was “2.4.1”\n"
    assert read_record_yaml(record.read_bytes(), "").fields.tool.version.value is None


def test_a_blank_form_is_filled_in(tmp_path: Path) -> None:
    shutil.copytree(EXAMPLE.parent, tmp_path / "dossier")
    form = tmp_path / "dossier" / "new.yaml"
    assert certkit("record", "new", tmp_path / "dossier" / "pics.yaml", "-o", form).code == 0
    before = form.read_text()
    settings = [
        "device.serial=EX-1",
        "tool.configuration_file.file=tool.json",
        "results[+].file=r.json",
        "incidents=[]",
    ]
    assert certkit("record", "set", form, *settings).code == 0
    lines = changed_lines(before, form.read_text())
    assert [line for line in lines if line.startswith("+")] == [
        "+    file: tool.json",
        "+  serial: EX-1",
        "+  - file: r.json",
        "+incidents: []",
    ]
    assert read_record_yaml(form.read_bytes(), "").findings == ()


def test_json_stays_json(tmp_path: Path) -> None:
    record = tmp_path / "record.json"
    record.write_text('{"record": 1, "device": {"model": "EX"}, "logs": []}\n')
    assert certkit("record", "set", record, "device.serial=EX-1", "logs[+].file=a.log").code == 0
    assert record.read_text() == (
        '{"record": 1, "device": {"model": "EX", "serial": "EX-1"}, "logs": [{"file": "a.log"}]}\n'
    )


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        (["device.seriel=X"], "a record has no field “device.seriel” (did you mean device.serial"),
        (["serial=X"], "did you mean device.serial?"),
        (["zzzz=X"], "docs/reference/record.md has all fields"),
        (["device=X"], "device is a group (name one of its fields: model, serial"),
        (["logs=x"], "logs is a list (set its entries, as in logs[+], or [] for none)"),
        (["logs=[]"], "logs has entries (remove them in an editor)"),
        (["logs.file=x"], "logs is a list (write logs[1] for its first entry, logs[+] for a new one)"),
        (["logs[0].file=x"], "the list has 1 entry (entries count from 1; [+] adds one)"),
        (["logs[3].file=x"], "the list has 1 entry"),
        (["logs[1]=x"], "logs[1] is a group (name one of its fields: file, sha256)"),
        (["device[1].serial=x"], "device is not a list of entries"),
        (["setup.router=perhaps"], "setup.router: “perhaps” is not Yes or No"),
        (["logs[+].file=../x"], "leads out of the folder of the record"),
        (["device.serial=TBD"], "device.serial: “TBD” is no answer"),
        (["device.serial"], "'device.serial' is not of the form device.serial=EX-1"),
        (["device.serial=EX-1", "setup.router=perhaps"], "is not Yes or No"),
    ],
)
def test_a_mistake_is_one_error_and_nothing_is_written(record: Path, settings: list[str], says: str) -> None:
    result = certkit("record", "set", record, *settings)
    assert (result.code, result.err.count("\n")) == (2, 1)
    assert says in result.err
    assert record.read_bytes() == EXAMPLE.read_bytes()


def test_a_record_with_another_mistake_can_be_worked_on(record: Path) -> None:
    record.write_text(record.read_text().replace("pre_test: passed", "pre_test: perhaps"))
    assert certkit("record", "set", record, "intake.pre_test=passed").code == 0
    assert read_record_yaml(record.read_bytes(), "").findings == ()


def test_a_tab_that_only_some_readers_of_yaml_take(tmp_path: Path) -> None:
    path = tmp_path / "record.yaml"
    path.write_text("record: 1\ndevice:\t\n  serial: a\n")
    assert certkit("record", "set", path, "tool.version", "2").err == (
        f"certkit: {path}: tool.version cannot be set: line 2 has a character that only some readers of YAML take, "
        "such as a tab (correct it in an editor)\n"
    )


def test_standard_input_and_what_is_no_record_are_refused(tmp_path: Path) -> None:
    assert "is changed in its file" in certkit("record", "set", "-", "device.serial=X", stdin=b"record: 1").err
    other = tmp_path / "other.yaml"
    other.write_text("a: b\n")
    assert certkit("record", "set", other, "device.serial=X").code == 2


SINGLE = [path.removeprefix("record.") for path, spec in specs_in(RecordFields, "record") if spec.kind is not None]
LISTS = ("network", "results", "logs", "incidents", "decisions")


@pytest.mark.property
@given(st.sampled_from([name for name in SINGLE if name.partition(".")[0] not in LISTS]), st.data())
def test_setting_one_field_of_the_example_changes_that_field_alone(name: str, data: st.DataObject) -> None:
    content = EXAMPLE.read_bytes()
    answers = ["Yes", "2026-03-01", "3", "a: b # c", "'", "[x]", "passed", "a/b.json", "0" * 64, "ethernet", ""]
    setting = Setting(name, data.draw(st.sampled_from(answers)))
    try:
        text, (change,) = set_fields(content, "record.yaml", [setting])
    except Exception as error:
        assert type(error).__name__ == "CertkitError"  # noqa: PT017 - the field does not take the answer
        return
    assert change.name == name
    assert text.count("#") == content.count(b"#") + (setting.text.count("#") if change.before != change.after else 0)
    assert len(changed_lines(content.decode(), text)) <= 3
