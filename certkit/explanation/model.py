"""Why: what ``certkit explain`` says of a name, whatever it is the name of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from certkit.conditions import Value
from certkit.edition.model import Constraint, Functionality, Gap, Item, Reading, Term, TestCase
from certkit.finding import Place, Severity
from certkit.messages import Code
from certkit.plan.model import PlannedTestCase, Status

if TYPE_CHECKING:  # what is explained of a statement does not load the stages after it
    from certkit.configuration.model import ConfigurationKey
    from certkit.measurement.model import Metric
    from certkit.record.requirements import Requirement


PICS_CHECK = "certkit pics check"
"""What makes the findings about a statement."""


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
    """A question of the PICS: what turns on it, and for a device how it is answered.

    ``metric``, ``configuration_key``: what else goes by the name of the item.
    """

    item: Item
    section: str
    required: str
    test_cases: tuple[tuple[str, str, tuple[str, ...]], ...]
    constraints: tuple[Constraint, ...]
    answer: ClauseAnswer | None = None
    decides: tuple[tuple[str, Status], ...] = ()
    metric: MetricExplanation | None = None
    configuration_key: KeyExplanation | None = None


@dataclass(frozen=True, slots=True)
class FindingExplanation:
    """A kind of finding: when it is made, and for a device whether it is, and what would settle it.

    Attributes:
        made_by: the command that makes it.
        made: None where no device is asked about, or where more than a PICS is needed to tell.
        keys: the configuration keys that it is about, each with the item it is held against.
        also: what the same code says of something else.
    """

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
    made_by: str = ""
    keys: tuple[tuple[str, str], ...] = ()
    also: tuple[FindingExplanation, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadingExplanation:
    """A passage open to more than one reading; ``rows``: column -> the test cases that depend on it.

    Attributes:
        differs: letter -> the test cases whose status an alternative changes for the device, (id, taken, then).
        applied: the performance parameters and the rules of the verdict to which it is applied: name, what it is.
    """

    reading: Reading
    terms: tuple[tuple[Term, tuple[tuple[str, str], ...]], ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    differs: tuple[tuple[str, tuple[tuple[str, Status, Status], ...]], ...] | None = None
    applied: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class TermExplanation:
    """A term of the conditions: what it stands for under the readings in force, and where it is used."""

    term: Term
    meaning: str
    test_cases: tuple[str, ...]
    clause: Clause | None = None


@dataclass(frozen=True, slots=True)
class RuleExplanation:
    """A rule of the verdict. ``requirements``: number and title of those behind it."""

    rule: Code
    cite: str
    requirements: tuple[tuple[int, str], ...]
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class RequirementExplanation:
    """A requirement of the procedure.

    Attributes:
        requirement: None where no record can show it.
        shown_by: the record's fields, each with its question; or what shows it elsewhere, with nothing.
        rules: code and title of the rules of the verdict that it is behind.
        applies: to the device, as far as its PICS can tell; None where it cannot, or no device is asked about.
    """

    number: int
    requirement: Requirement | None
    shown_by: tuple[tuple[str, str], ...]
    rules: tuple[tuple[str, str], ...]
    applies: bool | None = None


@dataclass(frozen=True, slots=True)
class KeyRelation:
    """How a key has to agree with an item: the item, its answer or empty for any, what is expected, the finding."""

    item: str
    answer: str
    expected: str
    finding: str
    given: ClauseAnswer | None = None


@dataclass(frozen=True, slots=True)
class KeyExplanation:
    """A configuration key of the standard.

    Attributes:
        has_profile: the condition under which a station has the key's feature profile.
        required: whether the device must have it; None while that is open, or where no device is asked about.
        items: the items of the PICS that are about it, with their questions.
    """

    key: ConfigurationKey
    has_profile: str
    asked_of: tuple[str, ...]
    relations: tuple[KeyRelation, ...]
    items: tuple[tuple[str, str], ...]
    required: bool | None = None


@dataclass(frozen=True, slots=True)
class MetricExplanation:
    """A performance parameter, with its pairs of messages in words and the readings that are applied."""

    metric: Metric
    pairs: tuple[str, ...]
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class LeftOutExplanation:
    """A reason for which ``certkit measure`` leaves a pair of messages out."""

    reason: str
    text: str


Explanation: TypeAlias = (
    TestCaseExplanation
    | ItemExplanation
    | FindingExplanation
    | ReadingExplanation
    | TermExplanation
    | RuleExplanation
    | RequirementExplanation
    | KeyExplanation
    | LeftOutExplanation
)
