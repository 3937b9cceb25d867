"""Whether ASN.1 is in its one strict form (DER, ITU-T X.690, section 10): definite lengths, none longer than needed.

No signature covers all of a CMS container, so an encoding with a choice could be changed without anybody noticing.
"""

from __future__ import annotations

_CONSTRUCTED = 0x20
_DEEPEST = 64


def length_of(data: bytes) -> int | None:
    """How many bytes the value at the beginning takes; None if it is not strictly encoded, through and through."""
    return _value(data, 0, len(data), 0)


def _value(data: bytes, at: int, end: int, depth: int) -> int | None:
    """Where the value at ``at`` ends; None if it is not strictly encoded or goes beyond ``end``."""
    if at + 2 > end or depth > _DEEPEST or data[at] & 0x1F == 0x1F:  # tags of several bytes do not occur
        return None
    tag, size, begin = data[at], data[at + 1], at + 2
    if not tag:  # the end of an indefinite length, which is not strict
        return None
    if size >= 0x80:
        count = size & 0x7F
        digits = data[begin : begin + count]
        if not 1 <= count <= 4 or len(digits) < count or digits[0] == 0:
            return None
        size, begin = int.from_bytes(digits, "big"), begin + count
        if size < 0x80:
            return None
    stop = begin + size
    if stop > end:
        return None
    if tag & _CONSTRUCTED:
        while begin < stop:
            after = _value(data, begin, stop, depth + 1)
            if after is None:
                return None
            begin = after
    return stop
