"""What a certificate needs of the documents that it is based on (5.5, 8.3, 9.4).

A certificate of a tested product is based on the laboratory's report. One of a family member is based on the
member's declaration and on the certificate of the family's representative product. All of them have been verified
before they come here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from certkit.attestation.conditions import refusals
from certkit.attestation.family import check_family, passed_cases
from certkit.attestation.family_model import Member, Tested
from certkit.attestation.kinds import KINDS, Kind, kind_of_relation
from certkit.attestation.model import Issue, Judged, Linked, Refusal
from certkit.attestation.v1.model import AttestationDocument, LinkDocument
from certkit.formats.canonical_json import canonical_json, payload_digest
from certkit.plan.model import TestPlan
from certkit.verdict.assess import decided_cases

_NAMED = 10
"""Of the test cases that the representative product did not pass, so many are named."""


def link_refusals(issue: Issue, source: Linked, representative: Linked | None) -> Iterator[Refusal]:
    """Why a certificate cannot be based on these documents."""
    yield from _each(issue, source)
    if source.kind is Kind.REPORT:
        if representative is not None:
            yield Refusal(
                "a certificate that is based on a report needs no certificate of a representative product", "9.4"
            )
    elif source.kind is Kind.DECLARATION:
        if representative is None:
            message = "a member of a product family needs the certificate of the representative product"
            yield Refusal(f"{message}; --representative names it", "9.4")
        else:
            yield from _each(issue, representative)
            yield from _family(source, representative)
    else:
        yield Refusal(f"{source.id} is a certificate; a certificate is made from a report or a declaration", "5.5, 9.4")


def _each(issue: Issue, linked: Linked) -> Iterator[Refusal]:
    document, row = linked.document, KINDS[linked.kind]
    if document["issuer"]["role"] != row.role:
        yield Refusal(
            f"{linked.id} is a {linked.kind.value} that was issued by a {document['issuer']['role']}", row.cite
        )
    if document["rehearsal"] and not issue.rehearsal:
        yield Refusal(f"{linked.id} was made in a rehearsal; an official document cannot be based on it")
    if datetime.fromisoformat(document["issued_at"]) > issue.at:
        yield Refusal(f"{linked.id} was issued on {document['issued_at']}, after the time of this certificate")


def _family(declaration: Linked, representative: Linked) -> Iterator[Refusal]:
    """The certificate is of the representative product of the very family that the declared product is a member of."""
    if representative.kind is not Kind.CERTIFICATE:
        yield Refusal(f"{representative.id} is a {representative.kind.value}, not a certificate", "9.4")
        return
    yield from refusals(Kind.CERTIFICATE, representative.judged)
    if representative.judged.record.is_declaration:
        yield Refusal(f"{representative.id} is the certificate of a declared product, not of a tested one", "9.4")
    ours, theirs = declaration.judged, representative.judged
    others = [
        Refusal(f"{representative.id} and {declaration.id} have a different {what}", "9.4")
        for what, one, other in (
            ("edition", ours.document["edition"], theirs.document["edition"]),
            ("rulebook", ours.document["rulebook_sha256"], theirs.document["rulebook_sha256"]),
            ("selection of readings", ours.document["readings"], theirs.document["readings"]),
        )
        if one != other
    ]
    yield from others or _following(ours, theirs, representative.id)
    named = ours.record.fields.declaration.representative_certificate
    if named.value is not None and named.value != representative.id:
        message = f"the record names the certificate {named.value}, but this is {representative.id}"
        yield Refusal(message, "9.4", named.place)


def _following(member: Judged, representative: Judged, certificate: str) -> Iterator[Refusal]:
    """What keeps the declared product from following the representative product, as ``certkit family check`` has it."""
    tested = Tested(
        representative.pics,
        _plan(representative),
        passed_cases(representative.verdict),
        representative.verdict.outcome.value,
        decided_cases(representative.evidence),
    )
    declared = Member(member.pics, _plan(member), decided_cases(member.evidence))
    check = check_family(tested, [declared], member.rulebook)
    (found,) = check.members
    for problem in (*check.problems, *found.problems):
        yield Refusal(problem.message, problem.cite, problem.where)
    if found.never_run:
        names = [row.id for row in found.never_run]
        more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
        message = (
            f"{found.model} has to pass {', '.join(names[:_NAMED])}{more}, but the product of {certificate} did not "
            "pass them, and the record has no decision of the Compliance Working Group on them"
        )
        yield Refusal(message, "5.4, 9.4", member.record.fields.decisions.place)
    if found.undecided:
        message = f"its PICS does not say whether it has to pass {', '.join(found.undecided[:_NAMED])}"
        yield Refusal(message, "9.4", member.pics.place_of("dut"))


def _plan(judged: Judged) -> TestPlan:
    plan = judged.evidence.plan
    assert plan is not None  # evidence without a statement is not written
    return plan


def standing_refusals(document: AttestationDocument, given: Sequence[Linked]) -> tuple[Refusal, ...]:
    """Why a certificate could not have been made of the documents that it names; none if it could.

    Args:
        document: the certificate, verified.
        given: the documents that it is based on, verified too, each with its evidence judged again.

    The certificate has to have the very evidence of its report or declaration, and to be issued on documents on which
    one may be issued.
    """
    named = {link["relation"]: link for link in document["links"]}
    source, representative = None, None
    for linked in given:
        link = next((one for one in document["links"] if one["sha256"] == linked.sha256), None)
        if link is None:
            return (Refusal(f"{linked.id} is not a document that the certificate names"),)
        if kind_of_relation(link["relation"]) is not linked.kind:
            return (Refusal(f"it names {link['id']} as its {link['relation']}, but that is a {linked.kind.value}"),)
        if (link["id"], link["payload_sha256"]) != (linked.id, payload_digest(linked.document)):
            return (Refusal(f"the {link['relation']} {linked.id} is not what it says of it"),)
        if linked.kind is Kind.CERTIFICATE:
            representative = linked
        else:
            source = linked
    if len(given) != len(named):
        return (Refusal("not every document that the certificate names was given"),)
    if source is None:
        return ()
    found = []
    if canonical_json(document["evidence"]) != canonical_json(source.document["evidence"]):
        found.append(Refusal(f"its evidence is not that of {source.id}", "5.5"))
    issuer = document["issuer"]
    at = datetime.fromisoformat(document["issued_at"])
    issue = Issue(at, issuer["role"], issuer["name"], document["rehearsal"], document["renderer"], document["id"])
    return (*found, *link_refusals(issue, source, representative))


def links(source: Linked, representative: Linked | None) -> list[LinkDocument]:
    """The documents as the certificate names them."""
    return [_link(linked) for linked in (source, representative) if linked is not None]


def _link(linked: Linked) -> LinkDocument:
    return {
        "relation": KINDS[linked.kind].relation,  # type: ignore[typeddict-item]  # the table has those of the payload
        "id": linked.id,
        "sha256": linked.sha256,
        "payload_sha256": payload_digest(linked.document),
    }
