"""The text that the pages of a PDF draw, in the order in which they draw it.

It is used to compare a document with what its data gives where another version of the renderer drew it, so that the
bytes differ. What cannot be read as certkit's own pages can is an error, never an empty text.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Mapping
from typing import Any, NamedTuple

_CODES = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_RANGES = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_PAINTING = frozenset({"S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "Do", "Tr", "gs", "BDC", "W", "W*"})
"""Operators that paint something, hide it, or let other things do so."""
_DEEPEST = 8
_SECTION = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)


_OURS = frozenset({"/AcroForm", "/Perms", "/Extensions", "/DSS"})
"""What sealing adds to the catalog."""
_LOOKS = ("/MediaBox", "/CropBox", "/Rotate", "/UserUnit")


class Page(NamedTuple):
    """What a page draws.

    Attributes:
        text: without the white space.
        painted: how often each painting operator occurs.
        keys: of the page.
        looks: its size and how it is turned.
    """

    text: str
    painted: Counter[str]
    keys: frozenset[str]
    looks: tuple[str, ...]


def first_difference(document: bytes, other: bytes, picture: bytes) -> str:
    """Where a sealed document differs first from another that is not sealed, in words; empty if it does not.

    Args:
        picture: a PDF of one page, which the seal's field on the first page has to draw.
    """
    import pikepdf

    with pikepdf.open(io.BytesIO(document)) as found, pikepdf.open(io.BytesIO(other)) as wanted:
        if set(found.Root.keys()) - _OURS != set(wanted.Root.keys()) - _OURS:
            return "the document has other parts"
        ours, theirs = _pages(pikepdf, found), _pages(pikepdf, wanted)
        with pikepdf.open(io.BytesIO(picture)) as seal:
            field = found.Root.AcroForm.Fields[0].AP.N.Resources.XObject["/SealPicture"]
            if _drawn(pikepdf, field, field.Resources) != _drawn(pikepdf, seal.pages[0], seal.pages[0].obj.Resources):
                return "the visible seal differs"
    if len(ours) != len(theirs):
        return f"it has {len(ours)} pages instead of {len(theirs)}"
    for number, (one, another) in enumerate(zip(ours, theirs, strict=True), start=1):
        if number == 1:
            one = one._replace(keys=one.keys - {"/Annots"})  # the seal, which is checked by itself
        if one.text != another.text:
            return f"page {number} differs"
        if one != another:
            return f"page {number} is drawn in another way"
    return ""


def pages_of(content: bytes) -> list[str]:
    """The text of each page, and of the forms it draws, without the white space.

    Raises:
        ValueError: a font has no mapping to Unicode, or the page draws something that certkit never draws.
    """
    import pikepdf

    with pikepdf.open(io.BytesIO(content)) as pdf:
        return [page.text for page in _pages(pikepdf, pdf)]


def _pages(pikepdf: Any, pdf: Any) -> list[Page]:
    return [
        Page(
            *_drawn(pikepdf, page, page.obj.get("/Resources")),
            frozenset(page.obj.keys()),
            tuple(str(page.obj.get(key)) for key in _LOOKS),
        )
        for page in pdf.pages
    ]


def _drawn(pikepdf: Any, drawn: Any, resources: Any) -> tuple[str, Counter[str]]:
    painted: Counter[str] = Counter()
    return _text(pikepdf, drawn, resources, painted, 0), painted


def _text(pikepdf: Any, drawn: Any, resources: Any, painted: Counter[str], depth: int) -> str:
    if depth > _DEEPEST:
        raise ValueError("a page draws forms in forms without end")
    found: list[str] = []
    font: tuple[int, Mapping[int, str]] | None = None
    for operands, operator in pikepdf.parse_content_stream(drawn):
        name = str(operator)
        if name in _PAINTING:
            painted[name] += 1
        if name == "Tf":
            font = _font(resources["/Font"][str(operands[0])])
        elif name in ("Tj", "'", '"'):
            found.append(_decoded(font, bytes(operands[-1])))
        elif name == "TJ":
            found += [_decoded(font, bytes(part)) for part in operands[0] if isinstance(part, pikepdf.String)]
        elif name == "Do":
            form = resources["/XObject"][str(operands[0])]
            if form["/Subtype"] != "/Form":
                raise ValueError("a page draws an image")
            found.append(_text(pikepdf, form, form.get("/Resources", resources), painted, depth + 1))
        elif name in ("BI", "INLINE IMAGE", "sh"):
            raise ValueError("a page draws an image")
    return "".join("".join(found).split())


def _font(font: Any) -> tuple[int, Mapping[int, str]]:
    """Bytes of a code, and code -> text."""
    mapping = font.get("/ToUnicode")
    if mapping is None:
        raise ValueError(f"the font {font.get('/BaseFont')} has no mapping to Unicode")
    return (2 if font["/Subtype"] == "/Type0" else 1), _to_unicode(mapping.read_bytes())


def _to_unicode(content: bytes) -> Mapping[int, str]:
    found: dict[int, str] = {}
    for kind, section in _SECTION.findall(content):
        if kind == b"bfchar":
            for code, text in _CODES.findall(section):
                found[int(code, 16)] = _utf16(text)
        else:
            for first, last, text in _RANGES.findall(section):
                begin, end = int(first, 16), int(last, 16)
                if end - begin > 65_535:
                    raise ValueError("a font maps too many codes")
                start = _utf16(text)
                for offset in range(end - begin + 1):
                    found[begin + offset] = start[:-1] + chr(ord(start[-1]) + offset)
    return found


def _utf16(digits: bytes) -> str:
    return bytes.fromhex(digits.decode("ascii")).decode("utf-16-be")


def _decoded(font: tuple[int, Mapping[int, str]] | None, codes: bytes) -> str:
    if font is None:
        raise ValueError("a page writes before it names a font")
    width, mapping = font
    units = [int.from_bytes(codes[at : at + width], "big") for at in range(0, len(codes), width)]
    missing = [unit for unit in units if unit not in mapping]
    if missing:
        raise ValueError("a page writes a character that its font does not map to Unicode")
    return "".join(mapping[unit] for unit in units)
