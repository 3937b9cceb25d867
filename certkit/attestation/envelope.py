"""The part of a payload that every version has: what it is, whose it is, and when it was issued.

A version that this certkit does not know is read as far as that, strictly enough that everything about the signature
can still be checked. Nothing else of it is looked at, and nothing is given out.
"""

from __future__ import annotations

from datetime import datetime

from certkit.attestation.kinds import ID, Envelope, Kind
from certkit.attestation.v1 import VERSION
from certkit.attestation.v1.model import AttestationDocument
from certkit.attestation.v1.read import UnreadableAttestation, read_json

NEWEST = VERSION
"""Of the versions that this certkit knows; a higher one belongs to a newer certkit."""
_LAST = 9999
_LONGEST = 500
"""Characters of a text."""
_KNOWN = f'"version":{VERSION}}}'.encode()
"""How the canonical form of version 1 ends."""


def envelope_of(document: AttestationDocument) -> Envelope:
    """The envelope of a payload that was read."""
    issuer = document["issuer"]
    return Envelope(
        document["version"],
        document["kind"],
        document["id"],
        document["issued_at"],
        issuer["role"],
        issuer["name"],
        document["rehearsal"],
    )


def later_envelope(content: bytes) -> Envelope | None:
    """The envelope of a payload of a later version than this certkit knows; None if it is anything else."""
    if content.endswith(_KNOWN):
        return None
    try:
        document = read_json(content)
    except UnreadableAttestation:
        return None
    if not isinstance(document, dict) or not isinstance(document.get("issuer"), dict):
        return None
    version, rehearsal, issuer = document.get("version"), document.get("rehearsal"), document["issuer"]
    if type(version) is not int or not NEWEST < version <= _LAST or type(rehearsal) is not bool:
        return None
    kind, identifier, issued_at = (_text(document.get(name)) for name in ("kind", "id", "issued_at"))
    role, name = _text(issuer.get("role")), _text(issuer.get("name"))
    if kind not in list(Kind) or not ID.fullmatch(identifier) or not _is_time(issued_at) or not role or not name:
        return None
    return Envelope(version, kind, identifier, issued_at, role, name, rehearsal)


def _text(value: object) -> str:
    return value if isinstance(value, str) and len(value) <= _LONGEST else ""


def _is_time(text: str) -> bool:
    try:
        moment = datetime.strptime(text, "%Y-%m-%dT%H:%M:%S%z")
    except ValueError:
        return False
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ") == text
