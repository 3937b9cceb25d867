"""Measurements as a table: values, the slowest occurrence, what was left out, and what the logs are like."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from certkit.logs.model import LogStatistics, SkippedFile, notices
from certkit.measurement.model import Measurement, Measurements
from certkit.text.secrets import has_secret_shape
from certkit.text.terminal import Ink, counted, cut, safe, width_of, wrapped

_HEADINGS = ("parameter", "count", "minimum", "median", "95 %", "maximum", "stated")
_INDENT = "  "
_STEPS = {
    "back": "the clock goes back by {0}",
    "midnight": "midnight, in a log without dates",
    "gap": "a pause of {0}, during which the clock may have been put forward",
}
_MOST_STEPS = 5
_MOST_SKIPPED = 20


def write_measurements_text(result: Measurements, *, ink: Ink | None = None, width: int = 100) -> str:
    """The measurements, the logs, and the conclusion; ends with a line break."""
    ink = ink or Ink()
    blocks = [
        list(_table(result, ink)),
        *(list(_details(row, ink, width)) for row in result.measurements),
        list(_pairing(result, ink, width)),
        *(list(_log(log, ink, width)) for log in result.logs),
        list(_skipped(result.skipped, ink, width)),
        list(_conclusion(result, ink, width)),
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def seconds(microseconds: float | None) -> str:
    """A time in seconds to the millisecond, or to the microsecond if it is below ten milliseconds; a dash for None."""
    if microseconds is None:
        return "-"
    coarse = microseconds >= 10_000 or not microseconds % 1000
    return f"{microseconds / 1e6:.3f}" if coarse else f"{microseconds / 1e6:.6f}"


def _table(result: Measurements, ink: Ink) -> Iterator[str]:
    over = f", measured over {safe(result.technology)}" if result.technology else ""
    yield ink(f"Performance of a {safe(result.dut)}{over}, in seconds", "bold")
    rows = [_HEADINGS, *(_cells(row) for row in result.measurements)]
    widths = [max(width_of(row[column]) for row in rows) for column in range(len(_HEADINGS))]
    for number, row in enumerate(rows):
        first, *rest = row
        text = first.ljust(widths[0]) + "".join(
            f"{_INDENT}{cell.rjust(wide)}" for cell, wide in zip(rest, widths[1:], strict=True)
        )
        if number == 0:
            yield ink(text, "dim")
        else:
            yield text if result.measurements[number - 1].measured else ink(text, "yellow")


def _cells(row: Measurement) -> tuple[str, ...]:
    stated = "-" if row.stated is None else f"{row.stated:g}"
    values = (row.minimum, row.median, row.percentile_95, row.maximum)
    return (row.id, f"{row.count:,}", *(seconds(value) for value in values), stated)


def _details(row: Measurement, ink: Ink, width: int) -> Iterator[str]:
    if not row.left_out and row.slowest is None:
        return
    yield f"{ink(row.id, 'bold')} {ink(row.cite, 'dim')}"
    if row.slowest is not None:
        slowest = row.slowest
        where = f"{slowest.file}:{slowest.line} (since line {slowest.since})"
        station = f", station {slowest.station}" if slowest.station else ""
        yield _line(f"slowest: {seconds(row.maximum)} s, {slowest.what}, {where}{station}", width)
    for other in row.left_out:
        yield _line(f"left out: {other.count:,}, {other.text}; first {other.file}:{other.line}", width)


def _pairing(result: Measurements, ink: Ink, width: int) -> Iterator[str]:
    pairing = result.pairing
    yield ink(f"Requests to the {safe(result.dut)}", "bold")
    text = f"{counted(pairing.requests, 'request')}, {counted(pairing.answers, 'answer')}"
    yield _line(f"{text}, {pairing.unanswered:,} unanswered", width)
    if pairing.unexpected:
        yield _line(
            f"{counted(pairing.unexpected, 'answer')} without a request; first {pairing.first_unexpected}", width
        )
    if pairing.duplicates:
        text = f"{counted(pairing.duplicates, 'request')} with the id of a request that still waits for an answer"
        yield _line(f"{text}; first {pairing.first_duplicate}", width)


def _log(log: LogStatistics, ink: Ink, width: int) -> Iterator[str]:
    yield ink(safe(log.file), "bold")
    layouts = ", ".join(f"{name} ({count:,})" for name, count in log.layouts.items())
    yield _line(
        f"{counted(log.lines, 'line')}, {counted(log.frames, 'frame')}{': ' + layouts if layouts else ''}", width
    )
    if not log.frames and not log.noticed:
        return
    yield _line(_sum(log), width)
    if log.newest_first:
        yield _line("the newest line comes first; read backwards", width)
    yield _line(f"direction: {log.direction}", width)
    if log.logged_by:
        yield _line(f"written by the side of the {log.logged_by}", width)
    if log.resolution >= 1_000_000:
        yield _line("times in whole seconds: each value can be wrong by up to one second", width)
    place = f"; {_place(log.time)}" if log.time else ""
    yield _line(f"times {'with' if log.zone else 'without'} a zone{place}", width)
    if names := [name for name in log.stations if name]:
        shown = ", ".join(names[:5]) + (f" and {len(names) - 5:,} more" if len(names) > 5 else "")
        yield _line(f"{counted(len(names), 'station')}: {shown}", width)
    for kind, noticed in log.noticed.items():
        first = f"; first in line {noticed.line}" if noticed.line else ""
        yield _line(f"{notices()[kind]}: {noticed.count:,}{first}", width)
    yield from _steps(log, width)


def _place(place: str) -> str:
    """Where the times are, in words."""
    layer, _, key = place.rpartition(".")
    if place.startswith(("before", "after")):
        return f"next to the frame ({place.split()[0]} it)"
    if layer.isdecimal() and key.replace("_", "").replace("@", "").isalnum() and not key.isdecimal():
        return f"of the field {key} around the frame" if not has_secret_shape(key) else "of a field around the frame"
    return "of the log service, around the frame"


def _sum(log: LogStatistics) -> str:
    """What became of every frame: the numbers add up."""
    parts = [f"{log.frames_used:,} used"]
    unneeded = sum(log.frames_not_needed.values())
    if unneeded:
        kinds = ", ".join(f"{kind}: {count:,}" for kind, count in log.frames_not_needed.items())
        parts.append(f"{unneeded:,} not needed ({kinds})")
    left_out = sum(log.frames_left_out.values())
    if left_out:
        reasons = ", ".join(f"{notices()[reason]}: {count:,}" for reason, count in log.frames_left_out.items())
        parts.append(f"{left_out:,} left out ({reasons})")
    return f"{counted(log.frames_found, 'frame')} found = {' + '.join(parts)}"


def _steps(log: LogStatistics, width: int) -> Iterator[str]:
    for step in log.steps[:_MOST_STEPS]:
        text = _STEPS[step.kind].format(f"{abs(step.seconds):,.3f} s")
        yield _line(f"line {step.line}: {text}; pairs across it are left out", width)
    if log.clock_steps > _MOST_STEPS:
        yield _line(f"and {log.clock_steps - _MOST_STEPS:,} more jumps of the clock", width)


def _skipped(skipped: Sequence[SkippedFile], ink: Ink, width: int) -> Iterator[str]:
    if not skipped:
        return
    yield ink(f"Skipped: {counted(len(skipped), 'file')}", "bold")
    for file in skipped[:_MOST_SKIPPED]:
        yield _line(f"{file.file}: {file.text}", width)
    if len(skipped) > _MOST_SKIPPED:
        yield _line(f"and {len(skipped) - _MOST_SKIPPED:,} more; --format json lists them all", width)


def _conclusion(result: Measurements, ink: Ink, width: int) -> Sequence[str]:
    if result.complete:
        return [ink(f"All {len(result.measurements)} parameters are measured.", "green")]
    names = ", ".join(result.missing)
    return [ink(wrapped(f"Not measured: {names}. Every parameter in scope must be measured.", width), "red")]


def _line(text: str, width: int) -> str:
    return wrapped(cut(safe(text), 20 * width), width, first=_INDENT, indent=_INDENT * 2)
