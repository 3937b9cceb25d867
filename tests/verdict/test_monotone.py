"""Removing or damaging evidence never improves a verdict: what is not shown or not understood never counts as good."""

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from certkit.errors import CertkitError
from certkit.verdict.model import Outcome
from tests.verdict.cases import CERTIFICATION
from tests.verdict.dossiers import SOURCE, example, verdict_at, verdict_of
from tests.verdict.example import FILES, FOLDER

BETTER = [Outcome.FAIL, Outcome.INCOMPLETE, Outcome.PASS]
EVIDENCE = sorted({*FILES, "pics.yaml"})
NOT_PASSING = [case for case in CERTIFICATION if case.outcome != "pass"]
SLOW = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def outcome_at(path: Path) -> Outcome:
    """The outcome; a record that cannot be read has none, which is as good as incomplete."""
    try:
        return verdict_at(path).outcome
    except CertkitError:
        return Outcome.INCOMPLETE


def fresh(folder: Path) -> Path:
    """The example, anew."""
    target = folder / "dossier"
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(FOLDER, target)
    return target


def indented(line: str) -> int:
    return len(line) - len(line.lstrip())


def blocks(text: str) -> list[tuple[int, int]]:
    """The parts of a record that can be cut out: each key with everything below it."""
    lines = text.splitlines()
    found = []
    for number, line in enumerate(lines):
        if not line.strip() or line.strip().startswith("#"):
            continue
        end = number + 1
        while end < len(lines) and lines[end].strip() and indented(lines[end]) > indented(line):
            end += 1
        found.append((number, end))
    return found


@pytest.mark.parametrize("name", EVIDENCE)
def test_without_a_file_the_example_does_not_pass(name, tmp_path):
    folder = fresh(tmp_path)
    (folder / name).unlink()
    assert outcome_at(folder / SOURCE) is not Outcome.PASS


@pytest.mark.parametrize("name", [name for name in EVIDENCE if name != "pics.yaml"])
@SLOW
@given(data=st.data())
def test_a_damaged_file_does_not_pass(name, tmp_path, data):
    folder = fresh(tmp_path)
    content = bytearray((folder / name).read_bytes())
    place = data.draw(st.integers(0, len(content) - 1), label="place")
    how = data.draw(st.sampled_from(["flip", "cut", "insert", "remove"]), label="how")
    if how == "flip":
        content[place] ^= data.draw(st.integers(1, 255), label="bits")
    elif how == "cut":
        del content[place:]
    elif how == "insert":
        content[place:place] = data.draw(st.binary(min_size=1, max_size=9), label="bytes")
    else:
        del content[place]
    (folder / name).write_bytes(bytes(content))
    assert outcome_at(folder / SOURCE) is not Outcome.PASS


@pytest.mark.exhaustive
def test_what_is_cut_out_of_the_record_never_improves_it(tmp_path):
    """Every key of the example's record in turn: only these leave the pass."""
    text = (FOLDER / SOURCE).read_text(encoding="utf-8")
    lines = text.splitlines(keepends=True)
    folder = fresh(tmp_path)
    kept = []
    for begin, end in blocks(text):
        (folder / SOURCE).write_text("".join(lines[:begin] + lines[end:]), encoding="utf-8")
        if outcome_at(folder / SOURCE) is Outcome.PASS:
            kept.append(lines[begin].strip().removeprefix("- ")[:24])
    assert kept == OPTIONAL


OPTIONAL = [
    "edition: ocpp-1.6-v2.4",  # the PICS has it
    "instruments: [EVSE teste",
    "representative: T. Techn",
    "present: No",  # remote support is arranged
    "configuration_file:",
    "file: octt-configuration",
    "actions: {by: by hand}",
    "{phase: during, at: 2026",  # only a mobile connection is measured during the tests
    "run:",
    "order: certkit plan --or",
    "reset_before_each: Yes",  # the results have the resets
    "decided_by: R. Example",  # of a set-up issue, not of a crash
    "remarks: TC_030 was run ",
]
"""The lines without which the example still passes: they are reported, or other evidence shows the same."""


@settings(SLOW, max_examples=100)
@given(data=st.data())
def test_a_dossier_that_does_not_pass_is_not_mended_by_cutting(tmp_path, data):
    """Whatever is cut out of the record, except a bad result or incident, which nothing can replace."""
    case = data.draw(st.sampled_from(NOT_PASSING), label="case")
    dossier = example()
    if not case.bind:
        dossier.text = dossier.bound()
    case.change(dossier)
    lines = (dossier.bound() if case.bind else dossier.text).splitlines(keepends=True)
    bad = {number for number, line in enumerate(lines) if is_bad(line)}
    choices = [(begin, end) for begin, end in blocks("".join(lines)) if not bad & set(range(begin, end))]
    begin, end = data.draw(st.sampled_from(choices), label="cut")
    dossier.text = "".join(lines[:begin] + lines[end:])
    shutil.rmtree(tmp_path)
    tmp_path.mkdir()
    assert outcome_at(dossier.write(tmp_path, bind=False)) is not Outcome.PASS


def is_bad(line: str) -> bool:
    """Whether a line of a record is what keeps it from a pass, so that cutting it out is another record altogether."""
    words = (
        "kind:",
        "xincident",
        "something happened",
        "incidents:",
        "remark:",
        "deviating",
        "status_flow",
        "reference:",
        "more.",
        "octt-configuration",
        "v9.9",
    )
    return any(word in line for word in (*words, "decisions:", "bandwidth: 4.9", "phase: before"))


@SLOW
@given(data=st.data())
def test_a_damaged_record_passes_only_if_it_says_the_same(tmp_path, data):
    """A record is not bound by a digest of its own; where a slip still passes, no answer that counts has changed."""
    folder = fresh(tmp_path)
    content = bytearray((folder / SOURCE).read_bytes())
    place = data.draw(st.integers(0, len(content) - 1), label="place")
    content[place] = data.draw(st.sampled_from(b"#:x7 \n\"'[{-"), label="byte")
    (folder / SOURCE).write_bytes(bytes(content))
    try:
        verdict = verdict_at(folder / SOURCE)
    except CertkitError:
        return
    good = verdict_at(FOLDER / SOURCE)
    if verdict.outcome is Outcome.PASS:
        assert [case.outcome for case in verdict.cases] == [case.outcome for case in good.cases]
        assert {row.requirement.number: row.status for row in verdict.requirements if not row.is_blocking}
        assert not any(row.is_blocking for row in verdict.requirements)


@SLOW
@given(data=st.data())
def test_fewer_or_damaged_good_results_never_improve(tmp_path, data):
    """Of a dossier with an open failure, whatever becomes of the passes."""
    dossier = example()
    dossier.run("TC_010")["verdict"] = "fail"
    passes = [row for row in dossier.rows if row["verdict"] == "pass"]
    for row in data.draw(st.lists(st.sampled_from(passes), min_size=1, max_size=20, unique_by=id), label="rows"):
        how = data.draw(st.sampled_from(["drop", "time", "verdict", "name"]), label="how")
        if how == "drop":
            dossier.rows.remove(row)
        elif how == "time":
            row.pop("startTime", None)
        elif how == "verdict":
            row["verdict"] = data.draw(st.sampled_from(["", "PASS?", "inconc", "skipped", None]), label="verdict")
        else:
            row["testCaseName"] = "TC_"
    assert verdict_of(dossier, tmp_path).outcome is Outcome.FAIL
