"""Pairs of an old document and a new record, by hand: what covers, what changed, which class each test case has."""

import shutil

import pytest

from certkit.attestation.attest import certify
from certkit.attestation.attest import report as report_of
from certkit.edition.rulebook import load_edition
from certkit.finding import Place
from certkit.plan.model import Status
from certkit.recertification.changes import plan_of
from certkit.recertification.model import Coverage, Sameness
from certkit.recertification.policy import Aspect, Impact
from certkit.verdict.model import CaseOutcome
from tests.attestation.documents import (
    BODY,
    LABORATORY,
    a_declaration,
    a_member,
    a_report,
    judged,
    linked,
    of_family,
    of_member,
)
from tests.edition.editions import SHIPPED
from tests.recertification.pairs import (
    answered,
    case,
    certificate,
    classes,
    earlier,
    failed_report,
    judged_with,
    patched,
    report,
    said,
    with_keys,
)
from tests.verdict.changes import DECIDED
from tests.verdict.dossiers import example
from tests.verdict.systems import csms

REQUIRED = 85
"""Test cases that the example has to pass."""


# The device


def test_a_record_against_its_own_certificate():
    made = report(certificate(), example())
    assert (made.coverage, made.unchanged, made.headline.code) == (Coverage.COVERED, True, "IM-01")
    assert made.headline.message.endswith(
        "covers this device: kind of device, vendor, model, hardware, version and firmware hash are the same"
    )
    assert (made.declared, made.evidence, made.notes, made.dropped, made.extract) == ((), (), (), (), ())
    assert classes(made) == {"same question": REQUIRED}
    assert made.to_rerun == REQUIRED


def test_a_patch_of_the_firmware():
    made = report(certificate(), patched())
    assert (made.coverage, made.unchanged, made.headline.code) == (Coverage.NOT_COVERED, False, "IM-02")
    assert made.headline.message.endswith("does not cover this device: version and firmware hash are different")
    assert {fact.aspect: fact.state for fact in made.product} == {
        Aspect.KIND: Sameness.SAME,
        Aspect.VENDOR: Sameness.SAME,
        Aspect.MODEL: Sameness.SAME,
        Aspect.HARDWARE: Sameness.SAME,
        Aspect.VERSION: Sameness.DIFFERENT,
        Aspect.IMAGE: Sameness.DIFFERENT,
    }
    assert said(made.declared) == [("IM-10", "firmware_version")]
    assert made.declared[0].where == Place("new/pics.yaml", 11, 21)
    assert made.evidence == ()
    assert classes(made) == {"same question": REQUIRED}


@pytest.mark.parametrize(
    ("old", "new", "aspect"),
    [
        ("hardware: board rev. C", "hardware: board rev. D", Aspect.HARDWARE),
        ("model: EX-22 Duo", "model: EX-22 Duo ", None),
        ("model: EX-22 Duo", "model: EX-22 duo", Aspect.MODEL),
    ],
)
def test_exactly_the_same_hardware_and_model(old, new, aspect):
    made = report(certificate(), example().change(old, new))
    differing = [fact.aspect for fact in made.product if fact.state is not Sameness.SAME]
    assert differing == ([aspect] if aspect else [])
    assert (made.coverage is Coverage.COVERED) is (aspect is None)


@pytest.mark.parametrize(
    ("without", "aspects"),
    [("hardware", [Aspect.HARDWARE]), ("firmware", [Aspect.IMAGE]), ("device", [Aspect.HARDWARE])],
)
def test_what_the_record_does_not_show_is_never_the_same(without, aspects):
    made = report(certificate(), example().without(without))
    assert [fact.aspect for fact in made.product if fact.state is Sameness.UNKNOWN] == aspects
    assert (made.coverage, made.unchanged, made.headline.code) == (Coverage.UNKNOWN, False, "IM-03")


def test_a_difference_decides_whatever_else_is_not_known():
    made = report(certificate(), patched().without("hardware"))
    assert (made.coverage, made.headline.code) == (Coverage.NOT_COVERED, "IM-02")


