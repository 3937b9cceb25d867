"""Freezing: digests are written in place, everything else stays byte by byte, and none that differs is overwritten."""

import hashlib
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certkit.record.read_yaml import read_record_yaml
from tests.cli.program import CSMS, certkit
from tests.record.records import station

FILES = {"results.json": b"{}", "more results.json": b"{} ", "keys.json": b"[]", "octt.json": b"1", "log.txt": b"log\n"}
D = {name: hashlib.sha256(content).hexdigest() for name, content in FILES.items()}
OTHER = "0" * 64


@pytest.fixture
def dossier(tmp_path):
    for name, content in FILES.items():
        (tmp_path / name).write_bytes(content)
    return tmp_path


def frozen(folder, text: str | bytes, *options: str, code: int = 0) -> str:
    """The record's text after freezing."""
    path = folder / "record.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    result = certkit("record", "freeze", path, *options)
    assert result.code == code, result.err
    assert "Traceback" not in result.err
    return path.read_bytes().decode()


HEAD = "record: 1\n"
CASES = {
    "empty": (
        "results:\n  - file: results.json\n    sha256:\n",
        "results:\n  - file: results.json\n    sha256: {results}\n",
    ),
    "empty with a comment": (
        "configuration:\n  file: keys.json\n  sha256:   # later\n",
        "configuration:\n  file: keys.json\n  sha256: {keys} # later\n",
    ),
    "comment close to the colon": (
        "configuration:\n  file: keys.json\n  sha256: # later\n",
        "configuration:\n  file: keys.json\n  sha256: {keys} # later\n",
    ),
    "left out in a list": (
        "results:\n  - file: results.json   # the first\n  - file: more results.json\n",
        "results:\n  - sha256: {results}\n    file: results.json   # the first\n"
        "  - sha256: {more}\n    file: more results.json\n",
    ),
    "left out in a group": (
        "configuration:\n  # the keys\n  file: keys.json\n  read_at: 2026-03-02 15:10\n",
        "configuration:\n  # the keys\n  sha256: {keys}\n  file: keys.json\n  read_at: 2026-03-02 15:10\n",
    ),
    "in braces": ("logs: [{file: log.txt}]\n", "logs: [{sha256: {log}, file: log.txt}]\n"),
    "in braces, empty": (
        "logs: [{file: log.txt, sha256: }, {file: results.json,sha256: ~}]\n",
        "logs: [{file: log.txt, sha256: {log}}, {file: results.json,sha256: {results}}]\n",
    ),
    "null": (
        "tool:\n  configuration_file: {file: octt.json, sha256: null}\n",
        "tool:\n  configuration_file: {file: octt.json, sha256: {octt}}\n",
    ),
    "empty quotes": ('logs:\n- file: log.txt\n  sha256: ""\n', "logs:\n- file: log.txt\n  sha256: {log}\n"),
    "windows lines": ("logs:\r\n- file: log.txt\r\n  sha256:\r\n", "logs:\r\n- file: log.txt\r\n  sha256: {log}\r\n"),
    "no line end": ("logs:\n- file: log.txt\n  sha256:", "logs:\n- file: log.txt\n  sha256: {log}"),
    "there already": (
        "logs:\n- file: log.txt\n  sha256: {log} # mine\n",
        "logs:\n- file: log.txt\n  sha256: {log} # mine\n",
    ),
    "in capitals": (
        "logs:\n- file: log.txt\n  sha256: {LOG}\n",
        "logs:\n- file: log.txt\n  sha256: {LOG}\n",
    ),
}


def filled(text: str) -> str:
    names = {"results": "results.json", "more": "more results.json", "keys": "keys.json", "octt": "octt.json"}
    for short, name in {**names, "log": "log.txt"}.items():
        text = text.replace(f"{{{short}}}", D[name]).replace(f"{{{short.upper()}}}", D[name].upper())
    return text


