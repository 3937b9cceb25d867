"""``certkit recertify`` as a user calls it: exit codes, refusals, formats, and where its output goes."""

import json
from pathlib import Path

import pytest

from tests.attestation.commands import command, done, id_in
from tests.cli.program import Result, certkit
from tests.docs.test_schemas import complaints
from tests.recertification.pairs import answered, patched
from tests.signing.pkis import Folder, quick_pki, written
from tests.verdict.dossiers import Dossier, example

LAX = """\
policy: 1
edition: ocpp-1.6-v2.4
title: Ours
rules:
- {id: same, classes: same question, rerun: No, reason: Nothing it depends on changed., cite: ours}
- {id: rest, classes: all, rerun: Yes, reason: The rest., cite: "5.5"}
"""


@pytest.fixture(scope="module")
def pki(tmp_path_factory) -> Folder:
    return written(quick_pki(), tmp_path_factory.mktemp("pki") / "rehearsal")


class Documents:
    """A report and a certificate on the example."""

    def __init__(self, pki: Folder, folder: Path) -> None:
        (folder / "old").mkdir()
        self.report, self.certificate = folder / "report.pdf", folder / "certificate.pdf"
        done(command("report", example().write(folder / "old"), pki, self.report))
        self.id = id_in(done(command("certify", self.report, pki, self.certificate)))


@pytest.fixture(scope="module")
def documents(pki, tmp_path_factory) -> Documents:
    return Documents(pki, tmp_path_factory.mktemp("documents"))


@pytest.fixture
def recertify(pki, documents, tmp_path):
    """Compares a dossier with the certificate, or another document, of the rehearsal."""

    def compare(dossier: Dossier | Path, *options: object, old: Path | None = None, rehearsal: bool = True) -> Result:
        record = dossier if isinstance(dossier, Path) else dossier.write(tmp_path)
        more = ["--rehearsal"] if rehearsal else []
        trust = ["--trust", pki.path / "trust", "--offline"]
        return certkit("recertify", old or documents.certificate, record, *trust, *more, *options)

    return compare


def test_nothing_changed(recertify, documents):
    result = recertify(example())
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith(f"COVERED (REHEARSAL): certificate {documents.id} covers this device: ")


@pytest.mark.parametrize(
    ("dossier", "first"),
    [
        (patched, "NOT COVERED (REHEARSAL): certificate "),
        (lambda: answered(example(), "C-06", "Both", "No"), "COVERED (REHEARSAL): certificate "),
        (lambda: example().without("hardware"), "UNKNOWN (REHEARSAL): it is not known whether certificate "),
    ],
)
def test_a_change_or_what_is_not_known_gives_1(recertify, dossier, first):
    result = recertify(dossier())
    assert (result.code, result.err) == (1, "")
    assert result.out.startswith(first)


def test_a_report_never_gives_0(recertify, documents):
    result = recertify(example(), old=documents.report)
    assert result.code == 1
    assert result.out.startswith("NO CERTIFICATE (REHEARSAL): test report ")
    assert "only a certificate covers a device" in " ".join(result.out.split())


def test_a_half_empty_record_is_compared(recertify, tmp_path):
    (tmp_path / "pics.yaml").write_bytes(example().files["pics.yaml"])
    record = tmp_path / "record.yaml"
    record.write_text("record: 1\nedition: ocpp-1.6-v2.4\npics: {file: pics.yaml}\n", encoding="utf-8")
    result = recertify(record)
    assert result.code == 1
    assert result.out.startswith("UNKNOWN (REHEARSAL): it is not known whether")
    assert "the configuration keys cannot be compared" in " ".join(result.out.split())


# What is refused, and what cannot be read


def test_a_document_that_is_not_verified_is_named_first_and_nothing_of_it_is_shown(recertify, documents, tmp_path):
    tampered = tmp_path / "tampered.pdf"
    content = documents.certificate.read_bytes()
    tampered.write_bytes(content.replace(documents.id.encode(), documents.id[:-1].encode() + b"X"))
    assert tampered.read_bytes() != content
    result = recertify(example(), old=tampered)
    assert (result.code, result.out) == (1, "")
    assert result.err.startswith(f"certkit: {tampered}: it is NOT VERIFIED, so nothing is compared with it:\n  ")
    assert "Example Charging" not in result.err


def test_without_a_trust_store_nothing_is_known(documents, tmp_path):
    result = certkit("recertify", documents.certificate, example().write(tmp_path), "--offline", "--rehearsal")
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("certkit: nobody is trusted yet")


def test_a_rehearsal_must_be_accepted(recertify, documents):
    result = recertify(example(), rehearsal=False)
    assert (result.code, result.out) == (1, "")
    assert result.err == (
        f"certkit: {documents.certificate}: it belongs to a rehearsal: this is not an official document "
        "(use --rehearsal to compare with it)\n"
    )


def test_what_cannot_be_read_gives_2(recertify, tmp_path):
    missing = recertify(tmp_path / "none.yaml")
    assert (missing.code, missing.out) == (2, "")
    assert recertify(example(), old=tmp_path / "none.pdf").code == 2
    assert recertify(example(), "--policy", tmp_path / "none.yaml").code == 2
    record = tmp_path / "empty.yaml"
    record.write_text("record: 1\n", encoding="utf-8")
    nothing = recertify(record)
    assert (nothing.code, nothing.out) == (2, "")
    assert "PICS" in nothing.err


def test_two_standard_inputs():
    result = certkit("recertify", "-", "-")
    assert (result.code, result.err) == (2, "certkit: standard input (-) can be only one of the files\n")


# Formats and the policy


def test_the_formats_follow_the_ending(recertify, tmp_path):
    for name, begin in (("impact.json", b"{"), ("impact.xlsx", b"PK"), ("impact.txt", b"NOT COVERED")):
        result = recertify(patched(), "-o", tmp_path / name)
        assert (result.code, result.out) == (1, "")
        assert result.err == f"certkit: wrote {tmp_path / name}: not covered\n"
        assert (tmp_path / name).read_bytes().startswith(begin)
    again = recertify(patched(), "-o", tmp_path / "impact.json")
    assert again.code == 2
    assert "already exists" in again.err


def test_the_json_names_the_documents_as_the_user_does(recertify, documents, tmp_path):
    result = recertify(patched(), "--format", "json")
    document = json.loads(result.out)
    assert complaints("impact", document) == []
    assert (document["old"]["file"], document["new"]["file"]) == (
        str(documents.certificate),
        str(tmp_path / "record.yaml"),
    )
    assert document["declared"][0]["where"]["file"] == str(tmp_path / "pics.yaml")
    run = document["test_cases"][0]["old_run"]
    assert (run["document"], run["document_sha256"]) == (documents.id, document["old"]["sha256"])


def test_a_policy_of_ones_own(recertify, tmp_path):
    policy = tmp_path / "policy.yaml"
    policy.write_text(LAX, encoding="utf-8")
    result = recertify(patched(), "--policy", policy)
    assert result.code == 1
    assert "To rerun for a new certificate (0)" in result.out
    assert "[ours]" in result.out
    assert "counts for a new certificate" in " ".join(result.out.split())


def test_terms_are_explained():
    for name in ("same-question", "IM-12", "device-not-covered"):
        result = certkit("explain", name)
        assert result.code == 0
        assert "certkit recertify" in result.out
