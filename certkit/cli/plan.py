"""``certkit plan``: which test cases apply to a device, each with the reason."""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from certkit.cli.options import ColourOption, EditionOption, ForceOption, ReadingOption, readings_of
from certkit.plan.model import Status

if TYPE_CHECKING:
    from certkit.edition.rulebook import Rulebook
    from certkit.finding import Finding
    from certkit.pics.model import Pics
    from certkit.plan.model import TestPlan

FormatChoice = Literal["table", "json", "xlsx", "csv", "markdown"]
BY_SUFFIX: dict[str, FormatChoice] = {".json": "json", ".xlsx": "xlsx", ".csv": "csv", ".md": "markdown"}
"""What the name of the output file says of its format; anything else is a table."""


def plan(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A YAML file or workbook; - is standard input.")],
    format: Annotated[
        FormatChoice | None,
        typer.Option(
            "--format",
            "-f",
            metavar="FORMAT",
            help="table, json, xlsx, csv or markdown; by default what the name after -o says, or else a table.",
        ),
    ] = None,
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="FILE", help="Write to a file.", show_default=False)
    ] = "-",
    order: Annotated[
        Literal["document", "random"] | None,
        typer.Option("--order", metavar="ORDER", help="document, the default, or random (8.2)."),
    ] = None,
    seed: Annotated[
        str | None, typer.Option("--seed", metavar="SEED", help="Of the random order: the same seed, the same order.")
    ] = None,
    only: Annotated[
        list[Status] | None,
        typer.Option(
            "--only",
            metavar="STATUS",
            help="Only test cases that are required, optional, not-applicable or undetermined. May be repeated.",
        ),
    ] = None,
    reading: ReadingOption = None,
    diff: Annotated[
        str | None,
        typer.Option(
            "--diff", metavar="OTHER", help="What differs from the plan of another statement, readings as taken."
        ),
    ] = None,
    edition: EditionOption = None,
    color: ColourOption = "auto",
    force: ForceOption = False,
) -> int:
    """Show which test cases apply to a device, and why.

    An unanswered question is never No: test cases that turn on one are undetermined, the plan is blocked, and the exit
    code is 1. It is 1 also if the statement has errors.

    \b
    Examples:
      certkit plan my-station.xlsx
      certkit plan my-station.xlsx --only optional --only undetermined
      certkit plan my-station.xlsx --order random --seed 4711 -o worksheet.xlsx
      certkit plan my-csms.yaml --reading B-02=a --diff my-csms.yaml
    """  # noqa: D301
    from certkit.cli.input import read, rulebooks

    if seed is not None and order == "document":
        raise typer.BadParameter("a seed is for the random order", param_hint="--seed")
    pics, rulebook, _ = read(file, rulebooks(edition, readings_of(reading)))
    if diff is not None:
        return _diff(pics, rulebook, diff, format, edition, color)
    chosen = format or BY_SUFFIX.get(Path(output).suffix.lower(), "table")
    statuses = only or []
    if chosen == "xlsx":
        _only_a_whole_file(output, statuses)
    made = _ordered(_made(pics, rulebook), order, seed)
    findings = _findings(pics, rulebook)
    _write(made, rulebook, pics, findings, chosen, output, statuses, color, force)
    return _exit_code(made, findings, pics)


def _made(pics: Pics, rulebook: Rulebook) -> TestPlan:
    from certkit.plan.derive import make_plan

    return make_plan(pics, rulebook)


def _ordered(made: TestPlan, order: str | None, seed: str | None) -> TestPlan:
    if order != "random" and seed is None:
        return made
    from certkit.cli.errors import say
    from certkit.plan.derive import in_random_order

    if seed is None:
        seed = os.urandom(4).hex()
        say(f"the order is random; for the same again: --seed {seed}")
    return in_random_order(made, seed)


def _findings(pics: Pics, rulebook: Rulebook) -> tuple[Finding, ...]:
    from certkit.pics.check import check_pics

    return check_pics(pics, rulebook)


def _only_a_whole_file(output: str, statuses: Collection[Status]) -> None:
    if statuses:
        raise typer.BadParameter("a worksheet has all test cases", param_hint="--only")
    if output == "-" and sys.stdout.isatty():
        raise typer.BadParameter("a workbook needs -o FILE", param_hint="--format")


def _write(
    made: TestPlan,
    rulebook: Rulebook,
    pics: Pics,
    findings: Sequence[Finding],
    form: str,
    file: str,
    only: Collection[Status],
    color: str,
    force: bool,
) -> None:
    from certkit.cli import output
    from certkit.plan.derive import run_sequence

    content: str | bytes
    if form == "json":
        from certkit.plan.write_json import write_plan_json

        content = write_plan_json(made, run_sequence(made, rulebook), findings, only)
    elif form == "xlsx":
        from certkit.plan.write_xlsx import write_plan

        content = write_plan(made, rulebook, run_sequence(made, rulebook))
    elif form == "csv":
        from certkit.plan.write_csv import write_plan_csv

        content = write_plan_csv(made, only)
    elif form == "markdown":
        from certkit.plan.write_markdown import write_plan_markdown

        content = write_plan_markdown(made, rulebook, pics, only)
    else:
        from certkit.plan.write_text import write_plan_text

        coloured = file == "-" and output.coloured(color)
        content = write_plan_text(made, rulebook, pics, only, width=output.table_width(), coloured=coloured)
    output.save(file, content, force=force)


def _exit_code(made: TestPlan, findings: Sequence[Finding], pics: Pics) -> int:
    from certkit.cli.errors import FINDINGS, GOOD, say
    from certkit.finding import Severity
    from certkit.text.terminal import counted, safe

    sys.stdout.flush()
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    if errors:
        say(f"the statement has {counted(errors, 'error')}: certkit pics check {safe(pics.source)}")
    return GOOD if made.complete and not errors else FINDINGS


def _diff(pics: Pics, rulebook: Rulebook, other: str, form: str | None, edition: str | None, color: str) -> int:
    from certkit.cli.comparing import show_comparison
    from certkit.cli.input import read, rulebooks

    if form not in (None, "table", "json", "markdown"):
        raise typer.BadParameter("differences are written as a table, json or markdown", param_hint="--format")
    before, before_rulebook, _ = read(other, rulebooks(edition))
    return show_comparison(
        before, pics, _made(before, before_rulebook), _made(pics, rulebook), rulebook, form or "table", color
    )
