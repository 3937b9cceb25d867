"""``certkit pics``: a form to fill in, what is wrong with a filled-in one, the same in another format, what changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, ClassVar, Literal

import typer

from certkit.cli.groups import SETTINGS, Group, single
from certkit.cli.options import ColourOption, EditionOption, ForceOption


def new(
    dut: Annotated[
        str,
        typer.Option(
            "--dut",
            metavar="KIND",
            help="The kind of device: station, stack (Charging Station Software Stack) or csms.",
            autocompletion=lambda: ["station", "stack", "csms"],
        ),
    ],
    output: Annotated[
        str,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="A .xlsx or .yaml file; without it, YAML is printed.",
            show_default=False,
        ),
    ] = "-",
    with_schema: Annotated[
        bool, typer.Option("--with-schema", help="Write pics.schema.json beside a YAML form, for editors.")
    ] = False,
    edition: EditionOption = None,
    force: ForceOption = False,
) -> int:
    """Write a blank form, with what is asked of a kind of device.

    \b
    Examples:
      certkit pics new --dut station -o my-station.xlsx
      certkit pics new --dut csms -o my-csms.yaml --with-schema
      certkit pics new --dut stack > my-stack.yaml
    """  # noqa: D301
    from certkit.cli import forms

    return forms.new(dut, output, with_schema=with_schema, edition=edition, force=force)


def check(
    files: Annotated[
        list[str],
        typer.Argument(metavar="FILE...", help="YAML files, workbooks, or folders of them; - is standard input."),
    ],
    format: Annotated[
        Literal["text", "json", "sarif", "github"],
        typer.Option(
            "--format", "-f", metavar="FORMAT", help="text (the default), json, sarif or github.", show_default=False
        ),
    ] = "text",
    annotate: Annotated[
        str | None,
        typer.Option(
            "--annotate", metavar="COPY.xlsx", help="Write the findings into a copy of the one workbook given."
        ),
    ] = None,
    draft: Annotated[bool, typer.Option("--draft", help="Accept unanswered questions: they become notes.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Let warnings fail as errors do.")] = False,
    edition: EditionOption = None,
    color: ColourOption = "auto",
    force: ForceOption = False,
) -> int:
    """Say what is wrong with a PICS, and where.

    The exit code is 0 without errors, 1 with errors, 2 if a file cannot be read.

    \b
    Examples:
      certkit pics check my-station.xlsx
      certkit pics check statements/ --format sarif > findings.sarif
      certkit pics check my-station.xlsx --annotate my-station-findings.xlsx
      certkit pics check - --draft < my-csms.yaml
    """  # noqa: D301
    from certkit.cli import checking

    return checking.check(
        files, format, annotate=annotate, draft=draft, strict=strict, edition=edition, color=color, force=force
    )


def convert(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A YAML file or workbook; - is standard input.")],
    output: Annotated[
        str,
        typer.Option("--output", "-o", metavar="FILE", help="A .xlsx or .yaml file, or - for YAML on standard output."),
    ],
    from_foreign: Annotated[
        bool,
        typer.Option(
            "--from-foreign", help="Guess the answers from a workbook that is not a form of certkit, for you to review."
        ),
    ] = False,
    edition: EditionOption = None,
    force: ForceOption = False,
) -> int:
    """Write a PICS in the other format.

    The answers and their digest stay the same. An invalid answer cannot be converted: each is listed, and the exit code
    is 1.

    \b
    Examples:
      certkit pics convert my-station.xlsx -o my-station.yaml
      certkit pics convert my-station.yaml -o my-station.xlsx
      certkit pics convert --from-foreign tables-of-appendix-a.xlsx -o my-station.xlsx
    """  # noqa: D301
    from certkit.cli import forms

    return forms.convert(file, output, foreign=from_foreign, edition=edition, force=force)


def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", help="The earlier statement.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The later one.")],
    format: Annotated[
        Literal["text", "json", "markdown"],
        typer.Option(
            "--format", "-f", metavar="FORMAT", help="text (the default), json or markdown.", show_default=False
        ),
    ] = "text",
    edition: EditionOption = None,
    color: ColourOption = "auto",
) -> int:
    """Show which answers changed, and the test cases with them.

    \b
    Examples:
      certkit pics diff handed-in.xlsx corrected.xlsx
      certkit pics diff old.yaml new.yaml --format markdown
    """  # noqa: D301
    from certkit.cli.comparing import show_comparison
    from certkit.cli.input import read, rulebooks
    from certkit.plan.derive import make_plan

    load = rulebooks(edition)
    before, before_rulebook, _ = read(old, load)
    after, after_rulebook, _ = read(new, load)
    return show_comparison(
        before,
        after,
        make_plan(before, before_rulebook),
        make_plan(after, after_rulebook),
        after_rulebook,
        format,
        color,
    )


class PicsGroup(Group):
    """``certkit pics``."""

    table: ClassVar[Mapping[str, Callable[[], typer.Typer]]] = {
        "new": lambda: single(new),
        "check": lambda: single(check),
        "convert": lambda: single(convert),
        "diff": lambda: single(diff),
    }


app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.callback(cls=PicsGroup, context_settings=SETTINGS, no_args_is_help=True)
def pics() -> None:
    """Write, check, convert and compare statements (PICS)."""
