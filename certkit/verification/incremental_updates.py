"""What may be appended to a rendered document: the signature, then validation data and document time stamps.

A reader shows whatever a field draws, and anybody can get a time stamp over anything. So an appended revision has
exactly the objects, keys and values that signing writes: each object is built here as it should be and compared, and
none may be left over. Texts have one value, names come from a closed pattern.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from certkit.formats.pdf import Document, Name, Ref, Stream, Value, equal
from certkit.verification.steps import Failed

FIELD = b"Signature"
"""The name that :mod:`certkit.signing.sign` gives the signature's field, as ``SignaturePicture`` to its picture."""
_TITLE = b"Signature of the issuer"
"""What is read aloud of the field."""
_STAMP_NAME = re.compile(
    rb"ArchiveTimeStamp[0-9]{0,4}|Timestamp-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
)
"""certkit's own names of time stamps, and those that pyHanko makes up."""
_STAMP_TITLE = b"Timestamp"
"""What pyHanko calls every time stamp; other programs leave it out."""
_STAMP_PLACES: tuple[list[Value], ...] = ([-9999] * 4, [0] * 4)
"""Where a time stamp is: nowhere on the page, as certkit signs it, or in its corner without a size."""
_DATE = re.compile(rb"D:\d{14}Z")
_FLAGS = 132
"""Print, locked: neither hidden nor for others to move."""
_PADES = {
    "Type": Name("DeveloperExtensions"),
    "BaseVersion": Name("1.7"),
    "ExtensionLevel": 1,
}
_CURVES = {
    "Type": Name("DeveloperExtensions"),
    "BaseVersion": Name("2.0"),
    "ExtensionLevel": 32002,
    "URL": b"https://www.iso.org/standard/45875.html",
    "ExtensionRevision": b":2022",
}
"""ISO/TS 32002: the elliptic curves of a signature."""
_EXTENSIONS: tuple[dict[str, Value], ...] = ({"ESIC": _PADES}, {"ESIC": _PADES, "ISO_": [_CURVES]})
_NO_CHANGES: list[Value] = [
    {
        "Type": Name("SigRef"),
        "TransformMethod": Name("DocMDP"),
        "TransformParams": {"Type": Name("TransformParams"), "V": Name("1.2"), "P": 1},
    }
]
_PACKING = frozenset({"Length", "Filter"})
"""Keys of a stream that say how its data is written, not what it is."""
_NUMBER = r"\d{1,4}(?:\.\d{1,8})?"
_FRAME = re.compile(
    rf"q q /BackgroundGS gs (?P<scale>{_NUMBER}) 0 0 (?P<again>{_NUMBER}) (?P<left>{_NUMBER}) (?P<bottom>{_NUMBER}) cm"
    r" /SignaturePicture Do Q Q".encode()
)
"""How the picture is put into the field."""
_GAP = re.compile(rb"<(?:[0-9A-F]{2})+>")


@dataclass(frozen=True)
class EmbeddedSignature:
    """A signature, or a document time stamp, that covers the whole of its revision.

    Attributes:
        dictionary: of the signature.
        contents: the container (CMS, in DER) and the zeros that fill its room.
        byte_range: what is signed: two pieces of the file, each as its first byte and its length.
        revision: which one it covers; the rendered document is 0.
    """

    dictionary: dict[str, Value] = field(repr=False)
    contents: bytes = field(repr=False)
    byte_range: tuple[int, int, int, int]
    revision: int
    _content: bytes = field(repr=False)

    def digest(self, algorithm: str) -> bytes:
        """The digest of the bytes that are signed, by a name that :mod:`hashlib` knows."""
        first, before, after, rest = self.byte_range
        digest = hashlib.new(algorithm, memoryview(self._content)[first : first + before])
        digest.update(memoryview(self._content)[after : after + rest])
        return digest.digest()


class VisibleSignature(NamedTuple):
    """What a reader shows of the signature. The layout of the document decides whether it is right.

    Attributes:
        picture: the form that the field draws.
        page: of the document, from 0.
        box: the field's rectangle: left, bottom, right and top in points.
        scale, left, bottom: how large the picture is in it, and where.
    """

    picture: Ref
    page: int
    box: tuple[float, float, float, float]
    scale: float
    left: float
    bottom: float


