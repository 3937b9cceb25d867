"""``requirements.yaml``: what the procedure requires of a test, and where it is shown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from certkit.conditions import Constant
from certkit.edition.domains import Domain, Number
from certkit.edition.model import ALWAYS, NEVER, Item
from certkit.edition.rows import Row, add, bound_at
from certkit.edition.rulebook import Rulebook
from certkit.formats.tree import Node
from certkit.record.check import CHECKS, NAMED_BY
from certkit.record.fields import Group, specs_in
from certkit.record.model import RecordFields
from certkit.record.requirements import Effect, Equipment, FieldRule, Limits, Requirement, Requirements

_FIGURE = re.compile(r"-?[0-9]{1,9}(?:\.[0-9]{1,9})?")
_NOTHING = Equipment("", "", (), (), (), "")
KINDS = ("check", "record", "print", "process")


def record_items() -> dict[str, Item]:
    """``record.…`` path -> an item, so that a condition can ask for a field of the record as for one of the PICS."""
    return dict(_items(RecordFields, "record"))


def _items(type_: type[Group], path: str) -> Iterator[tuple[str, Item]]:
    for key, spec in type_.specs.items():
        name = f"{path}.{key}"
        if spec.group is not None and not spec.is_list:
            yield from _items(spec.group, name)
        else:
            yield name, _item(name, spec.help, spec.kind.domain if spec.kind is not None else Number())


def _item(name: str, help: str, domain: Domain) -> Item:
    return Item(
        id=name,
        section="record",
        label=help,
        domain=domain,
        asked_of=(),
        required=NEVER,
        missing="",
        unasked="",
        path=tuple(name.split(".")),
        labels=(),
        key="",
        help=help,
        cite="",
    )


def read_requirements(tree: Node, file: str, items: Mapping[str, Item]) -> Requirements:
    """The requirements, in the order of the file.

    Args:
        items: those of the PICS and of the record.

    Raises:
        RulebookError: a row does not fit; with the place.
    """
    top = Row(tree, file, "the list of requirements")
    numbers: set[int] = set()
    equipment = _equipment(top)
    rows = [_requirement(row, items, equipment, numbers) for row in top.rows("requirements", "a requirement")]
    elsewhere: list[tuple[int, str]] = []
    for row in top.rows("elsewhere", "a list of requirements shown elsewhere"):
        by = row.text("by")
        elsewhere += [(_number(row, text, numbers), by) for text in row.texts("numbers")]
        row.finish()
    limits = _limits(top)
    fields = _fields(top, items, equipment)
    top.finish()
    return Requirements(tuple(rows), tuple(elsewhere), limits, fields, equipment)


def _equipment(top: Row) -> dict[str, Equipment]:
    known = {name for name, spec in specs_in(RecordFields, "record") if spec.kind is not None}
    equipment: dict[str, Equipment] = {}
    for row in top.rows("equipment", "a tool or example", optional=True):
        name = row.text("id")
        row.what = f"the equipment {name}"
        kept = Equipment(
            id=name,
            title=row.text("title"),
            names=row.texts("names"),
            recognized_by=row.texts("recognized_by", ()),
            offered_for=row.texts("offered_for"),
            cite=row.text("cite"),
        )
        if strange := sorted(set(kept.offered_for) - known):
            raise row.error(f"the record has no field {strange[0]!r}", row.find("offered_for"))
        add(equipment, name, kept, row)
        row.finish()
    return equipment


def _fields(top: Row, items: Mapping[str, Item], equipment: Mapping[str, Equipment]) -> dict[str, FieldRule]:
    known = dict(specs_in(RecordFields, "record"))
    rules: dict[str, FieldRule] = {}
    for row in top.rows("fields", "a field of the record", optional=True):
        name = row.text("id")
        row.what = f"the field {name}"
        if name not in known:
            raise row.error(f"the record has no field {name!r}", row.find("id"))
        when = bound_at(row.condition("when", ALWAYS), items, row.file, row.find("when"), row.what)
        offered = tuple(one for one in equipment.values() if name in one.offered_for)
        add(rules, name, FieldRule(row.text("cite", ""), row.text("note", ""), when, offered), row)
        row.finish()
    return rules


def _limits(top: Row) -> Limits:
    found: dict[str, float] = {}
    names = Limits._fields
    for row in top.rows("limits", "a limit"):
        name = row.one_of("id", names)
        if name in found:
            raise row.error(f"the limit {name} is defined twice")
        _ = row.text("unit"), row.text("cite")
        text = row.text("value")
        if not _FIGURE.fullmatch(text):
            raise row.error(f"the limit {name} is not a number")
        found[name] = float(text)
        row.finish()
    missing = [name for name in names if name not in found]
    if missing:
        raise top.error(f"the limit {missing[0]} is missing")
    return Limits(**found)


def _number(row: Row, text: str, numbers: set[int]) -> int:
    if not text.isascii() or not text.isdecimal():
        raise row.error(f"{text!r} is not the number of a requirement")
    if int(text) in numbers:
        raise row.error(f"requirement {text} is defined twice")
    numbers.add(int(text))
    return int(text)


def _requirement(
    row: Row, items: Mapping[str, Item], equipment: Mapping[str, Equipment], numbers: set[int]
) -> Requirement:
    number = _number(row, row.text("no"), numbers)
    row.what = f"requirement {number}"
    applies = bound_at(row.condition("applies", ALWAYS), items, row.file, row.find("applies"), row.what)
    met = None
    if row.find("met") is not None:
        met = bound_at(row.condition("met"), items, row.file, row.find("met"), row.what)
    shown_by = row.texts("shown_by", ())
    check = row.text("check", "")
    for name in shown_by:
        if name not in items or not name.startswith("record."):
            raise row.error(f"{row.what} is shown by {name!r}, which is no field of the record", row.find("shown_by"))
    if (met is not None and check) or not (met is not None or check or shown_by):
        raise row.error(f"{row.what} needs fields that show it, and a condition or a check, but not both")
    if check and check not in CHECKS:
        raise row.error(f"{row.what} names the check {check!r}, which does not exist", row.find("check"))
    if strange := [name for name in NAMED_BY.get(check, ()) if not equipment.get(name, _NOTHING).recognized_by]:
        raise row.error(f"{row.what} needs the equipment {strange[0]!r}, and what it is recognized by")
    if isinstance(met, Constant) or (isinstance(applies, Constant) and row.find("applies") is not None):
        raise row.error(f"a condition of {row.what} decides nothing")
    requirement = Requirement(
        number=number,
        title=row.text("title"),
        kind=row.one_of("kind", KINDS),
        cite=row.text("cite"),
        applies=applies,
        shown_by=shown_by,
        met=met,
        check=check,
        effect=Effect(row.one_of("effect", tuple(Effect), Effect.INCOMPLETE)),
    )
    row.finish()
    return requirement


def requirements_of(rulebook: Rulebook) -> Requirements:
    """What the procedure requires of a test and where it is shown, each condition proven.

    Raises:
        CertkitError: the edition does not say.
    """
    return rulebook.part("requirements", _proven_requirements)


def field_rules(rulebook: Rulebook) -> Mapping[str, FieldRule]:
    """Path of a field of the record -> what the edition says of it; empty if it says nothing."""
    return requirements_of(rulebook).fields if rulebook.has("requirements") else {}


def _proven_requirements(rulebook: Rulebook, tree: Node, file: str) -> Requirements:
    items = {**rulebook.items, **record_items()}
    found = read_requirements(tree, file, items)
    conditions = [
        (f"requirement {row.number}", node)
        for row in found.rows
        for node in (row.applies, row.met)
        if node is not None and not isinstance(node, Constant)
    ]
    conditions += [
        (f"the field {name}", rule.when) for name, rule in found.fields.items() if not isinstance(rule.when, Constant)
    ]
    rulebook.prove_conditions(conditions, lambda item, node: items[item].domain.candidates(item, node))
    return found
