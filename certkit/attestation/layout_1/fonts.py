"""The fonts that ship with certkit: which character each has, and how wide it is."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

FOLDER = Path(__file__).resolve().parents[2] / "fonts"
TEXT, BOLD, MONO, EAST = "certkit-text", "certkit-bold", "certkit-mono", "certkit-east"
_FILES = {
    TEXT: "NotoSans-Regular.ttf",
    BOLD: "NotoSans-Bold.ttf",
    MONO: "NotoSansMono-Regular.ttf",
    EAST: "WenQuanYiMicroHei.ttc",
}


class Face(NamedTuple):
    """A font that reportlab knows by its name.

    Attributes:
        widths: character -> advance as a part of the size, for the characters that it has.
    """

    name: str
    widths: Mapping[str, float]


@cache
def face(name: str) -> Face:
    """A font, read at its first use: the one for Chinese, Japanese and Korean takes a tenth of a second.

    Raises:
        FileNotFoundError: the installation is not complete.
    """
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.pdfbase.ttfonts import TTFont

    path = FOLDER / _FILES[name]
    if not path.is_file():
        raise FileNotFoundError(f"certkit is installed without its font {path.name}; install it again")
    # asciiReadable would embed all of ASCII in every document.
    font = TTFont(name, str(path), asciiReadable=0, shapable=False)
    registerFont(font)
    advance = font.face.charWidths
    return Face(name, {chr(code): advance[code] / 1000 for code in font.face.charToGlyph if code in advance})
