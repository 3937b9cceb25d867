"""certkit assess: exit codes, formats, where it writes, and that no text of a file acts in what it writes."""

import json
import re
import shutil
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser

import pytest

from tests.cli.program import certkit
from tests.verdict.changes import (
    DECIDED,
    WHAT,
    decision,
    drop,
    each,
    fields,
    incident,
    later_from,
    text,
)
from tests.verdict.dossiers import SOURCE, as_bytes, declaration, example, moment
from tests.verdict.example import FOLDER, record

RECORD = FOLDER / SOURCE
HOSTILE = '<script src="https://evil.example/x.js">alert(1)</script>"onload=\'x\'&amp;'
STEERING = "\x1b[2J\x1b]0;title\x07\u202egnp.exe\u2066\u200b\x85\u2028"
VOID = {"meta", "br"}
ATTRIBUTES = {"data-label", "lang", "charset", "http-equiv", "content", "name", "class"}


class Page(HTMLParser):
    """The elements of a page with their attributes, whether they are closed in order, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text = ""
        self.style = ""
        self.feed(page)
        self.close()
        assert not self.open

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open[-1:] == ["style"]:
            self.style += data
        else:
            self.text += data


def written(dossier, folder, **options) -> str:
    return str(dossier.write(folder, **options))


def hostile(word: str):
    """The example with a text in every free field of record, PICS and results that a vendor can write, and a file so
    named."""
    dossier = example()
    quoted = json.dumps(word)  # is YAML too
    for key in ("serial", "hardware", "model", "firmware_version", "name", "connection_tester", "remarks"):
        dossier.text = re.sub(rf"(\n *{key}:)[^\n]*", lambda found: f"{found[1]} {quoted}", dossier.text, count=1)
    dossier.change_pics("vendor: Example Charging GmbH", f"vendor: {quoted}")
    dossier.incident(id=quoted, kind="crash", at="2026-03-03 08:50", caused_by="laboratory", decided_by=quoted, **WHAT)
    dossier.decision(reference=quoted, date="2026-03-06", ground=quoted, test_cases=f"[TC_010, {quoted}]")
    fields("TC_010", verdict=word, ocppVersion="1.6 " + word)(dossier)
    fields("TC_012", testCaseName=word)(dossier)
    fields("TC_013", configuration=word, logfile=word)(dossier)
    name = "more" + word.replace("/", "").replace("\x1b", "").replace("\x07", "").replace("\x85", "")
    (dossier.files[name],) = [as_bytes([record("TC_010_CS", "fail", moment("14:30"), 90)])]
    return dossier.change("\nresults:\n", f"\nresults:\n  - file: {json.dumps(name)}\n")


@pytest.mark.parametrize(
    ("change", "word", "code"),
    [
        (lambda d: None, "PASS", 0),
        (drop("TC_010"), "INCOMPLETE", 1),
        (fields("TC_010", verdict="fail"), "FAIL", 1),
    ],
)
def test_the_exit_code_is_that_of_the_verdict_in_every_format(change, word, code, tmp_path):
    dossier = example()
    change(dossier)
    path = written(dossier, tmp_path)
    told = certkit("assess", path)
    assert (told.code, told.out.partition(":")[0]) == (code, word)
    told = certkit("assess", path, "--format", "json")
    assert (told.code, json.loads(told.out)["verdict"]) == (code, word.lower())
    told = certkit("assess", path, "--format", "html")
    assert (told.code, f"<title>{word}: certification of" in told.out) == (code, True)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "there is no such file"),
        (b"", "the file is empty"),
        (b"mode: [", "this is not valid YAML"),
        (b"- a list\n", ""),
        (b"\xff\xfe\x00\xd8", ""),
    ],
)
def test_a_record_that_cannot_be_read_is_one_line_and_exit_code_2(content, message, tmp_path):
    path = tmp_path / SOURCE
    if content is not None:
        path.write_bytes(content)
    told = certkit("assess", path)
    assert told.code == 2
    assert told.out == ""
    assert message in told.err
    assert "Traceback" not in told.err
    assert str(path) in told.err.splitlines()[0]


def test_a_record_of_an_unknown_edition_without_a_statement_is_exit_code_2(tmp_path):
    dossier = example().change("edition: ocpp-1.6-v2.4", "edition: ocpp-9.9").change("  file: pics.yaml\n", "")
    told = certkit("assess", written(dossier, tmp_path))
    assert told.code == 2
    assert "ocpp-9.9" in told.err


def test_an_unknown_option_is_exit_code_2():
    assert certkit("assess", RECORD, "--format", "pdf").code == 2


@pytest.mark.parametrize(
    ("name", "begin"),
    [("v.json", b'{"version": 1'), ("v.html", b"<!doctype html>"), ("v.HTM", b"<!doctype html>"), ("v.txt", b"PASS: ")],
)
def test_the_name_of_the_file_says_the_format(name, begin, tmp_path):
    told = certkit("assess", RECORD, "-o", tmp_path / name)
    assert told.code == 0
    assert (tmp_path / name).read_bytes().startswith(begin)
    assert told.out == ""
    assert told.err == f"certkit: wrote {tmp_path / name}: pass\n"


def test_the_option_decides_over_the_name(tmp_path):
    certkit("assess", RECORD, "-o", tmp_path / "v.html", "--format", "json")
    assert json.loads((tmp_path / "v.html").read_text())["verdict"] == "pass"


def test_a_file_that_is_there_is_overwritten_only_by_force(tmp_path):
    target = tmp_path / "v.json"
    target.write_text("mine")
    told = certkit("assess", RECORD, "-o", target)
    assert (told.code, target.read_text()) == (2, "mine")
    assert "--force" in told.err
    assert certkit("assess", RECORD, "-o", target, "--force").code == 0
    assert json.loads(target.read_text())["verdict"] == "pass"


def test_it_never_writes_over_the_evidence(tmp_path):
    """Without --force no file of the dossier can be the output."""
    shutil.copytree(FOLDER, tmp_path / "d")
    before = {path.name: path.read_bytes() for path in (tmp_path / "d").iterdir()}
    for name in before:
        assert certkit("assess", tmp_path / "d" / SOURCE, "-o", tmp_path / "d" / name).code == 2
    assert {path.name: path.read_bytes() for path in (tmp_path / "d").iterdir()} == before


def test_a_record_from_standard_input_has_its_files_in_the_folder_it_is_called_in(monkeypatch):
    monkeypatch.chdir(FOLDER)
    assert certkit("assess", "-", stdin=RECORD.read_bytes()).code == 0


def test_another_folder_changes_nothing_but_the_paths(tmp_path, monkeypatch):
    shutil.copytree(FOLDER, tmp_path / "d")
    monkeypatch.chdir(tmp_path)
    there = certkit("assess", "d/record.yaml", "--format", "json").out
    monkeypatch.chdir(tmp_path / "d")
    here = certkit("assess", "record.yaml", "--format", "json").out
    assert there.replace('"d/', '"') == here


def test_the_same_dossier_gives_the_same_bytes():
    for form in ("text", "json", "html"):
        assert certkit("assess", RECORD, "--format", form).raw == certkit("assess", RECORD, "--format", form).raw


def test_text_says_each_reason_with_place_way_out_and_citation(tmp_path):
    dossier = example()
    each(fields("TC_010", verdict="fail"), drop("TC_012"))(dossier)
    lines = certkit("assess", written(dossier, tmp_path)).out.splitlines()
    place = next(number for number, line in enumerate(lines) if "fail VD-21 failed" in line)
    assert lines[place] == f"{tmp_path}/results.json:699:3: fail VD-21 failed"
    assert lines[place + 1 : place + 5] == [
        "  TC_010 failed 2026-03-03 09:38:48",
        "  help: Fix the device, rerun all test cases, and record the full restart under incidents.",
        "  see:  5.4; 5.5; 7.1.3 (requirements 49, 54, 112)",
        "",
    ]
    assert "Blocking issues (2)" in lines


def test_json_has_every_reason_with_its_place(tmp_path):
    dossier = example()
    each(fields("TC_010", verdict="fail"), decision(**{**DECIDED, "test_cases": "[TC_012]"}))(dossier)
    document = json.loads(certkit("assess", written(dossier, tmp_path), "--format", "json").out)
    failed, *others = document["reasons"]
    assert failed["code"] == "VD-21"
    assert failed["effect"] == "fail"
    assert failed["where"] == {"file": f"{tmp_path}/results.json", "line": 699, "column": 3}
    assert failed["test_cases"] == ["TC_010"]
    assert {one["effect"] for one in others} == {"note"}
    (decided,) = document["decisions"]
    assert decided["names"] == ["TC_012"]
    assert decided["waived"] == []
    assert len(document["test_cases"]) == 89
    assert [part["verdict"] for part in document["parts"]] == ["pass", "pass", "fail", "pass", "pass", "pass"]


def test_json_has_the_gaps_of_a_declaration_run(tmp_path):
    dossier = declaration()
    later_from("TC_087", seconds=898)(dossier)
    document = json.loads(certkit("assess", written(dossier, tmp_path), "--format", "json").out)
    run = document["declaration_run"]
    assert (run["began"], run["ended"]) == ("2026-03-03T09:00:00+01:00", "2026-03-03T13:03:56+01:00")
    assert run["seconds"] == 14636
    assert [gap for gap in run["gaps"] if gap["too_long"]] == [
        {
            "after": "TC_077",
            "before": "000_RESET",
            "began": "2026-03-03T12:46:27+01:00",
            "seconds": 901,
            "too_long": True,
        }
    ]
    assert sum(gap["seconds"] for gap in run["gaps"]) == 180 * 3 + 901


def test_the_statement_that_is_not_the_frozen_one_is_not_said_to_be_as_recorded(tmp_path):
    dossier = example().change_pics("rfid_readers: single", "rfid_readers: one per EVSE")
    document = json.loads(certkit("assess", written(dossier, tmp_path, bind=False), "--format", "json").out)
    (pics,) = [file for file in document["files"] if file["role"] == "PICS"]
    assert pics["digest_matches"] is False
    assert pics["problem"] == "the statement is not the one that was frozen"


def page_of(dossier, folder) -> tuple[Page, str]:
    page = certkit("assess", written(dossier, folder), "--format", "html").raw.decode("utf-8")
    return Page(page), page


def test_html_is_one_page_that_loads_and_runs_nothing(tmp_path):
    parsed, page = page_of(example(), tmp_path)
    names = {name for name, _ in parsed.elements}
    assert names.isdisjoint({"script", "link", "img", "iframe", "object", "embed", "form", "base", "a", "svg", "audio"})
    attributes = {name for _, given in parsed.elements for name in given}
    assert attributes == ATTRIBUTES
    assert "url(" not in parsed.style
    assert "@import" not in parsed.style
    assert not re.search(r"https?:|//", page)


def test_the_policy_of_the_page_allows_its_own_style_alone(tmp_path):
    parsed, _ = page_of(example(), tmp_path)
    (policy,) = [given["content"] for name, given in parsed.elements if given.get("http-equiv")]
    digest = b64encode(sha256(parsed.style.encode()).digest()).decode()
    assert policy == f"default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'sha256-{digest}'"
    assert [name for name, _ in parsed.elements].index("meta") < [name for name, _ in parsed.elements].index("style")


def test_html_shows_what_decides(tmp_path):
    dossier = example()
    each(fields("TC_010", verdict="fail"), fields("TC_012", verdict="fail"), decision(**DECIDED))(dossier)
    incident(kind="full restart", at="2026-03-03 08:50", **WHAT)(dossier)
    parsed, _ = page_of(dossier, tmp_path)
    for said in (
        "✗ FAIL",
        "Example Charging GmbH EX-22 Duo",
        "TC_012 failed 2026-03-03 12:04:48",
        "5.4; 5.5; 7.1.3",
        "Fix the device, rerun all test cases",
        "CWG-2026-07",
        "a bug of the tool in this test",
        "full restart 2026-03-03 08:50:00: earlier results are invalid",
        "fail 2026-03-03 10:27:02 (attributed to a set-up issue)",
        "Transaction authorization time by RemoteStartTransaction",
    ):
        assert said in parsed.text, said


@pytest.mark.parametrize("word", [HOSTILE, STEERING], ids=["mark-up", "steering"])
def test_no_text_of_a_file_acts_in_the_page(word, tmp_path):
    clean, _ = page_of(example(), tmp_path)
    parsed, page = page_of(hostile(word), tmp_path)
    assert {name for name, _ in parsed.elements} <= {name for name, _ in clean.elements}
    assert {name for _, given in parsed.elements for name in given} == ATTRIBUTES
    assert "<script" not in page
    assert all(character.isprintable() or character == "\n" for character in page)


def test_mark_up_is_shown_as_it_stands(tmp_path):
    parsed, _ = page_of(hostile(HOSTILE), tmp_path)
    assert parsed.text.count(HOSTILE) > 5


@pytest.mark.parametrize("word", [HOSTILE, STEERING], ids=["mark-up", "steering"])
def test_no_text_of_a_file_steers_the_terminal(word, tmp_path):
    told = certkit("assess", written(hostile(word), tmp_path))
    assert told.code == 1
    assert all(character.isprintable() or character == "\n" for character in told.out + told.err)


def test_what_would_steer_is_shown_as_what_it_is(tmp_path):
    """Text that a record refuses is not taken over; a file's name may have it, and is shown with it spelt out."""
    told = certkit("assess", written(hostile(STEERING), tmp_path))
    assert "device.serial: the text contains the character U+001B, which cannot be printed" in told.out
    assert "more[2J]0;title\\u202egnp.exe\\u2066\\u200b\\u2028" in told.out


@pytest.mark.parametrize("word", [HOSTILE, STEERING], ids=["mark-up", "steering"])
def test_json_of_hostile_texts_is_json_without_control_characters(word, tmp_path):
    told = certkit("assess", written(hostile(word), tmp_path), "--format", "json")
    document = json.loads(told.out)
    assert document["verdict"] == "fail"
    assert document["device"].get("serial") == (HOSTILE if word is HOSTILE else None)
    assert "\x1b" not in told.out


def test_colour_is_only_for_the_terminal(tmp_path):
    assert "\x1b[" in certkit("assess", RECORD, "--color", "always").out
    certkit("assess", RECORD, "--color", "always", "-o", tmp_path / "v.txt")
    assert "\x1b" not in (tmp_path / "v.txt").read_text()


def test_text_keeps_to_the_width(tmp_path):
    dossier = example()
    each(drop("TC_010"), text("serial: EX22D-000417", "serial: " + "long words " * 30))(dossier)
    told = certkit("assess", written(dossier, tmp_path), "--color", "never").out
    assert max(map(len, (line for line in told.splitlines() if str(tmp_path) not in line))) <= 120
