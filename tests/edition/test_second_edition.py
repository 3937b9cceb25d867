"""An edition is a folder and nothing else: one that looks quite different works throughout, without a line of Python.

The plans beside the devices were written by hand from test_cases.yaml.
"""

import csv
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
import yaml

from certkit.edition.rulebook import load_edition
from certkit.explanation.derive import explain
from certkit.explanation.model import ChangedAnswer, TestCaseExplanation
from certkit.finding import Place
from certkit.pics.check import check_pics
from certkit.pics.model import Answer
from certkit.pics.read_xlsx import read_pics_xlsx
from certkit.pics.read_yaml import read_pics_yaml
from certkit.pics.write_xlsx import write_form
from certkit.pics.write_yaml import write_form_yaml
from certkit.plan.derive import make_plan, run_sequence

HERE = Path(__file__).parent / "second_edition"
EDITION = HERE / "example-2.0.1-v1"
DEVICES = sorted(path.stem for path in (HERE / "devices").glob("*.yaml"))
COMPLETE = ["csms", "local-controller", "station-full", "station-small"]


@cache
def edition(*selected):
    return load_edition(EDITION, dict(name.split("=") for name in selected))


@cache
def device(name):
    path = HERE / "devices" / f"{name}.yaml"
    return read_pics_yaml(path.read_bytes(), path.name, lambda _: edition())[0]


def answered(name, **changes):
    """A device with some answers changed; None takes one away."""
    given = dict(device(name).answers)
    for key, value in changes.items():
        item = key.replace("_", "-") if key[0].isupper() else key
        given.pop(item, None)
        if value is not None:
            given[item] = Answer(value, Place("changed"))
    return replace(device(name), answers=given)


def statuses(pics, rulebook):
    return {row.id: row.status.value for row in make_plan(pics, rulebook).test_cases}


def test_it_loads_and_is_proven():
    edition().prove()
    assert edition().info.kinds == ("Charging Station", "CSMS", "Local Controller")
    assert len(edition().items) == 17
    assert len(edition().test_cases) == 13


@pytest.mark.parametrize("name", DEVICES)
def test_plan_is_the_one_written_by_hand(name):
    with (HERE / "devices" / f"{name}.expected.csv").open(encoding="utf-8", newline="") as file:
        expected = list(csv.DictReader(file))
    plan = make_plan(device(name), edition())
    found = [
        {
            "test_case": row.id,
            "status": row.status.value,
            "deciding": ";".join(answer.item for answer in row.answers),
            "blocked_by": ";".join(row.blocked_by),
        }
        for row in plan.test_cases
    ]
    assert found == expected
    assert plan.complete is (name in COMPLETE)


def test_marks_of_several_entries():
    case = edition().test_cases["TC_K_01"]
    assert [case.mark(column) for column in ("cs", "csms", "lc")] == ["M/O", "M/O", ""]


def test_a_question_has_one_shown_id_and_the_words_of_each_kind_of_device():
    items = edition().items
    assert [item.id for item in items.values() if item.shown_id == "C-50"] == ["C-50", "C-50-csms"]
    assert items["C-31"].label_for("Local Controller") == "Offline authorization for the stations behind it"
    assert items["C-31"].label_for("Charging Station") == items["C-31"].label_for(None) == items["C-31"].label
    assert items["C-31"].label_for("Local Controller") in items["C-31"].labels


@pytest.mark.parametrize(
    ("dut", "answers", "asked"),
    [
        ("Charging Station", {"reservation": "Yes"}, True),
        ("Charging Station", {"reservation": "No"}, False),
        ("Charging Station", {}, True),
        (None, {}, True),
        ("CSMS", {"reservation": "Yes"}, False),
    ],
)
def test_a_table_is_asked_where_its_profile_is_claimed(dut, answers, asked):
    assert edition().items["RV-1"].is_asked(dut, answers) is asked


def test_a_test_case_of_two_profiles_is_required_if_one_of_them_requires_it():
    case = edition().test_cases["TC_E_03"]
    assert (case.profile, case.other_profiles) == ("core", ("advanced_security",))
    assert [case.mark(column) for column in ("cs", "csms", "lc")] == ["M/O", "M/O", ""]
    assert statuses(answered("csms", advanced_security="No"), edition())["TC_E_03"] == "optional"


def test_prerequisite_is_shown_and_decides_nothing():
    row = next(row for row in make_plan(device("station-full"), edition()).test_cases if row.id == "TC_E_02")
    assert [(p.text, p.met, p.items) for p in row.prerequisites] == [
        ("The station has at least 3 EVSEs.", False, ("HFS-8",))
    ]


