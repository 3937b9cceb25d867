"""The proven time of a signature, and its level (PAdES B-B, B-T, B-LT, B-LTA).

A time stamp proves that the signature existed at its time, if the stamp itself is good: at the time of the document
time stamp that covers it, or else at the verifier's time. So each stamp hands its proof to the one before it. Without
any, nothing is proven, and the signature has to be good at the verifier's time.

The level is what was proven: validation data counts if a path of this document needs it and it shows what it has to.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from cryptography import x509

from certkit.text.sentence import Sentence
from certkit.trust.certificates import CLOCKS, der, is_rehearsal, valid_at
from certkit.trust.paths import Terms
from certkit.trust.purposes import stamper_problem
from certkit.trust.revocation import lists_of
from certkit.trust.roles import Policy
from certkit.trust.store import Trust
from certkit.verification.algorithms import digest_of
from certkit.verification.chains import Chain, build, is_of_rehearsal, shown, signer_chain
from certkit.verification.der import MISSING, Malformed, Value, number, only, read, take
from certkit.verification.incremental_updates import EmbeddedSignature
from certkit.verification.model import sentence
from certkit.verification.signature import (
    Signature,
    certificate_parts,
    check_companions,
    check_signed_data,
    load_certificate,
    read_container,
    time_of,
)
from certkit.verification.steps import Failed
from certkit.verification.structure import Parts

TIME_STAMPING = "1.3.6.1.5.5.7.3.8"
LEAST_ACCURATE = timedelta(minutes=1)
"""How far the time in a time stamp may be from the true one."""
MOST_KEPT = 32
"""Certificates, and revocation lists, that a document carries as validation data."""
_LONGEST_NUMBER = 32
"""Bytes of a time stamp's serial number or nonce."""


class Times(NamedTuple):
    """What is known of the time of a signature.

    Attributes:
        signed_at: the signature existed then; the verifier's time if nothing is proven.
        proven: by a time stamp.
        level: that the document reaches.
        stampers: the path of each time stamper, valid at the time up to which its stamp is relied on.
        certificates: all that may be on the way to a root.
        crls: the revocation lists in the document.
    """

    signed_at: datetime
    proven: bool
    level: str
    stampers: tuple[Chain, ...]
    certificates: tuple[x509.Certificate, ...]
    crls: tuple[x509.CertificateRevocationList, ...]


class Stamp(NamedTuple):
    """A time stamp token that is intact.

    Attributes:
        nonce: what the request had, or None.
    """

    signature: Signature
    time: datetime
    nonce: int | None


class _Kept(NamedTuple):
    """The validation data in a document."""

    certificates: tuple[x509.Certificate, ...]
    crls: tuple[x509.CertificateRevocationList, ...]


def read_times(
    parts: Parts, signature: Signature, trust: Trust, policy: Policy, at: datetime
) -> tuple[Times, Sentence]:
    """Check every time stamp, from the last to the first.

    Raises:
        Failed: one of them is not good, they contradict each other, or the document carries what it does not need.
    """
    kept = _kept(parts)
    pool = (*kept.certificates, *signature.others, *trust.intermediates)
    roots = (*trust.roots, *trust.time_stamp_roots)
    relied_until = at
    stampers: list[Chain] = []
    tokens: list[Signature] = []
    stamped_at: list[datetime] = []

    def rely(stamp: Stamp, what: str) -> datetime:
        """The earlier of the stamp's time and the one it is relied on until, once its stamper is known to be good then.

        What comes after the last stamp is the verifier's time, by another clock.
        """
        after = stamped_at[-1] if stamped_at else relied_until
        if stamp.time > (after if stamped_at else after + CLOCKS):
            raise Failed("time.order", what=what, moment=shown(stamp.time), after=shown(after))
        chain = _stamper(stamp, [*pool, *stamp.signature.others], roots, relied_until, policy, what)
        if is_of_rehearsal(chain, policy) and not is_rehearsal(signature.certificate, policy):
            raise Failed("time.rehearsal", what=what)
        stampers.append(chain)
        tokens.append(stamp.signature)
        stamped_at.append(stamp.time)
        return min(stamp.time, relied_until)

    # From the outermost stamp inwards: each is relied on until the time of the stamp around it, which proves it from
    # then on. So an algorithm or a certificate that is broken today does not matter for what was stamped before.
    for place in range(len(parts.stamps), 0, -1):
        what = f"document time stamp {place}" if len(parts.stamps) > 1 else "the document time stamp"
        relied_until = rely(check_document_stamp(parts.stamps[place - 1], what), what)
    proven = bool(signature.stamps or parts.stamps)
    for token in signature.stamps:
        what = "the time stamp"
        relied_until = rely(read_token(token, lambda name: hashlib.new(name, signature.value).digest(), what), what)
    try:
        signer = [signer_chain(signature.certificate, pool, trust.roots, relied_until, policy)]
    except Failed:
        signer = []  # the next step says why
    else:
        _check_needed(kept, [*signer, *stampers])
    carried = {*kept.certificates, signature.certificate, *signature.others}
    for one in tokens:
        carried |= {one.certificate, *one.others}
    # The level is what the document carries and proves, not what its signer claimed: anybody can cut revisions off.
    level = "B-T" if signature.stamps else "B-B"
    of_signature = [*signer, *stampers[len(parts.stamps) :]]
    if signature.stamps and signer and all(_is_shown(one, carried, kept, relied_until) for one in of_signature):
        level = "B-LTA" if parts.stamps else "B-LT"
    times = Times(relied_until, proven, level, tuple(stampers), pool, kept.crls)
    key = "time.proven" if proven else "time.unproven"
    return times, sentence(key, level=level, moment=shown(relied_until))


