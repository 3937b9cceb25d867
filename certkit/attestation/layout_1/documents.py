"""The pages of each kind of document: what is on its first page, and which sections follow in which order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from certkit.attestation.layout_1 import evidence, sections
from certkit.attestation.layout_1.front import FACT, FACT_STRONG, RESULT, masthead, product, signature_and_code
from certkit.attestation.layout_1.sheet import Cell, Said, Sheet
from certkit.attestation.layout_1.wording import Content
from certkit.attestation.scope import scope_rules

RESULTS = {"pass": "PASS", "fail": "FAIL", "incomplete": "INCOMPLETE – not passed"}

Section = Callable[[Sheet, Content], None]
Facts = list[tuple[str, Cell]]


class Pages(NamedTuple):
    """The pages of a kind.

    Attributes:
        lead: what the document says, in one or two sentences.
        before: the facts above those of the product.
        after: the facts below them.
        sections: from the second page on.
    """

    lead: Callable[[Content], str]
    before: Callable[[Content], Facts]
    after: Callable[[Content], Facts]
    sections: Sequence[Section]


def pages_of(content: Content) -> Sheet:
    """Every page of a document, without header and footer."""
    pages = DOCUMENTS[content.document["kind"]]
    sheet = Sheet()
    masthead(sheet, content.document, pages.lead(content))
    product(sheet, content.document, before=pages.before(content), after=pages.after(content))
    signature_and_code(sheet, content.document, content.digest)
    sheet.turn()
    for section in pages.sections:
        section(sheet, content)
    return sheet


def _no_pass(content: Content) -> str:
    """In place of a lead. Nobody issues such a document."""
    return f"This document is void: the verdict is {content.document['derived']['outcome']}, so there is no pass."


def _result(content: Content) -> Facts:
    return [("Result", Said(RESULTS[content.document["derived"]["outcome"]], RESULT))]


def _nothing(_: Content) -> Facts:
    return []


def _declaration_lead(content: Content) -> str:
    if content.document["derived"]["outcome"] != "pass":
        return _no_pass(content)
    return (
        "This declares that the product named here, a member of the product family named here, passed every test case "
        "that its PICS makes applicable, in an automatic run of the test tool. It is not a certificate."
    )


def _declaration_facts(content: Content) -> Facts:
    rows = sections.conformance(content)
    window = content.verdict["declaration_run"]
    if window is not None:
        rows.append(("Run", f"{content.time(window['began'])} to {content.time(window['ended'])}"))
    return rows


def _report_lead(_: Content) -> str:
    return "What was tested, how, and with which result. A test report is not a certificate."


def _report_facts(content: Content) -> Facts:
    return [
        *sections.conformance(content),
        ("Mode", content.verdict["mode"] or "not stated"),
        ("For", ", ".join(content.document["addressees"]) or "not stated"),
    ]


def _certificate_lead(content: Content) -> str:
    if content.document["derived"]["outcome"] != "pass":
        return _no_pass(content)
    how = (
        "belongs to the product family named here, and conforms by a Vendor Declaration of Conformance"
        if content.is_declared
        else "passed the tests of the procedure named above"
    )
    return (
        f"{content.document['issuer']['name']} certifies that the product named here {how}. The certificate is valid "
        "for exactly this hardware and exactly this version. It does not apply after a change of either."
    )


def _certificate_facts(content: Content) -> Facts:
    rows: Facts = []
    scope = content.document["derived"]["scope"]
    if scope is not None:
        if scope_rules(content.rulebook).applied:
            rows.append(("Certificate", Said(scope["certificate"], FACT_STRONG)))
        rows.append(("Certification profiles", sections.supported(scope["profiles"])))
        rows.append(("Optional features", sections.supported(scope["optional_features"])))
    rows += sections.conformance(content)
    rows.append(("Tested by", sections.tested_by(content)))
    if content.document["links"]:
        links = [f"{sections.RELATIONS[link['relation']]}, No. {link['id']}" for link in content.document["links"]]
        rows.append(("Based on", [Said(link, FACT) for link in links]))
    return rows


DOCUMENTS = {
    "declaration": Pages(
        _declaration_lead,
        _result,
        _declaration_facts,
        (
            *(sections.result, evidence.declaration_run, evidence.tool, evidence.incidents, sections.decisions),
            *(sections.requirements, sections.scope, sections.plan, sections.origins, sections.runs),
            *(sections.readings, evidence.files, sections.based_on, sections.verification),
        ),
    ),
    "report": Pages(
        _report_lead,
        _result,
        _report_facts,
        (
            *(sections.result, evidence.laboratory, evidence.tool, evidence.set_up, evidence.incidents),
            *(sections.decisions, sections.requirements, sections.scope, sections.plan, sections.origins),
            *(sections.runs, evidence.keys, evidence.firmware, evidence.measurements, evidence.answers),
            *(sections.readings, evidence.files, sections.based_on, sections.verification),
        ),
    ),
    "certificate": Pages(
        _certificate_lead,
        _nothing,
        _certificate_facts,
        (
            *(sections.scope, sections.tests, sections.origins, sections.decisions, sections.extract),
            *(sections.performance, sections.readings, sections.based_on, sections.verification),
        ),
    ),
}
"""Kind -> its pages. The statement of the vendor is not in a declaration: it has the stated performance (9.4)."""
