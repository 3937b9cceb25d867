"""The clock of one log: times as numbers, quickly, and the places where the clock does not run on.

Back by a second or more is a step: daylight saving time, a clock that was set, or midnight where the log has no
dates. Without a zone the clock may also have been put forward over any pause of an hour or more. Times on two sides
of such a place belong to different eras, and no difference between them counts.
"""

from __future__ import annotations

from certkit.logs.model import ClockStep
from certkit.logs.times import DAY, SECOND, Stamp, find_stamp

_HOUR = 3600 * SECOND
_TWO = {b"%02d" % value: value * SECOND for value in range(60)}
_THREE = {b"%03d" % value: value * 1000 for value in range(1000)}
_MOST_STEPS = 50
_MOST_MINUTES = 20_000


class Layout:
    """Where the stamp stands in nearly every line of a log, so that it need not be looked for.

    Attributes:
        before: what stands before it, in every line.
        offset: of the zone that follows it, None without one.
    """

    def __init__(self, stamp: Stamp, before: bytes) -> None:
        self.before = before
        self.start, self.end = stamp.start, stamp.end
        self.offset = stamp.offset
        self.dated = stamp.dated
        self.numeric = stamp.numeric
        self.seconds_at = stamp.start + stamp.seconds_at if stamp.seconds_at >= 0 else -1
        self._digits = stamp.end - self.seconds_at - 3
        self._minutes: dict[bytes, int] = {}

    def fits(self, stamp: Stamp) -> bool:
        """Whether a stamp stands at this place and is written alike."""
        place = (stamp.start, stamp.end, stamp.offset) == (self.start, self.end, self.offset)
        return (
            place
            and stamp.numeric == self.numeric
            and (stamp.numeric or stamp.start + stamp.seconds_at == self.seconds_at)
        )

    def time(self, text: bytes) -> int | None:
        """Microseconds on the clock, its zone left aside; None if the text, a line up to there, ends in no time."""
        at = self.seconds_at
        try:
            if self._digits == 3 and at > 0:
                return self._minutes[text[:at]] + _TWO[text[at : at + 2]] + _THREE[text[at + 3 :]]
            if at > 0:
                fraction = text[at + 3 :]
                rest = int(fraction.ljust(6, b"0")) if fraction.isdigit() else 0 if not fraction else None
                return None if rest is None else self._minutes[text[:at]] + _TWO[text[at : at + 2]] + rest
        except KeyError:
            pass
        return self._learn(text)

    def _learn(self, text: bytes) -> int | None:
        stamp = find_stamp(text)
        if stamp is None or (stamp.start, stamp.end, stamp.numeric) != (self.start, self.end, self.numeric):
            return None
        if self.numeric:
            return stamp.time
        if stamp.start + stamp.seconds_at != self.seconds_at:
            return None
        if len(self._minutes) > _MOST_MINUTES:
            self._minutes.clear()
        second = text[self.seconds_at : self.seconds_at + 2]
        if second in _TWO:
            self._minutes[text[: self.seconds_at]] = stamp.time - stamp.time % SECOND - _TWO[second]
        return stamp.time


class Clock:
    """Runs along a log.

    Attributes:
        era: counts the steps, over all logs.
        last, limit: the stamps between which the next one of the layout may lie without any more being asked: from the
            one before to the end of its hour.
    """

    def __init__(self, era: int) -> None:
        self.era = era
        self.count = 0
        self.steps: list[ClockStep] = []
        self.disorder = 0
        self.first_disorder = 0
        self.last = self.limit = b""
        self._now: int | None = None
        self._day = 0

    def tick(self, time: int, line: int, *, dated: bool, zone: bool) -> int:
        """The next time in the log, with the days added that a log without dates has run; notices steps."""
        if not dated:
            time += self._day
        before, self._now = self._now, time
        if before is None:
            return time
        if time < before - DAY // 2 and not dated:
            self._day += DAY
            self._now = time = time + DAY
            self._step(line, "midnight", time - before)
        elif time <= before - SECOND:
            self._step(line, "back", time - before)
        elif time < before:
            self.disorder += 1
            self.first_disorder = self.first_disorder or line
        elif not zone and time - before >= _HOUR:
            self._step(line, "gap", time - before)
        return time

    @property
    def day(self) -> int:
        """What the days since the log began add to a time without a date."""
        return self._day

    def turn(self, text: bytes, layout: Layout, line: int) -> bool:
        """The next stamp of the layout, where comparing it as text did not do; False if it is no time."""
        time = layout.time(text) if text.startswith(layout.before) else None
        if time is None:
            return False
        self.catch_up(layout)
        self.tick(time - (layout.offset or 0), line, dated=layout.dated, zone=layout.offset is not None)
        self.settle(text, layout)
        return True

    def catch_up(self, layout: Layout | None) -> None:
        """Up to the last stamp that was only compared as text."""
        if self.last and layout is not None:
            time = layout.time(self.last)
            if time is not None:
                self._now = time - (layout.offset or 0) + (0 if layout.dated else self._day)

    def settle(self, text: bytes, layout: Layout) -> None:
        """The stamp at which the clock stands; until the hour is over, the next ones are only compared as text."""
        self.last = text
        self.limit = layout.before + b":" if layout.numeric else text[: layout.seconds_at - 4] + b";"

    def unsettle(self) -> None:
        """The clock stands at a time that is no stamp of the layout."""
        self.last = self.limit = b""

    def _step(self, line: int, kind: str, by: int) -> None:
        self.era += 1
        self.count += 1
        if len(self.steps) < _MOST_STEPS:
            self.steps.append(ClockStep(line, kind, by / SECOND))
