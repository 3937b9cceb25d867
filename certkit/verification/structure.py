"""The file and its revisions: one PDF, one signature over all that was rendered, one attachment, nothing changed after.

A document of certkit has two revisions, the rendered one and the signature, and at level B-LT and B-LTA further ones
that hold nothing but validation data and document time stamps. What a PDF reader tolerates beyond that is refused
here. Nothing but certkit's own bounded reader walks through the file.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from certkit.formats.pdf import Document, Name, PdfError, View, equal, read_document
from certkit.formats.pdf.limits import MAX_FILE
from certkit.text.sentence import Sentence
from certkit.verification.incremental_updates import EmbeddedSignature, VisibleSignature, read_appended
from certkit.verification.model import sentence
from certkit.verification.steps import Failed

ATTACHMENT = b"attestation.json"
MAX_PAYLOAD = 8 * 1024 * 1024
"""Bytes of the attached data. A station with a thousand keys and ten thousand runs has five million."""
MAX_VALUES = 1_000_000
"""Brackets and commas in it, those in texts included: it is read before anything is trusted."""
_HEADER = re.compile(rb"%PDF-1\.[0-7][\r\n]")


class Parts(NamedTuple):
    """A document taken apart.

    Attributes:
        document: all of it.
        signature: the one signature.
        stamps: the document time stamps, in their order.
        visible: what a reader shows of the signature.
        payload: the attachment, as the rendered revision has it.
        rendered: bytes of the rendered revision.
        certificates, crls: the validation data (/DSS), in DER, as they are in the file.
    """

    document: Document
    signature: EmbeddedSignature
    stamps: tuple[EmbeddedSignature, ...]
    visible: VisibleSignature
    payload: bytes
    rendered: int
    certificates: tuple[bytes, ...]
    crls: tuple[bytes, ...]


def check_file(content: bytes) -> tuple[bool, Sentence]:
    """It begins and ends as a PDF does, with nothing before or after it.

    Raises:
        Failed: it does not.
    """
    if len(content) > MAX_FILE:
        raise Failed("file.too-large", megabytes=MAX_FILE // 1024 // 1024)
    if not content.startswith(b"%PDF-"):
        raise Failed("file.begins-late" if b"%PDF-" in content[:4096] else "file.not-pdf")
    if not _HEADER.match(content):
        raise Failed("file.other-pdf")
    if not content.endswith(b"\n%%EOF\n"):
        raise Failed("file.goes-on")
    return True, sentence("file.passed", bytes=len(content))


def open_parts(content: bytes) -> tuple[Parts, Sentence]:
    """Take a document apart.

    Raises:
        Failed: it is not made as certkit makes documents, or was changed since.
    """
    try:
        document = read_document(content)
        _count_signatures(document.view())
        appended = read_appended(document)
        payload = _attachment(document.view(0))
    except PdfError as error:
        raise Failed("structure.pdf", problem=str(error)) from None
    parts = Parts(
        document,
        appended.signature,
        appended.stamps,
        appended.visible,
        payload,
        document.revisions[0].end,
        appended.certificates,
        appended.crls,
    )
    return parts, sentence("structure.passed", revisions=len(document.revisions), bytes=len(payload))


def _count_signatures(view: View) -> None:
    """One signature, whatever else there is: the reason that people understand, before any other."""
    form = view.dictionary(view.root.get("AcroForm", {}))
    count = 0
    for reference in view.array(form.get("Fields", [])):
        field = view.dictionary(reference)
        value = view.resolve(field.get("V"))
        if isinstance(value, dict) and value.get("Type") == Name("Sig"):
            count += 1
    if len(view.document.revisions) < 2 or not count:
        raise Failed("structure.not-signed")
    if count > 1:
        raise Failed("structure.several-signatures", count=count)


def _attachment(view: View) -> bytes:
    """The one embedded file.

    Raises:
        Failed: there is another number of them, or it is not the attestation.
    """
    names = view.dictionary(view.root.get("Names", {}))
    tree = view.dictionary(names.get("EmbeddedFiles", {}))
    entries = view.array(tree.get("Names", []))
    if names.keys() - {"EmbeddedFiles"} or tree.keys() - {"Names"} or len(entries) % 2:
        raise Failed("structure.attachment-list")
    if len(entries) != 2:
        raise Failed("structure.attachments", count=len(entries) // 2)
    name, reference = entries
    if name != ATTACHMENT:
        raise Failed("structure.attachment-name")
    if not equal(view.resolve(view.root.get("AF")), [reference]):
        raise Failed("structure.attachment-unassociated")
    files = view.dictionary(view.dictionary(reference).get("EF"))
    if not files.keys() <= {"F", "UF"} or not equal(files.get("F"), files.get("UF", files.get("F"))):
        raise Failed("structure.attachment-form")
    data = view.data(files.get("F"))
    if len(data) > MAX_PAYLOAD:
        raise Failed("structure.attachment-size", megabytes=MAX_PAYLOAD // 1024 // 1024)
    if sum(map(data.count, (b"[", b"{", b","))) > MAX_VALUES:
        raise Failed("structure.attachment-values", values=MAX_VALUES)
    return data
