"""``certkit pki``: as a user calls it, and what OpenSSL says of what it has made."""

import json
import os
import stat
from datetime import UTC, datetime, timedelta
from unittest import mock

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12

from certkit.signing.keys import open_key
from certkit.signing.pki import make_pki, number_of
from certkit.signing.pki_folder import renew_lists, revoke_in, write_pki
from certkit.trust.certificates import is_rehearsal
from certkit.trust.roles import shipped_policy
from certkit.trust.store import load_trust
from tests.cli.program import certkit
from tests.cli.test_startup import loaded
from tests.signing.judges import judge
from tests.signing.pkis import BEGAN, PASSPHRASE, ROUNDS, Folder, quick_pki, written
from tests.signing.softhsm import PIN

FILES = {
    "README.md",
    "passphrase.txt",
    "test-tool.p12",
    "laboratory.p12",
    "certification-body.p12",
    "vendor.p12",
    "authorities/root.p12",
    "authorities/issuing-ca.p12",
    "trust/roots/root.pem",
    "trust/intermediates/issuing-ca.pem",
    "trust/crls/root.crl",
    "trust/crls/issuing-ca.crl",
    "tsa/tsa.pem",
    "tsa/tsa.key.pem",
    "tsa/chain.pem",
    "tsa/tsa.cnf",
}
ROLES = ["test-tool", "laboratory", "certification-body", "vendor"]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """What ``certkit pki init`` makes, strong encryption and all; tests leave it as it is."""
    folder = tmp_path_factory.mktemp("init") / "rehearsal"
    done = certkit("pki", "init", "--test", folder)
    assert done.code == 0, done.err
    assert done.out == ""
    return folder


@pytest.fixture
def own(tmp_path):
    """A PKI folder for one test, quickly made."""
    return written(make_pki(BEGAN), tmp_path / "own")


def files_in(folder):
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_it_makes_all_that_a_rehearsal_needs(made):
    assert files_in(made) == FILES


def test_only_the_owner_can_read_it(made):
    modes = {stat.S_IMODE(path.stat().st_mode) for path in made.rglob("*") if path.is_file()}
    folders = {stat.S_IMODE(path.stat().st_mode) for path in (made, *made.rglob("*")) if path.is_dir()}
    assert (modes, folders) == ({0o600}, {0o700})


def test_not_even_with_a_generous_umask(tmp_path):
    before = os.umask(0)
    try:
        write_pki(quick_pki(), str(tmp_path / "open"), PASSPHRASE, rounds=ROUNDS)
    finally:
        os.umask(before)
    test_only_the_owner_can_read_it(tmp_path / "open")


@pytest.mark.parametrize("role", ROLES)
def test_each_key_opens_with_the_passphrase_in_the_folder(made, role):
    shown = certkit(
        "pki", "show", f"file:{made / role}.p12", "--passphrase-file", made / "passphrase.txt", "-f", "json"
    )
    assert shown.code == 0, shown.err
    (found,) = json.loads(shown.out)["certificates"]
    assert found["role"] == role.replace("-", " ")
    assert found["rehearsal"] is True
    assert found["problems"] == []
    assert found["chain"] == ["REHEARSAL – Example Issuing CA", "REHEARSAL – Example Root CA"]


def test_each_passphrase_is_another(made, tmp_path):
    certkit("pki", "init", "--test", tmp_path / "second")
    first, second = ((folder / "passphrase.txt").read_text() for folder in (made, tmp_path / "second"))
    assert first != second
    assert len(first.strip()) >= 20


def test_a_passphrase_of_one_s_own(tmp_path):
    (tmp_path / "mine").write_text("my own\n")
    done = certkit("pki", "init", "--test", tmp_path / "r", "--passphrase-file", tmp_path / "mine")
    assert done.code == 0
    assert (tmp_path / "r/passphrase.txt").read_text() == "my own\n"


