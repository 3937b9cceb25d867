"""``certkit explain`` for the stages after the plan: every code, rule, key, parameter and requirement has its words."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certkit import UnknownName, explain
from certkit.configuration.read_keys import key_table
from certkit.explanation.names import names_to_complete
from certkit.formats.json_document import read_document, write_document
from certkit.measurement.model import reasons
from certkit.measurement.read_metrics import metrics_of
from certkit.messages import codes_of
from certkit.plan.derive import make_plan
from certkit.record.read_requirements import requirements_of
from tests.cli.program import certkit
from tests.rules.devices import device, edition

PICS = Path("examples/dossier/pics.yaml")
KEYS = key_table(edition())
NUMBERS = [row.number for row in requirements_of(edition()).rows] + [
    number for number, _ in requirements_of(edition()).elsewhere
]
EVERY = [
    *edition().test_cases,
    *edition().items,
    *edition().constraints,
    *edition().readings,
    *edition().terms,
    *codes_of("pics"),
    *codes_of("configuration", "results", "firmware"),
    *codes_of("record"),
    *codes_of("recertification"),
    *codes_of("verdict"),
    *KEYS.findings,
    *KEYS.keys,
    *reasons(),
    *map(str, NUMBERS),
]
"""Whatever certkit can print as the code, the name or the number of something."""


def text(name: object) -> str:
    result = certkit("explain", name)
    assert (result.code, result.err) == (0, ""), name
    return result.out


@pytest.mark.parametrize("name", EVERY)
def test_whatever_has_a_name_is_explained(name):
    explanation = explain(name, edition())
    assert explain(name.upper(), edition()) == explanation
    assert explain(name.lower(), edition()) == explanation


@pytest.mark.parametrize("device_name", ["ac-socket", "incomplete-station"])
def test_its_json_has_all_that_an_explanation_has(device_name):
    pics = device(device_name)
    plan = make_plan(pics, edition())
    for name in EVERY:
        explanation = explain(name, edition(), pics=pics, plan=plan, alternatives={"a": plan})
        assert read_document(type(explanation), write_document(explanation)) == explanation, name


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("RS-10", "RS-10  unknown-test-case\nerror, Appendix C\n"),
        ("rs-10", "RS-10  unknown-test-case\n"),
        ("unknown-test-case", "RS-10  unknown-test-case\n"),
        ("FW-09", "FW-09  hash-is-weak\nwarning, 8.2\n"),
        ("CK-03", "CK-03  value-not-a-text\nwarning, OCPP 1.6 edition 2, KeyValue\n"),
        ("CK-10", "CK-10  required-key-missing\nerror, 4.2; OCPP 1.6 edition 2, 9\n"),
        ("required-key-missing", "CK-10  required-key-missing\n"),
        ("RC-04", "RC-04  path-leaves-dossier\nerror\n"),
        ("VD-30", "VD-30  crash\na reason of the verdict: conformance, 5.5\n"),
        ("crash", "VD-30  crash\n"),
        ("52", "52  The PICS is frozen before the tests begin\n"),
        ("requirement 52", "52  The PICS is frozen before the tests begin\n"),
        ("052", "52  The PICS is frozen before the tests begin\n"),
        ("17", "17  a requirement that no record shows\n\nshown by:    certkit pics check\n"),
        ("heartbeatinterval", "HeartbeatInterval  configuration key\nfeature profile Core, OCPP 1.6 edition 2, 9.1.10"),
        ("GetConfigurationMaxKeys", "GetConfigurationMaxKeys  "),
        ("response_timeout", "response_timeout  OCPP response timeout\nPerformance parameters, A.2\n"),
        ("not-followed", "not-followed  left out of the measurement\n"),
        ("E-04", "E-04  Where the triggered time begins\n"),
        ("D-32", "D-32  The test case of the firmware hash\n"),
    ],
)
def test_each_goes_by_its_code_and_its_name(name, begins):
    assert text(name).startswith(begins)


def test_a_finding_says_which_command_makes_it():
    assert "made by:   certkit results check\n" in text("RS-10")
    assert "made by:   certkit configuration check\n" in text("CK-03")
    assert "made by:   certkit firmware\n" in text("FW-01")
    assert "made by:   certkit record check\n" in text("RC-01")
    assert "made by" not in text("K-01")


def test_a_code_that_both_the_statement_and_the_station_can_show_says_both():
    shown = text("P-67")
    assert "P-67  no-configuration-keys\n" in shown
    assert "P-67  fewer-keys-than-present\n" in shown
    assert text("fewer-keys-than-present") == shown.partition("\n\nP-67")[2].join(["P-67", ""])


def test_a_finding_of_the_configuration_names_the_keys_and_their_items():
    assert "  AllowOfflineTxForUnknownId, compared with C-02\n" in text("CK-24")


def test_a_name_of_two_things_is_refused_with_both():
    result = certkit("explain", "not-run")
    assert (result.code, result.out) == (2, "")
    assert "'not-run' is the name of RS-05 and of VD-20 (ask for RS-05 or VD-20)" in result.err


def test_no_other_names_are_shared_within_the_evidence():
    names = [code.name for code in codes_of("configuration", "results", "firmware").values()] + [
        code.name for code in codes_of("record").values()
    ]
    names += (
        [rule.name for rule in codes_of("verdict").values()]
        + [row.name for row in KEYS.findings.values()]
        + list(reasons())
    )
    assert sorted({name for name in names if names.count(name) > 1}) == ["not-in-pics-mode", "not-run"]


@pytest.mark.parametrize(
    ("name", "near"),
    [("CK-99", "CK-19"), ("HeartBeatIntervall", "HeartbeatInterval"), ("VD-99", "VD-"), ("pathleavesdossier", "RC-04")],
)
def test_what_is_nearly_a_name_has_those_nearby(name, near):
    with pytest.raises(UnknownName) as refused:
        explain(name, edition())
    assert refused.value.hint.startswith("did you mean ")
    assert near in refused.value.hint


def test_what_is_nothing_like_a_name_says_what_there_can_be():
    with pytest.raises(UnknownName) as refused:
        explain("§§§§", edition())
    assert "a configuration key" in refused.value.hint


def test_a_rule_names_requirements_and_the_readings_it_applies():
    assert "\nRequirements\n   60  " in text("VD-31")
    assert "\nReadings\n  B-23  Optional tests. A status of its own" in text("VD-26")


def test_a_requirement_says_where_it_is_shown_and_what_follows():
    shown = text("8")
    assert "applies:     if record.mode != declaration\n" in shown
    assert "met:         if record.laboratory.authorized_by_oca\n" in shown
    assert "if not met:  the verdict is incomplete\n" in shown
    assert "  record.laboratory.authorized_by_oca  " in shown
    assert "VD-02  The statement is not frozen" in text("52")


def test_a_key_says_what_is_expected_of_it_beside_the_pics():
    shown = certkit("explain", "HeartbeatInterval", "--pics", PICS).out
    assert "value:       a whole number (seconds), at least 0\n" in shown
    assert "the key is at least HeartbeatInterval.minimum, or 0, which switches it off (else CK-29)\n" in shown
    assert "HeartbeatInterval.minimum is 10 (line " in shown
    assert "here:        required\n" in shown


@pytest.mark.parametrize(
    ("key", "required"),
    [("HeartbeatInterval", True), ("BlinkRepeat", False), ("ChargeProfileMaxStackLevel", True)],
)
def test_whether_the_device_must_have_a_key(key, required):
    document = json.loads(certkit("explain", key, "--pics", PICS, "--format", "json").out)
    assert document.get("configuration_key", document)["here"] is required


def test_an_item_that_is_also_a_parameter_or_a_key_is_explained_as_both():
    parameter = json.loads(certkit("explain", "remote_stop_time", "--format", "json").out)
    assert (parameter["kind"], parameter["metric"]["kind"]) == ("item", "metric")
    readings = [reading["id"] for reading in parameter["metric"]["readings"]]
    assert readings == list(metrics_of(edition()).parameters["remote_stop_time"].readings)
    assert "RemoteStopTransaction, then StopTransaction" in parameter["metric"]["pairs"][0]
    key = json.loads(certkit("explain", "SupportedFileTransferProtocols", "--format", "json").out)
    assert key["configuration_key"]["key"] == "SupportedFileTransferProtocols"
    assert key["metric"] is None


def test_every_parameter_is_explained_with_its_item():
    for name in metrics_of(edition()).parameters:
        assert getattr(explain(name, edition()), "metric", None) is not None, name


def test_a_reading_of_the_evidence_says_what_applies_it():
    assert "\nApplied to\n  triggered_function_timeout  " in text("E-04")
    assert "  VD-69  " in text("D-32")


@pytest.mark.parametrize("code", sorted(set(codes_of("verdict")) & set(edition().citations)))
def test_the_readings_that_a_rule_applies_can_be_looked_up(code):
    assert set(edition().citations[code].readings) <= set(edition().readings)


def test_a_shell_completes_every_code_and_key():
    names = names_to_complete(edition())
    assert {"TC_003", "C-06", "RS-10", "VD-30", "CK-24", "HeartbeatInterval", "E-04", "not-followed"} <= set(names)
    assert len(names) == len(set(names))
    assert certkit("explain", "VD-30", "--pics", PICS).code == 0


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=40) | st.sampled_from(EVERY).map(lambda name: f"{name[:-1]}x") | st.integers().map(str))
def test_any_text_is_explained_or_refused_with_a_hint(subject):
    refused = None
    try:
        explain(subject, edition())
    except UnknownName as error:
        refused = error
    assert refused is None or (refused.hint and "\n" not in refused.message)


SECOND = "tests/edition/second_edition/example-2.0.1-v1"


def test_an_edition_without_the_later_parts_explains_what_it_has():
    assert certkit("explain", "RS-10", "--edition", SECOND).code == 0
    assert certkit("explain", "VD-20", "--edition", SECOND).out.startswith("VD-20  not-run\n")
    for name in ("HeartbeatInterval", "52", "CK-24"):
        result = certkit("explain", name, "--edition", SECOND)
        assert (result.code, result.out) == (2, "")
        assert f"there is nothing called '{name}' in example-2.0.1-v1" in result.err
