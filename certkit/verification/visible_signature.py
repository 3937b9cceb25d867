"""The visible signature: it draws what the layout draws of the data, whole, so that it names nobody but the signer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkit.attestation.layouts import Layout
from certkit.formats.pdf import PdfError, equal
from certkit.verification.drawn import picture_difference
from certkit.verification.failure import Failed
from certkit.verification.incremental_updates import VisibleSignature
from certkit.verification.structure import Parts

if TYPE_CHECKING:
    from certkit.attestation.v1.model import AttestationDocument

_PACKING = frozenset({"Length", "Filter"})
_FORM = frozenset({"Type", "Subtype", "BBox", "Resources"})
_MARGIN = 5
"""Points between the field and the picture in it."""


def check_picture(parts: Parts, layout: Layout, document: AttestationDocument) -> None:
    """The visible signature is the one that the layout draws of the data, in the place that is kept for it.

    Raises:
        Failed: it draws something else, or stands somewhere else.
    """
    visible = parts.visible
    if visible.page != layout.SEAL_PAGE:
        raise Failed("the seal does not stand on the page that has room for it")
    left, bottom, right, top = (round(corner) for corner in layout.SEAL_BOX)
    if visible.box != (left, bottom, right, top):
        raise Failed("the seal covers another part of the page than the one that is kept for it")
    if not _fills(visible, right - left, top - bottom):
        raise Failed("the picture of the seal has another size or place in its field than signing gives it")
    view = parts.document.view()
    try:
        form = view.stream(visible.picture)
    except PdfError as error:
        raise Failed(f"the visible seal cannot be compared with what the data says: {error}") from None
    if form.dictionary.keys() - _PACKING != _FORM or not equal(
        form.dictionary["BBox"], [0, 0, right - left, top - bottom]
    ):
        raise Failed("the picture of the seal has other entries than signing writes")
    difference = picture_difference(view, form, layout.seal_page(layout.seal_lines(document)))
    if difference:
        raise Failed(f"the visible seal does not say what the data says: {difference}")


def _fills(visible: VisibleSignature, width: float, height: float) -> bool:
    """A picture as large as the field is set into it so that the margin stays free, in the middle."""
    inner = (width - 2 * _MARGIN, height - 2 * _MARGIN)
    scale = min(inner[0] / width, inner[1] / height)
    left, bottom = ((size - scale * whole) / 2 + _MARGIN for size, whole in zip(inner, (width, height), strict=True))
    return abs(visible.scale - scale) < 0.001 and abs(visible.left - left) < 1 and abs(visible.bottom - bottom) < 1
