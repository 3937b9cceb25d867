"""What changed between two statements, as JSON: ``schemas/comparison.schema.json`` describes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from certkit.comparison.model import AnswerChange, Comparison, TestCaseChange
from certkit.findings.json_parts import json_answer, place_document
from certkit.formats.json_text import to_json

if TYPE_CHECKING:
    from certkit.explanation.documents import (
        AnswerChangeDocument,
        ChangeKind,
        ComparisonDocument,
        TestCaseChangeDocument,
    )


def write_comparison_json(comparison: Comparison) -> bytes:
    """All differences."""
    document: ComparisonDocument = {
        "version": 1,
        "same": comparison.same,
        "before": {"file": comparison.before_source, "pics_sha256": comparison.before_sha256},
        "after": {"file": comparison.after_source, "pics_sha256": comparison.after_sha256},
        "answers": [_answer(change) for change in comparison.answers],
        "readings": [{"id": name, "before": before, "after": after} for name, before, after in comparison.readings],
        "test_cases": [_test_case(change) for change in comparison.test_cases],
    }
    return to_json(document)


def _answer(change: AnswerChange) -> AnswerChangeDocument:
    return {
        "item": change.item,
        "before": None if change.before is None else json_answer(change.before),
        "after": None if change.after is None else json_answer(change.after),
        "before_where": place_document(change.before_where),
        "after_where": place_document(change.after_where),
    }


def _test_case(change: TestCaseChange) -> TestCaseChangeDocument:
    return {
        "id": change.id,
        "title": change.title,
        "kind": cast("ChangeKind", change.kind),
        "before": change.before.status.value if change.before else None,
        "after": change.after.status.value if change.after else None,
        "because": change.after.because if change.after else "",
        "items": list(change.items),
    }
