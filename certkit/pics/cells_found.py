"""What was found in a workbook for an item, and what is noticed about it before its domain looks at it.

A cell that shows an error or was never calculated is no answer. A number where a text is meant may have lost what made
it a text, so it is read and pointed out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from certkit.edition.domains import LONGEST_TEXT, Choices, Members, NotInDomain, Settings, Text, Texts, shown
from certkit.edition.model import Item
from certkit.finding import Finding, Place
from certkit.formats.raw import Raw
from certkit.formats.xlsx.read import Cell, Sheet, address

_PLAIN_FORMATS = frozenset({"", "General", "GENERAL", "general", "@", "0"})


@dataclass(frozen=True, slots=True)
class Found:
    """What stands in the cell, or the cells, of an item's answer.

    Attributes:
        raw: what was read; None for an empty cell.
        trouble: why it is no answer whatever the item (a sentence), or empty.
        altered: a number that stands where text is meant, and that a spreadsheet may have altered; or empty.
        label_of: another item whose label the row has, so that it is not known which of the two is answered; or empty.
    """

    item: str
    raw: Raw
    place: Place
    trouble: str = ""
    altered: str = ""
    label_of: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """A name and its value, or a model and its version, each with its place; None for an empty cell."""

    first: Cell | None
    second: Cell | None
    places: tuple[Place, Place]


@dataclass
class Harvest:
    """All that was found in a workbook."""

    found: list[Found] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def place_in(source: str, sheet: Sheet, row: int, column: int) -> Place:
    """The place of a cell."""
    return Place(source, sheet=sheet.name, cell=address(row, column))


def find_single(item: Item, cell: Cell | None, place: Place) -> Found:
    """What one cell says."""
    if cell is None:
        return Found(item.id, None, place)
    altered = _altered_number(cell) if isinstance(item.domain, Text | Texts) else ""
    several = isinstance(item.domain, Choices) and len(cell.text) > LONGEST_TEXT
    raw: Raw = [*cell.text.split(",")] if several else cell.value  # names that are too long together need not be alone
    return Found(item.id, raw, place, _trouble(cell), altered)


def _trouble(cell: Cell) -> str:
    return f"the cell holds {cell.trouble}" if cell.trouble else ""


def find_pairs(item: Item, pairs: Sequence[Pair]) -> Iterator[Found]:
    """What the rows of a list of pairs say together, and what is the matter with single ones."""
    kept = [pair for pair in pairs if pair.first or pair.second]
    if not kept:
        if pairs:
            yield Found(item.id, None, pairs[0].places[0])
        return
    place = kept[0].places[0 if kept[0].first else 1]
    raw = _settings(kept) if isinstance(item.domain, Settings) else _members(kept)
    troubles = [*_pair_troubles(item, kept)]
    if troubles:
        where, trouble = troubles[0]
        yield Found(item.id, raw if raw else _raw(kept[0].second), where, trouble)
        return
    yield Found(item.id, raw, place)
    if isinstance(item.domain, Members):
        for pair in kept:
            for cell, where in zip((pair.first, pair.second), pair.places, strict=True):
                if cell is not None and (number := _altered_number(cell)):
                    yield Found(item.id, raw, where, altered=number)


def _pair_troubles(item: Item, pairs: Iterable[Pair]) -> Iterator[tuple[Place, str]]:
    values: dict[str, Cell] = {}
    for pair in pairs:
        for cell, place in zip((pair.first, pair.second), pair.places, strict=True):
            if cell is not None and (trouble := _trouble(cell) or _no_text(cell)):
                yield place, trouble
        if not isinstance(item.domain, Settings):
            continue
        if pair.first is None:
            yield pair.places[1], f"the value {shown(_raw(pair.second))} has no name"
        elif pair.second is not None:
            name = _name(pair.first)
            other = values.setdefault(name, pair.second)
            if text_of(other.value) != text_of(pair.second.value):
                both = f"{shown(text_of(other.value))} and {shown(text_of(pair.second.value))}"
                yield pair.places[1], f"{shown(name)} has two values, {both}"


def _no_text(cell: Cell) -> str:
    try:
        Text().parse(cell.value)
    except NotInDomain as error:
        return str(error)
    return ""


def _settings(pairs: Iterable[Pair]) -> Raw:
    return {_name(pair.first): _raw(pair.second) for pair in pairs if pair.first and pair.second}


def _members(pairs: Iterable[Pair]) -> Raw:
    return [{"model": _raw(pair.first), "firmware_version": _raw(pair.second)} for pair in pairs]


def _raw(cell: Cell | None) -> Raw:
    return cell.value if cell is not None else None


def _name(cell: Cell) -> str:
    return " ".join(text_of(cell.value).split())


def _altered_number(cell: Cell) -> str:
    """The number in a cell if it may have stood for a text: 1.10 became 1.1, and 007 is shown by its format alone."""
    if isinstance(cell.value, bool) or not isinstance(cell.value, int | float):
        return ""
    is_plain = cell.value == int(cell.value) and cell.number_format in _PLAIN_FORMATS
    return "" if is_plain else text_of(cell.value)


def text_of(raw: Raw) -> str:
    """What was read, as the text that stands for it where it is no answer."""
    if isinstance(raw, list):
        return f"[{', '.join(map(text_of, raw))}]"
    if isinstance(raw, dict):
        return f"{{{', '.join(f'{name}: {text_of(value)}' for name, value in sorted(raw.items()))}}}"
    if isinstance(raw, bool):
        return "true" if raw else "false"
    if isinstance(raw, float) and raw == int(raw):
        raw = int(raw)
    return " ".join(str(raw).split())
