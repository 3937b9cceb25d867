"""A plan as CSV. That of a what-if has a column more, which says on every row what is supposed."""

from __future__ import annotations

from collections.abc import Collection

from certkit.formats.csv_text import write_csv
from certkit.plan.columns import CSV, columns_of
from certkit.plan.model import Status, TestPlan
from certkit.plan.summary import supposed


def write_plan_csv(plan: TestPlan, only: Collection[Status] = ()) -> bytes:
    """One record for each row of the plan; ``order`` is its place in the plan, from 1.

    Args:
        only: statuses of the rows to write; all if it is empty.
    """
    columns = columns_of(CSV)
    what_if = [] if plan.what_if is None else [supposed(plan.what_if)]
    return write_csv(
        ["order", *(column.key for column in columns), *("what_if" for _ in what_if)],
        (
            [order, *(column.text(row) for column in columns), *what_if]
            for order, row in enumerate(plan.test_cases, start=1)
            if not only or row.status in only
        ),
    )
