"""What a certificate must be to sign documents, to stamp times, or to issue certificates; signing/README.md says why.

Signing and verification ask the same here, so that what is signed is also verified. Each function answers with what is
wrong, as the end of a sentence that begins with the certificate, or with nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.x509.oid import ExtendedKeyUsageOID, ExtensionOID

from certkit.trust.certificates import key_kind, valid_at
from certkit.trust.roles import LEAST_BITS

DOCUMENT_SIGNING = x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36")
"""RFC 9336."""
ANY_POLICY = "2.5.29.32.0"
_UNDERSTOOD = frozenset(
    {
        ExtensionOID.BASIC_CONSTRAINTS,
        ExtensionOID.KEY_USAGE,
        ExtensionOID.EXTENDED_KEY_USAGE,
        ExtensionOID.CERTIFICATE_POLICIES,
    }
)
"""Extensions that may be critical, because they are heeded."""
_NOT_HANDLED = {
    ExtensionOID.NAME_CONSTRAINTS: "name constraints",
    ExtensionOID.POLICY_CONSTRAINTS: "policy constraints",
    ExtensionOID.POLICY_MAPPINGS: "policy mappings",
    ExtensionOID.INHIBIT_ANY_POLICY: "inhibitAnyPolicy",
}
"""What limits a path and is not worked out here, so that it is refused even if it is not critical."""
_LEAST = {**LEAST_BITS, "RSA": 2048}
"""Bits of an authority's or a time stamper's key; a signer's are in the policy."""
_ACCEPTED_HASHES = frozenset({"sha256", "sha384", "sha512"})
_REFUSED_PURPOSES = frozenset(
    {
        ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE,
        ExtendedKeyUsageOID.TIME_STAMPING,
        ExtendedKeyUsageOID.OCSP_SIGNING,
    }
)
"""What a key that signs documents is not for."""


def signer_problem(certificate: x509.Certificate, mark: str) -> str:
    """Why a certificate is not one for signing documents; empty if it is.

    Args:
        mark: the identifier of a rehearsal's mark.
    """
    usage, purposes = _usage(certificate), _purposes(certificate)
    if problem := _general_problem(certificate, mark):
        return problem
    if usage != {"digital_signature", "content_commitment"} or not _is_critical(certificate, ExtensionOID.KEY_USAGE):
        return "is not made for signing documents (key usage digitalSignature and nonRepudiation alone, critical)"
    if _is_authority(certificate):
        return "is not made for signing documents: it is a certification authority's"
    if not {DOCUMENT_SIGNING, ExtendedKeyUsageOID.EMAIL_PROTECTION} <= purposes:
        return "is not made for signing documents (extended key usage documentSigning and emailProtection)"
    if purposes & _REFUSED_PURPOSES:
        return "is made for more than signing documents (extended key usage)"
    return ""


def stamper_problem(certificate: x509.Certificate, mark: str) -> str:
    """Why a certificate is not one for time stamps (RFC 3161, 2.3); empty if it is."""
    if problem := _general_problem(certificate, mark):
        return problem
    critical = _is_critical(certificate, ExtensionOID.EXTENDED_KEY_USAGE)
    if _purposes(certificate) != {ExtendedKeyUsageOID.TIME_STAMPING} or not critical:
        return "is not one for time stamps alone"
    usage = _usage(certificate)  # one that is not given allows all (RFC 5280, 4.2.1.3), and purpose and role remain
    if not usage <= {"digital_signature", "content_commitment"} or _is_authority(certificate):
        return "is not one for time stamps alone (key usage, authority)"
    return ""


def authority_problem(certificate: x509.Certificate, mark: str, *, is_root: bool) -> str:
    """Why a certificate may not issue others; empty if it may."""
    if problem := _general_problem(certificate, mark, is_root=is_root):
        return problem
    usage = _usage(certificate)
    if not _is_authority(certificate) or "key_cert_sign" not in usage:
        return "is not a certification authority"
    return ""


