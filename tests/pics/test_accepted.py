"""Accepted warnings: shown wherever the warning is, in both formats of a PICS, and without effect on anything else."""

from __future__ import annotations

import datetime
import json
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certkit.errors import UnreadableFile
from certkit.finding import Severity
from certkit.pics.check import check_pics
from certkit.pics.model import Acceptance, Pics
from certkit.pics.write_xlsx import write_form
from certkit.pics.write_yaml import write_form_yaml
from certkit.plan.derive import make_plan
from tests.cli.program import certkit
from tests.pics.statements import HEAD, edition
from tests.pics.statements import read as read_yaml
from tests.pics.workbooks import opened, read, saved, sentence_of

STATEMENT = HEAD + "general: {dut: CSMS}\nfeatures: {R-0: No, LA-0: No, RT-0: Yes}\n"
ACCEPTED = """\
accepted:
  - code: P-63
    reason: The tests are passed without the feature
    name: A. Example
    date: 2026-03-01
"""


def warnings_of(pics: Pics) -> dict[str, str | None]:
    """Code of each warning -> why it is accepted, or None."""
    return {
        finding.code: str(finding.accepted) if finding.accepted else None
        for finding in check_pics(pics, edition())
        if finding.severity is Severity.WARNING
    }


@pytest.fixture
def csms(tmp_path: Path) -> Path:
    path = tmp_path / "csms.yaml"
    path.write_bytes(Path("examples/csms.yaml").read_bytes() + ACCEPTED.encode())
    return path


def test_an_accepted_warning_says_why_and_who_and_when() -> None:
    assert warnings_of(read_yaml(STATEMENT)) == {"P-63": None}
    accepted = {"P-63": "The tests are passed without the feature (A. Example, 2026-03-01)"}
    assert warnings_of(read_yaml(STATEMENT + ACCEPTED)) == accepted


@pytest.mark.parametrize(
    ("items", "is_accepted"), [("[]", True), ("[R-0]", True), ("R-0, LA-0", True), ("[RT-0]", False), ("C-04", False)]
)
def test_items_narrow_an_acceptance_to_warnings_about_all_of_them(items: str, is_accepted: bool) -> None:
    warnings = warnings_of(read_yaml(STATEMENT + ACCEPTED + f"    items: {items}\n"))
    assert (warnings["P-63"] is not None, "K-13" in warnings) == (is_accepted, not is_accepted)


@pytest.mark.parametrize("field", ["code", "reason", "name", "date"])
def test_an_acceptance_that_lacks_something_accepts_nothing(field: str) -> None:
    lines = ACCEPTED.splitlines(keepends=True)
    lines = [f"  - items: []\n    {line[4:]}" if "code:" in line else line for line in lines]
    text = "".join(line.replace(f"    {field}:", f"    {field}: # ") for line in lines)
    warnings = warnings_of(read_yaml(STATEMENT + text))
    assert warnings == {"P-63": None, "K-12": None}


@pytest.mark.parametrize("field", ["reason", "name"])
@pytest.mark.parametrize("text", [".", "-", "?", "…", "TBD", "todo"])
def test_a_sign_in_place_of_a_reason_or_a_name_accepts_nothing(field: str, text: str) -> None:
    accepted = re.sub(rf"{field}: .*", f'{field}: "{text}"', ACCEPTED)
    assert warnings_of(read_yaml(STATEMENT + accepted)) == {"P-63": None, "K-12": None}


def test_an_error_is_never_accepted() -> None:
    content = STATEMENT + ACCEPTED.replace("P-63", "K-03")
    findings = check_pics(read_yaml(content), edition())
    errors = [finding for finding in findings if finding.code == "K-03"]
    assert errors
    assert {(finding.severity, finding.accepted) for finding in errors} == {(Severity.ERROR, None)}
    assert "K-12" in [finding.code for finding in findings]


def test_a_date_that_has_not_come_accepts_nothing() -> None:
    pics = read_yaml(STATEMENT + ACCEPTED)
    for today, is_accepted in ((datetime.date(2026, 2, 28), False), (datetime.date(2026, 3, 1), True)):
        findings = check_pics(pics, edition(), today=today)
        assert any(finding.accepted for finding in findings) is is_accepted
        assert ("K-12" in [finding.code for finding in findings]) is not is_accepted


def test_an_acceptance_changes_no_digest_and_no_plan() -> None:
    plain, accepting = read_yaml(STATEMENT), read_yaml(STATEMENT + ACCEPTED)
    assert accepting.sha256 == plain.sha256
    assert make_plan(accepting, edition()).test_cases == make_plan(plain, edition()).test_cases


