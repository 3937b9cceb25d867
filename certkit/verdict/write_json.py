"""A verdict as JSON, for programs: ``schemas/verdict.schema.json`` describes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkit.finding import Place
from certkit.findings.json_parts import place_document
from certkit.formats.json_text import to_json
from certkit.measurement.model import Measurement
from certkit.record.requirements import ShownRequirement
from certkit.verdict.dossier import DossierFile
from certkit.verdict.model import JudgedCase, JudgedRun, Reason, ResultsSource, Verdict, Window

if TYPE_CHECKING:
    from certkit.findings.documents import PlaceDocument
    from certkit.verdict.documents import (
        FileDocument,
        JudgedCaseDocument,
        MeasuredDocument,
        ReasonDocument,
        RequirementDocument,
        ResultsSourceDocument,
        RunDocument,
        VerdictDocument,
        WindowDocument,
    )

_MICRO = 1_000_000


def write_verdict_json(verdict: Verdict) -> bytes:
    """The whole verdict."""
    return to_json(verdict_document(verdict))


def verdict_document(verdict: Verdict) -> VerdictDocument:
    """The same, before it is written."""
    measurements = verdict.measurements.measurements if verdict.measurements else ()
    return {
        "version": 1,
        "verdict": verdict.outcome.value,
        "mode": verdict.mode,  # type: ignore[typeddict-item]  # the reader lets no other mode through
        "record": verdict.source,
        "record_sha256": verdict.record_sha256,
        "edition": verdict.edition,
        "rulebook_sha256": verdict.rulebook_sha256,
        "pics_sha256": verdict.pics_sha256,
        "dut": verdict.dut,
        "device": dict(verdict.device),
        "readings": dict(verdict.readings),
        "parts": [{"part": part.value, "verdict": outcome.value} for part, outcome in verdict.parts],
        "reasons": [_reason(reason) for reason in verdict.reasons],
        "test_cases": [_case(case) for case in verdict.cases],
        "requirements": [requirement_document(row) for row in verdict.requirements],
        "decisions": [
            {
                "reference": decision.reference,
                "date": decision.date,
                "ground": decision.ground,
                "names": list(decision.names),
                "waived": list(decision.waived),
                "where": _where(decision.place),
            }
            for decision in verdict.decisions
        ],
        "performance": [_measured(row) for row in measurements],
        "declaration_run": _window(verdict.window) if verdict.window else None,
        "files": [file_document(file) for file in verdict.files],
        "results": [_source(source) for source in verdict.results],
    }


def _source(source: ResultsSource) -> ResultsSourceDocument:
    return {
        "file": source.file,
        "format": source.format,
        "origin": source.origin.value,
        "runs": source.runs,
        "tools": list(source.tools),
        "testers": list(source.testers),
        "typed_by": source.typed_by,
        "typed_reason": source.typed_reason,
        "names": list(source.names),
    }


def _where(place: Place | None) -> PlaceDocument:
    return place_document(place, place.file if place else "")


def _reason(reason: Reason) -> ReasonDocument:
    return {
        "code": reason.code,
        "name": reason.name,
        "part": reason.part.value,
        "effect": reason.effect.value,
        "message": str(reason.message),
        "hint": reason.hint,
        "cite": reason.cite,
        "where": _where(reason.where),
        "test_cases": list(reason.test_cases),
        "requirements": list(reason.requirements),
    }


def _case(case: JudgedCase) -> JudgedCaseDocument:
    return {
        "id": case.id,
        "title": case.title,
        "status": case.status.value,
        "outcome": case.outcome.value,
        "message": str(case.message),
        "runs": [_run(run) for run in case.runs],
    }


def _run(run: JudgedRun) -> RunDocument:
    return {
        "verdict": run.verdict.value,
        "start": run.start.isoformat() if run.start else None,
        "duration": run.duration,
        "counts": run.counts,
        "why": str(run.why or ""),
        "where": _where(run.place),
        "origin": run.provenance.origin.value,
        "tool": f"{run.provenance.tool} {run.provenance.version}".strip(),
        "tester": run.provenance.tester,
        "remarks": run.provenance.remarks,
    }


def requirement_document(row: ShownRequirement) -> RequirementDocument:
    """A requirement, and what the record shows of it."""
    requirement = row.requirement
    return {
        "number": requirement.number,
        "title": requirement.title,
        "kind": requirement.kind,  # type: ignore[typeddict-item]  # an edition with another kind is refused
        "cite": requirement.cite,
        "status": row.status.value,
        "effect": requirement.effect.value,
        "message": str(row.message),
        "where": _where(row.where),
    }


def file_document(file: DossierFile) -> FileDocument:
    """A file of the dossier."""
    return {
        "role": file.role.value,
        "file": file.name,
        "sha256": file.sha256,
        "bound": file.digest_matches,
        "problem": file.problem,
    }


def _measured(row: Measurement) -> MeasuredDocument:
    def seconds(value: float | None) -> float | None:
        return None if value is None else value / _MICRO

    return {
        "id": row.id,
        "title": row.title,
        "cite": row.cite,
        "count": row.count,
        "minimum": seconds(row.minimum),
        "median": seconds(row.median),
        "percentile_95": seconds(row.percentile_95),
        "maximum": seconds(row.maximum),
        "stated": row.stated,
    }


def _window(window: Window) -> WindowDocument:
    return {
        "began": window.began.isoformat(),
        "ended": window.ended.isoformat() if window.ended else None,
        "seconds": window.seconds,
        "gaps": [
            {
                "after": gap.after,
                "before": gap.before,
                "began": gap.began.isoformat(),
                "seconds": gap.seconds,
                "too_long": gap.too_long,
            }
            for gap in window.gaps
        ],
    }
