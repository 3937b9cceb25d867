"""The options of ``certkit declare``, ``report`` and ``certify``, and the evidence that the first two attest."""

from __future__ import annotations

import io
import sys
from datetime import UTC, datetime
from typing import Annotated, NamedTuple

import typer

from certkit.attestation.attest import Judged
from certkit.attestation.model import Issue
from certkit.attestation.rederive import judge
from certkit.attestation.v1.write import evidence_document
from certkit.edition.choose import Load
from certkit.errors import CertkitError
from certkit.files.read import STDIN, read_file
from certkit.measurement.derive import Measuring
from certkit.verdict.read_dossier import read_dossier

DocumentOption = Annotated[str, typer.Option("--output", "-o", metavar="FILE", help="Write the signed PDF to a file.")]
IdOption = Annotated[
    str,
    typer.Option(
        "--id",
        metavar="ID",
        help="Id of the document, unique for its issuer. Default: from date and evidence.",
        show_default=False,
    ),
]
LevelOption = Annotated[
    str,
    typer.Option(
        "--level",
        metavar="LEVEL",
        help="Signature level: B-B, B-T, B-LT or B-LTA. Default: the lowest that the policy allows.",
        show_default=False,
    ),
]
TsaOption = Annotated[
    str,
    typer.Option(
        "--tsa",
        metavar="URL",
        help="Time-stamp authority, for B-T and higher: a URL, or file:REHEARSAL/tsa.",
        show_default=False,
    ),
]
P7sOption = Annotated[
    str,
    typer.Option("--p7s", metavar="FILE", help="Also write a CAdES signature of the data alone.", show_default=False),
]


class SigningOptions(NamedTuple):
    """The options of a command that signs a document; empty for those that are not given."""

    key: str
    passphrase_file: str | None
    output: str
    id: str
    level: str
    tsa: str
    trust: str | None
    p7s: str
    force: bool


def judged_record(name: str, load: Load) -> Judged:
    """The evidence of a record's dossier, and the plan and verdict that follow from it.

    Raises:
        CertkitError: the record or its PICS cannot be read, or its edition does not come with certkit, so that nobody
            could derive the verdict again.
    """
    content = read_file(name, sys.stdin.buffer)
    dossier, rulebook = read_dossier(name, io.BytesIO(content) if name == STDIN else io.BytesIO(), load, Measuring)
    for file in dossier.files:
        if dossier.pics is None and file.problem:
            raise CertkitError(f"{file.name}: {file.problem}", hint="without a PICS nothing can be signed", file=name)
    return judge(evidence_document(dossier, rulebook, content), at=_now())


def _now() -> datetime:
    return datetime.now(UTC)


def judged_when_issued(judged: Judged, issue: Issue) -> Judged:
    """The same evidence, judged as of the time of issue, as every verifier judges it.

    It was judged before the passphrase was typed, and evidence dated in between counts only now.
    """
    return judge(judged.document, at=issue.at)
