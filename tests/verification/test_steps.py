"""Each step of a verification: when it passes, fails or is not checked, and what it says then."""

import re
from datetime import timedelta

import pytest

from certkit.signing.pki import make_list, make_pki, revoke
from certkit.trust.store import Trust, official_trust
from certkit.verification.model import EARLIER, StepName, StepStatus, Verdict, sentence
from tests.signing.pkis import BEGAN, NOW, key_of, key_with, quick_pki, reissued, trust_of
from tests.signing.tsa import FixedTimeStamper
from tests.verification.signed import (
    LATER,
    ROLES,
    data,
    first_failure,
    reason,
    refused,
    sign_data,
    signed,
    stamper,
    step,
    verify,
)

KINDS = ("certificate", "report", "failed report", "declaration")
LEVELS = ("B-B", "B-T", "B-LT", "B-LTA")
WORD = "%Y-%m-%d %H:%M:%S UTC"


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_good_document_of_a_rehearsal_is_never_more_than_that(kind, level):
    found = verify(signed(kind, level))
    assert found.verdict is Verdict.REHEARSAL
    assert found.signer.level == level
    assert found.signer.signed_at == (None if level == "B-B" else NOW)


@pytest.mark.parametrize("kind", KINDS)
def test_a_good_official_document_is_verified(kind):
    found = verify(signed(kind, "B-LTA", rehearsal=False), quick_pki(rehearsal=False))
    assert found.verdict is Verdict.VERIFIED
    assert found.signer.role == ROLES[found.document["kind"]]


@pytest.mark.parametrize(
    ("kind", "level", "least"),
    [
        ("certificate", "B-B", "B-LTA"),
        ("certificate", "B-T", "B-LTA"),
        ("certificate", "B-LT", "B-LTA"),
        ("report", "B-T", "B-LT"),
        ("declaration", "B-B", "B-LT"),
    ],
)
def test_an_official_document_needs_its_level(kind, level, least):
    pki = quick_pki(rehearsal=False)
    content = signed(kind, level, rehearsal=False)
    refused(content, "issuer", "issuer.level", {"kind": kind, "least": least, "level": level}, pki=pki)


@pytest.mark.parametrize("kind", ["report", "declaration"])
def test_reports_and_declarations_are_official_at_b_lt(kind):
    assert verify(signed(kind, "B-LT", rehearsal=False), quick_pki(rehearsal=False)).verdict is Verdict.VERIFIED


def test_what_every_step_says_of_a_good_certificate():
    found = verify(signed("certificate", "B-LTA"))
    content = signed("certificate", "B-LTA")
    name = "REHEARSAL – Example Certification body"
    document = found.document
    assert [(one.name.value, one.status.value, one.message) for one in found.steps] == [
        ("file", "passed", f"{len(content):,} bytes"),
        ("structure", "passed", f"3 revisions, {len(found.payload):,} bytes attached"),
        ("signature", "passed", "intact, SHA-256"),
        ("time", "passed", f"level B-LTA, signed no later than {NOW:{WORD}}"),
        ("chain", "passed", f"{name} ← REHEARSAL – Example Issuing CA ← REHEARSAL – Example Root CA"),
        ("role", "passed", "Certification body"),
        ("revocation", "passed", f"CRLs of {BEGAN:{WORD}} or later"),
        ("payload", "passed", f"certificate {document['id']}"),
        ("issuer", "passed", f"{name}, certification body"),
        ("pages", "passed", "drawn again, byte for byte"),
        ("links", "not checked", f"the report {document['links'][0]['id']} is not given"),
        ("derivation", "passed", f"{len(document['derived']['plan'])} test cases, verdict pass"),
        ("evidence", "not checked", "the dossier was not given (--evidence)"),
    ]


def test_a_failed_report_is_verified_as_what_it_is():
    found = verify(signed("failed report"))
    assert step(found, "derivation")[1].endswith("verdict fail")


def test_without_a_time_stamp_the_signature_has_to_hold_at_the_verifier_s_time():
    assert step(verify(signed()), "time") == (
        "passed",
        f"level B-B, no time stamp: certificates are checked as of {LATER:{WORD}}",
    )


def test_no_official_root_comes_with_certkit():
    assert reason(verify(signed(), trust=official_trust()))[:2] == ("chain", "chain.no-root")


def test_a_foreign_root_with_the_same_names():
    foreign = make_pki(BEGAN)
    found = verify(sign_data(data(), pki=foreign), quick_pki())
    assert foreign.root.certificate.subject == quick_pki().root.certificate.subject
    assert first_failure(found)[0] == "chain"
    assert found.signer is None


