"""A product family beside its representative product."""

import json
from typing import Any

import pytest

from certkit.attestation.attest import certify, declare, report, standing_refusals
from certkit.attestation.family import check_family, listed_members
from certkit.attestation.family_model import Member, Product, Tested
from certkit.attestation.model import NotAttestable
from certkit.edition.rulebook import load_edition
from certkit.formats.canonical_json import payload_digest
from certkit.pics.read_yaml import read_pics_yaml
from certkit.plan.derive import make_plan
from certkit.verdict.assess import decided_cases
from tests.attestation.documents import BODY, LABORATORY, TOOL, a_member, judged, linked, of_family, of_member
from tests.attestation.refused import found
from tests.cli.program import CSMS, certkit
from tests.verdict.dossiers import FAMILY
from tests.verdict.example import FOLDER

RULEBOOK = load_edition()
TEXT = (FOLDER / "pics.yaml").read_text(encoding="utf-8") + FAMILY
TESTED = Product(model="EX-22 Duo", firmware_version="3.1.0")
DECLARED = Product(model="EX-11 Duo", firmware_version="3.1.0")
MEMBER = TEXT.replace("model: EX-22 Duo\n", "model: EX-11 Duo\n", 1)


def statement(text: str, name: str = "pics.yaml"):
    pics, _ = read_pics_yaml(text.encode(), name, lambda _: RULEBOOK)
    return pics, make_plan(pics, RULEBOOK)


def checked(tested: str = TEXT, *members: str, passed=None, outcome=None, decided=frozenset()):
    pics, plan = statement(tested, "tested.yaml")
    others = [Member(*statement(one, "member.yaml")) for one in members]
    return check_family(Tested(pics, plan, passed, outcome, decided), others, RULEBOOK)


def test_a_family_in_order():
    family = checked(TEXT, MEMBER)
    assert family.good
    assert (family.family, family.representative) == ("EX Duo", "EX-22 Duo")
    assert family.listed == (TESTED, DECLARED)
    assert family.without_pics == ()
    (member,) = family.members
    assert [pair.item for pair in member.answers] == ["model"]
    assert member.never_run == ()


def test_members_without_a_statement():
    assert checked(TEXT).without_pics == (DECLARED,)


def test_what_the_representative_product_did_not_pass():
    plan = statement(TEXT)[1]
    passed = frozenset(row.id for row in plan.to_run if row.id != "TC_010")
    assert checked(TEXT, MEMBER, passed=passed, outcome="pass", decided=frozenset({"TC_010"})).good
    family = checked(TEXT, MEMBER, passed=passed, outcome="pass")
    assert not family.good
    ((untested,),) = [member.never_run for member in family.members]
    assert untested.id == "TC_010"


def test_a_member_with_more_than_the_representative_product():
    family = checked(TEXT.replace("  R-0: Yes ", "  R-0: No "), MEMBER)
    (member,) = family.members
    assert [pair.item for pair in member.answers] == ["model", "R-0"]
    assert {row.id for row in member.never_run} >= {"TC_046", "TC_047"} or len(member.never_run) > 5
    assert all("R-0 is Yes" in row.because for row in member.never_run)


def problems(family) -> list[Any]:
    """What keeps the family from being in order, without places."""
    refused = (*family.problems, *(each for member in family.members for each in member.problems))
    return [(key, arguments) for key, _, arguments in map(found, refused)]


def of(key: str, **arguments: Any) -> tuple[str, dict[str, Any]]:
    return key, arguments


