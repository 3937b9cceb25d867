"""A verdict, and what a record shows, as JSON. Its documents are apart from the model, which every assessment loads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from certkit.finding import Finding, Place
from certkit.formats.document import described
from certkit.formats.json_document import write_document
from certkit.measurement.model import Measurement
from certkit.record.requirements import Effect, Shown, ShownRequirement
from certkit.text.sentence import Sentence
from certkit.verdict.dossier import Dossier, DossierFile, Role
from certkit.verdict.model import AppliedDecision, JudgedCase, Outcome, Part, Reason, ResultsSource, Verdict, Window


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


def write_verdict_json(verdict: Verdict) -> bytes:
    """The verdict as JSON; ``schemas/verdict.schema.json`` describes it."""
    return write_document(verdict_document(verdict))


def write_requirements_json(dossier: Dossier, rows: Sequence[ShownRequirement], edition: str) -> bytes:
    """What a record shows as JSON; ``schemas/requirements.schema.json`` describes it."""
    return write_document(requirements_document(dossier, rows, edition))


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
