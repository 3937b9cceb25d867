"""What an edition must agree with: functions that compare it with what was written by hand.

Each takes ``edition``, a function that gives the rulebook under readings such as ``B-07=b``, and a subject, and fails
with an AssertionError. The tests of this folder call them for the edition that ships; the mutation run calls them for
editions that were broken on purpose, and expects each to be found out.
"""

from collections.abc import Callable
from itertools import product

from certkit.conditions import AnyOf, Constant, items_of
from certkit.edition.domains import Choice, Choices, Number
from certkit.edition.rulebook import Rulebook
from certkit.finding import Severity
from certkit.messages import codes_of
from certkit.pics.check import check_pics
from certkit.plan.derive import make_plan, run_sequence
from certkit.plan.selection import select
from tests.independent.applicability import ALTERNATIVES, PREREQUISITES, ROWS
from tests.independent.bearing import BEARING
from tests.independent.constraints import CONSTRAINTS
from tests.independent.findings import KINDS, LOOKED_AT
from tests.independent.form import FORM, SECONDS
from tests.independent.sections import SECTIONS
from tests.rules.devices import (
    COMPLETE,
    NAMES,
    device,
    expected_rows,
    expected_warnings,
    names_in,
    statement,
)

Edition = Callable[..., Rulebook]

COLUMNS = ("station", "csms")
IN_COLUMN = {"station": ("Charging Station", "Charging Station Software Stack"), "csms": ("CSMS",)}
EVERYONE = ("Charging Station", "Charging Station Software Stack", "CSMS")
IN_SECTION = {test_case: (profile, heading) for profile, heading, names in SECTIONS for test_case in names.split()}
CONSTRAINT_BY_HAND = {row.id: row for row in CONSTRAINTS}
KIND = {name: kind for kind, names in KINDS.items() for name in names.split()}
QUESTION = {row.id: row for row in FORM}
NUMBERS = set(range(7))
"""Numbers on both sides of every limit of the document."""
NOT_POINTED_AT = {"P-36b": {"smart_charging"}, "P-40b": {"LA-0"}, "P-44a": {"AQ-8"}}
"""Items that make another one necessary; the finding is about the other."""


# --- Test cases ----------------------------------------------------------------------------------------------


def combinations(items, nodes, rulebook, kinds):
    """Every combination of answers to the items that the conditions can tell apart, for these kinds of device."""
    options = [answers_to(item, nodes, rulebook, kinds) for item in items]
    for values in product(*options):
        yield dict(zip(items, values, strict=True))


def answers_to(item, nodes, rulebook, kinds):
    domain = rulebook.items[item].domain
    values = {value for node in nodes for value in domain.candidates(item, node)}
    if isinstance(domain, Number):
        values |= NUMBERS  # a condition that has lost a number no longer asks about it
    return sorted(values & set(kinds) if item == "dut" else values, key=str)


def assert_cell(rulebook, test_case, column, hand):
    """``hand``: the cell written by hand (the mark may be missing), or None for a blank one."""
    entries = rulebook.test_cases[test_case].columns.get(column, ())
    if hand is None:
        assert entries == ()
        return
    mark = getattr(hand, "mark", getattr(ROWS[test_case], column).mark)
    assert rulebook.test_cases[test_case].mark(column) == mark
    nodes = [entry.when for entry in entries]
    items = sorted({item for node in nodes for item in items_of(node)} | set(hand.items))
    for answers in combinations(items, nodes, rulebook, IN_COLUMN[column]):
        found = select(entries, answers, rulebook.candidates)[0].value
        expected = "not-applicable" if not hand.applies(answers) else "optional" if mark == "O" else "required"
        assert found == expected, answers


def the_list_is_complete_and_in_order(edition: Edition) -> None:
    assert list(edition().test_cases) == list(ROWS) == list(IN_SECTION)
    assert len(ROWS) == 112


def open_passages_name_their_reading(edition: Edition) -> None:
    """What C-06 and C-10 say of access and value is read somehow wherever they are used."""
    for term in edition().terms.values():
        if {"C-06", "C-10"} & set(items_of(term.meaning)):
            assert term.reading in ("B-09", "B-11"), term.id


