"""The JSON documents about the evidence of a run, as types: a configuration's extract, a firmware's hash, measurements.

Fields are added, never renamed, retyped or removed, as long as ``version`` is 1. Loaded only when a schema is made.
"""

from __future__ import annotations

from typing import Literal, NotRequired

from pydantic import with_config
from typing_extensions import TypedDict

from certkit.findings.documents import DESCRIBED, PlaceDocument, SeverityName


@with_config(DESCRIBED)
class ExtractedKeyDocument(TypedDict):
    """What a certificate says of a standard key that is optional or read-only (7.1.4)."""

    key: str
    profile: str
    optional: bool
    """Whether the standard lets a station do without it."""
    implemented: bool | None
    """Whether the station reports it; null where that cannot be seen, because the key is write-only."""
    read_only: bool
    values: list[str]
    """What a read-only key contains; more than one value only where the station contradicts itself."""
    unit: str
    description: str
    cite: str


@with_config(DESCRIBED)
class ReportedKeyDocument(TypedDict):
    """A key as the station reported it."""

    key: str
    value: str | None
    """Null if it has none, or if it is a secret."""
    readonly: bool | None
    """Null if the station does not say."""
    secret: str | None
    """What is known of a secret that was held back; null if it is none."""


@with_config(DESCRIBED)
class ConfigurationDocument(TypedDict):
    """What ``certkit configuration extract --format json`` writes."""

    version: Literal[1]
    edition: str
    file: str
    configuration_sha256: str
    """SHA-256 over what was reported, without the secrets."""
    keys: list[ExtractedKeyDocument]
    reported: list[ReportedKeyDocument]
    """All that the station reported, the vendor's own keys too."""


@with_config(DESCRIBED)
class EvidenceFindingDocument(TypedDict):
    """Something about a file that the user should know."""

    code: str
    name: str
    severity: SeverityName
    message: str
    hint: str
    cite: str
    where: PlaceDocument


@with_config(DESCRIBED)
class HashedTestCaseDocument(TypedDict):
    """The test case in which the image is installed."""

    named: str
    """As the procedure names it."""
    read_as: str
    """The test case of the edition that it is read as."""
    why: str
    """The reason, if that is another one."""


@with_config(DESCRIBED)
class CertifiedFirmwareDocument(TypedDict):
    """The verified certificate against which an image was held."""

    id: str
    sha256: str
    """Of its file, in hexadecimal."""
    issuer: str
    vendor: str
    model: str
    firmware_version: str
    rehearsal: bool
    """If so, it certifies nothing."""


@with_config(DESCRIBED)
class FirmwareDocument(TypedDict):
    """What ``certkit firmware hash`` and ``verify`` write with ``--format json``."""

    version: Literal[1]
    file: str
    algorithm: str | None
    """Null, like hash and size, if the image could not be read."""
    hash: str | None
    """In hexadecimal."""
    size: int | None
    """Bytes."""
    verified: bool | None
    """Whether it is the image whose hash was stated; null where there was nothing to compare with."""
    certificate: CertifiedFirmwareDocument | None
    """Null if the hash is not that of a verified certificate."""
    test_case: HashedTestCaseDocument
    findings: list[EvidenceFindingDocument]


@with_config(DESCRIBED)
class LogPlaceDocument(TypedDict):
    """A line of a message log, from 1."""

    file: str
    line: int


@with_config(DESCRIBED)
class SlowestDocument(TypedDict):
    """The slowest occurrence."""

    what: str
    station: str
    where: LogPlaceDocument
    """The message that ends it."""
    since: LogPlaceDocument
    """The message that begins it."""


@with_config(DESCRIBED)
class LeftOutDocument(TypedDict):
    """Pairs of messages that were left out for one reason."""

    reason: str
    """Stable, for ``certkit explain``."""
    text: str
    """The same in words."""
    count: int
    first: LogPlaceDocument


@with_config(DESCRIBED)
class MeasurementDocument(TypedDict):
    """A performance parameter; its values are null where it is not measured."""

    id: str
    title: str
    cite: str
    unit: Literal["seconds"]
    measured: bool
    count: int
    minimum: float | None
    median: float | None
    percentile_95: float | None
    """By nearest rank."""
    maximum: float | None
    stated: float | None
    """What the vendor stated."""
    slowest: SlowestDocument | None
    left_out: list[LeftOutDocument]
    """The most frequent reason first."""
    samples: NotRequired[list[float]]
    """All values in the order of the log, with ``--samples``."""


@with_config(DESCRIBED)
class PairingDocument(TypedDict):
    """How requests and answers of the device came together."""

    requests: int
    answers: int
    unanswered: int
    unexpected: int
    """Answers that belong to no request."""
    duplicates: int
    """Requests whose message id another one still used."""


@with_config(DESCRIBED)
class SentRequestsDocument(TypedDict):
    """Requests by who sent them."""

    station: int
    csms: int


@with_config(DESCRIBED)
class SentAnswersDocument(TypedDict):
    """Answers by who sent them, as far as it can be told."""

    station: int
    csms: int
    either: int


@with_config(DESCRIBED)
class NoticedDocument(TypedDict):
    """Lines of a kind that is worth a notice: how many, and the first."""

    count: int
    line: int


@with_config(DESCRIBED)
class ClockStepDocument(TypedDict):
    """A step of the log's clock."""

    line: int
    kind: str
    """back, midnight or gap."""
    seconds: float


@with_config(DESCRIBED)
class ClockStepsDocument(TypedDict):
    """How often the clock of the log was put back or forward, and the first times."""

    count: int
    first: list[ClockStepDocument]


@with_config(DESCRIBED)
class LogDocument(TypedDict):
    """A message log that was read."""

    file: str
    sha256: str
    """Empty if it was not read to the end."""
    lines: int
    frames: int
    """Those that could be read, with their time."""
    layouts: dict[str, int]
    """Layout of the frames -> how many had it."""
    direction: str
    """How it was found out who sent what."""
    logged_by: str
    """CSMS or station, the side that wrote the log; empty if that is not known."""
    resolution: float
    """Of the time stamps, in seconds; 0 without frames."""
    zone: bool
    """Whether the times have a zone."""
    stations: list[str]
    requests: SentRequestsDocument
    answers: SentAnswersDocument
    noticed: dict[str, NoticedDocument]
    clock_steps: ClockStepsDocument


@with_config(DESCRIBED)
class MeasurementsDocument(TypedDict):
    """What ``certkit measure --format json`` writes. Times are in seconds."""

    version: Literal[1]
    edition: str
    rulebook_sha256: str
    pics_sha256: str
    dut: str
    communication_technology: str
    """Over which it is measured, as the PICS states it; empty if it does not."""
    complete: bool
    """Every parameter in scope is measured."""
    missing: list[str]
    readings: dict[str, str]
    measurements: list[MeasurementDocument]
    pairing: PairingDocument
    logs: list[LogDocument]
