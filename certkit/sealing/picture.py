"""What the visible seal says. It follows from the data, so that a verifier can draw it again."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from certkit.model.attestation_documents import AttestationDocument
    from certkit.sealing.roles import Policy


def picture_lines(document: AttestationDocument, policy: Policy) -> list[str]:
    """The lines of the visible seal: who seals, in which role, when, and whether it is a rehearsal."""
    issuer = document["issuer"]
    when = datetime.fromisoformat(document["issued_at"])
    rehearsal = ["REHEARSAL"] if document["rehearsal"] else []
    return [issuer["name"], policy.roles[issuer["role"]].title, f"{when:%Y-%m-%d %H:%M} UTC", *rehearsal]
