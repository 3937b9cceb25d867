"""The name of the station that a frame belongs to, in the text and the fields around it.

A name is looked for in several ways, each with a key. Whether a way finds names of stations shows in the log: a request
and its answer belong to the same station, so a way that gives them different names is wrong.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from certkit.logs.envelopes import Layer, Located
from certkit.logs.model import CALL
from certkit.logs.times import SECOND, stamps_in

_KEYS = (
    r"charge_?box(?:_?(?:id|identity|name))?|charge_?point(?:_?(?:id|identity|name))?|cp_?(?:id|name|identity)|cpid|"
    r"charging_?station(?:_?(?:id|name|identity))?|charger(?:_?(?:id|name|identity))?|station(?:_?(?:id|name|identity))?|"
    r"evse_?(?:id|name)|wallbox(?:_?(?:id|name))?|identity|ocpp_?(?:id|identity)|device_?(?:id|name)|client_?(?:id|name)|"
    r"unique_?id|asset_?id|cp|cb_?id|serial(?:_?(?:number|no))?"
)
_KEY = re.compile(rf"(?:^|[._-])(?:{_KEYS})$", re.IGNORECASE)
_NOT_A_NAME = re.compile(
    rb"(?:receive(?:d|s)?(?: message)?|receiving|recvd?|rcvd|rx|incoming|inbound|sen(?:d|ds|ding|t)(?: message)?|tx|"
    rb"outgoing|outbound|in|out|message|msg|frame|true|false|null|none|[<>=-]+)$",
    re.IGNORECASE,
)
_STRONG = tuple(
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in (
        ("python", rb"(?:\]|^|\s-|\|)\s++([^\[\]|]{1,64}?): (?:receive message|send) ?$"),
        ("python", rb"(?:^|\s)(\S+): (?:receive message|send) ?$"),
        ("word", rb"\b(?:recv|send|received|sent|receive|rx|tx|from|to) ([^:\[\]{}\"|]{1,64}):\s*$"),
        ("keyed", rb"(?<![\w.])(?:" + _KEYS.encode() + rb")[\"']?(?:=|:(?=[\"'\d]))\s*\"([^\"]+)\""),
        ("keyed", rb"(?<![\w.])(?:" + _KEYS.encode() + rb")[\"']?\s*=\s*[\"']?([^\s,\"'\];|)}]+)"),
        ("keyed", rb"(?<![\w.])(?:" + _KEYS.encode() + rb")[\"']?\s*:\s*[\"']?([^\s,\"'\];|)}]+)"),
        (
            "url",
            rb"(?:wss?://[^\s/\"']+/(?:[^\s\"'?]*/)?|/ocpp(?:/?1\.?6j?|/j)?/|/CentralSystemService/)([^\s/\"'?,;)\]]+)",
        ),
    )
)
_ZONE = re.compile(rb"^[ ]?(?:Z|UTC|GMT)(?!\w)|^[ ]?[+-]\d\d:?\d\d(?!\d)")
_CELL = re.compile(rb"[,;\t|]")
_TOKEN = re.compile(rb"[^\s\[\](){}|,;=\"'<>]+")
_MOST_TOKENS = 6
_TWIN = SECOND // 10
_PLAIN = re.compile(rb"\d{1,3}$")


class Name(NamedTuple):
    """A possible name. ``way``: how it is found; ``strong``: without further evidence it counts."""

    way: str
    name: str
    strong: bool


def names_of(located: Located, *, weak: bool = True) -> Iterator[Name]:
    """The possible names of the station, the most likely one first."""
    texts = [("", located.before, located.after)]
    if located.earlier != located.before:
        texts.append(("", located.earlier, b""))
    yield from _in_texts(texts)
    for depth, layer in enumerate(located.layers, 1):
        yield from _names_by_key(layer, depth)
        yield from _in_texts([(f"{depth}.", layer.before, layer.after)])
        for key, value in layer.fields:
            yield from _in_texts([(f"{depth}.{key}.", value.encode("utf-8", "replace"), b"")])
    if weak:
        yield from _weak(located)


@lru_cache(maxsize=64)
def _names_by_key(layer: Layer, depth: int) -> tuple[Name, ...]:
    """The same object may have the names of very many frames."""
    return tuple(
        Name(f"{depth}.{key}", value, True)
        for key, value in layer.fields
        if _KEY.search(key) and not _NOT_A_NAME.match(value.encode("utf-8", "replace"))
    )


def _in_texts(texts: list[tuple[str, bytes, bytes]]) -> Iterator[Name]:
    for prefix, before, after in texts:
        for way, name in _strong_names(before, after):
            yield Name(prefix + way, name, True)


@lru_cache(maxsize=512)
def _strong_names(before: bytes, after: bytes) -> tuple[tuple[str, str], ...]:
    """Each way, and the name that it finds."""
    found = []
    for way, pattern in _STRONG:
        for text in (before, after):
            for match in pattern.finditer(text):
                name = match[1].strip()
                if name and not _NOT_A_NAME.match(name):
                    found.append((way, name.decode("utf-8", "replace")))
                    break
    return tuple(found)


def _weak(located: Located) -> Iterator[Name]:
    yield from _tokens("", located.before)
    if located.last:
        yield from _tokens("after ", located.after)
    for depth, layer in enumerate(located.layers, 1):
        for key, value in layer.fields:
            yield Name(f"{depth}.{key}", value[:200], False)
        yield from _tokens(f"{depth} ", layer.before)
        yield from _tokens(f"{depth} after ", layer.after)


def _tokens(place: str, text: bytes) -> Iterator[Name]:
    text = _without_stamps(text)
    for kind, parts in (("cell", _CELL.split(text)), ("token", _TOKEN.findall(text))):
        words = [part.strip(b" :\t\"'[](){}") for part in parts]
        words = [word for word in words if word and not _NOT_A_NAME.match(word)]
        if kind == "cell" and len(parts) < 2:
            continue
        for number, word in enumerate(reversed(words[-_MOST_TOKENS:]), 1):
            yield Name(f"{place}{kind} -{number}", word.decode("utf-8", "replace"), False)
        for number, word in enumerate(words[:_MOST_TOKENS]):
            yield Name(f"{place}{kind} {number}", word.decode("utf-8", "replace"), False)


def _without_stamps(text: bytes) -> bytes:
    for stamp in reversed(stamps_in(text)):
        text = text[: stamp.start] + b" " + _ZONE.sub(b"", text[stamp.end :])
    return text


def _with_party(names: Iterator[Name], party: str) -> Iterator[Name]:
    if party:
        yield Name("party", party, True)
    yield from names


class _Evidence:
    """What speaks for a way: pairs with one name, pairs with two, and what each name does."""

    def __init__(self) -> None:
        self.strong = False
        self.within = self.across = self.frames = 0
        self.sides: dict[str, set[object]] = {}
        self.requests: dict[str, set[object]] = {}
        self.open: dict[tuple[str, str], int] = {}
        self.open_ids: Counter[str] = Counter()
        self.first_rank = 99
        self.twins = 0
        self.of_frame: dict[int, str] = {}


class Stations:
    """Which ways find the names of the stations in a log, by a sample of it."""

    def __init__(self) -> None:
        self._ways: dict[str, _Evidence] = {}
        self._frames = 0
        self._refused: set[str] = set()
        self._chosen = ""
        self._twin: dict[int, int] = {}

    def look_at_twins(self, frames: Sequence[Located], times: Sequence[int | None]) -> None:
        """Find the frames of the sample that are there twice at the same time: two loggers wrote them."""
        before: dict[tuple[int, str, bytes], list[tuple[int, int]]] = {}
        for number, (located, time) in enumerate(zip(frames, times, strict=True)):
            frame = located.frame
            if time is None or not frame.id:
                continue
            key = (frame.kind, frame.id, frame.data[frame.at : frame.end] if not located.layers else b"")
            others = before.setdefault(key, [])
            twin = next(
                (other for other, then in others if abs(then - time) <= _TWIN and other not in self._twin), None
            )
            if twin is not None:
                self._twin[number], self._twin[twin] = twin, number
            others.append((number, time))

    def add(self, number: int, located: Located, from_station: bool | None, party: str, *, weak: bool) -> None:
        """Look at one more frame of the sample. If ``weak``, only at the ways that need more evidence."""
        frame = located.frame
        if not frame.kind or not frame.id:
            return
        self._frames += not weak
        seen: set[str] = set()
        twin = self._twin.get(number, number)
        names = _weak(located) if weak else _with_party(names_of(located, weak=False), party)
        for rank, name in enumerate(names):
            if name.way in seen:
                continue
            seen.add(name.way)
            way = self._ways.setdefault(name.way, _Evidence())
            way.strong = way.strong or name.strong
            way.first_rank = min(way.first_rank, rank)
            way.frames += 1
            way.of_frame[number] = name.name
            way.twins += twin < number and way.of_frame.get(twin, name.name) != name.name
            way.sides.setdefault(name.name, set()).add(from_station)
            key = (name.name, frame.id)
            if frame.kind == CALL:
                way.open[key] = way.open.get(key, 0) + 1
                way.open_ids[frame.id] += 1
                way.requests.setdefault(name.name, set()).add(from_station)
            elif way.open.get(key):
                way.open[key] -= 1
                way.open_ids[frame.id] -= 1
                way.within += 1
            elif way.open_ids[frame.id] > 0:
                way.across += 1

    def decide(self) -> bool:
        """Refuse the ways that the log contradicts; choose one without a key, if there is no better one.

        Returns whether there is one.
        """
        for name, way in self._ways.items():
            if way.strong and (way.across > way.within or (way.across > 3 and way.across * 4 > way.within)):
                self._refused.add(name)
        if any(way.strong and name not in self._refused for name, way in self._ways.items()):
            return True
        good = [(way.first_rank, name) for name, way in self._ways.items() if not way.strong and self._separates(way)]
        self._chosen = min(good)[1] if good else ""
        return bool(self._chosen)

    def _separates(self, way: _Evidence) -> bool:
        names = len(way.sides)
        if not 2 <= names <= max(2, self._frames // 4) or way.frames < self._frames * 0.9:
            return False
        if not way.within or way.across * 50 > way.within or way.twins * 5 > way.frames:
            return False
        both = sum({True, False} <= sides for sides in way.requests.values())
        return both == names or (names > 4 and both * 10 >= names * 9)

    def station_of(self, located: Located, party: str) -> str:
        """The name of the frame's station, or empty. ``party`` is that of two parties that is not the CSMS."""
        for name in _with_party(names_of(located, weak=bool(self._chosen)), party):
            if name.way == self._chosen or (name.strong and name.way not in self._refused):
                return name.name
        return ""
