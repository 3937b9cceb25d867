"""The verdict on a dossier: pass, fail or incomplete, with all reasons.

A verdict is *fail* if the procedure says so and only new tests can change it. It is *incomplete* if something is
missing, open, or not understood. It is *pass* if nothing blocks it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Literal, NamedTuple

from certkit.edition.model import Citation
from certkit.finding import Finding, Place
from certkit.formats.document import described
from certkit.measurement.model import Measurement, Measurements
from certkit.messages import codes
from certkit.plan.model import Status
from certkit.record.requirements import Effect, Shown, ShownRequirement
from certkit.results.model import Origin, RunVerdict
from certkit.text.sentence import Sentence
from certkit.verdict.dossier import Dossier, DossierFile, Role


class Outcome(StrEnum):
    """The result of a verdict or of one of its parts."""

    PASS = "pass"  # noqa: S105  (an outcome, no password)
    FAIL = "fail"
    INCOMPLETE = "incomplete"


class Part(StrEnum):
    """The parts of a verdict. Each has an outcome of its own."""

    STATEMENT = "statement"
    RECORD = "record"
    CONFORMANCE = "conformance"
    CONFIGURATION = "configuration"
    FIRMWARE = "firmware"
    PERFORMANCE = "performance"
    DECLARATION = "declaration run"


class CaseOutcome(StrEnum):
    """The result of all runs of a test case."""

    PASSED = "passed"
    FAILED = "failed"
    INCONCLUSIVE = "inconclusive"
    NOT_COUNTED = "not counted"
    NOT_RUN = "not run"
    WAIVED = "waived"


@described
@dataclass(frozen=True, slots=True)
class Reason:
    """A blocking issue of the verdict, or a note."""

    code: str
    """Stable, for machines and ``certkit explain``."""
    name: str
    """Stable, for people."""
    part: Part
    effect: Effect
    """``fail`` and ``incomplete`` prevent a pass, ``note`` does not."""
    message: Sentence
    """What is wrong, in one sentence."""
    hint: str = ""
    """What to do."""
    cite: str = ""
    """The place in the procedure."""
    where: Place | None = None
    """The place in a file of the dossier."""
    test_cases: tuple[str, ...] = ()
    requirements: tuple[int, ...] = ()
    """Numbers of the requirements in the procedure."""


def reason(
    code: str,
    message: Sentence,
    effect: Effect = Effect.INCOMPLETE,
    *,
    where: Place | None = None,
    test_cases: Iterable[str] = (),
    requirements: Iterable[int] = (),
    cite: str = "",
    hint: str | None = None,
) -> Reason:
    """A reason of a rule of the verdict; a note has no hint.

    Without ``cite`` and ``requirements``, :func:`cited` adds those of the edition.
    """
    rule = codes()[code]
    return Reason(
        code=code,
        name=rule.name,
        part=Part(rule.part),
        effect=effect,
        message=message,
        hint="" if effect is Effect.NOTE else rule.hint if hint is None else hint,
        cite=cite,
        where=where,
        test_cases=tuple(test_cases),
        requirements=tuple(requirements),
    )


def cited(reasons: Iterable[Reason], citations: Mapping[str, Citation]) -> list[Reason]:
    """The reasons, each with its place and its requirements in the procedure, from the edition's citations."""
    return [_cited(one, citations.get(one.code)) for one in reasons]


def _cited(one: Reason, citation: Citation | None) -> Reason:
    if citation is None:
        return one
    return replace(one, cite=one.cite or citation.cite, requirements=one.requirements or citation.requirements)


@described
@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedRun:
    """A run of a test case."""

    verdict: RunVerdict
    start: datetime | None
    """As the results have it, with or without a time zone."""
    duration: float | None
    """Seconds."""
    counts: bool
    """It decides the test case. A pass counts only if everything about it is right; any other result counts unless it
    certainly belongs to something else."""
    why: Sentence | None = None
    """Why it does not count, or a remark."""
    where: Place
    origin: Origin = Origin.TYPED
    """What wrote the result; ``where`` has the file."""
    tool: str = ""
    """The test tool and its version, as the file names them."""
    tester: str = ""
    remarks: str = ""


