"""The payload is read strictly: one form of bytes, one schema, nothing believed."""

import copy
import json

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certkit.attestation.v1 import read as attestation_json
from certkit.attestation.v1.read import UnreadableAttestation, read_attestation
from certkit.attestation.v1.write import canonical, payload_sha256
from certkit.formats.canonical_json import canonical_json
from certkit.formats.json_schema import Mismatch, compiled
from certkit.resources import data_folder
from tests.attestation.documents import a_certificate, a_declaration, a_failed_report, a_member, a_report

SCHEMA = json.loads((data_folder("schemas") / "attestation.schema.json").read_bytes())
JUDGE = jsonschema.Draft202012Validator(SCHEMA)
CHECK = compiled(SCHEMA)
ALL = [a_report, a_failed_report, a_certificate, a_declaration, a_member]
GOOD = canonical(a_report())


@pytest.mark.parametrize("made", ALL)
def test_what_is_written_is_read(made):
    document = made()
    assert read_attestation(canonical(document)) == document
    assert canonical(read_attestation(canonical(document))) == canonical(document)
    assert list(JUDGE.iter_errors(document)) == []


def test_the_digest_is_that_of_the_bytes():
    import hashlib

    assert payload_sha256(a_report()) == hashlib.sha256(GOOD).hexdigest()


def other(old: bytes, new: bytes) -> bytes:
    assert old in GOOD
    return GOOD.replace(old, new, 1)


REFUSED = {
    "nothing": (b"", "it is not JSON: Expecting value at character 0"),
    "no object": (b"[]", "it is not what its schema describes: the whole: an object is expected"),
    "cut off": (GOOD[:-1], "it is not JSON: Expecting ',' delimiter"),
    "something behind it": (GOOD + b"{}", "it is not JSON: Extra data"),
    "a line break behind it": (GOOD + b"\n", "it is not in the canonical form"),
    "a byte order mark": (b"\xef\xbb\xbf" + GOOD, "it is not JSON: Unexpected UTF-8 BOM"),
    "UTF-16": (GOOD.decode().encode("utf-16"), "byte 0 is not UTF-8"),
    "no UTF-8": (other(b"Example", b"Ex\xffmple"), "is not UTF-8"),
    "an overlong form": (other(b"Example", b"Ex\xc1\xa1mple"), "is not UTF-8"),
    "half a character": (other(b"Example", b"Ex\\ud800mple"), "a text has half a character in it"),
    "an escape that is not needed": (other(b"Example", b"\\u0045xample"), "it is not in the canonical form"),
    "white space": (other(b'":', b'" :'), "it is not in the canonical form"),
    "another order": (b'{"version":1,' + GOOD[1:-13] + b"}", "it is not in the canonical form"),
    "a name twice": (other(b'"version":1', b'"version":1,"version":1'), "a name is given twice in one object"),
    "a name twice, spelt differently": (
        other(b'"version":1', b'"version":1,"versio\\u006e":1'),
        "a name is given twice in one object",
    ),
    "NaN": (other(b'"version":1', b'"version":NaN'), "NaN is not a number"),
    "Infinity": (other(b'"version":1', b'"version":-Infinity'), "-Infinity is not a number"),
    "infinity as a number": (other(b'"version":1', b'"version":1e999'), "it is not JSON that is allowed"),
    "a number with an exponent": (other(b'"version":1', b'"version":1e0'), "it is not in the canonical form"),
    "a number with a sign": (other(b'"version":1', b'"version":-0'), "it is not in the canonical form"),
    "a number without end": (other(b'"version":1', b'"version":' + b"1" * 5000), "it is not JSON that is allowed"),
    "another version": (other(b'"version":1', b'"version":2'), "version: one of 1 is expected"),
    "true for one": (other(b'"version":1', b'"version":true'), "version: one of 1 is expected"),
    "one point zero": (other(b'"version":1', b'"version":1.0'), "version: one of 1 is expected"),
    "another kind": (other(b'"kind":"report"', b'"kind":"invoice"'), "kind: one of 'declaration', 'report', 'certif"),
    "something more": (other(b',"version":1', b',"version":1,"x":1'), "x: this is not part of it"),
    "something less": (other(b'"id":"', b'"i":"'), "'id' is missing"),
    "far too deep": (b"[" * 200_000 + b"]" * 200_000, "it is nested too deeply"),
    "too deep for the schema": (
        other(b'"version":1', b'"version":' + b"[" * 50 + b"]" * 50),
        "version: one of 1 is expected",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name):
    content, message = REFUSED[name]
    with pytest.raises(UnreadableAttestation) as caught:
        read_attestation(content)
    assert message in caught.value.message
    assert caught.value.file == "attestation.json"


def test_too_many_bytes(monkeypatch):
    monkeypatch.setattr(attestation_json, "LARGEST", len(GOOD) - 1)
    with pytest.raises(UnreadableAttestation, match=r"bytes; at most .* are allowed"):
        read_attestation(GOOD)
    monkeypatch.setattr(attestation_json, "LARGEST", len(GOOD))
    read_attestation(GOOD)


def test_the_message_quotes_nothing_of_a_long_value():
    with pytest.raises(UnreadableAttestation) as caught:
        read_attestation(other(b'"kind":"report"', b'"kind":"' + b"x" * 5000 + b'"'))
    assert len(caught.value.message) < 300


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_refused(content):
    with pytest.raises(UnreadableAttestation):
        read_attestation(content)


@settings(max_examples=300, deadline=None)
@given(st.integers(0, len(GOOD) - 1), st.integers(1, 255))
def test_a_changed_byte_is_refused_or_another_document(place, flip):
    content = bytearray(GOOD)
    content[place] ^= flip
    try:
        document = read_attestation(bytes(content))
    except UnreadableAttestation:
        return
    assert document != a_report()


ANY = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-5, 5), st.floats(allow_nan=False), st.text(max_size=3)),
    lambda below: st.one_of(st.lists(below, max_size=2), st.dictionaries(st.text(max_size=3), below, max_size=2)),
    max_leaves=4,
)


def nodes(value, path=()):
    """The path of every value in a document."""
    yield path
    below = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in below:
        yield from nodes(one, (*path, key))


PATHS = [path for path in nodes(a_report()) if path]


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(PATHS), ANY, st.sampled_from(["replace", "remove", "add"]))
def test_the_compiled_schema_and_jsonschema_agree(path, value, how):
    document = copy.deepcopy(a_report())
    at = document
    for key in path[:-1]:
        at = at[key]
    if how == "replace":
        at[path[-1]] = value
    elif how == "remove":
        del at[path[-1]]
    elif isinstance(at, dict):
        at["another"] = value
    else:
        at.append(value)
    try:
        CHECK(document)
        good = True
    except Mismatch:
        good = False
    if not (isinstance(value, float) and value.is_integer()):  # 1.0 is no integer here
        assert good is JUDGE.is_valid(document)
    elif good:
        assert JUDGE.is_valid(document)


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "string", "maxLength": 3},
        {"type": "object", "properties": {}},
        {"type": "array", "items": {"type": "string"}, "minItems": 1},
        {"type": ["string", "null"]},
        {"not": {"type": "string"}},
        {"anyOf": [{"type": "string"}], "type": "string"},
        {"enum": [None, 1.5]},
        {},
    ],
)
def test_a_schema_with_more_than_is_known_is_refused(schema):
    with pytest.raises(NotImplementedError):
        compiled(schema)


def test_the_error_names_the_place():
    document = copy.deepcopy(a_report())
    document["evidence"]["results"][0]["runs"][3]["verdict"] = "PASS"
    with pytest.raises(UnreadableAttestation) as caught:
        read_attestation(canonical_json(document))
    assert "evidence.results[0].runs[3].verdict: one of 'pass', 'fail', 'inconc', 'error'" in caught.value.message