def stations_are_reset_before_every_test(edition: Edition) -> None:
    """8.1.2 and 8.2, which speak of the station only."""
    for name in COMPLETE:
        pics = device(name, edition)
        plan = make_plan(pics, edition())
        resets = run_sequence(plan, edition())[:: 1 if pics.dut == "CSMS" else 2]
        assert set(resets) == (set(resets) - {"000_RESET"} if pics.dut == "CSMS" else {"000_RESET"})


def test_case_agrees(edition: Edition, test_case: str) -> None:
    """Title, section, mark, condition, and the readings it depends on."""
    found = edition().test_cases[test_case]
    assert found.title == ROWS[test_case].title
    assert (found.profile, found.section) == IN_SECTION[test_case]
    for column in COLUMNS:
        assert_cell(edition(), test_case, column, getattr(ROWS[test_case], column))
        readings = {name for entry in found.columns.get(column, ()) for name in entry.readings}
        assert readings == {name for name, rows in BEARING.items() if test_case in rows.get(column, "").split()}


def alternative_agrees(edition: Edition, name: tuple[str, str]) -> None:
    """Selecting it changes the rows written by hand, and no other."""
    reading, letter = name
    other = edition(f"{reading}={letter}")
    for test_case in ROWS:
        for column in COLUMNS:
            hand = ALTERNATIVES[name].get(test_case, {}).get(column) or getattr(ROWS[test_case], column)
            assert_cell(other, test_case, column, hand)


def the_alternatives_are_all_there(edition: Edition) -> None:
    offered = {(row.id, other.letter) for row in edition().readings.values() for other in row.alternatives}
    assert offered == set(ALTERNATIVES)
    assert set(BEARING) <= set(edition().readings)
    for name in set(edition().readings) - set(BEARING):  # about evidence and the record, which no plan turns on
        assert name.startswith(("D-", "E-"))
        assert not any(edition().readings[name].rows.values())


def prerequisite_agrees(edition: Edition, test_case: str) -> None:
    rows = edition().test_cases[test_case].prerequisites
    hand = PREREQUISITES[test_case]
    nodes = [row.needs for row in rows]
    items = sorted({item for node in nodes for item in items_of(node)} | set(hand.items))
    assert {column for row in rows for column in row.columns} == {"station"}
    for answers in combinations(items, nodes, edition(), EVERYONE):
        assert all(node.evaluate(answers) for node in nodes) == hand.applies(answers), answers


def the_prerequisites_are_those_of_three_test_cases(edition: Edition) -> None:
    assert {case.id for case in edition().test_cases.values() if case.prerequisites} == set(PREREQUISITES)


# --- Devices ---------------------------------------------------------------------------------------------------


def plan_agrees(edition: Edition, name: str) -> None:
    """The plan of a device: every status, what decided it, and what it waits for."""
    plan = make_plan(device(name, edition), edition())
    expected = expected_rows(name)
    assert [row.id for row in plan.test_cases] == [row["test_case"] for row in expected]
    assert len(expected) == 112
    for row, hand in zip(plan.test_cases, expected, strict=True):
        found = (row.status.value, {answer.item for answer in row.answers}, set(row.blocked_by))
        by_hand = (hand["status"], names_in(hand["deciding"]), names_in(hand.get("blocked_by")))
        assert found == by_hand, row.id


def warnings_agree(edition: Edition, name: str) -> None:
    """A complete device has the warnings written by hand, no error, and nothing that it is not asked."""
    findings = check_pics(device(name, edition), edition())
    warnings = {finding.code for finding in findings if finding.severity is Severity.WARNING}
    assert sorted(warnings) == expected_warnings(name)
    assert [finding.code for finding in findings if finding.severity is not Severity.WARNING] == []


# --- Constraints -----------------------------------------------------------------------------------------------


def the_constraints_are_all_there(edition: Edition) -> None:
    assert set(edition().constraints) == set(CONSTRAINT_BY_HAND) == set(KIND)


