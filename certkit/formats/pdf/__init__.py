"""A strict and bounded reader of PDF files, for files that nobody has reason to trust.

It reads one kind of PDF: a classic cross-reference table for each revision, no object streams, no encryption, Flate or
no compression. Every byte of the file belongs to the header, to an object that its revision's table lists, to the
table or to the trailer, so that no two programs can read the file in two ways. Work is bounded before it is done:
see :mod:`.limits`. Whatever is wrong is a :class:`PdfError`.

    document = read_document(content)
    view = document.view(0)              # as of the first revision
    page = view.resolve(view.dictionary(view.root["Pages"])["Kids"])
"""

from certkit.formats.pdf.document import Document, View, read_document
from certkit.formats.pdf.objects import Name, PdfError, Ref, Stream, Value, equal
from certkit.formats.pdf.revisions import Revision

__all__ = ["Document", "Name", "PdfError", "Ref", "Revision", "Stream", "Value", "View", "equal", "read_document"]
