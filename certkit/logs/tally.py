"""What is counted while a log is read: frames by kind and sender, and what was noticed, with its first line."""

from __future__ import annotations

from collections import Counter

from certkit.logs.model import CALL, Message, Noticed

_KINDS = {
    (True, True): "requests of the station",
    (True, False): "requests of the CSMS",
    (False, True): "answers of the station",
    (False, False): "answers of the CSMS",
    (False, None): "answers of either",
}


class Tally:
    """The counts of one log.

    Attributes:
        frames: (whether it is a request, whether the station sent it) -> frames that could be read.
        layouts: layout -> frames that have it.
        used: as ``frames``, those that were passed on.
        left_out: reason -> frames that could not be used.
    """

    def __init__(self) -> None:
        self.frames: Counter[tuple[bool, bool | None]] = Counter()
        self.layouts: Counter[str] = Counter()
        self.used: Counter[tuple[bool, bool | None]] = Counter()
        self.left_out: Counter[str] = Counter()
        self._first: dict[str, int] = {}
        self._noticed: Counter[str] = Counter()

    def add_frames(self, is_request: bool, from_station: bool | None, layout: str, count: int = 1) -> None:
        """Count frames that could be read."""
        self.frames[is_request, from_station] += count
        self.layouts[layout] += count

    def use(self, is_request: bool, from_station: bool | None, count: int = 1) -> None:
        """Count frames that were passed on."""
        self.used[is_request, from_station] += count

    def leave_out(self, reason: str, line: int) -> None:
        """Count a frame that cannot be used."""
        self.left_out[reason] += 1
        self.notice(reason, line)

    def repeat(self, message: Message) -> None:
        """Count a frame that repeats another; it was counted as one that can be read."""
        if not message.is_damaged:
            self.frames[message.kind == CALL, message.from_station] -= 1
            self.leave_out("repeated", message.line)

    @property
    def not_needed(self) -> dict[str, int]:
        """Kind -> frames that could be read and nobody needed."""
        rest = {_KINDS[key]: count - self.used[key] for key, count in self.frames.items()}
        return {name: rest[name] for name in _KINDS.values() if rest.get(name)}

    def notice(self, reason: str, line: int, count: int = 1) -> None:
        """Count lines or frames under one of the reasons of :func:`certkit.logs.model.notices`."""
        self._noticed[reason] += count
        self._first.setdefault(reason, line)

    @property
    def noticed(self) -> dict[str, Noticed]:
        """Reason -> how often, and the first line."""
        return {reason: Noticed(count, self._first[reason]) for reason, count in self._noticed.items() if count}
