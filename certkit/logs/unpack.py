"""Compressed files and archives as streams, within limits: how deep, how many files, how many bytes out of how few.

Everything is read forwards and in blocks, so that what is unpacked never lies in memory. Only a ZIP has to be stored,
because its table of contents is at its end.
"""

from __future__ import annotations

import bz2
import hashlib
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, NamedTuple, Protocol

from certkit.errors import UnreadableFile
from certkit.loading import load
from certkit.logs.kinds import Kind, is_tar

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

DEEPEST = 8
"""Compressions and archives within each other."""
MOST_MEMBERS = 20_000
"""Of all archives in one file."""
MOST_BYTES = 32_000_000_000
"""That one file may be unpacked to."""
SMALL, MOST_FOR_ONE = 100_000_000, 500
"""Above the first number of bytes, one byte of a file may be unpacked to at most so many. Logs have up to a hundred."""
MOST_STORED = 4_000_000_000
"""Bytes of a ZIP."""
_IN_MEMORY, _BLOCK, _PACKED, _LARGE = 1 << 24, 1 << 18, 1 << 15, 1 << 16
_MOST_LISTED = 8_000_000
"""Bytes of a ZIP's table of contents, which Python reads as a whole."""
_XZ_MEMORY = 1 << 28
_LONGEST_NAME = 1 << 16
_TAR_BLOCK = 512
_PATH, _SIZE = "path", "size"
_REGULAR, _LONG_NAME, _PAX, _SPARSE = (b"0", b"\0", b"7"), b"L", b"x", b"S"
_HEADERS = (_LONG_NAME, _PAX, b"K", b"g")
"""What is said of the next file, and of all: a long name of a link, and fields for all files, say nothing of a log."""
_LINKS, _FOLDER = (b"1", b"2"), b"5"
_WITHOUT_CONTENT = (*_LINKS, b"3", b"4", _FOLDER, b"6")


class Readable(Protocol):
    """What a log is read from."""

    def read(self, size: int, /) -> bytes: ...


@contextmanager
def readable(name: str) -> Iterator[None]:
    """Turns what goes wrong while a file is read or unpacked into one error.

    Raises:
        UnreadableFile: it cannot be read, or is broken.
    """
    try:
        yield
    except (
        *(EOFError, ValueError, NotImplementedError, RuntimeError, struct.error, zlib.error, lzma.LZMAError),
        *(zipfile.BadZipFile, zipfile.LargeZipFile),
    ) as error:
        raise UnreadableFile(f"the compressed file or archive is broken or cut off: {error}", file=name) from None
    except OSError as error:
        if error.strerror is None:  # what bz2 says
            raise UnreadableFile(f"the compressed file is broken or cut off: {error}", file=name) from None
        raise UnreadableFile(f"the file cannot be read: {error.strerror}", file=name) from None


