"""The files of an edition: which there are, where its releases are, and what the files of one release hold.

The newest release of an edition is the edition's folder itself; an earlier one is ``releases/<number>/`` inside it.
Documents name the release that they were made with, so a release that was published stays as it is. ``releases.lock``
beside the folders of the editions has the digest of each.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from functools import cache, cached_property
from pathlib import Path
from typing import TypeAlias

from certkit.edition.digest import digest_of
from certkit.errors import CertkitError, RulebookError, UnknownName
from certkit.formats.compiled import COMPILED, Compiled, compile_edition, read_compiled, tree_of
from certkit.formats.tree import Node
from certkit.formats.yaml_tree import read_tree
from certkit.resources import editions_folder

FILES = ("edition", "items", "terms", "readings", "test_cases", "constraints", "coverage")
OPTIONAL_FILES: Mapping[str, str] = {
    "citations": "does not say where the procedure says what certkit finds",
    "configuration_keys": "has no table of configuration keys",
    "evidence": "does not name what evidence refers to",
    "metrics": "has no performance parameters",
    "requirements": "does not say what a test record has to show",
    "scope": "does not say what a certificate is for",
}
"""File that an edition may leave out -> what certkit says where it needs the file."""
RELEASES = "releases"
LOCK = "releases.lock"

Lock: TypeAlias = Mapping[tuple[str, int], str]
"""Edition and release -> digest."""

_NUMBER = re.compile(r"[1-9][0-9]{0,3}")
_LINE = re.compile(rf"(\S+) +({_NUMBER.pattern}) +([0-9a-f]{{64}})")


class ReleaseFiles:
    """The files of one release.

    Attributes:
        folder: where they are.
        contents: name of the file, without ``.yaml`` -> its bytes.
        compiled: what was read of them when the release was locked; None where the YAML itself is read.
    """

    def __init__(self, folder: Path, *, from_yaml: bool = False) -> None:
        self.folder = folder
        paths = {name: folder / f"{name}.yaml" for name in (*FILES, *OPTIONAL_FILES)}
        self.contents = {name: read_bytes(path) for name, path in paths.items() if name in FILES or path.exists()}
        self.compiled = None if from_yaml else _compiled(folder, self.contents)
        self._trees: dict[str, Node] = {}

    def tree(self, name: str) -> tuple[Node, str]:
        """What a file holds, and the file's name.

        Raises:
            UnreadableFile: it is not YAML.
            RulebookError: it is empty.
        """
        file = str(self.folder / f"{name}.yaml")
        if name not in self._trees:
            tree = tree_of(self.compiled.trees[name]) if self.compiled else read_tree(self.contents[name], file)
            if tree is None:
                raise RulebookError("the file has no content", file=file)
            self._trees[name] = tree
        return self._trees[name], file

    @cached_property
    def sha256(self) -> str:
        """Digest of what the files mean (hex)."""
        return self.compiled.sha256 if self.compiled else digest_of(self._all_trees())

    def is_locked(self, edition: str, release: int) -> bool:
        """Whether these are the files of a shipped release, which were proven when it was locked."""
        if self.compiled is None:
            return False
        return _lock_at(editions_folder() / LOCK).get((edition, release)) == self.compiled.sha256

    def compile(self) -> bytes:
        """The content of ``compiled.json`` for these files."""
        return compile_edition(self.contents, self.sha256, self._all_trees())

    def _all_trees(self) -> dict[str, Node]:
        return {name: self.tree(name)[0] for name in self.contents}


def _compiled(folder: Path, contents: Mapping[str, bytes]) -> Compiled | None:
    """What was compiled of a shipped release, if its files still have the same bytes."""
    file = folder / COMPILED
    if editions_folder() not in folder.parents or not file.is_file():
        return None
    compiled = read_compiled(read_bytes(file))
    return compiled if compiled.is_of(contents) else None


def read_bytes(path: Path) -> bytes:
    """The bytes of a file of an edition.

    Raises:
        CertkitError: it cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise CertkitError(f"a file of the edition cannot be read: {error.strerror}", file=str(path)) from None


@cache
def shipped_editions() -> tuple[str, ...]:
    """Ids of the editions that come with certkit."""
    return tuple(sorted(path.parent.name for path in editions_folder().glob("*/edition.yaml")))


def folder_of(name: str) -> Path:
    """The folder of an edition: of a shipped one by its id, or any other folder.

    Raises:
        UnknownName: there is no such edition.
    """
    if name in shipped_editions():
        return editions_folder() / name
    folder = Path(name)
    with suppress(OSError, ValueError):  # a name that no folder can have
        if (folder / "edition.yaml").is_file():
            return folder.resolve()
    raise UnknownName(
        f"there is no edition {name[:100]!r}",
        hint=f"certkit has {', '.join(shipped_editions())}; or give the folder of an edition of your own",
    )


def is_release(text: str) -> bool:
    """Whether a text is the number of a release: 1, 2, 3 and so on."""
    return _NUMBER.fullmatch(text) is not None


def earlier_releases(folder: Path) -> dict[int, Path]:
    """Number -> folder of each release inside an edition's folder, the first one first.

    Raises:
        RulebookError: the folder of releases has something else in it.
    """
    releases: dict[int, Path] = {}
    parent = folder / RELEASES
    for path in parent.iterdir() if parent.is_dir() else ():
        if not is_release(path.name) or not path.is_dir():
            raise RulebookError(
                f"{RELEASES}/{path.name} is not a release",
                hint="a release is a folder named by its number: 1, 2, 3 and so on",
                file=str(parent),
            )
        releases[int(path.name)] = path
    return dict(sorted(releases.items()))


def read_lock(text: str, file: str) -> dict[tuple[str, int], str]:
    """The lock file: a line for each release, ``edition number digest``; # begins a comment.

    Raises:
        RulebookError: a line has another form, or a release has two lines.
    """
    lock: dict[tuple[str, int], str] = {}
    for number, line in enumerate(text.splitlines(), 1):
        content = line.partition("#")[0].strip()
        if not content:
            continue
        match = _LINE.fullmatch(content)
        if match is None:
            raise RulebookError("expected: edition, release, digest", file=file, line=number)
        release = match[1], int(match[2])
        if release in lock:
            raise RulebookError(f"release {match[2]} of {match[1]} is listed twice", file=file, line=number)
        lock[release] = match[3]
    return lock


def _lock_at(path: Path) -> Lock:
    return read_lock(read_bytes(path).decode("utf-8", "replace"), path.name)
