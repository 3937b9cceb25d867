"""An attestation whose conclusions do not follow from its evidence, or whose evidence contradicts itself, is caught."""

import copy
from collections.abc import Callable
from importlib.metadata import version

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certkit.attestation.attest import certify, report
from certkit.attestation.evidence_files import compare_with_files
from certkit.attestation.rederive import NotRederivable, judge, rederive, shipped_edition
from certkit.attestation.v1.read import UnreadableAttestation, read_attestation
from certkit.edition.rulebook import load_edition
from certkit.errors import UnknownName
from certkit.formats.canonical_json import canonical_json
from tests.attestation.documents import (
    BODY,
    LABORATORY,
    a_certificate,
    a_declaration,
    a_failed_report,
    a_member,
    a_report,
    a_representative,
    judged,
    judged_at,
    linked,
)
from tests.verdict.dossiers import example
from tests.verdict.example import FOLDER

VERSION = version("certkit")
ALL = [a_report, a_failed_report, a_certificate, a_representative, a_declaration, a_member]


def changed(change: Callable[[dict], object], made=a_report):
    """A document with something changed, as a signer could write it."""
    document = copy.deepcopy(made())
    change(document)
    return read_attestation(canonical_json(document))


def found(document) -> list[str]:
    return [str(one) for one in rederive(document)]


@pytest.mark.parametrize("made", ALL)
def test_what_certkit_makes_follows(made):
    assert rederive(read_attestation(canonical_json(made()))) == []


def leaves(value, path=()):
    below = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    if not isinstance(value, dict | list):
        yield path
    for key, one in below:
        yield from leaves(one, (*path, key))


def at(document, path):
    for key in path:
        document = document[key]
    return document


def other_value(value):
    """Another value that the schema allows where this one stands, as far as it is no name of a list."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 1
    return f"{value} " if isinstance(value, str) else "x"


def dotted(path) -> str:
    return "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in path).lstrip(".")


DERIVED = [path for path in leaves(a_certificate()) if path[0] in ("derived", "title", "procedure", "addressees")]


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(DERIVED))
def test_every_leaf_of_the_conclusions_is_looked_at(path):
    document = copy.deepcopy(a_certificate())
    at(document, path[:-1])[path[-1]] = other_value(at(document, path))
    assert any(one.path == dotted(path) for one in rederive(document))


WITHOUT = {
    "a test case of the plan": lambda d: d["derived"]["plan"].pop(),
    "a key of the extract": lambda d: d["derived"]["extract"].pop(0),
    "a reason": lambda d: d["derived"]["verdict"]["reasons"].pop(),
    "a decision that nobody took": lambda d: d["derived"]["verdict"]["decisions"].append(
        {"reference": "x", "date": "2026-01-01", "ground": "", "names": [], "lifted": [], "where": {}}
    ),
    "the scope": lambda d: d["derived"].update(scope=None),
    "a performance value": lambda d: d["derived"]["verdict"]["performance"].pop(),
    "an addressee": lambda d: d["addressees"].pop(),
}


@pytest.mark.parametrize("name", WITHOUT)
def test_what_is_left_out_or_put_in(name):
    assert rederive(changed(WITHOUT[name]))


def test_a_failed_result_turned_to_pass_in_the_conclusions_alone():
    """Everything that people read says pass, and everything would be signed anew by the right key."""

    def turn(document):
        good = a_report()["derived"]
        document["derived"] = copy.deepcopy(good)

    differences = found(changed(turn, a_failed_report))
    assert "derived.outcome: it differs: 'pass' is stated, 'fail' follows" in differences
    assert any(one.startswith("derived.verdict.test_cases") for one in differences)


def test_a_result_turned_to_pass_in_the_evidence_contradicts_the_files(tmp_path):
    """Without the files nobody can see that the laboratory's tool said something else; with them everybody can."""
    dossier = example()
    dossier.run("TC_010")["verdict"] = "fail"
    path = dossier.write(tmp_path)
    evidence = copy.deepcopy(judged_at(path).document)
    for run in evidence["results"][0]["runs"]:
        if run["test_case"] == "TC_010":
            run["verdict"] = "pass"
    forged = report(judge(evidence), LABORATORY)
    assert forged["derived"]["outcome"] == "pass"
    assert rederive(forged) == []
    (difference,) = compare_with_files(forged, str(tmp_path))
    assert difference.path.endswith(".verdict")
    assert (difference.stated, difference.made) == ("'pass'", "'fail'")


