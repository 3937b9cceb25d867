"""Options and arguments that several commands have, each written once."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from certkit.cli.passphrase import VARIABLE
from certkit.errors import CertkitError

ColourOption = Annotated[
    Literal["auto", "always", "never"],
    typer.Option(
        "--color",
        metavar="WHEN",
        help="Use colors: auto (the default), always or never.",
        show_default=False,
    ),
]
EditionOption = Annotated[
    str | None,
    typer.Option("--edition", metavar="EDITION", help="Use this edition: an id or a folder. Default: the file's."),
]
ForceOption = Annotated[bool, typer.Option("--force", help="Overwrite existing files.")]
OutputOption = Annotated[
    str, typer.Option("--output", "-o", metavar="FILE", help="Write to a file.", show_default=False)
]
ReadingOption = Annotated[
    list[str] | None,
    typer.Option(
        "--reading", metavar="ID=LETTER", help="Use another reading of an unclear passage, as in B-02=a. Repeatable."
    ),
]
StrictOption = Annotated[bool, typer.Option("--strict", help="Exit with 1 for warnings too.")]

PicsOption = Annotated[str, typer.Option("--pics", metavar="PICS", help="The PICS: a YAML file or workbook.")]
RecordArgument = Annotated[str, typer.Argument(metavar="RECORD", help="The record, as in record.yaml.")]

TrustOption = Annotated[
    str | None,
    typer.Option(
        "--trust",
        metavar="DIR",
        help="Trust store: a folder with roots/, intermediates/ and crls/. Default: yours (certkit trust list).",
        show_default=False,
    ),
]
SigningTrustOption = Annotated[
    str | None,
    typer.Option(
        "--trust",
        metavar="DIR",
        help="Trust store to which the key must lead: a folder with roots/, intermediates/ and crls/.",
        show_default=False,
    ),
]
AtOption = Annotated[
    str | None,
    typer.Option("--at", metavar="TIME", help="Verify as of this time, in ISO 8601. Default: now.", show_default=False),
]
OfflineOption = Annotated[bool, typer.Option("--offline", help="Download no CRLs.")]
KeyOption = Annotated[
    str,
    typer.Option("--key", metavar="URI", help="Sign with this key: file:key.p12 or pkcs11:token=…;object=…."),
]
PassphraseFileOption = Annotated[
    str | None,
    typer.Option(
        "--passphrase-file",
        metavar="FILE",
        help=f"Read the passphrase or PIN from a file's first line. Default: {VARIABLE}, or a prompt.",
    ),
]

TextOrJson = Literal["text", "json"]
TextOrJsonOption = Annotated[
    TextOrJson,
    typer.Option("--format", "-f", metavar="FORMAT", help="text (the default) or json.", show_default=False),
]
TextOrJsonByEndingOption = Annotated[
    TextOrJson | None,
    typer.Option("--format", "-f", metavar="FORMAT", help="text or json. Default: by the ending of -o, or text."),
]


def trust_folder() -> Path:
    """The user's trust store, in the folder that the system has for configuration; it may not exist."""
    return Path(typer.get_app_dir("certkit")) / "trust"


def trust_of(option: str | None) -> str | None:
    """The trust store to verify with: the one of the option, or else the user's, if it has a root.

    None leaves the one that comes with certkit.
    """
    if option is not None:
        return option
    folder = trust_folder()
    roots = folder / "roots"
    return str(folder) if roots.is_dir() and any(roots.iterdir()) else None


def readings_of(options: list[str] | None) -> dict[str, str]:
    """Reading -> letter.

    Raises:
        typer.BadParameter: an option is not of the form ``B-02=a``.
    """
    readings: dict[str, str] = {}
    for option in options or ():
        parts = re.fullmatch(r"\s*([^=\s]+)\s*=\s*([^=\s]+)\s*", option)
        if parts is None:
            raise typer.BadParameter(f"{option!r} is not of the form B-02=a", param_hint="--reading")
        name, letter = parts.group(1).upper(), parts.group(2).lower()
        if readings.get(name, letter) != letter:
            raise typer.BadParameter(f"{name} is given twice, with different letters", param_hint="--reading")
        readings[name] = letter
    return readings


def time_of(text: str | None) -> datetime:
    """A time as a person writes it, by default now; without a time zone it is UTC.

    Raises:
        CertkitError: it is not a time.
    """
    if text is None:
        return datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise CertkitError(f"{text!r} is not a time", hint="write it as 2026-03-01 or 2026-03-01T12:00:00Z") from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
