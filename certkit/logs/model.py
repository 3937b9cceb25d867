"""A message of OCPP-J as a log has it, and what certkit noticed while it read the log.

A log can have millions of messages. So a message keeps the bytes of its line, and parses the payload only on demand.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple, cast

from certkit.formats.document import Seconds, described
from certkit.messages import texts

CALL, CALLRESULT, CALLERROR = 2, 3, 4
UNREADABLE = 0


def _refuse_constant(name: str) -> object:
    raise ValueError(f"{name} is not JSON")


DECODER = json.JSONDecoder(parse_constant=_refuse_constant)
_SHORT = 64


class Protocol(NamedTuple):
    """Which side sends which request, and the requests that show the state of a station.

    Attributes:
        from_station, from_csms, from_either: actions by who may send them.
        restart, reset, status: the actions that report a restart, order one, and report the status of a connector.
        connector, state: the fields with the connector and with its status.
    """

    from_station: frozenset[str] = frozenset()
    from_csms: frozenset[str] = frozenset()
    from_either: frozenset[str] = frozenset()
    restart: str = ""
    reset: str = ""
    status: str = ""
    connector: str = ""
    state: str = ""

    @property
    def actions(self) -> frozenset[str]:
        """All requests of the protocol."""
        return self.from_station | self.from_csms | self.from_either

    def only_station_sends(self, action: str) -> bool | None:
        """True if only the station may send this request, False if only the CSMS; None if both may, or neither."""
        return True if action in self.from_station else False if action in self.from_csms else None


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
        action: of a CALL; empty for an answer, and where the logger shortened the frame.
        from_station: whether the station sent it; None if only the request that an answer belongs to can tell.
        time: microseconds, since 1970 in UTC where the log has a zone, else on the log's own clock.
        era: counts the times at which the clock was put back or forward; times of different eras cannot be compared.
        source: the log and the station in it.
        line: in the log, counted from 1.
        data: bytes that hold the frame.
        at: where the frame begins in ``data``.
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

    @property
    def is_damaged(self) -> bool:
        """Whether the frame was left out, and is passed on only since somebody may wait for it."""
        return not self.kind or (self.whole and not self.data)

    def payload(self) -> Mapping[str, object] | None:
        """The payload, or None if it cannot be read."""
        if not self.whole:
            return None
        begin = self.data.find(b"{", self.at)
        if self.kind == CALLERROR or "{" in self.id or begin < 0:
            # The first brace may be in the id or in the description of an error: parse the whole frame.
            return _last_of(self.data[self.at :])
        rest = self.data[begin:]
        return _frequent_object(rest) if len(rest) <= _SHORT else _object(rest)


def _object(text: bytes) -> Mapping[str, object] | None:
    """The JSON object with which a text begins, or None."""
    try:
        value, _ = DECODER.raw_decode(text.decode("utf-8"))
    except (ValueError, RecursionError):
        return None
    return cast(Mapping[str, object], value) if isinstance(value, dict) else None


_frequent_object = lru_cache(maxsize=512)(_object)
"""For short texts: a log has few different ones, each many times. Nobody changes what it returns."""


def _last_of(text: bytes) -> Mapping[str, object] | None:
    """The object that ends the frame with which a text begins, or None."""
    try:
        frame, _ = DECODER.raw_decode(text.decode("utf-8"))
    except (ValueError, RecursionError):
        return None
    last = frame[-1] if isinstance(frame, list) and frame else None
    return cast(Mapping[str, object], last) if isinstance(last, dict) else None


@dataclass(slots=True)
class MessageFilter:
    """Which frames a caller needs. The reader counts the others, but does not yield them.

    The caller may replace ``requests_of_station`` while the log is read.

    Attributes:
        requests_of_station: the actions of which it needs the station's requests; None for all.
    """

    requests_of_csms: bool = True
    answers_of_csms: bool = True
    answers_of_station: bool = True
    requests_of_station: frozenset[str] | None = None

    def needs_answers(self, from_station: bool | None) -> bool:
        """Whether it needs answers of this sender."""
        return self.answers_of_station if from_station else self.answers_of_csms or from_station is None


@described
@dataclass(frozen=True, slots=True)
class Noticed:
    """How often something was noticed in a log, and the first line with it."""

    count: int
    line: int


@described
@dataclass(frozen=True, slots=True)
class ClockStep:
    """A line at which the clock of a log jumps."""

    line: int
    kind: str
    """``back``, ``midnight`` (in a log without dates) or ``gap``: a pause of an hour or more in a log without a zone,
    during which the clock may have been put forward."""
    seconds: float
    """By how much the clock goes back (negative) or forward."""


@described
@dataclass(frozen=True, slots=True, kw_only=True)
class LogStatistics:
    """A message log: what is in it, and what certkit noticed while it read it."""

    file: str
    """Its name; in an archive ``archive.zip/name``."""
    sha256: str
    """Of the file on disk, or of the file in the ZIP; empty if it was not read to the end."""
    lines: int
    frames: int
    """Those that could be read, with their time."""
    frames_found: int = 0
    """All that begin like a frame: those used, those not needed, and those left out."""
    frames_used: int = 0
    """Those that the measurements are made of."""
    frames_not_needed: Mapping[str, int] = field(default_factory=dict)
    """Requests or answers of a side -> those that could be read, but that no measurement needs."""
    frames_left_out: Mapping[str, int] = field(default_factory=dict)
    """Reason, as in ``noticed`` -> frames that could not be used."""
    layouts: Mapping[str, int]
    """Layout of the frames -> how many frames have it."""
    direction: str
    """How certkit found out who sent what."""
    logged_by: str
    """CSMS or station, the side that wrote the log; empty if that is not known."""
    time: str = ""
    """Where the times are: ``before 1`` is the stamp next to the frame."""
    newest_first: bool = False
    """Whether the newest line comes first; certkit then reads the log backwards."""
    resolution: Seconds
    """Of the time stamps; 0 without frames."""
    zone: bool
    """Whether the times have a zone."""
    stations: tuple[str, ...]
    """The names that the log has; empty for frames without one."""
    requests_of_station: int
    requests_of_csms: int
    answers_of_station: int
    answers_of_csms: int
    answers_of_either: int
    """Answers whose sender is not known."""
    noticed: Mapping[str, Noticed] = field(default_factory=dict)
    """``malformed``, ``cut`` and so on -> how often, and the first line."""
    clock_steps: int = 0
    """How often the clock jumps."""
    steps: tuple[ClockStep, ...] = ()
    """The first of these jumps."""


@described
@dataclass(frozen=True, slots=True)
class SkippedFile:
    """A file in a folder or archive that is no log."""

    file: str
    """Its name; in an archive ``archive.zip/name``."""
    reason: str
    """What it is: ``pdf``, ``workbook``, ``link``, ``by-name`` and so on."""

    @property
    def text(self) -> str:
        """The reason in words."""
        return texts("file-kind.")[self.reason]


def notices() -> Mapping[str, str]:
    """What can be noticed in a log -> the same in words, in the plural."""
    return texts("noticed.")
