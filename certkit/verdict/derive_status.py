"""From the verdict on a dossier to how far its test run has come. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from certkit.plan.derive import in_random_order
from certkit.plan.model import Status, TestPlan
from certkit.record.requirements import Effect
from certkit.text.sentence import Sentence
from certkit.verdict.model import CaseOutcome, JudgedCase, Part, Reason, Verdict
from certkit.verdict.status_model import BlockingIssue, CaseLeft, CasesCounted, RecordStatusDocument

_SEED = re.compile(
    r"--seed[ =]+(?:\"([^\"]+)\"|'([^']+)'|([\w.-]+))|\bseed\b[ \t=:]*[\"']?((?=[\w.-]*\d|\S+-)[\w.-]+)", re.IGNORECASE
)
"""An option has any seed; in a sentence, a word without a digit or a hyphen is a word: no seed was noted."""
_BARE = re.compile(r"(?=\S*\d)[\w.-]+")
"""An order that is nothing but a seed; a name without a digit may be that of a person."""
_PLANNED = (Status.REQUIRED, Status.OPTIONAL)
_LEFT = (CaseOutcome.NOT_RUN, CaseOutcome.INCONCLUSIVE)
_CORRECTED_IN_RECORD = frozenset(
    {
        "run.no-statement",
        "run.statement-not-frozen",
        "run.statement-changed",
        "run.maybe-before-frozen",
        "run.maybe-before-restart",
        "run.incident-not-understood",
        "run.not-recorded",
        "run.typed",
        "run.tool-not-known",
    }
)
"""Why a pass does not count although it need not be run again: an answer or a digest of the record decides."""


def seed_of(order: str | None) -> str | None:
    """The seed that a record names as the order of its tests, or None."""
    text = (order or "").strip()
    if match := _SEED.search(text):
        return next(group for group in match.groups() if group)
    return text if _BARE.fullmatch(text) else None


def derive_status(verdict: Verdict, plan: TestPlan | None, seed: str | None) -> RecordStatusDocument:
    """How far the run has come.

    Args:
        plan: of the statement; None if it cannot be read.
    """
    judged = {case.id: case for case in verdict.cases}
    ordered = _ordered(plan, seed)
    planned = [judged[row.id] for row in (ordered.to_run if ordered else ()) if row.id in judged]
    return RecordStatusDocument(
        record=verdict.source,
        record_sha256=verdict.record_sha256,
        verdict=verdict.outcome,
        edition=verdict.edition,
        pics_sha256=verdict.pics_sha256,
        seed=seed if plan is not None else None,
        cases=_counted(planned),
        required=_counted(case for case in planned if case.status is Status.REQUIRED),
        optional=_counted(case for case in planned if case.status is Status.OPTIONAL),
        left=tuple(
            CaseLeft(id=case.id, title=case.title, status=case.status, outcome=case.outcome, message=case.message)
            for case in planned
            if _is_left(case)
        ),
        blocking=_by_use(verdict, len(planned)),
    )


def remaining_plan(plan: TestPlan, status: RecordStatusDocument) -> TestPlan:
    """The plan of what is left, in its order; what does not apply stays, with its reasons."""
    left = {case.id for case in status.left}
    ordered = _ordered(plan, status.seed)
    assert ordered is not None
    rows = (row for row in ordered.test_cases if row.id in left or row.status not in _PLANNED)
    return replace(ordered, test_cases=tuple(rows))


def _is_left(case: JudgedCase) -> bool:
    """Whether it is to be run, or run again. A failure is not: after it, everything is run again."""
    if case.outcome is CaseOutcome.NOT_COUNTED:
        why = case.message.arguments.get("why")
        return not (isinstance(why, Sentence) and why.key in _CORRECTED_IN_RECORD)
    return case.outcome in _LEFT


def _ordered(plan: TestPlan | None, seed: str | None) -> TestPlan | None:
    return in_random_order(plan, seed) if plan is not None and seed is not None else plan


def _counted(cases: Iterable[JudgedCase]) -> CasesCounted:
    known = list(cases)
    outcomes = {outcome: sum(case.outcome is outcome for case in known) for outcome in CaseOutcome}
    return CasesCounted(
        planned=len(known),
        run=sum(bool(case.runs) for case in known),
        outcomes={outcome: count for outcome, count in outcomes.items() if count},
    )


def _by_use(verdict: Verdict, planned: int) -> tuple[BlockingIssue, ...]:
    """What blocks a pass, the most useful first. Of equal ones the order of the verdict decides."""
    issues = [_issue(reason, planned) for reason in verdict.blocking]
    return tuple(sorted(issues, key=lambda issue: (issue.effect is not Effect.FAIL, -_waiting(issue))))


def _issue(reason: Reason, planned: int) -> BlockingIssue:
    """A reason with what waits for it. While the statement does not count, every planned test case does."""
    cases = planned if reason.part is Part.STATEMENT else len(reason.test_cases)
    return BlockingIssue(reason=reason, effect=reason.effect, test_cases=cases, requirements=len(reason.requirements))


def _waiting(issue: BlockingIssue) -> int:
    return max(issue.test_cases, issue.requirements)