def constraint_agrees(edition: Edition, name: str) -> None:
    """Kind, severity, devices, items; and its condition, over every combination of answers, missing ones too."""
    row = edition().constraints[name]
    assert row.kind == KIND[name]
    asked = next((who for who, names in LOOKED_AT.items() if name in names.split()), "station")
    assert set(row.asked_of) == set({"everyone": EVERYONE, **IN_COLUMN}.get(asked, (asked,)))
    hand = CONSTRAINT_BY_HAND[name]
    assert row.severity.value == hand.severity
    looks = {"incomplete-member": "P-61b", "unlisted-representative": "P-61c"}
    assert looks.get(row.decided_by) == (name if name in looks.values() else None)
    assert set(row.items) - {"dut"} == set(hand.items) - {"dut"} - NOT_POINTED_AT.get(name, set())
    if row.when is None:
        return
    assert ("dut" in row.items) is (name in ("P-16", "P-17"))
    items = [item for item in dict.fromkeys((*items_of(row.when), *hand.items)) if item != "dut"]
    options = [[None, *answers_to(item, [row.when], edition(), EVERYONE)] for item in items]
    for dut in row.asked_of:
        for values in product(*options):
            answers = {item: value for item, value in zip(items, values, strict=True) if value is not None}
            answers["dut"] = dut
            assert bool(row.when.evaluate(answers)) == bool(hand.fires(answers)), answers


def codes_made(edition, name, changes):
    answers = {**device(name, edition).values, **changes}
    return {finding.code for finding in check_pics(statement(answers), edition())}


def constraint_fires(edition: Edition, name: str) -> None:
    for base, changes in CONSTRAINT_BY_HAND[name].firing:
        assert name not in codes_made(edition, base, {}), base
        assert name in codes_made(edition, base, changes), (base, changes)


def constraint_is_silent(edition: Edition, name: str) -> None:
    for base, changes in CONSTRAINT_BY_HAND[name].silent:
        assert name not in codes_made(edition, base, changes), (base, changes)


# --- The form --------------------------------------------------------------------------------------------------


def the_form_is_complete_and_in_order(edition: Edition) -> None:
    assert list(edition().items) == list(QUESTION)
    assert list(edition().sections) == list(dict.fromkeys(row.table for row in FORM))
    for section in edition().sections.values():
        asked = {kinds for row in FORM if row.table == section.id for kinds in [row.asked]}
        assert asked != {EVERYONE} or section.unasked == "K-05"


def question_agrees(edition: Edition, name: str) -> None:
    """Who is asked what, when it must be answered, what is found otherwise, and by which names a form calls it."""
    item, hand = edition().items[name], QUESTION[name]
    assert (item.section, item.path, item.key, item.heading) == (hand.table, hand.path, hand.key, hand.heading)
    assert item.addition is hand.addition
    assert edition().sections[item.section].path == (hand.table,)
    assert set(item.asked_of) == set(hand.asked)
    own_words = item.section == "questions"  # found by their ids
    assert ({*item.labels} if own_words else {item.label, *item.labels}) == hand.names
    if set(hand.asked) != set(EVERYONE):
        assert item.unasked == hand.unasked
    assert_domain(item, *hand.kind)
    for spelling, value in hand.spellings.items():
        assert item.domain.parse(spelling) == ((value,) if hand.kind[1] else value)
    if isinstance(item.domain, Choice | Choices):
        assert len(item.domain.aliases) == len(hand.spellings)
    for answers in asked_combinations(edition(), item.required, hand):
        assert bool(item.required.evaluate(answers)) == hand.required(answers), answers
        if hand.required(answers):
            assert item.missing == hand.missing


def asked_combinations(rulebook, required, hand):
    items = list(dict.fromkeys(("dut", *items_of(required), *hand.items)))
    whole = AnyOf((required, Constant(True)))
    options = [hand.asked if item == "dut" else (None, *rulebook.candidates(item, whole)) for item in items]
    for values in product(*options):
        yield {item: value for item, value in zip(items, values, strict=True) if value is not None}


