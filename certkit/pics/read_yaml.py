"""A PICS as YAML: every answer has its line and column, and every unknown key is reported.

``Yes`` and ``No`` stay words, and numbers stay as written, until the item's domain parses them. JSON is YAML, so it is
read too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from certkit.edition.domains import Members, Settings
from certkit.edition.model import Item
from certkit.edition.rulebook import Rulebook
from certkit.errors import UnreadableFile
from certkit.finding import Finding, Place
from certkit.formats.yaml_tree import Mapping, Node, Scalar, Sequence, plain, read_tree
from certkit.loading import load
from certkit.messages import finding
from certkit.pics.model import Acceptance, Pics
from certkit.pics.parse import ACCEPTED_FIELDS, Mark, RawAnswer, acceptance, assemble

EDITION = "edition"
ACCEPTED = "accepted"
TO_CONFIRM = "to_confirm"
"""The key with the list of answers that a person has yet to confirm."""


def read_pics_yaml(content: bytes, source: str, rulebook_of: Callable[[str | None], Rulebook]) -> tuple[Pics, Rulebook]:
    """The statement in a YAML file, and the rulebook it is for.

    Args:
        content: the file's bytes.
        source: its name, as the user gave it.
        rulebook_of: the rulebook of the edition that the file names, or of the default for None.

    Raises:
        UnreadableFile: not YAML, or not a PICS at all.
        UnknownName: the file names an edition that does not exist.
    """
    tree = read_tree(content, source)
    if not isinstance(tree, Mapping):
        raise UnreadableFile(
            "the file does not look like a PICS: it has no keys" if tree else "the file has only comments",
            hint="certkit pics new --dut … -o FILE writes a form to fill in",
            file=source,
            line=tree.line if tree else 0,
            column=tree.column if tree else 0,
        )
    stated = tree.get(EDITION)
    if stated is not None and not isinstance(stated, Scalar):
        raise UnreadableFile(
            "edition is a list or a group; it must be the id of one edition",
            hint="begin the file with the line edition: and the edition's id",
            file=source,
            line=stated.line,
            column=stated.column,
        )
    name = stated.text if isinstance(stated, Scalar) else None
    rulebook = rulebook_of(name)
    reader = _Reader(rulebook, source)
    if name is None:
        reader.note_missing_edition(stated)
    reader.mapping(tree, ())
    reader.place_missing_items(tree)
    if not reader.known:
        first_level = sorted({EDITION, ACCEPTED, TO_CONFIRM, *(path[0] for path in rulebook.places)})
        raise UnreadableFile(
            "the file does not look like a PICS: none of its keys is known",
            hint=f"the first level has {', '.join(first_level)}",
            file=source,
            line=tree.line,
            column=tree.column,
        )
    pics = assemble(
        rulebook,
        source,
        reader.raws,
        blanks=reader.blanks,
        findings=reader.findings,
        accepted=reader.accepted,
        marks=reader.marks,
    )
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
        self.accepted: list[Acceptance] = []
        self.marks: list[Mark] = []
        self.known = False

    def at(self, node: Node) -> Place:
        return Place(self.source, node.line, node.column)

    def note_missing_edition(self, stated: Node | None) -> None:
        self.findings.append(finding("K-06.yaml", where=self.at(stated) if stated else None))

    def mapping(self, node: Mapping, path: tuple[str, ...]) -> None:
        for key, (scalar, value) in node.pairs.items():
            here = (*path, key)
            item = self.items.get(here)
            if here == (EDITION,):
                continue
            if here == (ACCEPTED,):
                self.read_accepted(value)
                continue
            if here == (TO_CONFIRM,):
                self.read_marks(value)
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

    def read_accepted(self, node: Node) -> None:
        """The list of accepted warnings. What is not one is reported and accepts nothing."""
        if isinstance(node, Scalar) and not node.text:
            return
        if not isinstance(node, Sequence):
            self.not_accepted(node, "a list")
            return
        for entry in node.items:
            if not isinstance(entry, Mapping):
                self.not_accepted(entry, "code, reason, name and date of an accepted warning")
                continue
            for key, (scalar, _) in entry.pairs.items():
                if key not in ACCEPTED_FIELDS:
                    self.unknown_of(key, scalar, ACCEPTED, ACCEPTED_FIELDS)
            read = acceptance({key: plain(value) for key, (_, value) in entry.pairs.items()}, self.at(entry))
            if isinstance(read, Finding):
                self.findings.append(read)
            else:
                self.accepted.append(read)

    def read_marks(self, node: Node) -> None:
        """The list of answers to be confirmed. What is no list of names could mark any answer, so it is an error."""
        if isinstance(node, Scalar) and not node.text:
            return
        if isinstance(node, Sequence):
            names = [entry for entry in node.items if isinstance(entry, Scalar) and entry.text]
            self.marks += [Mark(entry.text or "", self.at(entry)) for entry in names]
            if len(names) == len(node.items):
                return
        self.findings.append(finding("K-16.shape", where=self.at(node), path=TO_CONFIRM))

    def not_accepted(self, node: Node, expected: str) -> None:
        shape = type(node).__name__.lower()
        self.findings.append(finding("K-08", where=self.at(node), path=ACCEPTED, shape=shape, expected=expected))

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
            self.raws[item.id] = RawAnswer(plain(value), place)

    def without_items(self, node: Mapping, path: tuple[str, ...]) -> Mapping:
        """Free settings. A setting whose name is that of an item is read as that item."""
        rest = {}
        for key, (scalar, value) in node.pairs.items():
            item = self.items.get((*path, key))
            if item is not None:
                self.item(item, value, (*path, key))
            else:
                rest[key] = (scalar, value)
        return Mapping(rest, node.line, node.column)

    def place_missing_items(self, tree: Mapping) -> None:
        """Where the key of an item is missing, its answer belongs into the innermost group that exists."""
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
        siblings += [] if path else [EDITION, ACCEPTED, TO_CONFIRM]
        elsewhere = [known for known in self.items if known[-1] == key]
        group, where = ".".join(path) if path else "a PICS", self.at(scalar)
        if elsewhere:
            meant = ".".join(elsewhere[0][:-1]) or "the first level"
            self.findings.append(finding("K-01.misplaced", where=where, name=key, group=group, meant=meant))
        else:
            self.unknown_of(key, scalar, group, siblings)

    def unknown_of(self, key: str, scalar: Scalar, group: str, siblings: Iterable[str]) -> None:
        where = self.at(scalar)
        if meant := _close(key, siblings):
            self.findings.append(finding("K-01.misspelt", where=where, name=key, group=group, meant=meant))
        else:
            self.findings.append(finding("K-01.unknown", where=where, name=key, group=group))

    def wrong_shape(self, node: Node, path: tuple[str, ...], item: Item | None = None) -> None:
        items = [item] if item else [below for at, below in self.items.items() if at[: len(path)] == path]
        self.findings.append(
            finding(
                "K-08",
                where=self.at(node),
                items=[below.id for below in items],
                path=".".join(path),
                shape=type(node).__name__.lower(),
                expected=item.domain.expected if item else "a group of keys",
            )
        )


def _close(key: str, names: Iterable[str]) -> str:
    folded = {name.casefold().replace("_", "-"): name for name in names}
    found = load("difflib:get_close_matches")(key.casefold().replace("_", "-"), folded, n=1, cutoff=0.6)
    return folded[found[0]] if found else ""