@pytest.mark.parametrize("name", CASES)
def test_a_digest_is_written_where_it_belongs(dossier, name):
    before, after = (filled(text) for text in CASES[name])
    assert frozen(dossier, HEAD + before) == HEAD + after


@pytest.mark.parametrize("name", CASES)
def test_freezing_twice_changes_nothing(dossier, name):
    once = frozen(dossier, HEAD + filled(CASES[name][0]))
    assert frozen(dossier, once) == once


def test_a_byte_order_mark_stays(dossier):
    before = b"\xef\xbb\xbfrecord: 1\nlogs:\n- file: log.txt\n"
    assert frozen(dossier, before) == f"\ufeffrecord: 1\nlogs:\n- sha256: {D['log.txt']}\n  file: log.txt\n"


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("row", [{"file": "log.txt"}, {"file": "log.txt", "sha256": None}])
def test_json_stays_json(dossier, indent, row):
    text = frozen(dossier, json.dumps({"record": 1, "logs": [row, {"file": "keys.json"}]}, indent=indent))
    logs = [{"file": "log.txt", "sha256": D["log.txt"]}, {"file": "keys.json", "sha256": D["keys.json"]}]
    assert json.loads(text) == {"record": 1, "logs": logs}


@pytest.mark.parametrize("written", [OTHER, f'"{OTHER}"', f"'{OTHER}' # the old one", "not a digest"])
def test_a_digest_that_differs_is_left_alone_without_force(dossier, written):
    text = f"{HEAD}logs:\n- file: log.txt\n  sha256: {written}\nconfiguration:\n  file: keys.json\n  sha256:\n"
    after = frozen(dossier, text, code=1)
    assert after == text[:-1] + f" {D['keys.json']}\n"


def test_force_records_the_file_as_it_is(dossier):
    text = f"{HEAD}logs:\n- file: log.txt\n  sha256: '{OTHER}' # the old one\n"
    assert frozen(dossier, text, "--force") == f"{HEAD}logs:\n- file: log.txt\n  sha256: {D['log.txt']} # the old one\n"


def test_the_statement_s_digest_is_never_written(dossier):
    (dossier / "pics.yaml").write_bytes(CSMS.read_bytes())
    text = f"{HEAD}pics:\n  file: pics.yaml\n  pics_sha256: {OTHER}\n"
    assert frozen(dossier, text, "--force", code=1) == text
    result = certkit("record", "freeze", dossier / "record.yaml", "--force")
    assert "pics.yaml: this is not the frozen statement; its recorded digest is kept" in result.err
    text = f"{HEAD}pics:\n  file: pics.yaml\n  pics_sha256:\n"
    assert frozen(dossier, text, "--force") == text


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("logs: [{file: nowhere.txt}]\n", "nowhere.txt: there is no such file"),
        ("logs: [{file: .git}]\n", ".git: this is a folder, not a file"),
        ("logs: [{flie: log.txt}]\n", "1 entry not understood; run `certkit record check "),
        ("logs: [{file: ../log.txt}, a]\n", "2 entries not understood; run `certkit record check "),
        ("pics: {file: nowhere.yaml}\n", "nowhere.yaml: there is no such file"),
        ("firmware: {file: nowhere.bin}\n", "nowhere.bin: there is no such file"),
    ],
)
def test_what_is_not_frozen_is_said(dossier, text, complaint):
    (dossier / ".git").mkdir()
    assert frozen(dossier, HEAD + text, code=1) == HEAD + text
    assert complaint in certkit("record", "freeze", dossier / "record.yaml").err


@pytest.mark.parametrize(
    "text",
    [
        f"logs:\n- file: log.txt\n  sha256: |\n    {OTHER}\n",
        f"logs:\n- file: log.txt\n  sha256:\n    {OTHER[:30]}\n    {OTHER[30:]}\n",
        f'logs:\n- file: log.txt\n  sha256: "a\\\n    {OTHER}"\n',
    ],
)
def test_what_cannot_be_replaced_safely_is_refused(dossier, text):
    assert frozen(dossier, HEAD + text, "--force", code=2) == HEAD + text


