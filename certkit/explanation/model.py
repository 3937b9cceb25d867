"""What ``certkit explain`` says of a name. Each explanation is also its JSON document, which ``kind`` tells apart.

What is explained of a PICS does not load the later stages, so their enums are literals here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from certkit.conditions import Value
from certkit.edition.model import Constraint, Item, Reading
from certkit.finding import AcceptedBy, Place, Severity
from certkit.formats.document import described
from certkit.messages import Code
from certkit.pics.model import Pics
from certkit.plan.model import PlannedPrerequisite, Status

AccessName = Literal["R", "RW", "R or RW", "W"]
PICS_CHECK = "certkit pics check"
"""The command that makes the findings about a PICS."""


@described
@dataclass(frozen=True, slots=True)
class ItemAnswer:
    """The answer to an item; null where the item is not answered or no PICS is given."""

    item: str
    label: str
    answer: Value | None
    where: Place
    """Its place in the PICS."""

    @classmethod
    def of(cls, item: Item, pics: Pics | None) -> ItemAnswer:
        """The answer that a PICS gives to an item."""
        if pics is None:
            return cls(item.id, item.label, None, Place())
        place = replace(pics.place_of(item.id) or Place(), file="")
        return cls(item.id, item.label, pics.values.get(item.id), place)


@described
@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a condition that can be checked on its own."""

    text: str
    """As the edition writes it, ``local_start_stop``."""
    meaning: str
    """The same with its terms written out, ``C-07 and C-08``."""
    says: str
    """In words, where the edition has them."""
    holds: bool | None
    """Null while it is open, or where no PICS is given."""
    decisive: bool
    """Whether the result depends on it."""
    answers: tuple[ItemAnswer, ...]


@described
@dataclass(frozen=True, slots=True)
class ChangedAnswer:
    """One answer of a change."""

    item: str
    before: Value | None
    after: Value


@described
@dataclass(frozen=True, slots=True)
class StatusDifference:
    """A test case whose status a change of answers or an alternative changes."""

    id: str
    before: Status
    after: Status


@described
@dataclass(frozen=True, slots=True)
class Change:
    """A smallest change of answers that changes the result."""

    answers: tuple[ChangedAnswer, ...]
    outcome: str
    also: tuple[StatusDifference, ...]
    """The other test cases whose status it changes."""


@described
@dataclass(frozen=True, slots=True)
class AppliedReading:
    """A reading of an unclear passage, as it is in force."""

    id: str
    title: str
    selected: str
    """``taken`` or the letter of an alternative."""
    text: str

    @classmethod
    def of(cls, reading: Reading) -> AppliedReading:
        """What the selected reading says."""
        return cls(reading.id, reading.title, reading.selected, reading.in_force)


@described
@dataclass(frozen=True, slots=True)
class MarkedCondition:
    """A mark and its condition, which is empty for a mark that always holds."""

    mark: str
    condition: str
    clauses: tuple[Clause, ...]


@described
@dataclass(frozen=True, slots=True)
class ExplainedColumn:
    """A column of the list of conformance tests."""

    column: str
    devices: tuple[str, ...]
    entries: tuple[MarkedCondition, ...]
    readings: tuple[AppliedReading, ...]


@described
@dataclass(frozen=True, slots=True, kw_only=True)
class TestCaseExplanation:
    """A test case."""

    __test__ = False  # pytest must not collect it for its name

    version: Literal[1] = 1
    kind: Literal["test-case"] = "test-case"
    id: str
    title: str
    section: str
    note: str
    cite: str
    columns: tuple[ExplainedColumn, ...]
    functionalities: Mapping[str, str]
    """Functionality that it covers -> a note, or empty."""
    gaps: Mapping[str, str]
    """Id -> a difference between the functionalities and the list that concerns it."""
    status: Status | None
    """Null where no PICS is given."""
    because: str
    prerequisites: tuple[PlannedPrerequisite, ...]
    """What the device needs so that it can be run; empty where no PICS is given."""
    changes: tuple[Change, ...]


