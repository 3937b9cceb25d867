"""What the writers of a plan say about the whole of it: which rows, whose device, how many, and what is missing."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import groupby

from certkit.conditions import Value
from certkit.edition.rulebook import Rulebook
from certkit.pics.model import Pics, WhatIf
from certkit.plan.model import PlannedTestCase, Status, TestPlan
from certkit.text.quote import value


def rows_of(plan: TestPlan, only: Collection[Status] = ()) -> tuple[PlannedTestCase, ...]:
    """The rows with one of these statuses; all rows if none is named."""
    return tuple(row for row in plan.test_cases if not only or row.status in only)


def by_section(rows: tuple[PlannedTestCase, ...]) -> Iterator[tuple[str, list[PlannedTestCase]]]:
    """The rows under the headings of the list, in their order."""
    for section, members in groupby(rows, key=lambda row: row.section):
        yield section, list(members)


def device_of(pics: Pics) -> str:
    """The product, as the PICS names it: ``Example Charging GmbH EX-22, version 3.1.0``."""
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


def selected_readings(plan: TestPlan) -> str:
    """The readings that are not the default: ``B-02=a, B-07=b``."""
    return ", ".join(f"{name}={letter}" for name, letter in plan.readings if letter != "taken")


def supposed(what_if: WhatIf) -> str:
    """What a what-if supposes: ``C-04 is Yes instead of No``."""
    answers = (f"{row.item} is {_answer(row.after)} instead of {_answer(row.before)}" for row in what_if.answers)
    return ", ".join(answers) or "no answer differs from the statement's"


def _answer(answer: Value | None) -> str:
    return "not answered" if answer is None else value(answer)


def waiting_for(plan: TestPlan, rulebook: Rulebook) -> list[tuple[str, str, list[str]]]:
    """What blocks a plan: (item, its question, the test cases that depend on it), most test cases first."""
    waiting = {item: [row.id for row in plan.test_cases if item in row.blocked_by] for item in plan.blocked_by}
    ordered = sorted(waiting.items(), key=lambda entry: -len(entry[1]))
    return [(item, rulebook.items[item].label_for(plan.dut), cases) for item, cases in ordered]
