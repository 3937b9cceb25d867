"""Pages being filled from top to bottom: texts, headings, rules, tables, and facts with their labels."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import fsum
from typing import NamedTuple

from certkit.attestation.layout_1.fonts import BOLD, MONO
from certkit.attestation.layout_1.lines import Line, Style, wrap
from certkit.attestation.layout_1.structure import (
    CELL,
    DOCUMENT,
    HEAD_CELL,
    HEADING_OF_PART,
    HEADING_OF_SECTION,
    OF_COLUMN,
    OF_ROW,
    PARAGRAPH,
    ROW,
    SECTION,
    TABLE,
    Element,
)

WIDTH, HEIGHT = 595.28, 841.89
"""A4, in points."""
LEFT, RIGHT = 62.0, 533.0
TOP, BOTTOM = 762.0, 70.0
"""Of the text; the header stands above, the footer below."""
FIRST_BOTTOM = 206.0
"""The same on the first page, which has the signature below."""
COLUMN = RIGHT - LEFT

INK = (0.07, 0.07, 0.09)
SOFT = (0.36, 0.38, 0.41)
ACCENT = (0.10, 0.23, 0.37)
HAIR = (0.80, 0.81, 0.83)

BODY = Style(size=9, leading=13.2, colour=INK)
STRONG = BODY._replace(font=BOLD)
SMALL = Style(size=7.6, leading=10.8, colour=INK)
SMALL_STRONG = SMALL._replace(font=BOLD)
SMALL_SOFT = SMALL._replace(colour=SOFT)
SMALL_CODE = Style(font=MONO, size=6.7, leading=10.8, colour=INK)
CODE = Style(font=MONO, size=7.6, leading=13.2, colour=INK)
LABEL = Style(size=8, leading=13.2, colour=SOFT)
HEADING = Style(font=BOLD, size=13, leading=18, colour=ACCENT)
SUBHEADING = Style(font=BOLD, size=9.6, leading=14, colour=ACCENT)


class Words(NamedTuple):
    """A line of text; ``y`` is its base line, ``element`` what it is a part of; None for an artifact."""

    x: float
    y: float
    style: Style
    line: Line
    element: Element | None = None


class Rule(NamedTuple):
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float
    colour: tuple[float, float, float]


class Square(NamedTuple):
    """A rectangle: its outline, or filled if it has no line width. ``element`` as that of words."""

    x: float
    y: float
    width: float
    height: float
    line: float
    colour: tuple[float, float, float]
    element: Element | None = None


Drawn = Words | Rule | Square


class Mark(NamedTuple):
    """A bookmark: ``y`` is where the page is to be shown from."""

    title: str
    level: int
    page: int
    y: float


class _Held(NamedTuple):
    """A heading under which nothing stands yet: how many things and bookmarks were there before it, and its top."""

    drawn: int
    marks: int
    y: float


_MOVED = 200.0
"""More than that of a page is not moved for a heading's sake."""


