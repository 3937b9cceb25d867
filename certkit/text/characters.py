"""What a text looks like, by Unicode's tables: characters that are not shown, and words that look like other words.

A word is in one script, or in the scripts of Japanese, Chinese or Korean, which may be mixed with Latin letters
(UTS 39, 5.2: highly restrictive).
"""

from __future__ import annotations

import json
import pkgutil
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from functools import cache
from typing import Any

_BLANKS = frozenset("\u2800")
"""The empty Braille pattern, which the tables do not count as ignorable."""
_JOINERS = frozenset("\u200c\u200d")
_JOINING = frozenset(
    {"Arab", "Beng", "Deva", "Gujr", "Guru", "Knda", "Mlym", "Mong", "Orya", "Sinh", "Syrc", "Taml", "Telu"}
)
"""Scripts that cannot be written without joiners."""
_HIDDEN = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})
_TOGETHER = (
    frozenset({"Latn", "Hani", "Hira", "Kana"}),
    frozenset({"Latn", "Hani", "Bopo"}),
    frozenset({"Latn", "Hani", "Hang"}),
)
_ORDINALS = frozenset("ªº")
SIGNS = dict.fromkeys("\u2010\u2011\u2212\ufe63\uff0d", "-") | {
    **dict.fromkeys("\u2024\ufe52\uff0e", "."),
    **dict.fromkeys("\u201a\uff0c", ","),
    **dict.fromkeys("\u2044\u2215\uff0f", "/"),
    **dict.fromkeys("\u2236\ua789\uff1a", ":"),
    "\uff3f": "_",
}
"""Signs that read as one of ASCII: between letters and figures they make another name. Dashes are usual (7–22 kW)."""
_NO_CHARACTERS = frozenset("\ufffc\ufffd")
"""Placeholders for a missing object or character."""
_PHONETIC = 0x250
"""Latin letters from here on are phonetic signs, or letters of few languages."""


def is_invisible(character: str) -> bool:
    """Whether it is not shown, or is a blank other than the usual one."""
    if character.isascii():
        return not character.isprintable()
    category = unicodedata.category(character)
    return category in _HIDDEN or category == "Zs" or character in _BLANKS or _within(character, _ignorable())


def invisible_in(text: str) -> str:
    """The first character of a text that is not shown, as ``U+202E``; empty if there is none."""
    if text.isascii() and text.isprintable():
        return ""
    for before, character in zip(("", *text), text, strict=False):
        if is_invisible(character) and not (character in _JOINERS and before and scripts_of(before) & _JOINING):
            return code_of(character)
    return ""


def code_of(character: str) -> str:
    """``U+202E``."""
    return f"U+{ord(character):04X}"


def mixed_word(text: str) -> str:
    """The first word with letters of scripts that are not written together; empty if there is none."""
    return next((word for word in _words(text) if not _is_in_one_script(word)), "")


def disguised_letter(text: str) -> str:
    """The first letter that is another form of letters of ASCII (full-width, mathematical), or a phonetic sign."""
    for character in "" if text.isascii() else text:
        if character.isascii() or unicodedata.category(character)[0] not in "LN":
            continue
        plain = unicodedata.normalize("NFKC", character)
        is_form = plain.isascii() and plain.isalnum() and not character.isnumeric() and character not in _ORDINALS
        is_sign = ord(character) >= _PHONETIC and scripts_of(character) == {"Latn"} and character in _lookalikes()
        if is_form or is_sign or (plain.isascii() and unicodedata.category(character) in ("Nd", "Nl")):
            return character
    return ""


def disguised_sign(text: str) -> str:
    """The first sign within a word that reads as one of ASCII, is a placeholder, or is an accent without a letter."""
    if text.isascii():
        return ""
    for before, character, after in zip(("", *text), text, (*text[1:], ""), strict=False):
        within = before.isalnum() and after.isalnum()
        marks_nothing = unicodedata.category(character)[0] == "M" and unicodedata.category(before or " ")[0] not in "LM"
        if (
            (within and character in SIGNS)
            or character in _NO_CHARACTERS
            or marks_nothing
            or ord(character) & 0xFFFE == 0xFFFE
        ):
            return character
    return ""


def disguised_word(text: str) -> str:
    """The first word without a Latin letter that reads as a word of ASCII; empty if there is none."""
    return next((word for word in _words(text) if _reads_as_ascii(word)), "")


def look_of(text: str) -> str:
    """The text with each character that can be taken for one of ASCII replaced by it."""
    return unicodedata.normalize("NFC", text).translate(_looks())


def plain_scripts(texts: Iterable[str]) -> frozenset[str]:
    """The scripts of letters that cannot be taken for those of ASCII."""
    letters = {character for text in texts if not text.isascii() for character in text if character.isalpha()}
    return frozenset(script for letter in letters if letter not in _lookalikes() for script in scripts_of(letter)) - {
        "Latn"
    }


@cache
def scripts_of(character: str) -> frozenset[str]:
    """The scripts that a character is written in; empty for what all scripts share."""
    if character.isascii():
        return frozenset({"Latn"}) if character.isalpha() else frozenset()
    return frozenset(script for script, runs in _scripts().items() if _within(character, runs))


def _words(text: str) -> list[str]:
    return [] if text.isascii() else [word for word in text.split() if not word.isascii()]


def _is_in_one_script(word: str) -> bool:
    letters = [scripts_of(c) for c in word if unicodedata.category(c)[0] in "LMN"]
    of_a_script = [scripts for scripts in letters if scripts]
    if not of_a_script or frozenset.intersection(*of_a_script):
        return True
    return any(all(scripts & together for scripts in of_a_script) for together in _TOGETHER)


def _reads_as_ascii(word: str) -> bool:
    letters = [c for c in word if unicodedata.category(c)[0] in "LMN" and not c.isdecimal()]
    return bool(letters) and all(
        not c.isascii() and c in _lookalikes() and "Latn" not in scripts_of(c) for c in letters
    )


Runs = tuple[tuple[int, ...], tuple[int, ...]]
"""First and last code points."""


def _within(character: str, runs: Runs) -> bool:
    first, last = runs
    at = bisect_right(first, ord(character)) - 1
    return at >= 0 and ord(character) <= last[at]


def _runs(text: str) -> Runs:
    pairs = [run.partition("-") for run in text.split()]
    return tuple(int(first, 16) for first, _, _ in pairs), tuple(int(last or first, 16) for first, _, last in pairs)


@cache
def _tables() -> dict[str, Any]:
    """Unicode's tables, which docs/tools/unicode_tables.py wrote. Most texts are ASCII and never need them."""
    tables: dict[str, Any] = json.loads(pkgutil.get_data("certkit.text", "unicode_tables.json") or b"")
    return tables


@cache
def _ignorable() -> Runs:
    return _runs(_tables()["ignorable"])


@cache
def _scripts() -> dict[str, Runs]:
    return {script: _runs(text) for script, text in _tables()["scripts"].items()}


@cache
def _looks() -> dict[int, str]:
    return str.maketrans(_lookalikes())


@cache
def _lookalikes() -> dict[str, str]:
    return {chr(int(entry[2:], 16)): entry[0] for entry in _tables()["lookalikes"].split()}
