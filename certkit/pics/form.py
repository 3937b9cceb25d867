"""What the writer of certkit's own form and its reader agree on: how a form is recognized, and what its columns are.

Every row with an answer has the item's id in the last column, so that nothing has to be guessed from the words of a
question. Other workbooks, and a form whose tables were copied elsewhere, are read by the ids and labels in them.
"""

from __future__ import annotations

MARK = "certkit_form"
"""The name that the workbook defines if it is certkit's form; it refers to the edition's cell."""

EDITION = "Edition"
"""The row that states the edition: this label, and beside it the edition's id."""

ID, QUESTION, ANSWER, STATUS, HELP, KEY = "Id", "Question", "Answer", "Status", "Help", "Name in certkit"
COLUMNS = (ID, QUESTION, ANSWER, STATUS, HELP, KEY)
"""The columns of the form's tables, from the left. In rows of pairs (free settings, members of a family) the first of
the two stands under QUESTION and the second under ANSWER."""

FINDINGS_SHEET = "certkit findings"
"""How the sheet with findings is called that certkit adds to a copy of a workbook; never read as a part of a form."""
