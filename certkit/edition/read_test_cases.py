"""``test_cases.yaml``: the list of conformance tests, with marks and conditions in the terms of the edition."""

from __future__ import annotations

from collections.abc import Mapping

from certkit.conditions import Node, simplified, terms_of
from certkit.edition.model import ALWAYS, EditionInfo, Entry, Item, Prerequisite, Reading, Term, TestCase
from certkit.edition.rows import Row, add, bound_at
from certkit.errors import RulebookError
from certkit.formats.tree import Mapping as MappingNode
from certkit.formats.tree import Node as Tree
from certkit.formats.tree import Scalar, Sequence

MARKS = ("M", "O", "C")


def read_test_cases(
    tree: Tree,
    file: str,
    info: EditionInfo,
    items: Mapping[str, Item],
    terms: Mapping[str, Term],
    meanings: Mapping[str, Node],
    readings: Mapping[str, Reading],
) -> dict[str, TestCase]:
    """Test cases in the document's order. ``meanings``: term -> meaning under the readings in force."""
    top = Row(tree, file, "the list of test cases")
    cite = top.text("cite")
    columns = tuple(dict.fromkeys(info.columns.values()))
    cases: dict[str, TestCase] = {}
    used: set[str] = set()
    for section in top.rows("sections", "a section"):
        profile, heading = section.text("profile"), section.text("heading")
        for row in section.rows("cases", f"a test case of {heading}"):
            identifier = row.text("id")
            row.what = f"the test case {identifier}"
            entries: dict[str, tuple[Entry, ...]] = {}
            for column in columns:
                node = row.find(column)
                if node is None:
                    continue
                named = tuple(r.id for r in readings.values() if identifier in r.rows.get(column, ()))
                entries[column] = _entries(node, row, items, terms, meanings, named)
                used |= _terms_written(node)
            if not entries:
                raise row.error(f"{row.what} is in no column")
            if identifier in cases and profile not in (cases[identifier].profile, *cases[identifier].other_profiles):
                cases[identifier] = _in_another_profile(cases[identifier], profile, entries, row)
                row.finish()
                continue
            test_case = TestCase(
                id=identifier,
                title=row.text("title"),
                section=heading,
                profile=profile,
                columns=entries,
                cite=f"{cite}, {identifier}",
                note=row.text("note", ""),
                prerequisites=tuple(
                    _prerequisite(entry, items, tuple(entries), f"{cite}, {identifier}")
                    for entry in row.rows("prerequisites", f"a prerequisite of {identifier}", optional=True)
                ),
            )
            add(cases, identifier, test_case, row)
            row.finish()
        section.finish()
    top.finish()
    if unused := set(terms) - used:
        raise RulebookError(f"no test case uses the term {sorted(unused)[0]}", file=file)
    for reading in readings.values():
        for column, name in ((column, name) for column, names in reading.rows.items() for name in names):
            if name not in cases or column not in cases[name].columns:
                raise RulebookError(
                    f"the reading {reading.id} names {name}, which is not in the column {column}", file=file
                )
    return cases


def _in_another_profile(case: TestCase, profile: str, entries: Mapping[str, tuple[Entry, ...]], row: Row) -> TestCase:
    """The test case with the marks of a further profile: where one profile requires it, no other makes it optional.

    Raises:
        RulebookError: a profile's own list has an O before another mark, which then must not move to the front.
    """
    for marks in (case.columns, entries):
        for column, own in marks.items():
            if [entry.mark == "O" for entry in own] != sorted(entry.mark == "O" for entry in own):
                raise row.error(f"{case.id} is in two profiles, and its column {column} has an O before another mark")
    columns = {
        column: tuple(
            sorted((*case.columns.get(column, ()), *entries.get(column, ())), key=lambda entry: entry.mark == "O")
        )
        for column in dict.fromkeys((*case.columns, *entries))
    }
    return case._replace(columns=columns, other_profiles=(*case.other_profiles, profile))


def _entries(
    node: Tree,
    row: Row,
    items: Mapping[str, Item],
    terms: Mapping[str, Term],
    meanings: Mapping[str, Node],
    named: tuple[str, ...],
) -> tuple[Entry, ...]:
    parts = node.items if isinstance(node, Sequence) else [node]
    if not parts:
        raise row.error(f"{row.what} has an empty column", node)
    entries = []
    for part in parts:
        if isinstance(part, Scalar):
            if part.text not in ("M", "O"):
                raise row.error(f"{part.text!r} of {row.what} is not M or O; a C needs its condition", part)
            entries.append(Entry(part.text, ALWAYS, "", named))
            continue
        entry = Row(part, row.file, f"a column of {row.what}")
        mark = entry.one_of("mark", MARKS)
        at = entry.need("when")
        parsed = entry.condition("when")
        bound = bound_at(parsed, items, row.file, at, row.what, meanings, answered=False)
        by_term = (terms[term].reading for term in terms_of(bound) if terms[term].reading)
        readings = tuple(sorted(dict.fromkeys((*by_term, *named))))
        entries.append(Entry(mark, simplified(bound), str(parsed), readings))
        entry.finish()
    return tuple(entries)


def _terms_written(node: Tree) -> set[str]:
    """The words of a column's conditions; among them are the terms it uses."""
    parts = node.items if isinstance(node, Sequence) else [node]
    texts = [part.get("when") for part in parts if isinstance(part, MappingNode)]
    words = " ".join(text.text or "" for text in texts if isinstance(text, Scalar))
    return set(words.replace("(", " ").replace(")", " ").replace(",", " ").split())


def _prerequisite(row: Row, items: Mapping[str, Item], columns: tuple[str, ...], cite: str) -> Prerequisite:
    needs = bound_at(row.condition("needs"), items, row.file, row.need("needs"), row.what, answered=False)
    named = row.texts("columns")
    if set(named) - set(columns):
        raise row.error(f"{row.what} names a column in which the test case is not")
    prerequisite = Prerequisite(needs, row.text("text"), cite, named)
    row.finish()
    return prerequisite
