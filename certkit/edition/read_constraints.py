"""``constraints.yaml``: the combinations of answers that cannot be, leave something open, or look wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from certkit.edition.domains import Choices
from certkit.edition.model import Constraint, EditionInfo, Item
from certkit.edition.read_items import OWN_CODES
from certkit.edition.rows import Row, add, bound_at, kinds_of
from certkit.errors import RulebookError
from certkit.formats.tree import Node

DECIDED_BY = ("condition", "missing", "unasked", "others", "incomplete-member", "unlisted-representative")
"""What can decide on a finding: a condition, the fields of items, or a look at the members of the family."""


def read_constraints(tree: Node, file: str, info: EditionInfo, items: Mapping[str, Item]) -> dict[str, Constraint]:
    """Constraint id -> constraint, in the order of the file."""
    top = Row(tree, file, "the list of constraints")
    constraints: dict[str, Constraint] = {}
    for row in top.rows("constraints", "a constraint"):
        identifier = row.text("id")
        row.what = f"the constraint {identifier}"
        decided_by = row.one_of("decided_by", DECIDED_BY, "condition")
        when = None
        if decided_by == "condition":
            when = bound_at(row.condition("when"), items, file, row.need("when"), row.what)
        named = _named(identifier, decided_by, row, info, items)
        for name in named:
            if name not in items:
                raise row.error(f"{row.what} is about {name!r}, which is not an item", row.find("items"))
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
            asked_of=kinds_of(row, info),
            decided_by=decided_by,
        )
        if any(constraint.name == other.name for other in constraints.values()):
            raise row.error(f"another constraint has the name {constraint.name} too", row.find("name"))
        add(constraints, identifier, constraint, row)
        row.finish()
    top.finish()
    _codes_exist(items.values(), constraints, file)
    return constraints


def _named(identifier: str, decided_by: str, row: Row, info: EditionInfo, items: Mapping[str, Item]) -> tuple[str, ...]:
    """The items that the row is about: those that name it, or where none could, those that it names."""
    if decided_by not in ("missing", "unasked", "others"):
        return row.texts("items")
    named = (item for item in items.values() if _codes(item)[decided_by] == identifier)
    if decided_by == "unasked":
        named = (item for item in named if item.asked_of != info.kinds)
    ids = tuple(item.id for item in named)
    if not ids:
        raise row.error(f"no item names {identifier} as {decided_by!r}")
    return ids


def _codes_exist(items: Iterable[Item], constraints: Mapping[str, Constraint], file: str) -> None:
    """Every code that an item names must be a constraint of that kind, or certkit's own for that kind."""
    for item in items:
        for kind, code in _codes(item).items():
            if not code or OWN_CODES.get(kind) == code:
                continue
            if code not in constraints or constraints[code].decided_by != kind:
                raise RulebookError(
                    f"the item {item.id} names {code} as {kind!r}, which is not such a constraint", file=file
                )


def _codes(item: Item) -> dict[str, str]:
    """The findings that an item names, by what decides on them."""
    others = item.domain.others if isinstance(item.domain, Choices) else ""
    return {"missing": item.missing, "unasked": item.unasked, "others": others}
