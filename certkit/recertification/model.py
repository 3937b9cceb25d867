"""The impact of a change: whether an old document covers the device, what changed, and the class of each test case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal, NamedTuple

from certkit.attestation.model import Judged
from certkit.attestation.v1.model import AttestationDocument, KindName, SubjectDocument
from certkit.finding import Finding, Place, Severity
from certkit.formats.document import described
from certkit.plan.model import Status
from certkit.recertification.policy import Allowance, Aspect, Impact
from certkit.results.model import RunVerdict
from certkit.verdict.model import CaseOutcome, Outcome


class Coverage(StrEnum):
    """Whether the old document is a certificate that covers the device of the new record."""

    COVERED = "covered"
    NOT_COVERED = "not covered"
    NO_CERTIFICATE = "no certificate"
    """The old document is on exactly this device, but only a certificate covers a device."""
    UNKNOWN = "unknown"
    """The record does not show everything that has to be compared."""


class Sameness(StrEnum):
    """How a fact of the product compares."""

    SAME = "same"
    DIFFERENT = "different"
    UNKNOWN = "unknown"
    NOT_STATED = "not stated"
    """The old document does not state it, and need not."""


class Earlier(NamedTuple):
    """A verified document of earlier tests.

    Attributes:
        file: its name, as the user gave it.
        sha256: of the file.
        judged: its evidence, with what follows from it.
    """

    file: str
    sha256: str
    document: AttestationDocument
    judged: Judged


class Later(NamedTuple):
    """The record of the changed device.

    Attributes:
        file: its name, as the user gave it.
        folder: where its files are, with a slash at the end; empty for the current folder.
        judged: its evidence, with what follows from it.
        subject: the product, as a document on this record would name it.
        firmware_hash: of the image, likewise; empty if there is no usable image.
    """

    file: str
    folder: str
    judged: Judged
    subject: SubjectDocument
    firmware_hash: str


class PolicyFile(NamedTuple):
    """The name and the digest of a policy file."""

    file: str
    sha256: str


@described
@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Something that the comparison says, in the words of one of its codes."""

    code: str
    """``certkit explain`` knows it."""
    name: str
    severity: Severity
    """Notes are no change of the device."""
    message: str
    hint: str = ""
    cite: str = ""
    """The place in the procedure."""

    @classmethod
    def of(cls, finding: Finding) -> Statement:
        return cls(
            code=finding.code,
            name=finding.name,
            severity=finding.severity,
            message=finding.message,
            hint=finding.hint,
            cite=finding.cite,
        )


@described
@dataclass(frozen=True, slots=True, kw_only=True)
class OldDocument:
    """The signed document of the earlier tests. It is verified."""

    file: str
    sha256: str
    """Of the file."""
    kind: KindName
    id: str
    issued_at: str
    issuer: str
    """The name."""
    rehearsal: bool
    """Signed under a rehearsal root: it proves nothing outside the rehearsal."""
    outcome: Outcome
    """Of its test run."""
    edition: str
    release: int
    rulebook_sha256: str
    pics_sha256: str
    record_sha256: str


@described
@dataclass(frozen=True, slots=True, kw_only=True)
class NewRecord:
    """The record of the changed device."""

    file: str
    sha256: str
    mode: str | None
    """``certification``, ``re-certification`` or ``declaration``; null if the record does not say."""
    outcome: Outcome
    """Of its results so far."""
    edition: str
    release: int
    rulebook_sha256: str
    pics_sha256: str


@described
@dataclass(frozen=True, slots=True, kw_only=True)
class UsedPolicy:
    """The policy that decides which test cases are listed as to be rerun."""

    file: str
    sha256: str
    title: str
    allowances: tuple[Allowance, ...]


@described
@dataclass(frozen=True, slots=True, kw_only=True)
class ProductFact:
    """A fact of the product that has to be the same for an old certificate to cover it."""

    aspect: Aspect
    old: str
    new: str
    """Empty if it is not known."""
    state: Sameness


