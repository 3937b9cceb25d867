"""What a certificate says of a station's configuration (7.1.4): which keys it has, and the values of read-only ones.

An extract states what the station reports. The findings say whether that is right.
"""

from __future__ import annotations

from certkit.configuration.model import Access, Configuration, ConfigurationKey, Extract, ExtractedKey, ReportedKey
from certkit.configuration.read_keys import key_table
from certkit.edition.rulebook import Rulebook


def extract(configuration: Configuration, rulebook: Rulebook) -> Extract:
    """The extract, its keys in the order of the edition's table."""
    table = key_table(rulebook)
    keys = (_extracted(key, configuration) for key in table.keys.values())
    return Extract(
        edition=rulebook.info.id,
        file=configuration.source,
        configuration_sha256=configuration.sha256,
        keys=tuple(key for key in keys if key.optional or key.read_only),
        reported=tuple(
            ReportedKey(key=entry.key, value=entry.value, readonly=entry.readonly, secret=entry.secret)
            for entry in configuration.entries
        ),
    )


def _extracted(key: ConfigurationKey, configuration: Configuration) -> ExtractedKey:
    entries = configuration.of(key.key)
    stated = {entry.readonly for entry in entries if entry.readonly is not None}
    read_only = key.access is Access.READ or stated == {True}
    return ExtractedKey(
        key=key.key,
        profile=key.profile,
        optional=not key.required,
        # No station reports a write-only key, so that its absence shows nothing.
        implemented=True if entries else None if key.access is Access.WRITE else False,
        read_only=read_only,
        values=tuple(dict.fromkeys(entry.shown for entry in entries)) if read_only else (),
        unit=key.unit,
        description=key.description,
        cite=key.cite,
    )
