"""Messages of OCPP-J from logs (9.2.2), whichever software wrote them: any layout of time, direction and frame.

The thorough way is a chain of stages. Each passes a frame on, or counts it under the reason why it cannot be used:

    line → piece: the text in the line's JSON, if the log has such lines       (sample.py, envelopes.py)
    pieces → piece: lines that belong together                                  (joining.py)
    piece → located frames: all frames in it, with what is around each          (envelopes.py, frames.py)
    located frame → message: time, direction, station                           (sample.py, directions.py, stations.py)
    messages → message: once, even if it was written twice                      (repetition.py)
    message → the caller, or not needed

Before, a sample of the log's beginning shows what its lines are like. If the newest line comes first, the located
frames are turned round.

The quick way is for the most frequent lines: one frame, bare, behind a time of fixed form. The thorough way remembers
the text around such a frame, without the time, as a :class:`_Context`. Of lines with a known context the quick way
reads only the header of the frame, and only if the message filter needs the message. Whatever it does not expect, it
leaves to the thorough way.

Each frame ends in one place (:class:`~certkit.logs.tally.Tally`): it is used, not needed, or left out for a reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, count
from typing import BinaryIO

from certkit.errors import UnreadableFile
from certkit.logs.clock import Clock
from certkit.logs.envelopes import Located
from certkit.logs.files import TOO_LONG, LogFiles, LogStream, blocks_of_lines
from certkit.logs.frames import LIKE_FRAME, read_frame
from certkit.logs.joining import Joiner, Piece
from certkit.logs.layout import StampLayout, name_layout
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
from certkit.logs.other_versions import OTHER_ACTIONS
from certkit.logs.repetition import MOST_BYTES, NEAR, SAME_LOGGER, Repetitions, canonical
from certkit.logs.sample import BLOCKS, FRAMES, Entry, LogSample, Timed, stamp_in_line, universal, with_above
from certkit.logs.tally import Tally
from certkit.text.secrets import SHOWN, Secret, has_secret_shape

_MOST_CONTEXTS, _MOST_STATIONS, _MOST_CLOCKS = 4096, 10_000, 1000
_REACH, _FURTHEST = 256, 4096
"""How far into a line the quick way looks for a frame: at first, and at most."""
_HEADER = 320
"""Bytes that hold the header of a frame: its kind, its id, and the action."""
_LONGEST_TAIL = 64
_MOST_TURNED = 1 << 27
"""Bytes of frames that are kept to turn a log round."""
_MOST_RECENT = 2048
_OPENINGS, _COMMAS, _BEFORE_PAYLOAD = (b"[2,", b"[2, ", b"[3,", b"[3, "), (b",", b", "), (b",{", b", {")
_SOAP = re.compile(rb"<(?:[\w-]+:)?Envelope\b[^>]*(?:soap|ocpp)", re.IGNORECASE)
_ANOTHER = re.compile(rb"\[\s*[2-6]\s*,")


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
        return self.messages_of(self.files)

    def messages_of(self, streams: Iterable[LogStream]) -> Iterator[Message]:
        """The messages of logs that are open already."""
        sources, eras = 0, count()
        for stream in streams:
            reader = LogReader(stream, self._protocol, self._filter, sources, eras)
            yield from reader
            self.statistics.append(reader.statistics())
            sources += reader.sources


class _Context:
    """What follows for a frame from the text around it, and how many frames had it.

    Attributes:
        end: what every line with this context ends in.
        from_station: who sends such a frame, by the direction words; None if they do not tell.
        used: how many of the frames were passed on.
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
        "skip",
        "source",
        "spaced",
        "unneeded",
        "used",
        "used_from_csms",
    )

    def __init__(self, kind: int, source: Source, from_station: bool | None, end: bytes, layout: str) -> None:
        self.kind, self.source, self.from_station, self.end, self.layout = kind, source, from_station, end, layout
        self.count = self.used = self.used_from_csms = self.skip = self.from_csms = 0
        self.spaced = self.unneeded = False


