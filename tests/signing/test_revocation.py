"""Evidence of revocation: at hand, fetched over HTTP, or missing, and then no long-term signature is made."""

import io
from datetime import timedelta

import pikepdf
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from cryptography.hazmat.primitives.serialization import Encoding

from certkit.errors import CertkitError
from certkit.signing.pki import make_list, make_pki, revoke
from certkit.signing.sign import sign_document
from certkit.trust.network import fetch
from certkit.trust.revocation import RevocationUnknown, list_for, revoked_on
from tests.signing.pkis import BEGAN, BOX, NOW, key_of, page, picture, quick_pki, trust_of
from tests.signing.tsa import FixedTimeStamper, serving

DER = Encoding.DER


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch):
    monkeypatch.setenv("no_proxy", "127.0.0.1")


def signed(pki, *, crls=None, key=None, fetch=fetch):
    trust = trust_of(pki)
    if crls is not None:
        trust = trust._replace(crls=tuple(crls))
    stamper = FixedTimeStamper(pki.keys["tsa"], [pki.authority.certificate], NOW)
    return sign_document(
        page(),
        key or key_of(pki, "laboratory"),
        kind="report",
        at=NOW,
        level="B-LT",
        tsa=stamper,
        trust=trust,
        picture=picture(),
        page=0,
        box=BOX,
        fetch=fetch,
    )


def embedded(content):
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert "/OCSPs" not in pdf.Root.DSS
        return {entry.read_bytes() for entry in pdf.Root.DSS.CRLs}


def test_lists_at_hand_are_embedded_and_nothing_is_fetched():
    pki = quick_pki()
    lists = embedded(signed(pki, fetch=lambda *_: pytest.fail("asked the network")))
    assert lists == {pki.root_list.public_bytes(DER), pki.authority_list.public_bytes(DER)}


def test_lists_are_fetched_from_where_the_certificates_say():
    made: list = []

    def answer(body):
        path = server.asked[-1][0]
        found = made[0].root_list if path == "/lists/root.crl" else made[0].authority_list
        return 200, "application/pkix-crl", found.public_bytes(DER)

    with serving(answer) as server:
        made.append(make_pki(BEGAN, crl_url=f"{server.url}/lists"))
        lists = embedded(signed(made[0], crls=[]))
        assert sorted({path for path, _ in server.asked}) == ["/lists/issuing-ca.crl", "/lists/root.crl"]
    assert lists == {made[0].root_list.public_bytes(DER), made[0].authority_list.public_bytes(DER)}


def test_without_any_list_no_long_term_signature_is_made():
    with pytest.raises(RevocationUnknown, match=r"there is no CRL of REHEARSAL – Example Issuing CA.*crls/"):
        signed(quick_pki(), crls=[])


def test_the_root_s_list_is_needed_too():
    pki = quick_pki()
    with pytest.raises(RevocationUnknown, match="no CRL of REHEARSAL – Example Root CA"):
        signed(pki, crls=[pki.authority_list])


def test_a_list_that_has_expired_shows_nothing():
    pki = quick_pki()
    old = make_list(pki.authority, [], NOW - timedelta(days=9), number=1, days=8)
    with pytest.raises(RevocationUnknown, match=r"the newest CRL of .* was current until"):
        signed(pki, crls=[old, pki.root_list])


def test_a_list_of_the_future_shows_nothing():
    pki = quick_pki()
    coming = make_list(pki.authority, [], NOW + timedelta(days=1), number=1)
    with pytest.raises(RevocationUnknown):
        signed(pki, crls=[coming, pki.root_list])


def test_a_list_of_a_part_shows_nothing():
    pki = quick_pki()
    point = x509.IssuingDistributionPoint(
        None, None, only_contains_user_certs=True, only_contains_ca_certs=False, only_some_reasons=None,
        indirect_crl=False, only_contains_attribute_certs=False,
    )  # fmt: skip
    for extension in (point, x509.DeltaCRLIndicator(1)):
        builder = x509.CertificateRevocationListBuilder().issuer_name(pki.authority.certificate.subject)
        builder = builder.last_update(BEGAN).next_update(NOW + timedelta(days=1))
        partial = builder.add_extension(extension, critical=True).sign(pki.authority.key, SHA256())
        assert list_for(pki.authority.certificate, [partial], NOW) is None
        with pytest.raises(RevocationUnknown):
            signed(pki, crls=[partial, pki.root_list])


def test_a_list_of_others_of_the_same_name_shows_nothing():
    pki, other = quick_pki(), make_pki(BEGAN)
    with pytest.raises(RevocationUnknown, match="there is no CRL"):
        signed(pki, crls=[other.authority_list, pki.root_list])


@pytest.mark.parametrize("answer", [(404, "", b""), (200, "", b"garbage"), (200, "", b"")])
def test_a_service_that_has_none_is_named(answer):
    with serving(lambda body: answer) as server:
        pki = make_pki(BEGAN, crl_url=server.url)
        with pytest.raises(RevocationUnknown, match=f"{server.url}/issuing-ca.crl gave none"):
            signed(pki, crls=[])


def test_offline_nothing_is_asked():
    with serving(lambda body: (404, "", b"")) as server:
        pki = make_pki(BEGAN, crl_url=server.url)
        with pytest.raises(RevocationUnknown) as caught:
            signed(pki, crls=[], fetch=None)
        assert "gave none" not in caught.value.message
        assert server.asked == []


def test_a_fetched_list_that_revokes_the_key():
    made: list = []
    with serving(
        lambda body: (200, "", made[1 if "issuing" in server.asked[-1][0] else 0].public_bytes(DER))
    ) as server:
        pki = make_pki(BEGAN, crl_url=server.url)
        serial = pki.keys["laboratory"].certificate.serial_number
        made += [pki.root_list, revoke(pki.authority, pki.authority_list, serial, BEGAN)]
        with pytest.raises(CertkitError, match="revoked"):
            signed(pki, crls=[])


@pytest.mark.parametrize("what", ["tsa", "authority"])
def test_a_time_stamp_authority_or_issuer_that_is_revoked(what):
    pki = quick_pki()
    if what == "tsa":
        serial = pki.keys["tsa"].certificate.serial_number
        lists = [revoke(pki.authority, pki.authority_list, serial, BEGAN), pki.root_list]
    else:
        serial = pki.authority.certificate.serial_number
        lists = [revoke(pki.root, pki.root_list, serial, BEGAN), pki.authority_list]
    with pytest.raises(CertkitError, match="revoked"):
        signed(pki, crls=lists)


def test_the_newest_of_several_lists_is_taken():
    pki = quick_pki()
    newer = make_list(pki.authority, [], BEGAN + timedelta(minutes=1), number=2)
    assert list_for(pki.authority.certificate, [newer, pki.authority_list], NOW) == newer
    assert list_for(pki.authority.certificate, [pki.authority_list, newer], NOW) == newer
    assert list_for(pki.root.certificate, [pki.authority_list, newer], NOW) is None


def test_revocation_is_found_in_an_old_list_too():
    pki = quick_pki()
    lab = pki.keys["laboratory"].certificate
    old = revoke(pki.authority, pki.authority_list, lab.serial_number, BEGAN, days=0)
    assert revoked_on(lab, pki.authority.certificate, [old]) == BEGAN
    assert revoked_on(pki.keys["vendor"].certificate, pki.authority.certificate, [old]) is None


def test_sha_1_is_used_nowhere():
    pki = quick_pki()
    signed: list = [pki.root_list, pki.authority_list, *(holder.certificate for holder in pki.keys.values())]
    assert all(not isinstance(entry.signature_hash_algorithm, SHA1) for entry in signed)
