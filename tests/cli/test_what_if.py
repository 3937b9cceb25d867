"""``certkit plan --set``: what another answer would change, marked as a what-if wherever it is written."""

import csv
import io
import json
from typing import Any

import pytest

from tests.cli.program import COMPLETE, CSMS, certkit, changed


def plan_of(*arguments: object, **options: bytes) -> Any:
    return json.loads(certkit("plan", *arguments, "-f", "json", **options).out)


def test_the_plan_is_that_of_a_file_with_the_other_answer():
    supposed = plan_of(COMPLETE, "--set", "RT-0=No", "--set", "C-04=no")
    really = plan_of("-", stdin=changed(COMPLETE, **{"RT-0": "No", "C-04": "No"}).encode())
    statuses = [{row["id"]: row["status"] for row in document["test_cases"]} for document in (supposed, really)]
    assert statuses[0] == statuses[1]
    assert supposed["pics_sha256"] == really["pics_sha256"]
    assert supposed["counts"] == really["counts"] != plan_of(COMPLETE)["counts"]


def test_a_what_if_is_marked_and_does_not_have_the_digest_of_the_file():
    own = plan_of(COMPLETE)
    supposed = plan_of(COMPLETE, "--set", "features.RT-0=No")
    assert own["what_if"] is None
    assert supposed["what_if"] == {
        "pics_sha256": own["pics_sha256"],
        "answers": [{"item": "RT-0", "before": "Yes", "after": "No"}],
    }
    assert supposed["pics_sha256"] != own["pics_sha256"]
    text = certkit("plan", COMPLETE, "--set", "RT-0=No").out
    assert text.startswith("What-if plan")
    assert "RT-0 is No instead of Yes: this is not the plan of the statement" in text
    markdown = certkit("plan", COMPLETE, "--set", "RT-0=No", "-f", "markdown").out
    assert markdown.startswith("# What-if plan\n")
    records = list(csv.DictReader(io.StringIO(certkit("plan", COMPLETE, "--set", "RT-0=No", "-f", "csv").out)))
    assert {record["what_if"] for record in records} == {"RT-0 is No instead of Yes"}
    assert "what_if" not in certkit("plan", COMPLETE, "-f", "csv").out


def test_a_what_if_has_no_worksheet(tmp_path):
    result = certkit("plan", COMPLETE, "--set", "RT-0=No", "-o", tmp_path / "worksheet.xlsx")
    assert (result.code, list(tmp_path.iterdir())) == (2, [])
    assert "a what-if is not run, so it has no worksheet" in result.err


def test_an_answer_can_be_taken_away():
    result = certkit("plan", COMPLETE, "--set", "C-04=", "-f", "json")
    document = json.loads(result.out)
    assert (result.code, document["complete"]) == (1, False)
    assert document["what_if"]["answers"] == [{"item": "C-04", "before": "Yes", "after": None}]


@pytest.mark.parametrize(
    ("setting", "item", "after"),
    [
        ("c-04=no", "C-04", "No"),
        ("performance.response_timeout=7.5", "response_timeout", 7.5),
        ("ports=[RS-485, Ethernet]", "ports", ["RS-485", "Ethernet"]),
        ("limits.other={MinimumStatusDuration: 3}", "other", [["MinimumStatusDuration", "3"]]),
        ("general.model=a=b", "model", "a=b"),
    ],
)
def test_an_item_has_an_id_and_a_path_and_reads_what_the_form_reads(setting, item, after):
    (answer,) = plan_of(COMPLETE, "--set", setting)["what_if"]["answers"]
    assert (answer["item"], answer["after"]) == (item, after)


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        (["C-4=Yes"], "the form has no item “C-4” (did you mean C-04"),
        (["zzzzzz=Yes"], "use an id such as C-04, or a path in YAML"),
        (["C-04=Maybe"], "--set C-04: “Maybe” is not Yes or No"),
        (["C-04"], "'C-04' is not of the form C-04=Yes"),
        (["C-04=Yes", "features.C-04=No"], "C-04 is set twice"),
        (["C-04=Yes", "C-04=No"], "C-04 is set twice"),
        (["ports=[a"], "this is not valid YAML"),
    ],
)
def test_a_mistake_in_the_option_is_one_error(settings, says):
    result = certkit("plan", COMPLETE, *(part for setting in settings for part in ("--set", setting)))
    assert (result.code, result.out, result.err.count("\n")) == (2, "", 1)
    assert says in result.err


