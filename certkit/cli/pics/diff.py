"""``certkit pics diff``, and the differences that ``certkit plan --diff`` shows."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Annotated, Literal

import typer

from certkit.cli import output
from certkit.cli.errors import GOOD
from certkit.cli.options import ColourOption, EditionOption
from certkit.comparison.derive import compare
from certkit.edition.choose import rulebooks
from certkit.edition.rulebook import Rulebook
from certkit.loading import load
from certkit.pics.load import load_pics
from certkit.pics.model import Pics
from certkit.plan.derive import make_plan
from certkit.plan.model import TestPlan

DiffFormat = Literal["text", "json", "markdown", "csv"]
WRITERS: Mapping[DiffFormat, str] = {
    "text": "certkit.comparison.write_text:write_comparison_text",
    "json": "certkit.formats.json_document:write_document",
    "markdown": "certkit.comparison.write_markdown:write_comparison_markdown",
    "csv": "certkit.comparison.write_csv:write_comparison_csv",
}


def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", help="The earlier PICS.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The later PICS.")],
    format: Annotated[
        DiffFormat,
        typer.Option(
            "--format", "-f", metavar="FORMAT", help="text (the default), json, markdown or csv.", show_default=False
        ),
    ] = "text",
    edition: EditionOption = None,
    color: ColourOption = "auto",
) -> int:
    """Compare two PICS files and their plans.

    \b
    Examples:
      certkit pics diff handed-in.xlsx corrected.xlsx
      certkit pics diff old.yaml new.yaml --format markdown
    """  # noqa: D301
    rulebook_for = rulebooks(edition)
    before, before_rulebook, _ = load_pics(old, sys.stdin.buffer, rulebook_for)
    after, after_rulebook, _ = load_pics(new, sys.stdin.buffer, rulebook_for)
    plans = make_plan(before, before_rulebook), make_plan(after, after_rulebook)
    return show_comparison(before, after, *plans, after_rulebook, format, color)


def show_comparison(
    before: Pics,
    after: Pics,
    before_plan: TestPlan,
    after_plan: TestPlan,
    rulebook: Rulebook,
    form: DiffFormat,
    color: str,
    file: str = "-",
    *,
    force: bool = False,
) -> int:
    """Write the differences. The exit code is 0 also if there are some."""
    comparison = compare(before, after, before_plan, after_plan, rulebook)
    write = load(WRITERS[form])
    if form == "text":
        ink = output.ink(color if file == "-" else "never")
        content = write(comparison, ink=ink, width=output.text_width())
    else:
        content = write(comparison)
    output.save_and_report(file, content, force=force)
    return GOOD
