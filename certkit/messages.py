"""The sentences of certkit, each made from its key in ``messages.yaml`` and from named arguments."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from certkit.errors import RulebookError
from certkit.formats.yaml_tree import Mapping, Scalar, read_tree
from certkit.text.sentence import Argument, Sentence, Words

_PACKAGE = Path(__file__).parent


def say(key: str, **arguments: Argument) -> Sentence:
    """The sentence of a key, which must be in the table and have exactly these arguments."""
    return live_words().sentence(key, arguments)


@lru_cache(maxsize=1)
def live_words() -> Words:
    """The table as this certkit words it."""
    return read_words("messages.yaml")


def read_words(name: str) -> Words:
    """A table of templates that certkit ships: key -> template.

    Args:
        name: of the file, from certkit's folder.

    Raises:
        RulebookError: it is not one.
    """
    path = _PACKAGE / name
    tree = read_tree(path.read_bytes(), str(path))
    if not isinstance(tree, Mapping):
        raise RulebookError(f"{path.name} is not a table of sentences")
    templates = {}
    for key, (_, node) in tree.pairs.items():
        if not isinstance(node, Scalar) or node.text is None:
            raise RulebookError(f"{path.name}: {key} is not a template")
        templates[key] = node.text
    return Words(templates)
