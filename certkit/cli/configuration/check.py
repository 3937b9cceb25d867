"""``certkit configuration check``."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from certkit.cli.findings import FindingsFormatOption, load_pics_for, show_evidence_findings
from certkit.cli.inputs import refuse_other_files
from certkit.cli.options import ColourOption, EditionOption, PicsOption, StrictOption
from certkit.configuration.check import check_configuration
from certkit.configuration.model import Configuration
from certkit.configuration.read import read_configuration
from certkit.edition.choose import rulebooks
from certkit.edition.rulebook import Rulebook
from certkit.files.read import source_of
from certkit.files.recognize import CONFIGURATION, LOG, TABLE
from certkit.logs.files import opened

DumpArgument = Annotated[
    str,
    typer.Argument(
        metavar="DUMP",
        help="A GetConfiguration.conf, other JSON, or a message log, also in an archive; - is standard input.",
    ),
]
StationOption = Annotated[str, typer.Option("--station", metavar="NAME", help="Read only this station of a log.")]


def read_dump(name: str, rulebook: Rulebook, station: str) -> Configuration:
    """The configuration in a file or in standard input."""
    refuse_other_files(name, "an answer to GetConfiguration or a message log", CONFIGURATION, LOG, TABLE)
    with opened(name, sys.stdin.buffer) as raw:
        return read_configuration(raw, source_of(name), rulebook, station=station)


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
    configuration = read_dump(dump, rulebook, station)
    findings = check_configuration(configuration, statement, rulebook)
    return show_evidence_findings(findings, [configuration.source], statement, rulebook, format, color, strict=strict)
