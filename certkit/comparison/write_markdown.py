"""What changed between two statements, as Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from certkit.comparison.model import Comparison
from certkit.comparison.write_text import SIGNS, accepted_text, answer_or_none, name_of, status_of, what_happened
from certkit.plan.write_markdown import escaped
from certkit.text.terminal import counted


def write_comparison_markdown(comparison: Comparison) -> str:
    """The differences with a table of answers and one of test cases."""
    return "\n".join(_lines(comparison)) + "\n"


def _lines(comparison: Comparison) -> Iterator[str]:
    yield "# What changed"
    yield ""
    for name, statement in (("From", comparison.before), ("To", comparison.after)):
        yield f"- {name}: {escaped(name_of(statement))}, SHA-256 `{statement.pics_sha256}`"
    for reading in comparison.readings:
        yield f"- Reading {reading.id}: {reading.before} → {reading.after}"
    for row in comparison.accepted:
        yield f"- {escaped(accepted_text(row))}"
    if comparison.answers:
        yield from _heading(f"{counted(len(comparison.answers), 'answer')} changed")
        yield "| Item | Question | Before | Now |"
        yield "|---|---|---|---|"
        for answer in comparison.answers:
            yield _row(answer.item, answer.label, answer_or_none(answer.before), answer_or_none(answer.after))
    yield from _heading(what_happened(comparison))
    if comparison.test_cases:
        yield "| | Test case | Title | Before | Now | Because |"
        yield "|---|---|---|---|---|---|"
        for change in comparison.test_cases:
            yield _row(
                SIGNS[change.kind],
                change.id,
                change.title,
                status_of(change.before),
                status_of(change.after),
                change.because,
            )


def _heading(text: str) -> Iterator[str]:
    yield ""
    yield f"## {text[:1].upper()}{text[1:]}"
    yield ""


def _row(*cells: str) -> str:
    return f"| {' | '.join(escaped(cell) for cell in cells)} |"
