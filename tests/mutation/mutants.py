"""Every way to break an edition's files in one place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from certkit.conditions import Node, parse
from certkit.edition.read_constraints import DECIDED_BY
from certkit.edition.rulebook import Rulebook
from certkit.formats.yaml_tree import Mapping, Scalar, Sequence
from certkit.formats.yaml_tree import Node as Tree
from tests.mutation.conditions import Changes

Undo = Callable[[], None]

TYPES = ("choice", "choices", "number", "seconds", "text", "texts", "settings", "members")
WHO = ("all", "station", "csms", "Charging Station", "Charging Station Software Stack")
MARKS = ("M", "C", "O")
SOME_TERMS = ("local_start", "reservations")


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change of one file.

    Attributes:
        row: id of the row it is in, so that what is about this row can be compared first.
        what: the change, for people.
        make: changes the tree and gives the way back.
        conditions: the condition before and after, where the change is one of a condition.
    """

    file: str
    kind: str
    row: str
    line: int
    what: str
    make: Callable[[], Undo]
    conditions: tuple[Node, Node] | None = None

    def __str__(self) -> str:
        return f"{self.file}.yaml:{self.line} [{self.kind}] {self.row}: {self.what}"


class Breaker:
    """Makes the mutants of an edition, of the trees that its rulebook was read from."""

    def __init__(self, rulebook: Rulebook, trees: dict[str, Tree]) -> None:
        self.rulebook = rulebook
        self.trees = trees
        self.items = list(rulebook.items)
        self.terms = tuple(rulebook.terms)
        self.with_items = Changes(rulebook.items)
        self.with_terms = Changes(rulebook.items, self.terms)

    def mutants(self) -> Iterator[Mutant]:
        yield from self.of_edition()
        yield from self.of_terms()
        yield from self.of_readings()
        yield from self.of_test_cases()
        yield from self.of_constraints()
        yield from self.of_items()

    # --- the files

    def of_edition(self) -> Iterator[Mutant]:
        columns = self.table("edition", "columns")
        assert isinstance(columns, Mapping)
        for kind in list(columns.pairs):
            yield from self.swapped("edition", "column", kind, columns, kind, ("station", "csms"))
            yield self.renamed("edition", "kind", kind, columns, kind, "Another kind")
            yield self.removed("edition", "kind", kind, columns, kind)
        yield from self.listed("edition", "reset", "reset_before", self.table("edition", "reset_before"), ["csms"])

    def of_terms(self) -> Iterator[Mutant]:
        readings = list(self.rulebook.readings)
        for row, name in self.rows("terms", self.trees["terms"]):
            yield from self.condition("terms", name, row, "means", self.with_items)
            yield from self.swapped("terms", "term", name, row, "id", others(self.terms, name))
            if row.get("reading"):
                known = text_of(row, "reading")
                yield from self.swapped("terms", "reading", name, row, "reading", others(readings, known))
                yield self.removed("terms", "reading", name, row, "reading")
            yield self.removed("terms", "citation", name, row, "cite")

    def of_readings(self) -> Iterator[Mutant]:
        readings = list(self.rulebook.readings)
        for row, name in self.rows("readings", self.table("readings", "readings")):
            yield from self.swapped("readings", "reading", name, row, "id", others(readings, name))
            yield self.removed("readings", "citation", name, row, "cite")
            alternatives = row.get("alternatives")
            if isinstance(alternatives, Mapping):
                yield self.removed("readings", "alternative", name, row, "alternatives")
                for letter, (_, alternative) in alternatives.pairs.items():
                    assert isinstance(alternative, Mapping)
                    yield self.renamed("readings", "alternative", name, alternatives, letter, "z")
                    yield from self.of_alternative(f"{name}={letter}", alternative)
            rows = row.get("rows")
            if isinstance(rows, Mapping):
                yield self.removed("readings", "rows", name, row, "rows")
                for column, (_, listed) in rows.pairs.items():
                    yield self.renamed(
                        "readings", "rows", name, rows, column, "csms" if column == "station" else "station"
                    )
                    yield from self.listed("readings", "rows", name, listed, list(self.rulebook.test_cases))

    def of_alternative(self, name: str, alternative: Mapping) -> Iterator[Mutant]:
        terms = alternative.get("terms")
        assert isinstance(terms, Mapping)
        for term in list(terms.pairs):
            yield from self.condition("readings", name, terms, term, self.with_items)
            for other in others(self.terms, term):
                if other not in terms.pairs:
                    yield self.renamed("readings", "term", name, terms, term, other)
            if len(terms.pairs) > 1:
                yield self.removed("readings", "term", name, terms, term)

    def of_test_cases(self) -> Iterator[Mutant]:
        cases = list(self.rulebook.test_cases)
        titles = [case.title for case in self.rulebook.test_cases.values()]
        for section in mappings(self.table("test_cases", "sections")):
            first = text_of(mappings(section.get("cases"))[0], "id")
            profiles = ("core", "smart_charging", "advanced_security")
            yield from self.swapped("test_cases", "profile", first, section, "profile", profiles)
            yield from self.swapped("test_cases", "heading", first, section, "heading", ("Another heading",))
            for row, name in self.rows("test_cases", section.get("cases")):
                yield from self.swapped("test_cases", "test case", name, row, "id", (*others(cases, name), f"{name}_9"))
                yield from self.swapped(
                    "test_cases", "title", name, row, "title", others(titles, text_of(row, "title"))
                )
                for column in ("station", "csms"):
                    yield from self.of_cell(name, row, column)
                for prerequisite in mappings(row.get("prerequisites")):
                    yield from self.condition("test_cases", name, prerequisite, "needs", self.with_items)
                    yield from self.listed(
                        "test_cases", "prerequisite", name, prerequisite.get("columns"), ["station", "csms"]
                    )
                if row.get("prerequisites"):
                    yield self.removed("test_cases", "prerequisite", name, row, "prerequisites")
                    yield from self.listed("test_cases", "prerequisite", name, row.get("prerequisites"), [])

    def of_cell(self, name: str, row: Mapping, column: str) -> Iterator[Mutant]:
        cell = row.get(column)
        if cell is None:
            for mark in ("M", "O", *SOME_TERMS):
                yield self.added("test_cases", "mark", name, row, column, mark)
            return
        yield self.removed("test_cases", "mark", name, row, column)
        if isinstance(cell, Scalar):
            yield from self.swapped("test_cases", "mark", name, row, column, MARKS)
            for term in SOME_TERMS:
                yield self.exchanged("test_cases", "mark", name, row, column, conditional("C", term))
        elif isinstance(cell, Mapping):
            yield from self.swapped("test_cases", "mark", name, cell, "mark", MARKS)
            yield from self.condition("test_cases", name, cell, "when", self.with_terms)
            for mark in ("M", "O"):
                yield self.exchanged("test_cases", "mark", name, row, column, Scalar(mark, cell.line, cell.column))

    def of_constraints(self) -> Iterator[Mutant]:
        names = list(self.rulebook.constraints)
        listed = self.table("constraints", "constraints")
        yield from self.listed("constraints", "constraint", "", listed, [])
        for row, name in self.rows("constraints", listed):
            yield from self.swapped("constraints", "constraint", name, row, "id", (*others(names, name), f"{name}z"))
            yield from self.swapped("constraints", "kind", name, row, "kind", ("C", "I", "S"))
            yield from self.swapped("constraints", "asked_of", name, row, "asked_of", WHO)
            yield from self.listed("constraints", "items", name, row.get("items"), self.items)
            yield self.removed("constraints", "citation", name, row, "cite")
            if row.get("decided_by"):
                yield from self.swapped("constraints", "decided_by", name, row, "decided_by", DECIDED_BY)
                yield self.removed("constraints", "decided_by", name, row, "decided_by")
            if row.get("when"):
                yield from self.condition("constraints", name, row, "when", self.with_items)

    def of_items(self) -> Iterator[Mutant]:
        codes = (*self.rulebook.constraints, "K-03", "K-05")
        for section in mappings(self.table("items", "sections")):
            listed = section.get("items")
            first = text_of(mappings(listed)[0], "id")
            yield from self.swapped(
                "items", "finding", first, section, "unasked", ("K-05", "P-47", "P-64", "P-35", "P-57a")
            )
            yield from self.swapped("items", "table", first, section, "id", ("another",))
            yield from self.listed("items", "path", first, section.get("path"), ["another"])
            yield self.removed("items", "citation", first, section, "cite")
            yield from self.listed("items", "item", first, listed, [])
            for row, name in self.rows("items", listed):
                yield from self.of_item(name, row, codes)
                if text_of(section, "id") != "questions":  # which are found by their ids, and labelled in our own words
                    yield from self.swapped("items", "label", name, row, "label", ("Another label",))
                if not row.get("addition") and not section.get("addition"):
                    yield self.added("items", "addition", name, row, "addition", "true")

    def of_item(self, name: str, row: Mapping, codes: tuple[str, ...]) -> Iterator[Mutant]:
        yield from self.swapped("items", "item", name, row, "id", (*others(self.items, name), f"{name}-x"))
        yield from self.swapped("items", "type", name, row, "type", TYPES)
        yield from self.swapped("items", "asked_of", name, row, "asked_of", WHO)
        yield from self.condition("items", name, row, "required", self.with_items)
        for field in ("missing", "unasked", "others"):
            if row.get(field):
                yield from self.swapped(
                    "items", "finding", name, row, field, (*others(codes, text_of(row, field)), "K-03")
                )
                yield self.removed("items", "finding", name, row, field)
        if row.get("values"):
            yield from self.listed("items", "value", name, row.get("values"), ["Another value", "No"])
        aliases = row.get("aliases")
        if isinstance(aliases, Mapping):
            values = [item.text or "" for item in scalars(row.get("values"))]
            for alias in list(aliases.pairs):
                yield self.removed("items", "spelling", name, aliases, alias)
                yield self.renamed("items", "spelling", name, aliases, alias, f"{alias} x")
                yield from self.swapped("items", "spelling", name, aliases, alias, (*values, "Another value"))
        for field in ("path", "labels"):
            if row.get(field):
                yield from self.listed("items", field, name, row.get(field), ["another"])
                yield self.removed("items", field, name, row, field)
        for field in ("key", "heading", "addition"):
            if row.get(field):
                texts = ("false",) if field == "addition" else ("Another",)
                yield from self.swapped("items", field, name, row, field, texts)
                yield self.removed("items", field, name, row, field)
        if text_of(row, "type") in ("number", "seconds"):
            yield self.added("items", "bound", name, row, "minimum", "1")
            yield self.added("items", "bound", name, row, "maximum", "9")

    # --- the ways to change a tree

    def rows(self, file: str, tree: Tree | None) -> Iterator[tuple[Mapping, str]]:
        for row in mappings(tree):
            yield row, text_of(row, "id")

    def table(self, file: str, key: str) -> Tree | None:
        tree = self.trees[file]
        assert isinstance(tree, Mapping)
        return tree.get(key)

    def condition(self, file: str, row: str, node: Mapping, key: str, changes: Changes) -> Iterator[Mutant]:
        scalar = node.get(key)
        assert isinstance(scalar, Scalar)
        before = parse(" ".join((scalar.text or "").split()))
        for kind, after in changes.of(before):
            make = setter(scalar, "text", str(after))
            yield Mutant(file, kind, row, scalar.line, f"{key}: {before} -> {after}", make, (before, after))

    def swapped(
        self, file: str, kind: str, row: str, node: Mapping, key: str, texts: tuple[str, ...]
    ) -> Iterator[Mutant]:
        scalar = node.get(key)
        if not isinstance(scalar, Scalar):
            return
        for text in dict.fromkeys(texts):
            if text != scalar.text:
                what = f"{key}: {scalar.text} -> {text}"
                yield Mutant(file, kind, row, scalar.line, what, setter(scalar, "text", text))

    def listed(self, file: str, kind: str, row: str, node: Tree | None, names: list[str]) -> Iterator[Mutant]:
        """Each entry left out, and put in the place of another of these."""
        if not isinstance(node, Sequence):
            return
        for index, entry in enumerate(node.items):
            left = [*node.items[:index], *node.items[index + 1 :]]
            text = entry.text or "" if isinstance(entry, Scalar) else str(index)
            yield Mutant(
                file, kind, row or text_of(entry, "id"), entry.line, f"without {text}", setter(node, "items", left)
            )
            if isinstance(entry, Scalar):
                for other in others(names, text):
                    yield Mutant(file, kind, row, entry.line, f"{text} -> {other}", setter(entry, "text", other))

    def removed(self, file: str, kind: str, row: str, node: Mapping, key: str) -> Mutant:
        pairs = {other: pair for other, pair in node.pairs.items() if other != key}
        return Mutant(file, kind, row, node.line, f"without {key}", setter(node, "pairs", pairs))

    def renamed(self, file: str, kind: str, row: str, node: Mapping, key: str, name: str) -> Mutant:
        pairs = {(name if other == key else other): pair for other, pair in node.pairs.items()}
        return Mutant(file, kind, row, node.line, f"{key} -> {name}", setter(node, "pairs", pairs))

    def added(self, file: str, kind: str, row: str, node: Mapping, key: str, text: str) -> Mutant:
        value: Tree = Scalar(text, node.line, node.column)
        if text in SOME_TERMS:
            value = conditional("C", text)
        pairs = {**node.pairs, key: (Scalar(key, node.line, node.column), value)}
        return Mutant(file, kind, row, node.line, f"with {key}: {text}", setter(node, "pairs", pairs))

    def exchanged(self, file: str, kind: str, row: str, node: Mapping, key: str, value: Tree) -> Mutant:
        pairs = {**node.pairs, key: (node.pairs[key][0], value)}
        shown = value.text if isinstance(value, Scalar) else "a condition"
        return Mutant(file, kind, row, node.line, f"{key} becomes {shown}", setter(node, "pairs", pairs))


