"""Reads and hashes a firmware image in one pass, and checks that it is a full image (8.2).

A full image can be installed on a new station without anything else. A difference to an older firmware is recognized
by its first bytes. What else an image contains is up to the vendor, and not examined.
"""

from __future__ import annotations

import bz2
import gzip
import hashlib
import itertools
import lzma
import os
import stat
import zlib
from collections.abc import Callable
from io import BytesIO, FileIO
from pathlib import Path

from certkit.errors import UnreadableFile
from certkit.finding import Finding, Place
from certkit.firmware.model import DEFAULT, Firmware
from certkit.messages import finding

LARGEST = 64_000_000_000
"""Bytes of an image; a whole disk of a charging station has fewer."""
BLOCK = 1 << 16
"""Bytes read at a time: few calls, and a block is still in the processor's cache when it is hashed."""
_BLOCKS_A_STEP = 256
"""Blocks between two calls of ``progress``."""
_HEAD = 65_536
"""Bytes at the beginning that are examined."""

_DELTAS = (
    (b"BSDIFF40", "bsdiff"),
    (b"BSDIFF4", "bsdiff"),
    (b"ENDSLEY/BSDIFF43", "bsdiff"),
    (b"BSDF2", "bsdiff"),
    (b"\xd6\xc3\xc4", "VCDIFF (xdelta, open-vcdiff)"),
    (b"%XDELTA%", "xdelta"),
    (b"%XDZ00", "xdelta"),
    (b"rs\x026", "rdiff"),
    (b"IMGDIFF2", "imgdiff"),
    (b"HDIFF", "HDiffPatch"),
    (b"PUFFDIFF", "puffdiff"),
    (b"Zucc", "zucchini"),
    (b"JDIFF", "jdiff"),
)
"""First bytes of a difference -> the tool that makes it."""
_CPIO = (b"070701", b"070702")
_SQUASHFS = b"hsqs"
_SWU_DELTAS = (b'type = "delta"', b'"rdiff_image"', b'"rdiff_file"', b"zckloadurl")
_TEXTS = (b"<!doctype", b"<html", b"<?xml", b'{"', b"http/1", b"version https://git-lfs", b"not found", b"error")


def hash_firmware(
    name: str, *, algorithm: str = DEFAULT, progress: Callable[[int, int], None] | None = None
) -> Firmware:
    """The hash of an image and what is wrong with it.

    Args:
        name: the file. Standard input is refused: the file is checked before and after it is read.
        algorithm: one of :data:`certkit.firmware.model.ALGORITHMS`.
        progress: called from time to time with the bytes read so far and the bytes of the file.

    Raises:
        UnreadableFile: the file does not exist, or cannot be read.
    """
    try:
        _refuse_special(name)
        with Path(name).open("rb", buffering=0) as file:
            before = os.fstat(file.fileno())
            head, digest, size = _digest(file, algorithm, before.st_size, progress)
            after = os.fstat(file.fileno())
        named = Path(name).stat()
    except FileNotFoundError:
        raise UnreadableFile("the image does not exist", file=name) from None
    except IsADirectoryError:
        raise UnreadableFile("this is a folder, not an image", file=name) from None
    except PermissionError:
        raise UnreadableFile("no permission to read the image", hint="check its permissions", file=name) from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise UnreadableFile(f"the image cannot be read: {reason}", file=name) from None
    findings = []
    if size != before.st_size or _version(before) != _version(after) or _version(after) != _version(named):
        findings.append(_changed(name, before.st_size, size, after.st_size))
    findings += examine(name, head, size)
    return Firmware(name, algorithm, digest, size, tuple(findings))


def _refuse_special(name: str) -> None:
    """Refuse what cannot be read from beginning to end and checked again: a device, a pipe.

    Raises:
        UnreadableFile: it is not a regular file, or larger than any image.
    """
    status = Path(name).stat()
    if stat.S_ISDIR(status.st_mode):
        raise IsADirectoryError
    if not stat.S_ISREG(status.st_mode):
        raise UnreadableFile("this is a device or a pipe, not an image", hint="save it to a file first", file=name)
    if status.st_size > LARGEST:
        limit = LARGEST // 1_000_000_000
        raise UnreadableFile(f"the image has more than {limit} billion bytes", hint="is it the right file?", file=name)


def missing_image(error: UnreadableFile) -> Finding:
    """The finding of an image that cannot be read."""
    return finding("FW-01", reason=error.message, where=Place(error.file), hint=error.hint or None)


def examine(name: str, head: bytes, size: int) -> list[Finding]:
    """What the first bytes of an image show to be wrong with it."""
    place = Place(name)
    if not size:
        return [finding("FW-02", where=place)]
    tool = _delta_tool(head) or _delta_tool(_unpacked(head))
    if tool:
        return [finding("FW-04", tool=tool, where=place)]
    if head.startswith(_CPIO) and b"sw-description" in head[:300]:
        is_delta = any(mark in head for mark in _SWU_DELTAS)
        return [finding("FW-05.swupdate-delta" if is_delta else "FW-05.swupdate", where=place)]
    if head.startswith(_SQUASHFS):
        return [finding("FW-05.squashfs", where=place)]
    if head.lstrip()[:30].lower().startswith(_TEXTS):
        return [finding("FW-06", where=place)]
    return []


def _digest(
    file: FileIO, algorithm: str, expected: int, progress: Callable[[int, int], None] | None
) -> tuple[bytes, str, int]:
    """The first bytes, the digest, and how many bytes there were."""
    digest = hashlib.new(algorithm, usedforsecurity=False)
    block = bytearray(BLOCK)
    view = memoryview(block)
    head, size = b"", 0
    for number in itertools.count(1):
        count = file.readinto(block)
        if not count:
            break
        if len(head) < _HEAD:
            head += bytes(view[: min(count, _HEAD - len(head))])
        digest.update(view[:count])
        size += count
        if progress is not None and number % _BLOCKS_A_STEP == 0:
            progress(size, expected)
    return head, digest.hexdigest(), size


def _version(stat: os.stat_result) -> tuple[int, int, int]:
    return stat.st_ino, stat.st_size, stat.st_mtime_ns


def _changed(name: str, before: int, read: int, after: int) -> Finding:
    place = Place(name)
    if read < before or after < before:
        return finding("FW-03.cut", before=before, read=read, where=place)
    if after > before or read > before:
        return finding("FW-03.grown", before=before, after=max(after, read), where=place)
    return finding("FW-03.replaced", where=place)


def _delta_tool(head: bytes) -> str:
    return next((tool for begin, tool in _DELTAS if head.startswith(begin)), "")


def _unpacked(head: bytes) -> bytes:
    """The first bytes inside a compressed image, or nothing."""
    try:
        if head.startswith(b"\x1f\x8b"):
            return gzip.GzipFile(fileobj=BytesIO(head)).read1(64)
        if head.startswith(b"BZh"):
            return bz2.BZ2Decompressor().decompress(head, 64)
        if head.startswith((b"\xfd7zXZ", b"\x5d\0\0")):
            return lzma.LZMADecompressor(memlimit=1 << 27).decompress(head, 64)
    except (OSError, EOFError, zlib.error, lzma.LZMAError, MemoryError, ValueError):
        return b""
    return b""
