"""``certkit results``: what a test tool or a person reports, checked against the plan."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, tzinfo
from typing import Annotated, ClassVar

import typer

from certkit.cli.evidence import FindingsFormat, PicsOption, StrictOption
from certkit.cli.groups import SETTINGS, Group, single
from certkit.cli.options import ColourOption, EditionOption, ReadingOption, readings_of


def check(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE...",
            help="Results of the OCTT (JSON, CSV, ZIP), JUnit XML, YAML, or the plan's worksheet; - is standard input.",
        ),
    ],
    pics: PicsOption,
    configuration: Annotated[
        str,
        typer.Option("--configuration", metavar="NAME", help="The tool's configuration that all results must have."),
    ] = "",
    frozen: Annotated[
        str, typer.Option("--frozen", metavar="TIME", help="When the PICS was frozen, as 2026-03-02T09:00+01:00.")
    ] = "",
    utc_offset: Annotated[
        str,
        typer.Option(
            "--utc-offset", metavar="±HH:MM", help="How far times that do not say so are from UTC, as +01:00."
        ),
    ] = "",
    format: FindingsFormat = "text",
    strict: StrictOption = False,
    reading: ReadingOption = None,
    edition: EditionOption = None,
    color: ColourOption = "auto",
) -> int:
    """Check whether results belong to the plan.

    Test cases, device, configuration, PICS mode and time have to fit. Whether the device passes is not decided here.
    The exit code is 0 without errors, 1 with errors.

    \b
    Examples:
      certkit results check export.zip --pics my-station.xlsx --frozen 2026-03-02T09:00+01:00
      certkit results check junit.xml worksheet.xlsx --pics my-station.xlsx
    """  # noqa: D301
    from certkit.cli.evidence import read_beside, read_evidence, show
    from certkit.cli.input import rulebooks
    from certkit.plan.derive import make_plan
    from certkit.results.check import check_results
    from certkit.results.read import read_results
    from certkit.results.run_terms import Expected, stated_of

    statement, rulebook = read_beside(files, pics, rulebooks(edition, readings_of(reading)))
    expected = Expected(
        configuration=configuration,
        frozen=_moment(frozen),
        zone=_zone(utc_offset),
        stated=stated_of(statement, rulebook.sha256),
    )
    results = tuple(read_results(*read_evidence(name)) for name in dict.fromkeys(files))
    findings = check_results(results, make_plan(statement, rulebook), rulebook, expected)
    return show(findings, [file.source for file in results], statement, rulebook, format, color, strict)


def _moment(text: str) -> datetime | None:
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise typer.BadParameter("a date, a time and a time zone are expected", param_hint="--frozen")
    return found


def _zone(text: str) -> tzinfo | None:
    if not text:
        return None
    try:
        return datetime.strptime(text, "%z").tzinfo
    except ValueError:
        raise typer.BadParameter("it is written as +01:00", param_hint="--utc-offset") from None


class ResultsGroup(Group):
    """``certkit results``."""

    table: ClassVar[Mapping[str, Callable[[], typer.Typer]]] = {"check": lambda: single(check)}


app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.callback(cls=ResultsGroup, context_settings=SETTINGS, no_args_is_help=True)
def results() -> None:
    """Check reported results against the plan."""
