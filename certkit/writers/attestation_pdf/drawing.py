"""Draws filled pages with reportlab: text by font and position alone, nothing that a reader could click."""

from __future__ import annotations

from io import BytesIO
from math import fsum
from typing import TYPE_CHECKING, Any

from certkit.writers.attestation_pdf.characters import readable
from certkit.writers.attestation_pdf.fonts import BOLD, MONO, TEXT, face
from certkit.writers.attestation_pdf.lines import FRAME, FRAME_SIZE
from certkit.writers.attestation_pdf.sheet import HEIGHT, WIDTH, Drawn, Mark, Rule, Square, Words

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
    colour = None
    words = []
    for drawn in page:
        if isinstance(drawn, Words):
            words.append(drawn)
            continue
        if drawn.colour != colour:
            colour = drawn.colour
            canvas.setStrokeColorRGB(*colour)
            canvas.setFillColorRGB(*colour)
        if isinstance(drawn, Rule):
            canvas.setLineWidth(drawn.width)
            canvas.line(_point(drawn.x1), _point(drawn.y1), _point(drawn.x2), _point(drawn.y2))
        elif isinstance(drawn, Square):
            canvas.setLineWidth(drawn.line)
            filled = not drawn.line
            box = (round(drawn.x, 3), round(drawn.y, 3), round(drawn.width, 3), round(drawn.height, 3))
            canvas.rect(*box, stroke=not filled, fill=filled)
    for drawn in words:
        _frames(canvas, drawn)
    _words(canvas, words)


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
            text.textOut(run.text)
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
