"""Logs from files, folders, archives and standard input: each a stream that is hashed while it is read, and its lines.

What a file is, its content says: text in UTF-8, UTF-16 or UTF-32, gzip, bzip2, xz, tar or ZIP, within each other too.
Every file of an archive is a log of its own, named as in ``outer.zip/inner.tar.gz/b.log``. A file that is no log is
refused if the user named it; in a folder or an archive it is skipped, and listed.

Lines come in blocks, so that a log of any size, with lines of any length, takes the same memory.
"""

from __future__ import annotations

import codecs
import io
import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from certkit.errors import UnreadableFile
from certkit.files.read import STDIN, read_file, source_of
from certkit.logs.kinds import OFFICE_MEMBERS, SAMPLE, Kind, encoding_of, may_have_logs, recognize, words_for
from certkit.logs.model import SkippedFile
from certkit.logs.unpack import (
    Budget,
    Counted,
    Decompressed,
    HashedStream,
    Member,
    PeekableStream,
    Readable,
    members_of_tar,
    open_zip,
    readable,
    stored,
)

NO_LOGS = (
    *(".html", ".htm", ".css", ".js", ".svg", ".yaml", ".yml", ".py", ".md", ".rst", ".pem", ".crt", ".key"),
    *(".cs", ".java", ".c", ".h", ".cpp", ".sh", ".bat", ".toml", ".ini"),
)
"""Texts that are no logs. They are skipped in a folder or archive; a file that the user names is read."""
NOTHING = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini")
"""What systems add to folders and archives; it is not listed among what is skipped."""
BLOCK = 1 << 18
"""Bytes that are read and split into lines at a time."""
LONGEST = 1 << 25
"""Bytes that a line may have."""
TOO_LONG = b"\x00 a line that is too long"
"""This very object replaces a line that is too long to be kept."""


class LogStream:
    """The content of one log. ``name`` is its name in messages, in an archive ``a.zip/b.log``.

    Args:
        raw: its text.
        hashed: the same as it is on disk or in its archive; None if that is ``raw``.
    """

    def __init__(self, name: str, raw: Readable, hashed: HashedStream | None = None) -> None:
        self.name = name
        self._hashed = HashedStream(raw) if hashed is None else hashed
        self._content = self._hashed if hashed is None else raw

    def read(self, size: int) -> bytes:
        """The next bytes, empty at the end.

        Raises:
            UnreadableFile: they cannot be read, or the compression is broken.
        """
        with readable(self.name):
            return self._content.read(size)

    @property
    def sha256(self) -> str:
        """Of the log on disk or in its archive, compressed as it is there; empty until it is read to the end."""
        return self._hashed.sha256


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
    while 0 < len(block) < SAMPLE and (more := stream.read(BLOCK)):
        block += more
    encoding, mark = encoding_of(block[:SAMPLE])
    block = block[mark:]
    if not encoding:
        while block:
            yield block
            block = stream.read(BLOCK)
        return
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    while block:
        yield decoder.decode(block).encode("utf-8", "replace")
        block = stream.read(BLOCK)
    yield decoder.decode(b"", final=True).encode("utf-8", "replace")


class LogFiles:
    """The logs that names stand for.

    Attributes:
        skipped: what is no log in the folders and archives that were read.
        digests: file that was read to its end, as it is on disk -> its SHA-256.
    """

    def __init__(self, names: Iterable[str], stdin: BinaryIO) -> None:
        self._names = tuple(names)
        self._stdin = stdin
        self.skipped: list[SkippedFile] = []
        self.digests: dict[str, str] = {}

    def __iter__(self) -> Iterator[LogStream]:
        """Every log, one after the other; each is closed when the next is asked for.

        Raises:
            UnreadableFile: there is none, or it cannot be read.
        """
        self.skipped, self.digests = [], {}
        for name, listed in self._expand():
            with opened(name, self._stdin) as raw:
                source, budget = source_of(name), Budget(source_of(name))
                stream = HashedStream(raw, budget)
                before = len(self.skipped)
                opener = _Opener(budget, self.skipped)
                yield from opener.open(source, stream, stream, 0, inside=listed)
                if not opener.logs and not listed:
                    raise _nothing_in(source, self.skipped[before:])
                with readable(source):
                    stream.drain()
                self.digests[name] = stream.sha256

    def _expand(self) -> Iterator[tuple[str, bool]]:
        """The files, and whether a folder has them."""
        seen = set()
        for name in self._names:
            if name == STDIN or not Path(name).is_dir():
                if name not in seen:
                    yield name, False
                seen.add(name)
                continue
            any_file = False
            for file, skipped in _inside(name):
                if file in seen:
                    continue
                seen.add(file)
                if skipped:
                    self.skipped.append(SkippedFile(file, skipped))
                else:
                    any_file = True
                    yield file, True
            if not any_file:
                raise UnreadableFile("there is no log in this folder", file=name)


def logs_in(source: str, raw: Readable) -> Iterator[LogStream]:
    """The logs in one file that is open already.

    Raises:
        UnreadableFile: there is none, or it cannot be read.
    """
    budget, skipped = Budget(source), list[SkippedFile]()
    stream = HashedStream(raw, budget)
    opener = _Opener(budget, skipped)
    yield from opener.open(source, stream, stream, 0, inside=False)
    if not opener.logs:
        raise _nothing_in(source, skipped)


