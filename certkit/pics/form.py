"""What the writer and the reader of certkit's own form share: the titles of its columns.

Every row with an answer has the item's id in the last column, so nothing is guessed from the words of a question.
"""

from __future__ import annotations

from certkit.conditions import Holds, Node
from certkit.edition.domains import Number
from certkit.edition.model import ALWAYS, Item, Section

EDITION = "Edition"
"""The label of the row that states the edition; the edition's id is under Answer."""

ID, QUESTION, ANSWER, STATUS, HELP, KEY = "Id", "Question", "Answer", "Status", "Help", "Name in certkit"
COLUMNS = (ID, QUESTION, ANSWER, STATUS, HELP, KEY)
"""The columns of the form's tables, from the left. In rows of pairs (free settings, members of a family) the first of
the two is under QUESTION and the second under ANSWER."""


def question_of(item: Item, kind: str | None) -> str:
    """The question as the form of a kind of device shows it, with the unit of a number."""
    unit = item.domain.unit if isinstance(item.domain, Number) else ""
    label = item.label_for(kind)
    return f"{label} ({unit})" if unit and unit not in label else label


def asked_only_if(section: Section) -> str:
    """When the questions of a table are asked, as a sentence; empty if always."""
    return "" if section.asked_if == ALWAYS else f"Asked only if {in_words(section.asked_if)}."


def in_words(node: Node) -> str:
    """A condition as a vendor reads it: ``reservation is Yes``."""
    return f"{node.item} is Yes" if isinstance(node, Holds) else str(node)


ACCEPTED_SHEET = "Accepted warnings"
ACCEPTED_COLUMNS = ("Code", "Items", "Reason", "Accepted by", "Date")
"""The titles of the sheet with the accepted warnings, by which it is known; in the order of the fields in YAML."""

TO_CONFIRM_SHEET = "To confirm"
TO_CONFIRM_COLUMN = "Answer to confirm"
"""The title of the one column of the sheet with the answers that a person has yet to confirm."""

FINDINGS_SHEET = "certkit findings"
"""The name of the sheet with findings that certkit adds to a copy of a workbook; never read as a part of a form."""
