"""What the output of a network tool says of a connection."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

Technology: TypeAlias = Literal["", "WiFi", "2G", "3G", "4G", "5G"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolOutput:
    """One file that a network tool wrote. A figure that it does not have is None, and never 0.

    Rounding never improves a figure: bandwidth and signal are rounded down, latency is rounded up.
    """

    source: str
    """The file."""
    format: str
    """``iperf3``, ``ping`` and so on."""
    tool: str = ""
    """The tool and its version, if the file names them."""
    at: datetime | None = None
    """When the measurement began."""
    technology: Technology = ""
    """What was measured, if the file names it."""
    bandwidth: float | None = None
    """kB per second, 1 kB being 1000 bytes; of two directions the slower one."""
    latency: float | None = None
    """ms, the mean of the round trips."""
    rssi: float | None = None
    """dBm."""
    csq: int | None = None
    """Signal quality as a modem reports it, 0 to 31."""
    remarks: tuple[str, ...] = ()
    """What a reader of the figures should know."""

    @property
    def figures(self) -> tuple[tuple[str, float], ...]:
        """The figures that it has, by the names of the record's fields."""
        names = ("bandwidth", "latency", "rssi", "csq")
        return tuple((name, value) for name in names if (value := getattr(self, name)) is not None)
