"""No message counts with a plural that one thing would not have: ``1 lines``."""

import re
from pathlib import Path

import pytest

from certkit.messages import FOLDER

_COUNTED = re.compile(r"\{(\w+):(?:number|size|figure)\} ([a-z]+s)\b")
_VERBS = {"as", "does", "is", "lacks", "names", "waives"}
_NEVER_ONE = {
    "stations",  # several stations of a log
    "digits",  # of a hash
    "passes",  # a sentence about several test cases
    "seconds", "certificates", "bits",  # limits of a policy
    "signatures", "attachments",  # none, or more than the one that is right
    "values",  # a limit
}  # fmt: skip


@pytest.mark.parametrize("table", sorted(FOLDER.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_number_before_a_noun_is_a_count(table: Path) -> None:
    found = {noun for _, noun in _COUNTED.findall(table.read_text(encoding="utf-8"))}
    assert found - _VERBS <= _NEVER_ONE, "use {name:count noun/nouns}"
