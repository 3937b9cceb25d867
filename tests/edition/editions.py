"""The files of an edition as trees, and what is loaded from them."""

from certkit.edition.digest import UNPINNED
from certkit.edition.files import FILES, OPTIONAL_FILES
from certkit.edition.rulebook import PARTS, Rulebook
from certkit.formats.yaml_tree import Mapping, Sequence, read_tree
from certkit.loading import load
from certkit.resources import editions_folder

SHIPPED = editions_folder() / "ocpp-1.6-v2.4"
OWN_PARTS = ("info", "sections", "items", "terms", "readings", "test_cases", "constraints", "coverage")


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
    place = "/".join(path) + "/"
    return any(place.startswith(f"{pattern}/") for pattern in UNPINNED.get(file, ()))


def parts_of(folder):
    """All that is loaded of an edition, as text, but for the files that only explain."""
    rulebook = Rulebook(folder, from_yaml=True)
    own = [getattr(rulebook, name) for name in (*OWN_PARTS, "evidence")]
    return repr([*own, *(load(function)(rulebook) for name, function in PARTS.items() if rulebook.has(name))])
