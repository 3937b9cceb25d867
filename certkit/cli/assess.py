"""``certkit assess``: the verdict on a dossier."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Literal

import typer

from certkit.cli import output as out
from certkit.cli.errors import FINDINGS, GOOD, print_error
from certkit.cli.formats import Format, choose_format
from certkit.cli.options import (
    ColourOption,
    EditionOption,
    ForceOption,
    OutputOption,
    ReadingOption,
    RecordArgument,
    readings_of,
)
from certkit.edition.choose import rulebooks
from certkit.loading import load
from certkit.text.terminal import counted, safe
from certkit.verdict.load import assess_record
from certkit.verdict.model import Outcome

VerdictFormat = Literal["text", "json", "html"]
FORMATS: Mapping[VerdictFormat, Format] = {
    "text": Format("certkit.verdict.write_text:write_verdict_text", [".txt"]),
    "json": Format("certkit.verdict.write_json:write_verdict_json", [".json"]),
    "html": Format("certkit.verdict.write_html:write_verdict_html", [".html", ".htm"]),
}


def assess(
    record: RecordArgument,
    format: Annotated[
        VerdictFormat | None,
        typer.Option(
            "--format", "-f", metavar="FORMAT", help="text, json or html. Default: by the ending of -o, or text."
        ),
    ] = None,
    output: OutputOption = "-",
    reading: ReadingOption = None,
    edition: EditionOption = None,
    color: ColourOption = "auto",
    force: ForceOption = False,
) -> int:
    """Assess a dossier: pass, fail or incomplete.

    Every reason has its citation, its place and what to do. Evidence that is missing or cannot be read never counts as
    good. Exit codes: 0 for a pass, 1 for fail and incomplete, 2 if the record cannot be read.

    \b
    Examples:
      certkit assess dossier/record.yaml
      certkit assess dossier/record.yaml -o verdict.html
      certkit assess dossier/record.yaml --format json
    """  # noqa: D301
    form = choose_format(format, output, FORMATS)
    rulebook_for = rulebooks(edition, readings_of(reading))
    verdict, _ = assess_record(record, sys.stdin.buffer, rulebook_for, datetime.now(UTC))
    write = load(FORMATS[form].writer)
    if form == "text":
        content = write(verdict, ink=out.ink(color if output == "-" else "never"), width=out.text_width())
    else:
        content = write(verdict)
    out.save(output, content, force=force)
    sys.stdout.flush()
    if output != "-":
        count = len(verdict.blocking)
        reasons = f", {counted(count, 'blocking issue')}" if count else ""
        print_error(f"wrote {safe(output)}: {verdict.outcome}{reasons}")
    return GOOD if verdict.outcome is Outcome.PASS else FINDINGS
