"""``certkit verify``: whether signed documents are what they claim, from the signature to the verdict."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Annotated, Literal

import typer

from certkit.cli import output
from certkit.cli.errors import FINDINGS, GOOD
from certkit.cli.findings import report_unreadable
from certkit.cli.formats import write_json
from certkit.cli.options import (
    AtOption,
    ColourOption,
    OfflineOption,
    TrustOption,
    time_of,
    trust_of,
)
from certkit.loading import load
from certkit.verification.model import Verdict

VerificationFormat = Literal["text", "json", "csv"]
WRITERS: Mapping[VerificationFormat, str] = {
    "text": "certkit.verification.write_text:write_verifications_text",
    "json": "certkit.verification.model:verification_document",
    "csv": "certkit.verification.write_csv:write_verifications_csv",
}


def verify(
    document: Annotated[
        list[str],
        typer.Argument(
            metavar="DOCUMENT...", help="Signed PDFs, or folders of them; - is standard input.", show_default=False
        ),
    ],
    trust: TrustOption = None,
    at: AtOption = None,
    offline: OfflineOption = False,
    evidence: Annotated[
        str | None,
        typer.Option(
            "--evidence",
            metavar="DIR",
            help="Compare the evidence with the files of this dossier.",
            show_default=False,
        ),
    ] = None,
    rehearsal: Annotated[
        bool, typer.Option("--rehearsal", help="Exit with 0 for valid rehearsal documents too.")
    ] = False,
    steps: Annotated[
        bool | None,
        typer.Option(
            "--steps/--no-steps",
            help="Show the steps. Default: for a single document, and for those not verified.",
            show_default=False,
        ),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Show only documents that are not verified.")] = False,
    format: Annotated[
        VerificationFormat,
        typer.Option("--format", "-f", metavar="FORMAT", help="text (the default), json or csv.", show_default=False),
    ] = "text",
    color: ColourOption = "auto",
) -> int:
    """Verify signed documents.

    Verifies the signature, the signer, the time and the pages of declarations, reports and certificates, and derives
    plan and verdict again from the evidence inside. Give documents that refer to each other together, so that they are
    compared. A step that could not be checked never counts as good. Exit codes: 0 if every document is verified, 1 if
    one is not, 2 if one cannot be read or nobody is trusted yet (certkit trust add).

    \b
    Examples:
      certkit verify certificate.pdf
      certkit verify certificate.pdf report.pdf --trust bundle/ --offline
      certkit verify certificates/ --format csv > certificates.csv
    """  # noqa: D301
    if quiet and format == "json":
        raise typer.BadParameter("the JSON always has every document", param_hint="--quiet")
    options = load("certkit.verification.many:Options")(time_of(at), trust_of(trust), offline, evidence)
    verify_many = load("certkit.verification.many:verify_many")
    verifications, unreadable = verify_many(document, options, sys.stdin.buffer, output.progress)
    good = {Verdict.VERIFIED, Verdict.REHEARSAL} if rehearsal else {Verdict.VERIFIED}
    bad = [verification for verification in verifications if verification.verdict not in good]
    write = load(WRITERS[format])
    if format == "json":
        output.write(write_json(write(verifications, unreadable, options.at)))
    elif format == "csv":
        output.write(write(bad if quiet else verifications, unreadable))
    elif bad or not quiet:
        hidden = good if quiet else ()
        ink, width = output.ink(color), output.text_width()
        output.write(write(verifications, unreadable=len(unreadable), steps=steps, ink=ink, width=width, hidden=hidden))
    if unreadable:
        return report_unreadable(unreadable)
    return FINDINGS if bad else GOOD
