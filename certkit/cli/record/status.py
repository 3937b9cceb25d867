"""``certkit record status``."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Literal

import typer

from certkit.cli import output as out
from certkit.cli.errors import FINDINGS, GOOD, print_error
from certkit.cli.formats import Format, choose_format, write_json
from certkit.cli.options import ColourOption, EditionOption, ForceOption, OutputOption, RecordArgument
from certkit.edition.choose import rulebooks
from certkit.edition.rulebook import Rulebook
from certkit.errors import CertkitError
from certkit.loading import load
from certkit.pics.model import Pics
from certkit.plan.derive import run_sequence
from certkit.plan.model import Status, TestPlan
from certkit.text.terminal import counted, safe
from certkit.verdict.assess import assess
from certkit.verdict.derive_status import derive_status, remaining_plan, seed_of
from certkit.verdict.load import load_evidence
from certkit.verdict.status_model import RecordStatusDocument

StatusFormat = Literal["text", "json", "xlsx", "csv", "markdown"]
FORMATS: Mapping[StatusFormat, Format] = {
    "text": Format("certkit.verdict.write_status:write_status_text", [".txt"]),
    "json": Format("certkit.formats.json_document:write_document", [".json"]),
    "xlsx": Format("certkit.plan.write_xlsx:write_plan", [".xlsx"]),
    "csv": Format("certkit.plan.write_csv:write_plan_csv", [".csv"]),
    "markdown": Format("certkit.plan.write_markdown:write_plan_markdown", [".md"]),
}


def status(
    record: RecordArgument,
    format: Annotated[
        StatusFormat | None,
        typer.Option(
            "--format",
            "-f",
            metavar="FORMAT",
            help="text or json; or what is left, as xlsx, csv or markdown. Default: by the ending of -o, or text.",
        ),
    ] = None,
    output: OutputOption = "-",
    seed: Annotated[
        str | None, typer.Option("--seed", metavar="SEED", help="Seed of the order. Default: the one in the record.")
    ] = None,
    edition: EditionOption = None,
    color: ColourOption = "auto",
    force: ForceOption = False,
) -> int:
    """Show what is run, what is left and what blocks a pass.

    What is left is in the random order of the record's seed. As a workbook it is the worksheet of a plan, which
    `certkit results check` reads. Exit codes: 0 if nothing blocks a pass, 1 if something does, 2 if the record cannot
    be read.

    \b
    Examples:
      certkit record status dossier/record.yaml
      certkit record status dossier/record.yaml -o rest.xlsx
      certkit record status dossier/record.yaml --format json
    """  # noqa: D301
    form = choose_format(format, output, FORMATS)
    if form == "xlsx" and output == "-" and sys.stdout.isatty():
        raise typer.BadParameter("a workbook needs -o FILE", param_hint="--format")
    evidence, rulebook = load_evidence(record, sys.stdin.buffer, rulebooks(edition), datetime.now(UTC))
    verdict = assess(evidence)
    order = seed or seed_of(evidence.dossier.record.fields.run.order.value)
    document = derive_status(verdict, evidence.plan, order)
    if form in ("text", "json"):
        content = _status(document, form, color if output == "-" else "never")
    else:
        if evidence.plan is None or evidence.dossier.pics is None:
            raise CertkitError("what is left is not known, because the PICS cannot be read", file=record)
        rest = remaining_plan(evidence.plan, document)
        content = _worksheet(rest, rulebook, form, evidence.dossier.pics)
    out.save(output, content, force=force)
    if output != "-":
        left = counted(len(document.left), "test case")
        print_error(f"wrote {safe(output)}: {document.cases.run} of {document.cases.planned} run, {left} left")
    return FINDINGS if document.blocking else GOOD


def _status(document: RecordStatusDocument, form: StatusFormat, color: str) -> str | bytes:
    if form == "json":
        return write_json(document)
    text: str = load(FORMATS[form].writer)(document, ink=out.ink(color), width=out.text_width())
    return text


def _worksheet(rest: TestPlan, rulebook: Rulebook, form: StatusFormat, pics: Pics) -> str | bytes:
    """What is left, as ``certkit plan`` writes it."""
    write = load(FORMATS[form].writer)
    content: str | bytes
    if form == "xlsx":
        content = write(rest, rulebook, run_sequence(rest, rulebook))
    elif form == "csv":
        content = write(rest, (Status.REQUIRED, Status.OPTIONAL))
    else:
        content = write(rest, rulebook, pics, (Status.REQUIRED, Status.OPTIONAL))
    return content