@pytest.mark.parametrize("there", ["folder", "empty folder", "file", "dangling link"])
def test_nothing_is_ever_overwritten(tmp_path, there):
    target = tmp_path / "r"
    if there == "file":
        target.write_text("mine")
    elif there == "dangling link":
        target.symlink_to(tmp_path / "nowhere")
    else:
        target.mkdir()
        if there == "folder":
            (target / "laboratory.p12").write_text("mine")
    done = certkit("pki", "init", "--test", target)
    assert done.code == 2
    assert "never overwritten" in done.err
    if there == "folder":
        assert files_in(target) == {"laboratory.p12"}
    assert {path.name for path in tmp_path.iterdir()} == {"r"}


def test_a_folder_that_cannot_be_made(tmp_path):
    done = certkit("pki", "init", "--test", tmp_path / "a/b")
    assert (done.code, f"there is no folder {tmp_path / 'a'}" in done.err) == (2, True)


def test_when_it_is_interrupted_nothing_is_left(tmp_path):
    with mock.patch("certkit.files.write._give_name", side_effect=KeyboardInterrupt):
        assert certkit("pki", "init", "--test", tmp_path / "r").code == 130
    assert list(tmp_path.iterdir()) == []


def test_a_pki_is_not_made_without_test(tmp_path):
    assert certkit("pki", "init").code == 2


def test_every_certificate_is_marked_as_a_rehearsal(made):
    from certkit.trust.certificates import read_certificates

    found = [
        certificate
        for name in ("trust/roots/root.pem", "trust/intermediates/issuing-ca.pem", "tsa/tsa.pem", "tsa/chain.pem")
        for certificate in read_certificates((made / name).read_bytes(), name)
    ]
    passphrase = (made / "passphrase.txt").read_bytes().strip()
    for path in made.rglob("*.p12"):
        certificate = pkcs12.load_key_and_certificates(path.read_bytes(), passphrase)[1]
        assert certificate is not None
        found.append(certificate)
    assert len(found) == 11
    assert all(is_rehearsal(certificate, shipped_policy()) for certificate in found)


@pytest.mark.parametrize("role", [*ROLES, "tsa"])
def test_openssl_verifies_every_chain_and_that_nothing_is_revoked(made, tmp_path, role):
    name = tmp_path / "leaf.pem"
    if role == "tsa":
        name = made / "tsa/tsa.pem"
    else:
        with open_key(f"file:{made / role}.p12", lambda _: (made / "passphrase.txt").read_text().strip()) as key:
            name.write_bytes(key.certificate.public_bytes(Encoding.PEM))
    lists = tmp_path / "lists.pem"
    crls = [x509.load_der_x509_crl((made / f"trust/crls/{crl}.crl").read_bytes()) for crl in ("root", "issuing-ca")]
    lists.write_bytes(b"".join(crl.public_bytes(Encoding.PEM) for crl in crls))
    options = ["-x509_strict", "-crl_check_all", "-CRLfile", lists, "-CAfile", made / "trust/roots/root.pem"]
    purpose = ["-purpose", "timestampsign"] if role == "tsa" else ["-purpose", "smimesign", "-explicit_policy"]
    policy = [] if role == "tsa" else ["-policy", shipped_policy().roles[role.replace("-", " ")].policy]
    said = judge(
        "openssl",
        "verify",
        *options,
        *purpose,
        *policy,
        "-untrusted",
        made / "trust/intermediates/issuing-ca.pem",
        name,
    )
    assert said.returncode == 0, said.stderr


def test_openssl_refuses_the_policy_of_another_role(made, tmp_path):
    with open_key(f"file:{made / 'vendor.p12'}", lambda _: (made / "passphrase.txt").read_text().strip()) as key:
        (tmp_path / "leaf.pem").write_bytes(key.certificate.public_bytes(Encoding.PEM))
    body = shipped_policy().roles["certification body"].policy
    said = judge(
        "openssl", "verify", "-explicit_policy", "-policy", body, "-CAfile", made / "trust/roots/root.pem",
        "-untrusted", made / "trust/intermediates/issuing-ca.pem", tmp_path / "leaf.pem",
    )  # fmt: skip
    assert said.returncode != 0


