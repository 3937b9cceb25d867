"""The JSON documents about the evidence of a run, as types: a configuration's extract, a firmware's hash, measurements.

Fields are added, never renamed, retyped or removed, as long as ``version`` is 1. Loaded only when a schema is made.
"""

from __future__ import annotations

from typing import Literal

from pydantic import with_config
from typing_extensions import TypedDict

from certkit.findings.documents import DESCRIBED, PlaceDocument, SeverityName


@with_config(DESCRIBED)
class ExtractedKeyDocument(TypedDict):
    """What a certificate says of a standard key that is optional or read-only (7.1.4)."""

    key: str
    profile: str
    optional: bool
    """Whether the standard lets a station do without it."""
    implemented: bool | None
    """Whether the station reports it; null where that cannot be seen, because the key is write-only."""
    read_only: bool
    values: list[str]
    """What a read-only key contains; more than one value only where the station contradicts itself."""
    unit: str
    description: str
    cite: str


@with_config(DESCRIBED)
class ReportedKeyDocument(TypedDict):
    """A key as the station reported it."""

    key: str
    value: str | None
    """Null if it has none, or if it is a secret."""
    readonly: bool | None
    """Null if the station does not say."""
    secret: str | None
    """What is known of a secret that was held back; null if it is none."""


@with_config(DESCRIBED)
class ConfigurationDocument(TypedDict):
    """What ``certkit configuration extract --format json`` writes."""

    version: Literal[1]
    edition: str
    file: str
    configuration_sha256: str
    """SHA-256 over what was reported, without the secrets."""
    keys: list[ExtractedKeyDocument]
    reported: list[ReportedKeyDocument]
    """All that the station reported, the vendor's own keys too."""


@with_config(DESCRIBED)
class EvidenceFindingDocument(TypedDict):
    """Something about a file that the user should know."""

    code: str
    name: str
    severity: SeverityName
    message: str
    hint: str
    cite: str
    where: PlaceDocument


@with_config(DESCRIBED)
class HashedTestCaseDocument(TypedDict):
    """The test case in which the image is installed."""

    named: str
    """As the procedure names it."""
    read_as: str
    """The test case of the edition that it is read as."""
    why: str
    """The reason, if that is another one."""


@with_config(DESCRIBED)
class CertifiedFirmwareDocument(TypedDict):
    """The verified certificate against which an image was held."""

    id: str
    sha256: str
    """Of its file, in hexadecimal."""
    issuer: str
    vendor: str
    model: str
    firmware_version: str
    rehearsal: bool
    """If so, it certifies nothing."""


@with_config(DESCRIBED)
class FirmwareDocument(TypedDict):
    """What ``certkit firmware hash`` and ``verify`` write with ``--format json``."""

    version: Literal[1]
    file: str
    algorithm: str | None
    """Null, like hash and size, if the image could not be read."""
    hash: str | None
    """In hexadecimal."""
    size: int | None
    """Bytes."""
    verified: bool | None
    """Whether it is the image whose hash was stated; null where there was nothing to compare with."""
    certificate: CertifiedFirmwareDocument | None
    """Null if the hash is not that of a verified certificate."""
    test_case: HashedTestCaseDocument
    findings: list[EvidenceFindingDocument]
