"""Version 1 of the payload of an attestation: its types, from which its schema is generated and by which it is read.

A payload has two halves. ``evidence`` is what people and tools said: statement, record, results, configuration,
firmware, measurements, each with its place and digest. ``derived`` is what follows from it under the pinned release of
the edition, and is derived again, and compared, whenever the attestation is verified. No sentence is attested: there
are codes, keys and arguments, and version 1's own table has the words.

Nothing here is shared with the JSON of the command line, and nothing here has changed since certkit 0.2.0
(docs/decisions/0034-versions.md). pydantic makes the schema of them (:mod:`certkit.schemas`) and is not needed here.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from typing_extensions import TypeAliasType, TypedDict

from certkit.formats.document import described


class JsonType:
    """What the schema says of a type: ``constraints`` of its own, or more about the type as it is."""

    def __init__(self, *, extend: bool = False, **constraints: Any) -> None:
        self.extend = extend
        self.constraints = constraints

    def __get_pydantic_json_schema__(self, source: Any, handler: Any) -> dict[str, Any]:
        return {**(handler(source) if self.extend else {}), **self.constraints}


Answer = str | int | float | list["str | list[str]"]
_END = r"(?![\s\S])"
"""The end of a text: in the pattern of a schema, ``$`` also matches before a line break."""
Digest = Annotated[str, JsonType(type="string", pattern=f"^[0-9a-f]{{64}}{_END}")]
DigestOrNone = Annotated[str, JsonType(type="string", pattern=f"^(?:[0-9a-f]{{64}})?{_END}")]
_NUMBER = r"[0-9]{1,9}"
VersionNumber = Annotated[
    str,
    JsonType(
        type="string",
        pattern=f"^{_NUMBER}(?:\\.{_NUMBER}){{0,4}}(?:(?:a|b|rc|\\.dev|\\.post){_NUMBER}){{0,3}}{_END}",
    ),
]
"""Of a program. The pattern leaves no room for other text."""
Ordinal = Annotated[int, JsonType(type="integer", minimum=1, maximum=9999)]
"""Of a layout or a release. A larger number is an error, not a later version."""
Device = Annotated[str, JsonType(type="string", enum=["CS", "CSMS", ""])]
Side = Annotated[str, JsonType(type="string", enum=["CSMS", "station", ""])]
StepKind = Annotated[str, JsonType(type="string", enum=["back", "midnight", "gap"])]
ResultsFormat = Annotated[
    str, JsonType(type="string", enum=["OCTT JSON", "OCTT CSV", "OCTT ZIP", "JUnit XML", "YAML", "Excel"])
]
Address = Annotated[
    str,
    JsonType(
        type="string",
        pattern="^https://[a-z0-9](?:[a-z0-9.-]{0,62}[a-z0-9])?(?::[0-9]{1,5})?(?:/[A-Za-z0-9._~/-]{0,63})?" + _END,
    ),
]
"""Of a web page. It is short enough for a QR code, and has no user, query or fragment."""
StatusName = Literal["required", "optional", "not-applicable", "undetermined"]
OutcomeName = Literal["pass", "fail", "incomplete"]
EffectName = Literal["fail", "incomplete", "note"]
ShownName = Literal["met", "not met", "not shown", "not applicable"]
CaseOutcomeName = Literal["passed", "failed", "inconclusive", "not counted", "not run", "lifted"]
RunVerdictName = Literal["pass", "fail", "inconc", "error", "unknown"]
FileRoleName = Literal[
    "PICS",
    "results",
    "configuration keys",
    "message log",
    "measurement of the connection",
    "firmware image",
    "tool's configuration",
    "declaration report",
]
KindName = Literal["declaration", "report", "certificate"]
RoleName = Literal["test tool", "laboratory", "certification body", "vendor"]


@described
class PlaceDocument(TypedDict, total=False):
    """A place in a file: line and column (from 1) of a text file, or sheet and cell of a workbook."""

    file: str
    """From the record's folder."""
    line: int
    column: int
    sheet: str
    cell: str


@described
class SentenceDocument(TypedDict):
    """A sentence: its key in version 1's table of words, and exactly the arguments of its template."""

    key: str
    arguments: dict[str, ArgumentDocument]


ArgumentDocument = TypeAliasType(
    "ArgumentDocument",
    Annotated[
        "str | int | float | list[str] | list[list[str]] | SentenceDocument | None",
        JsonType(
            extend=True,
            description="What a sentence is made from; its type is that of the placeholder in the template.",
        ),
    ],
)


@described
class RelatedDocument(TypedDict):
    """An item that took part in a finding."""

    item: str
    where: PlaceDocument


