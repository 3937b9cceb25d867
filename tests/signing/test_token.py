"""Keys on tokens: SoftHSM2 as the token, in a folder of its own, and every way in which a token can disappoint."""

import io
from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from certkit.signing.keys import UnusableKey, open_key
from certkit.signing.token import TokenUri, read_token_uri
from tests.signing.judges import judge
from tests.signing.pkis import BOX, NOW, page, picture, quick_pki
from tests.signing.softhsm import ALGORITHMS, PIN


def ask(prompt):
    assert prompt == "PIN of the token lab"
    return PIN


def named(module, rest="object=sign%20P-256", token="token=lab;"):
    return f"pkcs11:{token}{rest}?module-path={module}"


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_a_key_on_a_token_signs(token, module, algorithm):
    with open_key(named(module, f"object=sign%20{algorithm}"), ask) as key:
        assert key.kind[0] == algorithm
        assert key.name == "REHEARSAL – Example Laboratory"
        assert key.is_rehearsal
        assert key.sign(b"data", key.digest), "which verifies it with the certificate"


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_a_token_signs_a_document(token, module, algorithm):
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    from certkit.signing.sign import sign_document
    from certkit.signing.signer import to_asn1
    from tests.signing.pkis import trust_of

    pki = quick_pki(algorithm=algorithm)
    with open_key(named(module, f"object=sign%20{algorithm}"), ask) as key:
        content = sign_document(
            page(), key, kind="report", at=NOW, level="B-B", picture=picture(), page=0, box=BOX, trust=trust_of(pki)
        )
    context = ValidationContext(trust_roots=[to_asn1(pki.root.certificate)], moment=NOW)
    reader = PdfFileReader(io.BytesIO(content))
    assert validate_pdf_signature(reader.embedded_regular_signatures[0], context).bottom_line


def test_the_issuers_on_the_token_are_found(token, module):
    with open_key(named(module), ask) as key:
        assert key.chain == [quick_pki().authority.certificate, quick_pki().root.certificate]


def test_a_key_is_found_by_its_id(token, module):
    with open_key(named(module, "id=%01"), ask) as key:
        assert key.kind[0] == "P-256"


def test_a_token_is_found_by_its_serial_number(token, module):
    said = judge("softhsm2-util", "--show-slots").stdout
    block = next(part for part in said.split("Slot ") if "Label:            lab" in part)
    serial = next(line.split()[-1] for line in block.splitlines() if "Serial number" in line)
    with open_key(named(module, "object=sign%20P-256", f"serial={serial};"), ask) as key:
        assert key.kind[0] == "P-256"


def test_the_module_may_come_from_the_environment(token, module, monkeypatch):
    monkeypatch.setenv("CERTKIT_PKCS11_MODULE", module)
    with open_key("pkcs11:token=lab;id=%01", ask) as key:
        assert key.kind[0] == "P-256"


def test_the_pin_may_come_from_a_file(token, module, tmp_path):
    pin = tmp_path / "pin"
    pin.write_text(f"{PIN}\nand more\n")
    for source in (str(pin), f"file:{pin}", f"file://{pin}"):
        with open_key(f"{named(module)}&pin-source={source}", lambda _: pytest.fail("asked")) as key:
            assert key.kind[0] == "P-256"


def test_a_key_can_be_opened_again_after_it_is_closed(token, module):
    for _ in range(3):
        with open_key(named(module), ask) as key:
            assert key.sign(b"x", "sha256")


def test_a_wrong_pin(token, module):
    with pytest.raises(UnusableKey, match=r"the PIN is wrong.*lock"):
        open_key(named(module), lambda _: "9999")
    with pytest.raises(UnusableKey, match="the PIN is wrong"):
        open_key(named(module), lambda _: "")


def test_no_such_token(token, module):
    with pytest.raises(UnusableKey, match=r"no such token.*found: cb, lab, other"):
        open_key(named(module, token="token=body;"), ask)


def test_more_than_one_token(token, module):
    with pytest.raises(UnusableKey, match=r"3 tokens fit: cb, lab, other.*serial="):
        open_key(named(module, token=""), ask)


def test_no_such_key(token, module):
    with pytest.raises(UnusableKey, match=r"no such private key.*object=sign P-256;id=%01"):
        open_key(named(module, "object=nothing"), ask)


def test_more_than_one_key(token, module):
    with pytest.raises(UnusableKey, match=r"6 private keys fit.*object=…"):
        open_key(named(module, ""), ask)


def test_a_key_without_a_certificate(token, module):
    with pytest.raises(UnusableKey, match=r"no certificate with the same id.*pkcs11-tool --write-object"):
        open_key(named(module, "object=bare"), ask)


def test_a_certificate_of_another_key(token, module):
    with (
        open_key(named(module, "object=mixed%20up"), ask) as key,
        pytest.raises(UnusableKey, match="do not verify with its certificate"),
    ):
        key.sign(b"data", "sha256")