@pytest.mark.parametrize("algorithm", ["P-384", "Ed25519", "RSA"])
def test_other_kinds_of_keys(tmp_path, algorithm):
    (tmp_path / "p").write_text("x\n")
    done = certkit(
        "pki", "init", "--test", tmp_path / "r", "--algorithm", algorithm, "--passphrase-file", tmp_path / "p"
    )
    assert done.code == 0, done.err
    with open_key(f"file:{tmp_path / 'r/vendor.p12'}", lambda _: "x") as key:
        assert key.kind[0] == algorithm


def test_where_lists_will_be_found_stands_in_the_certificates(tmp_path):
    done = certkit("pki", "init", "--test", tmp_path / "r", "--crl-url", "http://127.0.0.1:8000/crls/")
    assert done.code == 0
    with open_key(
        f"file:{tmp_path / 'r/vendor.p12'}", lambda _: (tmp_path / "r/passphrase.txt").read_text().strip()
    ) as key:
        points = key.certificate.extensions.get_extension_for_class(x509.CRLDistributionPoints).value
    assert [name.value for point in points for name in point.full_name or ()] == [
        "http://127.0.0.1:8000/crls/issuing-ca.crl"
    ]
    assert certkit("pki", "init", "--test", tmp_path / "s", "--crl-url", "crls").code == 2


# Revocation


@pytest.mark.parametrize("role", [*ROLES, "tsa"])
def test_a_key_is_revoked_by_its_role(own, role):
    done = certkit("pki", "revoke", "--test", own.path, role)
    assert done.code == 0, done.err
    root_list, authority_list = sorted(load_trust(str(own.path / "trust")).crls, key=number_of)
    serial = own.pki.keys[role.replace("-", " ")].certificate.serial_number
    assert [entry.serial_number for entry in authority_list] == [serial]
    assert f"{serial:x}" in done.err
    assert (number_of(authority_list), number_of(root_list), list(root_list)) == (2, 1, [])
    assert authority_list.is_signature_valid(own.pki.authority.certificate.public_key())


def test_the_issuing_authority_is_revoked_by_the_root(own):
    assert certkit("pki", "revoke", "--test", own.path, "issuing-ca").code == 0
    crl = x509.load_der_x509_crl((own.path / "trust/crls/root.crl").read_bytes())
    assert [entry.serial_number for entry in crl] == [own.pki.authority.certificate.serial_number]


def test_a_key_is_revoked_by_its_serial_number_and_with_a_reason(own):
    serial = f"{own.pki.keys['vendor'].certificate.serial_number:x}"
    assert certkit("pki", "revoke", "--test", own.path, serial.upper(), "--reason", "superseded").code == 0
    assert certkit("pki", "revoke", "--test", own.path, "laboratory").code == 0
    assert certkit("pki", "revoke", "--test", own.path, "laboratory", "--reason", "cessation").code == 0
    crl = x509.load_der_x509_crl((own.path / "trust/crls/issuing-ca.crl").read_bytes())
    reasons = [entry.extensions.get_extension_for_class(x509.CRLReason).value.reason.value for entry in crl]
    assert reasons == ["superseded", "keyCompromise"], "once is enough, and the first time stays"
    assert number_of(crl) == 4
    assert stat.S_IMODE((own.path / "trust/crls/issuing-ca.crl").stat().st_mode) == 0o600


def test_lists_are_issued_again_with_what_they_have(own):
    later = datetime.now(UTC).replace(microsecond=0) + timedelta(days=400)
    revoke_in(str(own.path), "vendor", BEGAN, reason="superseded")
    renew_lists(str(own.path), later)
    crl = x509.load_der_x509_crl((own.path / "trust/crls/issuing-ca.crl").read_bytes())
    assert (crl.last_update_utc, len(list(crl)), number_of(crl)) == (later, 1, 3)
    assert certkit("pki", "crl", "--test", own.path).code == 0


@pytest.mark.parametrize("what", ["auditor", "", "0x", "12 34"])
def test_what_is_neither_a_role_nor_a_number(own, what):
    done = certkit("pki", "revoke", "--test", own.path, what)
    assert (done.code, "neither a role nor a serial number" in done.err) == (2, True)


