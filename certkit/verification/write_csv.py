"""Verifications as a table: one row for each document, in the order in which they were given."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from certkit.errors import CertkitError
from certkit.formats.csv_text import write_csv
from certkit.text.terminal import safe
from certkit.verification.model import Verification
from certkit.verification.write_text import reason_of

COLUMNS = ("file", "kind", "id", "product", "version", "verdict", "reason")


def write_verifications_csv(verifications: Sequence[Verification], unreadable: Sequence[CertkitError]) -> bytes:
    """Kind, id, product and version are empty unless the document is verified: nothing else in it can be relied on."""
    return write_csv(COLUMNS, ([safe(cell) for cell in row] for row in _rows(verifications, unreadable)))


def _rows(verifications: Sequence[Verification], unreadable: Sequence[CertkitError]) -> Iterator[Sequence[str]]:
    for verification in verifications:
        attested = verification.attested
        about = ("", "", "", "")
        if attested is not None:
            subject = attested.subject
            product = f"{subject['vendor']} {subject['model']}"
            about = (attested.kind, attested.id, product, subject["firmware_version"])
        yield (verification.file, *about, verification.verdict.value, reason_of(verification))
    for error in unreadable:
        yield (error.file, "", "", "", "", "unreadable", error.message)
