"""Reading a record: every bad value is a finding with its line and a way out, and none of it counts as an answer."""

import json
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certkit.errors import CertkitError
from certkit.record.model import Record
from certkit.record.read_yaml import read_record_yaml
from tests.pics.test_fuzz_yaml import PIECES
from tests.record.records import BASES, of_text, shown, station


def one(text: str):
    (finding,) = of_text(text).findings
    assert finding.hint
    return finding


BAD = [
    # path, what stands there, what is said of it
    ("mode", "certificate", "mode: “certificate” is not certification, re-certification or declaration"),
    ("utc_offset", "CET", "utc_offset: “CET” is not the offset from UTC, as in +01:00, or Z"),
    ("utc_offset", "+15:00", "utc_offset: “+15:00” is not the offset from UTC, as in +01:00, or Z"),
    ("pics.pics_sha256", "ab12", "pics.pics_sha256: “ab12” is not a SHA-256, 64 hexadecimal digits"),
    ("pics.frozen_at", "yesterday", "pics.frozen_at: “yesterday” is not a day and a time, as in 2026-02-28 13:45 or "),
    ("pics.frozen_at", "2026-02-30 10:00", "pics.frozen_at: “2026-02-30 10:00” is no day and time of the calendar"),
    ("pics.frozen_at", "2026-02-28 24:30", "pics.frozen_at: “2026-02-28 24:30” is no day and time of the calendar"),
    ("pics.frozen_at", "1999-12-31 10:00", "pics.frozen_at: “1999-12-31 10:00” is not in the years 2000 to 2199"),
    ("pics.verified_on", "28.2.2026", "pics.verified_on: “28.2.2026” is not a day, as in 2026-02-28"),
    ("pics.verified_on", "2026-02-29", "pics.verified_on: “2026-02-29” is no day of the calendar"),
    ("pics.verified", "maybe", "pics.verified: “maybe” is not Yes or No"),
    ("intake.security_profile", "4", "intake.security_profile: “4” is not a whole number from 1 to 3"),
    ("intake.security_profile", "one", "intake.security_profile: “one” is not a whole number from 1 to 3"),
    ("setup.sim_cards", "1.5", "setup.sim_cards: “1.5” is not a whole number, 0 or more"),
    ("setup.actions.functions", "[plug, jump]", "setup.actions.functions: “jump” is not plug, authorize, suspend EV, "),
    ("network", "[{csq: 50}]", "network[1].csq: “50” is not a whole number from 0 to 31, or 99 for unknown"),
    ("network", "[{rssi: 81}]", "network[1].rssi: “81” is not a number of dBm from -150 to 0"),
    ("network", "[{}, {technology: 5G}]", "network[2].technology: “5G” is not WiFi, ethernet, 2G, 3G or 4G"),
    ("laboratory.name", '"a\\x1b[31mb"', "laboratory.name: the text contains the character U+001B, which cannot be "),
    ("laboratory.name", "x" * 1001, "laboratory.name: the text has 1001 characters; at most 1000 are allowed"),
]


def nested(path: str, value: str) -> str:
    """The record's text with a value at a path, on the last line."""
    lines = ["record: 1"]
    *groups, last = path.split(".")
    for depth, part in enumerate(groups):
        lines.append(f"{'  ' * depth}{part}:")
    lines.append(f"{'  ' * len(groups)}{last}: {value}")
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize(("path", "value", "message"), BAD)
def test_a_bad_value(path, value, message):
    text = nested(path, value)
    finding = one(text)
    assert finding.code == "RC-02"
    assert finding.message.startswith(message)
    assert finding.where is not None
    assert finding.where.line == text.count("\n")
    assert f"record.{path}" not in of_text(text).facts or path == "network"


PATHS = [
    ("../pics.yaml", "RC-04"),
    ("a/../../pics.yaml", "RC-04"),
    ("/etc/passwd", "RC-04"),
    ("~/pics.yaml", "RC-04"),
    ("C:/pics.yaml", "RC-04"),
    ("c:pics.yaml", "RC-04"),
    ('"a\\\\b.yaml"', "RC-02"),
    ('"a\\0b"', "RC-02"),
    ('"a\\nb"', "RC-02"),
    ('"a\\x85b"', "RC-02"),
    (".", "RC-02"),
    ("a/..", "RC-02"),
]


