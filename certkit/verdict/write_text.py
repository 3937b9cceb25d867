"""A verdict for people at a terminal: the outcome, its parts, the blocking issues, and the notes."""

from __future__ import annotations

from collections.abc import Iterator

from certkit.record.requirements import Effect
from certkit.text.terminal import Ink, counted, safe, width_of, wrapped
from certkit.verdict.model import Outcome, Reason, Verdict
from certkit.verdict.words import (
    VALUE_HEADINGS,
    cases_alike,
    counts_of,
    origin_text,
    place_text,
    run_text,
    standing_of,
    subject_of,
    values_of,
    window_text,
    with_remarks,
    without_time,
)

_COLOURS = {Outcome.PASS: "green", Outcome.FAIL: "red", Outcome.INCOMPLETE: "yellow"}
_EFFECTS = {Effect.FAIL: "red", Effect.INCOMPLETE: "yellow", Effect.NOTE: "blue"}
_INDENT = "  "
_LABEL = 6


def write_verdict_text(verdict: Verdict, *, ink: Ink | None = None, width: int = 100) -> str:
    """The verdict as text that ends with a line break."""
    ink = ink or Ink()
    blocks = [
        list(_head(verdict, ink, width)),
        list(_parts(verdict, ink, width)),
        *([[_heading("Blocking issues", len(verdict.blocking), ink)]] if verdict.blocking else []),
        *(list(_reason(reason, ink, width)) for reason in verdict.blocking),
        list(_notes(verdict, ink, width)),
        list(_cases(verdict, ink, width)),
        list(_results(verdict, ink, width)),
        list(_window(verdict, ink, width)),
        list(_performance(verdict, ink)),
        list(_files(verdict, ink)),
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def _head(verdict: Verdict, ink: Ink, width: int) -> Iterator[str]:
    outcome = verdict.outcome
    first = f"{outcome.upper()}: {safe(subject_of(verdict))}"
    for number, line in enumerate(wrapped(first, width, indent=_INDENT).splitlines()):
        yield ink(line, "bold", _COLOURS[outcome]) if number == 0 else ink(line, "bold")
    yield f"{_INDENT}record     {safe(verdict.source)}, SHA-256 {verdict.record_sha256[:16]}…"
    if verdict.pics_sha256:
        yield f"{_INDENT}statement  SHA-256 {verdict.pics_sha256[:16]}…, edition {safe(verdict.edition)}"
    others = [f"{name}={letter}" for name, letter in verdict.readings if letter != "taken"]
    if others:
        yield f"{_INDENT}readings   {', '.join(others)}"


def _parts(verdict: Verdict, ink: Ink, width: int) -> Iterator[str]:
    wide = max((len(part) for part, _ in verdict.parts), default=0)
    for part, outcome in verdict.parts:
        text = counts_of(verdict) if part == "conformance" else ""
        begin = f"{_INDENT}{part:<{wide}}{_INDENT}{outcome:<10}"
        line = wrapped(f"{begin}{_INDENT}{text}".rstrip(), width, indent=" " * (wide + 16)) if text else begin.rstrip()
        coloured = ink(f"{outcome:<10}", _COLOURS[outcome]) if text else ink(outcome, _COLOURS[outcome])
        yield line.replace(f"{outcome:<10}" if text else outcome, coloured, 1)


def _heading(text: str, count: int, ink: Ink) -> str:
    return ink(f"{text} ({count:,})", "bold")


def _reason(reason: Reason, ink: Ink, width: int) -> Iterator[str]:
    colour = _EFFECTS[reason.effect]
    place = safe(place_text(reason.where))
    begin = f"{ink(place + ':', 'bold')} " if place else ""
    yield f"{begin}{ink(reason.effect, 'bold', colour)} {ink(reason.code, colour)} {reason.name}"
    yield wrapped(safe(reason.message), width, first=_INDENT, indent=_INDENT)
    if reason.hint:
        yield _labelled("help", reason.hint, ink, width)
    cite = reason.cite
    if reason.requirements:
        numbers = ", ".join(map(str, reason.requirements))
        cite += f" (requirement{'s' if len(reason.requirements) > 1 else ''} {numbers})"
    yield _labelled("see", cite, ink, width)


def _labelled(label: str, text: str, ink: Ink, width: int) -> str:
    begin = f"{_INDENT}{label + ':':<{_LABEL}}"
    body = wrapped(safe(text), width, first=begin, indent=" " * len(begin))
    return ink(begin, "dim") + body[len(begin) :]


def _notes(verdict: Verdict, ink: Ink, width: int) -> Iterator[str]:
    if not verdict.notes:
        return
    yield _heading("Notes", len(verdict.notes), ink)
    for note in verdict.notes:
        text = f"{note.code} {safe(note.message)}"
        if place := safe(place_text(note.where)):
            text += f" ({place})"
        yield wrapped(f"{text} [{note.cite}]", width, first=_INDENT, indent=_INDENT * 2)


def _cases(verdict: Verdict, ink: Ink, width: int) -> Iterator[str]:
    """The test cases with remarks, with all their runs."""
    remarked = list(with_remarks(verdict))
    if not remarked:
        return
    yield _heading("Test cases with remarks", len(remarked), ink)
    wide = max(len(case.id) for case in remarked)
    for cases in cases_alike(remarked):
        case = cases[0]
        if len(cases) > 1:
            first = f"{len(cases)} test cases {case.outcome}, {case.status}: {safe(without_time(case.message))}"
            yield wrapped(first, width, first=_INDENT, indent=_INDENT * 2)
            yield wrapped(", ".join(one.id for one in cases), width, first=_INDENT * 2, indent=_INDENT * 2)
            continue
        text = f"{case.id:<{wide}}  {case.outcome}, {case.status}: {safe(case.message)}"
        yield wrapped(text, width, first=_INDENT, indent=" " * (wide + 4))
        if len(case.runs) > 1:
            runs = "; ".join(safe(run_text(run)) for run in case.runs)
            yield wrapped(f"runs: {runs}", width, first=" " * (wide + 4), indent=" " * (wide + 6))


def _results(verdict: Verdict, ink: Ink, width: int) -> Iterator[str]:
    """Where the runs come from."""
    if not verdict.results:
        return
    yield ink("Sources of the results", "bold")
    for source in verdict.results:
        text = f"{source.file}: {counted(source.runs, 'run')}, {origin_text(source)} [{source.format}]"
        yield wrapped(safe(text), width, first=_INDENT, indent=_INDENT * 2)


def _window(verdict: Verdict, ink: Ink, width: int) -> Iterator[str]:
    if verdict.window is None:
        return
    yield ink("The declaration run", "bold")
    for line in window_text(verdict.window):
        yield wrapped(safe(line), width, first=_INDENT, indent=_INDENT * 2)


def _performance(verdict: Verdict, ink: Ink) -> Iterator[str]:
    if verdict.measurements is None:
        return
    yield ink("Performance, in seconds", "bold")
    rows = [("", *VALUE_HEADINGS)] + [(row.id, *values_of(row)) for row in verdict.measurements.measurements]
    widths = [max(width_of(row[column]) for row in rows) for column in range(len(rows[0]))]
    for number, (first, *rest) in enumerate(rows):
        cells = "".join(f"{_INDENT}{cell.rjust(wide)}" for cell, wide in zip(rest, widths[1:], strict=True))
        line = f"{_INDENT}{first.ljust(widths[0])}{cells}"
        yield ink(line, "dim") if number == 0 else line


def _files(verdict: Verdict, ink: Ink) -> Iterator[str]:
    if not verdict.files:
        return
    yield ink(f"{counted(len(verdict.files), 'file')} of the dossier", "bold")
    wide = max(len(file.role) for file in verdict.files)
    for file in verdict.files:
        digest = f"SHA-256 {file.sha256[:16]}…" if file.sha256 else "not read"
        mark = (
            ""
            if file.digest_matches
            else ink(f"  {safe(standing_of(file)) if file.sha256 else 'unreadable'}", "yellow")
        )
        yield f"{_INDENT}{file.role:<{wide}}  {digest:<25}  {safe(file.name)}{mark}"
