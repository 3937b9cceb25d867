"""Which reader a PICS needs: decided by what the file holds, never by what it is called."""

from __future__ import annotations

from collections.abc import Callable

from certkit.edition.rulebook import Rulebook
from certkit.pics.model import Pics
from certkit.pics.read_yaml import read_pics_yaml

ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
"""How a ZIP begins, and so every modern workbook."""
OLE2 = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",)
"""How an old or an encrypted workbook begins; the workbook's reader says which, and the way out."""


def read_pics(content: bytes, source: str, load: Callable[[str | None], Rulebook]) -> tuple[Pics, Rulebook]:
    """The statement in a file, and the rulebook it was read with.

    Args:
        content: the file's bytes: a workbook, or else YAML (and so JSON).
        source: its name, as the user gave it.
        load: the rulebook of the edition that the file names, or of the default for None.

    Raises:
        UnreadableFile: it is neither, or not a PICS.
        UnknownName: the file names an edition that does not exist.
    """
    if is_workbook(content):
        from certkit.pics.read_xlsx import read_pics_xlsx

        return read_pics_xlsx(content, source, load)
    return read_pics_yaml(content, source, load)


def is_workbook(content: bytes) -> bool:
    """Whether the bytes begin as a workbook does, be it one that can be read or not."""
    return content.startswith(ZIP + OLE2)
