"""The layout of a log: where in a line the time is, and which software writes such lines."""

from __future__ import annotations

import re

from certkit.logs.envelopes import Located
from certkit.logs.frames import WEBSOCKETS
from certkit.logs.times import SECOND, Stamp, find_stamp

_SOFTWARE = (
    ("Python websockets", WEBSOCKETS),
    ("Python ocpp", re.compile(rb": (?:receive message|send) $")),
    ("SteVe", re.compile(rb"WebSocketLogger - \[")),
    ("evcc", re.compile(rb"\[ocpp *\] \w+ .* (?:recv|send) \S+: $")),
    ("EVerest libocpp", re.compile(rb"(?:ChargePoint>CentralSystem|CentralSystem>ChargePoint) ", re.IGNORECASE)),
)
_SECONDS = {b"%02d" % value: value * SECOND for value in range(60)}
_MILLISECONDS = {b"%03d" % value: value * 1000 for value in range(1000)}
_MOST_MINUTES = 20_000


def name_layout(located: Located) -> str:
    """The name of the layout: that of the software, where the text around a frame shows it."""
    for text in (located.before, located.earlier):
        for name, pattern in _SOFTWARE:
            if pattern.search(text):
                return name
    return "JSON" if any(layer.fields for layer in located.layers) else "time, direction, frame"


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
