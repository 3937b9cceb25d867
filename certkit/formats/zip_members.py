"""The files of a ZIP archive, read one at a time without unpacking the archive.

The sizes that an archive states are not trusted: reading stops at a limit.
"""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from certkit.errors import UnreadableFile

MOST_MEMBERS = 20_000
LARGEST_MEMBER = 8_000_000
"""Bytes of one file that are read."""
_READ_ERRORS = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, OSError, EOFError, ValueError, NotImplementedError, RuntimeError,
)  # fmt: skip


@dataclass(frozen=True)
class Member:
    """A file of an archive. It is read only when asked for."""

    name: str
    source: str
    archive: zipfile.ZipFile
    info: zipfile.ZipInfo

    def read(self, largest: int = LARGEST_MEMBER) -> bytes:
        """Its bytes.

        Raises:
            UnreadableFile: it is damaged, encrypted or too large.
        """
        try:
            with self.archive.open(self.info) as file:
                content = file.read(largest + 1)
        except _READ_ERRORS:
            encrypted = bool(self.info.flag_bits & 1)
            reason = "it is encrypted" if encrypted else "it is damaged, or compressed in a way that cannot be read"
            raise UnreadableFile(reason, file=self.source) from None
        if len(content) > largest:
            raise UnreadableFile(f"it has more than {largest:,} bytes", file=self.source)
        return content


def members_of(content: bytes, source: str) -> Iterator[Member]:
    """The files of an archive, in the order of their names; folders and what macOS adds are left out.

    Raises:
        UnreadableFile: it is not a ZIP archive, is damaged, or has far too many files, or two with one name.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        infos = archive.infolist()
    except _READ_ERRORS:
        raise UnreadableFile(
            "this is not a ZIP archive, or it is damaged", hint="is it cut off?", file=source
        ) from None
    if len(infos) > MOST_MEMBERS:
        raise UnreadableFile(f"the archive has more than {MOST_MEMBERS:,} files", file=source)
    names = [info.filename for info in infos]
    if len(set(names)) < len(names):
        raise UnreadableFile("the archive has two files of the same name", file=source)
    with archive:
        for info in sorted(infos, key=lambda info: info.filename):
            if (
                not info.is_dir()
                and not info.filename.startswith("__MACOSX/")
                and not info.filename.endswith(".DS_Store")
            ):
                yield Member(info.filename, source, archive, info)
