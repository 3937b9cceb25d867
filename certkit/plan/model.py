"""The test plan: for every test case of the edition, whether it applies to the device, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from certkit.conditions import Value
from certkit.finding import Place
from certkit.formats.document import described
from certkit.pics.model import WhatIf
from certkit.text.sentence import Sentence


class Status(StrEnum):
    """Whether a test case applies."""

    REQUIRED = "required"
    OPTIONAL = "optional"
    NOT_APPLICABLE = "not-applicable"
    UNDETERMINED = "undetermined"


@described
@dataclass(frozen=True, slots=True)
class DecidingAnswer:
    """An answer that decided a test case."""

    item: str
    answer: Value
    where: Place
    """Its place in the statement."""


@described
@dataclass(frozen=True, slots=True)
class PlannedPrerequisite:
    """What a test case needs of the device to be run."""

    text: str
    met: bool | None
    """Null while the PICS does not say."""
    items: tuple[str, ...]


@described
@dataclass(frozen=True, slots=True)
class PlannedTestCase:
    """A test case of the edition."""

    id: str
    title: str
    section: str
    status: Status
    mark: str
    """M, C, O or empty, as in the device's column of the list."""
    because: Sentence
    """The reason, one sentence."""
    answers: tuple[DecidingAnswer, ...] = ()
    """The answers that decided it; empty if it is the same for every device of this kind."""
    blocked_by: tuple[str, ...] = ()
    """The unanswered items on which an undetermined test case depends."""
    readings: tuple[str, ...] = ()
    """The readings on which it depends."""
    prerequisites: tuple[PlannedPrerequisite, ...] = ()


@dataclass(frozen=True, slots=True)
class TestPlan:
    """All test cases of the edition with their status for one PICS.

    Attributes:
        edition, release, rulebook_sha256: what it was derived with.
        pics_sha256, source: what it was derived from.
        dut: the kind of device, or None where the PICS does not say.
        readings: reading id -> ``taken`` or the letter of the alternative in force.
        test_cases: in the document's order, or as ordered.
        seed: of the random order, or None for the document's.
        what_if: the answers that are supposed instead of the statement's; None for the plan of the statement.
    """

    __test__ = False  # not a test class, whatever pytest thinks of the name

    edition: str
    rulebook_sha256: str
    pics_sha256: str
    source: str
    dut: str | None
    readings: tuple[tuple[str, str], ...]
    test_cases: tuple[PlannedTestCase, ...]
    seed: str | None = None
    release: int = 1
    what_if: WhatIf | None = None

    @property
    def complete(self) -> bool:
        """No test case is undetermined."""
        return all(row.status is not Status.UNDETERMINED for row in self.test_cases)

    @property
    def to_run(self) -> tuple[PlannedTestCase, ...]:
        """The required and optional test cases, in the plan's order."""
        return tuple(row for row in self.test_cases if row.status in (Status.REQUIRED, Status.OPTIONAL))

    @property
    def blocked_by(self) -> tuple[str, ...]:
        """The unanswered items that keep any test case undetermined, each once."""
        return tuple(dict.fromkeys(item for row in self.test_cases for item in row.blocked_by))

    def count(self, status: Status) -> int:
        """How many test cases have the status."""
        return sum(row.status is status for row in self.test_cases)
