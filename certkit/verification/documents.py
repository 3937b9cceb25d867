"""The JSON document of a verification, as types: ``schemas/verification.schema.json`` is generated from them.

Fields are added, never renamed, retyped or removed, as long as ``version`` is 1. Loaded only when a schema is made.
"""

from __future__ import annotations

from typing import Literal

from pydantic import with_config
from typing_extensions import TypedDict

from certkit.attestation.v1.model import KindName, SubjectDocument
from certkit.findings.documents import DESCRIBED, UnreadableDocument
from certkit.verdict.documents import OutcomeName

VerdictName = Literal["verified", "rehearsal", "not derived", "not verified"]


@with_config(DESCRIBED)
class StepDocument(TypedDict):
    """A step of the verification."""

    number: int
    name: str
    """Stable."""
    title: str
    """What is so if it passed."""
    status: Literal["passed", "failed", "not checked"]
    message: str


@with_config(DESCRIBED)
class SignerDocument(TypedDict):
    """Who signed the document. Worth something only if the document is verified."""

    name: str
    role: str
    certificate_sha256: str
    signed_at: str | None
    """The time stamp's time, or null if none proves it."""
    level: str


@with_config(DESCRIBED)
class AttestedDocument(TypedDict):
    """What a verified document attests."""

    kind: KindName
    id: str
    issued_at: str
    outcome: OutcomeName
    """Of the test run. A report that is verified may well report a failure."""
    subject: SubjectDocument
    payload_sha256: str


@with_config(DESCRIBED)
class VerifiedDocument(TypedDict):
    """One document."""

    file: str
    sha256: str
    verdict: VerdictName
    steps: list[StepDocument]
    signer: SignerDocument | None
    attested: AttestedDocument | None
    """Null unless the document is verified, or passes as a rehearsal."""


@with_config(DESCRIBED)
class VerificationDocument(TypedDict):
    """What ``certkit verify --format json`` writes."""

    version: Literal[1]
    at: str
    """The time for which it was verified."""
    documents: list[VerifiedDocument]
    unreadable: list[UnreadableDocument]
    summary: dict[VerdictName, int]
