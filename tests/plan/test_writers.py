"""A plan as a table, JSON, CSV and Markdown."""

import csv
import io
import json
import re

import pytest

from certkit.finding import Place
from certkit.formats.csv_text import harmless
from certkit.plan.columns import MARKDOWN, columns_of, places_of
from certkit.plan.model import DecidingAnswer, PlannedPrerequisite, Status
from certkit.plan.write_csv import write_plan_csv
from certkit.plan.write_json import write_plan_json
from certkit.plan.write_markdown import escaped, write_plan_markdown
from certkit.plan.write_text import write_plan_text
from tests.findings.samples import HOSTILE, OPEN_ROW, THREE_ROWS, finding, plan, product, row
from tests.rules.devices import edition


def table(*arguments, **options) -> str:
    return write_plan_text(plan(*arguments), edition(), product(), width=100, **options)


def test_the_table_of_a_complete_plan():
    assert (
        table(*THREE_ROWS)
        == """\
Test plan   OCPP 1.6 Test Procedure & Test Plans V2.4 (ocpp-1.6-v2.4)
PICS        pics.yaml, SHA-256 2222222222222222…
Device      CSMS
Product     Vendor Model, version 1.0
Readings    B-02=a
Test cases  ● 1 required   ○ 1 optional   · 1 not applicable

Core / A section
TC_001  ● required        Cold boot                            mandatory for every CSMS
TC_003  ○ optional        Plugin first                         C-07 is Yes; AQ-2 is No (lines 25,
                                                               39)
                                                               needs: a list of 5 idTags (not met,
                                                               LocalAuthListMaxLength)

Core / Another
TC_010  · not applicable  Remote start                         not in the list

● 1 required   ○ 1 optional   · 1 not applicable
"""
    )


def test_the_table_of_a_blocked_plan_says_what_it_waits_for():
    text = table(THREE_ROWS[0], OPEN_ROW)
    box = text[text.index("╭") :]
    assert "This plan is blocked" in box
    assert "1 test case is decided, 1 not: 1 answer is missing." in box
    assert re.search(r"│ RT-0 +Support for Remote Trigger +TC_054", box)


def test_a_blocked_plan_names_the_place_to_answer():
    from certkit.pics.model import Pics

    pics = Pics("ocpp-1.6-v2.4", "form.xlsx", {}, blanks={"RT-0": Place("form.xlsx", sheet="PICS", cell="C40")})
    assert "PICS!C40" in write_plan_text(plan(OPEN_ROW), edition(), pics, width=100)


def test_a_random_order_is_numbered_and_names_its_seed():
    text = write_plan_text(plan(*THREE_ROWS, seed="4711"), edition(), product(), width=100)
    assert "Order       in random order, seed 4711" in text
    assert "Core / A section" not in text
    assert "  1  TC_001  ● required" in text
    assert "  3  TC_010  · not applicable" in text


def test_only_some_statuses():
    text = table(*THREE_ROWS, only=[Status.OPTIONAL])
    assert "TC_003" in text
    assert "TC_001" not in text
    assert "no test case has this status" in table(*THREE_ROWS, only=[Status.UNDETERMINED])


def test_a_plan_without_a_kind_of_device():
    text = write_plan_text(plan(OPEN_ROW, dut=None), edition(), product(), width=100)
    assert "the PICS does not say which kind of device" in text


def test_colour_changes_nothing_but_the_colour():
    coloured = table(*THREE_ROWS, OPEN_ROW, coloured=True)
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == table(*THREE_ROWS, OPEN_ROW)


def test_places_are_named_once():
    answers = tuple(DecidingAnswer(item, "Yes", Place("p", 7, 3)) for item in ("C-07", "C-08"))
    assert places_of(row(answers=answers)) == "line 7"
    assert places_of(row(answers=(DecidingAnswer("C-07", "Yes", Place("p", sheet="A", cell="C9")),))) == "A!C9"
    assert places_of(row(answers=(DecidingAnswer("C-07", "Yes", Place()),))) == ""


def test_json_is_what_the_format_promises():
    document = json.loads(write_plan_json(plan(*THREE_ROWS), ["TC_001", "TC_003"], [finding()]))
    cases = document.pop("test_cases")
    assert document == {
        "version": 1,
        "edition": "ocpp-1.6-v2.4",
        "pics_sha256": "2" * 64,
        "complete": True,
        "readings": {"B-02": "a", "B-07": "taken"},
        "release": 1,
        "rulebook_sha256": "1" * 64,
        "dut": "CSMS",
        "order": {"kind": "document", "seed": None},
        "run": ["TC_001", "TC_003"],
        "counts": {"required": 1, "optional": 1, "not-applicable": 1, "undetermined": 0},
        "findings": {"error": 1, "warning": 0, "note": 0, "accepted": 0},
        "what_if": None,
    }
    assert cases[1] == {
        "id": "TC_003",
        "title": "Plugin first",
        "section": "Core / A section",
        "status": "optional",
        "mark": "C",
        "because": "C-07 is Yes; AQ-2 is No",
        "answers": [
            {"item": "C-07", "answer": "Yes", "where": {"line": 25, "column": 9}},
            {"item": "AQ-2", "answer": "No", "where": {"line": 39, "column": 9}},
        ],
        "blocked_by": [],
        "readings": ["B-07"],
        "prerequisites": [{"text": "a list of 5 idTags", "met": False, "items": ["LocalAuthListMaxLength"]}],
    }


