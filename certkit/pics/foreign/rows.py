"""The rows of the PICS on a sheet: where each begins, what it may be about, and where its answer is.

A row begins at the id or the label of an item; both may name it. Its answer is under the header of its table. Without
a header it is the first thing to the right of the question, or what would be there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from certkit.edition.domains import AmbiguousNumber, NotInDomain
from certkit.edition.model import Item
from certkit.pics.foreign.answers import is_options
from certkit.pics.foreign.grid import Grid, Header, MemberTable, header_in, members_in
from certkit.pics.labels import HEADING, Labels

_ID_TITLES = frozenset({"id", "ids", "item", "item id", "no", "nr", "number"})
_GAP = 2
"""Blank rows that may be within a list."""
_FAR = 1_000_000
_SIDEWAYS = 50
"""How many rows a column counts for."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell with an id or a label. ``items``: what it may mean, HEADING among it; empty for an id that is unknown."""

    column: int
    items: tuple[str, ...]
    is_id: bool = False


@dataclass
class TableRow:
    """A row of the PICS.

    Attributes:
        items: what it may be about, until that is decided; then one.
        words: the words of its label, or empty.
        answer: row and column of its answer.
        label_of: another item whose label is next to the row's id, or empty.
    """

    row: int
    column: int
    items: tuple[str, ...]
    words: str
    answer: tuple[int, int]
    header: Header | None
    label_of: str = ""

    @property
    def item(self) -> str:
        """What it is about, once that is decided; HEADING if it is none."""
        return self.items[0]


@dataclass
class SheetRows:
    """The parts of a sheet that belong to a form. ``strangers``: rows in which nothing was recognized."""

    grid: Grid
    headers: list[Header] = field(default_factory=list)
    rows: list[TableRow] = field(default_factory=list)
    members: list[MemberTable] = field(default_factory=list)
    strangers: list[int] = field(default_factory=list)

    def header_above(self, row: int, column: int) -> Header | None:
        """The nearest header above that reaches over the column."""
        for header in reversed(self.headers):
            if header.row < row and min(header.titles) - 1 <= column <= max(header.titles):
                return header
        return None


def find_rows(grid: Grid, labels: Labels, items: Mapping[str, Item]) -> SheetRows:
    """Go through a sheet from the top."""
    sheet = SheetRows(grid)
    in_tables: set[tuple[int, int]] = set()
    for row in sorted(grid.rows):
        if table := members_in(grid, row):
            sheet.members.append(table)
            in_tables |= {(r, c) for r in member_rows(grid, labels, table) for c in (table.model, table.version)}
            continue
        spots = [spot for spot in _spots(grid, labels, row) if (row, spot.column) not in in_tables]
        known = [spot for spot in spots if spot.items]
        header = None if any(spot.items != (HEADING,) for spot in known) else header_in(grid, row)
        if header is not None:
            sheet.headers.append(header)
        elif known:
            sheet.rows += _RowFinder(sheet, labels, items, row).rows(known)
        elif (row, grid.rows[row][0]) not in in_tables:
            sheet.strangers.append(row)
    return sheet


def member_rows(grid: Grid, labels: Labels, table: MemberTable) -> list[int]:
    """The rows below the header of a table of members that belong to it."""
    found: list[int] = []
    blank = 0
    for row in range(table.row + 1, grid.last_row + 1):
        model, version = grid.at(row, table.model), grid.at(row, table.version)
        if header_in(grid, row) or (model and not version and labels.is_heading(model.text)):
            break
        blank = 0 if model or version else blank + 1
        if blank > _GAP:
            break
        found.append(row)
    return found


def _spots(grid: Grid, labels: Labels, row: int) -> Iterator[Spot]:
    columns = grid.rows[row]
    for column in columns:
        text = grid.text(row, column)
        written = labels.id_in(text)
        if written is not None and written.item is not None:
            yield Spot(column, (written.item,), is_id=True)
        elif written is not None:
            yield Spot(column, (HEADING,) if written.is_group else ())
        else:
            meanings = (*labels.items_labelled(text), *((HEADING,) if labels.is_heading(text) else ()))
            begun = labels.id_before_text(text) if not meanings and column == columns[0] else None
            if begun or meanings:
                yield Spot(column, (begun,) if begun else meanings)


