"""What a verification found: numbered steps, each passed, failed or not checked, and what they come to.

A document is verified only if no step failed and none that the policy demands was left out: what could not be checked
never counts as good.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from certkit.attestation.model import Envelope
    from certkit.attestation.v1.model import AttestationDocument, KindName, LinkDocument, OutcomeName, SubjectDocument


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


TITLES = {
    StepName.FILE: "the file is one PDF, with nothing before or after it",
    StepName.STRUCTURE: "one signature, one attachment, and no change after the signature",
    StepName.SIGNATURE: "the signature is intact and covers the document",
    StepName.TIME: "time and level of the signature",
    StepName.CHAIN: "the signer's certificate leads to a trusted root",
    StepName.ROLE: "the signer may sign this kind of document",
    StepName.REVOCATION: "no certificate was revoked, by current lists",
    StepName.PAYLOAD: "the attached data is well formed",
    StepName.ISSUER: "the data names the signer as its issuer",
    StepName.PAGES: "the pages show the attached data and nothing else",
    StepName.LINKS: "the documents it stands on are those it names",
    StepName.DERIVATION: "plan and verdict follow from the evidence",
    StepName.EVIDENCE: "the evidence is what its files say",
}
"""Step -> what is shown if it passes."""
OPTIONAL_STEPS = frozenset({StepName.LINKS, StepName.EVIDENCE})
"""Steps that need more than the document itself, and may be left out."""
ON_PAYLOAD = frozenset({StepName.PAGES, StepName.DERIVATION})
"""Steps that need the whole payload, and are not taken where its version is not known."""
EARLIER = "an earlier step did not pass"
"""Why a step was not checked that builds on others."""


class Step(NamedTuple):
    """A step.

    Attributes:
        message: what was found, in one sentence.
        needs_newer: it was not checked because a newer certkit is needed for it.
    """

    name: StepName
    status: StepStatus
    message: str = ""
    needs_newer: bool = False

    @property
    def number(self) -> int:
        return list(StepName).index(self.name) + 1


class Verdict(StrEnum):
    """What the steps come to."""

    VERIFIED = "verified"
    REHEARSAL = "rehearsal"
    """Everything passed, under a root that is worth nothing outside a rehearsal."""
    NOT_DERIVED = "not derived"
    """Signed and intact, but this certkit lacks the release, layout or payload version with which it was made."""
    NOT_VERIFIED = "not verified"


class Signer(NamedTuple):
    """Who signed a document.

    Attributes:
        role: of the signing policy, or empty.
        certificate_sha256: of the certificate (hex).
        signed_at: the time stamp's time, or else the verifier's; None if not established.
        level: ``B-B`` to ``B-LTA``.
    """

    name: str
    role: str
    certificate_sha256: str
    signed_at: datetime | None
    level: str


class Attested(NamedTuple):
    """What a verified document says in short, so that its data need not be kept.

    Attributes:
        issuer: the name.
        subject: the device, as the data has it.
        links: the documents that it refers to.
        payload_sha256: of the attached data (hex).
    """

    kind: KindName
    id: str
    issued_at: str
    issuer: str
    outcome: OutcomeName
    subject: SubjectDocument
    links: tuple[LinkDocument, ...]
    payload_sha256: str


class Verification(NamedTuple):
    """The verification of one document.

    Attributes:
        source: the file's name, as the user gave it.
        sha256: of the file (hex).
        at: the time for which it was verified.
        document: the attested data. None unless the document is verified, or verified under a rehearsal root: what is
            not verified is not given out here.
        envelope: what it says that it is; None unless signature and issuer are verified.
        payload: its bytes, likewise.
        attested: likewise, in short.
    """

    source: str
    sha256: str
    at: datetime
    steps: tuple[Step, ...]
    verdict: Verdict
    signer: Signer | None = None
    document: AttestationDocument | None = None
    payload: bytes = b""
    attested: Attested | None = None
    envelope: Envelope | None = None

    @property
    def failures(self) -> tuple[Step, ...]:
        """The steps that stand in the way."""
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
        return tuple(step for step in self.failures if step.message != EARLIER)
