"""The digest of what an edition means, which documents pin: over the values of the files, not over their bytes.

Everything counts except comments, the layout of the YAML, and the texts of :data:`UNPINNED`: these only explain, and no
plan, verdict or page contains them. A release whose digest has been published keeps it; see docs/adding-an-edition.md.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from certkit.formats.canonical_json import canonical_json
from certkit.formats.tree import Mapping as MappingNode
from certkit.formats.tree import Node, Scalar, Sequence

PREFIX = b"certkit edition, digest 1\n"
"""Says what is digested and how; another way to digest gets another prefix."""

UNPINNED: Mapping[str, tuple[str, ...]] = {
    "items": ("sections/*/help", "sections/*/items/*/help"),
    "test_cases": ("sections/*/cases/*/note",),
    "constraints": ("constraints/*/hint",),
    "coverage": ("sections/*/functionalities/*/note",),
    "configuration_keys": ("findings/*/hint", "keys/*/note"),
    "requirements": (
        "fields/*/cite",
        "fields/*/note",
    ),
}
"""File -> the fields that only explain. ``*`` is any place in a list."""

ORDERED: Mapping[str, tuple[str, ...]] = {
    "edition": ("columns",),
    "items": ("sections/*/items/*/aliases",),
    "readings": ("readings/*/alternatives", "readings/*/alternatives/*/terms", "readings/*/rows"),
    "configuration_keys": ("profiles", "keys/*/aliases", "keys/*/relations/*/answers"),
    "evidence": ("boot_notification/product", "renamed"),
    "metrics": ("metrics/*/pairs/*/answers", "metrics/*/pairs/*/spoiled_by"),
}
"""File -> the mappings whose keys are data, so that their order counts; elsewhere a key is the name of a field."""


def digest_of(trees: Mapping[str, Node]) -> str:
    """SHA-256 (hex) of what the files of an edition mean.

    Args:
        trees: name of the file, without ``.yaml`` -> what it holds.
    """
    meaning = {name: _Meaning(name).of(tree, ()) for name, tree in trees.items()}
    return hashlib.sha256(PREFIX + canonical_json(meaning)).hexdigest()


class _Meaning:
    def __init__(self, file: str) -> None:
        self.unpinned = _patterns(UNPINNED, file)
        self.ordered = _patterns(ORDERED, file)

    def of(self, node: Node, path: tuple[str, ...]) -> object:
        if isinstance(node, Scalar):
            return None if node.text is None else " ".join(node.text.split())
        if isinstance(node, Sequence):
            return [self.of(entry, (*path, "*")) for entry in node.items]
        return self.mapping(node, path)

    def mapping(self, node: MappingNode, path: tuple[str, ...]) -> object:
        ordered = path in self.ordered
        pairs = [
            (key, self.of(value, (*path, "*" if ordered else key)))
            for key, (_, value) in node.pairs.items()
            if (*path, key) not in self.unpinned
        ]
        return pairs if ordered else dict(pairs)


def _patterns(table: Mapping[str, tuple[str, ...]], file: str) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(path.split("/")) for path in table.get(file, ()))
