"""``certkit trust``: the user's own trust store, what is asked before a root is added, and that commands use it."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding

from certkit.signing.pki import make_list, make_pki
from tests.cli.program import certkit
from tests.docs.test_schemas import complaints
from tests.signing.pkis import NOW, quick_pki, written
from tests.verification.signed import signed

ROOT = quick_pki().root.certificate
SHA = ROOT.fingerprint(SHA256()).hex()


@pytest.fixture
def own(tmp_path, monkeypatch):
    """The user's trust store, empty, where the system keeps configuration."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "configuration"))
    return tmp_path / "configuration" / "certkit" / "trust"


@pytest.fixture(scope="module")
def bundle(tmp_path_factory):
    """The trust store that an issuer gives to verifiers."""
    return written(quick_pki(), tmp_path_factory.mktemp("pki") / "issuer").path / "trust"


@pytest.fixture
def certificate(tmp_path):
    path = tmp_path / "certificate.pdf"
    path.write_bytes(signed("certificate", "B-LTA"))
    return path


def files(folder: Path) -> set[str]:
    return {path.parent.name for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    "command", [["verify"], ["verify", "-f", "json"], ["extract"], ["certify", "--key", "file:x.p12", "-o", "x.pdf"]]
)
def test_without_a_root_nothing_is_known_of_a_document(command, certificate, own):
    result = certkit(command[0], certificate, *command[1:])
    assert (result.code, result.out) == (2, "")
    assert "nobody is trusted yet, so nothing can be known about the document" in result.err
    assert "certkit trust add DIR --sha256 VALUE" in result.err


def test_extracting_without_verification_needs_no_trust(certificate, own):
    assert certkit("extract", certificate, "--unverified").code == 0


def test_a_root_is_added_only_with_its_digest(bundle, own):
    refused = certkit("trust", "add", bundle)
    assert refused.code == 1
    assert SHA in refused.err
    assert not own.exists()
    added = certkit("trust", "add", bundle, "--sha256", SHA)
    assert added.code == 0
    assert files(own) == {"roots", "intermediates", "crls"}
    assert f"certkit: wrote {own}/roots/{SHA}.pem" in added.err


@pytest.mark.parametrize("write", [str.upper, lambda digest: ":".join(digest[at : at + 2] for at in range(0, 64, 2))])
def test_a_digest_may_be_written_as_other_programs_do(write, bundle, own):
    assert certkit("trust", "add", bundle, "--sha256", write(SHA)).code == 0


def test_a_digest_of_another_root_adds_nothing(bundle, own):
    result = certkit("trust", "add", bundle, "--sha256", "0" * 64)
    assert result.code == 1
    assert f"no root certificate here has the SHA-256 {'0' * 64}" in result.err
    more = certkit("trust", "add", bundle, "--sha256", SHA, "--sha256", "0" * 64)
    assert more.code == 1
    assert not own.exists()


def test_what_is_no_digest(bundle, own):
    result = certkit("trust", "add", bundle, "--sha256", "12ab")
    assert result.code == 2
    assert "'12ab' is not a SHA-256" in result.err


def test_each_root_needs_a_digest_also_those_for_time_stamps(tmp_path, bundle, own):
    import shutil

    folder = tmp_path / "bundle"
    shutil.copytree(bundle, folder)
    other = quick_pki(rehearsal=False).root.certificate
    (folder / "tsa").mkdir()
    (folder / "tsa/root.pem").write_bytes(other.public_bytes(Encoding.PEM))
    digest = other.fingerprint(SHA256()).hex()
    alone = certkit("trust", "add", folder, "--sha256", SHA)
    assert alone.code == 1
    assert digest in alone.err
    assert certkit("trust", "add", folder, "--sha256", SHA, "--sha256", digest).code == 0
    assert files(own) == {"roots", "tsa", "intermediates", "crls"}


def test_a_single_root_file(tmp_path, own):
    for name, encoding in (("root.pem", Encoding.PEM), ("root.der", Encoding.DER)):
        (tmp_path / name).write_bytes(ROOT.public_bytes(encoding))
        assert certkit("trust", "add", tmp_path / name).code == 1
        assert certkit("trust", "add", tmp_path / name, "--sha256", SHA).code == 0


@pytest.mark.parametrize("content", [b"", b"hello", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"])
def test_what_is_neither_a_certificate_nor_a_crl(content, tmp_path, own):
    (tmp_path / "x").write_bytes(content)
    result = certkit("trust", "add", tmp_path / "x")
    assert result.code == 2
    assert f"{tmp_path / 'x'}: " in result.err
    assert not own.exists()


def test_it_is_used_by_default(bundle, own, certificate):
    certkit("trust", "add", bundle, "--sha256", SHA)
    assert certkit("verify", certificate, "--offline", "--rehearsal").code == 0
    assert certkit("extract", certificate, "--offline", "--rehearsal").code == 0
    assert certkit("trust", "remove", SHA).code == 0
    assert certkit("verify", certificate, "--offline", "--rehearsal").code == 2


def test_an_option_takes_its_place(bundle, own, certificate, tmp_path):
    certkit("trust", "add", bundle, "--sha256", SHA)
    official = written(quick_pki(rehearsal=False), tmp_path / "official").path / "trust"
    result = certkit("verify", certificate, "--offline", "--rehearsal", "--trust", official)
    assert result.code == 1
    assert "leads to" in result.out.replace("\n  ", " ")


def test_a_crl_replaces_an_older_one_and_never_a_newer_one(tmp_path, bundle, own):
    certkit("trust", "add", bundle, "--sha256", SHA)
    pki = quick_pki()
    before = {path.name: path.read_bytes() for path in (own / "crls").iterdir()}
    now = datetime.now(UTC).replace(microsecond=0)
    for name, at, changes in (("old", now - timedelta(days=400), False), ("new", now + timedelta(days=1), True)):
        path = tmp_path / f"{name}.crl"
        path.write_bytes(make_list(pki.authority, (), at, number=7).public_bytes(Encoding.DER))
        assert certkit("trust", "add", path).code == 0
        after = {path.name: path.read_bytes() for path in (own / "crls").iterdir()}
        assert after.keys() == before.keys()
        assert (after != before) is changes


def crl_of(name, identifier, key, at, *more):
    """A CRL with the name and key identifier of one authority, signed by the key of another or the same."""
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(name.certificate.subject)
        .last_update(at)
        .next_update(at + timedelta(days=30))
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(identifier.key.public_key()), critical=False)
    )
    for extension in more:
        builder = builder.add_extension(extension, critical=True)
    return builder.sign(key.key, SHA256()).public_bytes(Encoding.DER)