def test_hashes_of_two_algorithms_show_nothing():
    dossier = example().change("  full_image: Yes", "  full_image: Yes\n  algorithm: SHA-512").without("hash")
    made = report(certificate(), dossier)
    (image,) = [fact for fact in made.product if fact.aspect is Aspect.IMAGE]
    assert (image.new[:8], image.state) == ("SHA-512 ", Sameness.UNKNOWN)


def test_a_report_covers_nothing_even_on_the_same_device():
    made = report(earlier(a_report()), example())
    assert (made.coverage, made.unchanged) == (Coverage.NO_CERTIFICATE, False)
    assert made.headline.message.endswith("but only a certificate covers a device")


# What changed


def test_a_new_profile():
    old_dossier = answered(example(), "smart_charging", "Yes", "No")
    old_dossier.change_pics("certificate: Full", "certificate: Subset")
    made = report(earlier(report_of(judged(old_dossier), LABORATORY)), patched())
    assert case(made, "TC_056").impact is Impact.NEW
    assert case(made, "TC_056").old_status is Status.NOT_APPLICABLE
    assert case(made, "TC_056").answers == ("smart_charging from “No” to “Yes”",)
    assert case(made, "TC_001").impact is not Impact.NEW
    assert {row.id for row in made.test_cases if row.impact is Impact.NEW} == {
        "TC_056",
        "TC_057",
        "TC_058_1",
        "TC_058_2",
        "TC_059",
        "TC_060",
        "TC_066",
        "TC_067",
        "TC_072",
        "TC_082",
    }


def test_a_flipped_answer():
    made = report(certificate(), answered(patched(), "R-0", "Yes", "No"))
    assert said(made.declared) == [("IM-10", "firmware_version"), ("IM-10", "R-0")]
    names = [row.id for row in made.dropped]
    assert "TC_046_1" in names
    assert all(row.answers == ("R-0 from “Yes” to “No”",) for row in made.dropped)
    assert {row.status for row in made.dropped} == {Status.NOT_APPLICABLE}
    assert not set(names) & {row.id for row in made.test_cases}
    assert len(names) + len(made.test_cases) == REQUIRED


def test_an_answer_that_decides_a_test_case_which_stays_required():
    made = report(certificate(), answered(patched(), "C-06", "Both", "No"))
    row = case(made, "TC_005_3")
    assert (row.impact, row.code) == (Impact.ANSWER_CHANGED, "IM-21")
    assert row.answers == ("C-06 from “Both” to “No”",)
    assert row.old_run is not None
    assert case(made, "TC_001").impact is Impact.SAME_QUESTION


def test_an_answer_of_which_a_prerequisite_speaks():
    """It decides not whether the test case is run, but whether the device can pass it."""
    made = report(
        certificate(), patched().change_pics("ChargeProfileMaxStackLevel: 8", "ChargeProfileMaxStackLevel: 1")
    )
    assert {row.id: row.answers for row in made.test_cases if row.impact is Impact.ANSWER_CHANGED} == {
        "TC_072": ("ChargeProfileMaxStackLevel from “8” to “1”",)
    }


def test_an_answer_that_is_missing_now_leaves_test_cases_open():
    made = report(certificate(), answered(patched(), "C-04", "Yes", ""))
    row = case(made, "TC_007_1")
    assert (row.impact, row.code, row.rerun) == (Impact.UNDETERMINED, "IM-25", True)
    assert "C-04" in row.message
    assert "TC_007_1" not in {dropped.id for dropped in made.dropped}


