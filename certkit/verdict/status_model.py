"""How far a test run has come: what is run, what is left, and what blocks a pass."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from certkit.formats.document import described
from certkit.plan.model import Status
from certkit.record.requirements import Effect
from certkit.text.sentence import Sentence
from certkit.verdict.model import CaseOutcome, Outcome, Reason


@described
@dataclass(frozen=True, slots=True, kw_only=True)
class CasesCounted:
    """Planned test cases of one status, or of all."""

    planned: int
    run: int
    """How many have a run, whether it counts or not."""
    outcomes: Mapping[CaseOutcome, int]


@described
@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLeft:
    """A planned test case that is still to be run, or to be run again."""

    id: str
    title: str
    status: Status
    outcome: CaseOutcome
    message: Sentence
    """Why it is left."""


@described
@dataclass(frozen=True, slots=True, kw_only=True)
class BlockingIssue:
    """A reason of the verdict that prevents a pass, and how much waits for it."""

    reason: Reason
    effect: Effect
    test_cases: int
    """How many test cases wait for it."""
    requirements: int
    """How many requirements of the procedure wait for it."""


@described
@dataclass(frozen=True, slots=True, kw_only=True)
class RecordStatusDocument:
    """What ``certkit record status --format json`` writes."""

    version: Literal[1] = 1
    record: str
    record_sha256: str
    verdict: Outcome
    """As ``certkit assess`` gives it now."""
    edition: str
    pics_sha256: str
    """Empty while the statement cannot be read; nothing is planned then."""
    seed: str | None
    """Of the random order, or null if the record does not name one; the order is then that of the document."""
    cases: CasesCounted
    required: CasesCounted
    optional: CasesCounted
    left: tuple[CaseLeft, ...]
    """In the order of the plan."""
    blocking: tuple[BlockingIssue, ...]
    """The most useful first: what makes the verdict a fail, then what most waits for."""
