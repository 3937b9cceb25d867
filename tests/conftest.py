"""What holds for all tests."""

import os
import sys
from collections.abc import Generator

import pytest
from hypothesis import settings

# How long one example takes says nothing on a machine that does other things too.
settings.register_profile("certkit", deadline=None)
if settings.get_current_profile_name() == "default":
    settings.load_profile("certkit")

# As certkit sets it; here too, because tests import openpyxl by themselves, and may do so first.
os.environ.setdefault("OPENPYXL_LXML", "False")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None]:
    """Coverage counts what named cases reach, not what hypothesis came upon; tracing would treble its time too.

    The same for what is marked ``no_cover``: pytest-cov's own marker does nothing in a worker of pytest-xdist.
    """
    by_chance = getattr(getattr(item, "obj", None), "is_hypothesis_test", False)
    if not by_chance and item.get_closest_marker("no_cover") is None:
        return (yield)
    tracer = sys.gettrace()
    sys.settrace(None)
    try:
        return (yield)
    finally:
        sys.settrace(tracer)
