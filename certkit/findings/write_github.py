"""Findings as GitHub's workflow commands, which annotate the lines of a pull request."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from certkit.errors import CertkitError
from certkit.finding import Finding, Severity
from certkit.findings.checked_file import CheckedFile
from certkit.text.terminal import safe

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def write_findings_github(files: Sequence[CheckedFile], unreadable: Sequence[CertkitError] = ()) -> str:
    """One command a line for each finding and each file that could not be read.

    Nothing that comes from a file can begin a command of its own: ``%``, line breaks, and in the properties ``:`` and
    ``,`` are escaped as the runner wants it, other control characters are shown.
    """
    lines = [line for file in files for line in _file(file)]
    lines += [_command("error", _unreadable_place(error), "unreadable", _with_hint(error)) for error in unreadable]
    return "".join(f"{line}\n" for line in lines)


def _file(file: CheckedFile) -> Iterator[str]:
    for finding in file.findings:
        accepted = finding.accepted is not None
        command = "notice" if accepted else _COMMANDS[finding.severity]
        title = f"{finding.code} {finding.name}{' (accepted)' if accepted else ''}"
        yield _command(command, _place(finding, file.pics.source), title, _message(finding))


def _place(finding: Finding, source: str) -> dict[str, str]:
    where = finding.where
    place = {"file": source}
    if where is not None and where.line:
        place |= {"line": str(where.line), "col": str(where.column)}
    return place


def _message(finding: Finding) -> str:
    where = finding.where
    lines = [f"{where}: {finding.message}" if where is not None and where.cell else finding.message]
    if finding.accepted is not None:
        lines.append(f"accepted: {finding.accepted}")
    elif finding.hint:
        lines.append(finding.hint)
    lines += [f"({finding.cite})"] if finding.cite else []
    return "\n".join(lines)


def _unreadable_place(error: CertkitError) -> dict[str, str]:
    place = {"file": error.file}
    if error.line:
        place |= {"line": str(error.line), "col": str(error.column)}
    return place


def _with_hint(error: CertkitError) -> str:
    return f"{error.message}\n{error.hint}" if error.hint else error.message


def _command(name: str, place: dict[str, str], title: str, message: str) -> str:
    properties = ",".join(f"{key}={_property(value)}" for key, value in (*place.items(), ("title", title)) if value)
    return f"::{name} {properties}::{_data(message)}"


def _data(text: str) -> str:
    text = "\n".join(safe(line) for line in text.split("\n"))
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
