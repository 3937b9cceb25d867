"""Finds a station's answers to GetConfiguration: in JSON, or in the messages of a log.

An answer is recognized by its content (``configurationKey``, ``unknownKey``), never by the file's name. The requests
count too, since they show whether all keys were requested. What cannot be read becomes a finding.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from certkit.finding import Finding, Place
from certkit.formats.json_tree import Array, Json, Leaf, NotJson, Object, Places, parse
from certkit.logs.model import CALL, CALLERROR, CALLRESULT, UNREADABLE, Message
from certkit.messages import finding

ACTION = "GetConfiguration"
FIELDS = ("configurationKey", "unknownKey")
"""The fields of an answer."""
_CUT = "CK-06.cut"
_STATION_FIELDS = ("chargePointId", "chargeBoxId", "chargePoint", "charge_point_id", "station", "stationId", "identity")
_LONGEST_FRAME = 20_000
"""Lines that a frame may have."""


class Source(NamedTuple):
    """A text that was parsed: a file, or the frame at a line of a log."""

    file: str
    places: Places
    line: int = 0
    at: int = 0
    station: str = ""

    def place(self, at: int) -> Place:
        """A place in the text. In a log it has the line at which the frame begins."""
        if self.line:
            return Place(self.file, self.line, self.at + at + 1)
        line, column = self.places.of(at)
        return Place(self.file, line, column)


class Request(NamedTuple):
    """A GetConfiguration request.

    Attributes:
        every: whether it asks for all keys.
    """

    every: bool
    place: Place


class Answer(NamedTuple):
    """The payload of an answer, and the text that has it.

    Attributes:
        every: whether its request asks for all keys; None if the request is not known.
    """

    payload: Object
    source: Source
    every: bool | None = None


class Mention(NamedTuple):
    """A line with a field of an answer, and the id of a frame in it, or an empty text."""

    line: int
    name: str


class Broken(NamedTuple):
    """An answer that cannot be read."""

    station: str
    message: str
    place: Place


@dataclass
class Answers:
    """The answers in a file or in several logs.

    Attributes:
        found: the answers that can be read, in their order.
        asked: (file, station, message id) of a request -> the request.
        answered: the requests that have an answer.
        broken: what cannot be read.
        superseded: (answer that is used, how many earlier ones are not).
        mentions: file -> the lines with a field of an answer, if they are known: each must be in an answer.
        shift: bytes that were put in front of each line of a log.
        foreign: a log has bytes that are not UTF-8.
    """

    found: list[Answer] = field(default_factory=list)
    asked: dict[tuple[str, str, str], Request] = field(default_factory=dict)
    answered: set[tuple[str, str, str]] = field(default_factory=set)
    broken: list[Broken] = field(default_factory=list)
    superseded: list[tuple[Answer, int]] = field(default_factory=list)
    mentions: dict[str, list[Mention]] = field(default_factory=dict)
    shift: int = 0
    foreign: bool = False
    _seen: set[tuple[str, str, str, str]] = field(default_factory=set)
    _replaced: list[Broken] = field(default_factory=list)
    _unreadable: list[tuple[str, Place]] = field(default_factory=list)

    @property
    def stations(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(answer.source.station for answer in self.found if answer.source.station))

    @property
    def whole(self) -> bool | None:
        """Whether a request asks for all keys; None if there is no request."""
        return any(request.every for request in self.asked.values()) if self.asked else None

    def only(self, station: str) -> Answers:
        """The answers of one station."""
        return replace(
            self,
            found=[answer for answer in self.found if answer.source.station == station],
            asked={key: value for key, value in self.asked.items() if key[1] == station},
            answered={key for key in self.answered if key[1] == station},
            broken=[broken for broken in self.broken if broken.station in ("", station)],
        )

    def add_all(self, other: Answers) -> None:
        """Add the answers of another file."""
        self.found += other.found
        self.asked |= other.asked
        self.answered |= other.answered
        self.broken += other.broken

    def findings(self) -> Iterator[Finding]:
        """What is missing in the answers, and which of several answers is used."""
        for _, message, place in self.broken:
            yield finding(message, where=place)
        for key, request in self.asked.items():
            if key not in self.answered and not self.broken:
                yield finding("CK-06.unanswered", where=request.place)
        for answer, count in self.superseded:
            yield finding("CK-08", count=count, where=answer.source.place(answer.payload.at))

    # In JSON.

    def add(self, node: Json, source: Source) -> bool:
        """Add the answers and requests in a JSON value, however deep; whether there was one."""
        if isinstance(node, Object):
            if any(isinstance(node.get(name), Array) for name in FIELDS):
                self.found.append(Answer(node, source))
                return True
            stated = (_text(node.get(name)) for name in _STATION_FIELDS)
            station = next(filter(None, stated), source.station)
            return self._add_each(node.pairs.values(), source._replace(station=station))
        if isinstance(node, Array):
            if _is_frame(node):
                return self._frame(node, source)
            if node.items and all(isinstance(item, Object) and "key" in item.pairs for item in node.items):
                self.found.append(Answer(Object({FIELDS[0]: node}, {}, node.at), source))
                return True
            return self._add_each(node.items, source)
        return False

    def _add_each(self, nodes: Iterable[Json], source: Source) -> bool:
        """Add what is in each of several values."""
        added = False
        for node in nodes:
            added = self.add(node, source) or added
        return added

    def _frame(self, node: Array, source: Source) -> bool:
        kind, name = node.items[0], _text(node.items[1])
        key = (source.file, source.station, name)
        if isinstance(kind, Leaf) and kind.value == CALL:
            if len(node.items) < 4 or _text(node.items[2]) != ACTION:
                return False
            wanted = node.items[3].get("key") if isinstance(node.items[3], Object) else None
            every = not (isinstance(wanted, Array) and wanted.items)
            self.asked.setdefault(key, Request(every, source.place(node.at)))
            return True
        return self._add_answer(key, node, source, is_error=isinstance(kind, Leaf) and kind.value == CALLERROR)

    def _add_answer(self, key: tuple[str, str, str], node: Array, source: Source, *, is_error: bool) -> bool:
        payload = node.items[2] if len(node.items) > 2 else None
        request = self.asked.get(key)
        if isinstance(payload, Object) and any(name in payload.pairs for name in FIELDS):
            self.answered.add(key)
            self.found.append(Answer(payload, source, request.every if request else None))
            return True
        if request is None or key in self.answered:
            return False
        self.answered.add(key)
        message = "CK-06.error" if is_error else "CK-06.no-keys"
        self.broken.append(Broken(source.station, message, source.place(node.at)))
        return True

    # In a log.

    def see(self, message: Message) -> None:
        """The next message of a log."""
        file, station = message.source.file, message.source.station
        key, place = (file, station, message.id), Place(file, message.line, 1)
        if message.kind == CALL:
            if message.action == ACTION:
                payload = message.payload()
                wanted = payload.get("key") if payload is not None else None
                # An id may be used again later: then the new request is the one that waits.
                self.answered.discard(key)
                self.asked[key] = Request(payload is not None and not wanted, place)
            return
        if message.kind == UNREADABLE:
            self._unreadable.append((station, place))
            return
        if not message.whole and key not in self.asked:
            # Of a request that the log does not have: the text of the line tells whether it is about the keys.
            self._unreadable.append((station, place))
            return
        if message.kind not in (CALLRESULT, CALLERROR) or (key not in self.asked and not _has_fields(message)):
            return
        if key in self.answered and not _has_fields(message):
            return
        text = message.data[message.at :].decode("utf-8", "replace")
        if (*key, text) in self._seen:  # a second logger wrote it
            return
        self._seen.add((*key, text))
        if "\ufffd" in text:
            self._replaced.append(Broken(station, "CK-06.not-utf8", place))
        source = Source(file, Places(""), message.line, max(0, message.at - self.shift), station)
        try:
            node, _ = parse(text, 0)
        except NotJson:
            node = None
        if isinstance(node, Array) and message.whole and len(node.items) > 1:
            self._add_answer(key, node, source, is_error=message.kind == CALLERROR)
        elif key not in self.answered:
            self.answered.add(key)
            self.broken.append(Broken(station, _CUT, place))

    def finish_log(self) -> None:
        """After the last message of a log: which frames that could not be read may have been answers."""
        for station, place in self._unreadable:
            waits = (key for key in self.asked if key[0] == place.file and key not in self.answered)
            if place.file not in self.mentions and any(self.asked[key].place.line < place.line for key in waits):
                self.broken.append(Broken(station, _CUT, place))
        for file, mentions in self.mentions.items():
            self.broken += (Broken("", _CUT, Place(file, line, 1)) for line in self._unread(file, mentions))
        self._unreadable.clear()
        self.broken += self._replaced if self.foreign else ()
        self._replaced.clear()
        self._supersede()

    def _unread(self, file: str, mentions: list[Mention]) -> Iterator[int]:
        """The lines with a field of an answer that no answer which was read can have."""
        read = {answer.source.line for answer in self.found if answer.source.file == file}
        read |= {broken.place.line for broken in self.broken if broken.place.file == file}
        names = {name for known, _, name in self.answered if known == file}
        lines = {mention.line for mention in mentions}
        over_lines = sorted(read - lines)
        for line, name in mentions:
            if line in read or name in names:  # a second logger may have written it too, and shortened it
                continue
            place = bisect_left(over_lines, line) - 1
            if place >= 0 and line - over_lines[place] < _LONGEST_FRAME:
                begin = over_lines[place]
                if sum(begin < other <= line for other in lines) <= len(FIELDS):
                    continue
            yield line

    def _supersede(self) -> None:
        """An answer with all keys takes the place of everything that the station answered before it in the same log."""
        last: dict[tuple[str, str], Answer] = {}
        for answer in self.found:
            if answer.every and _keys(answer.payload):
                last[answer.source.file, answer.source.station] = answer

        def is_earlier(file: str, station: str, line: int, at: int = -1) -> bool:
            used = last.get((file, station))
            return used is not None and (line, at) < (used.source.line, used.source.at)

        found, self.found = self.found, []
        broken, self.broken = self.broken, []
        not_used: Counter[tuple[str, str]] = Counter()
        for answer in found:
            file, station, line, at = answer.source.file, answer.source.station, answer.source.line, answer.source.at
            if is_earlier(file, station, line, at):
                not_used[file, station] += 1
            else:
                self.found.append(answer)
        for each in broken:
            if is_earlier(each.place.file, each.station, each.place.line):
                not_used[each.place.file, each.station] += 1
            else:
                self.broken.append(each)
        self.superseded += [(last[key], count) for key, count in not_used.items()]
        for key in [key for key in self.asked if key not in self.answered]:
            if is_earlier(key[0], key[1], self.asked[key].place.line):
                del self.asked[key]


def _has_fields(message: Message) -> bool:
    return any(name.encode() in message.data for name in FIELDS)


def _keys(payload: Object) -> bool:
    listed = payload.get(FIELDS[0])
    return isinstance(listed, Array) and bool(listed.items)


def _is_frame(node: Array) -> bool:
    if len(node.items) < 2:
        return False
    first = node.items[0]
    return isinstance(first, Leaf) and first.value in (CALL, CALLRESULT, CALLERROR) and bool(_text(node.items[1]))


def _text(node: Json | None) -> str:
    return node.value if isinstance(node, Leaf) and isinstance(node.value, str) else ""
