"""A picture of how the values of each parameter are distributed: one histogram for each, in plain SVG."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from certkit.measurement.model import Measurement, Measurements
from certkit.measurement.write_text import seconds
from certkit.text.terminal import counted, safe

_WIDTH, _PANEL, _PLOT, _LEFT, _TOP = 760, 190, 96, 48, 64
_BINS = 48
_MARKS = (("median", "#1b6e3c"), ("95 %", "#b35c00"), ("maximum", "#a11"), ("stated", "#345"))


def write_measurements_svg(result: Measurements) -> str:
    """The picture; the values must have been kept."""
    height = _TOP + _PANEL * len(result.measurements)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{height}" viewBox="0 0 {_WIDTH} {height}" '
        'font-family="sans-serif" font-size="12">',
        f"<title>{_text(f'Performance of a {result.dut}')}</title>",
        f'<rect width="{_WIDTH}" height="{height}" fill="#fff"/>',
        f'<text x="{_LEFT}" y="28" font-size="16" font-weight="bold">{_text(f"Performance of a {result.dut}")}</text>',
        f'<text x="{_LEFT}" y="46" fill="#555">{_text(_subtitle(result))}</text>',
    ]
    for number, row in enumerate(result.measurements):
        lines += _panel(row, _TOP + number * _PANEL)
    return "\n".join([*lines, "</svg>", ""])


def _subtitle(result: Measurements) -> str:
    over = f", over {result.technology}" if result.technology else ""
    return f"times in seconds{over}; PICS {result.pics_sha256[:16]}…"


def _panel(row: Measurement, top: int) -> Iterator[str]:
    yield f'<g transform="translate({_LEFT} {top})">'
    yield f'<text y="16" font-weight="bold">{_text(row.title)}</text>'
    if not row.samples:
        what = "not measured" if not row.measured else f"{counted(row.count, 'value')}, not kept"
        yield f'<text y="36" fill="#a11">{_text(what)}</text></g>'
        return
    summary = f"{counted(row.count, 'value')}, {seconds(row.minimum)} to {seconds(row.maximum)}"
    yield f'<text y="32" fill="#555">{_text(summary)}</text>'
    yield from _bars(row.samples)
    yield from _marks(row)
    yield "</g>"


def _bars(values: Sequence[int]) -> Iterator[str]:
    low, span = min(values), max(max(values) - min(values), 1)
    counts = [0] * _BINS
    for value in values:
        counts[min((value - low) * _BINS // span, _BINS - 1)] += 1
    most, wide = max(counts), (_WIDTH - 2 * _LEFT) / _BINS
    base = 44 + _PLOT
    for number, count in enumerate(counts):
        if count:
            tall = max(_PLOT * count / most, 1)
            tip = (
                f"{count:,} from {seconds(low + number * span / _BINS)} to {seconds(low + (number + 1) * span / _BINS)}"
            )
            yield (
                f'<rect x="{number * wide:.1f}" y="{base - tall:.1f}" width="{wide - 1:.1f}" height="{tall:.1f}" '
                f'fill="#5b8fc9"><title>{_text(tip)}</title></rect>'
            )
    yield f'<line x1="0" y1="{base}" x2="{_WIDTH - 2 * _LEFT}" y2="{base}" stroke="#333"/>'
    yield f'<text y="{base + 14}">{_text(seconds(low))}</text>'
    right = _WIDTH - 2 * _LEFT
    yield f'<text x="{right}" y="{base + 14}" text-anchor="end">{_text(seconds(low + span))}</text>'


def _marks(row: Measurement) -> Iterator[str]:
    low, high = min(row.samples), max(row.samples)
    span, wide = max(high - low, 1), _WIDTH - 2 * _LEFT
    stated = None if row.stated is None else row.stated * 1e6
    values = (row.median, row.percentile_95, row.maximum, stated)
    for number, ((name, colour), value) in enumerate(zip(_MARKS, values, strict=True)):
        if value is None:
            continue
        beyond = not low <= value <= high
        if not beyond:
            x = (value - low) / span * wide
            place = f'x1="{x:.1f}" y1="40" x2="{x:.1f}" y2="{44 + _PLOT}"'
            yield f'<line {place} stroke="{colour}" stroke-dasharray="3 2"/>'
        text = f"{name} {seconds(value)}" + (" (not in the picture)" if beyond else "")
        yield f'<text x="{number * 165}" y="{44 + _PLOT + 32}" fill="{colour}">{_text(text)}</text>'


def _text(text: str) -> str:
    return escape(safe(text).encode("utf-8", "replace").decode(), quote=True)
