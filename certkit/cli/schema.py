"""``certkit schema``: the JSON Schemas of what certkit reads and writes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from certkit import schemas
from certkit.cli import output as out
from certkit.cli.errors import GOOD, print_error
from certkit.cli.formats import check_ending
from certkit.cli.options import EditionOption, ForceOption
from certkit.edition.choose import rulebooks
from certkit.errors import CertkitError
from certkit.loading import load
from certkit.pics.write_schema import pics_schema
from certkit.text.terminal import counted, safe

ALL = "all"
NAMES = ("pics", "record", "policy", *schemas.DOCUMENTS, schemas.ATTESTATION)


def schema(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME",
            help="Name of the document, as in plan, or all. Without it, the names are listed.",
            autocompletion=lambda: [*NAMES, ALL],
            show_default=False,
        ),
    ] = "",
    output: Annotated[
        str,
        typer.Option(
            "--output", "-o", metavar="FILE", help="Write to a file; with all, to a folder.", show_default=False
        ),
    ] = "-",
    edition: EditionOption = None,
    force: ForceOption = False,
) -> int:
    """Print a JSON Schema.

    Those of pics, record and policy are for editors in which people fill in such a file. The others are for programs
    that read the output of --format json.

    \b
    Examples:
      certkit schema pics > pics.schema.json
      certkit schema plan
    """  # noqa: D301
    if name not in (*NAMES, ALL):
        raise _unknown(name)
    if name == ALL:
        if output == "-":
            raise typer.BadParameter("all schemas need a folder: -o FOLDER", param_hint="--output")
        rulebook = rulebooks(edition)(None)
        files: dict[str, str | bytes] = {**schemas.generated(rulebook)}
        rules = load("certkit.record.read_requirements:field_rules")(rulebook)
        files[schemas.file_name("record")] = load("certkit.record.write_schema:write_record_schema")(rules)
        written = out.save_all({str(Path(output) / file): content for file, content in files.items()}, force=force)
        others = f"; {len(files) - len(written)} unchanged" if len(written) < len(files) else ""
        print_error(f"wrote {counted(len(written), 'schema')} into {safe(output)}{others}")
        return GOOD
    check_ending(output, (".json",))
    text = schemas.to_text(pics_schema(rulebooks(edition)(None))) if name == "pics" else schemas.shipped(name)
    out.save_and_report(output, text, force=force)
    return GOOD


def _unknown(name: str) -> CertkitError:
    choose = f"choose from: {', '.join(NAMES)}, {ALL}"
    if not name:
        return CertkitError("name the schema", hint=choose)
    close = load("difflib:get_close_matches")(name, (*NAMES, ALL), n=1)
    return CertkitError(f"there is no schema {name!r}", hint=f"did you mean {close[0]}?" if close else choose)
