"""``certkit pics new``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from certkit.cli.errors import GOOD, print_error
from certkit.cli.formats import check_ending
from certkit.cli.options import EditionOption, ForceOption
from certkit.cli.output import save_all
from certkit.edition.choose import rulebooks
from certkit.edition.domains import NotInDomain
from certkit.edition.rulebook import Rulebook
from certkit.errors import CertkitError, UnknownName
from certkit.loading import load
from certkit.text.terminal import safe

SCHEMA_FILE = "pics.schema.json"
YAML = (".yaml", ".yml")
WORKBOOK = (".xlsx",)


def new(
    dut: Annotated[
        str,
        typer.Option(
            "--dut",
            metavar="KIND",
            help="Kind of device: station, stack (Charging Station Software Stack) or csms.",
            autocompletion=lambda: ["station", "stack", "csms"],
        ),
    ],
    output: Annotated[
        str,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Write to a .xlsx or .yaml file. Default: YAML on standard output.",
            show_default=False,
        ),
    ] = "-",
    with_schema: Annotated[
        bool, typer.Option("--with-schema", help="Write pics.schema.json next to a YAML form, for editors.")
    ] = False,
    edition: EditionOption = None,
    force: ForceOption = False,
) -> int:
    """Write a blank PICS form.

    The form has the questions for one kind of device.

    \b
    Examples:
      certkit pics new --dut station -o my-station.xlsx
      certkit pics new --dut csms -o my-csms.yaml --with-schema
      certkit pics new --dut stack > my-stack.yaml
    """  # noqa: D301
    rulebook = rulebooks(edition)(None)
    kind = kind_of(dut, rulebook)
    schema = Path(output).parent / SCHEMA_FILE
    files: dict[str, str | bytes] = {}
    if is_workbook(output):
        if with_schema:
            raise CertkitError("--with-schema is for a YAML form", hint="use -o with .yaml", file=output)
        files[output] = load("certkit.pics.write_xlsx:write_form")(rulebook, kind, None)
    else:
        if with_schema and output == "-":
            raise CertkitError("--with-schema needs -o FILE", hint="certkit schema pics prints the schema")
        names_schema = output != "-" and (with_schema or schema.is_file())  # only where an editor finds it
        write_form = load("certkit.pics.write_yaml:write_form_yaml")
        files[output] = write_form(rulebook, kind, schema=f"./{SCHEMA_FILE}" if names_schema else "")
        if with_schema:
            files[str(schema)] = load("certkit.schemas:to_text")(
                load("certkit.pics.write_schema:pics_schema")(rulebook)
            )
    written = save_all(files, force=force)
    for schema_file in (name for name in written if name != output):
        print_error(f"wrote {safe(schema_file)}")
    if output != "-":
        name = safe(output)
        print_error(f"wrote {name}; fill it in, then run: certkit pics check {name}")
    return GOOD


def is_workbook(file: str) -> bool:
    """Whether the name is that of a workbook; otherwise it is one of a YAML file.

    Raises:
        CertkitError: it is neither.
    """
    check_ending(file, (*WORKBOOK, *YAML))
    if file != "-" and not Path(file).suffix and not file.startswith("/dev/"):
        raise CertkitError("the name of the file does not tell its format", hint="use .xlsx or .yaml", file=file)
    return Path(file).suffix.lower() in WORKBOOK


def kind_of(text: str, rulebook: Rulebook) -> str:
    """The kind of device with this name, one of its other names, or the last word of its name.

    Raises:
        UnknownName: there is none.
    """
    kinds = rulebook.info.kinds
    short = {kind.rsplit(" ", 1)[-1].casefold(): kind for kind in kinds}
    if text.strip().casefold() in short:
        return short[text.strip().casefold()]
    try:
        value = rulebook.items["dut"].domain.parse(text)
    except NotInDomain:
        value = None
    if value in kinds:
        return str(value)
    raise UnknownName(f"there is no kind of device {text!r}", hint=f"choose from: {', '.join(short)}")
