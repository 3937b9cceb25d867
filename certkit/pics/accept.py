"""Warnings of a statement that its vendor accepts, each with a reason, a name and a date. Pure.

An acceptance changes no answer, no plan and no verdict: the warning is shown as accepted wherever it would be shown.
Only warnings can be accepted. What is wrong with an acceptance is a warning too, and then it accepts nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from certkit.edition.rulebook import Rulebook
from certkit.finding import AcceptedBy, Finding, Severity
from certkit.loading import load
from certkit.messages import codes_of, finding
from certkit.pics.model import Acceptance, Pics

INVALID, IDLE = "K-12", "K-13"
"""An acceptance that is not valid, and one that no warning matches. Neither can be accepted."""
_PLACEHOLDERS = frozenset({"tba", "tbd", "todo", "n/a"})
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def accept_warnings(
    findings: Sequence[Finding], pics: Pics, rulebook: Rulebook, today: date | None = None
) -> Iterator[Finding]:
    """The findings, those that are accepted marked as such, and what is wrong with the acceptances.

    Args:
        today: a date after it is in the future; None where no date can be.
    """
    valid: list[tuple[Acceptance, AcceptedBy]] = []
    problems: list[Finding] = []
    for acceptance in pics.accepted:
        problem = _problem(acceptance, findings, rulebook, today)
        if problem is not None:
            problems.append(problem)
        else:
            valid.append((acceptance, AcceptedBy(acceptance.reason, acceptance.name, acceptance.date)))
    for found in findings:
        by = next((by for acceptance, by in valid if _concerns(acceptance, found)), None)
        yield found if by is None else replace(found, accepted=by)
    yield from problems


def _concerns(acceptance: Acceptance, found: Finding) -> bool:
    return found.severity is Severity.WARNING and _is_about(acceptance, found)


def _is_about(acceptance: Acceptance, found: Finding) -> bool:
    return found.code == acceptance.code and set(acceptance.items) <= set(found.items)


def _problem(
    acceptance: Acceptance, findings: Sequence[Finding], rulebook: Rulebook, today: date | None
) -> Finding | None:
    """What is wrong with an acceptance; the first problem, since the others may follow from it."""
    where, code = acceptance.place, acceptance.code
    fields = {"code": code, "reason": acceptance.reason, "name": acceptance.name, "date": acceptance.date}
    if missing := tuple(name for name, text in fields.items() if not _says_something(text)):
        return finding(f"{INVALID}.incomplete", where=where, code=code, missing=missing)
    codes = {*rulebook.constraints, *codes_of("pics")}
    if code not in codes:
        near = load("difflib:get_close_matches")(code, codes, n=1, cutoff=0.6)
        if near:
            return finding(f"{INVALID}.misspelt", where=where, code=code, meant=near[0])
        return finding(f"{INVALID}.unknown", where=where, code=code)
    if code in (INVALID, IDLE):
        return finding(f"{INVALID}.itself", where=where, code=code)
    for item in acceptance.items:
        if item not in rulebook.items:
            return finding(f"{INVALID}.item", where=where, code=code, item=item)
    day = _date_of(acceptance.date)
    if day is None:
        return finding(f"{INVALID}.date", where=where, code=code, date=acceptance.date)
    if today is not None and day > today:
        return finding(f"{INVALID}.future", where=where, code=code, date=acceptance.date)
    about = [found for found in findings if _is_about(acceptance, found)]
    if any(found.severity is Severity.WARNING for found in about):
        return None
    if any(found.severity is Severity.ERROR for found in about):
        return finding(f"{INVALID}.error", where=where, code=code)
    if acceptance.items:
        return finding(f"{IDLE}.items", where=where, code=code, of=acceptance.items)
    return finding(f"{IDLE}.code", where=where, code=code)


def _says_something(text: str) -> bool:
    """Whether a text is more than a dash, a question mark or ``TBD`` in place of an answer."""
    return any(character.isalnum() for character in text) and text.casefold() not in _PLACEHOLDERS


def _date_of(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if _DATE.fullmatch(text) else None
    except ValueError:
        return None
