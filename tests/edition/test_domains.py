"""What may be answered: the one value that stands for a raw answer everywhere, or why it is none."""

import datetime

import pytest

from certkit.conditions import parse
from certkit.edition.domains import (
    Choice,
    Choices,
    Domain,
    Members,
    NotInDomain,
    Number,
    Settings,
    Text,
    Texts,
    scalar_text,
)

YES_NO = Choice(("Yes", "No"))
SUBTYPE = Choice(("N.A.", "Mode 1/2-only"), (("n/a", "N.A."), ("none", "N.A.")))
RADIO = Choices(("WiFi", "ethernet", "mobile network"), (("lan", "ethernet"), ("mobile", "mobile network")))
PROTOCOLS = Choices(("http", "ftp"), others="P-43b")
UNITS = Choices(("A", "W", "A and W"))
COUNT = Number("entries")
PERCENT = Number("", 1, 100)
SECONDS = Number("seconds", whole=False)
DAY = datetime.date(2026, 1, 2)

ACCEPTED = [
    (YES_NO, "Yes", "Yes"),
    (YES_NO, " yes ", "Yes"),
    (YES_NO, True, "Yes"),
    (YES_NO, False, "No"),
    (YES_NO, "FALSE", "No"),
    (YES_NO, None, None),
    (YES_NO, "", None),
    (YES_NO, " \n ", None),
    (SUBTYPE, "n.a.", "N.A."),
    (SUBTYPE, "N/A", "N.A."),
    (SUBTYPE, "None", "N.A."),
    (SUBTYPE, "mode  1/2\u2011only", "Mode 1/2-only"),  # the hyphen that does not break
    (Choice(("1", "2")), 1, "1"),
    (Choice(("1", "2")), 1.0, "1"),
    (RADIO, "WiFi", ("WiFi",)),
    (RADIO, ["ethernet", "WiFi"], ("WiFi", "ethernet")),
    (RADIO, ["wifi", "WiFi"], ("WiFi",)),
    (RADIO, "mobile, LAN", ("ethernet", "mobile network")),
    (RADIO, "wifi; ethernet/mobile network", ("WiFi", "ethernet", "mobile network")),
    (RADIO, "WiFi and\nethernet", ("WiFi", "ethernet")),
    (RADIO, ["WiFi, lan", None, ""], ("WiFi", "ethernet")),
    (RADIO, [], None),
    (RADIO, ",", None),
    (RADIO, None, None),
    (PROTOCOLS, ["sftp", "ftp", "scp"], ("ftp", "scp", "sftp")),
    (UNITS, "a and w", ("A and W",)),
    (COUNT, "50", 50),
    (COUNT, 50, 50),
    (COUNT, 50.0, 50),
    (COUNT, "", None),
    (COUNT, None, None),
    (COUNT, "1e3", 1000),
    (COUNT, "999999999999999", 999999999999999),
    (PERCENT, "1", 1),
    (PERCENT, "100", 100),
    (SECONDS, "2.50", 2.5),
    (SECONDS, "2.0", 2),
    (SECONDS, 0.1, 0.1),
    (SECONDS, "0", 0),
    (Text(), "  a \t b\n", "a b"),
    (Text(), "Cafe\u0301", "Café"),
    (Text(), 1.0, "1"),
    (Text(), 1.5, "1.5"),
    (Text(), float("inf"), "inf"),
    (Text(), True, "Yes"),
    (Text(), "=HYPERLINK(1)", "=HYPERLINK(1)"),
    (Text(), "", None),
    (Text(), "x" * 1000, "x" * 1000),
    (Texts(), ["b", "a"], ("b", "a")),
    (Texts(), "one\ntwo\r\n\n three ", ("one", "two", "three")),
    (Texts(), "a, b", ("a, b",)),
    (Texts(), 5, ("5",)),
    (Texts(), ["", None], None),
    (Texts(), None, None),
    (Settings(), {"b": "x", "a": 1}, (("a", "1"), ("b", "x"))),
    (Settings(), {"a": None, "": "x", " ": "y"}, None),
    (Settings(), {}, None),
    (Settings(), "", None),
    (Settings(), None, None),
    (Members(), [{"model": "a", "firmware_version": "1"}], (("a", "1"),)),
    (Members(), [{"model": "a"}, {"firmware_version": 2}, {}], (("a", ""), ("", "2"))),
    (Members(), [], None),
    (Members(), "", None),
    (Members(), None, None),
]


