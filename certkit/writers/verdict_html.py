"""A verdict as one page of HTML that opens offline: no script, nothing loaded, every text escaped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from certkit.model.requirement import Effect
from certkit.model.verdict import CaseOutcome, Reason, Verdict
from certkit.writers.terminal import safe
from certkit.writers.verdict import (
    VALUE_HEADINGS,
    counts_of,
    place_text,
    run_text,
    standing_of,
    subject_of,
    values_of,
    window_text,
)

_STYLE = """
:root { color-scheme: light dark; --line: #8886 }
:root { --pass: #17803d; --fail: #b91c1c; --incomplete: #a15c00; --note: #1d4ed8 }
@media (prefers-color-scheme: dark) {
  :root { --pass: #4ade80; --fail: #f87171; --incomplete: #fbbf24; --note: #93c5fd }
}
body { font: 15px/1.45 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.5rem; margin: 0 } h2 { font-size: 1.1rem; margin: 2rem 0 .5rem }
table { border-collapse: collapse; width: 100% } th, td { text-align: left; vertical-align: top; padding: .25rem .6rem }
th { font-weight: 600; white-space: nowrap } tr { border-bottom: 1px solid var(--line) }
td.number { text-align: right; font-variant-numeric: tabular-nums }
.pass, .passed { color: var(--pass) } .fail, .failed { color: var(--fail) } .note, .lifted { color: var(--note) }
.incomplete, .inconclusive, .not-counted, .not-run { color: var(--incomplete) }
.word { font-weight: 600 } .dim { opacity: .75 } code { font-size: .9em; overflow-wrap: anywhere }
@media print { body { margin: 0; max-width: none } tr { break-inside: avoid } }
"""


def write_verdict_html(verdict: Verdict) -> bytes:
    """The page. It says the same wherever and whenever it is written."""
    title = f"{verdict.outcome.upper()}: {subject_of(verdict)}"
    parts = [
        "<!doctype html>",
        '<html lang="en"><head><meta charset="utf-8">',
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        '<meta name="viewport" content="width=device-width">',
        f"<title>{_text(title)}</title><style>{_STYLE}</style></head><body>",
        f'<h1><span class="{verdict.outcome}">{verdict.outcome.upper()}</span> {_text(subject_of(verdict))}</h1>',
        *_facts(verdict),
        *_parts(verdict),
        *_reasons("Stands in the way", verdict.in_the_way),
        *_reasons("To be known", verdict.notes),
        *_decisions(verdict),
        *_window(verdict),
        *_performance(verdict),
        *_cases(verdict),
        *_requirements(verdict),
        *_files(verdict),
        "</body></html>",
    ]
    return ("\n".join(parts) + "\n").encode("utf-8", "backslashreplace")


def _text(text: str) -> str:
    """A text of a file, with nothing in it that a browser would act on or hide."""
    return escape(safe(text))


def _table(title: str, headings: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """A table of cells that are HTML already."""
    body = [f"<tr>{''.join(cells)}</tr>" for cells in rows]
    if body:
        heads = "".join(f"<th>{_text(heading)}</th>" for heading in headings)
        yield f"<h2>{_text(title)}</h2><table>"
        if heads:
            yield f"<thead><tr>{heads}</tr></thead>"
        yield "<tbody>"
        yield from body
        yield "</tbody></table>"


def _cell(text: str, kind: str = "") -> str:
    return f'<td class="{kind}">{_text(text)}</td>' if kind else f"<td>{_text(text)}</td>"


def _word(text: str) -> str:
    return f'<td class="word {text.replace(" ", "-")}">{_text(text)}</td>'


def _code(text: str) -> str:
    return f"<td><code>{_text(text)}</code></td>"


def _facts(verdict: Verdict) -> Iterator[str]:
    others = ", ".join(f"{name}={letter}" for name, letter in verdict.readings if letter != "taken")
    facts = [
        *((name, value) for name, value in verdict.device),
        ("kind of device", verdict.dut or "not stated"),
        ("mode", verdict.mode or "not stated"),
        ("edition", verdict.edition),
        ("record", f"{verdict.source}, SHA-256 {verdict.record_sha256}"),
        ("statement", f"SHA-256 {verdict.pics_sha256}" if verdict.pics_sha256 else "none that can be read"),
        ("readings", others or "as taken"),
    ]
    yield from _table("Device and sources", (), ([_cell(name), _code(value)] for name, value in facts))


def _parts(verdict: Verdict) -> Iterator[str]:
    rows = (
        [_cell(part), _word(outcome), _cell(counts_of(verdict) if part == "conformance" else "")]
        for part, outcome in verdict.parts
    )
    yield from _table("Parts", (), rows)


def _reasons(title: str, reasons: tuple[Reason, ...]) -> Iterator[str]:
    rows = (
        [
            f'<td class="word {reason.effect}">{reason.effect if reason.effect is not Effect.NOTE else "note"}</td>',
            f"<td><code>{reason.code}</code><br>{_text(reason.name)}</td>",
            f"<td>{_text(reason.message)}"
            + (f'<br><span class="dim">{_text(reason.hint)}</span>' if reason.hint else "")
            + "</td>",
            _cell(reason.cite),
            _code(place_text(reason.where)),
        ]
        for reason in reasons
    )
    yield from _table(f"{title} ({len(reasons)})", ("", "Rule", "Reason", "Procedure", "Place"), rows)


def _decisions(verdict: Verdict) -> Iterator[str]:
    rows = (
        [
            _cell(decision.reference),
            _cell(decision.date),
            _cell(decision.ground),
            _cell(", ".join(decision.names)),
            _cell(", ".join(decision.lifted) or "nothing"),
        ]
        for decision in verdict.decisions
    )
    headings = ("Reference", "Date", "Ground", "Names", "Lifted")
    yield from _table("Decisions of the Compliance Working Group", headings, rows)


def _window(verdict: Verdict) -> Iterator[str]:
    if verdict.window is not None:
        yield from _table("The declaration run", (), ([_cell(line)] for line in window_text(verdict.window)))


def _performance(verdict: Verdict) -> Iterator[str]:
    if verdict.measurements is not None:
        rows = (
            [_cell(row.title), *(_cell(value, "number") for value in values_of(row)), _cell(row.cite)]
            for row in verdict.measurements.measurements
        )
        yield from _table("Performance, in seconds", ("Parameter", *VALUE_HEADINGS, "Procedure"), rows)


def _cases(verdict: Verdict) -> Iterator[str]:
    rows = (
        [
            _code(case.id),
            _cell(case.title),
            _cell(case.status),
            _word(case.outcome) if case.runs or case.outcome is not CaseOutcome.NOT_RUN else _cell(case.outcome),
            f"<td>{'<br>'.join(_text(run_text(run)) for run in case.runs) or _text(case.message)}</td>",
        ]
        for case in verdict.cases
    )
    yield from _table(f"Test cases ({len(verdict.cases)})", ("Id", "Title", "Status", "Outcome", "Runs"), rows)


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
    yield from _table("Requirements that the record shows", ("No", "Requirement", "", "Why", "Procedure"), rows)


def _files(verdict: Verdict) -> Iterator[str]:
    rows = (
        [
            _cell(file.role),
            _code(file.name),
            _code(file.sha256 or "not read"),
            _cell(standing_of(file)),
        ]
        for file in verdict.files
    )
    yield from _table("Files", ("What", "File", "SHA-256", ""), rows)
