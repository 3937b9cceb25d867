"""``certkit configuration check``."""

from __future__ import annotations

from typing import Annotated

import typer

from certkit.cli.findings import FindingsFormatOption, load_pics_for, read_evidence, show_evidence_findings
from certkit.cli.options import ColourOption, EditionOption, PicsOption, StrictOption
from certkit.configuration.check import check_configuration
from certkit.configuration.read import read_configuration
from certkit.edition.choose import rulebooks

DumpArgument = Annotated[
    str,
    typer.Argument(
        metavar="DUMP", help="A GetConfiguration.conf, other JSON, or a message log with one; - is standard input."
    ),
]
StationOption = Annotated[str, typer.Option("--station", metavar="NAME", help="Read only this station of a log.")]


def check(
    dump: DumpArgument,
    pics: PicsOption,
    station: StationOption = "",
    format: FindingsFormatOption = "text",
    strict: StrictOption = False,
    edition: EditionOption = None,
    color: ColourOption = "auto",
) -> int:
    """Check configuration keys against the PICS.

    The keys that a station reports are compared with its PICS, with the standard and with each other. Values that look
    like secrets are neither shown nor kept. Exit codes: 0 without errors, 1 with errors.

    \b
    Examples:
      certkit configuration check getconfiguration.json --pics my-station.xlsx
      certkit configuration check messages.log --station EX-22-0007 --pics my-station.yaml --format json
    """  # noqa: D301
    statement, rulebook = load_pics_for([dump], pics, rulebooks(edition))
    configuration = read_configuration(*read_evidence(dump), station=station)
    findings = check_configuration(configuration, statement, rulebook)
    return show_evidence_findings(findings, [configuration.source], statement, rulebook, format, color, strict=strict)
