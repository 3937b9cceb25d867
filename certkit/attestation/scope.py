"""What a certificate of an edition can be for (A.1): profiles, optional features, and when it is a full one.

Read from ``scope.yaml``, which also says which devices a vendor may declare (8.3).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from certkit.conditions import Node as Condition
from certkit.edition.domains import Choice
from certkit.edition.model import EditionInfo, Item
from certkit.edition.rows import Row, bound_at
from certkit.edition.rulebook import Rulebook
from certkit.formats.yaml_tree import Node

FULL, SUBSET = "Full", "Subset"


class Claim(NamedTuple):
    """A profile or an optional feature, and when a device has it."""

    title: str
    when: Condition
    cite: str


class ScopeRules(NamedTuple):
    """An edition's ``scope.yaml``.

    Attributes:
        applied: the item with the certificate that the vendor applies for.
        declared: the kinds of device for which there is a Vendor Declaration of Conformance (8.3).
        profiles: all of them make a full certificate.
    """

    applied: str
    declared: tuple[str, ...]
    profiles: tuple[Claim, ...]
    optional_features: tuple[Claim, ...]


def read_scope(tree: Node, file: str, info: EditionInfo, items: Mapping[str, Item]) -> ScopeRules:
    """The rules. ``applied`` is an item that can be answered Full and Subset."""
    top = Row(tree, file, "the scope of a certificate")
    cite, applied, declared = top.text("cite"), top.text("applied"), top.texts("declared", ())
    item = items.get(applied)
    if item is None or not isinstance(item.domain, Choice) or set(item.domain.values) != {FULL, SUBSET}:
        raise top.error(f"{applied!r} is no item that is answered {FULL} or {SUBSET}", top.find("applied"))
    for kind in declared:
        if kind not in info.columns:
            raise top.error(f"{kind!r} is no kind of device", top.find("declared"))
    rules = ScopeRules(
        applied=applied,
        declared=declared,
        profiles=tuple(_claims(top, "profiles", cite, items)),
        optional_features=tuple(_claims(top, "optional_features", cite, items)),
    )
    if not rules.profiles:
        raise top.error("a certificate needs a profile", top.find("profiles"))
    top.finish()
    return rules


def _claims(top: Row, name: str, cite: str, items: Mapping[str, Item]) -> Iterator[Claim]:
    for row in top.rows(name, "a profile or feature"):
        title = row.text("title")
        row.what = f"{title} in {name}"
        when = bound_at(row.condition("when"), items, row.file, row.need("when"), row.what)
        yield Claim(title, when, row.text("cite", cite))
        row.finish()


def scope_rules(rulebook: Rulebook) -> ScopeRules:
    """What a certificate of an edition can be for, each condition proven.

    Raises:
        CertkitError: the edition does not say.
    """
    return rulebook.part("scope", _proven_rules)


def _proven_rules(rulebook: Rulebook, tree: Node, file: str) -> ScopeRules:
    rules = read_scope(tree, file, rulebook.info, rulebook.items)
    rulebook.prove_conditions(
        (f"{claim.title} of the scope", claim.when) for claim in (*rules.profiles, *rules.optional_features)
    )
    return rules
