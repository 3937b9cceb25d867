"""A plan as JSON, for programs: ``schemas/plan.schema.json`` describes it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from certkit.finding import Finding, count_severities
from certkit.formats.json_document import write_document
from certkit.plan.model import PlanDocument, PlanOrder, Status, TestPlan
from certkit.plan.summary import rows_of


def write_plan_json(
    plan: TestPlan, run: Sequence[str], findings: Iterable[Finding] = (), only: Collection[Status] = ()
) -> bytes:
    """The whole plan.

    Args:
        run: the ids to run one after the other; not written while the plan is not complete.
        findings: those of the PICS; they are counted.
        only: statuses of the test cases to list; all if it is empty. Everything else is about the whole plan.
    """
    return write_document(
        PlanDocument(
            edition=plan.edition,
            pics_sha256=plan.pics_sha256,
            complete=plan.complete,
            readings=dict(plan.readings),
            test_cases=rows_of(plan, only),
            release=plan.release,
            rulebook_sha256=plan.rulebook_sha256,
            dut=plan.dut,
            order=PlanOrder(kind="document" if plan.seed is None else "random", seed=plan.seed),
            run=tuple(run) if plan.complete else (),
            counts={status: plan.count(status) for status in Status},
            findings=count_severities(findings),
        )
    )
