"""``certkit record new --from``: what files of evidence tell is filled in, and nothing else."""

from __future__ import annotations

import gzip
import json
import shutil
from pathlib import Path

import pytest

from certkit.record.model import RecordFields
from certkit.record.read_yaml import read_record_yaml
from tests.cli.program import Result, certkit

EXAMPLE = Path("examples/dossier")


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    return Path(shutil.copytree(EXAMPLE, tmp_path / "dossier"))


def new(dossier: Path, *files: str) -> Result:
    options = [part for file in files for part in ("--from", str(dossier / file))]
    return certkit("record", "new", dossier / "pics.yaml", *options, "-o", dossier / "new.yaml")


def fields_of(dossier: Path) -> RecordFields:
    record = read_record_yaml((dossier / "new.yaml").read_bytes(), "new.yaml")
    assert record.findings == ()
    return record.fields


def test_what_the_export_the_log_and_the_keys_tell(dossier: Path) -> None:
    result = new(dossier, "results.json", "messages.log", "getconfiguration.json")
    fields = fields_of(dossier)
    assert result.code == 0
    assert [row.file.value for row in fields.results.rows] == ["results.json"]
    assert [row.file.value for row in fields.logs.rows] == ["messages.log"]
    assert fields.configuration.file.value == "getconfiguration.json"
    assert (fields.tool.configuration.value, fields.tool.configuration_version.value) == ("EX-22-Duo", "3")
    assert (fields.device.serial.value, fields.device.firmware_version.value) == ("EX22D-000417", "3.1.0")
    assert fields.tool.version.value is None
    assert fields.laboratory.name.value is None
    assert "device.serial is “EX22D-000417” (" in result.err
    assert "messages.log:1:1)" in result.err


def test_runs_from_before_the_freezing_are_said(dossier: Path) -> None:
    assert "began before the statement is frozen now" in new(dossier, "results.json").err
    assert "began before" not in certkit("record", "new", dossier / "pics.yaml", "--from", dossier / "messages.log").err


def test_what_files_tell_differently_stays_empty(dossier: Path) -> None:
    log = (dossier / "messages.log").read_text()
    (dossier / "second.log").write_text(log.replace("EX22D-000417", "EX22D-000418"))
    result = new(dossier, "messages.log", "second.log")
    fields = fields_of(dossier)
    assert fields.device.serial.value is None
    assert fields.device.firmware_version.value == "3.1.0"
    assert "device.serial stays empty, because the files tell “EX22D-000417” and “EX22D-000418”" in result.err


@pytest.mark.parametrize(
    ("old", "new_"), [("EX-22 Duo", "EX-11 Mono"), ("Example Charging GmbH", "Another Charging GmbH")]
)
def test_the_log_of_another_product_tells_nothing_of_the_device(old: str, new_: str, dossier: Path) -> None:
    log = (dossier / "messages.log").read_text()
    assert old in log
    (dossier / "messages.log").write_text(log.replace(old, new_))
    result = new(dossier, "messages.log")
    device = fields_of(dossier).device
    assert (result.code, device.serial.value, device.firmware_version.value) == (0, None, None)
    assert result.err.count("which is not the product of the PICS") == 1
    assert new_ in result.err


def test_two_configurations_of_the_tool_are_no_answer(dossier: Path) -> None:
    results = json.loads((dossier / "results.json").read_text())
    results["data"][3]["config_version"] = "4"
    (dossier / "results.json").write_text(json.dumps(results))
    new(dossier, "results.json")
    fields = fields_of(dossier)
    assert (fields.tool.configuration.value, fields.tool.configuration_version.value) == ("EX-22-Duo", None)


def test_files_that_are_no_evidence_tell_nothing_and_stop_nothing(dossier: Path) -> None:
    (dossier / "empty.txt").write_text("")
    result = new(dossier, "pics.yaml", "ex-22-duo-3.1.0.bin", "empty.txt", "messages.log")
    fields = fields_of(dossier)
    assert result.code == 0
    assert "pics.yaml tells nothing: this is a PICS, which is not evidence of a test run" in result.err
    for name in ("ex-22-duo-3.1.0.bin", "empty.txt"):
        assert f"certkit: {name} tells nothing: " in result.err
    assert [row.file.value for row in fields.logs.rows] == ["messages.log"]
    assert fields.results.rows == ()


@pytest.mark.parametrize(
    ("name", "says"), [("gone.log", "there is no such file"), ("", "this is a folder, not a file")]
)
def test_a_name_that_is_no_file_writes_no_record(dossier: Path, name: str, says: str) -> None:
    result = new(dossier, "messages.log", name)
    assert (result.code, result.err) == (2, f"certkit: {dossier / name}: {says}\n")
    assert not (dossier / "new.yaml").exists()


def test_a_second_configuration_is_not_taken(dossier: Path) -> None:
    shutil.copy(dossier / "getconfiguration.json", dossier / "other.json")
    result = new(dossier, "getconfiguration.json", "other.json")
    assert fields_of(dossier).configuration.file.value == "getconfiguration.json"
    assert "other.json tells nothing: the record already names another file as configuration.file" in result.err


def test_a_compressed_log(dossier: Path) -> None:
    (dossier / "messages.log.gz").write_bytes(gzip.compress((dossier / "messages.log").read_bytes()))
    new(dossier, "messages.log.gz")
    fields = fields_of(dossier)
    assert [row.file.value for row in fields.logs.rows] == ["messages.log.gz"]
    assert fields.device.serial.value == "EX22D-000417"


def test_a_file_outside_of_the_folder_is_refused(dossier: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.log"
    shutil.copy(dossier / "messages.log", outside)
    result = certkit("record", "new", dossier / "pics.yaml", "--from", outside, "-o", dossier / "new.yaml")
    assert (result.code, (dossier / "new.yaml").exists()) == (2, False)
    assert "this file is not in the folder of the record (copy it there)" in result.err


@pytest.mark.parametrize("serial", ['"; rm -rf', "a: b # c", "\x1b[31mred", "[x]", "=1+1", "x" * 2000])
def test_what_a_device_says_is_written_as_text_or_not_at_all(dossier: Path, serial: str) -> None:
    quoted = json.dumps(serial)[1:-1]
    log = dossier / "messages.log"
    log.write_text(log.read_text().replace("EX22D-000417", quoted))
    result = new(dossier, "messages.log")
    assert "\x1b" not in result.err
    written = fields_of(dossier).device.serial.value
    assert written in (serial, None)
    assert (written is None) is (len(serial) > 1000 or "\x1b" in serial)
