"""A rehearsal PKI: root, issuing authority, a key for each role, time stamps, revocation lists.

Every certificate of it carries the mark of a rehearsal, and its name begins with it, so that what is signed under it
can be told from the real thing by the certificate alone. A real PKI is not made with this: the keys of its authorities
belong on a token, and signing/README.md says how.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple, TypeAlias

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

from certkit.errors import UnknownName
from certkit.trust.certificates import REHEARSAL_PREFIX
from certkit.trust.purposes import DOCUMENT_SIGNING
from certkit.trust.roles import Policy, Role, shipped_policy

PrivateKey: TypeAlias = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey

ROOT_DAYS, AUTHORITY_DAYS, LEAF_DAYS, LIST_DAYS = 3650, 1825, 730, 365
"""How long root, issuing authority, keys and revocation lists of a rehearsal are valid."""
TSA = "tsa"
"""What the time-stamp authority is called beside the roles."""
REASONS = {
    "key-compromise": x509.ReasonFlags.key_compromise,
    "superseded": x509.ReasonFlags.superseded,
    "cessation": x509.ReasonFlags.cessation_of_operation,
    "affiliation": x509.ReasonFlags.affiliation_changed,
    "privilege-withdrawn": x509.ReasonFlags.privilege_withdrawn,
}
"""Why a certificate is revoked (RFC 5280, 5.3.1)."""


class Holder(NamedTuple):
    """A certificate with its private key."""

    certificate: x509.Certificate
    key: PrivateKey


class Pki(NamedTuple):
    """All of it, in memory."""

    root: Holder
    authority: Holder
    keys: dict[str, Holder]
    """Of each role by its name, and of ``tsa``."""
    root_list: x509.CertificateRevocationList
    """Of the authorities that the root has revoked."""
    authority_list: x509.CertificateRevocationList
    """Of the keys that the issuing authority has revoked."""


def make_pki(
    at: datetime,
    *,
    algorithm: str = "P-256",
    crl_url: str = "",
    rehearsal: bool = True,
    leaf_days: int = LEAF_DAYS,
    list_days: int = LIST_DAYS,
    policy: Policy | None = None,
) -> Pki:
    """Make a PKI.

    Args:
        at: from when it is valid, with a time zone.
        algorithm: of its keys: ``P-256``, ``P-384``, ``Ed25519`` or ``RSA``; authorities then have RSA too. With
            ``Ed25519`` the authorities and the time stamps have P-256, which more programs verify.
        crl_url: where the revocation lists will be found, without a slash at its end; empty if nowhere.
        rehearsal: false makes one without marks, for tests of what is official. No command does so.
    """
    policy = policy or shipped_policy()
    prefix = REHEARSAL_PREFIX if rehearsal else ""
    upper = "P-256" if algorithm == "Ed25519" else algorithm
    root_key, authority_key = new_key(upper), new_key(upper)
    root_name, authority_name = _name(f"{prefix}Example Root CA"), _name(f"{prefix}Example Issuing CA")
    mark = [_mark(policy)] if rehearsal else []
    policies = [ObjectIdentifier(role.policy) for role in policy.roles.values()]
    top = _authority(root_name, root_key, root_name, root_key, at, ROOT_DAYS, 1, ())
    root = _signed(top, mark, root_key)
    authority = _authority(authority_name, authority_key, root_name, root_key, at, AUTHORITY_DAYS, 0, policies)
    authority_certificate = _signed(authority, [*mark, *_points(crl_url, "root")], root_key)
    points = [*mark, *_points(crl_url, "issuing-ca")]
    keys = {}
    for role in policy.roles.values():
        key = new_key(algorithm)
        leaf = _leaf(f"{prefix}Example {role.title}", key, authority_name, authority_key, at, leaf_days)
        keys[role.name] = Holder(_signed(leaf, [*role_extensions(role), *points], authority_key), key)
    key = new_key(upper)
    stamp = _leaf(f"{prefix}Example Time-Stamp Authority", key, authority_name, authority_key, at, AUTHORITY_DAYS - 1)
    keys[TSA] = Holder(_signed(stamp, [*_stamp_extensions(), *points], authority_key), key)
    root_holder, authority_holder = Holder(root, root_key), Holder(authority_certificate, authority_key)
    return Pki(
        root_holder,
        authority_holder,
        keys,
        make_list(root_holder, [], at, number=1, days=list_days),
        make_list(authority_holder, [], at, number=1, days=list_days),
    )


def new_key(algorithm: str) -> PrivateKey:
    """A new key.

    Raises:
        UnknownName: there is no such kind of key.
    """
    if algorithm == "P-256":
        return ec.generate_private_key(ec.SECP256R1())
    if algorithm == "P-384":
        return ec.generate_private_key(ec.SECP384R1())
    if algorithm == "Ed25519":
        return ed25519.Ed25519PrivateKey.generate()
    if algorithm == "RSA":
        return rsa.generate_private_key(65537, 3072)
    raise UnknownName(f"unknown kind of key {algorithm!r}", hint="P-256, P-384, Ed25519 or RSA")


def make_list(
    issuer: Holder,
    revoked: Sequence[x509.RevokedCertificate],
    at: datetime,
    *,
    number: int,
    days: int = LIST_DAYS,
) -> x509.CertificateRevocationList:
    """A revocation list of an authority, of this time."""
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer.certificate.subject)
        .last_update(at)
        .next_update(at + timedelta(days=days))
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key()), critical=False)
        .add_extension(x509.CRLNumber(number), critical=False)
    )
    for entry in revoked:
        builder = builder.add_revoked_certificate(entry)
    return builder.sign(issuer.key, hash_for(issuer.key))


def revoke(
    issuer: Holder,
    before: x509.CertificateRevocationList,
    serial: int,
    at: datetime,
    *,
    reason: str = "key-compromise",
    days: int = LIST_DAYS,
) -> x509.CertificateRevocationList:
    """The next revocation list, with one more certificate in it; one that is revoked already stays as it is.

    Raises:
        UnknownName: there is no such reason.
    """
    if reason not in REASONS:
        raise UnknownName(f"unknown reason {reason!r}", hint=f"use {', '.join(REASONS)}")
    revoked = list(before)
    if all(entry.serial_number != serial for entry in revoked):
        entry = (
            x509.RevokedCertificateBuilder()
            .serial_number(serial)
            .revocation_date(at)
            .add_extension(x509.CRLReason(REASONS[reason]), critical=False)
        )
        revoked.append(entry.build())
    return make_list(issuer, revoked, at, number=number_of(before) + 1, days=days)


def number_of(revocations: x509.CertificateRevocationList) -> int:
    """The number of a revocation list; 0 if it has none."""
    try:
        return revocations.extensions.get_extension_for_class(x509.CRLNumber).value.crl_number
    except x509.ExtensionNotFound:
        return 0


def hash_for(key: PrivateKey) -> hashes.SHA256 | hashes.SHA384 | None:
    """What a certificate is signed with."""
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return None
    return hashes.SHA384() if isinstance(key, ec.EllipticCurvePrivateKey) and key.key_size > 256 else hashes.SHA256()


Extension: TypeAlias = tuple[x509.ExtensionType, bool]
"""An extension, and whether it is critical."""


def _signed(builder: x509.CertificateBuilder, extensions: Sequence[Extension], key: PrivateKey) -> x509.Certificate:
    for extension, critical in extensions:
        builder = builder.add_extension(extension, critical=critical)
    return builder.sign(key, hash_for(key))


def _mark(policy: Policy) -> Extension:
    text = b"REHEARSAL"
    return x509.UnrecognizedExtension(
        ObjectIdentifier(policy.rehearsal_oid), b"\x0c" + bytes([len(text)]) + text
    ), False


def role_extensions(role: Role) -> list[Extension]:
    """The role, and what makes other programs believe that such a key may sign documents (NSS asks for e-mail)."""
    usages = [DOCUMENT_SIGNING, ObjectIdentifier(role.eku), ExtendedKeyUsageOID.EMAIL_PROTECTION]
    policies = [x509.PolicyInformation(ObjectIdentifier(role.policy), None)]
    return [(x509.ExtendedKeyUsage(usages), False), (x509.CertificatePolicies(policies), False)]


def _stamp_extensions() -> list[Extension]:
    """RFC 3161, 2.3: time stamping alone, and critical."""
    return [(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), True)]


def _points(url: str, name: str) -> list[Extension]:
    if not url:
        return []
    where = x509.UniformResourceIdentifier(f"{url}/{name}.crl")
    return [(x509.CRLDistributionPoints([x509.DistributionPoint([where], None, None, None)]), False)]


def _name(text: str) -> x509.Name:
    return x509.Name(
        [x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Example"), x509.NameAttribute(NameOID.COMMON_NAME, text)]
    )


def _certificate(
    name: x509.Name, key: PrivateKey, issuer: x509.Name, issuer_key: PrivateKey, at: datetime, days: int
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at)
        .not_valid_after(at + timedelta(days=days))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False)
    )


def _authority(
    name: x509.Name,
    key: PrivateKey,
    issuer: x509.Name,
    issuer_key: PrivateKey,
    at: datetime,
    days: int,
    length: int,
    policies: Sequence[ObjectIdentifier],
) -> x509.CertificateBuilder:
    builder = (
        _certificate(name, key, issuer, issuer_key, at, days)
        .add_extension(x509.BasicConstraints(ca=True, path_length=length), critical=True)
        .add_extension(_usage(authority=True), critical=True)
    )
    if policies:
        extension = x509.CertificatePolicies([x509.PolicyInformation(policy, None) for policy in policies])
        builder = builder.add_extension(extension, critical=False)
    return builder


def _leaf(
    name: str, key: PrivateKey, issuer: x509.Name, issuer_key: PrivateKey, at: datetime, days: int
) -> x509.CertificateBuilder:
    return (
        _certificate(_name(name), key, issuer, issuer_key, at, days)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(leaf_usage(), critical=True)
    )


def leaf_usage() -> x509.KeyUsage:
    """For signing documents, with commitment to what they say."""
    return _usage(authority=False)


def _usage(*, authority: bool) -> x509.KeyUsage:
    """Authorities sign certificates and lists; keys sign documents and time stamps."""
    return x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=not authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )
