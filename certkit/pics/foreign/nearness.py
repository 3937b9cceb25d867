"""Which question a row is about whose label stands for two: the one whose table the nearest rows are of.

``Communication technology`` is asked in general and for the performance measurement; ``Smart charging`` is a profile,
and a heading among the limits.
"""

from __future__ import annotations

from certkit.pics.foreign.labels import HEADING, Labels
from certkit.pics.foreign.rows import FormRow

_FAR = 1_000_000
_SIDEWAYS = 50
"""How many rows a column counts for."""


def decide(rows: list[FormRow], labels: Labels) -> None:
    """Decide what each row is about. No item is given to two rows while one of them can be about something else."""
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


def _distance(row: FormRow, tables: set[str], sure: list[FormRow], labels: Labels) -> tuple[int, bool]:
    """How far the nearest row of one of the tables is, and whether it is below."""
    found = [
        (abs(other.row - row.row) + _SIDEWAYS * abs(other.column - row.column), other.row > row.row)
        for other in sure
        if labels.sections_of(other.item) & tables
    ]
    return min(found, default=(_FAR, True))
