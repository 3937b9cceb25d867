"""A signature as it lies in a PDF: its dictionary, its container, and the bytes that it signs."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field

from certkit.formats.pdf import Document, Value
from certkit.verification.failure import Failed

_GAP = re.compile(rb"<(?:[0-9A-F]{2})+>")


@dataclass(frozen=True)
class EmbeddedSignature:
    """A signature, or a document time stamp, that covers the whole of its revision.

    Attributes:
        dictionary: of the signature.
        contents: the container (CMS, in DER) and the zeros that fill its room.
        byte_range: what is signed: two pieces of the file, each as its first byte and its length.
        revision: which one it covers; the rendered document is 0.
    """

    dictionary: dict[str, Value] = field(repr=False)
    contents: bytes = field(repr=False)
    byte_range: tuple[int, int, int, int]
    revision: int
    _content: bytes = field(repr=False)

    def digest(self, algorithm: str) -> bytes:
        """The digest of the bytes that are signed, by a name that :mod:`hashlib` knows."""
        first, before, after, rest = self.byte_range
        digest = hashlib.new(algorithm, memoryview(self._content)[first : first + before])
        digest.update(memoryview(self._content)[after : after + rest])
        return digest.digest()


def embedded_signature(
    document: Document, revision: int, number: int, dictionary: dict[str, Value], what: str
) -> EmbeddedSignature:
    """The signature that is object ``number`` of a revision; ``what`` names it in messages.

    Raises:
        Failed: what it leaves out of its revision is more, or something else, than its container.
    """
    contents, numbers = dictionary.get("Contents"), dictionary.get("ByteRange")
    if not isinstance(contents, bytes) or not isinstance(numbers, list) or len(numbers) != 4:
        raise Failed(f"{what} does not say what it signs")
    first, before, after, rest = (value if type(value) is int else -1 for value in numbers)
    begin, end = document.revisions[revision].places[number]
    if first != 0 or not begin < before < after < end or after + rest != document.revisions[revision].end:
        raise Failed(f"{what} does not cover the whole document")
    gap = document.content[before:after]
    if not _GAP.fullmatch(gap) or bytes.fromhex(gap[1:-1].decode("ascii")) != contents:
        raise Failed(f"{what} is written in an unusual way")
    return EmbeddedSignature(dictionary, contents, (first, before, after, rest), revision, document.content)
