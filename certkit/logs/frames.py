"""The OCPP-J frame at a place in a text (OCPP-J 1.6, 4.2), and what is wrong with it.

A frame that software writes in another form than OCPP-J asks for is read all the same, if its meaning is plain: such a
form is an oddity. What begins like a frame but cannot be used has a fault.
"""

from __future__ import annotations

import ast
import codecs
import json
import re
from typing import NamedTuple

from certkit.logs.model import CALL, CALLERROR, CALLRESULT, DECODER

_SPACE = rb"(?:\s|\\+[nrt])*"
LIKE_FRAME = re.compile(
    rb"\[" + _SPACE + rb"[2-6]" + _SPACE + rb"," + _SPACE + rb"(?:(?P<quote>\\*\"|\\+u0022|&quot;|&#34;|&#x22;"
    rb"|'(?=[\w.:-]+',))"
    rb"|-?\d+" + _SPACE + rb"," + _SPACE + rb"(?P<after>\\*\"|\\+u0022|&quot;|&#34;|[{\[]|null)|\s*$)"
)
"""What begins like a frame, however often it is escaped."""
WEBSOCKETS = re.compile(rb"[<>] (?:TEXT|BINARY) '$")
"""The text before a frame in the debug lines of the Python package websockets."""
_PYTHON = re.compile(rb"\[\s*[2-6]\s*,\s*'")
_PYTHON_TOKEN = re.compile(rb"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|[\[\]{}]", re.DOTALL)
_HEADER = re.compile(rb'\[\s*([2-4])\s*,\s*(?:"([^"\\]*)"|(-?\d+))\s*,\s*(?:"([^"\\]*)"(?=\s*,))?')
_ELLIPSES = (b"...", b"\xe2\x80\xa6")
_KEPT = 48
"""Characters that the package websockets keeps of a long frame in front of the ellipsis."""
_WINDOWS = (1 << 12, 1 << 16, 1 << 20, 1 << 26)
"""Bytes that are decoded for one frame: at first few, since more frames may follow in the same text."""
_EMPTY = b"{}"
_EFFORT, _MOST_EFFORT = 1 << 16, 16
_LONGEST_LITERAL, _TOKEN_EFFORT = 1 << 20, 16


class Effort:
    """What may still be decoded in one text, so that work is bounded: so many bytes, and so many times its length.

    In a text with frames or objects that are all cut off within each other, each would be decoded to the text's end.
    """

    def __init__(self, text: bytes) -> None:
        self._left = _EFFORT + _MOST_EFFORT * len(text)

    @property
    def used_up(self) -> bool:
        return self._left <= 0

    def spend(self, count: int) -> None:
        self._left -= count


class Frame(NamedTuple):
    """A frame.

    Attributes:
        start, end: where in the text it begins and ends; with a fault, the end is where the next one begins.
        fault: ``malformed``, ``cut``, ``shortened`` or ``other-version``; empty if it can be used.
        kind: 0 if it is not known. Of a frame with a fault, kind, id and action may still be known.
        data: bytes that hold the payload; empty if it cannot be read.
        at: where in ``data`` the frame begins.
        oddities: in which ways it differs from OCPP-J.
    """

    start: int
    end: int
    fault: str
    kind: int = 0
    id: str = ""
    action: str = ""
    data: bytes = b""
    at: int = 0
    oddities: tuple[str, ...] = ()


