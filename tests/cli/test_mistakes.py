"""What a user can get wrong gives one line and exit code 2; what certkit gets wrong says so; never a traceback."""

import subprocess
import sys
from pathlib import Path
from unittest import mock

import pytest

from tests.cli.program import COMPLETE, INCOMPLETE, certkit

CERTKIT = [sys.executable, "-m", "certkit"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["zzz"], "there is no command 'zzz'; choose from: pics, plan"),
        (["pics", "chek"], "there is no command 'chek'; did you mean check?"),
        (["pics", "check"], "missing argument 'FILE...'"),
        (["pics", "check", "--formt", "json", COMPLETE], "no such option: --formt"),
        (["pics", "check", COMPLETE, "--format", "xml"], "'xml' is not one of"),
        (["pics", "check", COMPLETE, "--edition", "ocpp-9"], "there is no edition 'ocpp-9'"),
        (["pics", "new"], "missing option '--dut'"),
        (["measure", "x.log", "--pics", COMPLETE, "--samples"], "every value is written only with --format json"),
        (["record", "new", COMPLETE, "--mode", "trial"], "'trial' is not one of"),
        (["record", "new", COMPLETE, "--with-schema"], "--with-schema needs -o FILE"),
        (["record", "freeze", "-"], "a record is frozen in its file"),
        (["assess"], "missing argument 'RECORD'"),
        (["assess", COMPLETE.parent], "this is a folder, not a file"),
        (["results", "check", "x.csv"], "missing option '--pics'"),
        (
            ["results", "check", "x.csv", "--pics", COMPLETE, "--frozen", "2026-03-02"],
            "is not a date and time with",
        ),
        (["firmware", "verify", "x.bin"], "give one of --hash, --record and --against"),
        (["firmware", "hash", "x.bin", "--algorithm", "CRC"], "--algorithm"),
        (["plan", COMPLETE, "--reading", "B-02"], "'B-02' is not of the form B-02=a"),
        (["plan", COMPLETE, "--reading", "B-99=a"], "B-99 is not a reading of ocpp-1.6-v2.4"),
        (["plan", COMPLETE, "--reading", "B-02=z"], "B-02 has no alternative 'z'"),
        (
            ["plan", COMPLETE, "--reading", "B-02=a", "--reading", "B-02=b"],
            "B-02 is given twice, with different",
        ),
        (["plan", COMPLETE, "--only", "maybe"], "'maybe' is not one of"),
        (
            ["plan", COMPLETE, "--diff", COMPLETE, "-f", "xlsx"],
            "differences are written as table, json, markdown or csv",
        ),
        (["plan", COMPLETE, INCOMPLETE], "unexpected extra argument"),
        (["plan", "/"], "this is a folder, not a file"),
        (["plan", f"{COMPLETE}/inner.yaml"], "a part of this path is a file, not a folder"),
        (["explain", "nothing-like-it"], "there is nothing called 'nothing-like-it'"),
        (["schema", "everything"], "there is no schema 'everything' (choose from: pics, record, policy, findings, "),
        (["schema", "plans"], "there is no schema 'plans' (did you mean plan?)"),
        (["schema"], "name the schema (choose from: pics, record, policy, findings, "),
        (["plan", COMPLETE, "--order", "document", "--seed", "1"], "a seed is for the random order: use --order"),
        (["plan", COMPLETE, "--reading", "B-9=a", "--reading", "B-09=b"], "B-09 is given twice, with different"),
        (["plan", COMPLETE, "--reading", "B-029=a"], "is not a reading of ocpp-1.6-v2.4 (did you mean B-09 or B-02?"),
        (["plan", COMPLETE, "--reading", "B-2=z"], "B-02 has no alternative 'z' (choose from B-02=a, B-02=b; certkit"),
    ],
    ids=lambda value: " ".join(map(str, value))[:50] if isinstance(value, list) else "",
)
def test_a_mistake_is_one_line(arguments, says):
    result = certkit(*arguments)
    assert (result.code, result.out) == (2, "")
    assert result.err.count("\n") == 1
    assert result.err.startswith("certkit: ")
    assert says in result.err


def test_a_misspelt_file_has_those_nearby_as_a_hint(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "station.yaml").write_text("")
    assert (
        certkit("plan", "staton.yaml").err
        == "certkit: staton.yaml: there is no such file (did you mean station.yaml?)\n"
    )
    assert certkit("plan", "station.xlsx").err == (
        "certkit: station.xlsx: there is no such file (did you mean station.yaml?)\n"
    )
    assert certkit("plan", "x/y.yaml").err == "certkit: x/y.yaml: there is no such file (there is no folder x either)\n"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "the file is empty"),
        (b"# only a comment\n", "the file has only comments"),
        (b"a: b: c\n", "this is not valid YAML"),
        (b"general: {vendor: \xff}\n", "not UTF-8 text"),
        (b"general: {vendor: A}\ngeneral: {}\n", "is given twice"),
        (b"weather: fine\n", "does not look like a PICS"),
        (b"PK\x03\x04not a workbook", ""),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1an old workbook", ""),
    ],
    ids=["empty", "comments", "not YAML", "not UTF-8", "key twice", "something else", "broken ZIP", "old workbook"],
)
def test_a_file_that_is_no_statement_is_one_line(content, says):
    result = certkit("pics", "check", "-", stdin=content)
    assert (result.code, result.out) == (2, "1 file could not be read\n" if result.out else "")
    assert result.err.count("\n") == 1
    assert result.err.startswith("certkit: <stdin>")
    assert says in result.err


