"""``certkit explain``: what every name means, and the proof for a device."""

import json

import pytest

from certkit.edition.rulebook import load_edition
from certkit.explanation.names import find
from certkit.messages import codes, refusal_codes
from tests.cli.program import COMPLETE, DEVICES, INCOMPLETE, certkit


def test_the_proof_of_a_test_case_names_clauses_answers_and_lines():
    result = certkit("explain", "TC_003", "--pics", COMPLETE)
    assert (result.code, result.err) == (0, "")
    assert (
        result.out
        == f"""\
TC_003  Regular Charging Session - Plugin First
Start Charging Session, Appendix C, TC_003

For {COMPLETE} it is required:
  C-07 is Yes; C-08 is Yes; AQ-2 is No

Charging Station, Charging Station Software Stack
  C  if local_start_stop and no_cable_lock
     holds  C-07 and C-08: the station supports local start and stop
              C-07 is Yes (line 25): Support for local start
              C-08 is Yes (line 26): Support for local stop
     holds  not AQ-2: nothing keeps the driver from plugging in before authorization
              AQ-2 is No (line 39): Cable lock that prevents plugging in before authorization
  B-07: Local start/stop. Local start and local stop, C-07 and C-08.
  B-08: The cable lock of AQ-2. With No.

What would change this
  C-07: Yes -> No, then not applicable
    also required -> not applicable: TC_004_1, TC_004_2, TC_068, TC_069, TC_007_1, TC_061_1,
      TC_023_4, TC_037_1, TC_037_2, TC_037_3, TC_039, TC_008_1, TC_046_1, TC_053_1
    also not applicable -> required: TC_007_2, TC_061_2, TC_023_5, TC_008_2, TC_053_2
  C-08: Yes -> No, then not applicable
    also required -> not applicable: TC_004_1, TC_068, TC_069, TC_037_1, TC_037_2, TC_037_3, TC_038,
      TC_039
  AQ-2: No -> Yes, then not applicable
    also required -> not applicable: TC_010, TC_048_2, TC_050_2

Covers
  Regular Charging Session - Plugin First
"""
    )


@pytest.mark.parametrize("name", ["TC_003", "tc_003", "TC_003_CS", "TC_003_CSMS", "tc_003_csms"])
def test_a_test_case_goes_by_the_names_of_the_test_tool(name):
    assert certkit("explain", name).out.startswith("TC_003  Regular Charging Session")


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("C-07", "C-07  Support for local start\nOptional features, Appendix A"),
        ("c-07", "C-07  Support for local start\n"),
        ("P-01", "P-01  station-reservation-without-reservations\nerror, Appendix A"),
        ("station-reservation-without-reservations", "P-01  station-reservation-without-reservations\n"),
        ("K-03", "K-03  unanswered\nerror\n"),
        ("B-02", "B-02  M for a CSMS in an optional feature\n"),
        ("no_cable_lock", "no_cable_lock  nothing keeps the driver"),
    ],
)
def test_every_kind_of_name(name, begins):
    result = certkit("explain", name)
    assert result.code == 0
    assert result.out.startswith(begins)


def test_an_unknown_name_is_refused_with_those_nearby():
    result = certkit("explain", "TC_0033")
    assert (result.code, result.out) == (2, "")
    assert "there is nothing called 'TC_0033' in ocpp-1.6-v2.4 (did you mean TC_003" in result.err


def test_an_item_says_what_turns_on_its_answer():
    result = certkit("explain", "RT-0", "--pics", INCOMPLETE)
    assert f"In {INCOMPLETE} it is not answered" in result.out
    assert "undetermined:   TC_054, TC_055" in result.out


def test_a_finding_says_whether_it_is_made_and_what_would_settle_it():
    result = certkit("explain", "P-03", "--pics", DEVICES / "dc.yaml")
    assert "it is made" in result.out
    assert "AQ-7.1: Yes -> No, then no finding" in result.out
    assert "it is not made" in certkit("explain", "P-03", "--pics", COMPLETE).out


def test_a_reading_says_what_each_alternative_changes_for_the_device():
    result = certkit("explain", "B-02", "--pics", DEVICES / "subset-csms.yaml")
    assert "B-02=a for" in result.out
    assert "required -> not applicable" in result.out
    assert "(selected)" in certkit("explain", "B-02", "--reading", "B-02=b").out


@pytest.mark.parametrize(
    ("name", "kind"),
    [("TC_003", "test-case"), ("C-07", "item"), ("P-01", "finding"), ("B-02", "reading"), ("cache", "term")],
)
def test_as_json(name, kind):
    alone = json.loads(certkit("explain", name, "--format", "json").out)
    assert (alone["version"], alone["kind"]) == (1, kind)
    proof = json.loads(certkit("explain", name, "--format", "json", "--pics", COMPLETE).out)
    assert proof.keys() == alone.keys()


def test_the_proof_as_json_has_places():
    document = json.loads(certkit("explain", "TC_003", "--format", "json", "--pics", COMPLETE).out)
    station = document["columns"][0]["entries"][0]
    assert [clause["holds"] for clause in station["clauses"]] == [True, True]
    assert station["clauses"][0]["answers"][0]["where"] == {"line": 25, "column": 9}
    change = document["changes"][2]
    assert change == {
        "answers": [{"item": "AQ-2", "before": "No", "after": "Yes"}],
        "outcome": "not-applicable",
        "also": [
            {"id": name, "before": "required", "after": "not-applicable"} for name in ("TC_010", "TC_048_2", "TC_050_2")
        ],
    }


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("tc_3", "TC_003"),
        ("TC3", "TC_003"),
        ("tc-3_CS", "TC_003"),
        ("TC_0004.1", "TC_004_1"),
        ("B-2", "B-02"),
        ("c6", "C-06"),
        ("aq 7.1", "AQ-7.1"),
        ("vd-001", "VD-01"),
        ("RS9", "RS-09"),
        ("at-1", "AT-01"),
    ],
)
def test_an_id_is_known_without_case_signs_and_zeros(written, name):
    assert certkit("explain", written).out.startswith(f"{name} ")


def test_an_id_that_means_several_is_not_guessed():
    assert certkit("explain", "tc_4").err == (
        "certkit: there is nothing called 'tc_4' in ocpp-1.6-v2.4 (did you mean TC_004_1 or TC_004_2?)\n"
    )


def test_every_code_that_certkit_prints_can_be_explained():
    rulebook = load_edition()
    for code in (*codes(), *refusal_codes(), *rulebook.citations, *rulebook.constraints):
        name = code.partition(".")[0]
        assert find(name, rulebook).name == name


def test_a_refusal_to_attest():
    assert certkit("explain", "AT-02").out == (
        "AT-02  a reason not to sign\n"
        "certkit declare, report and certify, 8.2\n\n"
        "It says\n"
        "  this key belongs to a <role>; a report must be signed by a <needed>\n"
        "  <id> is a report that was issued by a <role>\n"
    )
    assert json.loads(certkit("explain", "AT-02", "-f", "json").out)["kind"] == "refusal"
