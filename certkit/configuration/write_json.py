"""The extract of a configuration as JSON: what a certificate says of the keys, and all of them for the report (4.2).

``schemas/configuration.schema.json`` describes it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkit.configuration.model import Extract
from certkit.formats.json_text import to_json

if TYPE_CHECKING:
    from certkit.measurement.documents import ConfigurationDocument


def write_extract_json(extract: Extract) -> bytes:
    """The extract. A secret's ``value`` is null, and ``secret`` says what is known of it."""
    document: ConfigurationDocument = {
        "version": 1,
        "edition": extract.edition,
        "file": extract.source,
        "configuration_sha256": extract.configuration_sha256,
        "keys": [
            {
                "key": row.key,
                "profile": row.profile,
                "optional": row.optional,
                "implemented": row.implemented,
                "read_only": row.is_read_only,
                "values": list(row.values),
                "unit": row.unit,
                "description": row.description,
                "cite": row.cite,
            }
            for row in extract.rows
        ],
        "reported": [
            {
                "key": entry.key,
                "value": entry.value,
                "readonly": entry.readonly,
                "secret": entry.secret.value if entry.secret else None,
            }
            for entry in extract.reported
        ],
    }
    return to_json(document)
