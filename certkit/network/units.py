"""Units of network tools, and rounding that never makes a figure better than it is."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from certkit.errors import UnreadableFile
from certkit.text.quote import quote
from certkit.text.terminal import safe

_BITS = {
    **{unit: Decimal(1) for unit in ("bit/s", "bits/s", "bits/sec", "bps")},
    **{unit: Decimal(1000) for unit in ("kbit/s", "kbits/s", "kbits/sec", "kbps")},
    **{unit: Decimal(1000) ** 2 for unit in ("mbit/s", "mbits/s", "mbits/sec", "mbps")},
    **{unit: Decimal(1000) ** 3 for unit in ("gbit/s", "gbits/s", "gbits/sec", "gbps")},
}
_BYTES = {
    **{unit: Decimal(1) for unit in ("B/s", "byte/s", "bytes/s")},
    **{unit: Decimal(1000) for unit in ("kB/s", "KB/s", "kbyte/s", "Kbyte/s")},
    **{unit: Decimal(1000) ** 2 for unit in ("MB/s", "Mbyte/s")},
    **{unit: Decimal(1000) ** 3 for unit in ("GB/s", "Gbyte/s")},
    **{unit: Decimal(1024) for unit in ("KiB/s", "kiB/s")},
    "MiB/s": Decimal(1024) ** 2,
}
_DECIMAL = re.compile(r"[-+]?(?:[0-9]{1,400}(?:\.[0-9]{0,400})?|\.[0-9]{1,400})(?:[eE][-+]?[0-9]{1,3})?")
"""A number as tools write it. Decimal also takes 5_0, digits of any script, and exponents that fill the memory."""
_THOUSANDTH = Decimal("0.001")
_MOST = Decimal(10) ** 9
_ISO = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:[.,](\d{1,9}))?\s?(Z|UTC|[+-]\d\d:?\d\d)?")
YEARS = (2000, 2199)
LONGEST_NAME = 60


def decimal(text: object) -> Decimal | None:
    """A number as it is written, or None if it is no number."""
    if isinstance(text, bool) or not isinstance(text, int | float | str):
        return None
    written = str(text).strip()
    return Decimal(written) if _DECIMAL.fullmatch(written) else None


def tool_name(value: object) -> str:
    """The name and version of a tool as its file has it: short, and with nothing that cannot be printed or attested."""
    return safe(value)[:LONGEST_NAME] if isinstance(value, str) else ""


def bandwidth(value: Decimal, unit: str, source: str) -> float:
    """The bandwidth in kB per second, rounded down.

    Raises:
        UnreadableFile: the unit is not known, or the value is impossible.
    """
    if unit in _BYTES:  # B and b differ, so case decides first
        per_second = value * _BYTES[unit]
    elif unit.lower() in _BITS and "B" not in unit:
        per_second = value * _BITS[unit.lower()] / 8
    else:
        raise UnreadableFile(f"{quote(unit)} is not a known unit of bandwidth", hint=_KNOWN_UNITS, file=source)
    return _rounded(per_second / 1000, ROUND_FLOOR, "bandwidth", source)


_KNOWN_UNITS = "certkit reads bit/s, kbit/s, Mbit/s and Gbit/s, and the same with B for bytes"


def latency(value: Decimal, source: str) -> float:
    """ms, rounded up."""
    return _rounded(value, ROUND_CEILING, "latency", source)


def _rounded(value: Decimal, rounding: str, what: str, source: str) -> float:
    if not 0 <= value <= _MOST:
        raise UnreadableFile(f"the {what} {quote(f'{value:f}'[:20])} is impossible", file=source)
    return float(value.quantize(_THOUSANDTH, rounding))


def dbm(value: Decimal, source: str) -> float:
    """A signal strength in dBm, rounded down."""
    if not -150 <= value <= 0:
        raise UnreadableFile(f"{quote(f'{value:f}'[:20])} dBm is not a signal strength", file=source)
    return float(value.quantize(Decimal("0.01"), ROUND_FLOOR))


def moment(text: object) -> datetime | None:
    """A time in ISO 8601 that states its zone, or None."""
    match = _ISO.fullmatch(text.strip()) if isinstance(text, str) else None
    if match is None or not match[4]:
        return None
    zone = "+00:00" if match[4] in ("Z", "UTC") else match[4]
    try:
        return _plausible(datetime.fromisoformat(f"{match[1]}T{match[2]}{zone}"))
    except ValueError:
        return None


def seconds(value: object) -> datetime | None:
    """A time in seconds since 1970, or None."""
    number = decimal(value)
    if number is None or not 0 < number < 10**11:
        return None
    try:
        return _plausible(datetime.fromtimestamp(int(number), UTC))
    except (OverflowError, OSError, ValueError):
        return None


def _plausible(moment: datetime) -> datetime | None:
    return moment if YEARS[0] <= moment.year <= YEARS[1] else None
