"""Every way to break the files of an edition about evidence: configuration keys, parameters, requirements.

What is not text for people is changed wherever it stands, by what the file has elsewhere under the same name.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from certkit.conditions import items_of
from certkit.formats.yaml_tree import Mapping, Scalar, Sequence
from certkit.formats.yaml_tree import Node as Tree
from certkit.record.check import _unanswered_is_open
from certkit.record.read_requirements import record_items, requirements_of
from tests.mutation.mutants import Breaker, Mutant, others, setter, text_of
from tests.record.requirements_by_hand import SHOWN

FOR_PEOPLE = {
    *("title", "definition", "formula", "pairing", "exclusions", "message", "hint", "description", "note", "name"),
}
NOT_COMPARED = {"requirements": {"fields", "limits", "elsewhere", "title", "applies", "met", "check"}}
"""Conditions of the requirements are held by tests/record, for the kinds of device, modes and fields."""
CONDITIONS = {"needed", "read_only"}
ASKED_FIRST = {
    55: "device.firmware_version",
    80: "setup.actions.by",
    90: "setup.stack.reset",
    97: "setup.actions.functions setup.actions.id_tokens",
    187: "intake.documentation intake.prerequisites",
}
"""By hand: fields without which the requirement is not shown, even where the others would decide it."""
ROWS = ("id", "key", "request", "no", "item")
"""What a row is called by."""


class EvidenceBreaker:
    """Makes the mutants of one file."""

    def __init__(self, breaker: Breaker, file: str) -> None:
        self.breaker = breaker
        self.file = file
        self.skipped = FOR_PEOPLE | NOT_COMPARED.get(file, set())
        self.texts: dict[str, list[str]] = {}
        self.keys: dict[str, list[str]] = {}
        self._gather(breaker.trees[file], "")

    def mutants(self) -> Iterator[Mutant]:
        yield from self._of(self.breaker.trees[self.file], "", self.file)

    def _gather(self, node: Tree | None, name: str) -> None:
        """What stands under each name in the file."""
        if isinstance(node, Scalar):
            self.texts.setdefault(name, [])
            if node.text not in (None, *self.texts[name]):
                self.texts[name].append(node.text or "")
        elif isinstance(node, Sequence):
            for entry in node.items:
                self._gather(entry, name)
        elif isinstance(node, Mapping):
            for key, (_, value) in node.pairs.items():
                self.keys.setdefault(name, [])
                if key not in self.keys[name]:
                    self.keys[name].append(key)
                self._gather(value, key)

    def _of(self, node: Tree | None, name: str, row: str) -> Iterator[Mutant]:
        if isinstance(node, Mapping):
            row = next((text_of(node, key) for key in ROWS if text_of(node, key)), row)
            for key, (_, value) in list(node.pairs.items()):
                if key not in self.skipped:
                    yield self.breaker.removed(self.file, "left out", row, node, key)
                    for other in others(self.keys[name], key):
                        if other not in node.pairs:
                            yield self.breaker.renamed(self.file, "name", row, node, key, other)
                    yield from self._value(node, key, value, name, row)
        elif isinstance(node, Sequence):
            for index, entry in enumerate(node.items):
                left = [*node.items[:index], *node.items[index + 1 :]]
                what = f"{name} without {entry.text if isinstance(entry, Scalar) else index + 1}"
                yield Mutant(self.file, "entry", row, entry.line, what, setter(node, "items", left))
                if isinstance(entry, Scalar):
                    yield from self._texts(entry, name, row)
                else:
                    yield from self._of(entry, name, row)

    def _value(self, node: Mapping, key: str, value: Tree | None, name: str, row: str) -> Iterator[Mutant]:
        if not isinstance(value, Scalar):
            yield from self._of(value, key, row)
        elif key in CONDITIONS or name == "profiles":
            yield from self.breaker.condition(self.file, row, node, key, self.breaker.with_items)
        elif key != "cite":
            yield from self._texts(value, key, row)

    def _texts(self, scalar: Scalar, name: str, row: str) -> Iterator[Mutant]:
        text = scalar.text or ""
        near = [str(int(text) - 1), str(int(text) + 1)] if text.lstrip("-").isdigit() else []
        turned = {"yes": ["no"], "no": ["yes"], "true": ["false"], "false": ["true"]}.get(text.lower(), [])
        for other in dict.fromkeys([*near, *turned, *others(self.texts[name], text)]):
            if other != text:
                what = f"{name}: {text} -> {other}"
                yield Mutant(self.file, "value", row, scalar.line, what, setter(scalar, "text", other))


def requirements_agree(edition) -> None:
    """The edition's requirements are those of the audit: number, section, kind, effect, the fields that show each."""
    rows = requirements_of(edition()).rows
    assert sorted(row.number for row in rows) == sorted(SHOWN)
    for row in rows:
        hand = SHOWN[row.number]
        assert (row.cite, row.effect) == (hand.section, hand.effect)
        assert row.kind == ("check" if hand.kind == "compute" else hand.kind)
        asked = {*row.shown_by, *(items_of(row.met) if row.met is not None else ())}
        assert {name.removeprefix("record.") for name in asked if name.startswith("record.")} == set(hand.fields)
        if row.number in ASKED_FIRST:
            assert sorted(row.shown_by) == [f"record.{name}" for name in ASKED_FIRST[row.number].split()]


def requirements_are_equivalent(edition, whole) -> bool:
    """Whether each requirement is met, not met, or not shown for the same answers, so that only the reason differs."""
    return all(one == other or _alike(one, other, whole.items) for one, other in zip(
        requirements_of(edition()).rows, requirements_of(whole).rows, strict=True
    ))  # fmt: skip


def _alike(one, other, items) -> bool:
    if one._replace(shown_by=()) != other._replace(shown_by=()) or one.met is None:
        return False
    domains = {**items, **record_items()}
    asked = sorted({*one.shown_by, *other.shown_by, *items_of(one.met)})
    options = [[None, *(domains[item].domain.candidates(item, one.met) or ("anything",))] for item in asked]
    for values in product(*options):
        answers = {item: value for item, value in zip(asked, values, strict=True) if value is not None}
        if _status(one, answers) != _status(other, answers):
            return False
    return True


def _status(row, answers) -> bool | None:
    if any(name not in answers for name in row.shown_by):
        return None
    return _unanswered_is_open(row.met, lambda item: item.startswith("record.")).evaluate(answers)
