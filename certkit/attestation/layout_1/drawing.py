"""Draws filled pages with reportlab: text by font and position alone, nothing that a reader could click."""

from __future__ import annotations

from io import BytesIO
from math import fsum
from typing import TYPE_CHECKING, Any

from certkit.attestation.layout_1.characters import readable
from certkit.attestation.layout_1.fonts import BOLD, MONO, TEXT, face
from certkit.attestation.layout_1.lines import FRAME, FRAME_SIZE
from certkit.attestation.layout_1.sheet import HEIGHT, WIDTH, Drawn, Mark, Rule, Square, Words

if TYPE_CHECKING:
    from collections.abc import Sequence

_BOOKMARK = 120
"""Characters of a bookmark; the page has the whole heading."""


def draw(
    pages: Sequence[Sequence[Drawn]],
    marks: Sequence[Mark] = (),
    *,
    size: tuple[float, float] = (WIDTH, HEIGHT),
    watermark: str = "",
) -> bytes:
    """The pages as PDF, the same bytes for the same pages.

    Args:
        marks: bookmarks, in the order of the pages.
        watermark: goes over every page, behind the text.
    """
    from reportlab.pdfgen.canvas import Canvas

    face(TEXT)
    buffer = BytesIO()
    canvas = Canvas(
        buffer, pagesize=size, pageCompression=0, invariant=1, initialFontName=TEXT, initialFontSize=9, lang="en"
    )
    for number, page in enumerate(pages):
        if watermark:
            _watermark(canvas, watermark, size)
        for mark in marks:
            if mark.page == number:
                key = f"m{marks.index(mark)}"
                canvas.bookmarkHorizontalAbsolute(key, mark.y + 12)
                canvas.addOutlineEntry(readable(mark.title[:_BOOKMARK]), key, mark.level, closed=mark.level == 0)
        _page(canvas, page)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _page(canvas: Any, page: Sequence[Drawn]) -> None:  # reportlab has no types
    words = [drawn for drawn in page if isinstance(drawn, Words)]
    figures = [_figure(drawn) for drawn in page if not isinstance(drawn, Words)]
    canvas.addLiteral(" ".join(("q", *figures, "Q")))
    for drawn in words:
        _frames(canvas, drawn)
    _words(canvas, words)


def _figure(drawn: Rule | Square) -> str:
    """A line or a rectangle in PDF's own words: reportlab writes each number in more time than a word takes."""
    colour = " ".join(f"{part:.3f}" for part in drawn.colour)
    if isinstance(drawn, Rule):
        ends = f"{drawn.x1:.2f} {drawn.y1:.2f} m {drawn.x2:.2f} {drawn.y2:.2f} l"
        return f"{colour} RG {drawn.width:.2f} w {ends} S"
    box = f"{drawn.x:.3f} {drawn.y:.3f} {drawn.width:.3f} {drawn.height:.3f} re"
    return f"{colour} RG {drawn.line:.2f} w {box} S" if drawn.line else f"{colour} rg {box} f"


def _words(canvas: Any, words: Sequence[Words]) -> None:
    """All text of a page in one go: font and colour are named where they change."""
    text = canvas.beginText(0, 0)
    set_font: tuple[str, float] | None = None
    colour = None
    for x, y, style, line in words:
        if style.colour != colour:
            colour = style.colour
            text.setFillColorRGB(*colour)
        for run in line.runs:
            size = round(style.size * (FRAME_SIZE if run.font == FRAME else 1), 3)
            font = (run.font if run.font != FRAME else MONO, size)
            if font != set_font:
                set_font = font
                text.setFont(*font)
            lift, shift = (style.size * 0.08, style.size * 0.21) if run.font == FRAME else (0.0, 0.0)
            text.setTextOrigin(_point(x + run.x + shift), _point(y + lift))
            text.textLine(run.text)  # as textOut, which measures the text besides
    canvas.drawText(text)


def _frames(canvas: Any, words: Words) -> None:
    """The frames around the code points of characters that are not set as themselves."""
    size = words.style.size
    advance = face(MONO).widths["U"]
    for run in words.line.runs:
        if run.font == FRAME:
            canvas.setLineWidth(0.4)
            canvas.setStrokeColorRGB(*words.style.colour)
            width = advance * len(run.text) * size * FRAME_SIZE + 0.26 * size
            x, y = words.x + run.x + 0.08 * size, words.y - 0.12 * size
            canvas.roundRect(_point(x), _point(y), _point(width), _point(0.84 * size), _point(0.12 * size))


def _watermark(canvas: Any, watermark: str, size: tuple[float, float]) -> None:
    canvas.saveState()
    canvas.setFillColorRGB(0.88, 0.88, 0.88)
    widths = face(BOLD).widths
    height = 50
    length = fsum(widths[character] for character in watermark) * height
    # Three times over the page, so that no part of a page goes without it.
    for share in (0.2, 0.5, 0.8):
        canvas.saveState()
        canvas.translate(size[0] / 2, round(size[1] * share, 2))
        canvas.rotate(32)
        text = canvas.beginText(_point(-length / 2), -height / 3)
        text.setFont(BOLD, height)
        text.textOut(watermark)
        canvas.drawText(text)
        canvas.restoreState()
    canvas.restoreState()


def _point(value: float) -> float:
    """Positions to a hundredth of a point, so that no two ways to write a number can differ."""
    return round(value, 2)
