"""Options that several commands have, written once."""

from __future__ import annotations

import re
from typing import Annotated, Literal

import typer

ColourChoice = Literal["auto", "always", "never"]

EditionOption = Annotated[
    str | None,
    typer.Option(
        "--edition",
        metavar="EDITION",
        help="The edition of the procedure: an id, or an edition's folder. By default what the file says.",
    ),
]
ReadingOption = Annotated[
    list[str] | None,
    typer.Option(
        "--reading",
        metavar="ID=LETTER",
        help="Use another reading of a passage, as in B-02=a. May be repeated.",
    ),
]
ColourOption = Annotated[
    ColourChoice,
    typer.Option(
        "--color",
        metavar="WHEN",
        help="auto, always or never; auto heeds NO_COLOR, FORCE_COLOR and pipes.",
        show_default=False,
    ),
]
ForceOption = Annotated[bool, typer.Option("--force", help="Overwrite the file if it is there.")]


def readings_of(options: list[str] | None) -> dict[str, str]:
    """Reading -> letter.

    Raises:
        typer.BadParameter: an option is not of the form ``B-02=a``.
    """
    readings: dict[str, str] = {}
    for option in options or ():
        found = re.fullmatch(r"\s*([^=\s]+)\s*=\s*([^=\s]+)\s*", option)
        if found is None:
            raise typer.BadParameter(f"{option!r} is not of the form B-02=a", param_hint="--reading")
        name, letter = found.group(1).upper(), found.group(2).lower()
        if readings.get(name, letter) != letter:
            raise typer.BadParameter(f"{name} is given twice, differently", param_hint="--reading")
        readings[name] = letter
    return readings
