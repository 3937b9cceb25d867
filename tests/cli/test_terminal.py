"""Colour only where it is wanted, no more columns than there are, and nothing that steers the terminal."""

import os
import pty
import re
import subprocess
import sys

import pytest

from tests.cli.program import COMPLETE, INCOMPLETE, certkit, changed

CERTKIT = [sys.executable, "-m", "certkit"]
ESCAPE = "\x1b"


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch):
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "TERM"):
        monkeypatch.delenv(name, raising=False)


def in_a_terminal(*arguments: object, stream: str = "stdout", **environment: str) -> str:
    """What is written to a stream that is a terminal of 80 columns; the other one is thrown away."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [*CERTKIT, *map(str, arguments)],
        stdout=theirs if stream == "stdout" else subprocess.DEVNULL,
        stderr=theirs if stream == "stderr" else subprocess.DEVNULL,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "80", **environment},
    )
    os.close(theirs)
    chunks = []
    while True:
        try:
            chunk = os.read(ours, 65536)
        except OSError:
            break
        if not chunk:
            break
        chunks.append(chunk)
    process.wait()
    os.close(ours)
    return b"".join(chunks).decode().replace("\r\n", "\n")


@pytest.mark.parametrize("command", [["pics", "check", INCOMPLETE], ["plan", INCOMPLETE], ["explain", "TC_003"]])
def test_a_terminal_gets_colour(command):
    assert ESCAPE in in_a_terminal(*command)


@pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
@pytest.mark.parametrize("command", [["pics", "check", INCOMPLETE], ["plan", INCOMPLETE], ["explain", "TC_003"]])
def test_a_terminal_that_wants_no_colour_gets_none(command, environment):
    assert ESCAPE not in in_a_terminal(*command, **environment)


def test_the_option_decides_over_the_environment():
    assert ESCAPE not in in_a_terminal("plan", COMPLETE, "--color", "never")
    assert ESCAPE in in_a_terminal("plan", COMPLETE, "--color", "always", NO_COLOR="1")


@pytest.mark.parametrize("command", [["pics", "check", INCOMPLETE], ["plan", INCOMPLETE], ["explain", "TC_003"]])
def test_a_pipe_gets_no_colour_unless_forced(command, monkeypatch):
    assert ESCAPE not in certkit(*command).out
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert ESCAPE in certkit(*command).out
    monkeypatch.setenv("NO_COLOR", "1")
    assert ESCAPE not in certkit(*command).out


@pytest.mark.parametrize("command", [["pics", "check", INCOMPLETE], ["plan", INCOMPLETE], ["explain", "TC_003"]])
def test_lines_are_not_longer_than_the_terminal_is_wide(command):
    lines = re.sub(r"\x1b\[[0-9;]*m", "", in_a_terminal(*command)).splitlines()
    too_long = [line for line in lines if len(line) > 80 and str(INCOMPLETE) not in line]
    assert too_long == []


def test_a_file_gets_no_colour(tmp_path):
    certkit("plan", COMPLETE, "-o", tmp_path / "plan.txt", "--color", "always")
    assert ESCAPE not in (tmp_path / "plan.txt").read_text(encoding="utf-8")


HOSTILE = '"\\e[2J\\u202Eevil\\a"'


@pytest.mark.parametrize(
    "command",
    [["pics", "check"], ["plan"], ["plan", "-f", "markdown"], ["pics", "diff", COMPLETE], ["explain", "model", "-p"]],
)
def test_what_a_file_holds_cannot_steer_the_terminal(command):
    text = changed(COMPLETE, model='"a\\u202Eb"', vendor=HOSTILE, firmware_version="'1\u202e2'")
    result = certkit(*command, "-", stdin=text.encode())
    for bad in (ESCAPE, "\u202e", "\a"):
        assert bad not in result.out + result.err


def test_a_file_name_cannot_steer_the_terminal(tmp_path):
    result = certkit("pics", "check", f"{tmp_path}/\x1b[31mred\n::error::x.yaml")
    assert "\\x1b[31mred\\x0a::error::x.yaml: there is no such file" in result.err
    assert ESCAPE not in result.err
    assert result.err.count("\n") == 1


def test_an_encoding_without_the_signs_gets_ascii():
    done = subprocess.run(
        [*CERTKIT, "plan", str(INCOMPLETE)],
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "cp1252"},
        check=False,
    )
    text = done.stdout.decode("cp1252")
    assert "* required" in text
    assert "+- This plan is blocked ---" in text


def test_a_bar_shows_how_far_many_files_are_but_only_in_a_terminal(tmp_path):
    for number in range(60):
        (tmp_path / f"{number}.yaml").write_bytes(COMPLETE.read_bytes())
    result = certkit("pics", "check", tmp_path)
    assert result.err == ""
    assert result.out.splitlines()[-1] == "60 files: no findings"
    assert "60/60" in in_a_terminal("pics", "check", tmp_path, stream="stderr")
    assert in_a_terminal("pics", "check", COMPLETE, stream="stderr") == ""


def test_a_shell_completes(monkeypatch):
    done = subprocess.run(
        [*CERTKIT],
        capture_output=True,
        text=True,
        env={**os.environ, "_CERTKIT_COMPLETE": "complete_bash", "COMP_WORDS": "certkit pi", "COMP_CWORD": "1"},
        check=False,
    )
    assert done.stdout.split() == ["pics"]


def test_a_shell_completes_the_names_that_can_be_explained():
    words = {"_CERTKIT_COMPLETE": "complete_bash", "COMP_WORDS": "certkit explain TC_00", "COMP_CWORD": "2"}
    done = subprocess.run([*CERTKIT], capture_output=True, text=True, env={**os.environ, **words}, check=False)
    assert {"TC_001", "TC_003", "TC_005_1"} <= set(done.stdout.split())


@pytest.mark.parametrize(
    "group", ["", "pics", "configuration", "results", "firmware", "record", "family", "pki", "edition"]
)
def test_what_a_command_does_fits_into_the_list_of_commands(group):
    commands = certkit(*filter(None, [group]), "--help").out.split("Commands:\n")[1]
    assert "..." not in commands
