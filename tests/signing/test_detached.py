"""A signature beside a file, which plain OpenSSL verifies."""

import json

import pytest
from asn1crypto import cms

from certkit.signing.policy import KeyRefused
from certkit.signing.sign import sign_detached
from certkit.trust.network import NoAnswer
from tests.signing.judges import judge
from tests.signing.pkis import NOW, key_of, quick_pki, trust_of, written
from tests.signing.tsa import FixedTimeStamper

DATA = json.dumps({"kind": "report", "name": "Prüfbericht\r\n"}, ensure_ascii=False).encode()


def verify(folder, signature, data, root, *options):
    (folder / "data.json").write_bytes(data)
    (folder / "data.p7s").write_bytes(signature)
    return judge(
        "openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", "data.p7s", "-content", "data.json",
        "-out", "verified.json", "-CAfile", root, *options, folder=folder,
    )  # fmt: skip


@pytest.mark.parametrize("algorithm", ["P-256", "P-384", "RSA"])
def test_openssl_verifies_it(tmp_path, algorithm):
    pki = quick_pki(algorithm=algorithm)
    root = written(pki, tmp_path / "pki").path / "trust/roots/root.pem"
    signature = sign_detached(DATA, key_of(pki, "laboratory"), kind="report", at=NOW)
    for options in ((), ("-cades", "-purpose", "any")):
        said = verify(tmp_path, signature, DATA, root, *options)
        assert said.returncode == 0, said.stderr
        assert (tmp_path / "verified.json").read_bytes() == DATA


def test_pyhanko_verifies_ed25519():
    """OpenSSL 3.0 knows no Ed25519 in CMS; signing/README.md says so."""
    import hashlib

    from pyhanko.sign.validation.generic_cms import validate_sig_integrity

    from certkit.signing.signer import to_asn1

    key = key_of(quick_pki(algorithm="Ed25519"), "laboratory")
    made = sign_detached(DATA, key, kind="report", at=NOW)
    (signer,) = cms.ContentInfo.load(made)["content"]["signer_infos"]
    for data, good in ((DATA, True), (DATA + b" ", False)):
        digest = hashlib.sha512(data).digest()
        assert validate_sig_integrity(signer, to_asn1(key.certificate), "data", digest) == (good, True)


def test_openssl_refuses_other_data(tmp_path, rehearsal):
    root = rehearsal.path / "trust/roots/root.pem"
    signature = sign_detached(DATA, key_of(rehearsal.pki, "laboratory"), kind="report", at=NOW)
    for data in (DATA + b"\n", DATA.replace(b"report", b"Report"), b""):
        assert verify(tmp_path, signature, data, root, "-cades").returncode != 0


def test_openssl_refuses_another_root(tmp_path, rehearsal, official):
    signature = sign_detached(DATA, key_of(rehearsal.pki, "laboratory"), kind="report", at=NOW)
    said = verify(tmp_path, signature, DATA, official.path / "trust/roots/root.pem")
    assert said.returncode != 0


def test_openssl_finds_a_revoked_signer(tmp_path, rehearsal):
    """With the lists of the trust folder OpenSSL checks revocation, too."""
    from cryptography.hazmat.primitives.serialization import Encoding

    from certkit.signing.pki import revoke

    pki = rehearsal.pki
    root = rehearsal.path / "trust/roots/root.pem"
    signature = sign_detached(DATA, key_of(pki, "laboratory"), kind="report", at=NOW)
    serial = pki.keys["laboratory"].certificate.serial_number
    for name, entry, good in (
        ("good", pki.authority_list, True),
        ("bad", revoke(pki.authority, pki.authority_list, serial, NOW), False),
    ):
        lists = tmp_path / f"{name}.pem"
        lists.write_bytes(b"".join(found.public_bytes(Encoding.PEM) for found in (entry, pki.root_list)))
        together = tmp_path / f"{name}-all.pem"
        together.write_bytes(root.read_bytes() + lists.read_bytes())
        said = verify(tmp_path, signature, DATA, together, "-crl_check_all")
        assert (said.returncode == 0) is good, said.stderr


def test_it_can_have_a_time_stamp():
    pki = quick_pki()
    stamper = FixedTimeStamper(pki.keys["tsa"], [pki.authority.certificate], NOW)
    for tsa, kinds in ((stamper, ["signature_time_stamp_token"]), (None, [])):
        made = sign_detached(DATA, key_of(pki, "laboratory"), kind="report", at=NOW, tsa=tsa, trust=trust_of(pki))
        (signer,) = cms.ContentInfo.load(made)["content"]["signer_infos"]
        assert [attribute["type"].native for attribute in signer["unsigned_attrs"]] == kinds


def test_it_is_cades_and_has_the_time_that_was_given():
    made = sign_detached(DATA, key_of(quick_pki(), "laboratory"), kind="report", at=NOW)
    signed = cms.ContentInfo.load(made)["content"]
    assert signed["encap_content_info"]["content"].native is None, "the data is not in it"
    (signer,) = signed["signer_infos"]
    attributes = {attribute["type"].native: attribute["values"][0].native for attribute in signer["signed_attrs"]}
    assert attributes["signing_time"] == NOW
    assert "signing_certificate_v2" in attributes


def test_a_vendor_signs_its_statement_and_nothing_else():
    key = key_of(quick_pki(), "vendor")
    assert sign_detached(b"pics", key, kind="statement", at=NOW)
    for kind in ("declaration", "report", "certificate"):
        with pytest.raises(KeyRefused):
            sign_detached(b"pics", key, kind=kind, at=NOW)


def test_a_url_that_is_none():
    with pytest.raises(NoAnswer, match="not an http"):
        sign_detached(DATA, key_of(quick_pki(), "laboratory"), kind="report", at=NOW, tsa="tsa.example.org")
