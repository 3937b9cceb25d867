"""When a document was sealed, as far as that is proven, and its level (PAdES B-B, B-T, B-LT, B-LTA).

A time stamp of the signature proves that the seal was there at its time, if the stamp itself is good: at the time of
the document time stamp that covers it, or else at the verifier's time. So each stamp hands its proof to the one before
it. Without any, nothing is proven, and the seal has to be good at the verifier's time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from asn1crypto import cms, tsp
from asn1crypto import x509 as asn1
from cryptography import x509
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter

from certkit.sealing.certificates import CLOCKS, der
from certkit.sealing.trust import Trust
from certkit.verification.chains import Chain, build, shown
from certkit.verification.embedded import EmbeddedSignature
from certkit.verification.failure import Failed
from certkit.verification.signature import (
    Seal,
    check_companions,
    check_signed_data,
    read_container,
)
from certkit.verification.structure import Parts


class Times(NamedTuple):
    """What is known of the time of a seal.

    Attributes:
        sealed_at: the signature existed then; the verifier's time if nothing is proven.
        proven: by a time stamp.
        level: that the document reaches.
        stampers: the path of each time stamper, valid at the time up to which its stamp is relied on.
        certificates: all that the document carries.
        crls: the revocation lists in the document.
    """

    sealed_at: datetime
    proven: bool
    level: str
    stampers: tuple[Chain, ...]
    certificates: tuple[asn1.Certificate, ...]
    crls: tuple[x509.CertificateRevocationList, ...]


def read_times(parts: Parts, seal: Seal, trust: Trust, at: datetime) -> tuple[Times, str]:
    """Check every time stamp, from the last to the first.

    Raises:
        Failed: one of them is not good, or they contradict each other.
    """
    certificates, crls = _kept(parts)
    pool = (*certificates, *seal.others, *(asn1.Certificate.load(der(one)) for one in trust.intermediates))
    roots = (*trust.roots, *trust.time_stamp_roots)
    relied_until = at + CLOCKS  # the clock of whoever verifies may be behind that of an authority
    stampers: list[Chain] = []
    for number in range(len(parts.stamps), 0, -1):
        what = f"document time stamp {number}" if len(parts.stamps) > 1 else "the document time stamp"
        signature = check_document_stamp(parts.stamps[number - 1], what)
        relied_until = _rely(signature, pool, roots, relied_until, at, what, stampers)
    tokens = list(extract_tst_data_iter(seal.signer_info, signed=False))
    if len(tokens) > 1:
        raise Failed("the seal has several time stamps")
    proven = bool(tokens or parts.stamps)
    for token in tokens:
        stamp = _check_token(token, seal.signer_info["signature"].native, "the time stamp")
        relied_until = _rely(stamp, pool, roots, relied_until, at, "the time stamp", stampers)
    level = _level(parts, bool(tokens), crls)
    sealed_at = min(relied_until, at)
    times = Times(sealed_at, proven, level, tuple(stampers), pool, crls)
    return (
        times,
        f"{level}, sealed {'by' if proven else 'at an unproven time; it has to hold at'} {shown(sealed_at)}",
    )


class Stamp(NamedTuple):
    """A time stamp token that is intact."""

    seal: Seal
    time: datetime


def _rely(
    stamp: Stamp,
    pool: Iterable[asn1.Certificate],
    roots: tuple[x509.Certificate, ...],
    until: datetime,
    at: datetime,
    what: str,
    stampers: list[Chain],
) -> datetime:
    """The stamp's time, once its stamper is known to be good at the time until which it is relied on."""
    if stamp.time > until:
        raise Failed(
            f"{what} is of {shown(stamp.time)}, later than what has to come after it ({shown(min(until, at))})"
        )
    usage = stamp.seal.certificate.extended_key_usage_value
    critical = "extended_key_usage" in stamp.seal.certificate.critical_extensions
    if usage is None or usage.native != ["time_stamping"] or not critical:
        raise Failed(f"{what} was not made by a time stamper")
    chain = build(stamp.seal.certificate, [*pool, *stamp.seal.others], roots, min(until, at), what)
    check_companions(stamp.seal, chain, what)
    stampers.append(chain)
    return stamp.time


def check_document_stamp(embedded: EmbeddedSignature, what: str) -> Stamp:
    """A document time stamp is intact."""
    return _check_token(read_container(embedded, what), embedded, what)


def _check_token(token: cms.SignedData, stamped: bytes | EmbeddedSignature, what: str) -> Stamp:
    """A token is intact and stamps these bytes."""
    content = token["encap_content_info"]
    if content["content_type"].native != "tst_info":
        raise Failed(f"{what} is no time stamp")
    information = content["content"].parsed
    if not isinstance(information, tsp.TSTInfo):
        raise Failed(f"{what} is no time stamp")
    seal = check_signed_data(token, None, "tst_info", what)
    imprint = information["message_imprint"]
    algorithm = imprint["hash_algorithm"]["algorithm"].native
    if algorithm not in ("sha256", "sha384", "sha512"):
        raise Failed(f"{what} uses {algorithm}, which is not accepted")
    expected = hashlib.new(algorithm, stamped).digest() if isinstance(stamped, bytes) else stamped.digest(algorithm)
    if imprint["hashed_message"].native != expected:
        raise Failed(f"{what} is of something else")
    time = information["gen_time"].native
    if not isinstance(time, datetime) or time.tzinfo is None:
        raise Failed(f"{what} has no time")
    return Stamp(seal, time)


def _kept(parts: Parts) -> tuple[tuple[asn1.Certificate, ...], tuple[x509.CertificateRevocationList, ...]]:
    """The certificates and revocation lists in the document security store."""
    certificates = tuple(asn1.Certificate.load(entry, strict=True) for entry in parts.certificates)
    return certificates, tuple(x509.load_der_x509_crl(entry) for entry in parts.crls)


def _level(parts: Parts, stamped: bool, crls: tuple[x509.CertificateRevocationList, ...]) -> str:
    if not stamped:
        return "B-B"
    if not crls:
        return "B-T"
    return "B-LTA" if parts.stamps else "B-LT"
