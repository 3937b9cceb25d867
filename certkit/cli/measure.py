"""``certkit measure``: the performance parameters, from message logs."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Literal

import typer

from certkit.cli import output as out
from certkit.cli.errors import FINDINGS, GOOD
from certkit.cli.formats import Format, check_ending, choose_format, write_json
from certkit.cli.options import (
    ColourOption,
    EditionOption,
    ForceOption,
    OutputOption,
    PicsOption,
    ReadingOption,
    readings_of,
)
from certkit.edition.choose import rulebooks
from certkit.files.recognize import HEAD, LOG, TABLE, has_frames, refuse_other
from certkit.loading import load
from certkit.measurement.load import measure_files
from certkit.pics.load import load_pics

MeasureFormat = Literal["table", "json", "svg"]
FORMATS: Mapping[MeasureFormat, Format] = {
    "table": Format("certkit.measurement.write_text:write_measurements_text", [".txt"]),
    "json": Format("certkit.measurement.model:document_of", [".json"]),
    "svg": Format("certkit.measurement.write_svg:write_measurements_svg", [".svg"]),
}


def measure(
    log: Annotated[
        list[str],
        typer.Argument(
            metavar="LOG...",
            help="Message logs: files, folders, archives (tar, ZIP, gzip, bzip2, xz); - is standard input.",
            show_default=False,
        ),
    ],
    pics: PicsOption,
    format: Annotated[
        MeasureFormat | None,
        typer.Option(
            "--format", "-f", metavar="FORMAT", help="table, json or svg. Default: by the ending of -o, or table."
        ),
    ] = None,
    output: OutputOption = "-",
    picture: Annotated[
        str | None, typer.Option("--picture", metavar="FILE", help="Draw the distribution of the values, as SVG.")
    ] = None,
    samples: Annotated[bool, typer.Option("--samples", help="Write every value; with --format json.")] = False,
    reading: ReadingOption = None,
    edition: EditionOption = None,
    color: ColourOption = "auto",
    force: ForceOption = False,
) -> int:
    """Measure performance in message logs.

    The output shows the layout, the time stamps and the direction that certkit recognizes, and what it leaves out, with
    the reason. There are no limits for the values. Exit codes: 0 if every parameter in scope is measured, otherwise 1.

    \b
    Examples:
      certkit measure tool.log --pics my-station.xlsx
      certkit measure logs/ --pics my-csms.yaml -o measurements.json
      certkit measure export.zip --pics my-station.xlsx --picture times.svg
    """  # noqa: D301
    form = choose_format(format, output, FORMATS)
    if picture is not None:
        check_ending(picture, (".svg",))
    if samples and form != "json":
        raise typer.BadParameter("every value is written only with --format json", param_hint="--samples")
    statement, rulebook, _ = load_pics(pics, sys.stdin.buffer, rulebooks(edition, readings_of(reading)))
    for name in filter(os.path.isfile, log):
        _refuse_other_files(name)
    keep_samples = picture is not None or form == "svg" or samples
    measurements = measure_files(log, sys.stdin.buffer, statement, rulebook, keep_samples=keep_samples)
    write = load(FORMATS[form].writer)
    if form == "json":
        content = write_json(write(measurements, samples=samples))
    elif form == "svg":
        content = write(measurements)
    else:
        content = write(measurements, ink=out.ink(color) if output == "-" else None, width=out.table_width())
    out.save_and_report(output, content, force=force)
    if picture is not None:
        out.save_and_report(picture, load(FORMATS["svg"].writer)(measurements), force=force)
    sys.stdout.flush()
    return GOOD if measurements.complete else FINDINGS


def _refuse_other_files(name: str) -> None:
    """Refuse a file that is surely something else than a message log, and has no frames."""
    with suppress(OSError), Path(name).open("rb") as file:
        content = file.read(HEAD + 1)
        if not has_frames(content):
            refuse_other(content, name, "a message log", LOG, TABLE)
