"""From what was found in a workbook to a statement: one answer for each item.

What is no answer whatever its item is refused here; the rest goes to the item's domain, as from every other format. Two
different answers to one question are none.
"""

from __future__ import annotations

from dataclasses import replace

from certkit.edition.domains import Domain, NotInDomain, shown
from certkit.edition.model import Item
from certkit.edition.rulebook import Rulebook
from certkit.finding import Finding, Place, Related
from certkit.formats.raw import Raw
from certkit.messages import plain_finding
from certkit.pics.cells_found import Found, Harvest, text_of
from certkit.pics.model import Pics, Refused
from certkit.pics.parse import RawAnswer, assemble


def to_statement(rulebook: Rulebook, source: str, harvest: Harvest) -> Pics:
    """The statement, with findings about what is not in it."""
    chooser = _Chooser(list(harvest.findings))
    for found in harvest.found:
        chooser.look_at(rulebook.items[found.item], found)
    kept = {name: raw for name, raw in chooser.raws.items() if name not in chooser.refused}
    answered = {*kept, *chooser.refused}
    blanks = {name: place for name, place in chooser.blanks.items() if name not in answered}
    pics = assemble(rulebook, source, kept, blanks=blanks, findings=chooser.findings)
    return replace(pics, refused={**pics.refused, **chooser.refused})


class _Chooser:
    """Chooses, of all that was found for an item, what its answer is."""

    def __init__(self, findings: list[Finding]) -> None:
        self.raws: dict[str, RawAnswer] = {}
        self.blanks: dict[str, Place] = {}
        self.refused: dict[str, Refused] = {}
        self.findings = findings

    def look_at(self, item: Item, found: Found) -> None:
        if found.altered:
            message = f"{item.id}: the cell holds the number {found.altered}, where text is meant"
            self.note("K-07", message, item, found)
        if found.label_of:
            trouble = f"its row has the id {item.id} and the label of {found.label_of}"
            self.note("K-10", f"{item.id}: {trouble}", item, found)
            if found.raw is None:
                self.blanks.setdefault(item.id, found.place)
            else:
                self.refused.setdefault(item.id, Refused(text_of(found.raw), trouble, found.place))
        elif found.trouble:
            text = text_of(found.raw) if found.raw is not None else "(formula)"
            self.refused.setdefault(item.id, Refused(text, found.trouble, found.place))
            self.note("K-02", f"{item.id}: {found.trouble}", item, found, f"{item.label}: {item.domain.expected}")
        elif found.raw is None:
            self.blanks.setdefault(item.id, found.place)
        elif item.id not in self.raws:
            self.raws[item.id] = RawAnswer(found.raw, found.place)
        elif not _same(item.domain, self.raws[item.id].raw, found.raw):
            self.refuse_both(item, self.raws[item.id], found)

    def refuse_both(self, item: Item, first: RawAnswer, second: Found) -> None:
        text = f"{text_of(first.raw)} | {text_of(second.raw)}"
        self.refused.setdefault(item.id, Refused(text, "it is answered twice, differently", second.place))
        both = f"{shown(text_of(first.raw))} and {shown(text_of(second.raw))}"
        message = f"{item.id} is answered twice, differently: {both}"
        self.note("K-04", message, item, second, related=(Related(item.id, first.place),))

    def note(
        self,
        code: str,
        message: str,
        item: Item,
        found: Found,
        hint: str = "",
        related: tuple[Related, ...] = (),
    ) -> None:
        self.findings.append(
            plain_finding(code, message, where=found.place, items=[item.id], hint=hint, cite=item.cite, related=related)
        )


def _same(domain: Domain, first: Raw, second: Raw) -> bool:
    try:
        return domain.parse(first) == domain.parse(second)
    except NotInDomain:
        return text_of(first) == text_of(second)