def assert_domain(item, kind, several):
    domain = item.domain
    if not isinstance(kind, str):
        assert isinstance(domain, Choices if several else Choice)
        assert set(domain.values) == set(kind)
        assert len(domain.values) == len(kind)
    elif isinstance(domain, Number):
        assert kind == (SECONDS if not domain.whole else "number")
        assert (domain.minimum, domain.maximum) == (0, None)
    else:
        assert domain.kind == kind


def other_names_agree(edition: Edition) -> None:
    """Names beyond those of the form are kept for the file transfer protocols alone, with a warning."""
    others = {item.id: item.domain.others for item in edition().items.values() if isinstance(item.domain, Choices)}
    assert {name: code for name, code in others.items() if code} == {"SupportedFileTransferProtocols": "P-43b"}


def missing_answer_is_found(edition: Edition, name: str) -> None:
    """Taking one answer away from a device makes the finding written by hand, and no other of a missing answer."""
    hand = QUESTION[name]
    for base in ("ac-socket", "full-csms", "software-stack"):
        full = dict(device(base, edition).values)
        if name == "dut" or name not in full:
            continue
        missing = {item: value for item, value in full.items() if item != name}
        codes = {finding.code for finding in check_pics(statement(missing), edition()) if name in finding.items[:1]}
        of_a_stack = base == "software-stack" and hand.missing == "P-48"
        expected = "K-03" if of_a_stack else hand.missing
        assert (expected in codes) is bool(hand.missing and hand.required(missing) and full["dut"] in hand.asked)


def answer_that_is_not_asked_is_found(edition: Edition, name: str) -> None:
    hand = QUESTION[name]
    answers = {
        item: value for base in ("ac-socket", "full-csms", "start-only") for item, value in device(base).values.items()
    }
    answers.setdefault("mobile_generations", ("4G",))
    for dut in EVERYONE:
        if name not in answers:
            continue
        codes = {
            f.code
            for f in check_pics(statement({"dut": dut, name: answers[name]}), edition())
            if f.items[:1] == (name,)
        }
        unasked = {
            code for code in codes if code == hand.unasked or codes_of("pics").get(code) is codes_of("pics")["K-05"]
        }
        assert unasked == (set() if dut in hand.asked else {hand.unasked}), dut


# --- All of them -----------------------------------------------------------------------------------------------

ABOUT_ONE: dict[str, tuple[Callable[[Edition, object], None], list]] = {
    "test case": (test_case_agrees, list(ROWS)),  # type: ignore[dict-item]
    "question": (question_agrees, list(QUESTION)),  # type: ignore[dict-item]
    "constraint": (constraint_agrees, list(KIND)),  # type: ignore[dict-item]
    "firing": (constraint_fires, list(CONSTRAINT_BY_HAND)),  # type: ignore[dict-item]
    "silent": (constraint_is_silent, list(CONSTRAINT_BY_HAND)),  # type: ignore[dict-item]
    "prerequisite": (prerequisite_agrees, list(PREREQUISITES)),  # type: ignore[dict-item]
    "plan": (plan_agrees, NAMES),  # type: ignore[dict-item]
    "warnings": (warnings_agree, COMPLETE),  # type: ignore[dict-item]
    "missing": (missing_answer_is_found, list(QUESTION)),  # type: ignore[dict-item]
    "not asked": (answer_that_is_not_asked_is_found, list(QUESTION)),  # type: ignore[dict-item]
    "alternative": (alternative_agrees, list(ALTERNATIVES)),  # type: ignore[dict-item]
}
"""Assertions about one subject each, and all the subjects."""

ABOUT_ALL = (
    the_list_is_complete_and_in_order,
    the_alternatives_are_all_there,
    the_prerequisites_are_those_of_three_test_cases,
    the_constraints_are_all_there,
    the_form_is_complete_and_in_order,
    open_passages_name_their_reading,
    stations_are_reset_before_every_test,
    other_names_agree,
)
"""Assertions about the edition as a whole."""
