"""What is noticed while a log is read: counted by kind, with the first line, and which software's layout it is in."""

from __future__ import annotations

import re
from collections import Counter

from certkit.logs.frames import WEBSOCKETS
from certkit.logs.model import Noticed

ANY_LAYOUT = "time, direction, frame"
JSON_LAYOUT = "JSON lines"
_LAYOUTS = (
    ("Python websockets", WEBSOCKETS),
    ("Python ocpp", re.compile(rb": (?:receive message|send) $")),
    ("SteVe", re.compile(rb"WebSocketLogger - \[")),
    ("evcc", re.compile(rb"\[ocpp *\] \w+ .* (?:recv|send) \S+: $")),
    (JSON_LAYOUT, re.compile(rb"^\s*\{|^\"[^\"]*\":\"")),
    ("EVerest libocpp", re.compile(rb"(?:ChargePoint>CentralSystem|CentralSystem>ChargePoint) ", re.IGNORECASE)),
)


def layout_of(head: bytes) -> str:
    """The name of the layout of what stands before a frame."""
    return next((name for name, pattern in _LAYOUTS if pattern.search(head)), ANY_LAYOUT)


class Notes:
    """Kinds of what was noticed -> how often, and where first."""

    def __init__(self) -> None:
        self._first: dict[str, int] = {}
        self._count: Counter[str] = Counter()

    def add(self, kind: str, line: int, count: int = 1) -> None:
        self._count[kind] += count
        if kind not in self._first:
            self._first[kind] = line

    def noticed(self) -> dict[str, Noticed]:
        return {kind: Noticed(count, self._first[kind]) for kind, count in self._count.items() if count}
