"""certkit declare, report, certify and extract, as a user calls them."""

import json
import subprocess
import sys

import pytest

from certkit.attestation.v1.read import read_attestation
from certkit.formats.canonical_json import payload_digest
from tests.attestation.commands import command, done, passphrase_file
from tests.attestation.documents import of_member
from tests.cli.program import certkit
from tests.signing.pkis import quick_pki, written
from tests.verdict.dossiers import example


def extracted(file, pki):
    result = certkit("extract", file, "--trust", pki.path / "trust", "--offline", "--rehearsal")
    assert result.code == 0, result.err
    return read_attestation(result.raw)


def test_a_chain_from_the_records_to_the_certificates(sealed, pki):
    report, certificate = extracted(sealed.report, pki), extracted(sealed.representative, pki)
    declaration, member = extracted(sealed.declaration, pki), extracted(sealed.member, pki)
    assert [one["kind"] for one in (report, certificate, declaration, member)] == [
        "report",
        "certificate",
        "declaration",
        "certificate",
    ]
    assert all(one["rehearsal"] for one in (report, certificate, declaration, member))
    assert report["issuer"]["role"] == "laboratory"
    (link,) = certificate["links"]
    assert link["payload_sha256"] == payload_digest(report)
    assert link["sha256"] == sha256(sealed.report)
    first, second = member["links"]
    assert (first["relation"], first["id"]) == ("declaration", declaration["id"])
    assert (second["relation"], second["id"]) == ("representative certificate", certificate["id"])
    assert second["sha256"] == sha256(sealed.representative)


def sha256(file):
    import hashlib

    return hashlib.sha256(file.read_bytes()).hexdigest()


def test_what_is_said(record, pki, tmp_path):
    said = done(command("report", record, pki, tmp_path / "r.pdf", "--id", "LAB-1"))
    assert said.startswith(
        f"certkit: wrote {tmp_path / 'r.pdf'}: REHEARSAL, Test Report LAB-1, pass, signed at level B-B by "
    )
    assert said.rstrip().endswith(f"(laboratory), SHA-256 {sha256(tmp_path / 'r.pdf')}")


def test_a_failed_run_is_reported_and_not_certified(pki, tmp_path):
    dossier = example()
    dossier.run("TC_010")["verdict"] = "fail"
    said = done(command("report", dossier.write(tmp_path), pki, tmp_path / "r.pdf"))
    assert ", fail, signed" in said
    result = command("certify", tmp_path / "r.pdf", pki, tmp_path / "c.pdf")
    assert result.code == 1
    assert "this cannot be attested as a certificate, for 2 reasons:" in result.err
    assert "the verdict is fail, but only a pass can be attested (5.4; 5.5)" in result.err
    assert not (tmp_path / "c.pdf").exists()


def test_every_reason_is_told_before_a_key_is_opened(record, tmp_path):
    result = certkit("declare", record, "--key", "file:nowhere.p12", "-o", tmp_path / "d.pdf")
    assert result.code == 1
    assert "this cannot be attested as a declaration, for 4 reasons:" in result.err
    assert "nowhere.p12" not in result.err


@pytest.mark.parametrize(
    ("name", "role"), [("report", "certification-body"), ("report", "vendor"), ("report", "test-tool")]
)
def test_only_the_right_role(name, role, record, pki, tmp_path):
    result = command(name, record, pki, tmp_path / "r.pdf", role=role)
    assert result.code == 2
    assert "a report must be signed by a laboratory" in result.err
    assert not (tmp_path / "r.pdf").exists()


def test_nothing_is_overwritten_without_force(record, pki, tmp_path):
    file = tmp_path / "r.pdf"
    file.write_bytes(b"mine")
    result = command("report", record, pki, file)
    assert (result.code, file.read_bytes()) == (2, b"mine")
    assert "the file already exists (use --force to overwrite it)" in result.err
    done(command("report", record, pki, file, "--force"))
    assert file.read_bytes().startswith(b"%PDF-1.7")


def test_the_signature_beside_the_data(record, pki, tmp_path):
    pdf, p7s, data = tmp_path / "r.pdf", tmp_path / "r.p7s", tmp_path / "r.json"
    done(command("report", record, pki, pdf, "--p7s", p7s))
    payload = certkit("extract", pdf, "--trust", pki.path / "trust", "--offline", "--rehearsal", "-o", data)
    assert payload.code == 0
    roots = [*sorted((pki.path / "trust" / "roots").glob("*.pem"))]
    verify = ["openssl", "cms", "-verify", "-cades", "-inform", "DER", "-in", p7s, "-content", data, "-binary",
              "-purpose", "any", "-CAfile", roots[0], "-out", "/dev/null"]  # fmt: skip
    intermediates = sorted((pki.path / "trust" / "intermediates").glob("*.pem"))
    for extra in intermediates:
        verify += ["-certfile", extra]
    good = subprocess.run([str(part) for part in verify], capture_output=True, text=True, check=False)
    assert good.returncode == 0, good.stderr
    data.write_bytes(data.read_bytes().replace(b"pass", b"fail", 1))
    assert subprocess.run([str(part) for part in verify], capture_output=True, check=False).returncode != 0


def test_two_outputs_need_two_names(record, pki, tmp_path):
    result = command("report", record, pki, tmp_path / "r.pdf", "--p7s", tmp_path / "r.pdf")
    assert result.code == 2
    assert "--output and --p7s need different names" in result.err


