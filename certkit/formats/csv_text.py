"""CSV (RFC 4180): comma, quotes, CRLF, a line of headings, UTF-8 without a byte order mark.

There is no mark because most programs read it as a part of the first heading; for Excel there are workbooks. A cell
that a spreadsheet would read as a formula begins with an apostrophe.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""With the wide forms, which spreadsheets in some languages take for the others."""


def write_csv(headings: Sequence[str], rows: Iterable[Sequence[str | int]]) -> bytes:
    """The bytes of a table."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(headings)
    for row in rows:
        writer.writerow([harmless(cell) if isinstance(cell, str) else cell for cell in row])
    return out.getvalue().encode("utf-8", "backslashreplace")


def harmless(text: str) -> str:
    """The text as a spreadsheet shows it and never computes it."""
    return "'" + text if text.lstrip(" \xa0\u3000\ufeff").startswith(_FORMULA) else text
