"""``edition.yaml`` and ``items.yaml``: which document, and the tables and questions of its PICS form."""

from __future__ import annotations

from collections.abc import Mapping as MappingOf

from certkit.conditions import AllOf, items_of, simplified
from certkit.edition.domains import Choice, Choices, Domain, Members, Number, Settings, Text, Texts
from certkit.edition.files import is_release
from certkit.edition.model import ALWAYS, EditionInfo, Item, Section
from certkit.edition.rows import Row, add, bound_at, kinds_of, parse_at
from certkit.formats.tree import Node, Scalar

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
            raise row.error(f"reset_before names {name!r}, which is not a column", row.find("reset_before"))
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
    tables: list[tuple[Row, Section]] = []
    rows: list[tuple[Row, Item]] = []
    for table in top.rows("sections", "a table of the form"):
        section = Section(
            id=table.text("id"),
            title=table.text("title"),
            help=table.text("help"),
            cite=table.text("cite"),
            path=table.texts("path"),
            unasked=table.text("unasked"),
            asked_if=table.condition("asked_if", ALWAYS),
        )
        addition = table.flag("addition")
        add(sections, section.id, section, table)
        for row in table.rows("items", f"an item of {section.id}"):
            item = _item(row, section, info, addition)
            add(items, item.id, item, row)
            rows.append((row, item))
        tables.append((table, section))
        table.finish()
    top.finish()
    for table, section in tables:
        bound_at(section.asked_if, items, file, table.find("asked_if"), f"asked_if of {section.id}")
        _is_no_circle(table, section, items)
    for row, item in rows:
        bound_at(item.required, items, file, row.node, f"required of {item.id}")
    _paths_differ(rows)
    _shown_ids_differ(rows)
    kinds = items[DUT].domain if DUT in items else None
    if not isinstance(kinds, Choice) or set(kinds.values) != set(info.kinds):
        raise top.error(f"the item {DUT} must be a choice of the kinds of device: {', '.join(info.kinds)}")
    return sections, items


def _paths_differ(rows: list[tuple[Row, Item]]) -> None:
    """No two items have the same path, and none is inside another; but free settings may have items among them."""
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


def _is_no_circle(table: Row, section: Section, items: MappingOf[str, Item]) -> None:
    """What decides whether a table is asked is asked of all its devices, in a table that is always asked."""
    for name in items_of(section.asked_if):
        if items[name].asked_if != ALWAYS:
            raise table.error(f"{section.id} is asked if {name}, which is not always asked", table.find("asked_if"))
        for item in items.values():
            if item.section == section.id and not set(item.asked_of) <= set(items[name].asked_of):
                raise table.error(f"{item.id} is asked of devices of which {name} is not", table.find("asked_if"))


def _shown_ids_differ(rows: list[tuple[Row, Item]]) -> None:
    """No two items of one kind of device have the same id for people."""
    shown: dict[tuple[str, str], Item] = {}
    for row, item in rows:
        for kind in item.asked_of:
            other = shown.setdefault((kind, item.shown_id), item)
            if other is not item:
                raise row.error(f"{item.id} and {other.id} are both shown as {item.shown_id} to a {kind}")


def _item(row: Row, section: Section, info: EditionInfo, addition: bool) -> Item:
    identifier = row.text("id")
    row.what = f"the item {identifier}"
    required = row.find("required")
    if not isinstance(required, Scalar) or not required.text:
        raise row.error(f"{row.what} does not say when it is required")
    asked_of, own = kinds_of(row, info), parse_at(required.text, row.file, required)
    kind_labels = _kind_labels(row, info, asked_of)
    item = Item(
        id=identifier,
        section=section.id,
        label=row.text("label"),
        domain=_domain(row),
        asked_of=asked_of,
        required=own if section.asked_if == ALWAYS else simplified(AllOf((section.asked_if, own))),
        missing=row.text("missing", OWN_CODES["missing"]),
        unasked=row.text("unasked", section.unasked),
        path=row.texts("path", (*section.path, identifier)),
        labels=(*row.texts("labels", ()), *(label for _, label in kind_labels)),
        key=row.text("key", ""),
        help=row.text("help"),
        cite=row.text("cite", section.cite),
        heading=row.text("heading", ""),
        addition=row.flag("addition") or addition,
        asked_if=section.asked_if,
        shown=row.text("shown", ""),
        kind_labels=kind_labels,
    )
    row.finish()
    known = KNOWN_ITEMS.get(identifier)
    if known is not None and type(item.domain) is not known:
        raise row.error(f"certkit reads {identifier} itself: its type must be {known.__name__.lower()}")
    return item


def _kind_labels(row: Row, info: EditionInfo, asked_of: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """The question for each column that words it in its own way, by kind of device."""
    labels = dict(row.pairs("label_for"))
    kinds = {column: [k for k in asked_of if info.columns[k] == column] for column in info.columns.values()}
    for column in labels:
        if not kinds.get(column):
            raise row.error(f"{row.what} has a label for {column!r}, of which it is not asked", row.find("label_for"))
    return tuple((kind, labels[column]) for column in kinds for kind in kinds[column] if column in labels)


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
            raise row.error(f"{spelling!r} of {row.what} means {value!r}, which is not a value", row.find("aliases"))
    return values, aliases
