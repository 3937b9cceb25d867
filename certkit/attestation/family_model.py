"""A product family beside its representative product: members, differences, what was never tested (4.2, 9.4)."""

from __future__ import annotations

from typing import NamedTuple

from certkit.comparison.model import Comparison
from certkit.finding import Place
from certkit.pics.model import Pics
from certkit.plan.model import TestPlan


class Tested(NamedTuple):
    """The representative product.

    Attributes:
        passed: the test cases that it passed; None where only its PICS is given.
        outcome: of its test run; empty where only its PICS is given.
        decided: test cases that a decision of the Compliance Working Group in its record names.
    """

    pics: Pics
    plan: TestPlan
    passed: frozenset[str] | None = None
    outcome: str = ""
    decided: frozenset[str] = frozenset()


Tested.__test__ = False  # type: ignore[attr-defined]  # no test class, whatever pytest thinks of its name


class Member(NamedTuple):
    """Another product of the family. ``decided``: as in :class:`Tested`, in the record of its declaration run."""

    pics: Pics
    plan: TestPlan
    decided: frozenset[str] = frozenset()


class Problem(NamedTuple):
    """Something that a declaration or certificate of a member would be refused for."""

    message: str
    cite: str
    where: Place | None = None


class Untested(NamedTuple):
    """A test case that a member has to pass and that the representative product did not pass."""

    id: str
    title: str
    because: str


class MemberCheck(NamedTuple):
    """A member beside the representative product.

    Attributes:
        comparison: from the representative's statement to the member's.
        untested: what a decision names is not among them.
        undecided: test cases of which the member's statement does not say whether they apply.
    """

    source: str
    model: str
    version: str
    problems: tuple[Problem, ...]
    comparison: Comparison
    untested: tuple[Untested, ...]
    undecided: tuple[str, ...]


class FamilyCheck(NamedTuple):
    """The family.

    Attributes:
        representative: the model, as its own statement names it.
        listed: the members in its statement, each model and version.
        without: those of them of which no statement was given, the representative product left out.
        passed: how many test cases it passed; None where only its PICS is given.
    """

    source: str
    name: str
    representative: str
    listed: tuple[tuple[str, str], ...]
    problems: tuple[Problem, ...]
    members: tuple[MemberCheck, ...]
    without: tuple[tuple[str, str], ...]
    passed: int | None
    outcome: str

    @property
    def good(self) -> bool:
        """Nothing stands in the way, and the representative product passed every member's required test cases."""
        checked = all(not (one.problems or one.untested or one.undecided) for one in self.members)
        return checked and not self.problems
