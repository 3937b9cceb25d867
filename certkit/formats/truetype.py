"""A strict reader of TrueType fonts: what each glyph draws, whatever its number in the font is.

Two subsets of one font number their glyphs differently. A :class:`Glyph` names none of these numbers: it is the outline
with the outlines of its parts, and the advance. So glyphs of two files can be compared. Anything that this reader does
not know is an error.
"""

from __future__ import annotations

from itertools import pairwise
from struct import Struct, error, unpack_from
from typing import NamedTuple

_DIRECTORY = Struct(">4sHHHH")
_ENTRY = Struct(">4sLLL")
_VERSION = b"\x00\x01\x00\x00"
_MOST_TABLES = 32
_DEEPEST = 8
"""Parts of parts of a glyph."""
_WORDS, _SCALE, _MORE, _TWO_SCALES, _MATRIX, _INSTRUCTIONS = 0x0001, 0x0008, 0x0020, 0x0040, 0x0080, 0x0100
_NUMBERED = frozenset({b"glyf", b"loca", b"hmtx", b"cmap"})
"""Tables that depend on which glyphs a subset has, and in which order."""
_NEEDED = frozenset({b"head", b"hhea", b"maxp", b"glyf", b"loca", b"hmtx"})


class FontError(ValueError):
    """This is not a TrueType font of the kind that is read here."""


class Glyph(NamedTuple):
    """What a glyph draws.

    Attributes:
        outline: the description of its contours with its instructions, as the font has it; a composite glyph refers to
            its parts by their places in ``parts``.
        parts: the glyphs that it is put together from.
        advance, bearing: how far away the next glyph is, and where its left side is, in units of the font.
    """

    outline: bytes
    parts: tuple[Glyph, ...]
    advance: int
    bearing: int


class TrueType(NamedTuple):
    """A font.

    Attributes:
        units: of the em square.
        glyphs: what each draws, by its number.
        parts: the numbers of each glyph's parts, by its number.
        codes: character code -> number of the glyph, as the font's one table says; empty without one.
        common: what all subsets of one font have in common: table -> its bytes, without the counts of glyphs.
    """

    units: int
    glyphs: tuple[Glyph, ...]
    parts: tuple[tuple[int, ...], ...]
    codes: dict[int, int]
    common: dict[bytes, bytes]


def read_truetype(content: bytes) -> TrueType:
    """Read a font with outlines in ``glyf``.

    Raises:
        FontError: it is not one, or has something that is not known.
    """
    try:
        return _read(content)
    except (error, IndexError) as found:
        raise FontError(f"the font is cut off or damaged ({found})") from None


def read_codes(content: bytes) -> dict[int, int]:
    """Character code -> number of the glyph, as the one table of codes of a subset says.

    Raises:
        FontError: it has none, or another one.
    """
    try:
        tables = _tables(content)
        return _codes(tables[b"cmap"], unpack_from(">H", tables[b"maxp"], 4)[0])
    except (error, KeyError) as found:
        raise FontError(f"the codes of the font cannot be read ({found})") from None


def _read(content: bytes) -> TrueType:
    tables = _tables(content)
    missing = _NEEDED - set(tables)
    if missing:
        raise FontError(f"the font has no table {min(missing).decode('ascii')}")
    head, hhea, maxp = tables[b"head"], tables[b"hhea"], tables[b"maxp"]
    if len(head) != 54 or len(hhea) != 36 or len(maxp) != 32:
        raise FontError("the font has tables of another version")
    (units,), (wide,) = unpack_from(">H", head, 18), unpack_from(">h", head, 50)
    (count,), (full,) = unpack_from(">H", maxp, 4), unpack_from(">H", hhea, 34)
    if not units or not 0 < full <= count:
        raise FontError("the font has no glyphs")
    places = _places(tables[b"loca"], count, wide, len(tables[b"glyf"]))
    widths = _widths(tables[b"hmtx"], count, full)
    outlines = [_outline(tables[b"glyf"][begin:end]) for begin, end in pairwise(places)]
    known: dict[int, Glyph] = {}

    def glyph(number: int, depth: int) -> Glyph:
        if number >= count or depth > _DEEPEST:
            raise FontError("a glyph of the font has parts that are not in it, or parts without end")
        if number not in known:
            outline, parts = outlines[number]
            known[number] = Glyph(outline, tuple(glyph(part, depth + 1) for part in parts), *widths[number])
        return known[number]

    glyphs = tuple(glyph(number, 0) for number in range(count))
    codes = _codes(tables[b"cmap"], count) if b"cmap" in tables else {}
    common = {tag: data for tag, data in tables.items() if tag not in _NUMBERED}
    common[b"head"] = head[:8] + head[12:50] + head[52:]  # without the sum over the file and the kind of places
    common[b"hhea"] = hhea[:34]
    common[b"maxp"] = maxp[:4] + maxp[6:]
    return TrueType(units, glyphs, tuple(parts for _outline, parts in outlines), codes, common)


