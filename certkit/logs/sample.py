"""What the beginning of a log shows about the whole of it, before it is read.

It shows which text of its JSON lines has the frames, what the words for the direction mean, where the names of the
stations and the times are, whether the newest line comes first, and whether frames are written more than once.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from certkit.logs.directions import Directions, Parties, Word, words_of
from certkit.logs.envelopes import Layer, Located, Path, frames_in, paths_of_open_frames, unwrap
from certkit.logs.frames import LIKE_FRAME
from certkit.logs.joining import Joiner, Piece
from certkit.logs.layout import StampLayout
from certkit.logs.model import CALL, Protocol
from certkit.logs.stations import Stations
from certkit.logs.times import DAY, SECOND, Stamp, stamps_in

FRAMES, BLOCKS = 250, 16
"""The sample ends with so many frames, or after so many blocks of lines."""
_TIME_KEY = re.compile(
    r"(?:^|[._@-])(?:_?time|timestamp|ts|tsns|datetime|date_?time|date|t|asctime|log_?time|event_?time|time_?stamp|"
    r"timemillis|timegenerated|_source_realtime_timestamp|__realtime_timestamp|written|at|when|\$date|epoch(?:_?(?:ms|millis))?)$",
    re.IGNORECASE,
)
_LATE_KEY = re.compile(
    r"ingest|received?|receiving|index|collect|observ|expir|start|boot|monoton|uptime|modified|updated|sort|duration|interval|offset",
    re.IGNORECASE,
)
_HEADING = re.compile(rb"\"?[\w @./()-]+\"?(?:[,;\t]\"?[\w @./()-]*\"?)+$")
"""The first line of a table: names, and no brackets."""
_DIGITS = re.compile(rb"\d+")
_QUARTER = 900 * SECOND
_WIDEST, _LONGEST_ABOVE, _FURTHEST, _MOST_CHOICES, _MOST_STAMPS = 80, 1 << 12, 1 << 13, 4096, 16


class Entry(NamedTuple):
    """A line, or lines that belong together, with its frames."""

    piece: Piece
    located: list[Located]


class Timed(NamedTuple):
    """A stamp that may be the time of a frame. ``place`` tells the places of a layout apart."""

    place: str
    stamp: Stamp


def with_above(piece: Piece, located: list[Located], above: tuple[int, bytes]) -> Entry:
    """The entry; some loggers write time and direction in a line of their own, above the frame."""
    number, text = above
    if located and number == piece.line - 1 and 0 < len(text) <= _LONGEST_ABOVE and _begins_above(located[0], text):
        before = located[0].before
        first = located[0]._replace(before=text + b" ", earlier=text + b" ")
        if not _DIGITS.sub(b"0", text).startswith(_DIGITS.sub(b"0", before)):
            first = first._replace(before=text + b" " + before, earlier=text + b" " + before)
        located = [first, *(one._replace(earlier=first.earlier) for one in located[1:])]
        piece = piece._replace(in_line=False)
    return Entry(piece, located)


def _begins_above(located: Located, above: bytes) -> bool:
    """Whether the line above belongs to the frame: the frame has no time, or the other line has the same and more."""
    if not times_of(located, day_first=True):
        return True
    before = located.before
    if not _DIGITS.sub(b"0", above).startswith(_DIGITS.sub(b"0", before)):
        return False
    return len(stamps_in(above)) > len(stamps_in(before))


def times_of(located: Located, *, day_first: bool) -> list[Timed]:
    """The stamps around a frame, the nearest first."""
    before = located.before
    own = stamps_in(before, day_first=day_first)
    if not own and located.earlier != before:
        before = located.earlier
        own = stamps_in(before, day_first=day_first)
    after = located.after if located.last or not own else b""
    times = _around("", before, own, after, day_first)
    for depth, layer in enumerate(located.layers, 1):
        times += _in_layer(depth, layer, day_first)
    return times


def _around(place: str, before: bytes, own: Sequence[Stamp], after: bytes, day_first: bool) -> list[Timed]:
    """The stamps before and after, by how near they are."""
    nearest = enumerate(reversed(own[-_MOST_STAMPS:]), 1)
    near = [(len(before) - stamp.end, Timed(f"{place}before {n}", stamp)) for n, stamp in nearest]
    if after:
        stamps = stamps_in(after, day_first=day_first)[:_MOST_STAMPS]
        near += [(stamp.start, Timed(f"{place}after {n}", stamp)) for n, stamp in enumerate(stamps, 1)]
    return [timed for _, timed in sorted(near, key=lambda pair: pair[0])]


@lru_cache(maxsize=64)
def _in_layer(depth: int, layer: Layer, day_first: bool) -> tuple[Timed, ...]:
    """The stamps around the text that has a frame; the same object may have very many frames."""
    times: list[tuple[int, Timed]] = []
    fields = dict(layer.fields)
    for key, value in layer.fields:
        if len(value) > _WIDEST:
            continue
        late, known = bool(_LATE_KEY.search(key)), bool(_TIME_KEY.search(key))
        last = key.rpartition(".")[2]
        if last == "epochSecond":
            value = f"{value}.{fields.get(key[: -len(last)] + 'nanoOfSecond', '0').zfill(9)}"
            known = True
        elif last == "nanoOfSecond":
            continue
        text = value.encode("utf-8", "replace")
        stamps = stamps_in(text, day_first=day_first)
        if not stamps or not (known or late or key.isdigit() or (stamps[0].dated and not stamps[0].numeric)):
            continue
        if stamps[0].numeric and not (known or late or key.isdigit()):
            continue
        times.append((2 if late else 0 if known else 1, Timed(f"{depth}.{key}", stamps[0])))
    ordered = [timed for _, timed in sorted(times, key=lambda each: each[0])]
    own = stamps_in(layer.before, day_first=day_first)
    return (*ordered, *_around(f"{depth} ", layer.before, own, layer.after, day_first))


def universal(stamp: Stamp) -> int:
    """The time in UTC; on the log's own clock without a zone."""
    return stamp.time - (stamp.offset or 0)


