"""Where output goes: standard output or a file that appears whole or not at all, in the width and colour that fit."""

from __future__ import annotations

import os
import shutil
import sys
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
        if path.exists() and not force:
            raise CertkitError("the file is there already", hint="--force overwrites it", file=name)
        _replace(path.resolve(), data)
    except OSError as error:
        hint = "" if path.parent.is_dir() else f"there is no folder {path.parent}"
        raise CertkitError(f"the file cannot be written: {error.strerror}", hint=hint, file=name) from None


def _replace(path: Path, data: bytes) -> None:
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with beside.open("xb") as file:
            file.write(data)
        if path.exists():
            shutil.copymode(path, beside)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
