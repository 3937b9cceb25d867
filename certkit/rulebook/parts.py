"""The parts of an edition, each from its own file: items, terms, test cases, constraints, readings, coverage."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from certkit.conditions import Constant, Node, simplified, terms_of
from certkit.errors import RulebookError
from certkit.model.domain import Choice, Choices, Domain, Members, Number, Settings, Text, Texts
from certkit.model.rulebook import (
    ALWAYS,
    Alternative,
    Constraint,
    Coverage,
    EditionInfo,
    Entry,
    Functionality,
    Gap,
    Item,
    Prerequisite,
    Reading,
    Section,
    Term,
    TestCase,
)
from certkit.rulebook.binding import BindingError, bind
from certkit.rulebook.rows import Row, parse_at
from certkit.yaml_tree import Mapping as MappingNode
from certkit.yaml_tree import Node as Tree
from certkit.yaml_tree import Scalar, Sequence

UNANSWERED = "K-03"
"""Code of the finding for a missing answer where the edition names none of its own."""

MARKS = ("M", "O", "C")

T = TypeVar("T")


def read_info(tree: Tree, file: str) -> EditionInfo:
    row = Row(tree, file, "the edition")
    info = EditionInfo(
        id=row.text("id"),
        title=row.text("title"),
        document=row.text("document"),
        version=row.text("version"),
        date=row.text("date"),
        columns=dict(row.pairs("columns")),
        reset_before=row.texts("reset_before", ()),
        placeholders=row.texts("placeholders", ()),
    )
    row.text("cite")
    row.finish()
    if not info.columns:
        raise row.error("the edition names no columns")
    return info


def read_items(tree: Tree, file: str, info: EditionInfo) -> tuple[dict[str, Section], dict[str, Item]]:
    """Sections and items, in the order of the form."""
    top = Row(tree, file, "the list of items")
    sections: dict[str, Section] = {}
    items: dict[str, Item] = {}
    conditions: list[tuple[Row, Tree, Item]] = []
    for table in top.rows("sections", "a table of the form"):
        section = Section(
            id=table.text("id"),
            title=table.text("title"),
            help=table.text("help"),
            cite=table.text("cite"),
            path=table.texts("path"),
            unasked=table.text("unasked"),
        )
        addition = table.flag("addition")
        _add(sections, section.id, section, table)
        for row in table.rows("items", f"an item of {section.id}"):
            item = _item(row, section, info, addition)
            _add(items, item.id, item, row)
            conditions.append((row, row.node, item))
        table.finish()
    top.finish()
    for row, node, item in conditions:
        _bound(item.required, items, row.file, node, f"required of {item.id}")
    paths = [item.path for item in items.values()]
    for row, node, item in conditions:
        if paths.count(item.path) > 1:
            raise RulebookError(
                f"another item has the path {'.'.join(item.path)} too",
                file=row.file,
                line=node.line,
                column=node.column,
            )
    return sections, items


def _item(row: Row, section: Section, info: EditionInfo, addition: bool) -> Item:
    identifier = row.text("id")
    row.what = f"the item {identifier}"
    required = row.find("required")
    if not isinstance(required, Scalar) or not required.text:
        raise row.error(f"{row.what} does not say when it is required")
    item = Item(
        id=identifier,
        section=section.id,
        label=row.text("label"),
        domain=_domain(row),
        asked_of=_kinds(row, info),
        required=parse_at(required.text, row.file, required),
        missing=row.text("missing", UNANSWERED),
        unasked=row.text("unasked", section.unasked),
        path=row.texts("path", (*section.path, identifier)),
        labels=row.texts("labels", ()),
        key=row.text("key", ""),
        help=row.text("help"),
        cite=row.text("cite", section.cite),
        heading=row.text("heading", ""),
        addition=row.flag("addition") or addition,
    )
    row.finish()
    return item


def _domain(row: Row) -> Domain:
    kind = row.one_of("type", ("choice", "choices", "number", "seconds", "text", "texts", "settings", "members"))
    if kind == "choice":
        return Choice(row.texts("values"), row.pairs("aliases"))
    if kind == "choices":
        return Choices(row.texts("values"), row.pairs("aliases"), row.text("others", ""))
    if kind in ("number", "seconds"):
        bounds = {}
        for name in ("minimum", "maximum"):
            text = row.text(name, "")
            if text and not text.lstrip("-").isdecimal():
                raise row.error(f"{name!r} of {row.what} is not a whole number", row.find(name))
            bounds[name] = int(text) if text else None
        unit = row.text("unit", "seconds" if kind == "seconds" else "")
        return Number(unit, bounds["minimum"] or 0, bounds["maximum"], kind == "number")
    return {"text": Text, "texts": Texts, "settings": Settings, "members": Members}[kind]()


def _kinds(row: Row, info: EditionInfo) -> tuple[str, ...]:
    """Kinds of device from ``all``, the names of columns, or the kinds themselves."""
    named = row.texts("asked_of")
    known = {"all", *info.columns, *info.columns.values()}
    for name in named:
        if name not in known:
            raise row.error(f"{row.what} is asked of {name!r}; it can be {', '.join(sorted(known))}", row.find("asked_of"))
    return tuple(kind for kind, column in info.columns.items() if {"all", kind, column} & set(named))


def read_terms(tree: Tree, file: str, items: Mapping[str, Item]) -> dict[str, Term]:
    terms: dict[str, Term] = {}
    if not isinstance(tree, Sequence):
        raise RulebookError("the terms must be a list", file=file)
    for node in tree.items:
        row = Row(node, file, "a term")
        identifier = row.text("id")
        row.what = f"the term {identifier}"
        if identifier in items:
            raise row.error(f"{identifier} is an item already")
        meaning = _bound(row.condition("means"), items, file, row.find("means"), row.what, answered=False)
        reading = row.text("reading", "")
        if isinstance(meaning, Constant) and not reading:
            raise row.error(f"{row.what} is {meaning}, and no reading says why")
        _add(terms, identifier, Term(identifier, meaning, row.text("says"), row.text("cite"), reading), row)
        row.finish()
    return terms


def read_readings(
    tree: Tree, file: str, info: EditionInfo, items: Mapping[str, Item], terms: Mapping[str, Term]
) -> dict[str, Reading]:
    top = Row(tree, file, "the list of readings")
    readings: dict[str, Reading] = {}
    for row in top.rows("readings", "a reading"):
        identifier = row.text("id")
        row.what = f"the reading {identifier}"
        alternatives = []
        node = row.find("alternatives")
        for letter, (_, entry) in node.pairs.items() if isinstance(node, MappingNode) else ():
            other = Row(entry, file, f"the alternative {identifier}={letter}")
            meanings = {}
            for term, text in other.pairs("terms"):
                if term not in terms or terms[term].reading != identifier:
                    raise other.error(f"{other.what} gives a meaning to {term!r}, which is no term of {identifier}")
                at = other.need("terms")
                meanings[term] = _bound(
                    parse_at(text, file, at), items, file, at, f"{term} in {other.what}", answered=False
                )
                if meanings[term] == terms[term].meaning:
                    raise other.error(f"{other.what} leaves {term!r} as it is")
            if not meanings:
                raise other.error(f"{other.what} changes nothing")
            alternatives.append(Alternative(letter, other.text("text"), meanings))
            other.finish()
        rows: dict[str, tuple[str, ...]] = {}
        named = row.find("rows")
        if named is not None:
            columns = Row(named, file, f"the rows of {identifier}")
            rows = {name: columns.texts(name) for name in columns.node.pairs}
            for name in rows:
                if name not in info.columns.values():
                    raise columns.error(f"{name!r} is not a column")
        reading = Reading(
            id=identifier,
            title=row.text("title"),
            question=row.text("question"),
            taken=row.text("taken"),
            why=row.text("why"),
            cite=row.text("cite"),
            alternatives=tuple(alternatives),
            rows=rows,
            others=row.text("others", ""),
        )
        _add(readings, identifier, reading, row)
        row.finish()
    top.finish()
    for known in terms.values():
        if known.reading and known.reading not in readings:
            raise RulebookError(f"the term {known.id} names the reading {known.reading}, which does not exist", file=file)
    return readings


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
    found: dict[str, TestCase] = {}
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
            test_case = TestCase(
                id=identifier,
                title=row.text("title"),
                section=heading,
                profile=profile,
                columns=entries,
                cite=f"{cite}, {identifier}",
                note=row.text("note", ""),
                prerequisites=tuple(
                    _prerequisite(entry, items, columns, f"{cite}, {identifier}")
                    for entry in row.rows("prerequisites", f"a prerequisite of {identifier}", optional=True)
                ),
            )
            _add(found, identifier, test_case, row)
            row.finish()
        section.finish()
    top.finish()
    if unused := set(terms) - used:
        raise RulebookError(f"no test case uses the term {sorted(unused)[0]}", file=file)
    for reading in readings.values():
        for name in {name for names in reading.rows.values() for name in names} - set(found):
            raise RulebookError(f"the reading {reading.id} names {name}, which is no test case", file=file)
    return found


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
        bound = _bound(parsed, items, row.file, at, row.what, meanings, answered=False)
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
    needs = _bound(row.condition("needs"), items, row.file, row.need("needs"), row.what, answered=False)
    named = row.texts("columns")
    if set(named) - set(columns):
        raise row.error(f"{row.what} names a column that does not exist")
    prerequisite = Prerequisite(needs, row.text("text"), cite, named)
    row.finish()
    return prerequisite


def read_constraints(tree: Tree, file: str, info: EditionInfo, items: Mapping[str, Item]) -> dict[str, Constraint]:
    top = Row(tree, file, "the list of constraints")
    found: dict[str, Constraint] = {}
    for row in top.rows("constraints", "a constraint"):
        identifier = row.text("id")
        row.what = f"the constraint {identifier}"
        decided_by = row.one_of("decided_by", ("condition", "missing", "unasked", "others", "members"), "condition")
        when = None
        if decided_by == "condition":
            when = _bound(row.condition("when"), items, file, row.need("when"), row.what)
        named = row.texts("items")
        for name in named:
            if name not in items:
                raise row.error(f"{row.what} is about {name!r}, which is no item", row.find("items"))
        constraint = Constraint(
            id=identifier,
            name=row.text("name"),
            kind=row.one_of("kind", ("C", "I", "S")),
            title=row.text("title"),
            when=when,
            items=named,
            message=row.text("message"),
            hint=row.text("hint"),
            cite=row.text("cite"),
            asked_of=_kinds(row, info),
            decided_by=decided_by,
        )
        _add(found, identifier, constraint, row)
        row.finish()
    top.finish()
    _codes_exist(items.values(), found, file)
    return found


def _codes_exist(items: Iterable[Item], constraints: Mapping[str, Constraint], file: str) -> None:
    """Every code that an item names must be a constraint of that kind, or one of certkit's own (K-…)."""
    for item in items:
        others = item.domain.others if isinstance(item.domain, Choices) else ""
        for kind, code in (("missing", item.missing), ("unasked", item.unasked), ("others", others)):
            if code and not code.startswith("K-") and (
                code not in constraints or constraints[code].decided_by != kind
            ):
                raise RulebookError(f"the item {item.id} names {code} as {kind!r}, which is no such constraint", file=file)


