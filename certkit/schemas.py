"""JSON Schemas (2020-12) of what certkit reads and writes."""

from __future__ import annotations

import json
from collections.abc import Mapping

from certkit.edition.rulebook import Rulebook
from certkit.formats.document import Json, Schema
from certkit.loading import load
from certkit.pics.write_schema import pics_schema
from certkit.resources import data_folder

DOCUMENTS = {
    "findings": "certkit.findings.model:FindingsDocument",
    "plan": "certkit.plan.write_json:PlanDocument",
    "comparison": "certkit.comparison.model:Comparison",
    "explanation": "certkit.explanation.model:Explanation",
    "configuration": "certkit.configuration.derive:Extract",
    "firmware": "certkit.firmware.write:FirmwareDocument",
    "measurements": "certkit.measurement.model:MeasurementsDocument",
    "requirements": "certkit.verdict.write_json:RequirementsDocument",
    "record-status": "certkit.verdict.status_model:RecordStatusDocument",
    "verdict": "certkit.verdict.write_json:VerdictDocument",
    "family": "certkit.attestation.family_model:FamilyDocument",
    "verification": "certkit.verification.model:VerificationDocument",
    "trust": "certkit.trust.contents:TrustDocument",
    "impact": "certkit.recertification.model:ImpactDocument",
}
"""The JSON documents that certkit writes: name of the schema -> type."""
ATTESTATION = "attestation"
"""The signed payload. certkit also reads it, so its schema allows no other keys."""
_DOCUMENT_SCHEMA = "certkit.formats.json_document:document_schema"
_POLICY_SCHEMA = "certkit.recertification.write_schema:policy_schema"
_PAYLOAD = "certkit.attestation.v1.model:AttestationDocument"


def generated(rulebook: Rulebook) -> Mapping[str, str]:
    """File name -> schema, except the record's; the schema of a PICS is for the edition of ``rulebook``.

    :mod:`certkit.record.write_schema` makes the schema of a record.
    """
    schemas = {"pics": pics_schema(rulebook)}
    schemas["policy"] = load(_POLICY_SCHEMA)()
    schemas |= {name: load(_DOCUMENT_SCHEMA)(load(kind), name) for name, kind in DOCUMENTS.items()}
    schemas[ATTESTATION] = attestation_schema()
    return {file_name(name): to_text(schema) for name, schema in schemas.items()}


def shipped(name: str) -> str:
    """The text of a schema that certkit ships."""
    return (data_folder("schemas") / file_name(name)).read_text(encoding="utf-8")


def file_name(name: str) -> str:
    """``plan.schema.json``."""
    return f"{name}.schema.json"


def to_text(schema: Schema) -> str:
    """A schema as the text of its file."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def attestation_schema() -> Schema:
    """The schema of the signed payload. The payload is frozen: other keys need another version of it."""
    schema = _closed(load(_DOCUMENT_SCHEMA)(load(_PAYLOAD), ATTESTATION))
    assert isinstance(schema, dict)
    return schema


def _closed(schema: Json) -> Json:
    """The schema, in which no object may have properties that it does not describe."""
    if isinstance(schema, list):
        return [_closed(entry) for entry in schema]
    if not isinstance(schema, dict):
        return schema
    closed: Schema = {name: _closed(below) for name, below in schema.items()}
    if isinstance(closed.get("properties"), dict) and closed.get("type") == "object":
        closed["additionalProperties"] = False
    return closed