class Sheet:
    """The pages so far.

    Attributes:
        y: the top of what comes next.
        structure: the document, with all that it consists of.
        section: the part of it that is being set.
    """

    def __init__(self, bottom: float = FIRST_BOTTOM, top: float = TOP) -> None:
        self.pages: list[list[Drawn]] = [[]]
        self.structure = Element(DOCUMENT)
        self.section = self.structure.add(SECTION)
        self.marks: list[Mark] = []
        self.y = top
        self._bottom = bottom
        self._held: _Held | None = None

    @property
    def room(self) -> float:
        """What is left of the page."""
        return self.y - self._bottom

    @property
    def is_fresh(self) -> bool:
        """Nothing has been set on this page yet."""
        return self.y == TOP and len(self.pages) > 1

    def turn(self) -> None:
        """The next page. A heading under which nothing stands yet goes with it."""
        held, self._held = self._held, None
        end = self.y
        self.pages.append([])
        self.y = TOP
        self._bottom = BOTTOM
        if held is None or not held.drawn or held.y - end > _MOVED:
            return
        page, up = self.pages[-2], TOP - held.y
        self.put(*(_shifted(drawn, up) for drawn in page[held.drawn :]))
        del page[held.drawn :]
        self.marks[held.marks :] = [
            mark._replace(page=mark.page + 1, y=mark.y + up) for mark in self.marks[held.marks :]
        ]
        self.y = end + up

    def release(self) -> None:
        """Something stands under the heading."""
        self._held = None

    def need(self, height: float) -> None:
        """Turn the page if there is less room than that."""
        if self.room < height and not self.is_fresh:
            self.turn()

    def put(self, *drawn: Drawn) -> None:
        """Something at a place of its own on this page."""
        self.pages[-1].extend(drawn)

    def skip(self, height: float) -> None:
        """Room between two things; none at the top of a page."""
        if not self.is_fresh:
            self.y -= height

    def lines(self, lines: tuple[Line, ...], style: Style, x: float, kind: str = PARAGRAPH) -> None:
        """Lines from here on, over as many pages as they take: an element of that kind."""
        element = self.section.add(kind) if lines else None
        for line in lines:
            self.need(style.leading)
            self.y -= style.leading
            self.put(Words(x, self.y + (style.leading - style.size) * 0.62, style, line, element))

    def text(self, text: str, style: Style = BODY, *, after: float = 0.0) -> None:
        """A paragraph."""
        self.lines(wrap(text, style, COLUMN), style, LEFT)
        self.skip(after)

    def heading(self, title: str, *, follows: float = 70.0) -> None:
        """The title of a section, never alone at the foot of a page."""
        self.release()
        self.need(34 + follows)
        self.skip(16)
        self._held = _Held(len(self.pages[-1]), len(self.marks), self.y)
        self.marks.append(Mark(title, 0, len(self.pages) - 1, self.y + 6))
        self.section = self.structure.add(SECTION)
        self.lines(wrap(title, HEADING, COLUMN), HEADING, LEFT, HEADING_OF_SECTION)
        self.y -= 3
        self.put(Rule(LEFT, self.y, RIGHT, self.y, 0.9, ACCENT))
        self.y -= 7

    def subheading(self, title: str, *, follows: float = 60.0) -> None:
        """The title of a part of a section."""
        self.need(24 + follows)
        self.skip(9)
        if self._held is None:
            self._held = _Held(len(self.pages[-1]), len(self.marks), self.y)
        self.marks.append(Mark(title, 1, len(self.pages) - 1, self.y + 6))
        self.lines(wrap(title, SUBHEADING, COLUMN), SUBHEADING, LEFT, HEADING_OF_PART)
        self.y -= 2


def _shifted(drawn: Drawn, up: float) -> Drawn:
    if isinstance(drawn, Rule):
        return drawn._replace(y1=drawn.y1 + up, y2=drawn.y2 + up)
    return drawn._replace(y=drawn.y + up)


_GAP = 9.0
"""Between two columns."""
_PAD = 2.6
"""Above and below the text of a row."""
_LABELS = 146.0
"""How wide the labels of facts are."""
_SPLIT = 240.0
"""A row that is higher is broken at the foot of a page rather than moved to the next one."""


class Said(NamedTuple):
    """A text in a style of its own."""

    text: str
    style: Style


Cell = str | Said | Sequence[Said]


class Column(NamedTuple):
    """A column: its heading, its width in points with the gap after it, and how its text is set."""

    title: str
    width: float
    style: Style = SMALL
    right: bool = False


class _Set(NamedTuple):
    line: Line
    style: Style
    element: Element | None


