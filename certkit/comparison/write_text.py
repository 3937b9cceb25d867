"""The differences between two statements, for people: answers, then the added, removed and changed test cases."""

from __future__ import annotations

from collections.abc import Iterator

from certkit.comparison.model import AcceptanceChange, AnswerChange, ComparedStatement, Comparison, TestCaseChange
from certkit.conditions import Value
from certkit.finding import Place
from certkit.plan.model import Status
from certkit.text.quote import value as answer_text
from certkit.text.terminal import Ink, counted, safe, wrapped

SIGNS = {"added": "+", "removed": "-", "changed": "~"}
_COLOURS = {"added": "green", "removed": "red", "changed": "yellow"}


def write_comparison_text(comparison: Comparison, *, ink: Ink | None = None, width: int = 100) -> str:
    """The differences as text that ends with a line break."""
    return "\n".join(_lines(comparison, ink or Ink(), width)) + "\n"


def _lines(comparison: Comparison, ink: Ink, width: int) -> Iterator[str]:
    for name, statement in (("from", comparison.before), ("to", comparison.after)):
        yield f"{name:<4}  {safe(name_of(statement))}  {ink(statement.pics_sha256[:16] + '…', 'dim')}"
    yield ""
    if comparison.same:
        yield "no answer and no test case differs"
        return
    for row in comparison.accepted:
        yield wrapped(safe(accepted_text(row)), width, indent="  ")
    if comparison.accepted:
        yield ""
    yield ink(answers_changed(comparison), "bold")
    for change in comparison.answers:
        yield from _answer(change, ink, width)
    for reading in comparison.readings:
        yield f"  reading {reading.id}: {reading.before} -> {reading.after}"
    yield ""
    yield ink(what_happened(comparison), "bold")
    ids = max((len(change.id) for change in comparison.test_cases), default=0)
    for test_case in comparison.test_cases:
        yield from _test_case(test_case, ids, ink, width)


def name_of(statement: ComparedStatement) -> str:
    """The file of a statement, marked if some of its answers are only supposed."""
    return f"what if {statement.file} had other answers" if statement.what_if else statement.file


def accepted_text(row: AcceptanceChange) -> str:
    """``acceptance of P-63 (RT-0) added: The test is passed. (A. Example, 2026-03-01)``."""
    items = f" ({', '.join(row.items)})" if row.items else ""
    return f"acceptance of {row.code}{items} {row.kind}: {row.reason} ({row.name}, {row.date})"


def answers_changed(comparison: Comparison) -> str:
    """``3 answers changed``."""
    count = len(comparison.answers)
    return f"{counted(count, 'answer')} changed" if count else "no answer changed"


def what_happened(comparison: Comparison) -> str:
    """``2 test cases added, 5 removed, 1 changed``."""
    counts = {kind: sum(change.kind == kind for change in comparison.test_cases) for kind in SIGNS}
    parts = [f"{count} {kind}" for kind, count in counts.items() if count]
    if not parts:
        return "no test case added, removed or changed"
    first, _, kind = parts[0].partition(" ")
    return ", ".join([f"{counted(int(first), 'test case')} {kind}", *parts[1:]])


def answer_or_none(value: Value | None) -> str:
    """An answer, or that there is none."""
    return "not answered" if value is None else answer_text(value)


def status_of(status: Status | None) -> str:
    """A status in words; None means that the edition does not have the test case."""
    return status.replace("-", " ") if status else "not in the edition"


def _answer(change: AnswerChange, ink: Ink, width: int) -> Iterator[str]:
    label = "" if change.label == change.item else f": {change.label}"
    yield wrapped(safe(f"{change.item}{label}"), width, first="  ", indent="      ")
    answers = f"{answer_or_none(change.before)} -> {answer_or_none(change.after)}"
    text = wrapped(safe(f"{answers}{_places(change)}"), width, first="      ", indent="      ")
    yield ink(text, "bold")


def _places(change: AnswerChange) -> str:
    before, after = _place(change.before_where), _place(change.after_where)
    if not before or not after or before == after:
        return f" ({before or after})" if before or after else ""
    return f" ({before} -> {after})"


def _place(place: Place | None) -> str:
    return str(place) if place is not None else ""


def _test_case(change: TestCaseChange, ids: int, ink: Ink, width: int) -> Iterator[str]:
    begin = f"{SIGNS[change.kind]} {change.id:<{ids}}  "
    indent = " " * len(begin)
    statuses = f"{status_of(change.before)} -> {status_of(change.after)}"
    yield (
        ink(begin, _COLOURS[change.kind])
        + wrapped(safe(change.title), width, first=indent, indent=indent)[len(begin) :]
    )
    because = f": {change.because}" if change.because else ""
    yield wrapped(safe(statuses + because), width, first=indent, indent=indent)
