"""A PICS as an Excel workbook: certkit's own form, or any workbook that has the tables of Appendix A.

The form is read by the ids in it. Other workbooks are searched: rows are recognized by id or label wherever they stand,
and the answer is looked for under the header of their table. What a form has printed where an answer goes is no answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from certkit.edition.domains import shown
from certkit.edition.rulebook import Rulebook
from certkit.errors import UnknownName, UnreadableFile
from certkit.finding import Finding, Place
from certkit.formats.xlsx.read import Workbook, read_workbook
from certkit.messages import plain_finding
from certkit.pics.cells_found import Harvest, place_in
from certkit.pics.cells_to_statement import to_statement
from certkit.pics.foreign.labels import Labels
from certkit.pics.form import EDITION, FINDINGS_SHEET
from certkit.pics.model import Pics
from certkit.pics.read_form import form_sheets, read_form

_ID = re.compile(r"\w[\w.-]*")
"""What the id of an edition is made of. A path is none: a form must not say from where on this computer it is read."""
_TELLING_ID = re.compile(r"\w[\w.]*(?:-[\w.]+)+")
"""How it looks where nothing else could be meant; beside the word Edition, forms of other makers have other things."""


def read_pics_xlsx(content: bytes, source: str, load: Callable[[str | None], Rulebook]) -> tuple[Pics, Rulebook]:
    """The statement in a workbook, and the rulebook it was read with.

    Args:
        content: the file's bytes, trusted in nothing.
        source: its name, as the user gave it.
        load: the rulebook of the edition that the workbook names, or of the default for None.

    Raises:
        UnreadableFile: no workbook, a damaged or far too large one, or one without a single row of the PICS.
        UnknownName: the workbook names an edition that does not exist.
    """
    workbook = read_workbook(content, source)
    forms = form_sheets(workbook)
    stated, place = (forms[0].edition, forms[0].edition_place) if forms else _edition_of_others(workbook)
    rulebook = _load(load, stated, place)
    harvest = Harvest([], [] if stated else [_no_edition(place)])
    if forms:
        labels = Labels(rulebook.items.values(), rulebook.sections.values(), rulebook.info)
        parts = [read_form(source, form, rulebook.items, labels) for form in forms]
    else:
        from certkit.pics.foreign.tables import read_tables

        parts = read_tables(workbook, rulebook)
    for part in parts:
        harvest.found += part.found
        harvest.findings += part.findings
    if not harvest.found:
        raise UnreadableFile(
            "the workbook does not look like a PICS: no row of its tables was found",
            hint="certkit pics new --dut … -o FILE writes a form to fill in",
            file=source,
        )
    return to_statement(rulebook, source, harvest), rulebook


def _edition_of_others(workbook: Workbook) -> tuple[str, Place | None]:
    """The edition that stands beside the word Edition, on whichever sheet."""
    for sheet in workbook.sheets:
        if sheet.name.startswith(FINDINGS_SHEET):
            continue
        for (row, column), cell in sheet.cells.items():
            if cell.text.strip().rstrip(":").casefold() == EDITION.casefold():
                beside = sheet.cells.get((row, column + 1))
                text = beside.text.strip() if beside else ""
                if _TELLING_ID.fullmatch(text):
                    return text, place_in(workbook.source, sheet, row, column + 1)
    return "", None


def _load(load: Callable[[str | None], Rulebook], stated: str, place: Place | None) -> Rulebook:
    if not stated:
        return load(None)
    if not _ID.fullmatch(stated):
        raise _unknown_edition(f"{shown(stated)} is not an edition", "write the edition's id there", place)
    try:
        return load(stated)
    except UnknownName as error:
        if error.file:
            raise
        raise _unknown_edition(error.message, error.hint, place) from None


def _unknown_edition(message: str, hint: str, place: Place | None) -> UnknownName:
    where = place or Place()
    return UnknownName(message, hint=hint, file=where.file, sheet=where.sheet, cell=where.cell)


def _no_edition(place: Place | None) -> Finding:
    return plain_finding(
        "K-06",
        "the workbook does not say which edition of the procedure it is for",
        where=place,
        hint="write the word Edition into a cell, and the edition's id into the cell beside it",
    )
