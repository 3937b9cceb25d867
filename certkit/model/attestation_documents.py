"""The payload of an attestation, as types: what mypy holds its writer and reader to and its schema is generated from.

A payload has two halves. ``evidence`` is what people and tools said: statement, record, results, configuration,
firmware, measurements, each with its place and digest. ``derived`` is what certkit made of it, and is made again, and
compared, whenever the attestation is verified. Fields are added, never renamed, retyped or removed, as long as
``version`` is 1. Loaded only when a schema is made.
"""

from __future__ import annotations

from typing import Literal

from pydantic import with_config
from typing_extensions import TypedDict

from certkit.model.documents import DESCRIBED, Answer, FindingDocument, PlaceDocument, PlannedTestCaseDocument
from certkit.model.result import Subject
from certkit.model.verdict_documents import OriginName, OutcomeName, VerdictDocument

KindName = Literal["declaration", "report", "certificate"]
RoleName = Literal["test tool", "laboratory", "certification body", "vendor"]


@with_config(DESCRIBED)
class IssuerDocument(TypedDict):
    """Who attests."""

    role: RoleName
    name: str
    """As the certificate of its key has it."""


@with_config(DESCRIBED)
class RendererDocument(TypedDict):
    """What drew the pages."""

    certkit: str
    reportlab: str
    layout: int
    """Of the pages; another number is another look."""


@with_config(DESCRIBED)
class LinkDocument(TypedDict):
    """A document on which this one stands."""

    relation: Literal["report", "declaration", "representative certificate"]
    id: str
    sha256: str
    """Of the signed file."""
    payload_sha256: str


@with_config(DESCRIBED)
class AnswerDocument(TypedDict):
    """An answer of the statement, and where it stands in its file."""

    item: str
    answer: Answer
    where: PlaceDocument


@with_config(DESCRIBED)
class RefusedDocument(TypedDict):
    """What stands where an answer should, but is none."""

    item: str
    text: str
    reason: str
    where: PlaceDocument


@with_config(DESCRIBED)
class BlankDocument(TypedDict):
    """Where an unanswered item is to be answered."""

    item: str
    where: PlaceDocument


@with_config(DESCRIBED)
class StatementDocument(TypedDict):
    """The PICS. ``pics_sha256`` is computed from edition, answers and refused, as docs/formats.md says."""

    file: str
    pics_sha256: str
    answers: list[AnswerDocument]
    refused: list[RefusedDocument]
    blanks: list[BlankDocument]
    """Unanswered items that have a place in the file; reasons point at it."""
    findings: list[FindingDocument]
    """What the reader noticed."""


@with_config(DESCRIBED)
class RecordTextDocument(TypedDict):
    """The test record as it was written, every byte of it."""

    file: str
    sha256: str
    text: str


@with_config(DESCRIBED)
class EvidenceFileDocument(TypedDict):
    """A file that the record names."""

    role: Literal[
        "PICS",
        "results",
        "configuration keys",
        "message log",
        "firmware image",
        "tool's configuration",
        "declaration report",
    ]
    file: str
    path: str
    """From the record's folder, as places have it; the same as ``file`` unless that is spelt in a roundabout way."""
    sha256: str
    stated: str | None
    """The digest in the record."""
    problem: str
    where: PlaceDocument


@with_config(DESCRIBED)
class ProvenanceDocument(TypedDict):
    """Where the record of a run comes from."""

    origin: OriginName
    tool: str
    """As the file names it, or empty."""
    version: str
    tester: str
    remarks: str


@with_config(DESCRIBED)
class ClaimDocument(TypedDict):
    """What a file of results says about the statement or the device that it belongs to."""

    subject: Subject
    value: str
    where: PlaceDocument


@with_config(DESCRIBED)
class ResultDocument(TypedDict):
    """One run, as the test tool or a person reports it."""

    test_case: str
    name: str
    kind: Literal["test", "reset", "built-in"]
    verdict: Literal["pass", "fail", "inconc", "error", "unknown"]
    where: PlaceDocument
    device: str
    sut: str
    start: str | None
    """ISO 8601; without a time zone where the file has none."""
    day_only: bool
    duration: float | None
    """Seconds."""
    configuration: str
    configuration_version: str
    ocpp_version: str
    pics_mode: bool | None
    logfile: str
    provenance: ProvenanceDocument


@with_config(DESCRIBED)
class ResultsDocument(TypedDict):
    """All runs of one file."""

    file: str
    format: str
    runs: list[ResultDocument]
    logs: list[str]
    not_run: list[str]
    findings: list[FindingDocument]
    claims: list[ClaimDocument]


@with_config(DESCRIBED)
class KeyDocument(TypedDict):
    """A configuration key as the station reported it."""

    key: str
    value: str | None
    """Null if it has none, or is a secret."""
    readonly: bool | None
    secret: Literal["held back", "empty", "starred"] | None
    where: PlaceDocument


@with_config(DESCRIBED)
class ConfigurationDocument(TypedDict):
    """What the station answered to GetConfiguration, without its secrets."""

    file: str
    sha256: str
    """Over what was reported without the secrets, as docs/formats.md says."""
    keys: list[KeyDocument]
    unknown_keys: list[str]
    answers: int
    stations: list[str]
    whole: bool | None
    findings: list[FindingDocument]


@with_config(DESCRIBED)
class FirmwareDocument(TypedDict):
    """The firmware image."""

    file: str
    algorithm: str
    hash: str
    size: int
    """Bytes."""
    findings: list[FindingDocument]


@with_config(DESCRIBED)
class SlowestDocument(TypedDict):
    """The slowest occurrence."""

    what: str
    station: str
    file: str
    line: int
    since: int
    """The line of the message that begins it."""


