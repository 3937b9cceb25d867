"""``certkit record set``."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from certkit.cli.errors import GOOD, print_error
from certkit.cli.options import RecordArgument
from certkit.cli.output import save
from certkit.errors import CertkitError
from certkit.files.read import STDIN, read_file
from certkit.files.recognize import RECORD, refuse_other
from certkit.record.edit import Setting, set_fields
from certkit.text.quote import quote
from certkit.text.terminal import safe


def set_(
    record: RecordArgument,
    settings: Annotated[
        list[str],
        typer.Argument(
            metavar="FIELD=ANSWER...",
            help="Fields with their answers, as in device.serial=EX-1; or one field and its answer.",
        ),
    ],
) -> int:
    """Set fields of a record.

    Comments and layout stay as they are. Each answer is checked, and either all are written or none. Entries of lists
    count from 1; [+] adds an entry (logs.+.file is the same as logs[+].file). An empty answer removes the old one.

    \b
    Examples:
      certkit record set record.yaml device.serial EX22D-000417
      certkit record set record.yaml setup.router=Yes tool.version=
      certkit record set record.yaml "laboratory.testers=[R. Example, S. Sample]"
      certkit record set record.yaml "logs[+].file=messages.log" "incidents=[]"
    """  # noqa: D301
    if record == STDIN:
        raise CertkitError("a record is changed in its file, not on standard input")
    content = read_file(record, sys.stdin.buffer)
    refuse_other(content, record, "a test record", RECORD)
    text, changes = set_fields(content, record, _settings(settings))
    data = text.encode("utf-8")
    if content.startswith(b"\xef\xbb\xbf"):
        data = b"\xef\xbb\xbf" + data
    if data != content:
        save(record, data, force=True, in_place=True)
    for change in changes:
        before = "not answered" if change.before is None else quote(change.before)
        after = "not answered" if change.after is None else quote(change.after)
        state = f"{after} as before" if change.before == change.after else f"{after}, was {before}"
        print_error(f"{safe(record)}: {change.name} is {state}")
    return GOOD


def _settings(arguments: list[str]) -> list[Setting]:
    """The fields and answers, from ``FIELD=ANSWER`` or from one ``FIELD ANSWER``.

    Raises:
        typer.BadParameter: an argument is neither.
    """
    if len(arguments) == 2 and "=" not in arguments[0]:
        return [Setting(arguments[0], arguments[1])]
    settings = []
    for argument in arguments:
        name, equals, text = argument.partition("=")
        if not equals or not name.strip():
            raise typer.BadParameter(f"{argument!r} is not of the form device.serial=EX-1", param_hint="FIELD=ANSWER")
        settings.append(Setting(name.strip(), text))
    return settings
