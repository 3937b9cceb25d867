"""A product family: its representative product and members, their differences, and what was never tested (4.2, 9.4)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from certkit.attestation.refusal import Refusal
from certkit.conditions import Value
from certkit.formats.document import described
from certkit.pics.model import Pics
from certkit.plan.model import TestPlan


class Tested(NamedTuple):
    """The representative product.

    Attributes:
        passed: the test cases that it passed; None where only its PICS is given.
        outcome: of its test run; None where only its PICS is given.
        decided: test cases that a decision of the Compliance Working Group in its record names.
    """

    pics: Pics
    plan: TestPlan
    passed: frozenset[str] | None = None
    outcome: str | None = None
    decided: frozenset[str] = frozenset()


Tested.__test__ = False  # type: ignore[attr-defined]  # pytest would collect a class of this name


class Member(NamedTuple):
    """Another product of the family. ``decided``: as in :class:`Tested`, in the record of its declaration run."""

    pics: Pics
    plan: TestPlan
    decided: frozenset[str] = frozenset()


@described
@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """A product by its model and version."""

    model: str
    firmware_version: str

    def __str__(self) -> str:
        return f"{self.model or 'a product without model'} {self.firmware_version or 'without version'}"


@described
@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerPair:
    """An item that the two statements answer differently; null where one has no answer."""

    item: str
    representative: Value | None
    member: Value | None


@described
@dataclass(frozen=True, slots=True, kw_only=True)
class UntestedCase:
    """A test case that a member has to pass and that the representative product did not pass."""

    id: str
    title: str
    because: str


@described
@dataclass(frozen=True, slots=True, kw_only=True)
class MemberCheck:
    """A member, compared with the representative product."""

    file: str
    model: str
    firmware_version: str
    problems: tuple[Refusal, ...]
    answers: tuple[AnswerPair, ...]
    never_run: tuple[UntestedCase, ...]
    """Without those that a decision names."""
    undecided: tuple[str, ...]
    """Test cases of which the member's statement does not say whether they apply."""


@described
@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyDocument:
    """Whether the members of a family can follow its representative product."""

    version: Literal[1] = 1
    good: bool
    """There is no problem, and the representative product passed every required test case of every member."""
    file: str
    family: str
    representative: str
    """The model, as its own statement names it."""
    verdict: str | None
    """On its test run; null where only its PICS is given."""
    test_cases_run: int | None
    """How many test cases it passed; null where only its PICS is given."""
    listed: tuple[Product, ...]
    """The members in its statement."""
    without_pics: tuple[Product, ...]
    """Those of them without a statement here, except the representative product."""
    problems: tuple[Refusal, ...]
    members: tuple[MemberCheck, ...]
