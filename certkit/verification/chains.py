"""Whether a certificate leads to a trusted root, as of a time (RFC 5280), and what its role is.

pyhanko-certvalidator builds and validates the path. Revocation is not its business here: :mod:`.revocation` decides it
from lists alone, for every certificate of the path and for two times, that of the signature and that of the verifier.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import PathBuildingError, PathValidationError
from pyhanko_certvalidator.policy_decl import PKIXValidationParams

from certkit.sealing.certificates import key_kind, name_of, role_of, valid_at
from certkit.sealing.roles import Policy, Role
from certkit.verification.failure import Failed

_WEAK = {"md2", "md5", "sha1"}
_LEAST_BITS = {"RSA": 2048, "P-256": 256, "P-384": 384, "Ed25519": 256}
"""Of an issuer's or a time stamper's key; a signer's is in the policy."""


class Chain(NamedTuple):
    """A valid path, the certificate first and the root last, and the time it is valid for."""

    path: tuple[x509.Certificate, ...]
    moment: datetime

    @property
    def certificate(self) -> x509.Certificate:
        return self.path[0]


def build(
    certificate: asn1.Certificate,
    others: Iterable[asn1.Certificate],
    roots: Iterable[x509.Certificate],
    moment: datetime,
    what: str,
    policies: frozenset[str] = frozenset(),
) -> Chain:
    """A path to one of the roots that is valid at a moment.

    Args:
        others: certificates that may be on the way.
        what: names the certificate in messages.
        policies: certificate policies of which the path must have one; any if there are none.

    Raises:
        Failed: there is none.
    """
    context = ValidationContext(
        trust_roots=[_asn1(root) for root in roots],
        other_certs=list(others),
        moment=moment,
        allow_fetching=False,
        revocation_mode="soft-fail",
        weak_hash_algos=_WEAK,
    )
    parameters = (
        PKIXValidationParams(user_initial_policy_set=policies, initial_explicit_policy=True) if policies else None
    )
    validator = CertificateValidator(certificate, validation_context=context, pkix_params=parameters)
    try:
        path = asyncio.run(validator.async_validate_path())
    except PathBuildingError:
        issuer = certificate.issuer.human_friendly
        raise Failed(f"the certificate of {what} leads to no trusted root (it was issued by {issuer})") from None
    except PathValidationError as error:
        message = f"the certificate of {what} is not valid at {shown(moment)}: {_why(error, moment)}"
        raise Failed(message) from None
    found = [x509.load_der_x509_certificate(step.dump()) for step in path.iter_certs(include_root=True)]
    for step in found:
        kind, bits = key_kind(step.public_key())
        if bits < _LEAST_BITS.get(kind, 1 << 30):
            raise Failed(f"{name_of(step)} has a key that is not accepted ({kind}, {bits} bits)")
    found.reverse()
    return Chain(tuple(found), moment)


def check_role(chain: Chain, digest: str, policy: Policy) -> tuple[Role, str]:
    """The signer's role, by key usage and policy, and that its key and the digest are ones that it may use.

    Raises:
        Failed: it has none.
    """
    certificate = chain.certificate
    role = role_of(certificate, policy)
    if role is None:
        raise Failed(f"the certificate of {name_of(certificate)} has no role of the signing policy")
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        raise Failed("the signer's certificate does not say what its key is for") from None
    if not usage.content_commitment:
        raise Failed("the signer's certificate is not for binding signatures (nonRepudiation)")
    kind, bits = key_kind(certificate.public_key())
    rule = policy.keys.get(kind)
    if rule is None or bits < rule.bits:
        raise Failed(f"the signer's key is not accepted ({kind}, {bits} bits)")
    if digest not in rule.accepted:
        raise Failed(f"a key of kind {kind} is not used with {digest}")
    return role, role.title


def shown(moment: datetime) -> str:
    """A time in a sentence."""
    return moment.strftime("%Y-%m-%d %H:%M:%S UTC")


def _asn1(certificate: x509.Certificate) -> asn1.Certificate:
    return asn1.Certificate.load(certificate.public_bytes(Encoding.DER))


def _why(error: PathValidationError, moment: datetime) -> str:
    """Which certificate of the path has expired or is not valid yet; or else what the library says."""
    for step in reversed(list(error.original_path.iter_certs(include_root=True))):
        found = x509.load_der_x509_certificate(step.dump())
        if not valid_at(found, moment):
            since, until = shown(found.not_valid_before_utc), shown(found.not_valid_after_utc)
            return f"that of {name_of(found)} is valid from {since} to {until}"
    return error.failure_msg
