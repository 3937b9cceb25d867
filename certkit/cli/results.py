"""``certkit results check``: results of a test tool or a person, checked against the plan."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import Annotated

import typer

from certkit.cli.findings import FindingsFormatOption, load_pics_for, read_evidence, show_evidence_findings
from certkit.cli.options import ColourOption, EditionOption, PicsOption, ReadingOption, StrictOption, readings_of
from certkit.edition.choose import rulebooks
from certkit.plan.derive import make_plan
from certkit.results.check import check_results
from certkit.results.expected import Expected, stated_of
from certkit.results.read import read_results


def check(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE...",
            help="Results: OCTT export (JSON, CSV, ZIP), JUnit XML, YAML, or a filled-in worksheet; - is standard "
            "input.",
        ),
    ],
    pics: PicsOption,
    configuration: Annotated[
        str, typer.Option("--configuration", metavar="NAME", help="Expect this configuration of the test tool.")
    ] = "",
    frozen: Annotated[
        str,
        typer.Option("--frozen", metavar="TIME", help="Time when the PICS was frozen, as in 2026-03-02T09:00+01:00."),
    ] = "",
    utc_offset: Annotated[
        str,
        typer.Option(
            "--utc-offset", metavar="±HH:MM", help="Offset from UTC of times without a time zone, as in +01:00."
        ),
    ] = "",
    format: FindingsFormatOption = "text",
    strict: StrictOption = False,
    reading: ReadingOption = None,
    edition: EditionOption = None,
    color: ColourOption = "auto",
) -> int:
    """Check test results against the plan.

    Test cases, device, configuration, PICS mode and times are checked; whether the device passes is not: see certkit
    assess. Exit codes: 0 without errors, 1 with errors.

    \b
    Examples:
      certkit results check export.zip --pics my-station.xlsx --frozen 2026-03-02T09:00+01:00
      certkit results check junit.xml worksheet.xlsx --pics my-station.xlsx
    """  # noqa: D301
    statement, rulebook = load_pics_for(files, pics, rulebooks(edition, readings_of(reading)))
    expected = Expected(
        configuration=configuration,
        frozen=_moment(frozen),
        zone=_zone(utc_offset),
        stated=stated_of(statement, rulebook.sha256),
    )
    results = tuple(read_results(*read_evidence(name), rulebook) for name in dict.fromkeys(files))
    findings = check_results(results, make_plan(statement, rulebook), rulebook, expected)
    sources = [file.source for file in results]
    return show_evidence_findings(findings, sources, statement, rulebook, format, color, strict=strict)


def _moment(text: str) -> datetime | None:
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        message = f"{text!r} is not a date and time with a time zone, as in 2026-03-02T09:00+01:00"
        raise typer.BadParameter(message, param_hint="--frozen")
    return moment


def _zone(text: str) -> tzinfo | None:
    if not text:
        return None
    try:
        return datetime.strptime(text, "%z").tzinfo
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not of the form +01:00", param_hint="--utc-offset") from None
