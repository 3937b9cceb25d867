"""The JSON documents about proofs, as types: what ``explain`` writes."""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict, with_config
from typing_extensions import TypedDict

DESCRIBED = ConfigDict(use_attribute_docstrings=True)

SeverityName = Literal["error", "warning", "note"]
StatusName = Literal["required", "optional", "not-applicable", "undetermined"]
Answer = str | int | float | list["str | list[str]"]


@with_config(DESCRIBED)
class PlaceDocument(TypedDict, total=False):
    """Where something stands: line and column (from 1) of a text file, or sheet and cell of a workbook."""

    file: str
    """The file's name, as it was given on the command line."""
    line: int
    column: int
    sheet: str
    cell: str


@with_config(DESCRIBED)
class ClauseAnswerDocument(TypedDict):
    """An item that a clause asks; ``answer`` is null where it is not answered or no PICS is given."""

    item: str
    label: str
    answer: Answer | None
    where: PlaceDocument


@with_config(DESCRIBED)
class ClauseDocument(TypedDict):
    """A part of a condition that one ticks off."""

    text: str
    meaning: str
    """The same, written out."""
    says: str
    """In words."""
    holds: bool | None
    """Null while it is open, or where no PICS is given."""
    decisive: bool
    answers: list[ClauseAnswerDocument]


@with_config(DESCRIBED)
class ChangedAnswerDocument(TypedDict):
    """One answer of a change."""

    item: str
    before: Answer | None
    after: Answer


@with_config(DESCRIBED)
class ChangeDocument(TypedDict):
    """A smallest change of answers that turns a result."""

    answers: list[ChangedAnswerDocument]
    outcome: str


@with_config(DESCRIBED)
class EntryDocument(TypedDict):
    """A mark and its condition, which is empty for one that always holds."""

    mark: str
    condition: str
    clauses: list[ClauseDocument]


@with_config(DESCRIBED)
class ColumnDocument(TypedDict):
    """A column of the list of conformance tests."""

    column: str
    devices: list[str]
    entries: list[EntryDocument]
    readings: list[str]


@with_config(DESCRIBED)
class ExplainedTestCaseDocument(TypedDict):
    """A test case; ``status`` is null where no PICS is given."""

    version: Literal[1]
    kind: Literal["test-case"]
    id: str
    title: str
    section: str
    note: str
    cite: str
    columns: list[ColumnDocument]
    functionalities: list[str]
    status: StatusName | None
    because: str
    changes: list[ChangeDocument]


@with_config(DESCRIBED)
class ExplainedItemDocument(TypedDict):
    """A question of the PICS; ``answer`` is null where no PICS is given."""

    version: Literal[1]
    kind: Literal["item"]
    id: str
    label: str
    section: str
    help: str
    expected: str
    asked_of: list[str]
    required: str
    path: list[str]
    """The keys under which its answer stands in YAML."""
    key: str
    cite: str
    test_cases: dict[str, list[str]]
    """Column -> the test cases that ask for it."""
    findings: list[str]
    answer: ClauseAnswerDocument | None
    decides: dict[str, StatusName]
    """The test cases that turn on its answer, with their status."""
    metric: ExplainedMetricDocument | None
    """The performance parameter that goes by its name."""
    configuration_key: ExplainedKeyDocument | None
    """The configuration key that goes by its name."""


@with_config(DESCRIBED)
class ExplainedFindingDocument(TypedDict):
    """A kind of finding; ``made`` is null where no PICS is given, or where a PICS alone cannot tell."""

    version: Literal[1]
    kind: Literal["finding"]
    code: str
    name: str
    severity: SeverityName
    title: str
    meaning: str
    hint: str
    cite: str
    condition: str
    items: list[str]
    made: bool | None
    clauses: list[ClauseDocument]
    changes: list[ChangeDocument]
    made_by: str
    """The command that makes it."""
    keys: list[ComparedKeyDocument]
    """The configuration keys that it is about."""
    also: list[ExplainedFindingDocument]
    """What the same code says of something else."""


@with_config(DESCRIBED)
class ComparedKeyDocument(TypedDict):
    """A configuration key, and the item that it is held against."""

    key: str
    item: str


@with_config(DESCRIBED)
class DifferenceDocument(TypedDict):
    """A test case whose status an alternative changes."""

    id: str
    before: StatusName
    after: StatusName