def test_a_key_that_changed_without_an_answer():
    def silently(keys):
        keys["HeartbeatInterval"]["value"] = "600"
        keys["AuthorizationCacheEnabled"]["value"] = "false"
        keys["ExLedColour"]["value"] = "green"
        del keys["LocalPreAuthorize"]
        keys["ExNew"] = {"key": "ExNew", "readonly": True, "value": "1"}

    made = report(certificate(), with_keys(example(), silently))
    assert (made.coverage, made.unchanged, made.declared) == (Coverage.COVERED, False, ())
    assert said(made.evidence) == [
        ("IM-12", "AuthorizationCacheEnabled"),
        ("IM-12", "ExLedColour"),
        ("IM-12", "ExNew"),
        ("IM-12", "HeartbeatInterval"),
        ("IM-12", "LocalPreAuthorize"),
    ]
    cache = made.evidence[0]
    assert (cache.old, cache.new, cache.items) == ("true, writable", "false, writable", ("C-04",))
    assert cache.where is not None
    assert cache.where.file == "new/getconfiguration.json"
    assert [(change.old, change.new) for change in made.evidence if change.subject == "LocalPreAuthorize"] == [
        ("false, writable", None)
    ]
    row = case(made, "TC_037_1")
    assert (row.impact, row.keys) == (Impact.SAME_QUESTION, ("AuthorizationCacheEnabled",))


def test_a_key_that_changed_with_its_answer():
    dossier = with_keys(answered(patched(), "C-04", "Yes", "No"), lambda keys: keys.pop("AuthorizationCacheEnabled"))
    made = report(certificate(), dossier)
    assert said(made.evidence) == [("IM-11", "AuthorizationCacheEnabled")]


def test_the_order_and_the_spelling_of_keys_mean_nothing():
    def reordered(keys):
        entries = [{**entry, "key": name.upper()} for name, entry in reversed(keys.items())]
        keys.clear()
        keys.update({entry["key"]: entry for entry in entries})

    assert report(certificate(), with_keys(example(), reordered)).evidence == ()


def test_a_secret_is_not_compared_and_this_is_said():
    def secret(value):
        return lambda keys: keys.update(AuthorizationKey={"key": "AuthorizationKey", "readonly": False, "value": value})

    old = earlier(report_of(judged(with_keys(example(), secret("0123456789abcdef"))), LABORATORY))
    made = report(old, with_keys(example(), secret("another secret")))
    assert (made.evidence, said(made.notes)) == ((), [("IM-19", "configuration keys")])
    assert "0123456789abcdef" not in repr(made)


def test_what_a_certificate_states_of_keys():
    def changed(keys):
        keys["ReserveConnectorZeroSupported"]["value"] = "false"
        del keys["CertificateStoreMaxLength"]
        keys["HeartbeatInterval"]["value"] = "600"  # writable, so that a certificate does not state its value

    made = report(certificate(), with_keys(patched(), changed))
    changes = {change.key: change for change in made.extract}
    assert set(changes) == {"ReserveConnectorZeroSupported", "CertificateStoreMaxLength"}
    assert changes["ReserveConnectorZeroSupported"].values == (("true",), ("false",))
    assert changes["ReserveConnectorZeroSupported"].message == "value from “true” to “false”"
    assert changes["CertificateStoreMaxLength"].implemented == (True, False)
    assert changes["CertificateStoreMaxLength"].message == ("implemented from “yes” to “no”; value from “10” to “none”")


def test_a_configuration_that_is_missing_now_cannot_be_compared():
    made = report(certificate(), example().change("file: getconfiguration.json", "file:"))
    assert said(made.evidence) == [("IM-17", "configuration keys")]
    assert (made.coverage, made.unchanged, made.extract) == (Coverage.COVERED, False, ())


def test_answers_that_changed_although_the_firmware_did_not():
    made = report(certificate(), answered(example(), "C-06", "Both", "No"))
    assert ("IM-13", "firmware hash") in said(made.evidence)
    (change,) = [change for change in made.evidence if change.code == "IM-13"]
    assert change.items == ("C-06",)
    assert (made.coverage, made.unchanged) == (Coverage.COVERED, False)


def test_an_image_that_changed_under_the_same_version():
    dossier = example()
    dossier.files["ex-22-duo-3.1.0.bin"] += b"silently"
    made = report(certificate(), dossier)
    assert said(made.evidence) == [("IM-14", "firmware hash")]


