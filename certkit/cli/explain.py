"""``certkit explain``: what a name means, and with a PICS the reasons for what follows from it."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Annotated

import typer

from certkit.cli import output
from certkit.cli.errors import GOOD, print_error
from certkit.cli.options import ColourOption, EditionOption, ReadingOption, TextOrJson, TextOrJsonOption, readings_of
from certkit.edition.choose import rulebooks
from certkit.edition.files import shipped_editions
from certkit.edition.rulebook import Rulebook, load_edition
from certkit.explanation.derive import explain as explanation_of
from certkit.explanation.names import find, names_to_complete, rulebook_with
from certkit.loading import load
from certkit.pics.check import check_pics
from certkit.pics.load import load_pics
from certkit.pics.model import Pics
from certkit.plan.derive import make_plan
from certkit.plan.model import TestPlan
from certkit.text.terminal import safe

WRITERS: Mapping[TextOrJson, str] = {
    "text": "certkit.explanation.write_text:write_explanation_text",
    "json": "certkit.formats.json_document:write_document",
}


def _names(incomplete: str) -> list[str]:
    """The names that a shell completes."""
    return [name for name in names_to_complete(load_edition()) if name.casefold().startswith(incomplete.casefold())]


def explain(
    subject: Annotated[
        str,
        typer.Argument(
            metavar="NAME",
            help="A test case, item, code or its name, reading, term, configuration key or requirement.",
            autocompletion=_names,
        ),
    ],
    pics: Annotated[
        str | None, typer.Option("--pics", "-p", metavar="FILE", help="Explain it for the device of this PICS.")
    ] = None,
    reading: ReadingOption = None,
    format: TextOrJsonOption = "text",
    edition: EditionOption = None,
    color: ColourOption = "auto",
) -> int:
    """Explain a test case, an item or a code.

    With a PICS, the explanation has the reasons for that device.

    \b
    Examples:
      certkit explain TC_003 --pics my-station.xlsx    the reasons, and what would change it
      certkit explain C-06                             a question of the form, and what depends on it
      certkit explain P-01                             a finding
      certkit explain B-02                             a passage with more than one reading
      certkit explain HeartbeatInterval                a configuration key, and what the PICS says
      certkit explain VD-30                            a reason of a verdict
      certkit explain 52                               a requirement of the procedure
    """  # noqa: D301
    readings = readings_of(reading)
    rulebook_for = rulebooks(edition, readings)
    if pics is None:
        default = rulebook_for(None)
        others = (load_edition(name) for name in shipped_editions() if edition is None and name != default.info.id)
        rulebook = rulebook_with(subject, default, others)
        explanation = explanation_of(subject, rulebook)
        source = dut = ""
        if rulebook is not default:
            print_error(f"{safe(subject)} is from the edition {rulebook.info.id}")
    else:
        statement, rulebook, _ = load_pics(pics, sys.stdin.buffer, rulebook_for)
        name = find(subject, rulebook).name
        explanation = explanation_of(
            name,
            rulebook,
            pics=statement,
            plan=make_plan(statement, rulebook),
            findings=check_pics(statement, rulebook),
            alternatives=_alternatives(name, statement, rulebook, readings),
        )
        source, dut = statement.source, statement.dut or ""
    write = load(WRITERS[format])
    if format == "json":
        output.write(write(explanation))
    else:
        output.write(write(explanation, source=source, dut=dut, ink=output.ink(color), width=output.text_width()))
    return GOOD


def _alternatives(name: str, pics: Pics, rulebook: Rulebook, readings: Mapping[str, str]) -> dict[str, TestPlan] | None:
    """For a reading, letter -> the plan of the device under that alternative."""
    if name not in rulebook.readings:
        return None
    letters = [alternative.letter for alternative in rulebook.readings[name].alternatives]
    return {letter: make_plan(pics, load_edition(rulebook.folder, {**readings, name: letter})) for letter in letters}
