"""``certkit record new|check|freeze``: what is printed, on which stream, and the exit codes."""

import json
import re
import shutil
from pathlib import Path

import jsonschema
import pytest
import yaml

from certkit.edition.rulebook import load_edition
from certkit.record.read_requirements import field_rules
from certkit.record.requirements import Shown
from certkit.record.write_schema import record_schema, write_record_schema
from certkit.resources import data_folder
from tests.cli.program import COMPLETE, CSMS, INCOMPLETE, certkit
from tests.findings.samples import HOSTILE
from tests.record.records import BASES

EXAMPLE = Path("examples/dossier")


@pytest.fixture
def example(tmp_path):
    return Path(shutil.copytree(EXAMPLE, tmp_path / "dossier")) / "record.yaml"


def change(path: Path, old: str, new: str) -> Path:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    path.write_text(text.replace(old, new), encoding="utf-8")
    return path


# -- check -------------------------------------------------------------------------------------------------------------
def test_the_example_shows_everything(example):
    result = certkit("record", "check", example)
    assert (result.code, result.err) == (0, "")
    assert re.fullmatch(r".*record\.yaml: \d+ met, \d+ not applicable\n", result.out)


def test_what_is_not_met_has_its_number_place_and_citation(example):
    result = certkit("record", "check", change(example, "speaks_directly: Yes", "speaks_directly: No"))
    assert result.code == 1
    assert "  73  not met         The station speaks OCPP itself, not by way of a server [6.1]\n" in result.out
    assert re.search(r"setup\.speaks_directly is No \(\S+record\.yaml:56:20\)", " ".join(result.out.split()))
    assert " 1 not met" in result.out.splitlines()[-1]


def test_what_is_not_shown_says_what_is_missing(example):
    result = certkit("record", "check", change(example, "  serial: EX22D-000417\n", ""))
    assert result.code == 1
    assert "  55  not shown       The certificate holds for one device" in result.out
    assert "device.serial is not answered" in result.out


def test_a_note_does_not_change_the_exit_code(example):
    result = certkit("record", "check", change(example, "  order: certkit plan --order random --seed 4711\n", ""))
    assert result.code == 0
    assert " 139  not shown       The tests are run in random order [8.2] (a note)\n" in result.out


def test_what_is_not_understood_is_said_with_its_line_and_a_way_out(example):
    result = certkit("record", "check", change(example, "  router: Yes", "  router: perhaps"))
    assert result.code == 1
    assert (
        "record.yaml:55:11: error RC-02 not-a-record-entry\n  setup.router: “perhaps” is not Yes or No\n" in result.out
    )
    assert "  help: Yes or No is expected\n" in result.out
    assert "setup.router could not be understood" in result.out
    assert "1 not understood" in result.out.splitlines()[-1]


def test_a_file_that_changed_is_said(example):
    (example.parent / "messages.log").write_text("another\n")
    (example.parent / "results.json").unlink()
    result = certkit("record", "check", example)
    assert result.code == 1
    assert "message log messages.log is not the file that was recorded\n" in result.out
    assert "results results.json there is no such file\n" in result.out


def test_a_statement_that_changed_is_not_the_frozen_one(example):
    change(example.parent / "pics.yaml", "RT-0: Yes", "RT-0: No")
    result = certkit("record", "check", example)
    assert result.code == 1
    assert "  52  not met " in result.out
    assert "another digest was frozen" in " ".join(result.out.split())


def test_json_has_every_requirement(example):
    result = certkit("record", "check", example, "--format", "json")
    assert result.code == 0
    document = json.loads(result.out)
    assert [row["number"] for row in document["requirements"]] == sorted(
        row["number"] for row in document["requirements"]
    )
    assert sum(document["summary"].values()) == len(document["requirements"])
    assert document["mode"] == "certification"
    assert {row["status"] for row in document["requirements"]} == {"met", "not applicable"}


