"""A plan as a table for people at a terminal. Every status is a word and a sign, never a colour alone."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from rich.box import ROUNDED
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from certkit.edition.rulebook import Rulebook
from certkit.pics.model import Pics
from certkit.plan.columns import REASON, STATUS, TERMINAL, TEST_CASE, PlanColumn, columns_of, places_of, unmet
from certkit.plan.model import PlannedTestCase, Status, TestPlan
from certkit.plan.summary import by_section, device_of, order_of, rows_of, selected_readings, supposed, waiting_for
from certkit.text.rich_text import drawn
from certkit.text.terminal import counted, safe

_STYLES = {
    Status.REQUIRED: ("●", "required", "bold"),
    Status.OPTIONAL: ("○", "optional", "cyan"),
    Status.NOT_APPLICABLE: ("·", "not applicable", "dim"),
    Status.UNDETERMINED: ("?", "undetermined", "bold yellow"),
}
_MOST_CASES = 4


def write_plan_text(
    plan: TestPlan,
    rulebook: Rulebook,
    pics: Pics,
    only: Collection[Status] = (),
    *,
    width: int = 120,
    coloured: bool = False,
) -> str:
    """The plan as text that ends with a line break.

    Args:
        pics: what it was made from, for the name of the product.
        only: statuses of the rows to be shown; all if it is empty.
        width: columns of the table.
    """
    return drawn(_parts(plan, rulebook, pics, only), width=width, coloured=coloured)


def _parts(plan: TestPlan, rulebook: Rulebook, pics: Pics, only: Collection[Status]) -> Iterator[RenderableType]:
    yield _header(plan, rulebook, pics)
    rows = rows_of(plan, only)
    if not rows:
        yield "\nno test case has this status"
    elif plan.seed is not None:
        yield ""
        yield _table(rows, _widths(rows), numbered=True)
    else:
        widths = _widths(rows)
        for section, members in by_section(rows):
            yield Text(f"\n{safe(section)}", style="bold")
            yield _table(members, widths)
    yield ""
    yield _counts(plan) if plan.complete else _blocked(plan, rulebook, pics)


def _header(plan: TestPlan, rulebook: Rulebook, pics: Pics) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim")
    table.add_column(overflow="fold")
    for name, value in _facts(plan, rulebook, pics):
        table.add_row(name, value)
    return table


def _facts(plan: TestPlan, rulebook: Rulebook, pics: Pics) -> Iterator[tuple[str, Text]]:
    what_if = plan.what_if
    name = "Test plan" if what_if is None else "What-if plan"
    yield name, Text(f"{safe(rulebook.info.title)} ({rulebook.info.id})", style="bold")
    digest = plan.pics_sha256 if what_if is None else what_if.pics_sha256
    yield "PICS", Text(f"{safe(plan.source)}, SHA-256 {digest[:16]}…")
    if what_if is not None:
        yield "What if", Text(f"{safe(supposed(what_if))}: this is not the plan of the statement", style="yellow")
    yield "Device", Text(safe(plan.dut or "the PICS does not say which kind of device"))
    if device := device_of(pics):
        yield "Product", Text(safe(device))
    if plan.seed is not None:
        yield "Order", Text(safe(order_of(plan)))
    if readings := selected_readings(plan):
        yield "Readings", Text(readings)
    yield "Test cases", _counts(plan)


def _counts(plan: TestPlan) -> Text:
    text = Text()
    for status, (sign, word, style) in _STYLES.items():
        if count := plan.count(status):
            text.append("   " if text else "")
            text.append(f"{sign} {count} {word}", style=style)
    return text


_NARROW = (TEST_CASE, STATUS)
"""The first columns, which are as wide as their longest text; the others share the rest of the line."""


def _widths(rows: Sequence[PlannedTestCase]) -> Mapping[PlanColumn, int]:
    """The widths of the narrow columns, the same in every table of the rows."""
    return {column: max(_cell(column, row).cell_len for row in rows) for column in _NARROW}


def _table(rows: Sequence[PlannedTestCase], widths: Mapping[PlanColumn, int], *, numbered: bool = False) -> Table:
    """A table of ``rows``, aligned with the other tables of these widths."""
    columns = (*_NARROW, *(column for column in columns_of(TERMINAL) if column not in _NARROW))
    table = Table.grid(padding=(0, 2), expand=True)
    if numbered:
        table.add_column(width=3, justify="right", style="dim")
    for column in columns:
        if column in widths:
            table.add_column(width=widths[column], no_wrap=True)
        else:
            table.add_column(ratio=1)
    for number, row in enumerate(rows, start=1):
        cells = [_cell(column, row) for column in columns]
        table.add_row(*([Text(str(number)), *cells] if numbered else cells))
    return table


def _cell(column: PlanColumn, row: PlannedTestCase) -> Text:
    sign, word, style = _STYLES[row.status]
    if column is REASON:
        return _because(row)
    if column is STATUS:
        return Text(f"{sign} {word}", style=style)
    if column is TEST_CASE:
        return Text(safe(row.id), style=style)
    return Text(safe(column.text(row)), style="dim" if style == "dim" else "")


def _because(row: PlannedTestCase) -> Text:
    text = Text(safe(row.because), style="dim" if row.status is Status.NOT_APPLICABLE else "")
    if places := places_of(row):
        text.append(f" ({safe(places)})", style="dim")
    for need in unmet(row):
        text.append(f"\n{safe(need)}", style="yellow")
    return text


def _blocked(plan: TestPlan, rulebook: Rulebook, pics: Pics) -> Panel:
    open_rows = plan.count(Status.UNDETERMINED)
    decided = len(plan.test_cases) - open_rows
    waiting = waiting_for(plan, rulebook)
    intro = Text(
        f"{counted(decided, 'test case is', 'test cases are')} decided, {open_rows} not: "
        f"{counted(len(waiting), 'answer is', 'answers are')} missing."
    )
    table = Table.grid(padding=(0, 2))
    table.add_column(style="bold", no_wrap=True)
    table.add_column(ratio=3)
    table.add_column(style="dim", no_wrap=True)
    table.add_column(ratio=2)
    for item, label, cases in waiting:
        place = pics.place_of(item)
        more = f" and {len(cases) - _MOST_CASES} more" if len(cases) > _MOST_CASES else ""
        shown = ", ".join(cases[:_MOST_CASES]) + more
        table.add_row(item, safe(label), safe(str(place or "")), shown)
    content = Group(intro, Padding(table, (1, 0, 0, 0)))
    return Panel(content, title="This plan is blocked", title_align="left", border_style="yellow", box=ROUNDED)