def test_what_is_wrong_with_the_supposed_answers_is_said():
    result = certkit("plan", COMPLETE, "--set", "R-0=No")
    assert result.code == 1
    assert "certkit: with --set: error P-01: " in result.err


def test_an_invalid_answer_is_replaced_with_its_finding():
    statement = changed(COMPLETE, **{"C-04": "Perhaps"}).encode()
    assert certkit("plan", "-", stdin=statement).code == 1
    result = certkit("plan", "-", "--set", "C-04=Yes", "-f", "json", stdin=statement)
    assert (result.code, result.err) == (0, "")
    assert json.loads(result.out)["findings"]["error"] == 0


@pytest.mark.parametrize("form", ["table", "json", "markdown", "csv"])
def test_diff_without_another_file_shows_what_the_setting_turns(form):
    result = certkit("plan", COMPLETE, "--set", "RT-0=No", "--diff", "-f", form)
    assert result.code == 0
    assert "TC_054" in result.out.replace("\\", "")
    assert "TC_001" not in result.out.replace("\\", "")


def test_the_differences_say_that_one_side_is_supposed():
    document = json.loads(certkit("plan", COMPLETE, "--set", "RT-0=No", "--diff", "-f", "json").out)
    assert [document[side]["what_if"] for side in ("before", "after")] == [False, True]
    assert [row["id"] for row in document["test_cases"]] == ["TC_054", "TC_055"]
    text = certkit("plan", "--diff", "--set", "RT-0=No", COMPLETE).out
    assert f"to    what if {COMPLETE} had other answers" in text


@pytest.mark.parametrize("option", [("--only", "required"), ("--order", "random"), ("--seed", "1")])
def test_differences_take_no_option_that_they_would_ignore(option):
    result = certkit("plan", COMPLETE, "--set", "RT-0=No", "--diff", *option)
    assert (result.code, result.out) == (2, "")
    assert "differences take no --only, --order or --seed" in result.err


def test_diff_of_another_file_still_takes_its_name(tmp_path):
    other = tmp_path / "other.yaml"
    other.write_text(changed(COMPLETE, **{"RT-0": "No"}))
    result = certkit("plan", COMPLETE, "--set", "RT-0=No", "--diff", other)
    assert result.out.endswith("no answer and no test case differs\n")


def test_diff_alone_shows_what_another_reading_changes():
    result = certkit("plan", CSMS, "--reading", "B-02=a", "--diff")
    assert "reading B-02: taken -> a" in result.out


def test_differences_can_be_written_to_a_file(tmp_path):
    path = tmp_path / "what-if.md"
    assert certkit("plan", COMPLETE, "--set", "RT-0=No", "--diff", "-o", path).code == 0
    assert path.read_text().startswith("# What changed\n")


def test_explain_says_what_else_a_change_would_turn():
    document = json.loads(certkit("explain", "TC_003", "--pics", COMPLETE, "-f", "json").out)
    changes = {change["answers"][0]["item"]: change for change in document["changes"]}
    also = [(row["id"], row["before"], row["after"]) for row in changes["AQ-2"]["also"]]
    assert also == [(name, "required", "not-applicable") for name in ("TC_010", "TC_048_2", "TC_050_2")]
    for item, change in changes.items():
        value = change["answers"][0]["after"]
        turned = json.loads(certkit("plan", COMPLETE, "--set", f"{item}={value}", "--diff", "-f", "json").out)
        assert {row["id"] for row in turned["test_cases"]} == {"TC_003", *(row["id"] for row in change["also"])}
    text = certkit("explain", "TC_003", "--pics", COMPLETE).out
    assert "    also required -> not applicable: TC_010, TC_048_2, TC_050_2\n" in text


def test_explain_of_a_finding_says_which_test_cases_its_remedy_turns(tmp_path):
    statement = tmp_path / "pics.yaml"
    statement.write_text(changed(COMPLETE, **{"R-0": "No"}))
    document = json.loads(certkit("explain", "P-01", "--pics", statement, "-f", "json").out)
    remedy = next(change for change in document["changes"] if change["answers"][0]["item"] == "R-0")
    assert "TC_047" in {row["id"] for row in remedy["also"]}
