"""A plan as JSON, for programs: ``schemas/plan.schema.json`` describes it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from certkit.finding import Finding
from certkit.findings.json_parts import json_answer, place_document, severity_counts
from certkit.formats.json_text import to_json
from certkit.plan.model import PlannedTestCase, Status, TestPlan
from certkit.plan.rows import rows_of

if TYPE_CHECKING:
    from certkit.findings.documents import PlanDocument, PlannedTestCaseDocument


def write_plan_json(
    plan: TestPlan, run: Sequence[str], findings: Sequence[Finding] = (), only: Collection[Status] = ()
) -> bytes:
    """The whole plan.

    Args:
        run: the ids to run one after the other; not written while the plan is not complete.
        findings: what is wrong with the PICS; they are counted.
        only: statuses of the test cases to be listed; all if it is empty. Everything else is about the whole plan.
    """
    document: PlanDocument = {
        "version": 1,
        "edition": plan.edition,
        "pics_sha256": plan.pics_sha256,
        "complete": plan.complete,
        "readings": dict(plan.readings),
        "test_cases": [test_case_document(row) for row in rows_of(plan, only)],
        "release": plan.release,
        "rulebook_sha256": plan.rulebook_sha256,
        "dut": plan.dut,
        "order": {"kind": "document" if plan.seed is None else "random", "seed": plan.seed},
        "run": list(run) if plan.complete else [],
        "counts": {status.value: plan.count(status) for status in Status},
        "findings": severity_counts(findings),
    }
    return to_json(document)


def test_case_document(row: PlannedTestCase) -> PlannedTestCaseDocument:
    """A row of the plan."""
    return {
        "id": row.id,
        "title": row.title,
        "section": row.section,
        "status": row.status.value,
        "mark": row.mark,
        "because": str(row.because),
        "answers": [
            {"item": answer.item, "answer": json_answer(answer.answer), "where": place_document(answer.where)}
            for answer in row.answers
        ],
        "blocked_by": list(row.blocked_by),
        "readings": list(row.readings),
        "prerequisites": [
            {"text": need.text, "met": need.met, "items": list(need.items)} for need in row.prerequisites
        ],
    }
