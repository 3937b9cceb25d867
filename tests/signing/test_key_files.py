"""Keys in PKCS#12 files: what opens, what does not, and what is said then."""

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, pkcs12
from hypothesis import given
from hypothesis import strategies as st

from certkit.errors import CertkitError
from certkit.signing.keys import ROUNDS, UnusableKey, file_of, open_key, open_key_file, verify_raw, write_key_file
from certkit.signing.pki import new_key
from tests.signing.judges import judge
from tests.signing.pkis import PASSPHRASE, quick_pki
from tests.signing.pkis import ROUNDS as QUICK


def ask(_):
    return PASSPHRASE


def never(prompt):
    raise AssertionError(f"asked for {prompt}")


def saved(path, content):
    path.write_bytes(content)
    return f"file:{path}"


@pytest.fixture
def holder():
    return quick_pki().keys["laboratory"]


@pytest.mark.parametrize("algorithm", ["P-256", "P-384", "Ed25519", "RSA"])
def test_what_a_key_signs_verifies_with_its_certificate(tmp_path, algorithm):
    pki = quick_pki(algorithm=algorithm)
    holder = pki.keys["laboratory"]
    others = [pki.authority.certificate, pki.root.certificate]
    content = write_key_file("lab", holder.key, holder.certificate, others, PASSPHRASE, rounds=QUICK)
    with open_key(saved(tmp_path / "lab.p12", content), ask) as key:
        assert key.kind[0] == algorithm
        assert key.name == "REHEARSAL – Example Laboratory"
        assert key.role is not None
        assert key.role.name == "laboratory"
        assert key.is_rehearsal
        assert key.chain == others
        verify_raw(holder.certificate.public_key(), key.sign(b"data", key.digest), b"data", key.digest)


def test_the_chain_is_put_in_order_and_strangers_are_left_out(tmp_path, holder):
    pki, other = quick_pki(), quick_pki(rehearsal=False)
    others = [other.root.certificate, pki.root.certificate, other.authority.certificate, pki.authority.certificate]
    content = write_key_file("lab", holder.key, holder.certificate, others, PASSPHRASE, rounds=QUICK)
    with open_key(saved(tmp_path / "lab.p12", content), ask) as key:
        assert key.chain == [pki.authority.certificate, pki.root.certificate]


def test_the_prompt_names_the_file(tmp_path, holder):
    content = write_key_file("lab", holder.key, holder.certificate, [], PASSPHRASE, rounds=QUICK)
    prompts = []

    def asked(prompt):
        prompts.append(prompt)
        return PASSPHRASE

    open_key(saved(tmp_path / "lab.p12", content), asked).close()
    assert prompts == ["Passphrase of lab.p12"]


def test_a_passphrase_may_have_any_characters(tmp_path, holder):
    content = write_key_file("lab", holder.key, holder.certificate, [], "schön 密码 %$", rounds=QUICK)
    uri = saved(tmp_path / "lab.p12", content)
    open_key(uri, lambda _: "schön 密码 %$").close()
    with pytest.raises(UnusableKey, match="passphrase is wrong"):
        open_key(uri, lambda _: "schon 密码 %$")


@pytest.mark.parametrize("wrong", ["", "wrong", PASSPHRASE + " ", PASSPHRASE.upper()])
def test_a_wrong_passphrase(tmp_path, holder, wrong):
    content = write_key_file("lab", holder.key, holder.certificate, [], PASSPHRASE, rounds=QUICK)
    with pytest.raises(UnusableKey, match="passphrase is wrong"):
        open_key(saved(tmp_path / "lab.p12", content), lambda _: wrong)


def test_a_file_without_a_private_key(tmp_path, holder):
    builder = PrivateFormat.PKCS12.encryption_builder().kdf_rounds(QUICK).hmac_hash(SHA256())
    encryption = builder.key_cert_algorithm(pkcs12.PBES.PBESv2SHA256AndAES256CBC).build(PASSPHRASE.encode())
    content = pkcs12.serialize_key_and_certificates(b"lab", None, holder.certificate, None, encryption)
    with pytest.raises(UnusableKey, match="no private key"):
        open_key(saved(tmp_path / "lab.p12", content), ask)


def test_a_file_without_a_certificate_says_how_it_gets_one(tmp_path, holder):
    content = write_key_file("lab", holder.key, None, [], PASSPHRASE, rounds=QUICK)
    with pytest.raises(UnusableKey, match=r"no certificate for it.*certkit pki complete"):
        open_key(saved(tmp_path / "lab.p12", content), ask)


def test_a_certificate_of_another_key_is_never_used(tmp_path, holder):
    """cryptography refuses to write such a file, so that the key is asked to sign as a token with a mix-up would."""
    from certkit.signing.keys import SigningKey, signing_with

    key = SigningKey("pkcs11:token=mixed-up", holder.certificate, [], signing_with(new_key("P-256")))
    with pytest.raises(UnusableKey, match="do not verify with its certificate"):
        key.sign(b"data", "sha256")


def test_there_is_no_such_file(tmp_path):
    with pytest.raises(UnusableKey, match=r"no such file.*certkit pki init"):
        open_key(f"file:{tmp_path / 'lab.p12'}", never)


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(UnusableKey, match="a folder"):
        open_key(f"file:{tmp_path}", never)