@pytest.mark.parametrize(("domain", "raw", "value"), ACCEPTED)
def test_accepted(domain, raw, value):
    found = domain.parse(raw)
    assert found == value
    assert type(found) is type(value)


REFUSED = [
    (YES_NO, "y", "“y” is not Yes or No; write Yes"),
    (YES_NO, 1, "“1” is not Yes or No"),
    (YES_NO, ["Yes"], "one value is expected, not a list"),
    (YES_NO, {"a": "b"}, "one value is expected, not a group of values"),
    (YES_NO, DAY, "one value is expected, not “2026-01-02”"),
    (YES_NO, "Yes\u200b", "“Yes\\u200b” is not Yes or No"),
    (SUBTYPE, "yes", "“yes” is not N.A. or Mode 1/2-only"),
    (SUBTYPE, "true", "“true” is not N.A. or Mode 1/2-only"),
    (RADIO, "LTE", "“LTE” is not one of WiFi, ethernet and mobile network"),
    (RADIO, "WiFi ethernet", "“WiFi ethernet” is not one of WiFi, ethernet and mobile network"),
    (RADIO, ["WiFi", "LTE"], "“LTE” is not one of WiFi, ethernet and mobile network"),
    (RADIO, [["WiFi"]], "one value is expected, not a list"),
    (COUNT, "-1", "“-1” is not a whole number of entries, 0 or more"),
    (COUNT, "1.5", "“1.5” is not a whole number of entries, 0 or more"),
    (COUNT, 1.5, "“1.5” is not a whole number of entries, 0 or more"),
    (COUNT, True, "“True” is not a whole number of entries, 0 or more"),
    (COUNT, [1], "a list is not a whole number of entries, 0 or more"),
    (COUNT, DAY, "“2026-01-02” is not a whole number of entries, 0 or more"),
    (COUNT, datetime.time(1, 2), "“01:02:00” is not a whole number of entries, 0 or more"),
    (COUNT, "5 s", "“5 s” is not a whole number of entries, 0 or more"),
    (COUNT, "1234567890123456", "“1234567890123456” is not a whole number of entries, 0 or more"),
    (COUNT, float("nan"), "“nan” is not a whole number of entries, 0 or more"),
    (COUNT, float("inf"), "“inf” is not a whole number of entries, 0 or more"),
    (PERCENT, "0", "“0” is not a whole number from 1 to 100"),
    (PERCENT, "101", "“101” is not a whole number from 1 to 100"),
    (SECONDS, "-0.1", "“-0.1” is not a number of seconds, 0 or more"),
    (Text(), ["a"], "one text is expected, not several"),
    (Text(), {"a": "b"}, "one text is expected, not several"),
    (Text(), DAY, "the cell holds a date or time (2026-01-02), not text; format it as text and type it again"),
    (Text(), "a\0b", "the text contains the character U+0000, which cannot be printed"),
    (Text(), "a\x1bb", "the text contains the character U+001B, which cannot be printed"),
    (Text(), "a\ud800b", "the text contains the character U+D800, which cannot be printed"),
    (Text(), "a\ufffeb", "the text contains the character U+FFFE, which cannot be printed"),
    (Text(), "x" * 1001, "the text has 1001 characters; at most 1000 are allowed"),
    (Texts(), [["a"]], "one text is expected, not several"),
    (Texts(), {"a": "b"}, "one text is expected, not several"),
    (Settings(), "a: b", "names with a value each are expected, not “a: b”"),
    (Settings(), ["a"], "names with a value each are expected, not a list"),
    (Settings(), {"a": ["b"]}, "one text is expected, not several"),
    (Members(), "EX", "a list of members, each with model and firmware_version is expected, not “EX”"),
    (Members(), ["EX"], "each member has model and firmware_version, not “EX”"),
    (Members(), [{"model": "a", "name": "b"}], "each member has model and firmware_version, not a group of values"),
    (Members(), [{"model": ["a"]}], "one text is expected, not several"),
]


