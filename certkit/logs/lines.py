"""The lines of a log, in blocks, so that a log of any size and lines of any length take the same memory."""

from __future__ import annotations

import codecs
from collections.abc import Iterator

from certkit.logs.files import Readable

BLOCK = 1 << 18
LONGEST = 1 << 22
"""Bytes that a line may have."""
TOO_LONG = b"\x00 a line that is too long"
"""Stands, as this very object, where a line was too long to be kept."""


def blocks_of_lines(stream: Readable) -> Iterator[list[bytes]]:
    """Lines without their line break; the carriage return of Windows stays."""
    carry = b""
    too_long = False
    for block in _as_utf8(stream):
        lines = (carry + block).split(b"\n")
        carry = lines.pop()
        if too_long and lines:
            lines[0], too_long = TOO_LONG, False
        if lines:
            yield lines
        if too_long or len(carry) > LONGEST:
            carry, too_long = b"", True
    if carry or too_long:
        yield [TOO_LONG if too_long else carry]


def _as_utf8(stream: Readable) -> Iterator[bytes]:
    block = stream.read(BLOCK)
    while 0 < len(block) < 4 and (more := stream.read(BLOCK)):
        block += more
    decoder = None
    if block.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        decoder = codecs.getincrementaldecoder("utf-16")(errors="replace")
    elif block.startswith(codecs.BOM_UTF8):
        block = block[len(codecs.BOM_UTF8) :]
    while block:
        yield decoder.decode(block).encode() if decoder else block
        block = stream.read(BLOCK)
