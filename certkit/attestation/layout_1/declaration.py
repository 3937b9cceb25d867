"""The pages of a Vendor Declaration of Conformance (8.3).

Nothing about performance stands in it (9.4), so the PICS, in which the vendor states it, is not printed either.
"""

from __future__ import annotations

from math import fsum
from typing import TYPE_CHECKING

from certkit.attestation.layout_1 import evidence, laboratory
from certkit.attestation.layout_1.front import RESULT, issued, masthead, no_pass, product, seal_and_code
from certkit.attestation.layout_1.laboratory import group_facts
from certkit.attestation.layout_1.lines import ATTACHMENT
from certkit.attestation.layout_1.report import RESULTS, record_of
from certkit.attestation.layout_1.runs import conformance, origins, plan, runs
from certkit.attestation.layout_1.sections import decisions, documents, readings, scope, verification
from certkit.attestation.layout_1.sheet import SMALL, SMALL_STRONG, Sheet
from certkit.attestation.layout_1.tables import Cell, Column, Said, facts, table
from certkit.attestation.layout_1.wording import duration_text, moment_text

if TYPE_CHECKING:
    from certkit.attestation.v1.model import AttestationDocument

_LONGEST = 10
"""Pauses that are listed, besides those that are too long."""


def declaration(document: AttestationDocument, digest: str) -> Sheet:
    """The family member, the run of the test tool, and every test in it."""
    fields = record_of(document)
    sheet = Sheet()
    lead = (
        "This declares that the product named here, a member of the product family named here, passed in an automatic "
        "run of the test tool every test case that its PICS makes applicable (8.3). It is no certificate."
    )
    masthead(sheet, document, lead if document["derived"]["outcome"] == "pass" else no_pass(document))
    window = document["derived"]["verdict"]["declaration_run"]
    first: list[tuple[str, Cell]] = [("Result", Said(RESULTS[document["derived"]["outcome"]], RESULT))]
    rows = conformance(document)
    if window is not None:
        rows.append(("Run", f"{moment_text(window['began'])} to {moment_text(window['ended'])}"))
    product(sheet, document, [*rows, *issued(document)], before=first)
    seal_and_code(sheet, document, digest)
    sheet.turn()
    evidence.result(sheet, document)
    _run(sheet, document)
    facts(sheet, group_facts("declaration", fields.declaration), style=SMALL)
    laboratory.tool(sheet, fields)
    laboratory.incidents(sheet, fields)
    decisions(sheet, document)
    evidence.requirements(sheet, document)
    scope(sheet, document)
    plan(sheet, document)
    origins(sheet, document)
    runs(sheet, document)
    readings(sheet, document)
    evidence.files(sheet, document)
    documents(sheet, document)
    verification(sheet, document, digest)
    return sheet


def _run(sheet: Sheet, document: AttestationDocument) -> None:
    """When the run began and ended, and its pauses: all within a day, without interruption (8.3)."""
    window = document["derived"]["verdict"]["declaration_run"]
    sheet.heading("The run")
    if window is None:
        sheet.text("When the run began and ended is not known.", after=4)
        return
    facts(
        sheet,
        [
            ("Began", moment_text(window["began"])),
            ("Ended", moment_text(window["ended"])),
            ("Lasted", duration_text(window["seconds"])),
        ],
        style=SMALL,
    )
    gaps = window["gaps"]
    if not gaps:
        return
    longest = sorted(gaps, key=lambda gap: -gap["seconds"])[:_LONGEST]
    shown = [gap for gap in gaps if gap["too_long"] or gap in longest]
    sheet.subheading("Pauses between two tests")
    whole = f"There are {len(gaps)}, {duration_text(fsum(gap['seconds'] for gap in gaps))} altogether. "
    some = f"These are the {_LONGEST} longest and all that are too long; {ATTACHMENT} has every one."
    sheet.text(whole + (some if len(shown) < len(gaps) else ""), SMALL, after=4)
    columns = (
        Column("Began", 130),
        Column("Lasted", 80, SMALL_STRONG),
        Column("After", 90),
        Column("Before", 90),
        Column("", 81, SMALL_STRONG),
    )
    table(
        sheet,
        columns,
        (
            [
                moment_text(gap["began"]),
                duration_text(gap["seconds"]),
                gap["after"],
                gap["before"],
                "too long" if gap["too_long"] else "",
            ]
            for gap in shown
        ),
    )