def table(sheet: Sheet, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> None:
    """A table over as many pages as it takes. The widths add up to the column of the text."""
    heads = [[Said(column.title, SMALL_SOFT)] for column in columns]
    head = [_cell(column, cell) for column, cell in zip(columns, heads, strict=True)]
    element = Element(TABLE)
    first = True
    for row in rows:
        if first:
            named = element.add(ROW)
            titles = [
                _cell(column, cell, named.add(HEAD_CELL, OF_COLUMN))
                for column, cell in zip(columns, heads, strict=True)
            ]
        inside = element.add(ROW)
        cells = [_cell(column, cell, inside.add(CELL)) for column, cell in zip(columns, row, strict=True)]
        height = _height(cells)
        if first:
            sheet.need(_height(head) + min(height, _SPLIT))
            sheet.release()
            sheet.section.kids.append(element)
            _head(sheet, columns, titles)
            first = False
        elif sheet.room < min(height, _SPLIT):
            sheet.turn()
            _head(sheet, columns, head)
        while True:
            fitting = [_fitting(cell, sheet.room - 2 * _PAD) for cell in cells]
            rest = [cell[count:] for cell, count in zip(cells, fitting, strict=True)]
            _row(sheet, columns, [cell[:count] for cell, count in zip(cells, fitting, strict=True)])
            if not any(rest):
                break
            cells = rest
            sheet.turn()
            _head(sheet, columns, head)
        sheet.put(Rule(LEFT, sheet.y, RIGHT, sheet.y, 0.4, HAIR))
    sheet.skip(6)


def facts(sheet: Sheet, rows: Iterable[tuple[str, Cell]], *, style: Style = BODY, pad: float = 0.9) -> None:
    """Labels and what is to be said of each. A text of several parts has a line for each; ``pad`` points around it.

    Where there is room around them, they have rules between them.
    """
    columns = (Column("", _LABELS, LABEL._replace(leading=style.leading)), Column("", RIGHT - LEFT - _LABELS, style))
    element = Element(TABLE)
    for name, value in rows:
        if not element.kids:
            sheet.section.kids.append(element)
        inside = element.add(ROW)
        cells = [_cell(columns[0], name, inside.add(HEAD_CELL, OF_ROW)), _cell(columns[1], value, inside.add(CELL))]
        sheet.need(min(_height(cells), _SPLIT))
        sheet.release()
        while True:
            fitting = [_fitting(cell, sheet.room - 2 * pad) for cell in cells]
            _row(sheet, columns, [cell[:count] for cell, count in zip(cells, fitting, strict=True)], pad=pad)
            cells = [cell[count:] for cell, count in zip(cells, fitting, strict=True)]
            if not any(cells):
                break
            sheet.turn()
        if pad > _PAD:
            sheet.put(Rule(LEFT, sheet.y, RIGHT, sheet.y, 0.4, HAIR))
    sheet.skip(4)


def _cell(column: Column, cell: Cell, element: Element | None = None) -> list[_Set]:
    """The lines of a cell. Of several texts, each is a paragraph."""
    said = [Said(cell, column.style)] if isinstance(cell, str) else [cell] if isinstance(cell, Said) else cell
    lines: list[_Set] = []
    for text, style in said:
        wrapped = wrap(text, style, column.width - _GAP)
        part = element.add(PARAGRAPH) if element is not None and wrapped and len(said) > 1 else element
        lines += [_Set(line, style, part) for line in wrapped]
    return lines


def _height(cells: Sequence[Sequence[_Set]]) -> float:
    return max(fsum(one.style.leading for one in cell) for cell in cells) + 2 * _PAD


def _fitting(cell: Sequence[_Set], room: float) -> int:
    """How many lines there is room for; one at least, so that the work comes to an end."""
    used = 0.0
    for count, one in enumerate(cell):
        used += one.style.leading
        if used > room and count:
            return count
    return len(cell)


def _head(sheet: Sheet, columns: Sequence[Column], cells: Sequence[Sequence[_Set]]) -> None:
    _row(sheet, columns, cells)
    sheet.put(Rule(LEFT, sheet.y, RIGHT, sheet.y, 0.7, INK))


def _row(sheet: Sheet, columns: Sequence[Column], cells: Sequence[Sequence[_Set]], pad: float = _PAD) -> None:
    top = sheet.y - pad
    x = LEFT
    lowest = top
    for column, cell in zip(columns, cells, strict=True):
        y = top
        for line, style, element in cell:
            y -= style.leading
            shift = column.width - _GAP - line.width if column.right else 0.0
            sheet.put(Words(x + shift, y + (style.leading - style.size) * 0.62, style, line, element))
        lowest = min(lowest, y)
        x += column.width
    sheet.y = lowest - pad