def test_standard_input_is_a_record_of_this_folder(example, monkeypatch):
    monkeypatch.chdir(example.parent)
    result = certkit("record", "check", "-", stdin=example.read_bytes())
    assert result.code == 0
    assert result.out.startswith("<stdin>: ")


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", "the file is empty (certkit record new PICS -o record.yaml writes a form to fill in)"),
        (b"a: b: c", "this is not valid YAML: mapping values are not allowed in this context"),
        (b"record: 1\nedition: ocpp-9\n", "the file names the edition 'ocpp-9', which does not come with certkit"),
        (b"\x00", "the character U+0000 is not allowed in YAML"),
    ],
)
def test_a_record_that_cannot_be_read_is_one_line(tmp_path, content, error):
    path = tmp_path / "record.yaml"
    path.write_bytes(content)
    for command in ("check", "freeze"):
        result = certkit("record", command, path)
        assert result.code == 2
        assert result.out == ""
        assert result.err.count("\n") == 1
        assert result.err.startswith(f"certkit: {path}")
        assert error in result.err


def test_a_record_that_is_not_there():
    result = certkit("record", "check", "nowhere.yaml")
    assert (result.code, result.err) == (2, "certkit: nowhere.yaml: there is no such file\n")


@pytest.mark.parametrize("text", [text for text in HOSTILE if text != "\ud800"])
def test_hostile_text_does_not_steer_the_terminal(example, text):
    quoted = json.dumps(text, ensure_ascii=False)
    change(example, "name: Example Test Laboratory", f"name: {quoted}")
    change(example, "router: Yes", f"router: {quoted}")
    change(example, "file: messages.log", f"file: {quoted}")
    change(example, "remarks: ", f"? {quoted}\n: x\nremarks: ")
    change(example, "instruments: [", f"instruments: [{quoted}, ")
    for options in ((), ("--all",), ("--color", "always")):
        result = certkit("record", "check", example, *options)
        assert result.code == 1
        plain = re.sub(r"\x1b\[[0-9;]*m", "", result.out) if options else result.out
        assert all(line.isprintable() for line in plain.split("\n"))
        assert "\x1b[31mred" not in result.out
    assert json.loads(certkit("record", "check", example, "-f", "json").out)
    result = certkit("record", "freeze", example)
    assert all(line.isprintable() for line in result.err.split("\n"))


# -- new ---------------------------------------------------------------------------------------------------------------
def test_a_form_is_written_and_checked(tmp_path):
    shutil.copy(CSMS, tmp_path / "pics.yaml")
    record = tmp_path / "record.yaml"
    result = certkit("record", "new", tmp_path / "pics.yaml", "-o", record)
    assert (result.code, result.out) == (0, "")
    assert result.err == f"certkit: wrote {record}; fill it in, then run: certkit record check {record}\n"
    checked = certkit("record", "check", record)
    assert checked.code == 1
    assert re.search(r"record\.yaml: 1 met, \d+ not shown, \d+ not applicable\n$", checked.out)


def test_a_form_is_not_overwritten(tmp_path):
    record = tmp_path / "record.yaml"
    record.write_text("mine")
    result = certkit("record", "new", CSMS, "-o", record)
    assert result.code == 2
    assert "the file already exists (use --force to overwrite it)" in result.err
    assert record.read_text() == "mine"
    assert certkit("record", "new", CSMS, "-o", record, "--force").code == 0


def test_a_pics_elsewhere_is_not_named(tmp_path):
    result = certkit("record", "new", CSMS, "-o", tmp_path / "record.yaml")
    assert "the PICS is not in the folder of the record" in result.err
    assert "\n  file:\n" in (tmp_path / "record.yaml").read_text()


def test_a_statement_with_errors_is_frozen_with_a_warning():
    result = certkit("record", "new", INCOMPLETE)
    assert result.code == 0
    assert "certkit: the statement has " in result.err
    assert "error" not in certkit("record", "new", COMPLETE).err


def test_the_mode_is_one_of_three():
    assert certkit("record", "new", CSMS, "--mode", "test").code == 2
    assert "\nmode: declaration\n" in certkit("record", "new", CSMS, "--mode", "declaration").out


def test_a_workbook_will_do(tmp_path):
    shutil.copy("examples/station.xlsx", tmp_path / "pics.xlsx")
    assert certkit("record", "new", tmp_path / "pics.xlsx", "-o", tmp_path / "record.yaml").code == 0
    assert "  file: pics.xlsx\n" in (tmp_path / "record.yaml").read_text()
    assert "1 met" in certkit("record", "check", tmp_path / "record.yaml").out


