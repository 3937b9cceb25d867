"""``certkit record new``."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from certkit.cli.errors import GOOD, print_error
from certkit.cli.formats import check_ending
from certkit.cli.options import EditionOption, ForceOption, OutputOption
from certkit.cli.output import save_all
from certkit.edition.choose import Load, rulebooks
from certkit.edition.rulebook import Rulebook
from certkit.errors import CertkitError
from certkit.files.read import STDIN
from certkit.finding import Severity
from certkit.loading import load
from certkit.pics.check import check_pics
from certkit.pics.load import load_pics
from certkit.record.read_requirements import field_rules
from certkit.record.write_form import write_record_form
from certkit.text.quote import join, quote
from certkit.text.terminal import counted, safe

SCHEMA_FILE = "record.schema.json"
_MOST_ANSWERS = 4
"""So many different answers of files are shown."""


def new(
    pics: Annotated[str, typer.Argument(metavar="PICS", help="The PICS: a YAML file or workbook.")],
    output: OutputOption = "-",
    mode: Annotated[
        Literal["certification", "re-certification", "declaration"],
        typer.Option(
            "--mode",
            metavar="MODE",
            help="certification (the default), re-certification or declaration.",
            show_default=False,
        ),
    ] = "certification",
    evidence: Annotated[
        list[str] | None,
        typer.Option(
            "--from",
            metavar="FILE",
            help="Fill in what this file tells: results, a message log or a configuration. Repeatable.",
        ),
    ] = None,
    with_schema: Annotated[
        bool, typer.Option("--with-schema", help="Write record.schema.json next to the form, for editors.")
    ] = False,
    edition: EditionOption = None,
    force: ForceOption = False,
) -> int:
    """Write a record to fill in, and freeze the PICS.

    The record has the digest of the PICS and the time, and asks for what this kind of device and this mode need. Keep
    the record, the PICS and all evidence in one folder: the dossier. With --from, a field is filled only if the files
    that tell it agree; each is listed with what tells it.

    \b
    Examples:
      certkit record new dossier/pics.yaml -o dossier/record.yaml
      certkit record new pics.yaml --from export.json --from messages.log -o record.yaml
      certkit record new dossier/pics.xlsx --mode declaration -o dossier/record.yaml --with-schema
    """  # noqa: D301
    check_ending(output, (".yaml", ".yml"))
    if with_schema and output == "-":
        raise CertkitError("--with-schema needs -o FILE", hint="certkit schema record prints the schema")
    statement, rulebook, _ = load_pics(pics, sys.stdin.buffer, rulebooks(edition))
    folder = Path(output).parent if output != "-" else Path()
    pics_file = _path_within(pics, folder)
    if not pics_file:
        print_error(
            "the PICS is not in the folder of the record: copy it there, and name it as pics.file in the record"
        )
    names_schema = output != "-" and (with_schema or (folder / SCHEMA_FILE).is_file())
    now = datetime.now().astimezone().replace(microsecond=0)
    schema = f"./{SCHEMA_FILE}" if names_schema else ""
    form = write_record_form(statement, rulebook, mode, pics_file=pics_file, now=now, schema=schema)
    if evidence:
        form = _prefilled(form, output, evidence, folder, rulebooks(edition), rulebook, now)
    files: dict[str, str | bytes] = {output: form}
    if with_schema:
        files[str(folder / SCHEMA_FILE)] = load("certkit.record.write_schema:write_record_schema")(
            field_rules(rulebook)
        )
    written = save_all(files, force=force)
    for schema_file in (name for name in written if name != output):
        print_error(f"wrote {safe(schema_file)}")
    errors = sum(finding.severity is Severity.ERROR for finding in check_pics(statement, rulebook))
    if errors:  # it can be frozen, but nothing can pass with it: the user should know before the tests
        name = "FILE" if pics == STDIN else safe(statement.source)
        message = f"the statement has {counted(errors, 'error')}, so nothing can pass"
        print_error(f"{message}; run `certkit pics check {name}`")
    if output != "-":
        name = safe(output)
        print_error(f"wrote {name}; fill it in, then run: certkit record check {name}")
    return GOOD


def _prefilled(
    form: str,
    output: str,
    evidence: Sequence[str],
    folder: Path,
    load_rulebook: Load,
    rulebook: Rulebook,
    now: datetime,
) -> str:
    """The form with what the files tell; what was filled from where goes to standard error.

    Raises:
        CertkitError: a file does not exist, or is not below the folder of the record.
    """
    names = [_path_within(file, folder) for file in evidence]
    for file, name in zip(evidence, names, strict=True):
        if not name:
            raise CertkitError("this file is not in the folder of the record", hint="copy it there", file=file)
        if not Path(file).is_file():
            what = "this is a folder, not a file" if Path(file).is_dir() else "there is no such file"
            raise CertkitError(what, file=file)
    prefilled = load("certkit.verdict.prefill:prefill")(form, output, names, load_rulebook, rulebook)
    for name, problem in prefilled.unreadable:
        print_error(f"{safe(name)} tells nothing: {safe(problem)}")
    for field in prefilled.filled:
        print_error(f"{field.name} is {safe(quote(field.answer))} ({safe(field.told_by)})")
    for field in prefilled.left:
        answers = join([quote(answer) for answer in field.answers[:_MOST_ANSWERS]], "and")
        print_error(f"{field.name} stays empty, because the files tell {safe(answers)}")
    first = prefilled.first_run
    if first is not None and first < (now if first.tzinfo else now.replace(tzinfo=None)):
        print_error(
            "the first run began before the statement is frozen now, and such runs do not count; if it was frozen "
            "before the tests, correct pics.frozen_at"
        )
    text: str = prefilled.text
    return text


def _path_within(pics: str, folder: Path) -> str:
    """The PICS as a path from the folder of the record, or empty if it is not below that folder."""
    if pics == STDIN:
        return ""
    relative = Path(os.path.relpath(pics, folder))
    return "" if relative.is_absolute() or ".." in relative.parts else relative.as_posix()