class Appended(NamedTuple):
    """What was appended.

    Attributes:
        stamps: the document time stamps, the first one first.
        certificates, crls: the validation data.
    """

    signature: EmbeddedSignature
    visible: VisibleSignature
    stamps: tuple[EmbeddedSignature, ...]
    certificates: tuple[bytes, ...]
    crls: tuple[bytes, ...]


def read_appended(document: Document) -> Appended:
    """Compare each appended revision with what signing writes.

    Raises:
        Failed: one of them has something else, something more or something less.
        PdfError: something in it is of another type than it should be.
    """
    update = _Update(document, 1, "the signature's revision")
    catalog = update.replaced(document.view(0).trailer["Root"])
    form = _reference(catalog.get("AcroForm"), "the form")
    field_ref = _only_field(update, form)
    field = update.dictionary(field_ref, "the field of the signature")
    page, visible = _visible_signature(update, field)
    signature, value = _signature(update, field, page, _check_structure(update, page, field_ref))
    more: dict[str, Value] = {"AcroForm": form, "Perms": {"DocMDP": value}}
    store = _Store(catalog.get("DSS"))
    if store.reference is not None:
        more["DSS"] = store.reference
        store.extend(update)
    _check_catalog(update, catalog, more)
    _check_page(update, page, [field_ref])
    update.take_with_all(visible.picture)
    update.finish()
    fields, stamps, names = [field_ref], [], {FIELD}
    for number in range(2, len(document.revisions)):
        stamp = _read_update(document, number, store, page, form, fields, names)
        stamps += [] if stamp is None else [stamp]
    last = stamps[-1] if stamps else signature
    if last.revision != len(document.revisions) - 1:
        raise Failed("update.not-covered")
    return Appended(signature, visible, tuple(stamps), tuple(store.certificates), tuple(store.crls))


class _Update:
    """One revision, and which of its objects have not been explained yet."""

    def __init__(self, document: Document, number: int, what: str) -> None:
        self.document = document
        self.number = number
        self.what = what
        self.before = document.view(number - 1)
        self.rest = dict(document.revisions[number].objects)

    def take(self, reference: Value, what: str) -> Value:
        """An object that this revision adds; nothing else may refer to it."""
        place = _reference(reference, what)
        if place.number in self.before.objects or place.number not in self.rest:
            raise Failed("update.misplaced", what=what, revision=self.what)
        return self.rest.pop(place.number)

    def dictionary(self, reference: Value, what: str) -> dict[str, Value]:
        value = self.take(reference, what)
        if not isinstance(value, dict):
            raise Failed("update.not-dictionary", what=what)
        return value

    def stream(self, reference: Value, what: str) -> Stream:
        value = self.take(reference, what)
        if not isinstance(value, Stream):
            raise Failed("update.not-stream", what=what)
        return value

    def replaced(self, reference: Value) -> dict[str, Value]:
        """What this revision makes of a dictionary; the same if it leaves it alone."""
        number = _reference(reference, "an object").number
        value = self.rest.pop(number, self.before.objects.get(number))
        if not isinstance(value, dict):
            raise Failed("update.replaces-dictionary", revision=self.what)
        return value

    def take_with_all(self, reference: Ref) -> None:
        """An object that this revision adds, with all that it refers to, which has to be of this revision too."""
        references = self.document.revisions[self.number].references
        pending, seen = [reference.number], set[int]()
        while pending:
            number = pending.pop()
            if number not in seen:
                seen.add(number)
                self.take(Ref(number), "a part of the visible signature")
                pending += references[number]

    def finish(self) -> None:
        """Nothing is left."""
        for number in self.rest:
            if number in self.before.objects:
                raise Failed("update.replaces", revision=self.what, number=number)
            raise Failed("update.unneeded", revision=self.what, number=number)


