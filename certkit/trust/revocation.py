"""Revocation lists (CRL, RFC 5280, 5): which count, what they say of a certificate, and where they are had from.

A list counts as complete only if everything in it is understood. One that does not count may still name a certificate:
nobody passes over that in silence. Signing and verification both ask here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import pairwise
from typing import NamedTuple

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import CRLEntryExtensionOID, ExtensionOID

from certkit.errors import CertkitError
from certkit.trust.certificates import CLOCKS, name_of, self_signed
from certkit.trust.network import Fetch
from certkit.trust.purposes import may_sign_lists
from certkit.trust.store import read_crls

RevocationList = x509.CertificateRevocationList
_MAY_BE_CRITICAL = frozenset({ExtensionOID.AUTHORITY_KEY_IDENTIFIER, ExtensionOID.CRL_NUMBER})
_UNDERSTOOD = frozenset(
    {
        *_MAY_BE_CRITICAL,
        ExtensionOID.FRESHEST_CRL,
        ExtensionOID.ISSUER_ALTERNATIVE_NAME,
        ExtensionOID.AUTHORITY_INFORMATION_ACCESS,
        x509.ObjectIdentifier("2.5.29.60"),  # expiredCertsOnCRL: it also names what has expired
        x509.ObjectIdentifier("1.3.6.1.4.1.311.21.1"),  # Microsoft: which key of the authority
        x509.ObjectIdentifier("1.3.6.1.4.1.311.21.4"),  # Microsoft: when the next one comes
    }
)
"""Extensions of a list that do not narrow what it covers. Any other makes it one that does not count."""
_PARTIAL = {
    ExtensionOID.DELTA_CRL_INDICATOR: "has only what changed (a delta list)",
    ExtensionOID.ISSUING_DISTRIBUTION_POINT: "covers only a part, or other authorities too (an issuing distribution "
    "point)",
}
_ACCEPTED_HASHES = frozenset({"sha256", "sha384", "sha512"})


class RevocationUnknown(CertkitError):
    """Nothing shows that a certificate was not revoked."""


class List(NamedTuple):
    """A revocation list whose signature is its issuer's.

    Attributes:
        until: when the next one comes; None if it does not say.
        problem: why it does not count as complete, as the end of a sentence; empty if it does.
    """

    crl: RevocationList
    since: datetime
    until: datetime | None
    problem: str

    def is_current(self, at: datetime) -> bool:
        """Whether it counts, and holds at a time. It may have been made a moment ago, by another clock."""
        return not self.problem and self.until is not None and self.since - CLOCKS <= at <= self.until

    def shows(self, at: datetime, certificate: x509.Certificate) -> bool:
        """Whether it counts and shows if a certificate was revoked at a time.

        Either it was current then, or it is later, from before the certificate expired: one that has expired may be
        missing from a list.
        """
        return self.is_current(at) or (not self.problem and at <= self.since <= certificate.not_valid_after_utc)

    def revoked_on(self, certificate: x509.Certificate) -> datetime | None:
        """Since when a certificate has been revoked; an invalidity date counts where it is earlier.

        What cannot be read is not read in anybody's favour: it revokes from the beginning of the list.
        """
        try:
            entry = self.crl.get_revoked_certificate_by_serial_number(certificate.serial_number)
        except ValueError:
            return self.since
        return None if entry is None else min([entry.revocation_date_utc, *_invalidity(entry)])


def lists_of(issuer: x509.Certificate, lists: Iterable[RevocationList]) -> list[List]:
    """The lists that an authority has signed, those too that do not count."""
    return [
        List(entry, entry.last_update_utc, entry.next_update_utc, _problem(entry, issuer))
        for entry in lists
        if _is_signed_by(entry, issuer)
    ]


def list_for(issuer: x509.Certificate, lists: Iterable[RevocationList], at: datetime) -> RevocationList | None:
    """The newest list of an authority that counts and holds at this time."""
    good = [entry for entry in lists_of(issuer, lists) if entry.is_current(at)]
    return max(good, key=lambda entry: entry.since).crl if good else None


def revoked_on(
    certificate: x509.Certificate, issuer: x509.Certificate, lists: Iterable[RevocationList]
) -> datetime | None:
    """Since when it has been revoked, by any list that its issuer has signed, be it old or one that does not count."""
    found = [entry.revoked_on(certificate) for entry in lists_of(issuer, lists)]
    return min((moment for moment in found if moment is not None), default=None)


def unused(issuer: x509.Certificate, lists: Iterable[List]) -> list[str]:
    """What is to be told of the lists that do not count."""
    problems = dict.fromkeys(entry.problem for entry in lists if entry.problem)
    return [f"a CRL of {name_of(issuer)} was not used: it {problem}" for problem in problems]


def list_addresses(certificate: x509.Certificate) -> list[str]:
    """Where a certificate says that its issuer's lists are."""
    try:
        points = certificate.extensions.get_extension_for_class(x509.CRLDistributionPoints).value
    except (x509.ExtensionNotFound, ValueError, x509.DuplicateExtension):
        return []
    names = [name for point in points for name in point.full_name or ()]
    return [name.value for name in names if isinstance(name, x509.UniformResourceIdentifier)]


