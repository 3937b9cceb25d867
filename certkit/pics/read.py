"""Which reader a PICS needs. The content of the file decides, never its name."""

from __future__ import annotations

from collections.abc import Callable

from certkit.edition.rulebook import Rulebook
from certkit.files.recognize import PICS, WORKBOOK, refuse_other
from certkit.loading import load
from certkit.pics.model import Pics
from certkit.pics.read_yaml import read_pics_yaml

ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
"""The first bytes of a ZIP archive, and so of every modern workbook."""
OLE2 = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",)
"""The first bytes of an old or an encrypted workbook; the reader of workbooks says which, and what to do."""


def read_pics(content: bytes, source: str, rulebook_of: Callable[[str | None], Rulebook]) -> tuple[Pics, Rulebook]:
    """The statement in a file, and the rulebook it is for.

    Args:
        content: the file's bytes: YAML (and so JSON), or a form of certkit as a workbook.
        source: its name, as the user gave it.
        rulebook_of: the rulebook of the edition that the file names, or of the default for None.

    Raises:
        UnreadableFile: it is neither, or not a PICS.
        UnknownName: the file names an edition that does not exist.
    """
    refuse_other(content, source, "a PICS", PICS, WORKBOOK)
    if is_workbook(content):
        statement: tuple[Pics, Rulebook] = load("certkit.pics.read_xlsx:read_pics_xlsx")(content, source, rulebook_of)
        return statement
    return read_pics_yaml(content, source, rulebook_of)


def is_workbook(content: bytes) -> bool:
    """Whether the bytes begin as those of a workbook, readable or not."""
    return content.startswith(ZIP + OLE2)
