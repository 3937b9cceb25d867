"""Who may sign what: every key that may not is refused before anything is signed, with the reason."""

from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID, ObjectIdentifier

from certkit.signing.keys import UnusableKey
from certkit.signing.pki import Holder, make_list, make_pki, new_key, revoke
from certkit.signing.policy import KeyRefused, check_level, check_may_sign
from certkit.trust.certificates import is_rehearsal, role_of
from certkit.trust.roles import shipped_policy
from certkit.trust.store import Trust
from tests.signing.pkis import BEGAN, NOW, key_of, key_with, quick_pki, reissued, trust_of

POLICY = shipped_policy()
SEALERS = {
    "declaration": "test tool",
    "report": "laboratory",
    "certificate": "certification body",
    "statement": "vendor",
}


def usages(*names):
    return x509.ExtendedKeyUsage([ObjectIdentifier(name) for name in names])


def policies(*names):
    return x509.CertificatePolicies([x509.PolicyInformation(ObjectIdentifier(name), None) for name in names])


@pytest.mark.parametrize("kind", SEALERS)
@pytest.mark.parametrize("role", SEALERS.values())
def test_each_kind_is_signed_by_its_role_alone(kind, role):
    pki = quick_pki()
    key = key_of(pki, role)
    if SEALERS[kind] == role:
        assert check_may_sign(key, kind, NOW, trust_of(pki)).name == role
    else:
        with pytest.raises(KeyRefused, match=f"a {kind} must be signed by a {SEALERS[kind]}"):
            check_may_sign(key, kind, NOW, trust_of(pki))


def test_the_time_stamp_authority_signs_nothing():
    pki = quick_pki()
    for kind in SEALERS:
        with pytest.raises(KeyRefused, match="has no role"):
            check_may_sign(key_of(pki, "tsa"), kind, NOW)


LAB, BODY = POLICY.roles["laboratory"], POLICY.roles["certification body"]
NO_ROLE: dict[str, tuple[list, list]] = {
    "key usage alone": ([usages(LAB.eku)], [x509.CertificatePolicies]),
    "policy alone": ([usages("1.3.6.1.5.5.7.3.36"), policies(LAB.policy)], []),
    "key usage of one role, policy of another": ([usages(LAB.eku), policies(BODY.policy)], []),
    "two roles": ([usages(LAB.eku, BODY.eku), policies(LAB.policy, BODY.policy)], []),
    "one role and half of another": ([usages(LAB.eku, BODY.eku), policies(LAB.policy)], []),
    "any key usage and any policy": (
        [x509.ExtendedKeyUsage([ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE]), policies("2.5.29.32.0")],
        [],
    ),
    "neither": ([], [x509.ExtendedKeyUsage, x509.CertificatePolicies]),
}


@pytest.mark.parametrize("name", NO_ROLE)
def test_a_certificate_without_exactly_one_role_signs_nothing(name):
    add, drop = NO_ROLE[name]
    pki = quick_pki()
    changed = reissued(pki.keys["laboratory"], pki.authority, add=add, drop=drop)
    assert role_of(changed.certificate, POLICY) is None
    with pytest.raises(KeyRefused, match="has no role"):
        check_may_sign(key_with(changed, pki), "report", NOW)


def test_an_expired_certificate():
    pki = quick_pki()
    old = reissued(pki.keys["laboratory"], pki.authority, ends=NOW - timedelta(seconds=1))
    with pytest.raises(KeyRefused, match=rf"expired on {NOW - timedelta(seconds=1):%Y-%m-%d}.*Renewal"):
        check_may_sign(key_with(old, pki), "report", NOW)


def test_a_certificate_of_the_future():
    pki = quick_pki()
    coming = reissued(pki.keys["laboratory"], pki.authority, begins=NOW + timedelta(seconds=1))
    with pytest.raises(KeyRefused, match=r"not valid before.*clock"):
        check_may_sign(key_with(coming, pki), "report", NOW)


def test_the_last_second_counts():
    pki = quick_pki()
    last = reissued(pki.keys["laboratory"], pki.authority, begins=NOW, ends=NOW)
    assert check_may_sign(key_with(last, pki), "report", NOW).name == "laboratory"


def test_an_issuer_that_has_expired():
    pki = make_pki(NOW - timedelta(days=1900), leaf_days=3000)
    with pytest.raises(KeyRefused, match=r"Example Issuing CA, its issuer, is not valid now"):
        check_may_sign(key_of(pki, "laboratory"), "report", NOW)


@pytest.mark.parametrize("usage", ["digital signature alone", "none"])
def test_a_certificate_that_is_not_for_commitment(usage):
    pki = quick_pki()
    flags = dict.fromkeys(
        ["content_commitment", "key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign"], False
    ) | dict.fromkeys(["crl_sign", "encipher_only", "decipher_only"], False)
    add = [x509.KeyUsage(digital_signature=True, **flags)] if usage != "none" else []
    changed = reissued(pki.keys["laboratory"], pki.authority, add=add, drop=[x509.KeyUsage])
    with pytest.raises(KeyRefused, match="not made for signing documents"):
        check_may_sign(key_with(changed, pki), "report", NOW)


