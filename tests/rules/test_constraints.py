"""What findings say, and when there are none."""

from certkit.finding import Severity
from certkit.pics.check import check_pics
from tests.rules.agreement import codes_made
from tests.rules.devices import device, edition, statement


def test_unanswered_is_never_a_contradiction():
    """Taking any one answer away makes no combination fire that asks for a given answer."""
    for item in device("ac-socket").values:
        if item == "dut":
            continue
        found = codes_made(edition, "ac-socket", {item: None})
        fired = {code for code in found if code in edition().constraints and edition().constraints[code].when}
        only_missing = {"P-66"}
        assert fired <= only_missing, item


def test_finding_points_at_the_answer_that_helped_to_decide():
    answers = {**device("full-csms").values, "LA-0": "No"}
    found = next(f for f in check_pics(statement(answers), edition()) if f.code == "P-63")
    assert found.items == ("LA-0",)


def test_every_finding_has_a_hint_and_a_citation():
    findings = check_pics(statement({"dut": "Charging Station"}), edition())
    assert len(findings) > 40
    for finding in findings:
        assert finding.hint
        assert finding.cite


def test_draft_turns_missing_answers_into_notes():
    pics = statement({"dut": "CSMS", "core": "No"})
    strict = check_pics(pics, edition())
    draft = check_pics(pics, edition(), draft=True)
    assert [f.code for f in strict] == [f.code for f in draft]
    assert {f.severity for f in strict if f.code == "K-03"} == {Severity.ERROR}
    assert {f.severity for f in draft if f.code in ("K-03", "P-60", "P-42")} == {Severity.NOTE}
    assert [f.code for f in draft if f.severity is Severity.ERROR] == ["A-10"]
