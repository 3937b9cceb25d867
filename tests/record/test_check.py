"""What a record shows: met, not met, not shown, for each requirement and each field that it is shown by."""

from typing import Any

import pytest

from certkit.record.requirements import Effect, Shown
from tests.record.records import BASES, MODE_1_2, STATION, csms, family, mobile, of_text, shown, stack, station
from tests.record.requirements_by_hand import SHOWN

MOBILE_ONLY = {74, 101, 104, 105, 106, 282}
IN_FAMILY = {19, 192}
OF_MODE_1_2 = {32, 71, 298}
MOBILE_PERFORMANCE = {177, 178, 181}
OF_LOADS = {99, 100, 283, 284}
BY_RECORD = {
    "station": MOBILE_ONLY | {100, 283, 284},
    "mobile": {69, 72, 99, 283, 284},
    "other_device": MOBILE_ONLY | {99},
    "own_emulator": MOBILE_ONLY | {99},
    "mode_1_2": MOBILE_ONLY | OF_LOADS,
    "family": MOBILE_ONLY | {100, 283, 284},
    "again": MOBILE_ONLY | {100, 283, 284},
    "stack": {101, 104, 105, 106, 282, 283, 284},
    "csms": set(),
    "declaration": set(),
}
"""What does not apply to a base because of what its record says."""
_PLAIN = IN_FAMILY | OF_MODE_1_2 | MOBILE_PERFORMANCE
BY_STATEMENT = {
    "station": _PLAIN,
    "mobile": IN_FAMILY | OF_MODE_1_2,
    "other_device": _PLAIN,
    "own_emulator": _PLAIN,
    "mode_1_2": IN_FAMILY | MOBILE_PERFORMANCE | {30, 41},
    "family": OF_MODE_1_2 | MOBILE_PERFORMANCE,
    "again": _PLAIN,
    "stack": _PLAIN,
    "csms": _PLAIN,
    "declaration": _PLAIN,
}
"""What does not apply to a base because of its statement."""
IDLE_IN_CHECK = {"other_device": {284}, "own_emulator": {283}}
"""Of the two kinds of EV emulator only one is used."""
LETTER = {"stack": "K", "csms": "C"}
MODE = {"again": "r", "csms": "r", "declaration": "d"}
WITHOUT_EFFECT = {
    (40, "vendor.present"): "remote support is arranged",
    (35, "setup.actions.oca_approval"): "the way is one that needs none by 4.2",
    (55, "device.model"): "",
}
"""Fields that are asked for and whose loss changes nothing in these bases; of 55 only for what is no station."""


def in_scope(name: str) -> set[int]:
    letter, mode = LETTER.get(name, "S"), MODE.get(name, "c")
    return {number for number, row in SHOWN.items() if letter in row.devices and mode in row.modes}


def applicable(name: str) -> set[int]:
    return in_scope(name) - BY_RECORD[name] - BY_STATEMENT[name] - IDLE_IN_CHECK.get(name, set())


def with_status(rows, status: Shown) -> set[int]:
    return {number for number, row in rows.items() if row.status is status}


def fields(document: object, path: str = "") -> list[str]:
    """Every field of a record and every list, not what is in a list."""
    if not isinstance(document, dict):
        return [path]
    return [found for key, value in document.items() for found in fields(value, f"{path}.{key}" if path else key)]


@pytest.mark.parametrize("name", BASES)
def test_a_whole_record_shows_all_that_applies_as_met(name):
    rows = BASES[name].shown()
    assert with_status(rows, Shown.MET) == applicable(name)
    assert with_status(rows, Shown.NOT_APPLICABLE) == set(SHOWN) - applicable(name)


def test_each_requirement_is_met_by_some_base():
    assert set().union(*(applicable(name) for name in BASES)) == set(SHOWN)


def expected_open(name: str, field: str) -> set[int]:
    """The requirements that the audit by hand says are no longer shown without a field."""
    found = {number for number in applicable(name) if field in (*SHOWN[number].fields, *SHOWN[number].turns_on)}
    idle = BY_RECORD[name] & in_scope(name)
    found |= {number for number in idle if field in SHOWN[number].turns_on}
    found |= {number for number in IDLE_IN_CHECK.get(name, ()) if field in SHOWN[number].turns_on}
    found -= {number for number, one in WITHOUT_EFFECT if one == field and number != 55}
    if LETTER.get(name) and field != "device.firmware_version":
        found.discard(55)
    return found


LOSSES = dict.fromkeys(BASES, ("left out",)) | dict.fromkeys(
    ("station", "mobile", "stack", "csms", "declaration"), ("left out", "empty", "misread")
)


