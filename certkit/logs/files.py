"""Logs as they lie about: files, folders, gzip, ZIP, standard input. Each is a stream, hashed while it is read."""

from __future__ import annotations

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

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

NO_LOGS = (
    *(".xlsx", ".xlsm", ".docx", ".pdf", ".png", ".jpg", ".jpeg", ".gif", ".svg", ".html", ".css", ".js"),
    *(".yaml", ".yml", ".py", ".md", ".pcap", ".pcapng", ".bin", ".pem", ".crt", ".key", ".db", ".sqlite"),
)
"""Files of a folder or ZIP that are passed over; one that is named is read whatever it is called."""
_LARGE = 1 << 16
_GZIP, _ZIP = b"\x1f\x8b", (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")


class Readable(Protocol):
    """What a log is read from."""

    def read(self, size: int, /) -> bytes: ...


class LogStream:
    """The content of one log. ``name`` is what it is called in messages, ``a.zip/b.log`` in an archive."""

    def __init__(self, name: str, raw: Readable) -> None:
        self.name = name
        self._digest = _Digest()
        self._raw = raw
        self._begin = raw.read(4)
        self._digest.update(self._begin)
        self._content: Readable = _Hashed(self._raw, self._begin, self)
        if self._begin.startswith(_GZIP):
            self._content = gzip.GzipFile(fileobj=self._content)  # type: ignore[call-overload]
        self._ended = False

    @property
    def begins_as_zip(self) -> bool:
        return self._begin.startswith(_ZIP)

    def hash(self, content: bytes) -> None:
        self._digest.update(content)

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
        """Of the log as it lies on the disk, or in its ZIP; empty until it is read to the end."""
        return self._digest.hexdigest() if self._ended else ""


class _Digest:
    """SHA-256 of blocks; a large one is hashed while the reader goes on, since that does not need the interpreter."""

    def __init__(self) -> None:
        self._digest = hashlib.sha256()
        self._pool: ThreadPoolExecutor | None = None
        self._last: Future[None] | None = None

    def update(self, block: bytes) -> None:
        self._settle()
        if len(block) < _LARGE:
            self._digest.update(block)
            return
        if self._pool is None:
            from concurrent.futures import ThreadPoolExecutor

            self._pool = ThreadPoolExecutor(1)
        self._last = self._pool.submit(self._digest.update, block)

    def hexdigest(self) -> str:
        self._settle()
        if self._pool is not None:
            self._pool.shutdown()
            self._pool = None
        return self._digest.hexdigest()

    def _settle(self) -> None:
        if self._last is not None:
            self._last.result()
            self._last = None


class _Hashed:
    """A stream whose first bytes were taken off already; what is read goes into the digest."""

    def __init__(self, raw: Readable, begin: bytes, stream: LogStream) -> None:
        self._raw, self._begin, self._stream = raw, begin, stream

    def read(self, size: int = -1) -> bytes:
        if self._begin:
            taken = len(self._begin) if size < 0 else size
            content, self._begin = self._begin[:taken], self._begin[taken:]
            return content
        content = self._raw.read(size)
        self._stream.hash(content)
        return content


def open_logs(names: Iterable[str], stdin: BinaryIO) -> Iterator[LogStream]:
    """Every log that is meant, one after the other; each is closed when the next is asked for.

    Raises:
        UnreadableFile: there is none, or it cannot be read.
    """
    for name in expand(names):
        if name == STDIN:
            yield _single(LogStream(source_of(name), stdin))
        elif Path(name).is_char_device() or Path(name).is_block_device():
            raise UnreadableFile("this is a device, not a log", hint="give the log as a file", file=name)
        elif _is_zip(name):
            yield from _in_zip(name)
        else:
            with _opened(name) as raw:
                yield _single(LogStream(name, raw))


def _single(stream: LogStream) -> LogStream:
    if stream.begins_as_zip:
        what, hint = "this ZIP cannot be opened", "give it as a whole file"
        if stream.name.lower().endswith((".xlsx", ".xlsm", ".docx", ".jar")):
            what, hint = (
                "this is a document, not a message log",
                "give the log that the test tool or the system has written",
            )
        raise UnreadableFile(what, hint=hint, file=stream.name)
    return stream


@contextmanager
def _opened(name: str) -> Iterator[Readable]:
    try:
        file = Path(name).open("rb", buffering=0)  # noqa: SIM115 - closed below
    except (OSError, ValueError):
        read_file(name, io.BytesIO())  # says why, in one line and with a hint
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
                if entry.flag_bits & 1:
                    raise UnreadableFile(
                        "the ZIP is encrypted", hint="unpack it first", file=f"{name}/{entry.filename}"
                    )
                with archive.open(entry) as raw:
                    yield LogStream(f"{name}/{entry.filename}", raw)
    except (zipfile.BadZipFile, NotImplementedError, zlib.error, EOFError, ValueError, OSError) as error:
        raise UnreadableFile(f"the ZIP is broken or cut off: {error}", file=name) from None


def expand(names: Iterable[str]) -> list[str]:
    """The files that are meant: for a folder those in and below it that can be a log, everything else as it is."""
    found: dict[str, None] = {}
    for name in names:
        if name == STDIN or not Path(name).is_dir():
            found[name] = None
            continue
        inside = list(_inside(name))
        if not inside:
            raise UnreadableFile("there is no log in this folder", file=name)
        found.update(dict.fromkeys(inside))
    return list(found)


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
