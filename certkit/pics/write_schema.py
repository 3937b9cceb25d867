"""The JSON Schema of a PICS as YAML, for editors.

It offers the answers in their canonical spelling, shows help, and allows no unknown keys. It requires no key: ``certkit
pics check`` finds the unanswered questions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from certkit.edition.domains import Choice, Choices, Domain, Members, Number, Settings, Texts
from certkit.edition.model import Item
from certkit.edition.rulebook import Rulebook
from certkit.formats.document import DIALECT, Json, Schema

_SCALAR: list[Json] = ["string", "number", "boolean", "null"]


def pics_schema(rulebook: Rulebook) -> Schema:
    """The schema of a PICS as YAML, for one edition."""
    info = rulebook.info
    root = _group(f"A PICS for {info.title}.")
    properties = root["properties"]
    assert isinstance(properties, dict)
    properties["edition"] = {"description": "The edition of the procedure.", "enum": [info.id, None]}
    fields: Schema = {
        "code": {"description": "The code of the warning, such as P-63.", "type": "string"},
        "items": {"description": "Only warnings about these items.", "type": "array", "items": {"type": "string"}},
        "reason": {"description": "Why the warning is accepted.", "type": _SCALAR},
        "name": {"description": "Who accepts it.", "type": _SCALAR},
        "date": {"description": "The day on which it was accepted, as 2026-03-01.", "type": "string"},
    }
    one: Schema = {"type": "object", "properties": fields, "additionalProperties": False}
    properties["accepted"] = {
        "description": "Warnings of certkit pics check that the vendor accepts.",
        "type": ["array", "null"],
        "items": one | {"required": ["code", "reason", "name", "date"]},
    }
    properties["to_confirm"] = {
        "description": "Answers that nobody confirmed yet, by id or path. They count as not answered.",
        "type": ["array", "null"],
        "items": {"type": "string"},
    }
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
    """Put a question's schema in the place of its answer; free settings keep the named ones."""
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
