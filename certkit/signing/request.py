"""A request for a certificate (PKCS#10, RFC 2986) with a role's key usage and policy, signed wherever the key lies."""

from __future__ import annotations

from asn1crypto import algos, csr, keys
from asn1crypto import x509 as asn1
from asn1crypto.core import ParsableOctetString
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import NameOID

from certkit.errors import CertkitError
from certkit.signing.countries import code_named, code_of
from certkit.signing.keys import Sign, UnusableKey, digest_for
from certkit.signing.pki import leaf_usage, role_extensions
from certkit.text.quote import quote
from certkit.trust.certificates import REHEARSAL_PREFIX, key_kind
from certkit.trust.roles import Policy, Role

_MECHANISMS = {"P-256": "{}_ecdsa", "P-384": "{}_ecdsa", "RSA": "{}_rsa", "Ed25519": "ed25519"}


def subject_of(name: str, organization: str = "", country: str = "") -> x509.Name:
    """Whom a certificate is for.

    Raises:
        CertkitError: a name is empty, too long or looks like a rehearsal's, or there is no such country.
    """
    parts = []
    try:
        if country:
            parts.append(x509.NameAttribute(NameOID.COUNTRY_NAME, country_code(country)))
        if organization:
            parts.append(x509.NameAttribute(NameOID.ORGANIZATION_NAME, organization))
        parts.append(x509.NameAttribute(NameOID.COMMON_NAME, name))
    except (ValueError, TypeError) as error:
        hint = "a name has 1 to 64 characters"
        raise CertkitError(f"this cannot be the subject of a certificate: {error}", hint=hint) from None
    for text in (name, organization):
        if text != text.strip() or not text.isprintable():
            raise CertkitError(f"{text!r} has spaces around it or characters that are not shown", hint="correct it")
        if text.startswith(REHEARSAL_PREFIX.split(" ", 1)[0]):
            raise CertkitError(
                "a name that begins with REHEARSAL is for a rehearsal", hint="certkit pki init --test DIR"
            )
    return x509.Name(parts)


def country_code(text: str) -> str:
    """The two letters of a country.

    Raises:
        CertkitError: there is no country with that code.
    """
    code = code_of(text)
    if not code:
        meant = code_named(text)
        hint = f"use --country {meant}" if meant else "use the two letters of ISO 3166-1, as in --country DE"
        raise CertkitError(f"{quote(text)} is not the two-letter code of a country", hint=hint)
    return code


def make_request(subject: x509.Name, role: Role, public: PublicKeyTypes, sign: Sign, policy: Policy) -> bytes:
    """The request, PEM.

    Raises:
        UnusableKey: the policy does not allow such a key, or what it signs does not verify.
    """
    kind, _ = key_kind(public)
    digest = digest_for(public, policy)
    spki = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    extensions = [
        {
            "extn_id": extension.oid.dotted_string,
            "critical": critical,
            "extn_value": ParsableOctetString(extension.public_bytes()),
        }
        for extension, critical in [(leaf_usage(), True), *role_extensions(role)]
    ]
    info = csr.CertificationRequestInfo(
        {
            "version": "v1",
            "subject": asn1.Name.load(subject.public_bytes()),
            "subject_pk_info": keys.PublicKeyInfo.load(spki),
            "attributes": [{"type": "extension_request", "values": [asn1.Extensions(extensions)]}],
        }
    )
    request = csr.CertificationRequest(
        {
            "certification_request_info": info,
            "signature_algorithm": algos.SignedDigestAlgorithm({"algorithm": _MECHANISMS[kind].format(digest)}),
            "signature": sign(info.dump(), digest),
        }
    )
    signed_request = x509.load_der_x509_csr(request.dump())
    if not signed_request.is_signature_valid:
        raise UnusableKey("the key's signatures do not verify with its public key", hint="is it the right key?")
    return signed_request.public_bytes(Encoding.PEM)
