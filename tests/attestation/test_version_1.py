"""Version 1 stays what it is: its schema and words are locked, and a later program reads what today's has made."""

from __future__ import annotations

import hashlib
from pathlib import Path
from unittest import mock

import pytest
import yaml

from certkit import messages
from certkit.attestation.layout_1 import render
from certkit.attestation.rederive import _JUDGED, rederive
from certkit.attestation.v1 import words as words_of_v1
from certkit.attestation.v1.read import read_attestation
from certkit.formats.canonical_json import canonical_json
from certkit.messages import codes_of, live_words
from certkit.resources import data_folder
from certkit.text.sentence import Words
from tests.attestation.documents import a_certificate, a_declaration, a_failed_report, a_report, load

FOLDER = Path(words_of_v1.__file__).parent
LOCKED = {
    "attestation.schema.json": data_folder("schemas") / "attestation.schema.json",
    "words.yaml": FOLDER / "words.yaml",
}


@pytest.mark.parametrize("name", LOCKED)
def test_schema_and_words_are_those_that_are_locked(name):
    """A changed digest is another payload version (docs/decisions/0034-versions.md)."""
    lines = (FOLDER / "locked.sha256").read_text(encoding="utf-8").splitlines()
    locked = {file: digest for digest, file in (line.split("  ") for line in lines if not line.startswith("#"))}
    assert hashlib.sha256(LOCKED[name].read_bytes()).hexdigest() == locked[name]


def test_every_live_sentence_can_be_attested():
    """Version 1 has every key with the same arguments, so that no reason of today fails to be signed."""
    known = words_of_v1.words()
    assert {key: live_words().formats(key) for key in live_words().keys} == {
        key: known.formats(key) for key in live_words().keys if key in known.keys
    }


def test_every_code_can_be_attested():
    keys = set(words_of_v1.words().keys)
    assert {
        f"finding.{code}"
        for code in (*codes_of("pics"), *codes_of("record"), *codes_of("configuration", "results", "firmware"))
    } <= keys
    assert {f"rule.{code}" for code in codes_of("verdict")} <= keys


@pytest.fixture
def later_program(monkeypatch):
    """Every live sentence is reworded, and certkit has another version."""
    path = Path(messages.__file__).with_name("sentences.yaml")
    reworded = {key: f"In other words: {text}" for key, text in yaml.safe_load(path.read_text("utf-8")).items()}
    monkeypatch.setattr("certkit.messages.live_words", lambda: Words(reworded))
    monkeypatch.setattr("certkit.attestation.rederive.version", lambda _: "7.0.0")
    monkeypatch.setattr("importlib.metadata.version", lambda _: "7.0.0")
    monkeypatch.setattr("certkit.attestation.rederive._JUDGED", {})


@pytest.mark.parametrize(
    "made", [a_report, a_failed_report, a_certificate, a_declaration], ids=lambda made: made.__name__
)
def test_a_later_program_derives_the_same_and_draws_the_same(made, later_program):
    with mock.patch.dict(_JUDGED, clear=True):
        content = canonical_json(made())
    document = read_attestation(content)
    assert rederive(document) == []
    pages = render(document, load())
    assert b"In other words" not in pages


def test_the_words_on_the_pages_are_those_of_version_1(later_program):
    failed = a_failed_report()["derived"]["verdict"]["test_cases"]
    message = next(case["message"] for case in failed if case["outcome"] == "failed")
    assert words_of_v1.text(message).startswith("failed 20")