def test_a_file_that_may_not_be_read(tmp_path):
    path = tmp_path / "secret.yaml"
    path.write_text("")
    with mock.patch("pathlib.Path.open", side_effect=PermissionError(13, "Permission denied")):
        result = certkit("plan", path)
    assert result.err == f"certkit: {path}: the file may not be read (check its permissions)\n"


def test_without_arguments_there_is_help():
    for arguments in ([], ["pics"], ["edition"]):
        result = certkit(*arguments)
        assert result.code == 2
        assert result.out.startswith("Usage: certkit")


@pytest.mark.parametrize("command", [[], ["pics"], ["pics", "check"], ["plan"], ["explain"], ["schema"], ["edition"]])
@pytest.mark.parametrize("option", ["-h", "--help"])
def test_every_command_has_help(command, option):
    result = certkit(*command, option)
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith(f"Usage: {' '.join(['certkit', *command])}")


@pytest.mark.parametrize(
    "command", ["pics new", "pics check", "pics convert", "pics diff", "plan", "explain", "schema"]
)
def test_every_command_has_examples(command):
    assert f"    certkit {command}" in certkit(*command.split(), "-h").out


def test_the_version():
    assert certkit("--version").out.startswith("certkit 0.")


def test_a_bug_of_certkit_is_called_one():
    with mock.patch("certkit.cli.plan.make_plan", side_effect=KeyError("secret\x1b[31m")):
        result = certkit("plan", COMPLETE)
    assert (result.code, result.out) == (70, "")
    assert result.err.startswith("certkit: this is a bug of certkit, not your mistake: KeyError at ")
    assert result.err.count("\n") == 1


def test_the_traceback_is_there_for_those_who_ask(monkeypatch):
    with mock.patch("certkit.cli.plan.make_plan", side_effect=KeyError("x\x1b[31m")):
        asked = certkit("--debug", "plan", COMPLETE)
        monkeypatch.setenv("CERTKIT_DEBUG", "1")
        by_variable = certkit("plan", COMPLETE)
    for result in (asked, by_variable):
        assert result.code == 70
        assert "Traceback (most recent call last)" in result.err
        assert r"KeyError: 'x\x1b[31m'" in result.err


def test_an_interrupt_is_one_line():
    with mock.patch("certkit.cli.plan.make_plan", side_effect=KeyboardInterrupt):
        result = certkit("plan", COMPLETE)
    assert (result.code, result.out, result.err) == (130, "", "certkit: interrupted\n")


def test_a_reader_that_goes_away_is_no_error():
    process = subprocess.Popen(
        [*CERTKIT, "plan", str(COMPLETE), "-f", "json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    said = process.stderr.read()
    process.stderr.close()
    assert (process.wait(), said) == (141, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize("arguments", [["plan", COMPLETE, "-f", "json"], ["pics", "check", COMPLETE], ["--help"]])
def test_standard_output_on_a_disk_that_is_full(arguments):
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([*CERTKIT, *map(str, arguments)], stdout=full, stderr=subprocess.PIPE, check=False)
    said = "certkit: standard output cannot be written: No space left on device\n"
    assert (done.returncode, done.stderr.decode()) == (2, said)


def test_a_target_that_cannot_be_written(tmp_path):
    folder = certkit("plan", COMPLETE, "-o", tmp_path)
    assert (folder.code, folder.err) == (2, f"certkit: {tmp_path}: this is a folder, not a file (name a file in it)\n")
    with mock.patch("certkit.cli.output.write_file", side_effect=OSError(28, "No space left on device")):
        full = certkit("plan", "-", "-o", tmp_path / "plan.csv", stdin=COMPLETE.read_bytes())
    assert full.err == f"certkit: {tmp_path / 'plan.csv'}: the file cannot be written: No space left on device\n"
    assert list(tmp_path.iterdir()) == []


def test_a_device_is_written_to_and_not_replaced():
    result = certkit("plan", COMPLETE, "-f", "json", "-o", "/dev/null")
    assert (result.code, result.out, result.err) == (0, "", "")
    assert Path("/dev/null").is_char_device()


def test_a_file_that_is_far_too_large(tmp_path):
    path = tmp_path / "large.yaml"
    with path.open("wb") as file:
        file.truncate(64_000_001)
    assert certkit("plan", path).err == (
        f"certkit: {path}: the file has more than 64 million bytes (is it the right file?)\n"
    )


def test_a_folder_where_a_file_is_needed_names_what_is_in_it(tmp_path):
    for name in ("a.yaml", "b.xlsx", "c.yml", "d.json", "notes.txt"):
        (tmp_path / name).write_text("")
    assert certkit("plan", tmp_path).err == (
        f"certkit: {tmp_path}: this is a folder, not a file (in it there is a.yaml, b.xlsx, c.yml and 1 more)\n"
    )


@pytest.mark.parametrize("name", ["a\0b.yaml", "x" * 300])
def test_a_name_that_no_file_can_have(name):
    result = certkit("plan", name)
    assert result.code == 2
    assert result.err.count("\n") == 1
