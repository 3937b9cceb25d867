"""TrueType fonts: the part of a font that a document needs, and what the glyphs of such a part draw.

:class:`FontFile` is a whole font, as it is installed; it makes subsets. :func:`read_truetype` is a strict reader of
subsets that nobody has reason to trust. Two subsets of one font may number their glyphs differently, so a
:class:`Glyph` names none of these numbers: it is the outline with the outlines of its parts, and the advance. So glyphs
of two files can be compared. Anything that this reader does not know is an error.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import pairwise
from struct import Struct, error, pack, unpack_from
from typing import NamedTuple

_DIRECTORY = Struct(">4sHHHH")
_ENTRY = Struct(">4sLLL")
_VERSION = b"\x00\x01\x00\x00"
_MOST_TABLES = 32
_DEEPEST = 8
"""Parts of parts of a glyph."""
_WORDS, _SCALE, _MORE, _TWO_SCALES, _MATRIX, _INSTRUCTIONS = 0x0001, 0x0008, 0x0020, 0x0040, 0x0080, 0x0100
_NUMBERED = frozenset({b"glyf", b"loca", b"hmtx"})
"""Tables that depend on which glyphs a subset has, and in which order."""
_NEEDED = frozenset({b"head", b"hhea", b"maxp", *_NUMBERED})
_HINTS = (b"cvt ", b"fpgm", b"prep")
_WHOLE = 0xB1B0AFBA
"""What the words of a font file add up to."""


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
        common: what all subsets of one font have in common: table -> its bytes, without the counts of glyphs.
    """

    units: int
    glyphs: tuple[Glyph, ...]
    parts: tuple[tuple[int, ...], ...]
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


def _read(content: bytes) -> TrueType:
    tables = _tables(content)
    missing = _NEEDED - set(tables)
    if missing:
        raise FontError(f"the font has no table {min(missing).decode('ascii')}")
    if set(tables) - _NEEDED - {*_HINTS}:
        raise FontError("the font has a table that no subset needs")
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
    common = {tag: data for tag, data in tables.items() if tag not in _NUMBERED}
    common[b"head"] = head[:8] + head[12:50] + head[52:]  # without the sum over the file and the kind of places
    common[b"hhea"] = hhea[:34]
    common[b"maxp"] = maxp[:4] + maxp[6:]
    if content != _file({**tables, b"head": head[:8] + bytes(4) + head[12:]}):
        raise FontError("the font has other sums than its tables, or is written in an unusual way")
    return TrueType(units, glyphs, tuple(parts for _outline, parts in outlines), common)


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
        # Between two tables only zeros are allowed, to the next word.
        if begin < end or begin - end > 3 or content[end:begin].strip(b"\0"):
            raise FontError("the font has data outside its tables")
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
    rows = list(_parts(data))
    for place, _flags, number in rows:
        changed[place - 2 : place] = len(parts).to_bytes(2, "big")
        parts.append(number)
    at, flags, _number = rows[-1]
    at += _room(flags)
    if flags & _INSTRUCTIONS:
        at += 2 + unpack_from(">H", data, at)[0]
    return bytes(changed[: _checked_end(data, at)]), tuple(parts)


def _parts(data: bytes) -> Iterator[tuple[int, int, int]]:
    """The parts of a composite glyph: the place after its number, its flags, its number."""
    at, flags = 10, _MORE
    while flags & _MORE:
        flags, number = unpack_from(">HH", data, at)
        yield at + 4, flags, number
        at += 4 + _room(flags)


def _room(flags: int) -> int:
    """Bytes for the position and scale of a part."""
    place = 4 if flags & _WORDS else 2
    return place + (2 if flags & _SCALE else 4 if flags & _TWO_SCALES else 8 if flags & _MATRIX else 0)


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


class FontFile:
    """A whole font; the first one of a collection.

    Attributes:
        units: of the em square.
        glyphs: character -> number of its glyph, for the characters that it has.
    """

    def __init__(self, content: bytes) -> None:
        """Read it.

        Raises:
            FontError: it is not a font with outlines in ``glyf``, or damaged.
        """
        try:
            self._tables = _directory(content)
            self.units: int = unpack_from(">H", self._tables[b"head"], 18)[0]
            self.glyphs = _characters(self._tables[b"cmap"])
            (full,), (self._count,) = (
                unpack_from(">H", self._tables[b"hhea"], 34),
                unpack_from(">H", self._tables[b"maxp"], 4),
            )
            self._widths = _widths(self._tables[b"hmtx"], self._count, full)
        except (error, KeyError, IndexError) as found:
            raise FontError(f"the font cannot be read ({found})") from None

    def advance(self, character: str) -> int:
        """How far away the next character is, in units of the font."""
        return self._widths[self.glyphs[character]][0]

    def subset(self, characters: Iterable[str]) -> tuple[bytes, tuple[int, ...]]:
        """A font with the glyphs of these characters and their parts, and the number of each character's glyph."""
        numbers = {0: 0}
        placed = tuple(numbers.setdefault(self.glyphs[character], len(numbers)) for character in characters)
        outlines = [
            self._moved(self._places[number], self._places[number + 1], numbers) for number in _growing(numbers)
        ]
        ends = [0]
        for outline in outlines:
            ends.append(ends[-1] + len(outline))
        count = len(numbers)
        head, hhea, maxp = (bytearray(self._tables[tag]) for tag in (b"head", b"hhea", b"maxp"))
        head[8:12], head[50:52] = bytes(4), b"\0\1"  # the sum over the file comes last; places of four bytes
        hhea[34:36], maxp[4:6] = count.to_bytes(2, "big"), count.to_bytes(2, "big")
        tables = {
            **{tag: self._tables[tag] for tag in _HINTS if tag in self._tables},
            b"glyf": b"".join(outlines),
            b"head": bytes(head),
            b"hhea": bytes(hhea),
            b"hmtx": b"".join(pack(">Hh", *self._widths[number]) for number in numbers),
            b"loca": pack(f">{count + 1}L", *ends),
            b"maxp": bytes(maxp),
        }
        return _file(tables), placed

    @cached_property
    def _places(self) -> tuple[int, ...]:
        wide = unpack_from(">h", self._tables[b"head"], 50)[0]
        places = unpack_from(f">{self._count + 1}{'L' if wide else 'H'}", self._tables[b"loca"])
        return places if wide else tuple(2 * place for place in places)

    def _moved(self, begin: int, end: int, numbers: dict[int, int]) -> bytes:
        """A glyph whose parts have their numbers in the subset; a part that has none gets the next one."""
        data = bytearray(self._tables[b"glyf"][begin:end])
        if data and data[0] & 0x80:
            for at, _flags, part in _parts(bytes(data)):
                data[at - 2 : at] = numbers.setdefault(part, len(numbers)).to_bytes(2, "big")
        return bytes(data) + bytes(-len(data) % 4)