def _kept(parts: Parts) -> _Kept:
    """The certificates and revocation lists in the document security store.

    Raises:
        Failed: one cannot be read, or there are too many.
    """
    if max(len(parts.certificates), len(parts.crls)) > MOST_KEPT:
        raise Failed("time.many-kept", most=MOST_KEPT)
    try:
        lists = tuple(x509.load_der_x509_crl(entry) for entry in parts.crls)
    except ValueError:
        raise Failed("time.unreadable-crl") from None
    return _Kept(tuple(load_certificate(entry, "the document") for entry in parts.certificates), lists)


def _is_shown(chain: Chain, carried: set[x509.Certificate], kept: _Kept, signed_at: datetime) -> bool:
    """The document carries the path, and lists that show that nothing of it was revoked when it was signed."""
    return all(
        certificate in carried and any(crl.shows(signed_at, certificate) for crl in lists_of(issuer, kept.crls))
        for certificate, issuer in zip(chain.path, chain.path[1:], strict=False)
    )


def _check_needed(kept: _Kept, chains: list[Chain]) -> None:
    """All validation data belongs to a path of this document.

    Raises:
        Failed: something is a stranger's.
    """
    certificates = {certificate for chain in chains for certificate in chain.path}
    if any(certificate not in certificates for certificate in kept.certificates):
        raise Failed("time.foreign-certificate")
    issuers = {issuer for chain in chains for issuer in chain.path[1:]}
    for crl in kept.crls:
        if not any(lists_of(issuer, [crl]) for issuer in issuers):
            raise Failed("time.foreign-crl")


def _stamper(
    stamp: Stamp,
    others: Iterable[x509.Certificate],
    roots: tuple[x509.Certificate, ...],
    until: datetime,
    policy: Policy,
    what: str,
) -> Chain:
    certificate = stamp.signature.certificate
    if problem := stamper_problem(certificate, policy.rehearsal_oid):
        raise Failed("time.not-authority", what=what, problem=problem)
    chain = build(certificate, others, roots, Terms(until, policy.rehearsal_oid, TIME_STAMPING), what)
    check_companions(stamp.signature, chain, what)
    if not valid_at(certificate, stamp.time):
        raise Failed("time.authority-not-valid", what=what, moment=shown(stamp.time))
    return chain


def check_document_stamp(embedded: EmbeddedSignature, what: str) -> Stamp:
    """A document time stamp is intact."""
    return read_token(read_container(embedded, what), embedded.digest, what)


def read_token(token: Value, digest: Callable[[str], bytes], what: str) -> Stamp:
    """A time stamp token is intact and stamps this.

    Args:
        digest: of what it has to stamp, by the name of the algorithm.

    Raises:
        Failed: it does not, or says something that is not understood.
    """
    signature = check_signed_data(token, None, what)
    try:
        return _information(read(signature.content), signature, digest, what)
    except Malformed as error:
        raise Failed("signature.form", what=what, problem=str(error)) from None


def _information(value: Value, signature: Signature, digest: Callable[[str], bytes], what: str) -> Stamp:
    """What a time stamp says (RFC 3161, 2.4.2)."""
    members = take(value, "02 06 30 02 18 30? 01? 02? a0?")
    version, _, imprint, serial, time, accuracy, ordering, nonce, authority = members
    if value.tag != 0x30 or number(version) != 1 or (ordering is not MISSING and ordering.content != b"\xff"):
        raise Malformed("its information is of another version")
    if any(len(part.content) > _LONGEST_NUMBER for part in (serial, nonce)):
        raise Malformed("a number in it is too long")
    algorithm, stamped = take(imprint, "30 04")
    name = digest_of(algorithm.whole)
    if name is None:
        raise Failed("time.digest", what=what)
    if stamped.content != digest(name):
        raise Failed("time.other-data", what=what)
    if accuracy is not MISSING and _accuracy(accuracy) > LEAST_ACCURATE:
        raise Failed("time.accuracy", what=what)
    if authority is not MISSING:
        subject = certificate_parts(read(der(signature.certificate))).subject
        if only(only(authority, 0xA4), 0x30).whole != subject:
            raise Failed("time.other-authority", what=what)
    moment = time_of(time)
    if signature.signing_time is not None and abs(signature.signing_time - moment) > LEAST_ACCURATE:
        raise Failed("time.other-time", what=what)
    return Stamp(signature, moment, None if nonce is MISSING else number(nonce))


def _accuracy(value: Value) -> timedelta:
    seconds, milliseconds, microseconds = (int.from_bytes(part.content, "big") for part in take(value, "02? 80? 81?"))
    if not value.inner or seconds > 10**9 or max(milliseconds, microseconds) > 999:
        raise Malformed("its accuracy is none")
    return timedelta(seconds=seconds, milliseconds=milliseconds, microseconds=microseconds)
