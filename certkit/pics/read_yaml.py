"""A PICS as YAML: every answer with its line and column, every key that is not one reported.

``Yes`` and ``No`` stay words, and numbers stay as written, until the item's domain reads them. JSON is read too, being
YAML.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import cast

from certkit.edition.domains import Members, Settings, shown
from certkit.edition.model import Item
from certkit.edition.rulebook import Rulebook
from certkit.errors import UnreadableFile
from certkit.finding import Finding, Place
from certkit.formats.raw import Raw
from certkit.formats.yaml_tree import Mapping, Node, Scalar, plain, read_tree
from certkit.messages import plain_finding
from certkit.pics.model import Pics
from certkit.pics.parse import RawAnswer, assemble

EDITION = "edition"


def read_pics_yaml(content: bytes, source: str, load: Callable[[str | None], Rulebook]) -> tuple[Pics, Rulebook]:
    """The statement in a YAML file, and the rulebook it was read with.

    Args:
        content: the file's bytes.
        source: its name, as the user gave it.
        load: the rulebook of the edition that the file names, or of the default for None.

    Raises:
        UnreadableFile: not YAML, or not a PICS at all.
        UnknownName: the file names an edition that does not exist.
    """
    tree = read_tree(content, source)
    if not isinstance(tree, Mapping):
        raise UnreadableFile(
            "the file does not look like a PICS: it has no keys" if tree else "the file holds nothing but comments",
            hint="certkit pics new --dut … -o FILE writes a form to fill in",
            file=source,
            line=tree.line if tree else 0,
            column=tree.column if tree else 0,
        )
    stated = tree.get(EDITION)
    if stated is not None and not isinstance(stated, Scalar):
        raise UnreadableFile(
            "edition is a list or a group, and has to be the id of one edition",
            hint="begin the file with the line edition: and the edition's id",
            file=source,
            line=stated.line,
            column=stated.column,
        )
    name = stated.text if isinstance(stated, Scalar) else None
    rulebook = load(name)
    reader = _Reader(rulebook, source)
    if name is None:
        reader.note_missing_edition(stated)
    reader.mapping(tree, ())
    reader.place_what_is_missing(tree)
    if not reader.known:
        raise UnreadableFile(
            "the file does not look like a PICS: none of its keys is known",
            hint=f"the first level has {', '.join(sorted({EDITION, *(path[0] for path in rulebook.places)}))}",
            file=source,
            line=tree.line,
            column=tree.column,
        )
    pics = assemble(rulebook, source, reader.raws, blanks=reader.blanks, findings=reader.findings)
    return pics, rulebook


class _Reader:
    """Walks the tree along the paths of the items."""

    def __init__(self, rulebook: Rulebook, source: str) -> None:
        self.source = source
        self.items = rulebook.places
        self.groups = rulebook.groups
        self.raws: dict[str, RawAnswer] = {}
        self.blanks: dict[str, Place] = {}
        self.findings: list[Finding] = []
        self.places: dict[tuple[str, ...], Place] = {}
        self.known = False

    def at(self, node: Node) -> Place:
        return Place(self.source, node.line, node.column)

    def note_missing_edition(self, stated: Node | None) -> None:
        self.findings.append(
            plain_finding(
                "K-06",
                "the file does not say which edition of the procedure it is for",
                where=self.at(stated) if stated else None,
                hint="begin the file with the line edition: and the edition's id",
            )
        )

    def mapping(self, node: Mapping, path: tuple[str, ...]) -> None:
        for key, (scalar, value) in node.pairs.items():
            here = (*path, key)
            item = self.items.get(here)
            if here == (EDITION,):
                continue
            if item is None and here not in self.groups:
                self.unknown(key, scalar, path)
                continue
            self.known = True
            if here in self.groups:
                self.places[here] = self.at(scalar)
            if item is not None:
                self.item(item, value, here)
            elif isinstance(value, Mapping):
                self.mapping(value, here)
            elif isinstance(value, Scalar) and not value.text:
                self.blank_group(here, value)
            else:
                self.wrong_shape(value, here)

    def item(self, item: Item, value: Node, path: tuple[str, ...]) -> None:
        if isinstance(item.domain, Settings) and isinstance(value, Mapping):
            value = self.without_items(value, path)
        if isinstance(value, Mapping) and not isinstance(item.domain, Settings | Members):
            self.wrong_shape(value, path, item)
            return
        place = self.at(value)
        if isinstance(value, Scalar) and value.text is None:
            self.blanks[item.id] = place
        else:
            self.raws[item.id] = RawAnswer(cast(Raw, plain(value)), place)

    def without_items(self, node: Mapping, path: tuple[str, ...]) -> Mapping:
        """Free settings; those whose name is an item of its own are read as that item."""
        rest = {}
        for key, (scalar, value) in node.pairs.items():
            item = self.items.get((*path, key))
            if item is not None:
                self.item(item, value, (*path, key))
            else:
                rest[key] = (scalar, value)
        return Mapping(rest, node.line, node.column)

    def place_what_is_missing(self, tree: Mapping) -> None:
        """An item whose key is not there is to be answered in the innermost group that is."""
        self.places[()] = self.at(tree)
        for path, item in self.items.items():
            if item.id in self.raws or item.id in self.blanks:
                continue
            group = path[:-1]
            while group not in self.places:
                group = group[:-1]
            self.blanks[item.id] = self.places[group]

    def blank_group(self, path: tuple[str, ...], node: Node) -> None:
        for known, item in self.items.items():
            if known[: len(path)] == path:
                self.blanks[item.id] = self.at(node)

    def unknown(self, key: str, scalar: Scalar, path: tuple[str, ...]) -> None:
        siblings = [known[len(path)] for known in (*self.items, *self.groups) if known[: len(path)] == path != known]
        elsewhere = [known for known in self.items if known[-1] == key]
        where = ".".join(path) if path else "a PICS"
        hint = ""
        if elsewhere:
            hint = f"it belongs under {'.'.join(elsewhere[0][:-1]) or 'the first level'}"
        elif close := _close(key, siblings):
            hint = f"did you mean {close}?"
        self.findings.append(
            plain_finding("K-01", f"{shown(key)} is not a key of {where}", where=self.at(scalar), hint=hint)
        )

    def wrong_shape(self, node: Node, path: tuple[str, ...], item: Item | None = None) -> None:
        have = {"Mapping": "a group of keys", "Sequence": "a list"}.get(type(node).__name__, "a single value")
        want = item.domain.expected if item else "a group of keys"
        name = ".".join(path)
        self.findings.append(
            plain_finding(
                "K-08",
                f"{name} is {have}, but {want} is expected",
                where=self.at(node),
                items=[item.id] if item else [known.id for p, known in self.items.items() if p[: len(path)] == path],
            )
        )


def _close(key: str, names: Iterable[str]) -> str:
    import difflib  # only for a key that is wrong

    folded = {name.casefold().replace("_", "-"): name for name in names}
    found = difflib.get_close_matches(key.casefold().replace("_", "-"), folded, n=1, cutoff=0.6)
    return folded[found[0]] if found else ""
