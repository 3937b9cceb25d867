"""Where output goes: standard output or a file that appears whole or not at all, in the width and colour that fit."""

from __future__ import annotations

import errno
import os
import shutil
import stat
import sys
from collections.abc import Iterable
from pathlib import Path

from certkit.errors import CertkitError
from certkit.writers.terminal import Ink, in_encoding, wants_colour

PIPED_WIDTH = 120
WIDEST_TABLE = 160
TEXT_WIDTH = 100
"""Lines of running text are not made longer than this, however wide the terminal is."""


def coloured(choice: str) -> bool:
    """Whether standard output is sent colours."""
    return wants_colour(choice, os.environ, sys.stdout.isatty())


def ink(choice: str) -> Ink:
    """Colours for standard output, or none."""
    return Ink(coloured(choice))


def table_width() -> int:
    """The terminal's columns; of a pipe a fixed number, unless COLUMNS says another."""
    return min(max(shutil.get_terminal_size((PIPED_WIDTH, 24)).columns, 60), WIDEST_TABLE)


def text_width() -> int:
    """The columns for running text."""
    return min(table_width(), TEXT_WIDTH)


def write(content: str | bytes) -> None:
    """Send to standard output."""
    if isinstance(content, str):
        sys.stdout.write(in_encoding(content, sys.stdout.encoding or "utf-8"))
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


def save(name: str, content: str | bytes, *, force: bool) -> None:
    """Write a file beside its place and move it there; ``-`` is standard output.

    Raises:
        CertkitError: it is there already and ``force`` is not given, or it cannot be written.
    """
    if name == "-":
        write(content)
        return
    data = content.encode("utf-8", "backslashreplace") if isinstance(content, str) else content
    path = Path(name)
    try:
        if path.is_dir():
            raise CertkitError("this is a folder, not a file", hint="name a file in it", file=name)
        if path.exists() and not path.is_file():  # a device or a pipe, such as /dev/null
            path.write_bytes(data)
            return
        if _is_there(path) and not force:
            raise FileExistsError
        _put(path.resolve(), data, force=force)
    except FileExistsError:
        raise CertkitError("the file is there already", hint="--force overwrites it", file=name) from None
    except OSError as error:
        hint = "" if path.parent.is_dir() else f"there is no folder {path.parent}"
        raise CertkitError(f"the file cannot be written: {error.strerror}", hint=hint, file=name) from None


def keep(inputs: Iterable[str], name: str) -> None:
    """Refuse to write where one of the inputs is, under whatever name; --force does not help.

    Raises:
        CertkitError: it is one of them.
    """
    if name in ("", "-"):
        return
    path = Path(name)
    for one in inputs:
        own = Path(one)
        try:
            same = path.samefile(own) if path.exists() and own.exists() else path.resolve() == own.resolve()
        except (OSError, ValueError):  # what cannot be read fails where it is read
            continue
        if one != "-" and same:
            raise CertkitError("this is one of the files that it is made from", hint="name another file", file=name)


def _is_there(path: Path) -> bool:
    return path.exists()


def _put(path: Path, data: bytes, *, force: bool) -> None:
    """Write it beside, hidden and for its owner alone, and move it there once it is whole.

    Raises:
        FileExistsError: it is there, and is not to be overwritten.
    """
    import tempfile

    handle, name = tempfile.mkstemp(prefix=f".{path.name[:40]}.", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else 0o666 & ~_umask()
        if force:
            os.replace(name, path)  # noqa: PTH105
        else:
            _link(name, path)
        path.chmod(mode)
    finally:
        Path(name).unlink(missing_ok=True)


def _link(beside: str, path: Path) -> None:
    """Give a whole file its name. Unlike renaming, it never takes the place of one that came meanwhile.

    Raises:
        FileExistsError: there is one.
    """
    try:
        os.link(beside, path)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        if path.exists():
            raise FileExistsError from None
        os.replace(beside, path)  # noqa: PTH105


_NO_LINKS = frozenset({errno.EPERM, errno.EOPNOTSUPP, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK})
"""How a file system says that it has no hard links, as those of memory cards and shared folders."""


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
