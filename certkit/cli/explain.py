"""``certkit explain``: what a name means, and with a PICS the proof of what it comes to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from certkit.cli.options import ColourOption, EditionOption, ReadingOption, readings_of

if TYPE_CHECKING:
    from certkit.edition.rulebook import Rulebook
    from certkit.pics.model import Pics
    from certkit.plan.model import TestPlan


def _names(incomplete: str) -> list[str]:
    """What a shell offers to complete."""
    from certkit.edition.rulebook import load_edition
    from certkit.explanation.names import names_to_complete

    names = names_to_complete(load_edition())
    return [name for name in names if name.casefold().startswith(incomplete.casefold())]


def explain(
    subject: Annotated[
        str,
        typer.Argument(
            metavar="NAME",
            help="A test case, an item, any code or its name, a reading, a term, a configuration key, a requirement.",
            autocompletion=_names,
        ),
    ],
    pics: Annotated[
        str | None, typer.Option("--pics", "-p", metavar="FILE", help="Explain it for the device of this statement.")
    ] = None,
    reading: ReadingOption = None,
    format: Annotated[
        Literal["text", "json"],
        typer.Option("--format", "-f", metavar="FORMAT", help="text (the default) or json.", show_default=False),
    ] = "text",
    edition: EditionOption = None,
    color: ColourOption = "auto",
) -> int:
    """Explain any name or code that certkit shows.

    With a statement it is the proof for that device.

    \b
    Examples:
      certkit explain TC_003 --pics my-station.xlsx    each clause, its answer and cell, and what would turn it
      certkit explain C-06                             a question of the form, and what turns on it
      certkit explain P-01                             a finding
      certkit explain B-02                             a passage open to more than one reading
      certkit explain HeartbeatInterval                a configuration key, and how it has to agree with the PICS
      certkit explain VD-30                            a reason of a verdict
      certkit explain 52                               a requirement of the procedure
    """  # noqa: D301
    from certkit.cli import output
    from certkit.cli.input import read, rulebooks
    from certkit.explanation.explain import explain as explanation_of
    from certkit.explanation.explain import find_name
    from certkit.pics.check import check_pics
    from certkit.plan.derive import make_plan

    readings = readings_of(reading)
    load = rulebooks(edition, readings)
    if pics is None:
        explanation = explanation_of(subject, load(None))
        source = dut = ""
    else:
        statement, rulebook, _ = read(pics, load)
        name = find_name(subject, rulebook)
        explanation = explanation_of(
            name,
            rulebook,
            pics=statement,
            plan=make_plan(statement, rulebook),
            findings=check_pics(statement, rulebook),
            alternatives=_alternatives(name, statement, rulebook, readings),
        )
        source, dut = statement.source, statement.dut or ""
    if format == "json":
        from certkit.explanation.write_json import write_explanation_json

        output.write(write_explanation_json(explanation))
    else:
        from certkit.explanation.write_text import write_explanation_text

        output.write(
            write_explanation_text(
                explanation, source=source, dut=dut, ink=output.ink(color), width=output.text_width()
            )
        )
    return 0


def _alternatives(name: str, pics: Pics, rulebook: Rulebook, readings: Mapping[str, str]) -> dict[str, TestPlan] | None:
    """Letter -> the device's plan under that alternative, for a reading."""
    from certkit.edition.rulebook import load_edition
    from certkit.plan.derive import make_plan

    if name not in rulebook.readings:
        return None
    letters = [other.letter for other in rulebook.readings[name].alternatives]
    return {letter: make_plan(pics, load_edition(rulebook.folder, {**readings, name: letter})) for letter in letters}