def read_coverage(tree: Tree, file: str, test_cases: Mapping[str, TestCase]) -> Coverage:
    top = Row(tree, file, "the coverage")
    cite = top.text("cite")
    functionalities = []
    for section in top.rows("sections", "a section of A.1"):
        profile, heading = section.text("profile"), section.text("heading", "")
        for row in section.rows("functionalities", "a functionality"):
            functionalities.append(
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
    gaps = []
    for row in top.rows("gaps", "a gap"):
        gaps.append(
            Gap(
                id=row.text("id"),
                kind=row.one_of("kind", ("functionality-without-test-case", "test-case-without-functionality", "note")),
                text=row.text("text"),
                test_cases=row.texts("test_cases", ()),
                functionalities=row.texts("functionalities", ()),
                cite=row.text("cite"),
            )
        )
        row.finish()
    top.finish()
    named = [(f.title, f.test_cases) for f in functionalities] + [(g.id, g.test_cases) for g in gaps]
    for title, names in named:
        for name in names:
            if name not in test_cases:
                raise RulebookError(f"{title!r} names {name}, which is no test case", file=file)
    covered = {name for f in functionalities for name in f.test_cases}
    gapped = {name for g in gaps if g.kind == "test-case-without-functionality" for name in g.test_cases}
    for name in test_cases:
        if (name in covered) is (name in gapped):
            raise RulebookError(f"{name} must be covered by a functionality or stand in a gap, not both", file=file)
    bare = {g for gap in gaps if gap.kind == "functionality-without-test-case" for g in gap.functionalities}
    for f in functionalities:
        if bool(f.test_cases) is (f.title in bare):
            raise RulebookError(f"{f.title!r} must have a test case or stand in a gap, not both", file=file)
    return Coverage(tuple(functionalities), tuple(gaps))


def _bound(
    node: Node,
    items: Mapping[str, Item],
    file: str,
    at: Tree | None,
    what: str,
    terms: Mapping[str, Node] | None = None,
    *,
    answered: bool = True,
) -> Node:
    try:
        return bind(node, items, terms, answered=answered)
    except BindingError as error:
        raise RulebookError(
            f"{what}: {error}", file=file, line=at.line if at else 0, column=at.column if at else 0
        ) from None


def _add(found: dict[str, T], identifier: str, value: T, row: Row) -> None:
    if identifier in found:
        raise row.error(f"{identifier} is there twice")
    found[identifier] = value