def answer(document, item):
    return next(one for one in document["evidence"]["statement"]["answers"] if one["item"] == item)


def run(document, test_case="TC_010"):
    return next(one for one in document["evidence"]["results"][0]["runs"] if one["test_case"] == test_case)


def files(document, role):
    return next(one for one in document["evidence"]["files"] if one["role"] == role)


CONTRADICTIONS: dict[str, tuple[Callable[[dict], object], str]] = {
    "an answer changed": (
        lambda d: answer(d, "R-0").update(answer="No"),
        "evidence.statement.pics_sha256: the answers have the digest ",
    ),
    "an answer that is none": (
        lambda d: answer(d, "R-0").update(answer="Perhaps"),
        "this is not an answer to the item: “Perhaps” is not Yes or No",
    ),
    "an answer in another spelling": (
        lambda d: answer(d, "R-0").update(answer="yes"),
        "this is not how the answer is written in the edition",
    ),
    "a number as text": (
        lambda d: answer(d, "GetConfigurationMaxKeys").update(answer="50"),
        "this is not how the answer is written in the edition",
    ),
    "an item that the edition does not have": (
        lambda d: answer(d, "R-0").update(item="R-9"),
        "the edition has no item 'R-9'",
    ),
    "an item twice": (
        lambda d: d["evidence"]["statement"]["answers"].append(answer(d, "R-0")),
        "the item R-0 is there twice",
    ),
    "the record's text": (
        lambda d: d["evidence"]["record"].update(text=d["evidence"]["record"]["text"].replace("EX22D", "EX23D")),
        "evidence.record.sha256: the text of the record has another digest",
    ),
    "a text that is no record": (
        lambda d: forge_record(d, "nothing: here\n"),
        "evidence.record.text: it cannot be read as a record: the file does not look like a test record",
    ),
    "a record that names another file": (
        lambda d: forge_record(d, d["evidence"]["record"]["text"].replace("file: results.json", "file: other.json")),
        "evidence.files[1]: the record names 'other.json' here, with its own digest",
    ),
    "another digest than the record's": (
        lambda d: files(d, "results").update(stated="0" * 64),
        "evidence.files[1]: the record names 'results.json' here, with its own digest",
    ),
    "a file left out": (
        lambda d: d["evidence"]["files"].pop(),
        "evidence.files: there are 5, and the record names 6",
    ),
    "a file more": (
        lambda d: d["evidence"]["files"].append(files(d, "message log")),
        "evidence.files: there are 7, and the record names 6",
    ),
    "results left out": (
        lambda d: d["evidence"]["results"].clear(),
        "evidence.results: these are not the files of results that could be read",
    ),
    "results twice": (
        lambda d: d["evidence"]["results"].append(d["evidence"]["results"][0]),
        "evidence.results: these are not the files of results that could be read",
    ),
    "results of a file that could not be read": (
        lambda d: files(d, "results").update(readable=False),
        "evidence.results: these are not the files of results that could be read",
    ),
    "a run under another name": (
        lambda d: run(d).update(name="TC_011_1_CS"),
        "'TC_011_1_CS' is the name of another test",
    ),
    "a reset as a test": (lambda d: run(d, "000_RESET").update(kind="test"), "is the name of another test"),
    "a run of a CSMS": (lambda d: run(d).update(device="CSMS"), "'TC_010_CS' is of the other kind of device"),
    "a run that stands in another file": (
        lambda d: run(d)["where"].update(file="pics.yaml"),
        "it is not in results.json",
    ),
    "a run that stands nowhere": (lambda d: run(d).update(where={}), "it is not in results.json"),
    "a run of less than no time": (lambda d: run(d).update(duration=-1.0), "a test does not take less than no time"),
    "a run at no time": (lambda d: run(d).update(start="3 March"), "'3 March' is not a time in ISO 8601"),
    "a run at a time in another spelling": (
        lambda d: run(d).update(start="2026-03-03 09:00"),
        "is not a time in ISO 8601",
    ),
    "a configuration key": (
        lambda d: d["evidence"]["configuration"]["keys"][0].update(value="x"),
        "evidence.configuration.sha256: the keys have the digest ",
    ),
    "a secret with its value": (
        lambda d: d["evidence"]["configuration"]["keys"][0].update(secret="held back"),
        "evidence.configuration.keys: a secret has a value",
    ),
    "a configuration left out": (
        lambda d: d["evidence"].update(configuration=None),
        "evidence.configuration: by the list of files the configuration keys could be read, but is not here",
    ),
    "a statement of another file": (
        lambda d: d["evidence"]["statement"].update(file="other.yaml"),
        "evidence.statement.file: the record names 'pics.yaml'",
    ),
    "a statement of a file that could not be read": (
        lambda d: files(d, "PICS").update(readable=False),
        "evidence.statement: by the list of files the PICS could not be read, but is here",
    ),
    "a configuration of another file": (
        lambda d: d["evidence"]["configuration"].update(file="other.json"),
        "evidence.configuration.file: the record names 'getconfiguration.json'",
    ),
    "a firmware hash": (
        lambda d: d["evidence"]["firmware"].update(hash="0" * 64),
        "evidence.firmware.hash: the list of files has another one",
    ),
    "a firmware hash that is none": (
        lambda d: d["evidence"]["firmware"].update(hash="0" * 63),
        "evidence.firmware.hash: this is not a hash of sha256",
    ),
    "measurements over another connection": (
        lambda d: d["evidence"]["measurements"].update(technology="5G"),
        "evidence.measurements.technology: the PICS has ",
    ),
    "a parameter left out": (
        lambda d: d["evidence"]["measurements"]["measurements"].pop(),
        "evidence.measurements.measurements: these are not the parameters of the edition and the PICS",
    ),
    "another stated value": (
        lambda d: d["evidence"]["measurements"]["measurements"][0].update(stated=0.5),
        "evidence.measurements.measurements: these are not the parameters of the edition and the PICS",
    ),
    "figures without a value": (
        lambda d: d["evidence"]["measurements"]["measurements"][0].update(count=0),
        "evidence.measurements.measurements[0]: there are figures without a value",
    ),
    "figures in no order": (
        lambda d: d["evidence"]["measurements"]["measurements"][0].update(minimum=10**12),
        "minimum, median, 95th percentile and maximum are not in this order",
    ),
    "a reason that does not exist": (
        lambda d: d["evidence"]["measurements"]["measurements"][0]["left_out"].append(
            {"reason": "bad luck", "count": 1, "file": "messages.log", "line": 1}
        ),
        "there is no reason 'bad luck'",
    ),
    "a log that the record does not name": (
        lambda d: d["evidence"]["measurements"]["logs"][0].update(file="other.log"),
        "evidence.measurements.logs[0]: it is none of the message logs that the record names",
    ),
    "a log with another digest": (
        lambda d: d["evidence"]["measurements"]["logs"][0].update(sha256="0" * 64),
        "evidence.measurements.logs[0]: it is none of the message logs that the record names",
    ),
    "a boot in no log": (
        lambda d: d["evidence"]["boots"][0]["where"].update(file="other.log"),
        "evidence.boots[0]: it is in none of the message logs",
    ),
    "a log that began at no time": (
        lambda d: d["evidence"].update(log_began="yesterday"),
        "evidence.log_began: 'yesterday' is not a time in ISO 8601",
    ),
}


