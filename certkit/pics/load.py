"""Load a PICS from a file or standard input, with the rulebook of its edition."""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO

from certkit.edition.choose import Load, UnknownEdition
from certkit.edition.rulebook import Rulebook
from certkit.files.read import read_file, source_of
from certkit.pics.model import Pics
from certkit.pics.read import read_pics

Reader = Callable[[bytes, str, Load], tuple[Pics, Rulebook]]


def load_pics(name: str, stdin: BinaryIO, load: Load, reader: Reader = read_pics) -> tuple[Pics, Rulebook, bytes]:
    """The PICS, its rulebook, and the bytes of the file.

    Raises:
        CertkitError: the file cannot be read; the error names the file.
    """
    content = read_file(name, stdin)
    source = source_of(name)
    try:
        pics, rulebook = reader(content, source, load)
    except UnknownEdition as error:
        error.file = source
        raise
    return pics, rulebook, content
