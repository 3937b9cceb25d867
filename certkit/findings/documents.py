"""The JSON documents that certkit writes, as types: what mypy holds the writers to and ``schemas/`` is generated from.

Fields are added, never renamed, retyped or removed, as long as ``version`` is 1. pydantic is imported
for these types and nowhere else: they are loaded when a schema is generated, never by a command that reads a PICS.
"""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict, with_config
from typing_extensions import TypedDict

DESCRIBED = ConfigDict(use_attribute_docstrings=True)

SeverityName = Literal["error", "warning", "note"]
StatusName = Literal["required", "optional", "not-applicable", "undetermined"]
Answer = str | int | float | list["str | list[str]"]


@with_config(DESCRIBED)
class PlaceDocument(TypedDict, total=False):
    """Where something stands: line and column (from 1) of a text file, or sheet and cell of a workbook."""

    file: str
    """The file's name, as it was given on the command line."""
    line: int
    column: int
    sheet: str
    cell: str


@with_config(DESCRIBED)
class SeverityCounts(TypedDict):
    """How many findings there are of each severity."""

    error: int
    warning: int
    note: int


@with_config(DESCRIBED)
class DecidingDocument(TypedDict):
    """An answer that decided a test case, and where it stands."""

    item: str
    answer: Answer
    where: PlaceDocument


@with_config(DESCRIBED)
class PrerequisiteDocument(TypedDict):
    """What a test case needs of the device to be run."""

    text: str
    met: bool | None
    """Null while the PICS does not say."""
    items: list[str]


@with_config(DESCRIBED)
class PlannedTestCaseDocument(TypedDict):
    """A test case of the edition."""

    id: str
    title: str
    section: str
    status: StatusName
    mark: str
    """M, C, O or empty, as in the device's column of the list."""
    because: str
    """The reason, one sentence."""
    answers: list[DecidingDocument]
    """The answers that decided it."""
    blocked_by: list[str]
    """The unanswered items on which an undetermined test case still turns."""
    readings: list[str]
    """The readings on which it depends."""
    prerequisites: list[PrerequisiteDocument]


@with_config(DESCRIBED)
class OrderDocument(TypedDict):
    """The order of ``test_cases``."""

    kind: Literal["document", "random"]
    seed: str | None
    """The seed of a random order; the same seed gives the same order."""


@with_config(DESCRIBED)
class PlanDocument(TypedDict):
    """What ``certkit plan --format json`` writes."""

    version: Literal[1]
    edition: str
    pics_sha256: str
    complete: bool
    """False while any test case is undetermined."""
    readings: dict[str, str]
    """Reading -> ``taken`` or the letter of the alternative in force."""
    test_cases: list[PlannedTestCaseDocument]
    release: int
    """Of the edition."""
    rulebook_sha256: str
    """SHA-256 of what that release of the edition means: its files without comments, layout and help texts."""
    dut: str | None
    """The kind of device, or null where the PICS does not say."""
    order: OrderDocument
    run: list[str]
    """What to run, one after the other, with the reset utility where it belongs; empty for a blocked plan."""
    counts: dict[StatusName, int]
    """Status -> how many test cases have it."""
    findings: SeverityCounts
    """What ``certkit pics check`` finds in the PICS."""
