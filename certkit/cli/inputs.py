"""Remembers the files that this process reads, so that no output overwrites one of them.

Python reports every file that it opens (:func:`sys.addaudithook`). This covers every reader, also a future one, and
files that another file names, as a record names its evidence.
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
from certkit.files.recognize import HEAD, RESULTS, FileKind, has_frames, refuse_other

_read: set[str | bytes] = set()
"""The names by which files were opened for reading."""
_protected: set[str] = set()
"""Files and folders that the command line names and that must stay as they are, read yet or not."""
_remembering = False
_WRITING = os.O_WRONLY | os.O_RDWR
Identity = tuple[int, int]
"""A file under any name: a link, a path with .., another case."""


@contextmanager
def remembered() -> Iterator[None]:
    """Remember every file that is read within this context."""
    global _remembering  # the hook exists once in the process, and so do the sets that it fills
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
    """Install the hook; it cannot be removed."""
    sys.addaudithook(_opened)


def protect(name: str) -> None:
    """Treat a file as an input before it is read; for a folder, everything in it."""
    _protected.add(name)


def compare(name: str, content: bytes) -> bool:
    """Whether a file has this content already. The comparison does not make it an input."""
    if is_input(name):
        return False
    try:
        return Path(name).read_bytes() == content
    except OSError:
        return False
    finally:
        _read.discard(str(Path(name)))


def is_input(name: str) -> bool:
    """Whether an output of this name would overwrite a file that was read, or lie in a protected folder."""
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
    """Whether the target lies in the folder, also by links; neither has to exist."""
    place = Path(os.path.realpath(target))
    return any(parent.is_dir() and parent.samefile(folder) for parent in place.parents)


def _identity(path: str | bytes | Path) -> Identity | None:
    with suppress(OSError, ValueError):
        status = os.stat(path)  # noqa: PTH116 - of a name in bytes, too
        return (status.st_dev, status.st_ino) if stat.S_ISREG(status.st_mode) else None
    return None


def _standard_input() -> Identity | None:
    """The file that standard input is redirected from, if any."""
    with suppress(OSError, ValueError, AttributeError):
        status = os.fstat(sys.stdin.fileno())
        return (status.st_dev, status.st_ino) if stat.S_ISREG(status.st_mode) else None
    return None


def _opened(event: str, arguments: tuple[object, ...]) -> None:
    if event != "open" or not _remembering:
        return
    path, _, flags = arguments
    if isinstance(path, str | bytes) and isinstance(flags, int) and not flags & _WRITING:
        _read.add(path)


def refuse_other_files(name: str, wanted: str, *readable: FileKind) -> None:
    """Refuse a file that is surely something else than what a command reads from logs, and has no frames.

    Raises:
        UnreadableFile: it is.
    """
    if not os.path.isfile(name):  # noqa: PTH113 - it never raises
        return
    with suppress(OSError), Path(name).open("rb") as file:
        content = file.read(HEAD + 1)
        refuse_other(content, name, wanted, *readable, *((RESULTS,) if has_frames(content) else ()))