def test_a_foreign_root_with_the_same_names():
    ours, theirs = quick_pki(), make_pki(BEGAN)
    assert ours.root.certificate.subject == theirs.root.certificate.subject
    with pytest.raises(KeyRefused, match="not a trusted root"):
        check_may_sign(key_of(theirs, "laboratory"), "report", NOW, trust_of(ours))


def test_a_chain_that_is_found_through_the_trust():
    pki = quick_pki()
    alone = key_with(pki.keys["laboratory"], pki)
    alone.chain = []
    assert check_may_sign(alone, "report", NOW, trust_of(pki)).name == "laboratory"
    with pytest.raises(KeyRefused, match=r"leads to .*Issuing CA, which is not a trusted root"):
        check_may_sign(alone, "report", NOW, Trust(roots=(pki.root.certificate,)))


def test_an_issuer_that_is_no_authority():
    pki = quick_pki()
    vendor = pki.keys["vendor"]
    made = reissued(pki.keys["laboratory"], vendor)
    key = key_with(made, pki)
    key.chain = [vendor.certificate, pki.authority.certificate, pki.root.certificate]
    with pytest.raises(KeyRefused, match="Example Vendor is not a certification authority"):
        check_may_sign(key, "report", NOW)


def test_an_authority_that_may_not_issue_for_the_role():
    pki = quick_pki()
    narrow = reissued(pki.authority, pki.root, add=[policies(BODY.policy)])
    made = reissued(pki.keys["laboratory"], narrow)
    key = key_with(made, pki)
    key.chain = [narrow.certificate, pki.root.certificate]
    with pytest.raises(KeyRefused, match="may not issue for the role laboratory"):
        check_may_sign(key, "report", NOW)


def test_a_key_that_is_known_to_be_revoked():
    pki = quick_pki()
    serial = pki.keys["laboratory"].certificate.serial_number
    trust = trust_of(pki)._replace(crls=(revoke(pki.authority, pki.authority_list, serial, BEGAN),))
    with pytest.raises(KeyRefused, match="was revoked on"):
        check_may_sign(key_of(pki, "laboratory"), "report", NOW, trust)
    assert check_may_sign(key_of(pki, "vendor"), "statement", NOW, trust).name == "vendor"


def test_a_revocation_list_that_somebody_else_signed_says_nothing():
    pki = quick_pki()
    liar = Holder(pki.authority.certificate, new_key("P-256"))
    serial = pki.keys["laboratory"].certificate.serial_number
    forged = revoke(liar, make_list(liar, [], BEGAN, number=1), serial, BEGAN)
    trust = trust_of(pki)._replace(crls=(forged,))
    assert check_may_sign(key_of(pki, "laboratory"), "report", NOW, trust).name == "laboratory"


def test_a_weak_key():
    from cryptography.hazmat.primitives.asymmetric import rsa

    pki = quick_pki()
    weak = reissued(pki.keys["laboratory"], pki.authority, key=rsa.generate_private_key(65537, 2048))
    with pytest.raises(UnusableKey, match="RSA keys of 2048 bits"):
        check_may_sign(key_with(weak, pki), "report", NOW)


def test_every_certificate_of_a_rehearsal_is_marked_and_none_of_another_pki():
    for rehearsal in (True, False):
        pki = quick_pki(rehearsal=rehearsal)
        for holder in (pki.root, pki.authority, *pki.keys.values()):
            assert is_rehearsal(holder.certificate, POLICY) is rehearsal
        assert key_of(pki, "laboratory").is_rehearsal is rehearsal


def test_the_mark_or_the_name_alone_make_a_rehearsal():
    pki = quick_pki(rehearsal=False)
    mark = x509.UnrecognizedExtension(ObjectIdentifier(POLICY.rehearsal_oid), b"\x05\x00")
    marked = reissued(pki.root, pki.root, add=[mark]).certificate
    assert is_rehearsal(marked, POLICY)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "REHEARSAL – Example Root CA")])
    assert is_rehearsal(reissued(pki.root, pki.root, subject=name).certificate, POLICY)


def test_a_leaf_and_a_root_of_which_one_is_marked():
    """A key of a rehearsal never leads to an official root, nor the other way round."""
    rehearsal, official = quick_pki(), quick_pki(rehearsal=False)
    smuggled = reissued(rehearsal.keys["laboratory"], official.authority)
    key = key_with(smuggled, official)
    assert key.is_rehearsal
    with pytest.raises(KeyRefused, match="only one is marked as a rehearsal"):
        check_may_sign(key, "report", NOW, trust_of(official))


@pytest.mark.parametrize(
    ("kind", "level", "good"),
    [
        ("certificate", "B-LTA", True),
        ("certificate", "B-LT", False),
        ("report", "B-LT", True),
        ("report", "B-T", False),
        ("declaration", "B-LTA", True),
        ("declaration", "B-B", False),
        ("statement", "B-B", True),
    ],
)
def test_an_official_document_has_its_level_and_a_rehearsal_any(kind, level, good):
    role = SEALERS[kind]
    check_level(key_of(quick_pki(), role), kind, level)
    if good:
        check_level(key_of(quick_pki(rehearsal=False), role), kind, level)
    else:
        with pytest.raises(KeyRefused, match=f"at least level {POLICY.kinds[kind].minimum_level}, not {level}"):
            check_level(key_of(quick_pki(rehearsal=False), role), kind, level)