def test_a_rehearsal_root_among_the_official_ones_stays_one():
    pki, official = quick_pki(), quick_pki(rehearsal=False)
    both = Trust((official.root.certificate, pki.root.certificate), (), (*trust_of(official).crls, *trust_of(pki).crls))
    assert verify(signed(), trust=both).verdict is Verdict.REHEARSAL


@pytest.mark.parametrize("says", [True, False])
def test_data_that_is_wrong_about_being_a_rehearsal(says):
    pki = quick_pki(rehearsal=not says)
    content = sign_data(data(pki=pki, rehearsal=says), "B-LTA", pki=pki)
    refused(content, "issuer", "issuer.rehearsal", {"said": "rehearsal" if says else "official"}, pki=pki)


@pytest.mark.parametrize("role", ["laboratory", "test tool", "vendor"])
def test_the_wrong_role(role):
    pki = quick_pki()
    content = sign_data(data(), key=key_of(pki, role))
    refused(content, "issuer", "issuer.kind", {"kind": "certificate", "role": role})


def test_a_name_that_is_not_the_signer_s():
    issuer = {"name": "Example Other Body", "role": "certification body", "register": None}
    refused(
        sign_data(data(issuer=issuer)),
        "issuer",
        "issuer.other",
        {"name": "Example Other Body", "role": "certification body"},
    )


def test_the_time_stamper_s_certificate_as_signer():
    pki = quick_pki()
    content = sign_data(data(), key=key_with(pki.keys["tsa"], pki))
    name = "REHEARSAL – Example Time-Stamp Authority"
    refused(content, "role", "role.none", {"name": name})


def test_an_authority_as_signer():
    pki = quick_pki()
    found = verify(sign_data(data(), key=key_with(pki.authority, pki)))
    assert first_failure(found)[0] == "role"


def test_an_expired_certificate_without_a_time_stamp():
    found = verify(signed(), at=NOW + timedelta(days=3650))
    name, key, arguments = reason(found)
    assert (name, key, arguments["what"]) == ("chain", "chain.not-valid", "the signer")
    assert arguments["name"].startswith("REHEARSAL – Example ")
    assert re.fullmatch(r"is valid from 20\d\d-.* to 20\d\d-.*", arguments["problem"])


def test_before_anything_was_valid():
    assert verify(signed(), at=BEGAN - timedelta(days=1)).verdict is Verdict.NOT_VERIFIED


def test_a_document_that_is_verified_for_a_time_before_its_signature():
    found = verify(signed("certificate", "B-T"), at=NOW - timedelta(minutes=30))
    before = f"{NOW - timedelta(minutes=30):{WORD}}"
    order = {"what": "the time stamp", "moment": f"{NOW:{WORD}}", "after": before}
    assert reason(found) == ("time", "time.order", order)


@pytest.mark.parametrize("level", ["B-B", "B-T"])
def test_data_that_is_issued_later_than_signed(level):
    ahead = NOW + timedelta(hours=1)
    content = sign_data(data(at=ahead), level, at=ahead, tsa=stamper() if level == "B-T" else None)
    key = "issuer.issued-later" if level == "B-T" else "issuer.issued-ahead"
    moment = NOW if level == "B-T" else LATER
    refused(content, "issuer", key, {"issued": f"{ahead:{WORD}}", "moment": f"{moment:{WORD}}"})


def test_data_that_is_dated_back():
    before = NOW - timedelta(days=40)
    pki = make_pki(NOW - timedelta(days=60), list_days=90)
    content = sign_data(data(pki=pki, at=before), "B-T", pki=pki, at=before, tsa=stamper(pki, NOW))
    refused(
        content,
        "issuer",
        "issuer.signed-late",
        {"issued": f"{before:{WORD}}", "moment": f"{NOW:{WORD}}"},
        pki=pki,
    )


def test_a_signature_that_gives_another_time_than_the_data():
    content = sign_data(data(), at=NOW - timedelta(minutes=1))
    refused(content, "issuer", "issuer.other-time", {"issued": f"{NOW:{WORD}}"})


