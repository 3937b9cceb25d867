"""What a verification found: numbered steps, each passed, failed or not checked, and what they come to.

A document is verified only if no step failed and none that the policy demands was left out: what could not be checked
never counts as good.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal

from certkit.attestation.kinds import Envelope
from certkit.attestation.v1.model import AttestationDocument, KindName, LinkDocument, OutcomeName, SubjectDocument
from certkit.errors import CertkitError
from certkit.findings.model import UnreadableFileDocument, unreadable_document
from certkit.formats.document import described
from certkit.messages import VERIFICATION, words_of
from certkit.text.sentence import Argument, Sentence


class StepStatus(StrEnum):
    """What came of a step."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_CHECKED = "not checked"


class StepName(StrEnum):
    """The steps, in their order."""

    FILE = "file"
    STRUCTURE = "structure"
    SIGNATURE = "signature"
    TIME = "time"
    CHAIN = "chain"
    ROLE = "role"
    REVOCATION = "revocation"
    PAYLOAD = "payload"
    ISSUER = "issuer"
    PAGES = "pages"
    LINKS = "links"
    DERIVATION = "derivation"
    EVIDENCE = "evidence"


EARLIER = "step.earlier"
"""The sentence of a step that was not checked because it builds on one that did not pass."""
OPTIONAL_STEPS = frozenset({StepName.LINKS, StepName.EVIDENCE})
"""Steps that need more than the document itself, and may be left out."""
ON_PAYLOAD = frozenset({StepName.PAGES, StepName.DERIVATION})
"""Steps that need the whole payload, and are not taken where its version is not known."""


def sentence(key: str, /, **arguments: Argument) -> Sentence:
    """A sentence of ``certkit/messages/verification.yaml``, which must have the key with exactly these arguments."""
    return words_of(VERIFICATION).sentence(key, arguments)


@described
@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step of the verification."""

    number: int
    name: StepName
    """Stable."""
    title: str
    """What is so if it passed."""
    status: StepStatus
    message: str
    """What the step found, in one sentence."""
    needs_newer: bool
    """Whether it was not checked because a newer certkit is needed for it."""


def step(name: StepName, status: StepStatus, message: str = "", *, needs_newer: bool = False) -> Step:
    """A step with its number and title."""
    number = list(StepName).index(name) + 1
    return Step(
        number=number,
        name=name,
        title=sentence(f"title.{name.value}"),
        status=status,
        message=message,
        needs_newer=needs_newer,
    )


class Verdict(StrEnum):
    """What the steps come to."""

    VERIFIED = "verified"
    REHEARSAL = "rehearsal"
    """Everything passed, under a root that is worth nothing outside a rehearsal."""
    NOT_DERIVED = "not derived"
    """Signed and intact, but this certkit lacks the release, layout or payload version with which it was made."""
    NOT_VERIFIED = "not verified"


@described
@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """Who signed the document. This counts only if the document is verified."""

    name: str
    role: str
    """Of the signing policy, or empty."""
    certificate_sha256: str
    signed_at: datetime | None
    """The time stamp's time, or null if no time stamp proves it."""
    level: str
    """``B-B`` to ``B-LTA``."""


@described
@dataclass(frozen=True, slots=True, kw_only=True)
class Attested:
    """What a verified document attests, in short."""

    kind: KindName
    id: str
    issued_at: str
    issuer: str
    """The name."""
    outcome: OutcomeName
    """Of the test run. A verified report may report a failure."""
    subject: SubjectDocument
    """The device, as the data has it."""
    links: tuple[LinkDocument, ...]
    """The documents that it refers to."""
    payload_sha256: str
    """Of the attached data."""


@described
@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedDocument:
    """One document, and what its verification found."""

    file: str
    """Its name, as the user gave it."""
    sha256: str
    verdict: Verdict
    steps: tuple[Step, ...]
    signer: Signer | None
    attested: Attested | None
    """Null unless the document is verified, or passes as a rehearsal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification(VerifiedDocument):
    """The verification of one document, with its data.

    Attributes:
        at: the time for which it was verified.
        document: the attested data. None unless the document is verified, or verified under a rehearsal root: data of
            a document that is not verified is never handed out.
        payload: the bytes of the data, likewise.
        envelope: what the document says that it is; None unless signature and issuer are verified.
    """

    at: datetime
    document: AttestationDocument | None = None
    payload: bytes = b""
    envelope: Envelope | None = None

    @property
    def failures(self) -> tuple[Step, ...]:
        """The steps because of which the document is not verified."""
        return tuple(
            step
            for step in self.steps
            if step.status is StepStatus.FAILED
            or (step.status is StepStatus.NOT_CHECKED and step.name not in OPTIONAL_STEPS)
        )

    @property
    def lacks(self) -> tuple[Step, ...]:
        """The steps for which a newer certkit is needed."""
        return tuple(step for step in self.steps if step.needs_newer)

    @property
    def causes(self) -> tuple[Step, ...]:
        """The failures but for those that only follow from others."""
        return tuple(step for step in self.failures if step.message != sentence(EARLIER))


@described
@dataclass(frozen=True, slots=True, kw_only=True)
class VerificationDocument:
    """What ``certkit verify --format json`` writes."""

    version: Literal[1] = 1
    at: datetime
    """The time for which the documents were verified."""
    documents: tuple[VerifiedDocument, ...]
    unreadable: tuple[UnreadableFileDocument, ...]
    summary: Mapping[Verdict, int]


def verification_document(
    verifications: Sequence[Verification], unreadable: Sequence[CertkitError], at: datetime
) -> VerificationDocument:
    """All verifications, and the files that could not be read."""
    return VerificationDocument(
        at=at,
        documents=tuple(verifications),
        unreadable=tuple(unreadable_document(error) for error in unreadable),
        summary={verdict: sum(entry.verdict is verdict for entry in verifications) for verdict in Verdict},
    )
