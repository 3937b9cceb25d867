"""Findings at a terminal."""

from dataclasses import replace

import pytest

from certkit.finding import Finding, Place, Severity
from certkit.findings.write_text import write_findings_text
from certkit.text.terminal import Ink
from tests.findings.samples import (
    HOSTILE,
    checked,
    finding,
    refused_in_a_workbook,
    with_findings,
    workbook_with_a_contradiction,
)


def at(line: int, column: int) -> Place:
    return Place("pics.yaml", line, column)


def excerpt(content: str, where: Place, **options) -> list[str]:
    """The two lines that show a value and mark it."""
    file = with_findings(finding(where=where), content=content)
    return write_findings_text([file], **options).splitlines()[2:4]


def test_a_finding_in_a_line():
    file = with_findings(
        finding("R-1 needs R-0.", where=at(2, 8), hint="Answer R-0 with Yes.", cite="Appendix A"),
        content="features:\n  R-1: Yes  # the whole station\n",
    )
    assert (
        write_findings_text([file])
        == """\
pics.yaml:2:8: error P-01 some-name
  R-1 needs R-0.
     2 |   R-1: Yes  # the whole station
       |        ^^^
  help: Answer R-0 with Yes.
  see:  Appendix A

pics.yaml: 1 error
"""
    )


def test_a_finding_in_a_cell():
    assert (
        write_findings_text([workbook_with_a_contradiction()])
        == """\
form.xlsx, PICS!C38: error P-01 some-name
  Reserving the entire station needs Reservations.
    C38 | Support reservations of entire Charging Station (ReserveConnectorZeroSupported): Yes
  also: R-0 is No (PICS!C37)
  help: Answer R-0 with Yes.
  see:  Appendix A

form.xlsx: 1 error
"""
    )


def test_a_cell_that_holds_no_answer_shows_what_it_holds():
    assert "C33 | Support for local start: perhaps" in write_findings_text([refused_in_a_workbook("perhaps")])


def test_a_finding_without_a_place_has_no_excerpt():
    assert write_findings_text([with_findings(finding("Somewhere."))]).splitlines()[:2] == [
        "pics.yaml: error P-01 some-name",
        "  Somewhere.",
    ]


@pytest.mark.parametrize(
    ("line", "column", "marked"),
    [
        ("a: some text, and more", 4, "some text, and more"),
        ("a: value   # comment", 4, "value"),
        ("a: 'quo''ted # text' # comment", 4, "'quo''ted # text'"),
        ('a: "quo\\"ted" # comment', 4, '"quo\\"ted"'),
        ("a: [one, two]  # comment", 4, "[one, two]"),
        ("a: [one, two, three]", 10, "two"),
        ("a: {b: one, c: two}", 16, "two"),
        ("a: {b: one, c: two}", 5, "b"),
        ("unknown: value", 1, "unknown"),
        ("unknown:", 1, "unknown"),
        ("a: http://host:80/x", 4, "http://host:80/x"),
    ],
)
def test_the_value_is_marked_and_nothing_else(line, column, marked):
    _, carets = excerpt(f"{line}\n", at(1, column))
    start = carets.index("^")
    shown = f"     1 | {line}"[start + 0 :]
    assert carets.count("^") == len(marked)
    assert shown[1:].startswith(marked) or f"{'':2}{shown}".find(marked) >= 0
    assert carets[: carets.index("^")].rstrip() == "       |"
    assert start == len("       | ") + column - 1


def test_wide_characters_do_not_shift_the_mark():
    shown, carets = excerpt("汉字: [汉, x]\n", at(1, 9))
    assert shown == "     1 | 汉字: [汉, x]"
    assert carets == "       |            ^"


def test_a_line_that_is_too_long_is_cut_around_the_value():
    content = f"a: {{{', '.join(f'k{n}: v{n}' for n in range(50))}}}\n"
    shown, carets = excerpt(content, at(1, content.index("v30") + 1), width=60)
    assert max(len(shown), len(carets)) <= 60
    assert "v30" in shown
    assert shown[carets.index("^") :].startswith("v30")
    assert "…" in shown


def test_what_is_not_answered_is_one_list():
    text = write_findings_text(
        [checked("edition: ocpp-1.6-v2.4\ngeneral:\n  dut: CSMS\n  vendor: A\nfeatures:\n  C-11:\n")]
    )
    head, *rows = text.split("\n\n")[0].splitlines()
    assert head == "pics.yaml: error: 14 questions not answered"
    assert "  line 6  K-03   C-11               Support for Security Profile 1: Yes or No" in rows
    assert rows[-1].startswith("  help: certkit explain ")
    assert text.endswith("\npics.yaml: 14 errors\n")


def test_in_a_draft_what_is_not_answered_is_a_note():
    text = write_findings_text([checked("edition: ocpp-1.6-v2.4\ngeneral: {dut: CSMS}\n", draft=True)])
    assert "note: 15 questions not answered" in text
    assert text.endswith("pics.yaml: 15 notes\n")