def test_a_folder_that_is_no_pki(tmp_path):
    for command in (["revoke", "--test", tmp_path, "vendor"], ["crl", "--test", tmp_path]):
        done = certkit("pki", *command)
        assert (done.code, "not the folder of a rehearsal PKI" in done.err) == (2, True)


# Requests


def requested(
    tmp_path, *more, name="Example Laboratory", role="laboratory", key=None, output=None, passphrase="secret"
):
    with mock.patch.dict(os.environ, {"CERTKIT_PASSPHRASE": passphrase}):
        return certkit(
            "pki", "csr", "--role", role, "--name", name, "--key", key or f"file:{tmp_path / 'new.p12'}",
            "-o", output or tmp_path / "new.csr", *more,
        )  # fmt: skip


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("algorithm", ["P-256", "P-384", "Ed25519", "RSA"])
def test_a_request_asks_for_the_role(tmp_path, role, algorithm):
    done = requested(tmp_path, "--algorithm", algorithm, "--organization", "Example", "--country", "DE", role=role)
    assert done.code == 0, done.err
    request = x509.load_pem_x509_csr((tmp_path / "new.csr").read_bytes())
    assert request.is_signature_valid
    assert request.subject.rfc4514_string() == "CN=Example Laboratory,O=Example,C=DE"
    wanted = shipped_policy().roles[role.replace("-", " ")]
    usages = request.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    policies = request.extensions.get_extension_for_class(x509.CertificatePolicies).value
    assert wanted.eku in [usage.dotted_string for usage in usages]
    assert [policy.policy_identifier.dotted_string for policy in policies] == [wanted.policy]
    said = judge("openssl", "req", "-verify", "-noout", "-in", tmp_path / "new.csr")
    assert said.returncode == 0, said.stderr


def test_the_new_key_is_private_and_its_passphrase_is_the_one_given(tmp_path):
    assert requested(tmp_path).code == 0
    path = tmp_path / "new.p12"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    key, certificate, others = pkcs12.load_key_and_certificates(path.read_bytes(), b"secret")
    assert key is not None
    assert (certificate, others) == (None, [])


def test_an_existing_key_is_used_again_which_renews_its_certificate(tmp_path):
    assert requested(tmp_path).code == 0
    before = (tmp_path / "new.p12").read_bytes()
    assert requested(tmp_path, output=tmp_path / "second.csr").code == 0
    assert (tmp_path / "new.p12").read_bytes() == before
    first, second = (x509.load_pem_x509_csr((tmp_path / name).read_bytes()) for name in ("new.csr", "second.csr"))
    assert first.public_key() == second.public_key()
    assert requested(tmp_path, output=tmp_path / "third.csr", passphrase="other").code == 2


def test_a_request_is_overwritten_with_force_alone(tmp_path):
    assert requested(tmp_path).code == 0
    refused = requested(tmp_path)
    assert (refused.code, "--force" in refused.err) == (2, True)
    assert requested(tmp_path, "--force").code == 0


def test_no_key_is_left_behind_where_the_request_cannot_be(tmp_path):
    (tmp_path / "there.csr").write_text("mine")
    assert requested(tmp_path, output=tmp_path / "there.csr").code == 2
    assert {path.name for path in tmp_path.iterdir()} == {"there.csr"}


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("", []),
        ("x" * 65, []),
        ("Example", ["--country", "DEU"]),
        ("REHEARSAL – Example", []),
        ("REHEARSAL Example", []),
        ("Example", ["--organization", "REHEARSAL"]),
        (" Example", []),
        ("Exam\u202eple", []),
        ("Exam\nple", []),
    ],
)
def test_a_name_that_no_certificate_should_have(tmp_path, name, more):
    done = requested(tmp_path, *more, name=name)
    assert done.code == 2
    assert done.err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_request_for_a_key_on_a_token(tmp_path, token, module):
    for algorithm in ("P-256", "P-384", "RSA", "Ed25519"):
        uri = f"pkcs11:token=lab;object=sign%20{algorithm}?module-path={module}"
        done = requested(tmp_path, key=uri, output=tmp_path / f"{algorithm}.csr", passphrase=PIN)
        assert done.code == 0, done.err
        request = x509.load_pem_x509_csr((tmp_path / f"{algorithm}.csr").read_bytes())
        assert request.is_signature_valid
        assert request.public_key() == quick_pki(algorithm=algorithm).keys["laboratory"].key.public_key()


