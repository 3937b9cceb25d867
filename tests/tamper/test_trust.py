"""Paths, times, levels and revocation that somebody would like to be believed, each for a document that looks right."""

import time
from datetime import timedelta
from functools import cache
from typing import Any
from unittest import mock

import pytest
from asn1crypto import cms, core, tsp
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, ObjectIdentifier

from certkit.errors import CertkitError
from certkit.signing.pki import Holder, make_list, make_pki, new_key, revoke
from certkit.trust.paths import NoPath, Terms, find_path
from certkit.trust.roles import shipped_policy
from certkit.verification.model import Verdict
from tests.signing.judges import judge
from tests.signing.pkis import BEGAN, NOW, key_of, key_with, quick_pki, reissued, trust_of
from tests.signing.tsa import FixedTimeStamper
from tests.tamper import forging
from tests.verification.signed import LATER, data, first_failure, reason, sign_data, signed, stamper, step, verify

POLICY = shipped_policy()
BODY = "certification body"


def kept(trust, *lists):
    """A trust store with these lists for those of its issuing authority and root."""
    return trust._replace(crls=tuple(lists))


class TestRehearsalRootInTheTrustStore:
    """It proves nothing for official documents."""

    def both(self, *lists):
        rehearsal, official = quick_pki(), quick_pki(rehearsal=False)
        crls = (*trust_of(rehearsal).crls, *(lists or trust_of(official).crls))
        return trust_of(official)._replace(
            roots=(official.root.certificate, rehearsal.root.certificate),
            intermediates=(official.authority.certificate, rehearsal.authority.certificate),
            crls=crls,
        )

    def test_its_time_stamper_dates_back_what_a_revoked_key_signs(self):
        """The key was revoked ten minutes ago, and the rehearsal's authority says that it was used before."""
        official, rehearsal = quick_pki(rehearsal=False), quick_pki()
        serial = official.keys[BODY].certificate.serial_number
        revoking = revoke(official.authority, official.authority_list, serial, NOW - timedelta(minutes=10))
        before = NOW - timedelta(minutes=30)
        both = self.both()
        settings = {"pki": official, "at": before, "tsa": stamper(rehearsal, before), "trust": both}
        with mock.patch("certkit.signing.sign.is_rehearsal", return_value=False):  # for signing refuses it too
            content = sign_data(data(pki=official, at=before), "B-LTA", **settings)
        found = verify(content, trust=self.both(official.root_list, revoking))
        message = "the document time stamp comes from a rehearsal, which proves nothing for an official document"
        assert first_failure(found) == ("time", message)

    def test_signing_refuses_it_too(self):
        official, both = quick_pki(rehearsal=False), self.both()
        with pytest.raises(CertkitError, match="a rehearsal's time stamp proves nothing for an official document"):
            sign_data(data(pki=official), "B-LTA", pki=official, tsa=stamper(quick_pki()), trust=both)

    def test_in_the_folder_for_time_stamps_it_proves_no_more(self):
        official, rehearsal = quick_pki(rehearsal=False), quick_pki()
        both = trust_of(official)._replace(
            time_stamp_roots=(rehearsal.root.certificate,), crls=(*trust_of(official).crls, *trust_of(rehearsal).crls)
        )
        content = sign_data(data(pki=official), "B-T", pki=official, tsa=stamper(rehearsal), trust=both)
        assert first_failure(verify(content, trust=both))[0] == "time"

    def test_an_official_time_stamp_is_good_for_a_rehearsal(self):
        content = sign_data(data(), "B-LTA", tsa=stamper(quick_pki(rehearsal=False)), trust=self.both())
        assert verify(content, trust=self.both()).verdict is Verdict.REHEARSAL


def self_issued(name: str, key=None, signer=None):
    """A certification authority's certificate, CN=name issued by CN=name."""
    key = key or new_key("P-256")
    same = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    return (
        x509.CertificateBuilder()
        .subject_name(same)
        .issuer_name(same)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(BEGAN)
        .not_valid_after(NOW + timedelta(days=90))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(usage(key_cert_sign=True), critical=True)
        .sign(signer or key, SHA256())
    )


