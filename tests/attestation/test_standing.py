"""A certificate beside the documents that it names: what whoever has its key could sign, and no one may be given."""

from typing import Any

import pytest

from certkit.attestation.attest import certify, declare, report, standing_refusals
from certkit.formats.canonical_json import payload_digest
from tests.attestation.documents import (
    BODY,
    LABORATORY,
    TOOL,
    a_certificate,
    a_declaration,
    a_failed_report,
    a_member,
    a_report,
    a_representative,
    judged,
    linked,
    of_family,
    of_member,
)

FIRST, SECOND = "1" * 64, "2" * 64


def standing_on(certificate, *others):
    """The certificate with these documents named, under the relations that it has, and why it cannot stand on them."""
    given = [linked(one, digest) for one, digest in zip(others, (FIRST, SECOND), strict=False)]
    named = [
        {**link, "id": one.id, "sha256": one.sha256, "payload_sha256": payload_digest(one.document)}
        for link, one in zip(certificate["links"], given, strict=False)
    ]
    document: Any = {**certificate, "links": named}
    return [str(one) for one in standing_refusals(document, given)]


def test_a_certificate_of_its_report():
    assert standing_on(a_certificate(), a_report()) == []


def test_a_certificate_of_a_member():
    assert standing_on(a_member(), a_declaration(), a_representative()) == []


def test_another_report_of_the_same_product():
    other = report(judged(of_family()), LABORATORY)
    assert standing_on(a_certificate(), other) == [f"its evidence is not that of {other['id']} (5.5)"]


def test_a_failed_report():
    """The results are those that the body likes better."""
    failed = a_failed_report()
    assert standing_on(a_certificate(), failed) == [f"its evidence is not that of {failed['id']} (5.5)"]


def test_a_declaration_in_the_place_of_a_report():
    found = standing_on(a_certificate(), a_declaration())
    assert found == [f"it names {a_declaration()['id']} as its report, and that is a declaration"]


def test_a_report_in_the_place_of_the_representatives_certificate():
    found = standing_on(a_member(), a_declaration(), a_report())
    assert found == [f"it names {a_report()['id']} as its representative certificate, and that is a report"]


def test_the_certificate_of_another_family():
    found = standing_on(a_member(), a_declaration(), a_certificate())
    assert any("its product family is EX Duo" in one for one in found)


def test_a_representative_that_was_itself_declared():
    found = standing_on(a_member(), a_declaration(), a_member())
    assert any("is the certificate of a declared product, not of a tested one" in one for one in found)


def test_nothing_official_on_a_rehearsal():
    found = standing_on({**a_certificate(), "rehearsal": False}, a_report())
    assert found == [f"{a_report()['id']} was made in a rehearsal; an official document cannot be based on it"]


def test_a_report_that_is_later():
    later = report(judged(of_family()), LABORATORY)
    certificate = certify(linked(later), BODY)
    earlier = {**certificate, "issued_at": "2026-03-04T00:00:00Z"}
    assert any("later than this would be" in one for one in standing_on(earlier, later))


@pytest.mark.parametrize("key", ["id", "payload_sha256"])
def test_a_link_that_lies(key):
    given = linked(a_report(), a_certificate()["links"][0]["sha256"])
    lie = {"id": "TR-1", "payload_sha256": FIRST}[key]
    document: Any = {**a_certificate(), "links": [{**a_certificate()["links"][0], key: lie}]}
    (found,) = standing_refusals(document, [given])
    assert str(found) == f"the report {given.id} is not what it says of it"


def test_a_document_that_is_not_named_and_one_that_is_missing():
    (found,) = standing_refusals(a_certificate(), [linked(a_report(), FIRST)])
    assert str(found) == f"{a_report()['id']} is not a document that the certificate names"
    member = a_member()
    given = [linked(a_declaration(), member["links"][0]["sha256"])]
    (refusal,) = standing_refusals(member, given)
    assert str(refusal) == "not every document that the certificate names was given"


def test_what_is_no_certificate_stands_on_nothing():
    assert standing_refusals(a_report(), []) == ()
    assert standing_refusals(declare(judged(of_member("CERT-1")), TOOL), []) == ()


@pytest.mark.parametrize(("made", "why"), [("report", ""), ("failed report", "its evidence is not that of")])
def test_verified_together(made, why):
    """The certification body's key has sealed a certificate that names a report of other evidence."""
    import hashlib

    from certkit.verification.links import with_links
    from certkit.verification.model import StepName, StepStatus, Verdict
    from tests.verification.signed import data, sign_data, verify

    given = sign_data(data(made))
    payload = data(made)
    link = {
        "relation": "report",
        "id": payload["id"],
        "sha256": hashlib.sha256(given).hexdigest(),
        "payload_sha256": payload_digest(payload),
    }
    certificate = sign_data(data("certificate", links=[link]))
    alone = verify(certificate)
    assert alone.verdict is Verdict.REHEARSAL
    together = with_links([alone, verify(given)])[0]
    step = next(one for one in together.steps if one.name is StepName.LINKS)
    assert why in step.message
    assert (step.status is StepStatus.FAILED) == bool(why)
    assert together.verdict is (Verdict.NOT_VERIFIED if why else Verdict.REHEARSAL)
    assert (together.document is None) == bool(why)
