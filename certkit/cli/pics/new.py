"""``certkit pics new``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from certkit.cli.errors import GOOD, print_error
from certkit.cli.formats import check_ending
from certkit.cli.inputs import refuse_other_files
from certkit.cli.options import EditionOption, ForceOption
from certkit.cli.output import save_all
from certkit.edition.choose import rulebooks
from certkit.edition.domains import NotInDomain
from certkit.edition.rulebook import Rulebook
from certkit.errors import CertkitError, UnknownName
from certkit.files.read import STDIN
from certkit.files.recognize import CONFIGURATION, LOG, TABLE
from certkit.loading import load
from certkit.pics.model import Pics
from certkit.text.quote import join, value
from certkit.text.terminal import counted, safe

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
    evidence: Annotated[
        list[str] | None,
        typer.Option(
            "--from",
            metavar="FILE",
            help="Fill in what this file tells: a GetConfiguration.conf or a message log. Repeatable.",
        ),
    ] = None,
    station: Annotated[str, typer.Option("--station", metavar="NAME", help="Use only this station of a log.")] = "",
    with_schema: Annotated[
        bool, typer.Option("--with-schema", help="Write pics.schema.json next to a YAML form, for editors.")
    ] = False,
    edition: EditionOption = None,
    force: ForceOption = False,
) -> int:
    """Write a PICS form, blank or with what evidence tells.

    The form has the questions for one kind of device. With --from it has the answers that the configuration keys and
    the BootNotification of a station tell. Each is marked as to be confirmed, and counts as not answered until a person
    confirms it. Files that tell different answers leave the question empty.

    \b
    Examples:
      certkit pics new --dut station -o my-station.xlsx
      certkit pics new --dut station --from getconfiguration.json --from messages.log -o my-station.yaml
      certkit pics new --dut csms -o my-csms.yaml --with-schema
      certkit pics new --dut stack > my-stack.yaml
    """  # noqa: D301
    rulebook = rulebooks(edition)(None)
    kind = kind_of(dut, rulebook)
    statement = filled_from(evidence, kind, rulebook, station) if evidence else None
    if station and not evidence:
        raise CertkitError("--station chooses a station of a log", hint="name the log with --from")
    schema = Path(output).parent / SCHEMA_FILE
    files: dict[str, str | bytes] = {}
    if is_workbook(output):
        if with_schema:
            raise CertkitError("--with-schema is for a YAML form", hint="use -o with .yaml", file=output)
        files[output] = load("certkit.pics.write_xlsx:write_form")(rulebook, kind, statement)
    else:
        if with_schema and output == "-":
            raise CertkitError("--with-schema needs -o FILE", hint="certkit schema pics prints the schema")
        names_schema = output != "-" and (with_schema or schema.is_file())  # only where an editor finds it
        write_form = load("certkit.pics.write_yaml:write_form_yaml")
        files[output] = write_form(rulebook, kind, statement, schema=f"./{SCHEMA_FILE}" if names_schema else "")
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


def filled_from(evidence: list[str], kind: str, rulebook: Rulebook, station: str) -> Pics:
    """A statement with what evidence tells, each answer to be confirmed; what tells it goes to standard error.

    Raises:
        CertkitError: this kind of device has no configuration keys, or a file is not evidence of a station.
    """
    if kind not in load("certkit.configuration.read_keys:key_table")(rulebook).asked_of:
        raise CertkitError(f"--from reads the keys of a charging station; a {kind} has none", hint="leave --from out")
    for name in evidence:
        if name == STDIN:
            raise CertkitError("--from needs a file, because it is read twice", hint="save standard input to a file")
        refuse_other_files(name, "an answer to GetConfiguration or a message log", CONFIGURATION, LOG, TABLE)
    filled = load("certkit.verdict.prefill_pics:fill_statement")(kind, evidence, rulebook, station=station)
    for name, problem in filled.unreadable:
        print_error(f"{safe(name)} tells nothing: {safe(problem)}")
    for answer in filled.told:
        where = f"{answer.place.file}, {answer.place}"
        print_error(f"{answer.item} is {safe(value(answer.value))} ({safe(answer.told_by)}, {safe(where)})")
    for item, answers in filled.differing.items():
        values = join([value(each) for each in dict.fromkeys(answer.value for answer in answers)], "and")
        print_error(f"{item} stays empty, because the files tell {safe(values)}")
    count = counted(len(filled.told), "answer")
    print_error(f"{count} filled in; check each, then remove its name from the list of those to be confirmed")
    pics: Pics = filled.pics
    return pics


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
