"""A small calculator for the formulas that certkit writes, so that tests can hold them against the conditions.

It knows what a spreadsheet does with them: text compares in any case, an empty cell is empty text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

_TOKEN = re.compile(
    r'\s*(?:("(?:[^"]|"")*")|(\d+(?:\.\d+)?)|(\$[A-Z]+\$\d+(?::\$[A-Z]+\$\d+)?)|(\w+)|(<>|<=|>=|[-+&=<>(),]))'
)


def calculate(formula: str, cells: Mapping[str, Any]) -> Any:
    """The value of a formula. ``cells``: ``$C$9`` -> what stands there; others are empty."""
    tokens: list[str] = []
    at = 0
    while at < len(formula):
        found = _TOKEN.match(formula, at)
        assert found, formula[at:]
        tokens.append(found.group().strip())
        at = found.end()
    calculator = _Calculator(tokens, cells)
    value = calculator.comparison()
    assert not calculator.tokens, calculator.tokens
    return value


class _Calculator:
    def __init__(self, tokens: list[str], cells: Mapping[str, Any]) -> None:
        self.tokens, self.cells = tokens, cells

    def comparison(self) -> Any:
        left = self.joined()
        while self.tokens and self.tokens[0] in _COMPARISONS:
            left = _COMPARISONS[self.tokens.pop(0)](_comparable(left), _comparable(self.joined()))
        return left

    def joined(self) -> Any:
        left = self.sum()
        while self.tokens and self.tokens[0] == "&":
            self.tokens.pop(0)
            left = _text(left) + _text(self.sum())
        return left

    def sum(self) -> Any:
        left = self.primary()
        while self.tokens and self.tokens[0] == "+":
            self.tokens.pop(0)
            left = left + self.primary()
        return left

    def primary(self) -> Any:
        token = self.tokens.pop(0)
        if token == "(":
            value = self.comparison()
            assert self.tokens.pop(0) == ")"
            return value
        if token.startswith('"'):
            return token[1:-1].replace('""', '"')
        if token.startswith("$"):
            return self.cells.get(token, "")
        if token[0].isdigit():
            return float(token) if "." in token else int(token)
        if token in ("TRUE", "FALSE"):
            return token == "TRUE"
        assert self.tokens.pop(0) == "(", token
        arguments = []
        while True:
            arguments.append(self.comparison())
            if self.tokens.pop(0) == ")":
                return _FUNCTIONS[token](*arguments)


def _text(value: Any) -> str:
    return str(value)


def _comparable(value: Any) -> tuple[int, Any]:
    if isinstance(value, bool):
        return (2, value)
    return (0, value) if isinstance(value, int | float) else (1, value.casefold())


def _search(pattern: str, text: str) -> int | None:
    parts = re.findall(r"~.|.", pattern, re.DOTALL)
    found = re.search("".join({"?": ".", "*": ".*"}.get(p, re.escape(p[-1])) for p in parts), text, re.I | re.S)
    return found.start() + 1 if found else None


_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda a, b: a == b,
    "<>": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    ">": lambda a, b: a > b,
    "<=": lambda a, b: a <= b,
    ">=": lambda a, b: a >= b,
}
_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "AND": lambda *values: all(values),
    "OR": lambda *values: any(values),
    "NOT": lambda value: not value,
    "N": int,
    "TRIM": lambda value: " ".join(_text(value).split()) if not isinstance(value, list) else list(value),
    "LEN": lambda value: [len(_text(v).strip()) for v in value] if isinstance(value, list) else len(_text(value)),
    "SUMPRODUCT": lambda value: sum(value) if isinstance(value, list) else value,
    "ISNUMBER": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "SEARCH": _search,
    "SUBSTITUTE": lambda text, old, new: _text(text).replace(old, new),
    "CHAR": chr,
}
