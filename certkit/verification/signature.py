"""The signature itself: a CAdES signature over the whole of its revision, by algorithms that the policy accepts.

The container (CMS, RFC 5652) is read by a grammar of its own that knows what certkit and time-stamp authorities write,
and nothing else. Digests are taken of the bytes as they lie in the file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from typing import NamedTuple

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm

from certkit.text.sentence import Sentence
from certkit.trust.certificates import der
from certkit.verification.algorithms import DIGESTS, SCHEMES, Scheme, digest_of, scheme_of, verifies
from certkit.verification.chains import Chain
from certkit.verification.der import MISSING, Malformed, Value, encode, in_order, number, only, read_first, take
from certkit.verification.incremental_updates import EmbeddedSignature
from certkit.verification.model import sentence
from certkit.verification.steps import Failed
from certkit.verification.structure import Parts

MOST_CERTIFICATES = 16
"""In one container."""


def _oid(digits: str) -> bytes:
    return bytes.fromhex(digits)


SIGNED_DATA = _oid("2a864886f70d010702")
DATA = _oid("2a864886f70d010701")
TIME_STAMP = _oid("2a864886f70d0109100104")
CONTENT_TYPE = _oid("2a864886f70d010903")
MESSAGE_DIGEST = _oid("2a864886f70d010904")
SIGNING_TIME = _oid("2a864886f70d010905")
SIGNING_CERTIFICATE = _oid("2a864886f70d010910020c")
SIGNING_CERTIFICATE_V2 = _oid("2a864886f70d010910022f")
ALGORITHM_PROTECTION = _oid("2a864886f70d010934")
TIME_STAMP_TOKEN = _oid("2a864886f70d010910020e")
_OF_SEALS = frozenset({CONTENT_TYPE, MESSAGE_DIGEST, SIGNING_CERTIFICATE_V2})
"""What a document's signature signs besides the document."""
_OF_STAMPS = _OF_SEALS | {SIGNING_TIME, ALGORITHM_PROTECTION}
_REFUSED = {SIGNING_TIME: "signature.signs-time", SIGNING_CERTIFICATE: "signature.signs-sha1"}
"""Attributes that occur elsewhere and are not accepted: the sentence for each."""
_CALLED = {_oid("06052b0e03021a"): "sha1", _oid("06082a864886f70d0205"): "md5", _oid("06092a864886f70d01010a"): "PSS"}
"""Algorithms that occur elsewhere and are not accepted."""


class Signature(NamedTuple):
    """A signature that is intact. Whether its certificate is worth anything is decided later.

    Attributes:
        others: the certificates that come with it.
        digest: what it is made over.
        value: the signature itself, which a time stamp stamps.
        stamps: the time stamp tokens that it carries.
        signing_time: in a time stamp, when its authority says it was signed.
    """

    certificate: x509.Certificate
    others: tuple[x509.Certificate, ...]
    digest: str
    value: bytes
    stamps: tuple[Value, ...]
    content: bytes
    signing_time: datetime | None


def check_signature(parts: Parts) -> tuple[Signature, Sentence]:
    """The document's signature is intact.

    Raises:
        Failed: it is not, or it does not cover its whole revision.
    """
    signature = check_signed_data(
        read_container(parts.signature, "the signature"), parts.signature.digest, "the signature"
    )
    return signature, sentence("signature.passed", digest=signature.digest.upper().replace("SHA", "SHA-"))


def read_container(embedded: EmbeddedSignature, what: str) -> Value:
    """What is in the room for a signature: the signature, strictly encoded, and zeros.

    No signature covers these bytes, so whatever could be changed in them without an effect is refused.
    """
    try:
        container, rest = read_first(embedded.contents)
    except Malformed as error:
        raise Failed("signature.encoding", what=what, problem=str(error)) from None
    if rest.strip(b"\0"):
        raise Failed("signature.room", what=what)
    return container


def check_signed_data(container: Value, digest: Callable[[str], bytes] | None, what: str) -> Signature:
    """A CMS signature is intact.

    Args:
        digest: of what is signed, by the name of the algorithm; None for a time stamp, which has it inside.

    Raises:
        Failed: it is not, or it is not built as certkit and time-stamp authorities build it.
    """
    try:
        return _signed_data(container, digest, what)
    except Malformed as error:
        raise Failed("signature.form", what=what, problem=str(error)) from None


