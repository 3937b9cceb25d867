"""A look at the beginning of a log before it is read: where the time stands, and what the direction words mean."""

from __future__ import annotations

from collections import Counter

from certkit.logs.directions import Directions, word_of
from certkit.logs.frames import WEBSOCKETS, Frame, read_frame
from certkit.logs.model import CALL
from certkit.logs.records import read_record
from certkit.logs.times import Stamp, find_stamp
from certkit.measurement.metrics import Protocol

_FRAMES, _BLOCKS = 400, 16
"""How many frames are looked at, and in how many blocks at the most they are looked for."""


class Survey:
    """What the beginning of a log shows.

    Attributes:
        stamp: one of the most frequent kind among those at a fixed place, or None.
        day_first: how a date with the year at its end is read.
        other_logger: whether frames are written by more than the debug lines of a WebSocket library.
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
    def stamp(self) -> Stamp | None:
        return self._stamps[self._count.most_common(1)[0][0]][0] if self._count else None

    @property
    def before(self) -> bytes:
        """What stands before the stamp."""
        return self._stamps[self._count.most_common(1)[0][0]][1] if self._count else b""

    def look(self, lines: list[bytes]) -> bool:
        """Look at more lines; whether it is enough."""
        self._blocks += 1
        for line in lines:
            found = locate(line)
            if found is not None:
                self._note(line, *found)
                if self._frames >= _FRAMES:
                    return True
        return self._blocks >= _BLOCKS

    def _note(self, line: bytes, frame: Frame, head: bytes, in_line: bool) -> None:
        self._frames += 1
        self.other_logger = self.other_logger or not WEBSOCKETS.search(head)
        stamp = find_stamp(head)
        if stamp is not None:
            self._month_first += (stamp.second > 12) - (stamp.first > 12)
            self.day_first = self._month_first <= 0
            if in_line and stamp.fixed:
                key = (line[: stamp.start], stamp.end, stamp.seconds_at, stamp.offset, stamp.numeric)
                self._stamps.setdefault(key, (stamp, line[: stamp.start]))
                self._count[key] += 1
        word = word_of(head)
        if word is not None:
            sender = side_of(self._protocol, frame.action) if frame.kind == CALL else None
            if sender is None:
                self.directions.note(word)
            else:
                self.directions.vote(word, sender)


def side_of(protocol: Protocol, action: str) -> bool | None:
    """Whether only the station may send this request (True), only the CSMS (False), or either, or nobody (None)."""
    return True if action in protocol.from_station else False if action in protocol.from_csms else None


def locate(line: bytes) -> tuple[Frame, bytes, bool] | None:
    """The frame of a line, what stands before it, and whether that is the beginning of the line itself."""
    frame = read_frame(line)
    if frame is None:
        return None
    head = line[: frame.start]
    if line.lstrip()[:1] == b"{" and not frame.fault:
        tail = frame.tail.strip(b'"} ,\r\t')
        if tail or find_stamp(head) is None:
            record = read_record(line)
            if record is not None:
                return *record, False
    return frame, head, True
