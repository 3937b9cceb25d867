"""Verifications as JSON, for programs: ``schemas/verification.schema.json`` describes it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from certkit.errors import CertkitError
from certkit.findings.write_json import unreadable_document
from certkit.formats.json_text import to_json
from certkit.verification.model import TITLES, Verdict, Verification

if TYPE_CHECKING:
    from certkit.verification.documents import AttestedDocument, VerificationDocument, VerifiedDocument


def write_verifications_json(
    verifications: Sequence[Verification], unreadable: Sequence[CertkitError], at: datetime
) -> bytes:
    """All of them, and the files that could not be read."""
    document: VerificationDocument = {
        "version": 1,
        "at": at.isoformat(),
        "documents": [_verified(one) for one in verifications],
        "unreadable": [unreadable_document(error) for error in unreadable],
        "summary": {verdict.value: sum(one.verdict is verdict for one in verifications) for verdict in Verdict},
    }
    return to_json(document)


def _verified(one: Verification) -> VerifiedDocument:
    signer = one.signer
    return {
        "file": one.source,
        "sha256": one.sha256,
        "verdict": one.verdict.value,
        "steps": [
            {
                "number": step.number,
                "name": step.name.value,
                "title": TITLES[step.name],
                "status": step.status.value,
                "message": step.message,
            }
            for step in one.steps
        ],
        "signer": None
        if signer is None
        else {
            "name": signer.name,
            "role": signer.role,
            "certificate_sha256": signer.certificate_sha256,
            "signed_at": signer.signed_at.isoformat() if signer.signed_at else None,
            "level": signer.level,
        },
        "attested": _attested(one),
    }


def _attested(one: Verification) -> AttestedDocument | None:
    attested = one.attested
    if attested is None:
        return None
    return {
        "kind": attested.kind,
        "id": attested.id,
        "issued_at": attested.issued_at,
        "outcome": attested.outcome,
        "subject": attested.subject,
        "payload_sha256": attested.payload_sha256,
    }
