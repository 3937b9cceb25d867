"""``configuration_keys.yaml``: the configuration keys of the standard, and how they have to agree with the PICS."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from certkit.conditions import Node as Condition
from certkit.configuration.model import Access, ConfigurationKey, Expectation, KeyTable, KeyType, Relation
from certkit.edition.domains import Choice, Choices, Number
from certkit.edition.model import Constraint, EditionInfo, Item
from certkit.edition.rows import Row, add, bound_at, kinds_of
from certkit.edition.rulebook import Rulebook
from certkit.errors import RulebookError
from certkit.formats.tree import Mapping as MappingNode
from certkit.formats.tree import Node, Scalar

DECIDED_BY = "configuration"
"""What decides these findings: what the station reports."""
_BEFORE, _AFTER = "before", "after"

MADE_FINDINGS = (*(f"CK-{number}" for number in range(10, 24)), "CK-28", "P-67")
"""The findings that certkit's checks make: every table has them. Others are those that its relations name."""


def read_configuration_keys(
    tree: Node, file: str, info: EditionInfo, items: Mapping[str, Item], constraints: Mapping[str, Constraint]
) -> KeyTable:
    """The table of the keys, every name in it known to the edition."""
    top = Row(tree, file, "the table of configuration keys")
    top.text("cite")
    asked_of = kinds_of(top, info)
    names = Row(top.need("names"), file, "the names of list entries")
    known_names = {name: names.texts(name) for name in names.node.pairs}
    profiles = _profiles(top, items)
    findings = _findings(top, items)
    reader = _KeyReader(file, items, {**findings, **constraints}, known_names, profiles)
    keys: dict[str, ConfigurationKey] = {}
    for row in top.rows("keys", "a configuration key"):
        key = reader.key(row)
        add(keys, key.key, key, row)
        row.finish()
    top.finish()
    for key in keys.values():
        if key.length and key.length not in keys:
            raise RulebookError(f"the key {key.key} names the length {key.length}, which is not a key", file=file)
    return KeyTable(asked_of, keys, profiles, findings)


def conditions_of(table: KeyTable) -> Iterator[tuple[str, Condition]]:
    """Every condition of the table with a name for it, to be proven."""
    yield from ((f"the feature profile {name}", node) for name, node in table.profiles.items())
    for key in table.keys.values():
        for name, node in (("needed", key.needed), ("read_only", key.read_only)):
            if node is not None:
                yield f"{name!r} of the key {key.key}", node


def _profiles(top: Row, items: Mapping[str, Item]) -> dict[str, Condition]:
    row = Row(top.need("profiles"), top.file, "the feature profiles")
    return {
        name: bound_at(row.condition(name), items, top.file, row.find(name), f"the profile {name}")
        for name in row.node.pairs
    }


def _findings(top: Row, items: Mapping[str, Item]) -> dict[str, Constraint]:
    found: dict[str, Constraint] = {}
    for row in top.rows("findings", "a finding"):
        identifier = row.text("id")
        row.what = f"the finding {identifier}"
        finding = Constraint(
            id=identifier,
            name=row.text("name"),
            kind=row.one_of("kind", ("C", "I", "S", "N")),
            title=row.text("title"),
            when=None,
            items=row.texts("items", ()),
            message=row.text("message"),
            hint=row.text("hint"),
            cite=row.text("cite"),
            asked_of=(),
            decided_by=DECIDED_BY,
        )
        for name in finding.items:
            if name not in items:
                raise row.error(f"{row.what} is about {name!r}, which is not an item")
        add(found, identifier, finding, row)
        row.finish()
    return found


