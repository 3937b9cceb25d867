"""The clock of one log, and the lines at which it jumps.

Back by a second or more is a step: daylight saving time, a clock that was set, or midnight where the log has no
dates. Without a zone the clock may also have been put forward during any pause of an hour or more. Times before and
after a step belong to different eras, and no difference between them counts.
"""

from __future__ import annotations

from collections.abc import Iterator

from certkit.logs.layout import StampLayout
from certkit.logs.model import ClockStep
from certkit.logs.times import DAY, SECOND

_HOUR = 3600 * SECOND
_MOST_STEPS = 50


class Clock:
    """Follows the times of a log from line to line.

    Attributes:
        era: changes at each step, and is another one for each clock.
        count: the steps in this log; ``steps`` has the first of them.
        disorder: how many times are less than a second before the one before; ``first_disorder`` is the first line.
        last, limit: the next stamp needs no parsing if it is, as text, at least ``last`` and before ``limit``, the
            end of the hour: within an hour, stamps of a layout sort like their times.
    """

    def __init__(self, eras: Iterator[int]) -> None:
        self._eras = eras
        self.era = next(eras)
        self.count = 0
        self.steps: list[ClockStep] = []
        self.disorder = 0
        self.first_disorder = 0
        self.last = self.limit = b""
        self._now: int | None = None
        self._day = 0

    @property
    def day(self) -> int:
        """What the days since the log began add to a time without a date."""
        return self._day

    def advance(self, time: int, line: int, *, dated: bool, zone: bool) -> int:
        """The next time in the log, including the days that a log without dates has run; notices steps."""
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

    def advance_to_stamp(self, text: bytes, layout: StampLayout, line: int) -> bool:
        """Parse the next stamp of the layout and advance to it; False if it is not a time."""
        time = layout.time(text) if text.startswith(layout.before) else None
        if time is None:
            return False
        self.catch_up(layout)
        self.advance(time - (layout.offset or 0), line, dated=layout.dated, zone=layout.offset is not None)
        self.expect_within_hour(text, layout)
        return True

    def catch_up(self, layout: StampLayout | None) -> None:
        """Take over the time of the last stamp that was only compared as text."""
        if self.last and layout is not None:
            time = layout.time(self.last)
            if time is not None:
                self._now = time - (layout.offset or 0) + (0 if layout.dated else self._day)

    def expect_within_hour(self, text: bytes, layout: StampLayout) -> None:
        """Only compare the next stamps as text, until the hour of this one is over."""
        self.last = text
        # ":" and ";" sort after all digits: the limit is above every minute of this hour, and below the next hour.
        self.limit = layout.before + b":" if layout.numeric else text[: layout.seconds_at - 4] + b";"

    def expect_any(self) -> None:
        """Parse the next stamp whatever it is, since the last time was not a stamp of the layout."""
        self.last = self.limit = b""

    def _step(self, line: int, kind: str, by: int) -> None:
        self.era = next(self._eras)
        self.count += 1
        if len(self.steps) < _MOST_STEPS:
            self.steps.append(ClockStep(line, kind, by / SECOND))