def test_a_version_that_changed_with_the_same_image():
    dossier = example().change("firmware_version: 3.1.0", "firmware_version: 3.1.1")
    dossier.change_pics("firmware_version: 3.1.0", "firmware_version: 3.1.1")
    made = report(certificate(), dossier)
    assert said(made.evidence) == [("IM-15", "firmware hash"), ("IM-16", "version")]
    assert made.evidence[1].message == (
        "the record states another version, but the BootNotifications still name “3.1.0”"
    )


def test_boot_data_that_changed():
    dossier = example()
    dossier.files["messages.log"] = dossier.files["messages.log"].replace(b"3.1.0", b"3.1.0-debug")
    made = report(certificate(), dossier)
    assert said(made.evidence) == [("IM-16", "version")]
    assert (made.evidence[0].old, made.evidence[0].new) == ("3.1.0", "3.1.0-debug")


def test_another_sample_of_the_device_and_another_tool_are_no_change_of_the_device():
    dossier = (
        example().change("serial: EX22D-000417", "serial: EX22D-000418").change('version: "2.4.1"', "version: 2.5")
    )
    made = report(certificate(), dossier)
    assert said(made.notes) == [("IM-18", "serial number"), ("IM-18", "version of the test tool")]
    assert made.unchanged


# The old run, and the rules


def test_a_test_case_that_failed_before():
    made = report(failed_report(), patched())
    row = case(made, "TC_010")
    assert (row.impact, row.code) == (Impact.NOT_PASSED, "IM-23")
    assert row.old_run is not None
    assert row.old_run.outcome is CaseOutcome.FAILED
    assert row.old_run.document_sha256 == failed_report().sha256
    assert row.old_run.document == failed_report().document["id"]
    assert classes(made) == {"not passed before": 1, "same question": REQUIRED - 1}


def test_a_failure_that_a_decision_waived_did_not_pass():
    dossier = example().decision(**DECIDED)
    dossier.run("TC_010")["verdict"] = "fail"
    old = earlier(certify(linked(report_of(judged(dossier), LABORATORY)), BODY))
    row = case(report(old, patched()), "TC_010")
    assert row.impact is Impact.NOT_PASSED
    assert row.old_run is not None
    assert row.old_run.outcome is CaseOutcome.WAIVED


def test_another_reading():
    rulebook = load_edition(readings={"B-07": "b"})
    made = report(certificate(), judged_with(patched(), rulebook))
    affected = {row.id for row in made.test_cases if row.impact is Impact.RULE_CHANGED}
    expected = {
        row.id
        for row in plan_of(certificate().judged).test_cases
        if "B-07" in row.readings and row.status is Status.REQUIRED
    }
    assert affected == expected
    assert expected
    assert {row.rules for row in made.test_cases if row.id in affected} == {("the reading B-07 from taken to b",)}
    assert ("IM-18", "reading B-07") in said(made.notes)


def copied_edition(tmp_path, name, **changes):
    """A copy of the edition, with texts of its files changed: file -> (old, new)."""
    folder = tmp_path / name
    shutil.copytree(SHIPPED, folder)
    for file, (old, new) in changes.items():
        path = folder / f"{file}.yaml"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return load_edition(folder)


def test_another_release_changes_only_the_test_cases_whose_rule_it_changes(tmp_path):
    row = "title: Reservation of a Connector - Expire, station: {mark: C, when: reservations}"
    rulebook = copied_edition(
        tmp_path,
        SHIPPED.name,
        edition=("release: 1", "release: 2"),
        test_cases=(row, row.replace("when: reservations", "when: R-0 and C-07")),
    )
    made = report(certificate(), judged_with(patched(), rulebook))
    assert [row.id for row in made.test_cases if row.impact is Impact.RULE_CHANGED] == ["TC_047"]
    (rule,) = case(made, "TC_047").rules
    old, new = certificate().judged.rulebook.sha256[:16], rulebook.sha256[:16]
    assert rule == f"release 1 ({old}…) to release 2 ({new}…) of the edition"
    assert ("IM-18", "release of the edition") in said(made.notes)


