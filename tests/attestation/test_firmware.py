"""certkit firmware verify --against: the hash on a certificate, which is believed only once it is verified."""

import json

import pytest

from tests.cli.program import certkit
from tests.signing.pkis import quick_pki, written
from tests.verdict.example import FOLDER

IMAGE = FOLDER / "ex-22-duo-3.1.0.bin"


@pytest.fixture
def against(sealed, pki):
    """``certkit firmware verify`` against a certificate of the rehearsal."""

    def call(image=IMAGE, certificate=sealed.representative, *options: object, trust=pki.path / "trust"):
        believed = ["--trust", trust] if trust else []
        return certkit("firmware", "verify", image, "--against", certificate, "--offline", *believed, *options)

    return call


def test_a_rehearsals_certificate_certifies_nothing(against):
    result = against()
    assert result.code == 1
    assert "error FW-10 certificate-not-usable" in result.out
    assert "the document is a rehearsal and certifies nothing" in result.out


def test_in_a_rehearsal_it_is_said_so(against, sealed):
    result = against(IMAGE, sealed.representative, "--rehearsal")
    assert result.code == 0, result.out + result.err
    assert f"{IMAGE}: SHA-256, " in result.out
    assert "bytes, as stated" in result.out
    assert "warning FW-11 certificate-of-a-rehearsal" in result.out
    assert "REHEARSAL: certificate CERT-" in result.out
    assert "for Example Charging GmbH EX-22 Duo, version 3.1.0, by REHEARSAL" in " ".join(result.out.split())


def test_another_image(against, sealed, tmp_path):
    other = tmp_path / "other.bin"
    other.write_bytes(IMAGE.read_bytes() + b"\0")
    result = against(other, sealed.representative, "--rehearsal")
    assert result.code == 1
    assert "error FW-07 hash-differs" in result.out
    assert "as stated" not in result.out


@pytest.mark.parametrize("kind", ["report", "declaration"])
def test_only_a_certificate_will_do(kind, against, sealed):
    result = against(IMAGE, getattr(sealed, kind), "--rehearsal")
    assert result.code == 1
    assert f"the document is a {kind}; only a certificate" in " ".join(result.out.split())
    assert "as stated" not in result.out


def test_a_certificate_that_is_not_verified(against, sealed, tmp_path):
    content = bytearray(sealed.representative.read_bytes())
    content[len(content) // 3] ^= 1
    (tmp_path / "c.pdf").write_bytes(content)
    other = written(quick_pki(rehearsal=False), tmp_path / "other").path / "trust"
    for file, trust in [(tmp_path / "c.pdf", {}), (sealed.representative, {"trust": other})]:
        result = against(IMAGE, file, "--rehearsal", **trust)
        assert result.code == 1
        assert "error FW-10 certificate-not-usable" in result.out
        assert "the document is not verified: step " in result.out
        assert "as stated" not in result.out


def test_what_is_no_certificate_at_all(against, tmp_path):
    (tmp_path / "c.pdf").write_bytes(b"%PDF-1.7\nSHA-256 " + b"0" * 64)
    assert against(IMAGE, tmp_path / "c.pdf", "--rehearsal").code == 1
    result = against(IMAGE, tmp_path / "none.pdf", "--rehearsal")
    assert result.code == 2
    assert "none.pdf" in result.err


def test_a_missing_image(against, sealed, tmp_path):
    result = against(tmp_path / "none.bin", sealed.representative, "--rehearsal")
    assert result.code == 1
    assert "error FW-01 image-missing" in result.out


def test_for_programs(against, sealed):
    document = json.loads(against(IMAGE, sealed.representative, "--rehearsal", "--format", "json").out)
    assert document["verified"] is True
    assert document["certificate"]["rehearsal"] is True
    assert document["certificate"]["model"] == "EX-22 Duo"
    assert document["certificate"]["id"].startswith("CERT-")
    refused = json.loads(against(IMAGE, sealed.representative, "--format", "json").out)
    assert (refused["verified"], refused["certificate"], refused["hash"]) == (False, None, None)
    assert [found["code"] for found in refused["findings"]] == ["FW-10"]


def test_one_statement_of_the_hash_at_a_time(sealed):
    result = certkit("firmware", "verify", IMAGE, "--against", sealed.representative, "--hash", "0" * 64)
    assert result.code == 2
    assert "one of --hash, --record and --against" in result.err
    result = certkit("firmware", "verify", IMAGE, "--hash", "0" * 64, "--rehearsal")
    assert result.code == 2
    assert "--against" in result.err
    result = certkit("firmware", "verify", IMAGE, "--against", sealed.representative, "--algorithm", "SHA-512")
    assert result.code == 2
    assert "the certificate names the algorithm itself" in result.err


def test_a_certificate_without_a_hash(against, sealed):
    result = against(IMAGE, sealed.member, "--rehearsal")
    assert result.code == 1
    assert "has no hash of a firmware image" in result.out
    assert "as stated" not in result.out