def _only_field(update: _Update, form: Ref) -> Ref:
    dictionary = update.dictionary(form, "the form")
    fields = dictionary.get("Fields")
    if not isinstance(fields, list) or len(fields) != 1:
        raise Failed("update.other-field")
    field = _reference(fields[0], "the field of the signature")
    _check_form(dictionary, [field])
    return field


def _check_form(dictionary: dict[str, Value], fields: list[Ref]) -> None:
    expected: dict[str, Value] = {"Fields": list(fields), "SigFlags": 3}
    if not equal(dictionary.get("Fields"), expected["Fields"]):
        raise Failed("update.other-field")
    _compare(dictionary, expected, "the form")


def _visible_signature(update: _Update, field: dict[str, Value]) -> tuple[Ref, VisibleSignature]:
    """The page of the signature's field, and what the field draws there. certkit's page tree is flat."""
    view = update.before
    kids = view.array(view.dictionary(view.root.get("Pages")).get("Kids"))
    page = _reference(field.get("P"), "the page of the signature")
    if page not in kids:
        raise Failed("update.no-page")
    if "Annots" in view.dictionary(page):
        raise Failed("update.annotated")
    corners = field.get("Rect")
    if not isinstance(corners, list) or len(corners) != 4:
        raise Failed("update.no-place")
    left, bottom, right, top = (corner if type(corner) in (int, float) else -1 for corner in corners)
    if not 0 <= left < right or not 0 <= bottom < top:
        raise Failed("update.no-place")
    looks = field.get("AP")
    if not isinstance(looks, dict) or looks.keys() != {"N"}:
        raise Failed("update.appearances")
    picture, frame = _look(update, looks["N"], right - left, top - bottom)
    return page, VisibleSignature(picture, kids.index(page), (left, bottom, right, top), *frame)


def _check_structure(update: _Update, page: Ref, field: Ref) -> dict[str, Value]:
    """The field is where the rendered structure keeps a place for it. What the field has to say of that.

    Whether there is a structure, and the right place in it, is seen when the pages are drawn again.
    """
    view = update.before
    if "StructTreeRoot" not in view.root:
        return {}
    structure = view.dictionary(view.root.get("StructTreeRoot"))
    places = view.array(view.dictionary(structure.get("ParentTree")).get("Nums"))
    key, element = places[-2:] if len(places) > 1 else (None, None)
    if type(key) is not int or not isinstance(element, Ref):
        raise Failed("update.no-element")
    before = view.dictionary(element)
    kid: Value = {"Type": Name("OBJR"), "Obj": field, "Pg": page}
    _compare(update.replaced(element), {**before, "K": kid}, "the structure element of the signature")
    return {"StructParent": key}


def _signature(
    update: _Update, field: dict[str, Value], page: Ref, parent: Mapping[str, Value]
) -> tuple[EmbeddedSignature, Ref]:
    """The signature in its field, and where its dictionary is."""
    value = _reference(field.get("V"), "the signature")
    more: dict[str, Value] = {"T": FIELD, "TU": _TITLE, "Rect": field["Rect"], "AP": field["AP"]}
    _compare(field, {**_widget(page, value), **parent, **more}, "the field of the signature")
    dictionary = update.dictionary(value, "the signature")
    if dictionary.get("SubFilter") != Name("ETSI.CAdES.detached"):
        raise Failed("update.not-pades")
    if not equal(dictionary.get("Reference"), _NO_CHANGES):
        raise Failed("update.permits-changes")
    moment = dictionary.get("M")
    if not isinstance(moment, bytes) or not _DATE.fullmatch(moment):
        raise Failed("update.signing-time")
    signature = embedded_signature(update.document, update.number, value.number, dictionary, "the signature")
    expected = _signature_dictionary(dictionary, "Sig", "ETSI.CAdES.detached")
    _compare(dictionary, {**expected, "M": moment, "Reference": _NO_CHANGES}, "the signature")
    return signature, value


def _widget(page: Ref, value: Ref) -> dict[str, Value]:
    return {
        "FT": Name("Sig"),
        "Type": Name("Annot"),
        "Subtype": Name("Widget"),
        "F": _FLAGS,
        "P": page,
        "V": value,
    }


