"""What somebody may do to a document: with an editor alone, with a time-stamp authority, or with a signer's key."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from unittest import mock

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.signers.pdf_signer import PdfTimeStamper

from certkit.signing import sign as signing
from tests.verification.signed import data, sign_data, stamper

Change = Callable[[IncrementalPdfFileWriter], None]


class Writer(IncrementalPdfFileWriter):
    """Leaves the metadata alone, so that a change stays the one that is meant."""

    output_version = (1, 7)

    def ensure_output_version(self, version):
        return None

    def _update_meta(self) -> None:
        return None


def updated(content: bytes, *changes: Change) -> bytes:
    """The document with changes appended, as any PDF editor appends them."""
    writer = Writer(io.BytesIO(content), strict=False)
    for change in changes:
        change(writer)
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def stamped(content: bytes, *changes: Change, name: str = "", title: str | None = "Timestamp") -> bytes:
    """The same, and all of it covered by a document time stamp of a trusted authority, which anybody can get.

    Args:
        name, title: of the time stamp's field.
    """

    class Changing(Writer):
        def __init__(self, *arguments, **more):
            super().__init__(*arguments, **more)
            for change in changes:
                change(self)

    name = name or f"ArchiveTimeStamp{content.count(b'startxref')}"
    time_stamper = PdfTimeStamper(stamper(), field_name=name, readable_field_name=title)  # type: ignore[arg-type]  # None is fine
    output = time_stamper.timestamp_pdf(Changing(io.BytesIO(content), strict=True), "sha256")
    return bytes(output.getvalue())


def when_added(is_meant: Callable[[generic.PdfObject], bool], **entries: generic.PdfObject) -> Change:
    """A program that puts further entries into objects of a kind when it adds them."""

    def watch(writer: IncrementalPdfFileWriter) -> None:
        add_object = writer.add_object

        def adding(value, *arguments, **more):
            if is_meant(value):
                value.update({pdf_name(f"/{key}"): entry for key, entry in entries.items()})
            return add_object(value, *arguments, **more)

        writer.add_object = adding  # type: ignore[method-assign,assignment]

    return watch


def is_look(value: generic.PdfObject) -> bool:
    """What the field of the visible signature draws."""
    resources = value.get("/Resources") if isinstance(value, generic.StreamObject) else None
    return isinstance(resources, generic.DictionaryObject) and "/SignaturePicture" in resources.get("/XObject", {})


def is_picture(value: generic.PdfObject) -> bool:
    """The picture in it."""
    return isinstance(value, generic.StreamObject) and value.get("/Subtype") == "/Form" and not is_look(value)


def is_field(value: generic.PdfObject) -> bool:
    return isinstance(value, generic.DictionaryObject) and value.get("/FT") == "/Sig"


def is_signature(value: generic.PdfObject) -> bool:
    """Of the document or of a time stamp."""
    return isinstance(value, generic.DictionaryObject) and value.get("/Type") in ("/Sig", "/DocTimeStamp")


def signed_with(*changes: Change, level: str = "B-B", **more) -> bytes:
    """A document that the right signer signed with another program, which put more into the signature's revision."""

    class Changing(Writer):
        def __init__(self, *arguments, **more):
            super().__init__(*arguments, **more)
            for change in changes:
                change(self)

    with mock.patch.object(signing, "_Writer", Changing):
        return sign_data(more.pop("document", None) or data(), level, **more)


def stream(content: bytes, **entries) -> generic.StreamObject:
    return generic.StreamObject({pdf_name(f"/{key}"): value for key, value in entries.items()}, stream_data=content)


def box(*corners: float) -> generic.ArrayObject:
    return generic.ArrayObject([generic.FloatObject(value) for value in corners])


def first_page(writer: IncrementalPdfFileWriter) -> generic.DictionaryObject:
    page = writer.root["/Pages"]["/Kids"][0]
    writer.update_container(page)
    return page


def info_replaced(writer):
    info = writer.trailer["/Info"]
    info[pdf_name("/Title")] = generic.pdf_string("Certificate for everything")
    writer.update_container(info)


def metadata_replaced(writer):
    metadata = writer.root["/Metadata"]
    new = stream(metadata.data.replace(b"CERT", b"FAKE"), Type=pdf_name("/Metadata"), Subtype=pdf_name("/XML"))
    writer.objects[(writer.root.raw_get("/Metadata").generation, writer.root.raw_get("/Metadata").idnum)] = new


def page_swapped(writer):
    pages = writer.root["/Pages"]
    kids = pages["/Kids"]
    kids[0], kids[1] = kids.raw_get(1), kids.raw_get(0)
    writer.update_container(pages)


def page_overwritten(writer):
    page = first_page(writer)
    page[pdf_name("/Contents")] = writer.add_object(stream(b"BT /F1 40 Tf 100 500 Td (Passed) Tj ET"))


