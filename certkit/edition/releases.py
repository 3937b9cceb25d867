"""The releases of an edition: where their files are, and the lock file with the digest of each.

The newest release is the edition's folder itself; an earlier one is ``releases/<number>/`` inside it. Documents name
the release they were made with, so a release that was published stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeAlias

from certkit.errors import RulebookError

FOLDER = "releases"
LOCK = "releases.lock"
"""Beside the folders of the editions."""

Lock: TypeAlias = Mapping[tuple[str, int], str]
"""Edition and release -> digest."""

_NUMBER = re.compile(r"[1-9][0-9]{0,3}")
_LINE = re.compile(rf"(\S+) +({_NUMBER.pattern}) +([0-9a-f]{{64}})")


def is_release(text: str) -> bool:
    """Whether a text is the number of a release: 1, 2, 3 and so on."""
    return _NUMBER.fullmatch(text) is not None


def earlier_releases(folder: Path) -> dict[int, Path]:
    """Number -> folder of each release that lies inside an edition's folder, the first one first.

    Raises:
        RulebookError: something else lies there.
    """
    found: dict[int, Path] = {}
    parent = folder / FOLDER
    for path in parent.iterdir() if parent.is_dir() else ():
        if not is_release(path.name) or not path.is_dir():
            raise RulebookError(
                f"{FOLDER}/{path.name} is not a release",
                hint="a release is a folder named by its number: 1, 2, 3 and so on",
                file=str(parent),
            )
        found[int(path.name)] = path
    return dict(sorted(found.items()))


def read_lock(text: str, file: str) -> dict[tuple[str, int], str]:
    """The lock file: a line for each release, ``edition number digest``; # begins a comment.

    Raises:
        RulebookError: a line is not like that, or a release has two.
    """
    found: dict[tuple[str, int], str] = {}
    for number, line in enumerate(text.splitlines(), 1):
        content = line.partition("#")[0].strip()
        if not content:
            continue
        match = _LINE.fullmatch(content)
        if match is None:
            raise RulebookError("expected: edition, release, digest", file=file, line=number)
        release = match[1], int(match[2])
        if release in found:
            raise RulebookError(f"release {match[2]} of {match[1]} is listed twice", file=file, line=number)
        found[release] = match[3]
    return found


def lock_line(edition: str, release: int, digest: str) -> str:
    """The line of a release in the lock file."""
    return f"{edition} {release} {digest}"


def lock_problems(edition: str, digests: Mapping[int, str], lock: Lock) -> Iterator[str]:
    """What is wrong with the releases of one edition, and what to do about each.

    Args:
        digests: release -> the digest of its files; the highest number is the newest release.
    """
    newest = max(digests)
    for release, digest in digests.items():
        locked = lock.get((edition, release))
        line = lock_line(edition, release, digest)
        if locked is None:
            yield f"release {release} of {edition} is not locked; add this line to {LOCK}: {line}"
        elif locked != digest and release == newest:
            yield (
                f"release {release} of {edition} no longer means what it did. If it was published, either restore it, "
                f"or make a new release: copy the published files to {edition}/{FOLDER}/{release}/, write "
                f"'release: {release + 1}' in edition.yaml, and lock the new release. "
                f"If it was not published yet, its line in {LOCK} is now: {line}"
            )
        elif locked != digest:
            yield f"release {release} of {edition} was changed, but an earlier release stays as it was; restore it"
    for name, release in lock:
        if name == edition and release not in digests:
            yield f"release {release} of {edition} is locked, but its files are missing; restore them"