@pytest.mark.parametrize(
    ("accepted", "code"),
    [
        ("accepted: yes\n", "K-08"),
        ("accepted: {code: P-63}\n", "K-08"),
        ("accepted: [P-63]\n", "K-08"),
        ("accepted: [[P-63]]\n", "K-08"),
        ("accepted:\n  - {code: P-63, why: x}\n", "K-01"),
        ("accepted:\n  - {code: [P-63, P-33], reason: {a: b}}\n", "K-12"),
        ("accpted: []\n", "K-01"),
    ],
)
def test_what_is_not_a_list_of_acceptances_is_reported_and_accepts_nothing(accepted: str, code: str) -> None:
    pics = read_yaml(STATEMENT + accepted)
    assert code in [finding.code for finding in pics.findings]
    assert warnings_of(pics)["P-63"] is None


@pytest.mark.parametrize("accepted", ["accepted:\n", "accepted: []\n", "accepted: ~\n"])
def test_nothing_may_be_accepted(accepted: str) -> None:
    assert warnings_of(read_yaml(STATEMENT + accepted)) == {"P-63": None}


def test_a_workbook_has_a_sheet_for_them_that_reads_back() -> None:
    pics = read_yaml(STATEMENT + ACCEPTED + "    items: [R-0, LA-0]\n")
    again = read(write_form(edition(), "CSMS", pics))
    assert [acceptance_fields(row) for row in again.accepted] == [acceptance_fields(row) for row in pics.accepted]
    assert str(again.accepted[0].place) == "Accepted warnings!A5"
    assert again.sha256 == pics.sha256


def test_a_blank_form_has_the_sheet_and_accepts_nothing() -> None:
    content = write_form(edition(), "CSMS")
    assert "Accepted warnings" in opened(content).sheetnames
    assert read(content).accepted == ()


def test_a_form_without_the_sheet_is_read_as_before() -> None:
    workbook = opened(write_form(edition(), "CSMS"))
    del workbook["Accepted warnings"]
    assert read(saved(workbook)).accepted == ()


def test_a_date_and_a_formula_in_the_cells_of_the_sheet() -> None:
    workbook = opened(write_form(edition(), "CSMS", read_yaml(STATEMENT)))
    sheet = workbook["Accepted warnings"]
    sheet.append(["P-63", None, "It is tested", "A. Example", datetime.date(2026, 3, 1)])
    sheet.append(["P-63", None, "=1+1", "A. Example", "2026-03-01"])
    pics = read(saved(workbook))
    assert [row.date for row in pics.accepted] == ["2026-03-01"]
    assert ("K-12.text", "row") in [
        (sentence_of(finding)[0], sentence_of(finding)[1].get("field")) for finding in pics.findings
    ]


TEXTS = st.text(st.characters(exclude_categories=("Cc", "Cs", "Co", "Cn", "Zl", "Zp")), max_size=40)


@given(
    st.lists(
        st.builds(
            Acceptance,
            code=st.sampled_from(["P-63", "P-33", "", "- x", "=A1"]),
            items=st.lists(st.sampled_from(["R-0", "LA-0", "No"]), max_size=2, unique=True).map(tuple),
            reason=TEXTS.map(lambda text: " ".join(text.split())),
            name=st.just("A. Example"),
            date=st.sampled_from(["2026-03-01", "", "yes", "1e3"]),
            place=st.just(read_yaml(STATEMENT).answers["dut"].place),
        ),
        max_size=3,
    )
)
@pytest.mark.property
def test_every_acceptance_survives_both_formats(accepted: list[Acceptance]) -> None:
    pics = Pics(**{**vars(read_yaml(STATEMENT)), "accepted": tuple(accepted), "findings": ()})
    fields = [acceptance_fields(row) for row in read_yaml(write_form_yaml(edition(), None, pics)).accepted]
    assert fields == [tuple(map(normal, acceptance_fields(row))) for row in accepted]


def normal(part: object) -> object:
    return unicodedata.normalize("NFC", part) if isinstance(part, str) else part


def acceptance_fields(row: Acceptance) -> tuple[object, ...]:
    return row.code, row.items, row.reason, row.name, row.date


def test_strict_is_green_once_the_warning_is_accepted(csms: Path) -> None:
    assert certkit("pics", "check", "examples/csms.yaml", "--strict").code == 1
    result = certkit("pics", "check", csms, "--strict")
    assert result.code == 0
    assert "accepted warning P-63 csms-without-optional-feature" in result.out
    assert "why:  The tests are passed without the feature (A. Example, 2026-03-01)" in result.out
    assert result.out.endswith(": 1 accepted warning\n")


