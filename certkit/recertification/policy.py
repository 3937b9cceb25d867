"""A policy: which test cases the impact report lists as to be rerun, each by a rule with its place in the procedure.

A policy decides what is listed. It never makes an old result count.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from certkit.formats.document import described


class Impact(StrEnum):
    """The class of a test case of the new plan."""

    NEW = "new"
    """The old plan did not require it."""
    ANSWER_CHANGED = "answer changed"
    """An answer on which it depends changed."""
    RULE_CHANGED = "rule changed"
    """It is planned with another edition, release or reading."""
    NOT_PASSED = "not passed before"
    """The old run did not pass it."""
    SAME_QUESTION = "same question"
    """Rule and answers are the same, and the old run passed it."""
    UNDETERMINED = "undetermined"
    """The new PICS does not say whether it is required."""


class Aspect(StrEnum):
    """What can be another one than in the old document."""

    KIND = "kind of device"
    VENDOR = "vendor"
    MODEL = "model"
    HARDWARE = "hardware"
    VERSION = "version"
    IMAGE = "firmware hash"
    ANSWERS = "answers"
    CONFIGURATION = "configuration"
    BOOT = "boot data"


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyRule:
    """A rule of a policy. The first that fits a test case decides."""

    id: str
    """Names the rule in the report; each once."""
    classes: tuple[Impact, ...]
    """The classes of test cases that it decides."""
    if_changed: tuple[Aspect, ...]
    """It fits only if one of these differs or is not known; empty: it always fits."""
    rerun: bool
    """Whether the report lists these test cases as to be rerun."""
    reason: str
    """Why, in one sentence."""
    cite: str
    """The place that says so."""


@described
@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """Something that a re-certification may do and need not."""

    text: str
    """In one sentence."""
    cite: str
    """The place that says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """A policy file: what is listed as to be rerun when a device is certified again."""

    edition: str
    """The edition of the procedure that it cites."""
    title: str
    """What it is, for a heading."""
    rules: tuple[PolicyRule, ...]
    """The last one fits every test case."""
    allowances: tuple[Allowance, ...]
    """What may be done besides."""


def rule_for(policy: Policy, impact: Impact, changed: frozenset[Aspect]) -> PolicyRule:
    """The rule that decides a test case.

    Args:
        changed: what differs from the old document, or is not known.
    """
    return next(
        rule
        for rule in policy.rules
        if impact in rule.classes and (not rule.if_changed or not changed.isdisjoint(rule.if_changed))
    )
