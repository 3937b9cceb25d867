"""What the writers of a plan share: which rows are shown, and how a row's answers are written."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import groupby

from certkit.edition.rulebook import Rulebook
from certkit.pics.model import Pics
from certkit.plan.model import PlannedTestCase, Status, TestPlan
from certkit.text.quote import value


def rows_of(plan: TestPlan, only: Collection[Status] = ()) -> tuple[PlannedTestCase, ...]:
    """The rows with one of these statuses; all of them if none is named."""
    return tuple(row for row in plan.test_cases if not only or row.status in only)


def by_section(rows: tuple[PlannedTestCase, ...]) -> Iterator[tuple[str, list[PlannedTestCase]]]:
    """The rows under the headings of the list, in their order."""
    for section, members in groupby(rows, key=lambda row: row.section):
        yield section, list(members)


def places_of(row: PlannedTestCase) -> str:
    """Where the deciding answers stand: ``lines 31, 40`` or ``PICS!C9, PICS!C12``."""
    places = [answer.where for answer in row.answers if answer.where is not None]
    lines = [str(place.line) for place in places if place.line]
    if lines:
        lines = list(dict.fromkeys(lines))
        return f"{'line' if len(lines) == 1 else 'lines'} {', '.join(lines)}"
    return ", ".join(dict.fromkeys(str(place) for place in places if place.cell))


def answers_of(row: PlannedTestCase) -> str:
    """The deciding answers: ``C-07 = Yes; AQ-2 = No``."""
    return "; ".join(f"{answer.item} = {value(answer.answer)}" for answer in row.answers)


def unmet(row: PlannedTestCase) -> Iterator[str]:
    """What a row to be run needs of the device that its PICS denies or leaves open."""
    if row.status in (Status.REQUIRED, Status.OPTIONAL):
        for prerequisite in row.prerequisites:
            if not prerequisite.met:
                open_or_not = "not met" if prerequisite.met is False else "open"
                yield f"needs: {prerequisite.text} ({open_or_not}, {', '.join(prerequisite.items)})"


def device_of(pics: Pics) -> str:
    """Who and what is to be tested, as far as the PICS says: ``Example Charging GmbH EX-22, 3.1.0``."""
    named = [value(pics.values[item]) for item in ("vendor", "model") if item in pics.values]
    version = pics.values.get("firmware_version")
    return " ".join(named) + (f", version {value(version)}" if version is not None else "")


def statuses_counted(plan: TestPlan) -> str:
    """``61 required, 3 optional, 48 not applicable``."""
    counts = [(status, plan.count(status)) for status in Status]
    return ", ".join(f"{count} {status.replace('-', ' ')}" for status, count in counts if count)


def order_of(plan: TestPlan) -> str:
    """How the plan is ordered."""
    return "in the order of the document" if plan.seed is None else f"in random order, seed {plan.seed}"


def waiting_for(plan: TestPlan, rulebook: Rulebook) -> list[tuple[str, str, list[str]]]:
    """What blocks a plan: (item, its question, the test cases that turn on it), most test cases first."""
    waiting = {item: [row.id for row in plan.test_cases if item in row.blocked_by] for item in plan.blocked_by}
    ordered = sorted(waiting.items(), key=lambda entry: -len(entry[1]))
    return [(item, rulebook.items[item].label, cases) for item, cases in ordered]
