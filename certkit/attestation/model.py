"""An attestation: a declaration, a report or a certificate, and what it may stand on."""

from __future__ import annotations

import re
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from certkit.errors import Refused
from certkit.finding import Place

if TYPE_CHECKING:
    from certkit.attestation.v1.model import RendererDocument


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
    """

    role: str
    title: str
    prefix: str
    cite: str


KINDS = {
    Kind.DECLARATION: KindRow("test tool", "Vendor Declaration of Conformance", "VDOC", "8.3"),
    Kind.REPORT: KindRow("laboratory", "Test Report", "TR", "8.2"),
    Kind.CERTIFICATE: KindRow("certification body", "Certificate", "CERT", "5.5"),
}


class Issue(NamedTuple):
    """Who issues an attestation, when, and what draws it.

    Attributes:
        id: unique at the issuer; empty if it is to be derived.
        at: with a time zone.
        role, name: of the issuer, as the certificate of its key has them.
        rehearsal: whether the key is of a rehearsal.
    """

    at: datetime
    role: str
    name: str
    rehearsal: bool
    renderer: RendererDocument
    id: str = ""


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


class Refusal(NamedTuple):
    """Why something may not be attested.

    Attributes:
        cite: the place in the procedure.
        where: the place in a file.
    """

    message: str
    cite: str = ""
    where: Place | None = None

    def __str__(self) -> str:
        place = f"{self.where.file}, {self.where}: " if self.where and str(self.where) else ""
        return f"{place}{self.message}{f' ({self.cite})' if self.cite else ''}"


class NotAttestable(Refused):
    """Something may not be attested. ``refusals`` has every reason."""

    def __init__(self, kind: Kind, refusals: tuple[Refusal, ...]) -> None:
        many = f"{len(refusals)} reasons" if len(refusals) > 1 else "one reason"
        lines = "".join(f"\n  {refusal}" for refusal in refusals)
        super().__init__(f"this cannot be attested as a {kind.value}, for {many}:{lines}")
        self.kind = kind
        self.refusals = refusals
