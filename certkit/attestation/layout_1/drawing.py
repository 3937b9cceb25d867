"""What the pages draw, in PDF's own words: text by font and position alone, nothing that a reader could click.

Few operators are enough: ``q Q cm``, ``RG rg w``, ``m l c h re S f``, ``BT ET Tf Tm Tj``, and ``BMC BDC EMC`` around
what belongs to an element of the structure, or is an artifact. Whoever compares two documents has to know no other
(:mod:`certkit.verification.drawn`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import groupby
from math import cos, fsum, radians, sin
from typing import NamedTuple

from certkit.attestation.layout_1.fonts import BOLD, MONO, face
from certkit.attestation.layout_1.lines import FRAME, FRAME_SIZE
from certkit.attestation.layout_1.sheet import Drawn, Rule, Square, Words
from certkit.attestation.layout_1.structure import Element

_ROUND = 0.4472
"""How far the controls of a round corner are from it, as a part of its radius."""


class Codes:
    """The fonts of a document, and the code of each of their characters, given as they are used."""

    def __init__(self) -> None:
        self._fonts: dict[str, dict[str, str]] = {}
        self._names: dict[str, str] = {}

    def name(self, font: str) -> str:
        """What the pages call it."""
        if font not in self._names:
            self._fonts[font] = {}
            self._names[font] = f"F{len(self._fonts)}"
        return self._names[font]

    def text(self, font: str, text: str) -> str:
        """The codes of a text, in hexadecimal digits, four for a character."""
        codes = self._fonts[font]
        try:
            return "".join(map(codes.__getitem__, text))
        except KeyError:
            for character in text:
                codes.setdefault(character, f"{len(codes) + 1:04X}")
        return "".join(map(codes.__getitem__, text))

    def fonts(self) -> Iterator[tuple[str, str]]:
        """Each font with its characters, in the order of their codes, from 1."""
        for font, codes in self._fonts.items():
            yield font, "".join(codes)


class Content(NamedTuple):
    """The content of a page, and the element of each of its pieces, by number."""

    data: bytes
    elements: tuple[Element, ...]


def draw(page: Sequence[Drawn], codes: Codes, size: tuple[float, float], watermark: str = "") -> Content:
    """The content of a page.

    Args:
        watermark: goes over the page, behind the text.
    """
    elements: list[Element] = []
    words = [drawn for drawn in page if isinstance(drawn, Words)]
    parts: list[str] = []
    if watermark:
        parts += _watermark(watermark, codes, size)
    figures = [drawn for drawn in page if not isinstance(drawn, Words)]
    parts.append("q")
    for element, group in groupby(figures, _element):
        parts += _marked(element, map(_figure, group), elements)
    parts.append("Q")
    for drawn in words:
        parts += _frames(drawn)
    parts += _words(words, codes, elements)
    return Content("\n".join(parts).encode("ascii"), tuple(elements))


def draw_alone(page: Sequence[Drawn], codes: Codes) -> bytes:
    """The content of a picture, which has no structure of its own."""
    words = [drawn for drawn in page if isinstance(drawn, Words)]
    parts = ["q", *(_figure(drawn) for drawn in page if not isinstance(drawn, Words)), "Q"]
    for drawn in words:
        parts += _frames(drawn, marked=False)
    return "\n".join([*parts, "BT", *_Pen(codes).text(words), "ET"]).encode("ascii")


def _element(drawn: Drawn) -> Element | None:
    return None if isinstance(drawn, Rule) else drawn.element


def _marked(element: Element | None, drawn: Iterable[str], elements: list[Element]) -> Iterator[str]:
    """What is drawn as the next piece of the element; as an artifact if there is none."""
    if element is None:
        yield "/Artifact BMC"
    else:
        yield f"/{element.kind} <</MCID {len(elements)}>> BDC"
        elements.append(element)
    yield from drawn
    yield "EMC"


def _figure(drawn: Rule | Square) -> str:
    colour = _colour(drawn.colour)
    if isinstance(drawn, Rule):
        ends = f"{drawn.x1:.2f} {drawn.y1:.2f} m {drawn.x2:.2f} {drawn.y2:.2f} l"
        return f"{colour} RG {drawn.width:.2f} w {ends} S"
    box = f"{drawn.x:.3f} {drawn.y:.3f} {drawn.width:.3f} {drawn.height:.3f} re"
    return f"{colour} RG {drawn.line:.2f} w {box} S" if drawn.line else f"{colour} rg {box} f"


def _words(words: Sequence[Words], codes: Codes, elements: list[Element]) -> Iterator[str]:
    """All text of a page in one go."""
    pen = _Pen(codes)
    yield "BT"
    for element, group in groupby(words, _element):
        yield from _marked(element, pen.text(group), elements)
    yield "ET"


class _Pen:
    """Writes text: font and colour are named where they change."""

    def __init__(self, codes: Codes) -> None:
        self._codes = codes
        self._font: tuple[str, float] | None = None
        self._colour: tuple[float, float, float] | None = None

    def text(self, words: Iterable[Words]) -> Iterator[str]:
        codes = self._codes
        for x, y, style, line, _element in words:
            if style.colour != self._colour:
                self._colour = style.colour
                yield f"{_colour(style.colour)} rg"
            for run in line.runs:
                framed = run.font == FRAME
                size = round(style.size * (FRAME_SIZE if framed else 1), 3)
                font = (MONO if framed else run.font, size)
                if font != self._font:
                    self._font = font
                    yield f"/{codes.name(font[0])} {size:g} Tf"
                lift, shift = (style.size * 0.08, style.size * 0.21) if framed else (0.0, 0.0)
                place = f"{x + run.x + shift:.2f} {y + lift:.2f}"
                # The space at which a line was broken is not seen, but without it two words would be read as one.
                text = f"{run.text} " if line.broken and run is line.runs[-1] else run.text
                yield f"1 0 0 1 {place} Tm <{codes.text(font[0], text)}> Tj"


def _frames(words: Words, *, marked: bool = True) -> Iterator[str]:
    """The frames around the code points of characters that are not set as themselves."""
    size = words.style.size
    for run in words.line.runs:
        if run.font == FRAME:
            width = face(MONO).widths["U"] * len(run.text) * size * FRAME_SIZE + 0.26 * size
            x, y = words.x + run.x + 0.08 * size, words.y - 0.12 * size
            path = _round_box(x, y, width, 0.84 * size, 0.12 * size)
            drawn = f"{_colour(words.style.colour)} RG 0.4 w {path} S"
            yield f"q /Artifact BMC {drawn} EMC Q" if marked else f"q {drawn} Q"


def _round_box(x: float, y: float, width: float, height: float, radius: float) -> str:
    near, right, top = radius * _ROUND, x + width, y + height
    inner_x, inner_y, far_x, far_y = x + radius, y + radius, right - radius, top - radius
    steps = (
        ((inner_x, y), "m"),
        ((far_x, y), "l"),
        ((right - near, y, right, y + near, right, inner_y), "c"),
        ((right, far_y), "l"),
        ((right, top - near, right - near, top, far_x, top), "c"),
        ((inner_x, top), "l"),
        ((x + near, top, x, top - near, x, far_y), "c"),
        ((x, inner_y), "l"),
        ((x, y + near, x + near, y, inner_x, y), "c"),
    )
    return " ".join(f"{' '.join(f'{one:.2f}' for one in points)} {operator}" for points, operator in steps) + " h"


def _watermark(watermark: str, codes: Codes, size: tuple[float, float]) -> Iterator[str]:
    widths = face(BOLD).widths
    height = 50
    length = fsum(widths[character] for character in watermark) * height
    name = codes.name(BOLD)
    text = codes.text(BOLD, watermark)
    across, up = cos(radians(32)), sin(radians(32))
    turned = f"{across:.6f} {up:.6f} {-up:.6f} {across:.6f}"
    # Three times over the page, so that no part of a page goes without it.
    for share in (0.2, 0.5, 0.8):
        yield f"q 0.88 0.88 0.88 rg {turned} {size[0] / 2:.2f} {size[1] * share:.2f} cm"
        place = f"1 0 0 1 {-length / 2:.2f} {-height / 3:.2f} Tm"
        yield f"BT /Artifact BMC /{name} {height} Tf {place} <{text}> Tj EMC ET Q"


@cache
def _colour(colour: tuple[float, float, float]) -> str:
    return " ".join(f"{part:.3f}" for part in colour)