@pytest.mark.parametrize(("path", "code"), PATHS)
@pytest.mark.parametrize("field", ["pics.file", "firmware.file", "tool.configuration_file.file"])
def test_a_path_that_is_none_of_this_folder(field, path, code):
    finding = one(nested(field, path))
    assert finding.code == code
    assert finding.where is not None
    assert f"record.{field}" in of_text(nested(field, path)).misread


@pytest.mark.parametrize(
    ("path", "kept"),
    [("a/b.json", "a/b.json"), ("./a//b.json", "a/b.json"), ("a/../b", "b"), ("ä ö.json", "ä ö.json"), ("..a", "..a")],
)
def test_a_path_of_this_folder(path, kept):
    assert of_text(nested("pics.file", f'"{path}"')).fields.pics.file.value == kept


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("record: 1\nlabratory: {}\n", "“labratory” is not a key of a record", "did you mean laboratory?"),
        ("record: 1\nsetup: {conection: WiFi}\n", "“conection” is not a key of setup", "did you mean connection?"),
        ("record: 1\nserial: X\n", "“serial” is not a key of a record", "it belongs under device"),
        ("record: 1\ndevice: {mode: declaration}\n", "“mode” is not a key of device", "did you mean model?"),
        ("record: 1\nresults: [{file: a, sha265: b}]\n", "“sha265” is not a key of results[1]", "did you mean sha256?"),
        ("record: 1\nzzzz: 1\n", "“zzzz” is not a key of a record", "correct the name, or move the text to remarks"),
    ],
)
def test_a_key_that_is_unknown(text, message, hint):
    finding = one(text)
    assert (finding.code, finding.message, finding.hint) == ("RC-01", message, hint)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("record: 1\nsetup: ethernet\n", "setup is a single value, but a group of keys is expected"),
        ("record: 1\nsetup: [a]\n", "setup is a list, but a group of keys is expected"),
        ("record: 1\nnetwork: none\n", "network is a single value, but a list is expected"),
        ("record: 1\nincidents: {kind: crash}\n", "incidents is a group of keys, but a list is expected"),
        ("record: 1\nincidents: [crash]\n", "incidents[1] is a single value, but a group of keys is expected"),
        ("record: 1\nmode: [certification]\n", "mode is a list, but certification, re-certification or declaration is"),
        ("record: 1\nremarks: {a: b}\n", "remarks is a group of keys, but text is expected"),
        (
            "record: 1\nlaboratory: {testers: {a: b}}\n",
            "laboratory.testers is a group of keys, but a list such as [A, B] is",
        ),
        (
            "record: 1\nlaboratory: {testers: [[a]]}\n",
            "laboratory.testers is a list, but a list such as [A, B] is expected",
        ),
    ],
)
def test_another_shape(text, message):
    finding = one(text)
    assert finding.code == "RC-03"
    assert finding.message.startswith(message)


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        ("record: 2\n", "this is a record of version 2, and certkit knows version 1", 1),
        ("mode: declaration\n", "the record does not say which version of the format it has", 1),
        ("mode: declaration\nrecord:\n", "the record does not say which version of the format it has", 2),
    ],
)
def test_the_version(text, message, line):
    finding = one(text)
    assert (finding.code, finding.message) == ("RC-05", message)
    assert finding.where is not None
    assert finding.where.line == line


