"""Signed documents in memory, made once for each worker, and their verification."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from importlib.metadata import version
from typing import Any
from unittest import mock

from certkit.attestation.layout_1 import SIGNATURE_BOX, SIGNATURE_PAGE, signature_lines, signature_page
from certkit.attestation.layouts import renderer
from certkit.attestation.v1.model import AttestationDocument
from certkit.attestation.v1.read import read_attestation
from certkit.formats.canonical_json import canonical_json
from certkit.signing.keys import SigningKey
from certkit.signing.pki import TSA, Holder, Pki
from certkit.signing.sign import sign_document
from certkit.text.sentence import Sentence
from certkit.trust.roles import shipped_policy
from certkit.trust.store import Trust
from certkit.verification.model import StepName, StepStatus, Verdict, Verification
from certkit.verification.verify import Request, verify_document
from tests.attestation import documents
from tests.attestation.pages.documents import render
from tests.signing.pkis import NOW, key_of, quick_pki, trust_of
from tests.signing.tsa import FixedTimeStamper

ROLES = {"certificate": "certification body", "report": "laboratory", "declaration": "test tool"}
LATER = NOW + timedelta(minutes=5)
"""When verifiers look, unless a test says otherwise."""
MADE = {
    "certificate": documents.a_certificate,
    "report": documents.a_report,
    "failed report": documents.a_failed_report,
    "declaration": documents.a_declaration,
    "representative": documents.a_representative,
    "member": documents.a_member,
}


def data(
    made: str = "certificate", *, pki: Pki | None = None, at: datetime = NOW, **changes: Any
) -> AttestationDocument:
    """A document's data as it would be signed at this time under this PKI, with top-level entries changed."""
    pki = pki or quick_pki()
    document: Any = MADE[made]()
    name = key_of(pki, ROLES[document["kind"]]).name
    document = {
        **document,
        "renderer": renderer(version("certkit")),
        "issued_at": f"{at:%Y-%m-%dT%H:%M:%SZ}",
        "issuer": {**document["issuer"], "name": name},
        "rehearsal": name.startswith("REHEARSAL"),
        **changes,
    }
    return read_attestation(canonical_json(document))


def stamper(pki: Pki | None = None, at: datetime = NOW, holder: Holder | None = None) -> FixedTimeStamper:
    pki = pki or quick_pki()
    return FixedTimeStamper(holder or pki.keys[TSA], [pki.authority.certificate], at)


def sign_data(
    document: Any,
    level: str = "B-B",
    *,
    pki: Pki | None = None,
    key: SigningKey | None = None,
    at: datetime = NOW,
    pdf: bytes | None = None,
    picture: bytes | None = None,
    **more: Any,
) -> bytes:
    """Signature what any key is willing to sign: certkit's own refusals are switched off."""
    pki = pki or quick_pki()
    key = key or key_of(pki, ROLES[document["kind"]])
    settings: dict[str, Any] = {
        "page": SIGNATURE_PAGE,
        "box": SIGNATURE_BOX,
        "trust": trust_of(pki),
        "fetch": None,
    } | more
    if level != "B-B":
        settings.setdefault("tsa", stamper(pki, at))
    pdf = render(document) if pdf is None else pdf
    picture = picture or signature_page(signature_lines(document))
    with mock.patch("certkit.signing.sign.check_may_sign"), mock.patch("certkit.signing.sign.check_level"):
        return sign_document(pdf, key, kind=document["kind"], at=at, level=level, picture=picture, **settings)


@cache
def signed(made: str = "certificate", level: str = "B-B", *, rehearsal: bool = True) -> bytes:
    """A good document."""
    pki = quick_pki(rehearsal=rehearsal)
    return sign_data(data(made, pki=pki), level, pki=pki)


def request(pki: Pki | None = None, at: datetime = LATER, **changes: Any) -> Request:
    trust = changes.pop("trust", None) or trust_of(pki or quick_pki())
    return Request(trust, shipped_policy(), at, **changes)


def verify(
    content: bytes, pki: Pki | None = None, at: datetime = LATER, **changes: Any
) -> Any:  # a Verification; a test knows whether it has a document
    """Verify it, and see that nothing but what is verified is handed out."""
    found = verify_document(content, "document.pdf", request(pki, at, **changes))
    good = found.verdict in (Verdict.VERIFIED, Verdict.REHEARSAL)
    assert (found.document is not None) == bool(found.payload) == good
    assert good == (not found.failures)
    return found


def step(found: Verification, name: str) -> tuple[str, str]:
    """Status and message of a step."""
    one = found.steps[list(StepName).index(StepName(name))]
    return one.status.value, one.message


def first_failure(found: Verification) -> tuple[str, Sentence]:
    """The name and message of the first step because of which it is not verified."""
    assert found.verdict is Verdict.NOT_VERIFIED
    message = found.failures[0].message
    assert isinstance(message, Sentence)
    return found.failures[0].name.value, message


def reason(found: Verification, name: str = "") -> tuple[str, str, dict[str, Any]]:
    """The name of the first such step, or of the one that is named, and its sentence by key and arguments."""
    one = found.steps[list(StepName).index(StepName(name))] if name else found.failures[0]
    assert isinstance(one.message, Sentence)
    return one.name.value, one.message.key, dict(one.message.arguments)


def refused(content: bytes, name: str, key: str, arguments: dict[str, Any] | None = None, **more: Any) -> Verification:
    """It is not verified, for this reason first."""
    found = verify(content, **more)
    assert found.verdict is Verdict.NOT_VERIFIED
    assert reason(found) == (name, key, arguments or {})
    return found


def passed(found: Verification) -> set[str]:
    return {one.name.value for one in found.steps if one.status is StepStatus.PASSED}


def without_lists(pki: Pki) -> Trust:
    return trust_of(pki)._replace(crls=())