@pytest.mark.parametrize(
    ("name", "field", "loss"),
    [
        (name, field, loss)
        for name, one in BASES.items()
        for field in fields(one.document)
        for loss in LOSSES[name]
        if field not in ("mode", "record")
    ],
)
def test_without_a_field_what_it_shows_is_open(name, field, loss):
    base = BASES[name]
    if loss == "left out":
        rows = base.shown({field: None})
    else:
        rows = base.shown({field: "" if loss == "empty" else {"not": {"a": ["field"]}}})
    emulators = {283, 284} if field == "laboratory.instruments" and "e" in name else set()
    assert with_status(rows, Shown.NOT_SHOWN) - emulators == expected_open(name, field) - emulators
    assert not with_status(rows, Shown.NOT_MET)
    for number in with_status(rows, Shown.NOT_SHOWN):
        assert rows[number].message


@pytest.mark.parametrize("name", BASES)
def test_without_the_mode_nothing_that_turns_on_it_is_met(name):
    rows = BASES[name].shown({"mode": None})
    always = {number for number, row in SHOWN.items() if row.modes == "crd"}
    assert with_status(rows, Shown.MET) <= always
    assert not with_status(rows, Shown.NOT_MET)


@pytest.mark.parametrize("name", BASES)
def test_without_a_statement_nothing_that_turns_on_it_is_met_or_falls_away(name):
    base = BASES[name]
    rows = base_rows(base, None)
    met = with_status(rows, Shown.MET)
    assert met <= applicable(name)
    assert 52 not in met
    assert not {n for n in met if SHOWN[n].turns_on_statement or len(SHOWN[n].devices) < 3}
    fallen = with_status(rows, Shown.NOT_APPLICABLE)
    assert not fallen & applicable(name)


def base_rows(base, statement):
    from tests.record.records import read

    return shown(read(base.document), statement)


# -- not met: what stands in the record and is not as it should be -----------------------------------------------------
NOT_MET = [
    ("station", {"laboratory.authorized_by_oca": "No"}, {8}),
    ("station", {"pics.verified": "No"}, {20}),
    ("station", {"pics.pics_sha256": "0" * 64}, {52}),
    ("station", {"vendor.remote_support": "No"}, {40}),
    ("station", {"tool.supplied_by_oca": "No"}, {281}),
    ("station", {"tool.pics_uploaded": "No"}, {135}),
    ("station", {"intake.pre_test": "failed"}, {126, 186}),
    ("station", {"intake.documentation": "No"}, {130, 187}),
    ("station", {"intake.prerequisites": "No"}, {43, 128, 129, 187}),
    ("station", {"intake.security_profile": 2}, {41}),
    ("station", {"intake.security_profile": 3}, {41}),
    ("station", {"setup.router": "No"}, {69, 72}),
    ("station", {"setup.speaks_directly": "No"}, {73}),
    ("station", {"setup.connection": "WiFi"}, {183}),
    ("station", {"run.reset_before_each": "No"}, {120, 121, 140}),
    ("station", {"firmware.full_image": "No"}, {150}),
    ("station", {"network.0.bandwidth": 4.99, "network.0.improved": "moved"}, {179}),
    ("station", {"network.0.latency": 1000.5, "network.0.improved": "moved"}, {180}),
    ("mobile", {"setup.sim_cards": 1}, {74}),
    ("mobile", {"network.2.rssi": -82}, {181}),
    ("mobile", {"network.3.rssi": -81.5}, {181}),
    ("mode_1_2", {"setup.load": "simulated"}, {32}),
    ("mode_1_2", {"setup.load": "EV test socket"}, {32}),
    ("mode_1_2", {"setup.load": "EVSE tester"}, {32}),
    ("family", {"intake.representative_chosen_by_laboratory": "No"}, {19}),
    ("family", {"device.model": "EX-11"}, {192}),
    ("again", {"setup.actions.functions": ["plug", "authorize", "suspend EV"]}, {97}),
    ("again", {"setup.actions.id_tokens": 1}, {97}),
    ("stack", {"setup.actions.by": "by hand"}, {35}),
    ("stack", {"setup.actions.laboratory_agrees": "No"}, {80, 86}),
    ("stack", {"setup.actions.functions": []}, {81, 82, 84, 85}),
    ("stack", {"setup.actions.functions": ["authorize", "suspend EV", "suspend EVSE", "cold boot"]}, {81}),
    ("stack", {"setup.actions.functions": ["plug", "suspend EV", "suspend EVSE", "cold boot"]}, {82}),
    ("stack", {"setup.actions.functions": ["plug", "authorize", "suspend EV", "cold boot"]}, {84}),
    ("stack", {"setup.actions.functions": ["plug", "authorize", "suspend EVSE", "cold boot"]}, {84}),
    ("stack", {"setup.actions.functions": ["plug", "authorize", "suspend EV", "suspend EVSE"]}, {85}),
    ("stack", {"setup.actions.id_tokens": 1}, {83}),
    ("stack", {"setup.stack.emulated": "No"}, {77}),
    ("stack", {"setup.stack.meter_values": "No"}, {89}),
    ("stack", {"setup.stack.reset_notified": "No"}, {90, 92}),
    ("stack", {"setup.stack.firmware_update": "No"}, {93}),
    ("stack", {"setup.stack.log_upload": "No"}, {94}),
    ("csms", {"setup.csms.connection": "No"}, {25}),
    ("csms", {"setup.csms.updated_unknown_to_laboratory": "Yes"}, {27}),
    ("csms", {"setup.csms.speed_test_at_both_ends": "No"}, {103}),
    ("declaration", {"tool.pics_uploaded": "No"}, {153}),
    ("declaration", {"declaration.without_intervention": "No"}, {155}),
    ("declaration", {"declaration.without_interruption": "No"}, {156}),
]


