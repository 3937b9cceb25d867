"""Every command that writes a file says so, on standard error; standard output and pipes need no word."""

import shutil
from pathlib import Path

import pytest

from tests.cli.program import COMPLETE, certkit

DOSSIER = Path(__file__).parents[2] / "examples" / "dossier"
FORM = Path(__file__).parents[2] / "examples" / "station.xlsx"

COMMANDS: dict[str, tuple[list[object], str]] = {
    "plan": (["plan", COMPLETE], "plan.csv"),
    "plan as a worksheet": (["plan", COMPLETE], "plan.xlsx"),
    "pics convert": (["pics", "convert", COMPLETE], "form.xlsx"),
    "pics new": (["pics", "new", "--dut", "csms"], "new.yaml"),
    "record new": (["record", "new", COMPLETE], "record.yaml"),
    "configuration extract": (["configuration", "extract", DOSSIER / "getconfiguration.json"], "extract.json"),
    "measure": (["measure", DOSSIER / "messages.log", "--pics", DOSSIER / "pics.yaml"], "measurements.json"),
    "assess": (["assess", DOSSIER / "record.yaml"], "verdict.html"),
    "schema": (["schema", "plan"], "plan.schema.json"),
}


@pytest.mark.parametrize("command", COMMANDS)
def test_a_file_that_is_written_is_named(command, tmp_path):
    arguments, name = COMMANDS[command]
    result = certkit(*arguments, "-o", tmp_path / name)
    assert result.out == ""
    assert f"certkit: wrote {tmp_path / name}" in result.err
    assert (tmp_path / name).is_file()


def test_a_copy_with_findings_is_named(tmp_path):
    shutil.copy(FORM, tmp_path / "form.xlsx")
    result = certkit("pics", "check", tmp_path / "form.xlsx", "--annotate", tmp_path / "copy.xlsx")
    assert result.err == f"certkit: wrote {tmp_path / 'copy.xlsx'}: a copy with 26 findings\n"


def test_a_picture_is_named_too(tmp_path):
    arguments, _ = COMMANDS["measure"]
    result = certkit(*arguments, "-o", tmp_path / "m.json", "--picture", tmp_path / "m.svg")
    assert result.err == f"certkit: wrote {tmp_path / 'm.json'}\ncertkit: wrote {tmp_path / 'm.svg'}\n"


def test_a_schema_next_to_a_form_is_named(tmp_path):
    result = certkit("pics", "new", "--dut", "csms", "-o", tmp_path / "a.yaml", "--with-schema")
    assert f"certkit: wrote {tmp_path / 'pics.schema.json'}\n" in result.err


def test_a_folder_of_schemas(tmp_path):
    first = certkit("schema", "all", "-o", tmp_path)
    count = len([*tmp_path.iterdir()])
    assert first.err == f"certkit: wrote {count} schemas into {tmp_path}\n"
    assert certkit("schema", "all", "-o", tmp_path).err == (
        f"certkit: wrote 0 schemas into {tmp_path}; {count} unchanged\n"
    )


def test_standard_output_and_devices_are_no_files():
    assert certkit("plan", COMPLETE, "-f", "csv", "-o", "-").err == ""
    assert certkit("plan", COMPLETE, "-f", "csv", "-o", "/dev/null").err == ""
