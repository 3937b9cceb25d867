r"""A hostile log takes time in proportion to its length, whatever is nested, cut off, repeated or escaped in it.

Each kind is read once short and once four times as long; the longer one may take at most six times the processor's
time. What a kind makes slow is read again for each frame or line by a reader that is careless.
"""

import io
from contextlib import suppress
from time import process_time

import pytest

from certkit.errors import CertkitError
from certkit.logs.model import Message, Source
from certkit.logs.repetition import MOST_BYTES, Repetitions
from certkit.measurement.load import measure_files
from tests.logs.reading import statement_of

SHORT = 1 << 15
MOST_RATIO, LEAST_SECONDS = 9, 2
SLOWEST = 5_000
"""Bytes that are read in a second at least. The machines of a test run differ; an unbounded reader takes hours."""
STAMP = b"2026-03-03T10:00:00Z "
FRAME = b'[2,"a","Heartbeat",{}]'


def times(piece: bytes, size: int) -> bytes:
    return piece * (size // len(piece))


def numbered(line: str, size: int) -> bytes:
    return b"".join(line.format(n=n, m=n // 60 % 60, s=n % 60).encode() for n in range(size // len(line)))


def repeated(piece: bytes):
    return lambda size: times(piece, size)


KINDS = {
    "lines of open braces": repeated(b"{\n"),
    "lines of open keys": repeated(b'{"a":\n'),
    "lines of open brackets": repeated(b"x send [\n"),
    "lines of frames that are cut off": repeated(b'[2,"a",\n'),
    "lines of objects with frames that are cut off": repeated(b'{"a":[2,"a",\n'),
    "lines of texts that are open": repeated(b'[2,"a","b",{"c":"x\n'),
    "frames over lines with prefixes": repeated(b'P [\nP 2,\nP "a",\n'),
    "frames within each other": repeated(b'[2,"a",'),
    "frames with objects within each other": repeated(b'[2,"a","b",{"c":'),
    "frames in the form of Python within each other": repeated(b"[2,'a',"),
    "escaped frames within each other": repeated(b'[2,\\"a\\",'),
    "escaped frames in open texts": repeated(b'{"m":"[2,\\"a\\",'),
    "texts of Python with escapes": repeated(b'\'[2,"a",\\'),
    "shortened frames": repeated(b'[2,"a"...'),
    "entities": repeated(b"[2,&quot;a&quot;,&quot;b&quot;,{} "),
    "entities of entities": lambda size: b"[2,&quot;" + times(b"&amp;", size),
    "cells in one line": repeated(b'a,"[2,""a"",'),
    "cells over lines": lambda size: b"time,frame\n" + times(b'a,"x\n', size),
    "a cell of quotes": lambda size: b'x,"a' + times(b'""', size) + b'[2,""a"",',
    "escaped quotes before a frame": lambda size: times(b'\\"', size) + b'[2,\\"a\\",',
    "backslashes": lambda size: b"[2," + times(b"\\", size) + b'"a"',
    "objects within each other": repeated(b'{"a":'),
    "lines of deep objects": repeated(b'{"a":' * 900 + FRAME + b"}" * 900 + b"\n"),
    "lines of deep objects with text": repeated(b'{"a":' * 900 + b'"[2,\\"a\\",{}]"' + b"}" * 900 + b"\n"),
    "lists within each other": lambda size: times(b"[", size // 2) + FRAME + times(b"]", size // 2),
    "very many fields around very many frames": lambda size: (
        b'{"h":{%s"z":0},"a":[%s0]}'
        % (numbered('"k{n}":"2026-03-03T10:00:00Z",', size // 2), numbered('{{"m":[2,"{n}","Heartbeat",{{}}]}},', size))
    ),
    "times before very many frames": lambda size: times(STAMP, size // 2) + times(FRAME + b" ", size // 2),
    "times in the line above": lambda size: times(STAMP, size) + b"\n" + FRAME,
    "times far away": lambda size: b"x" * 5000 + times(STAMP, size) + b"x" * 5000 + STAMP + FRAME,
    "times in each line": repeated(STAMP * 100 + FRAME + b"\n"),
    "spaces behind arrows": repeated(STAMP + b"-> " + b" " * 3000 + b'"' + FRAME + b"\n"),
    "dashes": repeated(STAMP + b"-" * 7000 + FRAME + b"\n"),
    "equals signs": repeated(STAMP + b"=" * 7000 + FRAME + b"\n"),
    "words of direction": lambda size: STAMP + times(b"recv a ", size) + b": " + FRAME,
    "addresses": lambda size: STAMP + b"wss://x/" + times(b"a/", size) + FRAME,
    "the same id": lambda size: numbered(
        '{{"t":"2026-03-03T10:00:00Z","m":"recv [2,\\"a\\",\\"DataTransfer\\",{{\\"vendorId\\":\\"{n}\\"}}]"}}\n', size
    ),
    "loggers without end": lambda size: numbered(
        '{{"t":"2026-03-03T10:{m:02}:{s:02}Z","m":"l{n} recv [2,\\"a\\",\\"Heartbeat\\",{{}}]"}}\n', size
    ),
    "stations without end": lambda size: numbered(
        '2026-03-03T10:00:00Z [ocpp] CP{n}: receive message [2,"{n}","Heartbeat",{{}}]\n', size
    ),
    "requests without answers": lambda size: numbered(
        '2026-03-03T10:00:00Z [ocpp] CP: send [2,"{n}","Reset",{{"type":"Hard"}}]\n', size
    ),
    "keys without end": lambda size: numbered(
        '{{"t{n}.time":"2026-03-03T10:00:00Z","m":"recv [2,\\"{n}\\",\\"Heartbeat\\",{{}}]"}}\n', size
    ),
    "parts of a container runtime": repeated(STAMP + b'stdout P [2,"a","b",{"x":"\n'),
}


def seconds_for(content: bytes, path) -> float:
    """Seconds of the processor to measure a log; a refusal is fine, another error is not."""
    path.write_bytes(content)
    begin = process_time()
    with suppress(CertkitError):
        measure_files([str(path)], io.BytesIO(), *statement_of("station"))
    return process_time() - begin


@pytest.mark.parametrize("kind", KINDS)
def test_time_is_in_proportion_to_the_length(kind, tmp_path):
    short, long = KINDS[kind](SHORT), KINDS[kind](4 * SHORT)
    first = seconds_for(short, tmp_path / "short.log")
    second = seconds_for(long, tmp_path / "long.log")
    assert second < max(MOST_RATIO * first, LEAST_SECONDS), (first, second)
    assert second < LEAST_SECONDS + len(long) / SLOWEST


def test_prefixed_frames_that_end_too_early_are_read(tmp_path):
    seconds_for(b'{"m":"' + b"[\\nxx 2,\\n" * 5 + b'"}', tmp_path / "prefixed.log")


def test_long_messages_that_may_be_repeated_are_not_all_kept():
    repetitions, source = Repetitions(), Source(0, "messages.log", "")
    long = b'[2,"a","Heartbeat",{}]' + b" " * (MOST_BYTES // 8)
    messages = [Message(2, str(number), "Heartbeat", True, 0, 0, source, number, long, 0) for number in range(20)]
    complete = [message for each in messages for message in repetitions.add(each, None)]
    assert len(complete) >= len(messages) - 8
