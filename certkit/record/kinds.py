"""What may stand in a field of the test record: text, Yes or No, a moment, a digest, a file of the dossier.

A kind takes a scalar's text to a value of one Python type, or says in one sentence why it is none. The procedure
prescribes no form for a record; the kinds are certkit's own, the bounds are those of what is measured.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Generic, TypeVar

from certkit.edition.domains import Choice, NotInDomain, Number, listed, scalar_text, shown

T_co = TypeVar("T_co", covariant=True)

YES_NO = Choice(("Yes", "No"))
SHA256 = re.compile(r"[0-9a-fA-F]{64}")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?: ?(?:[Zz]|[+-]\d\d:\d\d))?")
_OFFSET = re.compile(r"([+-])(\d\d):([0-5]\d)")
_PLACEHOLDERS = frozenset({"tba", "tbd", "todo"})
CSQ_LEAST, CSQ_MOST, CSQ_UNKNOWN = 0, 31, 99
"""Of the signal quality that modems report (3GPP TS 27.007, 8.5); what is between is no strength of a signal."""
_DRIVE = re.compile(r"[A-Za-z]:")
FIRST_YEAR, LAST_YEAR = 2000, 2199
"""Years that a record can be about; a year outside them is a slip of the keyboard."""


class Kind(Generic[T_co]):
    """A kind of field. ``several``: its value is a list."""

    @property
    def several(self) -> bool:
        return False

    @property
    def expected(self) -> str:
        """What is expected, for people."""
        raise NotImplementedError

    def read(self, text: str) -> T_co | None:
        """The value, or None if the text says nothing.

        Raises:
            NotInDomain: it is none of the values.
        """
        raise NotImplementedError

    @property
    def schema(self) -> dict[str, object]:
        """The JSON Schema of what may be written, without null."""
        return {"type": "string"}


class Line(Kind[str]):
    """Free text on one line."""

    @property
    def expected(self) -> str:
        return "text"

    def read(self, text: str) -> str | None:
        plain = scalar_text(text)
        return plain if plain is not None and _says_something(plain) else None

    @property
    def schema(self) -> dict[str, object]:
        return {"type": ["string", "number"]}


class YesNo(Kind[bool]):
    """Yes or No, also as true and false."""

    @property
    def expected(self) -> str:
        return "Yes or No"

    def read(self, text: str) -> bool | None:
        value = YES_NO.parse(text)
        return None if value is None else value == "Yes"

    @property
    def schema(self) -> dict[str, object]:
        return {"enum": ["Yes", "No", "yes", "no", True, False]}


class OneOf(Kind[str]):
    """One of a few names."""

    def __init__(self, names: tuple[str, ...], aliases: tuple[tuple[str, str], ...] = ()) -> None:
        self.names = names
        self.domain = Choice(names, aliases)

    @property
    def expected(self) -> str:
        return listed(self.names, "or")

    def read(self, text: str) -> str | None:
        value = self.domain.parse(text)
        return None if value is None else str(value)

    @property
    def schema(self) -> dict[str, object]:
        return {"enum": list(self.names)}


class Figure(Kind[float]):
    """A number with a unit."""

    def __init__(self, unit: str = "", minimum: int = 0, maximum: int | None = None, *, whole: bool = False) -> None:
        self.domain = Number(unit, minimum, maximum, whole)

    @property
    def expected(self) -> str:
        return self.domain.expected

    def read(self, text: str) -> float | None:
        value = self.domain.parse(text)
        return value if isinstance(value, int | float) else None

    @property
    def schema(self) -> dict[str, object]:
        domain = self.domain
        schema: dict[str, object] = {"type": "integer" if domain.whole else "number", "minimum": domain.minimum}
        return schema if domain.maximum is None else {**schema, "maximum": domain.maximum}


class SignalQuality(Figure):
    """CSQ as a modem reports it."""

    def __init__(self) -> None:
        super().__init__("", CSQ_LEAST, CSQ_UNKNOWN, whole=True)

    @property
    def expected(self) -> str:
        return f"a whole number from {CSQ_LEAST} to {CSQ_MOST}, or {CSQ_UNKNOWN} for unknown"

    def read(self, text: str) -> float | None:
        value = super().read(text)
        if value is not None and CSQ_MOST < value < CSQ_UNKNOWN:
            raise NotInDomain(f"{shown(text)} is not {self.expected}")
        return value

    @property
    def schema(self) -> dict[str, object]:
        return {"enum": [*range(CSQ_LEAST, CSQ_MOST + 1), CSQ_UNKNOWN]}


class Moment(Kind[datetime]):
    """A day and a time of day, with or without its distance from UTC."""

    @property
    def expected(self) -> str:
        return "a day and a time, as in 2026-02-28 13:45 or 2026-02-28T13:45:10+01:00"

    def read(self, text: str) -> datetime | None:
        plain = scalar_text(text)
        if plain is None:
            return None
        if not _MOMENT.fullmatch(plain):
            raise NotInDomain(f"{shown(plain)} is not {self.expected}")
        try:
            moment = datetime.fromisoformat(plain.upper().replace(" +", "+").replace(" -", "-").replace(" Z", "Z"))
        except ValueError:
            raise NotInDomain(f"{shown(plain)} is no day and time of the calendar") from None
        return _in_our_years(moment, plain)

    @property
    def schema(self) -> dict[str, object]:
        return {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d[T ]\d\d:\d\d"}


class Day(Kind[date]):
    """A day of the calendar."""

    @property
    def expected(self) -> str:
        return "a day, as in 2026-02-28"

    def read(self, text: str) -> date | None:
        plain = scalar_text(text)
        if plain is None:
            return None
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", plain):
            raise NotInDomain(f"{shown(plain)} is not {self.expected}")
        try:
            day = date.fromisoformat(plain)
        except ValueError:
            raise NotInDomain(f"{shown(plain)} is no day of the calendar") from None
        return _in_our_years(day, plain)

    @property
    def schema(self) -> dict[str, object]:
        return {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$"}


class Offset(Kind[timezone]):
    """The distance of a clock from UTC."""

    @property
    def expected(self) -> str:
        return "the distance from UTC, as in +01:00, or Z"

    def read(self, text: str) -> timezone | None:
        plain = scalar_text(text)
        if plain is None:
            return None
        if plain.upper() in ("Z", "UTC"):
            return UTC
        found = _OFFSET.fullmatch(plain)
        if found is None or int(found[2]) > 14:
            raise NotInDomain(f"{shown(plain)} is not {self.expected}")
        distance = timedelta(hours=int(found[2]), minutes=int(found[3]))
        return timezone(-distance if found[1] == "-" else distance)

    @property
    def schema(self) -> dict[str, object]:
        return {"type": "string", "pattern": r"^([+-]\d\d:\d\d|Z|UTC)$"}


class Digest(Kind[str]):
    """A SHA-256, in lower case."""

    @property
    def expected(self) -> str:
        return "a SHA-256, 64 hexadecimal digits"

    def read(self, text: str) -> str | None:
        plain = scalar_text(text)
        if plain is None:
            return None
        if not SHA256.fullmatch(plain):
            raise NotInDomain(f"{shown(plain)} is not {self.expected}")
        return plain.lower()

    @property
    def schema(self) -> dict[str, object]:
        return {"type": "string", "pattern": "^[0-9a-fA-F]{64}$"}


class LeavesFolder(NotInDomain):
    """A path leads out of the folder in which the record stands."""


class FileName(Kind[str]):
    """A file of the dossier: a path from the record's folder downwards, with / between its parts."""

    @property
    def expected(self) -> str:
        return "a file of this folder, as in results/export.zip"

    def read(self, text: str) -> str | None:
        if not text.strip():
            return None
        if "\\" in text:
            raise NotInDomain(f"{shown(text)} has a backslash; write / between folders")
        if any(ord(c) < 32 or 0x7F <= ord(c) < 0xA0 or 0xD800 <= ord(c) < 0xE000 for c in text):
            raise NotInDomain(f"{shown(text)} has a character that a file's name cannot have")
        if text.startswith(("/", "~")) or _DRIVE.match(text):
            raise LeavesFolder(f"{shown(text)} is not a path within the folder of the record")
        parts: list[str] = []
        for part in text.split("/"):
            if part == ".." and not parts:
                raise LeavesFolder(f"{shown(text)} leads out of the folder of the record")
            if part == "..":
                parts.pop()
            elif part not in ("", "."):
                parts.append(part)
        if not parts:
            raise NotInDomain(f"{shown(text)} is a folder; name a file in it")
        return "/".join(parts)


