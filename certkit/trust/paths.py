"""A path from a certificate to a trusted root, valid at a time (RFC 5280, 6), found with bounded work.

The search goes breadth first from the certificate to issuers of the right name and key, looks at each certificate once,
and takes no certificate that may not be there: so it finds the shortest path that is valid, always the same one, and
what somebody puts into a file cannot make it try all orders. Revocation is decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from cryptography import x509
from cryptography.x509.oid import ExtensionOID

from certkit.trust.certificates import issued_by, name_of
from certkit.trust.purposes import allows_policy, allows_purpose, authority_problem, path_length, time_problem

LONGEST = 8
"""Certificates of a path."""
MOST_CANDIDATES = 8
"""Certificates that may have issued one."""
MOST_CHECKS = 64
"""Signatures of certificates that are checked for one path."""


class NoPath(Exception):
    """There is no path; the message is what is wrong, as the end of a sentence.

    Attributes:
        certificate: which one of the path is in the way; None if the search reached no root, or a limit.
    """

    def __init__(self, message: str, certificate: x509.Certificate | None = None) -> None:
        super().__init__(message)
        self.certificate = certificate


class Terms(NamedTuple):
    """What a path is for.

    Attributes:
        at: when it has to be valid.
        mark: the identifier of a rehearsal's mark.
        purpose: the extended key usage that its authorities have to allow.
        policy: the certificate policy that its authorities have to carry; empty for any. A root carries none.
    """

    at: datetime
    mark: str
    purpose: str
    policy: str = ""


def find_path(
    certificate: x509.Certificate,
    others: Iterable[x509.Certificate],
    roots: Iterable[x509.Certificate],
    terms: Terms,
) -> tuple[x509.Certificate, ...]:
    """The path, the certificate first and the root last.

    Raises:
        NoPath: there is none, or it takes more work than is done for one.
    """
    trusted = list(dict.fromkeys(roots))
    pool = list(dict.fromkeys([*trusted, *others]))
    if problem := time_problem(certificate, terms.at):
        any_path = _search(certificate, pool, trusted, lambda _issuer, _below: "")
        raise NoPath(problem, certificate) if any_path else NoPath("leads to no trusted root")
    path = _search(certificate, pool, trusted, lambda issuer, below: issuer_problem(issuer, below, trusted, terms))
    if path is not None:
        return path
    # No valid path. Search once more without conditions, only to say which certificate of that path is the problem.
    any_path = _search(certificate, pool, trusted, lambda _issuer, _below: "")
    for below, issuer in enumerate((any_path or ())[1:]):
        if problem := issuer_problem(issuer, below, trusted, terms):
            raise NoPath(problem, issuer)
    raise NoPath("leads to no trusted root")


def issuer_problem(issuer: x509.Certificate, below: int, roots: Collection[x509.Certificate], terms: Terms) -> str:
    """Why a certificate cannot be an issuer in a path with so many authorities below it, or empty."""
    is_root = issuer in roots
    if problem := time_problem(issuer, terms.at) or authority_problem(issuer, terms.mark, is_root=is_root):
        return problem
    allowed = path_length(issuer)
    if allowed is not None and below > allowed:
        return f"allows {allowed} authorities below it, and there are {below}"
    if not allows_purpose(issuer, terms.purpose):
        return "may not issue certificates for this purpose (extended key usage)"
    if terms.policy and not is_root and not allows_policy(issuer, terms.policy):
        return f"may not issue for this role (certificate policy {terms.policy})"
    return ""


def _search(
    certificate: x509.Certificate,
    pool: list[x509.Certificate],
    roots: list[x509.Certificate],
    problem: Callable[[x509.Certificate, int], str],
) -> tuple[x509.Certificate, ...] | None:
    reached: list[tuple[x509.Certificate, ...]] = [(certificate,)]
    seen, checks = {certificate}, 0
    while reached:
        path = reached.pop(0)
        candidates = [other for other in pool if _may_have_issued(other, path[-1])]
        if len(candidates) > MOST_CANDIDATES:
            raise NoPath(
                f"has more than {MOST_CANDIDATES} certificates that may have issued {name_of(path[-1])}, "
                "which is the limit for one"
            )
        for issuer in candidates:
            if issuer in seen or problem(issuer, len(path) - 1):
                continue
            checks += 1
            if checks > MOST_CHECKS:
                raise NoPath(f"needs more than {MOST_CHECKS} signatures to be checked, which is the limit for one")
            if not _issued_by(path[-1], issuer):
                continue
            if issuer in roots:
                return (*path, issuer)
            seen.add(issuer)
            if len(path) + 1 < LONGEST:
                reached.append((*path, issuer))
    return None


def _may_have_issued(issuer: x509.Certificate, certificate: x509.Certificate) -> bool:
    """The name is the issuer's, and the key identifiers do not differ."""
    if issuer.subject != certificate.issuer:
        return False
    wanted, own = _key_identifiers(certificate)[1], _key_identifiers(issuer)[0]
    return wanted is None or own is None or wanted == own


@lru_cache(maxsize=512)
def _key_identifiers(certificate: x509.Certificate) -> tuple[bytes | None, bytes | None]:
    """That of its own key, and that of its issuer's; None for one that it does not have."""
    own = issuers = None
    try:
        for extension in certificate.extensions:
            if extension.oid == ExtensionOID.SUBJECT_KEY_IDENTIFIER:
                own = extension.value.digest
            elif extension.oid == ExtensionOID.AUTHORITY_KEY_IDENTIFIER:
                issuers = extension.value.key_identifier
    except (ValueError, x509.DuplicateExtension):
        pass
    return own, issuers


_issued_by = lru_cache(maxsize=1024)(issued_by)