class TestRevocation:
    """By lists alone; what is not known never counts as good."""

    def test_no_list(self):
        found = verify(signed(), trust=trust_of(quick_pki())._replace(crls=()))
        name = "REHEARSAL – Example Issuing CA"
        assert found.verdict is Verdict.NOT_VERIFIED
        assert step(found, "revocation")[0] == "not checked"
        signer = "REHEARSAL – Example Certification body"
        unknown = {"issuer": name, "moment": f"{LATER:{WORD}}", "name": signer, "notes": ""}
        assert reason(found, "revocation") == ("revocation", "revocation.no-current", unknown)

    def test_an_old_list(self):
        pki = quick_pki()
        old = make_list(pki.authority, [], BEGAN, number=1, days=0)
        found = verify(signed(), trust=trust_of(pki)._replace(crls=(pki.root_list, old)))
        assert step(found, "revocation")[0] == "not checked"
        assert step(found, "revocation")[1].endswith(f"; the newest one was current until {BEGAN:{WORD}}")

    def test_without_the_root_s_list(self):
        pki = quick_pki()
        found = verify(signed(), trust=trust_of(pki)._replace(crls=(pki.authority_list,)))
        assert step(found, "revocation")[0] == "not checked"
        assert found.verdict is Verdict.NOT_VERIFIED

    def test_a_list_of_a_foreign_authority_of_the_same_name(self):
        pki, foreign = quick_pki(), make_pki(BEGAN)
        found = verify(signed(), trust=trust_of(pki)._replace(crls=(foreign.root_list, foreign.authority_list)))
        assert step(found, "revocation")[0] == "not checked"

    @pytest.mark.parametrize("level", LEVELS)
    def test_revoked_before_it_was_signed(self, level):
        when = NOW - timedelta(minutes=10)
        self.refuses(signed("certificate", level), when)

    @pytest.mark.parametrize("level", LEVELS)
    def test_revoked_at_the_very_time(self, level):
        self.refuses(signed("certificate", level), NOW)

    def test_revoked_later_but_nothing_proves_when_it_was_signed(self):
        self.refuses(signed(), NOW + timedelta(minutes=1))

    @pytest.mark.parametrize("level", LEVELS[1:])
    def test_revoked_after_it_was_signed(self, level):
        when = NOW + timedelta(minutes=1)
        found = verify(signed("certificate", level), trust=self.revoking("certification body", when))
        assert found.verdict is Verdict.REHEARSAL
        later = sentence("revocation.later", name="REHEARSAL – Example Certification body", moment=f"{when:{WORD}}")
        assert reason(found, "revocation")[2]["notes"] == f"; {later}"

    @pytest.mark.parametrize("who", ["tsa", "authority"])
    def test_another_of_the_path(self, who):
        when = NOW - timedelta(minutes=10)
        found = verify(signed("certificate", "B-LTA"), trust=self.revoking(who, when))
        name, key, arguments = reason(found)
        assert (name, key, arguments["moment"]) == ("revocation", "revocation.revoked", f"{when:{WORD}}")

    def test_the_time_stamper_later_revoked_is_not_believed_without_an_archive_stamp(self):
        when = NOW + timedelta(minutes=1)
        found = verify(signed("certificate", "B-T"), trust=self.revoking("tsa", when))
        assert first_failure(found)[0] == "revocation"

    def test_a_revocation_in_an_older_list_counts_too(self):
        pki = quick_pki()
        serial = pki.keys["certification body"].certificate.serial_number
        revoking = revoke(pki.authority, pki.authority_list, serial, NOW - timedelta(minutes=9), days=0)
        found = verify(signed(), trust=trust_of(pki)._replace(crls=(*trust_of(pki).crls, revoking)))
        assert first_failure(found)[0] == "revocation"

    def refuses(self, content, when):
        revoked = {"name": "REHEARSAL – Example Certification body", "moment": f"{when:{WORD}}"}
        trust = self.revoking("certification body", when)
        refused(content, "revocation", "revocation.revoked", revoked, trust=trust)

    def revoking(self, who, when):
        pki = quick_pki()
        if who == "authority":
            serial = pki.authority.certificate.serial_number
            lists = (revoke(pki.root, pki.root_list, serial, when), pki.authority_list)
        else:
            lists = (
                pki.root_list,
                revoke(pki.authority, pki.authority_list, pki.keys[who].certificate.serial_number, when),
            )
        return trust_of(pki)._replace(crls=lists)