def forge_record(document, text):
    import hashlib

    document["evidence"]["record"] |= {"text": text, "sha256": hashlib.sha256(text.encode()).hexdigest()}


@pytest.mark.parametrize("name", CONTRADICTIONS)
def test_contradictions(name):
    change, message = CONTRADICTIONS[name]
    (difference,) = found(changed(change))
    assert message in difference


def test_a_member_of_a_family_that_is_no_pair():
    three = [["EX-11 Duo", "3.1.0", "more"]]
    (difference,) = found(changed(lambda d: answer(d, "family.members").update(answer=three), a_declaration))
    assert difference.endswith("a list of members, each with model and firmware_version, are expected as pairs")


KINDS: dict[str, tuple[Callable[[dict], object], Callable[[], dict], str]] = {
    "a report by a certification body": (
        lambda d: d["issuer"].update(role="certification body"),
        a_report,
        "issuer.role: a report is issued by a laboratory",
    ),
    "a failed report as a certificate": (
        lambda d: d.update(kind="certificate", issuer={"role": "certification body", "name": "x", "register": None}),
        a_failed_report,
        "kind: this may not be attested as a certificate: the verdict is fail, but only a pass can be attested",
    ),
    "a report as a declaration": (
        lambda d: d.update(kind="declaration", issuer={"role": "test tool", "name": "x", "register": None}),
        a_report,
        "kind: this may not be attested as a declaration: record.yaml, line 6: a declaration needs a declaration",
    ),
    "a declaration as a report": (
        lambda d: d.update(kind="report", issuer={"role": "laboratory", "name": "x", "register": None}),
        a_declaration,
        "kind: this may not be attested as a report: record.yaml, line 3: a report needs a certification",
    ),
    "a certificate that stands on nothing": (
        lambda d: d["links"].clear(),
        a_certificate,
        "links: it is based on other documents than it should be: [] is stated, ['report'] follows",
    ),
    "a member's certificate without the representative's": (
        lambda d: d["links"].pop(),
        a_member,
        "links: it is based on other documents than it should be: ['declaration'] is stated, "
        "['declaration', 'representative certificate'] follows",
    ),
    "a report that stands on something": (
        lambda d: d["links"].append(a_certificate()["links"][0]),
        a_report,
        "links: it is based on other documents than it should be",
    ),
    "an id that is none": (lambda d: d.update(id="../x"), a_report, "id: this is not an id"),
    "a link whose id is a sentence": (
        lambda d: d["links"][0].update(id="waived by telephone"),
        a_certificate,
        "links: this is not an id",
    ),
    "a report that supersedes a certificate": (
        lambda d: d["supersedes"].append({"id": "EX-1", "sha256": "0" * 64}),
        a_report,
        "supersedes: a report cannot supersede a certificate",
    ),
    "a certificate that supersedes a sentence": (
        lambda d: d["supersedes"].append({"id": "waived by telephone", "sha256": "0" * 64}),
        a_certificate,
        "supersedes: this is not an id",
    ),
    "a certificate that supersedes itself": (
        lambda d: d["supersedes"].append({"id": d["id"], "sha256": "0" * 64}),
        a_certificate,
        "supersedes: a certificate can supersede only other certificates, each of them once",
    ),
    "a certificate that supersedes another twice": (
        lambda d: d["supersedes"].extend([{"id": "EX-1", "sha256": "0" * 64}] * 2),
        a_certificate,
        "supersedes: a certificate can supersede only other certificates, each of them once",
    ),
    "events of results that are not there": (
        lambda d: d["evidence"]["events"].append({"results": "waived by telephone", "sha256": "0" * 64}),
        a_report,
        "evidence.events: there are events of results that are not in the evidence",
    ),
    "events of the same results twice": (
        lambda d: d["evidence"]["events"].extend([{"results": "results.json", "sha256": "0" * 64}] * 2),
        a_report,
        "evidence.events: there are events of results that are not in the evidence",
    ),
    "a time without zone": (
        lambda d: d.update(issued_at="2026-03-05T12:00:00"),
        a_report,
        "issued_at: this is not a time in UTC with whole seconds and Z",
    ),
    "a time in another zone": (
        lambda d: d.update(issued_at="2026-03-05T12:00:00+01:00"),
        a_report,
        "issued_at: this is not a time in UTC with whole seconds and Z",
    ),
}