@described
class FindingDocument(TypedDict):
    """What a reader noticed in a file. The words of its code are in version 1's table."""

    code: str
    """Of the kind of finding, as ``certkit explain`` knows it."""
    severity: Literal["error", "warning", "note"]
    items: list[str]
    """Ids of the PICS items or test cases it is about."""
    where: PlaceDocument
    related: list[RelatedDocument]


@described
class IssuerDocument(TypedDict):
    """Who attests."""

    role: RoleName
    name: str
    """As the certificate of its key has it."""
    register: Address | None
    """The address that the QR code opens: the issuer's register of what it attests, or null."""


@described
class RendererDocument(TypedDict):
    """What drew the pages. Only the layout decides how they look; the rest is for information."""

    certkit: VersionNumber
    reportlab: VersionNumber
    layout: Ordinal
    """Of the pages; another number is another look."""


@described
class LinkDocument(TypedDict):
    """A document that this one is based on."""

    relation: Literal["report", "declaration", "representative certificate"]
    id: str
    sha256: Digest
    """Of the signed file."""
    payload_sha256: Digest


@described
class SupersededDocument(TypedDict):
    """A certificate that this one supersedes."""

    id: str
    sha256: Digest
    """Of the signed file."""


@described
class AnswerDocument(TypedDict):
    """An answer of the statement, and its place in the file."""

    item: str
    answer: Answer
    where: PlaceDocument


@described
class RefusedDocument(TypedDict):
    """A text in the place of an answer, which is not one of the possible answers."""

    item: str
    text: str
    where: PlaceDocument


@described
class BlankDocument(TypedDict):
    """Where an unanswered item is to be answered."""

    item: str
    where: PlaceDocument


@described
class AcceptedDocument(TypedDict):
    """A warning that the vendor accepts, as the statement has it. It changes neither plan nor verdict."""

    code: str
    """Of the warning."""
    items: list[str]
    """Only warnings about all of these; empty for every warning with the code."""
    reason: str
    """Why the vendor accepts it."""
    name: str
    date: str
    where: PlaceDocument


@described
class StatementDocument(TypedDict):
    """The PICS. ``pics_sha256`` is computed from edition, answers and refused, as docs/formats.md says."""

    file: str
    pics_sha256: str
    answers: list[AnswerDocument]
    refused: list[RefusedDocument]
    blanks: list[BlankDocument]
    """Unanswered items that have a place in the file; reasons point at it."""
    accepted: list[AcceptedDocument]
    findings: list[FindingDocument]
    """What the reader noticed."""


@described
class RecordTextDocument(TypedDict):
    """The test record as it was written, every byte of it."""

    file: str
    sha256: str
    text: str


@described
class EvidenceFileDocument(TypedDict):
    """A file that the record names."""

    role: FileRoleName
    file: str
    path: str
    """From the record's folder, normalized, as in places."""
    sha256: DigestOrNone
    """Empty if it could not be read."""
    stated: str | None
    """The digest in the record."""
    readable: bool
    """It could be read; otherwise it is not evidence of anything."""
    where: PlaceDocument


@described
class ProvenanceDocument(TypedDict):
    """Where the record of a run comes from."""

    origin: Literal["test tool", "other tool", "typed"]
    """What made the record: the procedure's test tool, another program, or a person."""
    tool: str
    """As the file names it, or empty."""
    version: str
    """Of the tool, as the file names it, or empty."""
    tester: str
    """Who ran the test, as the file says, or empty."""
    remarks: str
    """Of the tester."""


@described
class ClaimDocument(TypedDict):
    """What a file of results says about the statement or the device that it belongs to."""

    subject: Literal[
        "pics_sha256", "edition", "rulebook_sha256", "dut", "vendor", "model", "serial", "firmware_version"
    ]
    """What it is about."""
    value: str
    """What the file says."""
    where: PlaceDocument


@described
class ResultDocument(TypedDict):
    """One run, as the test tool or a person reports it."""

    test_case: str
    name: str
    kind: Literal["test", "reset", "built-in"]
    verdict: RunVerdictName
    where: PlaceDocument
    device: Device
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


@described
class ResultsDocument(TypedDict):
    """All runs of one file."""

    file: str
    format: ResultsFormat
    runs: list[ResultDocument]
    logs: list[str]
    not_run: list[str]
    findings: list[FindingDocument]
    claims: list[ClaimDocument]


@described
class KeyDocument(TypedDict):
    """A configuration key as the station reported it."""

    key: str
    value: str | None
    """Null if it has none, or is a secret."""
    readonly: bool | None
    secret: Literal["held back", "empty", "starred"] | None
    where: PlaceDocument


@described
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


@described
class FirmwareDocument(TypedDict):
    """The firmware image."""

    file: str
    algorithm: str
    hash: str
    size: int
    """Bytes."""
    findings: list[FindingDocument]


@described
class SlowestDocument(TypedDict):
    """The slowest occurrence."""

    station: str
    file: str
    line: int
    since: int
    """The line of the message that begins it."""


