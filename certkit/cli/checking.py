"""What ``certkit pics check`` does: every file is looked at, whatever is wrong with the others."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence

from certkit.cli import output
from certkit.cli.errors import FINDINGS, GOOD, USAGE, report, say
from certkit.cli.input import Load, read, rulebooks
from certkit.errors import CertkitError, RulebookError
from certkit.files.read import expand
from certkit.finding import Severity
from certkit.findings.model import CheckedFile
from certkit.pics.check import check_pics
from certkit.pics.read import is_workbook

MANY = 50
"""From so many files on, a bar on a terminal shows how far it is."""


def check(
    files: Sequence[str],
    form: str,
    *,
    annotate: str | None,
    draft: bool,
    strict: bool,
    edition: str | None,
    color: str,
    force: bool,
) -> int:
    """Check the files, write the findings, and give the exit code."""
    load = rulebooks(edition)
    if edition is not None:
        load(None)  # a mistake in the option is one mistake, not one for each file
    names = expand(files)
    if annotate is not None and len(names) != 1:
        say(f"--annotate takes one workbook, not {len(names)} files")
        return USAGE
    checked, unreadable = _checked(_with_progress(names), load, draft)
    if annotate is not None and checked:
        _annotate(names[0], annotate, checked[0], force)
    _FORMATS[form](checked, unreadable, color)
    if unreadable:
        sys.stdout.flush()
        for error in unreadable:
            report(error)
        return USAGE
    severities = {finding.severity for file in checked for finding in file.findings}
    failing = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    return FINDINGS if severities & failing else GOOD


def _checked(names: Iterable[str], load: Load, draft: bool) -> tuple[list[CheckedFile], list[CertkitError]]:
    checked: list[CheckedFile] = []
    unreadable: list[CertkitError] = []
    for name in names:
        try:
            pics, rulebook, content = read(name, load)
        except RulebookError:
            raise
        except CertkitError as error:
            unreadable.append(error)
            continue
        findings = check_pics(pics, rulebook, draft=draft)
        checked.append(CheckedFile(pics, rulebook, findings, b"" if is_workbook(content) else content))
    return checked, unreadable


def _with_progress(names: Sequence[str]) -> Iterable[str]:
    if len(names) < MANY or not sys.stderr.isatty():
        return names
    from rich.console import Console
    from rich.progress import track

    return track(names, "checking", console=Console(stderr=True), transient=True)


def _annotate(name: str, copy: str, checked: CheckedFile, force: bool) -> None:
    from certkit.files.read import STDIN, read_file

    if name == STDIN or checked.content:
        raise CertkitError("--annotate needs a workbook that is a file", file=checked.pics.source)
    from certkit.findings.write_xlsx import annotate

    content = read_file(name, sys.stdin.buffer)
    output.save(copy, annotate(content, checked.findings, checked.pics.source), force=force)


def _text(checked: Sequence[CheckedFile], unreadable: Sequence[CertkitError], color: str) -> None:
    from certkit.findings.write_text import write_findings_text

    text = write_findings_text(checked, unreadable=len(unreadable), ink=output.ink(color), width=output.text_width())
    output.write(text)


def _json(checked: Sequence[CheckedFile], unreadable: Sequence[CertkitError], _: str) -> None:
    from certkit.findings.model import findings_document
    from certkit.formats.json_document import write_document

    output.write(write_document(findings_document(checked, unreadable)))


def _sarif(checked: Sequence[CheckedFile], unreadable: Sequence[CertkitError], _: str) -> None:
    from importlib.metadata import version
    from pathlib import Path

    from certkit.findings.write_sarif import write_findings_sarif

    output.write(write_findings_sarif(checked, unreadable, version=version("certkit"), root=str(Path.cwd())))


def _github(checked: Sequence[CheckedFile], unreadable: Sequence[CertkitError], _: str) -> None:
    from certkit.findings.write_github import write_findings_github

    output.write(write_findings_github(checked, unreadable))


_FORMATS: dict[str, Callable[[Sequence[CheckedFile], Sequence[CertkitError], str], None]] = {
    "text": _text,
    "json": _json,
    "sarif": _sarif,
    "github": _github,
}
"""--format -> what writes it."""