class _Opener:
    """Opens one file that the user named, whatever is in it."""

    def __init__(self, budget: Budget, skipped: list[SkippedFile]) -> None:
        self._budget = budget
        self._skipped = skipped
        self.logs = 0

    def open(
        self, name: str, stream: PeekableStream, hashed: HashedStream, depth: int, *, inside: bool
    ) -> Iterator[LogStream]:
        """The logs in a stream.

        Args:
            hashed: the same as it is on disk or in its archive.
            depth: how many compressions and archives it is in.
            inside: a folder or an archive has it, so that it is skipped if it is no log.
        """
        with readable(name):
            kind = recognize(stream.peek(SAMPLE))
        if kind in (Kind.GZIP, Kind.BZIP2, Kind.XZ):
            content = PeekableStream(Decompressed(stream, Kind(kind), self._budget))
            yield from self.open(name, content, hashed, self._budget.go_down(depth), inside=inside)
        elif kind in (Kind.TAR, Kind.ZIP):
            inner = self._budget.go_down(depth)
            members = self._in_tar(name, stream) if kind is Kind.TAR else self._in_zip(name, stream, inside=inside)
            yield from self._members(name, members, inner)
            with readable(name):
                stream.drain()
        elif kind is Kind.TEXT:
            self.logs += 1
            yield LogStream(name, stream, hashed)
            with readable(name):
                stream.drain()
        elif inside and not may_have_logs(kind):
            self._skipped.append(SkippedFile(name, kind))
            with readable(name):
                stream.drain()
        else:
            raise _refusal(name, kind)

    def _members(self, name: str, members: Iterator[Member], depth: int) -> Iterator[LogStream]:
        names: dict[str, int] = {}
        for member in members:
            path = _label(member.name)
            names[path] = names.get(path, 0) + 1
            inner = f"{name}/{path}" if names[path] == 1 else f"{name}/{path} ({names[path]})"
            reason = member.skipped or _why_skipped(path)
            if member.content is None or reason:
                if reason != _SYSTEM:
                    self._skipped.append(SkippedFile(inner, reason))
                continue
            content = HashedStream(member.content)
            yield from self.open(inner, content, content, depth, inside=True)

    def _in_tar(self, name: str, stream: PeekableStream) -> Iterator[Member]:
        with readable(name):
            yield from members_of_tar(stream, self._budget)

    def _in_zip(self, name: str, stream: PeekableStream, *, inside: bool) -> Iterator[Member]:
        with readable(name), stored(stream, name) as file, open_zip(file) as archive:
            entries = archive.infolist()
            document = _document({entry.filename for entry in entries})
            if document and not inside:
                raise _refusal(name, document)
            if document:  # one file to its reader, and not its parts
                self._skipped.append(SkippedFile(name, document))
                return
            for entry in sorted(entries, key=lambda entry: entry.filename):
                self._budget.add_member()
                if entry.is_dir():
                    continue
                if stat.S_ISLNK(entry.external_attr >> 16):
                    yield Member(entry.filename, "link")
                    continue
                if entry.flag_bits & 1:
                    raise UnreadableFile(
                        "the ZIP is encrypted",
                        hint="unpack it with its password first",
                        file=f"{name}/{_label(entry.filename)}",
                    )
                with archive.open(entry) as raw:
                    yield Member(entry.filename, "", Counted(raw, self._budget))


_SYSTEM, _HIDDEN, _BY_NAME = "system", "hidden", "by-name"


def _document(names: set[str]) -> str:
    """What a ZIP is if it is a document, by the names in it."""
    for name, folder, document in OFFICE_MEMBERS:
        if name in names and any(other.startswith(folder) for other in names):
            return document
    return ""


def _refusal(name: str, kind: str) -> UnreadableFile:
    what, way = words_for(kind)
    return UnreadableFile(f"this is {what}, not a message log", hint=way, file=name)


def _nothing_in(name: str, skipped: list[SkippedFile]) -> UnreadableFile:
    hint = f"it has {len(skipped)} other files, such as {skipped[0].file}" if skipped else ""
    return UnreadableFile("there is no log in this archive", hint=hint, file=name)


def _label(name: str) -> str:
    """The path of a file in an archive, for people: it is never opened."""
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".")]
    return "/".join(parts) or "(no name)"


@contextmanager
def opened(name: str, stdin: BinaryIO) -> Iterator[Readable]:
    """A file, or standard input for ``-``.

    Raises:
        UnreadableFile: it cannot be opened.
    """
    if name == STDIN:
        yield stdin
        return
    if Path(name).is_char_device() or Path(name).is_block_device():
        raise UnreadableFile("this is a device, not a log", hint="give the log as a file", file=name)
    try:
        file = Path(name).open("rb", buffering=0)  # noqa: SIM115 - closed below
    except (OSError, ValueError):
        read_file(name, io.BytesIO())  # raises the error that says why, with a hint
        raise UnreadableFile("the log cannot be opened", file=name) from None
    with file:
        yield file


def _inside(folder: str) -> Iterator[tuple[str, str]]:
    """The files in and below a folder, each with the reason why it is skipped, or an empty text."""
    for here, folders, files in os.walk(folder):
        for name in sorted(name for name in folders if _why_skipped(name) == _HIDDEN):
            yield str(Path(here) / name), _HIDDEN
        folders[:] = sorted(name for name in folders if not _why_skipped(name))
        for name in sorted(files):
            path = Path(here) / name
            reason = _why_skipped(name) or ("" if path.is_file() else "device")
            if reason != _SYSTEM:
                yield str(path), reason


def _why_skipped(path: str) -> str:
    """Why a file of a folder or archive cannot be a log, by its name; empty if it may be one."""
    folders, base = path.split("/")[:-1], path.split("/")[-1]
    if "__MACOSX" in folders or base in NOTHING or base.startswith(("._", "~$")):
        return _SYSTEM
    if base.startswith("."):
        return _HIDDEN
    return _BY_NAME if base.lower().endswith(NO_LOGS) else ""
