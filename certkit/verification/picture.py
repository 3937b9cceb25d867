"""The visible seal: it says what the data says, so that it names nobody but the signer."""

from __future__ import annotations

import io
import re

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from certkit.verification.failure import Failed

_FRAME = re.compile(rb"q q /BackgroundGS gs [\d.]+ 0 0 [\d.]+ [\d.]+ [\d.]+ cm /SealPicture Do Q Q")
"""How pyHanko sets a picture into the field."""
_ENCODING = frozenset({"/Length", "/Filter", "/DecodeParms"})
_DEEPEST = 24


def check_picture(seal: EmbeddedPdfSignature, expected: bytes) -> None:
    """The seal looks as this PDF of one page does, drawn by the same versions.

    Raises:
        Failed: it looks otherwise.
    """
    found = seal_form(seal)
    page = PdfFileReader(io.BytesIO(expected), strict=True).root["/Pages"]["/Kids"][0]
    same = found.data == page["/Contents"].data and _same(found["/Resources"], page["/Resources"], 0)
    if not same or list(found["/BBox"]) != list(page["/MediaBox"]):
        raise Failed("the visible seal does not say what the data says")


def seal_form(seal: EmbeddedPdfSignature) -> generic.StreamObject:
    """The picture in the seal's field.

    Raises:
        Failed: the field draws something else.
    """
    look = seal.sig_field["/AP"]["/N"]
    if not isinstance(look, generic.StreamObject) or not _FRAME.fullmatch(look.data) or "/Matrix" in look:
        raise Failed("the field of the seal draws something beside the picture of the seal")
    pictures = look["/Resources"]["/XObject"]
    picture = pictures["/SealPicture"]
    if set(pictures) != {"/SealPicture"} or not isinstance(picture, generic.StreamObject) or "/Matrix" in picture:
        raise Failed("the field of the seal draws something beside the picture of the seal")
    return picture


def _same(one: object, other: object, depth: int) -> bool:
    """Two objects are the same, with all they refer to."""
    if depth > _DEEPEST:
        return False
    one = one.get_object() if isinstance(one, generic.IndirectObject) else one
    other = other.get_object() if isinstance(other, generic.IndirectObject) else other
    if isinstance(one, generic.DictionaryObject) and isinstance(other, generic.DictionaryObject):
        streams = isinstance(one, generic.StreamObject), isinstance(other, generic.StreamObject)
        ignored = _ENCODING if all(streams) else frozenset()
        keys = set(one) - ignored
        if streams[0] != streams[1] or keys != set(other) - ignored:
            return False
        if all(streams) and one.data != other.data:  # type: ignore[attr-defined]  # both are streams
            return False
        return all(_same(one[key], other[key], depth + 1) for key in keys)
    if isinstance(one, generic.ArrayObject) and isinstance(other, generic.ArrayObject):
        return len(one) == len(other) and all(_same(one[place], other[place], depth + 1) for place in range(len(one)))
    return type(one) is type(other) and one == other
