"""Frames in the text of a log, and what is around them: text, quoted text, or the fields of JSON objects.

Software wraps the line of another software: in JSON (containers, log services), in the cell of a table (CSV), in
quoted text, and in these again. Each wrapping is a :class:`Layer`; the innermost is next to the frame.
"""

from __future__ import annotations

import ast
import html
import json
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from certkit.logs.frames import LIKE_FRAME, Effort, Frame, read_frame
from certkit.logs.model import DECODER

_MOST_DEPTH = 6
_MOST_OBJECTS = 8
_LIKE_FRAME_TEXT = re.compile(LIKE_FRAME.pattern.decode())
_PREFIXED = re.compile(rb"\[\s*\\+n(?:[^\"\\]|\\+[^n\"\\]){1,400}?[2-6]\s*,\s*\\+n")
"""What begins like a frame in several lines of JSON text, each behind a prefix."""
_PREFIXED_LINES = re.compile(rb"\[[ \t\r]*\n([^\n]{0,399}?[^\s])[ \t]+[2-6]\s*,\s*\n")
_LITERAL = re.compile(rb"b?'((?:[^'\\]|\\.)*)'", re.DOTALL)
_CELL = re.compile(rb'"(?:[^"]|"")*"(?!")')
_ENTITIES = (b"&quot;", b"&#34;", b"&#x22;")
_BACKSLASH = ord("\\")
_ESCAPE = re.compile(rb'\\(["\\/])')
_LONGEST_FIELD, _FAR, _WIDEST, _MOST_FIELDS, _MOST_NESTED = 2000, 64, 1 << 12, 256, 64
_WINDOWS, _NEAR_END = (1 << 13, 1 << 17, 1 << 21, 1 << 26), 64
Path = tuple[str, ...]


class Layer(NamedTuple):
    """What is around a frame, or around the text that has it.

    Attributes:
        before, after: text.
        fields: path of a key -> its value, of the JSON object.
    """

    before: bytes = b""
    after: bytes = b""
    fields: tuple[tuple[str, str], ...] = ()


class Located(NamedTuple):
    """A frame of a log.

    Attributes:
        before, after: the text around it, from the frame before to the frame after.
        earlier: the text in front of the first frame of the same text.
        layers: what is around this text, the innermost first.
        path: the keys that lead to the text in the JSON object that is the line; None without one.
        line: its number.
        last: whether no other frame follows in the same text.
    """

    frame: Frame
    before: bytes
    after: bytes
    earlier: bytes = b""
    layers: tuple[Layer, ...] = ()
    path: Path | None = None
    line: int = 0
    last: bool = True


def frames_in(text: bytes, layers: tuple[Layer, ...] = ()) -> list[Located]:
    """All frames of a text, in their order."""
    if not _may_have_frames(text):
        return []
    return list(_frames(without_prefixes(text), layers, None, 0))