@pytest.mark.parametrize("name", KINDS)
def test_kinds(name):
    change, made, message = KINDS[name]
    assert any(one.startswith(message) for one in found(changed(change, made)))


def test_what_version_1_has_room_for():
    """A certificate that supersedes another, of an issuer with a register, on results that events are kept of."""

    def change(document):
        document["issuer"]["register"] = "https://register.example/"
        document["supersedes"].append({"id": "EX-CERT-0000", "sha256": "0" * 64})
        document["evidence"]["events"].append({"results": "results.json", "sha256": "1" * 64})

    assert found(changed(change, a_certificate)) == []


def test_measurements_in_a_declaration():
    measured = a_report()["evidence"]["measurements"]
    (difference,) = found(changed(lambda d: d["evidence"].update(measurements=measured), a_declaration))
    assert difference == "evidence.measurements: a declaration has no measurements (9.4)"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"edition": "ocpp-9.9"}, f"certkit {VERSION} does not have the edition ocpp-9.9"),
        ({"release": 2}, f"certkit {VERSION} does not have release 2 of the edition ocpp-1.6-v2.4"),
    ],
)
def test_an_edition_or_a_release_that_is_not_here_is_no_difference_and_says_what_it_needs(change, message):
    document = changed(lambda d: d["evidence"].update(change))
    for call in (lambda: rederive(document), lambda: compare_with_files(document, str(FOLDER))):
        with pytest.raises(NotRederivable) as caught:
            call()
        assert (caught.value.message, caught.value.hint) == (message, f"it needs a newer certkit than {VERSION}")


