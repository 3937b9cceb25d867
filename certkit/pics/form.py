"""What the writer and the reader of certkit's own form share: the titles of its columns.

Every row with an answer has the item's id in the last column, so nothing is guessed from the words of a question.
"""

from __future__ import annotations

EDITION = "Edition"
"""The label of the row that states the edition; the edition's id is under Answer."""

ID, QUESTION, ANSWER, STATUS, HELP, KEY = "Id", "Question", "Answer", "Status", "Help", "Name in certkit"
COLUMNS = (ID, QUESTION, ANSWER, STATUS, HELP, KEY)
"""The columns of the form's tables, from the left. In rows of pairs (free settings, members of a family) the first of
the two is under QUESTION and the second under ANSWER."""

FINDINGS_SHEET = "certkit findings"
"""The name of the sheet with findings that certkit adds to a copy of a workbook; never read as a part of a form."""
