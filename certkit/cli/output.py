"""Writes output: to standard output, or to a file that appears whole or not at all, in a width and color that fit."""

from __future__ import annotations

import errno
import os
import shutil
import stat
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from certkit.cli.errors import print_error
from certkit.cli.inputs import compare, is_input
from certkit.errors import CertkitError
from certkit.files.write import write_file
from certkit.loading import load
from certkit.text.terminal import Ink, in_encoding, safe, wants_colour

PIPED_WIDTH = 80
"""The columns of a pipe or a file, unless COLUMNS gives another number."""
NARROWEST, WIDEST_TABLE, WIDEST_TEXT = 60, 160, 100
MANY = 20
"""The number of things from which on progress is shown."""


def coloured(choice: str) -> bool:
    """Whether standard output gets colors."""
    return wants_colour(choice, os.environ, sys.stdout.isatty())


def ink(choice: str) -> Ink:
    """The ink for standard output, with or without colors."""
    return Ink(coloured(choice))


def table_width() -> int:
    """The columns for tables: those of the terminal, within bounds."""
    return min(max(shutil.get_terminal_size((PIPED_WIDTH, 24)).columns, NARROWEST), WIDEST_TABLE)


def text_width() -> int:
    """The columns for running text."""
    return min(table_width(), WIDEST_TEXT)


def write(content: str | bytes) -> None:
    """Write to standard output."""
    if isinstance(content, str):
        sys.stdout.write(in_encoding(content, sys.stdout.encoding or "utf-8"))
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


@contextmanager
def progress(what: str, count: int) -> Iterator[Callable[[], None]]:
    """Show the progress of many things on standard error, if it is a terminal; call the function after each."""
    if count < MANY or not sys.stderr.isatty():
        yield lambda: None
        return
    with load("certkit.cli.progress_bar:counting_bar")(what, count) as advance:
        yield advance


def save_and_report(name: str, content: str | bytes, *, force: bool, what: str = "") -> None:
    """Write a file as :func:`save`, and say so on standard error where a file was written.

    Args:
        what: what the file is, for the message.
    """
    if save(name, content, force=force):
        sys.stdout.flush()
        print_error(f"wrote {safe(name)}{f': {what}' if what else ''}")


def save(name: str, content: str | bytes, *, force: bool, in_place: bool = False) -> bool:
    """Write a file that appears whole or not at all; ``-`` is standard output. False if it is no file.

    Args:
        force: replace a file that exists. Never one that this process has read: see :func:`refuse_overwriting`.
        in_place: the file is one that was read, and the command is there to change it.

    Raises:
        CertkitError: it exists and ``force`` is not given, it is an input, or it cannot be written.
    """
    data = _bytes(content)
    if name == "-":
        write(content)
        return False
    try:
        status = _status(name)
        if status is not None and os.path.samestat(status, os.fstat(1)):  # /dev/stdout, wherever it goes
            write(content)
            return False
        if status is not None and not stat.S_ISREG(status.st_mode):
            _send(name, data, status.st_mode)
            return False
        if not in_place:
            refuse_overwriting(name, force=force)
        path = Path(os.path.realpath(name))
        mode = stat.S_IMODE(status.st_mode) if status is not None else 0o666 & ~_umask()
        write_file(path, data, mode=mode, replace=force)
        return True
    except FileExistsError:
        raise _exists(name) from None
    except OSError as error:
        raise _unwritable(name, error) from None


def save_all(files: Mapping[str, str | bytes], *, force: bool) -> list[str]:
    """Write files that belong together: all, or none if one of them may not be written; names those that changed.

    Raises:
        CertkitError: as :func:`save`.
    """
    changed = {name: content for name, content in files.items() if name == "-" or not compare(name, _bytes(content))}
    for name in changed:
        refuse_overwriting(name, force=force)
    for name, content in changed.items():
        save(name, content, force=force)
    return [name for name in changed if name != "-"]


def _bytes(content: str | bytes) -> bytes:
    return content.encode("utf-8", "backslashreplace") if isinstance(content, str) else content


def refuse_overwriting(name: str, *, force: bool) -> None:
    """Refuse an output that could not be written later. Call it before any work and before asking for a passphrase.

    Raises:
        CertkitError: it would overwrite a file that was read, it exists and ``force`` is not given, or its folder does
            not exist.
    """
    if name == "-":
        return
    try:
        status = _status(name)
        if status is not None and stat.S_ISDIR(status.st_mode):
            raise CertkitError("this is a folder, not a file", hint="name a file in it", file=name)
        refuse_input(name)
        if status is not None and stat.S_ISREG(status.st_mode) and not force:
            raise _exists(name)
        if status is None and not Path(os.path.realpath(name)).parent.is_dir():
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
    except OSError as error:
        raise _unwritable(name, error) from None


def refuse_input(name: str) -> None:
    """Refuse the name of a file that was read, or that lies in a trust store, also with --force.

    Raises:
        CertkitError: it does.
    """
    if name != "-" and is_input(name):
        raise CertkitError("the output would overwrite an input file", hint="choose another name", file=name)


def _status(name: str) -> os.stat_result | None:
    """The status of the file, or None if there is none; a loop of links is an OSError."""
    try:
        return Path(name).stat()
    except FileNotFoundError:
        return None


def _send(name: str, data: bytes, mode: int) -> None:
    """Write to a pipe, a terminal or /dev/null; a folder cannot be written, and a disk must not be."""
    if stat.S_ISDIR(mode):
        raise CertkitError("this is a folder, not a file", hint="name a file in it", file=name)
    if stat.S_ISBLK(mode):
        raise CertkitError("this is a disk, not a file", hint="choose another name", file=name)
    with Path(name).open("wb", buffering=0) as file:
        view = memoryview(data)
        while view:
            view = view[file.write(view) or 0 :]


def _exists(name: str) -> CertkitError:
    return CertkitError("the file already exists", hint="use --force to overwrite it", file=name)


def _unwritable(name: str, error: OSError) -> CertkitError:
    parent = Path(name).parent
    hint = "" if os.path.isdir(parent) else f"there is no folder {parent}"  # noqa: PTH112 - it never raises
    return CertkitError(f"the file cannot be written: {error.strerror}", hint=hint, file=name)


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