@pytest.mark.parametrize(
    ("change", "difference"),
    [
        ({"edition": "../ocpp-1.6-v2.4"}, "evidence.edition: this is not the id of an edition"),
        ({"edition": "tests/rulebook"}, "evidence.edition: this is not the id of an edition"),
        ({"rulebook_sha256": "0" * 64}, "evidence.rulebook_sha256: release 1 of the edition ocpp-1.6-v2.4 has the "),
        ({"readings": {}}, "evidence.readings: it does not name every reading of the edition"),
        ({"readings": {"B-99": "a"}}, "evidence: B-99 is not a reading"),
    ],
)
def test_what_an_edition_never_was_is_a_difference(change, difference):
    (only,) = found(changed(lambda d: d["evidence"].update(change)))
    assert only.startswith(difference)


def test_only_editions_that_come_with_certkit_are_loaded():
    with pytest.raises(UnknownName):
        shipped_edition("tests/edition/second_edition/example-2.0.1-v1", {})
    assert shipped_edition("ocpp-1.6-v2.4", {}) is shipped_edition("ocpp-1.6-v2.4", {})


def test_other_readings_are_pinned(tmp_path):
    import io

    from certkit.attestation.v1.write import evidence_document
    from certkit.measurement.derive import Measuring
    from certkit.verdict.read_dossier import read_dossier

    path = example().write(tmp_path)
    other = load_edition(readings={"B-06": "a"})
    dossier, _ = read_dossier(str(path), io.BytesIO(), lambda _: other, Measuring)
    document = report(judge(evidence_document(dossier, other, path.read_bytes())), LABORATORY)
    assert document["evidence"]["readings"]["B-06"] == "a"
    assert rederive(document) == []
    taken = changed(lambda d: d["evidence"]["readings"].update({"B-06": "taken"}), lambda: document)
    assert rederive(taken)


SENTENCES = {
    "a key of another sentence": lambda row: row.update(key="plan.mandatory", arguments={"dut": "CSMS"}),
    "a sentence that version 1 does not have": lambda row: row.update(key="waived"),
    "an argument that the sentence does not have": lambda row: row["arguments"].update(by="telephone"),
    "an argument of another type": lambda row: row["arguments"].update(dict.fromkeys(row["arguments"], 7)),
    "other words in an argument": lambda row: row["arguments"].update(answers=[["dut", "waived for this vendor"]]),
    "a text instead": lambda row: row.update(key="text", arguments={"text": "waived for this vendor by telephone"}),
}


