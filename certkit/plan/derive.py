"""Test selection: which test cases apply to a device, each with the reason (Appendix C; 8.2).

A plan is three-valued. An item that is not answered is unknown, never No; a test case whose status would follow from it
stays undetermined, and the plan says which answers it waits for.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace

from certkit.conditions import blocking_items, decide, deciding_items
from certkit.edition.model import Entry, TestCase
from certkit.edition.rulebook import Rulebook
from certkit.finding import Place
from certkit.messages import say
from certkit.pics.model import Pics
from certkit.plan.model import DecidingAnswer, PlannedPrerequisite, PlannedTestCase, Status, TestPlan
from certkit.plan.selection import select
from certkit.text.quote import value
from certkit.text.sentence import Sentence

DUT = "dut"


def make_plan(pics: Pics, rulebook: Rulebook) -> TestPlan:
    """The plan of a PICS: every test case of the edition, in the document's order."""
    readings = {name for case in rulebook.test_cases.values() for name in _readings_of(case, pics, rulebook)}
    readings |= set(rulebook.selected)
    return TestPlan(
        edition=rulebook.info.id,
        rulebook_sha256=rulebook.sha256,
        pics_sha256=pics.sha256,
        source=pics.source,
        dut=pics.dut,
        readings=tuple((name, row.selected) for name, row in rulebook.readings.items() if name in readings),
        test_cases=tuple(plan_test_case(case, pics, rulebook) for case in rulebook.test_cases.values()),
        release=rulebook.info.release,
        what_if=pics.what_if,
    )


def plan_test_case(case: TestCase, pics: Pics, rulebook: Rulebook) -> PlannedTestCase:
    """The plan's row for one test case."""
    section = f"{_profile_title(case, rulebook)} / {case.section}"
    if pics.dut is None:
        return PlannedTestCase(
            id=case.id,
            title=case.title,
            section=section,
            status=Status.UNDETERMINED,
            mark="",
            because=say("plan.dut-not-answered"),
            blocked_by=(DUT,),
        )
    column = rulebook.column(pics.dut)
    entries = case.columns.get(column, ())
    status, decisive = select(entries, pics.values, rulebook.candidates)
    undetermined = status is Status.UNDETERMINED
    blocked = _blocked_by(entries, pics, rulebook) if undetermined else ()
    helped = (deciding_items(entry.when, pics.values, rulebook.candidates) for entry in decisive)
    deciding = tuple(dict.fromkeys(item for items in helped for item in items))
    return PlannedTestCase(
        id=case.id,
        title=case.title,
        section=section,
        status=status,
        mark=case.mark(column),
        because=_because(status, entries, deciding, blocked, pics),
        answers=tuple(_deciding_answer(item, pics) for item in deciding),
        blocked_by=blocked,
        readings=_readings_of(case, pics, rulebook),
        prerequisites=tuple(_prerequisites(case, column, pics, rulebook)),
    )


def _deciding_answer(item: str, pics: Pics) -> DecidingAnswer:
    place = replace(pics.place_of(item) or Place(), file="")  # the plan names the file once
    return DecidingAnswer(item, pics.values[item], place)


def _blocked_by(entries: Iterable[Entry], pics: Pics, rulebook: Rulebook) -> tuple[str, ...]:
    found: list[str] = []
    for entry in entries:
        found += blocking_items(entry.when, pics.values, rulebook.candidates)
        if decide(entry.when, pics.values, rulebook.candidates):
            break
    return tuple(dict.fromkeys(found))


def _readings_of(case: TestCase, pics: Pics, rulebook: Rulebook) -> tuple[str, ...]:
    if pics.dut is None:
        return ()
    entries = case.columns.get(rulebook.column(pics.dut), ())
    return tuple(dict.fromkeys(name for entry in entries for name in entry.readings))


def _profile_title(case: TestCase, rulebook: Rulebook) -> str:
    item = rulebook.items.get(case.profile)
    return item.label if item else case.profile


def _prerequisites(case: TestCase, column: str, pics: Pics, rulebook: Rulebook) -> Iterable[PlannedPrerequisite]:
    for row in case.prerequisites:
        if column in row.columns:
            met = decide(row.needs, pics.values, rulebook.candidates)
            needed = deciding_items(row.needs, pics.values, rulebook.candidates)
            blocked = blocking_items(row.needs, pics.values, rulebook.candidates)
            yield PlannedPrerequisite(row.text, met, needed or blocked)


def _because(
    status: Status, entries: tuple[Entry, ...], deciding: tuple[str, ...], blocked: tuple[str, ...], pics: Pics
) -> Sentence:
    if status is Status.UNDETERMINED:
        return say("plan.depends", items=blocked)
    if not entries:
        return say("plan.not-listed", dut=pics.dut)
    if not deciding:
        return say("plan.optional" if status is Status.OPTIONAL else "plan.mandatory", dut=pics.dut)
    return say("plan.answers", answers=tuple((item, value(pics.values[item])) for item in deciding))


def in_random_order(plan: TestPlan, seed: str) -> TestPlan:
    """The same plan with what is to be run in the random order of a seed, and the rest behind it (8.2).

    A test case's place follows from SHA-256 of ``seed:id``, so that the same seed gives the same order everywhere.
    """
    to_run = sorted(plan.to_run, key=lambda row: hashlib.sha256(f"{seed}:{row.id}".encode()).digest())
    chosen = {row.id for row in to_run}
    rest = [row for row in plan.test_cases if row.id not in chosen]
    return replace(plan, test_cases=(*to_run, *rest), seed=seed)


def run_sequence(plan: TestPlan, rulebook: Rulebook) -> tuple[str, ...]:
    """The ids to run one after the other, with the reset utility before every test of a station (8.1.2, 8.2)."""
    resets = plan.dut is not None and rulebook.column(plan.dut) in rulebook.info.reset_before
    return tuple(step for row in plan.to_run for step in ((rulebook.evidence.reset, row.id) if resets else (row.id,)))
