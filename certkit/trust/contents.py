"""A trust store as ``certkit trust list`` shows it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256

from certkit.formats.document import described
from certkit.trust.certificates import is_rehearsal, issuer_of, name_of, valid_at
from certkit.trust.roles import Policy
from certkit.trust.store import Trust

Purpose = Literal["documents", "time stamps", "intermediate"]


@described
@dataclass(frozen=True, slots=True, kw_only=True)
class TrustedCertificate:
    """A certificate of a trust store."""

    name: str
    issuer: str
    purpose: Purpose
    """``documents`` and ``time stamps`` are roots; an ``intermediate`` is trusted only below one of them."""
    rehearsal: bool
    """Documents under it are never official."""
    sha256: str
    valid_from: datetime
    valid_until: datetime
    valid: bool
    """Whether it is valid now."""


@described
@dataclass(frozen=True, slots=True, kw_only=True)
class RevocationList:
    """A CRL of a trust store."""

    issuer: str
    issued_at: datetime
    current_until: datetime | None
    """When the next CRL is due; null if the CRL does not say so."""
    current: bool
    """Whether it is current now."""


@described
@dataclass(frozen=True, slots=True, kw_only=True)
class TrustDocument:
    """What ``certkit trust list --format json`` writes."""

    version: Literal[1] = 1
    folder: str
    certificates: tuple[TrustedCertificate, ...]
    crls: tuple[RevocationList, ...]


def trust_document(trust: Trust, folder: str, policy: Policy, at: datetime) -> TrustDocument:
    """The trust store in this folder, as of this time."""
    return TrustDocument(
        folder=folder,
        certificates=tuple(
            TrustedCertificate(
                name=name_of(certificate),
                issuer=issuer_of(certificate),
                purpose=purpose,
                rehearsal=is_rehearsal(certificate, policy),
                sha256=certificate.fingerprint(SHA256()).hex(),
                valid_from=certificate.not_valid_before_utc,
                valid_until=certificate.not_valid_after_utc,
                valid=valid_at(certificate, at),
            )
            for purpose, certificate in _with_purposes(trust)
        ),
        crls=tuple(
            RevocationList(
                issuer=_text_of(crl.issuer),
                issued_at=crl.last_update_utc,
                current_until=crl.next_update_utc,
                current=crl.last_update_utc <= at and (crl.next_update_utc is None or at <= crl.next_update_utc),
            )
            for crl in trust.crls
        ),
    )


def trust_lines(document: TrustDocument) -> list[str]:
    """The trust store as lines of text; nothing in them is escaped yet."""
    if not document.certificates:
        return [
            f"{document.folder}: no root certificate, so nobody is trusted (certkit trust add --help)",
        ]
    lines = [document.folder]
    for certificate in document.certificates:
        role = {"documents": "root", "time stamps": "root for time stamps only", "intermediate": "intermediate"}
        marks = [role[certificate.purpose]]
        marks += ["REHEARSAL: documents under it are not official"] if certificate.rehearsal else []
        marks += [] if certificate.valid else ["NOT VALID NOW"]
        lines += [
            f"  {certificate.name}",
            f"    {', '.join(marks)}",
            f"    SHA-256 {certificate.sha256}",
            f"    valid {certificate.valid_from:%Y-%m-%d} to {certificate.valid_until:%Y-%m-%d}",
        ]
    for crl in document.crls:
        until = f"current until {crl.current_until:%Y-%m-%d %H:%M} UTC" if crl.current_until else "without an end"
        lines += [f"  CRL of {crl.issuer}", f"    {until if crl.current else f'NOT CURRENT: {until}'}"]
    return lines


def _with_purposes(trust: Trust) -> Iterator[tuple[Purpose, x509.Certificate]]:
    yield from (("documents", certificate) for certificate in trust.roots)
    yield from (("time stamps", certificate) for certificate in trust.time_stamp_roots)
    yield from (("intermediate", certificate) for certificate in trust.intermediates)


def _text_of(name: x509.Name) -> str:
    common = name.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    return str(common[0].value) if common else name.rfc4514_string()
