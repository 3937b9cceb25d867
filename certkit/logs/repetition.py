"""Frames that a log has more than once, since two loggers wrote them or two hops passed them on.

The same frame is the same message if id, direction, payload and station agree and the times are near. A frame without
the name of a station may be that of any, but only once of each.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterator

from certkit.logs.model import Message
from certkit.logs.times import SECOND

NEAR, SAME_LOGGER = SECOND, SECOND // 10
"""Frames that are further apart are two messages: of two loggers, and of the same with times finer than a second."""
_QUARTER = 900 * SECOND
_MOST, _FEW, _MOST_TIMES = 512, 32, 16
MOST_BYTES = 1 << 26
"""Of messages that are kept to be compared with later ones; a line can be long."""


class _Group:
    """One message, and who wrote it: the loggers."""

    __slots__ = ("canonical", "loggers", "message", "number", "size", "times")

    def __init__(self, message: Message, logger: object, number: int) -> None:
        self.message, self.loggers, self.number = message, {logger}, number
        self.times = deque([(message.time, message.era)], maxlen=_MOST_TIMES)
        self.canonical: str | None = None
        self.size = len(message.data)


class Repetitions:
    """Finds the frames that repeat another. ``repeated`` are lines of those found since it was last emptied."""

    def __init__(self, same_logger: int = SAME_LOGGER) -> None:
        self._same_logger = same_logger
        self._groups: deque[_Group] = deque()
        self._by_key: dict[tuple[int, str], list[_Group]] = {}
        self._number = 0
        self._bytes = 0
        self.repeated: list[Message] = []

    def add(self, message: Message, logger: object) -> Iterator[Message]:
        """The messages that are complete now; those that may still be repeated come later."""
        self._number += 1
        key = (message.kind, message.id)
        group = self._group_of(message, logger, self._by_key.get(key, ())) if message.kind else None
        if group is None:
            group = _Group(message, logger, self._number)
            self._groups.append(group)
            self._bytes += group.size
            if message.kind:
                self._by_key.setdefault(key, []).append(group)
        else:
            kept, other = group.message, message
            if _quality(other) > _quality(kept):
                kept, other = other, kept
            if group.message is not kept:
                group.message, group.canonical = kept, None
            group.loggers.add(logger)
            group.times.append((message.time, message.era))
            self.repeated.append(other)
        while self._groups and (
            len(self._groups) > _MOST or self._bytes > MOST_BYTES or not self._may_come(self._groups[0], message)
        ):
            yield self._take()

    def finish(self) -> Iterator[Message]:
        """The rest."""
        while self._groups:
            yield self._take()

    def _take(self) -> Message:
        group = self._groups.popleft()
        self._bytes -= group.size
        message = group.message
        if message.kind:
            groups = self._by_key[message.kind, message.id]
            groups.remove(group)
            if not groups:
                del self._by_key[message.kind, message.id]
        return message

    def _may_come(self, group: _Group, message: Message) -> bool:
        """Whether this message is so near that the next may repeat the group's."""
        if not group.message.kind:
            return False
        return self._is_near(group, message)

    def _is_near(self, group: _Group, message: Message) -> bool:
        for time, era in group.times:
            if abs(time - message.time) <= NEAR:
                return True
            if era != message.era and self._number - group.number <= _FEW:
                # Two clocks: one of them may be without its zone.
                difference = (message.time - time) % _QUARTER
                if min(difference, _QUARTER - difference) <= NEAR:
                    return True
        return False

    def _group_of(self, message: Message, logger: object, groups: list[_Group] | tuple[()]) -> _Group | None:
        form = _Form(message)
        alike = [group for group in groups if self._is_near(group, message) and _is_same(group, form)]
        fresh = next((group for group in alike if logger not in group.loggers), None)
        if fresh is not None:
            return fresh
        for group in alike:
            if group.message.source is message.source and abs(group.message.time - message.time) <= self._same_logger:
                return group
        return None


def _quality(message: Message) -> tuple[bool, bool, bool]:
    return message.whole and bool(message.data), bool(message.source.station), message.from_station is not None


class _Form:
    """A message, and its payload in one form once that is needed: it may be compared with many groups."""

    __slots__ = ("canonical", "message")

    def __init__(self, message: Message) -> None:
        self.message = message
        self.canonical: str | None = None


def _form(of: _Group | _Form) -> str:
    if of.canonical is None:
        of.canonical = canonical(of.message)
    return of.canonical


def _is_same(group: _Group, form: _Form) -> bool:
    one, other = group.message, form.message
    if one.action != other.action and one.action and other.action:
        return False
    if None not in (one.from_station, other.from_station) and one.from_station is not other.from_station:
        return False
    if one.source is not other.source and one.source.station and other.source.station:
        return False
    if not one.whole or not other.whole:
        return True
    return one.data[one.at :] == other.data[other.at :] or _form(group) == _form(form)


def canonical(message: Message) -> str:
    """The payload in one form."""
    return json.dumps(message.payload(), sort_keys=True)