def test_standard_input_cannot_be_frozen():
    result = certkit("record", "freeze", "-", stdin=b"record: 1\n")
    assert (result.code, result.err) == (2, "certkit: a record is frozen in its file, not on standard input\n")


# -- any record --------------------------------------------------------------------------------------------------------
NAMES = st.sampled_from([*FILES, "nowhere.txt"])
STATED = st.sampled_from(["", "~", OTHER, "{right}", "{RIGHT}", "junk", None])
COMMENTS = st.sampled_from(["", "  # a: comment {}", " #"])


@st.composite
def rows(draw):
    name, stated = draw(NAMES), draw(STATED)
    right = D.get(name, "f" * 64)
    pairs = [f"file: {name}"]
    if stated is not None:
        pairs.insert(draw(st.integers(0, 1)), f"sha256: {stated.format(right=right, RIGHT=right.upper())}".rstrip())
    if draw(st.booleans()) and not any(pair == "sha256:" for pair in pairs):
        return [f"  - {{{', '.join(pairs)}}}{draw(COMMENTS)}"]
    lines = [f"    {pair}{draw(COMMENTS)}" for pair in pairs]
    return [f"  - {lines[0].strip()}", *lines[1:]]


@settings(max_examples=60, deadline=None)
@given(st.lists(rows(), min_size=1, max_size=4), st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_nothing_but_digests_is_written(tmp_path_factory, entries, end, force):
    folder = tmp_path_factory.mktemp("dossier")
    for name, content in FILES.items():
        (folder / name).write_bytes(content)
    text = end.join([HEAD.strip(), "results:  # all of them", *(line for entry in entries for line in entry), ""])
    path = folder / "record.yaml"
    path.write_bytes(text.encode())
    assert certkit("record", "freeze", path, *(["--force"] if force else [])).code in (0, 1)
    after = path.read_bytes().decode()
    assert without_digests(after) == without_digests(text, *(["junk", OTHER] if force else []))
    old, new = read_record_yaml(text.encode(), "x"), read_record_yaml(after.encode(), "x")
    assert len(old.fields.results.rows) == len(new.fields.results.rows)
    for one, other in zip(old.fields.results.rows, new.fields.results.rows, strict=True):
        assert one.file.value == other.file.value
        right = D.get(one.file.value or "")
        stands = one.sha256.value is not None or bool(one.sha256.refused)
        if right is None or (stands and not force):
            assert (one.sha256.value, one.sha256.refused) == (other.sha256.value, other.sha256.refused)
        else:
            assert other.sha256.value == right


def without_digests(text: str, *others: str) -> str:
    """The text without keys of digests, their values and blanks: what freezing may not touch."""
    for digest in (*D.values(), *(digest.upper() for digest in D.values()), OTHER, "f" * 64, *others, "junk"):
        text = text.replace(digest, "")
    for mark in ("sha256:", "~", "-", " ", ",", "\r", "\n"):
        text = text.replace(mark, "")
    return text


def test_a_whole_dossier(tmp_path):
    """A form that is filled in, frozen, and then has every file bound."""
    for name in ("octt.json", "keys.json", "results.json", "fw.bin"):
        (tmp_path / name).write_bytes(name.encode())
    text = frozen(tmp_path, json.dumps({**station.document, "pics": {}}, indent=1))
    record = read_record_yaml(text.encode(), "record.yaml")
    assert record.fields.tool.configuration_file.sha256.value == hashlib.sha256(b"octt.json").hexdigest()
    assert record.fields.configuration.sha256.value == hashlib.sha256(b"keys.json").hexdigest()
    assert record.fields.results.rows[0].sha256.value == hashlib.sha256(b"results.json").hexdigest()
