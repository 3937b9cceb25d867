"""``certkit assess``: the verdict on a dossier."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from certkit.cli.options import ColourOption, EditionOption, ForceOption, ReadingOption, readings_of

FormatChoice = Literal["text", "json", "html"]
BY_SUFFIX: dict[str, FormatChoice] = {".json": "json", ".html": "html", ".htm": "html"}
"""What the name of the output file says of its format; anything else is text."""


def assess(
    record: Annotated[str, typer.Argument(metavar="RECORD", help="The record of a dossier, as record.yaml.")],
    format: Annotated[  # the option's name
        FormatChoice | None,
        typer.Option(
            "--format",
            "-f",
            metavar="FORMAT",
            help="text, json or html; by default what the name after -o says, or else text.",
        ),
    ] = None,
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="FILE", help="Write to a file.", show_default=False)
    ] = "-",
    reading: ReadingOption = None,
    edition: EditionOption = None,
    color: ColourOption = "auto",
    force: ForceOption = False,
) -> int:
    """Say whether a device passes, and why.

    Every reason has its citation, its place, and the way out. What is missing, or was not understood, never counts as
    good. The exit code is 0 for a pass, 1 for fail and incomplete, 2 if the record cannot be read.

    \b
    Examples:
      certkit assess dossier/record.yaml
      certkit assess dossier/record.yaml -o verdict.html
      certkit assess dossier/record.yaml --format json
    """  # noqa: D301
    from certkit.cli import output as out
    from certkit.cli.dossier import verdict_on
    from certkit.cli.errors import FINDINGS, GOOD, say
    from certkit.cli.input import rulebooks
    from certkit.text.terminal import counted, safe
    from certkit.verdict.model import Outcome

    chosen = format or BY_SUFFIX.get(Path(output).suffix.lower(), "text")
    verdict, _ = verdict_on(record, rulebooks(edition, readings_of(reading)))
    content: str | bytes
    if chosen == "json":
        from certkit.verdict.write_json import write_verdict_json

        content = write_verdict_json(verdict)
    elif chosen == "html":
        from certkit.verdict.write_html import write_verdict_html

        content = write_verdict_html(verdict)
    else:
        from certkit.verdict.write_text import write_verdict_text

        ink = out.ink(color if output == "-" else "never")
        content = write_verdict_text(verdict, ink=ink, width=out.text_width())
    out.save(output, content, force=force)
    sys.stdout.flush()
    if output != "-":
        number = len(verdict.blocking)
        because = f": {counted(number, 'reason')} in the way" if number else ""
        say(f"{verdict.outcome}{because}; wrote {safe(output)}")
    return GOOD if verdict.outcome is Outcome.PASS else FINDINGS
