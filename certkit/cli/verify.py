"""``certkit verify``: whether sealed documents are what they claim, from the signature to the verdict."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from certkit.cli.options import ColourOption

TrustOption = Annotated[
    str | None,
    typer.Option(
        "--trust",
        metavar="DIR",
        help="Whom to believe: a folder with roots/, intermediates/ and crls/. By default what comes with certkit.",
        show_default=False,
    ),
]
AtOption = Annotated[
    str | None,
    typer.Option("--at", metavar="TIME", help="Verify as of this time (ISO 8601). By default now.", show_default=False),
]
OfflineOption = Annotated[
    bool, typer.Option("--offline", help="Fetch no revocation lists; those given and embedded have to do.")
]


def verify(
    document: Annotated[
        list[str],
        typer.Argument(
            metavar="DOCUMENT...", help="Sealed PDFs: files, folders; - is standard input.", show_default=False
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
            help="The dossier's folder: compare the evidence with its files.",
            show_default=False,
        ),
    ] = None,
    rehearsal: Annotated[
        bool, typer.Option("--rehearsal", help="Let a document of a rehearsal be good for the exit code.")
    ] = False,
    steps: Annotated[
        bool | None,
        typer.Option(
            "--steps/--no-steps",
            help="Show the steps; by default those of a single document, and of what is not verified.",
            show_default=False,
        ),
    ] = None,
    format: Annotated[  # the option's name
        Literal["text", "json"],
        typer.Option("--format", "-f", metavar="FORMAT", help="text (the default) or json.", show_default=False),
    ] = "text",
    color: ColourOption = "auto",
) -> int:
    """Verify sealed declarations, reports and certificates.

    Seal, signer, time, pages, and that plan and verdict follow from the evidence inside. Documents that stand on each
    other are given together, so that they are compared too. What could not be checked never counts as good. The exit
    code is 0 if every document is verified, 1 if one is not, 2 if one cannot be read.

    \b
    Examples:
      certkit verify certificate.pdf
      certkit verify certificate.pdf report.pdf --trust bundle/ --offline
      certkit verify certificates/ --format json
    """  # noqa: D301
    from certkit.cli import verifying

    options = verifying.Options(trust, at, offline, evidence)
    return verifying.verify(document, options, format, steps=steps, rehearsal=rehearsal, color=color)