def _signed_data(container: Value, digest: Callable[[str], bytes] | None, what: str) -> Signature:
    stamp = digest is None
    data = signed_data(container)
    version, digests, encapsulated, certificates, signers = take(data, "02 31 30 a0 31")
    if len(signers.inner) != 1:
        raise Failed("signature.several-signers", what=what)
    if number(version) != (3 if stamp else 1):
        raise Malformed(f"version {number(version)}")
    content = _encapsulated(encapsulated, stamp)
    info = only(signers, 0x30)
    version, name, algorithm, signed, mechanism, value, unsigned = take(info, "02 30 30 a0 30 04 a1?")
    if number(version) != 1:
        raise Malformed(f"a signer of version {number(version)}")
    attributes = _attributes(signed, _OF_STAMPS if stamp else _OF_SEALS, what)
    scheme = _scheme(algorithm, mechanism, attributes.get(ALGORITHM_PROTECTION), stamp, what)
    if [entry.whole for entry in digests.inner] != [algorithm.whole]:
        raise Malformed("its digest algorithms differ")
    certificate, others = _certificates(certificates, name, what)
    if _value(attributes, CONTENT_TYPE, 0x06).content != (TIME_STAMP if stamp else DATA):
        raise Failed("signature.other-content", what=what)
    # Digest before signature: the attributes are only worth checking if they are of this document.
    expected = digest(scheme.digest) if digest is not None else hashlib.new(scheme.digest, content).digest()
    if _value(attributes, MESSAGE_DIGEST, 0x04).content != expected:
        raise Failed("signature.digest")
    # The signature is over the attributes as a set, while the container holds them under the tag [0] (RFC 5652, 5.4).
    # Their bytes are taken from the file: whoever encodes them again may verify what was never signed.
    original = encode(0x31, signed.content)
    if not verifies(certificate.public_key(), scheme, value.content, original):
        raise Failed("signature.wrong-key", what=what)
    _check_identified(_value(attributes, SIGNING_CERTIFICATE_V2, 0x30), certificate, name, what)
    signing_time = attributes.get(SIGNING_TIME)
    return Signature(
        certificate,
        others,
        scheme.digest,
        value.content,
        _stamps(unsigned, stamp, what),
        content,
        time_of(signing_time) if signing_time is not None else None,
    )


def signed_data(container: Value) -> Value:
    """What is in a ContentInfo of the type signed-data."""
    if container.tag != 0x30:
        raise Malformed("it is not a sequence")
    kind, wrapped = take(container, "06 a0")
    if kind.content != SIGNED_DATA:
        raise Malformed("it is not a signature")
    return only(wrapped, 0x30)


def _encapsulated(value: Value, stamp: bool) -> bytes:
    """What is signed, if it lies in the container: a time stamp's information."""
    if not stamp:
        if take(value, "06")[0].content != DATA:
            raise Malformed("it signs something of another kind")
        return b""
    kind, wrapped = take(value, "06 a0")
    if kind.content != TIME_STAMP:
        raise Malformed("it is not a time stamp")
    return only(wrapped, 0x04).content


def _attributes(value: Value, accepted: frozenset[bytes], what: str) -> dict[bytes, Value]:
    """The signed attributes, each once and with one value."""
    attributes: dict[bytes, Value] = {}
    if not in_order(value.inner):
        raise Malformed("what it signs is not in order")
    for attribute in value.inner:
        kind, values = take(attribute, "06 31")
        if kind.content not in accepted or kind.content in attributes or len(values.inner) != 1:
            raise Failed(_REFUSED.get(kind.content, "signature.signs-unknown"), what=what)
        attributes[kind.content] = values.inner[0]
    return attributes


def _value(attributes: dict[bytes, Value], kind: bytes, tag: int) -> Value:
    value = attributes.get(kind)
    if value is None or value.tag != tag:
        raise Malformed("what it signs is incomplete")
    return value


def _scheme(digest: Value, mechanism: Value, protection: Value | None, stamp: bool, what: str) -> Scheme:
    """How it was signed. The names of algorithms have their one form, unless the signer has signed them (RFC 6211)."""
    if protection is not None:
        names = take(protection, "30 a1")
        if names[0].whole != digest.whole or names[1].content != mechanism.content:
            raise Failed("signature.other-algorithms", what=what)
        name = digest_of(digest.whole)
        scheme = scheme_of(mechanism.whole, name or "")
    else:
        name, scheme = DIGESTS.get(digest.whole), SCHEMES.get(mechanism.whole)
    if name is None or scheme is None or (scheme.kind == "pss" and not stamp):
        raise Failed("signature.algorithm", what=what, algorithm=_called(digest, mechanism, name))
    if scheme.digest != name:
        raise Failed("signature.two-digests", what=what, one=name, other=scheme.digest)
    return scheme


def _called(digest: Value, mechanism: Value, name: str | None) -> str:
    """The algorithm that is not accepted, for people."""
    value = digest if name is None else mechanism
    return next((called for oid, called in _CALLED.items() if value.content.startswith(oid)), "an algorithm")


