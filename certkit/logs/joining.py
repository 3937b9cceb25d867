"""Frames and JSON objects that go on in the next lines of a log, put together.

A frame may be pretty-printed, broken at a fixed width, or split by a container runtime; each line may begin with the
same text (time, container) as the first. So where a frame or a JSON object is open at the end of a line, the next
lines are held back as long as they continue it. What they turn out not to continue is read line by line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from certkit.errors import UnreadableFile
from certkit.logs.envelopes import Layer, Located, frames_in
from certkit.logs.frames import LIKE_FRAME

_OPENS = re.compile(rb"(?:^|[\s'\":=>|])\[\s*$")
_KIND = re.compile(rb"\s*[2-6]\s*,")
_STRING_END = re.compile(rb'(?:[^"\\]|\\.)*("?)', re.DOTALL)
_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*("?)|[\[\]{}]|[^\s\d,:.eE+\-truefalsn"\[\]{}]', re.DOTALL)
_STRING = re.compile(rb'"(?:[^"\\]|\\.)+"')
_BOUNDARY = re.compile(rb"[\s|\]]+|$")
_MOST_LINES, _MOST_BYTES = 20_000, 1 << 25
_CREDIT, _AGAIN, _LINE = 1 << 16, 2, 64
"""Work is bounded: lines are read again for so many bytes, and so often the bytes of the log. A line costs more."""
_CRI = re.compile(rb"\S+ std(?:out|err) ([PF]) ")
_PART = 1 << 14
"""How many bytes of a line a container runtime reads at once."""
_MOST_CELL_LINES = 20_000
_MOST_PREFIXES = 16
_INVALID = -2
_OPEN = -1


class Piece(NamedTuple):
    """A line, or its text without the JSON around it. ``in_line``: it is the line itself."""

    line: int
    text: bytes
    layers: tuple[Layer, ...] = ()
    in_line: bool = True


class _Scan:
    """How far a JSON value has been read: how deep it is nested, and whether in a text."""

    def __init__(self) -> None:
        self.depth = 0
        self.in_text = False
        self._rest = b""

    def copy(self) -> _Scan:
        other = _Scan()
        other.depth, other.in_text, other._rest = self.depth, self.in_text, self._rest
        return other

    def add(self, text: bytes) -> int:
        """The place at which the value ends, or whether it is open or cannot go on like this."""
        at, shift = 0, len(self._rest)
        text, self._rest = self._rest + text, b""
        if self.in_text:
            match = _STRING_END.match(text)
            if match is None or not match[1]:
                return self._in_text(text)
            at, self.in_text = match.end(), False
            if not self.depth:
                return at - shift
        for token in _TOKEN.finditer(text, at):
            first = token[0][:1]
            if first == b'"':
                if not token[1]:
                    return self._in_text(text)
            elif first in (b"[", b"{"):
                self.depth += 1
            elif first in (b"]", b"}"):
                self.depth -= 1
                if self.depth <= 0:
                    return token.end() - shift
            else:
                return _INVALID
        return _OPEN

    def _in_text(self, text: bytes) -> int:
        self.in_text = True
        backslashes = len(text) - len(text.rstrip(b"\\"))
        self._rest = b"\\" if backslashes % 2 else b""
        return _OPEN


class Joiner:
    """Puts lines together. ``holds`` tells whether lines are held back.

    Args:
        name: of the log.
        cells: whether the log is a table (CSV), whose quoted cells may have several lines.
    """

    def __init__(self, name: str = "", *, cells: bool = False) -> None:
        self._name = name
        self._cells = cells
        self._in_cell = False
        self._held: list[Piece] = []
        self._parts: list[bytes] = []
        self._scan = _Scan()
        self._size = 0
        self._is_document = self._only_bracket = self._in_parts = False
        self._prefix = b""
        self._credit = _CREDIT

    @property
    def holds(self) -> bool:
        return bool(self._held)

    def add(self, piece: Piece) -> Iterator[tuple[Piece, list[Located]]]:
        """The pieces to read now, each with its frames: this one, a joined one, or none."""
        self._credit += _AGAIN * (len(piece.text) + _LINE)
        yield from self._read([piece])

    def release(self) -> Iterator[tuple[Piece, list[Located]]]:
        """The lines held back, one by one, since the log ends."""
        while self._held:
            yield from self._read(*self._give_up())

    def _read(self, waiting: list[Piece], alone: int = 0) -> Iterator[tuple[Piece, list[Located]]]:
        """Read pieces, of which the first ones are read as they are: so many as ``alone`` says."""
        waiting.reverse()
        while waiting:
            piece = waiting.pop()
            if self._held:
                outcome = self._continue(piece)
                if outcome == _INVALID:
                    waiting.append(piece)
                    held, alone = self._give_up()
                    waiting += reversed(held)
                elif outcome != _OPEN:
                    yield self._joined()
                continue
            located = frames_in(piece.text, piece.layers)
            if alone > 0 or not self._begins(piece, located):
                yield piece, [one._replace(line=piece.line) for one in located]
            alone -= 1

    def _give_up(self) -> tuple[list[Piece], int]:
        """The lines held back, and how many of them are read alone: the first, or all if the credit is used up."""
        held, self._held, self._parts = self._held, [], []
        self._credit -= sum(len(piece.text) + _LINE for piece in held)
        return held, 1 if self._credit > 0 else len(held)

    def _begins(self, piece: Piece, located: list[Located]) -> bool:
        """Whether something begins in this line that the next lines may continue; it is then held back."""
        text = piece.text.rstrip(b"\r\n")
        begin = -1
        self._is_document = self._only_bracket = self._in_parts = False
        self._in_cell = self._cells and text.count(b'"') % 2 == 1
        if self._in_cell:
            self._held, self._parts, self._size = [piece], [text], len(text)
            return True
        if located:
            frame = located[-1].frame
            if frame.fault != "cut" and not (frame.fault == "malformed" and _is_part(piece)):
                return False
            match = None
            for match in LIKE_FRAME.finditer(text):  # noqa: B007 - the last one
                pass
            if match is None:  # each line of the frame has a prefix, in a text of JSON
                return False
            begin = match.start()
            brace = text.find(b"{", 0, begin)
            if (match["quote"] or match["after"] or b"").startswith(b"\\"):
                begin = brace if brace >= 0 else text.rfind(b'"', 0, begin)
                self._is_document = brace >= 0
            elif text.lstrip().startswith(b"{"):
                begin, self._is_document = brace, True
        elif _OPENS.search(text):
            begin, self._only_bracket = text.rindex(b"["), True
        elif text.lstrip().startswith((b"{", b"[{")):
            begin, self._is_document = text.index(b"{"), True
        if begin < 0:
            return False
        scan = _Scan()
        if scan.add(text[begin:]) != _OPEN:
            # Not JSON as it is, such as the cell of a table; a container runtime says that the line goes on.
            self._in_parts = bool(located) and _is_part(piece)
            if not self._in_parts:
                return False
        self._scan, self._held, self._parts = scan, [piece], [text]
        self._size, self._prefix = len(text), text[:begin]
        return True

    def _continue(self, piece: Piece) -> int:
        first = self._held[0]
        if bool(first.layers) != bool(piece.layers) or first.in_line is not piece.in_line:
            return _INVALID
        text = piece.text.rstrip(b"\r\n")
        if self._in_cell:
            if len(self._held) >= _MOST_CELL_LINES or self._size > _MOST_BYTES:
                return _INVALID
            self._held.append(piece)
            self._parts.append(b"\n" + text)
            self._size += len(text)
            return _OPEN if text.count(b'"') % 2 == 0 else 0
        if self._in_parts:
            rest = text[match.end() :] if piece.in_line and (match := _CRI.match(text)) else text
            if LIKE_FRAME.search(rest) or self._size > _MOST_BYTES:
                return _INVALID
            self._held.append(piece)
            self._parts.append(rest)
            self._size += len(rest)
            return _OPEN if _is_part(piece) else 0
        if not self._is_document and not self._scan.in_text and LIKE_FRAME.search(_STRING.sub(b'""', text)):
            return _INVALID
        if self._size + len(text) > _MOST_BYTES and self._is_document:
            raise UnreadableFile(
                f"a JSON document of more than {_MOST_BYTES >> 20} MB begins in line {first.line}",
                hint="write one entry to a line, such as with jq -c",
                file=self._name,
            )
        if self._size + len(text) > _MOST_BYTES or (len(self._held) >= _MOST_LINES and not self._is_document):
            return _INVALID
        for rest in self._without_prefix(text):
            if self._only_bracket and not _KIND.match(rest):
                continue
            scan = self._scan.copy()
            # A line that was broken within a text, a word or a number goes on without a space.
            broken = self._scan.in_text or (self._parts[-1][-1:].isalnum() and rest[:1].isalnum())
            part = rest if broken else b"\n" + rest
            outcome = scan.add(part)
            if outcome != _INVALID:
                self._parts.append(part)
                self._held.append(piece)
                self._scan, self._only_bracket = scan, False
                self._size += len(rest)
                return outcome
        return _INVALID

    def _without_prefix(self, text: bytes) -> Iterator[bytes]:
        for pattern in _prefix_patterns(self._prefix):
            if match := pattern.match(text):
                yield text[match.end() :]
        yield text

    def _joined(self) -> tuple[Piece, list[Located]]:
        first = self._held[0]
        text = b"".join(self._parts)
        self._held, self._parts = [], []
        located = frames_in(text, first.layers)
        places = [match.start() for match in LIKE_FRAME.finditer(text)]
        if len(places) != len(located):
            places = [0] * len(located)
        lines, line, before = [], first.line, 0
        for place in places:
            line += text.count(b"\n", before, place)
            lines.append(line)
            before = place
        located = [one._replace(line=line) for one, line in zip(located, lines, strict=True)]
        return first._replace(text=text, in_line=False), located


def _is_part(piece: Piece) -> bool:
    """Whether a container runtime split the line behind this text."""
    if piece.in_line:
        match = _CRI.match(piece.text)
        return match is not None and match[1] == b"P"
    return len(piece.text) == _PART and not piece.text.endswith(b"\n")


def _prefix_patterns(prefix: bytes) -> tuple[re.Pattern[bytes], ...]:
    """What each line may begin with, if the first begins with this: the longest first."""
    return _patterns(re.sub(rb"\d+", b"0", prefix)) if len(prefix) <= 400 else ()


@lru_cache(maxsize=256)
def _patterns(prefix: bytes) -> tuple[re.Pattern[bytes], ...]:
    ends = sorted({match.end() for match in _BOUNDARY.finditer(prefix)} - {0}, reverse=True)
    patterns = []
    for end in ends[:_MOST_PREFIXES] if len(ends) <= _MOST_PREFIXES else [*ends[:8], *ends[-8:]]:
        part = re.sub(rb"0+", rb"\\d+", re.escape(prefix[:end]))
        part = re.sub(rb"(?<=\\ )[PF](?=\\ $)", b"[PF]", part)
        patterns.append(re.compile(part))
    return tuple(patterns)
