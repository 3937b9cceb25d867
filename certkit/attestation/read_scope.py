"""``scope.yaml``: what a certificate can be for (A.1), and which devices may be declared (8.3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from certkit.attestation.scope import FULL, SUBSET, Claim, ScopeRules
from certkit.edition.domains import Choice
from certkit.edition.model import EditionInfo, Item
from certkit.edition.rows import Row, bound_at
from certkit.edition.rulebook import Rulebook
from certkit.formats.yaml_tree import Node


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
