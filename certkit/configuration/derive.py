"""What a certificate says of a station's configuration (7.1.4): which keys it has, and the values of read-only ones.

An extract states what the station reports. The findings say whether that is right.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from certkit.configuration.model import Access, Configuration, ConfigurationKey
from certkit.configuration.read_keys import key_table
from certkit.edition.rulebook import Rulebook
from certkit.formats.document import described
from certkit.text.secrets import Secret


@described
@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractedKey:
    """What a certificate says of a standard key that is optional or read-only (7.1.4)."""

    key: str
    profile: str
    optional: bool
    """Whether the standard lets a station do without it."""
    implemented: bool | None
    """Whether the station reports it; null if that cannot be seen, because the key is write-only."""
    read_only: bool
    """By the standard, or as the station reports it."""
    values: tuple[str, ...]
    """The value of a read-only key; more than one only if the station contradicts itself."""
    unit: str
    description: str
    cite: str


@described
@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedKey:
    """A key as the station reported it, without its place: the place of the next key shows how long a secret is."""

    key: str
    value: str | None
    """Null if it has none, or if it is a secret."""
    readonly: bool | None
    """Null if the station does not say."""
    secret: Secret | None
    """What is known of a secret that was held back; null if the value is not a secret."""


@described
@dataclass(frozen=True, slots=True, kw_only=True)
class Extract:
    """The extract of a station's configuration; what ``certkit configuration extract --format json`` writes."""

    version: Literal[1] = 1
    edition: str
    file: str
    configuration_sha256: str
    """SHA-256 over what was reported, without the secrets."""
    keys: tuple[ExtractedKey, ...]
    """Every optional and every read-only key of the standard, for the certificate."""
    reported: tuple[ReportedKey, ...]
    """All that the station reported, including the vendor's own keys, for the test report."""


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