def page_added(writer):
    pages = writer.root["/Pages"]
    page = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Page"),
            pdf_name("/Parent"): writer.root.raw_get("/Pages"),
            pdf_name("/MediaBox"): box(0, 0, 595, 842),
            pdf_name("/Resources"): generic.DictionaryObject(),
        }
    )
    pages["/Kids"].append(writer.add_object(page))
    pages[pdf_name("/Count")] = generic.NumberObject(pages["/Count"] + 1)
    writer.update_container(pages)


def annotation_added(writer):
    page = first_page(writer)
    look = stream(
        b"1 1 1 rg 0 0 600 900 re f", Type=pdf_name("/XObject"), Subtype=pdf_name("/Form"), BBox=box(0, 0, 600, 900)
    )
    note = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/FreeText"),
            pdf_name("/Rect"): box(0, 0, 595, 842),
            pdf_name("/Contents"): generic.pdf_string("This device is certified"),
            pdf_name("/AP"): generic.DictionaryObject({pdf_name("/N"): writer.add_object(look)}),
        }
    )
    page.setdefault(pdf_name("/Annots"), generic.ArrayObject()).append(writer.add_object(note))


def second_page_annotated(writer):
    page = writer.root["/Pages"]["/Kids"][1]
    note = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/Square"),
            pdf_name("/Rect"): box(0, 0, 595, 842),
        }
    )
    page[pdf_name("/Annots")] = generic.ArrayObject([writer.add_object(note)])
    writer.update_container(page)


def script_added(writer):
    action = generic.DictionaryObject(
        {pdf_name("/S"): pdf_name("/JavaScript"), pdf_name("/JS"): generic.pdf_string("app.alert(1)")}
    )
    writer.root[pdf_name("/OpenAction")] = writer.add_object(action)
    writer.update_root()


def field_added(writer):
    field = generic.DictionaryObject(
        {
            pdf_name("/FT"): pdf_name("/Tx"),
            pdf_name("/T"): generic.pdf_string("Grade"),
            pdf_name("/V"): generic.pdf_string("A"),
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/Widget"),
            pdf_name("/Rect"): box(0, 0, 200, 200),
        }
    )
    if "/AcroForm" in writer.root:
        form = writer.root["/AcroForm"]
    else:
        writer.root[pdf_name("/AcroForm")] = form = generic.DictionaryObject(
            {pdf_name("/Fields"): generic.ArrayObject(), pdf_name("/SigFlags"): generic.NumberObject(3)}
        )
        writer.update_root()
    form["/Fields"].append(writer.add_object(field))
    writer.update_container(form)


def layers_added(writer):
    group = writer.add_object(
        generic.DictionaryObject({pdf_name("/Type"): pdf_name("/OCG"), pdf_name("/Name"): generic.pdf_string("Cover")})
    )
    groups = generic.ArrayObject([group])
    properties = {pdf_name("/OCGs"): groups, pdf_name("/D"): generic.DictionaryObject()}
    writer.root[pdf_name("/OCProperties")] = generic.DictionaryObject(properties)
    writer.update_root()


def attachment_swapped(writer):
    file = writer.root["/Names"]["/EmbeddedFiles"]["/Names"][1]
    new = writer.add_object(stream(b'{"kind":"certificate"}', Type=pdf_name("/EmbeddedFile")))
    file[pdf_name("/EF")] = generic.DictionaryObject({pdf_name("/F"): new, pdf_name("/UF"): new})
    writer.update_container(file)


def attachment_added(writer):
    file = writer.add_object(stream(b"more", Type=pdf_name("/EmbeddedFile")))
    specification = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Filespec"),
            pdf_name("/F"): generic.pdf_string("more.json"),
            pdf_name("/EF"): generic.DictionaryObject({pdf_name("/F"): file}),
        }
    )
    names = writer.root["/Names"]["/EmbeddedFiles"]["/Names"]
    names += [generic.pdf_string("more.json"), writer.add_object(specification)]
    writer.update_root()


def validation_data_taken_away(writer):
    del writer.root["/DSS"]
    writer.update_root()


def certification_taken_away(writer):
    del writer.root["/Perms"]
    writer.update_root()


def signature_emptied(writer):
    field = writer.root["/AcroForm"]["/Fields"][0]
    del field["/V"]
    writer.update_container(field)


def signature_moved(writer):
    field = writer.root["/AcroForm"]["/Fields"][0]
    field[pdf_name("/Rect")] = box(0, 0, 595, 842)
    writer.update_container(field)


def signature_redrawn(writer):
    field = writer.root["/AcroForm"]["/Fields"][0]
    look = stream(
        b"1 0 0 rg 0 0 300 100 re f", Type=pdf_name("/XObject"), Subtype=pdf_name("/Form"), BBox=box(0, 0, 300, 100)
    )
    field["/AP"][pdf_name("/N")] = writer.add_object(look)
    writer.update_container(field)


