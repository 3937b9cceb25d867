"""What the payload tells for information has a form of its own, in which a signer cannot write a sentence."""

import copy

import pytest

from certkit.attestation.rederive import rederive
from certkit.attestation.v1.read import UnreadableAttestation, read_attestation
from certkit.formats.canonical_json import canonical_json
from tests.attestation.documents import a_certificate, a_report

SENTENCE = "waived for this vendor by telephone"


def at(document, *path):
    for step in path:
        document = document[step]
    return document


def said_at(made, *path, sentence=SENTENCE):
    document = copy.deepcopy(made())
    at(document, *path[:-1])[path[-1]] = sentence
    return document


NOT_OF_ITS_FORM = {
    "the version of certkit": ("renderer", "certkit"),
    "the version of reportlab": ("renderer", "reportlab"),
    "the digest of a link": ("links", 0, "sha256"),
    "the digest of a link's payload": ("links", 0, "payload_sha256"),
    "the digest of a file": ("evidence", "files", 0, "sha256"),
    "the digest of a log": ("evidence", "measurements", "logs", 0, "sha256"),
    "the side that wrote a log": ("evidence", "measurements", "logs", 0, "logged_by"),
    "the format of results": ("evidence", "results", 0, "format"),
    "the kind of device of a run": ("evidence", "results", 0, "runs", 0, "device"),
}


@pytest.mark.parametrize("name", NOT_OF_ITS_FORM)
def test_it_is_not_read(name):
    with pytest.raises(UnreadableAttestation, match="not what its schema describes"):
        read_attestation(canonical_json(said_at(a_certificate, *NOT_OF_ITS_FORM[name])))


@pytest.mark.parametrize("version", ["0.1.0", "4.4.10", "1.0rc1", "0.2.0.dev3", "2026.11"])
def test_versions_are_read(version):
    read_attestation(canonical_json(said_at(a_report, "renderer", "certkit", sentence=version)))


@pytest.mark.parametrize("version", ["", "0.1.0 ", "0.1.0\n", "v1", "1..2", "1.0.waived", "\u0661.\u0662", "1" * 20])
def test_other_texts_are_no_versions(version):
    with pytest.raises(UnreadableAttestation, match="renderer"):
        read_attestation(canonical_json(said_at(a_report, "renderer", "certkit", sentence=version)))


IN_NO_FILE = {
    "the place of an answer": ("evidence", "statement", "answers", 0, "where", "file"),
    "the place of a blank": ("evidence", "statement", "blanks", 0, "where", "file"),
    "the place of a configuration key": ("evidence", "configuration", "keys", 0, "where", "file"),
    "the place of the slowest answer": ("evidence", "measurements", "measurements", 0, "slowest", "file"),
    "the place of a boot": ("evidence", "boots", 0, "where", "file"),
    "the first answer twice": ("evidence", "measurements", "pairing", "first_duplicate"),
    "the first answer without a request": ("evidence", "measurements", "pairing", "first_unexpected"),
}


@pytest.mark.parametrize("name", IN_NO_FILE)
@pytest.mark.parametrize(
    "sentence",
    [SENTENCE, f"{SENTENCE}:7", "../pics.yaml", "pics.yaml waived", "messages.log:waived", "messages.log waived"],
)
def test_it_points_into_no_file(name, sentence):
    assert rederive(said_at(a_report, *IN_NO_FILE[name], sentence=sentence)) != []


def test_a_log_notices_only_what_certkit_notices():
    document = copy.deepcopy(a_report())
    at(document, "evidence", "measurements", "logs", 0, "noticed")[SENTENCE] = {"count": 1, "line": 1}
    assert rederive(document) != []