@described
@dataclass(frozen=True, slots=True, kw_only=True)
class ResultsSource:
    """A file of results, or the runs in it that have the same origin."""

    file: str
    format: str
    """``OCTT JSON``, ``JUnit XML``, ``Excel`` and so on."""
    origin: Origin
    runs: int
    tools: tuple[str, ...] = ()
    """The test tools that the file names, each with its version."""
    testers: tuple[str, ...] = ()
    typed_by: str = ""
    """Of typed results, as the record says; empty if it does not."""
    typed_reason: str = ""
    names: tuple[str, ...] = ()
    """The facts in the file that name the statement or the device."""


@described
@dataclass(frozen=True, slots=True)
class JudgedCase:
    """A test case of the plan that is required or optional, or that has a result."""

    id: str
    title: str
    status: Status
    outcome: CaseOutcome
    message: Sentence
    """Why it has this outcome, in one sentence."""
    runs: tuple[JudgedRun, ...] = ()


@described
@dataclass(frozen=True, slots=True)
class Gap:
    """A pause in a declaration run, from the end of one test to the beginning of the next."""

    after: str
    before: str
    began: datetime
    seconds: float
    too_long: bool


@described
@dataclass(frozen=True, slots=True)
class Window:
    """When the counting runs of a declaration run began and ended."""

    began: datetime
    ended: datetime | None
    """Null if the end is not known."""
    seconds: float | None
    gaps: tuple[Gap, ...]


@described
@dataclass(frozen=True, slots=True)
class AppliedDecision:
    """A decision of the Compliance Working Group."""

    reference: str
    date: str
    ground: str
    names: tuple[str, ...]
    """The test cases and incidents that it names."""
    waived: tuple[str, ...]
    """Those that it waives."""
    where: Place | None


class Verdict(NamedTuple):
    """The verdict.

    Attributes:
        source, record_sha256: the record.
        edition, rulebook_sha256, pics_sha256, readings: what the plan was made with.
        device: vendor, model, version, serial and hardware, without those that are not known.
        reasons: blocking issues first; within them, and within the notes, in the order of the parts.
        window: of a declaration run.
        results: the files and origins of the runs.
    """

    source: str
    record_sha256: str
    mode: str | None
    edition: str
    rulebook_sha256: str
    pics_sha256: str
    dut: str | None
    device: tuple[tuple[str, str], ...]
    readings: tuple[tuple[str, str], ...]
    outcome: Outcome
    parts: tuple[tuple[Part, Outcome], ...]
    reasons: tuple[Reason, ...]
    cases: tuple[JudgedCase, ...]
    requirements: tuple[ShownRequirement, ...]
    decisions: tuple[AppliedDecision, ...]
    files: tuple[DossierFile, ...]
    measurements: Measurements | None = None
    window: Window | None = None
    results: tuple[ResultsSource, ...] = ()

    @property
    def blocking(self) -> tuple[Reason, ...]:
        """The reasons that prevent a pass."""
        return tuple(reason for reason in self.reasons if reason.effect is not Effect.NOTE)

    @property
    def notes(self) -> tuple[Reason, ...]:
        """The reasons that do not prevent a pass."""
        return tuple(reason for reason in self.reasons if reason.effect is Effect.NOTE)


@described
@dataclass(frozen=True, slots=True)
class PartDocument:
    """A part of the verdict."""

    part: Part
    verdict: Outcome


@described
@dataclass(frozen=True, slots=True)
class RequirementDocument:
    """A requirement of the procedure that a record can show."""

    number: int
    title: str
    kind: str
    """``check``, ``record``, ``print`` or ``process``."""
    cite: str
    status: Shown
    effect: Effect
    """What it means for the verdict if it is not met."""
    message: Sentence
    where: Place | None


