"""What is explained of a statement and its plan: each clause, its answer, where that stands, and what would turn it."""

from __future__ import annotations

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
from certkit.edition.domains import Number
from certkit.edition.model import Constraint, Entry, Item
from certkit.edition.rulebook import Rulebook
from certkit.explanation.model import (
    PICS_CHECK,
    Change,
    Clause,
    ClauseAnswer,
    ColumnExplanation,
    FindingExplanation,
    ItemExplanation,
    KeyExplanation,
    MetricExplanation,
    ReadingExplanation,
    TermExplanation,
    TestCaseExplanation,
)
from certkit.finding import Finding, Severity
from certkit.messages import codes
from certkit.pics.model import Pics
from certkit.plan.model import PlannedTestCase, Status, TestPlan
from certkit.plan.selection import select


def explain_test_case(name: str, rulebook: Rulebook, pics: Pics | None, plan: TestPlan | None) -> TestCaseExplanation:
    """A test case, and for a device the clauses that decide it and what would turn it."""
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


def explain_item(name: str, rulebook: Rulebook, pics: Pics | None, plan: TestPlan | None) -> ItemExplanation:
    """A question of the form, and what turns on its answer."""
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
        answer=answer_to(item, pics) if pics else None,
        decides=decides,
        metric=_metric(item, rulebook),
        configuration_key=_key(item, rulebook, pics),
    )


def answer_to(item: Item, pics: Pics) -> ClauseAnswer:
    """How a statement answers an item."""
    return ClauseAnswer(item.id, item.label, pics.values.get(item.id), pics.place_of(item.id))


def _metric(item: Item, rulebook: Rulebook) -> MetricExplanation | None:
    """The performance parameter that goes by the item's name."""
    if not isinstance(item.domain, Number) or not rulebook.has("metrics", naming=f"id: {item.id}\n"):
        return None
    from certkit.explanation.evidence import explain_metric

    return explain_metric(item.id, rulebook)


def _key(item: Item, rulebook: Rulebook, pics: Pics | None) -> KeyExplanation | None:
    """The configuration key that goes by the item's name."""
    if item.key != item.id or not rulebook.has("configuration_keys", naming=f"key: {item.id}\n"):
        return None
    from certkit.explanation.evidence import explain_key

    return explain_key(item.id, rulebook, pics)


def explain_finding(
    name: str, rulebook: Rulebook, pics: Pics | None, findings: Sequence[Finding]
) -> FindingExplanation:
    """A finding about a statement, and for a device whether it is made and what would settle it."""
    made = any(finding.code == name for finding in findings) if pics else None
    row = rulebook.constraints.get(name)
    if row is None:
        code = codes()[name]
        return FindingExplanation(
            code.code,
            code.name,
            code.severity or Severity.ERROR,
            code.title,
            code.meaning,
            code.hint,
            cite="",
            condition="",
            items=(),
            made=made,
            made_by=PICS_CHECK,
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
        made_by=PICS_CHECK,
        also=_also(name, rulebook),
    )


def _also(name: str, rulebook: Rulebook) -> tuple[FindingExplanation, ...]:
    """What the configuration shows under the same code."""
    if not rulebook.has("configuration_keys", naming=f"{name}\n"):
        return ()
    from certkit.explanation.evidence import explain_key_finding

    return (explain_key_finding(name, rulebook),)


def _decided_by(row: Constraint) -> str:
    return {
        "missing": "made where the item must be answered and is not",
        "unasked": "made where the item is answered, but not asked of this kind of device",
        "others": "made for a name that the form does not know",
        "incomplete-member": "made where a member of the family lacks a field",
        "unlisted-representative": "made where the representative product is not in the list of members",
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


def explain_reading(
    name: str, rulebook: Rulebook, plan: TestPlan | None, alternatives: Mapping[str, TestPlan] | None
) -> ReadingExplanation:
    """A passage open to more than one reading, and for a device what each alternative changes."""
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
    return ReadingExplanation(reading, terms, tuple(rows), differs, () if rows else _applied(name, rulebook))


def _applied(name: str, rulebook: Rulebook) -> tuple[tuple[str, str], ...]:
    """What a reading is applied to that decides about no test case."""
    from certkit.explanation.evidence import applying

    return applying(name, rulebook)


def _differing(plan: TestPlan, other: TestPlan) -> tuple[tuple[str, Status, Status], ...]:
    then = {row.id: row.status for row in other.test_cases}
    return tuple((row.id, row.status, then[row.id]) for row in plan.test_cases if row.status is not then[row.id])


def explain_term(name: str, rulebook: Rulebook, pics: Pics | None) -> TermExplanation:
    """A term of the conditions."""
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
