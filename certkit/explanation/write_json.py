"""An explanation as JSON. ``kind`` says of what; what follows is told in ``schemas/explanation.schema.json``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from certkit.conditions import Value
from certkit.explanation.model import (
    Change,
    Clause,
    ClauseAnswer,
    ColumnExplanation,
    Explanation,
    FindingExplanation,
    ItemExplanation,
    KeyExplanation,
    LeftOutExplanation,
    MetricExplanation,
    ReadingExplanation,
    RequirementExplanation,
    RuleExplanation,
    TermExplanation,
    TestCaseExplanation,
)
from certkit.finding import Place
from certkit.formats.json_text import to_json

if TYPE_CHECKING:
    from certkit.explanation.documents import (
        Answer,
        ChangeDocument,
        ClauseAnswerDocument,
        ClauseDocument,
        ColumnDocument,
        ExplainedFindingDocument,
        ExplainedItemDocument,
        ExplainedKeyDocument,
        ExplainedMetricDocument,
        ExplainedReadingDocument,
        ExplainedReasonDocument,
        ExplainedRequirementDocument,
        ExplainedRuleDocument,
        ExplainedTermDocument,
        ExplainedTestCaseDocument,
        PlaceDocument,
    )


def write_explanation_json(explanation: Explanation) -> bytes:
    """The explanation; what does not apply is null or empty."""
    if isinstance(explanation, TestCaseExplanation):
        return to_json(_test_case(explanation))
    if isinstance(explanation, ItemExplanation):
        return to_json(_item(explanation))
    if isinstance(explanation, FindingExplanation):
        return to_json(_finding(explanation))
    if isinstance(explanation, ReadingExplanation):
        return to_json(_reading(explanation))
    if isinstance(explanation, TermExplanation):
        return to_json(_term(explanation))
    return to_json(_evidence(explanation))


def _test_case(e: TestCaseExplanation) -> ExplainedTestCaseDocument:
    return {
        "version": 1,
        "kind": "test-case",
        "id": e.test_case.id,
        "title": e.test_case.title,
        "section": e.test_case.section,
        "note": e.test_case.note,
        "cite": e.test_case.cite,
        "columns": [_column(column) for column in e.columns],
        "functionalities": [functionality.title for functionality in e.functionalities],
        "status": e.row.status.value if e.row else None,
        "because": e.row.because if e.row else "",
        "changes": _changes(e.changes),
    }


def _column(column: ColumnExplanation) -> ColumnDocument:
    return {
        "column": column.column,
        "devices": list(column.kinds),
        "entries": [
            {"mark": mark, "condition": written, "clauses": [_clause(clause) for clause in clauses]}
            for mark, written, clauses in column.entries
        ],
        "readings": [reading.id for reading in column.readings],
    }


def _clause(clause: Clause) -> ClauseDocument:
    return {
        "text": clause.text,
        "meaning": clause.meaning,
        "says": clause.says,
        "holds": clause.holds,
        "decisive": clause.decisive,
        "answers": [_clause_answer(answer) for answer in clause.answers],
    }


def _clause_answer(answer: ClauseAnswer) -> ClauseAnswerDocument:
    """An item that is asked, with its answer."""
    return {
        "item": answer.item,
        "label": answer.label,
        "answer": None if answer.answer is None else json_answer(answer.answer),
        "where": place_document(answer.where),
    }


def place_document(place: Place | None, file: str = "") -> PlaceDocument:
    """A place without what does not apply; ``file`` is left out where it is empty."""
    document: PlaceDocument = {}
    if file:
        document["file"] = file
    if place is None:
        return document
    if place.cell:
        document["sheet"] = place.sheet
        document["cell"] = place.cell
    elif place.line:
        document["line"] = place.line
        document["column"] = place.column
    return document


def json_answer(value: Value) -> Answer:
    """An answer: several values as an array, a pair (a setting, a member of a family) as an array of two."""
    if isinstance(value, tuple):
        return [[str(text) for text in part] if isinstance(part, tuple) else str(part) for part in value]
    return value


def _changes(changes: Sequence[Change]) -> list[ChangeDocument]:
    return [
        {
            "answers": [
                {
                    "item": item,
                    "before": None if before is None else json_answer(before),
                    "after": json_answer(after),
                }
                for item, before, after in change.answers
            ],
            "outcome": change.outcome,
        }
        for change in changes
    ]


def _item(e: ItemExplanation) -> ExplainedItemDocument:
    item = e.item
    metric = key = None
    if e.metric is not None or e.configuration_key is not None:
        metric = _metric(e.metric) if e.metric is not None else None
        key = _key(e.configuration_key) if e.configuration_key is not None else None
    return {
        "version": 1,
        "kind": "item",
        "id": item.id,
        "label": item.label,
        "section": e.section,
        "help": item.help,
        "expected": item.domain.expected,
        "asked_of": list(item.asked_of),
        "required": e.required,
        "path": list(item.path),
        "key": item.key,
        "cite": item.cite,
        "test_cases": {column: list(cases) for column, _, cases in e.test_cases},
        "findings": [row.id for row in e.constraints],
        "answer": _clause_answer(e.answer) if e.answer else None,
        "decides": {name: status.value for name, status in e.decides},
        "metric": metric,
        "configuration_key": key,
    }


def _finding(e: FindingExplanation) -> ExplainedFindingDocument:
    return {
        "version": 1,
        "kind": "finding",
        "code": e.code,
        "name": e.name,
        "severity": e.severity.value,
        "title": e.title,
        "meaning": e.meaning,
        "hint": e.hint,
        "cite": e.cite,
        "condition": e.condition,
        "items": list(e.items),
        "made": e.made,
        "clauses": [_clause(clause) for clause in e.clauses],
        "changes": _changes(e.changes),
        "made_by": e.made_by,
        "keys": [{"key": key, "item": item} for key, item in e.keys],
        "also": [_finding(other) for other in e.also],
    }


def _reading(e: ReadingExplanation) -> ExplainedReadingDocument:
    reading = e.reading
    return {
        "version": 1,
        "kind": "reading",
        "id": reading.id,
        "title": reading.title,
        "question": reading.question,
        "taken": reading.taken,
        "why": reading.why,
        "cite": reading.cite,
        "selected": reading.selected,
        "alternatives": {other.letter: other.text for other in reading.alternatives},
        "terms": {term.id: dict(meanings) for term, meanings in e.terms},
        "test_cases": {column: list(cases) for column, cases in e.rows},
        "differs": None
        if e.differs is None
        else {
            letter: [{"id": name, "before": now.value, "after": then.value} for name, now, then in rows]
            for letter, rows in e.differs
        },
        "applied": dict(e.applied),
    }


def _term(e: TermExplanation) -> ExplainedTermDocument:
    return {
        "version": 1,
        "kind": "term",
        "id": e.term.id,
        "says": e.term.says,
        "cite": e.term.cite,
        "reading": e.term.reading,
        "meaning": e.meaning,
        "test_cases": list(e.test_cases),
        "clause": _clause(e.clause) if e.clause else None,
    }


def _evidence(
    e: RuleExplanation | RequirementExplanation | KeyExplanation | LeftOutExplanation,
) -> ExplainedRuleDocument | ExplainedRequirementDocument | ExplainedKeyDocument | ExplainedReasonDocument:
    """The document, before it is written."""
    if isinstance(e, RuleExplanation):
        return _rule(e)
    if isinstance(e, RequirementExplanation):
        return _requirement(e)
    if isinstance(e, KeyExplanation):
        return _key(e)
    return {"version": 1, "kind": "left-out", "reason": e.reason, "text": e.text}


def _rule(e: RuleExplanation) -> ExplainedRuleDocument:
    rule = e.rule
    return {
        "version": 1,
        "kind": "rule",
        "code": rule.code,
        "name": rule.name,
        "part": rule.part,
        "title": rule.title,
        "meaning": rule.meaning,
        "hint": rule.hint,
        "cite": e.cite,
        "requirements": {str(number): title for number, title in e.requirements},
        "readings": [reading.id for reading in e.readings],
    }


def _requirement(e: RequirementExplanation) -> ExplainedRequirementDocument:
    row = e.requirement
    return {
        "version": 1,
        "kind": "requirement",
        "number": e.number,
        "title": row.title if row else "",
        "nature": row.kind if row else "",  # type: ignore[typeddict-item]  # an edition with another is refused
        "cite": row.cite if row else "",
        "applies": str(row.applies) if row else "",
        "met": str(row.met) if row and row.met is not None else "",
        "check": row.check if row else "",
        "effect": row.effect.value if row else "",
        "shown_by": dict(e.shown_by) if row else {},
        "elsewhere": "" if row else e.shown_by[0][0],
        "rules": dict(e.rules),
        "here": e.applies,
    }


def _key(e: KeyExplanation) -> ExplainedKeyDocument:
    """A configuration key."""
    key = e.key
    return {
        "version": 1,
        "kind": "configuration-key",
        "key": key.key,
        "description": key.description,
        "note": key.note,
        "cite": key.cite,
        "profile": key.profile,
        "has_profile": e.has_profile,
        "asked_of": list(e.asked_of),
        "type": key.type.value,
        "unit": key.unit,
        "minimum": key.minimum,
        "maximum": key.maximum,
        "names": list(key.names),
        "access": key.access.value,
        "access_before": key.access_before.value if key.access_before else None,
        "read_only": str(key.read_only) if key.read_only is not None else "",
        "required": key.required,
        "required_before": key.required_before,
        "needed": str(key.needed) if key.needed is not None else "",
        "here": e.required,
        "items": dict(e.items),
        "relations": [
            {
                "item": row.item,
                "answer": row.answer,
                "expected": row.expected,
                "finding": row.finding,
                "given": _clause_answer(row.given) if row.given else None,
            }
            for row in e.relations
        ],
    }


def _metric(e: MetricExplanation) -> ExplainedMetricDocument:
    """A performance parameter."""
    metric = e.metric
    return {
        "version": 1,
        "kind": "metric",
        "id": metric.id,
        "title": metric.title,
        "definition": metric.definition,
        "formula": metric.formula,
        "unit": metric.unit,
        "pairing": metric.pairing,
        "pairs": list(e.pairs),
        "exclusions": list(metric.exclusions),
        "asked_of": list(metric.asked_of),
        "readings": [reading.id for reading in e.readings],
        "cite": metric.cite,
    }
