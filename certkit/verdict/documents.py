"""The JSON documents about a dossier, as types: what mypy holds the writers to and ``schemas/`` is generated from.

Fields are added, never renamed, retyped or removed, as long as ``version`` is 1. Loaded only when a schema is made.
"""

from __future__ import annotations

from typing import Literal

from pydantic import with_config
from typing_extensions import TypedDict

from certkit.findings.documents import DESCRIBED, PlaceDocument, StatusName

OutcomeName = Literal["pass", "fail", "incomplete"]
EffectName = Literal["fail", "incomplete", "note"]
ShownName = Literal["met", "not met", "not shown", "not applicable"]
CaseOutcomeName = Literal["passed", "failed", "inconclusive", "not counted", "not run", "waived"]
OriginName = Literal["test tool", "other tool", "typed"]


@with_config(DESCRIBED)
class PartDocument(TypedDict):
    """A part of the verdict."""

    part: str
    verdict: OutcomeName


@with_config(DESCRIBED)
class ReasonDocument(TypedDict):
    """Something that decides the verdict, or should be known beside it."""

    code: str
    """Stable."""
    name: str
    """Stable: the same for people."""
    part: str
    effect: EffectName
    """fail and incomplete stand in the way of a pass."""
    message: str
    hint: str
    """The way out."""
    cite: str
    """The place in the procedure."""
    where: PlaceDocument
    test_cases: list[str]
    requirements: list[int]
    """Numbers of the procedure's requirements."""


@with_config(DESCRIBED)
class RunDocument(TypedDict):
    """A run of a test case."""

    verdict: Literal["pass", "fail", "inconc", "error", "unknown"]
    start: str | None
    """As the results have it, with or without the distance from UTC."""
    duration: float | None
    """Seconds."""
    counts: bool
    why: str
    """Why it does not count, or empty."""
    where: PlaceDocument
    origin: OriginName
    """What made the record of the run; ``where`` has the file."""
    tool: str
    """The test tool and its version, as the file names them, or empty."""
    tester: str
    remarks: str


@with_config(DESCRIBED)
class ResultsSourceDocument(TypedDict):
    """Where runs come from: a file of results, or those of its runs that have the same origin."""

    file: str
    format: str
    origin: OriginName
    runs: int
    tools: list[str]
    """The test tools that the file names, each with its version."""
    testers: list[str]
    typed_by: str
    """Of typed results, as the record says; empty if it does not."""
    typed_reason: str
    names: list[str]
    """What in the file names the statement or the device; empty if nothing does."""


@with_config(DESCRIBED)
class JudgedCaseDocument(TypedDict):
    """A test case that is required or optional, or of which there is a result."""

    id: str
    title: str
    status: StatusName
    outcome: CaseOutcomeName
    message: str
    runs: list[RunDocument]


@with_config(DESCRIBED)
class RequirementDocument(TypedDict):
    """A requirement of the procedure that a record can show."""

    number: int
    title: str
    kind: Literal["check", "record", "print", "process"]
    cite: str
    status: ShownName
    effect: EffectName
    """What it means for the verdict if it is not met."""
    message: str
    where: PlaceDocument


@with_config(DESCRIBED)
class DecisionDocument(TypedDict):
    """A decision of the Compliance Working Group."""

    reference: str
    date: str
    ground: str
    names: list[str]
    """The test cases and incidents that it names."""
    waived: list[str]
    """Those that it waives."""
    where: PlaceDocument


@with_config(DESCRIBED)
class FileDocument(TypedDict):
    """A file that the record names."""

    role: str
    file: str
    sha256: str
    """Empty if it could not be read."""
    bound: bool
    """It is the file that was recorded."""
    problem: str


@with_config(DESCRIBED)
class MeasuredDocument(TypedDict):
    """A performance parameter, in seconds; null where it is not measured."""

    id: str
    title: str
    cite: str
    count: int
    minimum: float | None
    median: float | None
    percentile_95: float | None
    maximum: float | None
    stated: float | None
    """What the vendor stated."""


@with_config(DESCRIBED)
class GapDocument(TypedDict):
    """A pause in a declaration run."""

    after: str
    before: str
    began: str
    seconds: float
    too_long: bool


@with_config(DESCRIBED)
class WindowDocument(TypedDict):
    """When a declaration run began and ended."""

    began: str
    ended: str | None
    seconds: float | None
    gaps: list[GapDocument]


@with_config(DESCRIBED)
class VerdictDocument(TypedDict):
    """What ``certkit assess --format json`` writes."""

    version: Literal[1]
    verdict: OutcomeName
    mode: Literal["certification", "re-certification", "declaration"] | None
    record: str
    """The file, as it was named on the command line."""
    record_sha256: str
    edition: str
    rulebook_sha256: str
    pics_sha256: str
    """Of the statement that was read; empty if there is none."""
    dut: str | None
    device: dict[str, str]
    """vendor, model, version, serial, hardware, as far as they are known."""
    readings: dict[str, str]
    """The readings on which the plan depends."""
    parts: list[PartDocument]
    reasons: list[ReasonDocument]
    """What stands in the way first."""
    test_cases: list[JudgedCaseDocument]
    requirements: list[RequirementDocument]
    decisions: list[DecisionDocument]
    performance: list[MeasuredDocument]
    declaration_run: WindowDocument | None
    files: list[FileDocument]
    results: list[ResultsSourceDocument]
    """Where the runs come from."""


@with_config(DESCRIBED)
class RequirementsDocument(TypedDict):
    """What ``certkit record check --format json`` writes."""

    version: Literal[1]
    record: str
    record_sha256: str
    edition: str
    mode: Literal["certification", "re-certification", "declaration"] | None
    findings: list[RecordFindingDocument]
    requirements: list[RequirementDocument]
    files: list[FileDocument]
    summary: dict[ShownName, int]


@with_config(DESCRIBED)
class RecordFindingDocument(TypedDict):
    """Something in the record that is not understood."""

    code: str
    name: str
    message: str
    hint: str
    where: PlaceDocument
