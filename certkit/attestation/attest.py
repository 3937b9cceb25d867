"""From a verdict to an attestation: a Vendor Declaration of Conformance, a test report, a certificate. Pure.

What may not be attested is refused with every reason, each with its place in the procedure of the edition. An
attestation carries all the evidence, so that whoever verifies it makes everything else again
(:mod:`certkit.attestation.rederive`).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC

from certkit.attestation.conditions import refusals
from certkit.attestation.confusables import hidden_in_names
from certkit.attestation.kinds import ID, KINDS, Kind
from certkit.attestation.links import link_refusals, links, standing_refusals
from certkit.attestation.model import Issue, Judged, Linked, NotAttestable
from certkit.attestation.refusal import Refusal, cited, refusal
from certkit.attestation.v1.derive import addressees, derive
from certkit.attestation.v1.model import AttestationDocument, LinkDocument
from certkit.formats.canonical_json import payload_digest

_DIGITS = 12


def declare(judged: Judged, issue: Issue) -> AttestationDocument:
    """A Vendor Declaration of Conformance (8.3): for a family member, on a run that passes, without performance values.

    Raises:
        NotAttestable: it may not be declared.
    """
    return _attest(Kind.DECLARATION, judged, issue)


def report(judged: Judged, issue: Issue) -> AttestationDocument:
    """A test report (8.2), also of a run that failed.

    Raises:
        NotAttestable: the evidence cannot be bound to what was tested.
    """
    return _attest(Kind.REPORT, judged, issue)


def certify(source: Linked, issue: Issue, representative: Linked | None = None) -> AttestationDocument:
    """A certificate (5.5): of a report, or of a declaration and the certificate of the representative product (9.4).

    Args:
        source, representative: verified. Whether they are is not looked at here.

    Raises:
        NotAttestable: it may not be certified.
    """
    linked = links(source, representative)
    return _attest(Kind.CERTIFICATE, source.judged, issue, linked, link_refusals(issue, source, representative))


def evidence_refusals(kind: Kind, judged: Judged) -> None:
    """Refuse what cannot be attested whoever issues it, before anybody is asked for a key.

    Raises:
        NotAttestable: with every reason that lies in the evidence.
    """
    found = refusals(kind, judged)
    if found:
        raise NotAttestable(kind, tuple(dict.fromkeys(found)))


def _attest(
    kind: Kind,
    judged: Judged,
    issue: Issue,
    linked: list[LinkDocument] | None = None,
    more: Iterator[Refusal] | None = None,
) -> AttestationDocument:
    identifier = issue.id or derived_id(kind, judged, issue)
    found = (*cited(_issuing(kind, issue, identifier), judged.rulebook), *(more or ()), *refusals(kind, judged))
    if found:
        raise NotAttestable(kind, tuple(dict.fromkeys(found)))
    return {
        "version": 1,
        "kind": kind.value,
        "id": identifier,
        "issued_at": issued_at(issue),
        "rehearsal": issue.rehearsal,
        "issuer": {"role": issue.role, "name": issue.name, "register": issue.register},  # type: ignore[typeddict-item]  # it is the kind's
        "addressees": addressees(kind, judged),
        "procedure": judged.rulebook.info.title,
        "evidence": judged.document,
        "derived": derive(judged),
        "links": linked or [],
        "supersedes": [],
        "renderer": issue.renderer,
    }


def _issuing(kind: Kind, issue: Issue, identifier: str) -> Iterator[Refusal]:
    row = KINDS[kind]
    if issue.role != row.role:
        yield refusal(f"{row.issuing}.key", role=issue.role, needed=row.role)
    if not ID.fullmatch(identifier):
        yield refusal("AT-04.form")
    for other, known in KINDS.items():
        if other is not kind and identifier.upper().startswith(f"{known.prefix}-"):
            yield refusal("AT-04.reserved", id=identifier, other=other.value, kind=kind.value)
    if not issue.name.strip():
        yield refusal("AT-05")
    yield from hidden_in_names({"the name of the issuer": issue.name})


def derived_id(kind: Kind, judged: Judged, issue: Issue) -> str:
    """The id of an attestation that is given none: kind, day (UTC), and the beginning of the digest of its evidence.

    The same evidence attested on the same day has the same id: it is the same attestation. ``VDOC``, ``TR`` or ``CERT``
    for the kind, then ``-20260304-``, then twelve hexadecimal digits.
    """
    return f"{KINDS[kind].prefix}-{issue.at.astimezone(UTC):%Y%m%d}-{payload_digest(judged.document)[:_DIGITS]}"


def issued_at(issue: Issue) -> str:
    """ISO 8601, UTC, whole seconds, with Z."""
    return issue.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


__all__ = ["Judged", "Linked", "certify", "declare", "derived_id", "evidence_refusals", "report", "standing_refusals"]
