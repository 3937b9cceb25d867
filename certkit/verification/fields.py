"""What seal and time stamps may put into a document: two kinds of field, each with what it needs and nothing more.

A reader shows whatever a field draws. So a field has the one place that is kept for it, and no entry that sealing does
not write.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from certkit.attestation.layout_1.front import SEAL_BOX, SEAL_PAGE
from certkit.verification.failure import Failed

FIELD = "Seal"
_SEAL_FIELD = frozenset({"/FT", "/T", "/Type", "/Subtype", "/F", "/Rect", "/P", "/AP", "/V"})
_STAMP_FIELD = frozenset({"/FT", "/T", "/TU", "/Type", "/Subtype", "/F", "/Rect", "/P", "/V"})
_SEAL = frozenset({"/Type", "/Filter", "/SubFilter", "/ByteRange", "/Contents", "/M", "/Reference"})
_STAMP = frozenset({"/Type", "/Filter", "/SubFilter", "/ByteRange", "/Contents"})
_REFERENCE = frozenset({"/Type", "/TransformMethod", "/TransformParams"})
_FORM = frozenset({"/Fields", "/SigFlags"})
_STORE = frozenset({"/Type", "/Certs", "/CRLs", "/OCSPs"})
_FLAGS = 132
"""Print, locked: neither hidden nor for others to move."""


def check_fields(reader: PdfFileReader, seal: EmbeddedPdfSignature, stamps: Sequence[EmbeddedPdfSignature]) -> None:
    """The document as a reader shows it has the seal, the time stamps, and no other field or annotation.

    Raises:
        Failed: it has, or one of them is not as sealing makes it.
    """
    page = _page_of(reader)
    fields = [one.sig_field for one in (seal, *stamps)]
    form = reader.root["/AcroForm"]
    _has_only(form, _FORM, "the form")
    if form.get("/SigFlags") != 3:
        raise Failed("the form does not say that it may only be appended to")
    listed = [_place(entry) for entry in _array(form.raw_get("/Fields"), "the fields")]
    if len(set(listed)) != len(fields) or len(listed) != len(fields):
        raise Failed("the form has another field than those of seal and time stamps")
    noted = [_place(entry) for entry in _array(page.raw_get("/Annots"), "the annotations")]
    if sorted(noted) != sorted(listed):
        raise Failed("the page of the seal has another annotation than those of seal and time stamps")
    for number, field in enumerate(fields):
        _check_field(field, reader, is_seal=not number)
        _has_only(field["/V"], _STAMP if number else _SEAL, "a signature")
    names = {str(field["/T"]) for field in fields}
    if len(names) != len(fields) or str(fields[0]["/T"]) != FIELD:
        raise Failed("the fields of seal and time stamps have unusual names")
    _check_reference(seal.sig_object)
    if "/DSS" in reader.root:
        _has_only(reader.root["/DSS"], _STORE, "the validation data")


def _check_field(field: generic.DictionaryObject, reader: PdfFileReader, *, is_seal: bool) -> None:
    what = "the seal" if is_seal else "a time stamp"
    _has_only(field, _SEAL_FIELD if is_seal else _STAMP_FIELD, f"the field of {what}")
    wanted = {"/FT": "/Sig", "/Type": "/Annot", "/Subtype": "/Widget", "/F": _FLAGS}
    if any(field.get(key) != value for key, value in wanted.items()):
        raise Failed(f"the field of {what} is of an unusual kind")
    if "/P" not in field or _place(field.raw_get("/P")) != _place(_page_references(reader)[SEAL_PAGE]):
        raise Failed(f"{what} does not stand on the page that has room for it")
    corners = tuple(float(value) for value in field["/Rect"])
    if corners != (tuple(SEAL_BOX) if is_seal else (0.0, 0.0, 0.0, 0.0)):
        raise Failed(f"{what} covers another part of the page than the one that is kept for it")
    if is_seal and set(field["/AP"]) != {"/N"}:
        raise Failed("the seal has several looks")


def _check_reference(signature: generic.DictionaryObject) -> None:
    references = _array(signature.get("/Reference"), "what the seal forbids")
    if len(references) != 1:
        raise Failed("the seal says in an unusual way what it forbids")
    reference = references[0].get_object()
    _has_only(reference, _REFERENCE, "what the seal forbids")
    if reference.get("/TransformMethod") != "/DocMDP":
        raise Failed("the seal says in an unusual way what it forbids")
    _has_only(reference["/TransformParams"], frozenset({"/Type", "/V", "/P"}), "what the seal forbids")


def _page_of(reader: PdfFileReader) -> generic.DictionaryObject:
    page = _page_references(reader)[SEAL_PAGE].get_object()
    if not isinstance(page, generic.DictionaryObject) or "/Annots" not in page:
        raise Failed("the seal stands on no page")
    return page


def _page_references(reader: PdfFileReader) -> list[generic.IndirectObject]:
    """Of the first pages; certkit's page tree is flat."""
    kids = reader.root["/Pages"].raw_get("/Kids")
    found = [entry for entry in _array(kids, "the pages") if isinstance(entry, generic.IndirectObject)]
    if len(found) <= SEAL_PAGE:
        raise Failed("the document has no page for the seal")
    return found


def _array(value: object, what: str) -> list[generic.PdfObject]:
    """The entries as they are written, references among them."""
    found = value.get_object() if isinstance(value, generic.IndirectObject) else value
    if not isinstance(found, generic.ArrayObject):
        raise Failed(f"{what} cannot be listed")
    return list(list.__iter__(found))  # its own way to iterate, which follows no reference


def _place(entry: object) -> tuple[int, int]:
    if not isinstance(entry, generic.IndirectObject):
        raise Failed("a field or annotation is written in an unusual way")
    return entry.idnum, entry.generation


def _has_only(dictionary: object, keys: Iterable[str], what: str) -> None:
    if not isinstance(dictionary, generic.DictionaryObject):
        raise Failed(f"{what} is no dictionary")
    more = set(dictionary) - set(keys)
    if more:
        raise Failed(f"{what} has something more ({min(more)})")