def incident(**values: object) -> dict[str, object]:
    whole = {"id": "I-1", "kind": "crash", "at": "2026-03-03 10:00", "description": "it hung", "caused_by": "device"}
    return {key: value for key, value in {**whole, **values}.items() if value is not None}


def decision(**values: object) -> dict[str, object]:
    whole = {"reference": "CWG-1", "date": "2026-03-09", "ground": "a bug of the tool", "test_cases": ["TC_003"]}
    return {key: value for key, value in {**whole, **values}.items() if value is not None}


NOT_MET += [
    ("station", {"incidents": [incident()]}, {58}),
    ("station", {"incidents": [incident(caused_by="laboratory", decided_by="R. Example"), incident()]}, {58}),
    ("station", {"incidents": [incident(kind="firmware change")]}, {56}),
    ("csms", {"incidents": [incident(kind="hardware change")]}, {56}),
    ("stack", {"incidents": [incident(kind="defect")]}, {65}),
    ("declaration", {"incidents": [incident(caused_by="laboratory", decided_by="R. Example")]}, {58, 60}),
]

FUNCTIONS = ("plug", "authorize", "suspend EV", "suspend EVSE")
NOT_MET += [
    ("again", {"setup.actions.functions": [name for name in FUNCTIONS if name != left_out]}, {97})
    for left_out in FUNCTIONS
]

# -- what is answered, and yet shows nothing ---------------------------------------------------------------------------
OPEN = [
    ("station", {"laboratory.testers": []}, {47}),
    ("station", {"laboratory.instruments": []}, {46, 99}),
    ("station", {"laboratory.name": "?"}, {8}),
    ("station", {"tool.version": "TBD"}, {132}),
    ("station", {"laboratory.testers": ["-"]}, {47}),
    ("station", {"network": []}, {66, 122, 179, 180, 182, 185, 190}),
    ("station", {"network": [{}]}, {66, 122, 179, 180, 182, 185, 190}),
    ("station", {"network": ["a text"]}, {66, 122, 179, 180, 182, 185, 190}),
    ("station", {"network.0.at": None}, {66, 122, 185}),
    ("station", {"network.0.bandwidth": None}, {66, 122, 179, 182, 185, 190}),
    ("station", {"network.0.bandwidth": "fast"}, {66, 122, 179, 182, 185, 190}),
    ("station", {"network.0.latency": None}, {66, 122, 180, 182, 185, 190}),
    ("station", {"network.0.phase": None}, {66, 122, 182, 185, 190}),
    ("mobile", {"network": []}, {66, 122, 104, 105, 106, 177, 178, 179, 180, 181, 182, 185, 190}),
    ("mobile", {"network.2.rssi": None}, {106, 181}),
    ("mobile", {"network.0.rssi": None}, {106, 181, 182, 190}),
    ("mobile", {"network.1.device": None}, {178}),
    ("mobile", {"network.0.technology": None, "network.2.technology": None}, {66, 104, 105} - {66} | {182, 190}),
    ("mobile", {"network.2.phase": "before", "network.3.phase": "before"}, {177}),
    ("mobile", {"laboratory.instruments": ["a dongle"]}, {101, 282}),
    ("other_device", {"laboratory.instruments": ["a heater"]}, {283, 284}),
    ("csms", {"network": []}, {66, 67, 122, 179, 180, 182, 185, 190}),
    ("stack", {"setup.actions.by": "another way", "setup.actions.oca_approval": None}, {35, 80, 86}),
    ("stack", {"setup.actions.oca_approval": "n.n. ?"}, set()),
    ("stack", {"setup.actions.oca_approval": "--"}, {80, 86}),
    ("station", {"incidents": [{}]}, {56, 58, 63, 65}),
    ("station", {"incidents": ["a text"]}, {56, 58, 60, 63, 65}),
    ("station", {"incidents": [incident(caused_by="laboratory")]}, {60}),
    ("station", {"incidents": [incident(kind="full restart", at=None)]}, {63}),
    ("station", {"incidents": [incident(kind="full restart", description=None)]}, {63}),
    ("station", {"incidents": [incident(kind="set-up issue")]}, {63}),
    ("station", {"decisions": [{}]}, {50, 61}),
    ("station", {"decisions": ["a text"]}, {50, 61}),
    ("station", {"decisions": [decision(reference=None)]}, {50, 61}),
    ("station", {"decisions": [decision(date=None)]}, {50, 61}),
    ("station", {"decisions": [decision(date="2026-02-30")]}, {50, 61}),
    ("station", {"decisions": [decision(ground=None)]}, {50, 61}),
    ("station", {"decisions": [decision(test_cases=None)]}, {50, 61}),
    ("station", {"decisions": [decision(test_cases=[])]}, {50, 61}),
]
"""Not shown, and nothing not met, but for the crashes, which are there."""


