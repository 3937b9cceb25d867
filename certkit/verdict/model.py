"""The verdict on a dossier: pass, fail or incomplete, with all reasons.

A verdict is *fail* if the procedure says so and only new tests can change it. It is *incomplete* if something is
missing, open, or not understood. It is *pass* if nothing blocks it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from certkit.edition.model import Citation
from certkit.finding import Place
from certkit.formats.document import described
from certkit.measurement.model import Measurements
from certkit.messages import codes
from certkit.plan.model import Status
from certkit.record.requirements import Effect, ShownRequirement
from certkit.results.model import Origin, RunVerdict
from certkit.text.sentence import Sentence
from certkit.verdict.dossier import DossierFile


class Outcome(StrEnum):
    """The result of a verdict or of one of its parts."""

    PASS = "pass"  # noqa: S105  (an outcome, no password)
    FAIL = "fail"
    INCOMPLETE = "incomplete"


class Part(StrEnum):
    """The parts of a verdict. Each has an outcome of its own."""

    STATEMENT = "statement"
    RECORD = "record"
    CONFORMANCE = "conformance"
    CONFIGURATION = "configuration"
    FIRMWARE = "firmware"
    PERFORMANCE = "performance"
    DECLARATION = "declaration run"


class CaseOutcome(StrEnum):
    """The result of all runs of a test case."""

    PASSED = "passed"
    FAILED = "failed"
    INCONCLUSIVE = "inconclusive"
    NOT_COUNTED = "not counted"
    NOT_RUN = "not run"
    WAIVED = "waived"


@described
@dataclass(frozen=True, slots=True)
class Reason:
    """A blocking issue of the verdict, or a note."""

    code: str
    """Stable, for machines and ``certkit explain``."""
    name: str
    """Stable, for people."""
    part: Part
    effect: Effect
    """``fail`` and ``incomplete`` prevent a pass, ``note`` does not."""
    message: Sentence
    """What is wrong, in one sentence."""
    hint: str = ""
    """What to do."""
    cite: str = ""
    """The place in the procedure."""
    where: Place | None = None
    """The place in a file of the dossier."""
    test_cases: tuple[str, ...] = ()
    requirements: tuple[int, ...] = ()
    """Numbers of the requirements in the procedure."""


def reason(
    code: str,
    message: Sentence,
    effect: Effect = Effect.INCOMPLETE,
    *,
    where: Place | None = None,
    test_cases: Iterable[str] = (),
    requirements: Iterable[int] = (),
    cite: str = "",
    hint: str | None = None,
) -> Reason:
    """A reason of a rule of the verdict; a note has no hint.

    Without ``cite`` and ``requirements``, :func:`cited` adds those of the edition.
    """
    rule = codes()[code]
    return Reason(
        code=code,
        name=rule.name,
        part=Part(rule.part),
        effect=effect,
        message=message,
        hint="" if effect is Effect.NOTE else rule.hint if hint is None else hint,
        cite=cite,
        where=where,
        test_cases=tuple(test_cases),
        requirements=tuple(requirements),
    )


def cited(reasons: Iterable[Reason], citations: Mapping[str, Citation]) -> list[Reason]:
    """The reasons, each with its place and its requirements in the procedure, from the edition's citations."""
    return [_cited(one, citations.get(one.code)) for one in reasons]


def _cited(one: Reason, citation: Citation | None) -> Reason:
    if citation is None:
        return one
    return replace(one, cite=one.cite or citation.cite, requirements=one.requirements or citation.requirements)


@described
@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedRun:
    """A run of a test case."""

    verdict: RunVerdict
    start: datetime | None
    """As the results have it, with or without a time zone."""
    duration: float | None
    """Seconds."""
    counts: bool
    """It decides the test case. A pass counts only if everything about it is right; any other result counts unless it
    certainly belongs to something else."""
    why: Sentence | None = None
    """Why it does not count, or a remark."""
    where: Place
    origin: Origin = Origin.TYPED
    """What wrote the result; ``where`` has the file."""
    tool: str = ""
    """The test tool and its version, as the file names them."""
    tester: str = ""
    remarks: str = ""


@described
@dataclass(frozen=True, slots=True, kw_only=True)
class ResultsSource:
    """A file of results, or the runs in it that have the same origin."""

    file: str
    format: str
    """``OCTT JSON``, ``JUnit XML``, ``Excel`` and so on."""
    origin: Origin
    runs: int
    tools: tuple[str, ...] = ()
    """The test tools that the file names, each with its version."""
    testers: tuple[str, ...] = ()
    typed_by: str = ""
    """Of typed results, as the record says; empty if it does not."""
    typed_reason: str = ""
    names: tuple[str, ...] = ()
    """The facts in the file that name the statement or the device."""


@described
@dataclass(frozen=True, slots=True)
class JudgedCase:
    """A test case of the plan that is required or optional, or that has a result."""

    id: str
    title: str
    status: Status
    outcome: CaseOutcome
    message: Sentence
    """Why it has this outcome, in one sentence."""
    runs: tuple[JudgedRun, ...] = ()


@described
@dataclass(frozen=True, slots=True)
class Gap:
    """A pause in a declaration run, from the end of one test to the beginning of the next."""

    after: str
    before: str
    began: datetime
    seconds: float
    too_long: bool


@described
@dataclass(frozen=True, slots=True)
class Window:
    """When the counting runs of a declaration run began and ended."""

    began: datetime
    ended: datetime | None
    """Null if the end is not known."""
    seconds: float | None
    gaps: tuple[Gap, ...]


@described
@dataclass(frozen=True, slots=True)
class AppliedDecision:
    """A decision of the Compliance Working Group."""

    reference: str
    date: str
    ground: str
    names: tuple[str, ...]
    """The test cases and incidents that it names."""
    waived: tuple[str, ...]
    """Those that it waives."""
    where: Place | None


class Verdict(NamedTuple):
    """The verdict.

    Attributes:
        source, record_sha256: the record.
        edition, rulebook_sha256, pics_sha256, readings: what the plan was made with.
        device: vendor, model, version, serial and hardware, without those that are not known.
        reasons: blocking issues first; within them, and within the notes, in the order of the parts.
        window: of a declaration run.
        results: the files and origins of the runs.
    """

    source: str
    record_sha256: str
    mode: str | None
    edition: str
    rulebook_sha256: str
    pics_sha256: str
    dut: str | None
    device: tuple[tuple[str, str], ...]
    readings: tuple[tuple[str, str], ...]
    outcome: Outcome
    parts: tuple[tuple[Part, Outcome], ...]
    reasons: tuple[Reason, ...]
    cases: tuple[JudgedCase, ...]
    requirements: tuple[ShownRequirement, ...]
    decisions: tuple[AppliedDecision, ...]
    files: tuple[DossierFile, ...]
    measurements: Measurements | None = None
    window: Window | None = None
    results: tuple[ResultsSource, ...] = ()

    @property
    def blocking(self) -> tuple[Reason, ...]:
        """The reasons that prevent a pass."""
        return tuple(reason for reason in self.reasons if reason.effect is not Effect.NOTE)

    @property
    def notes(self) -> tuple[Reason, ...]:
        """The reasons that do not prevent a pass."""
        return tuple(reason for reason in self.reasons if reason.effect is Effect.NOTE)
