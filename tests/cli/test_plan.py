"""``certkit plan``: the same plan in every format, in any order, and open where an answer is missing."""

import csv
import io
import json

import pytest

from tests.cli.program import COMPLETE, CSMS, DEVICES, INCOMPLETE, certkit, changed


def test_a_complete_statement_gives_a_complete_plan():
    result = certkit("plan", COMPLETE)
    assert (result.code, result.err) == (0, "")
    assert "TC_003    ● required" in result.out
    assert "C-07 is Yes; C-08 is Yes; AQ-2 is No" in result.out
    assert result.out.splitlines()[-1].startswith("● 85 required")


def test_a_missing_answer_blocks_the_plan_and_says_which():
    result = certkit("plan", INCOMPLETE)
    assert result.code == 1
    assert "This plan is blocked" in result.out
    assert "fixed_cable" in result.out.split("This plan is blocked")[1]
    assert result.err == f"certkit: the statement has 34 errors; run `certkit pics check {INCOMPLETE}`\n"


def test_a_contradiction_does_not_hide_the_plan_but_is_said():
    result = certkit("plan", "-", stdin=changed(COMPLETE, **{"R-0": "No"}).encode())
    assert result.code == 1
    assert "TC_001" in result.out
    assert result.err == "certkit: the statement has 1 error; run `certkit pics check FILE`\n"


def test_all_formats_agree_on_the_test_cases(tmp_path):
    document = json.loads(certkit("plan", CSMS, "--format", "json").out)
    assert [len(document["test_cases"]), document["complete"]] == [112, True]
    required = [row["id"] for row in document["test_cases"] if row["status"] == "required"]
    records = list(csv.DictReader(io.StringIO(certkit("plan", CSMS, "-f", "csv").out)))
    assert [record["test_case"] for record in records if record["status"] == "required"] == required
    table = certkit("plan", CSMS).out.splitlines()
    assert [line.split()[0] for line in table if line.startswith("TC_") and "● required" in line] == required
    markdown = certkit("plan", CSMS, "-f", "markdown").out.splitlines()
    cells = [line.split(" | ") for line in markdown if line.startswith("| TC")]
    assert [c[0].removeprefix("| ").replace("\\", "") for c in cells if c[2] == "required"] == required


@pytest.mark.parametrize(
    ("name", "begins"), [("plan.json", '{"version": 1,'), ("plan.csv", "order,test_case"), ("plan.md", "# Test plan")]
)
def test_the_name_of_the_output_says_the_format(tmp_path, name, begins):
    path = tmp_path / name
    result = certkit("plan", COMPLETE, "-o", path)
    assert (result.code, result.out) == (0, "")
    assert path.read_text(encoding="utf-8").startswith(begins)


def test_a_file_that_is_there_is_not_overwritten_unless_forced(tmp_path):
    path = tmp_path / "plan.json"
    path.write_text("the laboratory's own notes")
    result = certkit("plan", COMPLETE, "-o", path)
    assert (result.code, result.err) == (2, f"certkit: {path}: the file already exists (use --force to overwrite it)\n")
    assert path.read_text() == "the laboratory's own notes"
    assert certkit("plan", COMPLETE, "-o", path, "--force").code == 0
    assert path.read_text().startswith("{")
    assert [entry.name for entry in tmp_path.iterdir()] == ["plan.json"]


def test_a_worksheet_is_a_workbook(tmp_path):
    pytest.importorskip("certkit.plan.write_xlsx")
    path = tmp_path / "worksheet.xlsx"
    assert certkit("plan", COMPLETE, "--order", "random", "--seed", "4711", "-o", path).code == 0
    assert path.read_bytes().startswith(b"PK")


