"""``certkit plan``: the test cases that apply to a device, each with its reason."""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Mapping, Sequence
from typing import Annotated, Literal

import typer

from certkit.cli import output as out
from certkit.cli.errors import FINDINGS, GOOD, print_error
from certkit.cli.formats import Format, choose_format
from certkit.cli.options import ColourOption, EditionOption, ForceOption, OutputOption, ReadingOption, readings_of
from certkit.edition.choose import rulebooks
from certkit.edition.rulebook import Rulebook
from certkit.files.read import STDIN, source_of
from certkit.finding import Finding, Severity
from certkit.loading import load
from certkit.pics.check import check_pics
from certkit.pics.load import load_pics
from certkit.pics.model import Pics
from certkit.plan.derive import in_random_order, make_plan, run_sequence
from certkit.plan.model import Status, TestPlan
from certkit.text.terminal import counted, safe

PlanFormat = Literal["table", "json", "xlsx", "csv", "markdown"]
FORMATS: Mapping[PlanFormat, Format] = {
    "table": Format("certkit.plan.write_text:write_plan_text", [".txt"]),
    "json": Format("certkit.plan.write_json:write_plan_json", [".json"]),
    "xlsx": Format("certkit.plan.write_xlsx:write_plan", [".xlsx"]),
    "csv": Format("certkit.plan.write_csv:write_plan_csv", [".csv"]),
    "markdown": Format("certkit.plan.write_markdown:write_plan_markdown", [".md"]),
}


def plan(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A PICS: a YAML file or workbook; - is standard input.")],
    format: Annotated[
        PlanFormat | None,
        typer.Option(
            "--format",
            "-f",
            metavar="FORMAT",
            help="table, json, xlsx, csv or markdown. Default: by the ending of -o, or table.",
        ),
    ] = None,
    output: OutputOption = "-",
    order: Annotated[
        Literal["document", "random"] | None,
        typer.Option("--order", metavar="ORDER", help="Order of the test cases: document (the default) or random."),
    ] = None,
    seed: Annotated[
        str | None, typer.Option("--seed", metavar="SEED", help="Use the random order of this seed.")
    ] = None,
    only: Annotated[
        list[Status] | None,
        typer.Option(
            "--only",
            metavar="STATUS",
            help="Show only required, optional, not-applicable or undetermined ones. Repeatable.",
        ),
    ] = None,
    reading: ReadingOption = None,
    suppose: Annotated[
        list[str] | None,
        typer.Option(
            "--set", metavar="ITEM=ANSWER", help="Suppose another answer, as in C-04=Yes: a what-if plan. Repeatable."
        ),
    ] = None,
    diff: Annotated[
        str | None,
        typer.Option(
            "--diff",
            metavar="[OTHER]",
            help="Show the differences from the plan of another PICS, or from FILE's own plan without --set.",
        ),
    ] = None,
    edition: EditionOption = None,
    color: ColourOption = "auto",
    force: ForceOption = False,
) -> int:
    """List the test cases that apply to a device.

    Each has its reason. An unanswered question never counts as No: test cases that depend on one are undetermined, and
    the exit code is 1. The exit code is also 1 if the PICS has errors.

    With --set the plan is a what-if: it is marked in every format, and there is no worksheet of it.

    \b
    Examples:
      certkit plan my-station.xlsx
      certkit plan my-station.xlsx --only optional --only undetermined
      certkit plan my-station.xlsx --order random --seed 4711 -o worksheet.xlsx
      certkit plan my-station.xlsx --set C-04=Yes --set AQ-2=No --diff
      certkit plan my-csms.yaml --reading B-02=a --diff
    """  # noqa: D301
    if seed is not None and order == "document":
        raise typer.BadParameter("a seed is for the random order: use --order random", param_hint="--seed")
    if diff is not None and (only or order is not None or seed is not None):
        raise typer.BadParameter("differences take no --only, --order or --seed", param_hint="--diff")
    form = choose_format(format, output, FORMATS)
    statement, rulebook, _ = load_pics(file, sys.stdin.buffer, rulebooks(edition, readings_of(reading)))
    pics = _supposed(statement, rulebook, suppose) if suppose else statement
    if diff is not None:
        before = _plan_before(statement, diff, edition)
        return _show_differences(before, (pics, make_plan(pics, rulebook)), rulebook, form, color, output, force=force)
    statuses = only or []
    if form == "xlsx":
        _only_a_whole_file(output, statuses)
        if suppose:
            raise typer.BadParameter("a what-if is not run, so it has no worksheet", param_hint="--set")
    test_plan = _ordered(make_plan(pics, rulebook), order, seed)
    findings = check_pics(pics, rulebook)
    content = _written(
        test_plan, rulebook, pics, findings, form, statuses, colored=output == "-" and out.coloured(color)
    )
    out.save_and_report(output, content, force=force)
    if suppose:
        _report_new_findings(findings, check_pics(statement, rulebook))
        return GOOD if test_plan.complete and not _errors(findings) else FINDINGS
    return _exit_code(test_plan, findings, pics)


