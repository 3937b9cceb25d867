"""A verdict as one page of HTML that opens offline and can be printed: no script, nothing loaded, every text escaped.

The blocking issues are open. All runs and all requirements can be unfolded below them, and are always printed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from certkit.plan.model import Status
from certkit.record.requirements import Effect
from certkit.text.terminal import safe
from certkit.verdict.html_style import POLICY, STYLE
from certkit.verdict.model import CaseOutcome, JudgedCase, Outcome, Reason, Verdict
from certkit.verdict.words import (
    VALUE_HEADINGS,
    cases_alike,
    counts_of,
    name_of,
    origin_text,
    place_text,
    run_text,
    standing_of,
    subject_of,
    values_of,
    window_text,
    with_remarks,
    without_time,
    without_zone,
)

_SIGNS = {Outcome.PASS: "✓", Outcome.FAIL: "✗", Outcome.INCOMPLETE: "…"}
"""Beside the words, so that an outcome is seen at a glance without its colour."""
_CASE = ("Id", "Title", "Status", "Outcome", "Runs")


def write_verdict_html(verdict: Verdict) -> bytes:
    """The page. It is the same wherever and whenever it is written."""
    parts = [
        "<!doctype html>",
        '<html lang="en"><head><meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
        '<meta name="viewport" content="width=device-width"><meta name="referrer" content="no-referrer">',
        f"<title>{_text(f'{verdict.outcome.upper()}: {subject_of(verdict)}')}</title>",
        f"<style>{STYLE}</style></head><body>",
        *_header(verdict),
        *_facts(verdict),
        *_parts(verdict),
        *_reasons("Blocking issues", verdict.blocking),
        *_reasons("Notes", verdict.notes),
        *_decisions(verdict),
        *_window(verdict),
        *_performance(verdict),
        *_cases(verdict),
        *_results(verdict),
        *_files(verdict),
        *_folded("Every test case with its runs", list(_every_case(verdict))),
        *_folded("Every requirement that the record can show", list(_requirements(verdict))),
        "<footer>Made by certkit assess from these files. It is neither a certificate nor a test report.</footer>",
        "</body></html>",
    ]
    return ("\n".join(parts) + "\n").encode("utf-8", "backslashreplace")


def _text(text: str) -> str:
    """A text of a file, with nothing in it that a browser would act on or hide."""
    return escape(safe(text))


def _table(title: str, headings: Iterable[str], rows: Iterable[Iterable[str]], numbers: str = "") -> Iterator[str]:
    """A table of cells that are HTML already; headings that are numbers stand to the right, as those cells do."""
    headings = tuple(headings)
    body = [f"<tr>{''.join(map(_titled, cells, headings))}</tr>" for cells in rows]
    if body:
        heads = "".join(
            f'<th class="number">{_text(one)}</th>' if one in numbers.split("|") else f"<th>{_text(one)}</th>"
            for one in headings
        )
        if title:
            yield f"<h2>{_text(title)}</h2>"
        yield f"<table><thead><tr>{heads}</tr></thead><tbody>"
        yield from body
        yield "</tbody></table>"


def _titled(cell: str, heading: str) -> str:
    """The cell with its heading, which a narrow screen shows in front of it."""
    return cell.replace("<td", f'<td data-label="{_text(heading)}"', 1) if heading else cell


def _cell(text: str, kind: str = "") -> str:
    return f'<td class="{kind}">{_text(text)}</td>' if kind else f"<td>{_text(text)}</td>"


def _word(text: str) -> str:
    return f'<td class="word {text.replace(" ", "-")}">{_text(text)}</td>'


def _code(text: str) -> str:
    return f'<td class="key"><code>{_text(text)}</code></td>'


def _digest(sha256: str) -> str:
    return f'<td class="digest"><code>{_text(sha256 or "none")}</code></td>'


def _header(verdict: Verdict) -> Iterator[str]:
    outcome = verdict.outcome
    yield f'<header><div class="verdict {outcome}">{_SIGNS[outcome]} {outcome.upper()}</div>'
    yield f"<div><h1>{_text(name_of(verdict))}</h1>"
    yield f"<p>{_text(verdict.mode or 'mode not stated')} by {_text(verdict.edition or 'an edition not stated')}</p>"
    yield "</div></header>"


def _facts(verdict: Verdict) -> Iterator[str]:
    others = ", ".join(f"{name}={letter}" for name, letter in verdict.readings if letter != "taken")
    narrow = [
        ("kind of device", verdict.dut or "not stated"),
        *((name, value) for name, value in verdict.device if name in ("version", "serial")),
        ("readings", others or "all default"),
    ]
    wide = [
        *((name, value) for name, value in verdict.device if name == "hardware"),
        ("record", f"{verdict.source}, SHA-256 {verdict.record_sha256}"),
        ("statement", f"SHA-256 {verdict.pics_sha256} of its answers" if verdict.pics_sha256 else "not readable"),
    ]
    yield "<dl>"
    yield from (f"<dt>{_text(name)}</dt><dd>{_text(value)}</dd>" for name, value in narrow)
    yield from (f'<dt>{_text(name)}</dt><dd class="wide">{_text(value)}</dd>' for name, value in wide)
    yield "</dl>"


def _parts(verdict: Verdict) -> Iterator[str]:
    yield '<ul class="parts">'
    for part, outcome in verdict.parts:
        yield f'<li>{part}<b class="{outcome}">{_SIGNS[outcome]} {outcome}</b></li>'
    yield "</ul>"


def _reasons(title: str, reasons: tuple[Reason, ...]) -> Iterator[str]:
    rows = ([_word(one.effect), _code(one.code), _told(one), _cell(one.cite), _place(one)] for one in reasons)
    if reasons and reasons[0].effect is Effect.NOTE:
        rows = ([_code(one.code), _told(one), _cell(one.cite), _place(one)] for one in reasons)
        yield from _table(f"{title} ({len(reasons)})", ("Rule", "What", "Procedure", "Place"), rows)
    else:
        yield from _table(f"{title} ({len(reasons)})", ("", "Rule", "Reason", "Procedure", "Place"), rows)


def _told(reason: Reason) -> str:
    """The message, the hint, and the test cases if there are several."""
    more = [f"<br>{_text(reason.hint)}"] if reason.hint else []
    if len(reason.test_cases) > 1:
        more.append(f"<br>{' '.join(f'<code>{_text(name)}</code>' for name in reason.test_cases)}")
    return f'<td>{_text(reason.message)}<span class="soft">{"".join(more)}</span></td>'


def _place(reason: Reason) -> str:
    return f'<td class="place">{_text(place_text(reason.where))}</td>'


def _decisions(verdict: Verdict) -> Iterator[str]:
    rows = (
        [
            _cell(decision.reference),
            _cell(decision.date),
            _cell(decision.ground),
            _cell(", ".join(decision.names)),
            _cell(", ".join(decision.waived) or "nothing"),
        ]
        for decision in verdict.decisions
    )
    headings = ("Reference", "Date", "Ground", "Names", "Waived")
    yield from _table("Decisions of the Compliance Working Group", headings, rows)


def _window(verdict: Verdict) -> Iterator[str]:
    if verdict.window is not None:
        yield "<h2>The declaration run</h2>"
        yield from (f"<p>{_text(line)}</p>" for line in window_text(verdict.window))


def _performance(verdict: Verdict) -> Iterator[str]:
    if verdict.measurements is not None:
        rows = (
            [_cell(row.title), *(_cell(value, "number") for value in values_of(row)), _cell(row.cite)]
            for row in verdict.measurements.measurements
        )
        headings = ("Parameter", *VALUE_HEADINGS, "Procedure")
        yield from _table("Performance, in seconds", headings, rows, "|".join(VALUE_HEADINGS))


def _cases(verdict: Verdict) -> Iterator[str]:
    """Those that are not simply passed in full, unless many are alike, and the ids of all others."""
    yield f"<h2>Test cases</h2><p>{_text(counts_of(verdict))}</p>"
    if note := without_zone(verdict):
        yield f"<p>{_text(note)}</p>"
    remarked = list(with_remarks(verdict))
    groups = list(cases_alike(remarked))
    yield from _table("", _CASE, (_row(group[0]) for group in groups if len(group) == 1))
    for first, *others in groups:
        if others:
            message = f"{first.outcome}, {first.status}: {without_time(first.message)}"
            yield from _ids(message[:1].upper() + message[1:], [first, *others])
    plain = [case for case in verdict.cases if case not in remarked]
    yield from _ids("Passed without remarks", [case for case in plain if case.outcome is CaseOutcome.PASSED])
    yield from _ids("Optional, not run", [case for case in plain if case.outcome is CaseOutcome.NOT_RUN])


def _ids(title: str, cases: list[JudgedCase]) -> Iterator[str]:
    if cases:
        items = "".join(f"<li><code>{_text(case.id)}</code></li>" for case in cases)
        yield f'<p>{_text(title)} ({len(cases)}):</p><ul class="ids">{items}</ul>'


def _row(case: JudgedCase) -> list[str]:
    runs = "<br>".join(_text(run_text(run)) for run in case.runs) or _text(case.message)
    plain = case.status is not Status.REQUIRED and case.outcome is CaseOutcome.NOT_RUN
    outcome = _cell(case.outcome) if plain else _word(case.outcome)
    return [_code(case.id), _cell(case.title), _cell(case.status, "key"), outcome, f"<td>{runs}</td>"]


def _every_case(verdict: Verdict) -> Iterator[str]:
    yield from _table("", _CASE, (_row(case) for case in verdict.cases))


def _requirements(verdict: Verdict) -> Iterator[str]:
    rows = (
        [
            _cell(str(row.requirement.number), "number"),
            _cell(row.requirement.title),
            _cell(row.status),
            _cell(row.message),
            _cell(row.requirement.cite),
        ]
        for row in verdict.requirements
    )
    yield from _table("", ("No", "Requirement", "Shown", "Why", "Procedure"), rows, "No")


def _folded(title: str, inside: list[str]) -> Iterator[str]:
    if inside:
        yield f"<details><summary>{_text(title)}</summary>"
        yield from inside
        yield "</details>"


def _results(verdict: Verdict) -> Iterator[str]:
    rows = (
        [_cell(one.file), _cell(one.format), _cell(f"{one.runs:,}", "number"), _cell(origin_text(one))]
        for one in verdict.results
    )
    yield from _table("Sources of the results", ("File", "Format", "Runs", "Origin"), rows, "Runs")


def _files(verdict: Verdict) -> Iterator[str]:
    rows = (
        [
            _cell(file.role),
            _cell(file.name),
            f'<td class="digest"><code>{_text(file.sha256 or "none")}</code></td>',
            _cell(standing_of(file)),
        ]
        for file in verdict.files
    )
    yield from _table("Files", ("What", "File", "SHA-256", "State"), rows)
