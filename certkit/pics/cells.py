"""What the cells of a workbook say in answer to the items, and the statement that follows from it.

A cell that shows an error, or a formula that was never calculated, is not an answer, and neither is a cell that nobody
sees. A number in the place of a text may have lost what made it a text, so it is read and reported. Two different
answers to one item are no answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from certkit.edition.domains import LONGEST_TEXT, Choices, Domain, Members, NotInDomain, Settings, Text, Texts
from certkit.edition.model import Item
from certkit.edition.rulebook import Rulebook
from certkit.finding import Finding, Place, Related
from certkit.formats.raw import Raw
from certkit.formats.xlsx.cells import Cell, Sheet, address, position
from certkit.pics.model import InvalidAnswer, Pics
from certkit.pics.parse import RawAnswer, assemble, canonical_text, item_finding, not_an_answer
from certkit.text.quote import quote

_PLAIN_FORMATS = frozenset({"", "General", "GENERAL", "general", "@", "0"})


@dataclass(frozen=True, slots=True)
class CellAnswer:
    """The content of the cell, or the cells, for the answer to an item.

    Attributes:
        raw: the content; None for an empty cell.
        trouble: why it cannot be an answer to any item (a sentence), or empty.
        altered: a number in the place of a text, which a spreadsheet may have altered; or empty.
        hidden: why nobody sees it: sheet, row, column or merged; or empty.
        label_of: another item whose label is in the row, so that it is unclear which of the two is answered; or empty.
    """

    item: str
    raw: Raw
    place: Place
    trouble: str = ""
    altered: str = ""
    hidden: str = ""
    label_of: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """A name and its value, or a model and its version, each with its place; None for an empty cell."""

    first: Cell | None
    second: Cell | None
    places: tuple[Place, Place]


@dataclass
class CellsFound:
    """Everything that a sheet, or a workbook, has for the items, and what the reader noticed."""

    answers: list[CellAnswer] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def add(self, other: CellsFound) -> None:
        self.answers += other.answers
        self.findings += other.findings


def place_in(source: str, sheet: Sheet, row: int, column: int) -> Place:
    """The place of a cell."""
    return Place(source, sheet=sheet.name, cell=address(row, column))


def hides(sheet: Sheet, place: Place) -> str:
    """Why nobody sees what is at a place of a sheet; empty if it is seen."""
    return sheet.hides(*position(place.cell))


def single_answer(item: Item, cell: Cell | None, place: Place, sheet: Sheet) -> CellAnswer:
    """What one cell of a sheet says."""
    if cell is None:
        return CellAnswer(item.id, None, place)
    altered = _altered_number(cell) if isinstance(item.domain, Text | Texts) else ""
    several = isinstance(item.domain, Choices) and len(cell.text) > LONGEST_TEXT
    raw: Raw = [*cell.text.split(",")] if several else cell.value  # each name can be short where all of them are long
    return CellAnswer(item.id, raw, place, _trouble(cell), altered, hides(sheet, place))


def pair_answers(item: Item, pairs: Sequence[Pair], sheet: Sheet) -> Iterator[CellAnswer]:
    """What the rows of a list of pairs say together, and what is wrong in single rows."""
    kept = [pair for pair in pairs if pair.first or pair.second]
    if not kept:
        if pairs:
            yield CellAnswer(item.id, None, pairs[0].places[0])
        return
    place = kept[0].places[0 if kept[0].first else 1]
    raw = _settings(kept) if isinstance(item.domain, Settings) else _members(kept)
    both = [one for pair in kept for one in zip((pair.first, pair.second), pair.places, strict=True)]
    filled = [(cell, where) for cell, where in both if cell is not None]
    if unseen := [(where, why) for _, where in filled if (why := hides(sheet, where))]:
        yield CellAnswer(item.id, raw if raw else _raw(filled[0][0]), unseen[0][0], hidden=unseen[0][1])
        return
    troubles = [*_pair_troubles(item, kept)]
    if troubles:
        where, trouble = troubles[0]
        yield CellAnswer(item.id, raw if raw else _raw(kept[0].second), where, trouble)
        return
    yield CellAnswer(item.id, raw, place)
    if isinstance(item.domain, Members):
        for pair in kept:
            for cell, where in zip((pair.first, pair.second), pair.places, strict=True):
                if cell is not None and (number := _altered_number(cell)):
                    yield CellAnswer(item.id, raw, where, altered=number)


def statement_of(rulebook: Rulebook, source: str, cells: CellsFound) -> Pics:
    """The statement that a workbook makes, with findings about what is not in it."""
    raws: dict[str, RawAnswer] = {}
    blanks: dict[str, Place] = {}
    refused: dict[str, InvalidAnswer] = {}
    findings = list(cells.findings)

    def refuse(answer: CellAnswer, text: str) -> None:
        refused.setdefault(answer.item, InvalidAnswer(text, answer.place))

    for answer in cells.answers:
        item = rulebook.items[answer.item]
        if answer.altered:
            findings.append(item_finding("K-07", item, answer.place, number=answer.altered))
        if answer.label_of:
            findings.append(item_finding("K-10", item, answer.place, other=answer.label_of))
            if answer.raw is None:
                blanks.setdefault(item.id, answer.place)
            else:
                refuse(answer, canonical_text(answer.raw))
        elif answer.hidden and answer.raw is not None:
            refuse(answer, canonical_text(answer.raw))
            findings.append(item_finding("K-14", item, answer.place, hidden=answer.hidden))
        elif answer.trouble:
            refuse(answer, canonical_text(answer.raw) if answer.raw is not None else "(formula)")
            findings.append(not_an_answer(item, answer.trouble, answer.place))
        elif answer.raw is None:
            blanks.setdefault(item.id, answer.place)
        elif item.id not in raws:
            raws[item.id] = RawAnswer(answer.raw, answer.place)
        elif not _same(item.domain, raws[item.id].raw, answer.raw):
            first, second = canonical_text(raws[item.id].raw), canonical_text(answer.raw)
            related = (Related(item.id, raws[item.id].place),)
            findings.append(item_finding("K-04", item, answer.place, related=related, first=first, second=second))
            refuse(answer, f"{first} | {second}")
    kept = {name: raw for name, raw in raws.items() if name not in refused}
    empty = {name: place for name, place in blanks.items() if name not in kept and name not in refused}
    pics = assemble(rulebook, source, kept, blanks=empty, findings=findings)
    return replace(pics, refused={**pics.refused, **refused})


def _same(domain: Domain, first: Raw, second: Raw) -> bool:
    try:
        return domain.parse(first) == domain.parse(second)
    except NotInDomain:
        return canonical_text(first) == canonical_text(second)


def _trouble(cell: Cell) -> str:
    return f"the cell holds {cell.trouble}" if cell.trouble else ""


def _pair_troubles(item: Item, pairs: Iterable[Pair]) -> Iterator[tuple[Place, str]]:
    values: dict[str, Cell] = {}
    for pair in pairs:
        for cell, place in zip((pair.first, pair.second), pair.places, strict=True):
            if cell is not None and (trouble := _trouble(cell) or _not_a_text(cell)):
                yield place, trouble
        if not isinstance(item.domain, Settings):
            continue
        if pair.first is None:
            yield pair.places[1], f"the value {quote(_raw(pair.second))} has no name"
        elif pair.second is not None:
            name = _name(pair.first)
            first, second = (canonical_text(cell.value) for cell in (values.setdefault(name, pair.second), pair.second))
            if first != second:
                yield pair.places[1], f"{quote(name)} has two values, {quote(first)} and {quote(second)}"


def _not_a_text(cell: Cell) -> str:
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
    return canonical_text(cell.value)


def _altered_number(cell: Cell) -> str:
    """The number in a cell that may have been a text: 1.10 became 1.1, or 007 is 7 with a format."""
    if isinstance(cell.value, bool) or not isinstance(cell.value, int | float):
        return ""
    is_plain = cell.value == int(cell.value) and cell.number_format in _PLAIN_FORMATS
    return "" if is_plain else canonical_text(cell.value)
