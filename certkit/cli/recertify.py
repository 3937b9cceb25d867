"""``certkit recertify``: what a changed device means for its certificate and its test cases."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Mapping
from pathlib import PurePath
from typing import Annotated, Literal

import typer

from certkit.attestation.v1.derive import firmware_hash, subject
from certkit.cli import output as out
from certkit.cli.errors import FINDINGS, GOOD, print_error
from certkit.cli.findings import refuse_two_stdins
from certkit.cli.formats import Format, choose_format
from certkit.cli.options import (
    AtOption,
    ColourOption,
    EditionOption,
    ForceOption,
    OfflineOption,
    OutputOption,
    ReadingOption,
    TrustOption,
    readings_of,
    time_of,
    trust_of,
)
from certkit.cli.signing_options import judged_record
from certkit.edition.choose import rulebooks
from certkit.files.read import STDIN, read_file, source_of
from certkit.loading import load
from certkit.recertification.derive import impact
from certkit.recertification.model import Later, PolicyFile
from certkit.recertification.read_policy import read_policy, shipped_policy
from certkit.text.terminal import safe

ImpactFormat = Literal["text", "json", "xlsx"]
FORMATS: Mapping[ImpactFormat, Format] = {
    "text": Format("certkit.recertification.write_text:write_impact_text", [".txt"]),
    "json": Format("certkit.cli.formats:write_json", [".json"]),
    "xlsx": Format("certkit.recertification.write_xlsx:write_impact_xlsx", [".xlsx"]),
}


def recertify(
    old: Annotated[
        str, typer.Argument(metavar="OLD", help="The signed certificate, report or declaration of the earlier tests.")
    ],
    new: Annotated[
        str, typer.Argument(metavar="RECORD", help="The record of the changed device; it may be half empty.")
    ],
    policy: Annotated[
        str | None,
        typer.Option(
            "--policy",
            metavar="FILE",
            help="What is listed as to be rerun. Default: all test cases, as the procedure says.",
            show_default=False,
        ),
    ] = None,
    trust: TrustOption = None,
    at: AtOption = None,
    offline: OfflineOption = False,
    rehearsal: Annotated[bool, typer.Option("--rehearsal", help="Accept an old document of a rehearsal.")] = False,
    format: Annotated[
        ImpactFormat | None,
        typer.Option(
            "--format", "-f", metavar="FORMAT", help="text, json or xlsx. Default: by the ending of -o, or text."
        ),
    ] = None,
    output: OutputOption = "-",
    reading: ReadingOption = None,
    edition: EditionOption = None,
    color: ColourOption = "auto",
    force: ForceOption = False,
) -> int:
    """Compare a changed device with its certificate.

    Shows whether the certificate still covers the device, what changed, and what that means for each test case. OLD is
    verified first, as certkit verify does. No result in it ever counts for a new certificate. Exit codes: 0 if OLD is a
    certificate that covers the device, and nothing about the device changed; 1 if not, or if OLD is not verified; 2 if
    something cannot be read.

    \b
    Examples:
      certkit recertify certificate.pdf record.yaml
      certkit recertify certificate.pdf record.yaml --trust bundle/ -o impact.xlsx
      certkit recertify certificate.pdf record.yaml --policy our-policy.yaml --format json
    """  # noqa: D301
    form = choose_format(format, output, FORMATS)
    if form == "xlsx" and output == "-" and sys.stdout.isatty():
        raise typer.BadParameter("a workbook needs -o FILE", param_hint="--format")
    refuse_two_stdins([old, new, *([policy] if policy else [])])
    options = load("certkit.verification.many:Options")(time_of(at), trust_of(trust), offline)
    earlier = load("certkit.recertification.read_old:read_old")(old, options, sys.stdin.buffer, rehearsal=rehearsal)
    judged = judged_record(new, rulebooks(edition, readings_of(reading)))
    if policy is None:
        content, file = shipped_policy(judged.rulebook)
    else:
        content, file = read_file(policy, sys.stdin.buffer), source_of(policy)
    read = read_policy(content, file, judged.rulebook.info.id)
    folder = "" if new == STDIN else str(PurePath(new).parent / "x")[:-1]
    later = Later(source_of(new), folder, judged, subject(judged), firmware_hash(judged))
    report = impact(earlier, later, read, PolicyFile(file, hashlib.sha256(content).hexdigest()))
    write = load(FORMATS[form].writer)
    if form == "text":
        content = write(report, ink=out.ink(color if output == "-" else "never"), width=out.text_width())
    else:
        content = write(report)
    out.save(output, content, force=force)
    sys.stdout.flush()
    if output != "-":
        print_error(f"wrote {safe(output)}: {report.coverage.value}")
    return GOOD if report.unchanged else FINDINGS
