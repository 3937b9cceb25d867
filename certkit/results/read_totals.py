"""What a file says of all its runs together: counts, and whether it is whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum

from certkit.edition.domains import shown
from certkit.finding import Place
from certkit.results.model import RunKind, RunVerdict
from certkit.results.read_fields import ResultCollector, Value, meaning_of
from certkit.results.read_signals import folded, is_bad, signals_in


class Total(StrEnum):
    """What a number in a file counts."""

    ALL = "runs"
    PASSED = "passes"
    FAILED = "failures"
    ERRORS = "errors"
    INCONCLUSIVE = "inconclusive runs"
    NOT_RUN = "tests not run"


_NAMES: Mapping[Total, frozenset[str]] = {
    Total.ALL: frozenset(
        {"total", "count", "tests", "testcount", "totalcount", "totaltests", "testsrun", "records", "recordcount"}
        | {"numberoftests", "runs", "testcases", "size", "length"}
    ),
    Total.PASSED: frozenset({"passed", "pass", "passes", "passcount", "passedcount", "successes", "successful"}),
    Total.FAILED: frozenset({"failed", "fail", "fails", "failures", "failcount", "failedcount", "failurecount"}),
    Total.ERRORS: frozenset({"error", "errors", "errorcount", "errored"}),
    Total.INCONCLUSIVE: frozenset({"inconc", "inconclusive", "inconccount", "inconclusivecount", "inconcs"}),
    Total.NOT_RUN: frozenset({"skipped", "skips", "notrun", "disabled", "skippedcount", "notruncount", "ignored"}),
}
TOTALS = {name: total for total, names in _NAMES.items() for name in names}
_PAGES = frozenset({"pages", "totalpages", "pagecount", "lastpage", "numberofpages"})
_NEXT = frozenset({"next", "nextlink", "nexturl", "nextcursor", "nexttoken", "continuation", "continuationtoken"})
_DEEPEST = 6
_MOST_TOLD = 20


def check_about_all(collector: ResultCollector, about: Mapping[str, tuple[Value, Place]]) -> None:
    """Compare what a file says beside its list of runs with the runs. To be called when all of them are taken."""
    told = 0
    for name, (value, place) in about.items():
        for problem in _problems(collector, name, value, place, 0):
            told += 1
            if told <= _MOST_TOLD:
                collector.tell("RS-09", problem, place)


def _problems(collector: ResultCollector, name: str, value: Value, place: Place, depth: int) -> Iterator[str]:
    if isinstance(value, Mapping) and depth < _DEEPEST:
        beside = f"{name} " if is_bad(folded(name)) else ""
        for key, below in value.items():
            yield from _problems(collector, beside + key, below, place, depth + 1)
        return
    total = TOTALS.get(folded(name))
    number = number_of(value)
    if total is not None and number is not None:
        if number not in _counted(collector, total):
            have = min(_counted(collector, total))
            yield f"the file counts {number:,} {total} ({shown(name)}), but has {have:,}"
        return
    if (folded(name) in _PAGES and number != 1) or (folded(name) in _NEXT and value not in (None, "", False)):
        yield f"{shown(name)} says that there are further pages with runs"
        return
    if meaning_of(name) not in ("", "verdict", "test_case"):
        return
    if any(signal is not RunVerdict.PASS for signal in signals_in(name, value)):
        yield f"{shown(name)} of the whole file is no pass, or is not understood"
    elif depth == 0:
        collector.unknown.setdefault(name, place)


def _counted(collector: ResultCollector, total: Total) -> set[int]:
    """How many there are: of all runs or of those of test cases, with or without those that were not run."""
    if total is Total.NOT_RUN:
        return {len(collector.not_run), len(set(collector.not_run))}
    verdict = {
        Total.PASSED: RunVerdict.PASS,
        Total.FAILED: RunVerdict.FAIL,
        Total.ERRORS: RunVerdict.ERROR,
        Total.INCONCLUSIVE: RunVerdict.INCONC,
    }.get(total)
    runs = [run for run in collector.runs if verdict is None or run.verdict is verdict]
    tests = [run for run in runs if run.kind is RunKind.TEST]
    counts = {len(runs), len(tests)}
    if total is Total.ALL:
        counts |= {count + len(collector.not_run) for count in counts}
    return counts


def number_of(value: Value) -> int | None:
    """A whole number, also as a text."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    text = value.strip() if isinstance(value, str) else ""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None
