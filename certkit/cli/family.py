"""``certkit family check``: a product family, compared with what was tested of it."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated

import typer

from certkit.attestation.family import check_family, passed_cases
from certkit.attestation.family_model import Member, Tested
from certkit.cli import output
from certkit.cli.errors import FINDINGS, GOOD
from certkit.cli.findings import refuse_two_stdins
from certkit.cli.options import ColourOption, EditionOption, ReadingOption, TextOrJson, TextOrJsonOption, readings_of
from certkit.edition.choose import Load, rulebooks
from certkit.edition.rulebook import Rulebook
from certkit.errors import CertkitError
from certkit.files.read import STDIN, read_file
from certkit.loading import load
from certkit.measurement.derive import Measuring
from certkit.pics.load import load_pics
from certkit.plan.derive import make_plan
from certkit.verdict.assess import assess, decided_cases
from certkit.verdict.evidence import evidence_of
from certkit.verdict.read_dossier import read_dossier

WRITERS: Mapping[TextOrJson, str] = {
    "text": "certkit.attestation.write_family_text:write_family_text",
    "json": "certkit.cli.formats:write_json",
}


def check(
    representative: Annotated[
        str,
        typer.Argument(metavar="RECORD", help="The representative product: the record of its tests, or its PICS."),
    ],
    member: Annotated[
        list[str] | None,
        typer.Argument(metavar="PICS...", help="The PICS of other members.", show_default=False),
    ] = None,
    format: TextOrJsonOption = "text",
    reading: ReadingOption = None,
    edition: EditionOption = None,
    color: ColourOption = "auto",
) -> int:
    """Check the members of a product family.

    Shows how each member differs from the representative product, and which required test cases that product did not
    pass. Only the representative product is tested in full; the other members follow by declarations. The exit code is
    1 if a member cannot follow, or needs a test case that the representative product did not pass. A decision of the
    Compliance Working Group in the record exempts the test cases that it names. certkit certify refuses the same.

    \b
    Examples:
      certkit family check dossier/record.yaml member.yaml
      certkit family check representative.yaml member-1.yaml member-2.xlsx --format json
    """  # noqa: D301
    members = member or []
    refuse_two_stdins([representative, *members])
    rulebook_for = rulebooks(edition, readings_of(reading))
    tested, rulebook = _tested(representative, rulebook_for)
    statements = []
    for name in members:
        pics, own, _ = load_pics(name, sys.stdin.buffer, rulebook_for)
        if own.info.id != rulebook.info.id:
            message = f"it is for {own.info.id}, but the representative product is for {rulebook.info.id}"
            raise CertkitError(message, file=name)
        statements.append(Member(pics, make_plan(pics, rulebook)))
    family = check_family(tested, statements, rulebook)
    write = load(WRITERS[format])
    if format == "json":
        output.write(write(family))
    else:
        output.write(write(family, ink=output.ink(color), width=output.text_width()))
    return GOOD if family.good else FINDINGS


def _tested(name: str, rulebook_for: Load) -> tuple[Tested, Rulebook]:
    """The representative product, from the record of its tests or from its PICS alone."""
    if name == STDIN or not re.search(rb"^record[ \t]*:", read_file(name, sys.stdin.buffer), re.MULTILINE):
        pics, rulebook, _ = load_pics(name, sys.stdin.buffer, rulebook_for)
        return Tested(pics, make_plan(pics, rulebook)), rulebook
    dossier, rulebook = read_dossier(name, sys.stdin.buffer, rulebook_for, Measuring)
    if dossier.pics is None:
        message = "the PICS that the record names cannot be read"
        raise CertkitError(message, hint=f"run `certkit assess {name}`", file=name)
    evidence = evidence_of(dossier, rulebook, datetime.now(UTC))
    verdict, plan = assess(evidence), make_plan(dossier.pics, rulebook)
    return Tested(dossier.pics, plan, passed_cases(verdict), verdict.outcome.value, decided_cases(evidence)), rulebook