def test_a_pem_file_is_told_how_to_become_one(tmp_path, holder):
    pem = holder.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    with pytest.raises(UnusableKey, match="openssl pkcs12 -export"):
        open_key(saved(tmp_path / "lab.pem", pem), never)


def test_a_file_that_is_far_too_large(tmp_path):
    with pytest.raises(UnusableKey, match="too large"):
        open_key(saved(tmp_path / "lab.p12", b"\x30" + bytes(2_000_000)), never)


@given(st.binary(max_size=200))
def test_any_other_file_is_refused_in_one_line(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "any.p12"
    for some in (content, b"\x30" + content):
        path.write_bytes(some)
        with pytest.raises(UnusableKey):
            open_key_file("file:any.p12", path, ask)


@given(st.data())
def test_a_damaged_file_is_refused_in_one_line(tmp_path_factory, data):
    holder = quick_pki().keys["vendor"]
    content = bytearray(_vendor_file(holder))
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] ^= 1 << data.draw(st.integers(0, 7))
    path = tmp_path_factory.getbasetemp() / "damaged.p12"
    path.write_bytes(content)
    try:
        key = open_key_file("file:damaged.p12", path, ask)
    except UnusableKey:
        return
    assert key.certificate == holder.certificate, "a bit that means nothing, such as of a friendly name"


def _vendor_file(holder, made=[]):  # noqa: B006  # made once
    if not made:
        made.append(write_key_file("v", holder.key, holder.certificate, [], PASSPHRASE, rounds=QUICK))
    return made[0]


NAMES = {
    "file:lab.p12": "lab.p12",
    "FILE:lab.p12": "lab.p12",
    "file:keys/lab key.p12": "keys/lab key.p12",
    "file:/keys/lab.p12": "/keys/lab.p12",
    "file:///keys/lab.p12": "/keys/lab.p12",
    "file://localhost/keys/lab.p12": "/keys/lab.p12",
    "file:lab%20key.p12": "lab%20key.p12",
}


@pytest.mark.parametrize("uri", NAMES)
def test_a_file_is_named_as_it_is_written(uri):
    assert str(file_of(uri)) == NAMES[uri]


@pytest.mark.parametrize("uri", ["", "lab.p12", "file:", "file://server/lab.p12", "https://example.org/lab.p12", ":x"])
def test_another_name_is_refused(uri):
    with pytest.raises(UnusableKey):
        open_key(uri, never)


def test_a_path_without_file_is_told_what_it_may_have_meant(tmp_path):
    path = tmp_path / "lab.p12"
    path.write_bytes(b"")
    with pytest.raises(UnusableKey, match=f"did you mean file:{path}"):
        open_key(str(path), never)


def test_a_file_needs_a_passphrase(holder):
    with pytest.raises(CertkitError, match="passphrase is empty"):
        write_key_file("lab", holder.key, holder.certificate, [], "")


def test_openssl_finds_strong_encryption_in_a_key_file(tmp_path, holder):
    path = tmp_path / "lab.p12"
    path.write_bytes(write_key_file("lab", holder.key, holder.certificate, [], PASSPHRASE))
    said = judge("openssl", "pkcs12", "-info", "-noout", "-in", path, "-passin", f"pass:{PASSPHRASE}")
    assert said.returncode == 0, said.stderr
    lines = said.stderr.splitlines()
    assert next(line for line in lines if line.startswith("MAC")).startswith("MAC: sha256")
    assert sum("PBKDF2, AES-256-CBC, Iteration 600000, PRF hmacWithSHA256" in line for line in lines) == 2
    assert ROUNDS == 600_000


def test_a_weak_key_cannot_sign(tmp_path):
    from cryptography.hazmat.primitives.asymmetric import ec, rsa

    from tests.signing.pkis import key_with, reissued

    pki = quick_pki()
    for weak in (rsa.generate_private_key(65537, 2048), ec.generate_private_key(ec.SECP256K1())):
        key = key_with(reissued(pki.keys["laboratory"], pki.authority, key=weak), pki)
        with pytest.raises(UnusableKey, match=r"use P-256.*RSA from 3072 bits"):
            _ = key.digest


def test_the_certificate_of_a_key_is_read_strictly():
    from certkit.trust.certificates import read_certificates

    certificate = quick_pki().keys["vendor"].certificate
    pem = certificate.public_bytes(Encoding.PEM)
    assert read_certificates(b"text before\n" + pem + pem, "x.pem") == [certificate, certificate]
    assert read_certificates(certificate.public_bytes(Encoding.DER), "x.der") == [certificate]


@given(st.binary(max_size=200))
def test_other_bytes_are_no_certificate(content):
    from certkit.trust.certificates import read_certificates

    for some in (
        content,
        b"\x30" + content,
        b"-----BEGIN CERTIFICATE-----\n" + content + b"\n-----END CERTIFICATE-----",
    ):
        with pytest.raises(CertkitError):
            read_certificates(some, "x.pem")


def test_unknown_names_do_not_matter_to_the_name_of_a_certificate():
    from certkit.trust.certificates import name_of
    from tests.signing.pkis import reissued

    pki = quick_pki()
    unnamed = x509.Name([x509.NameAttribute(x509.NameOID.ORGANIZATION_NAME, "Example, Inc.")])
    assert name_of(reissued(pki.keys["vendor"], pki.authority, subject=unnamed).certificate) == r"O=Example\, Inc."
