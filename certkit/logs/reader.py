"""One log, line by line: the quick way for lines whose surroundings are known, the slow way for all others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import chain

from certkit.configuration.secrets import SHOWN, Secret, has_secret_shape
from certkit.logs.clock import Clock, Layout
from certkit.logs.directions import Word, station_of, word_of
from certkit.logs.files import LogStream
from certkit.logs.frames import WEBSOCKETS, Frame
from certkit.logs.lines import TOO_LONG, blocks_of_lines
from certkit.logs.model import CALL, CALLRESULT, UNREADABLE, Interest, LogStatistics, Message, Source
from certkit.logs.notes import Notes, layout_of
from certkit.logs.pretty import Joiner
from certkit.logs.survey import Survey, locate, side_of
from certkit.logs.times import Stamp, find_stamp
from certkit.measurement.metrics import Protocol

_MOST_CONTEXTS, _MOST_STATIONS = 4096, 10_000
_REACH, _FURTHEST, _HEADER = 256, 4096, 320
_LONGEST_TAIL = 64
_OPENINGS, _COMMAS, _ANSWERS = (b"[2,", b"[2, ", b"[3,", b"[3, "), (b",", b", "), (b",{", b", {")


def _frequent(name: str) -> tuple[bool, str]:
    """The requests that stations send most often first."""
    return name not in ("MeterValues", "Heartbeat"), name


class _Context:
    """What is known of a frame from what stands around it, and how often it was there."""

    __slots__ = ("count", "end", "kind", "layout", "repeats", "skip", "source", "spaced", "unneeded", "way")

    def __init__(self, kind: int, source: Source, way: bool | None, end: bytes, layout: str) -> None:
        self.kind, self.source, self.way, self.end, self.layout = kind, source, way, end, layout
        self.count = self.skip = 0
        self.spaced = self.repeats = self.unneeded = False


class LogReader:
    """The messages of one log that are of interest, and what was noticed.

    Attributes:
        sources: how many stations were found.
        era: of the clock, see :class:`~certkit.logs.clock.Clock`.
    """

    def __init__(self, stream: LogStream, protocol: Protocol, interest: Interest, first_source: int, era: int) -> None:
        self._stream = stream
        self._protocol = protocol
        self._interest = interest
        either = protocol.from_station | protocol.from_csms | protocol.from_either
        self._actions = {name.encode(): (name, side_of(protocol, name)) for name in either}
        self._first_source = first_source
        self._sources: dict[str, Source] = {}
        self._clock = Clock(era)
        self._notes = Notes()
        self._contexts: dict[bytes, _Context] = {}
        self._patterns: dict[frozenset[str] | None, tuple[tuple[bytes, ...], tuple[bytes, ...]]] = {}
        self._csms_asks = interest.requests_of_csms
        self._counts: Counter[tuple[bool, bool | None]] = Counter()
        self._layouts: Counter[str] = Counter()
        self._layout: Layout | None = None
        self._survey = Survey(protocol)
        self._joiner = Joiner()
        self._above: tuple[int, bytes] = (0, b"")
        self._lines = 0
        self._reach = _REACH
        self._resolution = 0
        self._zone = True

    @property
    def sources(self) -> int:
        return len(self._sources)

    @property
    def era(self) -> int:
        return self._clock.era

    def __iter__(self) -> Iterator[Message]:
        blocks = blocks_of_lines(self._stream)
        sampled = []
        for lines in blocks:
            sampled.append(lines)
            if self._survey.look(lines):
                break
        if self._survey.stamp is not None:
            self._layout = Layout(self._survey.stamp, self._survey.before)
        for lines in chain(sampled, blocks):
            yield from self._quickly(lines) if self._layout else self._all_slowly(lines)
        for number, line in self._joiner.rest():
            if (message := self._slow(line, number)) is not None:
                yield message

    def _quickly(self, lines: list[bytes]) -> Iterator[Message]:
        """The quick way; whatever is not as expected goes the slow way."""
        layout, clock, interest, actions = self._layout, self._clock, self._interest, self._actions
        assert layout is not None
        wanted, known_as = interest.requests_of_station, self._contexts.get
        unneeded = self._unneeded(wanted)
        end, offset, reach = layout.end, layout.offset or 0, self._reach
        last, limit, number = clock.last, clock.limit, self._lines
        usual = other = end
        self._lines += len(lines)
        for line in lines:
            number += 1
            at = usual
            context = known_as(line[end : at + 2])
            if context is None:
                at = other
                context = known_as(line[end : at + 2])
                if context is None:
                    at = line.find(b"[2,", end, reach)
                    if at < 0:
                        at = line.find(b"[3,", end, reach)
                    context = known_as(line[end : at + 2])
                    usual, other = at, usual
            if context is not None and line.endswith(context.end):
                stamp = line[:end]
                if last <= stamp < limit:
                    last = stamp
                else:
                    clock.last = last
                    if not clock.turn(stamp, layout, number):
                        context = None
                    last, limit = clock.last, clock.limit
                if context is None:
                    pass
                elif context.unneeded or (context.way and line.startswith(unneeded[context.spaced], at + context.skip)):
                    context.count += 1
                    continue
                else:
                    parts = line[at : at + _HEADER].split(b'"', 4)
                    way, name = context.way, ""
                    if context.kind == CALL and len(parts) == 5:
                        name, origin = actions.get(parts[3], ("", None))
                        way = origin if way is None else way
                        fits = name and parts[2] in _COMMAS and way is not None and (way is origin or origin is None)
                    else:
                        fits = context.kind != CALL and len(parts) > 2 and parts[2].startswith(_ANSWERS)
                    time = layout.time(stamp) if fits and parts[0] in _OPENINGS else None
                    if time is not None and parts[1] and b"\\" not in parts[1]:
                        context.count += 1
                        context.skip, context.spaced = len(parts[0]) + 1 + len(parts[1]), parts[2] == b", "
                        if name and (
                            (way and wanted is not None and name not in wanted) or (not way and not self._csms_asks)
                        ):
                            continue
                        name_of_id = parts[1].decode("utf-8", "replace")
                        time += clock.day - offset
                        yield Message(
                            context.kind, name_of_id, name, way, time, clock.era, context.source, number, line, at
                        )
                        if interest.requests_of_station is not wanted:
                            wanted = interest.requests_of_station
                            unneeded = self._unneeded(wanted)
                        continue
            clock.last, clock.limit = last, limit
            yield from self._slowly(line, number)
            last, limit, reach = clock.last, clock.limit, self._reach
            wanted = interest.requests_of_station
            unneeded = self._unneeded(wanted)
        clock.last, clock.limit = last, limit

    def _unneeded(self, wanted: frozenset[str] | None) -> tuple[tuple[bytes, ...], tuple[bytes, ...]]:
        """What stands behind the id of a request of the station that nobody wants to see: without spaces, and with."""
        known = self._patterns.get(wanted)
        if known is None:
            names = sorted(self._protocol.from_station - wanted, key=_frequent) if wanted is not None else []
            known = (
                tuple(f'","{name}",'.encode() for name in names),
                tuple(f'", "{name}",'.encode() for name in names),
            )
            self._patterns[wanted] = known
        return known

    def _all_slowly(self, lines: list[bytes]) -> Iterator[Message]:
        first = self._lines + 1
        self._lines += len(lines)
        for number, line in enumerate(lines, first):
            yield from self._slowly(line, number)

    def _slowly(self, line: bytes, number: int) -> Iterator[Message]:
        for at, text in self._joiner.take(number, line):
            if (message := self._slow(text, at)) is not None:
                yield message

    def _slow(self, line: bytes, number: int) -> Message | None:
        """The slow way: the message of a line, or None if it has none, or none of interest."""
        if line is TOO_LONG:
            self._notes.add("too-long", number)
            return self._unreadable(b"", None, number)
        found = locate(line)
        if found is None:
            self._notes.add("no-frame", number)
            self._above = (number, line)
            return None
        frame, head, in_line = found
        stamp = find_stamp(head, day_first=self._survey.day_first)
        if stamp is None and self._above[0] == number - 1:
            head, in_line = self._above[1] + b" " + head, False
            stamp = find_stamp(head, day_first=self._survey.day_first)
        if stamp is None:
            self._notes.add("no-time", number)
            return self._unreadable(head, frame, number)
        time = self._tick(stamp, line, number, in_line=in_line)
        return self._message(line, frame, head, stamp if in_line else None, time, number)

    def _tick(self, stamp: Stamp, line: bytes, number: int, *, in_line: bool) -> int:
        clock, layout = self._clock, self._layout
        clock.catch_up(layout)
        time = clock.tick(stamp.time - (stamp.offset or 0), number, dated=stamp.dated, zone=stamp.offset is not None)
        if in_line and layout is not None and layout.fits(stamp) and line.startswith(layout.before):
            clock.settle(line[: stamp.end], layout)
        else:
            clock.unsettle()
        self._resolution = max(self._resolution, stamp.resolution)
        self._zone = self._zone and stamp.offset is not None
        return time

    def _message(
        self, line: bytes, frame: Frame, head: bytes, stamp: Stamp | None, time: int, number: int
    ) -> Message | None:
        debug = WEBSOCKETS.search(head) is not None
        if not debug and not self._survey.other_logger:
            self._survey.other_logger = True
            self._retire()
        repeats = debug and self._survey.other_logger
        if frame.fault and not repeats:
            self._notes.add(frame.fault, number)
            if not frame.id:
                return self._unreadable(head, frame, number)
        word = word_of(head)
        origin = side_of(self._protocol, frame.action)
        way = self._way(word, origin if frame.kind == CALL else None)
        if repeats:
            self._remember(line, frame, head, stamp, way, repeats=True)
            self._notes.add("repeated", number)
            return None
        if frame.kind == CALL:
            if frame.action and frame.action.encode() not in self._actions:
                self._notes.add("unknown-action", number)
            if origin is not None and way is not None and way is not origin:
                self._notes.add("contradiction", number)
                return self._unreadable(head, frame, number)
            way = origin if way is None else way
            if way is None:
                self._notes.add("no-direction", number)
                return self._unreadable(head, frame, number)
        self._counts[frame.kind == CALL, way] += 1
        self._layouts[layout_of(head)] += 1
        if (
            word is None
            or self._survey.directions.from_station(word) is not None
            or self._survey.directions.undecidable(word)
        ):
            self._remember(line, frame, head, stamp, self._survey.directions.from_station(word), repeats=False)
        if not self._is_wanted(frame, way):
            return None
        source, whole = self._source(station_of(head)), not frame.fault
        era = self._clock.era
        return Message(frame.kind, frame.id, frame.action, way, time, era, source, number, frame.data, frame.at, whole)

    def _way(self, word: Word | None, origin: bool | None) -> bool | None:
        """Who sent it, by the word; a request that only one side may send tells what a word means that is new."""
        directions = self._survey.directions
        way = directions.from_station(word)
        if word is not None and way is None and origin is not None:
            directions.vote(word, origin)
        return way

    def _is_wanted(self, frame: Frame, way: bool | None) -> bool:
        interest = self._interest
        if frame.kind != CALL:
            return interest.answers_of_station if way else interest.answers_of_csms or way is None
        if not way:
            return interest.requests_of_csms
        wanted = interest.requests_of_station
        return wanted is None or frame.action in wanted or not frame.action

    def _unreadable(self, head: bytes, frame: Frame | None, number: int) -> Message:
        way = self._survey.directions.from_station(word_of(head)) if frame else None
        source = self._source(station_of(head))
        return Message(UNREADABLE, "", "", way, 0, self._clock.era, source, number, b"", 0, whole=False)

    def _source(self, station: str) -> Source:
        known = self._sources.get(station)
        if known is None:
            if len(self._sources) >= _MOST_STATIONS:
                station = next(reversed(self._sources))
                return self._sources[station]
            secret = "@" in station or has_secret_shape(station)  # such as the address with user and password
            shown = SHOWN[Secret.HELD_BACK] if secret else station
            known = Source(self._first_source + len(self._sources), self._stream.name, shown)
            self._sources[station] = known
        return known

    def _remember(
        self, line: bytes, frame: Frame, head: bytes, stamp: Stamp | None, way: bool | None, *, repeats: bool
    ) -> None:
        """What stands around the frame, so that the next one like it goes the quick way."""
        if stamp is None or not frame.bare or not stamp.fixed or len(frame.tail) > _LONGEST_TAIL:
            return
        if self._layout is None:
            self._layout = Layout(stamp, line[: stamp.start])
        layout = self._layout
        if not layout.fits(stamp) or line[: layout.start] != layout.before or frame.start + 4 > _FURTHEST:
            return
        if frame.kind not in (CALL, CALLRESULT) or (frame.fault and not repeats):
            return
        self._reach = max(self._reach, frame.start + 4)
        if len(self._contexts) >= _MOST_CONTEXTS:
            self._retire()
        end = b"" if repeats else b"}]" + frame.tail
        source = self._source(station_of(head))
        key = line[layout.end : frame.start + 2]
        if key not in self._contexts:
            context = _Context(frame.kind, source, way, end, layout_of(head))
            context.repeats = repeats
            answers = self._interest.answers_of_station if way else self._interest.answers_of_csms or way is None
            asks = way is not False or self._interest.requests_of_csms
            context.unneeded = repeats or not (asks if frame.kind == CALL else answers)
            self._contexts[key] = context

    def _retire(self) -> None:
        """Forget all surroundings, but not how often they were there."""
        for context in self._contexts.values():
            if context.repeats:
                self._notes.add("repeated", 0, context.count)
                continue
            self._counts[context.kind == CALL, context.way] += context.count
            self._layouts[context.layout] += context.count
        self._contexts.clear()

    def statistics(self) -> LogStatistics:
        """What was noticed, once the log was read to its end."""
        self._retire()
        clock, directions, counts = self._clock, self._survey.directions, self._counts
        if clock.disorder:
            self._notes.add("out-of-order", clock.first_disorder, clock.disorder)
        return LogStatistics(
            file=self._stream.name,
            sha256=self._stream.sha256,
            lines=self._lines,
            frames=sum(counts.values()),
            layouts={name: count for name, count in self._layouts.most_common() if count},
            direction=directions.stated(),
            logged_by=directions.logged_by,
            resolution=self._resolution,
            zone=self._zone,
            stations=tuple(source.station for source in self._sources.values()),
            requests_of_station=counts[True, True],
            requests_of_csms=counts[True, False],
            answers_of_station=counts[False, True],
            answers_of_csms=counts[False, False],
            answers_of_either=counts[False, None],
            noticed=self._notes.noticed(),
            clock_steps=clock.count,
            steps=tuple(clock.steps),
        )
