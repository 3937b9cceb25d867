"""Layout 1: the pages of an attestation as one deterministic PDF/A-3a, with the data attached from which it is drawn.

The same document gives the same pages wherever and whenever it is drawn: that is how a verifier sees that what people
read is what the data says. The fonts are read when something is drawn, not before.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from certkit.attestation.layout_1.archive import Metadata, picture, write_pdf
from certkit.attestation.layout_1.documents import pages_of
from certkit.attestation.layout_1.front import (
    REHEARSAL,
    SIGNATURE_BOX,
    SIGNATURE_PAGE,
    frame,
    signature_drawing,
    signature_lines,
)
from certkit.attestation.layout_1.wording import TITLES, Content, product_of
from certkit.attestation.v1.evidence import record_fields
from certkit.attestation.v1.model import AttestationDocument
from certkit.edition.rulebook import Rulebook
from certkit.formats.canonical_json import canonical_json


def render(document: AttestationDocument, rulebook: Rulebook) -> bytes:
    """The document, complete and unsigned, with an empty signature field at ``SIGNATURE_BOX`` of ``SIGNATURE_PAGE``.

    Raises:
        UnreadableFile: the test record in the data is none.
        ValueError: the data holds what JSON in UTF-8 cannot.
    """
    data = canonical_json(document)
    digest = hashlib.sha256(data).hexdigest()
    fields = record_fields(document["evidence"])
    sheet = pages_of(Content(document, rulebook, fields, digest))
    frame(sheet, document, digest)
    title = TITLES[document["kind"]]
    metadata = Metadata(
        title=f"{'REHEARSAL: ' if document['rehearsal'] else ''}{title} {document['id']}: {product_of(document)}",
        author=document["issuer"]["name"],
        subject=title,
        creator=f"certkit {document['renderer']['certkit']}",
        moment=document["issued_at"],
    )
    return write_pdf(
        sheet.pages, sheet.structure, sheet.marks, data, metadata, REHEARSAL if document["rehearsal"] else ""
    )


def signature_page(lines: Sequence[str]) -> bytes:
    """One page of the size of ``SIGNATURE_BOX`` with these lines; the first one is set in bold."""
    left, bottom, right, top = SIGNATURE_BOX
    size = (right - left, top - bottom)
    return picture(signature_drawing(lines, *size), size)


__all__ = ["SIGNATURE_BOX", "SIGNATURE_PAGE", "render", "signature_lines", "signature_page"]
