"""The compiled files of an edition: their trees with every place, and their digest.

Reading YAML takes a third of a short command. So ``compiled.json`` next to the files of a shipped release keeps their
trees and their digest. It counts only for files with exactly the bytes that it was made of; otherwise the YAML is read.
A test makes it again and compares.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping as MappingOf
from typing import Any, NamedTuple

from certkit.formats.tree import Mapping, Node, Scalar, Sequence

COMPILED = "compiled.json"


class Compiled(NamedTuple):
    """The files of one release.

    Attributes:
        files: name of the file, without ``.yaml`` -> digest of its bytes (hex).
        sha256: digest of what they mean (hex).
        trees: name of the file -> its tree, each node a list (:func:`tree_of`).
    """

    files: MappingOf[str, str]
    sha256: str
    trees: MappingOf[str, Any]

    def is_of(self, contents: MappingOf[str, bytes]) -> bool:
        """Whether it was made of these files and no others."""
        return self.files == digests(contents)


def compile_edition(contents: MappingOf[str, bytes], sha256: str, trees: MappingOf[str, Node]) -> bytes:
    """The content of ``compiled.json``, a line for each file."""
    head = [f'"files":{_json(digests(contents))}', f'"sha256":{_json(sha256)}']
    rows = [f"{_json(name)}:{_json(_listed(tree))}" for name, tree in sorted(trees.items())]
    return "".join(["{", ",\n".join([*head, '"trees":{\n' + ",\n".join(rows)]), "\n}}\n"]).encode()


def read_compiled(content: bytes) -> Compiled:
    """What :func:`compile_edition` wrote."""
    return Compiled(**json.loads(content))


def tree_of(node: Any) -> Node:
    """The tree of a file: ``[text, line, column]`` is a scalar.

    A list has its nodes as a fourth, a mapping its keys and values in turn as a fifth.
    """
    if len(node) == 3:
        return Scalar(*node)
    _, line, column, *rest = node
    if len(rest) == 1:
        return Sequence([tree_of(one) for one in rest[0]], line, column)
    pairs = iter(rest[1])
    return Mapping({key[0]: (Scalar(*key), tree_of(next(pairs))) for key in pairs}, line, column)


def _listed(node: Node) -> list[object]:
    if isinstance(node, Scalar):
        return [node.text, node.line, node.column]
    if isinstance(node, Sequence):
        return [0, node.line, node.column, [_listed(one) for one in node.items]]
    pairs = [_listed(one) for pair in node.pairs.values() for one in pair]
    return [0, node.line, node.column, 0, pairs]


def digests(contents: MappingOf[str, bytes]) -> dict[str, str]:
    """Name of each file -> SHA-256 of its bytes (hex)."""
    return {name: hashlib.sha256(content).hexdigest() for name, content in sorted(contents.items())}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
