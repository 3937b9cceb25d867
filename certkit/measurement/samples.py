"""The values of one parameter: count, minimum, median, 95th percentile, maximum, the slowest, and what was left out.

The 95th percentile is by nearest rank: the values in ascending order, the one at place ⌈0.95 n⌉. So it is always a
value that was measured. The median of an even number of values is the mean of the two in the middle.
"""

from __future__ import annotations

from array import array

from certkit.logs.model import Message
from certkit.measurement.model import LeftOut, Measurement, Metric, Slowest


class Samples:
    """Values in microseconds as they come, in eight bytes each."""

    def __init__(self, metric: Metric) -> None:
        self.metric = metric
        self.values = array("q")
        self._most = -1
        self._slowest: tuple[Message, Message, str] | None = None
        self._left_out: dict[str, tuple[int, Message]] = {}

    def add(self, start: Message, end: Message, what: str) -> None:
        """The time from one message to the other, if the log's clock ran on in between."""
        value = end.time - start.time
        if start.era != end.era:
            self.leave_out("clock", end)
        elif value < 0:
            self.leave_out("negative", end)
        else:
            self.values.append(value)
            if value > self._most:
                self._most = value
                self._slowest = (start, end, what)

    def leave_out(self, reason: str, message: Message) -> None:
        """Count a pair that is left out; ``message`` is where that becomes clear."""
        count, first = self._left_out.get(reason, (0, message))
        self._left_out[reason] = (count + 1, first)

    def measurement(self, stated: float | None, *, keep: bool) -> Measurement:
        """The measurement; with all values if ``keep``."""
        left_out = tuple(
            LeftOut(reason, count, first.source.file, first.line)
            for reason, (count, first) in sorted(self._left_out.items(), key=lambda item: (-item[1][0], item[0]))
        )
        metric, count = self.metric, len(self.values)
        if not count:
            return Measurement(
                id=metric.id, title=metric.title, cite=metric.cite, count=0, stated=stated, left_out=left_out
            )
        ordered = sorted(self.values)
        return Measurement(
            id=metric.id,
            title=metric.title,
            cite=metric.cite,
            count=count,
            minimum=ordered[0],
            median=(ordered[(count - 1) // 2] + ordered[count // 2]) / 2,
            percentile_95=ordered[(95 * count + 99) // 100 - 1],
            maximum=ordered[-1],
            slowest=self._place(),
            stated=stated,
            left_out=left_out,
            samples=tuple(self.values) if keep else (),
        )

    def _place(self) -> Slowest | None:
        if self._slowest is None:
            return None
        start, end, what = self._slowest
        return Slowest(end.source.file, end.line, start.line, what, end.source.station)
