"""The file and its revisions: one PDF, one seal over all that was rendered, one attachment, and nothing changed after.

A document of certkit has two revisions, the rendered one and the seal, and at level B-LT and B-LTA further ones that
hold nothing but validation data and document time stamps. What a PDF reader tolerates beyond that is refused here.
"""

from __future__ import annotations

import io
import re
from typing import NamedTuple

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.decode_limits import (
    DEFAULT_PURPOSE_LIMITS,
    DecodeLimits,
    DocumentDecodeBudget,
    StreamDecodeLimits,
)
from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader
from pyhanko.sign.diff_analysis import (
    CatalogModificationRule,
    DiffResult,
    DSSCompareRule,
    FormUpdatingRule,
    ModificationLevel,
    ObjectStreamRule,
    SigFieldCreationRule,
    SigFieldModificationRule,
    StandardDiffPolicy,
    XrefStreamRule,
)
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel

from certkit.verification.appended import read_appended
from certkit.verification.failure import Failed
from certkit.verification.fields import check_fields

ATTACHMENT = "attestation.json"
MAX_SIZE = 64 * 1024 * 1024
"""Bytes of a document."""
MAX_PAYLOAD = 32 * 1024 * 1024
"""Bytes of its attachment, unpacked."""
MAX_REVISIONS = 64
"""A document time stamp is added every few years."""
_LIMITS = DecodeLimits(
    per_stream=StreamDecodeLimits(max_output_size=MAX_PAYLOAD),
    per_purpose=DEFAULT_PURPOSE_LIMITS,
    document_budget=DocumentDecodeBudget(base_allowance=4 * MAX_PAYLOAD, max_ratio=50),
)
"""Beyond these a compressed stream is not unpacked but refused."""
_HEADER = re.compile(rb"%PDF-1\.[0-7][\r\n]")
_CATALOG_KEYS = frozenset({"/AcroForm", "/Perms", "/Extensions", "/DSS"})
"""What sealing and time stamping may add to, or change in, the catalog."""


class Parts(NamedTuple):
    """A document taken apart.

    Attributes:
        seal: the one signature.
        stamps: the document time stamps, in their order.
        payload: the attachment, as the rendered revision has it.
        rendered: bytes of the rendered revision.
    """

    reader: PdfFileReader
    seal: EmbeddedPdfSignature
    stamps: tuple[EmbeddedPdfSignature, ...]
    payload: bytes
    rendered: int


def check_file(content: bytes) -> tuple[bool, str]:
    """It begins and ends as a PDF does, with nothing before or after it.

    Raises:
        Failed: it does not.
    """
    if len(content) > MAX_SIZE:
        raise Failed(f"the file has more than {MAX_SIZE // 1024 // 1024} MB")
    if not content.startswith(b"%PDF-"):
        what = "something stands before the PDF" if b"%PDF-" in content[:4096] else "this is no PDF"
        raise Failed(what)
    if not _HEADER.match(content):
        raise Failed("this is a PDF, but none of the documents that certkit verifies")
    if not content.endswith(b"\n%%EOF\n"):
        raise Failed("something stands after the end of the PDF, or its end is missing")
    return True, f"{len(content)} bytes"


def open_parts(content: bytes) -> tuple[Parts, str]:
    """Take a document apart.

    Raises:
        Failed: it is not made as certkit makes documents, or was changed since.
    """
    if content.count(b"startxref") > MAX_REVISIONS:
        raise Failed(f"it was updated more than {MAX_REVISIONS} times")
    reader = PdfFileReader(io.BytesIO(content), strict=True, decode_limits=_LIMITS)
    revisions = reader.xrefs.total_revisions
    if reader.encrypted:
        raise Failed("the document is encrypted")
    if revisions < 2:
        raise Failed("it is not sealed")
    appended = read_appended(content, [reader.xrefs.get_startxref_for_revision(number) for number in range(revisions)])
    for number, revision in enumerate(appended, start=1):
        if {ref.idnum for ref in reader.xrefs.explicit_refs_in_revision(number)} != revision.objects:
            raise Failed("the tables of the document can be read in two ways")
    seal, stamps = _signatures(reader)
    if seal.signed_revision != 1:
        raise Failed("the seal is not the first change to the document")
    _check_seal_field(reader, seal)
    _check_sealing(reader.get_historical_resolver(0), reader.get_historical_resolver(1), seal)
    _check_updates(reader, seal, stamps)
    check_fields(reader, seal, stamps)
    payload = _attachment(reader.get_historical_resolver(0))
    _same_attachment(reader.get_historical_resolver(revisions - 1), payload)
    return Parts(
        reader, seal, stamps, payload, appended[0].begin
    ), f"{revisions} revisions, {len(payload)} bytes attached"


def _signatures(reader: PdfFileReader) -> tuple[EmbeddedPdfSignature, tuple[EmbeddedPdfSignature, ...]]:
    seals = reader.embedded_regular_signatures
    stamps = reader.embedded_timestamp_signatures
    if len(seals) != 1:
        raise Failed("it is not sealed" if not seals else f"it has {len(seals)} signatures, and must have one")
    if len(seals) + len(stamps) != len(reader.embedded_signatures):
        raise Failed("it has a signature of another kind")
    return seals[0], tuple(sorted(stamps, key=lambda stamp: stamp.signed_revision))


