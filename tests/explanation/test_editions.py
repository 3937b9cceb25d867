"""A name that the default edition does not have is looked up in the other shipped editions."""

import pytest

from certkit.edition.rulebook import load_edition
from certkit.errors import UnknownName
from certkit.explanation.names import find, rulebook_with
from tests.rules.devices import edition

SECOND = load_edition("tests/edition/second_edition/example-2.0.1-v1")
ONLY_IN_THE_SECOND = next(name for name in SECOND.test_cases if name not in edition().test_cases)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("TC_003", edition()), (ONLY_IN_THE_SECOND, SECOND), ("no such name", edition())],
    ids=["default", "other", "neither"],
)
def test_the_edition_that_has_a_name(name, expected):
    assert rulebook_with(name, edition(), [SECOND]) is expected


def test_another_edition_is_not_loaded_without_need():
    def never():
        pytest.fail("loaded")
        yield

    assert rulebook_with("TC_003", edition(), never()) is edition()


@pytest.mark.parametrize("suffix", ["_CS", "_CSMS", "_LC", "_lc"])
def test_a_test_case_goes_by_the_suffixes_of_its_edition(suffix):
    assert find(ONLY_IN_THE_SECOND + suffix, SECOND).name == ONLY_IN_THE_SECOND


def test_a_suffix_of_another_edition_is_no_part_of_a_name():
    with pytest.raises(UnknownName):
        find("TC_003_LC", edition())
