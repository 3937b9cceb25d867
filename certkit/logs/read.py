"""Messages of OCPP-J from logs (9.2.2), whichever software wrote them: any layout of time, direction and frame.

A line is read in one of two ways. The thorough way finds the frame, the time, the direction and the station, and
parses the whole frame. Then it remembers the text around the frame, without the time, as a :class:`_Context`. Most
lines of a log have a known context: of these the quick way reads only the header of the frame, and only if the message
filter needs the message. Whatever the quick way does not expect, it leaves to the thorough way.

Each line ends in one place. A frame is counted under its kind and sender (:meth:`Tally.add_frames`), or under the
reason why it cannot be used (:meth:`LogReader._reject`); a line without a frame is counted too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import BinaryIO

from certkit.configuration.secrets import SHOWN, Secret, has_secret_shape
from certkit.logs.clock import Clock
from certkit.logs.directions import Word, station_in, word_in
from certkit.logs.files import TOO_LONG, LogFiles, LogStream, blocks_of_lines
from certkit.logs.frames import WEBSOCKETS, Frame, LineJoiner, locate_frame
from certkit.logs.layout import LayoutSample, StampLayout, name_layout
from certkit.logs.model import (
    CALL,
    CALLRESULT,
    UNREADABLE,
    LogStatistics,
    Message,
    MessageFilter,
    Protocol,
    Source,
)
from certkit.logs.tally import Tally
from certkit.logs.times import Stamp, find_stamp

_MOST_CONTEXTS, _MOST_STATIONS = 4096, 10_000
_REACH, _FURTHEST = 256, 4096
"""How far into a line the quick way looks for a frame: at first, and at most."""
_HEADER = 320
"""Bytes that hold the header of a frame: its kind, its id, and the action."""
_LONGEST_TAIL = 64
_OPENINGS, _COMMAS, _BEFORE_PAYLOAD = (b"[2,", b"[2, ", b"[3,", b"[3, "), (b",", b", "), (b",{", b", {")


class MessageLogs:
    """The messages of several logs, each log in its own order.

    Attributes:
        files: the logs, and what in their folders and archives is no log.
        statistics: of the logs that were read to their end.
    """

    def __init__(
        self, names: Sequence[str], stdin: BinaryIO, protocol: Protocol, message_filter: MessageFilter | None = None
    ) -> None:
        self.files = LogFiles(names, stdin)
        self._protocol = protocol
        self._filter = message_filter or MessageFilter()
        self.statistics: list[LogStatistics] = []

    def __iter__(self) -> Iterator[Message]:
        """The messages that the filter needs.

        Raises:
            UnreadableFile: a log does not exist, or cannot be read to its end.
        """
        return self._messages(self.files)

    def _messages(self, streams: Iterable[LogStream]) -> Iterator[Message]:
        sources = era = 0
        for stream in streams:
            reader = LogReader(stream, self._protocol, self._filter, sources, era)
            yield from reader
            self.statistics.append(reader.statistics())
            sources += reader.sources
            era = reader.era + 1


class _Context:
    """What follows for a frame from the text around it, and how many frames had it.

    Attributes:
        end: what every line with this context ends in.
        from_station: who sends such a frame, by the direction words; None if they do not tell.
        repeats: a second logger wrote the frame once more.
        unneeded: the message filter needs no frame with this context.
        skip: from the frame's beginning to the quote that ends its id, in the last such frame.
        spaced: whether the last such frame has spaces behind its commas.
        from_csms: how many of the frames the CSMS sent, by their actions.
    """

    __slots__ = (
        "count",
        "end",
        "from_csms",
        "from_station",
        "kind",
        "layout",
        "repeats",
        "skip",
        "source",
        "spaced",
        "unneeded",
    )

    def __init__(self, kind: int, source: Source, from_station: bool | None, end: bytes, layout: str) -> None:
        self.kind, self.source, self.from_station, self.end, self.layout = kind, source, from_station, end, layout
        self.count = self.skip = self.from_csms = 0
        self.spaced = self.repeats = self.unneeded = False


class LogReader:
    """The messages of one log that a filter needs, and the statistics of the log.

    Attributes:
        sources: how many stations it has.
        era: of the clock, see :class:`~certkit.logs.clock.Clock`.
    """

    def __init__(
        self, stream: LogStream, protocol: Protocol, message_filter: MessageFilter, first_source: int, era: int
    ) -> None:
        self._stream = stream
        self._protocol = protocol
        self._filter = message_filter
        self._actions = {name.encode(): (name, protocol.only_station_sends(name)) for name in protocol.actions}
        self._first_source = first_source
        self._sources: dict[str, Source] = {}
        self._clock = Clock(era)
        self._tally = Tally()
        self._contexts: dict[bytes, _Context] = {}
        self._patterns: dict[frozenset[str] | None, tuple[tuple[bytes, ...], tuple[bytes, ...]]] = {}
        self._layout: StampLayout | None = None
        self._sample = LayoutSample(protocol)
        self._joiner = LineJoiner()
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
            if self._sample.add(lines):
                break
        self._layout = self._sample.layout
        for lines in chain(sampled, blocks):
            yield from self._read_quickly(lines) if self._layout else self._read_all_thoroughly(lines)
        for number, line in self._joiner.release():
            if (message := self._read_line(line, number)) is not None:
                yield message

    def _read_quickly(self, lines: list[bytes]) -> Iterator[Message]:
        """The quick way.

        This loop runs once for every line of logs that have millions. So it works on bytes and local variables, has no
        call in the most frequent case, and does not decode or parse anything before the filter needs the message.
        """
        layout, clock, message_filter, actions = self._layout, self._clock, self._filter, self._actions
        assert layout is not None
        csms_requests_needed = message_filter.requests_of_csms
        needed_actions, context_for = message_filter.requests_of_station, self._contexts.get
        unneeded = self._unneeded_patterns(needed_actions)
        stamp_end, offset, reach = layout.end, layout.offset or 0, self._reach
        last, limit, number = clock.last, clock.limit, self._lines
        usual = other = stamp_end
        self._lines += len(lines)
        for line in lines:
            number += 1
            # The context is found by the bytes between the time stamp and the second byte of the frame ("[2"). Frames
            # mostly begin where one of the last two began: one place for each direction.
            at = usual
            context = context_for(line[stamp_end : at + 2])
            if context is None:
                at = other
                context = context_for(line[stamp_end : at + 2])
                if context is None:
                    at = line.find(b"[2,", stamp_end, reach)
                    if at < 0:
                        at = line.find(b"[3,", stamp_end, reach)
                    context = context_for(line[stamp_end : at + 2])
                    usual, other = at, usual
            # A line that does not end as the context wants may be cut off.
            if context is not None and line.endswith(context.end):
                # Within an hour a stamp is only compared as text (see Clock). It must be in order even if nobody needs
                # the message, so that no step of the clock is missed.
                stamp = line[:stamp_end]
                if last <= stamp < limit:
                    last = stamp
                else:
                    clock.last = last
                    if not clock.advance_to_stamp(stamp, layout, number):
                        context = None
                    last, limit = clock.last, clock.limit
                if context is None:
                    pass
                elif context.unneeded or (
                    # The action follows the id. Ids of one logger mostly have the same length, so that the action is
                    # where it was in the last such frame; if it is not, the header is split below.
                    context.from_station and line.startswith(unneeded[context.spaced], at + context.skip)
                ):
                    context.count += 1
                    continue
                else:
                    # [2,"id","Action",{…}] is split at its quotes: opening, id, comma, action, rest.
                    parts = line[at : at + _HEADER].split(b'"', 4)
                    from_station, action = context.from_station, ""
                    if context.kind == CALL and len(parts) == 5:
                        action, only_station = actions.get(parts[3], ("", None))
                        from_station = only_station if from_station is None else from_station
                        fits = (
                            action
                            and parts[2] in _COMMAS
                            and from_station is not None
                            and (from_station is only_station or only_station is None)
                        )
                    else:
                        fits = context.kind != CALL and len(parts) > 2 and parts[2].startswith(_BEFORE_PAYLOAD)
                    time = layout.time(stamp) if fits and parts[0] in _OPENINGS else None
                    if time is not None and parts[1] and b"\\" not in parts[1]:
                        context.count += 1
                        context.from_csms += not from_station
                        context.skip, context.spaced = len(parts[0]) + 1 + len(parts[1]), parts[2] == b", "
                        if action and (
                            (from_station and needed_actions is not None and action not in needed_actions)
                            or (not from_station and not csms_requests_needed)
                        ):
                            continue
                        id_ = parts[1].decode("utf-8", "replace")
                        time += clock.day - offset
                        yield Message(
                            context.kind, id_, action, from_station, time, clock.era, context.source, number, line, at
                        )
                        # The caller may need other actions after this message.
                        if message_filter.requests_of_station is not needed_actions:
                            needed_actions = message_filter.requests_of_station
                            unneeded = self._unneeded_patterns(needed_actions)
                        continue
            # Anything else: a new context, an escape, a line without a frame. The thorough way uses the same clock.
            clock.last, clock.limit = last, limit
            yield from self._read_thoroughly(line, number)
            last, limit, reach = clock.last, clock.limit, self._reach
            needed_actions = message_filter.requests_of_station
            unneeded = self._unneeded_patterns(needed_actions)
        clock.last, clock.limit = last, limit

    def _unneeded_patterns(self, needed: frozenset[str] | None) -> tuple[tuple[bytes, ...], tuple[bytes, ...]]:
        """The text behind the id of each request of the station that nobody needs: without spaces, and with spaces.

        One comparison of bytes then skips most requests of a log.
        """
        patterns = self._patterns.get(needed)
        if patterns is None:
            names = sorted(self._protocol.from_station - needed, key=_most_frequent_first) if needed is not None else []
            patterns = (
                tuple(f'","{name}",'.encode() for name in names),
                tuple(f'", "{name}",'.encode() for name in names),
            )
            self._patterns[needed] = patterns
        return patterns

    def _read_all_thoroughly(self, lines: list[bytes]) -> Iterator[Message]:
        first = self._lines + 1
        self._lines += len(lines)
        for number, line in enumerate(lines, first):
            yield from self._read_thoroughly(line, number)

    def _read_thoroughly(self, line: bytes, number: int) -> Iterator[Message]:
        for first, text in self._joiner.add(number, line):
            if (message := self._read_line(text, first)) is not None:
                yield message

    def _read_line(self, line: bytes, number: int) -> Message | None:
        """The thorough way: the message of a line, or None if it has none that the filter needs."""
        if line is TOO_LONG:
            return self._reject("too-long", number)
        located = locate_frame(line)
        if located is None:
            self._tally.notice("no-frame", number)
            self._above = (number, line)
            return None
        frame, prefix, in_line = located
        stamp = find_stamp(prefix, day_first=self._sample.day_first)
        if stamp is None and self._above[0] == number - 1:
            # Some loggers write time and direction in a line of their own, above the frame.
            prefix, in_line = self._above[1] + b" " + prefix, False
            stamp = find_stamp(prefix, day_first=self._sample.day_first)
        if stamp is None:
            return self._reject("no-time", number, prefix, frame)
        time = self._advance_clock(stamp, line, number, in_line=in_line)
        return self._read_frame(line, frame, prefix, stamp if in_line else None, time, number)

    def _advance_clock(self, stamp: Stamp, line: bytes, number: int, *, in_line: bool) -> int:
        clock, layout = self._clock, self._layout
        clock.catch_up(layout)
        time = clock.advance(stamp.time - (stamp.offset or 0), number, dated=stamp.dated, zone=stamp.offset is not None)
        if in_line and layout is not None and layout.fits(stamp) and line.startswith(layout.before):
            clock.expect_within_hour(line[: stamp.end], layout)
        else:
            clock.expect_any()
        self._resolution = max(self._resolution, stamp.resolution)
        self._zone = self._zone and stamp.offset is not None
        return time

    def _read_frame(
        self, line: bytes, frame: Frame, prefix: bytes, stamp: Stamp | None, time: int, number: int
    ) -> Message | None:
        """The message of a frame that has a time. ``stamp`` is None if it is not in the line itself."""
        debug = WEBSOCKETS.search(prefix) is not None
        if not debug and not self._sample.other_logger:
            # Up to here the debug lines were the only source; from here on they repeat what another logger writes.
            self._sample.other_logger = True
            self._forget_contexts()
        repeats = debug and self._sample.other_logger
        if frame.fault and not repeats:
            if not frame.id:
                return self._reject(frame.fault, number, prefix, frame)
            self._tally.notice(frame.fault, number)
        word = word_in(prefix)
        only_station = self._protocol.only_station_sends(frame.action)
        from_station = self._sender(word, only_station if frame.kind == CALL else None)
        if repeats:
            self._remember_context(line, frame, prefix, stamp, from_station, repeats=True)
            self._tally.notice("repeated", number)
            return None
        if frame.kind == CALL:
            if frame.action and frame.action.encode() not in self._actions:
                self._tally.notice("unknown-action", number)
            if only_station is not None and from_station is not None and from_station is not only_station:
                return self._reject("contradiction", number, prefix, frame)
            from_station = only_station if from_station is None else from_station
            if from_station is None:
                return self._reject("no-direction", number, prefix, frame)
        self._tally.add_frames(frame.kind == CALL, from_station, name_layout(prefix))
        directions = self._sample.directions
        by_word = directions.from_station(word)
        if word is None or by_word is not None or directions.is_undecidable(word):
            # While the meaning of a word is open, its context must not be fixed.
            self._remember_context(line, frame, prefix, stamp, by_word, repeats=False)
        if not self._is_needed(frame, from_station):
            return None
        source, era = self._source(station_in(prefix)), self._clock.era
        return Message(
            frame.kind,
            frame.id,
            frame.action,
            from_station,
            time,
            era,
            source,
            number,
            frame.data,
            frame.at,
            not frame.fault,
        )

    def _sender(self, word: Word | None, only_station: bool | None) -> bool | None:
        """Who sent a frame, by its word. A request that only one side may send is evidence for a word's meaning."""
        directions = self._sample.directions
        from_station = directions.from_station(word)
        if word is not None and from_station is None and only_station is not None:
            directions.add_evidence(word, only_station)
        return from_station

    def _is_needed(self, frame: Frame, from_station: bool | None) -> bool:
        if frame.kind != CALL:
            return self._filter.needs_answers(from_station)
        if not from_station:
            return self._filter.requests_of_csms
        needed = self._filter.requests_of_station
        return needed is None or frame.action in needed or not frame.action

    def _reject(self, reason: str, number: int, prefix: bytes = b"", frame: Frame | None = None) -> Message:
        """Count a frame under the reason why it cannot be used, and report that there was one at this line.

        It might be the answer or the request that somebody waits for, so it must not go unseen.
        """
        self._tally.notice(reason, number)
        from_station = self._sample.directions.from_station(word_in(prefix)) if frame else None
        source = self._source(station_in(prefix))
        return Message(UNREADABLE, "", "", from_station, 0, self._clock.era, source, number, b"", 0, whole=False)

    def _source(self, station: str) -> Source:
        source = self._sources.get(station)
        if source is None:
            if len(self._sources) >= _MOST_STATIONS:
                return self._sources[next(reversed(self._sources))]
            secret = "@" in station or has_secret_shape(station)  # such as the address with user and password
            shown = SHOWN[Secret.HELD_BACK] if secret else station
            source = Source(self._first_source + len(self._sources), self._stream.name, shown)
            self._sources[station] = source
        return source

    def _remember_context(
        self,
        line: bytes,
        frame: Frame,
        prefix: bytes,
        stamp: Stamp | None,
        from_station: bool | None,
        *,
        repeats: bool,
    ) -> None:
        """Remember the text around a frame, so that the next frame like it is read quickly."""
        if stamp is None or not frame.bare or not stamp.fixed or len(frame.tail) > _LONGEST_TAIL:
            return
        if self._layout is None:
            self._layout = StampLayout(stamp, line[: stamp.start])
        layout = self._layout
        if not layout.fits(stamp) or line[: layout.start] != layout.before or frame.start + 4 > _FURTHEST:
            return
        if frame.kind not in (CALL, CALLRESULT) or (frame.fault and not repeats):
            return
        self._reach = max(self._reach, frame.start + 4)
        if len(self._contexts) >= _MOST_CONTEXTS:
            self._forget_contexts()
        # A frame that is repeated is not used, so it may be cut off.
        end = b"" if repeats else b"}]" + frame.tail
        source = self._source(station_in(prefix))
        key = line[layout.end : frame.start + 2]
        if key not in self._contexts:
            context = _Context(frame.kind, source, from_station, end, name_layout(prefix))
            context.repeats = repeats
            if frame.kind == CALL:
                needed = from_station is not False or self._filter.requests_of_csms
            else:
                needed = self._filter.needs_answers(from_station)
            context.unneeded = repeats or not needed
            self._contexts[key] = context

    def _forget_contexts(self) -> None:
        """Forget all contexts after counting their frames."""
        for context in self._contexts.values():
            is_request, count = context.kind == CALL, context.count
            if context.repeats:
                self._tally.notice("repeated", 0, count)
            elif is_request and context.from_station is None:
                self._tally.add_frames(True, False, context.layout, context.from_csms)
                self._tally.add_frames(True, True, context.layout, count - context.from_csms)
            else:
                self._tally.add_frames(is_request, context.from_station, context.layout, count)
        self._contexts.clear()

    def statistics(self) -> LogStatistics:
        """The counts, after the log was read to its end."""
        self._forget_contexts()
        clock, directions, tally = self._clock, self._sample.directions, self._tally
        if clock.disorder:
            tally.notice("out-of-order", clock.first_disorder, clock.disorder)
        frames = tally.frames
        return LogStatistics(
            file=self._stream.name,
            sha256=self._stream.sha256,
            lines=self._lines,
            frames=sum(frames.values()),
            layouts={name: count for name, count in tally.layouts.most_common() if count},
            direction=directions.describe(),
            logged_by=directions.logged_by,
            resolution=self._resolution,
            zone=self._zone,
            stations=tuple(source.station for source in self._sources.values()),
            requests_of_station=frames[True, True],
            requests_of_csms=frames[True, False],
            answers_of_station=frames[False, True],
            answers_of_csms=frames[False, False],
            answers_of_either=frames[False, None],
            noticed=tally.noticed,
            clock_steps=clock.count,
            steps=tuple(clock.steps),
        )


def _most_frequent_first(name: str) -> tuple[bool, str]:
    """Sorts the two requests that stations send most often before the others."""
    return name not in ("MeterValues", "Heartbeat"), name
