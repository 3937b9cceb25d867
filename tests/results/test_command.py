"""``certkit results check``: what is printed, in which format, with which exit code."""

import json

import pytest
import typer

from certkit.cli.app import COMMANDS
from certkit.cli.commands import command_of
from tests.results.runs import as_csv, as_json, record
from tests.rules.devices import FOLDER

PICS = FOLDER / "ac-socket.yaml"
FROZEN = ("--frozen", "2026-03-02T09:00+01:00")


@pytest.fixture
def run(capsysbinary):
    def run(*arguments: object) -> tuple[int, str]:
        command = command_of("results", COMMANDS["results"])
        code = command(["check", *(str(argument) for argument in arguments)], standalone_mode=False)
        return code, capsysbinary.readouterr().out.decode()

    return run


def test_results_that_belong_to_their_plan(run, tmp_path):
    file = tmp_path / "results.json"
    file.write_bytes(as_json(record(), record("TC_003_CS")))
    code, out = run(file, "--pics", PICS, *FROZEN)
    assert code == 0
    assert "note RS-23 names-no-device" in out
    assert "1 note" in out


def test_findings_of_several_files(run, tmp_path):
    one, two = tmp_path / "one.json", tmp_path / "two.csv"
    one.write_bytes(as_json(record("TC_044_1_CS")))
    two.write_bytes(as_csv(record(verdict="fine")))
    code, out = run(one, two, "--pics", PICS, *FROZEN)
    assert code == 1
    assert f"{one}:3:3: error RS-10 unknown-test-case" in out
    assert f"{two}:2:1: error RS-02 verdict-not-readable" in out
    code, out = run(one, two, "--pics", PICS, *FROZEN, "--format", "json")
    assert {finding["code"] for finding in json.loads(out)["findings"]} >= {"RS-10", "RS-02"}


def test_a_time_without_a_zone_is_refused(run, tmp_path):
    file = tmp_path / "results.json"
    file.write_bytes(as_json(record()))
    with pytest.raises(typer.BadParameter):
        run(file, "--pics", PICS, "--frozen", "2026-03-02T09:00")