@described
@dataclass(frozen=True, slots=True, kw_only=True)
class ItemExplanation:
    """A question of the PICS."""

    version: Literal[1] = 1
    kind: Literal["item"] = "item"
    id: str
    label: str
    section: str
    help: str
    expected: str
    asked_of: tuple[str, ...]
    required: str
    path: tuple[str, ...]
    """The keys of its answer in YAML."""
    key: str
    """The configuration key that it is about, or empty."""
    cite: str
    test_cases: Mapping[str, tuple[str, ...]]
    """Column -> the test cases that ask for it."""
    devices: Mapping[str, tuple[str, ...]]
    """Column -> its kinds of device."""
    findings: Mapping[str, str]
    """Code -> title of the findings that look at it."""
    answer: ItemAnswer | None
    """Null where no PICS is given."""
    decides: Mapping[str, Status]
    """The test cases that depend on its answer, with their status."""
    metric: MetricExplanation | None
    """The performance parameter of the same name."""
    configuration_key: KeyExplanation | None
    """The configuration key of the same name."""


@described
@dataclass(frozen=True, slots=True)
class ComparedKey:
    """A configuration key, and the item that it is compared with."""

    key: str
    item: str


@described
@dataclass(frozen=True, slots=True, kw_only=True)
class FindingExplanation:
    """A kind of finding."""

    version: Literal[1] = 1
    kind: Literal["finding"] = "finding"
    code: str
    name: str
    severity: Severity
    title: str
    meaning: str
    hint: str
    cite: str
    condition: str = ""
    items: tuple[str, ...] = ()
    made: bool | None = None
    """Null where no PICS is given, or where more than the PICS decides it."""
    clauses: tuple[Clause, ...] = ()
    changes: tuple[Change, ...] = ()
    made_by: str
    """The command that makes it."""
    keys: tuple[ComparedKey, ...] = ()
    """The configuration keys that it is about."""
    also: tuple[FindingExplanation, ...] = ()
    """The other findings with the same code."""
    accepted: AcceptedBy | None = None
    """Why the statement accepts it, or null."""

    @classmethod
    def of_code(cls, code: Code, made_by: str, cite: str = "") -> FindingExplanation:
        """What the table of messages says of a code."""
        return cls(
            code=code.code,
            name=code.name,
            severity=code.severity or Severity.ERROR,
            title=code.title,
            meaning=code.meaning,
            hint=code.hint,
            cite=cite,
            made_by=made_by,
        )

    @classmethod
    def of_row(cls, row: Constraint, made_by: str) -> FindingExplanation:
        """What the edition says of a constraint."""
        return cls(
            code=row.id,
            name=row.name,
            severity=row.severity,
            title=row.title,
            meaning=row.message,
            hint=row.hint,
            cite=row.cite,
            items=row.items,
            made_by=made_by,
        )


@described
@dataclass(frozen=True, slots=True)
class ReadTerm:
    """A term that a reading decides about."""

    id: str
    says: str
    meanings: Mapping[str, str]
    """``taken`` or the letter of an alternative -> the condition that the term then means."""


@described
@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingExplanation:
    """A passage open to more than one reading."""

    version: Literal[1] = 1
    kind: Literal["reading"] = "reading"
    id: str
    title: str
    question: str
    taken: str
    why: str
    cite: str
    selected: str
    alternatives: Mapping[str, str]
    """Letter -> the other reading."""
    others: str
    """Other places that depend on it, or empty."""
    terms: tuple[ReadTerm, ...]
    test_cases: Mapping[str, tuple[str, ...]]
    """Column -> the test cases that depend on it."""
    differs: Mapping[str, tuple[StatusDifference, ...]] | None
    """Letter -> what the alternative changes for the device; null where no PICS is given."""
    applied: Mapping[str, str]
    """The performance parameters and rules of the verdict that apply it, each with its title."""


@described
@dataclass(frozen=True, slots=True, kw_only=True)
class TermExplanation:
    """A term of the conditions."""

    version: Literal[1] = 1
    kind: Literal["term"] = "term"
    id: str
    says: str
    cite: str
    reading: str
    meaning: str
    test_cases: tuple[str, ...]
    clause: Clause | None
    """Null where no PICS is given."""


@described
@dataclass(frozen=True, slots=True, kw_only=True)
class RuleExplanation:
    """A rule of the verdict."""

    version: Literal[1] = 1
    kind: Literal["rule"] = "rule"
    code: str
    name: str
    part: str
    """The part of the verdict."""
    title: str
    meaning: str
    hint: str
    cite: str
    requirements: Mapping[str, str]
    """Number -> title of the requirements behind it."""
    readings: tuple[AppliedReading, ...]