def _growing(numbers: dict[int, int]) -> Iterator[int]:
    """The keys in their order, with those that come in the meantime."""
    done = 0
    while done < len(numbers):
        for number in list(numbers)[done:]:
            done += 1
            yield number


def _directory(content: bytes) -> dict[bytes, bytes]:
    begin = unpack_from(">L", content, 12)[0] if content[:4] == b"ttcf" else 0
    version, count, *_search = _DIRECTORY.unpack_from(content, begin)
    if version != _VERSION:
        raise FontError("this is not a TrueType font")
    entries = (_ENTRY.unpack_from(content, begin + _DIRECTORY.size + at * _ENTRY.size) for at in range(count))
    return {tag: content[place : place + length] for tag, _sum, place, length in entries}


def _characters(cmap: bytes) -> dict[str, int]:
    """The characters of a font, by its table for all of Unicode, or for its first plane."""
    rows = Struct(">HHL").iter_unpack(cmap[4 : 4 + 8 * unpack_from(">H", cmap, 2)[0]])
    places = {(platform, encoding): place for platform, encoding, place in rows}
    for kind in ((3, 10), (3, 1)):
        if kind in places:
            table = cmap[places[kind] :]
            return _of_format_12(table) if table[:2] == b"\0\x0c" else _of_format_4(table)
    raise FontError("the font has no table of characters")


def _of_format_12(table: bytes) -> dict[str, int]:
    found: dict[str, int] = {}
    for first, last, glyph in Struct(">LLL").iter_unpack(table[16 : 16 + 12 * unpack_from(">L", table, 12)[0]]):
        found.update(zip(map(chr, range(first, last + 1)), range(glyph, glyph + last - first + 1), strict=True))
    return found


def _of_format_4(table: bytes) -> dict[str, int]:
    if table[:2] != b"\0\4":
        raise FontError("the characters of the font are listed in a way that is not known")
    count = unpack_from(">H", table, 6)[0] // 2
    ends, begins = (unpack_from(f">{count}H", table, at) for at in (14, 16 + 2 * count))
    moves, offsets = (unpack_from(f">{count}H", table, 16 + part * count) for part in (4, 6))
    found: dict[str, int] = {}
    for place, (begin, end, move, offset) in enumerate(zip(begins, ends, moves, offsets, strict=True)):
        codes = range(begin, end + 1)
        glyphs: Iterable[int] = codes
        if offset:
            glyphs = unpack_from(f">{len(codes)}H", table, 16 + 6 * count + 2 * place + offset)
        found.update(
            (chr(code), (glyph + move) & 0xFFFF)
            for code, glyph in zip(codes, glyphs, strict=True)
            if glyph and (glyph + move) & 0xFFFF
        )
    return found


def _file(tables: dict[bytes, bytes]) -> bytes:
    """A font file of these tables, in the order of their names."""
    power = len(tables).bit_length() - 1
    search = 16 << power
    head = _DIRECTORY.pack(_VERSION, len(tables), search, power, 16 * len(tables) - search)
    place = len(head) + _ENTRY.size * len(tables)
    entries, parts, places = [], [], {}
    for tag, data in sorted(tables.items()):
        filled = data + bytes(-len(data) % 4)
        entries.append(_ENTRY.pack(tag, _sum(filled), place, len(data)))
        parts.append(filled)
        places[tag] = place
        place += len(filled)
    content = bytearray(b"".join([head, *entries, *parts]))
    total = places[b"head"] + 8
    content[total : total + 4] = pack(">L", (_WHOLE - _sum(bytes(content))) & 0xFFFFFFFF)
    return bytes(content)


def _sum(data: bytes) -> int:
    words: tuple[int, ...] = unpack_from(f">{len(data) // 4}L", data)
    return sum(words) & 0xFFFFFFFF