@with_config(DESCRIBED)
class LeftOutDocument(TypedDict):
    """Pairs of messages left out for one reason."""

    reason: str
    count: int
    file: str
    line: int


@with_config(DESCRIBED)
class MeasurementDocument(TypedDict):
    """A performance parameter; times in whole microseconds, 0 where there is no value."""

    id: str
    title: str
    cite: str
    count: int
    minimum: int
    median: float
    percentile_95: int
    maximum: int
    slowest: SlowestDocument | None
    stated: float | None
    """Seconds, by the vendor."""
    left_out: list[LeftOutDocument]


@with_config(DESCRIBED)
class PairingDocument(TypedDict):
    """How requests to the device and its answers came together."""

    requests: int
    answers: int
    unanswered: int
    unexpected: int
    duplicates: int
    first_unexpected: str
    first_duplicate: str


@with_config(DESCRIBED)
class NoticedDocument(TypedDict):
    """How often something was noticed in a log, and where first."""

    count: int
    line: int
    detail: str


@with_config(DESCRIBED)
class ClockStepDocument(TypedDict):
    """A place where the clock of a log does not run on."""

    line: int
    kind: str
    seconds: float


@with_config(DESCRIBED)
class LogDocument(TypedDict):
    """What a message log is made of, and what was noticed in it."""

    file: str
    sha256: str
    lines: int
    frames: int
    layouts: dict[str, int]
    direction: str
    logged_by: str
    resolution: int
    """Of the times, in microseconds."""
    zone: bool
    """Whether the times have a time zone."""
    stations: list[str]
    requests_of_station: int
    requests_of_csms: int
    answers_of_station: int
    answers_of_csms: int
    answers_of_either: int
    noticed: dict[str, NoticedDocument]
    clock_steps: int
    steps: list[ClockStepDocument]
    """The first of them."""


@with_config(DESCRIBED)
class MeasurementsDocument(TypedDict):
    """What was measured in the message logs. The logs are not part of the payload; their digests are in ``files``."""

    edition: str
    rulebook_sha256: str
    pics_sha256: str
    source: str
    dut: str
    technology: str
    readings: dict[str, str]
    measurements: list[MeasurementDocument]
    pairing: PairingDocument
    logs: list[LogDocument]


@with_config(DESCRIBED)
class BootDocument(TypedDict):
    """What a BootNotification in a log says of the station: its firmware version, serial numbers, vendor and model."""

    version: str
    serials: list[str]
    vendor: str
    model: str
    where: PlaceDocument


@with_config(DESCRIBED)
class EvidenceDocument(TypedDict):
    """All that the verdict follows from."""

    edition: str
    rulebook_sha256: str
    """SHA-256 over the files of the edition."""
    readings: dict[str, str]
    """Every reading in force: ``taken``, or the letter of the alternative."""
    statement: StatementDocument
    record: RecordTextDocument
    files: list[EvidenceFileDocument]
    results: list[ResultsDocument]
    configuration: ConfigurationDocument | None
    firmware: FirmwareDocument | None
    measurements: MeasurementsDocument | None
    boots: list[BootDocument]
    log_began: str | None
    log_ended: str | None


@with_config(DESCRIBED)
class ExtractKeyDocument(TypedDict):
    """What a certificate says of a configuration key (7.1.4)."""

    key: str
    profile: str
    optional: bool
    implemented: bool | None
    """Null where that can't be seen, because the key is write-only."""
    read_only: bool
    values: list[str]
    unit: str
    description: str
    cite: str


@with_config(DESCRIBED)
class FunctionalityDocument(TypedDict):
    """A functionality of the list of certification profiles (A.1)."""

    title: str
    supported: bool
    cite: str


@with_config(DESCRIBED)
class ScopeDocument(TypedDict):
    """What is certified: full or subset, with which profiles and optional features (A.1)."""

    certificate: Literal["Full", "Subset"]
    profiles: list[FunctionalityDocument]
    optional_features: list[FunctionalityDocument]


@with_config(DESCRIBED)
class SubjectDocument(TypedDict):
    """The product that was tested; an attestation holds for exactly this hardware set and version (5.5)."""

    dut: str
    vendor: str
    model: str
    firmware_version: str
    """Firmware or OCPP software version."""
    hardware: str
    """Hardware feature set."""
    serial: str
    family: str
    """The product family, or empty."""
    representative: str
    """Its Representative Product, or empty."""


@with_config(DESCRIBED)
class DerivedDocument(TypedDict):
    """What follows from the evidence. Made again, and compared, at every verification."""

    outcome: OutcomeName
    subject: SubjectDocument
    scope: ScopeDocument | None
    plan: list[PlannedTestCaseDocument]
    verdict: VerdictDocument
    extract: list[ExtractKeyDocument]
    firmware_hash: str
    """``SHA-256 <hex>``, or empty: only for a charging station (8.2)."""


@with_config(DESCRIBED)
class AttestationDocument(TypedDict):
    """The payload of a declaration, report or certificate."""

    version: Literal[1]
    kind: KindName
    id: str
    """Unique at its issuer."""
    issued_at: str
    """ISO 8601, UTC, whole seconds, with Z."""
    rehearsal: bool
    """Made under a rehearsal PKI: worth nothing outside a rehearsal, and marked so on every page."""
    issuer: IssuerDocument
    addressees: list[str]
    title: str
    """Of the document, in words."""
    procedure: str
    """The edition's title."""
    evidence: EvidenceDocument
    derived: DerivedDocument
    links: list[LinkDocument]
    renderer: RendererDocument
