"""The pages of a certificate (5.5, 7.1.4, 8.2, 9.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkit.attestation.layout_1.front import FACT, FACT_STRONG, issued, masthead, no_pass, product, seal_and_code
from certkit.attestation.layout_1.runs import conformance, origins
from certkit.attestation.layout_1.sections import (
    RELATIONS,
    decisions,
    documents,
    extract,
    performance,
    readings,
    scope,
    supported,
    verification,
)
from certkit.attestation.layout_1.sheet import SMALL, Sheet
from certkit.attestation.layout_1.tables import Cell, Said, facts

if TYPE_CHECKING:
    from certkit.attestation.v1.model import AttestationDocument


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
    seal_and_code(sheet, document, digest)
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
