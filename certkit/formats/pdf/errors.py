"""The one exception of the reader."""

from __future__ import annotations


class PdfError(Exception):
    """The file is not a PDF of the kind that is read here; the message says why, in one sentence."""
