"""What a certificate says: whose it is, its role, its kind of key, and whether it belongs to a rehearsal."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from certkit.errors import UnreadableFile
from certkit.trust.roles import KeyRule, Policy, Role

REHEARSAL_PREFIX = "REHEARSAL – "
"""How the common name of a rehearsal root begins."""
LARGEST = 100_000
"""Bytes of a certificate; a usual one has one or two thousand."""
CLOCKS = timedelta(minutes=5)
"""By so much the clocks of two machines may differ, be they the signer's, an authority's or the verifier's."""
_PEM = re.compile(rb"-----BEGIN CERTIFICATE-----\s.*?-----END CERTIFICATE-----", re.DOTALL)


def read_certificates(content: bytes, file: str) -> list[x509.Certificate]:
    """The certificates in a PEM file, in its order, or the one of a DER file.

    Raises:
        UnreadableFile: there is none, or one cannot be read.
    """
    blocks = _PEM.findall(content)
    try:
        if blocks:
            return [x509.load_pem_x509_certificate(block) for block in blocks]
        if content[:1] == b"\x30" and len(content) <= LARGEST:
            return [x509.load_der_x509_certificate(content)]
    except (ValueError, TypeError, x509.InvalidVersion) as error:
        raise UnreadableFile(f"a certificate in the file cannot be read: {first_line(error)}", file=file) from None
    raise UnreadableFile("the file has no certificate", hint="a PEM or DER file is needed", file=file)


def check_readable(certificate: x509.Certificate, file: str) -> None:
    """Read every part of a certificate once: they are taken apart only when they are asked for.

    Raises:
        UnreadableFile: a part is not what it has to be, or of a kind that is not known here.
    """
    try:
        certificate.public_key()
        for name in (certificate.subject, certificate.issuer):
            name.rfc4514_string()
        for part in ("version", "serial_number", "not_valid_before_utc", "not_valid_after_utc", "extensions"):
            getattr(certificate, part)
    except (ValueError, TypeError, UnsupportedAlgorithm, x509.InvalidVersion, x509.DuplicateExtension) as error:
        raise UnreadableFile(f"the certificate is not well-formed: {first_line(error)}", file=file) from None


def first_line(error: BaseException) -> str:
    """What a library says, on one line and not too long."""
    return " ".join(str(error).split())[:200] or type(error).__name__


def der(certificate: x509.Certificate) -> bytes:
    """The certificate's bytes."""
    return certificate.public_bytes(Encoding.DER)


def name_of(certificate: x509.Certificate) -> str:
    """Who it is made out to: the common name, or else the whole subject."""
    return _common_name(certificate.subject)


def issuer_of(certificate: x509.Certificate) -> str:
    """Who issued it, likewise."""
    return _common_name(certificate.issuer)


def _common_name(name: x509.Name) -> str:
    names = name.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(names[0].value) if names else name.rfc4514_string()


def role_of(certificate: x509.Certificate, policy: Policy) -> Role | None:
    """The one role whose key usage and policy the certificate both carries; None if it has none, or more than one."""
    try:
        usages = {
            oid.dotted_string for oid in certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
        }
        policies = {
            entry.policy_identifier.dotted_string
            for entry in certificate.extensions.get_extension_for_class(x509.CertificatePolicies).value
        }
    except (x509.ExtensionNotFound, ValueError):
        return None
    partly = [role for role in policy.roles.values() if role.eku in usages or role.policy in policies]
    if len(partly) != 1 or partly[0].eku not in usages or partly[0].policy not in policies:
        return None
    return partly[0]


def is_rehearsal(certificate: x509.Certificate, policy: Policy) -> bool:
    """Whether it carries the mark of a rehearsal; in doubt, it does."""
    try:
        marked = any(entry.oid.dotted_string == policy.rehearsal_oid for entry in certificate.extensions)
    except ValueError:
        return True
    names = [*certificate.subject, *certificate.issuer]
    return marked or any(str(entry.value).startswith(REHEARSAL_PREFIX.rstrip()) for entry in names)


def key_kind(key: PublicKeyTypes) -> tuple[str, int]:
    """The kind of key as ``roles.yaml`` names it, or what it is otherwise, and its bits."""
    if isinstance(key, ec.EllipticCurvePublicKey):
        curve = key.curve.name
        return {"secp256r1": "P-256", "secp384r1": "P-384"}.get(curve, curve), key.key_size
    if isinstance(key, rsa.RSAPublicKey):
        return "RSA", key.key_size
    if isinstance(key, ed25519.Ed25519PublicKey):
        return "Ed25519", 256
    return type(key).__name__.removesuffix("PublicKey"), 0


def key_rule(key: PublicKeyTypes, policy: Policy) -> KeyRule | None:
    """What the policy says of such a key; None if it does not allow the key."""
    kind, bits = key_kind(key)
    rule = policy.keys.get(kind)
    return rule if rule is not None and bits >= rule.bits else None


def self_signed(certificate: x509.Certificate) -> bool:
    """Whether it names itself as its issuer."""
    return certificate.subject == certificate.issuer


def issued_by(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    """Whether its signature was made with the issuer's key."""
    try:
        certificate.verify_directly_issued_by(issuer)
    except Exception:  # wrong name, wrong key, or an algorithm that is not known: all of them are no
        return False
    return True


def chain_of(certificate: x509.Certificate, others: Iterable[x509.Certificate]) -> list[x509.Certificate]:
    """The issuers among these certificates, the nearest first; it ends where one is missing."""
    pool, at = list(others), certificate
    chain: list[x509.Certificate] = []
    while not self_signed(at) and len(chain) < 8:
        issuer = next((other for other in pool if other not in chain and issued_by(at, other)), None)
        if issuer is None:
            break
        chain.append(issuer)
        at = issuer
    return chain


def valid_at(certificate: x509.Certificate, at: datetime) -> bool:
    """Whether a time lies within the certificate's validity."""
    return certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc
