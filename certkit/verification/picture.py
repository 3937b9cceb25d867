"""The visible signature: it draws what the layout draws of the data, whole, so that it names nobody but the signer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkit.attestation.layouts import Layout
from certkit.formats.pdf import PdfError, Ref, Stream, Value, View, equal, read_document
from certkit.verification.failure import Failed
from certkit.verification.incremental_updates import VisibleSignature
from certkit.verification.structure import Parts

if TYPE_CHECKING:
    from certkit.model.attestation_documents import AttestationDocument

_PACKING = frozenset({"Length", "Filter"})
_FORM = frozenset({"Type", "Subtype", "BBox", "Resources"})
_MARGIN = 5
"""Points between the field and the picture in it."""
_PAGE = frozenset({"Type", "Parent", "MediaBox", "Resources", "Contents", "Rotate", "Trans"})


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
    try:
        view = parts.document.view()
        expected = read_document(layout.seal_page(layout.seal_lines(document))).view()
        same = _draws(view, view.stream(visible.picture), expected)
    except PdfError as error:
        raise Failed(f"the visible seal cannot be compared with what the data says: {error}") from None
    if not same:
        raise Failed("the visible seal does not say what the data says")


def _fills(visible: VisibleSignature, width: float, height: float) -> bool:
    """A picture as large as the field is set into it so that the margin stays free, in the middle."""
    inner = (width - 2 * _MARGIN, height - 2 * _MARGIN)
    scale = min(inner[0] / width, inner[1] / height)
    left, bottom = ((size - scale * whole) / 2 + _MARGIN for size, whole in zip(inner, (width, height), strict=True))
    return abs(visible.scale - scale) < 0.001 and abs(visible.left - left) < 1 and abs(visible.bottom - bottom) < 1


def _draws(view: View, form: Stream, other: View) -> bool:
    pages = other.array(other.dictionary(other.root["Pages"])["Kids"])
    page = other.dictionary(pages[0])
    contents = other.stream(page["Contents"])
    return (
        form.dictionary.keys() - _PACKING == _FORM
        and len(pages) == 1
        and page.keys() <= _PAGE
        and view.document.data(form) == other.document.data(contents)
        and equal(form.dictionary["BBox"], page["MediaBox"])
        and _same(view, form.dictionary["Resources"], other, page["Resources"])
    )


def _same(view: View, value: Value, other: View, expected: Value) -> bool:
    """Two values are the same, with all they refer to; no pair of objects is compared twice."""
    pending, compared = [(value, expected)], set[tuple[int, int]]()
    while pending:
        left, right = pending.pop()
        if isinstance(left, Ref) and isinstance(right, Ref):
            if (left.number, right.number) in compared:
                continue
            compared.add((left.number, right.number))
        left, right = view.resolve(left), other.resolve(right)
        if isinstance(left, Stream) and isinstance(right, Stream):
            if view.document.data(left) != other.document.data(right):
                return False
            left, right = _without_packing(left), _without_packing(right)
        if isinstance(left, dict) and isinstance(right, dict):
            if left.keys() != right.keys():
                return False
            pending += [(left[key], right[key]) for key in left]
        elif isinstance(left, list) and isinstance(right, list):
            if len(left) != len(right):
                return False
            pending += zip(left, right, strict=True)
        elif not equal(left, right):
            return False
    return True


def _without_packing(stream: Stream) -> dict[str, Value]:
    return {key: value for key, value in stream.dictionary.items() if key not in _PACKING}
