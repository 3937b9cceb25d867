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
from certkit.results.model import Origin, Provenance, RunVerdict
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


class JudgedRun(NamedTuple):
    """A run of a test case.

    Attributes:
        counts: it decides the test case. A pass counts only if everything about it is right; any other result counts
            unless it certainly belongs to something else.
        why: why it does not count, or a remark; None if it counts without a remark.
        provenance: what wrote its result. The file is that of its place.
    """

    verdict: RunVerdict
    start: datetime | None
    duration: float | None
    place: Place
    counts: bool
    why: Sentence | None = None
    provenance: Provenance = Provenance()


class ResultsSource(NamedTuple):
    """A file of results, or the runs in it that have the same origin.

    Attributes:
        format: what the file is: ``OCTT JSON``, ``JUnit XML``, ``Excel`` and so on.
        tools: the test tools that the file names, each with its version.
        testers: who ran the tests, as the file says.
        typed_by, typed_reason: of typed results, as the record says; empty if it does not.
        names: what in the file names the statement or the device; empty if nothing does.
    """

    file: str
    format: str
    origin: Origin
    runs: int
    tools: tuple[str, ...] = ()
    testers: tuple[str, ...] = ()
    typed_by: str = ""
    typed_reason: str = ""
    names: tuple[str, ...] = ()


class JudgedCase(NamedTuple):
    """A test case of the plan that is required or optional, or that has a result.

    Attributes:
        message: why it has this outcome, in one sentence.
    """

    id: str
    title: str
    status: Status
    outcome: CaseOutcome
    message: Sentence
    runs: tuple[JudgedRun, ...] = ()


class Gap(NamedTuple):
    """A pause in a declaration run, from the end of one test to the beginning of the next."""

    after: str
    before: str
    began: datetime
    seconds: float
    too_long: bool


class Window(NamedTuple):
    """When the counting runs of a declaration began and ended; ``seconds`` is None if the end is not known."""

    began: datetime
    ended: datetime | None
    gaps: tuple[Gap, ...]

    @property
    def seconds(self) -> float | None:
        return None if self.ended is None else (self.ended - self.began).total_seconds()


class AppliedDecision(NamedTuple):
    """A decision of the Compliance Working Group, and the test cases and incidents that it waives."""

    reference: str
    date: str
    ground: str
    names: tuple[str, ...]
    waived: tuple[str, ...]
    place: Place | None


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
