"""What the runs of each test case come to (5.4, 5.5, 7.1.3, 8.1.2, 8.3).

Mandatory and applicable conditional test cases are required; optional ones are reported. A failure counts, also if a
later run passes, unless a set-up issue excuses it, a decision waives it, or all tests were restarted. Without a failure
the last run decides. In a declaration run every run that counts must be a pass.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from certkit.messages import say
from certkit.plan.model import PlannedTestCase, Status, TestPlan
from certkit.record.requirements import Effect
from certkit.results.model import RunKind, RunVerdict
from certkit.text.sentence import Argument, Sentence, iso
from certkit.verdict.history import History, NearIncident
from certkit.verdict.model import CaseOutcome, JudgedCase, JudgedRun, Reason, reason
from certkit.verdict.runs import CountedRun, Counting, Standing, in_order

_SATISFIED = (CaseOutcome.PASSED, CaseOutcome.WAIVED)


class CaseResult(NamedTuple):
    """A test case with the reason it gives, or None.

    Attributes:
        excused: for each of its runs that is put down to a set-up issue, a note.
        alike: the key of a sentence about many test cases that have this in common, and why; None if the reason is its
            own.
    """

    case: JudgedCase
    reason: Reason | None = None
    excused: tuple[Reason, ...] = ()
    alike: tuple[str, Sentence | None] | None = None


def judge_cases(plan: TestPlan, counting: Counting, counted_runs: tuple[CountedRun, ...]) -> tuple[CaseResult, ...]:
    """Every test case that is required or optional, and every other of which there is a result."""
    runs: dict[str, list[CountedRun]] = {}
    for one in counted_runs:
        if one.run.kind is RunKind.TEST:
            runs.setdefault(one.run.test_case, []).append(one)
    declaration = counting.record.is_declaration
    nowhere = counting.record.fields.results.place
    found = []
    for row in plan.test_cases:
        own = in_order(runs.get(row.id, []), counting.clock, counting.frozen)
        if own or row.status in (Status.REQUIRED, Status.OPTIONAL, Status.UNDETERMINED):
            judged = _judge_in_declaration(row, own) if declaration else _judge(row, own, counting.history)
            if judged.reason is not None and judged.reason.where is None:  # where the results would be
                judged = judged._replace(reason=replace(judged.reason, where=nowhere))
            found.append(judged)
    return tuple(found)


def is_complete(plan: TestPlan, judged: tuple[CaseResult, ...]) -> bool:
    """All required test cases are passed or waived, and none is open."""
    by_id = {one.case.id: one.case.outcome for one in judged}
    return plan.complete and all(
        by_id.get(row.id) in _SATISFIED for row in plan.test_cases if row.status is Status.REQUIRED
    )


def unlisted_failures(plan: TestPlan, counting: Counting, counted_runs: tuple[CountedRun, ...]) -> Iterator[Reason]:
    """In a declaration run also what the edition does not list must be passed."""
    known = {row.id for row in plan.test_cases}
    for one in counted_runs if counting.record.is_declaration else ():
        if one.run.kind is RunKind.TEST and one.run.test_case not in known and one.counts and not one.is_pass:
            message = say("reason.case", test_case=one.run.test_case, outcome=_ended(one))
            yield reason("VD-52", message, Effect.FAIL, where=one.run.place)


def _judge(row: PlannedTestCase, runs: list[CountedRun], history: History) -> CaseResult:
    counted = [one for one in runs if one.counts]
    excused = [one for one in counted if not one.is_pass and history.in_setup_issue(one.run)]
    failures = [one for one in counted if one.run.verdict is RunVerdict.FAIL and one not in excused]
    outcome, message, found = _outcome(row, runs, counted, excused, failures)
    if found is not None and failures:
        found = replace(found, message=_with_incident(_of_case(row, message), history.near(failures[0].run)))
    decision = history.waiver_of(row.id)
    if decision is not None and outcome is not CaseOutcome.PASSED:
        message = say("case.lifted", decision=decision.decision.reference.value or "", otherwise=message)
        outcome, found = CaseOutcome.WAIVED, None
    case = JudgedCase(row.id, row.title, row.status, outcome, message, _shown(runs, excused))
    notes = tuple(
        reason(
            "VD-24",
            say("reason.case-excused", test_case=row.id, verdict=one.run.verdict.value, start=iso(one.run.start)),
            Effect.NOTE,
            where=one.run.place,
            test_cases=[row.id],
        )
        for one in excused
    )
    return CaseResult(case, _for_status(row, found, outcome, message), notes, _alike(runs, outcome))


def _outcome(
    row: PlannedTestCase,
    runs: list[CountedRun],
    counted: list[CountedRun],
    excused: list[CountedRun],
    failures: list[CountedRun],
) -> tuple[CaseOutcome, Sentence, Reason | None]:
    """The outcome, why, and the reason if the test case is required and this keeps it from a pass."""
    if failures:
        first = failures[0]
        is_passed_after = any(one.is_pass for one in counted[counted.index(first) :])
        message = say("case.failed-then-passed" if is_passed_after else "case.failed", start=iso(first.run.start))
        found = reason("VD-21", _of_case(row, message), Effect.FAIL, where=first.run.place, test_cases=[row.id])
        return CaseOutcome.FAILED, message, found
    if counted:
        last = counted[-1]
        if last.is_pass:
            return CaseOutcome.PASSED, say("case.passed", start=iso(last.run.start)), None
        if last in excused:
            message = say("case.excused", verdict=last.run.verdict.value, start=iso(last.run.start))
            found = reason("VD-25", _of_case(row, message), where=last.run.place, test_cases=[row.id])
            return CaseOutcome.INCONCLUSIVE, message, found
        message = _ended(last)
        found = reason("VD-22", _of_case(row, message), where=last.run.place, test_cases=[row.id])
        return CaseOutcome.INCONCLUSIVE, message, found
    passes = [one for one in runs if one.standing is Standing.OPEN]
    if passes:
        message = say("case.pass-does-not-count", start=iso(passes[-1].run.start), why=passes[-1].why)
        found = reason("VD-23", _of_case(row, message), where=passes[-1].run.place, test_cases=[row.id])
        return CaseOutcome.NOT_COUNTED, message, found
    message = say("case.no-result-that-counts", why=runs[-1].why) if runs else say("case.no-result")
    where = runs[-1].run.place if runs else None
    return (
        CaseOutcome.NOT_RUN,
        message,
        reason("VD-20", say("reason.case-has", test_case=row.id, outcome=message), where=where, test_cases=[row.id]),
    )


def _ended(one: CountedRun) -> Sentence:
    return say("case.ended", verdict=one.run.verdict.value, start=iso(one.run.start))


def _of_case(row: PlannedTestCase, outcome: Sentence) -> Sentence:
    return say("reason.case", test_case=row.id, outcome=outcome)


def _with_incident(case: Sentence, incident: NearIncident | None) -> Sentence:
    """A failure, with the incident that is near it and does not cover it."""
    if incident is None:
        return case
    about: dict[str, Argument] = {"case": case, "incident": incident.name, "kind": incident.kind}
    if incident.side != "within":
        about["span"] = incident.seconds
    return say(f"reason.case-{incident.side}-incident", **about)


def _alike(runs: list[CountedRun], outcome: CaseOutcome) -> tuple[str, Sentence | None] | None:
    """What this test case may have in common with others, so that it is said once."""
    if outcome is CaseOutcome.NOT_RUN:
        return ("reason.cases-no-result-that-counts", runs[-1].why) if runs else ("reason.cases-no-result", None)
    if outcome is CaseOutcome.NOT_COUNTED:
        return "reason.cases-passes-do-not-count", [one for one in runs if one.standing is Standing.OPEN][-1].why
    return None


def _for_status(row: PlannedTestCase, found: Reason | None, outcome: CaseOutcome, message: Sentence) -> Reason | None:
    """A required test case keeps its reason; of others it is reported that they were run and not passed."""
    if row.status is Status.REQUIRED or found is None:
        return found
    if outcome is not CaseOutcome.NOT_RUN:
        text = say("reason.case-not-required", test_case=row.id, status=row.status.value, outcome=message)
        return reason("VD-26", text, Effect.NOTE, where=found.where, test_cases=[row.id])
    return None


def _judge_in_declaration(row: PlannedTestCase, runs: list[CountedRun]) -> CaseResult:
    counted = [one for one in runs if one.counts]
    bad = [one for one in counted if not one.is_pass]
    by_hand = [one for one in runs if one.standing is not Standing.FOREIGN and one.run.pics_mode is False]
    if bad:
        outcome = CaseOutcome.FAILED
        message = _ended(bad[0])
        found = reason("VD-52", _of_case(row, message), Effect.FAIL, where=bad[0].run.place, test_cases=[row.id])
        return CaseResult(JudgedCase(row.id, row.title, row.status, outcome, message, _shown(runs, [])), found)
    outcome, message, why = _outcome(row, runs, counted, [], [])
    open_runs = by_hand or [one for one in runs if one.standing is Standing.OPEN]
    if open_runs:  # each of its runs has to be a pass that counts
        first = open_runs[0]
        said = say("run.not-in-pics-mode") if by_hand else first.why
        outcome = CaseOutcome.NOT_COUNTED
        message = say("case.pass-does-not-count", start=iso(first.run.start), why=said)
        not_in_mode = said is not None and said.key in ("run.not-in-pics-mode", "run.maybe-not-in-pics-mode")
        code, effect = ("VD-53" if not_in_mode else "VD-23"), Effect.FAIL if by_hand else Effect.INCOMPLETE
        why = reason(code, _of_case(row, message), effect, where=first.run.place, test_cases=[row.id])
        case = JudgedCase(row.id, row.title, row.status, outcome, message, _shown(runs, []))
        return CaseResult(case, why, alike=("reason.cases-passes-do-not-count", said))
    case = JudgedCase(row.id, row.title, row.status, outcome, message, _shown(runs, []))
    return CaseResult(case, why if row.status is Status.REQUIRED else None, alike=_alike(runs, outcome))


def _shown(runs: list[CountedRun], excused: list[CountedRun]) -> tuple[JudgedRun, ...]:
    return tuple(
        JudgedRun(
            verdict=one.run.verdict,
            start=one.run.start,
            duration=one.run.duration,
            where=one.run.place,
            counts=one.counts and one not in excused,
            why=say("run.excused") if one in excused else one.why,
            origin=one.run.provenance.origin,
            tool=f"{one.run.provenance.tool} {one.run.provenance.version}".strip(),
            tester=one.run.provenance.tester,
            remarks=one.run.provenance.remarks,
        )
        for one in runs
    )
