"""What follows from the evidence by version 1: outcome, product, scope, plan, verdict, extract, firmware hash."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict

from certkit.attestation.kinds import Kind
from certkit.attestation.model import Judged
from certkit.attestation.scope import Claim, scope_rules
from certkit.attestation.v1.model import (
    Answer,
    CaseOutcomeName,
    DerivedDocument,
    ExtractKeyDocument,
    FunctionalityDocument,
    JudgedCaseDocument,
    MeasuredDocument,
    PlaceDocument,
    PlannedTestCaseDocument,
    ReasonDocument,
    ResultsSourceDocument,
    ScopeDocument,
    SubjectDocument,
    VerdictDocument,
    WindowDocument,
)
from certkit.attestation.v1.words import write_sentence
from certkit.conditions import Value
from certkit.configuration.derive import extract
from certkit.finding import Place, Severity
from certkit.firmware.model import title_of
from certkit.measurement.model import Measurement
from certkit.plan.model import PlannedTestCase
from certkit.verdict.model import CaseOutcome, JudgedCase, Reason, ResultsSource, Verdict, Window

_OUTCOMES: dict[CaseOutcome, CaseOutcomeName] = {
    CaseOutcome.PASSED: "passed",
    CaseOutcome.FAILED: "failed",
    CaseOutcome.INCONCLUSIVE: "inconclusive",
    CaseOutcome.NOT_COUNTED: "not counted",
    CaseOutcome.NOT_RUN: "not run",
    CaseOutcome.WAIVED: "lifted",
}
"""The outcomes by the names that version 1 has for them."""
_MICRO = 1_000_000


def derive(judged: Judged) -> DerivedDocument:
    """All of it. The same evidence gives the same, whatever the kind of the attestation."""
    plan = judged.evidence.plan
    return {
        "outcome": judged.verdict.outcome.value,
        "subject": subject(judged),
        "scope": scope(judged),
        "plan": [_planned(row) for row in plan.test_cases] if plan else [],
        "verdict": _verdict(judged.verdict),
        "extract": list(_extract(judged)),
        "firmware_hash": firmware_hash(judged),
    }


def subject(judged: Judged) -> SubjectDocument:
    """The product: what the record says of the very device, and where it is silent the statement (5.5)."""
    device = dict(judged.verdict.device)
    return {
        "dut": judged.pics.dut or "",
        "vendor": device.get("vendor", ""),
        "model": device.get("model", ""),
        "firmware_version": device.get("version", ""),
        "hardware": device.get("hardware", ""),
        "serial": device.get("serial", ""),
        "family": judged.text("family.name"),
        "representative": judged.text("family.representative"),
    }


def scope(judged: Judged) -> ScopeDocument | None:
    """What is certified (A.1, D-46); None while it is open, or where a full one is applied for without all profiles.

    It is full where every profile is there, unless the edition asks the vendor and the answer is a subset.
    """
    rules, values = scope_rules(judged.rulebook), judged.pics.values
    profiles = [(claim, claim.when.evaluate(values)) for claim in rules.profiles]
    features = [(claim, claim.when.evaluate(values)) for claim in rules.optional_features]
    if any(holds is None for _, holds in (*profiles, *features)):
        return None
    every = all(holds for _, holds in profiles)
    wants_subset = False
    if rules.applied is not None:
        answer = values.get(rules.applied.item)
        wants_subset = answer == rules.applied.subset
        if rules.applied.item in judged.pics.refused or (answer == rules.applied.full and not every):
            return None
    return {
        "certificate": "Full" if every and not wants_subset else "Subset",
        "profiles": _functionalities(profiles),
        "optional_features": _functionalities(features),
    }


def _functionalities(claims: Iterable[tuple[Claim, bool | None]]) -> list[FunctionalityDocument]:
    return [{"title": claim.title, "supported": holds is True, "cite": claim.cite} for claim, holds in claims]


def _extract(judged: Judged) -> Iterable[ExtractKeyDocument]:
    """What a certificate says of the configuration keys (7.1.4); nothing without a configuration."""
    configuration = judged.evidence.dossier.configuration
    if configuration is None:
        return
    for row in extract(configuration, judged.rulebook).keys:
        yield {
            "key": row.key,
            "profile": row.profile,
            "optional": row.optional,
            "implemented": row.implemented,
            "read_only": row.read_only,
            "values": list(row.values),
            "unit": row.unit,
            "description": row.description,
            "cite": row.cite,
        }


def firmware_hash(judged: Judged) -> str:
    """``SHA-256 <hex>`` of the firmware image (8.2); empty for devices without firmware, and for no usable image."""
    firmware = judged.evidence.dossier.firmware
    broken = any(found.severity is Severity.ERROR for found in judged.evidence.firmware_findings)
    if firmware is None or broken or judged.pics.dut not in scope_rules(judged.rulebook).firmware:
        return ""
    return f"{title_of(firmware.algorithm)} {firmware.hash}"


def addressees(kind: Kind, judged: Judged) -> list[str]:
    """To whom it is made out: to the vendor, and to whom the edition says besides."""
    return [subject(judged)["vendor"], *scope_rules(judged.rulebook).addressees.get(kind, ())]


def place(where: Place | None) -> PlaceDocument:
    """A place without what does not apply."""
    if where is None:
        return {}
    return {name: value for name, value in asdict(where).items() if value}  # type: ignore[return-value]


def answer(value: Value) -> Answer:
    """An answer: several values as an array, a pair (a setting, a member of a family) as an array of two."""
    if isinstance(value, tuple):
        return [[str(text) for text in part] if isinstance(part, tuple) else str(part) for part in value]
    return value


def _planned(row: PlannedTestCase) -> PlannedTestCaseDocument:
    return {
        "id": row.id,
        "title": row.title,
        "status": row.status.value,
        "mark": row.mark,
        "because": write_sentence(row.because),
        "answers": [one.item for one in row.answers],
        "blocked_by": list(row.blocked_by),
        "readings": list(row.readings),
        "prerequisites": [
            {"text": need.text, "met": need.met, "items": list(need.items)} for need in row.prerequisites
        ],
    }


def _verdict(verdict: Verdict) -> VerdictDocument:
    measured = verdict.measurements.measurements if verdict.measurements else ()
    return {
        "mode": verdict.mode,  # type: ignore[typeddict-item]  # the reader lets no other mode through
        "readings": dict(verdict.readings),
        "parts": [{"part": part.value, "verdict": outcome.value} for part, outcome in verdict.parts],
        "reasons": [_reason(one) for one in verdict.reasons],
        "test_cases": [_case(one) for one in verdict.cases],
        "requirements": [
            {
                "number": row.requirement.number,
                "title": row.requirement.title,
                "cite": row.requirement.cite,
                "status": row.status.value,
                "effect": row.requirement.effect.value,
                "message": write_sentence(row.message),
                "where": place(row.where),
            }
            for row in verdict.requirements
        ],
        "decisions": [
            {
                "reference": one.reference,
                "date": one.date,
                "ground": one.ground,
                "names": list(one.names),
                "lifted": list(one.waived),
                "where": place(one.where),
            }
            for one in verdict.decisions
        ],
        "results": [_source(one) for one in verdict.results],
        "performance": [_measured(row) for row in measured],
        "declaration_run": _window(verdict.window) if verdict.window else None,
        "files": [{"role": one.role.value, "file": one.name, "bound": one.digest_matches} for one in verdict.files],
    }


def _reason(reason: Reason) -> ReasonDocument:
    return {
        "code": reason.code,
        "part": reason.part.value,
        "effect": reason.effect.value,
        "message": write_sentence(reason.message),
        "where": place(reason.where),
        "test_cases": list(reason.test_cases),
        "requirements": list(reason.requirements),
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


def _case(case: JudgedCase) -> JudgedCaseDocument:
    return {
        "id": case.id,
        "title": case.title,
        "status": case.status.value,
        "outcome": _OUTCOMES[case.outcome],
        "message": write_sentence(case.message),
        "runs": [
            {
                "verdict": run.verdict.value,
                "start": run.start.isoformat() if run.start else None,
                "duration": run.duration,
                "counts": run.counts,
                "why": write_sentence(run.why) if run.why is not None else None,
                "where": place(run.where),
            }
            for run in case.runs
        ],
    }


def _measured(row: Measurement) -> MeasuredDocument:
    def seconds(value: float | None) -> float | None:
        return None if value is None else value / _MICRO

    return {
        "id": row.id,
        "title": row.title,
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