def read_frame(text: bytes, start: int, effort: Effort | None = None) -> Frame:
    """The frame that begins at a place in the text; it is malformed if the effort for the text is used up."""
    effort = Effort(text) if effort is None else effort
    if effort.used_up:
        return _broken(text, start, "malformed")
    if _PYTHON.match(text, start):
        return _read_python(text, start, effort)
    for size in _WINDOWS:
        window, _ = codecs.utf_8_decode(text[start : start + size], "replace", False)
        at_end = start + size >= len(text)
        try:
            value, length = DECODER.raw_decode(window)
        except json.JSONDecodeError as error:
            left = len(window.rstrip())
            effort.spend(len(window) if error.msg.startswith("Unterminated") else error.pos + 1)
            cut = error.pos >= left - 1 or error.msg.startswith("Unterminated")
            if cut and not at_end:
                continue
            return _broken(text, start, "cut" if cut else "malformed")
        except (ValueError, RecursionError):
            effort.spend(len(window))
            return _broken(text, start, "malformed")
        end = start + len(window[:length].encode())
        try:
            text[start:end].decode()
        except UnicodeDecodeError:
            return _broken(text, start, "malformed")._replace(end=end)
        if WEBSOCKETS.search(text, max(0, start - 12), start) and window[_KEPT : _KEPT + 3] == "...":
            # The ellipsis of this logger happens to be inside a text, so that the rest is JSON all the same.
            return _broken(text, start, "shortened")._replace(end=end)
        return _judged(text, start, end, value)
    return _broken(text, start, "malformed")


def _read_python(text: bytes, start: int, effort: Effort) -> Frame:
    """A frame as Python shows a list."""
    depth = 0
    for token in _PYTHON_TOKEN.finditer(text, start, start + _LONGEST_LITERAL):
        effort.spend(_TOKEN_EFFORT)
        depth += (token[0] in (b"[", b"{")) - (token[0] in (b"]", b"}"))
        if not depth:
            try:
                value = ast.literal_eval(text[start : token.end()].decode("utf-8"))
                as_json = json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()
            except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
                return _broken(text, start, "malformed")
            frame = _judged(as_json, 0, len(as_json), value)
            return frame._replace(start=start, end=token.end())
    return _broken(text, start, "cut")


def _judged(text: bytes, start: int, end: int, value: object) -> Frame:
    """A frame that is JSON."""
    if not isinstance(value, list) or len(value) < 2 or isinstance(value[0], bool):
        return Frame(start, end, "malformed")
    kind, name = value[0], value[1]
    oddities: list[str] = []
    if isinstance(name, int) and not isinstance(name, bool):
        oddities.append("number-id")
        name = str(name)
    if not isinstance(name, str) or not name:
        return Frame(start, end, "malformed", kind if kind in (CALL, CALLRESULT, CALLERROR) else 0)
    if kind in (5, 6):
        return Frame(start, end, "other-version")
    action = value[2] if kind == CALL and len(value) > 2 and isinstance(value[2], str) else ""
    broken = Frame(start, end, "malformed", kind, name, action)
    if kind == CALLERROR:
        if len(value) < 3 or len(value) > 5 or not isinstance(value[2], str):
            return broken
        if len(value) < 5 or not isinstance(value[3], str) or not isinstance(value[4], dict):
            oddities.append("error-form")
        return Frame(start, end, "", kind, name, "", text, start, tuple(oddities))
    if len(value) != (4 if kind == CALL else 3) or (kind == CALL and not action):
        return broken
    payload = value[-1]
    if isinstance(payload, dict):
        return Frame(start, end, "", kind, name, action, text, start, tuple(oddities))
    if payload is None or payload == []:
        oddities.append("null-payload" if payload is None else "list-payload")
        return Frame(start, end, "", kind, name, action, _EMPTY, 0, tuple(oddities))
    return broken


def _broken(text: bytes, start: int, fault: str) -> Frame:
    """A frame that is not JSON. Its kind and id may still be there; the next one may begin within it."""
    following = LIKE_FRAME.search(text, start + 1)
    end = following.start() if following else len(text)
    shortened = any(text.find(ellipsis, start, end) >= 0 for ellipsis in _ELLIPSES)
    header = _HEADER.match(text, start, end)
    fault = "shortened" if shortened else fault
    if header is None:
        kind = text[start + 1 : end].lstrip()[:1]
        return Frame(start, end, fault, int(kind) if kind in (b"2", b"3", b"4") else 0)
    name, action = header[2] or header[3] or b"", header[4] or b""
    if not name or any(ellipsis in name for ellipsis in _ELLIPSES):
        return Frame(start, end, fault, int(header[1]))
    if header[1] != b"2" or any(ellipsis in action for ellipsis in _ELLIPSES):
        action = b""
    return Frame(start, end, fault, int(header[1]), name.decode("utf-8", "replace"), action.decode("utf-8", "replace"))
