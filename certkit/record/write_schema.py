"""The JSON Schema of a test record, for editors: it follows from the definitions of the fields."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from certkit.record.fields import FieldSpec, Group
from certkit.record.model import VERSION, RecordFields

ID = f"urn:certkit:record:{VERSION}"


def record_schema() -> dict[str, object]:
    """The schema. Every field may be left out or empty: then its question is open."""
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
    """The schema as it is in ``schemas/record.schema.json``."""
    return json.dumps(record_schema(), indent=2, ensure_ascii=False).encode("utf-8") + b"\n"


def _group(type_: type[Group]) -> dict[str, object]:
    properties = {key: _field(spec) for key, spec in type_.specs.items()}
    return {"type": "object", "additionalProperties": False, "properties": properties}


def _field(spec: FieldSpec[Any]) -> dict[str, object]:
    inner: Mapping[str, object]
    if spec.kind is not None:
        inner = spec.kind.schema
    else:
        inner = _group(spec.group or Group)
        if spec.is_list:
            inner = {"type": "array", "items": inner}
    names, types = inner.get("enum"), inner.get("type")
    if isinstance(names, list):
        return {"description": spec.help, "enum": [*names, None]}
    return {"description": spec.help, **inner, "type": [*(types if isinstance(types, list) else [types]), "null"]}
