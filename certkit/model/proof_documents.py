"""The JSON documents about differences and proofs, as types: what ``pics diff`` and ``explain`` write."""

from __future__ import annotations

from typing import Literal

from pydantic import with_config
from typing_extensions import TypedDict

from certkit.model.documents import DESCRIBED, Answer, PlaceDocument, SeverityName, StatusName

ChangeKind = Literal["came", "went", "changed"]


@with_config(DESCRIBED)
class StatementDocument(TypedDict):
    """One of the two statements that are compared."""

    file: str
    pics_sha256: str


@with_config(DESCRIBED)
class AnswerChangeDocument(TypedDict):
    """An item that is answered differently; null stands for not answered."""

    item: str
    before: Answer | None
    after: Answer | None
    before_where: PlaceDocument
    after_where: PlaceDocument


@with_config(DESCRIBED)
class ReadingChangeDocument(TypedDict):
    """A reading that was selected differently."""

    id: str
    before: str
    after: str


@with_config(DESCRIBED)
class TestCaseChangeDocument(TypedDict):
    """A test case whose status differs; null where an edition does not have it."""

    id: str
    title: str
    kind: ChangeKind
    """``came``: it is to be run now; ``went``: it no longer is."""
    before: StatusName | None
    after: StatusName | None
    because: str
    """The reason of what holds after the change."""
    items: list[str]
    """The changed answers that it turns on."""


@with_config(DESCRIBED)
class ComparisonDocument(TypedDict):
    """What ``certkit pics diff --format json`` writes."""

    version: Literal[1]
    same: bool
    """Nothing differs."""
    before: StatementDocument
    after: StatementDocument
    answers: list[AnswerChangeDocument]
    readings: list[ReadingChangeDocument]
    test_cases: list[TestCaseChangeDocument]


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


@with_config(DESCRIBED)
class ExplainedFindingDocument(TypedDict):
    """A kind of finding; ``made`` is null where no PICS is given."""

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


ExplanationDocument = (
    ExplainedTestCaseDocument
    | ExplainedItemDocument
    | ExplainedFindingDocument
    | ExplainedReadingDocument
    | ExplainedTermDocument
)
"""What ``certkit explain --format json`` writes."""
