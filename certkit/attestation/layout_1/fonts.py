"""The fonts that ship with certkit: the characters of each, their widths, and the part that a document needs."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from certkit.formats.truetype import FontFile

FOLDER = Path(__file__).resolve().parents[2] / "fonts"
TEXT, BOLD, MONO, EAST = "certkit-text", "certkit-bold", "certkit-mono", "certkit-east"


class _Font(NamedTuple):
    """What a font's descriptor says, in thousandths of its size: box is left, bottom, right, top."""

    file: str
    name: str
    box: tuple[int, int, int, int]
    ascent: int
    descent: int
    capital: int
    stem: int


_FONTS = {
    TEXT: _Font("NotoSans-Regular.ttf", "NotoSans-Regular", (-621, -389, 2800, 1067), 1069, -293, 714, 87),
    BOLD: _Font("NotoSans-Bold.ttf", "NotoSans-Bold", (-644, -389, 2800, 1069), 1069, -293, 714, 165),
    MONO: _Font("NotoSansMono-Regular.ttf", "NotoSansMono-Regular", (-616, -389, 1800, 1229), 1069, -293, 714, 87),
    EAST: _Font("WenQuanYiMicroHei.ttc", "WenQuanYiMicroHei", (-558, -271, 1169, 1056), 765, -240, 714, 87),
}
_FLAGS = 4
"""Symbolic: codes have no meaning but the one that the document gives them."""


class Face(NamedTuple):
    """A font.

    Attributes:
        widths: character -> advance as a part of the size, for the characters that it has.
    """

    name: str
    widths: Mapping[str, float]
    file: FontFile


class Subset(NamedTuple):
    """The part of a font that a document needs.

    Attributes:
        glyphs: number of each character, in the order of the characters.
        widths: of each character, in thousandths of the size.
    """

    program: bytes
    glyphs: tuple[int, ...]
    widths: tuple[int, ...]


@cache
def face(name: str) -> Face:
    """A font, read at its first use: the one for Chinese, Japanese and Korean takes a twentieth of a second.

    Raises:
        FileNotFoundError: the installation is not complete.
    """
    path = path_of(name)
    if not path.is_file():
        raise FileNotFoundError(f"certkit is installed without its font {path.name}; install it again")
    file = FontFile(path.read_bytes())
    return Face(name, {character: file.advance(character) / file.units for character in file.glyphs}, file)


def path_of(name: str) -> Path:
    """Its file."""
    return FOLDER / _FONTS[name].file


def subset(name: str, characters: str) -> Subset:
    """The font with these characters alone."""
    font = face(name)
    program, glyphs = font.file.subset(characters)
    return Subset(program, glyphs, tuple(round(font.widths[character] * 1000) for character in characters))


def descriptor(name: str) -> tuple[str, str]:
    """The font's name, and the entries of its descriptor."""
    font = _FONTS[name]
    box = " ".join(map(str, font.box))
    return font.name, (
        f"/Type /FontDescriptor /Flags {_FLAGS} /FontBBox [{box}] /ItalicAngle 0 "
        f"/Ascent {font.ascent} /Descent {font.descent} /CapHeight {font.capital} /StemV {font.stem}"
    )