def test_the_zone_is_that_of_the_clock(tmp_path, monkeypatch):
    import time

    try:
        monkeypatch.setenv("TZ", "Etc/GMT-3")
        time.tzset()
        assert '\nutc_offset: "+03:00"\n' in certkit("record", "new", CSMS).out
    finally:
        monkeypatch.undo()
        time.tzset()


# -- the schema --------------------------------------------------------------------------------------------------------
def complaints(text: str) -> list[str]:
    document = yaml.load(text, Loader=_Core)
    return [f"{error.json_path}: {error.message}" for error in VALIDATOR.iter_errors(document)]


class _Core(yaml.SafeLoader):
    """What an editor makes of the file: YAML 1.2 with numbers, true and null, and days and times as text."""


_Core.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in pairs if not tag.endswith(("timestamp", "bool"))]
    for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
VALIDATOR = jsonschema.Draft202012Validator(record_schema())


def test_the_schema_is_one():
    jsonschema.Draft202012Validator.check_schema(record_schema())
    assert record_schema()["$id"] == "urn:certkit:record:1"


def test_the_file_is_what_is_generated_and_what_is_printed():
    shipped = (data_folder("schemas") / "record.schema.json").read_bytes()
    assert shipped == write_record_schema(field_rules(load_edition())), "certkit schema all -o schemas"
    assert certkit("schema", "record").raw == shipped


def test_it_takes_the_example_and_every_form(example):
    assert complaints(example.read_text(encoding="utf-8")) == []
    for path in (COMPLETE, CSMS, INCOMPLETE):
        for mode in ("certification", "re-certification", "declaration"):
            assert complaints(certkit("record", "new", path, "--mode", mode).out) == []


@pytest.mark.parametrize("name", BASES)
def test_it_takes_what_the_reader_takes(name):
    assert complaints(json.dumps(BASES[name].document)) == []


@pytest.mark.parametrize(
    "text",
    [
        "record: 2",
        "labratory: {}",
        "mode: trial",
        "setup: ethernet",
        "setup: {router: perhaps}",
        "network: {}",
        "network: [{csq: 50}]",
        "network: [{rssi: 5}]",
        "network: [{latency: fast}]",
        "pics: {pics_sha256: abc}",
        "pics: {verified_on: 1.2.2026}",
        "utc_offset: CET",
        "intake: {security_profile: 4}",
        "setup: {actions: {functions: [jump]}}",
        "results: [{file: a, sha265: b}]",
    ],
)
def test_it_refuses_what_the_reader_refuses(text):
    assert complaints(text)


def test_with_schema_writes_it_beside_the_form(tmp_path):
    result = certkit("record", "new", CSMS, "-o", tmp_path / "record.yaml", "--with-schema")
    assert result.code == 0
    assert (tmp_path / "record.schema.json").read_bytes() == write_record_schema(field_rules(load_edition()))
    first = (tmp_path / "record.yaml").read_text().splitlines()[0]
    assert first == "# yaml-language-server: $schema=./record.schema.json"
    assert certkit("record", "new", CSMS, "--with-schema").code == 2


def test_no_status_is_lost_on_the_way_to_programs():
    assert {status.value for status in Shown} == {"met", "not met", "not shown", "not applicable"}


def test_a_digest_that_is_none_is_mended_by_force(example):
    digest = re.findall(r"results\.json\n    sha256: (\w+)", example.read_text())[0]
    change(example, digest, "zzzz")
    result = certkit("record", "freeze", example)
    assert result.code == 1
    assert "results.json: its recorded digest is not a SHA-256" in result.err
    assert "1 entry not understood" in result.err
    result = certkit("record", "freeze", "--force", example)
    assert (result.code, result.err.count("not understood")) == (0, 0)
    assert digest in example.read_text()


def test_a_statement_is_no_record(example):
    result = certkit("record", "check", example.parent / "pics.yaml")
    assert result.code == 2
    assert "this is a PICS, not a test record" in result.err
