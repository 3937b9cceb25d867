"""``certkit configuration extract``."""

from __future__ import annotations

from collections.abc import Mapping

from certkit.cli import output as out
from certkit.cli.configuration.check import DumpArgument, StationOption, read_dump
from certkit.cli.errors import GOOD
from certkit.cli.formats import Format, choose_format
from certkit.cli.options import (
    ColourOption,
    EditionOption,
    ForceOption,
    OutputOption,
    TextOrJson,
    TextOrJsonByEndingOption,
)
from certkit.configuration.derive import extract as extract_of
from certkit.edition.choose import rulebooks
from certkit.loading import load

FORMATS: Mapping[TextOrJson, Format] = {
    "text": Format("certkit.configuration.write:write_extract_text", [".txt"]),
    "json": Format("certkit.cli.formats:write_json", [".json"]),
}


def extract(
    dump: DumpArgument,
    station: StationOption = "",
    format: TextOrJsonByEndingOption = None,
    output: OutputOption = "-",
    edition: EditionOption = None,
    color: ColourOption = "auto",
    force: ForceOption = False,
) -> int:
    """List the keys as a certificate states them.

    For each optional key: whether it is implemented and what it does. For each read-only key: also its value. The JSON
    has all keys, for the test report.

    \b
    Examples:
      certkit configuration extract getconfiguration.json
      certkit configuration extract getconfiguration.json -o extract.json
    """  # noqa: D301
    form = choose_format(format, output, FORMATS)
    rulebook = rulebooks(edition)(None)
    made = extract_of(read_dump(dump, rulebook, station), rulebook)
    write = load(FORMATS[form].writer)
    if form == "json":
        content = write(made)
    else:
        content = write(made, ink=out.ink(color if output == "-" else "never"), width=out.text_width())
    out.save_and_report(output, content, force=force)
    return GOOD
