"""``certkit record status``: what is run, what is left in the order of the seed, and what blocks a pass."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from certkit.verdict.derive_status import seed_of
from tests.cli.program import certkit

EXAMPLE = Path("examples/dossier")


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    return Path(shutil.copytree(EXAMPLE, tmp_path / "dossier"))


def without(dossier: Path, *names: str) -> Path:
    """The record of the dossier, whose results lack the runs of some test cases."""
    results = json.loads((dossier / "results.json").read_text())

    def kept(value: Any) -> Any:
        if isinstance(value, list):
            return [kept(entry) for entry in value if not (isinstance(entry, dict) and is_of(entry))]
        return {key: kept(below) for key, below in value.items()} if isinstance(value, dict) else value

    def is_of(entry: dict[str, Any]) -> bool:
        return any(isinstance(text, str) and text.removesuffix("_CS") in names for text in entry.values())

    (dossier / "results.json").write_text(json.dumps(kept(results)))
    assert certkit("record", "freeze", dossier / "record.yaml", "--force").code == 0
    return dossier / "record.yaml"


def status_of(record: Path, *arguments: str) -> Any:
    return json.loads(certkit("record", "status", record, "-f", "json", *arguments).out)


def test_a_finished_run_has_nothing_that_blocks() -> None:
    result = certkit("record", "status", EXAMPLE / "record.yaml")
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith("examples/dossier/record.yaml: 86 of 89 run\n  required  85 of 85 run: 85 passed\n")
    assert "Left to run (3), in random order, seed 4711\n    1  TC_048_4  optional: " in result.out
    assert "What blocks" not in result.out


def test_what_is_left_is_in_the_order_of_the_seed_of_the_plan(dossier: Path) -> None:
    record = without(dossier, "TC_001", "TC_054", "TC_087")
    status = status_of(record)
    assert (status["cases"]["run"], status["cases"]["planned"], status["verdict"]) == (83, 89, "incomplete")
    plan = json.loads(certkit("plan", dossier / "pics.yaml", "--order", "random", "--seed", "4711", "-f", "json").out)
    left = {"TC_001", "TC_054", "TC_087", "TC_048_4", "TC_043_3", "TC_024"}
    assert [case["id"] for case in status["left"]] == [row["id"] for row in plan["test_cases"] if row["id"] in left]
    assert [case["id"] for case in status_of(record, "--seed", "other")["left"]] != [
        case["id"] for case in status["left"]
    ]


def test_the_most_useful_step_is_first(dossier: Path) -> None:
    record = without(dossier, "TC_001", "TC_054", "TC_087")
    settings = ["device.serial=", "pics.verified=", "intake.prerequisites="]
    assert certkit("record", "set", record, *settings).code == 0
    status = status_of(record)
    waiting = [max(issue["test_cases"], issue["requirements"]) for issue in status["blocking"]]
    assert waiting == sorted(waiting, reverse=True)
    assert {"VD-20", "VD-13"} <= {issue["reason"]["code"] for issue in status["blocking"]}
    text = certkit("record", "status", record)
    assert text.code == 1
    assert "the most useful first" in text.out
    assert "3 test cases wait for it" in " ".join(text.out.split())


def test_without_the_freezing_of_the_statement_everything_waits(dossier: Path) -> None:
    record = dossier / "record.yaml"
    assert certkit("record", "set", record, "pics.frozen_at=", "intake.pre_test=").code == 0
    first = status_of(record)["blocking"][0]
    assert (first["reason"]["part"], first["test_cases"]) == ("statement", 89)


def test_what_makes_the_verdict_a_fail_comes_before_what_more_waits_for(dossier: Path) -> None:
    record = without(dossier, "TC_001", "TC_054", "TC_087")
    lines = record.read_text().replace("firmware_version: 3.1.0", "firmware_version: 3.1.1")
    record.write_text(lines)
    effects = [issue["effect"] for issue in status_of(record)["blocking"]]
    assert set(effects) == {"fail", "incomplete"}
    assert effects == sorted(effects, key=["fail", "incomplete"].index)


def test_a_pass_that_does_not_count_is_left_unless_the_record_can_be_corrected(dossier: Path) -> None:
    results, record = dossier / "results.json", dossier / "record.yaml"
    text = results.read_text()
    start = text.index("000_RESET", text.index('"TC_054_CS"'))
    results.write_text(text[:start] + text[start:].replace('"verdict": "pass"', '"verdict": "fail"', 1))
    changed = status_of(record)
    # TC_003 failed during a set-up issue and was passed later, which the changed file does not show
    assert changed["cases"]["outcomes"] == {"inconclusive": 1, "not counted": 85, "not run": 3}
    assert sorted(case["id"] for case in changed["left"]) == ["TC_003", "TC_024", "TC_043_3", "TC_048_4"]
    assert certkit("record", "freeze", record, "--force").code == 0
    frozen = status_of(record)
    assert frozen["cases"]["outcomes"] == {"passed": 85, "not counted": 1, "not run": 3}
    assert "TC_057" in [case["id"] for case in frozen["left"]]


def test_a_blank_record_has_everything_before_it(dossier: Path) -> None:
    form = dossier / "new.yaml"
    assert certkit("record", "new", dossier / "pics.yaml", "-o", form).code == 0
    status = status_of(form)
    assert (status["cases"]["run"], status["cases"]["planned"], len(status["left"]), status["seed"]) == (
        0,
        89,
        89,
        None,
    )
    assert "89), in the order of the document" in certkit("record", "status", form).out


def test_a_record_without_a_statement_says_that_the_plan_is_not_known(dossier: Path) -> None:
    (dossier / "pics.yaml").unlink()
    result = certkit("record", "status", dossier / "record.yaml")
    assert result.code == 1
    assert "what is to be run is not known, because the PICS cannot be read" in result.out
    refused = certkit("record", "status", dossier / "record.yaml", "-o", dossier / "rest.xlsx")
    assert (refused.code, "what is left is not known" in refused.err) == (2, True)


def test_the_remaining_worksheet_is_read_back(dossier: Path) -> None:
    record, sheet = without(dossier, "TC_001", "TC_054"), dossier / "rest.xlsx"
    result = certkit("record", "status", record, "-o", sheet)
    assert result.err == f"certkit: wrote {sheet}: 84 of 89 run, 5 test cases left\n"
    workbook: Any = openpyxl.load_workbook(sheet)
    tests = workbook["Test plan"]
    header = next(row for row in tests.iter_rows() if row[0].value == "No")
    columns = {cell.value: cell.column for cell in header}
    rows = range(header[0].row + 1, tests.max_row + 1)
    ids = {tests.cell(row, columns["Test case"]).value for row in rows}
    assert ids == {"TC_001", "TC_054", "TC_024", "TC_043_3", "TC_048_4", "000_RESET"}
    for row in rows:
        tests.cell(row, columns["Verdict"]).value = "pass"
    workbook.save(sheet)
    checked = json.loads(certkit("results", "check", sheet, "--pics", dossier / "pics.yaml", "-f", "json").out)
    assert not [finding for finding in checked["findings"] if finding["severity"] == "error"]


def test_what_is_left_as_csv_and_markdown(dossier: Path) -> None:
    record = without(dossier, "TC_001")
    rows = list(csv.DictReader(io.StringIO(certkit("record", "status", record, "-f", "csv").out)))
    assert {row["test_case"] for row in rows} == {"TC_001", "TC_024", "TC_043_3", "TC_048_4"}
    markdown = certkit("record", "status", record, "-f", "markdown").out
    assert markdown.count("| TC") == 4


@pytest.mark.parametrize(
    ("order", "seed"),
    [
        ("certkit plan --order random --seed 4711", "4711"),
        ("random, seed: a-b.c", "a-b.c"),
        ("Seed 17 (drawn by R. Example)", "17"),
        ("certkit plan --seed=ff01", "ff01"),
        ("certkit plan --seed 'x y'", "x y"),
        ('certkit plan --seed "first run"', "first run"),
        ("certkit plan --seed first", "first"),
        ("random, no seed was noted", None),
        ("seed unknown", None),
        ("4711", "4711"),
        ("R. Example chose it", None),
        ("Example", None),
        ("in the order of the list, 2026", None),
        ("", None),
        (None, None),
    ],
)
def test_the_seed_in_the_words_of_a_record(order: str | None, seed: str | None) -> None:
    assert seed_of(order) == seed
