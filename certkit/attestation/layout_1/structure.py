"""The structure of a document, for those who have it read aloud: headings, paragraphs, tables, and the order of them.

An element has what is drawn with it, or other elements. What is drawn without one is an artifact: rules, headers,
footers, the watermark, and the head of a table where it is repeated on the next page.
"""

from __future__ import annotations

from collections.abc import Iterator


class Element:
    """A part of the document.

    Attributes:
        kind: its type, one of those that PDF 1.7 has: ``Sect``, ``H2``, ``P``, ``Table`` …
        entries: what else the file says of it, as PDF writes it.
        alternative: what is read aloud instead of a figure.
        kids: the elements in it, in the order in which they are read.
        pieces: the places of what is drawn with it: page and number on that page, both from 0.
    """

    __slots__ = ("alternative", "entries", "kids", "kind", "pieces")

    def __init__(self, kind: str, entries: str = "", alternative: str = "") -> None:
        self.kind = kind
        self.entries = entries
        self.alternative = alternative
        self.kids: list[Element] = []
        self.pieces: list[tuple[int, int]] = []

    def add(self, kind: str, entries: str = "", alternative: str = "") -> Element:
        """One more element in it, the last one."""
        kid = Element(kind, entries, alternative)
        self.kids.append(kid)
        return kid

    def all(self) -> Iterator[tuple[Element, Element | None]]:
        """This element and those in it, each with the one that it is in, as they are read."""
        pending: list[tuple[Element, Element | None]] = [(self, None)]
        while pending:
            element, parent = pending.pop()
            yield element, parent
            pending += [(kid, element) for kid in reversed(element.kids)]


DOCUMENT, SECTION, PARAGRAPH, FIGURE, FORM = "Document", "Sect", "P", "Figure", "Form"
TITLE, HEADING_OF_SECTION, HEADING_OF_PART = "H1", "H2", "H3"
TABLE, ROW, HEAD_CELL, CELL = "Table", "TR", "TH", "TD"
OF_COLUMN = "/A<</O/Table/Scope/Column>>"
OF_ROW = "/A<</O/Table/Scope/Row>>"
"""What a head cell is the head of."""