@pytest.mark.parametrize(("domain", "raw", "message"), REFUSED)
def test_refused(domain, raw, message):
    with pytest.raises(NotInDomain) as caught:
        domain.parse(raw)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("domain", "kind", "expected"),
    [
        (YES_NO, "choice", "Yes or No"),
        (Choice(("only",)), "choice", "only"),
        (RADIO, "choices", "one or more of WiFi, ethernet and mobile network"),
        (COUNT, "number", "a whole number of entries, 0 or more"),
        (PERCENT, "number", "a whole number from 1 to 100"),
        (SECONDS, "number", "a number of seconds, 0 or more"),
        (Text(), "text", "text"),
        (Texts(), "texts", "a list of texts"),
        (Settings(), "settings", "names with a value each"),
        (Members(), "members", "a list of members, each with model and firmware_version"),
    ],
)
def test_what_is_expected(domain, kind, expected):
    assert (domain.kind, domain.expected) == (kind, expected)


def test_a_domain_says_nothing_of_itself():
    with pytest.raises(NotImplementedError):
        _ = Domain().expected
    with pytest.raises(NotImplementedError):
        Domain().parse("x")
    with pytest.raises(NotImplementedError):
        Domain().candidates("x", parse("x"))


def test_yes_no_is_told_from_other_choices():
    assert YES_NO.is_yes_no
    assert Choice(("No", "Yes")).is_yes_no
    assert not Choice(("Yes", "No", "Both")).is_yes_no


CANDIDATES = [
    # what a condition can tell apart
    (YES_NO, "x", ("Yes", "No")),
    (COUNT, "x > 3", (2, 3, 4)),
    (COUNT, "x > 3 and x < 9", (2, 3, 4, 8, 9, 10)),
    (COUNT, "x in (3, 5)", (2, 3, 4, 5, 6)),
    (COUNT, "x >= 1", (0, 1, 2)),
    (COUNT, "x > 2.5", (2, 3)),
    (COUNT, "answered(x)", (0, 1)),
    (COUNT, "y > 3", (0, 1)),
    (COUNT, "x > answer(y)", (0, 1, 2)),
    (PERCENT, "x < 1", (1, 2)),
    (PERCENT, "x > 100", (99, 100)),
    (SECONDS, "x > 3", (2, 3, 4)),
    (SECONDS, "x > 3 and x < 4", (2, 3, 3.5, 4, 5)),
    (SECONDS, "x == 0.5", (0, 0.5, 1)),
    (RADIO, "x includes WiFi", (("WiFi",), ("ethernet",), ("WiFi", "ethernet"))),
    (
        PROTOCOLS,
        "x includes ftp and x includes http",
        (
            ("http",),
            ("ftp",),
            ("http", "ftp"),
            ("another",),
            ("http", "another"),
            ("ftp", "another"),
            ("http", "ftp", "another"),
        ),
    ),
    (Text(), "x == ACME", ("text", "ACME")),
    (Text(), "x in (text, b)", ("text 2", "b", "text")),
    (Text(), "x == answer(y)", ("text", "text 2")),
    (Texts(), "answered(x)", (("text",),)),
    (Texts(), "x includes a", (("text",), ("a",), ("text", "a"))),
    (Settings(), "answered(x)", ((("name", "value"),),)),
    (Members(), "answered(x)", ((("model", "1.0"),),)),
]


@pytest.mark.parametrize(("domain", "condition", "values"), CANDIDATES)
def test_candidates(domain, condition, values):
    assert domain.candidates("x", parse(condition)) == values


def test_scalar_text_of_other_scalars():
    assert scalar_text(None) is None
    assert scalar_text(True) == "Yes"
    assert scalar_text(False) == "No"
    assert scalar_text(2.0) == "2"
