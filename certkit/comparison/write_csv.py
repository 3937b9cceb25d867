"""What changed between two statements, as CSV: a record for each changed answer, reading and test case."""

from __future__ import annotations

from collections.abc import Iterator

from certkit.comparison.model import Comparison
from certkit.comparison.write_text import answer_or_none, status_of
from certkit.formats.csv_text import write_csv

_HEADINGS = ("change", "id", "title", "before", "after", "because", "what_if")


def write_comparison_csv(comparison: Comparison) -> bytes:
    """The differences. ``change`` is answer, reading, or what happened to a test case: added, removed or changed."""
    what_if = "yes" if comparison.after.what_if else ""
    return write_csv(_HEADINGS, ((*row, what_if) for row in _rows(comparison)))


def _rows(comparison: Comparison) -> Iterator[tuple[str, ...]]:
    for answer in comparison.answers:
        yield "answer", answer.item, answer.label, answer_or_none(answer.before), answer_or_none(answer.after), ""
    for reading in comparison.readings:
        yield "reading", reading.id, "", reading.before, reading.after, ""
    for accepted in comparison.accepted:
        text = f"{accepted.reason} ({accepted.name}, {accepted.date})"
        before, after = ("", text) if accepted.kind == "added" else (text, "")
        yield "acceptance", accepted.code, ", ".join(accepted.items), before, after, ""
    for row in comparison.test_cases:
        yield row.kind, row.id, row.title, status_of(row.before), status_of(row.after), row.because
