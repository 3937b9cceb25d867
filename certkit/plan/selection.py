"""The status of a test case from the entries of its column: the first entry whose condition holds decides."""

from __future__ import annotations

from collections.abc import Sequence

from certkit.conditions import Answers, Candidates, decide
from certkit.edition.model import Entry
from certkit.plan.model import Status


def status_of(entry: Entry) -> Status:
    """What a row is if this entry of its column holds: M and C require it, O leaves it optional."""
    return Status.OPTIONAL if entry.mark == "O" else Status.REQUIRED


def select(entries: Sequence[Entry], answers: Answers, candidates: Candidates) -> tuple[Status, tuple[Entry, ...]]:
    """The status, and the entries that led to it (none while it is undetermined).

    A column without entries, or without one that holds, means not applicable. While an unanswered item leaves more than
    one status possible, the row is undetermined.
    """
    passed: list[Entry] = []
    possible: set[Status] = set()
    for entry in entries:
        holds = decide(entry.when, answers, candidates)
        if holds is not False:
            possible.add(status_of(entry))
        passed.append(entry)
        if holds:
            break
    else:
        possible.add(Status.NOT_APPLICABLE)
    if len(possible) > 1:
        return Status.UNDETERMINED, ()
    return possible.pop(), tuple(passed)
