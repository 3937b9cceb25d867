"""Logs from files, folders, gzip, ZIP and standard input: each a stream that is hashed while it is read, and its lines.

Lines come in blocks, so that a log of any size, with lines of any length, takes the same memory.
"""

from __future__ import annotations

import codecs
import gzip
import hashlib
import io
import os
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol

from certkit.errors import UnreadableFile
from certkit.files.read import STDIN, read_file, source_of
from certkit.loading import load

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

NO_LOGS = (
    *(".xlsx", ".xlsm", ".docx", ".pdf", ".png", ".jpg", ".jpeg", ".gif", ".svg", ".html", ".css", ".js"),
    *(".yaml", ".yml", ".py", ".md", ".pcap", ".pcapng", ".bin", ".pem", ".crt", ".key", ".db", ".sqlite"),
)
"""Files that are skipped in a folder or ZIP. A file that the user names is read whatever its name is."""
BLOCK = 1 << 18
"""Bytes that are read and split into lines at a time."""
LONGEST = 1 << 22
"""Bytes that a line may have."""
TOO_LONG = b"\x00 a line that is too long"
"""This very object replaces a line that is too long to be kept."""
_LARGE = 1 << 16
_GZIP, _ZIP = b"\x1f\x8b", (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_DOCUMENTS = (".xlsx", ".xlsm", ".docx", ".jar")


class Readable(Protocol):
    """What a log is read from."""

    def read(self, size: int, /) -> bytes: ...


class LogStream:
    """The content of one log. ``name`` is its name in messages, in an archive ``a.zip/b.log``."""

    def __init__(self, name: str, raw: Readable) -> None:
        self.name = name
        self._digest = _Digest()
        self._begin = raw.read(4)
        self._digest.update(self._begin)
        self._content: Readable = _Hashed(raw, self._begin, self._digest)
        if self._begin.startswith(_GZIP):
            self._content = gzip.GzipFile(fileobj=self._content)  # type: ignore[call-overload]
        self._ended = False

    @property
    def begins_as_zip(self) -> bool:
        """Whether the first bytes are those of a ZIP."""
        return self._begin.startswith(_ZIP)

    def read(self, size: int) -> bytes:
        """The next bytes, empty at the end.

        Raises:
            UnreadableFile: they cannot be read, or the compression is broken.
        """
        try:
            content = self._content.read(size)
        except (EOFError, gzip.BadGzipFile, zlib.error, zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
            raise UnreadableFile(f"the compressed log is broken or cut off: {error}", file=self.name) from None
        except OSError as error:
            raise UnreadableFile(f"the log cannot be read: {error.strerror or error}", file=self.name) from None
        self._ended = not content
        return content

    @property
    def sha256(self) -> str:
        """Of the log on disk or in its ZIP, compressed as it is there; empty until it is read to the end."""
        return self._digest.hexdigest() if self._ended else ""


class _Digest:
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


class _Hashed:
    """A stream whose first bytes were read and hashed before; the rest is hashed when it is read."""

    def __init__(self, raw: Readable, begin: bytes, digest: _Digest) -> None:
        self._raw, self._begin, self._digest = raw, begin, digest

    def read(self, size: int = -1) -> bytes:
        if self._begin:
            end = len(self._begin) if size < 0 else size
            content, self._begin = self._begin[:end], self._begin[end:]
            return content
        content = self._raw.read(size)
        self._digest.update(content)
        return content


def blocks_of_lines(stream: Readable) -> Iterator[list[bytes]]:
    """Lines without their line feed, in blocks; the carriage return of Windows stays."""
    rest = b""
    too_long = False
    for block in _as_utf8(stream):
        lines = (rest + block).split(b"\n")
        rest = lines.pop()
        if too_long and lines:
            lines[0], too_long = TOO_LONG, False
        if lines:
            yield lines
        if too_long or len(rest) > LONGEST:
            rest, too_long = b"", True
    if rest or too_long:
        yield [TOO_LONG if too_long else rest]


def _as_utf8(stream: Readable) -> Iterator[bytes]:
    block = stream.read(BLOCK)
    while 0 < len(block) < 4 and (more := stream.read(BLOCK)):
        block += more
    decoder = None
    if block.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        decoder = codecs.getincrementaldecoder("utf-16")(errors="replace")
    elif block.startswith(codecs.BOM_UTF8):
        block = block[len(codecs.BOM_UTF8) :]
    while block:
        yield decoder.decode(block).encode() if decoder else block
        block = stream.read(BLOCK)


def open_logs(names: Iterable[str], stdin: BinaryIO) -> Iterator[LogStream]:
    """Every log that the names stand for, one after the other; each is closed when the next is asked for.

    Raises:
        UnreadableFile: there is none, or it cannot be read.
    """
    for name in expand(names):
        if name == STDIN:
            yield _checked(LogStream(source_of(name), stdin))
        elif Path(name).is_char_device() or Path(name).is_block_device():
            raise UnreadableFile("this is a device, not a log", hint="give the log as a file", file=name)
        elif _is_zip(name):
            yield from _in_zip(name)
        else:
            with _opened(name) as raw:
                yield _checked(LogStream(name, raw))


def _checked(stream: LogStream) -> LogStream:
    """The stream, which must not be a ZIP: those are opened before."""
    if not stream.begins_as_zip:
        return stream
    if stream.name.lower().endswith(_DOCUMENTS):
        message, hint = (
            "this is a document, not a message log",
            "give the log that the test tool or the system has written",
        )
    else:
        message, hint = "this ZIP cannot be opened", "give it as a whole file"
    raise UnreadableFile(message, hint=hint, file=stream.name)


@contextmanager
def _opened(name: str) -> Iterator[Readable]:
    try:
        file = Path(name).open("rb", buffering=0)  # noqa: SIM115 - closed below
    except (OSError, ValueError):
        read_file(name, io.BytesIO())  # raises the error that says why, with a hint
        raise UnreadableFile("the log cannot be opened", file=name) from None
    with file:
        yield file


def _is_zip(name: str) -> bool:
    try:
        return zipfile.is_zipfile(name) and not name.lower().endswith(NO_LOGS)
    except (OSError, ValueError):
        return False


def _in_zip(name: str) -> Iterator[LogStream]:
    try:
        with zipfile.ZipFile(name) as archive:
            members = [entry for entry in archive.infolist() if not entry.is_dir() and _can_be_log(entry.filename)]
            if not members:
                raise UnreadableFile("there is no log in this ZIP", file=name)
            for entry in sorted(members, key=lambda entry: entry.filename):
                member = f"{name}/{entry.filename}"
                if entry.flag_bits & 1:
                    raise UnreadableFile("the ZIP is encrypted", hint="unpack it first", file=member)
                with archive.open(entry) as raw:
                    yield LogStream(member, raw)
    except (zipfile.BadZipFile, NotImplementedError, zlib.error, EOFError, ValueError, OSError) as error:
        raise UnreadableFile(f"the ZIP is broken or cut off: {error}", file=name) from None


def expand(names: Iterable[str]) -> list[str]:
    """The files that the names stand for: in and below a folder each file that can be a log; other names unchanged."""
    files: dict[str, None] = {}
    for name in names:
        if name == STDIN or not Path(name).is_dir():
            files[name] = None
            continue
        inside = list(_inside(name))
        if not inside:
            raise UnreadableFile("there is no log in this folder", file=name)
        files.update(dict.fromkeys(inside))
    return list(files)


def _inside(folder: str) -> Iterator[str]:
    for here, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            path = Path(here) / name
            if _can_be_log(name) and path.is_file():
                yield str(path)


def _can_be_log(name: str) -> bool:
    base = name.replace("\\", "/").rsplit("/", 1)[-1]
    return not base.startswith((".", "~$")) and not base.lower().endswith(NO_LOGS) and "__MACOSX/" not in name
