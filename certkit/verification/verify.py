"""Verification of a signed document, step by step (docs/verification.md says what each step promises).

:func:`verify_document` is written to be read from top to bottom. A step passes, fails, or is not checked; an exception
that nobody foresaw is a failure of its step. Pages are drawn and conclusions made again only of what somebody with a
role has signed: what strangers send costs little. The data is handed out only if every step passed that needs no
further file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple, TypeVar

from cryptography.hazmat.primitives.hashes import SHA256

from certkit.attestation.envelope import envelope_of, later_envelope
from certkit.attestation.v1.model import AttestationDocument
from certkit.text.sentence import Sentence
from certkit.trust.certificates import name_of
from certkit.trust.network import Fetch
from certkit.trust.roles import Policy
from certkit.trust.store import Trust
from certkit.verification.chains import Chain, check_role, is_of_rehearsal, signer_chain
from certkit.verification.contents import (
    check_derivation,
    check_evidence,
    check_issuer,
    check_links,
    check_pages,
    read_payload,
)
from certkit.verification.model import OPTIONAL_STEPS, Attested, Signer, StepName, Verdict, Verification, sentence
from certkit.verification.revocation import check_revocation
from certkit.verification.signature import check_companions, check_signature
from certkit.verification.steps import Steps
from certkit.verification.structure import check_file, open_parts
from certkit.verification.times import read_times


class Request(NamedTuple):
    """How to verify.

    Attributes:
        at: the time for which it is verified, aware.
        evidence: the folder of the dossier, or None.
        fetch: address of a revocation list -> its bytes; None to stay offline.
        watch: is told each step as it begins.
    """

    trust: Trust
    policy: Policy
    at: datetime
    evidence: str | None = None
    fetch: Fetch | None = None
    watch: Callable[[StepName], None] = lambda _: None


def verify_document(content: bytes, source: str, request: Request) -> Verification:
    """Verify one document.

    Args:
        content: of the file.
        source: what it is called, for messages.
    """
    # Each step needs the results of those before it, so that nothing is computed from what is not yet known to be good:
    # bytes, then their signature, then its time, then whether the signer was trusted at that time, then the contents.
    trust, policy, at = request.trust, request.policy, request.at
    steps = Steps(watch=request.watch)
    whole = steps.take(StepName.FILE, lambda: check_file(content))
    parts = steps.take(StepName.STRUCTURE, lambda: open_parts(content), whole)
    signature = steps.take(StepName.SIGNATURE, lambda: check_signature(need(parts)), parts)
    times = steps.take(StepName.TIME, lambda: read_times(need(parts), need(signature), trust, policy, at), signature)

    def find_chain() -> tuple[Chain, Sentence]:
        pool, moment = need(times).certificates, need(times).signed_at
        chain = signer_chain(need(signature).certificate, pool, trust.roots, moment, policy)
        check_companions(need(signature), chain, "the signature")
        return chain, sentence("chain.passed", names=" ← ".join(name_of(certificate) for certificate in chain.path))

    chain = steps.take(StepName.CHAIN, find_chain, times)

    role = steps.take(StepName.ROLE, lambda: check_role(need(chain), need(signature).digest, policy), chain)
    steps.take(
        StepName.REVOCATION, lambda: check_revocation(need(chain), need(times), trust, at, request.fetch), chain, times
    )
    document = steps.take(StepName.PAYLOAD, lambda: read_payload(need(parts).payload), parts)
    envelope = envelope_of(document) if document else later_envelope(parts.payload) if parts else None
    issued = steps.take(
        StepName.ISSUER,
        lambda: check_issuer(need(envelope), need(parts), need(chain), need(role), need(times), policy),
        envelope,
        role,
    )
    # From here on it takes long. Without a role the signer is a stranger, for whom certkit does not draw or derive.
    steps.take(StepName.PAGES, lambda: check_pages(content, need(parts), need(document)), document, role)
    steps.take(StepName.LINKS, lambda: check_links(need(document)["links"], {}), document, role)
    steps.take(StepName.DERIVATION, lambda: check_derivation(need(document)), document, role)
    steps.take(StepName.EVIDENCE, lambda: check_evidence(need(document), request.evidence), document, role)

    verdict = steps.verdict(rehearsal=chain is None or is_of_rehearsal(chain, policy), optional=OPTIONAL_STEPS)
    signer = None
    if chain is not None and times is not None:
        signer = Signer(
            name=name_of(chain.certificate),
            role=role.name if role else "",
            certificate_sha256=chain.certificate.fingerprint(SHA256()).hex(),
            signed_at=times.signed_at if times.proven else None,
            level=times.level,
        )
    good = verdict in (Verdict.VERIFIED, Verdict.REHEARSAL)
    return Verification(
        file=source,
        sha256=hashlib.sha256(content).hexdigest(),
        at=at,
        steps=steps.done,
        verdict=verdict,
        signer=signer,
        document=document if good else None,
        payload=parts.payload if good and parts else b"",
        envelope=envelope if issued and verdict is not Verdict.NOT_VERIFIED else None,
        attested=_attested(document, parts.payload) if good and document and parts else None,
    )


def _attested(document: AttestationDocument, payload: bytes) -> Attested:
    return Attested(
        kind=document["kind"],
        id=document["id"],
        issued_at=document["issued_at"],
        issuer=document["issuer"]["name"],
        outcome=document["derived"]["outcome"],
        subject=document["derived"]["subject"],
        links=tuple(document["links"]),
        payload_sha256=hashlib.sha256(payload).hexdigest(),
    )


Result = TypeVar("Result")


def need(result: Result | None) -> Result:
    """The result of an earlier step; a step that needs it is taken only if that step passed."""
    assert result is not None
    return result
