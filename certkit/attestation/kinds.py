"""The kinds of attestation, one row each. A new kind is a row here, its conditions, and its pages in a layout.

The command that makes it, the policy of who may sign it (``signing/roles.yaml``) and the payload version that knows its
name are the only other places.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NamedTuple

ID = re.compile(r"(?!.*[./]{2})[A-Za-z0-9](?:[A-Za-z0-9._/-]{0,62}[A-Za-z0-9])?")
"""What an id looks like: so that it can be read out, typed, and put into the name of a file or an address."""


class Kind(StrEnum):
    """What is attested (ISO/IEC 17000): by the first party, by the laboratory, by the third party."""

    DECLARATION = "declaration"
    REPORT = "report"
    CERTIFICATE = "certificate"


class KindRow(NamedTuple):
    """What holds for a kind.

    Attributes:
        role: who issues it, as ``signing/roles.yaml`` names the role.
        title: of the document.
        prefix: of an id that is derived.
        issuing: code of the refusal where somebody else issues it.
        relation: what a certificate that is based on it calls it.
        conditions: names the function that gives the reasons why evidence cannot be attested as this kind.
    """

    role: str
    title: str
    prefix: str
    issuing: str
    relation: str
    conditions: str


KINDS = {
    Kind.DECLARATION: KindRow(
        role="test tool",
        title="Vendor Declaration of Conformance",
        prefix="VDOC",
        issuing="AT-01",
        relation="declaration",
        conditions="certkit.attestation.conditions:of_declaration",
    ),
    Kind.REPORT: KindRow(
        role="laboratory",
        title="Test Report",
        prefix="TR",
        issuing="AT-02",
        relation="report",
        conditions="certkit.attestation.conditions:of_report",
    ),
    Kind.CERTIFICATE: KindRow(
        role="certification body",
        title="Certificate",
        prefix="CERT",
        issuing="AT-03",
        relation="representative certificate",
        conditions="certkit.attestation.conditions:of_certificate",
    ),
}


def kind_of_relation(relation: str) -> Kind:
    """The kind of a document that a certificate names by this relation."""
    return next(kind for kind, row in KINDS.items() if row.relation == relation)


class Envelope(NamedTuple):
    """What a payload of any version says.

    Attributes:
        issued_at: ISO 8601, UTC, whole seconds, with Z.
        role, name: of the issuer.
    """

    version: int
    kind: str
    id: str
    issued_at: str
    role: str
    name: str
    rehearsal: bool
