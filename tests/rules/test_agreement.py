"""The edition against everything that was written by hand from the document: see agreement.py for what is compared."""

import pytest

from tests.rules.agreement import ABOUT_ALL, ABOUT_ONE
from tests.rules.devices import edition

CASES = [(kind, subject) for kind, (_, subjects) in ABOUT_ONE.items() for subject in subjects]


@pytest.mark.parametrize(
    ("kind", "subject"), CASES, ids=[f"{kind}-{s if isinstance(s, str) else '='.join(s)}" for kind, s in CASES]
)
def test_agrees(kind, subject):
    ABOUT_ONE[kind][0](edition, subject)


@pytest.mark.parametrize("agrees", ABOUT_ALL, ids=lambda function: function.__name__)
def test_whole(agrees):
    agrees(edition)
