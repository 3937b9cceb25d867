"""What an attestation is made from, who issues it, and that it may not be issued."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from certkit.attestation.kinds import Kind
from certkit.attestation.refusal import Refusal
from certkit.attestation.v1.model import AttestationDocument, EvidenceDocument, RendererDocument
from certkit.edition.rulebook import Rulebook
from certkit.errors import Refused
from certkit.pics.model import Pics
from certkit.record.model import Record
from certkit.verdict.dossier import Evidence
from certkit.verdict.model import Outcome, Verdict


class Issue(NamedTuple):
    """Who issues an attestation, when, and what draws it.

    Attributes:
        id: unique at the issuer; empty if it is to be derived.
        at: with a time zone.
        role, name: of the issuer, as the certificate of its key has them.
        rehearsal: whether the key is of a rehearsal.
        register: the address of the issuer's register, from the signing policy.
    """

    at: datetime
    role: str
    name: str
    rehearsal: bool
    renderer: RendererDocument
    id: str = ""
    register: str | None = None


class NotAttestable(Refused):
    """Something may not be attested. ``refusals`` has every reason."""

    def __init__(self, kind: Kind, refusals: tuple[Refusal, ...]) -> None:
        many = f"{len(refusals)} reasons" if len(refusals) > 1 else "one reason"
        lines = "".join(f"\n  {refusal}" for refusal in refusals)
        super().__init__(f"this cannot be attested as a {kind.value}, for {many}:{lines}")
        self.kind = kind
        self.refusals = refusals


class Judged(NamedTuple):
    """Evidence as an attestation carries it, and what follows from it.

    Attributes:
        evidence: read from ``document`` and nothing else.
    """

    document: EvidenceDocument
    evidence: Evidence
    verdict: Verdict
    rulebook: Rulebook

    @property
    def pics(self) -> Pics:
        pics = self.evidence.dossier.pics
        assert pics is not None  # evidence without a statement is not written
        return pics

    @property
    def record(self) -> Record:
        return self.evidence.dossier.record

    @property
    def passes(self) -> bool:
        return self.verdict.outcome is Outcome.PASS

    def text(self, item: str) -> str:
        """The answer to an item that asks for a text; empty if there is none."""
        value = self.pics.values.get(item)
        return value if isinstance(value, str) else ""


class Linked(NamedTuple):
    """A verified attestation that another is based on.

    Attributes:
        sha256: of the signed file.
        judged: its evidence, judged again.
    """

    document: AttestationDocument
    sha256: str
    judged: Judged

    @property
    def kind(self) -> Kind:
        return Kind(self.document["kind"])

    @property
    def id(self) -> str:
        return self.document["id"]