def test_no_module():
    with pytest.raises(UnusableKey, match=r"no PKCS#11 module is given.*module-path.*CERTKIT_PKCS11_MODULE"):
        open_key("pkcs11:token=lab", ask)


def test_a_module_that_is_not_there(module):
    with pytest.raises(UnusableKey, match=r"there is no module /nowhere\.so"):
        open_key("pkcs11:token=lab?module-path=/nowhere.so", ask)


def test_a_module_that_is_none(module, tmp_path):
    path = tmp_path / "text.so"
    path.write_text("no library")
    with pytest.raises(UnusableKey, match=r"is not a PKCS#11 module"):
        open_key(f"pkcs11:token=lab?module-path={path}", ask)


def test_a_pin_file_that_is_not_there_or_empty(token, module, tmp_path):
    with pytest.raises(UnusableKey, match="the PIN cannot be read"):
        open_key(f"{named(module)}&pin-source=/nowhere", ask)
    (tmp_path / "pin").write_text("\n1234")
    with pytest.raises(UnusableKey, match="is empty"):
        open_key(f"{named(module)}&pin-source={tmp_path / 'pin'}", ask)


def test_without_python_pkcs11_it_says_what_to_install(monkeypatch):
    monkeypatch.setattr("certkit.signing.token.pkcs11", None)
    with pytest.raises(UnusableKey, match=r"python-pkcs11.*pip install 'certkit\[pkcs11\]'"):
        open_key("pkcs11:token=lab", ask)


# The names of keys


READ = {
    "pkcs11:": TokenUri(),
    "pkcs11:token=lab;object=sign": TokenUri(token="lab", object="sign"),
    "PKCS11:token=The%20Software%20PKCS%2311%20Softtoken": TokenUri(token="The Software PKCS#11 Softtoken"),
    "pkcs11:id=%69%95%3E%5C%F4%BD%EC%91": TokenUri(id=bytes.fromhex("69953e5cf4bdec91")),
    "pkcs11:manufacturer=SoftHSM%20project;model=v2;serial=0a1b;slot-id=7": TokenUri(
        manufacturer="SoftHSM project", model="v2", serial="0a1b", slot=7
    ),
    "pkcs11:object=a&b;type=private?module-path=/lib/a.so&pin-source=file:/run/pin": TokenUri(
        object="a&b", module_path="/lib/a.so", pin_source="/run/pin"
    ),
    "pkcs11:token=%E8%AF%81%E4%B9%A6": TokenUri(token="证书"),
}


@pytest.mark.parametrize("uri", READ)
def test_a_name_is_read_as_rfc_7512_has_it(uri):
    assert read_token_uri(uri) == READ[uri]


REFUSED = {
    "pkcs11:token": "name=value",
    "pkcs11:token=a b": "name=value",
    "pkcs11:token=%zz": "name=value",
    "pkcs11:token=": "no value",
    "pkcs11:token=a;token=b": "given twice",
    "pkcs11:label=a": "does not know 'label'",
    "pkcs11:module-path=/a.so": "does not know 'module-path'",
    "pkcs11:token=a?module-name=softhsm2": "does not know 'module-name'",
    "pkcs11:token=%FF": "not UTF-8",
    "pkcs11:slot-id=one": "slot-id is a number",
    "pkcs11:slot-id=%D9%A1": "slot-id is a number",
    "pkcs11:type=public": "not a key that signs",
    "pkcs11:token=a?pin-source=|/bin/cat": "does not run",
    "pkcs11:token=a?pin-source=file://server/pin": "another machine",
}


@pytest.mark.parametrize("uri", REFUSED)
def test_another_name_is_refused(uri):
    with pytest.raises(UnusableKey, match=REFUSED[uri]):
        read_token_uri(uri)


@pytest.mark.parametrize("uri", ["pkcs11:token=a?pin-value=1234", "pkcs11:token=a;pin-value=1234"])
def test_a_pin_in_a_name_is_refused_and_not_repeated(uri):
    with pytest.raises(UnusableKey, match="a PIN in the name of a key is refused") as caught:
        read_token_uri(uri)
    assert "1234" not in str(caught.value)


@given(st.text(max_size=60))
@example("token=a;;object=b")
@example("?")
def test_any_text_is_read_or_refused_in_one_line(rest):
    with suppress(UnusableKey):
        assert isinstance(read_token_uri(f"pkcs11:{rest}"), TokenUri)


@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=20), st.binary(min_size=1, max_size=8))
def test_what_is_escaped_comes_out_as_it_was(label, identifier):
    from urllib.parse import quote

    escaped = "".join(f"%{byte:02X}" for byte in identifier)
    found = read_token_uri(f"pkcs11:object={quote(label, safe='')};id={escaped}")
    assert (found.object, found.id) == (label, identifier)
