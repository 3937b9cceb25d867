"""A plan as CSV (RFC 4180): comma, quotes, CRLF, a heading line, UTF-8 without a byte order mark.

No mark, because most programs take it for a part of the first heading; for Excel there is a workbook. A cell that a
spreadsheet would take for a formula begins with an apostrophe.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection

from certkit.plan.model import PlannedTestCase, Status, TestPlan
from certkit.plan.rows import answers_of, places_of, rows_of, unmet

HEADINGS = (
    "order",
    "test_case",
    "title",
    "section",
    "status",
    "mark",
    "because",
    "answers",
    "places",
    "blocked_by",
    "readings",
    "prerequisites",
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def write_plan_csv(plan: TestPlan, only: Collection[Status] = ()) -> bytes:
    """One record for each row of the plan; ``order`` is its place in the plan, from 1.

    Args:
        only: statuses of the rows to be written; all if it is empty.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADINGS)
    for order, row in enumerate(plan.test_cases, start=1):
        if row in rows_of(plan, only):
            writer.writerow([harmless(cell) for cell in _cells(order, row)])
    return out.getvalue().encode("utf-8", "backslashreplace")


def harmless(text: str) -> str:
    """The text as a spreadsheet shows it and never computes it."""
    return "'" + text if text.lstrip(" ").startswith(_FORMULA) else text


def _cells(order: int, row: PlannedTestCase) -> list[str]:
    return [
        str(order),
        row.id,
        row.title,
        row.section,
        row.status,
        row.mark,
        row.because,
        answers_of(row),
        places_of(row),
        "; ".join(row.blocked_by),
        "; ".join(row.readings),
        "; ".join(unmet(row)),
    ]
