"""The proof of a result: each clause, its answer, where that stands, and the smallest change that would turn it."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping, Sequence

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
from certkit.errors import UnknownName
from certkit.model.codes import CODES
from certkit.model.explanation import (
    Change,
    Clause,
    ClauseAnswer,
    ColumnExplanation,
    Explanation,
    FindingExplanation,
    ItemExplanation,
    ReadingExplanation,
    TermExplanation,
    TestCaseExplanation,
)
from certkit.model.finding import Finding
from certkit.model.pics import Pics
from certkit.model.plan import PlannedTestCase, Status, TestPlan
from certkit.model.rulebook import Constraint, Entry
from certkit.rulebook import Rulebook
from certkit.rulebook.selection import select

SUFFIXES = ("_CSMS", "_CS")
"""What the test tool appends to the ids of Appendix C."""


def explain(
    subject: str,
    rulebook: Rulebook,
    *,
    pics: Pics | None = None,
    plan: TestPlan | None = None,
    findings: Sequence[Finding] = (),
    alternatives: Mapping[str, TestPlan] | None = None,
) -> Explanation:
    """What a name means, and with a PICS what it comes to for that device.

    Args:
        subject: a test case (``TC_003``, ``TC_003_CS``), an item, a finding's code or name, a reading, or a term; in
            any case of letters.
        pics, plan, findings: of the device, if one is asked about.
        alternatives: for a reading, the device's plan under each of its alternatives.

    Raises:
        UnknownName: there is nothing of that name; the hint has the nearest.
    """
    name = find_name(subject, rulebook)
    if name in rulebook.test_cases:
        return _explain_test_case(name, rulebook, pics, plan)
    if name in rulebook.items:
        return _explain_item(name, rulebook, pics, plan)
    if name in rulebook.constraints or name in CODES:
        return _explain_finding(name, rulebook, pics, findings)
    if name in rulebook.readings:
        return _explain_reading(name, rulebook, plan, alternatives)
    return _explain_term(name, rulebook, pics)


def find_name(subject: str, rulebook: Rulebook) -> str:
    """The name as the edition writes it.

    Raises:
        UnknownName: there is nothing of that name.
    """
    names = (*rulebook.test_cases, *rulebook.items, *rulebook.constraints, *CODES, *rulebook.readings, *rulebook.terms)
    by_name = {row.name: row.id for row in rulebook.constraints.values()}
    by_name |= {code.name: code.code for code in CODES.values()}
    folded = {name.casefold(): target for name, target in by_name.items()}
    folded |= {name.casefold(): name for name in reversed(names)}
    wanted = subject.strip().casefold()
    for suffix in ("", *SUFFIXES):
        known = folded.get(wanted.removesuffix(suffix.casefold()))
        if known is not None:
            return known
    near = difflib.get_close_matches(wanted, folded, n=3, cutoff=0.6)
    hint = (
        f"did you mean {' or '.join(folded[name] for name in near)}?"
        if near
        else ("it can be a test case, an item, a finding's code, a reading or a term")
    )
    raise UnknownName(f"there is nothing called {subject!r} in {rulebook.info.id}", hint=hint)


def _explain_test_case(name: str, rulebook: Rulebook, pics: Pics | None, plan: TestPlan | None) -> TestCaseExplanation:
    case = rulebook.test_cases[name]
    own_column = rulebook.column(pics.dut) if pics and pics.dut else None
    columns = tuple(
        ColumnExplanation(
            column=column,
            kinds=tuple(kind for kind, of in rulebook.info.columns.items() if of == column),
            entries=tuple(
                (entry.mark, _in_force(entry.when), _clauses(entry.when, rulebook, asked))
                for entry in entries
                for asked in [pics if column == own_column else None]
            ),
            readings=tuple(
                rulebook.readings[name] for name in dict.fromkeys(n for entry in entries for n in entry.readings)
            ),
        )
        for column, entries in case.columns.items()
    )
    row = next((row for row in plan.test_cases if row.id == name), None) if plan else None
    changes: tuple[Change, ...] = ()
    if pics and own_column and row:
        changes = _changes_of_status(case.columns.get(own_column, ()), row, pics, rulebook)
    return TestCaseExplanation(
        test_case=case,
        columns=columns,
        functionalities=tuple(f for f in rulebook.coverage.functionalities if name in f.test_cases),
        gaps=tuple(gap for gap in rulebook.coverage.gaps if name in gap.test_cases),
        row=row,
        changes=changes,
    )


def _in_force(node: Node) -> str:
    """The condition under the readings in force; empty where the row holds for every device."""
    return "" if isinstance(node, Constant) and node.value else str(node)


def _changes_of_status(
    entries: Sequence[Entry], row: PlannedTestCase, pics: Pics, rulebook: Rulebook
) -> tuple[Change, ...]:
    items = tuple(dict.fromkeys(item for entry in entries for item in items_of(entry.when)))

    def status(answers: Answers) -> str:
        return select(entries, answers, rulebook.candidates)[0].value

    def turns(answers: Answers) -> bool:
        return status(answers) not in (row.status.value, "undetermined")

    changes = smallest_changes(items, pics.values, _options([e.when for e in entries], rulebook), turns)
    return tuple(_change(change, pics, status({**pics.values, **change})) for change in changes)


def _options(nodes: Sequence[Node], rulebook: Rulebook) -> Callable[[str], Sequence[Value]]:
    """Item -> the answers that any of the conditions can tell apart."""

    def options(item: str) -> Sequence[Value]:
        asking = [node for node in nodes if item in items_of(node)]
        return tuple(dict.fromkeys(value for node in asking for value in rulebook.candidates(item, node)))

    return options


def _change(change: Mapping[str, Value], pics: Pics, outcome: str) -> Change:
    return Change(tuple((item, pics.values.get(item), value) for item, value in change.items()), outcome)


def _clauses(node: Node, rulebook: Rulebook, pics: Pics | None) -> tuple[Clause, ...]:
    """The clauses of a condition, with their answers where a device is asked about."""
    if isinstance(node, Constant):
        return ()
    values: Answers = pics.values if pics else {}
    known = deciding_items(node, values, rulebook.candidates)
    decisive = {*known, *blocking_items(node, values, rulebook.candidates)}
    return tuple(_clause(part, rulebook, pics, decisive) for part in clauses(node))


def _clause(part: Node, rulebook: Rulebook, pics: Pics | None, decisive: set[str]) -> Clause:
    values: Answers = pics.values if pics else {}
    says = [rulebook.terms[node.term].says for node in walk(part) if isinstance(node, Defined)]
    items = items_of(part)
    return Clause(
        text=str(part),
        meaning=written_out(part),
        says=says[0] if len(says) == 1 and isinstance(part, Defined) else "",
        holds=decide(part, values, rulebook.candidates) if pics else None,
        decisive=bool(decisive & set(items)) if pics else False,
        answers=tuple(
            ClauseAnswer(item, rulebook.items[item].label, values.get(item), pics.place_of(item) if pics else None)
            for item in items
        ),
    )


def written_out(node: Node) -> str:
    """A condition with every term replaced by what it stands for."""

    def meaning(part: Node) -> Node | None:
        return replaced(part.meaning, meaning) if isinstance(part, Defined) else None

    return str(replaced(node, meaning))


def _explain_item(name: str, rulebook: Rulebook, pics: Pics | None, plan: TestPlan | None) -> ItemExplanation:
    item = rulebook.items[name]
    used = []
    for column in dict.fromkeys(rulebook.info.columns.values()):
        kinds = ", ".join(kind for kind, of in rulebook.info.columns.items() if of == column)
        cases = tuple(
            case.id
            for case in rulebook.test_cases.values()
            if any(name in items_of(entry.when) for entry in case.columns.get(column, ()))
        )
        if cases:
            used.append((column, kinds, cases))
    constraints = tuple(
        row
        for row in rulebook.constraints.values()
        if name in row.items or (row.when is not None and name in items_of(row.when))
    )
    decides = tuple(
        (row.id, row.status)
        for row in (plan.test_cases if plan else ())
        if name in [answer.item for answer in row.answers] or name in row.blocked_by
    )
    return ItemExplanation(
        item=item,
        section=rulebook.sections[item.section].title,
        required=str(item.required),
        test_cases=tuple(used),
        constraints=constraints,
        answer=ClauseAnswer(name, item.label, pics.values.get(name), pics.place_of(name)) if pics else None,
        decides=decides,
    )


def _explain_finding(
    name: str, rulebook: Rulebook, pics: Pics | None, findings: Sequence[Finding]
) -> FindingExplanation:
    made = any(finding.code == name for finding in findings) if pics else None
    row = rulebook.constraints.get(name)
    if row is None:
        code = CODES[name]
        return FindingExplanation(
            code.code, code.name, code.severity, code.title, code.meaning, code.hint, "", "", (), (), made
        )
    return FindingExplanation(
        code=row.id,
        name=row.name,
        severity=row.severity,
        title=row.title,
        meaning=row.message,
        hint=row.hint,
        cite=row.cite,
        condition=str(row.when) if row.when is not None else _decided_by(row),
        items=row.items,
        clauses=_clauses(row.when, rulebook, pics) if row.when is not None else (),
        made=made,
        changes=_changes_of_finding(row, rulebook, pics) if pics and made else (),
    )


def _decided_by(row: Constraint) -> str:
    return {
        "missing": "made where the item must be answered and is not",
        "unasked": "made where the item is answered, but not asked of this kind of device",
        "others": "made for a name that the form does not know",
        "members": "made by looking at every member of the family",
    }[row.decided_by]


def _changes_of_finding(row: Constraint, rulebook: Rulebook, pics: Pics) -> tuple[Change, ...]:
    node = row.when
    if node is None:
        return ()
    # The kind of device is what it is: no answer to it is proposed.
    items = [item for item in items_of(node) if item != "dut"]
    changes = smallest_changes(
        items, pics.values, _options([node], rulebook), lambda answers: node.evaluate(answers) is False
    )
    return tuple(_change(change, pics, "no finding") for change in changes)


def _explain_reading(
    name: str, rulebook: Rulebook, plan: TestPlan | None, alternatives: Mapping[str, TestPlan] | None
) -> ReadingExplanation:
    reading = rulebook.readings[name]
    rows = []
    for column in dict.fromkeys(rulebook.info.columns.values()):
        cases = tuple(
            case.id
            for case in rulebook.test_cases.values()
            if any(name in entry.readings for entry in case.columns.get(column, ()))
        )
        if cases:
            rows.append((column, cases))
    terms = tuple(
        (
            term,
            (
                ("taken", str(term.meaning)),
                *((o.letter, str(o.terms[term.id])) for o in reading.alternatives if term.id in o.terms),
            ),
        )
        for term in rulebook.terms.values()
        if term.reading == name
    )
    differs = None
    if plan is not None and alternatives is not None:
        differs = tuple((letter, _differing(plan, other)) for letter, other in alternatives.items())
    return ReadingExplanation(reading, terms, tuple(rows), differs)


def _differing(plan: TestPlan, other: TestPlan) -> tuple[tuple[str, Status, Status], ...]:
    then = {row.id: row.status for row in other.test_cases}
    return tuple((row.id, row.status, then[row.id]) for row in plan.test_cases if row.status is not then[row.id])


def _explain_term(name: str, rulebook: Rulebook, pics: Pics | None) -> TermExplanation:
    term = rulebook.terms[name]
    meaning = rulebook.meanings[name]
    cases = tuple(
        case.id
        for case in rulebook.test_cases.values()
        if any(name in terms_of(entry.when) for entries in case.columns.values() for entry in entries)
    )
    clause = None
    if pics and not isinstance(meaning, Constant):
        clause = _clause(Defined(name, meaning), rulebook, pics, set(items_of(meaning)))
    return TermExplanation(term, str(meaning), cases, clause)
