"""``certkit measure``: the performance parameters, from message logs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from certkit.cli.options import ColourOption, EditionOption, ForceOption, ReadingOption, readings_of
from certkit.measurement.read_metrics import metrics_of

if TYPE_CHECKING:
    from certkit.edition.rulebook import Rulebook
    from certkit.measurement.model import Measurements
    from certkit.pics.model import Pics

FormatChoice = Literal["table", "json", "svg"]
BY_SUFFIX: dict[str, FormatChoice] = {".json": "json", ".svg": "svg"}
"""What the name of the output file says of its format; anything else is a table."""


def measure(
    log: Annotated[
        list[str],
        typer.Argument(
            metavar="LOG...", help="Message logs: files, folders, gzip, ZIP; - is standard input.", show_default=False
        ),
    ],
    pics: Annotated[
        str, typer.Option("--pics", metavar="PICS", help="The statement: which device, and the values it states.")
    ],
    format: Annotated[
        FormatChoice | None,
        typer.Option(
            "--format",
            "-f",
            metavar="FORMAT",
            help="table, json or svg; by default what the name after -o says, or else a table.",
        ),
    ] = None,
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="FILE", help="Write to a file.", show_default=False)
    ] = "-",
    picture: Annotated[
        str | None,
        typer.Option("--picture", metavar="FILE", help="Also draw how the values are distributed, as SVG."),
    ] = None,
    samples: Annotated[
        bool, typer.Option("--samples", help="With --format json: every value, not only the summary.")
    ] = False,
    reading: ReadingOption = None,
    edition: EditionOption = None,
    color: ColourOption = "auto",
    force: ForceOption = False,
) -> int:
    """Measure a device's performance in message logs (9.2).

    Layout, time stamps and direction are found out and shown, and so is whatever is left out and why. No value is too
    high or too low: the exit code is 0 if every parameter in scope is measured, and 1 if one is not.

    \b
    Examples:
      certkit measure tool.log --pics my-station.xlsx
      certkit measure logs/ --pics my-csms.yaml -o measurements.json
      certkit measure export.zip --pics my-station.xlsx --picture times.svg
    """  # noqa: D301
    from certkit.cli.input import read, rulebooks

    chosen = format or BY_SUFFIX.get(Path(output).suffix.lower(), "table")
    if samples and chosen != "json":
        raise typer.BadParameter("every value goes into --format json alone", param_hint="--samples")
    statement, rulebook, _ = read(pics, rulebooks(edition, readings_of(reading)))
    keep = picture is not None or chosen == "svg" or samples
    result = _measured(log, statement, rulebook, keep_samples=keep)
    _write(result, chosen, output, picture, color, samples=samples, force=force)
    sys.stdout.flush()
    from certkit.cli.errors import FINDINGS, GOOD

    return GOOD if result.complete else FINDINGS


def _measured(logs: list[str], pics: Pics, rulebook: Rulebook, *, keep_samples: bool) -> Measurements:
    from certkit.logs.read import MessageLogs
    from certkit.measurement.derive import Measuring

    measuring = Measuring(pics, rulebook)
    messages = MessageLogs(logs, sys.stdin.buffer, metrics_of(rulebook).protocol, measuring.message_filter)
    for message in messages:
        measuring.see(message)
    return measuring.finish(messages.statistics, keep_samples=keep_samples)


def _write(
    result: Measurements, form: str, file: str, picture: str | None, color: str, *, samples: bool, force: bool
) -> None:
    from certkit.cli import output
    from certkit.measurement.write_svg import write_measurements_svg

    content: str | bytes
    if form == "json":
        from certkit.formats.json_document import write_document
        from certkit.measurement.model import document_of

        content = write_document(document_of(result, samples=samples))
    elif form == "svg":
        content = write_measurements_svg(result)
    else:
        from certkit.measurement.write_text import write_measurements_text

        ink = output.ink(color) if file == "-" else None
        content = write_measurements_text(result, ink=ink, width=output.table_width())
    output.save(file, content, force=force)
    if picture is not None:
        output.save(picture, write_measurements_svg(result), force=force)
