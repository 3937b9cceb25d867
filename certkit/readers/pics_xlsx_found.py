"""What was found in a workbook for an item, and what is noticed about it before its domain looks at it.

A cell that shows an error or was never calculated is no answer. A number where a text is meant may have lost what made
it a text, so it is read and pointed out. Two different answers to one question are none.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from certkit.model.codes import finding
from certkit.model.domain import Domain, Members, NotInDomain, Raw, Settings, Text, Texts, shown
from certkit.model.finding import Finding, Place
from certkit.model.pics import Pics, Refused
from certkit.model.rulebook import Item
from certkit.readers.statement import RawAnswer, assemble
from certkit.rulebook import Rulebook
from certkit.workbook import Cell, Sheet, address

_PLAIN_FORMATS = frozenset({"", "General", "GENERAL", "general", "@", "0"})


@dataclass(frozen=True, slots=True)
class Found:
    """What stands in the cell, or the cells, of an item's answer.

    Attributes:
        raw: what was read; None for an empty cell.
        trouble: why it is no answer whatever the item, or empty.
        altered: a number stands where text is meant, and a spreadsheet may have altered it.
    """

    item: str
    raw: Raw
    place: Place
    trouble: str = ""
    altered: bool = False


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
    meant_as_text = isinstance(item.domain, Text | Texts)
    return Found(item.id, cell.value, place, cell.trouble, meant_as_text and _may_be_altered(cell))


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
                if cell is not None and _may_be_altered(cell):
                    yield Found(item.id, raw, where, altered=True)


def _pair_troubles(item: Item, pairs: Iterable[Pair]) -> Iterator[tuple[Place, str]]:
    values: dict[str, Cell] = {}
    for pair in pairs:
        for cell, place in zip((pair.first, pair.second), pair.places, strict=True):
            if cell is not None and (trouble := cell.trouble or _no_text(cell)):
                yield place, trouble
        if not isinstance(item.domain, Settings):
            continue
        if pair.first is None:
            yield pair.places[1], f"the value {shown(_raw(pair.second))} has no name"
        elif pair.second is not None:
            name = _name(pair.first)
            other = values.setdefault(name, pair.second)
            if _text_of(other.value) != _text_of(pair.second.value):
                both = f"{shown(_text_of(other.value))} and {shown(_text_of(pair.second.value))}"
                yield pair.places[1], f"{shown(name)} has two values, {both}"


def _no_text(cell: Cell) -> str:
    try:
        Text().parse(cell.value)
    except NotInDomain as error:
        return str(error)
    return ""


def _settings(pairs: Iterable[Pair]) -> Raw:
    return {_name(pair.first): _raw(pair.second) for pair in pairs if pair.first is not None}


def _members(pairs: Iterable[Pair]) -> Raw:
    return [{"model": _raw(pair.first), "firmware_version": _raw(pair.second)} for pair in pairs]


def _raw(cell: Cell | None) -> Raw:
    return cell.value if cell is not None else None


def _name(cell: Cell) -> str:
    return " ".join(_text_of(cell.value).split())


def _may_be_altered(cell: Cell) -> bool:
    """Whether a number may have stood for a text: 1.10 has become 1.1, and 007 is shown by its format alone."""
    if isinstance(cell.value, bool) or not isinstance(cell.value, int | float):
        return False
    return cell.value != int(cell.value) or cell.number_format not in _PLAIN_FORMATS


def _text_of(raw: Raw) -> str:
    """What was read, as the text that stands for it where it is no answer."""
    if isinstance(raw, bool):
        return "true" if raw else "false"
    if isinstance(raw, float) and raw == int(raw):
        raw = int(raw)
    if isinstance(raw, datetime.date | datetime.time):
        raw = raw.isoformat()
    return " ".join(str(raw).split())


def to_statement(rulebook: Rulebook, source: str, harvest: Harvest) -> Pics:
    """The statement: one answer for each item, and findings about the rest."""
    raws: dict[str, RawAnswer] = {}
    blanks: dict[str, Place] = {}
    refused: dict[str, Refused] = {}
    findings = list(harvest.findings)
    for found in harvest.found:
        item = rulebook.items[found.item]
        if found.altered:
            findings.append(_altered(item, found))
        if found.raw is None and not found.trouble:
            blanks.setdefault(item.id, found.place)
        elif found.trouble:
            refused.setdefault(item.id, Refused(_text_of(found.raw or "(formula)"), found.trouble, found.place))
            findings.append(_no_answer(item, found))
        elif item.id not in raws:
            raws[item.id] = RawAnswer(found.raw, found.place)
        elif not _same(item.domain, raws[item.id].raw, found.raw):
            first = raws[item.id]
            text = f"{_text_of(first.raw)} | {_text_of(found.raw)}"
            refused.setdefault(item.id, Refused(text, "it is answered twice, differently", found.place))
            findings.append(_answered_twice(item, first, found))
    kept = {name: raw for name, raw in raws.items() if name not in refused}
    for name in (*kept, *refused):
        blanks.pop(name, None)
    pics = assemble(rulebook, source, kept, blanks=blanks, findings=findings)
    return replace(pics, refused={**pics.refused, **refused}) if refused else pics


def _same(domain: Domain, first: Raw, second: Raw) -> bool:
    try:
        return domain.parse(first) == domain.parse(second)
    except NotInDomain:
        return _text_of(first) == _text_of(second)


def _altered(item: Item, found: Found) -> Finding:
    number = _text_of(found.raw) if not isinstance(found.raw, list) else "it"
    message = f"{item.id}: the cell holds the number {number}, where text is meant"
    return finding("K-07", message, where=found.place, items=[item.id], cite=item.cite)


def _no_answer(item: Item, found: Found) -> Finding:
    what = found.trouble if " " in found.trouble and not found.trouble.startswith(("a ", "the error")) else ""
    message = f"{item.id}: {what or f'the cell holds {found.trouble}'}"
    hint = f"{item.label}: {item.domain.expected}"
    return finding("K-02", message, where=found.place, items=[item.id], hint=hint, cite=item.cite)


def _answered_twice(item: Item, first: RawAnswer, second: Found) -> Finding:
    answers: Mapping[str, None] = dict.fromkeys((shown(_text_of(first.raw)), shown(_text_of(second.raw))))
    message = f"{item.id} is answered twice, differently: {' and '.join(answers)}"
    related = ((item.id, first.place),)
    return finding("K-04", message, where=second.place, items=[item.id], cite=item.cite, related=related)
