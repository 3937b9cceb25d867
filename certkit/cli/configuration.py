"""``certkit configuration``: a station's keys checked against its PICS, and what a certificate says of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, ClassVar, Literal

import typer

from certkit.cli.evidence import FindingsFormat, PicsOption, StrictOption
from certkit.cli.groups import SETTINGS, Group, single
from certkit.cli.options import ColourOption, EditionOption, ForceOption

DumpArgument = Annotated[
    str,
    typer.Argument(
        metavar="DUMP", help="A GetConfiguration.conf or other JSON, or a message log that has it; - is standard input."
    ),
]
StationOption = Annotated[
    str, typer.Option("--station", metavar="NAME", help="Read this station alone, where a log has several.")
]


def check(
    dump: DumpArgument,
    pics: PicsOption,
    station: StationOption = "",
    format: FindingsFormat = "text",
    strict: StrictOption = False,
    edition: EditionOption = None,
    color: ColourOption = "auto",
) -> int:
    """Check the keys a station reports against its PICS.

    They are also held against the standard and against each other. What looks like a secret is neither shown nor
    kept. The exit code is 0 without errors, 1 with errors.

    \b
    Examples:
      certkit configuration check getconfiguration.json --pics my-station.xlsx
      certkit configuration check messages.log --station EX-22-0007 --pics my-station.yaml --format json
    """  # noqa: D301
    from certkit.cli.evidence import read_beside, read_evidence, show
    from certkit.cli.input import rulebooks
    from certkit.configuration.check import check_configuration
    from certkit.configuration.read import read_configuration

    statement, rulebook = read_beside([dump], pics, rulebooks(edition))
    configuration = read_configuration(*read_evidence(dump), station=station)
    findings = check_configuration(configuration, statement, rulebook)
    return show(findings, [configuration.source], statement, rulebook, format, color, strict)


def extract(
    dump: DumpArgument,
    station: StationOption = "",
    format: Annotated[
        Literal["text", "json"],
        typer.Option("--format", "-f", metavar="FORMAT", help="text (the default) or json.", show_default=False),
    ] = "text",
    out: Annotated[
        str, typer.Option("--output", "-o", metavar="FILE", help="Write to a file.", show_default=False)
    ] = "-",
    edition: EditionOption = None,
    color: ColourOption = "auto",
    force: ForceOption = False,
) -> int:
    """Show what a certificate says of the keys (7.1.4).

    For each optional key whether it is implemented, of each read-only key what it contains, and what the key does. In
    JSON all keys are there as well, for the test report.

    \b
    Examples:
      certkit configuration extract getconfiguration.json
      certkit configuration extract getconfiguration.json --format json -o extract.json
    """  # noqa: D301
    from certkit.cli import output
    from certkit.cli.evidence import read_evidence
    from certkit.cli.input import rulebooks
    from certkit.configuration.derive import extract as make_extract
    from certkit.configuration.read import read_configuration

    rulebook = rulebooks(edition)(None)
    made = make_extract(read_configuration(*read_evidence(dump), station=station), rulebook)
    content: str | bytes
    if format == "json":
        from certkit.formats.json_document import write_document

        content = write_document(made)
    else:
        from certkit.configuration.write import write_extract_text

        content = write_extract_text(made, ink=output.ink(color if out == "-" else "never"), width=output.text_width())
    output.save(out, content, force=force)
    return 0


class ConfigurationGroup(Group):
    """``certkit configuration``."""

    table: ClassVar[Mapping[str, Callable[[], typer.Typer]]] = {
        "check": lambda: single(check),
        "extract": lambda: single(extract),
    }


app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.callback(cls=ConfigurationGroup, context_settings=SETTINGS, no_args_is_help=True)
def configuration() -> None:
    """Check and extract a station's configuration keys."""
