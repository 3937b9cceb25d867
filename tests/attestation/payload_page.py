"""docs/attestation-payload.md: an introduction, and every field of the payload from its schema.

To write it anew: ``python -m tests.attestation.payload_page``.
"""

import json
from collections.abc import Iterator
from pathlib import Path

from certkit.resources import data_folder
from tests.attestation.payload_words import WORDS

PAGE = Path(__file__).parent.parent.parent / "docs" / "attestation-payload.md"
SCHEMA = json.loads((data_folder("schemas") / "attestation.schema.json").read_bytes())
MARK = "<!-- From here on: written by python -m tests.attestation.payload_page -->"


def name_of(definition: str) -> str:
    """``Evidence file`` for ``EvidenceFileDocument``."""
    words = "".join(f" {c.lower()}" if c.isupper() else c for c in definition.removesuffix("Document")).strip()
    return words[0].upper() + words[1:]


def anchor(definition: str) -> str:
    return name_of(definition).lower().replace(" ", "-")


def type_of(schema: dict) -> str:
    """A type for people: ``list of [Run](#run)``, ``text or null``."""
    if "$ref" in schema:
        definition = schema["$ref"].removeprefix("#/$defs/")
        return f"[{name_of(definition)}](#{anchor(definition)})"
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(type_of(one) for one in schema["anyOf"]))
    if "const" in schema:
        return f"`{json.dumps(schema['const'])}`"
    if "enum" in schema:
        return ", ".join(f"`{value}`" for value in schema["enum"])
    if schema["type"] == "array":
        return f"list of {type_of(schema['items'])}"
    if schema["type"] == "object":
        return f"names with {type_of(schema['additionalProperties'])} each"
    words = {
        "string": "text",
        "boolean": "true or false",
        "integer": "whole number",
        "number": "number",
        "null": "null",
    }
    return words[schema["type"]]


def meaning_of(definition: str, name: str, schema: dict) -> str:
    """From the type of the document, of what it leads to, or from the list of words."""
    said = schema.get("description", "")
    if not said:
        own = definition.removesuffix("Document")
        said = WORDS.get(f"{own}.{name}") or WORDS.get(name, "")
    if not said:
        said = " ".join(SCHEMA["$defs"][one].get("description", "") for one in references(schema))
    return " ".join(said.replace("``", "`").split())


def table(definition: str, schema: dict) -> Iterator[str]:
    yield "| field | type | meaning |"
    yield "| --- | --- | --- |"
    for name, below in schema["properties"].items():
        left_out = "" if name in schema.get("required", ()) else " (left out where it does not apply)"
        meaning = meaning_of(definition, name, below)
        yield f"| `{name}` | {type_of(below)}{left_out} | {meaning} |"


def reached(schema: dict, found: dict[str, None]) -> None:
    """The definitions in the order in which a reader meets them."""
    for definition in references(schema.get("properties", schema)):
        if definition not in found:
            found[definition] = None
            reached(SCHEMA["$defs"][definition], found)


def references(schema: object) -> Iterator[str]:
    if isinstance(schema, dict):
        if "$ref" in schema:
            yield schema["$ref"].removeprefix("#/$defs/")
        for below in schema.values():
            yield from references(below)
    elif isinstance(schema, list):
        for below in schema:
            yield from references(below)


def fields() -> str:
    """The part that is written from the schema."""
    lines = ["## Attestation", "", SCHEMA["description"], "", *table("Attestation", SCHEMA)]
    definitions: dict[str, None] = {}
    reached(SCHEMA, definitions)
    for definition in definitions:
        schema = SCHEMA["$defs"][definition]
        description = " ".join(schema.get("description", "").replace("``", "`").split())
        described = table(definition, schema) if "properties" in schema else [f"{type_of(schema)}."]
        lines += ["", f"## {name_of(definition)}", "", description, "", *described]
    return "\n".join(lines) + "\n"


def page() -> str:
    introduction = PAGE.read_text(encoding="utf-8").split(MARK)[0].rstrip()
    return f"{introduction}\n\n{MARK}\n\n{fields()}"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
