"""``evidence.yaml``: the names by which evidence refers to what the edition lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from certkit.edition.model import BootNotification, EditionInfo, EvidenceNames, Item, Side, TestCase
from certkit.edition.rows import Row
from certkit.formats.tree import Node

ROLES = ("station", "csms")


def read_evidence(
    tree: Node, file: str, info: EditionInfo, items: Mapping[str, Item], test_cases: Mapping[str, TestCase]
) -> EvidenceNames:
    """The names.

    Raises:
        RulebookError: one is missing, or the edition has no such column, item or test case.
    """
    top = Row(tree, file, "the table of evidence")
    sides = _sides(top, info)
    row = top.row("boot_notification", "the BootNotification")
    product = dict(row.pairs("product"))
    for name in product:
        if name not in items:
            raise row.error(f"the edition has no item {name!r}", row.find("product"))
    boot = BootNotification(row.text("firmware_version"), product, row.texts("serials", ()))
    row.finish()
    names = EvidenceNames(
        sides=sides,
        reset=top.text("reset"),
        boot_notification=boot,
        firmware_test_case=top.text("firmware_test_case"),
        renamed=dict(top.pairs("renamed")),
        profiles_key=top.text("profiles_key"),
        maximum_key=top.text("maximum_key"),
    )
    top.finish()
    for name, case in (("firmware_test_case", names.firmware_test_case), *_targets(names)):
        if case not in test_cases:
            raise top.error(f"the edition has no test case {case!r}", top.find(name))
    for former in names.renamed:
        if former in test_cases:
            raise top.error(f"{former!r} is a test case of the edition; it cannot be renamed", top.find("renamed"))
    _check_distinct(top, names, test_cases)
    return names


def _check_distinct(top: Row, names: EvidenceNames, test_cases: Iterable[str]) -> None:
    """Refuse names under which a result would count for another test case, or for none."""
    known: dict[str, str] = {}
    for case in test_cases:
        if known.setdefault(case.casefold(), case) != case:
            raise top.error(f"{known[case.casefold()]!r} and {case!r} differ only in capital letters")
    if names.reset.casefold() in known:
        raise top.error(f"{names.reset!r} is a test case of the edition; it cannot be the reset", top.find("reset"))
    for side in names.sides.values():
        for name in (*known.values(), names.reset):
            if name.casefold().endswith(f"_{side.suffix.casefold()}"):
                raise top.error(f"{name!r} ends in the suffix {side.suffix!r}", top.find("sides"))


def _targets(names: EvidenceNames) -> list[tuple[str, str]]:
    return [("renamed", case) for case in names.renamed.values()]


def _sides(top: Row, info: EditionInfo) -> dict[str, Side]:
    """Column -> what the test tool and other files call its devices."""
    parent = top.row("sides", "the table of sides")
    sides: dict[str, Side] = {}
    for column in dict.fromkeys(info.columns.values()):
        row = parent.row(column, f"the side {column!r}")
        suffix = row.text("suffix")
        if not (suffix.isascii() and suffix.isalnum()):
            raise row.error(f"the suffix {suffix!r} must consist of letters and digits", row.find("suffix"))
        sides[column] = Side(suffix, row.one_of("role", ROLES), row.texts("names", ()))
        row.finish()
    parent.finish()
    suffixes = [side.suffix.lower() for side in sides.values()]
    if len(set(suffixes)) < len(suffixes):
        raise parent.error("two sides have the same suffix")
    names = [name for side in sides.values() for name in (*side.names, *({side.suffix.lower()} - {*side.names}))]
    for name in names:
        if name != name.lower() or names.count(name) > 1:
            raise parent.error(f"{name!r} must be in small letters and name one side")
    return sides
