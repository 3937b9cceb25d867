"""The pages of each kind of document: what is on its first page, and which sections follow in which order."""

from __future__ import annotations

from math import fsum

from certkit.attestation.layout_1 import evidence
from certkit.attestation.layout_1.evidence import group_facts
from certkit.attestation.layout_1.front import (
    FACT,
    FACT_STRONG,
    RESULT,
    issued,
    masthead,
    no_pass,
    product,
    signature_and_code,
)
from certkit.attestation.layout_1.lines import ATTACHMENT
from certkit.attestation.layout_1.sections import (
    RELATIONS,
    conformance,
    decisions,
    documents,
    extract,
    origins,
    performance,
    plan,
    readings,
    runs,
    scope,
    supported,
    verification,
)
from certkit.attestation.layout_1.sheet import SMALL, SMALL_STRONG, Cell, Column, Said, Sheet, facts, table
from certkit.attestation.layout_1.wording import duration_text, moment_text
from certkit.attestation.v1.model import AttestationDocument
from certkit.record.model import RecordFields
from certkit.record.read_yaml import read_record_yaml

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
    signature_and_code(sheet, document, digest)
    sheet.turn()
    evidence.result(sheet, document)
    _run(sheet, document)
    facts(sheet, group_facts("declaration", fields.declaration), style=SMALL)
    evidence.tool(sheet, fields)
    evidence.incidents(sheet, fields)
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


RESULTS = {"pass": "PASS", "fail": "FAIL", "incomplete": "INCOMPLETE – not passed"}


def report(document: AttestationDocument, digest: str) -> Sheet:
    """What was tested, how, with which result, and everything that was seen on the way."""
    fields = record_of(document)
    sheet = Sheet()
    lead = "What was tested, how, and with which result. A test report awards no certificate."
    masthead(sheet, document, lead)
    first: list[tuple[str, Cell]] = [("Result", Said(RESULTS[document["derived"]["outcome"]], RESULT))]
    rows: list[tuple[str, Cell]] = [
        *conformance(document),
        ("Mode", document["derived"]["verdict"]["mode"] or "not stated"),
        ("For", ", ".join(document["addressees"]) or "nobody is named"),
    ]
    product(sheet, document, [*rows, *issued(document)], before=first)
    signature_and_code(sheet, document, digest)
    sheet.turn()
    evidence.result(sheet, document)
    evidence.laboratory(sheet, fields)
    evidence.tool(sheet, fields)
    evidence.set_up(sheet, fields)
    evidence.incidents(sheet, fields)
    decisions(sheet, document)
    evidence.requirements(sheet, document)
    scope(sheet, document)
    plan(sheet, document)
    origins(sheet, document)
    runs(sheet, document)
    evidence.keys(sheet, document)
    evidence.firmware(sheet, document)
    evidence.measurements(sheet, document)
    evidence.answers(sheet, document)
    readings(sheet, document)
    evidence.files(sheet, document)
    documents(sheet, document)
    verification(sheet, document, digest)
    return sheet


def record_of(document: AttestationDocument) -> RecordFields:
    """The test record in the data.

    Raises:
        UnreadableFile: it is not YAML, or no record at all.
    """
    record = document["evidence"]["record"]
    return read_record_yaml(record["text"].encode("utf-8"), record["file"]).fields


def certificate(document: AttestationDocument, digest: str) -> Sheet:
    """The certificate on its first page, what it rests on on the following ones."""
    sheet = Sheet()
    declared = any(link["relation"] == "declaration" for link in document["links"])
    how = (
        "belongs to the product family named here, and conforms by a Vendor Declaration of Conformance"
        if declared
        else "passed the tests of the procedure named above"
    )
    lead = (
        f"{document['issuer']['name']} certifies that the product named here {how}, in exactly this hardware and with "
        "exactly this version. The certificate holds for no other: after any change of either it does not apply (5.5)."
    )
    masthead(sheet, document, lead if document["derived"]["outcome"] == "pass" else no_pass(document))
    rows: list[tuple[str, Cell]] = []
    found = document["derived"]["scope"]
    if found is not None:
        rows.append(("Certificate", Said(found["certificate"], FACT_STRONG)))
        rows.append(("Certification profiles", supported(found["profiles"])))
        rows.append(("Optional features", supported(found["optional_features"])))
    rows += conformance(document)
    if document["links"]:
        links = [f"{RELATIONS[link['relation']]}, No. {link['id']}" for link in document["links"]]
        rows.append(("Stands on", [Said(link, FACT) for link in links]))
    product(sheet, document, [*rows, *issued(document)])
    signature_and_code(sheet, document, digest)
    sheet.turn()
    scope(sheet, document)
    sheet.heading("Conformance")
    facts(sheet, conformance(document), style=SMALL)
    if declared:
        sheet.text(
            "The product was tested by its vendor's own run of the test tool, not by a laboratory. Performance is "
            "measured on the representative product alone (9.4).",
            after=4,
        )
    origins(sheet, document)
    decisions(sheet, document)
    extract(sheet, document)
    performance(sheet, document)
    readings(sheet, document)
    documents(sheet, document)
    verification(sheet, document, digest)
    return sheet


DOCUMENTS = {"declaration": declaration, "report": report, "certificate": certificate}
"""Kind -> what sets its pages."""
