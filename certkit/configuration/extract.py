"""What a certificate says of a station's configuration (7.1.4): which keys it has, and what read-only ones contain.

An extract states what the station reports. Whether that is right is a matter of the findings, which are made before it.
"""

from __future__ import annotations

from certkit.configuration.model import Access, Configuration, ConfigurationKey, Extract, ExtractRow
from certkit.configuration.read_keys import key_table
from certkit.edition.rulebook import Rulebook


def extract(configuration: Configuration, rulebook: Rulebook) -> Extract:
    """The rows of every optional and every read-only key of the standard, in the order of the table."""
    table = key_table(rulebook)
    rows = (_row(key, configuration) for key in table.keys.values())
    return Extract(
        edition=rulebook.info.id,
        source=configuration.source,
        configuration_sha256=configuration.sha256,
        rows=tuple(row for row in rows if row.optional or row.is_read_only),
        reported=configuration.entries,
    )


def _row(key: ConfigurationKey, configuration: Configuration) -> ExtractRow:
    entries = configuration.of(key.key)
    stated = {entry.readonly for entry in entries if entry.readonly is not None}
    is_read_only = key.access is Access.READ or stated == {True}
    return ExtractRow(
        key=key.key,
        profile=key.profile,
        optional=not key.required,
        # A key that is never reported shows nothing by its absence.
        implemented=True if entries else None if key.access is Access.WRITE else False,
        is_read_only=is_read_only,
        values=tuple(dict.fromkeys(entry.shown for entry in entries)) if is_read_only else (),
        unit=key.unit,
        description=key.description,
        cite=key.cite,
    )
