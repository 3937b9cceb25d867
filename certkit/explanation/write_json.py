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
    ReadingExplanation,
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
        ExplainedReadingDocument,
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
    from certkit.explanation.write_json_evidence import evidence_document

    return to_json(evidence_document(explanation))


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
        "answers": [clause_answer(answer) for answer in clause.answers],
    }


def clause_answer(answer: ClauseAnswer) -> ClauseAnswerDocument:
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
        from certkit.explanation.write_json_evidence import key_document, metric_document

        metric = metric_document(e.metric) if e.metric is not None else None
        key = key_document(e.configuration_key) if e.configuration_key is not None else None
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
        "answer": clause_answer(e.answer) if e.answer else None,
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