def test_strict_is_not_green_for_an_acceptance_that_matches_nothing(csms: Path) -> None:
    csms.write_text(csms.read_text() + ACCEPTED.replace("accepted:\n", "").replace("P-63", "P-33"))
    result = certkit("pics", "check", csms, "--strict")
    assert (result.code, "K-13 acceptance-without-warning" in result.out) == (1, True)


def test_programs_see_the_acceptance_too(csms: Path) -> None:
    document = json.loads(certkit("pics", "check", csms, "-f", "json").out)
    (finding,) = document["findings"]
    assert (finding["severity"], finding["accepted"]["name"]) == ("warning", "A. Example")
    assert document["summary"] == {"error": 0, "warning": 0, "note": 0, "accepted": 1}
    run = json.loads(certkit("pics", "check", csms, "-f", "sarif").out)["runs"][0]
    assert run["results"][0]["suppressions"][0]["status"] == "accepted"
    github = certkit("pics", "check", csms, "-f", "github").out
    assert github.startswith("::notice ")
    assert "accepted: The tests are passed" in github


def test_a_run_without_acceptances_says_nothing_of_them() -> None:
    run = json.loads(certkit("pics", "check", "examples/csms.yaml", "-f", "sarif").out)["runs"][0]
    assert "suppressions" not in run["results"][0]


def test_conversion_both_ways_keeps_them_and_the_annotated_copy_shows_them(csms: Path, tmp_path: Path) -> None:
    form, back, copy = tmp_path / "form.xlsx", tmp_path / "back.yaml", tmp_path / "copy.xlsx"
    assert certkit("pics", "convert", csms, "-o", form).code == 0
    assert certkit("pics", "convert", form, "-o", back).code == 0
    assert certkit("pics", "diff", csms, back).out.endswith("no answer and no test case differs\n")
    assert certkit("pics", "check", back, "--strict").code == 0
    assert certkit("pics", "check", form, "--strict", "--annotate", copy).code == 0
    listed = [cell.value for row in opened(copy.read_bytes())["certkit findings"].iter_rows() for cell in row]
    assert "accepted" in listed
    assert "Accepted: The tests are passed without the feature (A. Example, 2026-03-01)" in listed


@pytest.mark.parametrize("form", ["text", "markdown", "csv", "json"])
def test_a_comparison_shows_what_is_accepted_now(csms: Path, form: str) -> None:
    result = certkit("pics", "diff", "examples/csms.yaml", csms, "-f", form)
    assert "The tests are passed without the feature" in result.out
    assert "no answer and no test case differs" not in result.out


def test_explain_says_that_the_warning_is_accepted(csms: Path) -> None:
    result = certkit("explain", "P-63", "--pics", csms)
    assert "accepted:  The tests are passed without the feature (A. Example, 2026-03-01)" in result.out
    document = json.loads(certkit("explain", "P-63", "--pics", csms, "-f", "json").out)
    assert document["accepted"]["date"] == "2026-03-01"
    assert json.loads(certkit("explain", "P-63", "-f", "json").out)["accepted"] is None


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12) | st.sampled_from(["P-63", "2026-03-01", "R-0"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["code", "items", "reason", "name", "date", "x"]), inner, max_size=5)
    ),
    max_leaves=12,
)


@pytest.mark.property
@given(ANYTHING)
def test_whatever_is_accepted_is_read_or_reported_and_changes_nothing_else(content: object) -> None:
    text = STATEMENT + f"accepted: {json.dumps(content)}\n"
    try:
        pics = read_yaml(text)
    except UnreadableFile:
        return
    plain = read_yaml(STATEMENT)
    assert pics.sha256 == plain.sha256
    errors = {finding.code for finding in check_pics(plain, edition()) if finding.severity is Severity.ERROR}
    found = check_pics(pics, edition(), today=datetime.date(2026, 3, 1))
    assert errors <= {finding.code for finding in found if finding.severity is Severity.ERROR}
    assert all(finding.accepted is None for finding in found if finding.severity is not Severity.WARNING)


@pytest.mark.property
@settings(max_examples=10)
@given(
    st.lists(st.lists(st.none() | st.integers() | st.text(max_size=9).filter(str.isprintable), max_size=5), max_size=4)
)
def test_whatever_is_in_the_sheet_is_read_or_reported(rows: list[list[object]]) -> None:
    workbook = opened(write_form(edition(), "CSMS", read_yaml(STATEMENT)))
    for row in rows:
        workbook["Accepted warnings"].append(row)
    pics = read(saved(workbook))
    assert pics.sha256 == read_yaml(STATEMENT).sha256
    check_pics(pics, edition())