def _frames(text: bytes, layers: tuple[Layer, ...], path: Path | None, depth: int) -> Iterator[Located]:
    done, effort = 0, Effort(text)
    earlier: bytes | None = None
    while match := LIKE_FRAME.search(text, done) or (depth == 0 and _PREFIXED.search(text, done)) or None:
        start = match.start()
        if depth < _MOST_DEPTH:
            around = _object_around(text, done, start, effort)
            if around is not None:
                begin, end, value = around
                layer = Layer(_before(text, done, begin), _after(text, end))
                outer = (layer, *layers) if layer.before.strip() or layer.after.strip(b" \t\r\n,") else layers
                is_first = begin < _FAR and not text[:begin].strip(b" \t[,")
                top = () if path is None and not depth and is_first else path
                yield from _walk(value, outer, top, depth + 1, is_line=path is None and top is not None)
                done = end
                continue
            quote = _quote(match)
            entity = quote.startswith(b"&") or text.startswith(_ENTITIES, match.end())
            doubled = b'""' in text[done:start] if entity else _is_doubled(text, match)
            if entity and not doubled:
                yield from _frames(_without_entities(text[done:]), layers, path, depth + 1)
                return
            if doubled or quote.startswith(b"\\"):
                inner = _text_around(text, done, start, effort, doubled=doubled)
                if inner is not None:
                    begin, end, content = inner
                    layer = Layer(_before(text, done, begin), _after(text, end))
                    yield from _frames(without_prefixes(content), (layer, *layers), path, depth + 1)
                    done = end
                    continue
                rest = text[done:]
                rest = _ESCAPE.sub(rb"\1", rest) if quote.startswith(b"\\") else rest.replace(b'""', b'"')
                if rest != text[done:]:
                    yield from _frames(rest, layers, path, depth + 1)
                    return
        literal = _literal_around(text, done, start, effort) if depth < _MOST_DEPTH else None
        if literal is not None:
            begin, end, content = literal
            layer = Layer(_before(text, done, begin), _after(text, end))
            for one in _frames(content, layers, path, depth + 1):
                yield one._replace(before=layer.before + b"'" + one.before, earlier=layer.before, after=layer.after)
            done = end
            continue
        frame = read_frame(text, start, effort)
        before = _before(text, done, start)
        earlier = before if earlier is None else earlier
        following = _next(text, frame.end)
        after = b"" if frame.fault else text[frame.end : min(following, frame.end + _WIDEST)]
        yield Located(frame, before, after, earlier, layers, path, last=following == len(text))
        done = max(frame.end, start + 1)


def _may_have_frames(text: bytes) -> bool:
    if LIKE_FRAME.search(text):
        return True
    if b"[" not in text:
        return False
    return _PREFIXED.search(text) is not None or (b"\n" in text and _PREFIXED_LINES.search(text) is not None)


def without_prefixes(text: bytes) -> bytes:
    """The text, in which each line of a frame begins with the same prefix as the next: without the prefix."""
    parts, done = [], 0
    while match := _PREFIXED_LINES.search(text, done):
        prefix, at = match[1], match.start(1)
        parts.append(text[done:at])
        while text.startswith(prefix, at):
            end = text.find(b"\n", at) + 1 or len(text)
            line = text[at + len(prefix) : end]
            if line.strip() == b"[":  # the next frame has the same prefix, which says what it is
                break
            parts.append(line)
            at = end
        done = at
    return b"".join([*parts, text[done:]]) if parts else text


def _before(text: bytes, begin: int, end: int) -> bytes:
    """The text in front of a frame or an object. Of more than 8 KiB, what is in the middle is not about this frame."""
    if end - begin <= 2 * _WIDEST:
        return text[begin:end]
    return text[begin : begin + _WIDEST] + b"\n" + text[end - _WIDEST : end]


def _after(text: bytes, end: int) -> bytes:
    """What follows a frame, up to the next one. Of more than 1 KiB, what is far away is not about this frame."""
    return text[end : min(_next(text, end), end + 1024)]


