"""What a file is, by its first bytes and never by its name: text, compressed, an archive, or something else."""

from __future__ import annotations

import codecs
from enum import StrEnum

from certkit.messages import texts

SAMPLE = 4096
"""The first bytes of a file, from which its kind is recognized."""
_TAR_BLOCK, _CHECKSUM = 512, slice(148, 156)
_MOST_CONTROLS = 20
"""In text at most one byte of this many is a control character. In random bytes one of eleven is."""


class Kind(StrEnum):
    """What certkit reads."""

    TEXT = "text"
    GZIP = "gzip"
    BZIP2 = "bzip2"
    XZ = "xz"
    TAR = "tar"
    ZIP = "zip"


_READ = (
    (b"\x1f\x8b", Kind.GZIP),
    (b"BZh", Kind.BZIP2),
    (b"\xfd7zXZ\0", Kind.XZ),
    (b"PK\x03\x04", Kind.ZIP),
    (b"PK\x05\x06", Kind.ZIP),
    (b"PK\x07\x08", Kind.ZIP),
)
_ARCHIVES = (
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!\x1a\x07", "rar"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"\x04\x22\x4d\x18", "lz4"),
    (b"\x1f\x9d", "compress"),
    (b"MSCF\0\0\0\0", "cab"),
    (b"LPKSHHRH", "journal"),
    (b"ElfFile\0", "evtx"),
)
"""What may well have logs in it, but certkit cannot open."""
_OTHERS = (
    (b"\xd4\xc3\xb2\xa1", "pcap"),
    (b"\xa1\xb2\xc3\xd4", "pcap"),
    (b"\x4d\x3c\xb2\xa1", "pcap"),
    (b"\xa1\xb2\x3c\x4d", "pcap"),
    (b"\x0a\x0d\x0d\x0a", "pcap"),
    (b"%PDF", "pdf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "office-97"),
    (b"SQLite format 3\0", "sqlite"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF87a", "image"),
    (b"GIF89a", "image"),
    (b"\x7fELF", "program"),
    (b"MZ", "program"),
)
OFFICE_MEMBERS = (
    ("[Content_Types].xml", "xl/", "workbook"),
    ("[Content_Types].xml", "word/", "document"),
    ("[Content_Types].xml", "", "document"),
    ("mimetype", "", "document"),
    ("META-INF/MANIFEST.MF", "", "program"),
)
"""Members of a ZIP by which it is a document: one name that it has, and the folder that it has too."""


def recognize(begin: bytes) -> Kind | str:
    """What certkit reads, or the name of another kind of file.

    Args:
        begin: its first bytes, :data:`SAMPLE` of them if it has so many.
    """
    for mark, kind in _READ:
        if begin.startswith(mark) and (kind is not Kind.BZIP2 or begin[4:10] in (b"1AY&SY", b"\x17rE8P\x90")):
            return kind
    if is_tar(begin):
        return Kind.TAR
    encoding, _ = encoding_of(begin)
    if not encoding:
        for mark, name in (*_ARCHIVES, *_OTHERS):
            if begin.startswith(mark) and (mark != b"MZ" or _is_binary(begin)):
                return name
        if _is_binary(begin):
            return "binary"
    return Kind.TEXT


def may_have_logs(name: str) -> bool:
    """Whether a file that certkit cannot open may have logs in it, so that it must not be skipped."""
    return any(name == other for _, other in _ARCHIVES)


def words_for(name: str) -> tuple[str, str]:
    """What a kind of file is called, and the way to get text from it."""
    return texts("file-kind.")[name], texts("file-way.")[name]


def is_tar(block: bytes) -> bool:
    """Whether a block is the header of a file in a tar archive, of any of its formats: its checksum is right."""
    if len(block) < _TAR_BLOCK or not block[0]:
        return False
    block = block[:_TAR_BLOCK]
    try:
        checksum = int(block[_CHECKSUM].strip(b"\0 ") or b"x", 8)
    except ValueError:
        return False
    return checksum == sum(block[:148]) + 8 * 32 + sum(block[156:])


def encoding_of(begin: bytes) -> tuple[str, int]:
    """The encoding of a text, and the bytes of its byte order mark; empty for UTF-8 and everything like it.

    Without a mark, UTF-16 and UTF-32 show in their zero bytes: a log is mostly ASCII.
    """
    for mark, name in (
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF8, ""),
    ):
        if begin.startswith(mark):
            return name, len(mark)
    sample = begin[: len(begin) // 4 * 4]
    if len(sample) < 8 or b"\0" not in sample:
        return "", 0
    quarter = len(sample) // 4
    zeros = [sample[place::4].count(0) / quarter for place in range(4)]
    empty = "".join("0" if share > 0.5 else "x" if share < 0.1 else "?" for share in zeros)
    return {"x000": "utf-32-le", "000x": "utf-32-be", "x0x0": "utf-16-le", "0x0x": "utf-16-be"}.get(empty, ""), 0


_CONTROLS = bytes(code for code in range(32) if code not in b"\a\b\t\n\v\f\r\x1b")


def _is_binary(begin: bytes) -> bool:
    # A log that was cut while its writer had it open begins with zeros.
    sample = begin.lstrip(b"\0")
    return (len(sample) - len(sample.translate(None, _CONTROLS))) * _MOST_CONTROLS > len(sample)
