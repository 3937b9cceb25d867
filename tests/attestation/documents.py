"""Attestations of the dossier in examples/ and of a declared member of its family, made in memory."""

from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from certkit.attestation.attest import Judged, Linked, certify, declare, report
from certkit.attestation.model import Issue
from certkit.attestation.rederive import judge
from certkit.attestation.v1.model import RendererDocument
from certkit.attestation.v1.read import read_attestation
from certkit.attestation.v1.write import canonical, evidence_document
from certkit.edition.rulebook import load_edition
from certkit.measurement.derive import Measuring
from certkit.verdict.read_dossier import read_dossier
from tests.verdict.dossiers import FAMILY, Dossier, declaration, example

RENDERER: RendererDocument = {"certkit": "0.1.0", "reportlab": "4.4.4", "layout": 1}
DAY = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)
TOOL = Issue(DAY, "test tool", "Example Test Tool", True, RENDERER)
LABORATORY = Issue(DAY, "laboratory", "Example Test Laboratory", True, RENDERER)
BODY = Issue(DAY, "certification body", "Example Certification Body", True, RENDERER)
DIGEST = "5" * 64
"""Stands for that of a signed file."""


@cache
def load(stated=None):
    return load_edition(stated) if stated else load_edition()


def judged_at(path: Path) -> Judged:
    """The dossier of a record."""
    dossier, rulebook = read_dossier(str(path), BytesIO(), load, Measuring)
    return judge(evidence_document(dossier, rulebook, path.read_bytes()))


def judged(dossier: Dossier, *, bind: bool = True) -> Judged:
    """A dossier that is written into a folder of its own."""
    with TemporaryDirectory() as folder:
        return judged_at(dossier.write(Path(folder), bind=bind))


def linked(document, digest: str = DIGEST) -> Linked:
    """A document as if it had been signed and verified."""
    return Linked(read_attestation(canonical(document)), digest, judge(document["evidence"]))


def of_family() -> Dossier:
    """The example as the representative product of a family."""
    dossier = example()
    dossier.files["pics.yaml"] += FAMILY.encode()
    return dossier.change(
        "  security_profile: 1\n", "  security_profile: 1\n  representative_chosen_by_laboratory: Yes\n"
    )


def of_member(certificate: str) -> Dossier:
    """The declaration run of the other member, which names the representative's certificate."""
    return declaration().change("representative_certificate: OCA-0000", f"representative_certificate: {certificate}")


@cache
def a_report():
    """The laboratory's report on the example, which passes."""
    return report(judged(example()), LABORATORY)


@cache
def a_failed_report():
    """The same with a run that failed."""
    dossier = example()
    dossier.run("TC_010")["verdict"] = "fail"
    return report(judged(dossier), LABORATORY)


@cache
def a_certificate():
    """The certificate on the report."""
    return certify(linked(a_report()), BODY)


@cache
def a_representative():
    """The certificate of the representative product of a family."""
    return certify(linked(report(judged(of_family()), LABORATORY)), BODY)


@cache
def a_declaration():
    """The declaration of the other member."""
    return declare(judged(of_member(a_representative()["id"])), TOOL)


@cache
def a_member():
    """The certificate of the other member."""
    return certify(linked(a_declaration()), BODY, linked(a_representative()))
