"""A PICS as a workbook: the form of an edition for one kind of device, blank or with a statement's answers.

What is written reads back as it was: the same answers, and so the same fingerprint. What was refused is written as the
text it was, so that it can be mended where it stands.
"""

from __future__ import annotations

from certkit.conditions import Answers
from certkit.edition.domains import Choice
from certkit.edition.rulebook import Rulebook
from certkit.formats.xlsx import look
from certkit.formats.xlsx.write import edition_date, to_bytes
from certkit.pics.form import STATUS
from certkit.pics.model import Pics
from certkit.pics.write_xlsx_cover import draw_cover
from certkit.pics.write_xlsx_layout import lay_out, letter
from certkit.pics.write_xlsx_sheet import SHEET, draw_form
from certkit.pics.write_xlsx_status import statuses_shown


def write_form(rulebook: Rulebook, dut: str | None, pics: Pics | None = None) -> bytes:
    """The form as an ``.xlsx``; the same bytes for the same arguments.

    Args:
        dut: the kind of device that is to be asked; None for the questions of all kinds.
        pics: the answers to write into it, and only they; without one the form is blank but for the kind of device.

    Raises:
        CertkitError: an answer is longer than a cell can hold.
    """
    kind = dut or "every kind of device"
    title = f"PICS for a {dut}" if dut else "PICS"
    layout = lay_out(rulebook, dut, pics)
    statuses = statuses_shown(layout, rulebook, _answers(rulebook, dut, pics))
    date = edition_date(rulebook.info.date)
    workbook = look.new_workbook(title, f"{rulebook.info.document}, {rulebook.info.version}", date)
    cover = workbook.worksheets[0]
    draw_form(workbook, workbook.create_sheet(), layout, rulebook, title)
    shown = draw_cover(cover, layout, rulebook, kind, statuses)
    shown |= {(SHEET, f"{letter(STATUS)}{row}"): status for row, status in statuses.items()}
    return to_bytes(workbook, date, shown)


def _answers(rulebook: Rulebook, dut: str | None, pics: Pics | None) -> Answers:
    """What the form's formulas see: the answers, and what was refused as the text that it is."""
    if pics is None:
        return {"dut": dut} if dut else {}
    choices = [item for item in pics.refused if isinstance(rulebook.items[item].domain, Choice)]
    return {**{item: pics.refused[item].text for item in choices}, **pics.values}
