"""``coverage.yaml``: which test cases cover which functionality, and the gaps in both directions."""

from __future__ import annotations

from collections.abc import Mapping

from certkit.edition.model import Coverage, Functionality, Gap, TestCase
from certkit.edition.rows import Row, add
from certkit.errors import RulebookError
from certkit.formats.tree import Node

BARE = "functionality-without-test-case"
UNLISTED = "test-case-without-functionality"


def read_coverage(tree: Node, file: str, test_cases: Mapping[str, TestCase]) -> Coverage:
    """What covers what: every test case and every functionality is either covered or in a gap."""
    top = Row(tree, file, "the coverage")
    cite = top.text("cite")
    functionalities = tuple(
        functionality
        for section in top.rows("sections", "a section of the list of functionalities")
        for functionality in _functionalities(section, cite)
    )
    gaps: dict[str, Gap] = {}
    for row in top.rows("gaps", "a gap"):
        gap = _gap(row)
        add(gaps, gap.id, gap, row)
    top.finish()
    coverage = Coverage(functionalities, tuple(gaps.values()))
    _no_test_case_is_left(coverage, test_cases, file)
    _no_functionality_is_left(coverage, file)
    return coverage


def _functionalities(section: Row, cite: str) -> list[Functionality]:
    profile, heading = section.text("profile"), section.text("heading")
    rows = []
    for row in section.rows("functionalities", "a functionality"):
        rows.append(
            Functionality(
                title=row.text("title"),
                profile=profile,
                heading=heading,
                test_cases=row.texts("test_cases", ()),
                note=row.text("note", ""),
                cite=cite,
            )
        )
        row.finish()
    section.finish()
    return rows


def _gap(row: Row) -> Gap:
    gap = Gap(
        id=row.text("id"),
        kind=row.one_of("kind", (BARE, UNLISTED, "note")),
        text=row.text("text"),
        test_cases=row.texts("test_cases", ()),
        functionalities=row.texts("functionalities", ()),
        cite=row.text("cite"),
    )
    row.finish()
    return gap


def _no_test_case_is_left(coverage: Coverage, test_cases: Mapping[str, TestCase], file: str) -> None:
    named = [(f.title, f.test_cases) for f in coverage.functionalities] + [(g.id, g.test_cases) for g in coverage.gaps]
    for title, names in named:
        for name in names:
            if name not in test_cases:
                raise RulebookError(f"{title!r} names {name}, which is not a test case", file=file)
    covered = {name for f in coverage.functionalities for name in f.test_cases}
    unlisted = {name for gap in coverage.gaps if gap.kind == UNLISTED for name in gap.test_cases}
    for name in test_cases:
        if (name in covered) is (name in unlisted):
            raise RulebookError(f"{name} must be covered by a functionality or be in a gap, not both", file=file)


def _no_functionality_is_left(coverage: Coverage, file: str) -> None:
    bare = {title for gap in coverage.gaps if gap.kind == BARE for title in gap.functionalities}
    for functionality in coverage.functionalities:
        if bool(functionality.test_cases) is (functionality.title in bare):
            raise RulebookError(f"{functionality.title!r} must have a test case or be in a gap, not both", file=file)
