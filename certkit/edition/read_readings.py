"""``terms.yaml`` and ``readings.yaml``: the procedure's phrases, what they are read as, and what else they may be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from certkit.conditions import Constant
from certkit.edition.model import Alternative, EditionInfo, Item, Reading, Term
from certkit.edition.rows import Row, add, bound_at, parse_at
from certkit.errors import RulebookError, UnknownName
from certkit.formats.tree import Mapping as MappingNode
from certkit.formats.tree import Node, Sequence
from certkit.loading import load


def read_terms(tree: Node, file: str, items: Mapping[str, Item]) -> dict[str, Term]:
    """Term id -> term, with the meaning of the taken reading."""
    terms: dict[str, Term] = {}
    if not isinstance(tree, Sequence):
        raise RulebookError("the terms must be a list", file=file)
    for node in tree.items:
        row = Row(node, file, "a term")
        identifier = row.text("id")
        row.what = f"the term {identifier}"
        if identifier in items:
            raise row.error(f"{identifier} is an item already")
        meaning = bound_at(row.condition("means"), items, file, row.find("means"), row.what, answered=False)
        reading = row.text("reading", "")
        if isinstance(meaning, Constant) and not reading:
            raise row.error(f"{row.what} is {meaning}, and no reading says why")
        add(terms, identifier, Term(identifier, meaning, row.text("says"), row.text("cite"), reading), row)
        row.finish()
    return terms


def read_readings(
    tree: Node, file: str, info: EditionInfo, items: Mapping[str, Item], terms: Mapping[str, Term]
) -> dict[str, Reading]:
    """Reading id -> reading, none of them selected otherwise than taken."""
    top = Row(tree, file, "the list of readings")
    readings: dict[str, Reading] = {}
    for row in top.rows("readings", "a reading"):
        identifier = row.text("id")
        row.what = f"the reading {identifier}"
        reading = Reading(
            id=identifier,
            title=row.text("title"),
            question=row.text("question"),
            taken=row.text("taken"),
            why=row.text("why"),
            cite=row.text("cite"),
            alternatives=_alternatives(row, identifier, items, terms),
            rows=_rows(row, info),
            others=row.text("others", ""),
        )
        add(readings, identifier, reading, row)
        row.finish()
    top.finish()
    for known in terms.values():
        if known.reading and known.reading not in readings:
            raise RulebookError(
                f"the term {known.id} names the reading {known.reading}, which does not exist", file=file
            )
    return readings


def select_reading(readings: dict[str, Reading], name: str, letter: str, edition: str) -> None:
    """Put an alternative of a reading in force.

    Raises:
        UnknownName: the edition has no such reading, or the reading no such alternative.
    """
    if name not in readings:
        raise unknown_reading(name, readings, edition)
    letters = [other.letter for other in readings[name].alternatives]
    if letter not in letters:
        choice = ", ".join(f"{name}={other}" for other in letters)
        raise UnknownName(
            f"{name} has no alternative {letter!r}",
            hint=f"choose from {choice}; certkit explain {name} describes them"
            if letters
            else f"{name} has none that a PICS can express",
        )
    readings[name] = readings[name]._replace(selected=letter)


def unknown_reading(name: str, readings: Iterable[str], edition: str) -> UnknownName:
    """The error that an edition has no such reading, with those that are meant or all of them."""
    close = load("difflib:get_close_matches")(name, list(readings), n=3, cutoff=0.7)
    hint = f"did you mean {' or '.join(close)}?" if close else f"the readings are {', '.join(readings)}"
    return UnknownName(f"{name} is not a reading of {edition}", hint=hint)


def _alternatives(
    row: Row, identifier: str, items: Mapping[str, Item], terms: Mapping[str, Term]
) -> tuple[Alternative, ...]:
    node = row.find("alternatives")
    alternatives = []
    for letter, (_, entry) in node.pairs.items() if isinstance(node, MappingNode) else ():
        other = Row(entry, row.file, f"the alternative {identifier}={letter}")
        meanings = {}
        for term, text in other.pairs("terms"):
            if term not in terms or terms[term].reading != identifier:
                raise other.error(f"{other.what} gives a meaning to {term!r}, which is not a term of {identifier}")
            at = other.need("terms")
            parsed = parse_at(text, row.file, at)
            meanings[term] = bound_at(parsed, items, row.file, at, f"{term} in {other.what}", answered=False)
            if meanings[term] == terms[term].meaning:
                raise other.error(f"{other.what} leaves {term!r} as it is")
        if not meanings:
            raise other.error(f"{other.what} changes nothing")
        alternatives.append(Alternative(letter, other.text("text"), meanings))
        other.finish()
    return tuple(alternatives)


def _rows(row: Row, info: EditionInfo) -> dict[str, tuple[str, ...]]:
    """Column -> the test cases on which the reading bears without a term of its own."""
    node = row.find("rows")
    if node is None:
        return {}
    columns = Row(node, row.file, f"the rows of {row.what}")
    for name in columns.node.pairs:
        if name not in info.columns.values():
            raise columns.error(f"{name!r} is not a column")
    return {name: columns.texts(name) for name in columns.node.pairs}
