"""The OCPP-J frame in a line of a log (OCPP-J 1.6, 4.2), however the logger wrote it.

It may be bare, text within JSON, or have doubled quotes as in CSV. It may be a value of a JSON object, or
pretty-printed over several lines. What begins like a frame but is none has a fault: cut off, shortened by the logger,
or malformed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from certkit.logs.model import CALL, CALLERROR, CALLRESULT, DECODER
from certkit.logs.times import find_stamp

_START = re.compile(rb'\[\s*([234])\s*,\s*(?:(\\")|("")(?!\s*,)|("))')
_ALMOST = re.compile(rb'\[\s*[234]\s*,\s*(?:$|\d+\s*,\s*["{])')
_ESCAPED = re.compile(rb'(?:[^"\\]|\\.)*')
_DOUBLED = re.compile(rb'(?:[^"]|"")*')
_HEADER = re.compile(rb'\[\s*[234]\s*,\s*"([^"\\]*)"\s*,\s*(?:"([^"\\]*)"(?=\s*,))?')
_ELLIPSES = (b"...", b"\xe2\x80\xa6")
WEBSOCKETS = re.compile(rb"[<>] (?:TEXT|BINARY) '$")
"""The text before a frame in the debug lines of the Python package websockets."""
_KEPT = 48
"""Characters that this package keeps of a long frame in front of the ellipsis."""
_TIMES = ("time", "timestamp", "ts", "@timestamp", "datetime", "date", "t", "created")

_OPENS = re.compile(rb"(?:^|[\s'\"])\[\s*$")
_KIND = re.compile(rb"\s*[234]\s*,")
_CLOSES = re.compile(rb"\s*\][\s,;'\"}]*$")
_MOST_LINES = 20_000


class Frame(NamedTuple):
    """A frame.

    Attributes:
        start: where in the line it begins.
        fault: ``malformed``, ``cut`` or ``shortened``; empty if it could be read. Of the frames with a fault only a
            shortened one may have kind and id.
        data: bytes that hold it.
        at: where in ``data`` it begins.
        tail: the text that follows it in the line.
        bare: it is in the line without any escape.
    """

    start: int
    fault: str
    kind: int = 0
    id: str = ""
    action: str = ""
    data: bytes = b""
    at: int = 0
    tail: bytes = b""
    bare: bool = True


class LocatedFrame(NamedTuple):
    """The frame of a line.

    Attributes:
        prefix: the text before it, or the other fields of the JSON object that has it.
        in_line: whether ``prefix`` is the beginning of the line itself.
    """

    frame: Frame
    prefix: bytes
    in_line: bool


def locate_frame(line: bytes) -> LocatedFrame | None:
    """The first frame of a line, or None if there is nothing like one."""
    frame = read_frame(line)
    if frame is None:
        return None
    prefix = line[: frame.start]
    if line.lstrip()[:1] == b"{" and not frame.fault:
        tail = frame.tail.strip(b'"} ,\r\t')
        if tail or find_stamp(prefix) is None:
            # A JSON object in which the time or the direction may come after the frame.
            from_object = _read_object(line)
            if from_object is not None:
                return from_object
    return LocatedFrame(frame, prefix, True)


def read_frame(line: bytes) -> Frame | None:
    """The first frame in a text, or None if there is nothing like one."""
    match = _START.search(line)
    if match is None:
        almost = _ALMOST.search(line)
        if almost is None:
            return None
        return Frame(almost.start(), "cut" if almost.end() == len(line.rstrip()) else "malformed")
    start = match.start()
    if match[4]:
        return _parse(start, line, start, bare=True)
    body = (_ESCAPED if match[2] else _DOUBLED).match(line, start)
    end = body.end() if body else len(line)
    if line[end : end + 1] != b'"':
        return Frame(start, "cut")
    try:
        text = json.loads(b'"' + line[start:end] + b'"').encode() if match[2] else line[start:end].replace(b'""', b'"')
    except (ValueError, RecursionError):
        return Frame(start, "malformed")
    return _parse(start, text, 0, bare=False)


def _parse(start: int, data: bytes, at: int, *, bare: bool) -> Frame:
    try:
        text = data[at:].decode("utf-8")
        frame, end = DECODER.raw_decode(text)
    except json.JSONDecodeError as error:
        left = error.doc.rstrip()
        cut = error.pos >= len(left) - 1 or error.msg.startswith("Unterminated")
        return _broken(start, data, at, "cut" if cut else "malformed")
    except (ValueError, RecursionError):
        return _broken(start, data, at, "malformed")
    kind = frame[0] if isinstance(frame, list) and frame else 0
    if not isinstance(frame, list) or not _is_frame(frame):
        return Frame(start, "malformed")
    if bare and WEBSOCKETS.search(data, 0, at) and text[_KEPT : _KEPT + 3] == "...":
        # The ellipsis of this logger happens to be inside a text, so that the rest is JSON all the same.
        return _broken(start, data, at, "shortened")
    action = frame[2] if kind == CALL else ""
    return Frame(start, "", kind, frame[1], action, data, at, text[end:].encode(), bare)


def _is_frame(frame: list[object]) -> bool:
    kind, *rest = frame
    if not rest or not isinstance(rest[0], str) or not rest[0] or not isinstance(rest[-1], dict):
        return False
    if kind == CALL:
        return len(rest) == 3 and isinstance(rest[1], str) and bool(rest[1])
    if kind == CALLRESULT:
        return len(rest) == 2
    return len(rest) == 4 and isinstance(rest[1], str) and isinstance(rest[2], str)


def _broken(start: int, data: bytes, at: int, fault: str) -> Frame:
    """A frame that is not JSON. If the logger left out the middle, kind and id may still be there."""
    text = data[at:]
    if not any(ellipsis in text for ellipsis in _ELLIPSES):
        return Frame(start, fault)
    header = _HEADER.match(text)
    kind = text[1:].lstrip()[:1]
    if header is None or any(ellipsis in header[1] for ellipsis in _ELLIPSES) or not header[1]:
        return Frame(start, "shortened")
    action = header[2] or b""
    if kind != b"2" or any(ellipsis in action for ellipsis in _ELLIPSES):
        action = b""
    return Frame(
        start, "shortened", int(kind), header[1].decode("utf-8", "replace"), action.decode("utf-8", "replace"), data, at
    )


def _read_object(line: bytes) -> LocatedFrame | None:
    """The frame in a line that is a JSON object with its keys in any order; None if it is not such an object."""
    text = line.strip().rstrip(b",")
    if not text.startswith(b"{"):
        return None
    try:
        fields, _ = DECODER.raw_decode(text.decode("utf-8"))
    except (ValueError, RecursionError):
        return None
    if not isinstance(fields, dict):
        return None
    for key, value in fields.items():
        frame = _frame_in_field(value)
        if frame is not None:
            others = {name: other for name, other in fields.items() if name != key}
            return LocatedFrame(frame, b" ".join(_prefix_of(others)), False)
    return None


def _frame_in_field(value: object) -> Frame | None:
    if isinstance(value, str):
        text = value.strip()
    elif isinstance(value, list) and value and value[0] in (CALL, CALLRESULT, CALLERROR):
        text = json.dumps(value, separators=(",", ":"))
    else:
        return None
    return read_frame(text.encode("utf-8", "replace")) if text.startswith("[") else None


def _prefix_of(fields: Mapping[str, object]) -> Iterator[bytes]:
    """The fields as text, the time first."""
    for name in sorted(fields, key=lambda name: name.lower() not in _TIMES):
        value = fields[name]
        if isinstance(value, str | int | float) and not isinstance(value, bool):
            yield f'"{name}":"{value}"'.encode("utf-8", "replace")


class LineJoiner:
    """Joins the lines of pretty-printed frames: holds lines back while they may be parts of one.

    Such a frame begins with a bracket at the end of a line and the kind on the next; it ends with a bracket on a line
    of its own.
    """

    def __init__(self) -> None:
        self._held: list[tuple[int, bytes]] = []

    def add(self, number: int, line: bytes) -> Iterator[tuple[int, bytes]]:
        """The lines to read now, each with its number: this one, a joined one, or none."""
        if not self._held:
            if _OPENS.search(line):
                self._held.append((number, line))
            else:
                yield number, line
            return
        self._held.append((number, line))
        if (len(self._held) == 2 and not _KIND.match(line)) or len(self._held) > _MOST_LINES:
            yield from self.release()
        elif _CLOSES.match(line) and _indent(line) <= _indent(self._held[1][1]) - 1:
            first, _ = self._held[0]
            text = b" ".join(part.strip(b" \t\r") if i else part.rstrip() for i, (_, part) in enumerate(self._held))
            self._held = []
            yield first, text

    def release(self) -> Iterator[tuple[int, bytes]]:
        """The lines held back, one by one, since they are not a frame."""
        held, self._held = self._held, []
        yield from held


def _indent(line: bytes) -> int:
    return len(line) - len(line.lstrip())
