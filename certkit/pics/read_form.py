"""certkit's own form: every answer stands in a row that has the item's id in its last column.

Nothing is guessed here: not from the words of a question, not from what surrounds it, and no text counts as a
placeholder. But the label of another question shows that rows were shifted, and then the answer is nobody's. Rows that
were added below those for free settings and for members of a family belong to them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from certkit.edition.domains import Members, Settings, shown
from certkit.edition.model import Item
from certkit.finding import Place
from certkit.formats.xlsx.read import Sheet, Workbook
from certkit.messages import plain_finding
from certkit.pics.cells_found import Harvest, Pair, find_pairs, find_single, place_in
from certkit.pics.foreign.labels import Labels
from certkit.pics.form import ANSWER, EDITION, KEY, MARK, QUESTION


@dataclass(frozen=True)
class FormSheet:
    """A sheet with the form's tables. ``columns``: title -> column; ``edition``: what the form states, and where."""

    sheet: Sheet
    header: int
    columns: Mapping[str, int]
    edition: str
    edition_place: Place


def form_sheets(workbook: Workbook) -> list[FormSheet]:
    """The sheets with the form's tables; none if the workbook is not certkit's form."""
    if MARK not in workbook.names:
        return []
    return [form for sheet in workbook.sheets if (form := _form_sheet(workbook.source, sheet)) is not None]


def _form_sheet(source: str, sheet: Sheet) -> FormSheet | None:
    by_row: dict[int, dict[str, int]] = {}
    for (row, column), cell in sheet.cells.items():
        if cell.text in (ANSWER, KEY, QUESTION):
            by_row.setdefault(row, {})[cell.text] = column
    for row, columns in by_row.items():
        if len(columns) == 3:
            edition, place = _edition(source, sheet, row, columns)
            return FormSheet(sheet, row, columns, edition, place)
    return None


def _edition(source: str, sheet: Sheet, header: int, columns: Mapping[str, int]) -> tuple[str, Place]:
    for row in range(1, header):
        label = sheet.cells.get((row, columns[QUESTION]))
        if label is not None and label.text.strip() == EDITION:
            stated = sheet.cells.get((row, columns[ANSWER]))
            text = str(stated.value).strip() if stated is not None else ""
            return text, place_in(source, sheet, row, columns[ANSWER])
    return "", Place(source, sheet=sheet.name)


def read_form(source: str, form: FormSheet, items: Mapping[str, Item], labels: Labels) -> Harvest:
    """What is answered in a sheet of the form."""
    harvest = Harvest()
    pairs: dict[str, list[Pair]] = {}
    by_path = {item.path: item for item in items.values()}
    for key, pair in _rows(source, form, items):
        item = items.get(key)
        if item is None:
            if pair.first or pair.second:
                message = f"the form has a row for {shown(key)}, which this edition does not have"
                harvest.findings.append(plain_finding("K-09", message, where=pair.places[1]))
            continue
        if isinstance(item.domain, Settings) and pair.first is not None:
            item = by_path.get((*item.path, pair.first.text.strip()), item)
        if isinstance(item.domain, Settings | Members):
            pairs.setdefault(item.id, []).append(pair)
        else:
            found = find_single(item, pair.second, pair.places[1])
            question = pair.first.text if pair.first is not None else ""
            named = labels.items_labelled(question)
            if named and item.id not in named:
                found = replace(found, label_of=named[0])
            elif question and not named:
                message = f"the row of {item.id} has another label: {shown(question)}"
                harvest.findings.append(
                    plain_finding("K-11", message, where=pair.places[0], items=[item.id], cite=item.cite)
                )
            harvest.found.append(found)
    for key, rows in pairs.items():
        harvest.found += find_pairs(items[key], rows)
    return harvest


def _rows(source: str, form: FormSheet, items: Mapping[str, Item]) -> Iterator[tuple[str, Pair]]:
    """The rows below the header that belong to an item, with what stands under Question and under Answer."""
    cells = form.sheet.cells
    name, answer, key = (form.columns[title] for title in (QUESTION, ANSWER, KEY))
    above, above_row = "", 0
    for row in sorted({row for row, _ in cells if row > form.header}):
        places = (place_in(source, form.sheet, row, name), place_in(source, form.sheet, row, answer))
        pair = Pair(cells.get((row, name)), cells.get((row, answer)), places)
        stated = cells.get((row, key))
        current = str(stated.value).strip() if stated is not None else ""
        if not current and row == above_row + 1 and above in items and _is_added(items[above], pair):
            current = above
        if current:
            yield current, pair
        above, above_row = current, row


def _is_added(item: Item, pair: Pair) -> bool:
    """Whether a row without an id continues the rows of pairs above it, and is not the next heading."""
    if isinstance(item.domain, Members):
        return pair.first is not None or pair.second is not None
    return isinstance(item.domain, Settings) and pair.second is not None
