"""A reader of ASN.1 in its one strict form (DER, ITU-T X.690, clauses 8 to 11) that keeps the original bytes.

No signature covers all of a CMS container, so an encoding with a choice could be changed without anybody noticing. And
what a signature does cover are the bytes as they were written, which a library that parses and writes again may change.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

LARGEST = 1 << 20
"""Bytes of a container; a signature with time stamp and certificates has some ten thousand."""
DEEPEST = 32
MOST_VALUES = 20_000
_CONSTRUCTED = 0x20
_UTC_TIME = re.compile(rb"\d{12}Z")
_GENERAL_TIME = re.compile(rb"\d{14}(\.\d*[1-9])?Z")
_STRINGS = frozenset({0x0C, 0x12, 0x13, 0x14, 0x16, 0x1A, 0x1C, 0x1E})
"""UTF-8, numeric, printable, teletex, IA5, visible, universal and BMP strings, all primitive."""


class Malformed(ValueError):
    """It is not in the strict form, or not built as the one who reads it expects."""


class Value(NamedTuple):
    """A value: its tag, its original bytes with tag and length, what is in it, and the values in it if it has any."""

    tag: int
    whole: bytes
    content: bytes
    inner: tuple[Value, ...]


MISSING = Value(-1, b"", b"", ())
"""In the place of a member that may be missing."""


def read(data: bytes) -> Value:
    """The value that these bytes are, and nothing after it.

    Raises:
        Malformed: they are something else, are not strictly encoded, or go beyond a limit.
    """
    value, rest = read_first(data)
    if rest:
        raise Malformed("something comes after it")
    return value


def read_first(data: bytes) -> tuple[Value, bytes]:
    """The value at the beginning, and the bytes after it; as :func:`read`."""
    left = [MOST_VALUES]
    value, end = _value(data, 0, len(data), 0, left)
    return value, data[end:]


def _value(data: bytes, at: int, end: int, depth: int, left: list[int]) -> tuple[Value, int]:
    left[0] -= 1
    if left[0] < 0 or depth > DEEPEST:
        raise Malformed(f"it has more than {MOST_VALUES} values, or more than {DEEPEST} inside each other")
    if at + 2 > end:
        raise Malformed("it ends too early")
    tag, size, begin = data[at], data[at + 1], at + 2
    if size >= 0x80:
        count = size & 0x7F
        digits = data[begin : begin + count]
        if not 1 <= count <= 4 or len(digits) < count or digits[0] == 0:
            raise Malformed("a length is not in its shortest form")
        size, begin = int.from_bytes(digits, "big"), begin + count
        if size < 0x80:
            raise Malformed("a length is not in its shortest form")
    stop = begin + size
    if stop > end:
        raise Malformed("it ends too early")
    if stop - at > LARGEST:
        raise Malformed(f"it has more than {LARGEST} bytes")
    inner: list[Value] = []
    content = data[begin:stop]
    if tag & _CONSTRUCTED:
        while begin < stop:
            value, begin = _value(data, begin, stop, depth + 1, left)
            inner.append(value)
    whole = Value(tag, data[at:stop], content, tuple(inner))
    _check(whole)
    return whole, stop


def _check(value: Value) -> None:
    """What the strict form asks of each type. A type that does not occur in signatures is not accepted."""
    tag, content = value.tag, value.content
    if tag in (0x02, 0x0A):  # INTEGER, ENUMERATED: no byte that could be left out
        good = content != b"" and not _is_padded(content)
    elif tag == 0x01:  # BOOLEAN: BER allows any byte but 0 for true
        good = content in (b"\x00", b"\xff")
    elif tag == 0x03:  # BIT STRING: bits after the last one could hold anything
        good = _bits(content)
    elif tag == 0x05:  # NULL
        good = not content
    elif tag == 0x06:  # OBJECT IDENTIFIER: leading zeros would give one identifier many encodings
        good = _identifier(content)
    elif tag == 0x17:  # UTCTime: with seconds, in UTC
        good = _UTC_TIME.fullmatch(content) is not None
    elif tag == 0x18:  # GeneralizedTime: a fraction without trailing zeros
        good = _GENERAL_TIME.fullmatch(content) is not None
    elif tag == 0x31:  # SET: sorted, or its members could change places unnoticed
        good = in_order(value.inner)
    elif tag & 0xC0 == 0x80:  # context-specific: what is in it is checked by whoever takes it apart
        good = tag & 0x1F != 0x1F  # tags of several bytes do not occur
    else:
        good = tag in (0x04, 0x30) or tag in _STRINGS
    if not good:
        raise Malformed(f"a value with the tag {tag:#04x} is not in its strict form")


def _is_padded(content: bytes) -> bool:
    """Whether a number has a byte too many at its beginning."""
    return len(content) > 1 and content[0] == (0xFF if content[1] >= 0x80 else 0x00)


def _bits(content: bytes) -> bool:
    """The bits that are not used are zero."""
    if not content or content[0] > 7 or (len(content) == 1 and content[0]):
        return False
    return len(content) == 1 or not content[-1] & ((1 << content[0]) - 1)


def _identifier(content: bytes) -> bool:
    """Each number of an object identifier ends, and none begins with zeros."""
    if not content or content[-1] >= 0x80:
        return False
    starts = b"\0" + content[:-1]
    return not any(byte == 0x80 and before < 0x80 for before, byte in zip(starts, content, strict=True))


def in_order(values: tuple[Value, ...]) -> bool:
    """Whether the values of a set stand in the order that the strict form asks for, and none twice."""
    return all(
        before.whole.ljust(len(after.whole), b"\0") < after.whole.ljust(len(before.whole), b"\0")
        for before, after in pairwise(values)
    )


def take(value: Value, members: str) -> list[Value]:
    """The members of a sequence: exactly these, in this order.

    Args:
        members: the tag of each, hexadecimal, with a ``?`` behind it for one that may be missing; it is then
            :data:`MISSING`.

    Raises:
        Malformed: one is missing, or there is another.
    """
    taken: list[Value] = []
    rest = list(value.inner)
    for member in members.split():
        tag = int(member.rstrip("?"), 16)
        if rest and rest[0].tag == tag:
            taken.append(rest.pop(0))
        elif member.endswith("?"):
            taken.append(MISSING)
        else:
            raise Malformed(f"a member with the tag {tag:#04x} is missing")
    if rest or not value.tag & _CONSTRUCTED:
        raise Malformed("it has a member that it should not have")
    return taken


def only(value: Value, tag: int) -> Value:
    """The one member of a value.

    Raises:
        Malformed: there are more or less, or it has another tag.
    """
    if len(value.inner) != 1 or value.inner[0].tag != tag:
        raise Malformed(f"it has other members than one with the tag {tag:#04x}")
    return value.inner[0]


def number(value: Value) -> int:
    """An integer's number."""
    return int.from_bytes(value.content, "big", signed=True)


def encode(tag: int, *contents: bytes) -> bytes:
    """A value of this tag around these bytes."""
    content = b"".join(contents)
    size = len(content)
    if size < 0x80:
        return bytes([tag, size]) + content
    digits = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(digits)]) + digits + content
