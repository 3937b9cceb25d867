"""The verdict on a dossier: pass, fail or incomplete, and every reason with its citation and place.

Fail is what the procedure itself calls so, and what no further evidence can mend without new tests. Incomplete is
everything that is missing, open, or was not understood. Pass is what is left when nothing stands in the way.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from certkit.finding import Place
from certkit.measurement.model import Measurements
from certkit.plan.model import Status
from certkit.record.requirements import Effect, ShownRequirement
from certkit.results.model import Origin, Provenance, RunVerdict
from certkit.text.sentence import Sentence
from certkit.verdict.dossier import DossierFile


class Outcome(StrEnum):
    """What a verdict comes to."""

    PASS = "pass"  # noqa: S105  (an outcome, no password)
    FAIL = "fail"
    INCOMPLETE = "incomplete"


class Part(StrEnum):
    """The parts of a verdict, each with an outcome of its own."""

    STATEMENT = "statement"
    RECORD = "record"
    CONFORMANCE = "conformance"
    CONFIGURATION = "configuration"
    FIRMWARE = "firmware"
    PERFORMANCE = "performance"
    DECLARATION = "declaration run"


class CaseOutcome(StrEnum):
    """What the runs of a test case come to."""

    PASSED = "passed"
    FAILED = "failed"
    INCONCLUSIVE = "inconclusive"
    NOT_COUNTED = "not counted"
    NOT_RUN = "not run"
    LIFTED = "lifted"


class Reason(NamedTuple):
    """Something that decides the verdict, or should be known beside it.

    Attributes:
        code: stable, for machines and ``certkit explain``.
        effect: ``fail`` and ``incomplete`` stand in the way of a pass, ``note`` does not.
        message: what is so, one sentence.
        cite: the place in the procedure.
        where: the place in a file of the dossier.
        test_cases: ids of the test cases it is about.
        requirements: numbers of the procedure's requirements it is about.
        hint: the way out.
    """

    code: str
    name: str
    part: Part
    effect: Effect
    message: Sentence
    cite: str
    where: Place | None = None
    test_cases: tuple[str, ...] = ()
    requirements: tuple[int, ...] = ()
    hint: str = ""


class Rule(NamedTuple):
    """A rule of the verdict.

    Attributes:
        title: what a reason of this code says, for a list.
        meaning: when it is given, and why.
        hint: the way out.
        requirements: numbers of the procedure's requirements behind it.
    """

    code: str
    name: str
    part: Part
    cite: str
    title: str
    meaning: str
    hint: str = ""
    requirements: tuple[int, ...] = ()


class JudgedRun(NamedTuple):
    """A run of a test case.

    Attributes:
        counts: it decides the test case. A pass counts only if everything about it is right; what is not a pass counts
            unless it surely belongs to something else.
        why: why it does not count, or what else is to be known of it; None if it counts as it is.
        provenance: what made its record. The file is that of its place.
    """

    verdict: RunVerdict
    start: datetime | None
    duration: float | None
    place: Place
    counts: bool
    why: Sentence | None = None
    provenance: Provenance = Provenance()


class ResultsSource(NamedTuple):
    """Where runs come from: a file of results, or those of its runs that have the same origin.

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
    """A test case of the plan that is required or optional, or of which there is a result.

    Attributes:
        message: why the outcome is what it is, one sentence.
    """

    id: str
    title: str
    status: Status
    outcome: CaseOutcome
    message: Sentence
    runs: tuple[JudgedRun, ...] = ()


class Gap(NamedTuple):
    """A pause in a declaration run: between the end of one test and the beginning of the next."""

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
    """A decision of the Compliance Working Group, printed with what it lifted."""

    reference: str
    date: str
    ground: str
    names: tuple[str, ...]
    lifted: tuple[str, ...]
    place: Place | None


class Verdict(NamedTuple):
    """The verdict.

    Attributes:
        source, record_sha256: the record.
        edition, rulebook_sha256, pics_sha256, readings: what the plan was made with.
        device: vendor, model, version and serial as far as they are known.
        reasons: what stands in the way first, each in the order of the parts.
        window: of a declaration run.
        results: where the runs come from.
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
    def in_the_way(self) -> tuple[Reason, ...]:
        """The reasons that keep it from being a pass."""
        return tuple(reason for reason in self.reasons if reason.effect is not Effect.NOTE)

    @property
    def notes(self) -> tuple[Reason, ...]:
        return tuple(reason for reason in self.reasons if reason.effect is Effect.NOTE)
