"""What a certificate is, in words and for programs, and whether a key that has it can sign now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256

from certkit.formats.document import described
from certkit.trust.certificates import (
    is_rehearsal,
    issuer_of,
    key_kind,
    key_rule,
    name_of,
    role_of,
    self_signed,
    valid_at,
)
from certkit.trust.purposes import signer_problem
from certkit.trust.roles import Policy


@described
@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateSummary:
    """A certificate, as ``certkit pki show`` shows it."""

    subject: str
    name: str
    issuer: str
    role: str | None
    signs: str | None
    """The kind of document."""
    rehearsal: bool
    key: str
    serial: str
    """Hexadecimal."""
    sha256: str
    valid_from: str
    """ISO 8601, UTC."""
    valid_until: str
    authority: bool
    chain: tuple[str, ...]
    """The issuers, the nearest first."""
    problems: tuple[str, ...]
    """Why it cannot be used now; empty if it can. A certification authority needs no role: it signs certificates."""


@described
@dataclass(frozen=True, slots=True, kw_only=True)
class CertificatesDocument:
    """What ``certkit pki show --format json`` writes."""

    version: Literal[1] = 1
    certificates: tuple[CertificateSummary, ...]


def summarize(
    certificate: x509.Certificate, chain: Sequence[x509.Certificate], policy: Policy, at: datetime
) -> CertificateSummary:
    """Summarize a certificate and its issuers, the nearest first, as of this time."""
    role = role_of(certificate, policy)
    kind, bits = key_kind(certificate.public_key())
    return CertificateSummary(
        subject=certificate.subject.rfc4514_string(),
        name=name_of(certificate),
        issuer=issuer_of(certificate),
        role=role.name if role is not None else None,
        signs=next((rule.kind for rule in policy.kinds.values() if role is not None and rule.role == role.name), None),
        rehearsal=any(is_rehearsal(entry, policy) for entry in (certificate, *chain)),
        key=f"{kind}, {bits} bits" if kind == "RSA" else kind,
        serial=f"{certificate.serial_number:x}",
        sha256=certificate.fingerprint(SHA256()).hex(),
        valid_from=_iso(certificate.not_valid_before_utc),
        valid_until=_iso(certificate.not_valid_after_utc),
        authority=_is_authority(certificate),
        chain=tuple(name_of(entry) for entry in chain),
        problems=tuple(_problems(certificate, role is not None, policy, at)),
    )


def summary_lines(summary: CertificateSummary, heading: str) -> list[str]:
    """The summary as lines of text; nothing in them is escaped yet."""
    lines = [heading]
    if summary.rehearsal:
        lines.append("  REHEARSAL: its signatures are not official")
    signs = f", signs: {summary.signs}" if summary.signs else ""
    no_role = "none: a certification authority" if summary.authority else "none"
    rows = {
        "name": summary.name or "none",
        "subject": summary.subject or "none",
        "role": f"{summary.role}{signs}" if summary.role else no_role,
        "key": summary.key,
        "valid": f"{summary.valid_from} to {summary.valid_until}",
        "issued by": " ← ".join([summary.issuer, *summary.chain[1:]]),
        "serial": summary.serial,
        "SHA-256": summary.sha256,
    }
    lines += [f"  {name + ':':<11} {value}" for name, value in rows.items()]
    cannot = "cannot be used" if summary.authority else "cannot sign"
    lines += [f"  {cannot}: {problem}" for problem in summary.problems]
    return lines


def _problems(certificate: x509.Certificate, has_role: bool, policy: Policy, at: datetime) -> list[str]:
    problems = []
    if not has_role:
        problems += [] if _is_authority(certificate) else ["it has no role of the policy"]
    elif problem := signer_problem(certificate, policy.rehearsal_oid):
        problems.append(f"it {problem}")
    if not valid_at(certificate, at):
        problems.append("it is not valid now")
    if key_rule(certificate.public_key(), policy) is None:
        kind, bits = key_kind(certificate.public_key())
        problems.append(f"the policy does not allow {kind} keys of {bits} bits")
    return problems


def _is_authority(certificate: x509.Certificate) -> bool:
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except (x509.ExtensionNotFound, ValueError):
        return self_signed(certificate)


def _iso(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"