def _signature_dictionary(dictionary: Mapping[str, Value], kind: str, subfilter: str) -> dict[str, Value]:
    return {
        "Type": Name(kind),
        "Filter": Name("Adobe.PPKLite"),
        "SubFilter": Name(subfilter),
        "ByteRange": dictionary["ByteRange"],
        "Contents": dictionary["Contents"],
    }


def _look(update: _Update, reference: Value, width: float, height: float) -> tuple[Ref, tuple[float, float, float]]:
    """The picture that the field draws at full opacity, and its scale, left and bottom."""
    what = "what the signature's field draws"
    look = update.stream(reference, what)
    resources = look.dictionary.get("Resources")
    pictures = resources.get("XObject") if isinstance(resources, dict) else None
    picture = pictures.get("SignaturePicture") if isinstance(pictures, dict) else None
    frame = _FRAME.fullmatch(update.document.data(look))
    if not isinstance(picture, Ref) or frame is None or frame["scale"] != frame["again"]:
        raise Failed("update.drawing")
    _compare(
        _without_packing(look),
        {
            "Type": Name("XObject"),
            "Subtype": Name("Form"),
            "BBox": [0, height, width, 0],
            "Resources": {"ExtGState": {"BackgroundGS": {"CA": 1, "ca": 1}}, "XObject": {"SignaturePicture": picture}},
        },
        what,
    )
    return picture, (float(frame["scale"]), float(frame["left"]), float(frame["bottom"]))


def _check_catalog(update: _Update, catalog: dict[str, Value], more: dict[str, Value]) -> None:
    before = update.before.root
    for key in ("AcroForm", "Perms", "Extensions", "DSS"):
        if key in before:
            raise Failed("update.entry-before", key=key)
    if not equal(catalog.get("Perms"), more["Perms"]):
        raise Failed("update.not-certification")
    extensions = catalog.get("Extensions")
    if not any(equal(extensions, known) for known in _EXTENSIONS):
        raise Failed("update.extensions")
    _compare(catalog, {**before, **more, "Extensions": extensions}, "the catalog")


def _check_page(update: _Update, page: Ref, annotations: list[Ref]) -> None:
    replaced = update.replaced(page)
    if not equal(replaced.get("Annots"), list(annotations)):
        raise Failed("update.other-annotation")
    _compare(replaced, {**update.before.dictionary(page), "Annots": list(annotations)}, "the page of the signature")


class _Store:
    """The document security store (/DSS) as the revisions fill it: certificates and revocation lists.

    Attributes:
        reference: its object, once there is one.
        certificates, crls: as they are in the file.
    """

    def __init__(self, reference: Value) -> None:
        self.reference = None if reference is None else _reference(reference, "the validation data")
        self.certificates: list[bytes] = []
        self.crls: list[bytes] = []
        self._entries: dict[str, list[Value]] = {"Certs": [], "CRLs": []}

    def extend(self, update: _Update) -> bool:
        """Read what a revision adds; False if it adds nothing."""
        if self.reference is None or self.reference.number not in update.rest:
            return False
        what = "the validation data"
        dictionary = update.rest.pop(self.reference.number)
        if not isinstance(dictionary, dict):
            raise Failed("update.not-dictionary", what=what)
        for key, kept in (("Certs", self.certificates), ("CRLs", self.crls)):
            entries = dictionary.get(key, [])
            known = self._entries[key]
            if not isinstance(entries, list) or not equal(entries[: len(known)], known):
                raise Failed("update.data-removed", revision=update.what)
            for entry in entries[len(known) :]:
                stream = update.stream(entry, what)
                _compare(_without_packing(stream), {}, f"an entry of {what}")
                data = update.document.data(stream)
                if data in kept:
                    raise Failed("update.data-twice")
                kept.append(data)
            self._entries[key] = entries
        _compare(dictionary, {key: entries for key, entries in self._entries.items() if key in dictionary}, what)
        return True


