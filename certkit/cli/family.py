"""``certkit family``: a product family beside its representative product."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

import typer

from certkit.cli.groups import SETTINGS, Group, single
from certkit.cli.options import ColourOption, EditionOption, ReadingOption, readings_of

if TYPE_CHECKING:
    from certkit.attestation.family_model import Tested
    from certkit.cli.input import Load
    from certkit.edition.rulebook import Rulebook


def check(
    representative: Annotated[
        str,
        typer.Argument(metavar="RECORD", help="The representative product: the record of its tests, or its PICS."),
    ],
    member: Annotated[
        list[str] | None,
        typer.Argument(metavar="PICS...", help="The statements of other members.", show_default=False),
    ] = None,
    format: Annotated[  # the option's name
        Literal["text", "json"],
        typer.Option("--format", "-f", metavar="FORMAT", help="text (the default) or json.", show_default=False),
    ] = "text",
    reading: ReadingOption = None,
    edition: EditionOption = None,
    color: ColourOption = "auto",
) -> int:
    """Say who belongs to a family, and what was never tested.

    How members differ from the representative product, and which required tests it did not pass. Only the
    representative product is tested in full; the other members follow by declarations (9.4). The exit code is 1 if a
    member cannot follow, or has to pass a test case that the representative product did not pass; a decision of the
    Compliance Working Group in the record excepts the test cases that it names. certkit certify refuses the same.

    \b
    Examples:
      certkit family check dossier/record.yaml member.yaml
      certkit family check representative.yaml member-1.yaml member-2.xlsx --format json
    """  # noqa: D301
    from certkit.attestation.family import check_family
    from certkit.attestation.family_model import Member
    from certkit.cli import output
    from certkit.cli.errors import FINDINGS, GOOD
    from certkit.cli.input import read, rulebooks
    from certkit.errors import CertkitError
    from certkit.files.read import STDIN
    from certkit.plan.derive import make_plan

    members = member or []
    if [representative, *members].count(STDIN) > 1:
        raise CertkitError("standard input can be only one of the files")
    load = rulebooks(edition, readings_of(reading))
    tested, rulebook = _tested(representative, load)
    statements = []
    for name in members:
        pics, own, _ = read(name, load)
        if own.info.id != rulebook.info.id:
            raise CertkitError(f"it is for {own.info.id}, the representative product for {rulebook.info.id}", file=name)
        statements.append(Member(pics, make_plan(pics, rulebook)))
    found = check_family(tested, statements, rulebook)
    if format == "json":
        from certkit.formats.json_document import write_document

        output.write(write_document(found))
    else:
        from certkit.attestation.write_family_text import write_family_text

        output.write(write_family_text(found, ink=output.ink(color), width=output.text_width()))
    return GOOD if found.good else FINDINGS


def _tested(name: str, load: Load) -> tuple[Tested, Rulebook]:
    """The representative product, from the record of its tests or from its PICS alone."""
    from certkit.attestation.family_model import Tested
    from certkit.cli.input import read
    from certkit.files.read import STDIN, read_file
    from certkit.plan.derive import make_plan

    if name == STDIN or not re.search(rb"^record[ \t]*:", read_file(name, sys.stdin.buffer), re.MULTILINE):
        pics, rulebook, _ = read(name, load)
        return Tested(pics, make_plan(pics, rulebook)), rulebook
    from certkit.attestation.family import passed_cases
    from certkit.errors import CertkitError
    from certkit.measurement.derive import Measuring
    from certkit.verdict.assess import assess, decided_cases
    from certkit.verdict.evidence import evidence_of
    from certkit.verdict.read_dossier import read_dossier

    dossier, rulebook = read_dossier(name, sys.stdin.buffer, load, Measuring)
    if dossier.pics is None:
        raise CertkitError("the PICS that the record names cannot be read", hint=f"certkit assess {name}", file=name)
    evidence = evidence_of(dossier, rulebook, datetime.now(UTC))
    verdict, plan = assess(evidence), make_plan(dossier.pics, rulebook)
    return Tested(dossier.pics, plan, passed_cases(verdict), verdict.outcome.value, decided_cases(evidence)), rulebook


class FamilyGroup(Group):
    """``certkit family``."""

    table: ClassVar[Mapping[str, Callable[[], typer.Typer]]] = {"check": lambda: single(check)}


app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.callback(cls=FamilyGroup, context_settings=SETTINGS, no_args_is_help=True)
def family() -> None:
    """Check a product family against what was tested."""
