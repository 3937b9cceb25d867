"""A plan as Markdown (CommonMark with tables), to be read in a merge request or a wiki."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from certkit.edition.rulebook import Rulebook
from certkit.pics.model import Pics
from certkit.plan.columns import MARKDOWN, columns_of
from certkit.plan.model import PlannedTestCase, Status, TestPlan
from certkit.plan.summary import (
    by_section,
    device_of,
    order_of,
    rows_of,
    selected_readings,
    statuses_counted,
    supposed,
    waiting_for,
)
from certkit.text.terminal import counted, safe

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~])")


def write_plan_markdown(plan: TestPlan, rulebook: Rulebook, pics: Pics, only: Collection[Status] = ()) -> str:
    """The plan with a table for each section, or one table where the order is random."""
    return "\n".join(_lines(plan, rulebook, pics, only)) + "\n"


def escaped(text: str) -> str:
    """Text that Markdown shows as it is: no markup, no HTML, no table cell, no mention of anyone."""
    text = _MARKUP.sub(r"\\\1", safe(text).replace("&", "&amp;"))
    return text.replace("@", "&#64;").replace("://", "&#58;//").replace("www.", "www&#46;")


def _lines(plan: TestPlan, rulebook: Rulebook, pics: Pics, only: Collection[Status]) -> Iterator[str]:
    yield "# Test plan" if plan.what_if is None else "# What-if plan"
    yield ""
    yield f"- Procedure: {escaped(rulebook.info.title)} (`{rulebook.info.id}`)"
    yield f"- Device: {escaped(plan.dut or 'the PICS does not say which kind of device')}"
    if device := device_of(pics):
        yield f"- Product: {escaped(device)}"
    what_if = plan.what_if
    yield f"- PICS: {escaped(plan.source)}, SHA-256 `{what_if.pics_sha256 if what_if else plan.pics_sha256}`"
    if what_if is not None:
        yield f"- What if: {escaped(supposed(what_if))}. **This is not the plan of the statement.**"
    yield f"- Test cases: {statuses_counted(plan)}, {escaped(order_of(plan))}"
    if readings := selected_readings(plan):
        yield f"- Readings selected: {readings}"
    if not plan.complete:
        yield from _blocked(plan, rulebook)
    rows = rows_of(plan, only)
    if plan.seed is not None:
        yield from _table(rows)
        return
    for section, members in by_section(rows):
        yield ""
        yield f"## {escaped(section)}"
        yield from _table(members)


def _blocked(plan: TestPlan, rulebook: Rulebook) -> Iterator[str]:
    open_rows = plan.count(Status.UNDETERMINED)
    yield ""
    yield f"**This plan is blocked.** {counted(open_rows, 'test case')} cannot be decided before these are answered:"
    yield ""
    for item, label, cases in waiting_for(plan, rulebook):
        yield f"- {escaped(item)}, {escaped(label)}: decides {counted(len(cases), 'test case')}"


def _table(rows: Sequence[PlannedTestCase]) -> Iterator[str]:
    columns = columns_of(MARKDOWN)
    yield ""
    yield f"| {' | '.join(column.heading for column in columns)} |"
    yield "|---" * len(columns) + "|"
    for row in rows:
        cells = (escaped(column.text(row).replace("\n", "; ")) for column in columns)
        yield f"| {' | '.join(cells)} |"
