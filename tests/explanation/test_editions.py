"""A name that the default edition does not have is looked up in the other shipped editions."""

import pytest

from certkit.edition.rulebook import load_edition
from certkit.explanation.names import rulebook_with
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
