"""What an answer may be: the domain of a PICS item.

A domain turns a *raw* answer, as a YAML file or a workbook has it, into its one value (canonical text, number, or
tuple), or says in one sentence why it is not an answer. It also names representative answers, one for each case that a
condition can distinguish, so that a rule can be tried over every combination.
"""

from __future__ import annotations

import datetime
import math
import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain, count, islice, pairwise

from certkit.conditions import Among, AnswerTo, Compare, Includes, Node, Value, walk
from certkit.formats.raw import Raw
from certkit.text.quote import join, quote

YES_NO = ("Yes", "No")
LONGEST_TEXT = 1000
_POINT_OR_THOUSANDS = re.compile(r"([+-]?)([1-9]\d{0,2})[.,'\u2019](\d{3})")
_WITH_UNIT = re.compile(r"([+-]?\d{1,12})(?:[.,](\d{1,12}))?\s*([^\W\d_]{0,20})\.?")
"""A number with a decimal point or comma, and a unit behind it."""
_SECONDS = {
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), Decimal(1)),
    "ms": Decimal("0.001"),
    **dict.fromkeys(("min", "mins", "minute", "minutes"), Decimal(60)),
    **dict.fromkeys(("h", "hour", "hours"), Decimal(3600)),
}
"""Unit -> seconds."""
_WORDS = {
    "Yes": ("y", "ja", "j", "oui", "si", "sí", "yep", "yeah", "ok", "yes"),
    "No": ("n", "nein", "nee", "non", "nope", "not", "none", "no"),
}
"""Answer -> other words that surely mean it."""
_SEPARATORS = re.compile(r"\s*[,;/\n]\s*|\s+and\s+")


class NotInDomain(ValueError):
    """A raw answer is not an answer to its item; the message says why."""


class AmbiguousNumber(NotInDomain):
    """A number in which a sign may be the decimal point or may part the thousands."""


class Domain:
    """What every domain has. ``kind`` is its name in an edition's ``items.yaml``."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"

    @property
    def kind(self) -> str:
        return type(self).__name__.lower()

    @property
    def expected(self) -> str:
        """What is expected, for people: ``Yes or No``, ``a whole number of seconds``."""
        raise NotImplementedError

    def parse(self, raw: Raw) -> Value | None:
        """The value, or None for no answer.

        Raises:
            NotInDomain: it is not one of the answers.
        """
        raise NotImplementedError

    def candidates(self, item: str, node: Node) -> tuple[Value, ...]:
        """Representative answers: one for each case that ``node`` can distinguish."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True, eq=False)
class Choice(Domain):
    """One of a few names. ``aliases``: other spellings, in lower case, and the value of each."""

    values: tuple[str, ...]
    aliases: tuple[tuple[str, str], ...] = ()

    @property
    def is_yes_no(self) -> bool:
        return set(self.values) == set(YES_NO)

    @property
    def expected(self) -> str:
        return join(self.values, "or")

    def parse(self, raw: Raw) -> Value | None:
        if isinstance(raw, bool):
            raw = "true" if raw else "false"
        text = scalar_text(raw)
        if text is None:
            return None
        known = _known(text, self.values, self.aliases)
        if known is None:
            raise NotInDomain(f"{quote(text)} is not {self.expected}{self._meant(text)}")
        return known

    def _meant(self, text: str) -> str:
        """What to write in place of a text that is surely another way to say Yes or No; never taken for it."""
        meant = next((answer for answer, words in _WORDS.items() if _fold(text).rstrip(".!") in words), None)
        return f"; write {meant}" if meant in self.values else ""

    def candidates(self, item: str, node: Node) -> tuple[Value, ...]:
        return self.values


@dataclass(frozen=True, slots=True, eq=False)
class Choices(Domain):
    """Several of a few names, in the order of the domain.

    ``others``: code of the finding for a name outside them; without a code such a name is not an answer.
    """

    values: tuple[str, ...]
    aliases: tuple[tuple[str, str], ...] = ()
    others: str = ""

    @property
    def expected(self) -> str:
        return f"one or more of {join(self.values, 'and')}"

    def parse(self, raw: Raw) -> Value | None:
        parts: list[str] = []
        for entry in raw if isinstance(raw, list) else [raw]:
            text = scalar_text(entry)
            if text is not None:
                whole = _known(text, self.values, self.aliases)
                parts += [whole] if whole else [part for part in _SEPARATORS.split(text) if part]
        names = []
        for part in parts:
            known = _known(part, self.values, self.aliases)
            if known is None and not self.others:
                raise NotInDomain(f"{quote(part)} is not one of {join(self.values, 'and')}")
            names.append(known or part)
        if not names:
            return None
        order = {value: index for index, value in enumerate(self.values)}
        return tuple(sorted(set(names), key=lambda value: (order.get(value, len(order)), value)))

    def candidates(self, item: str, node: Node) -> tuple[Value, ...]:
        asked = _named(node, item)
        names = [value for value in self.values if value in asked or not asked or _answers_compared(node)]
        others = [value for value in self.values if value not in names][:1] + (["another"] if self.others else [])
        return _subsets((*names, *others))


