"""The test plan: for every test case of the edition, whether it applies to the device, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from certkit.conditions import Value
from certkit.finding import Place
from certkit.text.sentence import Sentence

RESET = "000_RESET"
"""The utility test case that returns a charging station to its basic state before every test (8.1.2, 8.2)."""


class Status(StrEnum):
    """What the plan says of a test case."""

    REQUIRED = "required"
    OPTIONAL = "optional"
    NOT_APPLICABLE = "not-applicable"
    UNDETERMINED = "undetermined"


class Deciding(NamedTuple):
    """An answer that decided a row, and where it stands."""

    item: str
    answer: Value
    where: Place | None


class PlannedPrerequisite(NamedTuple):
    """Something a test case needs of the device (``met`` is None while the PICS does not say)."""

    text: str
    met: bool | None
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlannedTestCase:
    """One row of the plan.

    Attributes:
        id: as in Appendix C, without ``_CS`` or ``_CSMS``.
        mark: the M, C, O or blank of the device's column.
        because: the reason, one sentence.
        answers: the answers that decided the row; empty where it holds for every device of this kind.
        blocked_by: the unanswered items on which an undetermined row still turns.
        readings: ids of the readings on which the row depends.
        prerequisites: what the test case needs to be run, as far as a PICS can tell.
    """

    id: str
    title: str
    section: str
    status: Status
    mark: str
    because: Sentence
    answers: tuple[Deciding, ...] = ()
    blocked_by: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()
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

    @property
    def complete(self) -> bool:
        """No row is undetermined."""
        return all(row.status is not Status.UNDETERMINED for row in self.test_cases)

    @property
    def to_run(self) -> tuple[PlannedTestCase, ...]:
        """The required and optional rows, in the plan's order."""
        return tuple(row for row in self.test_cases if row.status in (Status.REQUIRED, Status.OPTIONAL))

    @property
    def blocked_by(self) -> tuple[str, ...]:
        """The unanswered items that keep any row undetermined, each once."""
        return tuple(dict.fromkeys(item for row in self.test_cases for item in row.blocked_by))

    def count(self, status: Status) -> int:
        return sum(row.status is status for row in self.test_cases)
