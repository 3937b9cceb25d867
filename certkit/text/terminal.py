"""Text that is safe to print on a terminal, and colour only where it is wanted.

Every text that comes from a file goes through :func:`safe`: control characters, escape sequences and the invisible
characters that turn text around (U+202E and its kin) or fill it (U+3164) are shown as what they are.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from textwrap import TextWrapper
from typing import NamedTuple

from certkit.text.characters import is_invisible

_STYLES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "blue": "34", "cyan": "36"}
COLOUR_CHOICES = ("auto", "always", "never")


def safe(text: str) -> str:
    r"""The text on one line, with everything that is not printed shown as ``\xNN``, ``\uNNNN`` or ``\UNNNNNNNN``."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(c if c.isprintable() and not is_invisible(c) else _shown(c) for c in text)


def _shown(character: str) -> str:
    code = ord(character)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def width_of(text: str) -> int:
    """The columns that a safe text takes: two for a wide character, none for a combining accent."""
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def cut(text: str, width: int) -> str:
    """The text in at most so many columns, with … where something is left out."""
    if width_of(text) <= width:
        return text
    while text and width_of(text) > width - 1:
        text = text[:-1]
    return text.rstrip() + "…"


def wants_colour(choice: str, environ: Mapping[str, str], is_terminal: bool) -> bool:
    """Whether to colour: what the option says, then NO_COLOR, FORCE_COLOR, TERM, and whether it is a terminal at all.

    Args:
        choice: ``auto``, ``always`` or ``never``.
    """
    if choice != "auto":
        return choice == "always"
    if environ.get("NO_COLOR"):
        return False
    if environ.get("FORCE_COLOR", "") not in ("", "0", "false"):
        return True
    return is_terminal and environ.get("TERM") != "dumb"


class Ink(NamedTuple):
    """Styles that are sent only if ``coloured``."""

    coloured: bool = False

    def __call__(self, text: str, *styles: str) -> str:
        """The text in these styles, which are names such as ``bold`` and ``red``."""
        if not self.coloured or not text:
            return text
        codes = ";".join(_STYLES[style] for style in styles)
        return f"\x1b[{codes}m{text}\x1b[0m"


@lru_cache(maxsize=512)  # the same questions are open in many files
def wrapped(text: str, width: int, *, first: str = "", indent: str = "") -> str:
    """A safe text on lines of at most ``width`` columns.

    Args:
        first: what the first line begins with.
        indent: what the others begin with.
    """
    if len(first) + len(text) <= width and text.isascii() and "  " not in text:
        return first + text
    wrapper = TextWrapper(
        width=max(width, 30),
        initial_indent=first,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return wrapper.fill(text)


_IN_ASCII = str.maketrans(
    {"●": "*", "○": "o", "·": ".", "…": "...", "“": '"', "”": '"', "│": "|", "─": "-"} | dict.fromkeys("╭╮╰╯", "+")
)


def in_encoding(text: str, encoding: str) -> str:
    """The text, with signs in ASCII where the encoding does not have them."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return text.translate(_IN_ASCII)
    return text


def counted(count: int, noun: str, plural: str = "") -> str:
    """``1 error``, ``2 errors``."""
    return f"{count:,} {noun if count == 1 else plural or noun + 's'}"