@described
@dataclass(frozen=True, slots=True)
class RequirementWords:
    """The facts of a requirement in words."""

    nature: str
    applies: str
    met: str
    not_met: str
    """What follows for the verdict if it is not met."""
    not_shown: str
    """What follows for the verdict if the record does not show it."""


@described
@dataclass(frozen=True, slots=True, kw_only=True)
class RequirementExplanation:
    """A requirement of the procedure. Most texts are empty for one that no record shows."""

    version: Literal[1] = 1
    kind: Literal["requirement"] = "requirement"
    number: int
    title: str = ""
    nature: Literal["check", "record", "print", "process", ""] = ""
    cite: str = ""
    applies: str = ""
    """A condition on the PICS and the record."""
    met: str = ""
    """A condition on the PICS and the record; empty where answers are enough, or a check decides."""
    check: str = ""
    effect: Literal["fail", "incomplete", "note", ""] = ""
    """What it means for the verdict if it is not met."""
    in_words: RequirementWords | None = None
    shown_by: Mapping[str, str]
    """Field of the record -> what it asks for."""
    elsewhere: str = ""
    """What shows it, if the record does not."""
    rules: Mapping[str, str]
    """Code -> title of the rules of the verdict."""
    here: bool | None = None
    """Whether it applies to the device; null where no PICS is given, or the PICS alone does not decide it."""


@described
@dataclass(frozen=True, slots=True)
class KeyRelation:
    """How a key has to agree with an item."""

    item: str
    answer: str
    """The answer with which it is expected; empty for any."""
    expected: str
    finding: str
    given: ItemAnswer | None
    """Null where no PICS is given."""


@described
@dataclass(frozen=True, slots=True)
class KeyWords:
    """The facts of a configuration key in words."""

    value: str
    access: str
    required: str


@described
@dataclass(frozen=True, slots=True, kw_only=True)
class KeyExplanation:
    """A configuration key of the standard."""

    version: Literal[1] = 1
    kind: Literal["configuration-key"] = "configuration-key"
    key: str
    description: str
    note: str
    cite: str
    profile: str
    has_profile: str
    """The condition under which a station has the feature profile."""
    asked_of: tuple[str, ...]
    type: Literal["boolean", "integer", "list", "string"]
    unit: str
    minimum: int | None
    maximum: int | None
    names: tuple[str, ...]
    """The allowed entries of a list; empty if all are."""
    access: AccessName
    access_before: AccessName | None
    """Before the errata; null if the key is new with them."""
    read_only: str
    """The condition under which a writable key is read-only."""
    required: bool
    """Whether a station with the feature profile must have it."""
    required_before: bool | None
    needed: str
    """The condition under which a station must have it in any case."""
    in_words: KeyWords
    here: bool | None
    """Whether the device must have it; null while that is open, or where no PICS is given."""
    items: Mapping[str, str]
    """Item of the PICS about it -> its question."""
    relations: tuple[KeyRelation, ...]


@described
@dataclass(frozen=True, slots=True, kw_only=True)
class MetricExplanation:
    """A performance parameter."""

    version: Literal[1] = 1
    kind: Literal["metric"] = "metric"
    id: str
    title: str
    definition: str
    formula: str
    unit: str
    pairing: str
    pairs: tuple[str, ...]
    """The pairs of messages, in words."""
    exclusions: tuple[str, ...]
    asked_of: tuple[str, ...]
    readings: tuple[AppliedReading, ...]
    cite: str


@described
@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOutExplanation:
    """A reason for which ``certkit measure`` leaves a pair of messages out."""

    version: Literal[1] = 1
    kind: Literal["left-out"] = "left-out"
    reason: str
    text: str


@described
@dataclass(frozen=True, slots=True, kw_only=True)
class RefusalExplanation:
    """A reason why ``certkit declare``, ``report`` and ``certify`` refuse to sign."""

    version: Literal[1] = 1
    kind: Literal["refusal"] = "refusal"
    code: str
    messages: tuple[str, ...]
    """What it can say; ``<name>`` stands for what is different in each case."""
    cite: str


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
    | RefusalExplanation
)
"""What ``certkit explain --format json`` writes."""
