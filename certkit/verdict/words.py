"""The words, counts and places that the text and the page of a verdict share."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime

from certkit.finding import Place
from certkit.measurement.model import Measurement
from certkit.plan.model import Status
from certkit.results.model import Origin, RunVerdict
from certkit.verdict.dossier import DossierFile
from certkit.verdict.model import CaseOutcome, JudgedCase, JudgedRun, ResultsSource, Verdict, Window

FEWEST_ALIKE = 4
"""From so many test cases on, those with the same result share a line."""
_TIME = re.compile(r" \d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?: [+-]\d\d:\d\d)?")
LONGEST_GAPS = 3
"""So many pauses of a declaration run are shown if none is too long."""


def subject_of(verdict: Verdict) -> str:
    """What the verdict is about: ``certification of Example GmbH EX-22, version 3.1.0, serial 17``."""
    known = dict(verdict.device)
    more = [f"{key} {known[key]}" for key in ("version", "serial") if key in known]
    return ", ".join([f"{verdict.mode or 'test'} of {name_of(verdict)}", *more])


def name_of(verdict: Verdict) -> str:
    """Vendor and model, or what kind of device it is, or the kind of device."""
    known = dict(verdict.device)
    return " ".join(known[key] for key in ("vendor", "model") if key in known) or verdict.dut or "an unknown device"


def counts_of(verdict: Verdict) -> str:
    """The outcomes of the required test cases, and of the optional ones that were run."""
    required = Counter(case.outcome for case in verdict.cases if case.status is Status.REQUIRED)
    optional = Counter(case.outcome for case in verdict.cases if case.status is Status.OPTIONAL)
    text = f"{sum(required.values())} required: {_counted(required)}" if required else "no test case is required"
    return f"{text}; {sum(optional.values())} optional: {_counted(optional)}" if optional else text


def _counted(counts: Counter[CaseOutcome]) -> str:
    return ", ".join(f"{counts[outcome]} {outcome}" for outcome in CaseOutcome if counts[outcome])


def with_remarks(verdict: Verdict) -> Iterator[JudgedCase]:
    """The test cases with something to say: all but plain passes and optional ones that were not run."""
    for case in verdict.cases:
        at_once = all(run.verdict is RunVerdict.PASS and run.counts and not run.why for run in case.runs)
        plain = case.outcome is CaseOutcome.PASSED and at_once
        if not plain and not (case.status is not Status.REQUIRED and case.outcome is CaseOutcome.NOT_RUN):
            yield case


def cases_alike(cases: Sequence[JudgedCase]) -> Iterator[list[JudgedCase]]:
    """The test cases one by one, then the groups whose results differ only in their times."""
    groups: dict[object, list[JudgedCase]] = {}
    for case in cases:
        key: object = case.id
        if len(case.runs) <= 1:
            key = (case.outcome, case.status, without_time(case.message))
        groups.setdefault(key, []).append(case)
    together = [group for group in groups.values() if len(group) >= FEWEST_ALIKE]
    grouped = {case.id for group in together for case in group}
    yield from ([case] for case in cases if case.id not in grouped)
    yield from together


def without_time(message: str) -> str:
    """The message without its times."""
    return _TIME.sub("", message)


def without_zone(verdict: Verdict) -> str:
    """A sentence if times of runs name no time zone, or empty."""
    runs = [run for case in verdict.cases for run in case.runs if run.start is not None and run.start.tzinfo is None]
    return "Times of runs are as the results have them, with no time zone stated." if runs else ""


def run_text(run: JudgedRun) -> str:
    """``fail 2026-03-03 10:27:24 (attributed to a set-up issue)``."""
    text = f"{run.verdict} {time_text(run.start)}" if run.start else str(run.verdict)
    return f"{text} ({run.why})" if run.why else text


def origin_text(source: ResultsSource) -> str:
    """``exported by the test tool``, ``typed by A. Person: the export was lost; testers: B. Other``."""
    if source.origin is Origin.TOOL:
        text = "exported by the test tool" + (f" ({', '.join(source.tools)})" if source.tools else "")
    elif source.origin is Origin.OTHER_TOOL:
        text = f"written by another tool ({', '.join(source.tools) or 'not named'})"
    elif source.typed_by and source.typed_reason:
        text = f"typed by {source.typed_by}: {source.typed_reason}"
    else:
        text = "typed, and the record does not say by whom and why"
    if source.testers:
        text += f"; testers: {', '.join(source.testers)}"
    return text if source.names else f"{text}; names neither the statement nor the device"


def standing_of(file: DossierFile) -> str:
    """Whether a file of the dossier is the recorded one."""
    if file.problem or file.digest_matches:
        return file.problem or "matches its digest"
    return "no digest in the record" if file.stated is None else "does not match its digest in the record"


def place_text(place: Place | None) -> str:
    """``results.json:12:3``, ``worksheet.xlsx, Plan!C9``, or empty."""
    if place is None:
        return ""
    if place.cell:
        return f"{place.file}, {place}"
    return f"{place.file}:{place.line}:{place.column}" if place.line else place.file


def time_text(moment: datetime | None) -> str:
    """A moment to the second."""
    if moment is None:
        return ""
    zone = moment.strftime("%z")
    return moment.strftime("%Y-%m-%d %H:%M:%S") + (f" {zone[:3]}:{zone[3:5]}" if zone else "")


def values_of(row: Measurement) -> tuple[str, ...]:
    """Count, minimum, median, 95th percentile, maximum, stated value; a dash where there is none."""
    stated = "-" if row.stated is None else f"{row.stated:g}"
    times = (row.minimum, row.median, row.percentile_95, row.maximum)
    return (f"{row.count:,}", *("-" if value is None else f"{value / 1e6:.3f}" for value in times), stated)


VALUE_HEADINGS = ("count", "minimum", "median", "95 %", "maximum", "stated")


def window_text(window: Window) -> Iterator[str]:
    """When a declaration run was, and its longest pauses."""
    seconds = window.seconds
    span = "" if seconds is None else f", {_span(seconds)}"
    yield f"from {time_text(window.began)} to {time_text(window.ended) or 'an unknown time'}{span}"
    longest = sorted(window.gaps, key=lambda gap: -gap.seconds)
    shown = [gap for gap in longest if gap.too_long] or longest[:LONGEST_GAPS]
    yield f"{len(window.gaps)} pauses between tests, {_span(sum(gap.seconds for gap in window.gaps))} in all"
    for gap in shown:
        mark = ", too long" if gap.too_long else ""
        yield f"{_span(gap.seconds)} from {time_text(gap.began)}, between {gap.after} and {gap.before}{mark}"


def _span(seconds: float) -> str:
    whole = round(seconds)
    if whole >= 3600:
        return f"{whole // 3600} h {whole % 3600 // 60} min"
    return f"{whole // 60} min {whole % 60} s" if whole >= 60 else f"{whole} s"
