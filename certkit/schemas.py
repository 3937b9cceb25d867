"""JSON Schemas (2020-12) of what certkit reads and writes, generated from an edition and the types of the documents.

The schema of a PICS is for editors: it offers the answers in their canonical spelling, shows help, and refuses unknown
keys. It asks for nothing to be there, since an unanswered question is for ``certkit pics check`` to find.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from certkit.edition.domains import Choice, Choices, Domain, Members, Number, Settings, Texts
from certkit.edition.model import Item
from certkit.edition.rulebook import Rulebook
from certkit.resources import data_folder

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"
Schema: TypeAlias = "dict[str, Json]"

DIALECT = "https://json-schema.org/draft/2020-12/schema"
DOCUMENTS = (
    "findings",
    "plan",
    "comparison",
    "explanation",
    "configuration",
    "firmware",
    "measurements",
    "requirements",
    "verdict",
    "verification",
)
"""The documents that certkit writes."""
ATTESTATION = "attestation"
"""The payload of an attestation, which certkit also reads: nothing is allowed in it that is not described."""
_SCALAR: list[Json] = ["string", "number", "boolean", "null"]


def generated(rulebook: Rulebook) -> Mapping[str, str]:
    """File name -> schema, for all but the record's; the PICS' for the edition of ``rulebook``.

    That of a record is made where its form is, by :mod:`certkit.record.write_schema`.
    """
    schemas = {"pics": pics_schema(rulebook)} | {name: document_schema(name) for name in DOCUMENTS}
    schemas[ATTESTATION] = attestation_schema()
    return {file_name(name): to_text(schema) for name, schema in schemas.items()}


def shipped(name: str) -> str:
    """The text of a schema as it came with certkit."""
    return (data_folder("schemas") / file_name(name)).read_text(encoding="utf-8")


def file_name(name: str) -> str:
    """``plan.schema.json``."""
    return f"{name}.schema.json"


def to_text(schema: Schema) -> str:
    """A schema as it is written to a file."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def document_schema(name: str) -> Schema:
    """The schema of a document that certkit writes. Keys may be added within a version, so others are allowed."""
    from pydantic import TypeAdapter

    from certkit.explanation.documents import ComparisonDocument, ExplanationDocument
    from certkit.findings.documents import FindingsDocument, PlanDocument
    from certkit.measurement.documents import ConfigurationDocument, FirmwareDocument, MeasurementsDocument
    from certkit.verdict.documents import RequirementsDocument, VerdictDocument
    from certkit.verification.model import VerificationDocument

    types: dict[str, Any] = {
        "findings": FindingsDocument,
        "plan": PlanDocument,
        "comparison": ComparisonDocument,
        "explanation": ExplanationDocument,
        "configuration": ConfigurationDocument,
        "firmware": FirmwareDocument,
        "measurements": MeasurementsDocument,
        "requirements": RequirementsDocument,
        "verdict": VerdictDocument,
        "verification": VerificationDocument,
    }
    schema = TypeAdapter(types[name]).json_schema(mode="serialization")
    return {"$schema": DIALECT, "$id": f"urn:certkit:{name}:1", **_without_titles(schema)}


def attestation_schema() -> Schema:
    """The schema of the payload of an attestation. It is frozen: a key more or less is another version."""
    from pydantic import TypeAdapter

    from certkit.attestation.v1.model import AttestationDocument

    schema = _closed(_without_titles(TypeAdapter(AttestationDocument).json_schema(mode="serialization")))
    assert isinstance(schema, dict)
    return {"$schema": DIALECT, "$id": f"urn:certkit:{ATTESTATION}:1", **schema}


def _closed(schema: Json) -> Json:
    """The schema in which no object may have properties that are not described."""
    if isinstance(schema, list):
        return [_closed(entry) for entry in schema]
    if not isinstance(schema, dict):
        return schema
    closed: Schema = {name: _closed(below) for name, below in schema.items()}
    if isinstance(closed.get("properties"), dict) and closed.get("type") == "object":
        closed["additionalProperties"] = False
    return closed


def _without_titles(schema: Schema) -> Schema:
    """The schema without the titles that pydantic makes of Python's names."""
    kept: Schema = {}
    for key, value in schema.items():
        if key == "title" and isinstance(value, str):
            continue
        if isinstance(value, dict):
            value = _without_titles(value) if key not in ("properties", "$defs") else _each(value)
        elif isinstance(value, list):
            value = [_without_titles(entry) if isinstance(entry, dict) else entry for entry in value]
        kept[key] = value
    return kept


