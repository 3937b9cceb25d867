"""A line of a log that is a JSON object with its keys in any order: each is found by what it is."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from certkit.logs.frames import Frame, read_frame
from certkit.logs.model import DECODER

_TIMES = ("time", "timestamp", "ts", "@timestamp", "datetime", "date", "t", "created")


def read_record(line: bytes) -> tuple[Frame, bytes] | None:
    """The frame in an object, and the rest of it as what stands before a frame; None if it is no such object."""
    text = line.strip().rstrip(b",")
    if not text.startswith(b"{"):
        return None
    try:
        found, _ = DECODER.raw_decode(text.decode("utf-8"))
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict):
        return None
    for key, value in found.items():
        frame = _frame(value)
        if frame is not None:
            rest = {name: other for name, other in found.items() if name != key}
            return frame, b" ".join(_head(rest))
    return None


def _frame(value: object) -> Frame | None:
    if isinstance(value, str):
        text = value.strip()
    elif isinstance(value, list) and value and value[0] in (2, 3, 4):
        text = json.dumps(value, separators=(",", ":"))
    else:
        return None
    if not text.startswith("["):
        return None
    return read_frame(text.encode("utf-8", "replace"))


def _head(record: Mapping[str, object]) -> Iterator[bytes]:
    """The fields as text, the time first."""
    for name in sorted(record, key=lambda name: name.lower() not in _TIMES):
        value = record[name]
        if isinstance(value, str | int | float) and not isinstance(value, bool):
            yield f'"{name}":"{value}"'.encode("utf-8", "replace")