class TestYearsLater:
    """The signer's certificate has expired, the lists in the document are old: an archive stamp and fresh lists do."""

    AT = NOW + timedelta(days=900)

    def fresh(self, revoked=(), when=None):
        pki = quick_pki()
        authority = pki.authority_list
        for who in revoked:
            authority = revoke(pki.authority, authority, pki.keys[who].certificate.serial_number, when)
        lists = (
            make_list(pki.root, [], self.AT - timedelta(days=1), number=9),
            make_list(pki.authority, list(authority), self.AT - timedelta(days=1), number=9),
        )
        return trust_of(pki)._replace(crls=lists)

    def test_the_certificate_has_expired_by_then(self):
        assert quick_pki().keys["certification body"].certificate.not_valid_after_utc < self.AT

    def test_with_fresh_lists_it_is_verified(self):
        assert verify(signed("certificate", "B-LTA"), at=self.AT, trust=self.fresh()).verdict is Verdict.REHEARSAL

    def test_and_the_official_one_too(self):
        pki = quick_pki(rehearsal=False)
        lists = [make_list(one, [], self.AT, number=9) for one in (pki.root, pki.authority)]
        found = verify(
            signed("certificate", "B-LTA", rehearsal=False), at=self.AT, trust=trust_of(pki)._replace(crls=tuple(lists))
        )
        assert found.verdict is Verdict.VERIFIED

    def test_without_fresh_lists_it_is_not(self):
        found = verify(signed("certificate", "B-LTA"), at=self.AT)
        assert first_failure(found)[0] == "revocation"
        assert step(found, "revocation")[0] == "not checked"

    def test_revoked_later_with_fresh_lists_it_is_verified(self):
        trust = self.fresh(["certification body"], NOW + timedelta(days=30))
        found = verify(signed("certificate", "B-LTA"), at=self.AT, trust=trust)
        assert found.verdict is Verdict.REHEARSAL
        assert " was revoked " in reason(found, "revocation")[2]["notes"]

    def test_revoked_before_it_is_not_for_all_that(self):
        trust = self.fresh(["certification body"], NOW - timedelta(minutes=1))
        assert first_failure(verify(signed("certificate", "B-LTA"), at=self.AT, trust=trust))[0] == "revocation"

    @pytest.mark.parametrize("level", ["B-T", "B-LT"])
    def test_a_lower_level_does_as_long_as_its_stamper_s_certificate_lives(self, level):
        found = verify(signed("certificate", level), at=self.AT, trust=self.fresh())
        # B-T brings no list from when the certificate was alive
        assert (found.verdict is Verdict.REHEARSAL) == (level == "B-LT")

    def test_b_b_does_not(self):
        assert verify(signed(), at=self.AT, trust=self.fresh()).verdict is Verdict.NOT_VERIFIED


class TestTimeStamps:
    def test_one_by_a_signer_s_key(self):
        content = sign_data(data(), "B-T", tsa=stamper(holder=quick_pki().keys["laboratory"]))
        refused(
            content,
            "time",
            "time.not-authority",
            {"what": "the time stamp", "problem": "is not one for time stamps alone"},
        )

    def test_one_under_a_root_for_time_stamps_alone(self):
        pki, other = quick_pki(), make_pki(BEGAN)
        content = sign_data(data(), "B-T", tsa=stamper(other))
        assert first_failure(verify(content))[0] == "time"
        trust = trust_of(pki)._replace(
            time_stamp_roots=(other.root.certificate,), crls=(*trust_of(pki).crls, *trust_of(other).crls)
        )
        assert verify(content, trust=trust).verdict is Verdict.REHEARSAL

    def test_a_root_for_time_stamps_is_none_for_signers(self):
        pki = quick_pki()
        trust = trust_of(pki)._replace(roots=(), time_stamp_roots=(pki.root.certificate,))
        assert first_failure(verify(signed("certificate", "B-T"), trust=trust))[0] == "chain"

    def test_of_an_expired_stamper(self):
        pki = quick_pki()
        old = reissued(pki.keys["tsa"], pki.authority, ends=NOW + timedelta(minutes=1))
        content = sign_data(data(), "B-T", tsa=stamper(holder=old))
        name, key, arguments = reason(verify(content))
        assert (name, key, arguments["moment"]) == ("time", "chain.not-valid", f"{LATER:{WORD}}")

    def test_an_archive_stamp_that_is_older_than_the_stamp_it_keeps(self):
        class Backwards(FixedTimeStamper):
            asked = 0

            async def async_request_tsa_response(self, req):
                self.asked += 1
                self.at = NOW - timedelta(minutes=self.asked)
                return await super().async_request_tsa_response(req)

        pki = quick_pki()
        content = sign_data(data(), "B-LTA", tsa=Backwards(pki.keys["tsa"], [pki.authority.certificate], NOW))
        assert reason(verify(content))[:2] == ("time", "time.order")


def test_a_step_that_needs_an_earlier_one_says_so():
    found = verify(b"no PDF")
    assert reason(found) == ("file", "file.not-pdf", {})
    assert all((one.status, one.message.key) == (StepStatus.NOT_CHECKED, EARLIER) for one in found.steps[1:])


def test_the_steps_are_numbered_from_one():
    assert [one.number for one in verify(b"").steps] == list(range(1, len(StepName) + 1))
