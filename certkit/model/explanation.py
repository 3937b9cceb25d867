"""Why: what ``certkit explain`` says of a test case, an item, a finding, a reading or a term."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from certkit.conditions import Value
from certkit.model.finding import Place, Severity
from certkit.model.plan import PlannedTestCase, Status
from certkit.model.rulebook import Constraint, Functionality, Gap, Item, Reading, Term, TestCase


@dataclass(frozen=True, slots=True)
class ClauseAnswer:
    """An item that a clause asks, with its answer (None: not answered) and place."""

    item: str
    label: str
    answer: Value | None
    where: Place | None


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a condition that one ticks off.

    Attributes:
        text: as the edition writes it, ``local_start_stop``.
        meaning: written out, ``C-07 and C-08``; the same as ``text`` where it uses no term.
        says: in words, where the edition has them.
        holds: for the device; None while it is open, or where no device is asked about.
        decisive: whether the result rests on this clause.
    """

    text: str
    meaning: str
    says: str
    holds: bool | None
    decisive: bool
    answers: tuple[ClauseAnswer, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """The smallest change of answers that turns a result, and what the result is then."""

    answers: tuple[tuple[str, Value | None, Value], ...]
    outcome: str


@dataclass(frozen=True, slots=True)
class ColumnExplanation:
    """A column of the list of conformance tests: each entry's mark, its condition, and its clauses."""

    column: str
    kinds: tuple[str, ...]
    entries: tuple[tuple[str, str, tuple[Clause, ...]], ...]
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class TestCaseExplanation:
    """A test case: its columns, and for a device the row of its plan and what would turn it."""

    __test__ = False

    test_case: TestCase
    columns: tuple[ColumnExplanation, ...]
    functionalities: tuple[Functionality, ...]
    gaps: tuple[Gap, ...]
    row: PlannedTestCase | None = None
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class ItemExplanation:
    """A question of the PICS: what turns on it, and for a device how it is answered."""

    item: Item
    section: str
    required: str
    test_cases: tuple[tuple[str, str, tuple[str, ...]], ...]
    constraints: tuple[Constraint, ...]
    answer: ClauseAnswer | None = None
    decides: tuple[tuple[str, Status], ...] = ()


@dataclass(frozen=True, slots=True)
class FindingExplanation:
    """A kind of finding: when it is made, and for a device whether it is, and what would settle it."""

    code: str
    name: str
    severity: Severity
    title: str
    meaning: str
    hint: str
    cite: str
    condition: str
    items: tuple[str, ...]
    clauses: tuple[Clause, ...] = ()
    made: bool | None = None
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadingExplanation:
    """A passage open to more than one reading; ``rows``: column -> the test cases that depend on it.

    ``differs``: letter -> the test cases whose status an alternative changes for the device, (id, taken, then).
    """

    reading: Reading
    terms: tuple[tuple[Term, tuple[tuple[str, str], ...]], ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    differs: tuple[tuple[str, tuple[tuple[str, Status, Status], ...]], ...] | None = None


@dataclass(frozen=True, slots=True)
class TermExplanation:
    """A term of the conditions: what it stands for under the readings in force, and where it is used."""

    term: Term
    meaning: str
    test_cases: tuple[str, ...]
    clause: Clause | None = None


Explanation: TypeAlias = (
    TestCaseExplanation | ItemExplanation | FindingExplanation | ReadingExplanation | TermExplanation
)
