"""The layouts: how pages look, one module for each version. A released layout never changes.

A document names the layout that drew it, and whoever verifies it years later draws it in that one again. A new look is
another module. A layout is self-contained: its words, fonts, colours and positions are in
its module, in the document, or in the pinned release of the edition, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import version
from typing import Protocol, cast

from certkit.attestation.v1.model import AttestationDocument, RendererDocument
from certkit.edition.rulebook import Rulebook
from certkit.errors import UnknownName

LAYOUTS = {1: "certkit.attestation.layout_1"}
"""Number -> module. A layout is imported when something is drawn in it, not before."""
CURRENT = 1
"""What is signed today is drawn in this one."""


class Layout(Protocol):
    """What the module of a layout has.

    Attributes:
        SIGNATURE_PAGE: the page with room for the visible signature, from 0.
        SIGNATURE_BOX: that room: left, bottom, right and top in points.
    """

    SIGNATURE_PAGE: int
    SIGNATURE_BOX: tuple[float, float, float, float]

    def render(self, document: AttestationDocument, rulebook: Rulebook) -> bytes:
        """The pages of the document, complete and unsigned, as PDF/A with the document attached.

        Args:
            rulebook: the pinned release of the edition, whose titles and texts are printed.
        """

    def signature_lines(self, document: AttestationDocument) -> list[str]:
        """What the visible signature says: who signs, in which role, when, and whether it is a rehearsal."""

    def signature_page(self, lines: Sequence[str]) -> bytes:
        """A PDF of one page, as large as ``SIGNATURE_BOX``, with these lines."""


def layout(number: int) -> Layout:
    """The layout of this number.

    Raises:
        UnknownName: this version of certkit does not have it.
    """
    module = LAYOUTS.get(number)
    if module is None:
        raise UnknownName(f"there is no layout {number}", hint=f"certkit has {', '.join(map(str, LAYOUTS))}")
    return cast("Layout", import_module(module))


def renderer(certkit: str) -> RendererDocument:
    """What draws the pages of what is signed today."""
    return {"certkit": certkit, "reportlab": version("reportlab"), "layout": CURRENT}