def catalog_entry_added(writer):
    writer.root[pdf_name("/Collection")] = generic.DictionaryObject()
    writer.update_root()


def extension_added(writer):
    """Eight megabytes of it were once accepted."""
    text = generic.pdf_string("This certificate is withdrawn. " * 100)
    writer.root["/Extensions"][pdf_name("/NOTE")] = generic.DictionaryObject({pdf_name("/URL"): text})
    writer.update_root()


def extension_changed(writer):
    writer.root["/Extensions"]["/ESIC"][pdf_name("/ExtensionLevel")] = generic.NumberObject(2)
    writer.update_root()


def extension_with_text(writer):
    writer.root["/Extensions"]["/ESIC"][pdf_name("/URL")] = generic.pdf_string("withdrawn")
    writer.update_root()


def form_told_to_draw(writer):
    form = writer.root["/AcroForm"]
    form[pdf_name("/NeedAppearances")] = generic.BooleanObject(True)
    writer.update_container(form)


def form_with_a_default(writer):
    form = writer.root["/AcroForm"]
    form[pdf_name("/DA")] = generic.pdf_string("/Helv 0 Tf 0 g")
    writer.update_container(form)


def signature_dictionary_replaced(writer):
    signature = writer.root["/AcroForm"]["/Fields"][0]["/V"]
    writer.update_container(signature)


def object_nothing_refers_to(writer):
    writer.add_object(generic.pdf_string("This certificate is withdrawn"))


def store(writer):
    """The validation data; begun where there is none."""
    if "/DSS" not in writer.root:
        writer.root[pdf_name("/DSS")] = writer.add_object(generic.DictionaryObject())
        writer.update_root()
    found = writer.root["/DSS"]
    writer.update_container(found)
    return found


def store_with_a_type(writer):
    store(writer)[pdf_name("/Type")] = pdf_name("/Certificate#20withdrawn")


def store_with_more(writer):
    store(writer)[pdf_name("/VRI")] = generic.DictionaryObject()


def store_entry_with_text(writer):
    entry = writer.add_object(stream(b"\x30\x00", Note=generic.pdf_string("withdrawn")))
    store(writer).setdefault(pdf_name("/Certs"), generic.ArrayObject()).append(entry)


def store_entry_twice(writer):
    entry = writer.add_object(stream(b"\x30\x00"))
    found = store(writer)
    found.setdefault(pdf_name("/Certs"), generic.ArrayObject()).append(entry)
    found.setdefault(pdf_name("/CRLs"), generic.ArrayObject()).append(entry)


def store_entry_that_is_there_already(writer):
    """As another object with the same content."""
    found = store(writer).setdefault(pdf_name("/Certs"), generic.ArrayObject())
    found += [writer.add_object(stream(found[0].data if len(found) else b"\x30\x00")) for _ in range(2)]


def store_entry_that_is_the_attachment(writer):
    file = writer.root["/Names"]["/EmbeddedFiles"]["/Names"][1]["/EF"].raw_get("/F")
    store(writer).setdefault(pdf_name("/Certs"), generic.ArrayObject()).append(file)


def nothing(writer):
    writer.update_container(writer.root["/AcroForm"])


UPDATES: dict[str, Change] = {
    change.__name__: change
    for change in (
        info_replaced, metadata_replaced, page_swapped, page_overwritten, page_added, annotation_added,
        second_page_annotated, script_added, field_added, layers_added, attachment_swapped, attachment_added,
        certification_taken_away, signature_emptied, signature_moved, signature_redrawn,
        catalog_entry_added, extension_added,
        extension_changed, extension_with_text, form_told_to_draw, form_with_a_default, signature_dictionary_replaced,
        object_nothing_refers_to, store_with_a_type, store_with_more, store_entry_with_text, store_entry_twice,
        store_entry_that_is_there_already, store_entry_that_is_the_attachment, nothing,
    )
}  # fmt: skip
"""What an editor may append to a signed document."""


def contents_of(content: bytes, number: int = 0) -> tuple[int, bytes]:
    """Where the digits of a signature begin, and the digits."""
    room = list(re.finditer(rb"/Contents <([0-9A-F]+)>", content))[number]
    return room.start(1), room[1]


def with_contents(content: bytes, signature: bytes, number: int = 0) -> bytes:
    """Another signature in the room of the one that is there."""
    place, digits = contents_of(content, number)
    filled = signature.hex().upper().encode().ljust(len(digits), b"0")
    assert len(filled) == len(digits)
    return content[:place] + filled + content[place + len(digits) :]


def signature_of(content: bytes, number: int = 0) -> bytes:
    """The CMS, without the zeros after it."""
    raw = bytes.fromhex(contents_of(content, number)[1].decode())
    size = int.from_bytes(raw[2:4], "big") + 4
    assert raw[:2] == b"\x30\x82"
    return raw[:size]