class Budget:
    """What may still be unpacked from one file that the user named.

    Attributes:
        packed: bytes that were read of it.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self.packed = 0
        self._unpacked = 0
        self._members = 0

    def unpack(self, count: int) -> None:
        """Count bytes that were unpacked.

        Raises:
            UnreadableFile: there are too many.
        """
        self._unpacked += count
        if self._unpacked > MOST_BYTES:
            raise self._refusal(f"it is unpacked to more than {MOST_BYTES // 1_000_000:,} million bytes")
        if self._unpacked > max(SMALL, MOST_FOR_ONE * self.packed):
            raise self._refusal(f"it is unpacked to more than {MOST_FOR_ONE} times its size")

    def add_member(self) -> None:
        """Count a file of an archive.

        Raises:
            UnreadableFile: there are too many.
        """
        self._members += 1
        if self._members > MOST_MEMBERS:
            raise self._refusal(f"its archives have more than {MOST_MEMBERS:,} files")

    def go_down(self, depth: int) -> int:
        """The depth within one more compression or archive.

        Raises:
            UnreadableFile: it is too deep.
        """
        if depth >= DEEPEST:
            raise self._refusal(f"archives are within each other more than {DEEPEST} levels deep")
        return depth + 1

    def _refusal(self, message: str) -> UnreadableFile:
        return UnreadableFile(message, hint="unpack it yourself, if you trust it", file=self._name)


class Digest:
    """SHA-256 of blocks. A thread hashes large blocks while the reader continues: hashing releases the GIL."""

    def __init__(self) -> None:
        self._digest = hashlib.sha256()
        self._pool: ThreadPoolExecutor | None = None
        self._last: Future[None] | None = None

    def update(self, block: bytes) -> None:
        self._wait()
        if len(block) < _LARGE:
            self._digest.update(block)
            return
        if self._pool is None:
            self._pool = load("concurrent.futures:ThreadPoolExecutor")(1)
        self._last = self._pool.submit(self._digest.update, block)

    def hexdigest(self) -> str:
        self._wait()
        if self._pool is not None:
            self._pool.shutdown()
            self._pool = None
        return self._digest.hexdigest()

    def _wait(self) -> None:
        if self._last is not None:
            self._last.result()
            self._last = None


class PeekableStream:
    """A stream of which the first bytes can be looked at before they are read."""

    def __init__(self, raw: Readable) -> None:
        self._raw = raw
        self._ahead = b""

    def peek(self, size: int) -> bytes:
        """The next bytes, fewer only at the end."""
        while len(self._ahead) < size and (block := self._take(size - len(self._ahead))):
            self._ahead += block
        return self._ahead[:size]

    def read(self, size: int, /) -> bytes:
        if self._ahead:
            block, self._ahead = self._ahead[:size], self._ahead[size:]
            return block
        return self._take(size)

    def exactly(self, size: int) -> bytes:
        """The next bytes, fewer only at the end."""
        self.peek(size)
        return self.read(size) if size else b""

    def drain(self) -> None:
        """Read to the end."""
        while self.read(_BLOCK):
            pass

    def _take(self, size: int) -> bytes:
        return self._raw.read(size)


class HashedStream(PeekableStream):
    """A stream that is hashed while it is read."""

    def __init__(self, raw: Readable, budget: Budget | None = None) -> None:
        super().__init__(raw)
        self._digest = Digest()
        self._budget = budget
        self._ended = False

    @property
    def sha256(self) -> str:
        """Of all bytes; empty until they are read."""
        return self._digest.hexdigest() if self._ended else ""

    def _take(self, size: int) -> bytes:
        block = self._raw.read(size)
        self._digest.update(block)
        if self._budget is not None:
            self._budget.packed += len(block)
        self._ended = self._ended or not block
        return block


class _Decompressor(Protocol):
    @property
    def needs_input(self) -> bool: ...

    @property
    def eof(self) -> bool: ...

    @property
    def unused_data(self) -> bytes: ...

    def decompress(self, data: bytes, max_length: int = ..., /) -> bytes: ...


class _Gunzip:
    """What zlib gives, in the form of bz2 and lzma: input that was not needed yet is kept."""

    def __init__(self) -> None:
        self._zlib = zlib.decompressobj(wbits=31)

    @property
    def eof(self) -> bool:
        return self._zlib.eof

    @property
    def unused_data(self) -> bytes:
        return self._zlib.unused_data

    @property
    def needs_input(self) -> bool:
        return not self._zlib.unconsumed_tail

    def decompress(self, data: bytes, max_length: int = 0, /) -> bytes:
        return self._zlib.decompress(self._zlib.unconsumed_tail + data, max_length)


_DECOMPRESSORS: dict[Kind, Callable[[], _Decompressor]] = {
    Kind.GZIP: _Gunzip,
    Kind.BZIP2: bz2.BZ2Decompressor,
    Kind.XZ: lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_XZ_MEMORY),
}


class Decompressed:
    """The content of a gzip, bzip2 or xz file, all its parts one after the other."""

    def __init__(self, raw: Readable, kind: Kind, budget: Budget) -> None:
        self._raw, self._budget = raw, budget
        self._make = _DECOMPRESSORS[kind]
        self._part: _Decompressor | None = self._make()
        self._packed = b""

    def read(self, size: int, /) -> bytes:
        """The next bytes, empty at the end.

        Raises:
            EOFError: it ends too early.
        """
        while self._part is not None:
            ends = False
            if not self._packed and self._part.needs_input:
                self._packed = self._raw.read(_PACKED)
                ends = not self._packed
            packed, self._packed = self._packed, b""
            block = self._part.decompress(packed, size)
            self._budget.unpack(len(block))
            if self._part.eof:
                self._part = self._next_part(self._part.unused_data)
            elif ends and not block:
                raise EOFError("it ends too early")
            if block:
                return block
        return b""

    def _next_part(self, rest: bytes) -> _Decompressor | None:
        """What reads the part that begins with these bytes; zeros may fill a block of a tape."""
        while not (rest := rest.lstrip(b"\0")):
            rest = self._raw.read(_PACKED)
            if not rest:
                return None
        self._packed = rest
        return self._make()


class Member(NamedTuple):
    """A file of an archive.

    Attributes:
        skipped: why it cannot be a log, or empty.
        content: None if it is skipped.
    """

    name: str
    skipped: str = ""
    content: Readable | None = None


class _Part:
    """The next bytes of a stream, as many as a header says."""

    def __init__(self, raw: PeekableStream, size: int) -> None:
        self._raw, self._left = raw, size

    def read(self, size: int, /) -> bytes:
        if not self._left:
            return b""
        block = self._raw.read(min(size, self._left))
        self._left -= len(block)
        if not block:
            raise EOFError("it ends too early")
        return block

    def skip(self) -> None:
        while self._left and self.read(_BLOCK):
            pass


def members_of_tar(raw: PeekableStream, budget: Budget) -> Iterator[Member]:
    """The files of a tar archive, in its order; each must be read before the next is asked for.

    Nothing is written to any folder: a name is a name and no path, and what is not a file has no content.
    """
    name, size = "", None
    while (block := raw.exactly(_TAR_BLOCK)).strip(b"\0"):
        if not is_tar(block):
            raise ValueError("a header has a wrong checksum")
        kind, stated = block[156:157], _tar_number(block[124:136])
        if kind in _HEADERS:
            text = _extended_header(raw, stated)
            if kind == _LONG_NAME:
                name = text.split(b"\0", 1)[0].decode("utf-8", "replace")
            elif kind == _PAX:
                fields = _pax_fields(text)
                name = fields.get(_PATH, name)
                size = _decimal(fields[_SIZE]) if _SIZE in fields else size
            continue
        if kind == _SPARSE:
            raise ValueError("it has a sparse file")
        has_content = kind not in _WITHOUT_CONTENT
        size = (stated if size is None else size) if has_content else 0
        name = name or _tar_name(block)
        part = _Part(raw, size)
        budget.add_member()
        if kind in _REGULAR and not name.endswith("/"):
            yield Member(name, "", part)
        elif kind not in (*_REGULAR, _FOLDER):
            yield Member(name, "link" if kind in _LINKS else "device")
        part.skip()
        raw.exactly(-size % _TAR_BLOCK)
        name, size = "", None
    if not block:
        raise EOFError("it ends too early")


def _extended_header(raw: PeekableStream, size: int) -> bytes:
    if size > _LONGEST_NAME:
        raise ValueError("a name is too long")
    text = raw.exactly(size)
    raw.exactly(-size % _TAR_BLOCK)
    if len(text) < size:
        raise EOFError("it ends too early")
    return text


def _tar_name(block: bytes) -> str:
    name = block[:100].split(b"\0", 1)[0]
    prefix = block[345:500].split(b"\0", 1)[0] if block[257:263] == b"ustar\0" else b""
    return (prefix + b"/" + name if prefix else name).decode("utf-8", "replace")


def _decimal(text: str) -> int:
    if not re.fullmatch("[0-9]{1,18}", text):
        raise ValueError("a size is not a number")
    return int(text)


def _tar_number(field: bytes) -> int:
    """A number in octal, or in binary if it is too large for that."""
    if field[0] == 0x80:
        return int.from_bytes(field[1:], "big")
    text = field.split(b"\0", 1)[0].strip()
    if not re.fullmatch(b"[0-7]*", text):
        raise ValueError("a size is not a number")
    return int(text or b"0", 8)


def _pax_fields(text: bytes) -> dict[str, str]:
    fields = {}
    while text:
        length, _, _ = text.partition(b" ")
        end = _decimal(length.decode("ascii", "replace"))
        record, text = text[:end], text[end:]
        name, equals, value = record[len(length) + 1 : -1].partition(b"=")
        if not equals or len(record) < end:
            raise ValueError("an extended header is malformed")
        if name.startswith(b"GNU.sparse."):
            raise ValueError("it has a sparse file")
        fields[name.decode("utf-8", "replace")] = value.decode("utf-8", "replace")
    return fields


@contextmanager
def stored(raw: PeekableStream, name: str) -> Iterator[IO[bytes]]:
    """The whole of a stream in a temporary file, or in memory if it is small.

    Raises:
        UnreadableFile: it is too large.
    """
    with load("tempfile:SpooledTemporaryFile")(_IN_MEMORY) as file:
        size = 0
        while block := raw.read(_BLOCK):
            size += len(block)
            if size > MOST_STORED:
                message = f"the ZIP has more than {MOST_STORED // 1_000_000:,} million bytes"
                raise UnreadableFile(message, hint="unpack it first", file=name)
            file.write(block)
        file.seek(0)
        yield file


def open_zip(file: IO[bytes]) -> zipfile.ZipFile:
    """A ZIP whose table of contents is not too large.

    Raises:
        ValueError: it is.
        zipfile.BadZipFile: it is broken.
    """
    file.seek(0, 2)
    size = file.tell()
    file.seek(max(0, size - (1 << 16) - 22 - 20 - 56))
    tail = file.read()
    end = tail.rfind(b"PK\x05\x06")
    listed = int.from_bytes(tail[end + 12 : end + 16], "little") if end >= 0 else 0
    if listed == 0xFFFFFFFF and (larger := tail.rfind(b"PK\x06\x06")) >= 0:
        listed = int.from_bytes(tail[larger + 40 : larger + 48], "little")
    if listed > _MOST_LISTED:
        raise ValueError("its table of contents is too large")
    return zipfile.ZipFile(file)


class Counted:
    """What is read of a file in a ZIP counts as unpacked."""

    def __init__(self, raw: Readable, budget: Budget) -> None:
        self._raw, self._budget = raw, budget

    def read(self, size: int, /) -> bytes:
        block = self._raw.read(size)
        self._budget.unpack(len(block))
        return block