def _read_update(
    document: Document, number: int, store: _Store, page: Ref, form: Ref, fields: list[Ref], names: set[bytes]
) -> EmbeddedSignature | None:
    """A revision after that of the signature: validation data, a document time stamp, or both."""
    update = _Update(document, number, f"revision {number}")
    root = _reference(update.before.trailer["Root"], "the catalog")
    if root.number in update.rest:
        catalog = update.replaced(root)
        more: dict[str, Value] = {}
        if store.reference is None and "DSS" in catalog:
            more["DSS"] = store.reference = _reference(catalog["DSS"], "the validation data")
        _compare(catalog, {**update.before.root, **more}, "the catalog")
    added = store.extend(update)
    stamp = None
    if form.number in update.rest:
        dictionary = update.replaced(form)
        listed = dictionary.get("Fields")
        if not isinstance(listed, list) or len(listed) != len(fields) + 1:
            raise Failed("update.other-field")
        fields.append(_reference(listed[-1], "a field"))
        _check_form(dictionary, fields)
        stamp = _stamp_field(update, fields[-1], page, names)
        _check_page(update, page, fields)
    if stamp is None and not added:
        raise Failed("update.adds-nothing", revision=update.what)
    update.finish()
    return stamp


def _stamp_field(update: _Update, reference: Ref, page: Ref, names: set[bytes]) -> EmbeddedSignature:
    what = "the field of a time stamp"
    field = update.dictionary(reference, what)
    value = _reference(field.get("V"), "a time stamp")
    name = field.get("T")
    if not isinstance(name, bytes) or not _STAMP_NAME.fullmatch(name) or name in names:
        raise Failed("update.stamp-name")
    names.add(name)
    title: dict[str, Value] = {"TU": _STAMP_TITLE} if "TU" in field else {}
    place = next((one for one in _STAMP_PLACES if equal(field.get("Rect"), one)), _STAMP_PLACES[0])
    _compare(field, {**_widget(page, value), **title, "T": name, "Rect": place}, what)
    dictionary = update.dictionary(value, "a time stamp")
    stamp = embedded_signature(update.document, update.number, value.number, dictionary, "a time stamp")
    _compare(dictionary, _signature_dictionary(dictionary, "DocTimeStamp", "ETSI.RFC3161"), "a time stamp")
    return stamp


def _without_packing(stream: Stream) -> dict[str, Value]:
    return {key: value for key, value in stream.dictionary.items() if key not in _PACKING}


def _reference(value: Value, what: str) -> Ref:
    if not isinstance(value, Ref):
        raise Failed("update.reference", what=what)
    return value


def _compare(actual: Mapping[str, Value], expected: Mapping[str, Value], what: str) -> None:
    """A dictionary has exactly these keys and values.

    Raises:
        Failed: it has not; names the key.
    """
    for key in sorted(actual.keys() | expected.keys()):
        if key not in expected:
            raise Failed("update.entry-more", what=what, key=key)
        if key not in actual:
            raise Failed("update.entry-missing", what=what, key=key)
        if not equal(actual[key], expected[key]):
            raise Failed("update.entry-other", what=what, key=key)


def embedded_signature(
    document: Document, revision: int, number: int, dictionary: dict[str, Value], what: str
) -> EmbeddedSignature:
    """The signature that is object ``number`` of a revision; ``what`` names it in messages.

    Raises:
        Failed: what it leaves out of its revision is more, or something else, than its container.
    """
    contents, numbers = dictionary.get("Contents"), dictionary.get("ByteRange")
    if not isinstance(contents, bytes) or not isinstance(numbers, list) or len(numbers) != 4:
        raise Failed("update.no-range", what=what)
    first, before, after, rest = (value if type(value) is int else -1 for value in numbers)
    begin, end = document.revisions[revision].places[number]
    if first != 0 or not begin < before < after < end or after + rest != document.revisions[revision].end:
        raise Failed("update.range", what=what)
    gap = document.content[before:after]
    if not _GAP.fullmatch(gap) or bytes.fromhex(gap[1:-1].decode("ascii")) != contents:
        raise Failed("update.contents", what=what)
    return EmbeddedSignature(dictionary, contents, (first, before, after, rest), revision, document.content)