@pytest.mark.parametrize(("name", "changes", "numbers"), NOT_MET)
def test_not_met(name, changes, numbers):
    rows = BASES[name].shown(changes)
    assert with_status(rows, Shown.NOT_MET) == numbers
    for number in numbers:
        assert rows[number].is_blocking is (rows[number].requirement.effect is not Effect.NOTE)
        assert rows[number].where is not None


@pytest.mark.parametrize(("name", "changes", "numbers"), OPEN)
def test_not_shown(name, changes, numbers):
    rows = BASES[name].shown(changes)
    assert with_status(rows, Shown.NOT_SHOWN) == numbers
    assert with_status(rows, Shown.NOT_MET) <= {58}


def test_every_requirement_with_a_bound_has_a_record_that_does_not_meet_it():
    """The others are met by being answered at all, and are not shown otherwise."""
    by_answer_alone = {
        *(21, 24, 26, 28, 29, 30, 31, 36, 37, 39, 46, 47, 48, 55, 68, 70, 71, 78, 79, 91, 96, 98, 99, 100, 102),
        *(132, 136, 137, 139, 148, 159, 189, 298),
        *(50, 61, 63, 66, 67, 101, 104, 105, 106, 122, 177, 178, 182, 185, 190, 282, 283, 284),
    }
    tried = set().union(*(numbers for _, _, numbers in NOT_MET))
    assert tried == set(SHOWN) - by_answer_alone


GOOD: list[tuple[str, dict[str, object]]] = [
    ("station", {"vendor.present": "Yes", "vendor.remote_support": None}),
    ("station", {"vendor.present": None}),
    ("mobile", {"setup.sim_cards": 3}),
    ("stack", {"setup.actions.id_tokens": 2}),
    ("again", {"setup.actions.id_tokens": 10, "setup.actions.functions": ["cold boot", *FUNCTIONS]}),
    ("csms", {"setup.csms.supplied": "running copy"}),
    ("station", {"network.0.bandwidth": 5, "network.0.latency": 1000}),
]
"""Other ways to be as good as a base."""


@pytest.mark.parametrize(("name", "changes"), GOOD)
def test_as_good(name, changes):
    rows = BASES[name].shown(changes)
    assert not with_status(rows, Shown.NOT_MET) | with_status(rows, Shown.NOT_SHOWN)


def test_a_family_of_what_is_no_station_has_no_representative_that_is_tested():
    answers: dict[str, Any] = {"family__members": ("A", "B"), "family__representative": "A", "C_11": "Yes"}
    for base, kind in ((stack, "Charging Station Software Stack"), (csms, "CSMS")):
        rows = base.shown(dut=kind, **answers)
        assert (rows[19].status, rows[192].status) == (Shown.NOT_SHOWN, Shown.NOT_APPLICABLE)


