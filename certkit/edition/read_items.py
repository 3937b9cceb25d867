"""``edition.yaml`` and ``items.yaml``: which document, and the tables and questions of its PICS form."""

from __future__ import annotations

from collections.abc import Mapping as MappingOf

from certkit.edition.domains import Choice, Choices, Domain, Members, Number, Settings, Text, Texts
from certkit.edition.files import is_release
from certkit.edition.model import EditionInfo, Item, Section
from certkit.edition.rows import Row, add, bound_at, kinds_of, parse_at
from certkit.formats.yaml_tree import Node, Scalar

DUT = "dut"
"""The item with the kind of device, which every edition has."""
KNOWN_ITEMS: MappingOf[str, type[Domain]] = {
    DUT: Choice,
    "vendor": Text,
    "model": Text,
    "firmware_version": Text,
    "subtype": Choice,
    "certificate": Choice,
    "mobile_generations": Choices,
    "ports": Texts,
    "performance.communication_technology": Choice,
    "family.name": Text,
    "family.representative": Text,
    "family.members": Members,
}
"""Item that certkit itself reads, by its id -> what its answer must be. An edition may leave out all but the first."""
OWN_CODES = {"missing": "K-03", "unasked": "K-05"}
"""What decides on a finding -> certkit's own code, for items of which the edition says no more."""


def read_info(tree: Node, file: str) -> EditionInfo:
    """What ``edition.yaml`` says."""
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
        release=_release(row),
        ocpp=row.text("ocpp", ""),
    )
    row.text("cite")
    row.finish()
    if not info.columns:
        raise row.error("the edition names no columns")
    for name in info.reset_before:
        if name not in info.columns.values():
            raise row.error(f"reset_before names {name!r}, which is no column", row.find("reset_before"))
    return info


def _release(row: Row) -> int:
    text = row.text("release", "1")
    if not is_release(text):
        raise row.error(f"'release' of {row.what} is {text!r}; it is a number: 1, 2, 3 and so on", row.find("release"))
    return int(text)


def read_items(tree: Node, file: str, info: EditionInfo) -> tuple[dict[str, Section], dict[str, Item]]:
    """Sections and items, in the order of the form."""
    top = Row(tree, file, "the list of items")
    sections: dict[str, Section] = {}
    items: dict[str, Item] = {}
    conditions: list[tuple[Row, Node, Item]] = []
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
        add(sections, section.id, section, table)
        for row in table.rows("items", f"an item of {section.id}"):
            item = _item(row, section, info, addition)
            add(items, item.id, item, row)
            conditions.append((row, row.node, item))
        table.finish()
    top.finish()
    for row, node, item in conditions:
        bound_at(item.required, items, row.file, node, f"required of {item.id}")
    _paths_differ([(row, item) for row, _, item in conditions])
    kinds = items[DUT].domain if DUT in items else None
    if not isinstance(kinds, Choice) or set(kinds.values) != set(info.kinds):
        raise top.error(f"the item {DUT} must be a choice of the kinds of device: {', '.join(info.kinds)}")
    return sections, items


def _paths_differ(rows: list[tuple[Row, Item]]) -> None:
    """No two items stand at the same place, nor one inside another; but free settings may have items among them."""
    places: dict[tuple[str, ...], Item] = {}
    for row, item in rows:
        if other := places.get(item.path):
            raise row.error(f"{item.id} has the path of {other.id}, {'.'.join(item.path)}")
        places[item.path] = item
    for row, item in rows:
        for length in range(1, len(item.path)):
            other = places.get(item.path[:length])
            if other and not isinstance(other.domain, Settings):
                raise row.error(f"{item.id} has a path inside that of {other.id}, {'.'.join(other.path)}")


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
        asked_of=kinds_of(row, info),
        required=parse_at(required.text, row.file, required),
        missing=row.text("missing", OWN_CODES["missing"]),
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
    known = KNOWN_ITEMS.get(identifier)
    if known is not None and type(item.domain) is not known:
        raise row.error(f"certkit reads {identifier} itself: its type must be {known.__name__.lower()}")
    return item


def _domain(row: Row) -> Domain:
    kind = row.one_of("type", ("choice", "choices", "number", "seconds", "text", "texts", "settings", "members"))
    if kind == "choice":
        return Choice(*_names(row))
    if kind == "choices":
        return Choices(*_names(row), row.text("others", ""))
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


def _names(row: Row) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """The values of an enumeration and their other spellings."""
    values, aliases = row.texts("values"), row.pairs("aliases")
    if len(set(values)) < len(values):
        raise row.error(f"{row.what} has a value twice", row.find("values"))
    for spelling, value in aliases:
        if value not in values:
            raise row.error(f"{spelling!r} of {row.what} stands for {value!r}, which is no value", row.find("aliases"))
    return values, aliases
