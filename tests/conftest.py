"""What holds for all tests."""

import os

import pytest
from hypothesis import settings

# How long one example takes says nothing on a machine that does other things too.
settings.register_profile("certkit", deadline=None)
if settings.get_current_profile_name() == "default":
    settings.load_profile("certkit")

# As certkit sets it; here too, because tests import openpyxl by themselves, and may do so first.
os.environ.setdefault("OPENPYXL_LXML", "False")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Properties and exhaustive rows run apart from the named cases, whose coverage is measured."""
    for item in items:
        if getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
            item.add_marker(pytest.mark.property)
        if "tamper" in item.path.parts:
            item.add_marker(pytest.mark.exhaustive)
