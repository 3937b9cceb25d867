"""The differences between two statements: changed answers, and added, removed and changed test cases."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from certkit.conditions import Value
from certkit.finding import Place
from certkit.formats.document import described
from certkit.plan.model import Status


@described
@dataclass(frozen=True, slots=True)
class AnswerChange:
    """An item with another answer; null stands for not answered."""

    item: str
    label: str
    before: Value | None
    after: Value | None
    before_where: Place | None
    after_where: Place | None


@described
@dataclass(frozen=True, slots=True)
class ReadingChange:
    """A reading that was selected differently."""

    id: str
    before: str
    after: str


@described
@dataclass(frozen=True, slots=True)
class TestCaseChange:
    """A test case whose status differs; null if an edition does not have the test case."""

    __test__ = False

    id: str
    title: str
    kind: Literal["added", "removed", "changed"]
    """``added``: it is to be run now; ``removed``: it no longer is."""
    before: Status | None
    after: Status | None
    because: str
    """The reason for the status after the change."""
    items: tuple[str, ...]
    """The changed answers on which the status depends."""


@described
@dataclass(frozen=True, slots=True)
class AcceptanceChange:
    """An accepted warning that only one of the statements has."""

    kind: Literal["added", "removed"]
    code: str
    items: tuple[str, ...]
    reason: str
    name: str
    date: str


@described
@dataclass(frozen=True, slots=True)
class ComparedStatement:
    """One of the two statements."""

    file: str
    pics_sha256: str
    what_if: bool = False
    """Some answers are supposed: the digest is of those, and the file says something else."""


@described
@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """All differences between two statements and their plans; what ``certkit pics diff --format json`` writes."""

    version: Literal[1] = 1
    same: bool
    """Nothing differs."""
    before: ComparedStatement
    after: ComparedStatement
    answers: tuple[AnswerChange, ...]
    readings: tuple[ReadingChange, ...]
    test_cases: tuple[TestCaseChange, ...]
    accepted: tuple[AcceptanceChange, ...]
    """The accepted warnings that only one of them has."""