class _RowFinder:
    """Finds the rows of the PICS that one row of the sheet has: several, where tables are side by side."""

    def __init__(self, sheet: SheetRows, labels: Labels, items: Mapping[str, Item], row: int) -> None:
        self.sheet, self.grid, self.labels, self.items, self.row = sheet, sheet.grid, labels, items, row

    def rows(self, spots: list[Spot]) -> Iterator[TableRow]:
        done = 0
        for index, spot in enumerate(spots):
            if spot.column <= done or spot.items == (HEADING,):
                continue
            header = self.sheet.header_above(self.row, spot.column)
            if header is not None and not header.leads(spot.column):
                if spot.column in header.titles:
                    continue  # a column for something else: a remark, a reference
                header = None
            group = self.group(spots[index:], header)
            limit = next((s.column for s in spots if s.column > group[-1].column), self.grid.last_column + 2)
            chosen = self.best(group, header)
            answer = self.answer_cell(chosen, group[-1].column, limit, header)
            done = answer[1]
            words = self.grid.words(self.row, group[-1].column)
            other = self.other_label(group, chosen)
            yield TableRow(self.row, chosen.column, chosen.items, words, answer, header, other)

    def group(self, spots: list[Spot], header: Header | None) -> list[Spot]:
        """The cells that name one and the same row: its id and its label, and other ids left of the answer."""
        first, *others = spots
        answer = header.answer_for(first.column) if header else None
        group = [first]
        for spot in others:
            same = bool({*spot.items} & {*first.items})
            in_front = answer is not None and spot.column < answer and (first.is_id or spot.is_id)
            beside = answer is None and first.is_id is not spot.is_id
            is_next = first.is_id and spot.column == self.grid.after(self.row, first.column)
            if not in_front and not (beside and (same or is_next)):
                break
            group.append(spot)
        return group

    def other_label(self, group: list[Spot], chosen: Spot) -> str:
        """The item of a label next to the id of another item; empty if label and id agree."""
        if not chosen.is_id:
            return ""
        named = [item for spot in group if not spot.is_id for item in spot.items if item != HEADING]
        return "" if not named or chosen.items[0] in named else named[0]

    def best(self, group: list[Spot], header: Header | None) -> Spot:
        """Of the cells that name a row, the one that says what it is about.

        The order is: an id that the label agrees with, an id in the column of ids, the label.
        """
        ids = [spot for spot in group if spot.is_id]
        others = [spot for spot in group if not spot.is_id]
        labelled = {
            item for c in self.grid.rows[self.row] for item in self.labels.items_labelled(self.grid.text(self.row, c))
        }
        titles = header.titles if header else {}
        agreed = [spot for spot in ids if spot.items[0] in labelled]
        titled = [spot for spot in ids if titles.get(spot.column) in _ID_TITLES]
        untitled = [spot for spot in ids if spot.column not in titles]
        return (agreed or titled or untitled or others or ids)[0]

    def answer_cell(self, spot: Spot, last: int, limit: int, header: Header | None) -> tuple[int, int]:
        """Where the answer of a row is, or belongs.

        Args:
            last: the last column of its id and label.
            limit: where the next row of the PICS begins.
        """
        begin = self.grid.after(self.row, last)
        if header is not None and header.full_and_subset is not None:
            return self.row, header.full_and_subset[1]
        under = header.answer_for(spot.column) if header else None
        if under is not None and under < limit:
            row = self.first_answered(spot.column, under)
            between = self.grid.filled(self.row, begin, under)
            if self.grid.at(row, under) or not between or spot.is_id or self.is_of_table(spot, header):
                return row, under
            return self.row, between[0]
        filled = self.grid.filled(self.row, begin, limit)
        if spot.is_id and last == spot.column and filled and not self.may_answer(spot, filled[0]):
            filled, begin = filled[1:], self.grid.after(self.row, filled[0])  # the first is the question
        return self.row, filled[0] if filled else begin

    def is_of_table(self, spot: Spot, header: Header | None) -> bool:
        """Whether the rows that the header has had so far are of the same table as this one."""
        under = [row for row in self.sheet.rows if row.header is header and len(row.items) == 1]
        tables = {table for item in spot.items for table in self.labels.sections_of(item)}
        return not under or bool(tables & self.labels.sections_of(under[0].item))

    def first_answered(self, question: int, answer: int) -> int:
        """The row of the answer: where the question's cell spans several rows, the first that has one."""
        end = self.grid.ends.get((self.row, question), (self.row, question))[0]
        return next((row for row in range(self.row, end + 1) if self.grid.at(row, answer)), self.row)

    def may_answer(self, spot: Spot, column: int) -> bool:
        """Whether the content of a cell can be the item's answer, not its question."""
        cell = self.grid.at(self.row, column)
        domain = self.items[spot.items[0]].domain
        if cell is None or cell.trouble or is_options(domain, cell.text):
            return True
        try:
            return domain.parse(cell.value) is not None
        except AmbiguousNumber:
            return True
        except NotInDomain:
            return False


def decide_rows(rows: list[TableRow], labels: Labels) -> None:
    """Decide what each row is about whose label is the label of two items: the one whose table has the nearest rows.

    ``Communication technology`` is asked in general and for the performance measurement; ``Smart charging`` is a
    profile, and a heading among the limits. No item is given to two rows while one of them can be about something else.
    """
    sure = [row for row in rows if len(row.items) == 1]
    unsure = [row for row in rows if len(row.items) > 1]
    taken = {row.item for row in sure}
    choices = sorted(
        (_distance(row, labels.sections_of(meaning, row.words), sure, labels), number, order)
        for number, row in enumerate(unsure)
        for order, meaning in enumerate(row.items)
    )
    decided: dict[int, str] = {}
    for _, number, order in choices:
        meaning = unsure[number].items[order]
        if number not in decided and (meaning == HEADING or meaning not in taken):
            decided[number] = meaning
            taken.add(meaning)
    for number, row in enumerate(unsure):
        row.items = (decided.get(number, row.items[0]),)


def _distance(row: TableRow, tables: set[str], sure: list[TableRow], labels: Labels) -> tuple[int, bool]:
    """How far the nearest row of one of the tables is, and whether it is below."""
    found = [
        (abs(other.row - row.row) + _SIDEWAYS * abs(other.column - row.column), other.row > row.row)
        for other in sure
        if labels.sections_of(other.item) & tables
    ]
    return min(found, default=(_FAR, True))
