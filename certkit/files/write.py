"""Files that appear whole or not at all: written, synced to the disk, and only then given their name.

Until then a file has no name where the system supports that (Linux), so that a killed process leaves nothing behind;
elsewhere it has a hidden name in the same folder.
"""

from __future__ import annotations

import errno
import os
import shutil
import stat
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from certkit.loading import load

OWNER_ONLY, OWNER_FOLDER = 0o600, 0o700
_HIDDEN = ".certkit-"
"""What is being made; the number of its process follows, and a hyphen."""
_DESCRIPTORS = "/proc/self/fd"
_NO_LINKS = frozenset({errno.EPERM, errno.EOPNOTSUPP, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK})
"""How a file system says that it has no hard links, as those of memory cards and shared folders."""


def write_file(path: Path, content: bytes, *, mode: int, replace: bool) -> None:
    """Write a file with these permissions, from its first byte on readable by its owner alone.

    Raises:
        FileExistsError: it is there, and is not to be replaced.
        OSError: it cannot be written.
    """
    with _written(path.parent, content, mode) as source:
        _give_name(source, path, replace=replace)
    _sync_folder(path.parent)


def write_folder(target: Path, files: Mapping[str, bytes]) -> None:
    """Write a new folder that its owner alone can read.

    Args:
        files: path in the folder -> content. Put secrets last: they get their names last.

    Raises:
        OSError: the folder is there, or cannot be made.
    """
    _remove_abandoned(target.parent)
    folders = sorted({parent for name in files for parent in Path(name).parents})
    stage = target.with_name(f"{_HIDDEN}{os.getpid()}-{target.name[:40]}")
    with ExitStack() as stack:
        sources = {
            name: stack.enter_context(_written(target.parent, content, OWNER_ONLY)) for name, content in files.items()
        }
        stack.callback(shutil.rmtree, stage, ignore_errors=True)
        for folder in folders:
            (stage / folder).mkdir(mode=OWNER_FOLDER)
            (stage / folder).chmod(OWNER_FOLDER)
        for name, source in sources.items():
            _give_name(source, stage / name, replace=False)
        stage.rename(target)
    for folder in folders:
        _sync_folder(target / folder)
    _sync_folder(target.parent)


def _remove_abandoned(folder: Path) -> None:
    """Remove what a killed process has left: it may hold keys."""
    for left in folder.glob(f"{_HIDDEN}*"):
        number = left.name.removeprefix(_HIDDEN).partition("-")[0]
        if not number.isdecimal() or _is_running(int(number)):
            continue
        if left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        pass
    return True


@contextmanager
def _written(folder: Path, content: bytes, mode: int) -> Iterator[str]:
    """The content on the disk, under a path that it can be linked or moved from; gone at the end."""
    unnamed = _unnamed(folder)
    if unnamed is not None:
        with os.fdopen(unnamed, "wb") as file:
            _write(file.fileno(), content, mode)
            yield f"{_DESCRIPTORS}/{file.fileno()}"
        return
    with _named(folder, content, mode) as name:
        yield name


@contextmanager
def _named(folder: Path, content: bytes, mode: int) -> Iterator[str]:
    make_file = load("tempfile:mkstemp")  # it loads what makes random numbers
    handle, name = make_file(prefix=f"{_HIDDEN}{os.getpid()}-", suffix=".part", dir=folder)
    try:
        with os.fdopen(handle, "wb") as file:
            _write(file.fileno(), content, mode)
        yield name
    finally:
        Path(name).unlink(missing_ok=True)


def _unnamed(folder: Path) -> int | None:
    """A new file without a name, or None where the system or the file system has none."""
    if not hasattr(os, "O_TMPFILE") or not Path(_DESCRIPTORS).is_dir():
        return None
    try:
        return os.open(folder, os.O_TMPFILE | os.O_RDWR, OWNER_ONLY)
    except OSError:  # any other error comes again from mkstemp
        return None


def _write(handle: int, content: bytes, mode: int) -> None:
    view = memoryview(content)
    while view:
        view = view[os.write(handle, view) :]
    os.fchmod(handle, mode)
    os.fsync(handle)


def _give_name(source: str, path: Path, *, replace: bool) -> None:
    """Link the file to its name. Unlike renaming, that never takes the place of a file that came meanwhile.

    Raises:
        FileExistsError: there is one, and it is not to be replaced.
    """
    if not replace:
        _link(source, path)
        return
    temporary = path.with_name(f"{_HIDDEN}{os.getpid()}-{path.name[:40]}.part")
    try:
        temporary.unlink(missing_ok=True)
        _link(source, temporary)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _link(source: str, path: Path) -> None:
    try:
        if not source.startswith(_DESCRIPTORS):
            os.link(source, path)
            return
        here = os.open(_DESCRIPTORS, os.O_RDONLY)  # with a folder, link() follows the entry to the file
        try:
            os.link(os.path.basename(source), path, src_dir_fd=here, follow_symlinks=True)  # noqa: PTH119
        finally:
            os.close(here)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        _move(source, path)


def _move(source: str, path: Path) -> None:
    """For a file system without links.

    Raises:
        FileExistsError: there is one of this name.
    """
    if path.exists():
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
    if source.startswith(_DESCRIPTORS):
        found = Path(source)
        with _named(path.parent, found.read_bytes(), stat.S_IMODE(found.stat().st_mode)) as named:
            os.replace(named, path)  # noqa: PTH105
    else:
        os.replace(source, path)  # noqa: PTH105


def _sync_folder(folder: Path) -> None:
    """So that the name, too, outlives a power cut; where folders cannot be opened, there is nothing to do."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