class LogSample:
    """What the beginning of a log shows.

    Attributes:
        path: the keys that lead to the text with the frames in its JSON lines; None if it has none.
        newest_first: whether the newest line comes first.
        entries: the lines of the sample with their frames.
        newest_first_inside: whether the newest entry of a JSON document comes first.
        repeats: whether frames are written more than once, or may be.
    """

    def __init__(self, protocol: Protocol, name: str = "") -> None:
        self._name = name
        self._protocol = protocol
        self.directions = Directions()
        self.stations = Stations()
        self.parties = Parties()
        self.newest_first_inside = False
        self.entries: list[Entry] = []
        self._times: dict[int, list[Timed]] = {}
        self.path: Path | None = None
        self.day_first = True
        self.newest_first = self.repeats = False
        self.layout: StampLayout | None = None
        self.time_place = ""
        self._is_table = False
        self._resolution: dict[str, int] = {}
        self._differences: dict[tuple[str, str], list[int]] = {}
        self._choices: dict[tuple[str, ...], int] = {}

    def look(self, lines: Sequence[bytes]) -> None:
        """Look at the beginning of the log."""
        self._is_table = bool(lines) and _HEADING.match(lines[0].strip()) is not None
        self._find_path(lines)
        self.entries = entries = self._entries(lines)
        self._look_at_times(entries)
        self._look_at_order(entries)
        frames = [located for entry in entries for located, _ in self.in_order(entry)[:FRAMES]]
        if self.newest_first:
            frames = [located for entry in reversed(entries) for located, _ in self.in_order(entry)[:FRAMES]]
        self.parties.look(frames)
        words = [self.words_of(located) for located in frames]
        for located, around in zip(frames, words, strict=True):
            self.directions.add(around, self._only_station(located))
        times = [self.choose(self._times_of(located)) for located in frames]
        self.stations.look_at_twins(frames, [universal(time.stamp) if time else None for time in times])
        for weak in (False, True):
            for number, located in enumerate(frames):
                only = self._only_station(located)
                from_station = only if only is not None else self.directions.from_station(words[number])
                self.stations.add(number, located, from_station, self.parties.station_of(located), weak=weak)
            if self.stations.decide():
                break

    def words_of(self, located: Located) -> list[Word]:
        """The direction words around a frame."""
        word = self.parties.word_of(located)
        return [word, *words_of(located)] if word else words_of(located)

    def station_of(self, located: Located) -> str:
        """The name of the frame's station, or empty."""
        return self.stations.station_of(located, self.parties.station_of(located))

    def forget_entries(self) -> None:
        """Let go of the lines of the sample."""
        self.entries.clear()
        self._times.clear()

    def _times_of(self, located: Located) -> list[Timed]:
        times = self._times.get(id(located)) if self.entries else None
        return times_of(located, day_first=self.day_first) if times is None else times

    def in_order(self, entry: Entry) -> list[tuple[Located, list[Timed]]]:
        """The frames of an entry with their times: those of a JSON document in the order of time."""
        frames = [(one, self._times_of(one)) for one in entry.located]
        if len(frames) < 2 or not all(one.layers for one in entry.located):
            return frames
        chosen = [self.choose(times) for _, times in frames]
        stamps = [timed.stamp for timed in chosen if timed is not None]
        order = [universal(stamp) for stamp in stamps]
        if len(order) < len(frames):
            return frames
        if _are_descending(order) or _are_descending([universal(times[-1].stamp) for _, times in frames]):
            self.newest_first_inside = True
            frames.reverse()
            order.reverse()
        if all(stamp.offset is not None for stamp in stamps) or self._have_one_clock(frames):
            frames = [frames[n] for n in sorted(range(len(frames)), key=order.__getitem__)]
        return frames

    def _have_one_clock(self, frames: list[tuple[Located, list[Timed]]]) -> bool:
        """Whether times without a zone run like times with one around them, so that they can be put in order."""
        differences = []
        for _, times in frames:
            chosen = self.choose(times)
            zoned = next((timed for timed in times if timed.stamp.offset is not None), None)
            if chosen is None or zoned is None or not chosen.stamp.dated:
                return False
            differences.append(universal(zoned.stamp) - universal(chosen.stamp))
        return max(differences) - min(differences) < _QUARTER

    def _only_station(self, located: Located) -> bool | None:
        frame = located.frame
        return self._protocol.only_station_sends(frame.action) if frame.kind == CALL else None

    def _find_path(self, lines: Sequence[bytes]) -> None:
        paths: Counter[Path | None] = Counter()
        for line in lines:
            if LIKE_FRAME.search(line):
                paths.update(located.path for located in frames_in(line)[:FRAMES])
                if paths.total() >= FRAMES:
                    break
        if not paths:
            # Each line of a frame may be in a JSON object of its own, so that no line has the beginning of a frame.
            for line in lines[: 20 * FRAMES]:
                if line.lstrip().startswith(b"{"):
                    paths.update(paths_of_open_frames(line))
        if paths:
            path, count = paths.most_common(1)[0]
            self.path = path if path and count * 2 > paths.total() else None

    def piece(self, line: bytes, number: int) -> Piece:
        """The line, or the text in it that has the frames."""
        inner = unwrap(line, self.path) if self.path else None
        return Piece(number, *inner, in_line=False) if inner else Piece(number, line)

    def joiner(self) -> Joiner:
        """What puts lines of this log together."""
        return Joiner(self._name, cells=self._is_table)

    def _entries(self, lines: Sequence[bytes]) -> list[Entry]:
        joiner, entries, frames = self.joiner(), list[Entry](), 0
        above = (0, b"")
        for number, line in enumerate(lines, 1):
            for piece, located in joiner.add(self.piece(line, number)):
                if located:
                    entries.append(with_above(piece, located, above))
                    frames += len(located)
                else:
                    above = (piece.line, piece.text)
            if frames >= FRAMES:
                return entries
        entries += [Entry(piece, located) for piece, located in joiner.release() if located]
        return entries

    def _look_at_times(self, entries: Iterable[Entry]) -> None:
        month_first = 0
        all_times = []
        for entry in entries:
            for located in entry.located[:FRAMES]:
                times = times_of(located, day_first=True)
                all_times.append((entry, located, times))
                for timed in times:
                    month_first += (timed.stamp.second > 12) - (timed.stamp.first > 12)
        self.day_first = month_first <= 0
        stamps: dict[tuple[object, ...], tuple[Stamp, bytes]] = {}
        count: Counter[tuple[object, ...]] = Counter()
        places: Counter[str] = Counter()
        timed_frames: list[tuple[Entry, list[Timed]]] = []
        for entry, located, times in all_times:
            if not self.day_first:
                times = times_of(located, day_first=False)
            timed_frames.append((entry, times))
            self._times[id(located)] = times
            for timed in times:
                finest = self._resolution.get(timed.place, timed.stamp.resolution)
                self._resolution[timed.place] = min(finest, timed.stamp.resolution)
            for number, first in enumerate(times[:4]):
                for other in times[number + 1 : number + 6]:
                    differences = self._differences.setdefault((first.place, other.place), [])
                    differences.append(universal(other.stamp) - universal(first.stamp))
        for entry, times in timed_frames:
            chosen = self.choose(times)
            if chosen is None:
                continue
            places[chosen.place] += 1
            found = stamp_in_line(entry, times, self.day_first)
            if found is not None:
                line = entry.piece.text
                key = (line[: found.start], found.end, found.seconds_at, found.offset, found.numeric)
                stamps.setdefault(key, (found, line[: found.start]))
                count[key] += 1
        if count:
            self.layout = StampLayout(*stamps[count.most_common(1)[0][0]])
        self.time_place = places.most_common(1)[0][0] if places else ""

    @property
    def is_coarse(self) -> bool:
        """Whether the times are in whole seconds."""
        return self._resolution.get(self.time_place, 0) >= SECOND

    def choose(self, times: Sequence[Timed]) -> Timed | None:
        """The time of a frame: the one nearest to it, unless that is coarse and a finer one agrees with it."""
        if len(times) < 2:
            return times[0] if times else None
        places = tuple(timed.place for timed in times)
        choice = self._choices.get(places)
        if choice is None:
            if len(self._choices) >= _MOST_CHOICES:
                self._choices.clear()
            choice = self._choices[places] = self._choose(times)
        return times[choice]

    def _choose(self, times: Sequence[Timed]) -> int:
        start = 0
        dated = next((n for n, timed in enumerate(times) if timed.stamp.dated), -1)
        if dated > 0 and not self._run_together(times[0].place, times[dated].place):
            start = dated  # a time of day that does not run like the date next to it is something else
        if self._is_fine(times[start]):
            return start
        for number in range(start + 1, len(times)):
            if self._is_fine(times[number]) and self._within_second(times[start].place, times[number].place):
                return number
        return start

    def _is_fine(self, timed: Timed) -> bool:
        return self._resolution.get(timed.place, timed.stamp.resolution) < SECOND

    def _run_together(self, first: str, other: str) -> bool:
        differences = self._differences.get((first, other), [])
        if len(differences) < 2:
            return True
        base = differences[0]
        near = sum(abs((each - base + DAY // 2) % DAY - DAY // 2) < 5 * SECOND for each in differences)
        return near * 10 >= len(differences) * 8

    def _within_second(self, coarse: str, fine: str) -> bool:
        differences = self._differences.get((coarse, fine), [])
        near = sum(-SECOND // 10 <= (each + SECOND) % _QUARTER - SECOND < SECOND + SECOND // 10 for each in differences)
        return near * 10 >= len(differences) * 9

    def _look_at_order(self, entries: Sequence[Entry]) -> None:
        up = down = 0
        before: dict[str, int] = {}
        answered: set[str] = set()
        backward = forward = 0
        for entry in entries:
            for located in entry.located[:1] if len(entry.located) > 1 else entry.located:
                chosen = self.choose(self._times_of(located))
                if chosen is not None:
                    time = universal(chosen.stamp)
                    last = before.get(chosen.place, time)
                    up += time > last
                    down += time < last
                    before[chosen.place] = time
                frame = located.frame
                if frame.kind == CALL and frame.id in answered:
                    backward += 1
                elif frame.kind == CALL:
                    forward += 1
                elif frame.id:
                    answered.add(frame.id)
        self.newest_first = down > 2 * up and (down > 2 or backward > 0) and (backward >= 1 or down > 20)


def _are_descending(times: Sequence[int]) -> bool:
    up = sum(b > a for a, b in pairwise(times))
    return sum(b < a for a, b in pairwise(times)) > 2 * up


def stamp_in_line(entry: Entry, times: Sequence[Timed], day_first: bool) -> Stamp | None:
    """The time of the only frame of a line, if it is in front of the frame in the line itself and of a fixed form."""
    if not entry.piece.in_line or len(entry.located) != 1 or len(times) != 1:
        return None
    line = entry.piece.text
    match = LIKE_FRAME.search(line)
    if match is None or (match["quote"] or b"") != b'"' or match.start() > _FURTHEST:
        return None
    stamps = stamps_in(line[: match.start()], day_first=day_first)
    if len(stamps) != 1 or not stamps[0].fixed or universal(stamps[0]) != universal(times[0].stamp):
        return None
    return stamps[0]