@pytest.mark.parametrize("certkit", ["0.1.0", "0.0.9", "99.0"])
@pytest.mark.parametrize("name", SENTENCES)
def test_no_sentence_is_attested_that_does_not_follow(name, certkit):
    """Whichever certkit a signer says that drew it."""
    document = copy.deepcopy(a_report())
    document["renderer"]["certkit"] = certkit
    row = next(row for row in document["derived"]["plan"] if row["because"]["key"] == "plan.answers")
    SENTENCES[name](row["because"])
    try:
        differences = rederive(read_attestation(canonical_json(document)))
    except UnreadableAttestation:
        return
    assert differences


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_change_of_the_conclusions_is_caught(data):
    """Every leaf: codes, keys, arguments, titles, numbers; also with another version of certkit in the renderer."""
    made = data.draw(st.sampled_from([a_report, a_failed_report, a_declaration]))
    document = copy.deepcopy(made())
    document["renderer"]["certkit"] = data.draw(st.sampled_from(["0.1.0", "0.0.9"]))
    path = data.draw(st.sampled_from([path for path in leaves(document) if path[0] == "derived"]))
    at(document, path[:-1])[path[-1]] = other_value(at(document, path))
    try:
        document = read_attestation(canonical_json(document))
    except UnreadableAttestation:
        return
    assert rederive(document)


def test_many_differences_are_cut_short():
    def turn(document):
        for row in document["derived"]["plan"]:
            row["status"] = "undetermined"

    differences = found(changed(turn))
    assert len(differences) == 101
    assert differences[-1].endswith("more")


def test_the_example_is_what_its_files_say():
    assert compare_with_files(report(judged_at(FOLDER / "record.yaml"), LABORATORY), str(FOLDER)) == []


FOLDERS = {
    "another log": ("messages.log", b"\n", "evidence.files[4].sha256"),
    "another image": ("ex-22-duo-3.1.0.bin", b"\0", "evidence.files[3].sha256"),
    "another record": ("record.yaml", b"\n# more", "evidence.record.sha256"),
    "another PICS": ("pics.yaml", b"\n# more", "evidence.files[0].sha256"),
}


@pytest.mark.parametrize("name", FOLDERS)
def test_files_that_say_something_else(name, tmp_path):
    file, more, path = FOLDERS[name]
    document = report(judged_at(example().write(tmp_path)), LABORATORY)
    with (tmp_path / file).open("ab") as stream:
        stream.write(more)
    assert path in [one.path for one in compare_with_files(document, str(tmp_path))]


def test_a_folder_without_pics(tmp_path):
    document = report(judged_at(example().write(tmp_path)), LABORATORY)
    (tmp_path / "pics.yaml").unlink()
    (difference,) = compare_with_files(document, str(tmp_path))
    assert str(difference) == "evidence.statement: the PICS cannot be read from the folder"


@pytest.mark.parametrize("name", ["../record.yaml", "/etc/passwd", "..", ""])
def test_a_record_outside_the_folder_is_not_read(name):
    document = copy.deepcopy(a_report())
    document["evidence"]["record"]["file"] = name
    with pytest.raises(Exception, match="has no name of a file in a folder"):
        compare_with_files(document, str(FOLDER))


def test_a_forged_report_is_no_base_for_a_certificate():
    forged = copy.deepcopy(a_failed_report())
    forged["derived"]["outcome"] = "pass"
    with pytest.raises(Exception, match="the verdict is fail"):
        certify(linked(forged), BODY)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_any_change_of_the_evidence_is_caught_or_follows(data):
    """Whatever is changed: an error, differences, or an attestation that certkit would make itself. Never a crash."""
    document = copy.deepcopy(a_report())
    path = data.draw(st.sampled_from([path for path in leaves(document) if path[0] == "evidence"]))
    at(document, path[:-1])[path[-1]] = other_value(at(document, path))
    try:
        document = read_attestation(canonical_json(document))
        differences = rederive(document)
    except (NotRederivable, UnreadableAttestation):
        return
    if not differences:
        assert report(judge(document["evidence"]), LABORATORY)["derived"] == document["derived"]


@pytest.mark.parametrize("letter", ["taken ", " a", "A", "z", ""])
def test_a_reading_is_selected_by_its_exact_letter(letter):
    document = copy.deepcopy(a_report())
    document["evidence"]["readings"]["B-01"] = letter
    assert rederive(read_attestation(canonical_json(document)))


def test_the_judged_example_is_the_document():
    found_again = judged(example())
    assert found_again.document == a_report()["evidence"]
