"""A plan as JSON, for programs: ``schemas/plan.schema.json`` describes it. Only this format needs its document."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from certkit.finding import Finding, SeverityCounts, count_severities
from certkit.formats.document import described
from certkit.formats.json_document import write_document
from certkit.pics.model import WhatIf
from certkit.plan.model import PlannedTestCase, Status, TestPlan
from certkit.plan.summary import rows_of


@described
@dataclass(frozen=True, slots=True, kw_only=True)
class PlanOrder:
    """The order of ``test_cases``."""

    kind: Literal["document", "random"]
    seed: str | None
    """The seed of a random order; the same seed gives the same order."""


@described
@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDocument:
    """What ``certkit plan --format json`` writes."""

    version: Literal[1] = 1
    edition: str
    pics_sha256: str
    complete: bool
    """False while any test case is undetermined."""
    readings: Mapping[str, str]
    """Reading -> ``taken`` or the letter of the alternative in force."""
    test_cases: tuple[PlannedTestCase, ...]
    release: int
    """Of the edition."""
    rulebook_sha256: str
    """SHA-256 of what that release of the edition means: its files without comments, layout and help texts."""
    dut: str | None
    """The kind of device, or null where the PICS does not say."""
    order: PlanOrder
    run: tuple[str, ...]
    """The ids to run one after the other, with the reset utility where it belongs; empty for a blocked plan."""
    counts: Mapping[Status, int]
    """Status -> how many test cases have it."""
    findings: SeverityCounts
    """How many findings ``certkit pics check`` has for the PICS."""
    what_if: WhatIf | None
    """The answers that are supposed instead of the statement's; null for the plan of the statement itself.
    ``pics_sha256`` is then the digest of the supposed answers, which no file has yet."""


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
            what_if=plan.what_if,
        )
    )
