"""Differences and proofs, with text that tries to be more than text."""

import json

import pytest

from certkit.comparison.model import AnswerChange, ComparedStatement, Comparison, ReadingChange, TestCaseChange
from certkit.comparison.write_markdown import write_comparison_markdown
from certkit.comparison.write_text import what_happened, write_comparison_text
from certkit.explanation.derive import explain
from certkit.explanation.write_text import write_explanation_text
from certkit.finding import Place
from certkit.formats.json_document import write_document
from certkit.pics.model import Answer, Pics
from certkit.plan.derive import make_plan
from certkit.plan.model import Status
from certkit.text.terminal import Ink
from tests.findings.samples import HOSTILE
from tests.rules.devices import device, edition


def comparison(answers=(), test_cases=(), readings=(), before="old.yaml", after="new.yaml") -> Comparison:
    return Comparison(
        same=not (answers or test_cases or readings),
        before=ComparedStatement(before, "1" * 64),
        after=ComparedStatement(after, "2" * 64),
        answers=tuple(answers),
        readings=tuple(readings),
        test_cases=tuple(test_cases),
        accepted=(),
    )


def added(name="TC_1", **fields) -> TestCaseChange:
    usual = {"kind": "added", "before": Status.NOT_APPLICABLE, "after": Status.REQUIRED, "because": "C-07 is Yes"}
    return TestCaseChange(**{"id": name, "title": "A title", "items": ()} | usual | fields)


def test_differences_as_text():
    places = Place("old.yaml", 5, 3), Place("new.yaml", 6, 3)
    made = comparison(
        [AnswerChange("C-07", "Support for local start", "No", "Yes", *places)],
        [added(), added("TC_22", kind="removed", after=None, because=""), added("TC_3", kind="changed")],
        [ReadingChange("B-02", "taken", "a")],
    )
    assert (
        write_comparison_text(made)
        == """\
from  old.yaml  1111111111111111…
to    new.yaml  2222222222222222…

1 answer changed
  C-07: Support for local start
      No -> Yes (line 5 -> line 6)
  reading B-02: taken -> a

1 test case added, 1 removed, 1 changed
+ TC_1   A title
         not applicable -> required: C-07 is Yes
- TC_22  A title
         not applicable -> not in the edition
~ TC_3   A title
         not applicable -> required: C-07 is Yes
"""
    )


def test_counting_what_happened():
    assert what_happened(comparison()) == "no test case added, removed or changed"
    assert what_happened(comparison(test_cases=[added(), added()])) == "2 test cases added"
    assert what_happened(comparison(test_cases=[added(kind="removed")])) == "1 test case removed"


def test_places_are_named_once():
    place = Place("a.yaml", 5, 3)
    text = write_comparison_text(comparison([AnswerChange("x", "x", None, 5, place, place)]))
    assert "  x\n      not answered -> 5 (line 5)\n" in text
    text = write_comparison_text(comparison([AnswerChange("x", "x", ("a", "b"), None, None, None)]))
    assert "      a, b -> not answered\n" in text


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text_in_differences(text):
    place = Place(text, sheet=text, cell=text)
    made = comparison(
        [AnswerChange(text, text, text, (text,), place, place)], [added(title=text)], before=text, after=text
    )
    for written in (write_comparison_text(made), write_comparison_markdown(made)):
        assert all(c.isprintable() or c == "\n" for c in written)
    assert json.loads(write_document(made))["answers"][0]["before"] == text


@pytest.mark.parametrize("text", [text for text in HOSTILE if text != "\ud800"])  # no reader lets that pass
def test_hostile_text_stays_text_in_explanations(text):
    pics = Pics("ocpp-1.6-v2.4", text, {"model": Answer(text, Place(text, sheet=text, cell=text))})
    plan = make_plan(pics, edition())
    for name in ("model", "TC_003", "P-47", "B-02", "cache"):
        explanation = explain(name, edition(), pics=pics, plan=plan)
        written = write_explanation_text(explanation, source=text)
        assert all(c.isprintable() or c == "\n" for c in written)
        json.loads(write_document(explanation))


@pytest.mark.parametrize("width", [60, 80, 100])
def test_every_name_can_be_explained_in_any_width(width):
    rulebook, pics = edition(), device("incomplete-station")
    plan = make_plan(pics, rulebook)
    for name in (*rulebook.test_cases, *rulebook.items, *rulebook.constraints, *rulebook.readings, *rulebook.terms):
        alone, proof = explain(name, rulebook), explain(name, rulebook, pics=pics, plan=plan)
        for explanation, source in ((alone, ""), (proof, pics.source)):
            lines = write_explanation_text(explanation, source=source, width=width).splitlines()
            words_too_long = [line for line in lines if len(line) > width and " " in line.strip()]
            assert [line for line in words_too_long if max(map(len, line.split())) < width - 40] == [], name
            json.loads(write_document(explanation))


def test_colour_changes_nothing_but_the_colour():
    import re

    pics = device("ac-socket")
    explanation = explain("TC_003", edition(), pics=pics, plan=make_plan(pics, edition()))
    coloured = write_explanation_text(explanation, source="x", ink=Ink(True))
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == write_explanation_text(explanation, source="x")
