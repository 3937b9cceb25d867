"""What may be sent to a terminal, and when it is coloured."""

import pytest

from certkit.text.terminal import Ink, counted, cut, in_encoding, safe, wants_colour, width_of, wrapped


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain é 汉字 “quotes”", "plain é 汉字 “quotes”"),
        ("a\x1b[31mb", "a\\x1b[31mb"),
        ("a\nb\r\tc", "a\\x0ab\\x0d\\x09c"),
        ("a\u202eb\u2066c", "a\\u202eb\\u2066c"),
        ("a\u200bb\ufeffc", "a\\u200bb\\ufeffc"),
        ("a\u2028b", "a\\u2028b"),
        ("\x9b31m", "\\x9b31m"),
        ("\U000e0001", "\\U000e0001"),
        ("\ud800", "\\ud800"),
    ],
)
def test_what_is_not_printed_is_shown_as_what_it_is(text, shown):
    assert safe(text) == shown
    assert safe(shown) == shown


@pytest.mark.parametrize(
    ("choice", "environment", "terminal", "coloured"),
    [
        ("auto", {}, True, True),
        ("auto", {}, False, False),
        ("auto", {"NO_COLOR": "1"}, True, False),
        ("auto", {"NO_COLOR": ""}, True, True),
        ("auto", {"FORCE_COLOR": "1"}, False, True),
        ("auto", {"FORCE_COLOR": "0"}, False, False),
        ("auto", {"FORCE_COLOR": "1", "NO_COLOR": "1"}, True, False),
        ("auto", {"TERM": "dumb"}, True, False),
        ("auto", {"TERM": "dumb", "FORCE_COLOR": "1"}, True, True),
        ("always", {"NO_COLOR": "1", "TERM": "dumb"}, False, True),
        ("never", {"FORCE_COLOR": "1"}, True, False),
    ],
)
def test_when_to_colour(choice, environment, terminal, coloured):
    assert wants_colour(choice, environment, terminal) is coloured


def test_ink_colours_only_if_it_may():
    assert Ink(True)("text", "bold", "red") == "\x1b[1;31mtext\x1b[0m"
    assert Ink(True)("", "red") == ""
    assert Ink()("text", "red") == "text"


def test_widths_are_those_of_a_terminal():
    assert width_of("abc") == 3
    assert width_of("汉字") == 4
    assert width_of("e\u0301") == 1
    assert cut("汉字汉字", 5) == "汉字…"
    assert cut("short", 5) == "short"
    assert cut("longer", 5) == "long…"


def test_text_is_wrapped_with_a_beginning_and_an_indent():
    text = "one two three four five six seven eight"
    assert wrapped(text, 30, first="- ", indent="  ") == "- one two three four five six\n  seven eight"
    assert wrapped(text, 100, first="- ", indent="  ") == f"- {text}"


def test_signs_become_ascii_where_the_encoding_lacks_them():
    assert in_encoding("● “a” …", "utf-8") == "● “a” …"
    assert in_encoding("● “a” …", "ascii") == '* "a" ...'
    assert in_encoding("“a” …", "cp1252") == "“a” …"


def test_counting():
    assert [counted(n, "error") for n in (0, 1, 2, 1000)] == ["0 errors", "1 error", "2 errors", "1,000 errors"]
    assert counted(2, "test case is", "test cases are") == "2 test cases are"