class _KeyReader:
    def __init__(
        self,
        file: str,
        items: Mapping[str, Item],
        codes: Mapping[str, Constraint],
        names: Mapping[str, tuple[str, ...]],
        profiles: Mapping[str, Condition],
    ) -> None:
        self.file = file
        self.items = items
        self.codes = codes
        self.names = names
        self.profiles = tuple(profiles)

    def key(self, row: Row) -> ConfigurationKey:
        name = row.text("key")
        row.what = f"the key {name}"
        before, after = _changed(row, "required", ("yes", "no"))
        access_before, access = _changed(row, "access", tuple(access.value for access in Access))
        return ConfigurationKey(
            key=name,
            profile=row.one_of("profile", self.profiles),
            required=after == "yes",
            required_before=None if before is None else before == "yes",
            needed=self.condition(row, "needed"),
            access=Access(access),
            access_before=None if access_before is None else Access(access_before),
            read_only=self.condition(row, "read_only"),
            type=KeyType(row.one_of("type", tuple(kind.value for kind in KeyType))),
            unit=row.text("unit", ""),
            minimum=_number(row, "minimum"),
            maximum=_number(row, "maximum"),
            names=self.names[row.one_of("names", tuple(self.names))] if row.find("names") else (),
            entry=_pattern(row, "entry"),
            phases=row.flag("phases"),
            aliases=row.pairs("aliases"),
            spaces=row.flag("spaces"),
            length=row.text("length", ""),
            relations=tuple(self.relation(part, name) for part in row.rows("relations", "a relation", optional=True)),
            description=row.text("description"),
            cite=row.text("cite"),
            note=row.text("note", ""),
        )

    def condition(self, row: Row, name: str) -> Condition | None:
        if row.find(name) is None:
            return None
        return bound_at(row.condition(name), self.items, self.file, row.find(name), f"{name!r} of {row.what}")

    def relation(self, row: Row, key: str) -> Relation:
        item, finding = row.text("item"), row.text("finding")
        row.what = f"the relation of {key} to {item}"
        if item not in self.items:
            raise row.error(f"{row.what}: the edition has no such item", row.find("item"))
        if finding not in self.codes:
            raise row.error(f"{row.what} names the finding {finding}, which does not exist", row.find("finding"))
        compare = row.one_of("compare", ("equals", "at_least", "at_most", "same_names", "answers"), "answers")
        relation = Relation(
            item=item,
            finding=finding,
            answers=self.answers(row, item) if compare == "answers" else {},
            compare="" if compare == "answers" else compare,
            off=_number(row, "off"),
        )
        wanted = {"": Choice, "same_names": Choices}.get(relation.compare, Number)
        if not isinstance(self.items[item].domain, wanted):
            raise row.error(f"{row.what} cannot be compared in this way", row.find("item"))
        row.finish()
        return relation

    def answers(self, row: Row, item: str) -> dict[str, Expectation]:
        node = row.need("answers")
        domain = self.items[item].domain
        values = domain.values if isinstance(domain, Choice) else ()
        found = {}
        for answer, (_, entry) in node.pairs.items() if isinstance(node, MappingNode) else ():
            if answer not in values:
                raise row.error(f"{item} is never {answer!r}; it can be {domain.expected}", entry)
            part = Row(entry, self.file, f"{row.what}, {answer}")
            present = part.one_of("present", ("yes", "no"), "") if part.find("present") else ""
            access = part.one_of("access", tuple(access.value for access in Access)) if part.find("access") else ""
            expectation = Expectation(
                present=present == "yes" if present else None,
                access=Access(access) if access else None,
                value=part.text("value", ""),
                includes=part.texts("includes", ()),
                excludes=part.texts("excludes", ()),
                at_least=_number(part, "at_least"),
            )
            if expectation == Expectation():
                raise part.error(f"{part.what} expects nothing")
            found[answer] = expectation
            part.finish()
        if not found:
            raise row.error(f"{row.what} has no answers", node)
        return found


def _changed(row: Row, name: str, values: tuple[str, ...]) -> tuple[str | None, str]:
    """The value before the errata (None if the key is new) and the value since."""
    node = row.need(name)
    if isinstance(node, Scalar):
        value = row.one_of(name, values)
        return value, value
    part = Row(node, row.file, f"{name!r} of {row.what}")
    after = part.one_of(_AFTER, values)
    before = part.one_of(_BEFORE, values) if part.find(_BEFORE) else None
    part.finish()
    return before, after


def _number(row: Row, name: str) -> int | None:
    text = row.text(name, "")
    if text and not re.fullmatch(r"-?[0-9]{1,9}", text):
        raise row.error(f"{name!r} of {row.what} is not a whole number", row.find(name))
    return int(text) if text else None


def _pattern(row: Row, name: str) -> str:
    text = row.text(name, "")
    try:
        re.compile(text)
    except re.error as error:
        raise row.error(f"{name!r} of {row.what} is not a valid pattern: {error}", row.find(name)) from None
    return text


def key_table(rulebook: Rulebook) -> KeyTable:
    """The configuration keys of an edition, each condition proven.

    Raises:
        CertkitError: the edition has no such table.
    """
    return rulebook.part("configuration_keys", _proven_table)


def _proven_table(rulebook: Rulebook, tree: Node, file: str) -> KeyTable:
    table = read_configuration_keys(tree, file, rulebook.info, rulebook.items, rulebook.constraints)
    for code in MADE_FINDINGS:
        if code not in table.findings:
            raise RulebookError(f"the findings lack {code}, which certkit makes", file=file)
    rulebook.prove_conditions(conditions_of(table))
    return table
