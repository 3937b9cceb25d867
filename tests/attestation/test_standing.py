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
from tests.attestation.refused import at, found

FIRST, SECOND = "1" * 64, "2" * 64


def standing_on(certificate, *others):
    """The certificate with these documents named, under the relations that it has, and why it cannot stand on them."""
    given = [linked(one, digest) for one, digest in zip(others, (FIRST, SECOND), strict=False)]
    named = [
        {**link, "id": one.id, "sha256": one.sha256, "payload_sha256": payload_digest(one.document)}
        for link, one in zip(certificate["links"], given, strict=False)
    ]
    document: Any = {**certificate, "links": named}
    return [found(one) for one in standing_refusals(document, given)]


def test_a_certificate_of_its_report():
    assert standing_on(a_certificate(), a_report()) == []


def test_a_certificate_of_a_member():
    assert standing_on(a_member(), a_declaration(), a_representative()) == []


def test_another_report_of_the_same_product():
    other = report(judged(of_family()), LABORATORY)
    assert standing_on(a_certificate(), other) == [at("AT-52", id=other["id"])]


def test_a_failed_report():
    """The results are those that the body likes better."""
    failed = a_failed_report()
    assert standing_on(a_certificate(), failed) == [at("AT-52", id=failed["id"])]


def test_a_declaration_in_the_place_of_a_report():
    refused = standing_on(a_certificate(), a_declaration())
    assert refused == [at("AT-51.kind", id=a_declaration()["id"], relation="report", kind="declaration")]


def test_a_report_in_the_place_of_the_representatives_certificate():
    refused = standing_on(a_member(), a_declaration(), a_report())
    expected = at("AT-51.kind", id=a_report()["id"], relation="representative certificate", kind="report")
    assert refused == [expected]


def test_the_certificate_of_another_family():
    refused = standing_on(a_member(), a_declaration(), a_certificate())
    assert at("AT-29.alone", "pics.yaml, line 84", item="family.name", member="EX Duo") in refused


def test_a_representative_that_was_itself_declared():
    assert at("AT-46", id=a_member()["id"]) in standing_on(a_member(), a_declaration(), a_member())


def test_nothing_official_on_a_rehearsal():
    refused = standing_on({**a_certificate(), "rehearsal": False}, a_report())
    assert refused == [at("AT-43", id=a_report()["id"])]


def test_a_report_that_is_later():
    later = report(judged(of_family()), LABORATORY)
    certificate = certify(linked(later), BODY)
    earlier = {**certificate, "issued_at": "2026-03-04T00:00:00Z"}
    assert standing_on(earlier, later) == [at("AT-44", id=later["id"], issued_at=later["issued_at"])]


@pytest.mark.parametrize("key", ["id", "payload_sha256"])
def test_a_link_that_lies(key):
    given = linked(a_report(), a_certificate()["links"][0]["sha256"])
    lie = {"id": "TR-1", "payload_sha256": FIRST}[key]
    document: Any = {**a_certificate(), "links": [{**a_certificate()["links"][0], key: lie}]}
    (refused,) = standing_refusals(document, [given])
    assert found(refused) == at("AT-51.differs", relation="report", id=given.id)


def test_a_document_that_is_not_named_and_one_that_is_missing():
    (refused,) = standing_refusals(a_certificate(), [linked(a_report(), FIRST)])
    assert found(refused) == at("AT-51.not-named", id=a_report()["id"])
    member = a_member()
    given = [linked(a_declaration(), member["links"][0]["sha256"])]
    (refused,) = standing_refusals(member, given)
    assert found(refused) == at("AT-51.missing")


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
