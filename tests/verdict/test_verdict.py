"""The rules of the verdict: one dossier that passes, and for each rule a copy with one thing changed."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from certkit.messages import codes_of
from certkit.record.requirements import Effect
from certkit.verdict.model import CaseOutcome, Outcome, Part
from tests.verdict.cases import CERTIFICATION, DECLARATION
from tests.verdict.dossiers import call, declaration, example, of, told, verdict_at, verdict_of
from tests.verdict.example import FOLDER

ALWAYS = {("VD-24", "case-excused(test_case=TC_003, verdict=fail, start=2026-03-03T10:27:02)")}
"""A note of the example as it is."""
NO_WAY_OUT = ("VD-12", "VD-29")
"""What the record shows not to be so has to be made so; no text says how."""
BEFORE = {("VD-35", "incident(kind=full restart, at=2026-03-03T08:45:00)")}
"""A note of the declaration as it is."""


def test_the_example_passes():
    verdict = verdict_at(FOLDER / "record.yaml")
    assert verdict.outcome is Outcome.PASS
    assert not verdict.blocking
    assert set(told(verdict, Effect.NOTE)) == ALWAYS
    assert [part for part, _ in verdict.parts] == [
        Part.STATEMENT,
        Part.RECORD,
        Part.CONFORMANCE,
        Part.CONFIGURATION,
        Part.FIRMWARE,
        Part.PERFORMANCE,
    ]


def test_a_declaration_passes(tmp_path):
    verdict = verdict_of(declaration(), tmp_path)
    assert verdict.outcome is Outcome.PASS
    assert set(told(verdict, Effect.NOTE)) == BEFORE
    assert verdict.window is not None
    assert verdict.window.seconds == 13738
    assert verdict.measurements is None
    assert Part.PERFORMANCE not in dict(verdict.parts)


@pytest.mark.parametrize("case", CERTIFICATION, ids=lambda case: case.name)
def test_certification(case, tmp_path):
    dossier = example()
    case.change(dossier)
    verdict = verdict_of(dossier, tmp_path, bind=case.bind)
    is_as_expected(verdict, case, ALWAYS, tmp_path)


@pytest.mark.parametrize("case", DECLARATION, ids=lambda case: case.name)
def test_declaration(case, tmp_path):
    dossier = declaration()
    if not case.bind:
        dossier.text = dossier.bound()
    case.change(dossier)
    verdict = verdict_of(dossier, tmp_path, bind=case.bind)
    is_as_expected(verdict, case, BEFORE, tmp_path)


def is_as_expected(verdict, case, always, folder):
    """Outcome, reasons and notes; and each has its citation, and a hint if it is blocking."""
    assert verdict.outcome == case.outcome
    assert in_folder(told(verdict), folder) == case.reasons
    assert [note for note in in_folder(told(verdict, Effect.NOTE), folder) if note not in always] == case.notes
    assert all(reason.cite and reason.where for reason in verdict.reasons)
    assert all(reason.hint or reason.code in NO_WAY_OUT for reason in verdict.blocking)
    assert {outcome for part, outcome in verdict.parts} >= {verdict.outcome}


def in_folder(reasons, folder: Path):
    """The messages as they read from within the dossier's folder."""
    return [(code, message.replace(f"{folder}/", "")) for code, message in reasons]


def test_every_rule_has_a_case():
    shown = {code for case in (*CERTIFICATION, *DECLARATION) for code, _ in (*case.reasons, *case.notes)}
    assert set(codes_of("verdict")) - shown - {code for code, _ in ALWAYS} == set()


def test_a_place_is_where_the_matter_stands(tmp_path):
    dossier = example()
    dossier.run("TC_010")["verdict"] = "fail"
    verdict = verdict_of(dossier, tmp_path)
    place = of(verdict, "VD-21").where
    assert place is not None
    line = (tmp_path / "results.json").read_text(encoding="utf-8").splitlines()[place.line]
    assert line.strip() == '"testCaseName": "TC_010_CS",'


def test_all_runs_of_a_test_case_are_kept(tmp_path):
    dossier = example().add_run("TC_010", "inconc", "08:50").add_run("TC_010", "pass", "16:00")
    verdict = verdict_of(dossier, tmp_path)
    (case,) = [case for case in verdict.cases if case.id == "TC_010"]
    assert [run.verdict.value for run in case.runs] == ["inconc", "pass", "pass"]
    assert case.outcome is CaseOutcome.PASSED


def test_many_test_cases_with_the_same_reason_are_told_together(tmp_path):
    dossier = example()
    dossier.rows.clear()
    reason = of(verdict_of(dossier, tmp_path), "VD-20")
    assert len(reason.test_cases) == 85
    assert reason.message.key == "reason.cases-no-result"
    assert reason.message.arguments == {"test_cases": reason.test_cases}


def test_what_is_dated_later_than_now_does_not_count(tmp_path):
    verdict = verdict_at(example().write(tmp_path), datetime(2026, 3, 3, 12, 0, tzinfo=UTC))
    late = of(verdict, "VD-23")
    assert verdict.outcome is Outcome.INCOMPLETE
    assert call(late.message.arguments["why"]) == "later-than-now"
    assert "TC_001" not in late.test_cases
    assert {case.id for case in verdict.cases if case.outcome is CaseOutcome.NOT_COUNTED} == set(late.test_cases)


def test_a_failure_counts_even_if_it_is_dated_later_than_now(tmp_path):
    dossier = example()
    dossier.run("TC_010")["verdict"] = "fail"
    verdict = verdict_at(dossier.write(tmp_path), datetime(2026, 3, 2, 17, 0, tzinfo=UTC))
    assert verdict.outcome is Outcome.FAIL
