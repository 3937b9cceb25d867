"""Signature containers changed node by node, and judged by other programs too: one form and one form only."""

import dataclasses
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from certkit.trust.roles import shipped_policy
from certkit.verification.chains import signer_chain
from certkit.verification.der import Value, encode, read, read_first
from certkit.verification.signature import check_companions, check_signature
from certkit.verification.steps import Failed
from certkit.verification.structure import Parts, open_parts
from certkit.verification.times import read_times
from tests.signing.judges import judge
from tests.signing.pkis import quick_pki, trust_of
from tests.tamper.small import small
from tests.verification.signed import LATER, sign_data

TEXT = encode(0x0C, b"This certificate has been withdrawn")
Path_ = tuple[int, ...]


@cache
def parts(level: str = "B-T") -> Parts:
    return open_parts(small(level))[0]


@cache
def container(level: str = "B-T") -> Value:
    return read_first(parts(level).signature.contents)[0]


def intact(changed: bytes, level: str = "B-T") -> bool:
    """Whether a container in the signature's place passes, with all its time stamps. Any other exception is a fault."""
    given = parts(level)
    given = given._replace(signature=dataclasses.replace(given.signature, contents=changed + bytes(64)))
    try:
        signature, trust, policy = check_signature(given)[0], trust_of(quick_pki()), shipped_policy()
        times, _ = read_times(given, signature, trust, policy, LATER)
        chain = signer_chain(signature.certificate, times.certificates, trust.roots, times.signed_at, policy)
        check_companions(signature, chain, "the signature")
    except Failed:
        return False
    return True


def nodes(value: Value, path: Path_ = ()) -> Iterator[tuple[Path_, Value]]:
    yield path, value
    for place, member in enumerate(value.inner):
        yield from nodes(member, (*path, place))


def changed(value: Value, path: Path_, new: bytes) -> bytes:
    """The container with other bytes in the place of one node; all lengths around it fit."""
    if not path:
        return new
    members = [member.whole for member in value.inner]
    members[path[0]] = changed(value.inner[path[0]], path[1:], new)
    return encode(value.tag, *members)


def at(*path: int) -> Value:
    found = container()
    for place in path:
        found = found.inner[place]
    return found


SIGNED_DATA = (1, 0)
SIGNER = (*SIGNED_DATA, 4, 0)
SIGNED_ATTRIBUTES = (*SIGNER, 3)
TOKEN = (*SIGNER, 6, 0, 1, 0)


def test_the_container_as_it_is_passes():
    assert intact(container().whole)
    assert at(*TOKEN).tag == 0x30


def test_the_container_is_encoded_again_to_the_same_bytes():
    """So what is refused below is refused for the change."""
    for path, node in nodes(container()):
        assert changed(container(), path, node.whole) == container().whole


APPENDED = [path for path, node in nodes(container()) if node.tag & 0x20]


def test_a_member_appended_to_any_structure():
    passed = [path for path in APPENDED if intact(changed(container(), path, grown(container(), path, TEXT)))]
    assert passed == []


def grown(value: Value, path: Path_, more: bytes) -> bytes:
    for place in path:
        value = value.inner[place]
    return encode(value.tag, value.content, more)


def test_any_member_twice():
    passed = []
    for path, node in nodes(container()):
        if path and intact(changed(container(), path, node.whole * 2)):
            passed.append(path)
    assert passed == []


def test_members_in_another_order():
    """Where two members are alike it is the same container."""
    passed = []
    for path, node in nodes(container()):
        if len(node.inner) > 1:
            turned = encode(node.tag, *(member.whole for member in reversed(node.inner)))
            if turned != node.whole and intact(changed(container(), path, turned)):
                passed.append(path)
    assert passed == []


def test_text_instead_of_any_node():
    passed = [path for path, _ in nodes(container()) if intact(changed(container(), path, TEXT))]
    assert passed == []


def test_a_length_that_is_not_the_shortest():
    passed = []
    for path, node in nodes(container()):
        size = len(node.content)
        longer = bytes([node.tag, 0x84]) + size.to_bytes(4, "big") + node.content
        if intact(changed(container(), path, longer)):
            passed.append(path)
        if node.tag & 0x20:
            indefinite = bytes([node.tag, 0x80]) + node.content + bytes(2)
            if intact(changed(container(), path, indefinite)):
                passed.append(path)
    assert passed == []


def test_a_byte_more_in_any_value():
    passed = []
    for path, node in nodes(container()):
        if not node.tag & 0x20:
            passed += [
                path
                for content in (node.content + b"\0", b"\0" + node.content)
                if intact(changed(container(), path, encode(node.tag, content)))
            ]
    assert passed == []


def test_what_may_be_left_out_is_the_time_stamp_and_an_issuer_that_is_known_otherwise():
    """Without them the document is one of a lower level, or its path is found in the trust store."""
    without = [path for path, _ in nodes(container()) if path and intact(changed(container(), path, b""))]
    certificates = [
        (*where, 3, place)
        for where in (SIGNED_DATA, (*TOKEN, 1, 0))
        for place, entry in enumerate(at(*where, 3).inner)
        if b"Issuing CA" in entry.inner[0].inner[5].whole
    ]
    assert sorted(without) == sorted([(*SIGNER, 6), *certificates])


def test_text_in_the_signed_attributes():
    """It was intact: the attributes were encoded again before they were digested."""
    for path in (SIGNED_ATTRIBUTES, (*SIGNED_ATTRIBUTES, 0), (*SIGNED_ATTRIBUTES, 0, 1)):
        assert not intact(changed(container(), path, grown(container(), path, TEXT)))


