"""The container of a workbook, a ZIP of XML parts: which files are refused, and the elements of one part.

Files are refused before anything in them is parsed: other formats under the name of a workbook, each with what to do,
and archives that are cut off, damaged, protected by a password, or unpack to far more than a form needs. The sizes are
summed up from the directory first, and no part is unpacked further than the directory says.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol
from xml.parsers import expat

from certkit.errors import UnreadableFile

LARGEST_TOTAL = 50_000_000
"""Bytes that all parts may have together, unpacked. A filled-in form has some three hundred thousand."""
LARGEST_RATIO = 200
"""How many times larger than packed a part may be, if it has more than a million bytes."""
MOST_PARTS = 2_000

_ZIP_MAGIC = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OLE2_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHER_MAGIC = (
    (b"%PDF-", "a PDF document"),
    (b"{\\rtf", "an RTF document"),
    (b"<!doctype html", "a page of HTML"),
    (b"<html", "a page of HTML"),
    (b"<?xml", "an XML file"),
)
_SAVE_AS = "open it in a spreadsheet program and save it as Excel Workbook (.xlsx)"
_COPY_AGAIN = "get the file again from where it came, or save it again"
_FILL_IN = "certkit pics new --dut … -o FILE writes a form to fill in"
_ZIP_TROUBLE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,  # UnicodeDecodeError among them
    RuntimeError,  # NotImplementedError among them
    IndexError,
    OverflowError,
)
"""What ``zipfile`` raises over a damaged archive."""


@dataclass(frozen=True)
class Package:
    """The parts of a workbook's file, unpacked.

    Attributes:
        parts: the part's name in lower case (they mean the same in any case) -> its bytes.
    """

    source: str
    parts: Mapping[str, bytes]

    def part(self, name: str) -> bytes | None:
        """The part of this name, or None."""
        return self.parts.get(name.lower().lstrip("/"))

    def damaged(self, what: str) -> UnreadableFile:
        """The error for a part that is not as it has to be."""
        hint = "open it in a spreadsheet program, which may be able to repair it, and save it"
        return UnreadableFile(f"the workbook is damaged: {what}", hint=hint, file=self.source)


def open_package(content: bytes, source: str) -> Package:
    """The parts of the file.

    Raises:
        UnreadableFile: it is not a workbook, or one that is refused; the message says what it is, the hint what to do.
    """
    _refuse_other_formats(content, source)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            _refuse_large(entries, source)
            _refuse_odd_entries(entries, source)
            _refuse_without_workbook(archive, source)
            parts = {entry.filename.lower(): _unpack(archive, entry, source) for entry in entries}
    except _ZIP_TROUBLE:
        raise UnreadableFile(
            "the workbook is damaged or cut off: its archive cannot be unpacked", hint=_COPY_AGAIN, file=source
        ) from None
    return Package(source, parts)


def _refuse_other_formats(content: bytes, source: str) -> None:
    if not content:
        raise UnreadableFile("the file is empty", hint=_FILL_IN, file=source)
    if content.startswith(_OLE2_MAGIC):
        raise _old_office_file(content, source)
    if content.startswith(_ZIP_MAGIC):
        return
    start = content[:200].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for magic, name in _OTHER_MAGIC:
        if start.startswith(magic.lower()):
            raise UnreadableFile(f"this is {name}, not a workbook", hint=_SAVE_AS, file=source)
    raise UnreadableFile("this is not a workbook", hint=_FILL_IN, file=source)


def _old_office_file(content: bytes, source: str) -> UnreadableFile:
    """What an OLE2 file is: its directory has the names of its streams in UTF-16."""

    def has(stream: str) -> bool:
        return stream.encode("utf-16-le") in content

    if has("EncryptedPackage"):
        return UnreadableFile(
            "the workbook is encrypted with a password",
            hint="open it, remove the password (File > Info > Protect Workbook) and save it",
            file=source,
        )
    if has("Workbook") or has("Book"):
        return UnreadableFile("this is a workbook in the old format .xls", hint=_SAVE_AS, file=source)
    if has("WordDocument"):
        return UnreadableFile("this is a document of Word, not a workbook", hint=_FILL_IN, file=source)
    return UnreadableFile("this is an old file of Microsoft Office, not a workbook", hint=_SAVE_AS, file=source)


def _refuse_large(entries: list[zipfile.ZipInfo], source: str) -> None:
    total = sum(entry.file_size for entry in entries)
    if total > LARGEST_TOTAL:
        raise UnreadableFile(
            f"the workbook unpacks to {total:,} bytes; at most {LARGEST_TOTAL:,} are read",
            hint="is it the right file? Pictures can be removed from it",
            file=source,
        )
    for entry in entries:
        if entry.file_size > 1_000_000 and entry.file_size > LARGEST_RATIO * entry.compress_size:
            raise UnreadableFile(
                f"a part of the workbook unpacks to more than {LARGEST_RATIO} times its size",
                hint="copy the form into a new workbook",
                file=source,
            )
    if len(entries) > MOST_PARTS:
        raise UnreadableFile(
            f"the workbook has {len(entries):,} parts; at most {MOST_PARTS:,} are read",
            hint="is it the right file?",
            file=source,
        )


def _refuse_odd_entries(entries: list[zipfile.ZipInfo], source: str) -> None:
    seen: set[str] = set()
    for entry in entries:
        name = entry.filename.lower()
        if name in seen:
            raise UnreadableFile("the workbook is damaged: a part is in it twice", hint=_COPY_AGAIN, file=source)
        seen.add(name)
        if entry.flag_bits & 0x1:
            raise UnreadableFile("the archive is encrypted with a password", hint="save it without", file=source)
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise UnreadableFile("the workbook is packed in a way that workbooks are not", hint=_SAVE_AS, file=source)


def _refuse_without_workbook(archive: zipfile.ZipFile, source: str) -> None:
    names = {name.lower() for name in archive.namelist()}
    if "xl/workbook.xml" in names or ("_rels/.rels" in names and not names & _OTHER_DOCUMENTS.keys()):
        return
    for name, (what, hint) in _OTHER_DOCUMENTS.items():
        if name in names:
            raise UnreadableFile(f"this is {what}", hint=hint, file=source)
    if "mimetype" in names:
        with archive.open("mimetype") as member:
            kind = member.read(100)
        if b"opendocument.spreadsheet" in kind:
            raise UnreadableFile("this is an OpenDocument spreadsheet (.ods)", hint=_SAVE_AS, file=source)
        if b"opendocument" in kind:
            raise UnreadableFile("this is an OpenDocument file, but not a spreadsheet", hint=_FILL_IN, file=source)
    raise UnreadableFile("this is a ZIP archive without a workbook in it", hint=_FILL_IN, file=source)


_OTHER_DOCUMENTS = {
    "word/document.xml": (
        "a document of Word (.docx), not a workbook",
        f"copy its tables into a workbook, or {_FILL_IN}",
    ),
    "ppt/presentation.xml": ("a presentation (.pptx), not a workbook", _FILL_IN),
    "xl/workbook.bin": ("a binary workbook (.xlsb)", _SAVE_AS),
    "index/document.iwa": ("a document of Apple's Numbers or Pages", "export it as Excel workbook (.xlsx)"),
}
"""Part -> what a file with it is, and what to do."""


def _unpack(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, source: str) -> bytes:
    """The bytes of one part, whose size and checksum must be as the directory says."""
    with archive.open(entry) as member:
        content = member.read(entry.file_size + 1)
        if len(content) != entry.file_size or member.read(1):
            raise zipfile.BadZipFile(f"{entry.filename} of {source} is not as large as the directory says")
    return content


class Handler(Protocol):
    """What receives the elements, by their names without prefix."""

    def start(self, name: str, attributes: dict[str, str]) -> None: ...

    def end(self, name: str) -> None: ...

    def text(self, text: str) -> None: ...


_ENCODINGS = frozenset({"utf-8", "utf-16", "iso-8859-1", "us-ascii"})
"""The encodings that expat knows by itself; workbooks are in the first."""


class _Doctype(Exception):
    pass


class _UnknownEncoding(Exception):
    pass


def go_through(package: Package, part: str, content: bytes, handler: Handler | None = None) -> None:
    """Tell ``handler`` of every element and text of the part, in its order; without one, only see that it is sound.

    Raises:
        UnreadableFile: not well-formed, or with a document type; or what the handler raises.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.XmlDeclHandler = _check_encoding
    parser.StartDoctypeDeclHandler = _refuse_doctype
    if handler is not None:
        _connect(parser, handler)
    try:
        parser.Parse(content, True)
    except _Doctype:
        raise UnreadableFile(
            f"the workbook is not read: its part {part} declares a document type, which no workbook needs",
            hint="copy the form into a new workbook",
            file=package.source,
        ) from None
    except expat.ExpatError as error:
        message = expat.errors.messages.get(error.code, "not well-formed")
        raise package.damaged(f"{part} is not valid XML ({message}, line {error.lineno})") from None
    except _UnknownEncoding:
        raise package.damaged(f"{part} is in an encoding that is not known") from None


def _connect(parser: expat.XMLParserType, handler: Handler) -> None:
    plain: dict[str, str] = {}

    def without_prefix(name: str) -> str:
        found = plain.get(name)
        if found is None:
            found = plain[name] = name.rpartition(":")[2]
        return found

    def start(name: str, attributes: dict[str, str]) -> None:
        handler.start(without_prefix(name), attributes)

    def end(name: str) -> None:
        handler.end(without_prefix(name))

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = handler.text


def _check_encoding(_version: str, encoding: str | None, _standalone: int) -> None:
    if encoding is not None and encoding.lower() not in _ENCODINGS:
        raise _UnknownEncoding


def _refuse_doctype(*_: object) -> None:
    raise _Doctype