@pytest.mark.parametrize(
    ("content", "message", "line"),
    [
        (b"", "the file is empty", 0),
        (b" \n", "the file is empty", 0),
        (b"# only this\n", "the file holds nothing but comments", 0),
        (b"- a\n", "the file does not look like a test record: it has no keys", 1),
        (b"text", "the file does not look like a test record: it has no keys", 1),
        (b"a: 1\n", "the file does not look like a test record: none of its keys is known", 1),
        (b"record: 1\nrecord: 1\n", "the key 'record' is given twice (first in line 1)", 2),
        (b"record: 1\nsetup: {router: Yes, router: No}\n", "the key 'router' is given twice (first in line 2)", 2),
        (b"record: &a 1\n", "the anchor &a is not allowed here", 1),
        (b"record: 1\nmode: *a\n", "the alias *a is not allowed here", 2),
        (b"record: !!int 1\n", "the tag tag:yaml.org,2002:int is not allowed here", 1),
        (b"record: 1\n---\nrecord: 1\n", "a second YAML document begins here", 2),
        (b"record: 1\nremarks: " + b"[" * 100_000, "the file nests deeper than 12 levels", 2),
        (b"record: 1\nmode: \xff\n", "the file is not UTF-8 text (byte 0xff)", 2),
        (
            b"record: 1\n" + b"#" * 2_000_001,
            "the file has 2,000,011 bytes; a file of this kind has at most 2,000,000",
            0,
        ),
        (b"PK\x03\x04\x14\x00\xff\xff", "the file is not UTF-8 text (byte 0xff)", 1),
    ],
)
def test_a_file_that_is_no_record(content, message, line):
    with pytest.raises(CertkitError) as caught:
        read_record_yaml(content, "record.yaml")
    assert caught.value.message == message
    assert caught.value.line == line
    assert caught.value.hint


def test_places_are_of_the_value_and_of_the_group_where_there_is_none():
    record = of_text("record: 1\nsetup:\n  router: Yes\n  load:\n")
    places = {name: (place.line, place.column) for name, place in record.places.items()}
    assert places["record.setup.router"] == (3, 11)
    assert places["record.setup.load"] == (4, 8)
    assert places["record.setup.sim_cards"] == (3, 3)
    assert places["record.setup.actions.by"] == (3, 3)
    assert places["record.device.serial"] == (1, 1)


def test_single_values_stand_for_lists_and_spellings_are_canonical():
    record = of_text(
        "record: 1\nmode: Recertification\nlaboratory: {testers: R. Example}\npics: {verified: true}\n"
        "setup: {connection: wifi}\nincidents: [{kind: bug}]\n"
    )
    assert record.findings == ()
    assert record.facts["record.mode"] == "re-certification"
    assert record.facts["record.laboratory.testers"] == ("R. Example",)
    assert record.facts["record.pics.verified"] == "Yes"
    assert record.facts["record.setup.connection"] == "WiFi"
    assert record.fields.incidents.rows[0].kind.value == "defect"


def test_a_byte_order_mark_and_windows_lines_change_nothing():
    text = station_text().replace("\n", "\r\n").encode()
    assert dict(read_record_yaml(b"\xef\xbb\xbf" + text, "x").facts) == dict(of_text(station_text()).facts)


def station_text() -> str:
    return json.dumps(station.document, indent=1)


@pytest.mark.parametrize("name", BASES)
def test_the_bases_have_no_findings(name):
    assert of_text(json.dumps(BASES[name].document)).findings == ()


# -- whatever stands in the file ---------------------------------------------------------------------------------------
KEYS = st.sampled_from(
    ["record", "mode", "pics", "file", "sha256", "setup", "network", "incidents", "kind", "at", "testers", "x", "csq"]
)
scalars = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=10))
documents = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5), max_leaves=20
)


def read_or_one_error(content: bytes) -> None:
    with suppress(CertkitError):
        record = read_record_yaml(content, "record.yaml")
        assert isinstance(record, Record)
        shown(record, station.statement)
        shown(record, None)
        assert not set(record.facts) & record.misread


@settings(max_examples=200, deadline=None)
@given(documents)
def test_any_document(document):
    read_or_one_error(json.dumps(document).encode())


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(station.document)), documents, max_size=6))
def test_any_values_under_known_keys(document):
    read_or_one_error(json.dumps({"record": 1, **document}).encode())


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_a_record_with_anything_thrown_in(data):
    content = data.draw(st.sampled_from([json.dumps(base.document, indent=1) for base in BASES.values()])).encode()
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(content)))
        piece = data.draw(st.sampled_from(PIECES) | st.binary(max_size=5))
        content = content[:place] + piece + content[place + data.draw(st.integers(0, 20)) :]
    read_or_one_error(content)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes(content):
    read_or_one_error(content)
