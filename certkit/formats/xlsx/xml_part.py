"""One XML part of a workbook, gone through element by element. Document types, and with them entities, are refused."""

from __future__ import annotations

from typing import Protocol
from xml.parsers import expat

from certkit.errors import UnreadableFile
from certkit.formats.xlsx.package import Package


class Handler(Protocol):
    """What is told of the elements, by their names without prefix."""

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
