"""Evidence becomes a document and a dossier again, and the same verdict follows from both."""

import io
import json
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from certkit.attestation.v1.evidence import read_evidence
from certkit.attestation.v1.write import evidence_document
from certkit.edition.rulebook import load_edition
from certkit.errors import CertkitError, Contradiction, UnreadableFile
from certkit.finding import Place
from certkit.formats.canonical_json import canonical_json
from certkit.formats.json_schema import compiled
from certkit.measurement.derive import Measuring
from certkit.pics.model import Acceptance
from certkit.resources import data_folder
from certkit.results.model import RunVerdict
from certkit.verdict.assess import assess
from certkit.verdict.evidence import evidence_of
from certkit.verdict.read_dossier import read_dossier
from tests.attestation.documents import judged, load
from tests.verdict.cases import CERTIFICATION, DECLARATION
from tests.verdict.dossiers import declaration, example
from tests.verdict.example import FOLDER

RULEBOOK = load_edition()
SCHEMA = json.loads((data_folder("schemas") / "attestation.schema.json").read_bytes())
CHECK = compiled({"$ref": "#/$defs/EvidenceDocument", "$defs": SCHEMA["$defs"]})
QUICK = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
ALL = [(example, case) for case in CERTIFICATION] + [(declaration, case) for case in DECLARATION]


def read(path: Path):
    return read_dossier(str(path), io.BytesIO(), load, Measuring)[0]


def there_and_back(path: Path):
    """The dossier of a record, and what its evidence gives after it was written and read."""
    dossier = read(path)
    document = json.loads(canonical_json(evidence_document(dossier, RULEBOOK, path.read_bytes())))
    CHECK(document)
    return dossier, read_evidence(document, RULEBOOK)


def conclusions(dossier):
    """What follows, without the words: why a file cannot be read is not attested, only that it cannot."""
    verdict = assess(evidence_of(dossier, RULEBOOK))
    reasons = [
        (one.code, one.effect, one.where, one.test_cases, one.requirements, one.message.key) for one in verdict.reasons
    ]
    files = [(file.role, file.name, file.sha256, file.digest_matches, bool(file.problem)) for file in verdict.files]
    measured = [*(verdict.measurements.measurements if verdict.measurements else ())]
    plain = verdict._replace(measurements=None, reasons=(), files=())
    return plain, reasons, files, [replace(row, slowest=None) for row in measured]


def agree(dossier, again):
    assert conclusions(again) == conclusions(dossier)
    assert again.boots == dossier.boots
    assert again.configuration is None or again.configuration.sha256 == dossier.configuration.sha256
    assert [results.runs for results in again.results] == [results.runs for results in dossier.results]
    assert [results.claims for results in again.results] == [results.claims for results in dossier.results]
    assert again.pics.values == dossier.pics.values
    assert again.pics.sha256 == dossier.pics.sha256
    assert again.record.fields == dossier.record.fields


