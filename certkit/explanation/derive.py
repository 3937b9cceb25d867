"""What a name means, and for a device each clause, its answer, its place, and what would change the result.

What belongs to the stages after the plan is loaded only if the name is not one of the PICS and its plan.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from certkit.conditions import (
    Answers,
    Constant,
    Defined,
    Node,
    Value,
    blocking_items,
    clauses,
    decide,
    deciding_items,
    items_of,
    replaced,
    smallest_changes,
    terms_of,
    walk,
)
from certkit.edition.domains import Number
from certkit.edition.model import Constraint, Entry
from certkit.edition.rulebook import Rulebook
from certkit.explanation.model import (
    PICS_CHECK,
    AppliedReading,
    Change,
    ChangedAnswer,
    Clause,
    ExplainedColumn,
    Explanation,
    FindingExplanation,
    ItemAnswer,
    ItemExplanation,
    MarkedCondition,
    ReadingExplanation,
    ReadTerm,
    StatusDifference,
    TermExplanation,
    TestCaseExplanation,
)
from certkit.explanation.names import Kind, find
from certkit.finding import Finding
from certkit.loading import load
from certkit.messages import codes
from certkit.pics.model import Pics
from certkit.plan.model import PlannedTestCase, Status, TestPlan
from certkit.plan.selection import select

_EVIDENCE = "certkit.explanation.derive_evidence"
_DECIDED_BY = {
    "missing": "made where the item must be answered and is not",
    "unasked": "made where the item is answered, but not asked of this kind of device",
    "others": "made for a name that the form does not know",
    "incomplete-member": "made where a member of the family lacks a field",
    "unlisted-representative": "made where the representative product is not in the list of members",
}


class Basis(NamedTuple):
    """What an explanation follows from: the edition, and what is known of the device, if there is one."""

    rulebook: Rulebook
    pics: Pics | None
    plan: TestPlan | None
    findings: Sequence[Finding]
    alternatives: Mapping[str, TestPlan] | None


def explain(
    subject: str,
    rulebook: Rulebook,
    *,
    pics: Pics | None = None,
    plan: TestPlan | None = None,
    findings: Sequence[Finding] = (),
    alternatives: Mapping[str, TestPlan] | None = None,
) -> Explanation:
    """What a name means, and with a PICS the reasons for that device.

    Args:
        subject: a test case (``TC_003``, ``TC_003_CS``), an item, a code or name of a finding or of a rule of the
            verdict, a reading, a term, a configuration key, a performance parameter, or the number of a requirement;
            in upper or lower case.
        pics, plan, findings: of the device, if the question is about one.
        alternatives: for a reading, the device's plan under each of its alternatives.

    Raises:
        UnknownName: nothing has that name; the hint has the nearest names.
    """
    name, kind = find(subject, rulebook)
    of_the_pics = _OF_THE_PICS.get(kind)
    if of_the_pics is not None:
        return of_the_pics(name, Basis(rulebook, pics, plan, findings, alternatives))
    explanation: Explanation = load(f"{_EVIDENCE}:explain_evidence")(name, kind, rulebook, pics)
    return explanation


def _explain_test_case(name: str, basis: Basis) -> TestCaseExplanation:
    rulebook, pics, plan = basis.rulebook, basis.pics, basis.plan
    case = rulebook.test_cases[name]
    own_column = rulebook.column(pics.dut) if pics and pics.dut else None
    row = next((row for row in plan.test_cases if row.id == name), None) if plan else None
    changes: tuple[Change, ...] = ()
    if pics and own_column and row:
        changes = _changes_of_status(case.columns.get(own_column, ()), row, pics, rulebook)
    return TestCaseExplanation(
        id=case.id,
        title=case.title,
        section=case.section,
        note=case.note,
        cite=case.cite,
        columns=tuple(
            _column(column, entries, rulebook, pics if column == own_column else None)
            for column, entries in case.columns.items()
        ),
        functionalities={row.title: row.note for row in rulebook.coverage.functionalities if name in row.test_cases},
        gaps={gap.id: gap.text for gap in rulebook.coverage.gaps if name in gap.test_cases},
        status=row.status if row else None,
        because=row.because if row else "",
        prerequisites=row.prerequisites if row else (),
        changes=changes,
    )


def _column(column: str, entries: Sequence[Entry], rulebook: Rulebook, pics: Pics | None) -> ExplainedColumn:
    readings = dict.fromkeys(name for entry in entries for name in entry.readings)
    return ExplainedColumn(
        column=column,
        devices=_devices(column, rulebook),
        entries=tuple(
            MarkedCondition(entry.mark, _condition(entry.when), _clauses(entry.when, rulebook, pics))
            for entry in entries
        ),
        readings=tuple(AppliedReading.of(rulebook.readings[name]) for name in readings),
    )


def _condition(node: Node) -> str:
    """The condition under the readings in force; empty where the row holds for every device."""
    return "" if isinstance(node, Constant) and node.value else str(node)


def _devices(column: str, rulebook: Rulebook) -> tuple[str, ...]:
    return tuple(kind for kind, of in rulebook.info.columns.items() if of == column)


def _by_column(rulebook: Rulebook, concerns: Callable[[Entry], bool]) -> dict[str, tuple[str, ...]]:
    """Column -> the test cases with such an entry there."""
    columns = {
        column: tuple(
            case.id for case in rulebook.test_cases.values() if any(map(concerns, case.columns.get(column, ())))
        )
        for column in rulebook.info.columns.values()
    }
    return {column: cases for column, cases in columns.items() if cases}


def _changes_of_status(
    entries: Sequence[Entry], row: PlannedTestCase, pics: Pics, rulebook: Rulebook
) -> tuple[Change, ...]:
    items = tuple(dict.fromkeys(item for entry in entries for item in items_of(entry.when)))

    def status(answers: Answers) -> Status:
        return select(entries, answers, rulebook.candidates)[0]

    def is_changed(answers: Answers) -> bool:
        return status(answers) not in (row.status, Status.UNDETERMINED)

    changes = smallest_changes(items, pics.values, _options([e.when for e in entries], rulebook), is_changed)
    return tuple(
        _change(change, pics, rulebook, status({**pics.values, **change}).value, but=row.id) for change in changes
    )


def _options(nodes: Sequence[Node], rulebook: Rulebook) -> Callable[[str], Sequence[Value]]:
    """Item -> the answers that any of the conditions can tell apart."""

    def options(item: str) -> Sequence[Value]:
        asking = [node for node in nodes if item in items_of(node)]
        return tuple(dict.fromkeys(value for node in asking for value in rulebook.candidates(item, node)))

    return options


def _change(
    change: Mapping[str, Value], pics: Pics, rulebook: Rulebook, outcome: str, but: str | None = None
) -> Change:
    answers = tuple(ChangedAnswer(item, pics.values.get(item), value) for item, value in change.items())
    return Change(answers, outcome, tuple(row for row in _also_changed(change, pics, rulebook) if row.id != but))


def _also_changed(change: Mapping[str, Value], pics: Pics, rulebook: Rulebook) -> Iterator[StatusDifference]:
    """The test cases of the device whose status a change of answers changes."""
    if pics.dut is None:
        return
    column = rulebook.column(pics.dut)
    for case in rulebook.test_cases.values():
        entries = case.columns.get(column, ())
        if any(item in change for entry in entries for item in items_of(entry.when)):
            before, after = (
                select(entries, answers, rulebook.candidates)[0] for answers in (pics.values, {**pics.values, **change})
            )
            if before is not after:
                yield StatusDifference(case.id, before, after)


def _clauses(node: Node, rulebook: Rulebook, pics: Pics | None) -> tuple[Clause, ...]:
    """The clauses of a condition, with their answers where a PICS is given."""
    if isinstance(node, Constant):
        return ()
    values: Answers = pics.values if pics else {}
    decisive = {
        *deciding_items(node, values, rulebook.candidates),
        *blocking_items(node, values, rulebook.candidates),
    }
    return tuple(_clause(part, rulebook, pics, decisive) for part in clauses(node))


def _clause(part: Node, rulebook: Rulebook, pics: Pics | None, decisive: set[str]) -> Clause:
    says = [rulebook.terms[node.term].says for node in walk(part) if isinstance(node, Defined)]
    items = items_of(part)
    return Clause(
        text=str(part),
        meaning=_written_out(part),
        says=says[0] if len(says) == 1 and isinstance(part, Defined) else "",
        holds=decide(part, pics.values, rulebook.candidates) if pics else None,
        decisive=bool(decisive & set(items)) if pics else False,
        answers=tuple(ItemAnswer.of(rulebook.items[item], pics) for item in items),
    )


def _written_out(node: Node) -> str:
    """A condition with every term replaced by its meaning."""

    def meaning(part: Node) -> Node | None:
        return replaced(part.meaning, meaning) if isinstance(part, Defined) else None

    return str(replaced(node, meaning))


def _explain_item(name: str, basis: Basis) -> ItemExplanation:
    rulebook, pics, plan = basis.rulebook, basis.pics, basis.plan
    item = rulebook.items[name]
    test_cases = _by_column(rulebook, lambda entry: name in items_of(entry.when))
    metric = key = None
    if isinstance(item.domain, Number) and rulebook.has("metrics", naming=f"id: {name}\n"):
        metric = load(f"{_EVIDENCE}:explain_metric")(name, rulebook)
    if item.key == name and rulebook.has("configuration_keys", naming=f"key: {name}\n"):
        key = load(f"{_EVIDENCE}:explain_key")(name, rulebook, pics)
    return ItemExplanation(
        id=name,
        label=item.label,
        section=rulebook.sections[item.section].title,
        help=item.help,
        expected=item.domain.expected,
        asked_of=item.asked_of,
        required=str(item.required),
        path=item.path,
        key=item.key,
        cite=item.cite,
        test_cases=test_cases,
        devices={column: _devices(column, rulebook) for column in test_cases},
        findings={
            row.id: row.title
            for row in rulebook.constraints.values()
            if name in row.items or (row.when is not None and name in items_of(row.when))
        },
        answer=ItemAnswer.of(item, pics) if pics else None,
        decides={
            row.id: row.status
            for row in (plan.test_cases if plan else ())
            if name in [answer.item for answer in row.answers] or name in row.blocked_by
        },
        metric=metric,
        configuration_key=key,
    )


def _explain_finding(name: str, basis: Basis) -> FindingExplanation:
    rulebook, pics = basis.rulebook, basis.pics
    here = [finding for finding in basis.findings if finding.code == name] if pics else []
    made = bool(here) if pics else None
    accepted = next((finding.accepted for finding in here if finding.accepted is not None), None)
    row = rulebook.constraints.get(name)
    if row is None:
        return replace(FindingExplanation.of_code(codes()[name], PICS_CHECK), made=made, accepted=accepted)
    also: tuple[FindingExplanation, ...] = ()
    if rulebook.has("configuration_keys", naming=f"{name}\n"):
        also = (load(f"{_EVIDENCE}:explain_key_finding")(name, rulebook),)
    return replace(
        FindingExplanation.of_row(row, PICS_CHECK),
        condition=str(row.when) if row.when is not None else _DECIDED_BY[row.decided_by],
        made=made,
        clauses=_clauses(row.when, rulebook, pics) if row.when is not None else (),
        changes=_changes_of_finding(row, rulebook, pics) if pics and made else (),
        also=also,
        accepted=accepted,
    )


def _changes_of_finding(row: Constraint, rulebook: Rulebook, pics: Pics) -> tuple[Change, ...]:
    node = row.when
    if node is None:
        return ()
    # The kind of device cannot change, so no other answer to it is proposed.
    items = [item for item in items_of(node) if item != "dut"]
    changes = smallest_changes(
        items, pics.values, _options([node], rulebook), lambda answers: node.evaluate(answers) is False
    )
    return tuple(_change(change, pics, rulebook, "no finding") for change in changes)


def _explain_reading(name: str, basis: Basis) -> ReadingExplanation:
    rulebook, plan = basis.rulebook, basis.plan
    reading = rulebook.readings[name]
    test_cases = _by_column(rulebook, lambda entry: name in entry.readings)
    terms = tuple(
        ReadTerm(
            term.id,
            term.says,
            {"taken": str(term.meaning)}
            | {other.letter: str(other.terms[term.id]) for other in reading.alternatives if term.id in other.terms},
        )
        for term in rulebook.terms.values()
        if term.reading == name
    )
    differs = None
    if plan is not None and basis.alternatives is not None:
        differs = {letter: _differing(plan, other) for letter, other in basis.alternatives.items()}
    return ReadingExplanation(
        id=name,
        title=reading.title,
        question=reading.question,
        taken=reading.taken,
        why=reading.why,
        cite=reading.cite,
        selected=reading.selected,
        alternatives={other.letter: other.text for other in reading.alternatives},
        others=reading.others,
        terms=terms,
        test_cases=test_cases,
        differs=differs,
        applied={} if test_cases else load(f"{_EVIDENCE}:applying")(name, rulebook),
    )


def _differing(plan: TestPlan, other: TestPlan) -> tuple[StatusDifference, ...]:
    then = {row.id: row.status for row in other.test_cases}
    return tuple(
        StatusDifference(row.id, row.status, then[row.id]) for row in plan.test_cases if row.status is not then[row.id]
    )


def _explain_term(name: str, basis: Basis) -> TermExplanation:
    rulebook, pics = basis.rulebook, basis.pics
    term, meaning = rulebook.terms[name], rulebook.meanings[name]
    clause = None
    if pics and not isinstance(meaning, Constant):
        clause = _clause(Defined(name, meaning), rulebook, pics, set(items_of(meaning)))
    return TermExplanation(
        id=name,
        says=term.says,
        cite=term.cite,
        reading=term.reading,
        meaning=str(meaning),
        test_cases=tuple(
            case.id
            for case in rulebook.test_cases.values()
            if any(name in terms_of(entry.when) for entries in case.columns.values() for entry in entries)
        ),
        clause=clause,
    )


_OF_THE_PICS: Mapping[Kind, Callable[[str, Basis], Explanation]] = {
    Kind.TEST_CASE: _explain_test_case,
    Kind.ITEM: _explain_item,
    Kind.FINDING: _explain_finding,
    Kind.READING: _explain_reading,
    Kind.TERM: _explain_term,
}