def crls(own):
    return {path.name: path.read_bytes() for path in (own / "crls").iterdir()}


@pytest.mark.parametrize("with_certificate", [False, True])
def test_a_crl_that_the_issuer_did_not_sign_replaces_nothing(with_certificate, tmp_path, bundle, own):
    certkit("trust", "add", bundle, "--sha256", SHA)
    before = crls(own)
    genuine, forger = quick_pki().authority, make_pki(NOW, rehearsal=True, algorithm="P-256").authority
    assert forger.certificate.subject == genuine.certificate.subject
    if with_certificate:
        (tmp_path / "forger.pem").write_bytes(forger.certificate.public_bytes(Encoding.PEM))
        assert certkit("trust", "add", tmp_path / "forger.pem").code == 0
    (tmp_path / "forged.crl").write_bytes(crl_of(genuine, genuine, forger, NOW + timedelta(days=1)))
    assert certkit("trust", "add", tmp_path / "forged.crl").code == 0
    assert {name: crls(own)[name] for name in before} == before
    new = crl_of(genuine, genuine, genuine, NOW + timedelta(hours=1))
    (tmp_path / "new.crl").write_bytes(new)
    assert certkit("trust", "add", tmp_path / "new.crl").code == 0
    assert new in crls(own).values()


def test_a_delta_crl_replaces_no_complete_one(tmp_path, bundle, own):
    certkit("trust", "add", bundle, "--sha256", SHA)
    before, issuer = crls(own), quick_pki().authority
    delta = crl_of(issuer, issuer, issuer, NOW + timedelta(days=1), x509.DeltaCRLIndicator(1))
    (tmp_path / "delta.crl").write_bytes(delta)
    assert certkit("trust", "add", tmp_path / "delta.crl").code == 0
    assert {name: crls(own)[name] for name in before} == before


def test_the_list(bundle, own):
    empty = certkit("trust", "list")
    assert (empty.code, empty.out) == (
        0,
        f"{own}: no root certificate, so nobody is trusted (certkit trust add --help)\n",
    )
    certkit("trust", "add", bundle, "--sha256", SHA)
    result = certkit("trust", "list")
    assert result.code == 0
    assert f"    SHA-256 {SHA}\n" in result.out
    assert "root, REHEARSAL: documents under it are not official" in result.out
    document = json.loads(certkit("trust", "list", "-f", "json").out)
    assert complaints("trust", document) == []
    assert [entry["purpose"] for entry in document["certificates"]] == ["documents", "intermediate"]
    assert [entry["current"] for entry in document["crls"]] == [True, True]
    assert sorted(certkit("trust", "list", bundle).out.splitlines()[1:]) == sorted(result.out.splitlines()[1:])


def test_a_certificate_and_a_list_out_of_date_are_marked(bundle, own):
    certkit("trust", "add", bundle, "--sha256", SHA)
    result = certkit("trust", "list", "--at", "2199-01-01")
    assert "NOT VALID NOW" in result.out
    assert "NOT CURRENT: current until" in result.out


def test_removing_what_is_not_there(own):
    result = certkit("trust", "remove", SHA)
    assert result.code == 2
    assert "certkit trust list" in result.err


def test_a_root_is_removed_from_every_file_that_has_it(bundle, own):
    certkit("trust", "add", bundle, "--sha256", SHA)
    pem = (own / "roots" / f"{SHA}.pem").read_bytes()
    (own / "roots" / "copied-by-hand.pem").write_bytes(pem)
    result = certkit("trust", "remove", SHA)
    assert result.code == 0
    assert result.err.count("certkit: removed ") == 2
    assert SHA not in certkit("trust", "list").out


def test_a_root_in_a_file_with_others_stays_and_that_is_an_error(bundle, own):
    certkit("trust", "add", bundle, "--sha256", SHA)
    other = quick_pki(rehearsal=False).root.certificate.public_bytes(Encoding.PEM)
    both = own / "roots" / "both.pem"
    both.write_bytes((own / "roots" / f"{SHA}.pem").read_bytes() + other)
    result = certkit("trust", "remove", SHA)
    assert (result.code, result.err) == (
        2,
        f"certkit: {both}: this file has other certificates too (delete the certificate in an editor)\n",
    )
    assert (own / "roots" / f"{SHA}.pem").is_file()
