"""``certkit schema``: the JSON Schemas of what certkit reads and writes."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from certkit.cli.options import EditionOption, ForceOption


def schema(
    name: Annotated[
        Literal[
            "pics",
            "record",
            "findings",
            "plan",
            "comparison",
            "explanation",
            "configuration",
            "firmware",
            "measurements",
            "requirements",
            "verdict",
            "verification",
            "attestation",
            "all",
        ],
        typer.Argument(
            metavar="NAME",
            help="pics or record, which one fills in; findings, plan, comparison, explanation, configuration, "
            "firmware, measurements, requirements, verdict, verification or attestation; all generates every one.",
        ),
    ],
    output: Annotated[
        str,
        typer.Option(
            "--output", "-o", metavar="FILE", help="Write to a file; for all, to a folder.", show_default=False
        ),
    ] = "-",
    edition: EditionOption = None,
    force: ForceOption = False,
) -> int:
    """Print a JSON Schema of what certkit reads or writes.

    Those of a PICS as YAML and of a record are for editors, the others for programs that read what --format json
    writes.

    \b
    Examples:
      certkit schema pics > pics.schema.json
      certkit schema plan
    """  # noqa: D301
    from pathlib import Path

    from certkit import schemas
    from certkit.cli import output as out
    from certkit.cli.input import rulebooks
    from certkit.pics.write_schema import pics_schema

    if name == "all":
        if output == "-":
            raise typer.BadParameter("all schemas go to a folder: -o FOLDER", param_hint="--output")
        from certkit.record.write_schema import write_record_schema

        files: dict[str, str | bytes] = {**schemas.generated(rulebooks(edition)(None))}
        files[schemas.file_name("record")] = write_record_schema()
        out.save_all({str(Path(output) / file): content for file, content in files.items()}, force=force)
        return 0
    text = schemas.to_text(pics_schema(rulebooks(edition)(None))) if name == "pics" else schemas.shipped(name)
    out.save(output, text, force=force)
    return 0
