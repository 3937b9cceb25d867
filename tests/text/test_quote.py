"""Texts of users' files in sentences: nothing that a terminal acts on, and not too long."""

import pytest

from certkit.text.quote import join, quote, value


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        ("Yes", "Yes"),
        (5, "5"),
        (2.5, "2.5"),
        (("WiFi", "ethernet"), "WiFi, ethernet"),
        ((("EX-1", "1.0"), ("EX-2", "2.0")), "EX-1 1.0, EX-2 2.0"),
    ],
)
def test_an_answer_is_written_as_people_write_it(answer, text):
    assert value(answer) == text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("EX-22", "“EX-22”"),
        (5, "“5”"),
        (None, "“None”"),
        (["a"], "a list"),
        ({"a": "b"}, "a group of values"),
        ("a\x1b[31mb", "“a\\x1b[31mb”"),
        ("a\u202eb\u3164", "“a\\u202eb\\u3164”"),
        ("two\nlines", "“two\\x0alines”"),
        ("x" * 60, f"“{'x' * 60}”"),
        ("x" * 61, f"“{'x' * 57}…”"),
    ],
)
def test_a_quoted_value_is_short_and_harmless(raw, text):
    assert quote(raw) == text


@pytest.mark.parametrize(
    ("names", "text"), [((), ""), (("A",), "A"), (("A", "B"), "A or B"), (("A", "B", "C"), "A, B or C")]
)
def test_names_are_joined_with_a_word(names, text):
    assert join(names, "or") == text