def _certificates(value: Value, name: Value, what: str) -> tuple[x509.Certificate, tuple[x509.Certificate, ...]]:
    """The signer's certificate, by the issuer and serial number that the signer's name is, and the others."""
    issuer, serial = take(name, "30 02")
    if len(value.inner) > MOST_CERTIFICATES:
        raise Failed("signature.many-certificates", what=what, most=MOST_CERTIFICATES)
    if not value.inner or not in_order(value.inner):
        raise Malformed("its certificates are not in order, or one is there twice")
    signers: list[x509.Certificate] = []
    others: list[x509.Certificate] = []
    for entry in value.inner:
        certificate = load_certificate(entry.whole, what)
        parts = certificate_parts(entry)
        own = parts.issuer == issuer.whole and parts.serial == serial.whole
        (signers if own else others).append(certificate)
    if len(signers) != 1:
        raise Failed("signature.signer-name", what=what)
    return signers[0], tuple(others)


class CertificateParts(NamedTuple):
    """Parts of a certificate as they lie in it."""

    serial: bytes
    issuer: bytes
    subject: bytes


def certificate_parts(value: Value) -> CertificateParts:
    """Take a certificate apart (RFC 5280, 4.1)."""
    signed, algorithm, _ = take(value, "30 30 03")
    parts = take(signed, "a0? 02 30 30 30 30 30 81? 82? a3?")
    _, serial, inner, issuer, _, subject, *_ = parts
    if inner.whole != algorithm.whole:
        raise Malformed("a certificate names two algorithms")
    return CertificateParts(serial.whole, issuer.whole, subject.whole)


def load_certificate(encoding: bytes, what: str) -> x509.Certificate:
    """The certificate.

    Raises:
        Failed: it cannot be read.
    """
    try:
        certificate = x509.load_der_x509_certificate(encoding)
        _ = certificate.extensions, certificate.public_key(), certificate.subject, certificate.issuer
    except (ValueError, TypeError, UnsupportedAlgorithm, x509.DuplicateExtension):
        raise Failed("signature.unreadable-certificate", what=what) from None
    return certificate


def _check_identified(value: Value, certificate: x509.Certificate, name: Value, what: str) -> None:
    """The signing-certificate attribute (RFC 5035) is of this certificate."""
    listed = take(value, "30")[0]
    if not listed.inner:
        raise Malformed("it names no certificate")
    algorithm, digest, serial = take(listed.inner[0], "30? 04 30?")
    known = "sha256" if algorithm is MISSING else digest_of(algorithm.whole)
    if known is None or (algorithm is not MISSING and known == "sha256"):
        raise Failed("signature.certificate-digest", what=what)
    good = digest.content == hashlib.new(known, der(certificate)).digest()
    if serial is not MISSING:
        issuer, own = take(name, "30 02")
        names, written = take(serial, "30 02")
        good = good and written.whole == own.whole and only(only(names, 0xA4), 0x30).whole == issuer.whole
    if not good or len(listed.inner) != 1:
        raise Failed("signature.certificate-name", what=what)


def _stamps(unsigned: Value, stamp: bool, what: str) -> tuple[Value, ...]:
    """The time stamp that a signature carries, in the one attribute that is not signed."""
    if unsigned is MISSING:
        return ()
    unusual = Failed("signature.unsigned-attribute", what=what)
    if stamp or len(unsigned.inner) != 1:
        raise unusual
    kind, values = take(unsigned.inner[0], "06 31")
    if kind.content != TIME_STAMP_TOKEN or len(values.inner) != 1:
        raise unusual
    return values.inner


def time_of(value: Value) -> datetime:
    """A time (RFC 5280, 4.1.2.5; RFC 3161 allows a fraction of a second, here down to microseconds).

    Raises:
        Malformed: it is none.
    """
    text = value.content.decode("ascii", "replace")
    if value.tag == 0x17:
        text = ("20" if text < "5" else "19") + text
    elif value.tag != 0x18:
        raise Malformed("it has no time")
    whole, _, fraction = text.removesuffix("Z").partition(".")
    if len(fraction) > 6:
        raise Malformed("a time is finer than microseconds")
    try:
        moment = datetime.strptime(whole, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        raise Malformed("a time is none") from None
    return moment.replace(microsecond=int(fraction.ljust(6, "0")) if fraction else 0)


def check_companions(signature: Signature, chain: Chain, what: str) -> None:
    """Every certificate that comes with a signature is one of its path; no signature covers the others."""
    path = {der(certificate) for certificate in chain.path}
    if any(der(certificate) not in path for certificate in signature.others):
        raise Failed("signature.foreign-certificate", what=what)
