"""What a field of a test record may hold: text, Yes or No, a moment, a digest, a file of the dossier.

A kind reads the text of a scalar as a value of one Python type, or says in one sentence why that text has none. The
procedure prescribes no form for a record: the kinds are certkit's own, and the bounds are those of what is measured.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Generic, TypeVar

from certkit.edition.domains import Choice, Choices, Domain, NotInDomain, Number, Text, Texts, scalar_text
from certkit.text.quote import join, quote

T_co = TypeVar("T_co", covariant=True)
DayOrMoment = TypeVar("DayOrMoment", date, datetime)

SHA256 = re.compile(r"[0-9a-fA-F]{64}")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?: ?(?:[Zz]|[+-]\d\d:\d\d))?")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_OFFSET = re.compile(r"([+-])(\d\d):([0-5]\d)")
_DRIVE = re.compile(r"[A-Za-z]:")
_PLACEHOLDERS = frozenset({"tba", "tbd", "todo"})
CSQ_LEAST, CSQ_MOST, CSQ_UNKNOWN = 0, 31, 99
"""Of the signal quality that modems report (3GPP TS 27.007, 8.5); a number in between is no signal strength."""
FIRST_YEAR, LAST_YEAR = 2000, 2199
"""Years that a record can be about; a year outside them is a typing error."""


@dataclass(frozen=True, slots=True)
class Kind(Generic[T_co]):
    """A kind of field.

    Attributes:
        expected: what is expected, for people.
        read: the value of a text; None if the text says nothing. Raises NotInDomain if the text is not one.
        schema: the JSON Schema of what may be written, without null.
        domain: the values that a condition can compare it with.
        several: its value is a list, which ``read`` reads entry by entry.
        is_plain: the help of a field says enough about what to write.
    """

    expected: str
    read: Callable[[str], T_co | None]
    schema: Mapping[str, object]
    domain: Domain = field(default_factory=Text)
    several: bool = False
    is_plain: bool = False


class LeavesFolder(NotInDomain):
    """A path leads out of the folder of the record."""


def one_of(names: tuple[str, ...], aliases: tuple[tuple[str, str], ...] = ()) -> Kind[str]:
    """One of a few names."""
    spellings = Choice(names, aliases)

    def read(text: str) -> str | None:
        value = spellings.parse(text)
        return None if value is None else str(value)

    return Kind(spellings.expected, read, {"enum": list(names)}, Choice(names))


def figure(unit: str = "", minimum: int = 0, maximum: int | None = None, *, whole: bool = False) -> Kind[float]:
    """A number with a unit."""
    domain = Number(unit, minimum, maximum, whole)
    schema: dict[str, object] = {"type": "integer" if whole else "number", "minimum": minimum}
    if maximum is not None:
        schema["maximum"] = maximum

    def read(text: str) -> float | None:
        value = domain.parse(text)
        return value if isinstance(value, int | float) else None

    return Kind(domain.expected, read, schema, domain)


def some_of(names: tuple[str, ...]) -> Kind[tuple[str, ...]]:
    """A list with some of a few names."""
    entry = one_of(names)
    schema = {"type": "array", "items": entry.schema}
    return Kind(f"a list with some of {join(names, 'and')}", _entry(entry), schema, Choices(names), several=True)


def _entry(kind: Kind[str]) -> Callable[[str], tuple[str, ...] | None]:
    def read(text: str) -> tuple[str, ...] | None:
        value = kind.read(text)
        return None if value is None else (value,)

    return read


def _line(text: str) -> str | None:
    """A dash, a question mark or ``TBD`` in place of an answer is none: the question is open."""
    plain = scalar_text(text)
    if plain is None or plain.casefold() in _PLACEHOLDERS or not any(c.isalnum() for c in plain):
        return None
    return plain


def _yes_no(text: str) -> bool | None:
    value = _YES_OR_NO.parse(text)
    return None if value is None else value == "Yes"


def _signal_quality(text: str) -> float | None:
    value = figure("", CSQ_LEAST, CSQ_UNKNOWN, whole=True).read(text)
    if value is not None and CSQ_MOST < value < CSQ_UNKNOWN:
        raise NotInDomain(f"{quote(text)} is not {SIGNAL_QUALITY.expected}")
    return value


def _matched(text: str, pattern: re.Pattern[str], kind: Kind[object]) -> re.Match[str] | None:
    """The match of a text that says something.

    Raises:
        NotInDomain: it does not look as the kind expects.
    """
    plain = scalar_text(text)
    if plain is None:
        return None
    match = pattern.fullmatch(plain)
    if match is None:
        raise NotInDomain(f"{quote(plain)} is not {kind.expected}")
    return match


def _moment(text: str) -> datetime | None:
    match = _matched(text, _MOMENT, MOMENT)
    if match is None:
        return None
    iso = match[0].upper().replace(" +", "+").replace(" -", "-").replace(" Z", "Z")
    try:
        return _in_our_years(datetime.fromisoformat(iso), match[0])
    except ValueError as error:
        raise error if isinstance(error, NotInDomain) else _not_in_calendar(match[0], "day and time") from None


def _day(text: str) -> date | None:
    match = _matched(text, _DAY, DAY)
    if match is None:
        return None
    try:
        return _in_our_years(date.fromisoformat(match[0]), match[0])
    except ValueError as error:
        raise error if isinstance(error, NotInDomain) else _not_in_calendar(match[0], "day") from None


def _not_in_calendar(text: str, what: str) -> NotInDomain:
    return NotInDomain(f"{quote(text)} is no {what} of the calendar")


def _in_our_years(value: DayOrMoment, text: str) -> DayOrMoment:
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise NotInDomain(f"{quote(text)} is not in the years {FIRST_YEAR} to {LAST_YEAR}")
    return value


def _offset(text: str) -> timezone | None:
    if (scalar_text(text) or "").upper() in ("Z", "UTC"):
        return UTC
    match = _matched(text, _OFFSET, OFFSET)
    if match is None:
        return None
    if int(match[2]) > 14:
        raise NotInDomain(f"{quote(match[0])} is not {OFFSET.expected}")
    distance = timedelta(hours=int(match[2]), minutes=int(match[3]))
    return timezone(-distance if match[1] == "-" else distance)


def _digest(text: str) -> str | None:
    match = _matched(text, SHA256, DIGEST)
    return match[0].lower() if match else None


def _file(text: str) -> str | None:
    if not text.strip():
        return None
    if "\\" in text:
        raise NotInDomain(f"{quote(text)} has a backslash; write / between folders")
    if any(ord(c) < 32 or 0x7F <= ord(c) < 0xA0 or 0xD800 <= ord(c) < 0xE000 for c in text):
        raise NotInDomain(f"{quote(text)} has a character that a file's name cannot have")
    if text.startswith(("/", "~")) or _DRIVE.match(text):
        raise LeavesFolder(f"{quote(text)} is not a path within the folder of the record")
    parts: list[str] = []
    for part in text.split("/"):
        if part == ".." and not parts:
            raise LeavesFolder(f"{quote(text)} leads out of the folder of the record")
        if part == "..":
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    if not parts:
        raise NotInDomain(f"{quote(text)} is a folder; name a file in it")
    return "/".join(parts)


_YES_OR_NO = Choice(("Yes", "No"))
_TEXT: Mapping[str, object] = {"type": ["string", "number"]}

LINE = Kind("text", _line, _TEXT, is_plain=True)
"""Free text on one line."""
YES_NO = Kind("Yes or No", _yes_no, {"enum": ["Yes", "No", "yes", "no", True, False]}, domain=_YES_OR_NO, is_plain=True)
"""Yes or No, also as true and false."""
TEXTS = Kind("a list such as [A, B]", _entry(LINE), {"type": "array", "items": _TEXT}, domain=Texts(), several=True)
"""A list of texts."""
SIGNAL_QUALITY = Kind(
    f"a whole number from {CSQ_LEAST} to {CSQ_MOST}, or {CSQ_UNKNOWN} for unknown",
    _signal_quality,
    {"enum": [*range(CSQ_LEAST, CSQ_MOST + 1), CSQ_UNKNOWN]},
    domain=Number("", CSQ_LEAST, CSQ_UNKNOWN, whole=True),
)
"""CSQ as a modem reports it."""
MOMENT = Kind(
    "a day and a time, as in 2026-02-28 13:45 or 2026-02-28T13:45:10+01:00",
    _moment,
    {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d[T ]\d\d:\d\d"},
)
"""A day and a time of day, with or without its offset from UTC."""
DAY = Kind("a day, as in 2026-02-28", _day, {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$"})
"""A day of the calendar."""
OFFSET = Kind(
    "the offset from UTC, as in +01:00, or Z",
    _offset,
    {"type": "string", "pattern": r"^([+-]\d\d:\d\d|Z|UTC)$"},
)
"""The offset of a clock from UTC."""
DIGEST = Kind(
    "a SHA-256, 64 hexadecimal digits", _digest, {"type": "string", "pattern": "^[0-9a-fA-F]{64}$"}, is_plain=True
)
"""A SHA-256, in lower case."""
FILE = Kind("a file of this folder, as in results/export.zip", _file, {"type": "string"})
"""A file of the dossier: a path from the record's folder downwards, with / between its parts."""