def _tables(content: bytes) -> dict[bytes, bytes]:
    version, count, *_search = _DIRECTORY.unpack_from(content)
    if version != _VERSION or count > _MOST_TABLES:
        raise FontError("this is not a TrueType font")
    found: dict[bytes, bytes] = {}
    used = [(0, _DIRECTORY.size + count * _ENTRY.size)]
    for number in range(count):
        tag, _sum, begin, length = _ENTRY.unpack_from(content, _DIRECTORY.size + number * _ENTRY.size)
        if tag in found or begin + length > len(content):
            raise FontError("the tables of the font are listed twice, or are not in it")
        found[tag] = content[begin : begin + length]
        used.append((begin, begin + length))
    end = 0
    for begin, until in [*sorted(used), (len(content), len(content))]:
        # Between two tables there is nothing but what fills them up to words.
        if begin < end or begin - end > 3 or content[end:begin].strip(b"\0"):
            raise FontError("the font has something beside its tables")
        end = until
    return found


def _places(loca: bytes, count: int, wide: int, length: int) -> list[int]:
    if wide not in (0, 1) or len(loca) != (count + 1) * (4 if wide else 2):
        raise FontError("the places of the glyphs cannot be read")
    found = list(unpack_from(f">{count + 1}{'L' if wide else 'H'}", loca))
    found = found if wide else [2 * place for place in found]
    if found[0] != 0 or sorted(found) != found or not found[-1] <= length <= found[-1] + 3:
        raise FontError("the glyphs of the font do not follow each other")
    return found


def _widths(hmtx: bytes, count: int, full: int) -> list[tuple[int, int]]:
    if len(hmtx) != full * 4 + (count - full) * 2:
        raise FontError("the widths of the glyphs cannot be read")
    pairs = list(Struct(">Hh").iter_unpack(hmtx[: full * 4]))
    rest = unpack_from(f">{count - full}h", hmtx, full * 4)
    return [*pairs, *((pairs[-1][0], bearing) for bearing in rest)]


def _outline(data: bytes) -> tuple[bytes, tuple[int, ...]]:
    """A glyph that refers to its parts by their places, and the numbers of the parts."""
    if not data:
        return b"", ()
    (contours,) = unpack_from(">h", data)
    if contours >= 0:
        return data[: _end_of_simple(data, contours)], ()
    changed = bytearray(data)
    parts: list[int] = []
    at, flags = 10, _MORE
    while flags & _MORE:
        flags, number = unpack_from(">HH", data, at)
        changed[at + 2 : at + 4] = len(parts).to_bytes(2, "big")
        parts.append(number)
        at += 8 if flags & _WORDS else 6
        at += 2 if flags & _SCALE else 4 if flags & _TWO_SCALES else 8 if flags & _MATRIX else 0
    if flags & _INSTRUCTIONS:
        at += 2 + unpack_from(">H", data, at)[0]
    return bytes(changed[: _checked_end(data, at)]), tuple(parts)


def _end_of_simple(data: bytes, contours: int) -> int:
    at = 10 + contours * 2
    points = unpack_from(">H", data, at - 2)[0] + 1 if contours else 0
    at += 2 + unpack_from(">H", data, at)[0]
    coordinates = 0
    while points > 0:
        flag = data[at]
        at += 1
        times = 1
        if flag & 0x08:
            times += data[at]
            at += 1
        across = 1 if flag & 0x02 else 0 if flag & 0x10 else 2
        down = 1 if flag & 0x04 else 0 if flag & 0x20 else 2
        coordinates += times * (across + down)
        points -= times
    if points:
        raise FontError("a glyph of the font has more flags than points")
    return _checked_end(data, at + coordinates)


def _checked_end(data: bytes, end: int) -> int:
    """A glyph is filled up to a word, with nothing else."""
    if not end <= len(data) <= end + 3 or data[end:].strip(b"\0"):
        raise FontError("a glyph of the font is cut off, or has something after its end")
    return end


def _codes(cmap: bytes, count: int) -> dict[int, int]:
    """The one table of a subset: format 6, a run of codes."""
    version, tables, platform, encoding, place, kind, length, language, first, entries = unpack_from(">4HL5H", cmap)
    known = (version, tables, platform, encoding, place, kind, language) == (0, 1, 1, 0, 12, 6, 0)
    if not known or length != 10 + 2 * entries or len(cmap) != 12 + length:
        raise FontError("the codes of the font are listed in a way that is not known")
    numbers = unpack_from(f">{entries}H", cmap, 22)
    if any(number >= count for number in numbers):
        raise FontError("a code of the font has no glyph")
    return dict(enumerate(numbers, first))