@pytest.mark.parametrize(("made", "case"), ALL, ids=lambda one: getattr(one, "name", "run"))
def test_every_case_of_the_verdict(made, case, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    dossier = made()
    case.change(dossier)
    path = dossier.write(Path(), bind=case.bind)
    try:
        found = there_and_back(path)
    except UnreadableFile:
        found = None
    if found is None:
        assert read(path).pics is None
        return
    if read(path).record.is_declaration and read(path).measurements is not None:
        return  # a declaration's measurements are left out; test_a_declaration_has_no_measurements
    agree(*found)


def test_a_declaration_has_no_measurements(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    dossier = declaration()
    log = (FOLDER / "messages.log").read_bytes().replace(b"EX22D-000417", b"EX11D-000022")
    dossier.files["messages.log"] = log.replace(b"EX-22 Duo", b"EX-11 Duo")
    dossier.text += "logs:\n  - file: messages.log\n    sha256:\n"
    read_one, again = there_and_back(dossier.write(Path()))
    assert read_one.measurements is not None
    assert again.measurements is None
    assert assess(evidence_of(again, RULEBOOK)).outcome == "pass"


def test_the_evidence_does_not_depend_on_where_certkit_was_called(tmp_path, monkeypatch):
    (tmp_path / "there").mkdir()
    path = example().write(tmp_path / "there")
    absolute = evidence_document(read(path), RULEBOOK, path.read_bytes())
    monkeypatch.chdir(tmp_path)
    relative = evidence_document(read(Path("there/record.yaml")), RULEBOOK, path.read_bytes())
    monkeypatch.chdir(tmp_path / "there")
    assert evidence_document(read(Path("record.yaml")), RULEBOOK, path.read_bytes()) == relative == absolute
    assert str(tmp_path) not in canonical_json(absolute).decode()


def test_a_record_that_was_changed_while_it_was_read(tmp_path):
    path = example().write(tmp_path)
    with pytest.raises(UnreadableFile, match="the record was changed while it was read"):
        evidence_document(read(path), RULEBOOK, path.read_bytes() + b"\n")


def test_a_record_keeps_every_byte(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = example().write(Path())
    content = b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n") + "# ünï 漢字\r\n".encode()
    path.write_bytes(content)
    document = evidence_document(read(path), RULEBOOK, content)
    assert document["record"]["text"].encode() == content
    agree(*there_and_back(path))


@QUICK
@given(
    st.lists(
        st.tuples(
            st.integers(0, 150),
            st.sampled_from([one.value for one in RunVerdict]),
            st.one_of(st.none(), st.floats(0, 1e6, allow_nan=False)),
            st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)),  # noqa: DTZ001  # as a tool's file has it
        ),
        max_size=4,
    )
)
def test_any_results(tmp_path, monkeypatch, changes):
    monkeypatch.chdir(tmp_path)
    dossier = example()
    for number, verdict, duration, start in changes:
        row = dossier.rows[number % len(dossier.rows)]
        row["verdict"] = verdict
        row["duration"] = duration
        row["startTime"] = (start + timedelta(microseconds=1)).isoformat()
    agree(*there_and_back(dossier.write(Path())))


@QUICK
@given(
    st.sampled_from(sorted(RULEBOOK.items)), st.one_of(st.text(max_size=30), st.integers(), st.booleans(), st.none())
)
def test_any_answer(tmp_path, monkeypatch, item, answer):
    """Whatever stands in the PICS, an answer, none, or something that is refused."""
    monkeypatch.chdir(tmp_path)
    dossier = example()
    path = dossier.write(Path())
    tree = RULEBOOK.items[item].path
    group = json.dumps({tree[-1]: answer})
    for key in reversed(tree[:-1]):
        group = f"{{{json.dumps(key)}: {group}}}"
    (tmp_path / "pics.yaml").write_text(f'{{"edition": "{RULEBOOK.info.id}", {group[1:]}', encoding="utf-8")
    try:
        found = there_and_back(path)
    except UnreadableFile:
        assert read(path).pics is None
        return
    agree(*found)


def test_the_conclusions_are_those_of_the_dossier():
    found = judged(example())
    assert found.passes
    assert found.document["edition"] == "ocpp-1.6-v2.4"
    assert set(found.document["readings"]) == set(RULEBOOK.readings)
    assert set(found.document["readings"].values()) == {"taken"}


def test_readings_are_carried(tmp_path):
    path = example().write(tmp_path)
    other = load_edition(readings={"B-02": "a"})
    dossier, _ = read_dossier(str(path), io.BytesIO(), lambda _: other, Measuring)
    document = evidence_document(dossier, other, path.read_bytes())
    assert document["readings"]["B-02"] == "a"
    assert document["rulebook_sha256"] == RULEBOOK.sha256


def test_no_statement_no_evidence(tmp_path):
    path = example().write(tmp_path)
    (tmp_path / "pics.yaml").unlink()
    with pytest.raises(CertkitError, match="the record has no PICS that can be read"):
        evidence_document(read(path), RULEBOOK, path.read_bytes())


def test_what_the_statement_accepts_is_attested_and_changes_no_verdict():
    path = FOLDER / "record.yaml"
    dossier = read(path)
    accepted = Acceptance(
        "P-33", ("LA-0",), "The list is tested by hand", "A. Example", "2026-03-01", Place("pics.yaml", 9, 3)
    )
    accepting = dossier._replace(pics=replace(dossier.pics, accepted=(accepted,)))
    document = json.loads(canonical_json(evidence_document(accepting, RULEBOOK, path.read_bytes())))
    CHECK(document)
    again = read_evidence(document, RULEBOOK)
    assert again.pics is not None
    assert again.pics.accepted == (accepted,)
    assert document["statement"]["pics_sha256"] == dossier.pics.sha256
    verdicts = [assess(evidence_of(one, RULEBOOK)) for one in (again, dossier)]
    reasons, plain = ([(one.code, one.effect) for one in verdict.reasons] for verdict in verdicts)
    assert reasons == plain
    assert verdicts[0].outcome is verdicts[1].outcome


@pytest.mark.parametrize("reason", ["a  b", " a", "a\u0007", "a\nb", "x" * 2000])
def test_an_accepted_warning_with_a_text_that_no_reader_gives_is_refused(reason):
    path = FOLDER / "record.yaml"
    dossier = read(path)
    accepted = Acceptance("P-33", (), reason, "A. Example", "2026-03-01", Place("pics.yaml", 9, 3))
    dossier = dossier._replace(pics=replace(dossier.pics, accepted=(accepted,)))
    document = json.loads(canonical_json(evidence_document(dossier, RULEBOOK, path.read_bytes())))
    with pytest.raises(Contradiction, match="this is not how an accepted warning is read"):
        read_evidence(document, RULEBOOK)
