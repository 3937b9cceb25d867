"""What lies between two statements: the answers that changed, and the test cases that came, went or changed."""

from __future__ import annotations

from dataclasses import dataclass

from certkit.conditions import Value
from certkit.finding import Place
from certkit.plan.model import PlannedTestCase


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """An item that is answered differently; None stands for not answered."""

    item: str
    label: str
    before: Value | None
    after: Value | None
    before_where: Place | None
    after_where: Place | None


@dataclass(frozen=True, slots=True)
class TestCaseChange:
    """A test case whose status differs.

    Attributes:
        kind: ``came`` (it is to be run now), ``went`` (it no longer is), or ``changed``.
        before, after: its rows in the two plans; None where an edition does not have it.
        items: the changed answers that it turns on.
    """

    __test__ = False

    id: str
    title: str
    kind: str
    before: PlannedTestCase | None
    after: PlannedTestCase | None
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """All differences between two statements and their plans."""

    before_source: str
    after_source: str
    before_sha256: str
    after_sha256: str
    answers: tuple[AnswerChange, ...]
    test_cases: tuple[TestCaseChange, ...]
    readings: tuple[tuple[str, str, str], ...]

    @property
    def same(self) -> bool:
        """Nothing differs, neither answers nor test cases nor readings."""
        return not (self.answers or self.test_cases or self.readings)
