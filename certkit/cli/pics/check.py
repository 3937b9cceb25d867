"""``certkit pics check``: every file is checked, whatever is wrong with the others."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer

from certkit.cli.errors import USAGE, print_error
from certkit.cli.findings import FindingsFormatOption, exit_code, report_unreadable, write_findings
from certkit.cli.formats import check_ending
from certkit.cli.options import ColourOption, EditionOption, ForceOption, StrictOption
from certkit.cli.output import progress, save_and_report
from certkit.edition.choose import Load, rulebooks
from certkit.errors import CertkitError, RulebookError
from certkit.files.read import STDIN, expand, read_file
from certkit.findings.checked_file import CheckedFile
from certkit.loading import load
from certkit.pics.check import check_pics
from certkit.pics.load import load_pics
from certkit.pics.read import is_workbook
from certkit.text.terminal import counted

_AHEAD = timedelta(days=1)
"""Somewhere it is already tomorrow."""


def check(
    files: Annotated[
        list[str],
        typer.Argument(metavar="FILE...", help="YAML files, workbooks, or folders of them; - is standard input."),
    ],
    format: FindingsFormatOption = "text",
    annotate: Annotated[
        str | None,
        typer.Option("--annotate", metavar="COPY.xlsx", help="Write a copy of the workbook with the findings in it."),
    ] = None,
    draft: Annotated[bool, typer.Option("--draft", help="Report unanswered questions as notes, not errors.")] = False,
    strict: StrictOption = False,
    edition: EditionOption = None,
    color: ColourOption = "auto",
    force: ForceOption = False,
) -> int:
    """Check PICS files.

    Exit codes: 0 without errors, 1 with errors, 2 if a file cannot be read.

    \b
    Examples:
      certkit pics check my-station.xlsx
      certkit pics check statements/ --format sarif > findings.sarif
      certkit pics check my-station.xlsx --annotate my-station-findings.xlsx
      certkit pics check - --draft < my-csms.yaml
    """  # noqa: D301
    rulebook_for = rulebooks(edition)
    if edition is not None:
        rulebook_for(None)  # a mistake in the option is one mistake, not one for each file
    names = expand(files)
    if annotate is not None:
        check_ending(annotate, (".xlsx",))
        if len(names) != 1:
            print_error(f"--annotate takes one workbook, not {len(names)} files")
            return USAGE
    checked, unreadable = _check_all(names, rulebook_for, draft=draft)
    if annotate is not None and checked:
        _annotate(names[0], annotate, checked[0], force=force)
    write_findings(checked, format, color, unreadable=unreadable)
    if unreadable:
        return report_unreadable(unreadable)
    return exit_code((finding for file in checked for finding in file.findings), strict=strict)


def _check_all(
    names: Sequence[str], rulebook_for: Load, *, draft: bool
) -> tuple[list[CheckedFile], list[CertkitError]]:
    checked: list[CheckedFile] = []
    unreadable: list[CertkitError] = []
    with progress("checking", len(names)) as advance:
        for name in names:
            try:
                pics, rulebook, content = load_pics(name, sys.stdin.buffer, rulebook_for)
            except RulebookError:
                raise
            except CertkitError as error:
                unreadable.append(error)
            else:
                findings = check_pics(pics, rulebook, draft=draft, today=datetime.now(UTC).date() + _AHEAD)
                checked.append(CheckedFile(pics, rulebook, findings, b"" if is_workbook(content) else content))
            advance()
    return checked, unreadable


def _annotate(name: str, copy: str, checked: CheckedFile, *, force: bool) -> None:
    """Write the findings into a copy of a workbook."""
    if name == STDIN or checked.content:
        raise CertkitError("--annotate needs the file of a workbook", file=checked.pics.source)
    annotated = load("certkit.findings.write_xlsx:annotate")(
        read_file(name, sys.stdin.buffer), checked.findings, checked.pics.source
    )
    save_and_report(copy, annotated, force=force, what=f"a copy with {counted(len(checked.findings), 'finding')}")