def _check_seal_field(reader: PdfFileReader, seal: EmbeddedPdfSignature) -> None:
    """A certifying CAdES signature that allows no changes."""
    dictionary = seal.sig_object
    if dictionary.get("/SubFilter") != "/ETSI.CAdES.detached":
        raise Failed("the seal is not a PAdES signature (ETSI.CAdES.detached)")
    if seal.docmdp_level is not MDPPerm.NO_CHANGES:
        raise Failed("the seal does not forbid all changes (DocMDP 1)")
    permissions = reader.root.get("/Perms")
    if not isinstance(permissions, generic.DictionaryObject) or set(permissions) != {"/DocMDP"}:
        raise Failed("the seal is not the document's certification")
    if permissions.raw_get("/DocMDP") != seal.sig_field.raw_get("/V"):
        raise Failed("the document's certification is another signature")


def _check_sealing(old: HistoricalResolver, new: HistoricalResolver, seal: EmbeddedPdfSignature) -> None:
    """The revision of the seal adds the seal, and changes nothing but what leads to it."""
    if new.refs_freed_in_revision():
        raise Failed("the seal's revision takes objects away")
    page_ref = seal.sig_field.raw_get("/P").reference if "/P" in seal.sig_field else None
    for ref in new.explicit_refs_in_revision():
        if old.reader.xrefs.get_historical_ref(ref, old.revision) is None:
            continue  # it is new
        if ref == new.root_ref:
            _same_but(old(ref), new(ref), _CATALOG_KEYS, "the catalog")
        elif page_ref is not None and ref.idnum == page_ref.idnum:
            _same_but(old(ref), new(ref), frozenset({"/Annots"}), "the page of the seal")
        else:
            raise Failed(f"the seal's revision replaces object {ref.idnum}")
    before = old(page_ref) if page_ref is not None else generic.DictionaryObject()
    if isinstance(before, generic.DictionaryObject) and "/Annots" in before:
        raise Failed("the page of the seal had annotations before it was sealed")


def _same_but(old: generic.PdfObject, new: generic.PdfObject, allowed: frozenset[str], what: str) -> None:
    if not isinstance(old, generic.DictionaryObject) or not isinstance(new, generic.DictionaryObject):
        raise Failed(f"{what} is no dictionary")
    for key in set(old) | set(new):
        if key not in allowed and (key not in old or key not in new or old.raw_get(key) != new.raw_get(key)):
            raise Failed(f"the seal's revision changes {key} of {what}")


def _check_updates(reader: PdfFileReader, seal: EmbeddedPdfSignature, stamps: tuple[EmbeddedPdfSignature, ...]) -> None:
    """After the seal come validation data and document time stamps, and nothing else."""
    changed = _POLICY.review_file(reader, base_revision=1, doc_mdp=MDPPerm.NO_CHANGES)
    if not isinstance(changed, DiffResult):
        raise Failed("the document was changed after it was sealed")
    if changed.modification_level > ModificationLevel.LTA_UPDATES:
        raise Failed("the document was filled in or annotated after it was sealed")
    last = stamps[-1] if stamps else seal
    if last.evaluate_signature_coverage() is not SignatureCoverageLevel.ENTIRE_FILE:
        raise Failed("something was added after the seal that no time stamp covers")
    names = {seal.field_name, *(stamp.field_name for stamp in stamps)}
    if changed.changed_form_fields - names:
        raise Failed("a field was added after the document was sealed")


_POLICY = StandardDiffPolicy(
    global_rules=[
        CatalogModificationRule(ignored_keys=_CATALOG_KEYS),
        XrefStreamRule().as_qualified(ModificationLevel.LTA_UPDATES),
        ObjectStreamRule().as_qualified(ModificationLevel.LTA_UPDATES),
        DSSCompareRule().as_qualified(ModificationLevel.LTA_UPDATES),
    ],
    form_rule=FormUpdatingRule(field_rules=[SigFieldCreationRule(), SigFieldModificationRule()]),
    ignore_orphaned_objects=False,
    ignore_identical_objects=False,
)
"""As pyHanko's own, without the rules that let the information dictionary and the metadata be replaced."""


def _attachment(resolver: HistoricalResolver) -> bytes:
    """The one embedded file.

    Raises:
        Failed: there is another number of them, or it is not the attestation.
    """
    found = _embedded_files(resolver)
    if len(found) != 1:
        raise Failed(f"it has {len(found)} attachments, and must have one")
    ((name, specification),) = found
    if name != ATTACHMENT:
        raise Failed("its attachment is not the attested data")
    listed = resolver.root.get("/AF")
    if not isinstance(listed, generic.ArrayObject) or len(listed) != 1 or listed[0] != specification:
        raise Failed("its attachment is not the document's associated file")
    stream = specification["/EF"]["/F"]
    if not isinstance(stream, generic.StreamObject):
        raise Failed("its attachment is empty")
    data = stream.data
    if len(data) > MAX_PAYLOAD:
        raise Failed(f"the attached data has more than {MAX_PAYLOAD // 1024 // 1024} MB")
    return data


def _embedded_files(resolver: HistoricalResolver) -> list[tuple[str, generic.DictionaryObject]]:
    names = resolver.root.get("/Names")
    tree = names.get("/EmbeddedFiles") if isinstance(names, generic.DictionaryObject) else None
    if not isinstance(tree, generic.DictionaryObject):
        return []
    if "/Kids" in tree:
        raise Failed("its attachments are listed in an unusual way")
    entries = tree.get("/Names")
    if not isinstance(entries, generic.ArrayObject) or len(entries) % 2:
        raise Failed("its attachments cannot be listed")
    return [(str(entries[place]), entries[place + 1]) for place in range(0, len(entries), 2)]


def _same_attachment(resolver: HistoricalResolver, payload: bytes) -> None:
    if _attachment(resolver) != payload:
        raise Failed("the attachment that a reader shows is not the one that was rendered")