def issued(own: Folder, request: x509.CertificateSigningRequest):
    """What a certification authority makes of a request: its names and extensions, as they are asked for."""
    builder = (
        x509.CertificateBuilder()
        .subject_name(request.subject)
        .issuer_name(own.pki.authority.certificate.subject)
        .public_key(request.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(BEGAN)
        .not_valid_after(BEGAN + timedelta(days=30))
    )
    for extension in request.extensions:
        builder = builder.add_extension(extension.value, critical=extension.critical)
    from cryptography.hazmat.primitives.hashes import SHA256

    return builder.sign(own.pki.authority.key, SHA256())


def completed(tmp_path, *files, output="signing.p12", key="new.p12"):
    options = [option for file in files for option in ("--certificate", file)]
    with mock.patch.dict(os.environ, {"CERTKIT_PASSPHRASE": "secret"}):
        return certkit("pki", "complete", "--key", f"file:{tmp_path / key}", *options, "-o", tmp_path / output)


def test_from_a_request_to_a_signature(tmp_path, own):
    from certkit.signing.policy import check_may_sign
    from tests.signing.pkis import NOW

    assert requested(tmp_path).code == 0
    made = issued(own, x509.load_pem_x509_csr((tmp_path / "new.csr").read_bytes()))
    (tmp_path / "issued.pem").write_bytes(made.public_bytes(Encoding.PEM))
    done = completed(tmp_path, tmp_path / "issued.pem", own.path / "tsa/chain.pem")
    assert done.code == 0, done.err
    assert stat.S_IMODE((tmp_path / "signing.p12").stat().st_mode) == 0o600
    with open_key(f"file:{tmp_path / 'signing.p12'}", lambda _: "secret") as key:
        assert key.name == "Example Laboratory"
        assert check_may_sign(key, "report", NOW, load_trust(str(own.path / "trust"))).name == "laboratory"
    again = completed(tmp_path, tmp_path / "issued.pem")
    assert (again.code, "already exists" in again.err) == (2, True)


def test_the_key_ceremony_of_the_readme_from_an_empty_token_to_a_signature(tmp_path, own, token, module):
    """signing/README.md, Key ceremony of a certification body: its steps, with SoftHSM2 as the token."""
    from certkit.signing.policy import check_may_sign
    from tests.signing.pkis import NOW
    from tests.signing.softhsm import ran

    tool = ["pkcs11-tool", "--module", module, "--login", "--pin", PIN, "--token-label", "cb"]
    ran(*tool, "--keypairgen", "--key-type", "EC:prime256v1", "--id", "01", "--label", "sign")
    uri = f"pkcs11:token=cb;object=sign?module-path={module}"
    done = requested(tmp_path, role="certification-body", key=uri, passphrase=PIN)
    assert done.code == 0, done.err
    made = issued(own, x509.load_pem_x509_csr((tmp_path / "new.csr").read_bytes()))
    (tmp_path / "issued.der").write_bytes(made.public_bytes(Encoding.DER))
    ran(*tool, "--write-object", tmp_path / "issued.der", "--type", "cert", "--id", "01", "--label", "sign")
    with mock.patch.dict(os.environ, {"CERTKIT_PASSPHRASE": PIN}):
        shown = certkit("pki", "show", uri)
    assert shown.code == 0, shown.err
    assert "role:       certification body, signs: certificate" in shown.out
    with open_key(uri, lambda _: PIN) as key:
        assert check_may_sign(key, "certificate", NOW, load_trust(str(own.path / "trust"))).name == "certification body"


def test_a_certificate_of_another_key_is_not_put_beside_it(tmp_path, own):
    assert requested(tmp_path).code == 0
    done = completed(tmp_path, own.path / "tsa/tsa.pem")
    assert (done.code, "belongs to this key" in done.err) == (2, True)
    assert not (tmp_path / "signing.p12").exists()


# Signing a statement


def signed_by(own, role, folder, *more):
    (folder / "pics.yaml").write_bytes(b"edition: ocpp-1.6\r\nanswers: {}\n")
    with mock.patch.dict(os.environ, {"CERTKIT_PASSPHRASE": PASSPHRASE}):
        key = f"file:{own.path / role}.p12"
        return certkit("pki", "sign", folder / "pics.yaml", "--key", key, "-o", folder / "pics.p7s", *more)


def test_a_vendor_signs_its_statement_and_openssl_verifies_it(own, tmp_path):
    done = signed_by(own, "vendor", tmp_path, "--trust", own.path / "trust")
    assert done.code == 0, done.err
    assert "REHEARSAL, signed by REHEARSAL – Example Vendor" in done.err
    options = ["-verify", "-binary", "-cades", "-purpose", "any", "-inform", "DER", "-in", "pics.p7s"]
    files = ["-content", "pics.yaml", "-CAfile", own.path / "trust/roots/root.pem", "-out", "out"]
    said = judge("openssl", "cms", *options, *files, folder=tmp_path)
    assert said.returncode == 0, said.stderr
    assert (tmp_path / "out").read_bytes() == (tmp_path / "pics.yaml").read_bytes()
    again = signed_by(own, "vendor", tmp_path)
    assert (again.code, "--force" in again.err) == (2, True)


@pytest.mark.parametrize("role", ["test-tool", "laboratory", "certification-body"])
def test_nobody_else_signs_a_statement(own, tmp_path, role):
    done = signed_by(own, role, tmp_path)
    assert (done.code, "a statement must be signed by a vendor" in done.err) == (2, True)
    assert not (tmp_path / "pics.p7s").exists()


def test_a_revoked_vendor_signs_nothing(own, tmp_path):
    assert certkit("pki", "revoke", "--test", own.path, "vendor").code == 0
    done = signed_by(own, "vendor", tmp_path, "--trust", own.path / "trust")
    assert (done.code, "was revoked on" in done.err) == (2, True)


# Showing


def test_a_certificate_is_shown(own):
    shown = certkit("pki", "show", own.path / "trust/roots/root.pem")
    assert shown.code == 0
    assert "REHEARSAL: its signatures are not official" in shown.out
    assert "none: a certification authority" in shown.out
    assert "cannot" not in shown.out


def test_a_certificate_without_a_role_cannot_sign(own):
    shown = certkit("pki", "show", own.path / "tsa/tsa.pem")
    assert shown.code == 1
    assert "cannot sign: it has no role of the policy" in shown.out


def test_a_key_is_shown_with_its_role(own):
    with mock.patch.dict(os.environ, {"CERTKIT_PASSPHRASE": PASSPHRASE}):
        shown = certkit("pki", "show", own.path / "laboratory.p12")
    assert shown.code == 0, shown.err
    assert "role:       laboratory, signs: report" in shown.out
    assert "issued by:  REHEARSAL – Example Issuing CA ← REHEARSAL – Example Root CA" in shown.out
    assert f"{own.pki.keys['laboratory'].certificate.serial_number:x}" in shown.out


def test_a_key_on_a_token_is_shown(token, module):
    with mock.patch.dict(os.environ, {"CERTKIT_PASSPHRASE": PIN}):
        shown = certkit("pki", "show", f"pkcs11:token=lab;id=%01?module-path={module}", "--format", "json")
    assert shown.code == 0, shown.err
    assert json.loads(shown.out)["certificates"][0]["key"] == "P-256"


def test_a_name_in_a_certificate_cannot_steer_the_terminal(tmp_path, own):
    from tests.signing.pkis import reissued

    evil = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "\x1b[2JExample\u202e")])
    path = tmp_path / "evil.pem"
    path.write_bytes(
        reissued(own.pki.keys["vendor"], own.pki.authority, subject=evil).certificate.public_bytes(Encoding.PEM)
    )
    for form in ("text", "json"):
        shown = certkit("pki", "show", path, "--format", form)
        assert "\x1b" not in shown.out
    assert "\\x1b[2JExample\\u202e" in certkit("pki", "show", path).out


