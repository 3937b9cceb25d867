"""Evidence with all that follows from it, as every attestation is made from it and held against it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from certkit.attestation.model import Kind
from certkit.edition.rulebook import Rulebook
from certkit.pics.model import Pics
from certkit.record.model import Record
from certkit.verdict.dossier import Evidence
from certkit.verdict.model import Outcome, Verdict

if TYPE_CHECKING:
    from certkit.attestation.v1.model import AttestationDocument, EvidenceDocument


class Judged(NamedTuple):
    """Evidence as an attestation carries it, and what follows from it.

    Attributes:
        evidence: read from ``document``, never beside it.
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
    """A verified attestation on which another stands.

    Attributes:
        sha256: of the signed file.
        judged: its evidence, judged anew.
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
