"""The JSON Schema of a policy file, for editors."""

from __future__ import annotations

from certkit.formats.document import DIALECT, Json, Schema
from certkit.recertification.policy import Aspect, Impact

_TEXT: Schema = {"type": "string", "minLength": 1}
_CITE: Schema = {**_TEXT, "description": "The place that says so, such as 5.5."}
_YES_NO: Schema = {"enum": ["Yes", "No", True, False]}
"""Editors that read YAML 1.1 take Yes for true."""


def policy_schema() -> Schema:
    """The schema. certkit refuses unknown names in a policy, and so does this."""
    classes: list[Json] = [impact.value for impact in Impact]
    aspects: list[Json] = [aspect.value for aspect in Aspect]
    rule = _object(
        "A rule. The first that fits a test case decides.",
        {
            "id": {**_TEXT, "description": "Names the rule in the report; each once."},
            "classes": {
                "description": "The classes of test cases that it decides, or all.",
                "anyOf": [{"const": "all"}, {"enum": classes}, _list({"enum": classes})],
            },
            "if_changed": {
                "description": "It fits only if one of these differs from the old document, or is not known.",
                "anyOf": [{"enum": aspects}, _list({"enum": aspects})],
            },
            "rerun": {**_YES_NO, "description": "Whether the report lists these test cases as to be rerun."},
            "reason": {**_TEXT, "description": "Why, in one sentence."},
            "cite": _CITE,
        },
        optional=("if_changed",),
    )
    allowance = _object(
        "Something that a re-certification may do and need not.",
        {"text": {**_TEXT, "description": "What, in one sentence."}, "cite": _CITE},
    )
    top = _object(
        "Which test cases certkit recertify lists as to be rerun. No policy makes an old result count.",
        {
            "policy": {"const": 1, "description": "The version of this format."},
            "edition": {**_TEXT, "description": "The edition of the procedure that it cites."},
            "title": {**_TEXT, "description": "What it is, for a heading."},
            "rules": {**_list(rule), "description": "Together they decide every test case."},
            "allowances": _list(allowance),
        },
        optional=("allowances",),
    )
    return {"$schema": DIALECT, "$id": "urn:certkit:policy:1", **top}


def _object(description: str, properties: dict[str, Json], optional: tuple[str, ...] = ()) -> Schema:
    return {
        "description": description,
        "type": "object",
        "properties": properties,
        "required": [name for name in properties if name not in optional],
        "additionalProperties": False,
    }


def _list(items: Json) -> Schema:
    return {"type": "array", "items": items, "minItems": 1}