def test_what_is_no_certificate(tmp_path):
    (tmp_path / "x.pem").write_text("hello")
    done = certkit("pki", "show", tmp_path / "x.pem")
    assert (done.code, "the file has no certificate" in done.err) == (2, True)


# Passphrases


def test_without_a_terminal_it_says_how_to_give_a_passphrase(own):
    with mock.patch.dict(os.environ):
        os.environ.pop("CERTKIT_PASSPHRASE", None)
        done = certkit("pki", "show", own.path / "vendor.p12")
    assert done.code == 2
    assert "--passphrase-file FILE" in done.err
    assert "CERTKIT_PASSPHRASE" in done.err


def test_a_passphrase_s_file_wins_over_the_environment(own):
    with mock.patch.dict(os.environ, {"CERTKIT_PASSPHRASE": "wrong"}):
        good = certkit("pki", "show", own.path / "vendor.p12", "--passphrase-file", own.path / "passphrase.txt")
        bad = certkit("pki", "show", own.path / "vendor.p12")
    assert (good.code, bad.code) == (0, 2)
    assert "the passphrase is wrong" in bad.err
    assert "wrong" not in bad.err.replace("the passphrase is wrong", "")


@pytest.mark.parametrize("content", [b"", b"\n", b"\nsecond", b"\xff\xfe\n"])
def test_a_passphrase_s_file_that_has_none(own, tmp_path, content):
    (tmp_path / "p").write_bytes(content)
    done = certkit("pki", "show", own.path / "vendor.p12", "--passphrase-file", tmp_path / "p")
    assert done.code == 2