def usage(**flags: bool) -> x509.KeyUsage:
    names = (
        "digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
        "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
    )  # fmt: skip
    return x509.KeyUsage(**{name: flags.get(name, False) for name in names})


TERMS = Terms(LATER, POLICY.rehearsal_oid, "1.2.3")


class TestSearch:
    """Of a path: with bounded work, whatever lies in the file."""

    @pytest.mark.parametrize("number", [7, 9, 30])
    def test_certificates_that_all_may_have_issued_each_other(self, number):
        key = new_key("P-256")
        others = [self_issued("X", key) for _ in range(number)]
        leaf, root = self_issued("X", key), self_issued("Y")
        began = time.process_time()
        with pytest.raises(NoPath):
            find_path(leaf, others, [root], TERMS)
        assert time.process_time() - began < 1

    def test_in_a_document_it_is_a_step_s_failure(self):
        key = new_key("P-256")

        def more(writer):
            from pyhanko.sign.validation.dss import DocumentSecurityStore

            from certkit.signing.signer import to_asn1

            certs = [to_asn1(self_issued("X", key)) for _ in range(9)]
            DocumentSecurityStore.supply_dss_in_writer(writer, None, certs=certs)

        stranger = Holder(self_issued("X", key), key)
        began = time.perf_counter()
        found = verify(forging.signed_with(more, key=key_with(stranger, quick_pki())))
        assert found.verdict is Verdict.NOT_VERIFIED
        assert time.perf_counter() - began < 5

    def test_a_chain_that_is_too_long(self):
        keys = [new_key("P-256") for _ in range(12)]
        certificates = [chained(f"A{place}", keys[place], f"A{place + 1}", keys[place + 1]) for place in range(11)]
        root = self_issued("A11", keys[11])
        with pytest.raises(NoPath):
            find_path(certificates[0], certificates[1:], [root], TERMS)
        assert len(find_path(certificates[6], certificates[7:], [root], TERMS)) == 6


def chained(name, key, issuer, issuer_key, *extensions, ca=True, length=None):
    names = [x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, text)]) for text in (name, issuer)]
    builder = (
        x509.CertificateBuilder()
        .subject_name(names[0])
        .issuer_name(names[1])
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(BEGAN)
        .not_valid_after(NOW + timedelta(days=90))
    )
    if ca:
        builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=length), critical=True)
        builder = builder.add_extension(usage(key_cert_sign=True, crl_sign=True), critical=True)
    for extension, critical in extensions:
        builder = builder.add_extension(extension, critical=critical)
    return builder.sign(issuer_key, SHA256())


UNKNOWN = x509.UnrecognizedExtension(ObjectIdentifier("2.25.1"), b"\x05\x00")
CONSTRAINED = x509.NameConstraints([x509.DirectoryName(x509.Name([]))], None)
AUTHORITIES: dict[str, Any] = {
    "as it should be": ({}, [], True),
    "an unknown extension that is critical": ({}, [(UNKNOWN, True)], False),
    "an unknown extension that is not": ({}, [(UNKNOWN, False)], True),
    "no authority": ({"ca": False}, [], False),
    "one that allows none below it": ({"length": 0}, [], True),
    "for mail alone": ({}, [(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), False)], False),
    "name constraints": ({}, [(CONSTRAINED, False)], False),
}


