"""Whatever changes, every required test case has exactly one class, and no old result counts."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certkit.attestation.v1.derive import derive
from certkit.plan.model import Status
from certkit.recertification.changes import plan_of
from certkit.recertification.model import Coverage
from certkit.recertification.policy import Impact
from tests.attestation.documents import judged
from tests.recertification.pairs import answered, certificate, failed_report, patched, report
from tests.verdict.dossiers import example

pytestmark = pytest.mark.property
ANSWERS = {
    "R-0": ("Yes", ["No", ""]),
    "C-04": ("Yes", ["No", ""]),
    "C-06": ("Both", ["Yes", "No", ""]),
    "C-07": ("Yes", ["No", ""]),
    "SC-1": ("Both", ["A", "W", ""]),
    "LA-0": ("Yes", ["No", ""]),
    "AQ-2": ("No", ["Yes", ""]),
    "AQ-8": ("Yes", ["No", ""]),
    "smart_charging": ("Yes", ["No", ""]),
    "advanced_security": ("Yes", ["No", ""]),
    "dut": ("Charging Station", ["CSMS", ""]),
}
CHANGES = st.dictionaries(st.sampled_from(sorted(ANSWERS)), st.integers(0, 2), max_size=5)


@given(CHANGES, st.booleans(), st.booleans())
@settings(max_examples=25)
def test_every_required_test_case_has_one_class(changes, patch, failed):
    dossier = patched() if patch else example()
    for item, number in changes.items():
        answer, others = ANSWERS[item]
        answered(dossier, item, answer, others[number % len(others)])
    new = judged(dossier)
    old = failed_report() if failed else certificate()
    made = report(old, new)

    plan = {row.id: row.status for row in plan_of(new).test_cases}
    before = {row.id: row.status for row in plan_of(old.judged).test_cases}
    expected = [name for name, status in plan.items() if status in (Status.REQUIRED, Status.UNDETERMINED)]
    assert [row.id for row in made.test_cases] == expected
    assert sum(made.summary.values()) == len(expected)
    assert {row.id for row in made.test_cases if row.impact is Impact.UNDETERMINED} == {
        name for name, status in plan.items() if status is Status.UNDETERMINED
    }
    required_before = {name for name, status in before.items() if status is Status.REQUIRED}
    assert required_before <= {row.id for row in made.test_cases} | {row.id for row in made.dropped}
    assert not {row.id for row in made.dropped} & set(expected)
    for row in made.test_cases:
        if row.impact is Impact.SAME_QUESTION:
            assert not row.answers
            assert row.old_run is not None
            assert row.old_run.verdict is not None
            assert row.id in required_before
    if changes:
        assert not made.unchanged
    if patch:
        assert made.coverage is not Coverage.COVERED


def test_nothing_of_the_old_document_comes_into_a_verdict():
    """The verdict on the new record is the same whether or not it is compared, and with whatever it is compared."""
    dossier = patched()
    dossier.rows[:] = dossier.rows[: len(dossier.rows) // 2]
    new = judged(dossier)
    before = derive(new)
    for old in (certificate(), failed_report()):
        made = report(old, new)
        assert made.new.outcome == new.verdict.outcome
        not_run = {case.id for case in new.verdict.cases if not case.runs}
        assert not_run
        for row in made.test_cases:
            if row.id in not_run:
                assert row.new_outcome is not None
                assert row.new_outcome.value == "not run"
                assert row.rerun
    assert derive(new) == before
