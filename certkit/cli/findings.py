"""The formats of findings, for every command that checks files, and the exit code that follows from them."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Literal

import typer

from certkit.cli import output
from certkit.cli.errors import FINDINGS, GOOD, USAGE, report
from certkit.cli.formats import write_json
from certkit.edition.choose import Load
from certkit.edition.rulebook import Rulebook
from certkit.errors import CertkitError
from certkit.files.read import STDIN, read_file, source_of
from certkit.finding import Finding, Severity
from certkit.findings.checked_file import CheckedFile
from certkit.loading import load
from certkit.pics.load import load_pics
from certkit.pics.model import Pics

FindingsFormat = Literal["text", "json", "sarif", "github"]
FindingsFormatOption = Annotated[
    FindingsFormat,
    typer.Option(
        "--format", "-f", metavar="FORMAT", help="text (the default), json, sarif or github.", show_default=False
    ),
]
WRITERS: Mapping[FindingsFormat, str] = {
    "text": "certkit.findings.write_text:write_findings_text",
    "json": "certkit.findings.model:findings_document",
    "sarif": "certkit.findings.write_sarif:write_findings_sarif",
    "github": "certkit.findings.write_github:write_findings_github",
}


def read_evidence(name: str) -> tuple[bytes, str]:
    """The bytes of a file or of standard input, and its name in messages."""
    return read_file(name, sys.stdin.buffer), source_of(name)


def load_pics_for(evidence: Sequence[str], pics: str, rulebooks: Load) -> tuple[Pics, Rulebook]:
    """The PICS that evidence is compared with.

    Raises:
        CertkitError: more than one of the files is standard input.
    """
    refuse_two_stdins([*evidence, pics])
    statement, rulebook, _ = load_pics(pics, sys.stdin.buffer, rulebooks)
    return statement, rulebook


def refuse_two_stdins(names: Sequence[str]) -> None:
    """Standard input can be read once.

    Raises:
        CertkitError: it is named more than once.
    """
    if names.count(STDIN) > 1:
        raise CertkitError("standard input (-) can be only one of the files")


def write_findings(
    checked: Sequence[CheckedFile], form: FindingsFormat, color: str, *, unreadable: Sequence[CertkitError] = ()
) -> None:
    """Write the findings in a format."""
    write = load(WRITERS[form])
    if form == "text":
        content = write(checked, unreadable=len(unreadable), ink=output.ink(color), width=output.text_width())
    elif form == "sarif":
        version = load("importlib.metadata:version")("certkit")
        content = write(checked, unreadable, version=version, root=str(Path.cwd()))
    elif form == "json":
        content = write_json(write(checked, unreadable))
    else:
        content = write(checked, unreadable)
    output.write(content)


def show_evidence_findings(
    findings: Sequence[Finding],
    sources: Sequence[str],
    pics: Pics,
    rulebook: Rulebook,
    form: FindingsFormat,
    color: str,
    *,
    strict: bool,
) -> int:
    """Write findings about evidence, file by file, and give the exit code.

    The lines of the files are not shown, since they may have secrets.
    """
    names = dict.fromkeys(
        [*sources, *(finding.where.file for finding in findings if finding.where and finding.where.file)]
    )
    checked = [
        CheckedFile(replace(pics, source=name), rulebook, tuple(_of(name, findings, sources[0]))) for name in names
    ]
    write_findings(checked, form, color)
    return exit_code(findings, strict=strict)


def exit_code(findings: Iterable[Finding], *, strict: bool = False) -> int:
    """1 for errors, with ``strict`` for warnings too that are not accepted."""
    failing = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    return FINDINGS if {finding.severity for finding in findings if finding.accepted is None} & failing else GOOD


def report_unreadable(errors: Sequence[CertkitError]) -> int:
    """Report the files that cannot be read, after what was written of the others."""
    sys.stdout.flush()
    for error in errors:
        report(error)
    return USAGE


def _of(name: str, findings: Sequence[Finding], first: str) -> list[Finding]:
    """The findings of a file. Those without a file belong to the first."""
    return [
        finding
        for finding in findings
        if (finding.where.file if finding.where and finding.where.file else first) == name
    ]
