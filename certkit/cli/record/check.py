"""``certkit record check``: what a record shows of the requirements of the procedure."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Annotated

import typer

from certkit.cli import output
from certkit.cli.errors import FINDINGS, GOOD
from certkit.cli.options import ColourOption, EditionOption, RecordArgument, TextOrJson, TextOrJsonOption
from certkit.edition.choose import rulebooks
from certkit.loading import load
from certkit.record.check import check_record
from certkit.record.read_requirements import requirements_of
from certkit.verdict.read_dossier import read_record

WRITERS: Mapping[TextOrJson, str] = {
    "text": "certkit.verdict.write_requirements:write_requirements_text",
    "json": "certkit.verdict.write_json:write_requirements_json",
}


def check(
    record: RecordArgument,
    format: TextOrJsonOption = "text",
    everything: Annotated[
        bool, typer.Option("--all", help="Show also the requirements that are met or do not apply.")
    ] = False,
    edition: EditionOption = None,
    color: ColourOption = "auto",
) -> int:
    """Check a record against the requirements.

    Lists the requirements that are not met and those that the record does not show. Exit codes: 0 if the requirements
    are met, except for notes, and every file has the recorded digest; 1 if not; 2 if the record cannot be read.

    \b
    Examples:
      certkit record check dossier/record.yaml
      certkit record check dossier/record.yaml --all --format json
    """  # noqa: D301
    dossier, rulebook = read_record(record, sys.stdin.buffer, rulebooks(edition))
    rows = check_record(dossier.record, dossier.pics, requirements_of(rulebook))
    write = load(WRITERS[format])
    if format == "json":
        output.write(write(dossier, rows, rulebook.info.id))
    else:
        output.write(write(dossier, rows, everything=everything, ink=output.ink(color), width=output.text_width()))
    good = not dossier.record.findings and all(file.digest_matches for file in dossier.files)
    return GOOD if good and not any(row.is_blocking for row in rows) else FINDINGS
