"""``certkit configuration``: what is printed, in which format, with which exit code; and never a secret."""

import json

import pytest

from certkit.cli.app import COMMANDS
from certkit.cli.commands import command_of
from certkit.errors import CertkitError
from tests.configuration.stations import dump
from tests.rules.devices import FOLDER

PICS = FOLDER / "ac-socket.yaml"
SECRET = "correct horse battery staple"


@pytest.fixture
def run(capsysbinary):
    def run(*arguments: object) -> tuple[int, str]:
        code = command_of("configuration", COMMANDS["configuration"])(
            [str(argument) for argument in arguments], standalone_mode=False
        )
        return code, capsysbinary.readouterr().out.decode()

    return run


@pytest.fixture
def file(tmp_path):
    def file(changes: dict | None = None, name: str = "dump.json"):
        path = tmp_path / name
        path.write_bytes(dump(changes))
        return path

    return file


def test_a_station_that_agrees_with_its_pics(run, file):
    path = file()
    assert run("check", path, "--pics", PICS) == (0, f"{path}: no findings\n")


def test_an_error_and_its_place(run, file):
    path = file({"NumberOfConnectors": ("2", False)})
    code, out = run("check", path, "--pics", PICS)
    assert code == 1
    assert f"{path}:" in out
    assert "error CK-12 wrong-accessibility" in out
    assert f"{path}: 1 error" in out


def test_a_warning_fails_only_if_it_is_to(run, file):
    path = file({"LocalPreAuthorize": "TRUE"})
    assert run("check", path, "--pics", PICS)[0] == 0
    assert run("check", path, "--pics", PICS, "--strict")[0] == 1


@pytest.mark.parametrize("form", ["text", "json", "sarif", "github"])
def test_no_format_has_a_secret_or_a_line_of_the_file(run, file, form):
    path = file({"AuthorizationKey": (SECRET, False), "ExApn": (SECRET, False), "ResetRetries": "x"})
    code, out = run("check", path, "--pics", PICS, "--format", form)
    assert code == 1
    assert "CK-20" in out
    assert SECRET not in out
    assert '"readonly"' not in out


def test_json_names_the_key_and_the_item(run, file):
    code, out = run("check", file({"NumberOfConnectors": "1"}), "--pics", PICS, "--format", "json")
    document = json.loads(out)
    assert code == 0
    assert document["findings"][0]["items"] == ["connectors", "NumberOfConnectors"]
    assert document["findings"][0]["code"] == "CK-31"


def test_the_extract(run, file, tmp_path):
    path = file({"AuthorizationKey": (SECRET, False)})
    code, out = run("extract", path)
    assert code == 0
    assert "NumberOfConnectors: required, implemented, read-only, 2" in out
    target = tmp_path / "extract.json"
    assert run("extract", path, "--format", "json", "-o", target) == (0, "")
    text = target.read_text(encoding="utf-8")
    assert json.loads(text)["version"] == 1
    assert SECRET not in out + text


def test_what_cannot_be_read_is_one_error(run, tmp_path):
    empty = tmp_path / "empty.json"
    empty.write_bytes(b"")
    for arguments in (
        ("check", empty, "--pics", PICS),
        ("extract", empty),
        ("extract", tmp_path / "missing.json"),
        ("check", "-", "--pics", "-"),
        ("check", PICS, "--pics", PICS),
    ):
        with pytest.raises(CertkitError):
            run(*arguments)
