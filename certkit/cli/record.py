"""``certkit record``: the record of a test run; a form to fill in, what it shows, and the digests of its files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, ClassVar, Literal

import typer

from certkit.cli.groups import SETTINGS, Group, single
from certkit.cli.options import ColourOption, EditionOption, ForceOption

RecordArgument = Annotated[str, typer.Argument(metavar="RECORD", help="The record, as record.yaml.")]


def new(
    pics: Annotated[str, typer.Argument(metavar="PICS", help="The statement: a YAML file or workbook.")],
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="FILE", help="Write to a file.", show_default=False)
    ] = "-",
    mode: Annotated[
        Literal["certification", "re-certification", "declaration"],
        typer.Option(
            "--mode",
            metavar="MODE",
            help="certification (the default), re-certification or declaration.",
            show_default=False,
        ),
    ] = "certification",
    with_schema: Annotated[
        bool, typer.Option("--with-schema", help="Write record.schema.json beside the form, for editors.")
    ] = False,
    edition: EditionOption = None,
    force: ForceOption = False,
) -> int:
    """Write a record to fill in, and freeze the statement.

    It has the statement's digest and the time, and asks what concerns this kind of device and this mode. The record is
    the hub of a dossier: keep it, the PICS and all evidence in one folder.

    \b
    Examples:
      certkit record new dossier/pics.yaml -o dossier/record.yaml
      certkit record new dossier/pics.xlsx --mode declaration -o dossier/record.yaml --with-schema
    """  # noqa: D301
    from certkit.cli import records

    return records.new(pics, output, mode, with_schema=with_schema, edition=edition, force=force)


def check(
    record: RecordArgument,
    format: Annotated[  # the option's name
        Literal["text", "json"],
        typer.Option("--format", "-f", metavar="FORMAT", help="text (the default) or json.", show_default=False),
    ] = "text",
    everything: Annotated[
        bool, typer.Option("--all", help="Also what is met, and what does not apply to the device.")
    ] = False,
    edition: EditionOption = None,
    color: ColourOption = "auto",
) -> int:
    """Say what a record shows of the procedure's requirements.

    Listed is what is not met and what is not shown; --all lists the rest. The exit code is 0 if everything is met that
    more than a note depends on, and every file is the one that was recorded, 1 if not, 2 if the record cannot be read.

    \b
    Examples:
      certkit record check dossier/record.yaml
      certkit record check dossier/record.yaml --all --format json
    """  # noqa: D301
    from certkit.cli import records

    return records.check(record, format, everything=everything, edition=edition, color=color)


def freeze(
    record: RecordArgument,
    edition: EditionOption = None,
    force: Annotated[
        bool, typer.Option("--force", help="Write the new digest of a file that is not the one that was recorded.")
    ] = False,
) -> int:
    """Write the digests of its files into a record.

    From then on none can change unseen. A digest that is there already and differs is left alone, unless --force says
    that the new file is meant; so is the digest of the statement, in any case. The exit code is 1 if a file is missing
    or differs, or if something in the record is not understood.

    \b
    Examples:
      certkit record freeze dossier/record.yaml
    """  # noqa: D301
    from certkit.cli import records

    return records.freeze(record, edition=edition, force=force)


class RecordGroup(Group):
    """``certkit record``."""

    table: ClassVar[Mapping[str, Callable[[], typer.Typer]]] = {
        "new": lambda: single(new),
        "check": lambda: single(check),
        "freeze": lambda: single(freeze),
    }


app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.callback(cls=RecordGroup, context_settings=SETTINGS, no_args_is_help=True)
def record() -> None:
    """Keep the record of a test run: form, check, digests."""
