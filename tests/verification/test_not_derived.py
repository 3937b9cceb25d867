"""A document of a later release, layout or payload version: signed and intact, and not derived again here.

It is an answer of its own. Whatever can be checked without them must be right, and nothing else gets it.
"""

from __future__ import annotations

import copy
import json
from importlib.metadata import version
from unittest import mock

import pytest

from certkit.attestation.layout_1 import signature_lines, signature_page
from certkit.formats.canonical_json import canonical_json
from certkit.formats.json_document import write_document
from certkit.text.terminal import Ink
from certkit.verification.links import with_links
from certkit.verification.model import StepName, StepStatus, Verdict, verification_document
from certkit.verification.verify import verify_document
from certkit.verification.write_text import write_verifications_text
from tests.attestation.pages.documents import render
from tests.signing.pkis import NOW, key_of, quick_pki
from tests.verification.signed import LATER, data, request, sign_data

NEEDS = f"it needs a newer certkit than {version('certkit')}"


def changed(change, made="certificate"):
    document = copy.deepcopy(data(made))
    change(document)
    return document


def later_layout(document):
    document["renderer"]["layout"] = 7


LATER_ONES = {
    "a later payload version": (lambda d: d.update(version=2), {"payload"}),
    "a later payload version with other members": (
        lambda d: d.update(version=3, register="x", derived=[]),
        {"payload"},
    ),
    "a later layout": (later_layout, {"pages"}),
    "a later release of the edition": (lambda d: d["evidence"].update(release=2), {"pages", "derivation"}),
    "an edition to come": (lambda d: d["evidence"].update(edition="ocpp-2.1-v1.0"), {"pages", "derivation"}),
}


def signed(document, **more):
    """Signed as by a certkit that has what it names: with pages of today, and this data."""
    drawn = data(document["kind"] if document["kind"] in ("certificate", "report") else "certificate")
    with mock.patch("certkit.attestation.layout_1.canonical_json", return_value=canonical_json(document)):
        pdf = render(drawn)
    return sign_data(document, pdf=pdf, picture=signature_page(signature_lines(drawn)), **more)


def verified(content, **more):
    return verify_document(content, "document.pdf", request(**more))


@pytest.mark.parametrize("name", LATER_ONES)
def test_it_is_signed_and_intact_but_not_derived_again_here(name):
    change, lacking = LATER_ONES[name]
    found = verified(signed(changed(change)))
    assert not [step for step in found.steps if step.status is StepStatus.FAILED]
    assert found.verdict is Verdict.NOT_DERIVED
    assert {step.name.value for step in found.lacks} == lacking
    assert all(NEEDS in step.message for step in found.lacks)
    assert not [step for step in found.steps if step.status is StepStatus.FAILED]
    assert (found.document, found.payload) == (None, b"")
    text = write_verifications_text([found], unreadable=0, steps=None, ink=Ink(False), width=400)
    last = text[text.index("SIGNED AND INTACT") :].replace("\n ", "")
    assert last.startswith("SIGNED AND INTACT, NOT DERIVED AGAIN HERE: certificate CERT-")
    assert NEEDS in last
    assert "rely" not in text
    written = json.loads(write_document(verification_document([found], [], LATER)))
    assert written["documents"][0]["verdict"] == "not derived"
    assert written["summary"] == {"verified": 0, "rehearsal": 0, "not derived": 1, "not verified": 0}


ODD_ONES = {
    "version 0": (lambda d: d.update(version=0), "payload"),
    "a version below zero": (lambda d: d.update(version=-1), "payload"),
    "a version that is a text": (lambda d: d.update(version="2"), "payload"),
    "a version with a fraction": (lambda d: d.update(version=2.5), "payload"),
    "a version that is true": (lambda d: d.update(version=True), "payload"),
    "a version of millions": (lambda d: d.update(version=2_000_000), "payload"),
    "a later version without an issuer": (lambda d: (d.update(version=2), d.pop("issuer")), "payload"),
    "a later version of another kind": (lambda d: d.update(version=2, kind="waiver"), "payload"),
    "a later version by another issuer": (
        lambda d: d.update(version=2, issuer={"role": "certification body", "name": "Somebody"}),
        "issuer",
    ),
    "a later version that is no rehearsal": (lambda d: d.update(version=2, rehearsal=False), "issuer"),
    "a later version of another time": (lambda d: d.update(version=2, issued_at="2020-01-01T00:00:00Z"), "issuer"),
    "layout 0": (lambda d: d["renderer"].update(layout=0), "payload"),
    "release 0": (lambda d: d["evidence"].update(release=0), "payload"),
    "a layout beyond all": (lambda d: d["renderer"].update(layout=10**30), "payload"),
    "a release beyond all": (lambda d: d["evidence"].update(release=10_000), "payload"),
    "an edition that is a path": (lambda d: d["evidence"].update(edition="../ocpp"), "pages"),
    "another digest of the release": (lambda d: d["evidence"].update(rulebook_sha256="0" * 64), "pages"),
    "a later layout on a verdict that does not follow": (
        lambda d: (later_layout(d), d["derived"].update(outcome="fail")),
        "derivation",
    ),
}


@pytest.mark.parametrize("name", ODD_ONES)
def test_what_only_looks_like_it_is_not_verified(name):
    change, failing = ODD_ONES[name]
    document = changed(change)
    key = key_of(quick_pki(), "certification body")
    found = verified(signed({**data(), **document} if "issuer" in document else document, key=key, at=NOW))
    assert found.verdict is Verdict.NOT_VERIFIED
    assert failing in [step.name.value for step in found.steps if step.status is StepStatus.FAILED]


def test_a_changed_document_of_a_later_version_is_not_verified():
    content = signed(changed(lambda d: d.update(version=2)))
    found = verified(content[:2000] + bytes([content[2000] ^ 1]) + content[2001:])
    assert found.verdict is Verdict.NOT_VERIFIED


def test_a_key_of_another_role_signs_no_later_version_either():
    document = changed(lambda d: d.update(version=2))
    found = verified(signed(document, key=key_of(quick_pki(), "laboratory")))
    assert found.verdict is Verdict.NOT_VERIFIED


def test_a_certificate_on_a_report_that_was_not_derived_again_is_not_compared_with_it():
    report = verified(signed(changed(lambda d: d.update(version=2), "report")))
    certificate = verified(sign_data(data("certificate", links=[link_to(report)])))
    again = with_links([certificate, report])
    assert again[1].verdict is Verdict.NOT_DERIVED
    links = again[0].steps[list(StepName).index(StepName.LINKS)]
    assert links.status is StepStatus.NOT_CHECKED
    assert links.message.endswith(" not derived again here")


def link_to(report):
    return {"relation": "report", "id": "TR-1", "sha256": report.sha256, "payload_sha256": "0" * 64}
