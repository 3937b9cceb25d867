"""A firmware image, hashed in one pass, and whether it is a whole image at all (8.2).

The image must be a full one that allows a first installation without any dependencies. A difference to an older
firmware is known by how its container begins. What else an image is, is the vendor's affair and not looked at.
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
from certkit.messages import plain_finding

LARGEST = 64_000_000_000
"""Bytes of an image; a whole disk of a charging station has fewer."""
BLOCK = 1 << 16
"""Bytes read at a time: few calls, and what was read is still in the processor's cache when it is hashed."""
_BLOCKS_A_STEP = 256
"""Blocks between two calls of ``progress``."""
_HEAD = 65_536
"""Bytes from the beginning that are looked at."""

_DELTAS = (
    (b"BSDIFF40", "a difference made by bsdiff"),
    (b"BSDIFF4", "a difference made by bsdiff"),
    (b"ENDSLEY/BSDIFF43", "a difference made by bsdiff"),
    (b"BSDF2", "a difference made by bsdiff"),
    (b"\xd6\xc3\xc4", "a difference in VCDIFF, which xdelta and open-vcdiff write"),
    (b"%XDELTA%", "a difference made by xdelta"),
    (b"%XDZ00", "a difference made by xdelta"),
    (b"rs\x026", "a difference made by rdiff"),
    (b"IMGDIFF2", "a difference made by imgdiff"),
    (b"HDIFF", "a difference made by HDiffPatch"),
    (b"PUFFDIFF", "a difference made by puffdiff"),
    (b"Zucc", "a difference made by zucchini"),
    (b"JDIFF", "a difference made by jdiff"),
)
_CPIO = (b"070701", b"070702")
_SQUASHFS = b"hsqs"
_SWU_DELTAS = (b'type = "delta"', b'"rdiff_image"', b'"rdiff_file"', b"zckloadurl")
_TEXTS = (b"<!doctype", b"<html", b"<?xml", b'{"', b"http/1", b"version https://git-lfs", b"not found", b"error")


def hash_firmware(
    name: str, *, algorithm: str = DEFAULT, progress: Callable[[int, int], None] | None = None
) -> Firmware:
    """The hash of an image and what is wrong with it.

    Args:
        name: the file. Standard input is refused, since an image is looked at before and after it is read.
        algorithm: one of :data:`certkit.firmware.model.ALGORITHMS`.
        progress: called now and then with the bytes read and the bytes there are.

    Raises:
        UnreadableFile: there is no such file, or it cannot be read.
    """
    try:
        _refuse_special(name)
        with Path(name).open("rb", buffering=0) as file:
            before = os.fstat(file.fileno())
            head, digest, size = _digest(file, algorithm, before.st_size, progress)
            after = os.fstat(file.fileno())
        named = Path(name).stat()
    except FileNotFoundError:
        raise UnreadableFile("there is no such image", file=name) from None
    except IsADirectoryError:
        raise UnreadableFile("this is a folder, not an image", file=name) from None
    except PermissionError:
        raise UnreadableFile("the image may not be read", hint="check its permissions", file=name) from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise UnreadableFile(f"the image cannot be read: {reason}", file=name) from None
    findings = []
    if size != before.st_size or _version(before) != _version(after) or _version(after) != _version(named):
        findings.append(_changed(name, before.st_size, size, after.st_size))
    findings += look_at(name, head, size)
    return Firmware(name, algorithm, digest, size, tuple(findings))


def _refuse_special(name: str) -> None:
    """A device has no end, and what comes through a pipe is gone once it is read.

    Raises:
        UnreadableFile: it is no regular file, or larger than any image.
    """
    found = Path(name).stat()
    if stat.S_ISDIR(found.st_mode):
        raise IsADirectoryError
    if not stat.S_ISREG(found.st_mode):
        raise UnreadableFile("this is a device or a pipe, not an image", hint="save it to a file first", file=name)
    if found.st_size > LARGEST:
        limit = LARGEST // 1_000_000_000
        raise UnreadableFile(f"the image has more than {limit} billion bytes", hint="is it the right file?", file=name)


def missing_image(error: UnreadableFile) -> Finding:
    """An image that cannot be read, as a finding, for those who have more to say than that."""
    return plain_finding("FW-01", error.message, where=Place(error.file), hint=error.hint)


def look_at(name: str, head: bytes, size: int) -> list[Finding]:
    """What the beginning of an image shows to be wrong with it."""
    place = Place(name)
    if not size:
        return [plain_finding("FW-02", "the image has no bytes", where=place)]
    kind = _delta(head) or _delta(_unpacked(head))
    if kind:
        return [plain_finding("FW-04", f"it is {kind}", where=place)]
    if head.startswith(_CPIO) and b"sw-description" in head[:300]:
        if any(mark in head for mark in _SWU_DELTAS):
            return [plain_finding("FW-05", "it is an SWUpdate image whose description names a difference", where=place)]
        return [plain_finding("FW-05", "it is an SWUpdate image", where=place)]
    if head.startswith(_SQUASHFS):
        return [plain_finding("FW-05", "it is a squashfs image, as RAUC bundles are", where=place)]
    if head.lstrip()[:30].lower().startswith(_TEXTS):
        return [plain_finding("FW-06", "it begins as a text does", where=place)]
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
    if read < before or after < before:
        detail = f"it was cut off: {before:,} bytes at first, {read:,} read"
    elif after > before or read > before:
        detail = f"it grew: {before:,} bytes at first, {max(after, read):,} at the end"
    else:
        detail = "it was written or replaced meanwhile"
    return plain_finding("FW-03", detail, where=Place(name))


def _delta(head: bytes) -> str:
    return next((kind for begin, kind in _DELTAS if head.startswith(begin)), "")


def _unpacked(head: bytes) -> bytes:
    """The first bytes of what is inside a compressed image, or nothing."""
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
