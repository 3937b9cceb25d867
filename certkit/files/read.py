"""Read files as bytes: a path or standard input, and the PICS files of a folder."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from certkit.errors import UnreadableFile
from certkit.loading import load

STDIN = "-"
"""What the user writes for standard input."""
STDIN_SOURCE = "<stdin>"
"""What standard input is called in messages."""
SUFFIXES = (".yaml", ".yml", ".xlsx", ".xlsm", ".json")
"""The files of a folder that are taken for a PICS."""
NOT_A_PICS = (".schema.json",)
"""The end of the name of a schema that belongs to a form."""
LARGEST = 64_000_000
"""Bytes that are read at the most; each format has a limit of its own below this."""


def read_file(name: str, stdin: BinaryIO) -> bytes:
    """The bytes of a file, or of standard input for ``-``.

    Raises:
        UnreadableFile: the file does not exist, is a folder, may not be read, or is far too large.
    """
    source = source_of(name)
    try:
        if name == STDIN:
            content = stdin.read(LARGEST + 1)
        else:
            with Path(name).open("rb") as file:
                content = file.read(LARGEST + 1)
    except FileNotFoundError:
        raise UnreadableFile("there is no such file", hint=_similar(Path(name)), file=source) from None
    except NotADirectoryError:
        raise UnreadableFile("a part of this path is a file, not a folder", file=source) from None
    except IsADirectoryError:
        raise UnreadableFile("this is a folder, not a file", hint=_what_is_in(Path(name)), file=source) from None
    except PermissionError:
        if Path(name).is_dir():  # what Windows says of a folder
            raise UnreadableFile("this is a folder, not a file", hint=_what_is_in(Path(name)), file=source) from None
        raise UnreadableFile("the file may not be read", hint="check its permissions", file=source) from None
    except (OSError, ValueError) as error:
        if name == STDIN and isinstance(error, OSError) and error.errno == errno.EBADF:
            raise UnreadableFile("standard input is closed", hint="name a file", file=source) from None
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise UnreadableFile(f"the file cannot be read: {reason}", file=source) from None
    if len(content) > LARGEST:
        raise UnreadableFile(
            f"the file has more than {LARGEST // 1_000_000} million bytes", hint="is it the right file?", file=source
        )
    return content


def source_of(name: str) -> str:
    """The name of a file in messages."""
    return STDIN_SOURCE if name == STDIN else name


def expand(names: Iterable[str]) -> list[str]:
    """The files that are meant: for a folder those in and below it that can be a PICS, everything else as it is.

    A folder without any stays in the list, so that reading it fails with a message. A repeated name is listed once.
    """
    found: dict[str, None] = {}
    for name in names:
        inside = list(_inside(name)) if name != STDIN and Path(name).is_dir() else []
        found.update(dict.fromkeys(inside or [name]))
    return list(found)


def _inside(folder: str) -> Iterator[str]:
    """The files below a folder in the order of their names; one that may not be listed stays as itself."""
    barred: list[str] = []
    for here, folders, files in os.walk(folder, onerror=lambda error: barred.append(str(error.filename))):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if _can_be_pics(name):
                yield str(Path(here) / name)
    yield from (name for name in barred if name != folder)


def _can_be_pics(name: str) -> bool:
    lower = name.lower()
    hidden = name.startswith((".", "~$"))  # Excel writes ~$NAME next to a workbook that is open
    return not hidden and lower.endswith(SUFFIXES) and not lower.endswith(NOT_A_PICS)


def _similar(path: Path) -> str:
    """A hint: files of the same folder with nearly the same name."""
    folder = path.parent
    if not folder.is_dir():
        return f"there is no folder {folder} either"
    try:
        names = {entry.name.lower(): entry.name for entry in folder.iterdir() if not entry.name.startswith(".")}
    except OSError:
        return ""
    close = load("difflib:get_close_matches")(path.name.lower(), names, n=3, cutoff=0.6)
    close += [name for name in names if name not in close and Path(name).stem == path.stem.lower()][:3]
    return f"did you mean {' or '.join(str(folder / names[name]) for name in close)}?" if close else ""


def _what_is_in(folder: Path) -> str:
    """A hint for a folder in place of a file."""
    try:
        names = sorted(entry.name for entry in folder.iterdir() if _can_be_pics(entry.name))
    except OSError:
        return ""
    if not names:
        return f"and it has no file that ends in {', '.join(SUFFIXES)}"
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return f"in it there is {', '.join(names[:3])}{more}"