CASES = {
    "no family": (
        (FOLDER / "pics.yaml").read_text(encoding="utf-8"),
        (),
        [of("AT-21"), of("AT-25")],
    ),
    "the PICS of another product": (
        MEMBER,
        (),
        [of("AT-27", representative="EX-22 Duo", model="EX-11 Duo")],
    ),
    "a representative product that is no member": (
        TEXT.replace("firmware_version: 3.1.0\n", "firmware_version: 3.2.0\n", 1),
        (),
        [of("AT-24.tested", product="EX-22 Duo 3.2.0")],
    ),
    "a member in another version": (
        TEXT,
        (MEMBER.replace("firmware_version: 3.1.0\n", "firmware_version: 3.0.0\n", 1),),
        [of("AT-24.representative", product="EX-11 Duo 3.0.0"), of("AT-24.own", product="EX-11 Duo 3.0.0")],
    ),
    "the representative product as a member": (
        TEXT,
        (TEXT,),
        [of("AT-26", model="EX-22 Duo")],
    ),
    "a member of another family": (
        TEXT,
        (MEMBER.replace("name: EX Duo", "name: EX Solo"),),
        [of("AT-29.differs", item="family.name", member="EX Solo", representative="EX Duo")],
    ),
    "a member of another vendor": (
        TEXT,
        (MEMBER.replace("vendor: Example Charging GmbH", "vendor: Example AG"),),
        [of("AT-29.differs", item="vendor", member="Example AG", representative="Example Charging GmbH")],
    ),
    "a software stack": (
        TEXT,
        (MEMBER.replace("dut: Charging Station", "dut: Charging Station Software Stack"),),
        [of("AT-20", kind="Charging Station Software Stack", kinds=("Charging Station",))],
    ),
    "no kind of device": (
        TEXT,
        (MEMBER.replace("dut: Charging Station\n", "dut:\n"),),
        [of("AT-10")],
    ),
    "a representative product without model": (
        TEXT.replace("model: EX-22 Duo\n", "model:\n", 1),
        (),
        [of("AT-27.no-model", representative="EX-22 Duo")],
    ),
    "a member without family": (
        TEXT,
        (MEMBER.replace("name: EX Duo", "name:"),),
        [of("AT-29.not-named", item="family.name", representative="EX Duo")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_problems(name):
    tested, members, wanted = CASES[name]
    family = checked(tested, *members)
    assert problems(family) == wanted
    assert not family.good


def test_a_representative_product_that_failed():
    assert problems(checked(TEXT, passed=frozenset(), outcome="fail")) == [of("AT-28", outcome="fail")]


def test_the_command_on_a_record(tmp_path):
    record = of_family().write(tmp_path)
    (tmp_path / "member.yaml").write_text(MEMBER, encoding="utf-8")
    result = certkit("family", "check", record, tmp_path / "member.yaml")
    assert result.code == 0, result.out
    assert "Representative   EX-22 Duo" in result.out
    assert "verdict pass" in result.out
    assert "    model: EX-22 Duo -> EX-11 Duo" in result.out
    assert "the representative product passed every required test case" in result.out
    assert result.out.endswith("\nevery given member can follow the representative product\n")
    document = json.loads(certkit("family", "check", record, tmp_path / "member.yaml", "-f", "json").out)
    assert document["good"] is True
    assert document["verdict"] == "pass"
    assert document["members"][0]["answers"] == [
        {"item": "model", "representative": "EX-22 Duo", "member": "EX-11 Duo"}
    ]


def test_the_command_on_statements(tmp_path):
    (tmp_path / "tested.yaml").write_text(TEXT.replace("  R-0: Yes ", "  R-0: No "), encoding="utf-8")
    (tmp_path / "member.yaml").write_text(MEMBER, encoding="utf-8")
    result = certkit("family", "check", tmp_path / "tested.yaml", tmp_path / "member.yaml")
    assert result.code == 1
    assert "only its PICS is given: certkit assumes" in result.out
    assert "required test cases that the representative product did not pass" in result.out
    assert result.out.endswith("\nnot every member can follow the representative product\n")
    document = json.loads(certkit("family", "check", tmp_path / "tested.yaml", "-f", "json").out)
    assert document["verdict"] is None
    assert document["without_pics"] == [{"model": "EX-11 Duo", "firmware_version": "3.1.0"}]


def test_escape_sequences_are_shown_and_not_sent(tmp_path):
    (tmp_path / "member.yaml").write_text(
        MEMBER.replace("name: EX Duo", 'name: "EX \\u202e\\u009b Duo"'), encoding="utf-8"
    )
    (tmp_path / "tested.yaml").write_text(TEXT, encoding="utf-8")
    out = certkit("family", "check", tmp_path / "tested.yaml", tmp_path / "member.yaml").out
    assert "\u202e" not in out
    assert "\x9b" not in out


def test_standard_input_once():
    result = certkit("family", "check", "-", "-")
    assert result.code == 2
    assert "standard input (-) can be only one of the files" in result.err


def test_a_csms_is_no_product_of_a_family():
    assert certkit("family", "check", CSMS).code == 1


def test_members_of_a_statement():
    assert listed_members(statement(TEXT)[0]) == (TESTED, DECLARED)


# certify and verify refuse what family check finds


def of_less():
    """The representative product of the family without Smart Charging, and without results of its test cases."""
    dossier = of_family()
    pics = dossier.files["pics.yaml"].decode()
    pics = pics.replace("smart_charging: Yes", "smart_charging: No").replace("certificate: Full", "certificate: Subset")
    dossier.files["pics.yaml"] = pics.encode()
    plan = statement(dossier.files["pics.yaml"].decode())[1]
    own = {row.id for row in plan.test_cases if row.status.value in ("required", "optional")}
    dossier.rows = [
        row
        for row in dossier.rows
        if (case := row["testCaseName"].removesuffix("_CS")) in own or case not in RULEBOOK.test_cases
    ]
    return dossier


def certificate_of_less(**decision):
    dossier = of_less()
    if decision:
        dossier.decision(**decision)
    return certify(linked(report(judged(dossier), LABORATORY)), BODY)


def declaration_on(certificate, **decision):
    dossier = of_member(certificate["id"])
    if decision:
        dossier.decision(**decision)
    return declare(judged(dossier), TOOL)


def never_passed(tmp_path):
    """What ``family check`` finds."""
    (tmp_path / "member.yaml").write_text(MEMBER, encoding="utf-8")
    result = certkit("family", "check", of_less().write(tmp_path), tmp_path / "member.yaml", "-f", "json")
    return result.code, [row["id"] for row in json.loads(result.out)["members"][0]["never_run"]]


DECISION = {"reference": "CWG-2026-09", "date": "2026-03-03", "ground": "The members differ in Smart Charging alone."}


def test_certify_refuses_what_family_check_finds(tmp_path):
    code, missing = never_passed(tmp_path)
    assert code == 1
    assert "TC_056" in missing
    tested = certificate_of_less()
    with pytest.raises(NotAttestable) as caught:
        certify(linked(declaration_on(tested)), BODY, linked(tested))
    (refused,) = caught.value.refusals
    shown, more = tuple(missing[:10]), len(missing) - 10
    key, _, arguments = found(refused)
    expected = {"model": "EX-11 Duo", "cases": shown, "certificate": tested["id"]}
    assert (key, arguments) == (("AT-49.more", {**expected, "more": more}) if more > 0 else ("AT-49", expected))


@pytest.mark.parametrize("where", ["declaration", "representative"])
def test_a_decision_in_the_record_makes_up_for_what_it_names(where, tmp_path):
    _, missing = never_passed(tmp_path)
    decided = {**DECISION, "test_cases": f"[{', '.join(missing)}]"}
    tested = certificate_of_less(**(decided if where == "representative" else {}))
    declared = declaration_on(tested, **(decided if where == "declaration" else {}))
    member = certify(linked(declared), BODY, linked(tested))
    assert standing_refusals(with_links(member, declared, tested), given(declared, tested)) == ()
    (printed,) = (member if where == "declaration" else tested)["derived"]["verdict"]["decisions"]
    assert (printed["reference"], printed["names"], printed["lifted"]) == ("CWG-2026-09", missing, [])


@pytest.mark.parametrize(
    "lack",
    [
        {"ground": ""},
        {"date": ""},
        {"reference": ""},
        {"date": "2026-03-01"},  # before the statement was frozen
    ],
    ids=["no ground", "no date", "no reference", "too old"],
)
def test_a_decision_that_is_not_complete_makes_up_for_nothing(lack, tmp_path):
    _, missing = never_passed(tmp_path)
    decided = {**DECISION, "test_cases": f"[{', '.join(missing)}]", **lack}
    evidence = judged(of_member("CERT-1").decision(**decided)).evidence
    assert decided_cases(evidence) == frozenset()


def test_a_decision_on_fewer_test_cases_leaves_the_others(tmp_path):
    _, missing = never_passed(tmp_path)
    tested = certificate_of_less()
    declared = declaration_on(tested, **DECISION, test_cases=f"[{', '.join(missing[1:])}]")
    with pytest.raises(NotAttestable) as caught:
        certify(linked(declared), BODY, linked(tested))
    (refused,) = caught.value.refusals
    key, _, arguments = found(refused)
    assert (key, arguments["cases"]) == ("AT-49", (missing[0],))


def test_verify_refuses_a_member_that_family_check_finds(tmp_path):
    """Whoever has the key of a certification body could sign it."""
    tested = certificate_of_less()
    declared = declaration_on(tested)
    document = {**a_member(), "evidence": declared["evidence"], "issued_at": declared["issued_at"]}
    refused = standing_refusals(with_links(document, declared, tested), given(declared, tested))
    assert "AT-49" in {one.code for one in refused}


FIRST, SECOND = "1" * 64, "2" * 64


def given(declared, tested):
    return [linked(declared, FIRST), linked(tested, SECOND)]


def with_links(document, declared, tested):
    named = [
        {**link, "id": one.id, "sha256": one.sha256, "payload_sha256": payload_digest(one.document)}
        for link, one in zip(a_member()["links"], given(declared, tested), strict=True)
    ]
    return {**document, "links": named}
