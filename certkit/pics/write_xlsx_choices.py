"""What helps while the form is filled in: lists to choose from, limits of numbers, and what is expected, at the cell.

Where one answer is chosen, nothing else can be typed. Where several may be named, the list offers the combinations and
any other text is accepted too: the check decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from certkit.edition.domains import Choice, Choices, Domain, Members, Number, Settings, Texts
from certkit.formats.xlsx.read import column_letters
from certkit.pics.form import ANSWER, QUESTION
from certkit.pics.write_xlsx_layout import Kind, Layout, letter

LISTS = "Lists"
"""The hidden sheet with the combinations, which have commas and so cannot stand in a rule itself."""
LONGEST_LIST, LONGEST_TITLE, LONGEST_PROMPT = 255, 32, 255
MOST_COMBINATIONS = 15


def guide_answers(workbook: Workbook, sheet: Worksheet, layout: Layout) -> None:
    """Give every answer's cell its list, its limits or its prompt."""
    rules: dict[object, DataValidation] = {}
    lists = _Lists(workbook)
    for row in layout.rows:
        if row.item is None or row.kind not in (Kind.QUESTION, Kind.PAIR):
            continue
        domain = row.item.domain
        if domain not in rules:
            rule = _rule(domain, lists)
            if rule is None:
                continue
            rules[domain] = rule
            sheet.add_data_validation(rule)
        rules[domain].add(f"{letter(ANSWER)}{row.row}")
        if row.kind is Kind.PAIR:
            rules[domain].add(f"{letter(QUESTION)}{row.row}")


def _rule(domain: Domain, lists: _Lists) -> DataValidation | None:
    if isinstance(domain, Choice):
        return _choice(domain)
    if isinstance(domain, Choices):
        return _choices(domain, lists)
    if isinstance(domain, Number):
        return _number(domain)
    if isinstance(domain, Texts):
        return _prompt(
            "A list", "One entry on each line: Alt+Enter (on a Mac Control+Option+Return) begins a new line."
        )
    if isinstance(domain, Settings):
        return _prompt("Name and value", "The name on the left, its value on the right. Leave rows empty as you like.")
    if isinstance(domain, Members):
        return _prompt("Model and version", "Each product in a row: its model on the left, its firmware on the right.")
    return None


def _prompt(title: str, text: str) -> DataValidation:
    assert len(title) <= LONGEST_TITLE, title
    return DataValidation(
        showInputMessage=True, showErrorMessage=False, promptTitle=title, prompt=text[:LONGEST_PROMPT]
    )


def _choice(domain: Choice) -> DataValidation | None:
    choices = ",".join(domain.values)
    if len(choices) > LONGEST_LIST or any("," in value for value in domain.values):
        return _prompt("Choose one", f"{domain.expected}.")
    return DataValidation(
        type="list",
        formula1=f'"{choices.replace(chr(34), chr(34) * 2)}"',
        allow_blank=True,
        showErrorMessage=True,
        errorTitle="Not one of the answers",
        error=f"Choose {domain.expected}."[:LONGEST_PROMPT],
    )


def _choices(domain: Choices, lists: _Lists) -> DataValidation:
    title, text = "One or several", f"{domain.expected[0].upper()}{domain.expected[1:]}, with commas between them."
    combined = list(_combinations(domain.values))
    if len(combined) > MOST_COMBINATIONS:
        return _prompt(title, text)
    return DataValidation(
        type="list",
        formula1=lists.add(combined),
        allow_blank=True,
        showErrorMessage=False,
        showInputMessage=True,
        promptTitle=title,
        prompt=text[:LONGEST_PROMPT],
    )


def _combinations(values: tuple[str, ...]) -> Iterator[str]:
    for count in range(1, len(values) + 1):
        for chosen in combinations(values, count):
            yield ", ".join(chosen)


def _number(domain: Number) -> DataValidation:
    between = domain.maximum is not None
    expected = f"{domain.expected[0].upper()}{domain.expected[1:]}."
    return DataValidation(
        type="whole" if domain.whole else "decimal",
        operator="between" if between else "greaterThanOrEqual",
        formula1=str(domain.minimum),
        formula2=str(domain.maximum) if between else None,
        allow_blank=True,
        showErrorMessage=True,
        errorTitle="Not such a number",
        error=expected[:LONGEST_PROMPT],
        showInputMessage=True,
        promptTitle=_unit_title(domain),
        prompt=expected[:LONGEST_PROMPT],
    )


def _unit_title(domain: Number) -> str:
    return domain.unit[:1].upper() + domain.unit[1:LONGEST_TITLE] if domain.unit else "A number"


class _Lists:
    """The hidden sheet of lists; made when the first list is added."""

    def __init__(self, workbook: Workbook) -> None:
        self.workbook = workbook
        self.sheet: Worksheet | None = None
        self.column = 0

    def add(self, entries: list[str]) -> str:
        """Add a list; returns the range it stands in."""
        if self.sheet is None:
            self.sheet = self.workbook.create_sheet(LISTS)
            self.sheet.sheet_state = "hidden"
        self.column += 1
        for number, entry in enumerate(entries, start=1):
            cell = self.sheet.cell(number, self.column, entry)
            cell.data_type = "s"
        column = column_letters(self.column)
        return f"{LISTS}!${column}$1:${column}${len(entries)}"
