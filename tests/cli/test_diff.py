"""``certkit pics diff``: which answers changed, and which test cases with them."""

import json

import pytest

from tests.cli.program import COMPLETE, certkit, changed


@pytest.fixture
def later(tmp_path):
    path = tmp_path / "later.yaml"
    path.write_text(changed(COMPLETE, **{"RT-0": "No", "C-04": ""}), encoding="utf-8")
    return path


def test_answers_and_test_cases_that_changed(later):
    result = certkit("pics", "diff", COMPLETE, later)
    assert (result.code, result.err) == (0, "")
    answers, _, test_cases = result.out.partition("\n\n")[2].partition("\n\n")
    assert (
        answers
        == """\
2 answers changed
  C-04: Authorization Cache (AuthorizationCacheEnabled)
      Yes -> not answered (line 22)
  RT-0: Support for Remote Trigger
      Yes -> No (line 33)"""
    )
    assert "- TC_054    Trigger Message\n            required -> not applicable: RT-0 is No\n" in test_cases
    assert "~ TC_061_1" in test_cases
    assert "required -> undetermined: depends on C-04, not answered" in test_cases


def test_nothing_changed():
    result = certkit("pics", "diff", COMPLETE, "-", stdin=COMPLETE.read_bytes())
    assert result.code == 0
    assert result.out.endswith("\n\nno answer and no test case differs\n")


def test_as_json(later):
    document = json.loads(certkit("pics", "diff", COMPLETE, later, "--format", "json").out)
    assert not document["same"]
    assert [(c["item"], c["before"], c["after"]) for c in document["answers"]] == [
        ("C-04", "Yes", None),
        ("RT-0", "Yes", "No"),
    ]
    removed = [change for change in document["test_cases"] if change["kind"] == "removed"]
    assert [change["id"] for change in removed] == ["TC_054", "TC_055"]
    assert removed[0]["items"] == ["RT-0"]


def test_as_markdown(later):
    result = certkit("pics", "diff", COMPLETE, later, "--format", "markdown")
    assert "| RT-0 | Support for Remote Trigger | Yes | No |" in result.out
    assert "| - | TC\\_054 | Trigger Message | required | not applicable | RT-0 is No |" in result.out


def test_both_files_must_be_there(tmp_path):
    result = certkit("pics", "diff", COMPLETE, tmp_path / "gone.yaml")
    assert (result.code, result.out) == (2, "")
    assert "there is no such file" in result.err