def _each(schemas: Schema) -> Schema:
    return {name: _without_titles(schema) if isinstance(schema, dict) else schema for name, schema in schemas.items()}


def pics_schema(rulebook: Rulebook) -> Schema:
    """The schema of a PICS as YAML, for one edition."""
    info = rulebook.info
    root = _group(f"A PICS for {info.title}.")
    properties = root["properties"]
    assert isinstance(properties, dict)
    properties["edition"] = {"description": "The edition of the procedure.", "enum": [info.id, None]}
    helps = {
        section.path: f"{section.title}. {section.help} ({section.cite})" for section in rulebook.sections.values()
    }
    for item in rulebook.items.values():
        _place(properties, item.path, _item(item), helps)
    return {
        "$schema": DIALECT,
        "$id": f"urn:certkit:pics:{info.id}",
        **root,
        "allOf": [_not_asked(kind, rulebook) for kind in info.kinds],
    }


def _group(description: str) -> Schema:
    group: Schema = {"description": description} if description else {}
    return group | {"type": ["object", "null"], "properties": {}, "additionalProperties": False}


def _place(properties: Schema, path: tuple[str, ...], schema: Schema, helps: Mapping[tuple[str, ...], str]) -> None:
    """Put a question's schema where its answer stands; free settings keep the named ones beside them."""
    for depth, key in enumerate(path[:-1], start=1):
        group = properties.setdefault(key, _group(helps.get(path[:depth], "")))
        assert isinstance(group, dict)
        below = group["properties"]
        assert isinstance(below, dict)
        properties = below
    there = properties.get(path[-1])
    if isinstance(there, dict):
        schema = {**schema, "properties": there["properties"]}
    properties[path[-1]] = schema


def _item(item: Item) -> Schema:
    key = f" Configuration key: {item.key}." if item.key and item.key != item.label else ""
    text = f"{item.label}\n\n{item.help}{key} ({item.cite})"
    return {"description": text, **_answer(item.domain)}


def _answer(domain: Domain) -> Schema:
    if isinstance(domain, Choice):
        return {"enum": [*_names(domain.values), None]}
    if isinstance(domain, Choices):
        one: Schema = {"enum": list(domain.values)}
        return {"anyOf": [{"type": "array", "items": one, "uniqueItems": True}, {"enum": [*domain.values, None]}]}
    if isinstance(domain, Number):
        bounds: Schema = {"type": ["integer" if domain.whole else "number", "null"], "minimum": domain.minimum}
        return bounds if domain.maximum is None else bounds | {"maximum": domain.maximum}
    if isinstance(domain, Texts):
        return {"type": ["array", *_SCALAR], "items": {"type": _SCALAR}}
    if isinstance(domain, Settings):
        return {"type": ["object", "null"], "properties": {}, "additionalProperties": {"type": _SCALAR}}
    if isinstance(domain, Members):
        properties: Schema = {"model": {"type": _SCALAR}, "firmware_version": {"type": _SCALAR}}
        member: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
        return {"type": ["array", "null"], "items": member}
    return {"type": _SCALAR}


def _names(values: Iterable[str]) -> list[Json]:
    """The names, with true and false for Yes and No, which is what most YAML readers make of them."""
    booleans = {"Yes": True, "No": False}
    names: list[Json] = list(values)
    return names + [booleans[name] for name in values if name in booleans]


def _not_asked(kind: str, rulebook: Rulebook) -> Schema:
    """What is not asked of a kind of device stays empty."""
    properties: Schema = {}
    for item in rulebook.items.values():
        if kind not in item.asked_of:
            here = properties
            for key in item.path[:-1]:
                group = here.setdefault(key, {"properties": {}})
                assert isinstance(group, dict)
                below = group["properties"]
                assert isinstance(below, dict)
                here = below
            here[item.path[-1]] = {"type": "null", "description": f"Not asked of a {kind}."}
    path = rulebook.items["dut"].path
    condition: Schema = {"const": kind}
    for key in reversed(path):
        condition = {"properties": {key: condition}, "required": [key]}
    return {"if": condition, "then": {"properties": properties}}