def test_more_bytes_after_the_container():
    whole = container().whole
    given = parts()
    for more in (TEXT, b"\0" * 8 + b"1"):
        one = given._replace(signature=dataclasses.replace(given.signature, contents=whole + more))
        with pytest.raises(Failed, match="more than a signature"):
            check_signature(one)


@pytest.mark.parametrize("level", ["B-B", "B-LTA"])
def test_names_of_algorithms_have_one_form(level):
    """SHA-256 without its NULL says the same, and could be written by anybody."""
    found = [path for path, node in nodes(container(level)) if node.whole == bytes.fromhex("0500")]
    assert found
    assert [path for path in found if intact(changed(container(level), path, b""), level)] == []


OTHER_PROGRAMS = ["P-256", "P-384", "RSA"]


@pytest.mark.parametrize("algorithm", OTHER_PROGRAMS)
def test_openssl_and_pdfsig_agree_about_a_document(algorithm, tmp_path):
    pki = quick_pki(algorithm=algorithm)
    content = small_of(algorithm)
    (tmp_path / "document.pdf").write_bytes(content)
    told = judge("pdfsig", "-nocert", tmp_path / "document.pdf").stdout
    assert "Signature is Valid" in told, told
    taken, _ = open_parts(content)
    signature, _ = check_signature(taken)
    (tmp_path / "root.pem").write_bytes(pem(pki.root.certificate))
    (tmp_path / "signed").write_bytes(signed_bytes(content, taken))
    whole = read_first(taken.signature.contents)[0].whole
    assert openssl_cms(tmp_path, whole) == 0
    (tmp_path / "data").write_bytes(signature.value)
    (tmp_path / "token").write_bytes(signature.stamps[0].whole)
    arguments = ["-verify", "-token_in", "-in", "token", "-data", "data", "-CAfile", "root.pem"]
    verified = judge("openssl", "ts", *arguments, folder=tmp_path)
    assert "Verification: OK" in verified.stdout, verified.stderr


def test_what_passes_here_passes_openssl(tmp_path):
    """OpenSSL takes many changes that are refused here, and there is none that passes here alone."""
    pki = quick_pki()
    (tmp_path / "root.pem").write_bytes(pem(pki.root.certificate) + pem(pki.authority.certificate))
    (tmp_path / "signed").write_bytes(signed_bytes(small("B-T"), parts()))
    assert openssl_cms(tmp_path, container().whole) == 0
    for path, _ in nodes(container()):
        for new in (b"", TEXT):
            other = changed(container(), path, new)
            if path and intact(other):
                assert openssl_cms(tmp_path, other) == 0, path
    grown_attributes = changed(container(), SIGNED_ATTRIBUTES, grown(container(), SIGNED_ATTRIBUTES, TEXT))
    assert openssl_cms(tmp_path, grown_attributes) != 0, "this judge tells the difference"


@cache
def small_of(algorithm: str) -> bytes:
    from tests.signing.pkis import page
    from tests.tamper.small import plain

    pki = quick_pki(algorithm=algorithm)
    picture = page("Signed", 260, 92)
    return sign_data({"kind": "certificate"}, "B-LTA", pki=pki, pdf=plain(), picture=picture)


def signed_bytes(content: bytes, taken: Parts) -> bytes:
    first, before, after, rest = taken.signature.byte_range
    return content[first : first + before] + content[after : after + rest]


def openssl_cms(folder: Path, container: bytes, *more: str) -> int:
    (folder / "signature.der").write_bytes(container)
    arguments = [
        "-verify",
        "-binary",
        "-inform",
        "DER",
        "-in",
        "signature.der",
        "-content",
        "signed",
        "-out",
        "/dev/null",
    ]
    arguments += ["-CAfile", "root.pem", "-purpose", "any", "-cades", *more]
    done: subprocess.CompletedProcess[str] = judge("openssl", "cms", *arguments, folder=folder)
    return done.returncode


def pem(certificate) -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding

    encoded: bytes = certificate.public_bytes(Encoding.PEM)
    return encoded


class TestDer:
    """The strict form itself."""

    @pytest.mark.parametrize(
        "wrong",
        [
            "02020001",  # an integer with a zero too many
            "0202ffff",
            "0200",
            "010101",  # a true that is not ff
            "0501 00",
            "0302 08 00",
            "0302 0101",  # a bit that is not used is set
            "0301 01",
            "0602 8001",
            "0601 80",
            "3080 0000",  # an indefinite length
            "0281 01 01",  # a length that is too long
            "1f01 00",  # a tag of several bytes
            "3106 020102 020101",  # a set that is not in order
            "3106 020101 020101",
            "2404 0402 6161",  # a string in pieces
            "170b 323630313031303030305a",  # no seconds
            "1811 32303236303130313030303030302e305a",  # a fraction that ends with 0
            "3003 0201",
            "0201",
            "",
            "020101 00",
            "4401 00",
        ],
    )
    def test_what_is_not_in_it(self, wrong):
        with pytest.raises(ValueError, match=r"."):
            read(bytes.fromhex(wrong))

    @pytest.mark.parametrize(
        "right", ["020100", "02020080", "0201ff", "0101ff", "0500", "0302 0780", "3106 020101 020102"]
    )
    def test_what_is(self, right):
        assert read(bytes.fromhex(right)).whole == bytes.fromhex(right)

    def test_nothing_is_read_without_end(self):
        deep = b""
        for _ in range(200):
            deep = encode(0x30, deep)
        wide = encode(0x30, bytes.fromhex("0500") * 30_000)
        for bomb in (deep, wide):
            with pytest.raises(ValueError, match=r"values"):
                read(bomb)
