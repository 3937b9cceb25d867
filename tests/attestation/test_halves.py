"""Half of a character, as JSON can name it, in what devices and tools say: it is evidence like any other text."""

import json

import pytest

from certkit.attestation.attest import report
from certkit.attestation.rederive import rederive
from certkit.formats.canonical_json import canonical_json
from certkit.text.halves import without_halves
from tests.attestation.documents import LABORATORY, judged
from tests.cli.program import certkit
from tests.verdict.dossiers import example

HALF = rb"\ud800"
PLACES = {
    "serial number": ("messages.log", b"EX22D-000417"),
    "vendor": ("messages.log", b"Example Charging GmbH"),
    "key": ("getconfiguration.json", b"HeartbeatInterval"),
}


@pytest.mark.parametrize("name", PLACES)
def test_it_is_attested_as_the_file_writes_it(name):
    file, text = PLACES[name]
    dossier = example()
    assert text in dossier.files[file]
    dossier.files[file] = dossier.files[file].replace(text, HALF + text, 1)
    document = report(judged(dossier), LABORATORY)
    assert "\\ud800" in canonical_json(document).decode()
    assert rederive(document) == []


def test_in_the_results_and_in_the_json_of_a_verdict(tmp_path):
    dossier = example()
    dossier.run("TC_010")["testCaseName"] = "\ud800"
    assert rederive(report(judged(dossier), LABORATORY)) == []
    result = certkit("assess", dossier.write(tmp_path), "-f", "json")
    assert result.code == 1
    assert json.loads(result.out)["verdict"] == "incomplete"


def test_other_texts_stay_as_they_are():
    whole = {"a": ["\u00e9\U0001f600", 1, None, ("x",)]}
    assert without_halves(whole) == whole
    assert without_halves({"\udfff": ["\ud83d"]}) == {"\\udfff": ["\\ud83d"]}