@with_config(DESCRIBED)
class ExplainedReadingDocument(TypedDict):
    """A passage open to more than one reading; ``differs`` is null where no PICS is given."""

    version: Literal[1]
    kind: Literal["reading"]
    id: str
    title: str
    question: str
    taken: str
    why: str
    cite: str
    selected: str
    alternatives: dict[str, str]
    terms: dict[str, dict[str, str]]
    """Term -> what it stands for, as taken and under each alternative."""
    test_cases: dict[str, list[str]]
    """Column -> the test cases that depend on it."""
    differs: dict[str, list[DifferenceDocument]] | None
    applied: dict[str, str]
    """The performance parameters and rules of the verdict that apply it."""


@with_config(DESCRIBED)
class ExplainedTermDocument(TypedDict):
    """A term of the conditions; ``clause`` is null where no PICS is given."""

    version: Literal[1]
    kind: Literal["term"]
    id: str
    says: str
    cite: str
    reading: str
    meaning: str
    test_cases: list[str]
    clause: ClauseDocument | None


@with_config(DESCRIBED)
class ExplainedRuleDocument(TypedDict):
    """A rule of the verdict."""

    version: Literal[1]
    kind: Literal["rule"]
    code: str
    name: str
    part: str
    """The part of the verdict."""
    title: str
    meaning: str
    hint: str
    cite: str
    requirements: dict[str, str]
    """Number -> title of the requirements behind it."""
    readings: list[str]


@with_config(DESCRIBED)
class ExplainedRequirementDocument(TypedDict):
    """A requirement of the procedure; what only a record's row has is empty for one that no record shows."""

    version: Literal[1]
    kind: Literal["requirement"]
    number: int
    title: str
    nature: Literal["check", "record", "print", "process", ""]
    cite: str
    applies: str
    """A condition on the PICS and the record."""
    met: str
    """A condition on the PICS and the record; empty where answers are enough, or a check decides."""
    check: str
    effect: Literal["fail", "incomplete", "note", ""]
    """What it means for the verdict if it is not met."""
    shown_by: dict[str, str]
    """The record's fields and what is asked there."""
    elsewhere: str
    """What shows it, if it is not the record."""
    rules: dict[str, str]
    """Code -> title of the rules of the verdict."""
    here: bool | None
    """Whether it applies to the device; null where no PICS is given, or the PICS alone cannot tell."""


@with_config(DESCRIBED)
class KeyRelationDocument(TypedDict):
    """How a key has to agree with an item."""

    item: str
    answer: str
    """The answer with which it is expected; empty for any."""
    expected: str
    finding: str
    given: ClauseAnswerDocument | None


@with_config(DESCRIBED)
class ExplainedKeyDocument(TypedDict):
    """A configuration key of the standard."""

    version: Literal[1]
    kind: Literal["configuration-key"]
    key: str
    description: str
    note: str
    cite: str
    profile: str
    has_profile: str
    """The condition under which a station has the feature profile."""
    asked_of: list[str]
    type: Literal["boolean", "integer", "list", "string"]
    unit: str
    minimum: int | None
    maximum: int | None
    names: list[str]
    """What a list may have in it; empty if anything."""
    access: Literal["R", "RW", "R or RW", "W"]
    access_before: Literal["R", "RW", "R or RW", "W"] | None
    """Before the errata; null if the key is new with them."""
    read_only: str
    """The condition under which a writable key is read-only."""
    required: bool
    """Whether a station with the feature profile must have it."""
    required_before: bool | None
    needed: str
    """The condition under which a station must have it all the same."""
    here: bool | None
    """Whether the device must have it; null while that is open, or where no PICS is given."""
    items: dict[str, str]
    relations: list[KeyRelationDocument]


@with_config(DESCRIBED)
class ExplainedMetricDocument(TypedDict):
    """A performance parameter."""

    version: Literal[1]
    kind: Literal["metric"]
    id: str
    title: str
    definition: str
    formula: str
    unit: str
    pairing: str
    pairs: list[str]
    """The pairs of messages, in words."""
    exclusions: list[str]
    asked_of: list[str]
    readings: list[str]
    cite: str


@with_config(DESCRIBED)
class ExplainedReasonDocument(TypedDict):
    """A reason for which a pair of messages is left out of the measurement."""

    version: Literal[1]
    kind: Literal["left-out"]
    reason: str
    text: str


ExplanationDocument = (
    ExplainedTestCaseDocument
    | ExplainedItemDocument
    | ExplainedFindingDocument
    | ExplainedReadingDocument
    | ExplainedTermDocument
    | ExplainedRuleDocument
    | ExplainedRequirementDocument
    | ExplainedKeyDocument
    | ExplainedReasonDocument
)
"""What ``certkit explain --format json`` writes."""
