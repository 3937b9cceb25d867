"""The class of each test case of the new plan, and the test cases that fell away. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from certkit.attestation.model import Judged
from certkit.comparison.model import AnswerChange
from certkit.edition.model import TestCase
from certkit.edition.rulebook import Rulebook
from certkit.finding import Finding
from certkit.messages import finding
from certkit.plan.model import PlannedTestCase, Status
from certkit.recertification.changes import changed_readings, items_of_keys, plan_of, words
from certkit.recertification.model import DroppedCase, Earlier, ImpactChange, ImpactedCase, OldRun
from certkit.recertification.policy import Aspect, Impact, Policy, rule_for
from certkit.text.quote import value
from certkit.verdict.model import CaseOutcome, JudgedCase, JudgedRun

_DUT = "dut"


class _Comparison(NamedTuple):
    """What the classes follow from.

    Attributes:
        document: the old document, in a sentence.
        answers: item -> its change in a sentence; only changed ones.
        keys: item -> the changed configuration keys that it is about.
        readings: reading -> its change in a sentence.
    """

    old: Earlier
    new: Judged
    document: str
    answers: Mapping[str, str]
    keys: Mapping[str, tuple[str, ...]]
    readings: Mapping[str, str]


def impacted_cases(
    old: Earlier,
    new: Judged,
    document: str,
    answers: Iterable[AnswerChange],
    evidence: Iterable[ImpactChange],
    policy: Policy,
    changed: frozenset[Aspect],
) -> tuple[tuple[ImpactedCase, ...], tuple[DroppedCase, ...]]:
    """Each test case that is required or undetermined, with its one class; and those that fell away.

    Args:
        document: the old document, in a sentence.
        answers: the changed ones.
        evidence: what only the evidence shows.
        changed: what differs from the old document, or is not known.
    """
    compared = _Comparison(
        old=old,
        new=new,
        document=document,
        answers={change.item: _answer(change, new.rulebook) for change in answers},
        keys=_keys_of_items(evidence, old.judged.rulebook, new.rulebook),
        readings=_readings(old.judged.rulebook, new.rulebook),
    )
    before = {row.id: row for row in plan_of(old.judged).test_cases}
    rows = plan_of(new).test_cases
    impacted = tuple(
        _impacted(row, before.get(row.id), compared, policy, changed)
        for row in rows
        if row.status in (Status.REQUIRED, Status.UNDETERMINED)
    )
    return impacted, tuple(_dropped(before, {row.id: row for row in rows}, compared))


def _answer(change: AnswerChange, rulebook: Rulebook) -> str:
    item = rulebook.items[change.item].shown_id if change.item in rulebook.items else change.item
    old, new = (None if part is None else value(part) for part in (change.before, change.after))
    if old is None:
        return str(words("change.answered", item=item, new=new))
    if new is None:
        return str(words("change.unanswered", item=item, old=old))
    return str(words("change.answer", item=item, old=old, new=new))


def _readings(old: Rulebook, new: Rulebook) -> Mapping[str, str]:
    if old.info.id != new.info.id:
        return {}
    changed = changed_readings(old, new).items()
    return {name: str(words("change.reading", id=name, old=was, new=now)) for name, (was, now) in changed}


def _keys_of_items(changes: Iterable[ImpactChange], old: Rulebook, new: Rulebook) -> Mapping[str, tuple[str, ...]]:
    about = items_of_keys(old, new)
    found: dict[str, list[str]] = {}
    for change in changes:
        if change.aspect is Aspect.CONFIGURATION:
            for item in about.get(change.subject.casefold(), ()):
                found.setdefault(item, []).append(change.subject)
    return {item: tuple(keys) for item, keys in found.items()}


def _impacted(
    row: PlannedTestCase,
    old_row: PlannedTestCase | None,
    compared: _Comparison,
    policy: Policy,
    changed: frozenset[Aspect],
) -> ImpactedCase:
    items = _items(row, old_row)
    answers = tuple(compared.answers[item] for item in items if item in compared.answers)
    rules = tuple(_rule_changes(row, old_row, compared))
    impact, said = _classified(row, old_row, answers, rules, compared)
    (said,) = compared.new.rulebook.cited((said,))
    rule = rule_for(policy, impact, changed)
    outcomes = {case.id: case.outcome for case in compared.new.verdict.cases}
    return ImpactedCase(
        id=row.id,
        title=row.title,
        impact=impact,
        code=said.code,
        message=said.message,
        because=row.because,
        old_status=old_row.status if old_row else None,
        answers=answers,
        rules=rules,
        keys=tuple(dict.fromkeys(key for item in items for key in compared.keys.get(item, ()))),
        old_run=_old_run(row.id, compared),
        new_outcome=outcomes.get(row.id),
        rerun=rule.rerun,
        rule=rule.id,
        reason=rule.reason,
        cite=rule.cite,
    )


def _classified(
    row: PlannedTestCase,
    old_row: PlannedTestCase | None,
    answers: tuple[str, ...],
    rules: tuple[str, ...],
    compared: _Comparison,
) -> tuple[Impact, Finding]:
    """The first class that fits, and why."""
    if row.status is Status.UNDETERMINED:
        return Impact.UNDETERMINED, finding("IM-25", names=row.blocked_by)
    if old_row is None or old_row.status is not Status.REQUIRED:
        return Impact.NEW, finding("IM-20", status=_status(old_row))
    if answers:
        return Impact.ANSWER_CHANGED, finding("IM-21", changes=answers)
    if rules:
        return Impact.RULE_CHANGED, finding("IM-22", changes=rules)
    case = _old_case(row.id, compared)
    if case is None or case.outcome is not CaseOutcome.PASSED:
        return Impact.NOT_PASSED, _not_passed(case, compared.document)
    return Impact.SAME_QUESTION, finding("IM-24", document=compared.document)


def _not_passed(case: JudgedCase | None, document: str) -> Finding:
    if case is None:
        return finding("IM-23.absent", document=document)
    return finding("IM-23.outcome", document=document, outcome=case.outcome.value, why=case.message)


def _status(row: PlannedTestCase | None) -> str:
    return row.status.value if row else "absent"


def _items(*rows: PlannedTestCase | None) -> tuple[str, ...]:
    """The items on which rows depend: those that decide, those that are open, and those of the prerequisites."""
    found = [
        item
        for row in rows
        if row is not None
        for item in (
            _DUT,
            *(answer.item for answer in row.answers),
            *row.blocked_by,
            *(item for need in row.prerequisites for item in need.items),
        )
    ]
    return tuple(dict.fromkeys(found))


def _rule_changes(row: PlannedTestCase, old_row: PlannedTestCase | None, compared: _Comparison) -> Iterator[str]:
    """What changed of the rule of a test case that both editions have.

    Two editions are two documents, whose scenarios certkit cannot compare. Two releases are of one document, so that
    only the rule of this test case matters.
    """
    before, now = compared.old.judged.rulebook, compared.new.rulebook
    if before.info.id != now.info.id:
        yield str(words("change.edition", old=before.info.id, new=now.info.id))
        return
    if old_row is None or row.id not in before.test_cases or _same_rule(row.id, compared):
        return
    readings = [name for name in dict.fromkeys((*row.readings, *old_row.readings)) if name in compared.readings]
    yield from (compared.readings[name] for name in readings)
    if before.sha256 != now.sha256 or not readings:
        yield str(
            words(
                "change.release",
                old=before.info.release,
                new=now.info.release,
                old_digest=before.sha256,
                new_digest=now.sha256,
            )
        )


def _same_rule(name: str, compared: _Comparison) -> bool:
    before, now = compared.old.judged, compared.new
    return _rule(before.rulebook.test_cases[name], before) == _rule(now.rulebook.test_cases[name], now)


def _rule(case: TestCase, judged: Judged) -> object:
    """All by which a test case is planned for the kind of device, with its readings in force."""
    if judged.pics.dut is None:
        return case.columns, case.prerequisites
    column = judged.rulebook.column(judged.pics.dut)
    needs = [(need.needs, need.text) for need in case.prerequisites if column in need.columns]
    return case.columns.get(column, ()), needs


def _old_case(name: str, compared: _Comparison) -> JudgedCase | None:
    return next((case for case in compared.old.judged.verdict.cases if case.id == name), None)


def _old_run(name: str, compared: _Comparison) -> OldRun | None:
    case = _old_case(name, compared)
    if case is None:
        return None
    run = _deciding_run(case)
    return OldRun(
        document=compared.old.document["id"],
        document_sha256=compared.old.sha256,
        outcome=case.outcome,
        verdict=run.verdict if run else None,
        start=run.start if run else None,
        tool=run.tool if run else "",
        where=run.where if run else None,
    )


def _deciding_run(case: JudgedCase) -> JudgedRun | None:
    """The last run that counts, or the last one if none does."""
    counting = [run for run in case.runs if run.counts]
    return next(iter(reversed(counting or case.runs)), None)


def _dropped(
    before: Mapping[str, PlannedTestCase], now: Mapping[str, PlannedTestCase], compared: _Comparison
) -> Iterator[DroppedCase]:
    for name, old_row in before.items():
        row = now.get(name)
        if old_row.status is not Status.REQUIRED or (
            row is not None and row.status in (Status.REQUIRED, Status.UNDETERMINED)
        ):
            continue
        yield DroppedCase(
            id=name,
            title=(row or old_row).title,
            status=row.status if row else None,
            message=finding("IM-26", status=_status(row)).message,
            because=row.because if row else "",
            answers=tuple(compared.answers[item] for item in _items(row, old_row) if item in compared.answers),
        )