def _without_entities(text: bytes) -> bytes:
    return html.unescape(text.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")


def _next(text: bytes, at: int) -> int:
    following = LIKE_FRAME.search(text, at)
    return following.start() if following else len(text)


def _quote(match: re.Match[bytes]) -> bytes:
    """The quote behind the kind of a frame, with its escapes; a backslash for lines with prefixes."""
    return b"\\" if match.re is _PREFIXED else match["quote"] or match["after"] or b""


def _is_doubled(text: bytes, match: re.Match[bytes]) -> bool:
    """Whether the quote after the kind is doubled, as in the cell of a table; an empty id is none."""
    end = match.end()
    if match.re is not _PREFIXED and match["after"] in (b"{", b"["):  # the id is a number
        return text[end : end + 2] == b'""' and text[max(match.start() - 1, 0) : match.start()] == b'"'
    if match.re is _PREFIXED or not (match["quote"] or match["after"] or b"").endswith(b'"'):
        return False
    return text[end : end + 1] == b'"' and text[end + 1 : end + 2] not in (b",", b" ", b"]", b"}", b"\n", b"")


def _object_around(text: bytes, begin: int, start: int, effort: Effort) -> tuple[int, int, object] | None:
    """The JSON object that has the frame at ``start``: where it begins and ends, and its value."""
    at = begin
    for _ in range(_MOST_OBJECTS):
        at = text.find(b"{", at, start)
        if at < 0:
            return None
        decoded = _decode(text, at, effort)
        if decoded is not None and decoded[1] > start:
            if _is_nested(decoded[0], _MOST_NESTED):
                return None
            return at, *reversed(decoded)  # type: ignore[return-value]
        at = decoded[1] if decoded is not None else at + 1
    return None


def _is_nested(value: object, most: int) -> bool:
    """Whether a JSON value has more values within each other than so many."""
    inside = [value]
    for _ in range(most):
        inside = [
            one
            for each in inside
            for one in (each.values() if isinstance(each, dict) else each)  # type: ignore[attr-defined]
            if isinstance(one, dict | list)
        ]
        if not inside:
            return False
    return True


def _decode(text: bytes, at: int, effort: Effort | None = None) -> tuple[object, int] | None:
    """The JSON value at a place, and where it ends. Few bytes are decoded at first, since more values may follow.

    There is none if the effort for the text is used up.
    """
    effort = Effort(text) if effort is None else effort
    for size in _WINDOWS if not effort.used_up else ():
        window = text[at : at + size].decode("utf-8", "surrogateescape")
        try:
            value, length = DECODER.raw_decode(window)
        except json.JSONDecodeError as error:
            effort.spend(len(window) if error.msg.startswith("Unterminated") else error.pos + 1)
            is_open = error.pos + _NEAR_END > len(window) or error.msg.startswith("Unterminated")
            if at + size >= len(text) or not is_open:
                return None
            continue
        except (ValueError, RecursionError):
            effort.spend(len(window))
            return None
        return value, at + len(window[:length].encode("utf-8", "surrogateescape"))
    return None


def _literal_around(text: bytes, begin: int, start: int, effort: Effort) -> tuple[int, int, bytes] | None:
    """The text in the form of Python, if the frame is all of it and has an escape."""
    if text[start - 1 : start] != b"'" or start - 1 < begin or effort.used_up:
        return None
    at = start - 2 if text[start - 2 : start - 1] == b"b" and start - 2 >= begin else start - 1
    literal = _LITERAL.match(text, at)
    effort.spend(len(text) - at if literal is None else len(literal[0]))
    if literal is None or b"\\" not in literal[1]:
        return None
    try:
        value = ast.literal_eval(literal[0].decode("utf-8"))
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return None
    content = value if isinstance(value, bytes) else value.encode("utf-8", "replace")
    return (at, literal.end(), content) if LIKE_FRAME.match(content) else None


def _text_around(
    text: bytes, begin: int, start: int, effort: Effort, *, doubled: bool
) -> tuple[int, int, bytes] | None:
    """The quoted text that has the frame at ``start``: where it begins and ends, and its content."""
    if doubled:
        for cell in _CELL.finditer(text, begin):
            if cell.start() < start < cell.end():
                return cell.start(), cell.end(), cell[0][1:-1].replace(b'""', b'"')
            if cell.start() > start:
                break
        return None
    at = start
    while (at := text.rfind(b'"', begin, at)) >= 0:
        first = at
        while first > begin and text[first - 1] == _BACKSLASH:
            first -= 1
        if (at - first) % 2 == 0:
            decoded = _decode(text, at, effort)
            if decoded is not None and decoded[1] > start and isinstance(decoded[0], str):
                return at, decoded[1], decoded[0].encode("utf-8", "surrogateescape")
            return None
    return None


def _walk(
    value: object, layers: tuple[Layer, ...], path: Path | None, depth: int, *, is_line: bool
) -> Iterator[Located]:
    """The frames in a JSON value, in their order."""
    if isinstance(value, str):
        text = value.encode("utf-8", "surrogateescape" if value.isascii() or _round(value) else "replace")
        yield from _frames(without_prefixes(text), layers, path, depth)
    elif _is_frame(value):
        text = json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode("utf-8", "replace")
        frame = read_frame(text, 0)
        yield Located(frame, b"", b"", b"", layers, None)
    elif isinstance(value, dict | list):
        members = list(value.items()) if isinstance(value, dict) else [(str(n), one) for n, one in enumerate(value)]
        with_frame = [has_frame(member) for _, member in members]
        if isinstance(value, dict) or len(members) <= 4:
            others = [member for member, has in zip(members, with_frame, strict=True) if not has]
            layer = Layer(fields=tuple(islice(_fields(others), _MOST_FIELDS)))
            layers = (layer, *layers) if layer.fields else layers
        for (key, member), has in zip(members, with_frame, strict=True):
            if has:
                inside = (*path, key) if is_line and path is not None and isinstance(value, dict) else path
                yield from _walk(member, layers, inside, depth, is_line=is_line and isinstance(value, dict))


def _round(value: str) -> bool:
    try:
        value.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return False
    return True


def has_frame(value: object) -> bool:
    """Whether a JSON value has something like a frame."""
    if isinstance(value, str):
        return _LIKE_FRAME_TEXT.search(value) is not None or (
            "\n" in value and _PREFIXED_LINES.search(value.encode("utf-8", "replace")) is not None
        )
    if isinstance(value, list):
        return _is_frame(value) or any(has_frame(member) for member in value)
    return isinstance(value, dict) and any(has_frame(member) for member in value.values())


def _is_frame(value: object) -> bool:
    if not isinstance(value, list) or len(value) < 2 or isinstance(value[0], bool):
        return False
    if value[0] not in (2, 3, 4, 5, 6) or not isinstance(value[0], int) or isinstance(value[1], bool):
        return False
    return isinstance(value[1], str) or (isinstance(value[1], int) and len(value) > 2 and not isinstance(value[2], int))


def _fields(members: Sequence[tuple[str, object]], prefix: str = "", depth: int = 0) -> Iterator[tuple[str, str]]:
    for key, value in members:
        name = prefix + key
        if isinstance(value, dict) and depth < _MOST_DEPTH:
            yield from _fields(list(value.items()), f"{name}.", depth + 1)
        elif isinstance(value, str | int | float) and not isinstance(value, bool):
            text = str(value)
            if len(text) <= _LONGEST_FIELD:
                yield name, text


def paths_of_open_frames(line: bytes) -> Iterator[Path]:
    """The paths to texts that end with an open bracket, in a line that is a JSON object."""
    decoded = _decode(line, line.index(b"{"))
    if decoded is not None and isinstance(decoded[0], dict):
        yield from _open_paths(decoded[0], ())


def _open_paths(fields: dict[str, object], path: Path) -> Iterator[Path]:
    for key, value in fields.items():
        if isinstance(value, dict) and len(path) < _MOST_DEPTH:
            yield from _open_paths(value, (*path, key))
        elif isinstance(value, str) and value.rstrip().endswith("["):
            yield (*path, key)


def unwrap(line: bytes, path: Path) -> tuple[bytes, tuple[Layer, ...]] | None:
    """The text at a path in a line that is a JSON object, and the fields around it; None if it has no such text."""
    text = line.strip().strip(b",")
    if not text.startswith(b"{"):
        return None
    decoded = _decode(text, 0)
    if decoded is None or decoded[1] < len(text) or _is_nested(decoded[0], _MOST_NESTED):
        return None
    value = decoded[0]
    layers: tuple[Layer, ...] = ()
    for key in path:
        if not isinstance(value, dict) or key not in value:
            return None
        others = [(name, other) for name, other in value.items() if name != key and not has_frame(other)]
        layer = Layer(fields=tuple(islice(_fields(others), _MOST_FIELDS)))
        layers = (layer, *layers) if layer.fields else layers
        if any(name != key and has_frame(other) for name, other in value.items()):
            return None
        value = value[key]
    if not isinstance(value, str):
        return None
    return value.encode("utf-8", "surrogateescape" if _round(value) else "replace"), layers
