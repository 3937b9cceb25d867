"""The figures of a connection against the limits of the procedure, for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from certkit.record.groups import MOBILE
from certkit.record.requirements import Limits


class Compared(NamedTuple):
    """A figure and its limit.

    Attributes:
        name: bandwidth, latency or signal.
        figure, limit: with their units; ``limit`` is empty where the procedure sets none.
        met: None where there is no limit.
    """

    name: str
    figure: str
    limit: str
    met: bool | None


def compare_with_limits(figures: Mapping[str, float], technology: str, limits: Limits) -> list[Compared]:
    """Each figure with its limit.

    Args:
        figures: by the names of the record's fields.
        technology: over which it was measured; the signal has a limit over a mobile network alone.
    """
    compared: list[Compared] = []
    if (rate := figures.get("bandwidth")) is not None:
        limit = f"at least {limits.bandwidth:g} kB/s"
        compared.append(Compared("bandwidth", f"{_plain(rate)} kB/s", limit, rate >= limits.bandwidth))
    if (delay := figures.get("latency")) is not None:
        limit = f"at most {limits.latency:g} ms"
        compared.append(Compared("latency", f"{_plain(delay)} ms", limit, delay <= limits.latency))
    signals = [(f"{_plain(figures['rssi'])} dBm", figures["rssi"])] if "rssi" in figures else []
    if "csq" in figures:
        strength = 2 * figures["csq"] - 113
        signals.append((f"CSQ {figures['csq']:g}, {strength:g} dBm", strength))
    for shown, strength in signals:
        has_limit = technology in MOBILE
        limit = f"at least {limits.signal:g} dBm" if has_limit else ""
        compared.append(Compared("signal", shown, limit, strength >= limits.signal if has_limit else None))
    return compared


def limit_lines(compared: Iterable[Compared]) -> Iterator[str]:
    """A line for each figure: its limit, and whether it is met."""
    for one in compared:
        met = {True: "met", False: "NOT MET", None: "no limit"}[one.met]
        yield f"  {one.name:<10} {one.figure:<20} {one.limit:<18} {met}"


def _plain(value: float) -> str:
    return f"{value:,.3f}".rstrip("0").rstrip(".").replace(",", "")
