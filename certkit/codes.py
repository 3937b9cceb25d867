"""certkit's own findings: what can be wrong with any PICS, of whichever edition. An edition's are its constraints."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from certkit.finding import Finding, Place, Severity


class Code(NamedTuple):
    """A kind of finding.

    Attributes:
        title: what it is, for a list.
        meaning: when it is made, and why it matters.
        hint: the way out, where the place itself offers no better one.
    """

    code: str
    name: str
    severity: Severity
    title: str
    meaning: str
    hint: str


_ALL = (
    Code(
        "K-01",
        "unknown-key",
        Severity.ERROR,
        "A key or id that the PICS does not have",
        "Something is answered under a name that the edition does not know, most often a misspelt one; the answer "
        "would be lost.",
        "correct the name, or remove it",
    ),
    Code(
        "K-02",
        "not-an-answer",
        Severity.ERROR,
        "Something that is not an answer to its question",
        "What stands there is not one of the possible answers. It counts as not answered.",
        "choose one of the answers",
    ),
    Code(
        "K-03",
        "unanswered",
        Severity.ERROR,
        "A question that must be answered is not",
        "Unanswered is never No: a plan stays open where it depends on the answer.",
        "answer it",
    ),
    Code(
        "K-04",
        "answered-twice",
        Severity.ERROR,
        "Two different answers to one question",
        "The file answers the question in two places, differently. It counts as not answered.",
        "remove one of the two, or make them equal",
    ),
    Code(
        "K-05",
        "not-asked",
        Severity.NOTE,
        "A question that is not asked of this kind of device",
        "The answer has no effect.",
        "leave it empty, or check what DUT says",
    ),
    Code(
        "K-06",
        "edition-not-stated",
        Severity.NOTE,
        "The file does not say which edition of the procedure it is for",
        "It is read as the edition that was asked for on the command line, or else the newest.",
        "state the edition",
    ),
    Code(
        "K-07",
        "number-for-text",
        Severity.WARNING,
        "A cell holds a number where text is expected",
        "A spreadsheet drops what it takes for insignificant: 1.10 typed as a number has become 1.1.",
        "format the cell as text and type the value anew",
    ),
    Code(
        "K-08",
        "wrong-shape",
        Severity.ERROR,
        "A list, a group or a single value stands where another of them is expected",
        "The answers below it cannot be read and count as not answered.",
        "look at the form that certkit pics new writes",
    ),
    Code(
        "K-09",
        "unknown-row",
        Severity.WARNING,
        "A row of a form has an id that the PICS does not have",
        "Its answer is not read. It may be a row of another edition, or a misspelt id.",
        "correct the id, or remove the row",
    ),
    Code(
        "K-10",
        "id-and-label-differ",
        Severity.ERROR,
        "A row of a form has the id of one question and the label of another",
        "Rows or columns were probably shifted. Which of the two is answered is not known, so the answer counts for "
        "neither.",
        "put id and label together again, or begin with a new form",
    ),
    Code(
        "K-11",
        "label-changed",
        Severity.WARNING,
        "A row of certkit's form has a label that is not its question's",
        "The answer is read by the row's id. Whether it is an answer to that question is for whoever filled it in.",
        "restore the label",
    ),
)

CODES = {code.code: code for code in _ALL}
"""Code -> its description."""


def finding(
    code: str,
    message: str,
    *,
    where: Place | None = None,
    items: Iterable[str] = (),
    hint: str = "",
    cite: str = "",
    related: tuple[tuple[str, Place], ...] = (),
) -> Finding:
    """A finding of one of certkit's own codes."""
    known = CODES[code]
    return Finding(
        code=code,
        name=known.name,
        severity=known.severity,
        message=message,
        hint=hint or known.hint,
        items=tuple(items),
        cite=cite,
        where=where,
        related=related,
    )