@described
@dataclass(frozen=True, slots=True, kw_only=True)
class ImpactChange:
    """A change, with what was before and what is now."""

    code: str
    name: str
    severity: Severity
    """Notes are no change of the device."""
    message: str
    aspect: Aspect | None
    """Null for a note."""
    subject: str
    """The item, the configuration key or the fact."""
    label: str
    """The question of an item, or empty."""
    old: str | None
    new: str | None
    items: tuple[str, ...]
    """The items of the PICS that it is about."""
    where: Place | None
    """Its place in the new dossier."""
    cite: str


@described
@dataclass(frozen=True, slots=True, kw_only=True)
class OldRun:
    """The run that decided a test case in the old document. It does not count for a new certificate."""

    document: str
    """The id of the old document."""
    document_sha256: str
    """SHA-256 of the old document's file."""
    outcome: CaseOutcome
    verdict: RunVerdict | None
    """Of the run; null if it was not run."""
    start: datetime | None
    tool: str
    """The test tool and its version, as the results name them."""
    where: Place | None
    """Its place in the old dossier."""


@described
@dataclass(frozen=True, slots=True, kw_only=True)
class ImpactedCase:
    """A test case that the new plan requires, or whose status is open, with its one class."""

    id: str
    title: str
    impact: Impact
    code: str
    message: str
    """Why it has this class."""
    because: str
    """Why the new plan has it."""
    old_status: Status | None
    """Null if the old edition does not have it."""
    answers: tuple[str, ...]
    """The changed answers on which it depends: item, old and new."""
    rules: tuple[str, ...]
    """What changed of the rule by which it is planned."""
    keys: tuple[str, ...]
    """Changed configuration keys that an answer on which it depends is about."""
    old_run: OldRun | None
    """Null if the old verdict does not list the test case."""
    new_outcome: CaseOutcome | None
    """In the new record so far."""
    rerun: bool
    """Whether the policy lists it as to be rerun. No old result counts, whatever the policy lists."""
    rule: str
    """The rule of the policy that decides this."""
    reason: str
    """Why, as the rule says."""
    cite: str
    """The place that the rule names."""


@described
@dataclass(frozen=True, slots=True, kw_only=True)
class DroppedCase:
    """A test case that the old plan required and the new one does not."""

    id: str
    title: str
    status: Status | None
    """In the new plan; null if the new edition does not have it."""
    message: str
    because: str
    """Why the new plan does not require it."""
    answers: tuple[str, ...]
    """The changed answers on which it depends."""


@described
@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractChange:
    """What changes in what a certificate says of a configuration key."""

    key: str
    implemented: tuple[bool | None, bool | None]
    """Before and now; null if that cannot be seen, or if the extract does not list the key."""
    read_only: tuple[bool | None, bool | None]
    values: tuple[tuple[str, ...], tuple[str, ...]]
    """Of a read-only key."""
    message: str
    cite: str


@described
@dataclass(frozen=True, slots=True, kw_only=True)
class ImpactDocument:
    """The impact report: what ``certkit recertify --format json`` writes."""

    version: Literal[1] = 1
    coverage: Coverage
    unchanged: bool
    """The old document is a certificate that covers the device, and nothing about the device changed."""
    headline: Statement
    """Whether the old document covers the device."""
    old: OldDocument
    new: NewRecord
    policy: UsedPolicy
    product: tuple[ProductFact, ...]
    declared: tuple[ImpactChange, ...]
    """What the vendor states differently."""
    evidence: tuple[ImpactChange, ...]
    """What only the evidence shows, or what cannot be compared."""
    notes: tuple[ImpactChange, ...]
    """What changed besides the device."""
    test_cases: tuple[ImpactedCase, ...]
    dropped: tuple[DroppedCase, ...]
    extract: tuple[ExtractChange, ...]
    summary: Mapping[Impact, int]
    """How many test cases have each class."""
    to_rerun: int
    """How many test cases the policy lists as to be rerun."""
    old_results: Statement
    """No old result counts by itself."""