def test_json_of_a_blocked_plan_has_nothing_to_run():
    document = json.loads(write_plan_json(plan(THREE_ROWS[0], OPEN_ROW), ["TC_001"]))
    assert (document["complete"], document["run"]) == (False, [])
    assert document["test_cases"][1]["blocked_by"] == ["RT-0"]


def test_json_writes_every_kind_of_answer():
    answers = tuple(DecidingAnswer("X", value, Place()) for value in ("Yes", 5, 0.5, ("a", "b"), (("a", "b"),)))
    document = json.loads(write_plan_json(plan(row(answers=answers)), []))
    written = [answer["answer"] for answer in document["test_cases"][0]["answers"]]
    assert written == ["Yes", 5, 0.5, ["a", "b"], [["a", "b"]]]


def test_csv():
    assert write_plan_csv(plan(*THREE_ROWS)).decode().split("\r\n") == [
        "order,test_case,title,section,status,mark,because,answers,places,blocked_by,readings,prerequisites",
        "1,TC_001,Cold boot,Core / A section,required,M,mandatory for every CSMS,,,,,",
        "2,TC_003,Plugin first,Core / A section,optional,C,C-07 is Yes; AQ-2 is No,C-07 = Yes; AQ-2 = No,"
        '"lines 25, 39",,B-07,"needs: a list of 5 idTags (not met, LocalAuthListMaxLength)"',
        "3,TC_010,Remote start,Core / Another,not-applicable,,not in the list,,,,,",
        "",
    ]


def test_csv_keeps_the_place_in_the_plan_of_the_rows_it_shows():
    records = list(csv.DictReader(io.StringIO(write_plan_csv(plan(*THREE_ROWS), [Status.NOT_APPLICABLE]).decode())))
    assert [(record["order"], record["test_case"]) for record in records] == [("3", "TC_010")]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "\n=1", " =1", "  -1"])
def test_csv_has_no_formula(text):
    assert harmless(text) == "'" + text


@pytest.mark.parametrize("text", ["", "a=1", "1-1", "text", "'quoted"])
def test_csv_leaves_other_text_alone(text):
    assert harmless(text) == text


def test_markdown():
    needs = "needs: a list of 5 idTags (not met, LocalAuthListMaxLength)"
    assert (
        write_plan_markdown(plan(*THREE_ROWS), edition(), product())
        == f"""\
# Test plan

- Procedure: OCPP 1.6 Test Procedure &amp; Test Plans V2.4 (`ocpp-1.6-v2.4`)
- Device: CSMS
- Product: Vendor Model, version 1.0
- PICS: pics.yaml, SHA-256 `2222222222222222222222222222222222222222222222222222222222222222`
- Test cases: 1 required, 1 optional, 1 not applicable, in the order of the document
- Readings selected: B-02=a

## Core / A section

| Test case | Title | Status | Mark | Reason | Places |
|---|---|---|---|---|---|
| TC\\_001 | Cold boot | required | M | mandatory for every CSMS |  |
| TC\\_003 | Plugin first | optional | C | C-07 is Yes; AQ-2 is No; {needs} | lines 25, 39 |

## Core / Another

| Test case | Title | Status | Mark | Reason | Places |
|---|---|---|---|---|---|
| TC\\_010 | Remote start | not-applicable |  | not in the list |  |
"""
    )


def test_markdown_of_a_blocked_plan_in_random_order():
    text = write_plan_markdown(plan(OPEN_ROW, seed="1"), edition(), product())
    assert "**This plan is blocked.** 1 test case cannot be decided before these are answered:" in text
    assert "- RT-0, Support for Remote Trigger: decides 1 test case" in text
    assert "## " not in text


def test_markdown_shows_markup_as_text():
    assert escaped("a|b *c* _d_ `e` [f](g) <h> #i ~j~ & @k \\") == (
        "a\\|b \\*c\\* \\_d\\_ \\`e\\` \\[f\\](g) \\<h\\> \\#i \\~j\\~ &amp; &#64;k \\\\"
    )
    assert "://" not in escaped("http://evil.example")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text):
    hostile = row(
        title=text,
        section=text,
        because=text,
        answers=(DecidingAnswer("C-07", text, Place(text, sheet=text, cell=text)),),
        prerequisites=(PlannedPrerequisite(text, None, ("C-07",)),),
    )
    made = plan(hostile, source=text, seed=None)
    pics = product(vendor=text, model=text)
    for written in (
        write_plan_text(made, edition(), pics, width=100),
        write_plan_markdown(made, edition(), pics),
    ):
        assert all(c.isprintable() or c == "\n" for c in written)
    markdown = write_plan_markdown(made, edition(), pics)
    (cells,) = [line for line in markdown.splitlines() if line.startswith("| TC")]
    assert len(re.findall(r"(?<!\\)\|", cells)) == len(columns_of(MARKDOWN)) + 1
    assert not re.search(r"(?<!\\)<", markdown)
    assert json.loads(write_plan_json(made, []))["test_cases"][0]["title"] == text
    (record,) = csv.DictReader(io.StringIO(write_plan_csv(made).decode("utf-8"), newline=""))
    assert record["title"].removeprefix("'") == text.encode("utf-8", "backslashreplace").decode()
    assert not any(cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n")) for cell in record.values())
