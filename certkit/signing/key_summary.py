"""What a certificate is, in words and for programs, and whether a key that has it can sign now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TypedDict

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256

from certkit.trust.certificates import is_rehearsal, issuer_of, key_kind, name_of, role_of, self_signed, valid_at
from certkit.trust.purposes import signer_problem
from certkit.trust.roles import Policy


class Description(TypedDict):
    """A certificate, as ``certkit pki show`` has it."""

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
    chain: list[str]
    problems: list[str]
    """Why it cannot sign now; empty if it can."""


def describe(
    certificate: x509.Certificate, chain: Sequence[x509.Certificate], policy: Policy, at: datetime
) -> Description:
    """Describe a certificate and its issuers, the nearest first, as of this time."""
    role = role_of(certificate, policy)
    kind, bits = key_kind(certificate.public_key())
    return Description(
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
        chain=[name_of(entry) for entry in chain],
        problems=list(_problems(certificate, role is not None, policy, at)),
    )


def in_words(described: Description, heading: str) -> list[str]:
    """The description as lines of text; nothing in them is escaped yet."""
    lines = [heading]
    if described["rehearsal"]:
        lines.append("  REHEARSAL: what it signs is worth nothing")
    role = described["role"]
    signs = f", signs: {described['signs']}" if described["signs"] else ""
    kind = "none: a certification authority" if described["authority"] else "none"
    rows = {
        "name": described["name"] or "none",
        "subject": described["subject"] or "none",
        "role": f"{role}{signs}" if role else kind,
        "key": described["key"],
        "valid": f"{described['valid_from']} to {described['valid_until']}",
        "issued by": " ← ".join([described["issuer"], *described["chain"][1:]]),
        "serial": described["serial"],
        "SHA-256": described["sha256"],
    }
    lines += [f"  {name + ':':<11} {value}" for name, value in rows.items()]
    lines += [f"  cannot sign: {problem}" for problem in described["problems"]]
    return lines


def _problems(certificate: x509.Certificate, has_role: bool, policy: Policy, at: datetime) -> list[str]:
    problems = []
    if not has_role:
        problems.append("it has no role of the policy")
    elif problem := signer_problem(certificate, policy.rehearsal_oid):
        problems.append(f"it {problem}")
    if not valid_at(certificate, at):
        problems.append("it is not valid now")
    kind, bits = key_kind(certificate.public_key())
    rule = policy.keys.get(kind)
    if rule is None or bits < rule.bits:
        problems.append(f"a key of the kind {kind} with {bits} bits is not allowed")
    return problems


def _is_authority(certificate: x509.Certificate) -> bool:
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except (x509.ExtensionNotFound, ValueError):
        return self_signed(certificate)


def _iso(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"
