"""A plan as CSV (RFC 4180): comma, quotes, CRLF, a line of headings, UTF-8 without a byte order mark.

There is no mark because most programs read it as a part of the first heading; for Excel there is a workbook. A cell
that a spreadsheet would read as a formula begins with an apostrophe.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection

from certkit.plan.columns import CSV, columns_of
from certkit.plan.model import Status, TestPlan
from certkit.plan.summary import supposed

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def write_plan_csv(plan: TestPlan, only: Collection[Status] = ()) -> bytes:
    """One record for each row of the plan; ``order`` is its place in the plan, from 1.

    Every record of a what-if has the column ``what_if``.

    Args:
        only: statuses of the rows to write; all if it is empty.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    columns = columns_of(CSV)
    what_if = [] if plan.what_if is None else [supposed(plan.what_if)]
    writer.writerow(["order", *(column.key for column in columns), *(["what_if"] if what_if else [])])
    for order, row in enumerate(plan.test_cases, start=1):
        if not only or row.status in only:
            writer.writerow(
                [order, *(harmless(text) for text in (*(column.text(row) for column in columns), *what_if))]
            )
    return out.getvalue().encode("utf-8", "backslashreplace")


def harmless(text: str) -> str:
    """The text as a spreadsheet shows it and never computes it."""
    return "'" + text if text.lstrip(" ").startswith(_FORMULA) else text
