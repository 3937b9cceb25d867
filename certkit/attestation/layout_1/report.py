"""The pages of a test report (4.2, 5, 6, 8.2, 9.2), also of a run that did not pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkit.attestation.layout_1 import evidence, laboratory
from certkit.attestation.layout_1.front import RESULT, issued, masthead, product, seal_and_code
from certkit.attestation.layout_1.runs import conformance, origins, plan, runs
from certkit.attestation.layout_1.sections import decisions, documents, readings, scope, verification
from certkit.attestation.layout_1.sheet import Sheet
from certkit.attestation.layout_1.tables import Cell, Said

if TYPE_CHECKING:
    from certkit.attestation.v1.model import AttestationDocument
    from certkit.record.model import RecordFields

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
    seal_and_code(sheet, document, digest)
    sheet.turn()
    evidence.result(sheet, document)
    laboratory.laboratory(sheet, fields)
    laboratory.tool(sheet, fields)
    laboratory.set_up(sheet, fields)
    laboratory.incidents(sheet, fields)
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
    from certkit.record.read_yaml import read_record_yaml

    record = document["evidence"]["record"]
    return read_record_yaml(record["text"].encode("utf-8"), record["file"]).fields