def test_a_passphrase_in_the_environment_that_is_no_text_or_empty(own):
    for given, message in ((b"\xff\xfe", "not UTF-8 text"), (b"", "no terminal to ask for it")):
        with mock.patch.dict(os.environ, {"CERTKIT_PASSPHRASE": os.fsdecode(given)}):
            done = certkit("pki", "show", own.path / "vendor.p12")
        assert (done.code, message in done.err) == (2, True)


def test_it_is_asked_for_without_an_echo(own, monkeypatch):
    import getpass

    from certkit.cli.passphrase import asking

    monkeypatch.delenv("CERTKIT_PASSPHRASE", raising=False)
    monkeypatch.setattr("sys.stdin", mock.Mock(isatty=lambda: True))
    answers = iter(["first", "one", "one", "one", "other"])
    prompts = []

    def given(prompt):
        prompts.append(prompt)
        return next(answers)

    monkeypatch.setattr(getpass, "getpass", given)
    assert asking(None)("Passphrase of lab.p12") == "first"
    assert asking(None, twice=True)("New passphrase") == "one"
    with pytest.raises(Exception, match="not the same"):
        asking(None, twice=True)("New passphrase")
    assert prompts == ["Passphrase of lab.p12: ", "New passphrase: ", "Once more: ", "New passphrase: ", "Once more: "]


def test_there_is_no_option_that_takes_a_passphrase():
    import re

    for command in ("init", "csr", "complete", "show"):
        text = certkit("pki", command, "--help").out
        assert re.findall(r"--pass[a-z-]*|--pin[a-z-]*", text) in tuple(
            ["--passphrase-file"] * times for times in (1, 2, 3)
        )


def test_what_a_command_does_not_need_it_does_not_load(own):
    pytest.importorskip("pyhanko")
    heavy = {"pyhanko", "reportlab", "pikepdf", "jsonschema", "pydantic", "openpyxl"}
    assert loaded("pki", "--help").isdisjoint(heavy | {"cryptography", "certkit.signing"})
    assert loaded("pki", "show", own.path / "trust/roots/root.pem").isdisjoint(heavy)
    assert loaded("pki", "crl", "--test", own.path).isdisjoint(heavy)
