"""Time stamps in the text around a frame, as real software writes them.

With and without milliseconds, with comma or dot, with zone or without, with slashes, with the day first, with the
name of the month, seconds since 1970, and the time of day alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import NamedTuple

SECOND = 1_000_000
DAY = 86_400 * SECOND
_EPOCH = date(1970, 1, 1).toordinal()
_MONTHS = {name: i for i, name in enumerate(b"jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_NAMES = rb"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}"
_STAMP = re.compile(
    rb"(?<![\d.])(?:(?:"
    rb"(?P<y>\d{4})(?P<s>[-/.])(?P<m>\d\d?)(?P=s)(?P<d>\d\d?)"
    rb"|(?P<a>\d\d?)(?P<t>[-/.])(?P<b>\d\d?)(?P=t)(?P<y2>\d{4})"
    rb"|(?P<d3>\d\d?)[ /-](?P<n3>" + _NAMES + rb")[ /-](?P<y3>\d{4})"
    rb")[T ,:_]{1,2})?"
    rb"(?P<h>\d\d?):(?P<min>\d\d):(?P<sec>\d\d)(?:[.,](?P<f>\d{1,9})|:(?P<f3>\d{3}))?(?![\d:])"
    rb"(?P<zone>[ ]?(?:UTC|GMT)?[+-]\d\d:?\d\d(?!\d)|[ ]?(?:Z|UTC|GMT)(?![A-Za-z])|[ ]?(?P<half>[AP])M(?![A-Za-z]))?",
    re.IGNORECASE,
)
_COMPACT = re.compile(
    rb"(?<![\w.-])(\d{4})(\d\d)(\d\d)[T_-](\d\d)(\d\d)(\d\d)(?:[.,](\d{1,9}))?(Z|[+-]\d\d:?\d\d)?(?![\w])"
)
_SYSLOG = re.compile(
    rb"(?P<n>" + _NAMES + rb")[ ]{1,2}(?P<d>\d\d?),?[ ](?:(?P<y>\d{4}),?[ ])?(?:@[ ]|at[ ])?$", re.IGNORECASE
)
_NUMBER = re.compile(rb"(?<![\w.:-])(?:(\d{10})(?:\.(\d{1,20}))?|(\d{13})|(\d{16})|(\d{19}))(?![\w:-]|\.\d)")
_PLAUSIBLE = range(946_684_800, 4_102_444_800)


class Stamp(NamedTuple):
    """A time stamp.

    Attributes:
        start, end: its place in the text, from the date to the last digit of the second; the zone comes after it.
        time: microseconds since 1970 in UTC, or as if the clock's zone were UTC; of the day, if it has no date.
        offset: of the zone, in microseconds, or None without one.
        resolution: in microseconds.
        seconds_at: the place of the two digits of the second in a stamp of fixed width that sorts as text; else -1.
        numeric: it is a number of seconds, or of a part of a second.
        first, second: the two numbers before the year, in a date with the year at its end.
    """

    start: int
    end: int
    time: int
    dated: bool
    offset: int | None
    resolution: int
    seconds_at: int
    numeric: bool = False
    first: int = 0
    second: int = 0

    @property
    def fixed(self) -> bool:
        """Whether it has a fixed width and sorts as text."""
        return self.numeric or self.seconds_at >= 0


def find_stamp(prefix: bytes, *, day_first: bool = True) -> Stamp | None:
    """The best stamp in a text, or None: one with a date, then the finest, then the first.

    Args:
        day_first: how 01/02/2024 is read.
    """
    best: Stamp | None = None
    for stamp in _texts(prefix, day_first):
        if best is None or (stamp.dated, -stamp.resolution) > (best.dated, -best.resolution):
            best = stamp
    if best is None or not best.dated:
        best = next(_numbers(prefix), best)
    return best


def stamps_in(text: bytes, *, day_first: bool = True) -> tuple[Stamp, ...]:
    """All stamps in a text, in their order."""
    return _stamps_in(text, day_first)


@lru_cache(maxsize=512)
def _stamps_in(text: bytes, day_first: bool) -> tuple[Stamp, ...]:
    """Very many frames may have the same text in front of them all."""
    stamps = [*_texts(text, day_first), *_compact(text)]
    ends = [(stamp.start, stamp.end) for stamp in stamps]
    stamps += [stamp for stamp in _numbers(text) if all(stamp.end <= a or stamp.start >= b for a, b in ends)]
    return tuple(sorted(stamps))


def _texts(text: bytes, day_first: bool) -> Iterator[Stamp]:
    for match in _STAMP.finditer(text):
        stamp = _read(text, match, day_first)
        if stamp is not None:
            yield stamp


def _compact(text: bytes) -> Iterator[Stamp]:
    for match in _COMPACT.finditer(text):
        year, month, day, hour, minute, second = (int(match[n]) for n in range(1, 7))
        digits = match[7] or b""
        if hour > 23 or minute > 59 or second > 60:
            continue
        try:
            days = date(year, month, day).toordinal() - _EPOCH
        except ValueError:
            continue
        yield Stamp(
            start=match.start(),
            end=match.end(7) if digits else match.end(6),
            time=(days * 86_400 + hour * 3600 + minute * 60 + second) * SECOND + _fraction(digits or b"0"),
            dated=True,
            offset=_offset(match[8]),
            resolution=10 ** (6 - min(len(digits), 6)),
            seconds_at=-1,
        )


def _read(prefix: bytes, match: re.Match[bytes], day_first: bool) -> Stamp | None:
    part = match.groupdict()
    hour, minute, second = int(part["h"]), int(part["min"]), int(part["sec"])
    if part["half"]:
        hour = hour % 12 + (12 if part["half"].upper() == b"P" else 0)
    if hour > 23 or minute > 59 or second > 60:
        return None
    day, start, first, other = _date(prefix, match, day_first)
    if day is None:
        return None
    digits = part["f"] or part["f3"] or b""
    end = match.end("f") if part["f"] else match.end("f3") if part["f3"] else match.end("sec")
    width = 2 if len(part["h"]) == 2 else 0
    full = part["y"] and len(part["m"]) == len(part["d"]) == 2
    sorts = (
        width and len(digits) in (0, 3, 6) and (full or (match.start() == match.start("h") and start == match.start()))
    )
    return Stamp(
        start=start,
        end=end,
        time=(day * 86_400 + hour * 3600 + minute * 60 + second) * SECOND + _fraction(digits),
        dated=day > 0,
        offset=None if part["half"] else _offset(part["zone"]),
        resolution=10 ** (6 - min(len(digits), 6)),
        seconds_at=match.start("sec") - start if sorts and not part["half"] else -1,
        first=first,
        second=other,
    )


def _date(prefix: bytes, match: re.Match[bytes], day_first: bool) -> tuple[int | None, int, int, int]:
    """The day since 1970 (0 without a date, None if it does not exist), where the date begins, and its two numbers."""
    part = match.groupdict()
    start, first, second = match.start(), 0, 0
    if part["y"]:
        year, month, day = int(part["y"]), int(part["m"]), int(part["d"])
    elif part["y2"]:
        first, second = int(part["a"]), int(part["b"])
        month, day = (second, first) if day_first or part["t"] == b"." else (first, second)
        year = int(part["y2"])
    elif part["y3"]:
        year, month, day = int(part["y3"]), _MONTHS[part["n3"][:3].lower()], int(part["d3"])
    else:
        named = _SYSLOG.search(prefix, max(0, start - 24), start)
        if named is None:
            return 0, start, 0, 0
        year, month, day = int(named["y"] or 2000), _MONTHS[named["n"][:3].lower()], int(named["d"])
        start = named.start()
    try:
        return date(year, month, day).toordinal() - _EPOCH, start, first, second
    except ValueError:
        return None, start, first, second


def _offset(zone: bytes | None) -> int | None:
    if zone is None:
        return None
    sign = zone.strip().lstrip(b"UTCGMutcgm")
    if sign[:1] not in (b"+", b"-"):
        return 0
    minutes = int(sign[1:3]) * 60 + int(sign[-2:])
    return (-minutes if sign[:1] == b"-" else minutes) * 60 * SECOND


def _fraction(digits: bytes) -> int:
    """Microseconds, rounded."""
    return (int(digits[:9].ljust(9, b"0")) + 500) // 1000


def _numbers(prefix: bytes) -> Iterator[Stamp]:
    for match in _NUMBER.finditer(prefix):
        seconds, fraction, *others = match.groups()
        whole = next((value for value in (seconds, *others) if value is not None), b"")
        if int(whole[:10]) not in _PLAUSIBLE:
            continue
        digits = whole[10:] + (fraction or b"")
        yield Stamp(
            start=match.start(),
            end=match.end(),
            time=int(whole[:10]) * SECOND + _fraction(digits),
            dated=True,
            offset=0,
            resolution=10 ** (6 - min(len(digits), 6)),
            seconds_at=-1,
            numeric=True,
        )