def test_the_same_seed_gives_the_same_order():
    first, second = (certkit("plan", COMPLETE, "--order", "random", "--seed", "4711", "-f", "json") for _ in "ab")
    assert first == second
    document = json.loads(first.out)
    assert document["order"] == {"kind": "random", "seed": "4711"}
    ids = [row["id"] for row in document["test_cases"]]
    assert sorted(ids) == sorted(
        row["id"] for row in json.loads(certkit("plan", COMPLETE, "-f", "json").out)["test_cases"]
    )
    other = json.loads(certkit("plan", COMPLETE, "--seed", "4712", "-f", "json").out)
    assert [row["id"] for row in other["test_cases"]] != ids


def test_before_every_test_of_a_station_stands_the_reset():
    run = json.loads(certkit("plan", COMPLETE, "-f", "json").out)["run"]
    assert run[0::2] == ["000_RESET"] * 89
    assert run[1::2][:2] == ["TC_001", "TC_002"]
    assert "000_RESET" not in json.loads(certkit("plan", CSMS, "-f", "json").out)["run"]


def test_a_random_order_without_a_seed_says_the_one_it_took():
    result = certkit("plan", COMPLETE, "--order", "random", "-f", "json")
    seed = json.loads(result.out)["order"]["seed"]
    assert result.err == f"certkit: the order is random; to repeat it, use --seed {seed}\n"
    again = certkit("plan", COMPLETE, "--seed", seed, "-f", "json")
    assert again.out == result.out


def test_a_seed_alone_says_that_the_order_is_random():
    assert certkit("plan", COMPLETE, "--seed", "4711", "-f", "json").err == (
        "certkit: the order is random, as --seed 4711 gives it; without --seed it is the document's\n"
    )
    assert certkit("plan", COMPLETE, "--order", "random", "--seed", "4711", "-f", "json").err == ""


def test_a_seed_does_not_go_with_the_order_of_the_document():
    assert certkit("plan", COMPLETE, "--order", "document", "--seed", "1").code == 2


def test_only_some_statuses_are_shown_and_the_counts_stay():
    result = certkit("plan", INCOMPLETE, "--only", "undetermined", "--only", "optional", "-f", "json")
    document = json.loads(result.out)
    assert {row["status"] for row in document["test_cases"]} == {"undetermined", "optional"}
    assert sum(document["counts"].values()) == 112
    assert not document["complete"]
    assert result.code == 1


def test_a_reading_is_selected_by_name():
    taken = json.loads(certkit("plan", DEVICES / "subset-csms.yaml", "-f", "json").out)
    other = json.loads(certkit("plan", DEVICES / "subset-csms.yaml", "-f", "json", "--reading", "b-02=A").out)
    assert (taken["readings"]["B-02"], other["readings"]["B-02"]) == ("taken", "a")
    assert taken["counts"] != other["counts"]
    assert taken["pics_sha256"] == other["pics_sha256"]
    assert "B-02=a" in certkit("plan", DEVICES / "subset-csms.yaml", "--reading", "B-02=a").out


def test_what_a_reading_changes():
    csms = DEVICES / "subset-csms.yaml"
    result = certkit("plan", csms, "--reading", "B-02=a", "--diff", csms)
    assert result.code == 0
    assert "no answer changed" in result.out
    assert "reading B-02: taken -> a" in result.out
    assert "removed" in result.out


def test_what_another_statement_changes(tmp_path):
    other = tmp_path / "other.yaml"
    other.write_text(changed(COMPLETE, **{"AQ-2": "Yes"}), encoding="utf-8")
    result = certkit("plan", COMPLETE, "--diff", other, "-f", "json")
    document = json.loads(result.out)
    assert [change["item"] for change in document["answers"]] == ["AQ-2"]
    assert "TC_003" in [change["id"] for change in document["test_cases"] if change["kind"] == "added"]


def test_the_statuses_of_a_worksheet_cannot_be_filtered(tmp_path):
    result = certkit("plan", COMPLETE, "-o", tmp_path / "w.xlsx", "--only", "required")
    assert result.code == 2
    assert "a worksheet has all test cases" in result.err
