"""What the commands on evidence share: reading a file beside its PICS, and writing the findings in any format."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from certkit.cli import output
from certkit.cli.errors import FINDINGS, GOOD
from certkit.errors import CertkitError
from certkit.finding import Finding, Severity

if TYPE_CHECKING:  # the options below are those of commands that --help lists, and it loads no edition
    from certkit.cli.input import Load
    from certkit.edition.rulebook import Rulebook
    from certkit.findings.model import CheckedFile
    from certkit.pics.model import Pics

FormatChoice = Literal["text", "json", "sarif", "github"]
FindingsFormat = Annotated[
    FormatChoice,
    typer.Option(
        "--format", "-f", metavar="FORMAT", help="text (the default), json, sarif or github.", show_default=False
    ),
]
PicsOption = Annotated[str, typer.Option("--pics", metavar="PICS", help="The statement: a YAML file or workbook.")]
StrictOption = Annotated[bool, typer.Option("--strict", help="Let warnings fail as errors do.")]


def read_evidence(name: str) -> tuple[bytes, str]:
    """The bytes of a file or of standard input, and what it is called."""
    from certkit.files.read import read_file, source_of

    return read_file(name, sys.stdin.buffer), source_of(name)


def read_beside(names: Sequence[str], pics: str, load: Load) -> tuple[Pics, Rulebook]:
    """The statement that evidence is held against.

    Raises:
        CertkitError: more than one of them is standard input.
    """
    from certkit.cli.input import read
    from certkit.files.read import STDIN

    if [*names, pics].count(STDIN) > 1:
        raise CertkitError("standard input can be only one of the files")
    statement, rulebook, _ = read(pics, load)
    return statement, rulebook


def show(
    findings: Sequence[Finding],
    sources: Sequence[str],
    pics: Pics,
    rulebook: Rulebook,
    form: str,
    color: str,
    strict: bool,
) -> int:
    """Write the findings file by file, and give the exit code.

    The lines of the files are not shown: what stands there may be a secret.
    """
    from certkit.findings.model import CheckedFile

    names = dict.fromkeys([*sources, *(found.where.file for found in findings if found.where and found.where.file)])
    checked = [CheckedFile(replace(pics, source=name), rulebook, tuple(_of(name, findings, sources))) for name in names]
    _FORMATS[form](checked, color)
    failing = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    return FINDINGS if {found.severity for found in findings} & failing else GOOD


def _of(name: str, findings: Sequence[Finding], sources: Sequence[str]) -> list[Finding]:
    first = sources[0]
    return [found for found in findings if (found.where.file if found.where and found.where.file else first) == name]


def _text(checked: Sequence[CheckedFile], color: str) -> None:
    from certkit.findings.write_text import write_findings_text

    output.write(write_findings_text(checked, ink=output.ink(color), width=output.text_width()))


def _json(checked: Sequence[CheckedFile], _: str) -> None:
    from certkit.findings.model import findings_document
    from certkit.formats.json_document import write_document

    output.write(write_document(findings_document(checked)))


def _sarif(checked: Sequence[CheckedFile], _: str) -> None:
    from importlib.metadata import version
    from pathlib import Path

    from certkit.findings.write_sarif import write_findings_sarif

    output.write(write_findings_sarif(checked, version=version("certkit"), root=str(Path.cwd())))


def _github(checked: Sequence[CheckedFile], _: str) -> None:
    from certkit.findings.write_github import write_findings_github

    output.write(write_findings_github(checked))


_FORMATS: dict[str, Callable[[Sequence[CheckedFile], str], None]] = {
    "text": _text,
    "json": _json,
    "sarif": _sarif,
    "github": _github,
}
"""--format -> what writes it."""
