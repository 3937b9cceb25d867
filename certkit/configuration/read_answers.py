"""A station's answers to GetConfiguration, wherever they stand: a payload, a frame, a list of either, a message log.

An answer is known by what it holds (``configurationKey``, ``unknownKey``), never by the file's name. In a log a request
is looked at too, since it says whether all keys were asked for. What cannot be read is counted and told, with its line.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from certkit.finding import Finding, Place
from certkit.formats.json_tree import Array, Json, Leaf, NotJson, Object, Places, parse
from certkit.messages import plain_finding

CALL, RESULT, ERROR = 2, 3, 4
_ACTION = "GetConfiguration"
_HOLDS = ("configurationKey", "unknownKey")
_MENTIONS = re.compile(rb"GetConfiguration|configurationKey|unknownKey")
_FRAME = re.compile(r'\[\s*[234]\s*,\s*"')
_RESULT_ID = re.compile(r'\[\s*3\s*,\s*"([^"\\]*)"')
_CUT = "an answer to GetConfiguration is cut or malformed here"
_FOREIGN = "an answer to GetConfiguration has bytes in it that are not UTF-8"
_MOST_IN_VAIN = 4_000_000
"""Characters read for frames that turned out to be none; beyond that a line is tried once and no more."""
_STATION = (
    re.compile(r"chargeBoxId=([^,\]\s]{1,80})"),
    re.compile(r"\b(?:recv|send)\s+([^\s:\[]{1,80}):"),
    re.compile(r"([^\s\[\]:]{1,80}): (?:receive message|send)\b"),
)
_STATION_FIELDS = ("chargePointId", "chargeBoxId", "chargePoint", "charge_point_id", "station", "stationId", "identity")


class Passage(NamedTuple):
    """A text that was parsed, and where it stands: a file, or a line of a log, or a text within either."""

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
    """The payload of an answer, and where it stands."""

    payload: Object
    passage: Passage
    request: str = ""


@dataclass
class Answers:
    """What was found in a file: the answers, for each station and request what was asked for, and what went wrong."""

    file: str
    found: list[Answer] = field(default_factory=list)
    asked: dict[tuple[str, str], tuple[bool, Place]] = field(default_factory=dict)
    answered: set[tuple[str, str]] = field(default_factory=set)
    broken: list[tuple[str, str, Place]] = field(default_factory=list)
    _in_vain: int = 0
    _waiting: deque[str] = field(default_factory=lambda: deque(maxlen=32))
    _taken: set[tuple[str, str, str]] = field(default_factory=set)
    _requests: set[str] = field(default_factory=set)

    @property
    def stations(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(answer.passage.station for answer in self.found if answer.passage.station))

    @property
    def whole(self) -> bool | None:
        """Whether some request asked for all keys; None where no request is seen."""
        return any(every for every, _ in self.asked.values()) if self.asked else None

    def only(self, station: str) -> Answers:
        """What is of one station."""
        return Answers(
            self.file,
            [answer for answer in self.found if answer.passage.station == station],
            {key: value for key, value in self.asked.items() if key[0] == station},
            {key for key in self.answered if key[0] == station},
            [broken for broken in self.broken if broken[0] in ("", station)],
        )

    def findings(self) -> Iterator[Finding]:
        """What is missing of the answers."""
        for _, message, place in self.broken:
            yield plain_finding("CK-06", message, where=place)
        for key, (_, place) in self.asked.items():
            if key not in self.answered and not self.broken:
                yield plain_finding("CK-06", "this GetConfiguration request has no answer in the file", where=place)

    def take(self, node: Json, passage: Passage) -> bool:
        """Take what is an answer or a request in a JSON value, however deep; whether there was one."""
        if isinstance(node, Object):
            if any(isinstance(node.get(name), Array) for name in _HOLDS):
                return self._add(Answer(node, passage))
            stated = (_text(node.get(name)) for name in _STATION_FIELDS)
            station = next(filter(None, stated), passage.station)
            within = Passage(passage.file, passage.places, passage.first_line, station, passage.fixed)
            return self._take_each(node.pairs.values(), within)
        if isinstance(node, Array):
            if _is_frame(node):
                return self._frame(node, passage)
            if node.items and all(isinstance(item, Object) and "key" in item.pairs for item in node.items):
                return self._add(Answer(Object({_HOLDS[0]: node}, {}, node.at), passage))
            return self._take_each(node.items, passage)
        return isinstance(node.value, str) and self._take_text(node.value, passage, passage.place(node.at))

    def _take_each(self, nodes: Iterable[Json], passage: Passage) -> bool:
        """Take what is in any of several values, all of them."""
        taken = False
        for node in nodes:
            taken = self.take(node, passage) or taken
        return taken

    def _take_text(self, text: str, passage: Passage, place: Place) -> bool:
        """A frame or payload that a logger has put into a text, alone or behind other words."""
        if not any(name in text for name in (_ACTION, *_HOLDS)):
            return False
        within = Passage(passage.file, passage.places, passage.first_line, passage.station, place)
        if self.take_frames(text, within):
            return True
        start = text.find("{")
        if start >= 0 and self.take_at(text, start, within):
            return True
        if any(name in text for name in _HOLDS):
            self.broken.append((passage.station, _CUT, place))
        return False

    def take_frames(self, text: str, passage: Passage) -> bool:
        """Take the frames that stand in a text; whether there was one that counts."""
        taken, at = False, 0
        while (start := _FRAME.search(text, at)) is not None:
            at = start.end()
            try:
                node, at = parse(text, start.start())
            except NotJson as error:
                self._in_vain += error.at - start.start()
                if self._in_vain > _MOST_IN_VAIN:
                    break
                continue
            taken = self.take(node, passage) or taken
        return taken

    def take_at(self, text: str, at: int, passage: Passage) -> bool:
        """Take what is in the JSON value at a place; False if there is none."""
        try:
            node, _ = parse(text, at)
        except NotJson:
            return False
        return self.take(node, passage)

    def _frame(self, node: Array, passage: Passage) -> bool:
        kind, name = node.items[0], _text(node.items[1])
        key = (passage.station, name)
        if isinstance(kind, Leaf) and kind.value == CALL:
            if len(node.items) < 4 or _text(node.items[2]) != _ACTION:
                return False
            wanted = node.items[3].get("key") if isinstance(node.items[3], Object) else None
            every = not (isinstance(wanted, Array) and wanted.items)
            self.asked.setdefault(key, (every, passage.place(node.at)))
            self._waiting.append(name)
            return True
        payload = node.items[2] if len(node.items) > 2 else None
        if isinstance(payload, Object) and any(held in payload.pairs for held in _HOLDS):
            self.answered.add(key)
            return self._add(Answer(payload, passage, name))
        if key not in self.asked or key in self.answered:
            return False
        self.answered.add(key)
        is_error = isinstance(kind, Leaf) and kind.value == ERROR
        message = "the station answered GetConfiguration with an error" if is_error else "the answer has no keys in it"
        self.broken.append((passage.station, message, passage.place(node.at)))
        return True

    def _add(self, answer: Answer) -> bool:
        """Take an answer, but not the same one twice: loggers write a frame on more than one of their levels."""
        if answer.request:
            key = (answer.passage.station, answer.request, _as_text(answer.payload))
            if key in self._taken:
                return True
            self._taken.add(key)
            self._requests.add(answer.request)
        self.found.append(answer)
        return True

    def may_have_answer(self, line: bytes) -> bool:
        """Whether a line has the id of a request that waits for its answer."""
        return any(name.encode("utf-8", "replace") in line for name in self._waiting)

    def is_repeated(self, line: str) -> bool:
        """Whether a cut line is of an answer that was read in full: some loggers shorten what others have written."""
        known = _RESULT_ID.search(line)
        return known is not None and known.group(1) in self._requests


def answers_in_log(content: bytes, file: str) -> Answers:
    """The answers in the lines of a log. Only lines that speak of GetConfiguration are looked at."""
    answers = Answers(file)
    cut: list[tuple[str, str, Place]] = []
    for number, raw in enumerate(content.split(b"\n"), start=1):
        if not _MENTIONS.search(raw) and not answers.may_have_answer(raw):
            continue
        line = raw.decode("utf-8", "replace").removesuffix("\r").removeprefix("\ufeff")
        start = _FRAME.search(line)
        before = line[: start.start()] if start else line
        passage = Passage(file, Places(line), number, _station_in(before))
        if answers.take_frames(line, passage) or _take_json(answers, line, passage):
            if "\ufffd" in line and b"\xef\xbf\xbd" not in raw:
                answers.broken.append((passage.station, _FOREIGN, Place(file, number, line.index("\ufffd") + 1)))
            continue
        column = min((at for at in map(line.find, _HOLDS) if at >= 0), default=-1) + 1
        if column:
            cut.append((passage.station, line, Place(file, number, column)))
    answers.broken += [(station, _CUT, place) for station, line, place in cut if not answers.is_repeated(line)]
    return answers


def _take_json(answers: Answers, line: str, passage: Passage) -> bool:
    """A line that is, or ends in, a JSON object with the frame somewhere in it."""
    start = line.find("{")
    return start >= 0 and answers.take_at(line, start, passage)


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


def _as_text(node: Json) -> str:
    """A value as text, the same for the same value."""
    if isinstance(node, Leaf):
        return repr(node.value)
    if isinstance(node, Array):
        return f"[{','.join(map(_as_text, node.items))}]"
    return "{" + ",".join(f"{name!r}:{_as_text(value)}" for name, value in sorted(node.pairs.items())) + "}"
