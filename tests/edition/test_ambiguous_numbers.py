"""A number that can be read in two ways is refused with both of them, wherever numbers are read."""

import pytest

from certkit.edition.domains import NotInDomain, Number
from certkit.record.kinds import figure
from tests.pics.statements import HEAD, read
from tests.pics.workbooks import read_foreign as read_workbook
from tests.pics.workbooks import workbook_of

WHOLE, SECONDS = Number(), Number("seconds", whole=False)

AMBIGUOUS = [
    ("10.000", "10", "10000"),
    ("10,000", "10", "10000"),
    ("1.000", "1", "1000"),
    ("10.500", "10.5", "10500"),
    ("4.625", "4.625", "4625"),
    ("999.999", "999.999", "999999"),
    ("+10.000", "+10", "+10000"),
    ("10'000", "10", "10000"),
]
"""What is written, and the two numbers that it may be."""


@pytest.mark.parametrize(("text", "one", "other"), AMBIGUOUS)
@pytest.mark.parametrize("parse", [WHOLE.parse, SECONDS.parse, figure("kB per second").read])
def test_both_readings_are_named(text, one, other, parse):
    with pytest.raises(NotInDomain) as caught:
        parse(text)
    assert str(caught.value).endswith(f" can be read as {one} and as {other}")
    assert text in str(caught.value)


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("10", 10),
        ("10000", 10000),
        ("10.0", 10),
        ("0.500", 0.5),  # no thousands begin with 0
        ("4.63", 4.63),
        ("4.6250", 4.625),
        ("1000.000", 1000),  # thousands have three digits at most before the first sign
        (10.0, 10),  # a cell with a number in it, however it is shown
        (4.625, 4.625),
    ],
)
def test_one_reading_is_no_question(raw, value):
    assert SECONDS.parse(raw) == value


@pytest.mark.parametrize("text", ["10,5", "0,500", "1.000.000", "1,000,000", "1 000"])
def test_other_ways_to_write_a_number_are_refused(text):
    with pytest.raises(NotInDomain):
        SECONDS.parse(text)


@pytest.mark.parametrize("text", ["10.000", "'10.000'", '"10,000"'])
def test_in_yaml(text):
    pics = read(f"{HEAD}limits:\n  GetConfigurationMaxKeys: {text}\n")
    (found,) = [one for one in pics.findings if one.code == "K-02"]
    assert found.message.endswith("can be read as 10 and as 10000")
    assert "GetConfigurationMaxKeys" not in pics.values
    assert "GetConfigurationMaxKeys" in pics.refused


@pytest.mark.parametrize("text", ["10.000", "10,000"])
def test_in_a_workbook(text):
    pics = read_workbook(workbook_of(["Limits", ""], ["GetConfigurationMaxKeys", text]))
    (found,) = [one for one in pics.findings if one.code == "K-02"]
    assert found.message.endswith("can be read as 10 and as 10000")
    assert "GetConfigurationMaxKeys" not in pics.values
