"""certkit: from a PICS to a test plan that can be trusted.

The Python API, small on purpose::

    import certkit

    pics, rulebook = certkit.read_pics("pics.yaml")            # or .xlsx
    for finding in certkit.check_pics(pics, rulebook):
        print(finding.code, finding.where, finding.message)
    plan = certkit.make_plan(pics, rulebook)
    for row in plan.to_run:
        print(row.id, row.status, row.because)

Everything returned is frozen. What goes wrong with a file or a name is a :class:`CertkitError` with one line, a place
and a hint. Names that are not listed here are not part of the API. Each is loaded when it is first used, so that a
command pays only for what it needs.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from certkit.checks.pics import check_pics
    from certkit.comparison import compare
    from certkit.errors import CertkitError, RulebookError, UnknownName, UnreadableFile
    from certkit.explanation import explain
    from certkit.model.finding import Finding, Place, Severity
    from certkit.model.pics import Pics
    from certkit.model.plan import PlannedTestCase, Status, TestPlan
    from certkit.planning import in_random_order, make_plan, run_sequence
    from certkit.rulebook import DEFAULT_EDITION, Rulebook, load_edition

__all__ = [
    "DEFAULT_EDITION",
    "CertkitError",
    "Finding",
    "Pics",
    "Place",
    "PlannedTestCase",
    "Rulebook",
    "RulebookError",
    "Severity",
    "Status",
    "TestPlan",
    "UnknownName",
    "UnreadableFile",
    "check_pics",
    "compare",
    "explain",
    "in_random_order",
    "load_edition",
    "make_plan",
    "read_pics",
    "run_sequence",
]

_HOMES = {
    "certkit.checks.pics": ("check_pics",),
    "certkit.comparison": ("compare",),
    "certkit.errors": ("CertkitError", "RulebookError", "UnknownName", "UnreadableFile"),
    "certkit.explanation": ("explain",),
    "certkit.model.finding": ("Finding", "Place", "Severity"),
    "certkit.model.pics": ("Pics",),
    "certkit.model.plan": ("PlannedTestCase", "Status", "TestPlan"),
    "certkit.planning": ("in_random_order", "make_plan", "run_sequence"),
    "certkit.rulebook": ("DEFAULT_EDITION", "Rulebook", "load_edition"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> object:
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_HOME_OF[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)


def read_pics(
    path: str | Path, *, edition: str | Path | None = None, readings: dict[str, str] | None = None
) -> tuple[Pics, Rulebook]:
    """A PICS from a YAML file or a workbook, and the rulebook of the edition it is for.

    Args:
        path: the file.
        edition: read as this edition where the file does not name one; by default the newest.
        readings: reading id -> letter of the alternative to use.

    Raises:
        UnreadableFile: the file is not there or is no PICS.
        UnknownName: it names an edition, or you a reading, that does not exist.
    """
    import sys

    from certkit.readers.files import read_file
    from certkit.readers.pics import read_pics as read
    from certkit.rulebook import DEFAULT_EDITION, load_edition

    name = str(path)
    content = read_file(name, sys.stdin.buffer)
    return read(content, name, lambda stated: load_edition(stated or edition or DEFAULT_EDITION, readings))
