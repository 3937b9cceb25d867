"""What a cell says in answer to a question, in a form that has other things printed in the cells of its answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from certkit.edition.domains import Choices, NotInDomain
from certkit.edition.model import Item
from certkit.finding import Place
from certkit.formats.xlsx.read import Cell
from certkit.pics.cells_found import Found, find_single, place_in
from certkit.pics.foreign.grid import Grid
from certkit.pics.foreign.labels import Labels
from certkit.pics.foreign.options import is_options, without_braces

_NOTHING = frozenset({"-", "–", "—", "n/a", "na", "n.a.", "not applicable"})
"""What stands in a cell that has nothing to say."""


@dataclass(frozen=True)
class Reading:
    """A sheet that is read, and what is known of the edition."""

    source: str
    grid: Grid
    labels: Labels
    items: Mapping[str, Item]

    def place(self, row: int, column: int) -> Place:
        top_left = self.grid.covered.get((row, column), (row, column))
        return place_in(self.source, self.grid.sheet, *top_left)

    def is_printed(self, cell: Cell) -> bool:
        """Whether a text is what an empty form has there."""
        return bool(cell.text) and self.labels.is_placeholder(cell.text)


def answer_in(reading: Reading, item: Item, row: int, column: int) -> Found:
    """What stands in the cell of an item's answer; nothing, if it is what the empty form has there."""
    cell = reading.grid.at(row, column)
    if cell is not None and (reading.is_printed(cell) or is_options(item.domain, cell.text)):
        cell = None
    if cell is not None and cell.text and isinstance(item.domain, Choices):
        cell = replace(cell, value=without_braces(cell.text))
    return find_single(item, cell, reading.place(row, column))


def profile_answers(reading: Reading, item: Item, row: int, columns: tuple[int, int]) -> Iterator[Found]:
    """What the two columns of the table of profiles say, “fully supported” and “subset supported”.

    The printed form has Yes in the first throughout, and lets one choose in the second. So the second counts where
    something was chosen in it, and the first only where the second was emptied. Both count where both say Yes or No: if
    they differ, that is for whoever filled them in to mend.
    """
    full, subset = (reading.grid.at(row, column) for column in columns)
    if _chooses(reading, item, subset):
        if _chooses(reading, item, full):
            yield answer_in(reading, item, row, columns[0])
        yield answer_in(reading, item, row, columns[1])
    elif full is not None and (subset is None or subset.text.strip().casefold() in _NOTHING):
        yield answer_in(reading, item, row, columns[0])
    else:
        yield answer_in(reading, item, row, columns[1])


def _chooses(reading: Reading, item: Item, cell: Cell | None) -> bool:
    """Whether the cell holds one of the answers."""
    if cell is None or cell.trouble or reading.is_printed(cell):
        return False
    try:
        return item.domain.parse(cell.value) is not None
    except NotInDomain:
        return False
