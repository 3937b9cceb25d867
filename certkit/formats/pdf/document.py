"""A file as of one of its revisions."""

from __future__ import annotations

import zlib
from collections.abc import Mapping

from certkit.formats.pdf.limits import FREE_UNPACKED, MAX_RATIO, MAX_UNPACKED, MAX_UNPACKED_TOGETHER
from certkit.formats.pdf.objects import Name, PdfError, Ref, Stream, Value
from certkit.formats.pdf.revisions import Revision, read_revisions

_PACKED = Name("FlateDecode")


class Document:
    """A file that was read.

    Attributes:
        content: all its bytes.
        revisions: the first one first.
    """

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.revisions: tuple[Revision, ...] = read_revisions(content)
        self._unpacked: dict[int, tuple[Stream, bytes]] = {}
        self._together = 0

    def view(self, revision: int = -1) -> View:
        """The document as of a revision, counted from 0; as of the last one if nothing is said."""
        number = range(len(self.revisions))[revision]
        objects: dict[int, Value] = {}
        for one in self.revisions[: number + 1]:
            objects.update(one.objects)
        return View(self, objects, self.revisions[number].trailer)

    def data(self, stream: Stream) -> bytes:
        """What a stream unpacks to. It is unpacked once.

        Raises:
            PdfError: it is packed in another way than Flate, is damaged, or unpacks to more than a limit.
        """
        kept = self._unpacked.get(id(stream))
        if kept is None:
            data = self._unpack(stream)
            kept = self._unpacked[id(stream)] = (stream, data)
        return kept[1]

    def _unpack(self, stream: Stream) -> bytes:
        packing = stream.dictionary.get("Filter")
        if packing is None:
            return stream.raw
        if packing not in (_PACKED, [_PACKED]):
            raise PdfError("a stream is packed in a way that is not read")
        most = min(MAX_UNPACKED, FREE_UNPACKED + MAX_RATIO * len(stream.raw))
        rest = MAX_UNPACKED_TOGETHER - self._together
        unpacker = zlib.decompressobj()
        try:
            data = unpacker.decompress(stream.raw, min(most, rest) + 1)
        except zlib.error as error:
            raise PdfError(f"a stream cannot be unpacked ({error})") from None
        if len(data) > rest:
            raise PdfError(f"the streams unpack to more than {MAX_UNPACKED_TOGETHER // 1024 // 1024} MB")
        if len(data) > most:
            raise PdfError(
                f"a stream unpacks to more than {MAX_UNPACKED // 1024 // 1024} MB, or to {MAX_RATIO} times its size"
            )
        if not unpacker.eof or unpacker.unused_data:
            raise PdfError("a stream is damaged, or has something after its end")
        self._together += len(data)
        return data


class View:
    """A document as of one revision.

    Attributes:
        objects: number -> object.
        trailer: of this revision.
        root: the catalog.
    """

    def __init__(self, document: Document, objects: Mapping[int, Value], trailer: Mapping[str, Value]) -> None:
        self.document = document
        self.objects = objects
        self.trailer = trailer
        self.root = self.dictionary(trailer["Root"])

    def resolve(self, value: Value) -> Value:
        """What a reference refers to; any other value is given back as it is.

        Raises:
            PdfError: there is no such object.
        """
        if isinstance(value, Ref):
            try:
                return self.objects[value.number]
            except KeyError:
                raise PdfError(f"object {value.number} is not there") from None
        return value

    def dictionary(self, value: Value) -> dict[str, Value]:
        """The dictionary that a value is or refers to.

        Raises:
            PdfError: it is something else.
        """
        dictionary = self.resolve(value)
        if not isinstance(dictionary, dict):
            raise PdfError("something that should be a dictionary is none")
        return dictionary

    def array(self, value: Value) -> list[Value]:
        """The array that a value is or refers to.

        Raises:
            PdfError: it is something else.
        """
        array = self.resolve(value)
        if not isinstance(array, list):
            raise PdfError("something that should be an array is none")
        return array

    def stream(self, value: Value) -> Stream:
        """The stream that a value refers to.

        Raises:
            PdfError: it is something else.
        """
        stream = self.resolve(value)
        if not isinstance(stream, Stream):
            raise PdfError("something that should be a stream is none")
        return stream

    def data(self, value: Value) -> bytes:
        """What the stream that a value is or refers to unpacks to.

        Raises:
            PdfError: it is no stream, or cannot be unpacked within the limits.
        """
        return self.document.data(self.stream(value))


def read_document(content: bytes) -> Document:
    """Read a file.

    Raises:
        PdfError: it is not of the kind that is read here, is damaged, or goes beyond a limit.
    """
    return Document(content)
