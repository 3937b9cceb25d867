"""Evidence that certificates were not revoked: lists that are at hand, or else what their services answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import pairwise
from typing import NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID

from certkit.errors import CertkitError
from certkit.sealing.certificates import CLOCKS, name_of, self_signed
from certkit.sealing.network import Fetch

RevocationList = x509.CertificateRevocationList


class RevocationUnknown(CertkitError):
    """Nothing shows that a certificate was not revoked."""


class Evidence(NamedTuple):
    """DER, to be embedded."""

    crls: tuple[bytes, ...]
    ocsps: tuple[bytes, ...]


def gather(
    chains: Iterable[Sequence[x509.Certificate]],
    lists: Sequence[RevocationList],
    at: datetime,
    fetch: Fetch | None,
) -> Evidence:
    """What shows of every certificate but the roots whether it is revoked.

    Args:
        chains: each from a certificate up to its root.
        lists: those at hand.
        fetch: gets lists where none at hand will do, and asks OCSP services where there is none; None stays offline.
            A list is better: it also shows, years later, what ``certkit verify`` reads.

    Raises:
        RevocationUnknown: of one nothing can be had; with what was tried.
    """
    crls: dict[bytes, None] = {}
    ocsps: dict[bytes, None] = {}
    known = list(lists)
    for chain in chains:
        for certificate, issuer in pairwise(chain):
            if self_signed(certificate):
                continue
            found = list_for(issuer, known, at)
            if found is None and fetch is not None:
                known += _fetched(certificate, fetch)
                found = list_for(issuer, known, at)
                answer = _asked(certificate, issuer, at, fetch) if found is None else None
                if answer is not None:
                    ocsps[answer] = None
                    continue
            if found is None:
                raise _unknown(certificate, issuer, known, fetch)
            crls[found.public_bytes(Encoding.DER)] = None
    return Evidence(tuple(crls), tuple(ocsps))


def list_for(issuer: x509.Certificate, lists: Iterable[RevocationList], at: datetime) -> RevocationList | None:
    """The newest list that this authority has signed and that holds at this time."""
    good = [
        entry
        for entry in lists
        if _signed_by(entry, issuer)
        and _is_whole(entry)
        and entry.last_update_utc <= at + CLOCKS  # it can be made while the document is signed, by another clock
        and entry.next_update_utc is not None
        and at <= entry.next_update_utc
    ]
    return max(good, key=lambda entry: entry.last_update_utc, default=None)


def revoked_on(
    certificate: x509.Certificate, issuer: x509.Certificate, lists: Iterable[RevocationList]
) -> datetime | None:
    """Since when it has been revoked, by any list that its issuer has signed, be it old."""
    for entry in lists:
        if _signed_by(entry, issuer):
            found = entry.get_revoked_certificate_by_serial_number(certificate.serial_number)
            if found is not None:
                return found.revocation_date_utc
    return None


def _is_whole(entry: RevocationList) -> bool:
    """It is no delta, no partial and no indirect list: what it doesn't name is not revoked."""
    try:
        return not any(extension.critical for extension in entry.extensions)
    except ValueError:
        return False


def _signed_by(entry: RevocationList, issuer: x509.Certificate) -> bool:
    if entry.issuer != issuer.subject:
        return False
    try:
        return entry.is_signature_valid(issuer.public_key())  # type: ignore[arg-type]  # it raises for another kind
    except Exception:  # a kind of key or an algorithm that is not known: not signed, as far as can be seen
        return False


def _asked(certificate: x509.Certificate, issuer: x509.Certificate, at: datetime, fetch: Fetch) -> bytes | None:
    """What the certificate's OCSP service answers, if it has one that gives an answer about it."""
    for url in _ocsp_urls(certificate):
        request = ocsp.OCSPRequestBuilder().add_certificate(certificate, issuer, hashes.SHA256()).build()
        try:
            answer = fetch(url, request.public_bytes(Encoding.DER), "application/ocsp-request")
            response = ocsp.load_der_ocsp_response(answer)
        except (CertkitError, ValueError):
            continue
        if response.response_status is not ocsp.OCSPResponseStatus.SUCCESSFUL:
            continue
        until = response.next_update_utc
        if response.serial_number == certificate.serial_number and (until is None or at <= until):
            return answer
    return None


def _fetched(certificate: x509.Certificate, fetch: Fetch) -> list[RevocationList]:
    """The lists at the certificate's distribution points, as far as they can be had."""
    from certkit.sealing.trust import read_crls

    found = []
    for url in _list_urls(certificate):
        try:
            found += read_crls(fetch(url, None, ""), url)
        except CertkitError:
            continue
    return found


def _ocsp_urls(certificate: x509.Certificate) -> list[str]:
    try:
        access = certificate.extensions.get_extension_for_class(x509.AuthorityInformationAccess).value
    except (x509.ExtensionNotFound, ValueError):
        return []
    return [
        entry.access_location.value
        for entry in access
        if entry.access_method == AuthorityInformationAccessOID.OCSP
        and isinstance(entry.access_location, x509.UniformResourceIdentifier)
    ]


def _list_urls(certificate: x509.Certificate) -> list[str]:
    try:
        points = certificate.extensions.get_extension_for_class(x509.CRLDistributionPoints).value
    except (x509.ExtensionNotFound, ValueError):
        return []
    names = [name for point in points for name in point.full_name or ()]
    return [name.value for name in names if isinstance(name, x509.UniformResourceIdentifier)]


def _unknown(
    certificate: x509.Certificate, issuer: x509.Certificate, lists: Sequence[RevocationList], fetch: Fetch | None
) -> RevocationUnknown:
    old = [entry for entry in lists if _signed_by(entry, issuer)]
    if old:
        newest = max(old, key=lambda entry: entry.last_update_utc)
        until = f"{newest.next_update_utc:%Y-%m-%d %H:%M} UTC" if newest.next_update_utc else "an unknown time"
        why = f"the newest revocation list of {name_of(issuer)} held until {until}"
    else:
        why = f"there is no revocation list of {name_of(issuer)}"
    urls = [*_ocsp_urls(certificate), *_list_urls(certificate)]
    tried = f"; {', '.join(urls)} gave none" if urls and fetch is not None else ""
    return RevocationUnknown(
        f"nothing shows that the certificate of {name_of(certificate)} is not revoked: {why}{tried}",
        hint="put a current list into crls/ of the folder that --trust names",
    )
