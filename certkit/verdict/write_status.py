"""How far a test run has come, for people."""

from __future__ import annotations

from collections.abc import Iterator

from certkit.plan.model import Status
from certkit.record.requirements import Effect
from certkit.text.terminal import Ink, safe, wrapped
from certkit.verdict.model import Outcome
from certkit.verdict.status_model import BlockingIssue, CasesCounted, RecordStatusDocument
from certkit.verdict.words import place_text

MOST_ISSUES = 8
"""So many blocking issues are shown."""
_INDENT = "  "
_COLOURS = {Outcome.PASS: "green", Outcome.FAIL: "red", Outcome.INCOMPLETE: "yellow"}


def write_status_text(status: RecordStatusDocument, *, ink: Ink | None = None, width: int = 100) -> str:
    """The counts, what is left in the order of the plan, and what blocks a pass; ends with a line break."""
    ink = ink or Ink()
    blocks = [list(_head(status, ink, width)), list(_left(status, ink, width)), list(_blocking(status, ink, width))]
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def _head(status: RecordStatusDocument, ink: Ink, width: int) -> Iterator[str]:
    name = safe(status.record)
    if not status.pics_sha256:
        yield f"{ink(name, 'bold')}: what is to be run is not known, because the PICS cannot be read"
    else:
        yield f"{ink(name, 'bold')}: {ink(f'{status.cases.run} of {status.cases.planned} run', 'bold')}"
    for label, cases in (("required", status.required), ("optional", status.optional)):
        if cases.planned:
            yield wrapped(f"{_INDENT}{label}  {_counts(cases)}", width, indent=_INDENT * 6)
    yield f"{_INDENT}verdict   {ink(status.verdict, _COLOURS[status.verdict])}"


def _counts(cases: CasesCounted) -> str:
    outcomes = ", ".join(f"{count} {outcome}" for outcome, count in cases.outcomes.items())
    return f"{cases.run} of {cases.planned} run: {outcomes}"


def _left(status: RecordStatusDocument, ink: Ink, width: int) -> Iterator[str]:
    if not status.left:
        return
    order = "in the order of the document" if status.seed is None else f"in random order, seed {safe(status.seed)}"
    yield ink(f"Left to run ({len(status.left)}), {order}", "bold")
    ids = max(len(case.id) for case in status.left)
    for number, case in enumerate(status.left, start=1):
        begin = f"{number:>5}  {case.id:<{ids}}  "
        optional = "optional: " if case.status is Status.OPTIONAL else ""
        again = "" if case.message.key == "case.no-result" else f" ({case.message})"
        yield wrapped(f"{begin}{optional}{safe(case.title)}{safe(again)}", width, first="", indent=" " * len(begin))


def _blocking(status: RecordStatusDocument, ink: Ink, width: int) -> Iterator[str]:
    if not status.blocking:
        return
    yield ink(f"What blocks a pass ({len(status.blocking)}), the most useful first", "bold")
    for number, issue in enumerate(status.blocking[:MOST_ISSUES], start=1):
        yield from _issue(number, issue, ink, width)
    rest = len(status.blocking) - MOST_ISSUES
    if rest > 0:
        yield f"{_INDENT}and {rest} more: certkit assess {safe(status.record)}"


def _issue(number: int, issue: BlockingIssue, ink: Ink, width: int) -> Iterator[str]:
    reason = issue.reason
    begin, indent = f"{number:>5}  ", " " * 7
    place = place_text(reason.where)
    waiting = ""
    if issue.test_cases > 1:
        waiting = f"{issue.test_cases} test cases wait for it"
    elif issue.requirements > 1:
        waiting = f"{issue.requirements} requirements wait for it"
    facts = ", ".join(filter(None, (reason.code, "fail" if issue.effect is Effect.FAIL else "", place, waiting)))
    yield wrapped(safe(f"{begin}{reason.message}"), width, first="", indent=indent)
    yield ink(wrapped(safe(facts), width, first=indent, indent=indent), "dim")
    if reason.hint:
        yield wrapped(safe(f"help: {reason.hint}"), width, first=indent, indent=indent + " " * 6)