@dataclass(frozen=True, slots=True, eq=False)
class Number(Domain):
    """A number. ``whole``: integers only. ``minimum`` and ``maximum`` are the least and greatest that make sense."""

    unit: str = ""
    minimum: int = 0
    maximum: int | None = None
    whole: bool = True

    @property
    def expected(self) -> str:
        kind = "a whole number" if self.whole else "a number"
        unit = f" of {self.unit}" if self.unit else ""
        if self.maximum is not None:
            return f"{kind}{unit} from {self.minimum} to {self.maximum}"
        return f"{kind}{unit}, {self.minimum} or more"

    def parse(self, raw: Raw) -> Value | None:
        if isinstance(raw, bool | list | dict | datetime.date | datetime.time):
            raise NotInDomain(f"{quote(raw)} is not {self.expected}")
        text = scalar_text(raw)
        if text is None:
            return None
        if isinstance(raw, str) and (readings := _number_readings(text)):
            raise AmbiguousNumber(f"{quote(text)} can be read as {readings[0]} and as {readings[1]}")
        if not re.fullmatch(r"[+-]?\d{1,15}(?:\.\d{1,15})?(?:[eE][+-]?\d{1,2})?", text):
            raise NotInDomain(f"{quote(text)} is not {self.expected}{self._meant(text)}")
        number = float(text)
        if not math.isfinite(number) or (self.whole and number != int(number)):
            raise NotInDomain(f"{quote(text)} is not {self.expected}")
        value: int | float = int(number) if number == int(number) else number
        if value < self.minimum or (self.maximum is not None and value > self.maximum):
            raise NotInDomain(f"{quote(text)} is not {self.expected}")
        return value

    def _meant(self, text: str) -> str:
        """What to write in place of a number with a decimal comma or a unit; never taken for it."""
        written = _WITH_UNIT.fullmatch(text)
        if written is None:
            return ""
        before, behind, unit = written.groups()
        units = _SECONDS if self.unit == "seconds" else {self.unit.casefold(): Decimal(1)}
        factor = {"": Decimal(1), **units}.get(unit.casefold())
        if factor is None:
            return ""
        number = format(Decimal(f"{before}.{behind or 0}") * factor, "f")
        number = number.rstrip("0").rstrip(".") if "." in number else number
        try:
            self.parse(number)
        except NotInDomain:
            return ""
        return f"; write {number}"

    def candidates(self, item: str, node: Node) -> tuple[Value, ...]:
        """Around every number that the item is compared with; more of them where items are compared with each other."""
        bounds = sorted(value for value in _named(node, item) if isinstance(value, int | float))
        wide = 1 + _answers_compared(node)
        if not bounds or wide > 1:
            bounds = sorted({self.minimum, *bounds})
        numbers: set[int | float] = set()
        for bound in bounds:
            low, high = math.ceil(bound), math.floor(bound)
            numbers |= {bound, *range(low - wide, high + wide + 1)}
        if not self.whole:
            steps = [step / (wide + 1) for step in range(1, wide + 1)]
            numbers |= {low + (high - low) * step for low, high in pairwise(bounds) for step in steps}
        top = math.inf if self.maximum is None else self.maximum
        return tuple(sorted(n for n in numbers if self.minimum <= n <= top and (n == int(n) or not self.whole)))


class Text(Domain):
    """Free text on one line."""

    __slots__ = ()

    @property
    def expected(self) -> str:
        return "text"

    def parse(self, raw: Raw) -> Value | None:
        if isinstance(raw, datetime.date | datetime.time):
            raise NotInDomain(f"the cell holds a date or time ({raw}), not text; format it as text and type it again")
        if isinstance(raw, list | dict):
            raise NotInDomain("one text is expected, not several")
        return scalar_text(raw)

    def candidates(self, item: str, node: Node) -> tuple[Value, ...]:
        return _texts(item, node)


class Texts(Domain):
    """A list of texts in their order; in a workbook one on each line of the cell."""

    __slots__ = ()

    @property
    def expected(self) -> str:
        return "a list of texts"

    def parse(self, raw: Raw) -> Value | None:
        entries = raw if isinstance(raw, list) else [raw]
        texts = []
        for entry in entries:
            if isinstance(entry, str):
                texts += [text for line in entry.splitlines() if (text := scalar_text(line))]
            elif (value := Text().parse(entry)) is not None:
                texts.append(str(value))
        return tuple(texts) or None

    def candidates(self, item: str, node: Node) -> tuple[Value, ...]:
        return _subsets(_texts(item, node))


