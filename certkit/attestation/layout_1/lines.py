"""From a text to lines of a width: the font of every character, the breaks, the frames of what is not set as itself.

Widths are added with ``fsum``: ``sum`` rounds otherwise since Python 3.12, and a line might break elsewhere.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import groupby
from math import fsum
from typing import NamedTuple
from unicodedata import ucd_3_2_0 as unicode

from certkit.attestation.layout_1.fonts import BOLD, EAST, MONO, TEXT, face

SPACES = frozenset(" \u00a0\u202f\u3000")
"""Set as spaces. The others that Unicode has are shown: nobody sees what they are."""
_FRAMED = re.compile(
    "["
    "\x00-\x1f\x7f-\x9f\u00ad"  # controls, soft hyphen
    "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\uffa0"  # seen as nothing
    "\u2000-\u200f\u2028-\u202e\u205f-\u206f"  # other spaces, zero width, line ends, direction
    "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe"  # written from right to left
    "\U00010800-\U00010fff\U0001e800-\U0001efff"
    "\ufe00-\ufe0f\ufeff\ufff0-\ufffb\ufffe\uffff"  # variation, byte order, specials
    "\ud800-\udfff\ue000-\uf8ff"  # halves, private use
    "\U000e0000-\U0010ffff"  # tags, variation, private use
    "]"
)
_PLAIN = re.compile(r"[ -~]*")
MARKS = 2
"""As many accents on a letter as are set; more of them would run together."""


def composed(text: str) -> str:
    """The text with letters and their accents put together where Unicode has the two as one."""
    return text if _PLAIN.fullmatch(text) else unicode.normalize("NFC", text)


def is_framed(character: str) -> bool:
    """Whether it is never set as itself, whatever the fonts have."""
    return _FRAMED.match(character) is not None


def is_mark(character: str) -> bool:
    """Whether it stands on the letter before it."""
    return unicode.combining(character) != 0


def label(character: str) -> str:
    """What is shown in its place."""
    return f"U+{ord(character):04X}"


def readable(text: str) -> str:
    """A text for where there are no frames, as in metadata and bookmarks: ``<U+202E>``, and nothing that acts."""
    return "".join(f"<{label(character)}>" if is_framed(character) else character for character in text).strip()


def is_east(character: str) -> bool:
    """Whether a line may be broken on both sides of it, as between ideographs, kana and Hangul."""
    return "\u2e80" <= character <= "\u9fff" or "\uac00" <= character <= "\ud7a3" or "\uf900" <= character <= "\uffef"


NEVER_FIRST = frozenset(
    ")]},.;:!?%\u201d\u2019"
    "\u3001\u3002\u3005\u3009\u300b\u300d\u300f\u3011\u3015"  # East Asian stops and closing brackets
    "\u3041\u3043\u3045\u3047\u3049\u3063\u3083\u3085\u3087"  # small kana
    "\u30a1\u30a3\u30a5\u30a7\u30a9\u30c3\u30e3\u30e5\u30e7\u30fb\u30fc"
    "\uff01\uff09\uff0c\uff0e\uff1a\uff1b\uff1f\uff3d\uff5d"  # wide forms
)
"""Not at the beginning of a line."""
NEVER_LAST = frozenset("([{\u201c\u2018\u3008\u300a\u300c\u300e\u3010\u3014\uff08\uff3b\uff5b")
"""Not at the end of a line."""


FRAME = ""
"""Instead of a font: the text is the code point of a character that is shown in a frame."""
FRAME_SIZE = 0.68
"""Of the text in a frame, as a part of the size around it."""
_FRAME_GAP = 0.42
"""What a frame takes besides its text, as a part of the size."""
ATTACHMENT = "attestation.json"
"""The file with all of the data."""
LONGEST = 6000
"""Characters of one text that are set: some two pages."""
_AFTER = frozenset("/\\_.:=,;&?-+@")
"""Where a word that is longer than a line is broken rather than anywhere."""


class Style(NamedTuple):
    """How a text is set: font, size and line height in points, colour from 0 (black) to 1 as red, green, blue."""

    font: str = TEXT
    size: float = 9.0
    leading: float = 13.0
    colour: tuple[float, float, float] = (0, 0, 0)


class Run(NamedTuple):
    """A piece of a line in one font, ``x`` points from the line's beginning."""

    font: str
    x: float
    text: str


class Line(NamedTuple):
    """A line and its width in points.

    Attributes:
        broken: the text goes on after a space, at which the line was broken.
    """

    runs: tuple[Run, ...]
    width: float
    broken: bool = False


class _Cell(NamedTuple):
    """A character as it is set: with its font and its advance."""

    character: str
    font: str
    text: str
    width: float

    @property
    def is_blank(self) -> bool:
        return self.character in SPACES


@lru_cache(2048)
def wrap(text: str, style: Style, width: float) -> tuple[Line, ...]:
    """The lines of a text; an empty one has none.

    No character is left out but the spaces at which lines are broken, and what is beyond ``LONGEST``, which is said.
    """
    if len(text) > LONGEST:
        text = f"{text[:LONGEST]} [… {len(text) - LONGEST} more characters in {ATTACHMENT}]"
    text = composed(text)
    if not text:
        return ()
    if _simple(style.font).issuperset(text):
        lines = _plain(text, style, width)
        if lines is not None:
            return lines
    cells = _cells(text, style)
    found = []
    start = 0
    while start < len(cells):
        end, following = _break(cells, start, width)
        line = _line(cells, start, end)
        at_space = following < len(cells) and any(cell.is_blank for cell in cells[end - 1 : following])
        found.append(line._replace(broken=at_space))
        start = following
    return tuple(found)


