"""What is counted while a log is read: frames by kind and sender, and what was noticed, with its first line."""

from __future__ import annotations

from collections import Counter

from certkit.logs.model import Noticed


class Tally:
    """The counts of one log.

    Attributes:
        frames: (whether it is a request, whether the station sent it) -> frames that could be read.
        layouts: layout -> frames that have it.
    """

    def __init__(self) -> None:
        self.frames: Counter[tuple[bool, bool | None]] = Counter()
        self.layouts: Counter[str] = Counter()
        self._first: dict[str, int] = {}
        self._noticed: Counter[str] = Counter()

    def add_frames(self, is_request: bool, from_station: bool | None, layout: str, count: int = 1) -> None:
        """Count frames that could be read."""
        self.frames[is_request, from_station] += count
        self.layouts[layout] += count

    def notice(self, reason: str, line: int, count: int = 1) -> None:
        """Count lines or frames under one of the reasons of :func:`certkit.logs.model.notices`."""
        self._noticed[reason] += count
        self._first.setdefault(reason, line)

    @property
    def noticed(self) -> dict[str, Noticed]:
        """Reason -> how often, and the first line."""
        return {reason: Noticed(count, self._first[reason]) for reason, count in self._noticed.items() if count}
