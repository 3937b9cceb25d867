"""What a certificate of an edition can be for (A.1): profiles, optional features, and when it is a full one.

Read from ``scope.yaml``, which also says which devices a vendor may declare (8.3), and who else is an addressee.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from certkit.attestation.kinds import Kind
from certkit.conditions import Node as Condition
from certkit.edition.domains import Choice
from certkit.edition.model import EditionInfo, Item
from certkit.edition.rows import Row, add, bound_at
from certkit.edition.rulebook import Rulebook
from certkit.formats.tree import Node


class Claim(NamedTuple):
    """A profile or an optional feature, and when a device has it."""

    title: str
    when: Condition
    cite: str


class Applied(NamedTuple):
    """The question which certificate the vendor applies for, and its two answers."""

    item: str
    full: str
    subset: str


class ScopeRules(NamedTuple):
    """An edition's ``scope.yaml``.

    Attributes:
        applied: None where certificates are neither full nor a subset, and list profiles alone.
        declared: the kinds of device for which there is a Vendor Declaration of Conformance.
        firmware: the kinds of device whose certificate names model, hardware and the hash of the firmware.
        addressees: to whom a kind of document is made out besides the vendor.
        profiles: all of them make a full certificate.
    """

    applied: Applied | None
    declared: tuple[str, ...]
    firmware: tuple[str, ...]
    addressees: Mapping[Kind, tuple[str, ...]]
    profiles: tuple[Claim, ...]
    optional_features: tuple[Claim, ...]


def read_scope(tree: Node, file: str, info: EditionInfo, items: Mapping[str, Item]) -> ScopeRules:
    """The rules.

    Raises:
        RulebookError: they name something that the edition does not have.
    """
    top = Row(tree, file, "the scope of a certificate")
    cite = top.text("cite")
    devices = {name: top.texts(name, ()) for name in ("declared", "firmware")}
    for name, kinds in devices.items():
        for kind in kinds:
            if kind not in info.columns:
                raise top.error(f"{kind!r} is not a kind of device", top.find(name))
    rules = ScopeRules(
        applied=_applied(top, items),
        **devices,
        addressees=_addressees(top),
        profiles=tuple(_claims(top, "profiles", cite, items)),
        optional_features=tuple(_claims(top, "optional_features", cite, items)),
    )
    if not rules.profiles:
        raise top.error("a certificate needs a profile", top.find("profiles"))
    top.finish()
    return rules


def _applied(top: Row, items: Mapping[str, Item]) -> Applied | None:
    if top.find("applied") is None:
        return None
    row = top.row("applied", "the certificate that is applied for")
    applied = Applied(row.text("item"), row.text("full"), row.text("subset"))
    item = items.get(applied.item)
    answers = {applied.full, applied.subset}
    if item is None or not isinstance(item.domain, Choice) or set(item.domain.values) != answers or len(answers) < 2:
        raise row.error(
            f"{applied.item!r} is not an item that is answered {applied.full} or {applied.subset}", row.find("item")
        )
    row.finish()
    return applied


def _addressees(top: Row) -> Mapping[Kind, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for row in top.rows("addressees", "the addressees of a kind of document", optional=True):
        add(found, row.one_of("kind", tuple(Kind)), row.texts("names"), row)
        row.finish()
    return {Kind(kind): names for kind, names in found.items()}


def _claims(top: Row, name: str, cite: str, items: Mapping[str, Item]) -> Iterator[Claim]:
    for row in top.rows(name, "a profile or feature", optional=True):
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
