"""``certkit pics convert``."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from certkit.cli.errors import FINDINGS, GOOD, print_error
from certkit.cli.options import EditionOption, ForceOption
from certkit.cli.output import save_and_report
from certkit.cli.pics.new import is_workbook
from certkit.edition.choose import rulebooks
from certkit.finding import Severity, place_in_front
from certkit.loading import load
from certkit.pics.load import load_pics
from certkit.pics.model import Pics
from certkit.pics.read import read_pics
from certkit.text.quote import value
from certkit.text.terminal import safe


def convert(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A YAML file or workbook; - is standard input.")],
    output: Annotated[
        str,
        typer.Option(
            "--output", "-o", metavar="FILE", help="Write to a .xlsx or .yaml file; - is YAML on standard output."
        ),
    ],
    from_foreign: Annotated[
        bool,
        typer.Option("--from-foreign", help="Guess the answers in a workbook that is not a form of certkit."),
    ] = False,
    edition: EditionOption = None,
    force: ForceOption = False,
) -> int:
    """Convert a PICS between YAML and a workbook.

    The answers and their digest stay the same. Invalid answers are not converted: each is listed, and the exit code is
    1. Review every answer that is guessed from a foreign workbook.

    \b
    Examples:
      certkit pics convert my-station.xlsx -o my-station.yaml
      certkit pics convert my-station.yaml -o my-station.xlsx
      certkit pics convert --from-foreign tables-of-appendix-a.xlsx -o my-station.xlsx
    """  # noqa: D301
    to_workbook = is_workbook(output)
    reader = load("certkit.pics.foreign.read:read_foreign_pics") if from_foreign else read_pics
    pics, rulebook, _ = load_pics(file, sys.stdin.buffer, rulebooks(edition), reader)
    if to_workbook:
        content = load("certkit.pics.write_xlsx:write_form")(rulebook, pics.dut, pics, review=from_foreign)
    else:
        content = load("certkit.pics.write_yaml:write_form_yaml")(rulebook, None, pics, review=from_foreign)
    save_and_report(output, content, force=force)
    if from_foreign:
        _list_guesses(pics)
    return _report_lost(pics)


def _list_guesses(pics: Pics) -> None:
    """List every answer that was guessed from a foreign workbook, with its cell."""
    number = len(pics.answers)
    answers = "the answer" if number == 1 else f"all {number} answers"
    print_error(
        f"review {answers}: certkit guessed {'it' if number == 1 else 'each'} from a cell of {safe(pics.source)}"
    )
    for item, answer in pics.answers.items():
        print_error(f"guessed: {safe(str(answer.place))}: {item} is {safe(value(answer.value))}")


def _report_lost(pics: Pics) -> int:
    """Name the entries that are not valid answers, and so are not in the new file."""
    lost = [finding for finding in pics.findings if finding.severity is not Severity.NOTE and finding.code != "K-07"]
    sys.stdout.flush()
    for finding in lost:
        print_error(f"not converted: {safe(place_in_front(finding.where, pics.source))} {safe(finding.message)}")
    return FINDINGS if lost else GOOD
