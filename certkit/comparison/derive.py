"""The differences between two statements of a device, and between the plans for them. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from certkit.comparison.model import (
    AcceptanceChange,
    AnswerChange,
    ComparedStatement,
    Comparison,
    ReadingChange,
    TestCaseChange,
)
from certkit.edition.rulebook import Rulebook
from certkit.finding import Place
from certkit.pics.model import Acceptance, Pics
from certkit.plan.model import PlannedTestCase, Status, TestPlan

_RUN = (Status.REQUIRED, Status.OPTIONAL)


def compare(before: Pics, after: Pics, before_plan: TestPlan, after_plan: TestPlan, rulebook: Rulebook) -> Comparison:
    """The differences between two statements.

    Args:
        before_plan, after_plan: their plans.
        rulebook: of the later one; it gives the items their order and labels.
    """
    answers = _answers(before, after, rulebook)
    changed = {change.item for change in answers}
    test_cases = _test_cases(before_plan, after_plan, changed)
    readings = _readings(before_plan, after_plan)
    accepted = tuple(_accepted(before, after))
    return Comparison(
        same=not (answers or test_cases or readings or accepted),
        before=ComparedStatement(before.source, before.sha256, before.what_if is not None),
        after=ComparedStatement(after.source, after.sha256, after.what_if is not None),
        answers=answers,
        readings=readings,
        test_cases=test_cases,
        accepted=accepted,
    )


def _accepted(before: Pics, after: Pics) -> Iterator[AcceptanceChange]:
    old, new = ([replace(row, place=Place()) for row in pics.accepted] for pics in (before, after))
    kinds: tuple[tuple[Literal["added", "removed"], list[Acceptance]], ...] = (
        ("removed", [row for row in old if row not in new]),
        ("added", [row for row in new if row not in old]),
    )
    for kind, rows in kinds:
        for row in rows:
            yield AcceptanceChange(kind, row.code, row.items, row.reason, row.name, row.date)


def _answers(before: Pics, after: Pics, rulebook: Rulebook) -> tuple[AnswerChange, ...]:
    names = dict.fromkeys((*rulebook.items, *before.answers, *after.answers))
    return tuple(
        AnswerChange(
            item=name,
            label=rulebook.items[name].label if name in rulebook.items else name,
            before=before.values.get(name),
            after=after.values.get(name),
            before_where=before.place_of(name),
            after_where=after.place_of(name),
        )
        for name in names
        if before.values.get(name) != after.values.get(name)
    )


def _test_cases(before: TestPlan, after: TestPlan, changed: set[str]) -> tuple[TestCaseChange, ...]:
    old = {row.id: row for row in before.test_cases}
    new = {row.id: row for row in after.test_cases}
    return tuple(
        TestCaseChange(
            id=name,
            title=(new.get(name) or old[name]).title,
            kind=_kind(old.get(name), new.get(name)),
            before=_status(old.get(name)),
            after=_status(new.get(name)),
            because=str(new[name].because) if name in new else "",
            items=tuple(item for item in _items_of(old.get(name), new.get(name)) if item in changed),
        )
        for name in dict.fromkeys((*new, *old))
        if _status(old.get(name)) is not _status(new.get(name))
    )


def _status(row: PlannedTestCase | None) -> Status | None:
    return row.status if row else None


def _kind(before: PlannedTestCase | None, after: PlannedTestCase | None) -> Literal["added", "removed", "changed"]:
    ran, runs = _status(before) in _RUN, _status(after) in _RUN
    if ran is runs or Status.UNDETERMINED in (_status(before), _status(after)):
        return "changed"
    return "added" if runs else "removed"


def _items_of(*rows: PlannedTestCase | None) -> tuple[str, ...]:
    """The items that decided the rows, or on which they depend."""
    found = [item for row in rows if row for item in (*(answer.item for answer in row.answers), *row.blocked_by)]
    return tuple(dict.fromkeys(found))


def _readings(before: TestPlan, after: TestPlan) -> tuple[ReadingChange, ...]:
    """The readings that were selected differently."""
    old, new = dict(before.readings), dict(after.readings)
    return tuple(
        ReadingChange(name, old.get(name, "taken"), new.get(name, "taken"))
        for name in dict.fromkeys((*old, *new))
        if old.get(name, "taken") != new.get(name, "taken")
    )
