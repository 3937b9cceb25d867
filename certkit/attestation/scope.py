"""What a certificate of an edition can be for (A.1): profiles, optional features, and when it is a full one."""

from __future__ import annotations

from typing import NamedTuple

from certkit.conditions import Node

FULL, SUBSET = "Full", "Subset"


class Claim(NamedTuple):
    """A profile or an optional feature, and when a device has it."""

    title: str
    when: Node
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
