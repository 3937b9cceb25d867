"""What a cell says in answer to a question, in a form with other texts printed in the cells for answers.

A form may print the answers to choose from, as ``Yes / No``. Such a text is not an answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from certkit.edition.domains import Choice, Choices, Domain, NotInDomain
from certkit.edition.model import Item
from certkit.finding import Place
from certkit.formats.xlsx.cells import Cell
from certkit.pics.cells import CellAnswer, place_in, single_answer
from certkit.pics.foreign.grid import Grid
from certkit.pics.labels import Labels

_NOTHING = frozenset({"-", "–", "—", "n/a", "na", "n.a.", "not applicable"})
"""Texts that mean: no answer."""

_BRACKETED = re.compile(r"\([^()]*\)")
_SPACED_SLASH = re.compile(r"\s+/\s+|\s+or\s+", re.IGNORECASE)
_ANY_SIGN = re.compile(r"\s*[/,;|\n]\s*|\s+or\s+", re.IGNORECASE)


@dataclass(frozen=True)
class SheetContext:
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


def answer_in(context: SheetContext, item: Item, row: int, column: int) -> CellAnswer:
    """The content of the cell for an item's answer; nothing, if the empty form has it too."""
    cell = context.grid.at(row, column)
    if cell is not None and (context.is_printed(cell) or is_options(item.domain, cell.text)):
        cell = None
    if cell is not None and cell.text and isinstance(item.domain, Choices):
        cell = replace(cell, value=without_braces(cell.text))
    return single_answer(item, cell, context.place(row, column), context.grid.sheet)


def profile_answers(context: SheetContext, item: Item, row: int, columns: tuple[int, int]) -> Iterator[CellAnswer]:
    """What the two columns of the table of profiles say, “fully supported” and “subset supported”.

    The printed form has Yes in the first throughout, and lets one choose in the second. So the second counts where
    something was chosen in it, and the first only where the second was emptied. Both count where both say Yes or No: if
    they differ, whoever filled them in must decide.
    """
    full, subset = (context.grid.at(row, column) for column in columns)
    if _chooses(context, item, subset):
        if _chooses(context, item, full):
            yield answer_in(context, item, row, columns[0])
        yield answer_in(context, item, row, columns[1])
    elif full is not None and (subset is None or subset.text.strip().casefold() in _NOTHING):
        yield answer_in(context, item, row, columns[0])
    else:
        yield answer_in(context, item, row, columns[1])


def _chooses(context: SheetContext, item: Item, cell: Cell | None) -> bool:
    """Whether the cell holds one of the answers."""
    if cell is None or cell.trouble or context.is_printed(cell):
        return False
    try:
        return item.domain.parse(cell.value) is not None
    except NotInDomain:
        return False


def is_options(domain: Domain, text: str) -> bool:
    """Whether the text names all the answers there are to choose from, so that none is chosen.

    Where several may be chosen, all of them with commas between are an answer; only the form's own way of printing them
    is none: ``WiFi / ethernet / mobile network``, ``{http, https, ftp, ftps}``.
    """
    if not isinstance(domain, Choice | Choices):
        return False
    inner = without_braces(text)
    is_printed = inner != text.strip()
    if isinstance(domain, Choice):
        inner = _BRACKETED.sub(" ", inner).strip()
    signs = [_SPACED_SLASH] if isinstance(domain, Choices) and not is_printed else [_SPACED_SLASH, _ANY_SIGN]
    return any(_names_all(domain, sign.split(inner)) for sign in signs)


def without_braces(text: str) -> str:
    """The text inside ``<…>`` or ``{…}``, in which forms print what to choose from; any other text as it is."""
    text = text.strip()
    return text[1:-1].strip() if text[:1] + text[-1:] in ("<>", "{}", "[]") else text


def _names_all(domain: Choice | Choices, parts: list[str]) -> bool:
    single = Choice(domain.values, domain.aliases)
    try:
        named = {single.parse(part) for part in parts if part.strip()}
    except NotInDomain:
        return False
    return len(named) > 1 and named == set(domain.values)