@pytest.mark.parametrize("name", AUTHORITIES)
def test_openssl_never_refuses_a_path_that_is_found(name, tmp_path):
    settings, extensions, good = AUTHORITIES[name]
    keys = [new_key("P-256") for _ in range(3)]
    leaf = chained("leaf", keys[0], "middle", keys[1], ca=False)
    middle = chained("middle", keys[1], "root", keys[2], *extensions, **settings)
    root = self_issued("root", keys[2])
    try:
        found = len(find_path(leaf, [middle], [root], TERMS)) == 3
    except NoPath:
        found = False
    assert found is good
    for file, certificate in (("leaf", leaf), ("middle", middle), ("root", root)):
        (tmp_path / f"{file}.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
    arguments = ["-CAfile", "root.pem", "-untrusted", "middle.pem", "leaf.pem"]
    assert judge("openssl", "verify", *arguments, folder=tmp_path).returncode == 0 or not found


def test_an_authority_below_one_that_allows_none(tmp_path):
    keys = [new_key("P-256") for _ in range(4)]
    leaf = chained("leaf", keys[0], "lower", keys[1], ca=False)
    lower = chained("lower", keys[1], "upper", keys[2])
    upper = chained("upper", keys[2], "root", keys[3], length=0)
    with pytest.raises(NoPath, match="allows 0 authorities below it, and there are 1"):
        find_path(leaf, [lower, upper], [self_issued("root", keys[3])], TERMS)


class TestSigners:
    """What signing/README.md asks of a certificate is asked of every signature."""

    def refuses(self, message, **more):
        pki = quick_pki()
        holder = reissued(pki.keys[BODY], pki.authority, **more)
        found = verify(sign_data(data(), key=key_with(holder, pki)))
        assert first_failure(found)[0] in ("chain", "role")
        assert message in first_failure(found)[1], first_failure(found)

    def test_one_as_it_should_be_is_good(self):
        pki = quick_pki()
        holder = reissued(pki.keys[BODY], pki.authority)
        assert verify(sign_data(data(), key=key_with(holder, pki))).verdict is Verdict.REHEARSAL

    @pytest.mark.parametrize(
        "flags",
        [
            {"digital_signature": True},
            {"content_commitment": True},
            {"digital_signature": True, "content_commitment": True, "key_encipherment": True},
            {"digital_signature": True, "content_commitment": True, "key_cert_sign": True},
            {"digital_signature": True, "content_commitment": True, "crl_sign": True},
        ],
        ids=lambda flags: " and ".join(flags),
    )
    def test_a_key_usage(self, flags):
        self.refuses("key usage digitalSignature and nonRepudiation alone", add=[usage(**flags)], critical=True)

    def test_a_key_usage_that_is_not_critical(self):
        self.refuses("critical", add=[usage(digital_signature=True, content_commitment=True)])

    def test_no_key_usage(self):
        self.refuses("is not made for signing documents", drop=[x509.KeyUsage])

    def test_an_authority(self):
        self.refuses("it is a certification authority's", add=[x509.BasicConstraints(True, None)], critical=True)

    def test_an_unknown_extension_that_is_critical(self):
        self.refuses("a critical extension that is not known (2.25.1)", add=[UNKNOWN], critical=True)

    @pytest.mark.parametrize("oid", [ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE, ExtendedKeyUsageOID.TIME_STAMPING])
    def test_a_key_for_other_things_too(self, oid):
        own = quick_pki().keys[BODY].certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
        self.refuses("for more than signing documents", add=[x509.ExtendedKeyUsage([*own, oid])])

    def test_a_purpose_that_is_missing(self):
        role = ObjectIdentifier(POLICY.roles[BODY].eku)
        self.refuses("documentSigning and emailProtection", add=[x509.ExtendedKeyUsage([role])])


class TestStampers:
    def refuses(self, message, *, at=NOW, verified=LATER, **more):
        pki = quick_pki()
        holder = reissued(pki.keys["tsa"], pki.authority, **more)
        found = verify(sign_data(data(at=at), "B-T", at=at, tsa=stamper(at=at, holder=holder)), at=verified)
        assert first_failure(found)[0] == "time"
        assert message in first_failure(found)[1], first_failure(found)

    def test_a_time_stamp_that_is_older_than_its_certificate(self):
        before = NOW - timedelta(minutes=20)
        self.refuses("when its certificate was not valid", at=before, begins=NOW - timedelta(minutes=10))

    def test_a_certificate_that_does_not_say_how_its_key_is_used(self):
        """As OpenSSL makes it if nobody asks for more."""
        pki = quick_pki()
        holder = reissued(pki.keys["tsa"], pki.authority, drop=[x509.KeyUsage])
        assert verify(sign_data(data(), "B-LTA", tsa=stamper(holder=holder))).verdict is Verdict.REHEARSAL

    def test_a_key_that_signs_lists_too(self):
        self.refuses("key usage", add=[usage(digital_signature=True, crl_sign=True)], critical=True)

    def test_an_unknown_extension_that_is_critical(self):
        purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        self.refuses("a critical extension that is not known (2.25.1)", add=[UNKNOWN, purpose], critical=True)


class Telling(FixedTimeStamper):
    """An authority that says more."""

    def __init__(self, change):
        pki = quick_pki()
        super().__init__(pki.keys["tsa"], [pki.authority.certificate], NOW)
        self.change = change

    async def async_request_tsa_response(self, req):
        original = tsp.TSTInfo

        def telling(values):
            return original(values | self.change)

        with mock.patch.object(tsp, "TSTInfo", telling):
            return await super().async_request_tsa_response(req)


SAID: dict[str, Any] = {
    "accurate to a second": ({"accuracy": {"seconds": 1}}, True),
    "accurate to a minute": ({"accuracy": {"seconds": 60}}, True),
    "accurate to more than a minute": ({"accuracy": {"seconds": 60, "micros": 1}}, False),
    "accurate to ten years": ({"accuracy": {"seconds": 315_360_000}}, False),
    "in order": ({"ordering": True}, True),
    "another authority's name": ({"tsa": {"directory_name": {"common_name": "Somebody else"}}}, False),
    "an extension": (
        {"extensions": [{"extn_id": "2.25.1", "critical": False, "extn_value": core.OctetString(b"\x05\x00")}]},
        False,
    ),
    "a serial number that is a text": ({"serial_number": int.from_bytes(b"withdrawn " * 10, "big")}, False),
    "another version": ({"version": 2}, False),
}


@pytest.mark.parametrize("name", SAID)
def test_what_a_time_stamp_says(name):
    from asn1crypto import x509 as asn1

    change, good = SAID[name]
    if "tsa" in change:
        change = {"tsa": asn1.GeneralName("directory_name", asn1.Name.build({"common_name": "Somebody else"}))}
    found = verify(sign_data(data(), "B-T", tsa=Telling(change)))
    assert (found.verdict is Verdict.REHEARSAL) is good, found.failures
    assert good or first_failure(found)[0] == "time"


def resigned(change):
    """A signature by the right key whose signed attributes were changed before it signed them."""
    from pyhanko.sign.signers.pdf_cms import Signer

    original = Signer.signed_attrs

    async def changed(self, *arguments, **more):
        attributes = await original(self, *arguments, **more)
        return change(attributes)

    with mock.patch.object(Signer, "signed_attrs", changed):
        return sign_data(data())


def test_a_signing_time_in_the_signed_attributes():
    def change(attributes):
        moment = cms.Time({"utc_time": core.UTCTime(NOW)})
        return cms.CMSAttributes([*attributes, cms.CMSAttribute({"type": "signing_time", "values": [moment]})])

    assert reason(verify(resigned(change))) == ("signature", "signature.signs-time", {"what": "the signature"})


def test_a_certificate_that_is_named_by_sha_1():
    def change(attributes):
        from pyhanko.sign.general import as_signing_certificate

        from certkit.signing.signer import to_asn1

        named = as_signing_certificate(to_asn1(key_of(quick_pki(), BODY).certificate))
        others = [one for one in attributes if one["type"].native != "signing_certificate_v2"]
        return cms.CMSAttributes([*others, cms.CMSAttribute({"type": "signing_certificate", "values": [named]})])

    message = "the signature names its certificate by SHA-1 (signing-certificate)"
    assert first_failure(verify(resigned(change))) == ("signature", message)


@cache
def at_b_t(*, rehearsal: bool = False) -> bytes:
    return signed("certificate", "B-T", rehearsal=rehearsal)


def with_store(content, *, certificates=(), lists=(), pki=None):
    """Validation data and a time stamp over it, which anybody can append to a document."""
    from asn1crypto import crl
    from pyhanko.sign.validation.dss import DocumentSecurityStore

    from certkit.signing.signer import to_asn1

    def add(writer):
        crls = [crl.CertificateList.load(entry.public_bytes(Encoding.DER)) for entry in lists]
        certs = [to_asn1(entry) for entry in certificates]
        DocumentSecurityStore.supply_dss_in_writer(writer, None, certs=certs, crls=crls)

    with mock.patch.object(forging, "stamper", return_value=stamper(pki)):
        return forging.stamped(content, add)


class TestLevels:
    """The level is what was proven, not what lies there."""

    pki = quick_pki(rehearsal=False)

    def old(self, *authorities):
        return [make_list(one, [], BEGAN - timedelta(days=9), number=1, days=8) for one in authorities]

    def keeping(self, lists, certificates=None, level="B-LTA"):
        """An official certificate whose signer has kept these lists in it."""
        from certkit.signing import sign as signing

        original = signing._keep

        def keep(kept, writer):
            crls = tuple(entry.public_bytes(Encoding.DER) for entry in lists)
            original(kept._replace(crls=crls, certificates=certificates or kept.certificates), writer)

        with mock.patch.object(signing, "_keep", keep):
            return sign_data(data(pki=self.pki), level, pki=self.pki)

    def has(self, level, content):
        assert step(verify(content, self.pki), "time")[1].startswith(f"level {level}, signed no later than ")
        needed = {"kind": "certificate", "least": "B-LTA", "level": level}
        assert level == "B-LTA" or reason(verify(content, self.pki)) == ("issuer", "issuer.level", needed)

    def test_with_the_lists_of_all_issuers_it_is_what_it_seems(self):
        self.has("B-LTA", self.keeping([self.pki.root_list, self.pki.authority_list]))

    def test_with_expired_lists(self):
        self.has("B-T", self.keeping(self.old(self.pki.root, self.pki.authority)))

    def test_with_one_list_that_has_expired(self):
        self.has("B-T", self.keeping([self.pki.root_list, *self.old(self.pki.authority)]))

    @pytest.mark.parametrize("who", ["root_list", "authority_list"])
    def test_with_the_list_of_one_issuer_alone(self, who):
        self.has("B-T", self.keeping([getattr(self.pki, who)]))

    def test_without_lists(self):
        self.has("B-T", self.keeping([]))

    def test_a_stamp_alone(self):
        self.has("B-T", with_nothing(self.pki))

    def test_with_a_list_that_does_not_count(self):
        partial = list_with(point(only_contains_user_certs=True), False, pki=self.pki)
        self.has("B-T", self.keeping([self.pki.root_list, partial]))

    def test_with_the_lists_of_others(self):
        foreign = make_pki(BEGAN, rehearsal=False)
        for lists in ([foreign.root_list, foreign.authority_list], [*trust_of(self.pki).crls, foreign.root_list]):
            assert reason(verify(self.keeping(lists), self.pki)) == ("time", "time.foreign-crl", {})

    def test_with_the_certificate_of_a_stranger(self):
        own = (self.pki.keys[BODY].certificate, self.pki.authority.certificate)
        content = self.keeping(trust_of(self.pki).crls, (*own, make_pki(BEGAN).authority.certificate))
        assert reason(verify(content, self.pki)) == ("time", "time.foreign-certificate", {})

    @pytest.mark.parametrize("what", ["a foreign list", "an expired list", "the lists that are needed"])
    def test_what_anybody_appends_with_a_stamp_over_it(self, what):
        lists = {
            "a foreign list": make_pki(BEGAN, rehearsal=False).root_list,
            "an expired list": self.old(self.pki.authority)[0],
            "the lists that are needed": self.pki.authority_list,
        }
        content = with_store(at_b_t(), lists=[lists[what], self.pki.root_list], pki=self.pki)
        found = verify(content, self.pki)
        assert found.signer is None or found.signer.level in ("B-T", "B-LTA" if what.startswith("the") else "")


def with_nothing(pki):
    with mock.patch.object(forging, "stamper", return_value=stamper(pki)):
        return forging.stamped(at_b_t())


def point(**more):
    flags = dict.fromkeys(["only_contains_user_certs", "only_contains_ca_certs", "indirect_crl"], False)
    flags |= {"only_contains_attribute_certs": False}
    return x509.IssuingDistributionPoint(None, None, only_some_reasons=None, **(flags | more))


UNUSABLE = {
    "an unknown critical extension": (UNKNOWN, True, "an extension that is not known (2.25.1)"),
    "an unknown extension": (UNKNOWN, False, "an extension that is not known (2.25.1)"),
    "a critical delta": (x509.DeltaCRLIndicator(1), True, "only what changed"),
    "a delta that is not critical": (x509.DeltaCRLIndicator(1), False, "only what changed"),
    "a part, critical": (point(only_contains_user_certs=True), True, "only a part"),
    "a part, not critical": (point(only_contains_user_certs=True), False, "only a part"),
    "an indirect list": (point(indirect_crl=True), True, "only a part"),
    "an indirect list, not critical": (point(indirect_crl=True), False, "only a part"),
}


def list_with(extension, critical, *, revoked=None, pki=None):
    pki = pki or quick_pki()
    builder = x509.CertificateRevocationListBuilder().issuer_name(pki.authority.certificate.subject)
    builder = builder.last_update(BEGAN).next_update(NOW + timedelta(days=30))
    if extension is not None:
        builder = builder.add_extension(extension, critical=critical)
    if revoked is not None:
        serial = pki.keys[BODY].certificate.serial_number
        entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(revoked)
        builder = builder.add_revoked_certificate(entry.build())
    return builder.sign(pki.authority.key, SHA256())


class TestListsThatDoNotCount:
    """They are told; what they name counts as revoked; and alone they show nothing."""

    @pytest.mark.parametrize("name", UNUSABLE)
    @pytest.mark.parametrize("beside", [True, False], ids=["beside a good list", "alone"])
    def test_it_names_the_signer(self, name, beside):
        extension, critical, problem = UNUSABLE[name]
        pki = quick_pki()
        lists = [pki.root_list, *([pki.authority_list] if beside else [])]
        lists.append(list_with(extension, critical, revoked=NOW - timedelta(minutes=9)))
        found = verify(signed(), trust=kept(trust_of(pki), *lists))
        step_name, message = first_failure(found)
        assert step_name == "revocation"
        assert "was revoked" in message
        assert problem in message

    @pytest.mark.parametrize("name", UNUSABLE)
    def test_it_names_nobody_and_is_alone(self, name):
        extension, critical, problem = UNUSABLE[name]
        found = verify(
            signed(), trust=kept(trust_of(quick_pki()), quick_pki().root_list, list_with(extension, critical))
        )
        status, message = step(found, "revocation")
        assert status == "not checked"
        assert problem in message

    @pytest.mark.parametrize("name", UNUSABLE)
    def test_beside_a_good_one_it_is_told(self, name):
        extension, critical, problem = UNUSABLE[name]
        pki = quick_pki()
        found = verify(signed(), trust=kept(trust_of(pki), *trust_of(pki).crls, list_with(extension, critical)))
        assert found.verdict is Verdict.REHEARSAL
        assert "a CRL of REHEARSAL – Example Issuing CA was not used: it " in step(found, "revocation")[1]
        assert problem in step(found, "revocation")[1]

    def test_one_that_does_not_say_until_when_it_holds(self):
        pki = quick_pki()
        endless = without_end(pki)
        found = verify(signed(), trust=kept(trust_of(pki), *trust_of(pki).crls, endless))
        assert first_failure(found)[0] == "revocation"
        assert "does not say until when it holds (nextUpdate)" in first_failure(found)[1]

    def test_one_of_another_authority_with_the_same_name_revokes_nobody(self):
        pki, foreign = quick_pki(), make_pki(BEGAN)
        serial = pki.keys[BODY].certificate.serial_number
        theirs = revoke(foreign.authority, foreign.authority_list, serial, BEGAN)
        found = verify(signed(), trust=kept(trust_of(pki), *trust_of(pki).crls, theirs))
        assert found.verdict is Verdict.REHEARSAL


def without_end(pki):
    """A list that names the signer and has no nextUpdate, which cryptography does not write."""
    from asn1crypto import crl

    from certkit.signing.keys import signing_with

    whole = crl.CertificateList.load(
        list_with(None, False, revoked=NOW - timedelta(minutes=9)).public_bytes(Encoding.DER)
    )
    inner = whole["tbs_cert_list"]
    del inner["next_update"]
    signed = crl.CertificateList(
        {
            "tbs_cert_list": inner,
            "signature_algorithm": whole["signature_algorithm"],
            "signature": signing_with(pki.authority.key)(inner.dump(force=True), "sha256"),
        }
    )
    return x509.load_der_x509_crl(signed.dump())