# -- single matters ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("c_11", "advanced", "profile", "status"),
    [
        ("Yes", "Yes", 1, Shown.MET),
        ("Yes", "No", 1, Shown.MET),
        ("Yes", "No", 2, Shown.NOT_MET),
        ("No", "Yes", 2, Shown.MET),
        ("No", "Yes", 1, Shown.NOT_MET),
        ("No", "Yes", 3, Shown.NOT_MET),
        ("No", "No", 2, Shown.NOT_APPLICABLE),
        ("No", "No", 3, Shown.NOT_APPLICABLE),
    ],
)
def test_a_station_is_delivered_with_the_lowest_of_its_profiles(c_11, advanced, profile, status):
    rows = station.shown(
        {"intake.security_profile": profile}, dut=STATION, C_11=c_11, advanced_security=advanced, subtype="N.A."
    )
    assert rows[41].status is status


def test_while_it_is_open_which_profile_is_the_lowest_nothing_is_met():
    rows = station.shown({"intake.security_profile": 2}, dut=STATION, advanced_security="Yes", subtype="N.A.")
    assert rows[41].status is Shown.NOT_SHOWN
    assert rows[41].message == "C-11 is not answered"


def test_a_family_that_cannot_be_read_is_not_none():
    from certkit.finding import Place
    from certkit.pics.model import InvalidAnswer, Pics
    from tests.record.records import read

    known = family.statement
    answers = {item: answer for item, answer in known.answers.items() if item != "family.members"}
    refused = {"family.members": InvalidAnswer("5", Place("pics.yaml", 1, 1))}
    rows = shown(read(family.document), Pics(known.edition, known.source, answers, refused))
    assert rows[19].status is Shown.NOT_SHOWN


def test_a_subtype_that_is_open_leaves_what_turns_on_it_open():
    rows = station.shown(dut=STATION, C_11="Yes", advanced_security="Yes")
    assert {rows[number].status for number in (30, 32, 71, 298)} == {Shown.NOT_SHOWN}


def test_an_approved_other_way_to_control_a_stack_is_good():
    rows = stack.shown({"setup.actions.by": "another way"})
    assert {rows[number].status for number in (35, 80, 86)} == {Shown.MET}
    rows = stack.shown({"setup.actions.by": "OCA API", "setup.actions.oca_approval": None})
    assert {rows[number].status for number in (35, 80)} == {Shown.MET}
    assert rows[86].status is Shown.NOT_APPLICABLE


def test_a_stack_that_restarts_by_itself_needs_nobody():
    rows = stack.shown({"setup.stack.reset": "by itself", "setup.stack.reset_notified": None})
    assert (rows[90].status, rows[92].status) == (Shown.MET, Shown.NOT_APPLICABLE)


def test_a_running_copy_of_a_csms_needs_no_access():
    rows = csms.shown({"setup.csms.supplied": "running copy", "setup.csms.connection": None})
    assert rows[25].status is Shown.NOT_APPLICABLE


def test_a_crash_that_the_laboratory_caused_does_not_count():
    excused = incident(caused_by="laboratory", decided_by="R. Example")
    rows = station.shown({"incidents": [excused]})
    assert {rows[number].status for number in (58, 60, 63)} == {Shown.MET}
    assert rows[60].message == "1 noted"


def test_a_decision_may_lift_an_incident():
    rows = station.shown({"decisions": [decision(test_cases=None, incidents=["I-1"])]})
    assert rows[50].status is Shown.MET


def test_generations_are_those_of_the_statement():
    assert mobile.shown()[104].message == "measured: 2G, 4G"
    rows = mobile.shown({"network.0.latency": None, "network.2.latency": None})
    assert rows[104].message == "there is no complete measurement of 2G"
    only_5g = mobile.with_answers(
        dut=STATION, performance__communication_technology="mobile network", mobile_generations=("5G",)
    )
    assert only_5g.shown()[104].status is Shown.NOT_SHOWN
    not_said = mobile.with_answers(dut=STATION, performance__communication_technology="mobile network")
    assert not_said.shown()[104].status is Shown.NOT_SHOWN


def test_an_empty_record_shows_nothing():
    for base in BASES.values():
        rows = shown(of_text("record: 1\n"), base.statement)
        assert set(rows) == set(SHOWN)
        assert not with_status(rows, Shown.MET)
        assert not with_status(rows, Shown.NOT_MET)


def test_rows_come_by_number():
    assert list(station.shown()) == sorted(SHOWN)


def test_the_subtype_alone_does_not_make_a_stack_a_bicycle_charger():
    rows = stack.shown(dut="Charging Station Software Stack", subtype=MODE_1_2)
    assert {rows[number].status for number in (32, 71, 298)} == {Shown.NOT_APPLICABLE}
