"""Whether a certificate was revoked, by lists that are current.

For every certificate of every path a list of its issuer is needed that is current at the verifier's time. What a list
says counts by date: a certificate revoked after the time up to which it is relied on was still good then, if that time
is proven; revoked at that time or before, it never was. A certificate that has expired since may be missing from
current lists, so of it a list is needed besides that covers the time up to which it is relied on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from cryptography import x509
from cryptography.x509.oid import CRLEntryExtensionOID, ExtensionOID

from certkit.sealing.certificates import CLOCKS, name_of
from certkit.sealing.trust import Trust
from certkit.verification.chains import Chain, shown
from certkit.verification.failure import Failed, NotChecked
from certkit.verification.times import Times

Fetch = Callable[[str], bytes]
_UNDERSTOOD = frozenset({ExtensionOID.AUTHORITY_KEY_IDENTIFIER, ExtensionOID.CRL_NUMBER, ExtensionOID.FRESHEST_CRL})
"""Extensions of a list that do not narrow what it covers."""


class List(NamedTuple):
    """A revocation list whose signature is its issuer's."""

    crl: x509.CertificateRevocationList
    since: datetime
    until: datetime

    def is_current(self, at: datetime) -> bool:
        return self.since - CLOCKS <= at <= self.until


def check_revocation(chain: Chain, times: Times, trust: Trust, at: datetime, fetch: Fetch | None) -> tuple[bool, str]:
    """No certificate of the signer or of a time stamper was revoked before the time up to which it is relied on.

    Args:
        fetch: gets a list from its address; None to stay offline.

    Raises:
        Failed: one was revoked.
        NotChecked: a list is missing or too old.
    """
    known = [*trust.crls, *times.crls]
    later: list[str] = []
    oldest = at
    for one in (chain, *times.stampers):
        for certificate, issuer in zip(one.path, one.path[1:], strict=False):
            lists = list(_lists(issuer, known))
            if fetch is not None and not any(found.is_current(at) for found in lists):
                known += _fetched(certificate, fetch)
                lists = list(_lists(issuer, known))
            revoked = _revoked(certificate, lists)
            if revoked is not None and (revoked <= one.moment or not times.proven or one.moment >= at):
                raise Failed(f"the certificate of {name_of(certificate)} was revoked {shown(revoked)}")
            oldest = min(oldest, _current(certificate, issuer, lists, at).since)
            _covering(certificate, lists, one.moment, at)
            if revoked is not None:
                later.append(f"{name_of(certificate)} was revoked {shown(revoked)}, after it was relied on")
    return True, "; ".join([f"lists of {shown(oldest)} or later", *later])


def _current(certificate: x509.Certificate, issuer: x509.Certificate, lists: list[List], at: datetime) -> List:
    current = [found for found in lists if found.is_current(at)]
    if current:
        return max(current, key=lambda found: found.since)
    newest = max(lists, key=lambda found: found.until, default=None)
    old = f"; the newest one was current until {shown(newest.until)}" if newest else ""
    raise NotChecked(
        f"no revocation list of {name_of(issuer)} is current at {shown(at)}, so it is not known whether "
        f"{name_of(certificate)} was revoked{old}"
    )


def _covering(certificate: x509.Certificate, lists: list[List], moment: datetime, at: datetime) -> None:
    """Of a certificate that has expired since, some list is from before it did and from after it was relied on."""
    end = certificate.not_valid_after_utc
    if at <= end:
        return
    if not any(found.since <= moment <= found.until or moment <= found.since <= end for found in lists):
        raise NotChecked(
            f"{name_of(certificate)} expired {shown(end)}, and no revocation list from before that shows that it was "
            f"good at {shown(moment)}"
        )


def _revoked(certificate: x509.Certificate, lists: Iterable[List]) -> datetime | None:
    """The earliest time that any list gives; an invalidity date counts where it is earlier."""
    found: list[datetime] = []
    for one in lists:
        entry = one.crl.get_revoked_certificate_by_serial_number(certificate.serial_number)
        if entry is not None:
            found += [entry.revocation_date_utc, *_invalidity(entry)]
    return min(found, default=None)


def _invalidity(entry: x509.RevokedCertificate) -> Iterator[datetime]:
    try:
        value = entry.extensions.get_extension_for_oid(CRLEntryExtensionOID.INVALIDITY_DATE).value
    except x509.ExtensionNotFound:
        return
    if isinstance(value, x509.InvalidityDate):
        yield value.invalidity_date_utc


def _lists(issuer: x509.Certificate, known: Iterable[x509.CertificateRevocationList]) -> Iterator[List]:
    """The lists that an issuer has signed and that cover all its certificates."""
    for crl in known:
        if crl.issuer != issuer.subject or crl.next_update_utc is None or not _is_whole(crl):
            continue
        try:
            usage = issuer.extensions.get_extension_for_class(x509.KeyUsage).value
            signed = usage.crl_sign and crl.is_signature_valid(issuer.public_key())  # type: ignore[arg-type]
        except (x509.ExtensionNotFound, TypeError, ValueError):
            continue
        if signed:
            yield List(crl, crl.last_update_utc, crl.next_update_utc)


def _is_whole(crl: x509.CertificateRevocationList) -> bool:
    """It is no delta, no partial and no indirect list. One that cannot be read is none at all."""
    try:
        return all(extension.oid in _UNDERSTOOD or not extension.critical for extension in crl.extensions)
    except ValueError:
        return False


def _fetched(certificate: x509.Certificate, fetch: Fetch) -> list[x509.CertificateRevocationList]:
    try:
        points = certificate.extensions.get_extension_for_class(x509.CRLDistributionPoints).value
    except (x509.ExtensionNotFound, ValueError):
        return []
    found = []
    for point in points:
        for name in point.full_name or ():
            if isinstance(name, x509.UniformResourceIdentifier) and name.value.startswith(("http://", "https://")):
                try:
                    found.append(x509.load_der_x509_crl(fetch(name.value)))
                except (OSError, ValueError):
                    continue
    return found
