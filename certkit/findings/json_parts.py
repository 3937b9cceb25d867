"""Parts of the JSON documents that are still written by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkit.conditions import Value
from certkit.finding import Place

if TYPE_CHECKING:
    from certkit.findings.documents import Answer, PlaceDocument


def place_document(place: Place | None, file: str = "") -> PlaceDocument:
    """A place without what does not apply; ``file`` is left out where it is empty."""
    document: PlaceDocument = {}
    if file:
        document["file"] = file
    if place is None:
        return document
    if place.cell:
        document["sheet"] = place.sheet
        document["cell"] = place.cell
    elif place.line:
        document["line"] = place.line
        document["column"] = place.column
    return document


def json_answer(value: Value) -> Answer:
    """An answer: several values as an array, a pair (a setting, a member of a family) as an array of two."""
    if isinstance(value, tuple):
        return [[str(text) for text in part] if isinstance(part, tuple) else str(part) for part in value]
    return value
