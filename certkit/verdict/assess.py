"""The verdict on a dossier, derived from plan, record, results, configuration, firmware and measurements. Pure.

A verdict is a pass only if nothing blocks it, and evidence that could not be read or understood always does. The codes
and texts of the rules are in ``certkit/messages/verdict.yaml``, their places in the procedure in the edition's
``citations.yaml``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from certkit.finding import Place, Severity
from certkit.messages import say
from certkit.record.requirements import Effect
from certkit.results.model import RunKind
from certkit.verdict.dossier import DossierFile, Evidence, Role
from certkit.verdict.history import Applied, History, read_history
from certkit.verdict.judge_dates import judge_dates
from certkit.verdict.judge_declaration import judge_family, judge_window
from certkit.verdict.judge_device import (
    judge_boots,
    judge_configuration,
    judge_device,
    judge_firmware,
    judge_status_flow,
)
from certkit.verdict.judge_inputs import (
    judge_files,
    judge_record,
    judge_requirements,
    judge_results,
    judge_statement,
    results_sources,
)
from certkit.verdict.judge_performance import judge_performance
from certkit.verdict.judge_test_cases import CaseResult, is_complete, judge_cases, unlisted_failures
from certkit.verdict.model import (
    AppliedDecision,
    CaseOutcome,
    JudgedCase,
    Outcome,
    Part,
    Reason,
    Verdict,
    cited,
    reason,
)
from certkit.verdict.runs import CountedRun, Counting, Standing
from certkit.verdict.times import Clock


def assess(evidence: Evidence) -> Verdict:
    """The verdict, with all reasons."""
    dossier = evidence.dossier
    fields = dossier.record.fields
    plan = evidence.plan
    history = _history(evidence)
    clock = history.clock
    statement, why_not = judge_statement(evidence)
    counting = Counting(evidence, history, clock.instant(fields.pics.frozen_at.value), why_not)
    counted_runs = counting.counted_runs()
    judged = judge_cases(plan, counting, counted_runs) if plan else ()
    complete = plan is not None and is_complete(plan, judged)
    window, in_window = (
        judge_window(counted_runs, counting, evidence.limits) if dossier.record.is_declaration else (None, [])
    )
    reasons = [
        *statement,
        *judge_record(evidence),
        *judge_files(evidence),
        *(unlisted_failures(plan, counting, counted_runs) if plan else ()),
        *_case_reasons(judged),
        *judge_results(evidence),
        *_resets(evidence, counting, counted_runs),
        *judge_status_flow(evidence),
        *history.reasons,
        *history.incident_reasons(complete),
        *(judge_family(evidence) if dossier.record.is_declaration else ()),
        *in_window,
        *judge_device(evidence),
        *judge_boots(evidence, history),
        *judge_dates(evidence, clock, counted_runs),
        *judge_configuration(evidence, history),
        *judge_firmware(evidence),
        *judge_performance(evidence, counting, _first(counted_runs, clock)),
    ]
    cases = tuple(one.case for one in judged)
    decisions = tuple(_applied(one, cases) for one in history.decisions)
    reasons += map(_decision_reason, decisions, history.decisions)
    decisions += tuple(_applied(one, ()) for one in history.for_family)
    reasons = cited(reasons, evidence.citations)
    reasons += cited(judge_requirements(evidence, reasons), evidence.citations)
    nowhere = Place(dossier.record.source)
    ordered = _ordered([one if one.where else replace(one, where=nowhere) for one in reasons])
    return Verdict(
        source=dossier.record.source,
        record_sha256=dossier.record.sha256,
        mode=dossier.record.mode,
        edition=plan.edition if plan else fields.edition.value or "",
        rulebook_sha256=evidence.rulebook_sha256,
        pics_sha256=dossier.pics.sha256 if dossier.pics else "",
        dut=dossier.pics.dut if dossier.pics else None,
        device=tuple(_device(evidence)),
        readings=plan.readings if plan else (),
        outcome=_outcome(ordered),
        parts=tuple(_parts(ordered, declaration=dossier.record.is_declaration)),
        reasons=ordered,
        cases=cases,
        requirements=evidence.requirements,
        decisions=decisions,
        files=tuple(_file(one, why_not, evidence) for one in dossier.files),
        measurements=None if dossier.record.is_declaration else dossier.measurements,
        window=window,
        results=tuple(results_sources(evidence)),
    )


def decided_cases(evidence: Evidence) -> frozenset[str]:
    """The test cases that complete decisions in the record name, including the record of a declaration run.

    A member of a product family may follow a representative product that did not pass them.
    """
    history = _history(evidence)
    return frozenset(name for one in (*history.decisions, *history.for_family) for name in one.test_cases)


def _history(evidence: Evidence) -> History:
    record, plan = evidence.dossier.record, evidence.plan
    known = frozenset(row.id for row in plan.test_cases) if plan else frozenset()
    return read_history(record, Clock(record.fields.utc_offset.value), evidence.names, known, evidence.suffix)


def _outcome(reasons: Iterable[Reason]) -> Outcome:
    effects = {reason.effect for reason in reasons}
    if Effect.FAIL in effects:
        return Outcome.FAIL
    return Outcome.INCOMPLETE if Effect.INCOMPLETE in effects else Outcome.PASS


def _parts(reasons: tuple[Reason, ...], *, declaration: bool) -> Iterator[tuple[Part, Outcome]]:
    """Each part that the mode has, with its outcome."""
    left_out = (Part.PERFORMANCE, Part.FIRMWARE) if declaration else (Part.DECLARATION,)
    for part in Part:
        own = [reason for reason in reasons if reason.part is part]
        if own or part not in left_out:
            yield part, _outcome(own)


def _ordered(reasons: list[Reason]) -> tuple[Reason, ...]:
    """Failures first, then incomplete, then notes; each in the order of the parts."""
    effects, parts = list(Effect), list(Part)
    return tuple(sorted(reasons, key=lambda one: (effects.index(one.effect), parts.index(one.part))))


def _case_reasons(judged: tuple[CaseResult, ...]) -> Iterator[Reason]:
    """The reasons of the test cases; one reason for all test cases that share it."""
    alike: dict[tuple[str, Effect, object], list[CaseResult]] = {}
    for one in judged:
        yield from one.excused
        if one.reason is not None:
            alike.setdefault((one.reason.code, one.reason.effect, one.alike or one.case.id), []).append(one)
    for group in alike.values():
        first = group[0].reason
        assert first is not None
        if len(group) == 1 or group[0].alike is None:
            yield first
        else:
            names = tuple(one.case.id for one in group)
            key, why = group[0].alike
            message = say(key, test_cases=names) if why is None else say(key, test_cases=names, why=why)
            yield replace(first, message=message, test_cases=names)


def _resets(evidence: Evidence, counting: Counting, counted_runs: tuple[CountedRun, ...]) -> Iterator[Reason]:
    """Before each test of a station, the reset must pass (8.1.2, 8.2, reading D-29)."""
    tests = any(one.run.kind is RunKind.TEST and one.standing is not Standing.FOREIGN for one in counted_runs)
    if evidence.is_station is False or counting.resets or not tests:
        return
    said = evidence.dossier.record.fields.run.reset_before_each
    if said.value is not True:
        message = say("reason.resets-not-shown" if said.value is None else "reason.resets-not-made")
        yield reason("VD-28", message, where=said.place)


def _first(counted_runs: tuple[CountedRun, ...], clock: Clock) -> datetime | None:
    """When the first test that counts began; None if no time is known."""
    times = [
        moment
        for one in counted_runs
        if one.run.kind is RunKind.TEST
        and one.standing is Standing.COUNTS
        and (moment := clock.exact(one.run)) is not None
    ]
    return min((moment for moment in times if (moment.tzinfo is None) is (times[0].tzinfo is None)), default=None)


def _applied(one: Applied, cases: tuple[JudgedCase, ...]) -> AppliedDecision:
    waived = [case.id for case in cases if case.outcome is CaseOutcome.WAIVED and case.id in one.test_cases]
    decision = one.decision
    return AppliedDecision(
        reference=decision.reference.value or "",
        date=decision.date.value.isoformat() if decision.date.value else "",
        ground=decision.ground.value or "",
        names=(*(decision.test_cases.value or ()), *(decision.incidents.value or ())),
        waived=(*waived, *one.incidents),
        where=decision.place,
    )


def _decision_reason(one: AppliedDecision, understood: Applied) -> Reason:
    decided = {"reference": one.reference, "date": one.date, "ground": one.ground}
    if one.waived:
        message = say("reason.decision-lifts", **decided, lifted=one.waived)
    else:
        key = "reason.decision-not-needed" if understood.test_cases else "reason.decision-lifts-nothing"
        message = say(key, **decided)
    cases = [name for name in one.waived if name in understood.test_cases]
    return reason("VD-40", message, Effect.NOTE, where=one.where, test_cases=cases)


def _file(file: DossierFile, why_not: str | None, evidence: Evidence) -> DossierFile:
    """A file with the problem that another stage found with its digest."""
    broken = {
        Role.PICS: why_not,
        Role.FIRMWARE: next((f.message for f in evidence.firmware_findings if f.severity is Severity.ERROR), ""),
    }.get(file.role, "")
    return replace(file, problem=broken) if broken and not file.problem else file


def _device(evidence: Evidence) -> Iterator[tuple[str, str]]:
    """The facts about the device, from the record, or from the statement where the record has none."""
    pics, device = evidence.dossier.pics, evidence.dossier.record.fields.device
    values = pics.values if pics else {}
    known: list[tuple[str, object]] = [
        ("vendor", values.get("vendor")),
        ("model", device.model.value or values.get("model")),
        ("version", device.firmware_version.value or values.get("firmware_version")),
        ("serial", device.serial.value),
        ("hardware", device.hardware.value),
    ]
    yield from ((name, str(value)) for name, value in known if value is not None)


__all__ = ["History", "assess"]