class Settings(Domain):
    """Names with a value each, sorted by name; what the form calls other relevant values."""

    __slots__ = ()

    @property
    def expected(self) -> str:
        return "names with a value each"

    def parse(self, raw: Raw) -> Value | None:
        if raw is None or raw == "":
            return None
        if not isinstance(raw, dict):
            raise NotInDomain(f"{self.expected} are expected, not {quote(raw)}")
        settings = {}
        for name, value in raw.items():
            key, text = scalar_text(name), Text().parse(value)
            if key is not None and text is not None:
                settings[key] = str(text)
        return tuple(sorted(settings.items())) or None

    def candidates(self, item: str, node: Node) -> tuple[Value, ...]:
        return ((("name", "value"),),)


class Members(Domain):
    """The products of a family, each (model, firmware version); "" where one of the two is missing."""

    __slots__ = ()

    @property
    def expected(self) -> str:
        return "a list of members, each with model and firmware_version"

    def parse(self, raw: Raw) -> Value | None:
        if raw is None or raw == "":
            return None
        if not isinstance(raw, list):
            raise NotInDomain(f"{self.expected} is expected, not {quote(raw)}")
        members: list[tuple[str, str]] = []
        for entry in raw:
            if not isinstance(entry, dict) or set(entry) - {"model", "firmware_version"}:
                raise NotInDomain(f"each member has model and firmware_version, not {quote(entry)}")
            model = Text().parse(entry.get("model"))
            version = Text().parse(entry.get("firmware_version"))
            if model is not None or version is not None:
                members.append((str(model or ""), str(version or "")))
        return tuple(members) or None

    def candidates(self, item: str, node: Node) -> tuple[Value, ...]:
        return ((("model", "1.0"),),)


def _number_readings(text: str) -> tuple[str, str] | None:
    """The two numbers that ``10.000`` or ``10,000`` may be; None where there is one at most.

    Ambiguous is a point or comma with one to three digits before it, of which the first is not 0, and three behind it.
    """
    match = _POINT_OR_THOUSANDS.fullmatch(text)
    if match is None:
        return None
    sign, before, behind = match.groups()
    decimals = behind.rstrip("0")
    return f"{sign}{before}{'.' if decimals else ''}{decimals}", f"{sign}{before}{behind}"


def scalar_text(raw: Raw) -> str | None:
    """A scalar as one line of NFC text, or None if it says nothing.

    Raises:
        NotInDomain: it is a list, a mapping, a date, far too long, or has control characters.
    """
    if raw is None:
        return None
    if isinstance(raw, bool):
        return "Yes" if raw else "No"
    if isinstance(raw, float) and math.isfinite(raw) and raw == int(raw):
        raw = int(raw)
    if isinstance(raw, int | float):
        return str(raw)
    if not isinstance(raw, str):
        raise NotInDomain(f"one value is expected, not {quote(raw)}")
    text = " ".join(unicodedata.normalize("NFC", raw).split())
    if len(text) > LONGEST_TEXT:
        raise NotInDomain(f"the text has {len(text)} characters; at most {LONGEST_TEXT} are allowed")
    if not text.isprintable():
        for character in text:
            if unicodedata.category(character) in ("Cc", "Cs", "Co", "Cn"):
                message = f"the text contains the character U+{ord(character):04X}, which cannot be printed"
                raise NotInDomain(message)
    return text or None


def _named(node: Node, item: str) -> set[str | int | float]:
    """Values that the condition compares an item with; where it compares items with each other, all of theirs."""
    every = _answers_compared(node) > 0
    values: set[str | int | float] = set()
    for part in walk(node):
        if isinstance(part, Among) and (every or part.item == item):
            values.update(part.values)
        elif isinstance(part, Compare | Includes) and (every or part.item == item):
            values.update(() if isinstance(part.operand, AnswerTo) else (part.operand,))
    return values


def _answers_compared(node: Node) -> int:
    """How often the condition compares an item with another."""
    return sum(isinstance(part, Compare | Includes) and isinstance(part.operand, AnswerTo) for part in walk(node))


def _texts(item: str, node: Node) -> tuple[str, ...]:
    """The texts that the condition names, and one that it does not for each item that may need its own."""
    named = sorted(value for value in _named(node, item) if isinstance(value, str))
    fresh = (text for text in chain(["text"], (f"text {n}" for n in count(2))) if text not in named)
    return (*islice(fresh, 1 + _answers_compared(node)), *named)


def _subsets(names: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    masks = range(1, 1 << len(names))
    return tuple(tuple(name for bit, name in enumerate(names) if mask >> bit & 1) for mask in masks)


def _fold(text: str) -> str:
    return " ".join(text.replace("\u2011", "-").replace("\u2010", "-").casefold().split())


def _known(text: str, values: tuple[str, ...], aliases: tuple[tuple[str, str], ...]) -> str | None:
    if text in values:
        return text
    folded = _fold(text)
    for value in values:
        if _fold(value) == folded:
            return value
    if "Yes" in values and folded in ("true", "false"):
        return "Yes" if folded == "true" else "No"
    return next((value for alias, value in aliases if _fold(alias) == folded), None)