@described
@dataclass(frozen=True, slots=True)
class FileDocument:
    """A file that the record names."""

    role: Role
    file: str
    sha256: str
    """Empty if the file could not be read."""
    digest_matches: bool
    """It is the recorded file."""
    problem: str


@described
@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictDocument:
    """What ``certkit assess --format json`` writes."""

    version: Literal[1] = 1
    verdict: Outcome
    mode: str | None
    """``certification``, ``re-certification`` or ``declaration``."""
    record: str
    """The file, as on the command line."""
    record_sha256: str
    edition: str
    rulebook_sha256: str
    pics_sha256: str
    """Of the statement; empty if there is none."""
    dut: str | None
    device: Mapping[str, str]
    """vendor, model, version, serial and hardware, without those that are not known."""
    readings: Mapping[str, str]
    """The readings on which the plan depends."""
    parts: tuple[PartDocument, ...]
    reasons: tuple[Reason, ...]
    """Blocking issues first."""
    test_cases: tuple[JudgedCase, ...]
    requirements: tuple[RequirementDocument, ...]
    decisions: tuple[AppliedDecision, ...]
    performance: tuple[Measurement, ...]
    declaration_run: Window | None
    files: tuple[FileDocument, ...]
    results: tuple[ResultsSource, ...]


@described
@dataclass(frozen=True, slots=True, kw_only=True)
class RequirementsDocument:
    """What ``certkit record check --format json`` writes."""

    version: Literal[1] = 1
    record: str
    record_sha256: str
    edition: str
    mode: str | None
    findings: tuple[Finding, ...]
    requirements: tuple[RequirementDocument, ...]
    files: tuple[FileDocument, ...]
    summary: Mapping[Shown, int]
    """Status -> how many requirements have it."""


def verdict_document(verdict: Verdict) -> VerdictDocument:
    """The JSON document of a verdict."""
    return VerdictDocument(
        verdict=verdict.outcome,
        mode=verdict.mode,
        record=verdict.source,
        record_sha256=verdict.record_sha256,
        edition=verdict.edition,
        rulebook_sha256=verdict.rulebook_sha256,
        pics_sha256=verdict.pics_sha256,
        dut=verdict.dut,
        device=dict(verdict.device),
        readings=dict(verdict.readings),
        parts=tuple(PartDocument(part, outcome) for part, outcome in verdict.parts),
        reasons=verdict.reasons,
        test_cases=verdict.cases,
        requirements=_requirements(verdict.requirements),
        decisions=verdict.decisions,
        performance=verdict.measurements.measurements if verdict.measurements else (),
        declaration_run=verdict.window,
        files=_files(verdict.files),
        results=verdict.results,
    )


def requirements_document(dossier: Dossier, rows: Sequence[ShownRequirement], edition: str) -> RequirementsDocument:
    """The JSON document of what a record shows."""
    return RequirementsDocument(
        record=dossier.record.source,
        record_sha256=dossier.record.sha256,
        edition=edition,
        mode=dossier.record.mode,
        findings=dossier.record.findings,
        requirements=_requirements(rows),
        files=_files(dossier.files),
        summary={status: sum(row.status is status for row in rows) for status in Shown},
    )


def _requirements(rows: Iterable[ShownRequirement]) -> tuple[RequirementDocument, ...]:
    return tuple(
        RequirementDocument(
            number=row.requirement.number,
            title=row.requirement.title,
            kind=row.requirement.kind,
            cite=row.requirement.cite,
            status=row.status,
            effect=row.requirement.effect,
            message=row.message,
            where=row.where,
        )
        for row in rows
    )


def _files(files: Iterable[DossierFile]) -> tuple[FileDocument, ...]:
    return tuple(FileDocument(file.role, file.name, file.sha256, file.digest_matches, file.problem) for file in files)
