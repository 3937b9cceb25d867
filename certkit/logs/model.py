"""A message of OCPP-J as a log has it, and what was noticed while the log was read.

A log can have millions of messages, so a message keeps the bytes of its line and reads the payload only when it is
asked.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple, cast

CALL, CALLRESULT, CALLERROR = 2, 3, 4
UNREADABLE = 0
KINDS = {CALL: "CALL", CALLRESULT: "CALLRESULT", CALLERROR: "CALLERROR", UNREADABLE: "unreadable"}


def _no_number(name: str) -> object:
    raise ValueError(f"{name} is not JSON")


DECODER = json.JSONDecoder(parse_constant=_no_number)


_SHORT = 64


class Source(NamedTuple):
    """A station in a log. ``number`` is different for every station and log."""

    number: int
    file: str
    station: str


class Message(NamedTuple):
    """A frame with its time.

    Attributes:
        kind: 2 CALL, 3 CALLRESULT, 4 CALLERROR; 0 for a frame that cannot be read, of which only the place is known.
        id: the message id, as written.
        action: of a CALL; empty if the logger cut it short, and of an answer.
        from_station: whether the station sent it; None if only the request that an answer belongs to can tell.
        time: microseconds, since 1970 in UTC where the log has a zone, else on the log's own clock.
        era: counts the times at which the clock was put back or forward; times of different eras cannot be compared.
        source: the log and the station in it.
        line: in the log, counted from 1.
        data: bytes that hold the frame; `at`: where in them it begins.
        whole: False if the logger left out a part of it.
    """

    kind: int
    id: str
    action: str
    from_station: bool | None
    time: int
    era: int
    source: Source
    line: int
    data: bytes
    at: int
    whole: bool = True

    @property
    def place(self) -> str:
        """``file:line``."""
        return f"{self.source.file}:{self.line}"

    def payload(self) -> Mapping[str, object] | None:
        """What the message says, or None if that cannot be read."""
        if not self.whole:
            return None
        begin = self.data.find(b"{", self.at)
        if self.kind == CALLERROR or "{" in self.id or begin < 0:
            return _last_of(self.data[self.at :])
        rest = self.data[begin:]
        return _common(rest) if len(rest) <= _SHORT else _object(rest)


def _object(text: bytes) -> Mapping[str, object] | None:
    """The JSON object with which a text begins, or None."""
    try:
        found, _ = DECODER.raw_decode(text.decode("utf-8"))
    except (ValueError, RecursionError):
        return None
    return cast(Mapping[str, object], found) if isinstance(found, dict) else None


_common = lru_cache(maxsize=512)(_object)
"""For short texts, of which a log has few and each many times; what it gives is only looked at."""


def _last_of(text: bytes) -> Mapping[str, object] | None:
    """The object that ends the frame with which a text begins, or None."""
    try:
        frame, _ = DECODER.raw_decode(text.decode("utf-8"))
    except (ValueError, RecursionError):
        return None
    last = frame[-1] if isinstance(frame, list) and frame else None
    return cast(Mapping[str, object], last) if isinstance(last, dict) else None


@dataclass(slots=True)
class Interest:
    """Which frames somebody wants to see; a reader counts the others and leaves them out.

    ``requests_of_station`` may be replaced while the log is read.

    Attributes:
        requests_of_station: actions of which the station's requests are wanted; None for all.
    """

    requests_of_csms: bool = True
    answers_of_csms: bool = True
    answers_of_station: bool = True
    requests_of_station: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Noticed:
    """How often something was noticed, and where first."""

    count: int
    line: int
    detail: str = ""


class ClockStep(NamedTuple):
    """A place where the clock of a log does not run on.

    Attributes:
        kind: ``back``, ``midnight`` (of a log without dates) or ``gap`` (an hour or more in a log without a zone, over
            which the clock may have been put forward).
        seconds: by how much the clock goes back (negative) or on.
    """

    line: int
    kind: str
    seconds: float


class LogStatistics(NamedTuple):
    """One log: what it is made of and what was noticed.

    Attributes:
        file: its name; in an archive ``archive.zip/name``.
        sha256: of the file as it lies on the disk; in a ZIP of the file in it; empty if it was not read to the end.
        lines, frames: how many there are; ``frames`` are those that could be read, with their time.
        layouts: the layouts found -> frames in it.
        direction: how the direction was found out, one sentence.
        logged_by: ``CSMS`` or ``station``, the side that wrote the log, or empty.
        resolution: of the times, in microseconds; 0 without frames.
        zone: whether the times have a zone.
        stations: the names that were found; "" for frames without one.
        requests_of_station …: how many frames of each kind and direction; answers of unknown direction are apart.
        noticed: ``malformed``, ``cut`` … -> how often, and the first line.
        clock_steps: how often the clock does not run on; ``steps`` are the first of them.
    """

    file: str
    sha256: str
    lines: int
    frames: int
    layouts: Mapping[str, int]
    direction: str
    logged_by: str
    resolution: int
    zone: bool
    stations: tuple[str, ...]
    requests_of_station: int
    requests_of_csms: int
    answers_of_station: int
    answers_of_csms: int
    answers_of_either: int
    noticed: Mapping[str, Noticed] = MappingProxyType({})
    clock_steps: int = 0
    steps: tuple[ClockStep, ...] = ()


NOTICED = {
    "no-frame": "lines without a frame",
    "malformed": "frames that are no OCPP-J",
    "cut": "frames that are cut off",
    "shortened": "frames that the logger shortened",
    "no-time": "frames without a time",
    "bad-time": "frames whose time is not on the clock or calendar",
    "too-long": "lines that are too long to be read",
    "contradiction": "frames whose direction contradicts the protocol",
    "no-direction": "requests whose direction is not known",
    "unknown-action": "requests that the protocol does not have",
    "repeated": "frames that a second logger wrote once more",
    "out-of-order": "frames up to a second earlier than the one before",
}
"""What can be noticed in a log -> what it is, in the plural."""
