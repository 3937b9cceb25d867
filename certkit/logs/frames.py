"""The OCPP-J frame in a line of a log: bare, as text in JSON, or with doubled quotes as in CSV (OCPP-J 1.6, 4.2).

What begins as a frame and is none is told apart: cut off, shortened by the logger, or malformed.
"""

from __future__ import annotations

import json
import re
from typing import NamedTuple

from certkit.logs.model import CALL, CALLRESULT, DECODER

_START = re.compile(rb'\[\s*([234])\s*,\s*(?:(\\")|("")(?!\s*,)|("))')
_ALMOST = re.compile(rb'\[\s*[234]\s*,\s*(?:$|\d+\s*,\s*["{])')
_ESCAPED = re.compile(rb'(?:[^"\\]|\\.)*')
_DOUBLED = re.compile(rb'(?:[^"]|"")*')
_HEADER = re.compile(rb'\[\s*[234]\s*,\s*"([^"\\]*)"\s*,\s*(?:"([^"\\]*)"(?=\s*,))?')
_MARKS = (b"...", b"\xe2\x80\xa6")
WEBSOCKETS = re.compile(rb"[<>] (?:TEXT|BINARY) '$")
"""What stands before a frame in the debug lines of the Python package websockets."""
_KEPT = 48


class Frame(NamedTuple):
    """A frame.

    Attributes:
        start: where in the line it begins.
        fault: ``malformed``, ``cut`` or ``shortened``; empty if it could be read. A shortened frame whose kind and id
            can be read is still of use, the others have no id.
        data, at: bytes in which it stands, and where.
        tail: what follows it in the line.
        bare: it stands in the line as it is.
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


def read_frame(line: bytes) -> Frame | None:
    """The first frame of a line, or None if there is nothing like one."""
    match = _START.search(line)
    if match is None:
        almost = _ALMOST.search(line)
        if almost is None:
            return None
        return Frame(almost.start(), "cut" if almost.end() == len(line.rstrip()) else "malformed")
    start = match.start()
    if match[4]:
        return _decoded(start, line, start, bare=True)
    body = (_ESCAPED if match[2] else _DOUBLED).match(line, start)
    end = body.end() if body else len(line)
    if line[end : end + 1] != b'"':
        return Frame(start, "cut")
    try:
        text = json.loads(b'"' + line[start:end] + b'"').encode() if match[2] else line[start:end].replace(b'""', b'"')
    except (ValueError, RecursionError):
        return Frame(start, "malformed")
    return _decoded(start, text, 0, bare=False)


def _decoded(start: int, data: bytes, at: int, *, bare: bool) -> Frame:
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
    """A frame that is not JSON; where the logger left out its middle, kind and id may still be there."""
    text = data[at:]
    if not any(mark in text for mark in _MARKS):
        return Frame(start, fault)
    header = _HEADER.match(text)
    kind = text[1:].lstrip()[:1]
    if header is None or any(mark in header[1] for mark in _MARKS) or not header[1]:
        return Frame(start, "shortened")
    action = header[2] or b""
    if kind != b"2" or any(mark in action for mark in _MARKS):
        action = b""
    return Frame(
        start, "shortened", int(kind), header[1].decode("utf-8", "replace"), action.decode("utf-8", "replace"), data, at
    )