_COMMON = (*map(chr, range(0x20, 0x250)), *"–—‘’“”…·")
"""Latin letters, digits and signs: most texts have nothing else."""


@cache
def _simple(font: str) -> frozenset[str]:
    """Those of them that a font has and that lines may only be broken between at spaces."""
    own = face(font).widths
    return frozenset(one for one in _COMMON if one in own and not is_framed(one) and (one == " " or one not in SPACES))


def _plain(text: str, style: Style, width: float) -> tuple[Line, ...] | None:
    """The same for words of the font itself with single spaces; None if one of them has to be broken."""
    advance, size = face(style.font).widths, style.size
    whole = fsum(map(advance.__getitem__, text)) * size
    if whole <= width:
        return (Line((Run(style.font, 0.0, text),), whole),)
    space = advance[" "] * size
    found: list[Line] = []
    row: list[str] = []
    used = 0.0
    for word in text.split(" "):
        long = fsum(map(advance.__getitem__, word)) * size
        if not word or long > width or "," in word[:-1] or ";" in word[:-1]:
            return None
        if row and used + space + long > width:
            found.append(Line((Run(style.font, 0.0, " ".join(row)),), used, broken=True))
            row, used = [word], long
        else:
            used += long + (space if row else 0.0)
            row.append(word)
    found.append(Line((Run(style.font, 0.0, " ".join(row)),), used))
    return tuple(found)


def measure(text: str, style: Style) -> float:
    """How wide a text is on one line, in points."""
    return fsum(cell.width for cell in _cells(composed(text), style))


def shorten(text: str, style: Style, width: float) -> Line:
    """One line, with an ellipsis where the text is longer. Only for what is written out elsewhere."""
    lines = wrap(text, style, width)
    if not lines:
        return Line((), 0.0)
    if len(lines) == 1:
        return lines[0]
    room = width - face(style.font).widths["…"] * style.size
    first = wrap(text, style, max(room, 1.0))[0]
    dots = Run(style.font, round(first.width, 2), "…")
    return Line((*first.runs, dots), first.width + face(style.font).widths["…"] * style.size)


def _cells(text: str, style: Style) -> list[_Cell]:
    found: list[_Cell] = []
    size = style.size
    own = face(style.font).widths
    row = MARKS
    for character in text:
        if character in SPACES:
            # No font of the text has the wide space of Chinese.
            blank = "  " if character == "\u3000" else " "
            found.append(_Cell(character, style.font, blank, own[" "] * size * len(blank)))
            row = MARKS
            continue
        mark = not character.isascii() and is_mark(character)
        row = row + 1 if mark else 0
        if is_framed(character) or (mark and row > MARKS):
            found.append(_frame(character, size))
            continue
        for font in _fonts(style.font):
            width = face(font).widths.get(character)
            if width is not None:
                found.append(_Cell(character, font, character, width * size))
                break
        else:
            found.append(_frame(character, size))
    return found


def _fonts(font: str) -> tuple[str, ...]:
    return (font, EAST) if font in (TEXT, BOLD) else (MONO, TEXT, EAST)


def _frame(character: str, size: float) -> _Cell:
    text = label(character)
    width = fsum(face(MONO).widths[one] for one in text) * size * FRAME_SIZE + _FRAME_GAP * size
    return _Cell(character, FRAME, text, width)


def _break(cells: list[_Cell], start: int, width: float) -> tuple[int, int]:
    """Where the line that begins at ``start`` ends, and where the next one begins."""
    used = 0.0
    at = start
    between = within = -1
    while at < len(cells):
        used += cells[at].width
        if used > width + 0.01 and not cells[at].is_blank:
            break
        at += 1
        if at < len(cells):
            if _may_break(cells[at - 1], cells[at]):
                between = at
            elif cells[at - 1].character in _AFTER:
                within = at
    else:
        return len(cells), len(cells)
    if between > start:
        end = between
    else:
        end = within if within > (start + at) // 2 else max(at, start + 1)
        while end > start + 1 and _is_mark(cells[end]):
            end -= 1
    following = end
    while following < len(cells) and cells[following].is_blank:
        following += 1
    return end, following


def _is_mark(cell: _Cell) -> bool:
    return cell.font != FRAME and not cell.character.isascii() and is_mark(cell.character)


def _may_break(before: _Cell, after: _Cell) -> bool:
    if after.is_blank or _is_mark(after):
        return False
    if before.is_blank or before.font == FRAME or after.font == FRAME:
        return True
    if before.character in ",;" and after.character.isalpha():
        return True  # lists without spaces, as configuration keys have them
    if not (is_east(before.character) or is_east(after.character)):
        return False
    return after.character not in NEVER_FIRST and before.character not in NEVER_LAST


def _line(cells: list[_Cell], start: int, end: int) -> Line:
    while end > start + 1 and cells[end - 1].is_blank:
        end -= 1
    runs: list[Run] = []
    x = 0.0
    for font, group in groupby(cells[start:end], key=_font):
        if font == FRAME:
            for cell in group:
                runs.append(Run(FRAME, round(x, 2), cell.text))
                x += cell.width
        else:
            row = list(group)
            runs.append(Run(font, round(x, 2), "".join(cell.text for cell in row)))
            x += fsum(cell.width for cell in row)
    return Line(tuple(runs), x)


def _font(cell: _Cell) -> str:
    return cell.font
