"""The layout of a log: where in a line the time is, and which software writes such lines.

A sample of the log's beginning shows the layout, and what the words for the direction mean, before the log is read.
"""

from __future__ import annotations

import re
from collections import Counter

from certkit.logs.directions import Directions, word_in
from certkit.logs.frames import WEBSOCKETS, LocatedFrame, locate_frame
from certkit.logs.model import CALL, Protocol
from certkit.logs.times import SECOND, Stamp, find_stamp

_SOFTWARE = (
    ("Python websockets", WEBSOCKETS),
    ("Python ocpp", re.compile(rb": (?:receive message|send) $")),
    ("SteVe", re.compile(rb"WebSocketLogger - \[")),
    ("evcc", re.compile(rb"\[ocpp *\] \w+ .* (?:recv|send) \S+: $")),
    ("JSON lines", re.compile(rb"^\s*\{|^\"[^\"]*\":\"")),
    ("EVerest libocpp", re.compile(rb"(?:ChargePoint>CentralSystem|CentralSystem>ChargePoint) ", re.IGNORECASE)),
)
_SECONDS = {b"%02d" % value: value * SECOND for value in range(60)}
_MILLISECONDS = {b"%03d" % value: value * 1000 for value in range(1000)}
_MOST_MINUTES = 20_000
_FRAMES, _BLOCKS = 400, 16
"""The sample ends with so many frames, or after so many blocks of lines."""


def name_layout(prefix: bytes) -> str:
    """The name of the layout, by the text before a frame: that of the software, where it is known."""
    return next((name for name, pattern in _SOFTWARE if pattern.search(prefix)), "time, direction, frame")


class StampLayout:
    """The place and the form of the time stamp in nearly every line of a log.

    Attributes:
        before: the text before the stamp, in every line.
        start, end: where the stamp is in the line.
        offset: of the zone that follows it; None without one.
        seconds_at: where in the line the two digits of the second are; -1 for a stamp that is a number.
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
        """Whether a stamp has this place and this form."""
        same_place = (stamp.start, stamp.end, stamp.offset) == (self.start, self.end, self.offset)
        return (
            same_place
            and stamp.numeric == self.numeric
            and (stamp.numeric or stamp.start + stamp.seconds_at == self.seconds_at)
        )

    def time(self, text: bytes) -> int | None:
        """Microseconds on the log's clock, without its zone; None if the text does not end in a time.

        Args:
            text: a line from its beginning to the end of the stamp.
        """
        at = self.seconds_at
        try:
            # A minute is parsed once; the seconds and milliseconds within it are looked up.
            if self._digits == 3 and at > 0:
                return self._minutes[text[:at]] + _SECONDS[text[at : at + 2]] + _MILLISECONDS[text[at + 3 :]]
            if at > 0:
                fraction = text[at + 3 :]
                rest = int(fraction.ljust(6, b"0")) if fraction.isdigit() else 0 if not fraction else None
                return None if rest is None else self._minutes[text[:at]] + _SECONDS[text[at : at + 2]] + rest
        except KeyError:
            pass
        return self._parse(text)

    def _parse(self, text: bytes) -> int | None:
        """The time of a stamp whose minute is new, which is then remembered."""
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
        if second in _SECONDS:
            self._minutes[text[: self.seconds_at]] = stamp.time - stamp.time % SECOND - _SECONDS[second]
        return stamp.time


class LayoutSample:
    """What the beginning of a log shows.

    Attributes:
        directions: what its words for the direction mean.
        day_first: how a date with the year at its end is read.
        other_logger: whether more than the debug lines of a WebSocket library have frames.
    """

    def __init__(self, protocol: Protocol) -> None:
        self._protocol = protocol
        self.directions = Directions()
        self.other_logger = False
        self.day_first = True
        self._stamps: dict[tuple[object, ...], tuple[Stamp, bytes]] = {}
        self._count: Counter[tuple[object, ...]] = Counter()
        self._month_first = self._frames = self._blocks = 0

    @property
    def layout(self) -> StampLayout | None:
        """The most frequent one among those at a fixed place, or None."""
        return StampLayout(*self._stamps[self._count.most_common(1)[0][0]]) if self._count else None

    def add(self, lines: list[bytes]) -> bool:
        """Look at more lines; whether the sample is large enough."""
        self._blocks += 1
        for line in lines:
            located = locate_frame(line)
            if located is not None:
                self._add_frame(line, located)
                if self._frames >= _FRAMES:
                    return True
        return self._blocks >= _BLOCKS

    def _add_frame(self, line: bytes, located: LocatedFrame) -> None:
        frame, prefix, in_line = located
        self._frames += 1
        self.other_logger = self.other_logger or not WEBSOCKETS.search(prefix)
        stamp = find_stamp(prefix)
        if stamp is not None:
            self._month_first += (stamp.second > 12) - (stamp.first > 12)
            self.day_first = self._month_first <= 0
            if in_line and stamp.fixed:
                key = (line[: stamp.start], stamp.end, stamp.seconds_at, stamp.offset, stamp.numeric)
                self._stamps.setdefault(key, (stamp, line[: stamp.start]))
                self._count[key] += 1
        word = word_in(prefix)
        if word is not None:
            sender = self._protocol.only_station_sends(frame.action) if frame.kind == CALL else None
            if sender is None:
                self.directions.add_word(word)
            else:
                self.directions.add_evidence(word, sender)