def test_another_edition_is_another_document(tmp_path):
    name = "ocpp-1.6-v2.5"
    rulebook = copied_edition(tmp_path, name, edition=("id: ocpp-1.6-v2.4", f"id: {name}"))
    dossier = example().change("edition: ocpp-1.6-v2.4", f"edition: {name}")
    dossier.change_pics("edition: ocpp-1.6-v2.4", f"edition: {name}")
    made = report(certificate(), judged_with(dossier, rulebook))
    assert classes(made) == {"rule changed": REQUIRED}
    assert {row.rules for row in made.test_cases} == {(f"the edition from ocpp-1.6-v2.4 to {name}",)}
    assert made.coverage is Coverage.COVERED


# Other devices


def test_a_member_of_a_family_whose_certificate_has_no_hash():
    declared = earlier(a_member())
    made = report(declared, of_member(declared.document["links"][1]["id"]))
    assert (made.coverage, made.unchanged) == (Coverage.COVERED, True)
    (image,) = [fact for fact in made.product if fact.aspect is Aspect.IMAGE]
    assert image.state is Sameness.NOT_STATED


def test_the_representative_is_not_covered_by_the_certificate_of_a_member():
    made = report(earlier(a_member()), of_family())
    assert made.coverage is Coverage.NOT_COVERED
    assert "model" in made.headline.message


def test_a_declaration_is_no_certificate():
    made = report(earlier(a_declaration()), of_member(a_member()["links"][1]["id"]))
    assert (made.coverage, made.unchanged) == (Coverage.NO_CERTIFICATE, False)


def test_a_csms_has_no_hardware_and_no_keys():
    old = earlier(certify(linked(report_of(judged(csms()), LABORATORY)), BODY))
    made = report(old, csms())
    assert (made.coverage, made.unchanged, made.evidence, made.extract) == (Coverage.COVERED, True, (), ())
    states = {fact.aspect: fact.state for fact in made.product}
    assert {states[Aspect.MODEL], states[Aspect.HARDWARE], states[Aspect.IMAGE]} == {Sameness.NOT_STATED}
    newer = csms().change('firmware_version: "2025.3"', 'firmware_version: "2025.4"')
    assert report(old, newer).coverage is Coverage.NOT_COVERED


def test_what_a_document_states_counts_even_where_it_need_not_state_it():
    def on(hardware):
        return csms().change('firmware_version: "2025.3"', f'firmware_version: "2025.3", hardware: {hardware}')

    old = earlier(report_of(judged(on("two servers")), LABORATORY))
    states = [report(old, on(hardware)).coverage for hardware in ("two servers", "one server")]
    assert states == [Coverage.NO_CERTIFICATE, Coverage.NOT_COVERED]
    assert report(old, csms()).coverage is Coverage.UNKNOWN


def test_a_station_in_the_place_of_a_csms_changes_every_question():
    made = report(earlier(report_of(judged(csms()), LABORATORY)), example())
    assert made.coverage is Coverage.NOT_COVERED
    assert Impact.SAME_QUESTION not in {row.impact for row in made.test_cases}


@pytest.mark.parametrize(
    ("old", "new", "aspect"),
    [
        ("model: EX-22 Duo", "model: EX-99", Aspect.MODEL),
        ("firmware_version: 3.1.0", "firmware_version: 4.0.0", Aspect.VERSION),
    ],
)
def test_a_record_that_repeats_the_old_device_beside_a_changed_pics_is_not_covered(old, new, aspect):
    made = report(certificate(), example().change_pics(old, new))
    assert [fact.aspect for fact in made.product if fact.state is Sameness.UNKNOWN] == [aspect]
    assert (made.coverage, made.unchanged, made.headline.code) == (Coverage.UNKNOWN, False, "IM-03")


def test_a_record_that_repeats_the_old_version_beside_another_boot_notification_is_not_covered():
    dossier = example()
    dossier.files["messages.log"] = dossier.files["messages.log"].replace(b"3.1.0", b"3.2.0")
    assert report(certificate(), dossier).coverage is Coverage.UNKNOWN
