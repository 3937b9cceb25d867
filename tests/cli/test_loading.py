"""What tables name as text, to be loaded later: no import contract and no type checker sees it."""

import re
from pathlib import Path

import pytest

import certkit
from certkit.loading import load

NAMED = sorted(
    {
        name
        for path in Path(certkit.__file__).parent.rglob("*.py")
        for name in re.findall(r'"([a-z_.0-9]+:\w+)"', path.read_text(encoding="utf-8"))
        if name.startswith("certkit.")
    }
)


def test_the_tables_name_many():
    assert len(NAMED) > 80


@pytest.mark.parametrize("name", NAMED)
def test_what_a_table_names_is_there(name: str) -> None:
    assert load(name) is not None


def test_what_is_not_there_is_a_bug_that_shows() -> None:
    with pytest.raises(AttributeError):
        load("certkit.loading:nothing")
