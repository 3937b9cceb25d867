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
    crls = [*trust.crls, *times.crls]
    notes: dict[str, None] = {}
    oldest = at
    for relied_on in (chain, *times.stampers):
        for certificate, issuer in zip(relied_on.path, relied_on.path[1:], strict=False):
            lists = lists_of(issuer, crls)
            if fetch is not None and not any(crl.is_current(at) for crl in lists):
                crls += fetched_lists(certificate, fetch)
                lists = lists_of(issuer, crls)
            _check_unused(certificate, issuer, lists)
            dates = (crl.revoked_on(certificate) for crl in lists)
            revoked = min((date for date in dates if date is not None), default=None)
            # Revoked after the proven time: the signature was made before, and stays good. Without a proof it fails.
            if revoked is not None and (revoked <= relied_on.moment or not times.proven or relied_on.moment >= at):
                raise Failed("revocation.revoked", name=name_of(certificate), moment=shown(revoked))
            oldest = min(oldest, _current(certificate, issuer, lists, at).since)
            _covering(certificate, lists, relied_on.moment, at)
            notes |= dict.fromkeys(unused(issuer, lists))
            if revoked is not None:
                notes[sentence("revocation.later", name=name_of(certificate), moment=shown(revoked))] = None
    return True, sentence("revocation.passed", moment=shown(oldest), notes=_notes(notes))


def _notes(notes: Iterable[str]) -> str:
    """More to say, at the end of a sentence."""
    return "".join(f"; {note}" for note in notes)


def _check_unused(certificate: x509.Certificate, issuer: x509.Certificate, lists: list[List]) -> None:
    """No list that does not count names the certificate."""
    for crl in lists:
        if crl.problem and (revoked := crl.revoked_on(certificate)) is not None:
            raise Failed(
                "revocation.revoked-unusable",
                name=name_of(certificate),
                moment=shown(revoked),
                issuer=name_of(issuer),
                problem=crl.problem,
            )


def _current(certificate: x509.Certificate, issuer: x509.Certificate, lists: list[List], at: datetime) -> List:
    current = [crl for crl in lists if crl.is_current(at)]
    if current:
        return max(current, key=lambda crl: crl.since)
    until = max((crl.until for crl in lists if not crl.problem and crl.until is not None), default=None)
    newest = [sentence("revocation.newest", moment=shown(until))] if until is not None else []
    notes = _notes([*newest, *unused(issuer, lists)])
    raise NotChecked(
        "revocation.no-current", issuer=name_of(issuer), moment=shown(at), name=name_of(certificate), notes=notes
    )


def _covering(certificate: x509.Certificate, lists: list[List], moment: datetime, at: datetime) -> None:
    """Of a certificate that has expired since, some list is from before it did and from after it was relied on."""
    end = certificate.not_valid_after_utc
    if at > end and not any(crl.shows(moment, certificate) for crl in lists):
        raise NotChecked("revocation.expired", name=name_of(certificate), end=shown(end), moment=shown(moment))
