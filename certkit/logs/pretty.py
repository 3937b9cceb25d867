"""Frames that are written over several lines, as pretty-printed JSON: put together again.

Such a frame begins with a bracket at the end of a line and the kind on the next, and ends with a bracket on a line of
its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_OPENS = re.compile(rb"(?:^|[\s'\"])\[\s*$")
_KIND = re.compile(rb"\s*[234]\s*,")
_CLOSES = re.compile(rb"\s*\][\s,;'\"}]*$")
_MOST = 20_000


class Joiner:
    """Holds back lines while they may be parts of a frame."""

    def __init__(self) -> None:
        self._held: list[tuple[int, bytes]] = []

    def take(self, number: int, line: bytes) -> Iterator[tuple[int, bytes]]:
        """The lines to be read now, each with its number: this one, one put together, or none."""
        if not self._held:
            if _OPENS.search(line):
                self._held.append((number, line))
            else:
                yield number, line
            return
        self._held.append((number, line))
        if (len(self._held) == 2 and not _KIND.match(line)) or len(self._held) > _MOST:
            yield from self.rest()
        elif _CLOSES.match(line) and self._indent(line) <= self._indent(self._held[1][1]) - 1:
            first, _ = self._held[0]
            text = b" ".join(part.strip(b" \t\r") if i else part.rstrip() for i, (_, part) in enumerate(self._held))
            self._held = []
            yield first, text

    def rest(self) -> Iterator[tuple[int, bytes]]:
        """What is held back, line by line, since it is no frame."""
        held, self._held = self._held, []
        yield from held

    @staticmethod
    def _indent(line: bytes) -> int:
        return len(line) - len(line.lstrip())
