"""Whether a key may sign a document of a kind, decided before anything is signed."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise

from cryptography import x509

from certkit.errors import CertkitError
from certkit.signing.keys import SigningKey
from certkit.trust.certificates import chain_of, is_rehearsal, issuer_of, name_of, self_signed, valid_at
from certkit.trust.paths import NoPath, Terms, find_path, issuer_problem
from certkit.trust.purposes import allows_policy, signer_problem
from certkit.trust.revocation import revoked_on
from certkit.trust.roles import LEVELS, KindRule, Role, reaches
from certkit.trust.store import Trust


class KeyRefused(CertkitError):
    """The key may not sign this, and why."""


def check_may_sign(key: SigningKey, kind: str, at: datetime, trust: Trust | None = None) -> Role:
    """The key's role, if it may sign a document of this kind now.

    Args:
        kind: ``declaration``, ``report``, ``certificate``, or ``statement`` for a vendor's own PICS.
        at: now, with a time zone.
        trust: where the chain has to end, if that is known.

    Raises:
        KeyRefused: it has another role or none, is not valid now, is too weak, or its chain leads elsewhere.
    """
    rule = key.policy.kinds[kind]
    wanted = key.policy.roles[rule.role]
    role = key.role
    if role is None:
        raise _refused(key, f"the key of {key.name} has no role", _needed(wanted))
    if role != wanted:
        raise _refused(
            key, f"this key belongs to a {role.name}; a {kind} must be signed by a {wanted.name}", _needed(wanted)
        )
    certificate = key.certificate
    if at < certificate.not_valid_before_utc:
        since = f"{certificate.not_valid_before_utc:%Y-%m-%d %H:%M} UTC"
        raise _refused(key, f"the certificate of {key.name} is not valid before {since}", "is the clock right?")
    if not valid_at(certificate, at):
        until = f"{certificate.not_valid_after_utc:%Y-%m-%d %H:%M} UTC"
        raise _refused(key, f"the certificate of {key.name} expired on {until}", "signing/README.md, Renewal")
    if problem := signer_problem(certificate, key.policy.rehearsal_oid):
        raise _refused(key, f"the certificate of {key.name} {problem}", _needed(wanted))
    _ = key.digest
    _chained(key, role, at, trust)
    return role


def check_level(key: SigningKey, kind: str, level: str) -> None:
    """Refuse a level below what the policy asks for.

    Raises:
        KeyRefused: there is no such level, or it is too low for this kind, or for an official document of this kind.
    """
    if level not in LEVELS:
        raise _refused(key, f"unknown level {level!r}", f"the levels are {', '.join(LEVELS)}")
    rule: KindRule = key.policy.kinds[kind]
    least = rule.rehearsal_level if key.is_rehearsal else rule.minimum_level
    if not reaches(level, least):
        raise _refused(key, f"a {kind} needs at least level {least}, not {level}", f"--level {least}")


def roots_known(key: SigningKey, trust: Trust | None) -> list[x509.Certificate]:
    """The roots to which the key's chain may lead: the trusted ones, or else the root that comes with the key."""
    if trust is not None:
        return list(trust.roots)
    return [entry for entry in key.chain if self_signed(entry)]


def whole_chain(key: SigningKey, trust: Trust | None) -> list[x509.Certificate]:
    """The issuers of the key's certificate, the nearest first: those that the key or the trust store has."""
    more = [*trust.intermediates, *trust.roots] if trust is not None else []
    return chain_of(key.certificate, [*key.chain, *more])


def _chained(key: SigningKey, role: Role, at: datetime, trust: Trust | None) -> None:
    """Every issuer is one, valid now, and with the role's policy; the last is a known root."""
    chain = whole_chain(key, trust)
    roots = roots_known(key, trust)
    last = chain[-1] if chain else key.certificate
    if trust is not None and last not in roots:
        hint = f"is {trust.source or 'the trust store of certkit'} the right trust store?"
        message = f"the certificate of {key.name} leads to {issuer_of(last)}, which is not a trusted root"
        raise _refused(key, message, hint)
    if trust is not None:
        marks = {is_rehearsal(entry, key.policy) for entry in (key.certificate, last)}
        if len(marks) > 1:
            raise _refused(key, f"of {key.name} and the root {name_of(last)} only one is marked as a rehearsal", "")
    _not_revoked(key, chain, trust)
    terms = Terms(at, key.policy.rehearsal_oid, role.eku, role.policy)
    for below, issuer in enumerate(chain):
        if not valid_at(issuer, at):
            raise _refused(key, f"the certificate of {name_of(issuer)}, its issuer, is not valid now", "")
        if problem := issuer_problem(issuer, below, roots, terms._replace(policy="")):
            raise _refused(key, f"the certificate of {name_of(issuer)} {problem}, and it issued the key's", "")
        if not self_signed(issuer) and not allows_policy(issuer, role.policy):
            raise _refused(key, f"{name_of(issuer)} may not issue for the role {role.name}", _needed(role))
    if roots:
        try:
            find_path(key.certificate, chain, roots, terms)
        except NoPath as error:
            raise _refused(key, f"verifiers would find no path from {key.name} to its root: it {error}", "") from None


def _not_revoked(key: SigningKey, chain: list[x509.Certificate], trust: Trust | None) -> None:
    """What is known to be revoked signs nothing, whatever the level."""
    for certificate, issuer in pairwise([key.certificate, *chain]):
        since = revoked_on(certificate, issuer, trust.crls if trust is not None else ())
        if since is not None:
            when = f"{since:%Y-%m-%d %H:%M} UTC"
            raise _refused(key, f"the certificate of {name_of(certificate)} was revoked on {when}", "use a new key")


def _needed(role: Role) -> str:
    return f"use a key whose certificate has the key usage {role.eku} and the policy {role.policy}"


def _refused(key: SigningKey, message: str, hint: str) -> KeyRefused:
    return KeyRefused(message, hint=hint, file=key.uri)
