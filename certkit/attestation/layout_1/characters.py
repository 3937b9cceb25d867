"""Which characters are set as they are, and which are shown by their code point instead.

Texts come from vendors, laboratories and tools. A reader has to see every character of them: what would act (changes of
direction, line ends), what would not be seen (fillers, zero width), and what no font has is set as ``U+202E`` in a
frame. Nothing is dropped, and nothing is mark-up: there is no mark-up language here at all.

The tables of Unicode are those of version 3.2, which every Python has, so that each draws the same page.
"""

from __future__ import annotations

import re
from unicodedata import ucd_3_2_0 as unicode

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
