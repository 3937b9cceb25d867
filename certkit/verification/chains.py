"""Whether a certificate leads to a trusted root, as of a time, and what its role is.

:mod:`certkit.trust.paths` finds the path. Revocation is not its business: :mod:`.revocation` decides it from lists
alone, for every certificate of the path and for two times, that of the signature and that of the verifier.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from cryptography import x509

from certkit.text.sentence import Sentence
from certkit.trust.certificates import is_rehearsal, issuer_of, key_kind, key_rule, name_of, role_of
from certkit.trust.paths import NoPath, Terms, find_path
from certkit.trust.purposes import allows_policy, signer_problem
from certkit.trust.roles import Policy, Role
from certkit.verification.model import sentence
from certkit.verification.steps import Failed


class Chain(NamedTuple):
    """A valid path, the certificate first and the root last, and the time it is valid for."""

    path: tuple[x509.Certificate, ...]
    moment: datetime

    @property
    def certificate(self) -> x509.Certificate:
        return self.path[0]


def build(
    certificate: x509.Certificate,
    others: Iterable[x509.Certificate],
    roots: Iterable[x509.Certificate],
    terms: Terms,
    what: str,
) -> Chain:
    """A path to one of the roots that is valid at a moment.

    Args:
        others: certificates that may be on the way.
        what: names the certificate in messages.

    Raises:
        Failed: there is none.
    """
    try:
        return Chain(find_path(certificate, others, roots, terms), terms.at)
    except NoPath as error:
        if error.certificate is None:
            raise Failed("chain.no-root", what=what, problem=str(error), issuer=issuer_of(certificate)) from None
        name, moment = name_of(error.certificate), shown(terms.at)
        raise Failed("chain.not-valid", what=what, moment=moment, name=name, problem=str(error)) from None


def signer_chain(
    certificate: x509.Certificate,
    others: Iterable[x509.Certificate],
    roots: Iterable[x509.Certificate],
    moment: datetime,
    policy: Policy,
) -> Chain:
    """The signer's path. Where there is one whose authorities carry the policy of the signer's role, it is taken."""
    others, roots = list(others), list(roots)
    role = role_of(certificate, policy)
    if role is not None:
        terms = Terms(moment, policy.rehearsal_oid, role.eku, role.policy)
        try:
            return Chain(find_path(certificate, others, roots, terms), moment)
        except NoPath:
            pass  # the path without the policy is found below, and refused with the role
    purpose = role.eku if role is not None else ""
    return build(certificate, others, roots, Terms(moment, policy.rehearsal_oid, purpose), "the signer")


def is_of_rehearsal(chain: Chain, policy: Policy) -> bool:
    """Whether any certificate of the path has the mark of a rehearsal."""
    return any(is_rehearsal(certificate, policy) for certificate in chain.path)


def check_role(chain: Chain, digest: str, policy: Policy) -> tuple[Role, Sentence]:
    """The signer's role, by key usage and policy, and that its key and the digest are ones that it may use.

    Raises:
        Failed: it has none.
    """
    certificate = chain.certificate
    role = role_of(certificate, policy)
    if role is None:
        raise Failed("role.none", name=name_of(certificate))
    if problem := signer_problem(certificate, policy.rehearsal_oid):
        raise Failed("role.certificate", name=name_of(certificate), problem=problem)
    for issuer in chain.path[1:-1]:
        if not allows_policy(issuer, role.policy):
            raise Failed("role.issuer", name=name_of(issuer), role=role.name)
    kind, bits = key_kind(certificate.public_key())
    rule = key_rule(certificate.public_key(), policy)
    if rule is None:
        raise Failed("role.key", kind=kind, bits=bits)
    if digest not in rule.accepted:
        raise Failed("role.digest", kind=kind, digest=digest)
    return role, sentence("role.passed", role=role.title)


def shown(moment: datetime) -> str:
    """A time in a sentence."""
    return moment.strftime("%Y-%m-%d %H:%M:%S UTC")