@described
class LeftOutDocument(TypedDict):
    """Pairs of messages left out for one reason."""

    reason: str
    count: int
    file: str
    line: int


@described
class MeasurementDocument(TypedDict):
    """A performance parameter; times in whole microseconds, 0 where there is no value."""

    id: str
    count: int
    minimum: int
    median: float
    percentile_95: int
    maximum: int
    slowest: SlowestDocument | None
    stated: float | None
    """Seconds, by the vendor."""
    left_out: list[LeftOutDocument]


@described
class PairingDocument(TypedDict):
    """How requests to the device and its answers came together."""

    requests: int
    answers: int
    unanswered: int
    unexpected: int
    duplicates: int
    first_unexpected: str
    first_duplicate: str


@described
class NoticedDocument(TypedDict):
    """How often something was noticed in a log, and where first."""

    count: int
    line: int


@described
class ClockStepDocument(TypedDict):
    """A place where the clock of a log does not run on."""

    line: int
    kind: StepKind
    seconds: float


@described
class LogDocument(TypedDict):
    """What a message log is made of, and what was noticed in it."""

    file: str
    sha256: Digest
    lines: int
    frames: int
    layouts: dict[str, int]
    logged_by: Side
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


@described
class MeasurementsDocument(TypedDict):
    """What was measured in the message logs. The logs are not part of the payload; their digests are in ``files``."""

    technology: str
    measurements: list[MeasurementDocument]
    pairing: PairingDocument
    logs: list[LogDocument]


Generation = Annotated[str, JsonType(type="string", enum=["", "WiFi", "2G", "3G", "4G", "5G"])]


@described
class NetworkDocument(TypedDict):
    """What a tool wrote that measured the connection; null for what its file does not have."""

    file: str
    format: str
    tool: str
    """The tool that wrote it, with its version if the output has one; empty if it does not say."""
    at: str | None
    """When it was measured, ISO 8601."""
    technology: Generation
    bandwidth: float | None
    """kB per second."""
    latency: float | None
    """ms."""
    rssi: float | None
    """dBm."""
    csq: int | None
    """Signal quality as a modem reports it (AT+CSQ), 0 to 31."""


@described
class BootDocument(TypedDict):
    """What a BootNotification in a log says of the station: its firmware version, serial numbers, vendor and model."""

    version: str
    serials: list[str]
    vendor: str
    model: str
    where: PlaceDocument


@described
class EventsDocument(TypedDict):
    """A file of events that a test tool recorded, from which a file of results can be derived."""

    results: str
    """That file, as ``results`` has it."""
    sha256: Digest
    """Of the file of events."""


@described
class EvidenceDocument(TypedDict):
    """All that the verdict follows from."""

    edition: str
    release: Ordinal
    """Of the edition."""
    rulebook_sha256: str
    """The digest of what that release means."""
    readings: dict[str, str]
    """Every reading in force: ``taken``, or the letter of the alternative."""
    statement: StatementDocument
    record: RecordTextDocument
    files: list[EvidenceFileDocument]
    results: list[ResultsDocument]
    configuration: ConfigurationDocument | None
    firmware: FirmwareDocument | None
    measurements: MeasurementsDocument | None
    network: list[NetworkDocument]
    """Of each file of a measurement that could be read, in the order of the record."""
    boots: list[BootDocument]
    log_began: str | None
    log_ended: str | None
    """The latest time in the message logs, ISO 8601; null without one."""
    events: list[EventsDocument]
    """What results can be derived from, at most one for each file of them."""


@described
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


@described
class FunctionalityDocument(TypedDict):
    """A functionality of the list of certification profiles (A.1)."""

    title: str
    supported: bool
    cite: str


@described
class ScopeDocument(TypedDict):
    """What is certified: full or subset, with which profiles and optional features."""

    certificate: Literal["Full", "Subset"]
    profiles: list[FunctionalityDocument]
    optional_features: list[FunctionalityDocument]


@described
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


@described
class PrerequisiteDocument(TypedDict):
    """What a test case needs of the device to be run."""

    text: str
    met: bool | None
    """Null while the PICS does not say."""
    items: list[str]


@described
class PlannedTestCaseDocument(TypedDict):
    """A test case of the edition."""

    id: str
    title: str
    status: StatusName
    mark: str
    """M, C, O or empty, as in the device's column of the list."""
    because: SentenceDocument
    answers: list[str]
    """The items whose answers decided it."""
    blocked_by: list[str]
    """The unanswered items on which an undetermined test case still turns."""
    readings: list[str]
    """The readings on which it depends."""
    prerequisites: list[PrerequisiteDocument]


@described
class PartDocument(TypedDict):
    """A part of the verdict."""

    part: Literal["statement", "record", "conformance", "configuration", "firmware", "performance", "declaration run"]
    verdict: OutcomeName


