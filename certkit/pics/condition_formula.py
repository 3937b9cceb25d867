"""A condition as a formula of a spreadsheet.

The formula is TRUE exactly where the condition is true of the answers in the cells. Like the condition it is
three-valued: an empty cell is unknown, so that neither ``R-0`` nor ``not R-0`` holds before R-0 is answered.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from certkit.conditions import (
    AllOf,
    Among,
    Answered,
    AnswerTo,
    AnyOf,
    AtLeast,
    Compare,
    Constant,
    Defined,
    Holds,
    Includes,
    Node,
    Not,
)

CellOf: TypeAlias = Callable[[str], str | None]
"""Item id -> its answer's cell (``$C$9``) or cells (``$B$80:$C$87``), or None where the form does not have it."""

TRUE, FALSE = "TRUE", "FALSE"
_YES = '"Yes"'


def to_formula(node: Node, cell_of: CellOf) -> str:
    """The formula, without ``=``, that is TRUE where the condition is true and FALSE where it is false or unknown."""
    return _when(node, True, cell_of)


def answered(cells: str) -> str:
    """The formula that is TRUE where the cell, or any of the cells, holds something."""
    return f"SUMPRODUCT(LEN(TRIM({cells})))>0" if ":" in cells else f'TRIM({cells})<>""'


def text_literal(text: str) -> str:
    """A text as it is written in a formula."""
    return '"' + text.replace('"', '""') + '"'


def _when(node: Node, wanted: bool, cell_of: CellOf) -> str:
    """The formula that is TRUE where the condition surely is ``wanted``."""
    if isinstance(node, Constant):
        return TRUE if node.value is wanted else FALSE
    if isinstance(node, Defined):
        return _when(node.meaning, wanted, cell_of)
    if isinstance(node, Not):
        return _when(node.operand, not wanted, cell_of)
    if isinstance(node, AllOf | AnyOf):
        parts = [_when(operand, wanted, cell_of) for operand in node.operands]
        return _joined("AND" if isinstance(node, AllOf) is wanted else "OR", parts)
    if isinstance(node, AtLeast):
        return _at_least(node, wanted, cell_of)
    if isinstance(node, Answered):
        cells = cell_of(node.item)
        if cells is None:
            return FALSE if wanted else TRUE
        return answered(cells) if wanted else f"NOT({answered(cells)})"
    return _about_answers(node, wanted, cell_of)


def _joined(function: str, parts: list[str]) -> str:
    idle, decisive = (TRUE, FALSE) if function == "AND" else (FALSE, TRUE)
    if decisive in parts:
        return decisive
    kept = list(dict.fromkeys(part for part in parts if part != idle))
    if not kept:
        return idle
    return kept[0] if len(kept) == 1 else f"{function}({','.join(kept)})"


def _at_least(node: AtLeast, wanted: bool, cell_of: CellOf) -> str:
    sure = "+".join(f"N({_when(operand, wanted, cell_of)})" for operand in node.operands)
    needed = node.count if wanted else len(node.operands) - node.count + 1
    return f"({sure})>={needed}"


def _about_answers(node: Node, wanted: bool, cell_of: CellOf) -> str:
    """What asks for the answers themselves: unknown, so never TRUE, while one of them is missing."""
    cells = [cell_of(item) for item in node.own_items]
    if any(cell is None for cell in cells):
        return FALSE
    numbers = isinstance(node, Compare) and not isinstance(node.operand, str) and not _compares_texts(node)
    known = [f"ISNUMBER({cell})" if numbers else answered(str(cell)) for cell in cells]
    test = _test(node, cell_of)
    return _joined("AND", [*known, test if wanted else f"NOT({test})"])


def _compares_texts(node: Compare) -> bool:
    """Whether two answers are compared that may be texts: ``X == answer(Y)``."""
    return isinstance(node.operand, AnswerTo) and node.operator in ("==", "!=")


def _test(node: Node, cell_of: CellOf) -> str:
    if isinstance(node, Holds):
        return f"TRIM({cell_of(node.item)})={_YES}"
    if isinstance(node, Among):
        cell = cell_of(node.item)
        return _joined("OR", [_equal(str(cell), value) for value in node.values])
    if isinstance(node, Includes):
        return _includes(str(cell_of(node.item)), _pattern(node.operand, cell_of))
    if isinstance(node, Compare):
        cell = str(cell_of(node.item))
        if node.operator in ("==", "!="):
            equal = _equal(cell, node.operand, cell_of)
            return equal if node.operator == "==" else f"NOT({equal})"
        return f"{cell}{node.operator}{_operand(node.operand, cell_of)}"
    raise TypeError(f"{type(node).__name__} has no formula")


def _equal(cell: str, operand: str | int | float | AnswerTo, cell_of: CellOf = lambda _: None) -> str:
    if isinstance(operand, str):
        return f"TRIM({cell})={text_literal(operand)}"
    return f"{cell}={_operand(operand, cell_of)}"


def _operand(operand: str | int | float | AnswerTo, cell_of: CellOf) -> str:
    if isinstance(operand, AnswerTo):
        return str(cell_of(operand.item))
    return text_literal(operand) if isinstance(operand, str) else str(operand)


def _pattern(operand: str | int | float | AnswerTo, cell_of: CellOf) -> str:
    """What SEARCH looks for; it takes ``?``, ``*`` and ``~`` for signs of its own."""
    if isinstance(operand, str):
        operand = "".join(f"~{c}" if c in "?*~" else c for c in operand)
    return _operand(operand, cell_of)


def _includes(cell: str, name: str) -> str:
    """Whether a cell with several names, parted by commas, semicolons, slashes or lines, has one of them."""
    names = f'SUBSTITUTE(SUBSTITUTE(SUBSTITUTE({cell},";",","),"/",","),CHAR(10),",")'
    names = f'SUBSTITUTE(SUBSTITUTE({names},", ",",")," ,",",")'
    return f'ISNUMBER(SEARCH(","&{name}&",",","&TRIM({names})&","))'
