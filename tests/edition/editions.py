"""The files of an edition as trees, and what is loaded from them."""

from certkit.edition.digest import UNPINNED
from certkit.edition.rulebook import FILES, OPTIONAL_FILES, Rulebook
from certkit.formats.yaml_tree import Mapping, Sequence, read_tree
from certkit.resources import editions_folder

SHIPPED = editions_folder() / "ocpp-1.6-v2.4"
PARTS = ("info", "sections", "items", "terms", "readings", "test_cases", "constraints", "coverage")
OPTIONAL_PARTS = ("configuration_keys", "metrics", "procedure", "scope")


def trees_of(folder):
    files = [name for name in (*FILES, *OPTIONAL_FILES) if (folder / f"{name}.yaml").exists()]
    return {name: read_tree((folder / f"{name}.yaml").read_bytes(), name) for name in files}


def nodes(node, path=()):
    """Each node with its path; ``*`` is any place in a list."""
    yield path, node
    if isinstance(node, Sequence):
        for entry in node.items:
            yield from nodes(entry, (*path, "*"))
    elif isinstance(node, Mapping):
        for key, (_, value) in node.pairs.items():
            yield from nodes(value, (*path, key))


def unpinned(file, path):
    return "/".join(path) in UNPINNED.get(file, ())


def parts_of(folder):
    rulebook = Rulebook(folder, from_yaml=True)
    optional = [name for name in OPTIONAL_PARTS if rulebook.has({"procedure": "requirements"}.get(name, name))]
    return repr([getattr(rulebook, name) for name in (*PARTS, *optional)])