def test_other_readings_change_their_rows_and_no_other():
    taken = statuses(device("station-full"), edition())
    other = statuses(device("station-full"), edition("X-01=a"))
    assert {name: other[name] for name in taken if taken[name] != other[name]} == {
        "TC_E_01": "not-applicable",
        "TC_E_02": "not-applicable",
    }
    watts = answered("station-full", SC_1=("W",))
    assert statuses(watts, edition())["TC_K_01"] == "required"
    assert statuses(watts, edition("X-02=a"))["TC_K_01"] == "optional"
    assert statuses(watts, edition("X-02=a"))["TC_K_02"] == "optional"  # by its third entry, Advanced Security


def test_plan_names_its_readings():
    plan = make_plan(device("station-full"), edition("X-01=a"))
    assert plan.readings == (("X-01", "a"), ("X-02", "taken"))
    assert make_plan(device("csms"), edition()).readings == (("X-02", "taken"),)


def test_devices_that_are_reset_before_every_test_case():
    assert run_sequence(make_plan(device("local-controller"), edition()), edition()) == (
        "000_RESET", "TC_B_01", "000_RESET", "TC_B_02", "000_RESET", "TC_C_10",
    )  # fmt: skip
    assert "000_RESET" not in run_sequence(make_plan(device("csms"), edition()), edition())


@pytest.mark.parametrize(
    ("name", "changes", "codes"),
    [
        *[(name, {}, []) for name in COMPLETE],
        ("station-full", {"HFS_9": 3}, ["CP-01"]),
        ("station-full", {"HFS_9": 2}, []),
        ("station-full", {"SC_1": None}, ["CP-02"]),
        ("station-full", {"HFS_9": None}, ["K-03"]),
        ("csms", {"HFS_8": 2}, ["CP-03"]),
        ("local-controller", {"C_50": "Yes"}, ["CP-03"]),
        ("csms", {"smart_charging": "Yes"}, ["CP-02"]),
        ("station-small", {"C_52": "No"}, ["CP-04"]),
        ("local-controller", {"C_31": None}, ["K-03"]),
        ("local-controller", {"reservation": "No"}, ["K-05"]),
        # A table that is asked only where a profile is claimed.
        ("station-full", {"RV_1": None}, ["K-03"]),
        ("station-small", {"RV_1": "No"}, ["K-05"]),
        ("station-full", {"reservation": "No", "HFS_9": None}, ["K-05"]),
        ("station-full", {"reservation": None, "HFS_9": None}, ["K-03"]),
        # At least two of three must be Yes; what is not answered is not No.
        ("station-full", {"C_51": "No"}, ["CP-05"]),
        ("station-full", {"C_51": None}, ["K-03"]),
        ("station-full", {"C_51": "No", "C_52": "Yes"}, []),
    ],
)
def test_check(name, changes, codes):
    assert [finding.code for finding in check_pics(answered(name, **changes), edition())] == codes


def test_explanation_of_a_test_case_has_each_clause_with_its_answer_and_the_change_that_turns_it():
    pics = device("station-small")
    found = explain("TC_C_10", edition(), pics=pics, plan=make_plan(pics, edition()))
    assert isinstance(found, TestCaseExplanation)
    (entry,) = found.columns[0].entries
    assert entry.condition == "(C-30 or C-31) and not AQ-2"
    assert [(clause.text, clause.holds, clause.decisive) for clause in entry.clauses] == [
        ("C-30 or C-31", True, False),
        ("not AQ-2", False, True),
    ]
    assert [change.answers for change in found.changes] == [(ChangedAnswer("AQ-2", "Yes", "No"),)]


@pytest.mark.parametrize("subject", ["TC_K_02", "HFS-8", "CP-01", "X-01", "several_evses", "K-03"])
def test_everything_can_be_explained(subject):
    pics = device("station-full")
    assert explain(subject, edition()) is not None
    assert explain(subject, edition(), pics=pics, plan=make_plan(pics, edition())) is not None


@pytest.mark.parametrize("dut", edition().info.kinds)
def test_blank_forms_ask_what_is_asked_of_the_device_and_answer_nothing_else(dut):
    asked = {item.id for item in edition().items.values() if dut in item.asked_of}
    text = write_form_yaml(edition(), dut)
    tables = [table for table in yaml.safe_load(text).values() if isinstance(table, dict)]
    assert {str(key) for table in tables for key in table} == asked
    pics, _ = read_pics_yaml(text.encode(), "form.yaml", lambda _: edition())
    assert dict(pics.values) == {"dut": dut}
    pics, _ = read_pics_xlsx(write_form(edition(), dut), "form.xlsx", lambda _: edition())
    assert dict(pics.values) == {"dut": dut}
    assert set(pics.blanks) == asked - {"dut"}


@pytest.mark.parametrize("name", DEVICES)
def test_filled_in_forms_read_as_the_same_statement(name):
    pics = device(name)
    text = write_form_yaml(edition(), pics=pics)
    assert read_pics_yaml(text.encode(), "form.yaml", lambda _: edition())[0].sha256 == pics.sha256
    workbook = write_form(edition(), pics.dut, pics)
    assert read_pics_xlsx(workbook, "form.xlsx", lambda _: edition())[0].sha256 == pics.sha256
