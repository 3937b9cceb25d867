"""Finds a station's answers to GetConfiguration: in a payload, a frame, a list of either, or a message log.

An answer is recognized by its content (``configurationKey``, ``unknownKey``), never by the file's name. In a log the
requests count too, since they show whether all keys were requested. What cannot be read becomes a finding.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from certkit.finding import Finding, Place
from certkit.formats.json_tree import Array, Json, Leaf, NotJson, Object, Places, parse
from certkit.messages import finding

CALL, RESULT, ERROR = 2, 3, 4
_ACTION = "GetConfiguration"
_HOLDS = ("configurationKey", "unknownKey")
_MENTIONS = re.compile(rb"GetConfiguration|configurationKey|unknownKey")
_FRAME = re.compile(r'\[\s*[234]\s*,\s*"')
_RESULT_ID = re.compile(r'\[\s*3\s*,\s*"([^"\\]*)"')
_CUT, _NOT_UTF8 = "CK-06.cut", "CK-06.not-utf8"
_MOST_IN_VAIN = 4_000_000
"""Characters parsed for texts that were not frames. Above this the rest of a line is not tried."""
_STATION = (
    re.compile(r"chargeBoxId=([^,\]\s]{1,80})"),
    re.compile(r"\b(?:recv|send)\s+([^\s:\[]{1,80}):"),
    re.compile(r"([^\s\[\]:]{1,80}): (?:receive message|send)\b"),
)
_STATION_FIELDS = ("chargePointId", "chargeBoxId", "chargePoint", "charge_point_id", "station", "stationId", "identity")


class Source(NamedTuple):
    """A text that was parsed, and its place: a file, a line of a log, or a text within either."""

    file: str
    places: Places
    first_line: int = 1
    station: str = ""
    fixed: Place | None = None

    def place(self, at: int) -> Place:
        if self.fixed is not None:
            return self.fixed
        line, column = self.places.of(at)
        return Place(self.file, line + self.first_line - 1, column)


class Answer(NamedTuple):
    """The payload of an answer, and the text that has it."""

    payload: Object
    source: Source
    request: str = ""


@dataclass
class Answers:
    """The answers in a file.

    Attributes:
        found: the answers that can be read.
        asked: (station, message id) of a request -> whether it asks for all keys, and its place.
        answered: the requests that have an answer.
        broken: station, message and place of what cannot be read.
    """

    file: str
    found: list[Answer] = field(default_factory=list)
    asked: dict[tuple[str, str], tuple[bool, Place]] = field(default_factory=dict)
    answered: set[tuple[str, str]] = field(default_factory=set)
    broken: list[tuple[str, str, Place]] = field(default_factory=list)
    _in_vain: int = 0
    _waiting: deque[str] = field(default_factory=lambda: deque(maxlen=32))
    _seen: set[tuple[str, str, str]] = field(default_factory=set)
    _requests: set[str] = field(default_factory=set)

    @property
    def stations(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(answer.source.station for answer in self.found if answer.source.station))

    @property
    def whole(self) -> bool | None:
        """Whether a request asks for all keys; None if the file has no request."""
        return any(every for every, _ in self.asked.values()) if self.asked else None

    def only(self, station: str) -> Answers:
        """The answers of one station."""
        return Answers(
            self.file,
            [answer for answer in self.found if answer.source.station == station],
            {key: value for key, value in self.asked.items() if key[0] == station},
            {key for key in self.answered if key[0] == station},
            [broken for broken in self.broken if broken[0] in ("", station)],
        )

    def findings(self) -> Iterator[Finding]:
        """What is missing in the answers."""
        for _, message, place in self.broken:
            yield finding(message, where=place)
        for key, (_, place) in self.asked.items():
            if key not in self.answered and not self.broken:
                yield finding("CK-06.unanswered", where=place)

    def add(self, node: Json, source: Source) -> bool:
        """Add the answers and requests in a JSON value, however deep; whether there was one."""
        if isinstance(node, Object):
            if any(isinstance(node.get(name), Array) for name in _HOLDS):
                return self._add_answer(Answer(node, source))
            stated = (_text(node.get(name)) for name in _STATION_FIELDS)
            station = next(filter(None, stated), source.station)
            within = Source(source.file, source.places, source.first_line, station, source.fixed)
            return self._add_each(node.pairs.values(), within)
        if isinstance(node, Array):
            if _is_frame(node):
                return self._frame(node, source)
            if node.items and all(isinstance(item, Object) and "key" in item.pairs for item in node.items):
                return self._add_answer(Answer(Object({_HOLDS[0]: node}, {}, node.at), source))
            return self._add_each(node.items, source)
        return isinstance(node.value, str) and self._add_text(node.value, source, source.place(node.at))

    def _add_each(self, nodes: Iterable[Json], source: Source) -> bool:
        """Add what is in each of several values."""
        added = False
        for node in nodes:
            added = self.add(node, source) or added
        return added

    def _add_text(self, text: str, source: Source, place: Place) -> bool:
        """A frame or payload that a logger has written into a text, alone or after other words."""
        if not any(name in text for name in (_ACTION, *_HOLDS)):
            return False
        within = Source(source.file, source.places, source.first_line, source.station, place)
        if self.add_frames(text, within):
            return True
        start = text.find("{")
        if start >= 0 and self.add_at(text, start, within):
            return True
        if any(name in text for name in _HOLDS):
            self.broken.append((source.station, _CUT, place))
        return False

    def add_frames(self, text: str, source: Source) -> bool:
        """Add the frames in a text; whether there was one that counts."""
        added, at = False, 0
        while (start := _FRAME.search(text, at)) is not None:
            at = start.end()
            try:
                node, at = parse(text, start.start())
            except NotJson as error:
                self._in_vain += error.at - start.start()
                if self._in_vain > _MOST_IN_VAIN:
                    break
                continue
            added = self.add(node, source) or added
        return added

    def add_at(self, text: str, at: int, source: Source) -> bool:
        """Add what is in the JSON value at a place; False if there is none."""
        try:
            node, _ = parse(text, at)
        except NotJson:
            return False
        return self.add(node, source)

    def _frame(self, node: Array, source: Source) -> bool:
        kind, name = node.items[0], _text(node.items[1])
        key = (source.station, name)
        if isinstance(kind, Leaf) and kind.value == CALL:
            if len(node.items) < 4 or _text(node.items[2]) != _ACTION:
                return False
            wanted = node.items[3].get("key") if isinstance(node.items[3], Object) else None
            every = not (isinstance(wanted, Array) and wanted.items)
            self.asked.setdefault(key, (every, source.place(node.at)))
            self._waiting.append(name)
            return True
        payload = node.items[2] if len(node.items) > 2 else None
        if isinstance(payload, Object) and any(held in payload.pairs for held in _HOLDS):
            self.answered.add(key)
            return self._add_answer(Answer(payload, source, name))
        if key not in self.asked or key in self.answered:
            return False
        self.answered.add(key)
        is_error = isinstance(kind, Leaf) and kind.value == ERROR
        message = "CK-06.error" if is_error else "CK-06.no-keys"
        self.broken.append((source.station, message, source.place(node.at)))
        return True

    def _add_answer(self, answer: Answer) -> bool:
        """Add an answer, but not the same one twice: a logger may write a frame on several of its levels."""
        if answer.request:
            key = (answer.source.station, answer.request, _canonical(answer.payload))
            if key in self._seen:
                return True
            self._seen.add(key)
            self._requests.add(answer.request)
        self.found.append(answer)
        return True

    def may_have_answer(self, line: bytes) -> bool:
        """Whether a line has the id of a request that waits for its answer."""
        return any(name.encode("utf-8", "replace") in line for name in self._waiting)

    def is_repeated(self, line: str) -> bool:
        """Whether a cut line belongs to an answer that was read in full: a second logger may shorten the frame."""
        known = _RESULT_ID.search(line)
        return known is not None and known.group(1) in self._requests


def answers_in_log(content: bytes, file: str) -> Answers:
    """The answers in the lines of a log; only lines that mention GetConfiguration or its fields are parsed."""
    answers = Answers(file)
    cut: list[tuple[str, str, Place]] = []
    for number, raw in enumerate(content.split(b"\n"), start=1):
        if not _MENTIONS.search(raw) and not answers.may_have_answer(raw):
            continue
        line = raw.decode("utf-8", "replace").removesuffix("\r").removeprefix("\ufeff")
        start = _FRAME.search(line)
        before = line[: start.start()] if start else line
        source = Source(file, Places(line), number, _station_in(before))
        if answers.add_frames(line, source) or _add_json(answers, line, source):
            if "\ufffd" in line and b"\xef\xbf\xbd" not in raw:
                answers.broken.append((source.station, _NOT_UTF8, Place(file, number, line.index("\ufffd") + 1)))
            continue
        column = min((at for at in map(line.find, _HOLDS) if at >= 0), default=-1) + 1
        if column:
            cut.append((source.station, line, Place(file, number, column)))
    answers.broken += [(station, _CUT, place) for station, line, place in cut if not answers.is_repeated(line)]
    return answers


def _add_json(answers: Answers, line: str, source: Source) -> bool:
    """A line that is, or ends in, a JSON object with the frame somewhere in it."""
    start = line.find("{")
    return start >= 0 and answers.add_at(line, start, source)


def _station_in(prefix: str) -> str:
    found = (pattern.search(prefix) for pattern in _STATION)
    return next((match.group(1) for match in found if match), "")


def _is_frame(node: Array) -> bool:
    if len(node.items) < 2:
        return False
    first = node.items[0]
    return isinstance(first, Leaf) and first.value in (CALL, RESULT, ERROR) and bool(_text(node.items[1]))


def _text(node: Json | None) -> str:
    return node.value if isinstance(node, Leaf) and isinstance(node.value, str) else ""


def _canonical(node: Json) -> str:
    """A value as text, the same for the same value."""
    if isinstance(node, Leaf):
        return repr(node.value)
    if isinstance(node, Array):
        return f"[{','.join(map(_canonical, node.items))}]"
    return "{" + ",".join(f"{name!r}:{_canonical(value)}" for name, value in sorted(node.pairs.items())) + "}"
