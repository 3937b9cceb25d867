"""The JSON Schema of a test record, for editors: made from the descriptions of its fields, and so never behind them."""

from __future__ import annotations

import json

from certkit.record.fields import Asked, Group
from certkit.record.model import VERSION, RecordFields

ID = f"urn:certkit:record:{VERSION}"


def record_schema() -> dict[str, object]:
    """The schema. Everything may be left out or empty: that is a question that is open."""
    schema = _group(RecordFields)
    properties = schema["properties"]
    assert isinstance(properties, dict)
    properties["record"] = {"const": VERSION, "description": "Version of this format."}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": ID,
        "title": "certkit test record",
        "description": "The hub of a dossier: what a tester notes, and the files that belong to it.",
        **schema,
    }


def write_record_schema() -> bytes:
    """The schema as it stands in ``schemas/record.schema.json``."""
    return json.dumps(record_schema(), indent=2, ensure_ascii=False).encode("utf-8") + b"\n"


def _group(type_: type[Group]) -> dict[str, object]:
    properties = {key: _field(asked) for key, asked in type_.asked.items()}
    return {"type": "object", "additionalProperties": False, "properties": properties}


def _field(asked: Asked) -> dict[str, object]:
    text = f"{asked.help} [{asked.cite}]" if asked.cite else asked.help
    if asked.group is not None:
        inner = _group(asked.group)
        if asked.several:
            inner = {"type": "array", "items": inner}
    else:
        assert asked.kind is not None
        inner = asked.kind.schema
        if "enum" in inner:
            inner = {"enum": [*_listed(inner["enum"]), None]}
            return {"description": text, **inner}
    kinds = inner["type"]
    return {"description": text, **inner, "type": [*(kinds if isinstance(kinds, list) else [kinds]), "null"]}


def _listed(value: object) -> list[object]:
    assert isinstance(value, list)
    return value