def time_problem(certificate: x509.Certificate, at: datetime) -> str:
    """Why a certificate is not valid at a time; empty if it is."""
    if valid_at(certificate, at):
        return ""
    since, until = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    return f"is valid from {since:%Y-%m-%d %H:%M:%S UTC} to {until:%Y-%m-%d %H:%M:%S UTC}"


def allows_policy(certificate: x509.Certificate, policy: str) -> bool:
    """Whether an authority may issue under a certificate policy."""
    value = _value(certificate, ExtensionOID.CERTIFICATE_POLICIES)
    if not isinstance(value, x509.CertificatePolicies):
        return False
    return any(entry.policy_identifier.dotted_string in (policy, ANY_POLICY) for entry in value)


def allows_purpose(certificate: x509.Certificate, purpose: str) -> bool:
    """Whether an authority may issue for an extended key usage: it names it, or names none at all."""
    purposes = {entry.dotted_string for entry in _purposes(certificate)}
    return not purposes or bool(purposes & {purpose, ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE.dotted_string})


def path_length(certificate: x509.Certificate) -> int | None:
    """How many authorities may come below an authority; None for any number."""
    value = _value(certificate, ExtensionOID.BASIC_CONSTRAINTS)
    return value.path_length if isinstance(value, x509.BasicConstraints) else None


def may_sign_lists(certificate: x509.Certificate) -> bool:
    """Whether an authority may sign revocation lists."""
    return "crl_sign" in _usage(certificate)


def _general_problem(certificate: x509.Certificate, mark: str, *, is_root: bool = False) -> str:
    try:
        extensions = list(certificate.extensions)
        kind, bits = key_kind(certificate.public_key())
    except (ValueError, TypeError, UnsupportedAlgorithm, x509.DuplicateExtension):
        return "cannot be read"
    for extension in extensions:
        if extension.oid in _NOT_HANDLED:
            return f"has {_NOT_HANDLED[extension.oid]}, which certkit does not evaluate"
        if extension.critical and extension.oid not in _UNDERSTOOD and extension.oid.dotted_string != mark:
            return f"has a critical extension that is not known ({extension.oid.dotted_string})"
    if bits < _LEAST.get(kind, 1 << 30):
        return f"has a key that is not accepted ({kind}, {bits} bits)"
    if not is_root and not _is_well_signed(certificate):
        return "is signed with an algorithm that is not accepted"
    return ""


def _is_well_signed(certificate: x509.Certificate) -> bool:
    """Its issuer has signed it over a digest that is accepted; Ed25519 has its own."""
    try:
        algorithm = certificate.signature_hash_algorithm
    except UnsupportedAlgorithm:
        return False
    if algorithm is None:
        return certificate.signature_algorithm_oid == x509.SignatureAlgorithmOID.ED25519
    return algorithm.name in _ACCEPTED_HASHES


def _value(certificate: x509.Certificate, oid: x509.ObjectIdentifier) -> x509.ExtensionType | None:
    try:
        return certificate.extensions.get_extension_for_oid(oid).value
    except (x509.ExtensionNotFound, ValueError, x509.DuplicateExtension):
        return None


def _is_critical(certificate: x509.Certificate, oid: x509.ObjectIdentifier) -> bool:
    return certificate.extensions.get_extension_for_oid(oid).critical


def _is_authority(certificate: x509.Certificate) -> bool:
    value = _value(certificate, ExtensionOID.BASIC_CONSTRAINTS)
    return isinstance(value, x509.BasicConstraints) and value.ca


def _purposes(certificate: x509.Certificate) -> set[x509.ObjectIdentifier]:
    value = _value(certificate, ExtensionOID.EXTENDED_KEY_USAGE)
    return set(value) if isinstance(value, x509.ExtendedKeyUsage) else set()


def _usage(certificate: x509.Certificate) -> set[str]:
    value = _value(certificate, ExtensionOID.KEY_USAGE)
    return set(_uses(value)) if isinstance(value, x509.KeyUsage) else set()


def _uses(usage: x509.KeyUsage) -> Iterator[str]:
    for name in (
        "digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
        "key_cert_sign", "crl_sign",
    ):  # fmt: skip
        if getattr(usage, name):
            yield name