class LogReader:
    """The messages of one log that a filter needs, and the statistics of the log.

    Attributes:
        sources: how many stations it has.
    """

    def __init__(
        self,
        stream: LogStream,
        protocol: Protocol,
        message_filter: MessageFilter,
        first_source: int,
        eras: Iterator[int],
    ) -> None:
        self._stream = stream
        self._protocol = protocol
        self._filter = message_filter
        self._actions = {name.encode(): (name, protocol.only_station_sends(name)) for name in protocol.actions}
        self._first_source = first_source
        self._sources: dict[str, Source] = {}
        self._eras = eras
        self._clock = Clock(eras)
        self._clocks: dict[str, Clock] = {}
        self._tally = Tally()
        self._contexts: dict[bytes, _Context] = {}
        self._patterns: dict[frozenset[str] | None, tuple[tuple[bytes, ...], tuple[bytes, ...]]] = {}
        self._layout: StampLayout | None = None
        self._sample = LogSample(protocol, stream.name)
        self._joiner = Joiner()
        self._repetitions = Repetitions()
        self._same_logger = SAME_LOGGER
        self._recent: dict[tuple[str, int, bool | None, int], Message] = {}
        self._recent_bytes = 0
        self._above: tuple[int, bytes] = (0, b"")
        self._lines = 0
        self._reach = _REACH
        self._resolutions: set[int] = set()
        self._zone = True

    @property
    def sources(self) -> int:
        return len(self._sources)

    def __iter__(self) -> Iterator[Message]:
        blocks = blocks_of_lines(self._stream)
        sampled: list[list[bytes]] = []
        frames = 0
        for lines in blocks:
            sampled.append(lines)
            frames += sum(LIKE_FRAME.search(line) is not None for line in lines)
            if frames >= FRAMES or len(sampled) >= BLOCKS:
                break
        sample = self._sample
        sample.look(list(chain.from_iterable(sampled)))
        self._use_sample()
        quick = self._can_be_quick()
        sample.forget_entries()
        if quick:
            self._layout = sample.layout
            for lines in chain(sampled, blocks):
                yield from self._read_quickly(lines)
                if len(self._recent) > _MOST_RECENT or self._recent_bytes > MOST_BYTES:
                    self._recent.clear()
                    self._recent_bytes = 0
            for entry in self._joined(self._joiner.release()):
                yield from self._read_entry(entry, quick=True)
            return
        entries = chain(
            self._joined(chain.from_iterable(self._read_lines(lines) for lines in chain(sampled, blocks))),
            self._joined(self._released()),
        )
        for entry in self._turned(entries) if sample.newest_first else entries:
            yield from self._read_entry(entry, quick=False)
        for message in self._repetitions.finish():
            yield from self._pass_on(message)
        self._count_repeated()

    def _use_sample(self) -> None:
        self._same_logger = NEAR if self._sample.is_coarse else SAME_LOGGER
        self._repetitions = Repetitions(self._same_logger)
        self._joiner = self._sample.joiner()

    def _released(self) -> Iterator[tuple[Piece, list[Located]]]:
        yield from self._joiner.release()

    def _can_be_quick(self) -> bool:
        """Whether the quick way can read lines of this log; if a frame is there twice, it cannot."""
        sample = self._sample
        if sample.layout is None or sample.path or sample.newest_first:
            return False
        trial = LogReader(self._stream, self._protocol, MessageFilter(), 0, count())
        trial._sample = sample
        trial._use_sample()
        for entry in sample.entries:
            for _ in trial._read_entry(entry, quick=False):
                pass
        return "repeated" not in trial._tally.noticed

    def _read_lines(self, lines: list[bytes]) -> Iterator[tuple[Piece, list[Located]]]:
        """The first stages: lines, pieces, and their frames."""
        first = self._lines + 1
        self._lines += len(lines)
        for number, line in enumerate(lines, first):
            if line is TOO_LONG:
                yield from self._joiner.release()
                yield Piece(number, TOO_LONG), []
            else:
                yield from self._joiner.add(self._sample.piece(line, number))

    def _joined(self, pieces: Iterable[tuple[Piece, list[Located]]]) -> Iterator[Entry]:
        """The pieces that have frames, or cannot be read; the others are counted."""
        for piece, located in pieces:
            if located or piece.text is TOO_LONG:
                yield with_above(piece, located, self._above)
                continue
            soap = _SOAP.search(piece.text)
            self._tally.notice("soap" if soap else "no-frame", piece.line)
            self._above = (piece.line, piece.text)

    def _turned(self, entries: Iterable[Entry]) -> Iterator[Entry]:
        """The entries in the order of time, of a log that begins with the newest."""
        kept, size = [], 0
        for entry in entries:
            size += len(entry.piece.text) + 500 + 1000 * len(entry.located)
            if size > _MOST_TURNED:
                raise UnreadableFile(
                    "the log begins with its newest line, and it is too long to be read backwards",
                    hint="write it with the oldest line first, such as with: tac FILE",
                    file=self._stream.name,
                )
            kept.append(entry)
        kept.reverse()
        yield from kept

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
        alone, recent, holds = _is_alone, self._recent, self._joiner.holds
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
                    at = _find_start(line, stamp_end, reach)
                    context = context_for(line[stamp_end : at + 2])
                    usual, other = at, usual
            # A line that does not end as the context wants may be cut off.
            if (
                context is not None
                and line.endswith(context.end)
                and not holds
                and ((bracket := line.find(b"[", at + 4)) < 0 or alone(line, bracket))
            ):
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
                        message = Message(
                            context.kind, id_, action, from_station, time, clock.era, context.source, number, line, at
                        )
                        key = (id_, context.source.number, from_station, context.kind)
                        if key in recent and self._is_recent(message):
                            context.count -= 1
                            context.from_csms -= not from_station
                            self._tally.leave_out("repeated", number)
                            continue
                        recent[key] = message
                        context.used += 1
                        context.used_from_csms += not from_station
                        yield message
                        # The caller may need other actions after this message.
                        if message_filter.requests_of_station is not needed_actions:
                            needed_actions = message_filter.requests_of_station
                            unneeded = self._unneeded_patterns(needed_actions)
                        continue
            # Anything else: a new context, an escape, a line without a frame. The thorough way uses the same clock.
            clock.last, clock.limit = last, limit
            yield from self._read_thoroughly(line, number)
            last, limit, reach, holds = clock.last, clock.limit, self._reach, self._joiner.holds
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

    def _read_thoroughly(self, line: bytes, number: int) -> Iterator[Message]:
        """The thorough way of a line that the quick way leaves."""
        if line is TOO_LONG:
            pieces: Iterable[tuple[Piece, list[Located]]] = chain(self._joiner.release(), [(Piece(number, line), [])])
        else:
            pieces = self._joiner.add(self._sample.piece(line, number))
        for entry in self._joined(pieces):
            yield from self._read_entry(entry, quick=True)

    def _read_entry(self, entry: Entry, *, quick: bool) -> Iterator[Message]:
        """The messages of an entry that the filter needs."""
        if entry.piece.text is TOO_LONG:
            self._tally.leave_out("too-long", entry.piece.line)
            yield self._unreadable(None, entry.piece.line, None)
            return
        for located, times in self._sample.in_order(entry):
            message = self._message(entry, located, times)
            if message is None:
                continue
            if not quick:
                for complete in self._repetitions.add(message, _logger(located)):
                    yield from self._pass_on(complete)
                self._count_repeated()
            elif message.is_damaged or not self._is_recent(message):
                yield from self._pass_on(message)
            else:
                self._tally.repeat(message)
            if quick and not message.kind:
                continue

    def _message(self, entry: Entry, located: Located, times: list[Timed]) -> Message | None:
        """The message of a frame; None for a frame that is left out and that nobody can be waiting for."""
        frame, number = located.frame, located.line or entry.piece.line
        tally, directions = self._tally, self._sample.directions
        if frame.fault == "other-version" or frame.action in OTHER_ACTIONS:
            tally.leave_out("other-version", number)
            return None
        words = self._sample.words_of(located)
        only_station = self._protocol.only_station_sends(frame.action) if frame.kind == CALL else None
        by_word = directions.from_station(words)
        if by_word is None and only_station is not None:
            directions.add(words, only_station)
        chosen = self._sample.choose(times)
        if chosen is None:
            tally.leave_out("no-time", number)
            return self._unreadable(located, number, by_word)
        time, era = self._advance_clock(chosen, entry, number)
        if frame.fault and (frame.fault != "shortened" or not frame.id):
            tally.leave_out(frame.fault, number)
            if frame.kind and frame.kind != CALL:
                return self._broken_answer(located, number, by_word, time, era)
            if frame.action and only_station:
                return self._make(located, number, True, time, era, whole=True)
            return self._unreadable(located, number, by_word)
        from_station = by_word
        if frame.kind == CALL:
            if only_station is not None and from_station is not None and from_station is not only_station:
                tally.leave_out("contradiction", number)
                return self._unreadable(located, number, by_word)
            from_station = only_station if from_station is None else from_station
            if from_station is None:
                tally.leave_out("no-direction", number)
                return self._unreadable(located, number, by_word)
            if frame.action and frame.action.encode() not in self._actions:
                tally.notice("unknown-action", number)
        for oddity in (*frame.oddities, *(["shortened"] if frame.fault else [])):
            tally.notice(oddity, number)
        tally.add_frames(frame.kind == CALL, from_station, name_layout(located))
        if by_word is not None or not words or directions.are_settled(words):
            # While the meaning of a word is open, its context must not be fixed.
            self._remember_context(entry, located, times, by_word)
        return self._make(located, number, from_station, time, era, whole=not frame.fault)

    def _make(
        self, located: Located, number: int, from_station: bool | None, time: int, era: int, *, whole: bool
    ) -> Message:
        frame, source = located.frame, self._source(self._sample.station_of(located))
        return Message(
            frame.kind, frame.id, frame.action, from_station, time, era, source, number, frame.data, frame.at, whole
        )

    def _broken_answer(
        self, located: Located, number: int, from_station: bool | None, time: int, era: int
    ) -> Message | None:
        """An answer that cannot be read. It concerns only the request with its id."""
        if not located.frame.id:
            return None
        return self._make(located, number, from_station, time, era, whole=True)

    def _unreadable(self, located: Located | None, number: int, from_station: bool | None) -> Message:
        """A frame that cannot be used. It might be the one that somebody waits for, so it must not go unseen."""
        source = self._source(self._sample.station_of(located) if located else "")
        return Message(UNREADABLE, "", "", from_station, 0, self._clock.era, source, number, b"", 0, whole=False)

    def _advance_clock(self, chosen: Timed, entry: Entry, number: int) -> tuple[int, int]:
        """The time and the era. Times at another place than most are of a clock of their own."""
        stamp = chosen.stamp
        self._resolutions.add(stamp.resolution)
        self._zone = self._zone and stamp.offset is not None
        if chosen.place != self._sample.time_place:
            self._tally.notice("other-time", number)
            place = chosen.place if len(self._clocks) < _MOST_CLOCKS or chosen.place in self._clocks else ""
            clock = self._clocks.setdefault(place, Clock(self._eras))
            time = clock.advance(universal(stamp), number, dated=stamp.dated, zone=stamp.offset is not None)
            return time, clock.era
        clock, layout = self._clock, self._layout
        clock.catch_up(layout)
        time = clock.advance(universal(stamp), number, dated=stamp.dated, zone=stamp.offset is not None)
        line = entry.piece.text
        if (
            entry.piece.in_line
            and layout is not None
            and layout.fits(stamp)
            and line.startswith(layout.before)
            and layout.time(line[: stamp.end]) == stamp.time
        ):
            clock.expect_within_hour(line[: stamp.end], layout)
        else:
            clock.expect_any()
        return time, clock.era

    def _pass_on(self, message: Message) -> Iterator[Message]:
        """The message, if the filter needs it."""
        if message.is_damaged:
            yield message
        elif self._is_needed(message):
            self._tally.use(message.kind == CALL, message.from_station)
            yield message

    def _is_needed(self, message: Message) -> bool:
        if message.kind != CALL:
            return self._filter.needs_answers(message.from_station)
        if not message.from_station:
            return self._filter.requests_of_csms
        needed = self._filter.requests_of_station
        return needed is None or message.action in needed or not message.action

    def _count_repeated(self) -> None:
        for message in self._repetitions.repeated:
            self._tally.repeat(message)
        self._repetitions.repeated.clear()

    def _is_recent(self, message: Message) -> bool:
        """Whether the message repeats one that is near; if not, it is remembered."""
        key = (message.id, message.source.number, message.from_station, message.kind)
        before = self._recent.get(key)
        near = before is not None and abs(before.time - message.time) <= self._same_logger
        if before is None or not near or canonical(before) != canonical(message):
            self._recent[key] = message
            self._recent_bytes += len(message.data)
            return False
        return True

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

    def _remember_context(self, entry: Entry, located: Located, times: list[Timed], from_station: bool | None) -> None:
        """Remember the text around a frame, so that the next frame like it is read quickly."""
        layout, frame = self._layout, located.frame
        if layout is None or frame.kind not in (CALL, CALLRESULT) or frame.fault or frame.oddities:
            return
        stamp = stamp_in_line(entry, times, self._sample.day_first)
        if stamp is None or times[0].place != self._sample.time_place or not layout.fits(stamp):
            return
        line = entry.piece.text
        match = LIKE_FRAME.search(line)
        start = match.start() if match else _FURTHEST
        if line[: layout.start] != layout.before or start + 4 > _FURTHEST:
            return
        bare = read_frame(line, start)
        tail = line[bare.end :]
        if bare.fault or bare.kind != frame.kind or bare.id != frame.id or len(tail) > _LONGEST_TAIL:
            return
        self._reach = max(self._reach, start + 4)
        if len(self._contexts) >= _MOST_CONTEXTS:
            self._forget_contexts()
        source = self._source(self._sample.station_of(located))
        key = line[layout.end : start + 2]
        if key not in self._contexts:
            context = _Context(frame.kind, source, from_station, b"}]" + tail, name_layout(located))
            if frame.kind == CALL:
                needed = from_station is not False or self._filter.requests_of_csms
            else:
                needed = self._filter.needs_answers(from_station)
            context.unneeded = not needed
            self._contexts[key] = context

    def _forget_contexts(self) -> None:
        """Forget all contexts after counting their frames."""
        tally = self._tally
        for context in self._contexts.values():
            is_request, number, used = context.kind == CALL, context.count, context.used
            if is_request and context.from_station is None:
                tally.add_frames(True, False, context.layout, context.from_csms)
                tally.add_frames(True, True, context.layout, number - context.from_csms)
                tally.use(True, False, context.used_from_csms)
                tally.use(True, True, used - context.used_from_csms)
            else:
                tally.add_frames(is_request, context.from_station, context.layout, number)
                tally.use(is_request, context.from_station, used)
        self._contexts.clear()

    def statistics(self) -> LogStatistics:
        """The counts, after the log was read to its end."""
        self._forget_contexts()
        clock, directions, tally = self._clock, self._sample.directions, self._tally
        clocks = [clock, *self._clocks.values()]
        for each in clocks:
            if each.disorder:
                tally.notice("out-of-order", each.first_disorder, each.disorder)
        frames = tally.frames
        # The last digits of a fraction may be left out where they are zero.
        coarsest = min if len(self._resolutions) > 2 else max
        return LogStatistics(
            file=self._stream.name,
            sha256=self._stream.sha256,
            lines=self._lines,
            frames_found=sum(frames.values()) + sum(tally.left_out.values()),
            frames=sum(frames.values()),
            frames_used=sum(tally.used.values()),
            frames_not_needed=tally.not_needed,
            frames_left_out=dict(tally.left_out),
            layouts={name: count for name, count in tally.layouts.most_common() if count},
            direction=directions.describe(),
            logged_by=directions.logged_by,
            time=self._sample.time_place,
            newest_first=self._sample.newest_first or self._sample.newest_first_inside,
            resolution=coarsest(self._resolutions, default=0),
            zone=self._zone,
            stations=tuple(source.station for source in self._sources.values()),
            requests_of_station=frames[True, True],
            requests_of_csms=frames[True, False],
            answers_of_station=frames[False, True],
            answers_of_csms=frames[False, False],
            answers_of_either=frames[False, None],
            noticed=tally.noticed,
            clock_steps=sum(each.count for each in clocks),
            steps=tuple(sorted((step for each in clocks for step in each.steps), key=lambda step: step.line)),
        )


def _is_alone(line: bytes, bracket: int) -> bool:
    """Whether no frame begins at this bracket, or after it. Most brackets in payloads are those of lists of objects."""
    while bracket >= 0 and line[bracket + 1 : bracket + 2] == b"{":
        bracket = line.find(b"[", bracket + 2)
    return bracket < 0 or _ANOTHER.search(line, bracket) is None


def _find_start(line: bytes, begin: int, end: int) -> int:
    """Where the first frame begins, or -1."""
    at = line.find(b"[2,", begin, end)
    return at if at >= 0 else line.find(b"[3,", begin, end)


def _logger(located: Located) -> object:
    """What tells two loggers apart that write the same frame: the text around it, without numbers."""
    keys = tuple(tuple(key for key, _ in layer.fields) for layer in located.layers)
    return re.sub(rb"\d+", b"0", located.before[-200:]), keys


def _most_frequent_first(name: str) -> tuple[bool, str]:
    """Sorts the two requests that stations send most often before the others."""
    return name not in ("MeterValues", "Heartbeat"), name