class Many(Kind[tuple[str, ...]]):
    """A list of texts or, with ``names``, of some of them. Read entry by entry."""

    def __init__(self, names: tuple[str, ...] = ()) -> None:
        self.names = names

    @property
    def several(self) -> bool:
        return True

    @property
    def expected(self) -> str:
        return f"a list with some of {listed(self.names, 'and')}" if self.names else "a list such as [A, B]"

    def read(self, text: str) -> tuple[str, ...] | None:
        """One entry of the list."""
        value = OneOf(self.names).read(text) if self.names else Line().read(text)
        return None if value is None else (value,)

    @property
    def schema(self) -> dict[str, object]:
        entry: dict[str, object] = {"enum": list(self.names)} if self.names else {"type": ["string", "number"]}
        return {"type": "array", "items": entry}


def _says_something(text: str) -> bool:
    """A dash, a question mark or ``TBD`` in place of an answer is none: the question is open."""
    return any(c.isalnum() for c in text) and text.casefold() not in _PLACEHOLDERS


def _in_our_years(value: DayOrMoment, text: str) -> DayOrMoment:
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise NotInDomain(f"{shown(text)} is not in the years {FIRST_YEAR} to {LAST_YEAR}")
    return value


DayOrMoment = TypeVar("DayOrMoment", date, datetime)
