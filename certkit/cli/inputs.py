"""What this process has read, so that no output is written over it.

Python tells of every file that it opens (:func:`sys.addaudithook`). So every reader takes part, also one that is
written tomorrow, and a file that is named in another one, as the evidence of a dossier is.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

from certkit.errors import UnreadableFile

_read: set[str | bytes] = set()
"""Files that were opened for reading, by the names they were opened by."""
_protected: set[str] = set()
"""Files and folders that are named on the command line and must stay as they are, read yet or not."""
_remembering = False
_WRITING = os.O_WRONLY | os.O_RDWR
Identity = tuple[int, int]
"""A file whatever it is called: by a link, by a path with .., in another case."""


@contextmanager
def remembered() -> Iterator[None]:
    """Within it, every file that is read is an input."""
    global _remembering  # a hook is one for the process, and so is what it fills
    _hook()
    _remembering = True
    try:
        yield
    finally:
        _remembering = False
        _read.clear()
        _protected.clear()


@cache
def _hook() -> None:
    """A hook stays as long as the process."""
    sys.addaudithook(_opened)


def protect(name: str) -> None:
    """Take a file for an input before it is read; of a folder, everything in it."""
    _protected.add(name)


def compare(name: str, content: bytes) -> bool:
    """Whether a file has this content already; it does not become an input by being compared."""
    if is_input(name):
        return False
    try:
        return Path(name).read_bytes() == content
    except OSError:
        return False
    finally:
        _read.discard(str(Path(name)))


def is_input(name: str) -> bool:
    """Whether an output of this name would take the place of a file that was read, or stand in a protected folder."""
    target = Path(name)
    try:
        Path.cwd()
    except OSError:
        raise UnreadableFile(
            "the working folder has been removed", hint="change to another folder", file=name
        ) from None
    if os.path.realpath(name) in map(os.path.realpath, _protected):
        return True
    for folder in map(Path, _protected):
        if folder.is_dir() and _lies_in(target, folder):
            return True
    identity = _identity(target)
    return identity is not None and identity in {_standard_input(), *map(_identity, (*_read, *_protected))}


def _lies_in(target: Path, folder: Path) -> bool:
    """Whether it does, by links too; neither has to be there."""
    place = Path(os.path.realpath(target))
    return any(parent.is_dir() and parent.samefile(folder) for parent in place.parents)


def _identity(path: str | bytes | Path) -> Identity | None:
    with suppress(OSError, ValueError):
        found = os.stat(path)  # noqa: PTH116 - of a name in bytes, too
        return (found.st_dev, found.st_ino) if stat.S_ISREG(found.st_mode) else None
    return None


def _standard_input() -> Identity | None:
    """The file that standard input is redirected from, if any."""
    with suppress(OSError, ValueError, AttributeError):
        found = os.fstat(sys.stdin.fileno())
        return (found.st_dev, found.st_ino) if stat.S_ISREG(found.st_mode) else None
    return None


def _opened(event: str, arguments: tuple[object, ...]) -> None:
    if event != "open" or not _remembering:
        return
    path, _, flags = arguments
    if isinstance(path, str | bytes) and isinstance(flags, int) and not flags & _WRITING:
        _read.add(path)
