"""JSON documents and their schemas, both from one frozen dataclass.

A document is a frozen dataclass whose fields are texts, numbers, enums, times, other such dataclasses, and tuples and
mappings of these. Its field names are the keys of the JSON. pydantic writes it, reads it strictly, and makes its
schema.
"""

from __future__ import annotations

from functools import cache
from typing import Any, TypeVar

from pydantic import TypeAdapter

from certkit.formats.document import DIALECT, Json, Schema
from certkit.formats.json_text import to_json
from certkit.text.halves import without_halves

T = TypeVar("T")


def write_document(document: object) -> bytes:
    """The document as JSON, a line for each key and for each entry of its lists."""
    kind: Any = type(document)
    try:
        return to_json(_adapter(kind).dump_python(document, mode="json"))
    except UnicodeEncodeError:
        return to_json(_adapter(kind).dump_python(without_halves(document), mode="json"))


def read_document(kind: type[T], content: bytes) -> T:
    """The document back from its JSON.

    Raises:
        pydantic.ValidationError: it is not one.
    """
    hashable: Any = kind
    document: T = _adapter(hashable).validate_json(content, strict=True)
    return document


def document_schema(kind: Any, name: str) -> Schema:
    """The JSON Schema of a kind of document. Keys may be added within a version, so others are allowed."""
    made: Json = _adapter(kind).json_schema(mode="serialization")
    schema = _without_titles(made)
    assert isinstance(schema, dict)
    return {"$schema": DIALECT, "$id": f"urn:certkit:{name}:1", **schema}


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def _without_titles(schema: Json, *, names: bool = False) -> Json:
    """The schema without the titles that pydantic makes of Python's names; in ``names`` a title is a key of ours."""
    if isinstance(schema, list):
        return [_without_titles(entry) for entry in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {
        key: _without_titles(value, names=not names and key in ("properties", "$defs"))
        for key, value in schema.items()
        if names or key != "title" or not isinstance(value, str)
    }
    described = kept.pop("description", None) if not names else None  # where it stands depends on pydantic's version
    return kept if described is None else {"description": described, **kept}
