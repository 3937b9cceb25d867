"""Lines: where texts are broken, and what is shown instead of characters that nobody would see."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certkit.attestation.layout_1 import lines as characters
from certkit.attestation.layout_1.fonts import BOLD, EAST, MONO, TEXT, path_of
from certkit.attestation.layout_1.lines import FRAME, LONGEST, Line, Style, measure, shorten, wrap

STYLE = Style(TEXT, 10, 14)


def said(line: Line) -> str:
    return "".join(run.text for run in line.runs)


def lines(text: str, width: float = 100, style: Style = STYLE) -> list[str]:
    return [said(line) for line in wrap(text, style, width)]


def framed(text: str) -> list[str]:
    return [run.text for line in wrap(text, STYLE, 500) for run in line.runs if run.font == FRAME]


def test_a_line_is_broken_at_spaces_before_it_gets_too_long():
    assert lines("one two three four five six seven") == ["one two three four", "five six seven"]


def test_an_empty_text_has_no_line():
    assert lines("") == []


def test_a_word_that_is_too_long_is_broken_where_it_has_a_mark_or_anywhere():
    assert lines("certificates/example/laboratory.yaml") == ["certificates/example/", "laboratory.yaml"]
    broken = lines("A" * 100)
    assert len(broken) > 1
    assert "".join(broken) == "A" * 100


def test_a_list_with_commas_and_no_spaces_is_broken_after_a_comma():
    assert lines("Core,FirmwareManagement,LocalAuthListManagement", 140) == [
        "Core,FirmwareManagement,",
        "LocalAuthListManagement",
    ]


def test_a_number_with_a_decimal_comma_stays_whole():
    assert lines("aaaaaaaaaaaaaaa 3,14159", 100) == ["aaaaaaaaaaaaaaa", "3,14159"]


def test_chinese_is_broken_between_any_two_characters_but_not_before_a_full_stop():
    text = "充電樁符合測試程序的要求。"
    broken = lines(text, 120)
    assert "".join(broken) == text
    assert len(broken) == 2
    assert not broken[1].startswith("。")


def test_korean_and_greek_and_cyrillic_are_set_in_a_font_that_has_them():
    fonts = {run.font for line in wrap("예제 충전기", STYLE, 500) for run in line.runs if run.text.strip()}
    assert fonts == {EAST}
    fonts = {run.font for line in wrap("Παράδειγμα Пример Ελλάς", STYLE, 500) for run in line.runs}
    assert fonts == {TEXT}
    assert framed("예제 충전기 Παράδειγμα Пример 例え 示例 Łódź Ørsted Çelik Zoë") == []


def test_bold_and_mono_fall_back_too():
    assert {run.font for line in wrap("A例", STYLE._replace(font=BOLD), 500) for run in line.runs} == {BOLD, EAST}
    assert {run.font for line in wrap("a例", STYLE._replace(font=MONO), 500) for run in line.runs} == {MONO, EAST}


def test_a_letter_and_its_accent_are_set_as_one():
    assert lines("e\u0301") == ["\u00e9"]
    assert lines("\u1112\u1161\u11ab") == ["\ud55c"]  # Hangul from its parts


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\u202eb", "U+202E"),  # right-to-left override
        ("a\u2066b", "U+2066"),  # isolate
        ("a\u200fb", "U+200F"),
        ("a\u061cb", "U+061C"),
        ("a\u200bb", "U+200B"),  # zero width
        ("a\u00adb", "U+00AD"),  # soft hyphen
        ("a\ufeffb", "U+FEFF"),
        ("a\u3164b", "U+3164"),  # Hangul filler
        ("a\u2800b", "U+2800"),  # braille without dots
        ("a\x00b", "U+0000"),
        ("a\x1bb", "U+001B"),  # escape
        ("a\nb", "U+000A"),
        ("a\tb", "U+0009"),
        ("a\u0085b", "U+0085"),
        ("a\u2028b", "U+2028"),
        ("a\u05d0b", "U+05D0"),  # Hebrew, from right to left
        ("a\u0627b", "U+0627"),  # Arabic
        ("a\ue000b", "U+E000"),  # private use: whatever a font likes
        ("a\U000e0041b", "U+E0041"),  # tag
        ("a\U0001f600b", "U+1F600"),  # no font has it
        ("a\ufe0fb", "U+FE0F"),
        ("a\uffffb", "U+FFFF"),
        ("a\ud800b", "U+D800"),  # half a character
    ],
)
def test_what_acts_or_is_not_seen_is_shown_by_its_code_point(text, shown):
    assert framed(text) == [shown]
    assert lines(text, 500) == [f"a{shown}b"]


def test_more_accents_than_can_be_told_apart_are_shown():
    assert framed("x" + "\u0323" * 2) == []
    assert framed("x" + "\u0323" * 4) == ["U+0323", "U+0323"]


def test_an_accent_on_nothing_is_shown():
    assert framed("\u0323a") == ["U+0323"]


def test_a_text_without_end_is_shortened_and_says_so():
    shown = "".join(lines("x" * (LONGEST + 1234), 400))
    assert shown.replace(" ", "").endswith("[…1234morecharactersinattestation.json]")
    assert shown.count("x") == LONGEST


def test_one_line_in_a_header_is_shortened_with_an_ellipsis():
    line = shorten("a name that is much too long for the header of a page", STYLE, 100)
    assert said(line).endswith("…")
    assert line.width <= 100
    assert said(shorten("short", STYLE, 100)) == "short"


@given(st.text(max_size=300), st.sampled_from([TEXT, BOLD, MONO]), st.floats(40, 500))
def test_no_character_is_lost_and_no_line_is_too_wide(text, font, width):
    style = Style(font, 9, 13)
    expected = "".join(characters.label(one) if run_is_framed else one for one, run_is_framed in _expected(text, style))
    found = wrap(text, style, width)
    assert "".join("".join(said(line).split()) for line in found) == expected
    for line in found:
        assert line.width <= width + 0.02 or len(line.runs) == 1
        for run in line.runs:
            assert run.x >= 0


def _expected(text: str, style: Style) -> list[tuple[str, bool]]:
    """What has to be seen of a text, without its spaces, told apart by the frames of each character alone."""
    found = []
    row = characters.MARKS
    for one in characters.composed(text):
        if one in characters.SPACES:
            row = characters.MARKS
            continue
        mark = characters.is_mark(one)
        row = row + 1 if mark else 0
        alone = wrap("x" + one, style, 500)
        inside = any(run.font == FRAME for line in alone for run in line.runs)
        found.append((one, inside or (mark and row > characters.MARKS)))
    return found


def test_widths_are_those_of_the_font():
    from reportlab.pdfbase.ttfonts import TTFont

    font = TTFont("any", str(path_of(TEXT)))
    assert measure("Certificate 17", STYLE) == pytest.approx(font.stringWidth("Certificate 17", 10))