def setter(thing: object, field: str, value: object) -> Callable[[], Undo]:
    def make() -> Undo:
        before = getattr(thing, field)
        setattr(thing, field, value)
        return lambda: setattr(thing, field, before)

    return make


def conditional(mark: str, term: str) -> Mapping:
    key = Scalar("", 0, 0)
    return Mapping({"mark": (key, Scalar(mark, 0, 0)), "when": (key, Scalar(term, 0, 0))}, 0, 0)


def others(names: list[str] | tuple[str, ...], name: str) -> tuple[str, ...]:
    """The two neighbours of a name, or all if there are no more."""
    names = list(names)
    if name not in names:
        return tuple(names[:2])
    at = names.index(name)
    return tuple(dict.fromkeys(names[(at + step) % len(names)] for step in (1, -1) if len(names) > 1))


def mappings(node: Tree | None) -> list[Mapping]:
    return [entry for entry in node.items if isinstance(entry, Mapping)] if isinstance(node, Sequence) else []


def scalars(node: Tree | None) -> list[Scalar]:
    return [entry for entry in node.items if isinstance(entry, Scalar)] if isinstance(node, Sequence) else []


def text_of(node: Tree, key: str) -> str:
    scalar = node.get(key) if isinstance(node, Mapping) else None
    return scalar.text or "" if isinstance(scalar, Scalar) else ""
