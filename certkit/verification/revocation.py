"""Whether a certificate was revoked, by lists that are current.

For every certificate of every path a list of its issuer is needed that is current at the verifier's time. What a list
says counts by date: a certificate revoked after the time up to which it is relied on was still good then, if that time
is proven; revoked at that time or before, it never was. A certificate that has expired since may be missing from
current lists, so of it a list is needed besides that covers the time up to which it is relied on.

A list that does not count (:mod:`certkit.trust.revocation`) is told. If it names a certificate of a path, that
certificate counts as revoked, whatever the date: what is not understood is not read in anybody's favour.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from cryptography import x509

from certkit.text.sentence import Sentence
from certkit.trust.certificates import name_of
from certkit.trust.network import Fetch
from certkit.trust.revocation import List, fetched_lists, lists_of, unused
from certkit.trust.store import Trust
from certkit.verification.chains import Chain, shown
from certkit.verification.model import sentence
from certkit.verification.steps import Failed, NotChecked
from certkit.verification.times import Times


def check_revocation(
    chain: Chain, times: Times, trust: Trust, at: datetime, fetch: Fetch | None
) -> tuple[bool, Sentence]:
    """No certificate of the signer or of a time stamper was revoked before the time up to which it is relied on.

    Args:
        fetch: gets a list from its address; None to stay offline.

    Raises:
        Failed: one was revoked.
        NotChecked: a list is missing or too old.
    """
    known = [*trust.crls, *times.crls]
    later: dict[str, None] = {}
    oldest = at
    for one in (chain, *times.stampers):
        for certificate, issuer in zip(one.path, one.path[1:], strict=False):
            lists = lists_of(issuer, known)
            if fetch is not None and not any(found.is_current(at) for found in lists):
                known += fetched_lists(certificate, fetch)
                lists = lists_of(issuer, known)
            _check_unused(certificate, issuer, lists)
            dates = (found.revoked_on(certificate) for found in lists)
            revoked = min((date for date in dates if date is not None), default=None)
            if revoked is not None and (revoked <= one.moment or not times.proven or one.moment >= at):
                raise Failed("revocation.revoked", name=name_of(certificate), moment=shown(revoked))
            oldest = min(oldest, _current(certificate, issuer, lists, at).since)
            _covering(certificate, lists, one.moment, at)
            later |= dict.fromkeys(unused(issuer, lists))
            if revoked is not None:
                later[sentence("revocation.later", name=name_of(certificate), moment=shown(revoked))] = None
    return True, sentence("revocation.passed", moment=shown(oldest), notes=_notes(later))


def _notes(notes: Iterable[str]) -> str:
    """More to say, at the end of a sentence."""
    return "".join(f"; {note}" for note in notes)


def _check_unused(certificate: x509.Certificate, issuer: x509.Certificate, lists: list[List]) -> None:
    """No list that does not count names the certificate."""
    for found in lists:
        if found.problem and (revoked := found.revoked_on(certificate)) is not None:
            raise Failed(
                "revocation.revoked-unusable",
                name=name_of(certificate),
                moment=shown(revoked),
                issuer=name_of(issuer),
                problem=found.problem,
            )


def _current(certificate: x509.Certificate, issuer: x509.Certificate, lists: list[List], at: datetime) -> List:
    current = [found for found in lists if found.is_current(at)]
    if current:
        return max(current, key=lambda found: found.since)
    until = max((found.until for found in lists if not found.problem and found.until is not None), default=None)
    newest = [sentence("revocation.newest", moment=shown(until))] if until is not None else []
    notes = _notes([*newest, *unused(issuer, lists)])
    raise NotChecked(
        "revocation.no-current", issuer=name_of(issuer), moment=shown(at), name=name_of(certificate), notes=notes
    )


def _covering(certificate: x509.Certificate, lists: list[List], moment: datetime, at: datetime) -> None:
    """Of a certificate that has expired since, some list is from before it did and from after it was relied on."""
    end = certificate.not_valid_after_utc
    if at > end and not any(found.shows(moment, certificate) for found in lists):
        raise NotChecked("revocation.expired", name=name_of(certificate), end=shown(end), moment=shown(moment))