def gather(
    chains: Iterable[Sequence[x509.Certificate]],
    lists: Sequence[RevocationList],
    at: datetime,
    fetch: Fetch | None,
) -> tuple[bytes, ...]:
    """The lists, DER, that show of every certificate but the roots whether it is revoked.

    Args:
        chains: each from a certificate up to its root.
        lists: those at hand.
        fetch: gets lists where none at hand will do; None stays offline.

    Raises:
        RevocationUnknown: of one nothing can be had; with what was tried.
    """
    embedded: dict[bytes, None] = {}
    known = list(lists)
    for chain in chains:
        for certificate, issuer in pairwise(chain):
            if self_signed(certificate):
                continue
            current = list_for(issuer, known, at)
            if current is None and fetch is not None:
                known += fetched_lists(certificate, fetch)
                current = list_for(issuer, known, at)
            if current is None:
                raise _unknown(certificate, issuer, known, fetch)
            embedded[current.public_bytes(Encoding.DER)] = None
    return tuple(embedded)


def _problem(entry: RevocationList, issuer: x509.Certificate) -> str:
    """Why a list does not count as complete, or empty."""
    if not may_sign_lists(issuer):
        return "is signed by an authority that may not sign lists (key usage)"
    try:
        algorithm = entry.signature_hash_algorithm
        if algorithm is not None and algorithm.name not in _ACCEPTED_HASHES:
            return f"is signed with {algorithm.name}"
        if entry.next_update_utc is None:
            return "does not say until when it holds (nextUpdate)"
        for extension in entry.extensions:
            if extension.oid in _PARTIAL:
                return _PARTIAL[extension.oid]
            if extension.oid not in _UNDERSTOOD or (extension.critical and extension.oid not in _MAY_BE_CRITICAL):
                return f"has an extension that is not known ({extension.oid.dotted_string})"
    except (ValueError, UnsupportedAlgorithm, x509.DuplicateExtension):
        return "cannot be read"
    return ""


def _is_signed_by(entry: RevocationList, issuer: x509.Certificate) -> bool:
    if entry.issuer != issuer.subject:
        return False
    try:
        return entry.is_signature_valid(issuer.public_key())  # type: ignore[arg-type]  # it raises for another kind
    except Exception:  # an unknown kind of key or algorithm: nothing shows that it is signed
        return False


def _invalidity(entry: x509.RevokedCertificate) -> Iterator[datetime]:
    try:
        value = entry.extensions.get_extension_for_oid(CRLEntryExtensionOID.INVALIDITY_DATE).value
    except (x509.ExtensionNotFound, ValueError, x509.DuplicateExtension):
        return
    if isinstance(value, x509.InvalidityDate):
        yield value.invalidity_date_utc


def fetched_lists(certificate: x509.Certificate, fetch: Fetch) -> list[RevocationList]:
    """The lists at the certificate's distribution points; those that cannot be fetched or read are left out."""
    lists = []
    for url in list_addresses(certificate):
        try:
            lists += read_crls(fetch(url), url)
        except CertkitError:
            continue
    return lists


def _unknown(
    certificate: x509.Certificate, issuer: x509.Certificate, lists: Sequence[RevocationList], fetch: Fetch | None
) -> RevocationUnknown:
    signed = lists_of(issuer, lists)
    old = [entry for entry in signed if not entry.problem]
    if old:
        newest = max(old, key=lambda entry: entry.since)
        why = f"the newest CRL of {name_of(issuer)} was current until {newest.until:%Y-%m-%d %H:%M} UTC"
    else:
        why = f"there is no CRL of {name_of(issuer)}"
    more = "".join(f"; {problem}" for problem in unused(issuer, signed))
    urls = list_addresses(certificate)
    tried = f"; {', '.join(urls)} gave none" if urls and fetch is not None else ""
    return RevocationUnknown(
        f"it is unknown whether the certificate of {name_of(certificate)} is revoked: {why}{more}{tried}",
        hint="put a current CRL into crls/ of the folder that --trust names",
    )
