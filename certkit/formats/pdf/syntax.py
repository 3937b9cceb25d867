"""From bytes to objects: the syntax of ISO 32000-1, 7.2 and 7.3, without what no sane writer uses.

White space is space, tab and line ends. There are no comments inside objects, hexadecimal strings have an even number
of digits and no spaces, no key occurs twice in a dictionary, and no value of a dictionary is null. Nothing here is
recursive, and each byte is looked at a bounded number of times.
"""

from __future__ import annotations

import re

from certkit.formats.pdf.limits import MAX_DEPTH, MAX_NAME, MAX_NODES, MAX_SPACE, MAX_STRING
from certkit.formats.pdf.objects import Name, PdfError, Ref, Value

SPACE = rb"[ \t\r\n]{0,%d}" % MAX_SPACE
_AFTER = rb"(?=[ \t\r\n()<>\[\]/]|\Z)"
_TOKEN = re.compile(
    SPACE
    + rb"(?:"
    + rb"(?P<ref>\d{1,7}) 0 R"
    + _AFTER
    + rb"|(?P<integer>-?\d{1,10})"
    + _AFTER
    + rb"|/(?P<name>[!-$&'*-.0-;=?-Z\\^-z|~]+)"
    + _AFTER
    + rb"|(?P<real>-?(?:\d{1,10}\.\d{0,12}|\.\d{1,12}))"
    + _AFTER
    + rb"|(?P<open><<|\[)|(?P<close>>>|\])"
    + rb"|\((?P<plain>[^()\\\r]*)\)"
    + rb"|(?P<string>\()"
    + rb"|<(?P<digits>[0-9A-Fa-f]*)>"
    + rb"|(?P<word>true|false|null)"
    + _AFTER
    + rb")"
)
_WORDS: dict[bytes, Value] = {b"true": True, b"false": False, b"null": None}
_IN_STRING = re.compile(rb"[()\\\r]")
_ESCAPED = re.compile(rb"[0-7]{1,3}|\r\n|[^\r]|\r", re.DOTALL)
_MEANING = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r": b"", b"\r\n": b""}
_HEXADECIMAL = re.compile(rb"#([0-9A-Fa-f]{2})")
_BRACKETS = {b">>": b"<<", b"]": b"["}


class Reader:
    """Reads the values of one file, and counts them.

    Attributes:
        references: the numbers referred to since the list was last emptied.
    """

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.nodes = 0
        self.references: list[int] = []
        self._names: dict[bytes, Name] = {}

    def value(self, at: int, end: int) -> tuple[Value, int]:
        """The value at a place, and where it ends.

        Raises:
            PdfError: there is none, or it goes beyond ``end``.
        """
        content, match = self.content, _TOKEN.match
        stack: list[tuple[bytes, list[Value]]] = []
        while True:
            token = match(content, at, end)
            if token is None:
                raise PdfError(f"something that is not understood is at byte {at}")
            kind, at = token.lastgroup, token.end()
            self._count()
            value: Value
            if kind == "open":
                if len(stack) >= MAX_DEPTH:
                    raise PdfError(f"values are nested more than {MAX_DEPTH} deep")
                stack.append((token["open"], []))
                continue
            if kind == "close":
                if not stack or stack[-1][0] != _BRACKETS[token["close"]]:
                    raise PdfError(f"a bracket without its partner is at byte {at - 1}")
                bracket, values = stack.pop()
                value = values if bracket == b"[" else _dictionary(values, at)
            elif kind == "string":
                value, at = self._string(at, end)
            else:
                value = self._scalar(token)
            if not stack:
                return value, at
            stack[-1][1].append(value)

    def _count(self) -> None:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise PdfError(f"the file has more than {MAX_NODES} values")

    def _scalar(self, token: re.Match[bytes]) -> Value:
        kind, written = token.lastgroup, token[token.lastgroup or 0]
        if kind == "ref":
            self.references.append(int(written))
            return Ref(int(written))
        if kind == "integer":
            return int(written)
        if kind == "name":
            return self._name(written)
        if kind == "real":
            return float(written)
        if kind == "word":
            return _WORDS[written]
        if len(written) > MAX_STRING:
            raise PdfError(f"a string has more than {MAX_STRING} bytes")
        if kind == "plain":
            return written
        if len(written) % 2:
            raise PdfError("a string has an odd number of digits")
        return bytes.fromhex(written.decode("ascii"))

    def _name(self, written: bytes) -> Name:
        name = self._names.get(written)
        if name is None:
            if len(written) > MAX_NAME:
                raise PdfError(f"a name has more than {MAX_NAME} bytes")
            text = _HEXADECIMAL.sub(lambda digits: bytes.fromhex(digits[1].decode("ascii")), written)
            if written.count(b"#") != len(_HEXADECIMAL.findall(written)) or b"\0" in text:
                raise PdfError("a name is written in an unusual way")
            name = self._names[written] = Name(text.decode("latin-1"))
        return name

    def _string(self, at: int, end: int) -> tuple[bytes, int]:
        """A string with brackets, escapes or carriage returns in it; ``at`` is after its first bracket."""
        content, begin, depth = self.content, at, 1
        pieces: list[bytes] = []
        stop = min(end, begin + MAX_STRING)
        while True:
            special = _IN_STRING.search(content, at, stop)
            if special is None:
                raise PdfError("a string has no end" if stop == end else f"a string has more than {MAX_STRING} bytes")
            self._count()  # of many short pieces, as much work as values
            pieces.append(content[at : special.start()])
            at = special.end()
            if special[0] == b"(":
                depth += 1
                pieces.append(b"(")
            elif special[0] == b")":
                depth -= 1
                if not depth:
                    return b"".join(pieces), at
                pieces.append(b")")
            elif special[0] == b"\r":
                raise PdfError("a string has a carriage return in it")
            else:
                escaped = _ESCAPED.match(content, at, stop)
                if escaped is None:
                    raise PdfError("a string has no end")
                at = escaped.end()
                pieces.append(_unescaped(escaped[0]))


def _unescaped(escaped: bytes) -> bytes:
    if escaped[0] in b"01234567":
        code = int(escaped, 8)
        if code > 255:
            raise PdfError("a string has an escape that means no byte")
        return bytes([code])
    return _MEANING.get(escaped, escaped)


def _dictionary(entries: list[Value], at: int) -> dict[str, Value]:
    keys, values = entries[::2], entries[1::2]
    dictionary: dict[str, Value] = {}
    for key, value in zip(keys, values, strict=False):
        if not isinstance(key, Name) or value is None or key in dictionary:
            raise PdfError(
                f"a dictionary with a key that is not a name, occurs twice or has no value ends at byte {at}"
            )
        dictionary[key] = value
    if len(keys) != len(values):
        raise PdfError(f"a dictionary with a key that has no value ends at byte {at}")
    return dictionary