def test_the_summary_counts_by_severity():
    findings = [finding(severity=severity) for severity in (Severity.ERROR, Severity.WARNING, Severity.ERROR)]
    text = write_findings_text([with_findings(*findings), with_findings(source="other.yaml")], unreadable=2)
    assert text.splitlines()[-4:] == [
        "pics.yaml: 2 errors, 1 warning",
        "",
        "other.yaml: no findings",
        "4 files: 2 errors, 1 warning; 2 files could not be read",
    ]


def test_nothing_to_say_is_no_text():
    assert write_findings_text([]) == ""


def test_text_is_wrapped_to_the_width():
    file = with_findings(finding("word " * 40, hint="hint " * 40, cite="cite " * 40))
    lines = write_findings_text([file], width=50).splitlines()
    assert max(map(len, lines)) <= 50
    assert lines[1].startswith("  word")


def test_colour_changes_nothing_but_the_colour():
    import re

    file = checked("edition: ocpp-1.6-v2.4\ngeneral: {dut: CSMS, vendor: A, nonsense: 1}\nfeatures: {R-1: Yes}\n")
    coloured = write_findings_text([file], ink=Ink(True))
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == write_findings_text([file])


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text):
    place = Place(text, 1, 1)
    files = [
        with_findings(finding(text, name=text, hint=text, cite=text, where=place), source=text, content=f"{text}\n"),
        workbook_with_a_contradiction(text),
        refused_in_a_workbook(text),
    ]
    written = write_findings_text(files)
    assert all(c.isprintable() or c == "\n" for c in written)
    assert not any(line.startswith("::") for line in written.splitlines() if not line.startswith(text))


def runs(number: int, message: str = "it is not known to be in PICS mode", **options) -> list[Finding]:
    """Findings on as many runs, which say the same."""
    return [finding(f"“TC_{n:03}”: {message}", where=at(n, 1), hint="run it", **options) for n in range(1, number + 1)]


def test_findings_that_are_alike_are_gathered():
    assert (
        write_findings_text([with_findings(*runs(15))])
        == """\
pics.yaml:1:1: error P-01 some-name
  “TC_001”: it is not known to be in PICS mode
  also: 14 more like it: “TC_002”, “TC_003”, “TC_004”, “TC_005”, “TC_006”, “TC_007”, “TC_008”,
        “TC_009”, “TC_010”, “TC_011” and 4 more (--format json has every place)
  help: run it

pics.yaml: 15 errors
"""
    )


def test_a_few_that_are_alike_are_shown_one_by_one():
    assert write_findings_text([with_findings(*runs(3))]).count("it is not known to be in PICS mode") == 3


def test_findings_that_differ_in_more_than_their_figures_are_not_gathered():
    early = [finding(f"“TC_{n:03}”: it began at {n}:00, too early", where=at(n, 1)) for n in range(10, 14)]
    text = write_findings_text([with_findings(*early, *runs(1), *runs(1, "it is not PICS mode"))])
    assert text.count("3 more like it") == 1
    assert "it began at 10:00, too early" in text
    assert "it is not known to be in PICS mode" in text
    assert "it is not PICS mode" in text


def test_errors_are_not_gathered_with_warnings():
    text = write_findings_text([with_findings(*runs(4), *runs(4, severity=Severity.WARNING))])
    assert text.count("3 more like it") == 2
    assert text.endswith("pics.yaml: 4 errors, 4 warnings\n")


def test_keys_that_are_not_reported_are_gathered():
    keys = [
        finding(f"Key{n} is not reported; it is required in the feature profile Core (9.1.{n}).", hint="Read it again.")
        for n in range(1, 6)
    ]
    text = write_findings_text([with_findings(*keys)])
    assert "Key1 is not reported; it is required in the feature profile Core (9.1.1)." in text
    assert "4 more like it: Key2, Key3, Key4, Key5 (--format json has every place)" in text


def test_every_key_of_a_list_for_the_vendor_is_named():
    keys = [
        Finding("CK-10", "name", Severity.ERROR, f"Key{n} is missing.", hint="Read it again.", items=(f"Key{n}",))
        for n in range(1, 31)
    ]
    text = " ".join(write_findings_text([with_findings(*keys)]).split())
    assert "29 more like it: " + ", ".join(f"Key{n}" for n in range(2, 31)) in text
    unlike = [replace(key, code="CK-14", where=at(3, 1)) for key in keys[:5]]
    assert "4 more like it: Key2 (line 3)" in write_findings_text([with_findings(*unlike)])


def test_a_long_question_leaves_the_answer_of_a_cell_whole():
    text = write_findings_text([workbook_with_a_contradiction("Yes, the answer")], width=60)
    (line,) = [line for line in text.splitlines() if "C38 |" in line]
    assert line.endswith(": Yes, the answer")
    assert len(line) <= 60
