"""A product family beside its representative product."""

import json

import pytest

from certkit.family import check_family, listed_members
from certkit.model.family import Tested
from certkit.planning import make_plan
from certkit.readers.pics_yaml import read_pics_yaml
from certkit.rulebook import load_edition
from tests.assessment.dossiers import FAMILY
from tests.assessment.example import FOLDER
from tests.attestation.documents import of_family
from tests.cli.program import CSMS, certkit

RULEBOOK = load_edition()
TEXT = (FOLDER / "pics.yaml").read_text(encoding="utf-8") + FAMILY
MEMBER = TEXT.replace("model: EX-22 Duo\n", "model: EX-11 Duo\n", 1)


def statement(text: str, name: str = "pics.yaml"):
    pics, _ = read_pics_yaml(text.encode(), name, lambda _: RULEBOOK)
    return pics, make_plan(pics, RULEBOOK)


def checked(tested: str = TEXT, *members: str, ran=None, outcome=""):
    pics, plan = statement(tested, "tested.yaml")
    return check_family(Tested(pics, plan, ran, outcome), [statement(one, "member.yaml") for one in members], RULEBOOK)


def test_a_family_in_order():
    found = checked(TEXT, MEMBER)
    assert found.good
    assert (found.name, found.representative) == ("EX Duo", "EX-22 Duo")
    assert found.listed == (("EX-22 Duo", "3.1.0"), ("EX-11 Duo", "3.1.0"))
    assert found.without == ()
    (member,) = found.members
    assert [change.item for change in member.comparison.answers] == ["model"]
    assert member.untested == ()


def test_members_without_a_statement():
    assert checked(TEXT).without == (("EX-11 Duo", "3.1.0"),)


def test_what_the_representative_product_never_ran():
    plan = statement(TEXT)[1]
    ran = frozenset(row.id for row in plan.to_run if row.id != "TC_010")
    found = checked(TEXT, MEMBER, ran=ran, outcome="pass")
    assert not found.good
    ((untested,),) = [member.untested for member in found.members]
    assert untested.id == "TC_010"


def test_a_member_with_more_than_the_representative_product():
    found = checked(TEXT.replace("  R-0: Yes ", "  R-0: No "), MEMBER)
    (member,) = found.members
    assert [change.item for change in member.comparison.answers] == ["model", "R-0"]
    assert {row.id for row in member.untested} >= {"TC_046", "TC_047"} or len(member.untested) > 5
    assert all("R-0 is Yes" in row.because for row in member.untested)


def problems(found) -> list[str]:
    return [one.message for one in (*found.problems, *(each for member in found.members for each in member.problems))]


CASES = {
    "no family": (
        (FOLDER / "pics.yaml").read_text(encoding="utf-8"),
        (),
        ["the PICS names no product family", "the PICS does not name the representative product"],
    ),
    "the PICS of another product": (
        MEMBER,
        (),
        ["the representative product is EX-22 Duo, and this is the PICS of EX-11 Duo"],
    ),
    "a representative product that is no member": (
        TEXT.replace("firmware_version: 3.1.0\n", "firmware_version: 3.2.0\n", 1),
        (),
        ["EX-22 Duo with 3.2.0 is not among the members of the family"],
    ),
    "a member in another version": (
        TEXT,
        (MEMBER.replace("firmware_version: 3.1.0\n", "firmware_version: 3.0.0\n", 1),),
        ["EX-11 Duo with 3.0.0 is not among the members in the representative's PICS",
         "EX-11 Duo with 3.0.0 is not among the members in its own PICS"],
    ),
    "the representative product as a member": (
        TEXT,
        (TEXT,),
        ["EX-22 Duo is the representative product, which is tested and not declared"],
    ),
    "a member of another family": (
        TEXT,
        (MEMBER.replace("name: EX Duo", "name: EX Solo"),),
        ["its product family is EX Solo, the representative's PICS has EX Duo"],
    ),
    "a member of another vendor": (
        TEXT,
        (MEMBER.replace("vendor: Example Charging GmbH", "vendor: Example AG"),),
        ["its vendor is Example AG, the representative's PICS has Example Charging GmbH"],
    ),
    "a software stack": (
        TEXT,
        (MEMBER.replace("dut: Charging Station", "dut: Charging Station Software Stack"),),
        ["only a Charging Station can be declared, and this is Charging Station Software Stack"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_problems(name):
    tested, members, wanted = CASES[name]
    found = checked(tested, *members)
    assert problems(found) == wanted
    assert not found.good


def test_a_representative_product_that_failed():
    assert problems(checked(TEXT, ran=frozenset(), outcome="fail")) == [
        "the verdict on the representative product is fail"
    ]


def test_the_command_on_a_record(tmp_path):
    record = of_family().write(tmp_path)
    (tmp_path / "member.yaml").write_text(MEMBER, encoding="utf-8")
    result = certkit("family", "check", record, tmp_path / "member.yaml")
    assert result.code == 0, result.out
    assert "Representative   EX-22 Duo" in result.out
    assert "verdict pass" in result.out
    assert "    model: EX-22 Duo -> EX-11 Duo" in result.out
    assert "the representative product ran every test case that is required" in result.out
    assert result.out.endswith("\nnothing stands in the way\n")
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
    assert "only its PICS is given, so what it has to run stands for what it ran" in result.out
    assert "required test cases that the representative product never ran" in result.out
    assert result.out.endswith("\nnot every member can follow the representative product as it is\n")
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
    assert "standard input can be only one of the files" in result.err


def test_a_csms_is_no_product_of_a_family():
    assert certkit("family", "check", CSMS).code == 1


def test_members_of_a_statement():
    assert listed_members(statement(TEXT)[0]) == (("EX-22 Duo", "3.1.0"), ("EX-11 Duo", "3.1.0"))