def test_a_tampered_report_is_not_certified(sealed, pki, tmp_path):
    content = bytearray(sealed.report.read_bytes())
    content[len(content) // 3] ^= 1
    (tmp_path / "r.pdf").write_bytes(content)
    result = command("certify", tmp_path / "r.pdf", pki, tmp_path / "c.pdf")
    assert result.code == 1
    assert "it is not verified, so no certificate can be based on it:" in result.err
    assert not (tmp_path / "c.pdf").exists()


def test_a_report_under_an_unknown_root_is_not_certified(sealed, pki, tmp_path):
    other = written(quick_pki(rehearsal=False), tmp_path / "other").path / "trust"
    key = f"file:{pki.path / 'certification-body.p12'}"
    arguments = ["--key", key, "--passphrase-file", passphrase_file(pki), "--offline", "-o", tmp_path / "c.pdf"]
    result = certkit("certify", sealed.report, *arguments, "--trust", other)
    assert result.code == 1
    assert "it is not verified, so no certificate can be based on it:\n  5. chain: " in result.err
    assert "earlier step" not in result.err  # what only follows from that is not told
    assert "\n  help: certkit verify shows every step\n" in result.err


def test_without_a_trust_folder_a_report_is_sealed_all_the_same(record, pki, tmp_path):
    key = ["--key", f"file:{pki.path / 'laboratory.p12'}", "--passphrase-file", passphrase_file(pki)]
    done(certkit("report", record, *key, "-o", tmp_path / "r.pdf"))
    assert (tmp_path / "r.pdf").is_file()


def test_a_level_that_there_is_not_is_refused(sealed, pki, tmp_path):
    result = command("certify", sealed.report, pki, tmp_path / "c.pdf", "--level", "B-X")
    assert result.code == 2
    assert "unknown level 'B-X' (the levels are B-B, B-T, B-LT, B-LTA)" in result.err


def test_what_the_schema_does_not_describe_is_not_sealed(record, pki, tmp_path, monkeypatch):
    """The other judge, jsonschema, is asked too: here certkit's own check has been made blind."""
    from certkit.attestation.attest import report
    from certkit.attestation.v1 import read as attestation_json

    monkeypatch.setattr(attestation_json, "_check", lambda: lambda _: None)
    monkeypatch.setattr("certkit.cli.report.report_of", lambda *given: {**report(*given), "remark": "not part of it"})
    result = command("report", record, pki, tmp_path / "r.pdf")
    assert result.code == 2
    assert "it is not what its schema describes: $: not allowed by 'additionalProperties'" in result.err
    assert not (tmp_path / "r.pdf").exists()


def test_a_declaration_needs_the_representatives_certificate(sealed, pki, tmp_path):
    result = command("certify", sealed.declaration, pki, tmp_path / "c.pdf")
    assert result.code == 1
    assert "a member of a product family needs the certificate of the representative product" in result.err
    result = command("certify", sealed.declaration, pki, tmp_path / "c.pdf", "--representative", sealed.report)
    assert "is a report, not a certificate (9.4)" in result.err


def test_a_declaration_that_names_another_certificate(sealed, pki, tmp_path):
    (tmp_path / "declared").mkdir()
    record = of_member("CERT-0").write(tmp_path / "declared")
    done(command("declare", record, pki, tmp_path / "d.pdf"))
    result = command("certify", tmp_path / "d.pdf", pki, tmp_path / "c.pdf", "--representative", sealed.representative)
    assert "the record names the certificate CERT-0, but this is CERT-" in result.err


def test_a_dossier_without_pics(record, pki, tmp_path):
    (tmp_path / "pics.yaml").unlink()
    result = command("report", record, pki, tmp_path / "r.pdf")
    assert result.code == 2
    assert "record.yaml: pics.yaml: there is no such file (without a PICS nothing can be signed)" in result.err


def test_data_of_what_is_not_verified(sealed, pki, tmp_path):
    other = written(quick_pki(rehearsal=False), tmp_path / "other").path / "trust"
    result = certkit("extract", sealed.report, "--trust", other, "--offline")
    assert (result.code, result.raw) == (1, b"")
    assert "not verified, so its data is not extracted (run `certkit verify " in result.err
    result = certkit("extract", sealed.report, "--trust", pki.path / "trust", "--offline")
    assert (result.code, result.raw) == (1, b"")
    assert "REHEARSAL: this is not an official document (use --rehearsal to extract its data)" in result.err
    result = certkit("extract", sealed.report, "--unverified")
    assert result.code == 0
    assert "NOT VERIFIED: any of this data may be false" in result.err
    assert json.loads(result.raw)["kind"] == "report"
    (tmp_path / "no.pdf").write_bytes(b"%PDF-1.7\nnothing")
    result = certkit("extract", tmp_path / "no.pdf", "--unverified")
    assert (result.code, result.raw) == (2, b"")
    assert "its data cannot be extracted: " in result.err


def test_the_help_loads_nothing_heavy():
    script = (
        "import sys; from certkit.cli.main import run; run(sys.argv[1:]);"
        "print('\\n'.join(sorted(sys.modules)), file=sys.stderr)"
    )
    heavy = {"pyhanko", "reportlab", "pikepdf", "cryptography", "jsonschema", "pydantic"}
    for name in ("declare", "report", "certify", "extract", "family"):
        call = [sys.executable, "-c", script, name, "--help"]
        found = subprocess.run(call, capture_output=True, text=True, check=True)
        assert heavy.isdisjoint(found.stderr.split()), name
