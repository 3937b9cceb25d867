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
from certkit.attestation.model import Issue, Judged, Linked
from certkit.attestation.refusal import Refusal, cited, refusal
from certkit.attestation.v1.model import AttestationDocument, LinkDocument
from certkit.formats.canonical_json import canonical_json, payload_digest
from certkit.plan.model import TestPlan
from certkit.verdict.assess import decided_cases

_NAMED = 10
"""Of the test cases that the representative product did not pass, so many are named."""


def link_refusals(issue: Issue, source: Linked, representative: Linked | None) -> Iterator[Refusal]:
    """Why a certificate cannot be based on these documents."""
    return cited(_basis(issue, source, representative), source.judged.rulebook)


def _basis(issue: Issue, source: Linked, representative: Linked | None) -> Iterator[Refusal]:
    yield from _each(issue, source)
    if source.kind is Kind.REPORT:
        if representative is not None:
            yield refusal("AT-40")
    elif source.kind is Kind.DECLARATION:
        if representative is None:
            yield refusal("AT-41")
        else:
            yield from _each(issue, representative)
            yield from _family(source, representative)
    else:
        yield refusal("AT-42", id=source.id)


def _each(issue: Issue, linked: Linked) -> Iterator[Refusal]:
    document, row = linked.document, KINDS[linked.kind]
    if document["issuer"]["role"] != row.role:
        yield refusal(f"{row.issuing}.issuer", id=linked.id, role=document["issuer"]["role"])
    if document["rehearsal"] and not issue.rehearsal:
        yield refusal("AT-43", id=linked.id)
    if datetime.fromisoformat(document["issued_at"]) > issue.at:
        yield refusal("AT-44", id=linked.id, issued_at=document["issued_at"])


def _family(declaration: Linked, representative: Linked) -> Iterator[Refusal]:
    """The certificate is of the representative product of the very family that the declared product is a member of."""
    if representative.kind is not Kind.CERTIFICATE:
        yield refusal("AT-45", id=representative.id, kind=representative.kind.value)
        return
    yield from refusals(Kind.CERTIFICATE, representative.judged)
    if representative.judged.record.is_declaration:
        yield refusal("AT-46", id=representative.id)
    ours, theirs = declaration.judged, representative.judged
    others = [
        refusal("AT-47", representative=representative.id, declaration=declaration.id, part=part)
        for part, one, other in (
            ("edition", ours.document["edition"], theirs.document["edition"]),
            ("rulebook_sha256", ours.document["rulebook_sha256"], theirs.document["rulebook_sha256"]),
            ("readings", ours.document["readings"], theirs.document["readings"]),
        )
        if one != other
    ]
    yield from others or _following(ours, theirs, representative.id)
    named = ours.record.fields.declaration.representative_certificate
    if named.value is not None and named.value != representative.id:
        yield refusal("AT-48", where=named.place, stated=named.value, id=representative.id)


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
    yield from (*check.problems, *found.problems)
    if found.never_run:
        names = tuple(row.id for row in found.never_run)
        place, shown, more = member.record.fields.decisions.place, names[:_NAMED], len(names) - _NAMED
        if more > 0:
            yield refusal("AT-49.more", where=place, model=found.model, cases=shown, more=more, certificate=certificate)
        else:
            yield refusal("AT-49", where=place, model=found.model, cases=shown, certificate=certificate)
    if found.undecided:
        yield refusal("AT-50", where=member.pics.place_of("dut"), cases=found.undecided[:_NAMED])


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
            return (refusal("AT-51.not-named", id=linked.id),)
        relation = link["relation"]
        if kind_of_relation(relation) is not linked.kind:
            return (refusal("AT-51.kind", id=link["id"], relation=relation, kind=linked.kind.value),)
        if (link["id"], link["payload_sha256"]) != (linked.id, payload_digest(linked.document)):
            return (refusal("AT-51.differs", relation=relation, id=linked.id),)
        if linked.kind is Kind.CERTIFICATE:
            representative = linked
        else:
            source = linked
    if len(given) != len(named):
        return (refusal("AT-51.missing"),)
    if source is None:
        return ()
    found: list[Refusal] = []
    if canonical_json(document["evidence"]) != canonical_json(source.document["evidence"]):
        found.extend(cited([refusal("AT-52", id=source.id)], source.judged.rulebook))
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