@described
class ReasonDocument(TypedDict):
    """A blocking issue of the verdict, or a note."""

    code: str
    """Version 1's table of words has its name, the edition its place in the procedure."""
    part: str
    effect: EffectName
    """fail and incomplete are blocking issues."""
    message: SentenceDocument
    where: PlaceDocument
    test_cases: list[str]
    requirements: list[int]
    """Numbers of the procedure's requirements."""


@described
class RunDocument(TypedDict):
    """A run of a test case."""

    verdict: RunVerdictName
    start: str | None
    """As the results have it, with or without the distance from UTC."""
    duration: float | None
    """Seconds."""
    counts: bool
    why: SentenceDocument | None
    """Why it does not count, or a remark on it."""
    where: PlaceDocument


@described
class JudgedCaseDocument(TypedDict):
    """A test case that is required or optional, or of which there is a result."""

    id: str
    title: str
    status: StatusName
    outcome: CaseOutcomeName
    message: SentenceDocument
    runs: list[RunDocument]


@described
class RequirementDocument(TypedDict):
    """A requirement of the procedure that a record can show."""

    number: int
    title: str
    cite: str
    status: ShownName
    effect: EffectName
    """What it means for the verdict if it is not met."""
    message: SentenceDocument
    where: PlaceDocument


@described
class DecisionDocument(TypedDict):
    """A decision of the Compliance Working Group."""

    reference: str
    date: str
    ground: str
    names: list[str]
    """The test cases and incidents that it names."""
    lifted: list[str]
    """Those that it waived."""
    where: PlaceDocument


@described
class FileDocument(TypedDict):
    """A file that the record names."""

    role: FileRoleName
    file: str
    bound: bool
    """It is the file that was recorded."""


@described
class MeasuredDocument(TypedDict):
    """A performance parameter, in seconds; null where it is not measured."""

    id: str
    title: str
    count: int
    minimum: float | None
    median: float | None
    percentile_95: float | None
    maximum: float | None
    stated: float | None
    """What the vendor stated."""


@described
class ResultsSourceDocument(TypedDict):
    """Where runs come from: a file of results, or those of its runs that have the same origin."""

    file: str
    format: str
    origin: Literal["test tool", "other tool", "typed"]
    """What made the record: the procedure's test tool, another program, or a person."""
    runs: int
    """How many there are."""
    tools: list[str]
    """The test tools that the file names, each with its version."""
    testers: list[str]
    """Who ran the tests, as the file says."""
    typed_by: str
    """Of typed results, as the record says; empty if it does not."""
    typed_reason: str
    """Likewise."""
    names: list[str]
    """What in the file names the statement or the device; empty if nothing does."""


@described
class GapDocument(TypedDict):
    """A pause in a declaration run."""

    after: str
    before: str
    began: str
    seconds: float
    too_long: bool


@described
class WindowDocument(TypedDict):
    """When a declaration run began and ended."""

    began: str
    ended: str | None
    seconds: float | None
    gaps: list[GapDocument]


@described
class VerdictDocument(TypedDict):
    """The verdict on the evidence."""

    mode: Literal["certification", "re-certification", "declaration"] | None
    readings: dict[str, str]
    """The readings on which the plan depends."""
    parts: list[PartDocument]
    reasons: list[ReasonDocument]
    test_cases: list[JudgedCaseDocument]
    requirements: list[RequirementDocument]
    decisions: list[DecisionDocument]
    results: list[ResultsSourceDocument]
    performance: list[MeasuredDocument]
    declaration_run: WindowDocument | None
    files: list[FileDocument]


@described
class DerivedDocument(TypedDict):
    """What follows from the evidence. Every verification derives it again and compares."""

    outcome: OutcomeName
    subject: SubjectDocument
    scope: ScopeDocument | None
    plan: list[PlannedTestCaseDocument]
    verdict: VerdictDocument
    extract: list[ExtractKeyDocument]
    firmware_hash: str
    """``SHA-256 <hex>``, or empty: only for a charging station (8.2)."""


@described
class AttestationDocument(TypedDict):
    """The payload of a declaration, report or certificate."""

    version: Literal[1]
    kind: KindName
    id: str
    """Unique at its issuer."""
    issued_at: str
    """ISO 8601, UTC, whole seconds, with Z."""
    rehearsal: bool
    """Made under a rehearsal PKI: not an official document. Every page says so."""
    issuer: IssuerDocument
    addressees: list[str]
    procedure: str
    """The edition's title."""
    evidence: EvidenceDocument
    derived: DerivedDocument
    links: list[LinkDocument]
    supersedes: list[SupersededDocument]
    """Certificates that this one replaces; empty for other kinds."""
    renderer: RendererDocument
