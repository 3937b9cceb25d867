"""Layout 1: the pages of an attestation as one deterministic PDF/A-3b, with the data attached from which it is drawn.

The same document gives the same pages wherever and whenever it is drawn: that is how a verifier sees that what people
read is what the data says. The fonts are read when something is drawn, not before.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

from certkit.attestation.layout_1.front import SEAL_BOX, SEAL_PAGE
from certkit.attestation.layout_1.seal import seal_drawing, seal_lines
from certkit.formats.canonical_json import canonical_json

if TYPE_CHECKING:
    from certkit.attestation.v1.model import AttestationDocument
    from certkit.edition.rulebook import Rulebook


def render(document: AttestationDocument, rulebook: Rulebook) -> bytes:  # noqa: ARG001  # as every layout
    """The document, complete and unsigned, with an empty rectangle for the seal at ``SEAL_BOX`` of page ``SEAL_PAGE``.

    Raises:
        UnreadableFile: the test record in the data is none.
        ValueError: the data holds what JSON in UTF-8 cannot.
    """
    from certkit.attestation.layout_1.archive import Metadata, archive
    from certkit.attestation.layout_1.certificate import certificate
    from certkit.attestation.layout_1.declaration import declaration
    from certkit.attestation.layout_1.frame import REHEARSAL, frame
    from certkit.attestation.layout_1.report import report
    from certkit.attestation.layout_1.wording import KINDS, product_of

    data = canonical_json(document)
    digest = hashlib.sha256(data).hexdigest()
    fill = {"certificate": certificate, "report": report, "declaration": declaration}[document["kind"]]
    sheet = fill(document, digest)
    frame(sheet, document, digest)
    kind = KINDS[document["kind"]]
    metadata = Metadata(
        title=f"{'REHEARSAL: ' if document['rehearsal'] else ''}{kind} {document['id']}: {product_of(document)}",
        author=document["issuer"]["name"],
        subject=kind,
        creator=f"certkit {document['renderer']['certkit']}",
        moment=document["issued_at"],
    )
    return archive(sheet.pages, sheet.marks, data, metadata, REHEARSAL if document["rehearsal"] else "")


def seal_page(lines: Sequence[str]) -> bytes:
    """One page of the size of ``SEAL_BOX`` with who seals, in which role, and when; the first line is set in bold."""
    from certkit.attestation.layout_1.archive import picture

    left, bottom, right, top = SEAL_BOX
    size = (right - left, top - bottom)
    return picture(seal_drawing(lines, *size), size)


__all__ = ["SEAL_BOX", "SEAL_PAGE", "render", "seal_lines", "seal_page"]