def _ordered(test_plan: TestPlan, order: str | None, seed: str | None) -> TestPlan:
    if order != "random" and seed is None:
        return test_plan
    if seed is None:
        seed = os.urandom(4).hex()
        print_error(f"the order is random; to repeat it, use --seed {seed}")
    elif order is None:
        print_error(f"the order is random, as --seed {safe(seed)} gives it; without --seed it is the document's")
    return in_random_order(test_plan, seed)


def _only_a_whole_file(output: str, statuses: Collection[Status]) -> None:
    if statuses:
        raise typer.BadParameter("a worksheet has all test cases", param_hint="--only")
    if output == "-" and sys.stdout.isatty():
        raise typer.BadParameter("a workbook needs -o FILE", param_hint="--format")


def _written(
    test_plan: TestPlan,
    rulebook: Rulebook,
    pics: Pics,
    findings: Sequence[Finding],
    form: PlanFormat,
    only: Collection[Status],
    *,
    colored: bool,
) -> str | bytes:
    write = load(FORMATS[form].writer)
    content: str | bytes
    if form == "json":
        content = write(test_plan, run_sequence(test_plan, rulebook), findings, only)
    elif form == "xlsx":
        content = write(test_plan, rulebook, run_sequence(test_plan, rulebook))
    elif form == "csv":
        content = write(test_plan, only)
    elif form == "markdown":
        content = write(test_plan, rulebook, pics, only)
    else:
        content = write(test_plan, rulebook, pics, only, width=out.table_width(), coloured=colored)
    return content


def _exit_code(test_plan: TestPlan, findings: Sequence[Finding], pics: Pics) -> int:
    sys.stdout.flush()
    errors = _errors(findings)
    if errors:
        print_error(f"the statement has {counted(errors, 'error')}; run `certkit pics check {name_of(pics)}`")
    return GOOD if test_plan.complete and not errors else FINDINGS


def _errors(findings: Sequence[Finding]) -> int:
    return sum(finding.severity is Severity.ERROR for finding in findings)


def name_of(pics: Pics) -> str:
    """The name of the file of a PICS, for a command to copy."""
    return "FILE" if pics.source == source_of(STDIN) else safe(pics.source)


def _supposed(statement: Pics, rulebook: Rulebook, options: Sequence[str]) -> Pics:
    """The statement with the answers of the options.

    Raises:
        typer.BadParameter: an option is not of the form ``C-04=Yes``, or two options are about one item.
    """
    settings: dict[str, str] = {}
    for option in options:
        name, equals, text = option.partition("=")
        if not equals or not name.strip():
            raise typer.BadParameter(f"{option!r} is not of the form C-04=Yes", param_hint="--set")
        if name.strip() in settings:
            raise typer.BadParameter(f"{name.strip()} is set twice", param_hint="--set")
        settings[name.strip()] = text
    pics: Pics = load("certkit.pics.suppose:suppose")(statement, rulebook, settings)
    return pics


def _report_new_findings(findings: Sequence[Finding], before: Sequence[Finding]) -> None:
    """Report what is wrong with the supposed answers and not with those of the file."""
    known = {(finding.code, finding.items, str(finding.message)) for finding in before}
    sys.stdout.flush()
    for finding in findings:
        if (finding.code, finding.items, str(finding.message)) not in known:
            print_error(f"with --set: {finding.severity} {finding.code}: {safe(finding.message)}")


def _plan_before(statement: Pics, other: str, edition: str | None) -> tuple[Pics, TestPlan]:
    """The plan to compare with: of another PICS, or of the statement itself if no other is named."""
    if not other:
        return statement, make_plan(statement, rulebooks(edition)(statement.edition))
    pics, rulebook, _ = load_pics(other, sys.stdin.buffer, rulebooks(edition))
    return pics, make_plan(pics, rulebook)


def _show_differences(
    before: tuple[Pics, TestPlan],
    after: tuple[Pics, TestPlan],
    rulebook: Rulebook,
    form: PlanFormat,
    color: str,
    output: str,
    *,
    force: bool,
) -> int:
    if form == "xlsx":
        raise typer.BadParameter("differences are written as table, json, markdown or csv", param_hint="--format")
    name = "text" if form == "table" else form
    show = load("certkit.cli.pics.diff:show_comparison")
    shown: int = show(before[0], after[0], before[1], after[1], rulebook, name, color, output, force=force)
    return shown
