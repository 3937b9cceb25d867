"""The JSON Schema of a test record, for editors: it follows from the definitions of the fields."""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from certkit.record.fields import FieldSpec, Group
from certkit.record.model import VERSION, RecordFields
from certkit.record.requirements import FieldRule

ID = f"urn:certkit:record:{VERSION}"


def record_schema(rules: Mapping[str, FieldRule] = MappingProxyType({})) -> dict[str, object]:
    """The schema. Every field may be left out or empty: then its question is open.

    Args:
        rules: path of a field -> what an edition says of it; what it names becomes examples.
    """
    schema = _group(RecordFields, "record", rules)
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


def write_record_schema(rules: Mapping[str, FieldRule] = MappingProxyType({})) -> bytes:
    """The schema as it is in ``schemas/record.schema.json``."""
    return json.dumps(record_schema(rules), indent=2, ensure_ascii=False).encode("utf-8") + b"\n"


def _group(type_: type[Group], path: str, rules: Mapping[str, FieldRule]) -> dict[str, object]:
    properties = {key: _field(spec, f"{path}.{key}", rules) for key, spec in type_.specs.items()}
    return {"type": "object", "additionalProperties": False, "properties": properties}


def _field(spec: FieldSpec[Any], path: str, rules: Mapping[str, FieldRule]) -> dict[str, object]:
    inner: Mapping[str, object]
    if spec.kind is not None:
        inner = spec.kind.schema
    else:
        inner = _group(spec.group or Group, path, rules)
        if spec.is_list:
            inner = {"type": "array", "items": inner}
    named = [name for one in rules[path].examples for name in one.names] if path in rules else []
    if named and spec.kind is not None:
        inner = {**inner, "examples": [named] if spec.kind.several else named}
    names, types = inner.get("enum"), inner.get("type")
    if isinstance(names, list):
        return {"description": spec.help, "enum": [*names, None]}
    return {"description": spec.help, **inner, "type": [*(types if isinstance(types, list) else [types]), "null"]}
