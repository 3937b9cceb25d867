"""From the text of a condition to its tree.

The grammar, loosest first::

    condition = conjunction { "or" conjunction }
    conjunction = negation { "and" negation }
    negation  = "not" negation | primary
    primary   = "(" condition ")" | "always" | "never" | "answered" "(" NAME ")"
              | "at" "least" NUMBER "of" "(" condition { "," condition } ")"
              | NAME [ comparison ]
    comparison = ("==" | "!=" | "<" | "<=" | ">" | ">=") operand
              | "in" "(" value { "," value } ")" | "includes" operand
    operand   = value | "answer" "(" NAME ")"
    value     = WORD | "quoted text" | NUMBER

A NAME is an item or a term of an edition; which names exist is not known here.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from certkit.conditions.tree import (
    KEYWORDS,
    ORDERINGS,
    PLAIN_WORD,
    AllOf,
    Among,
    Answered,
    AnswerTo,
    AnyOf,
    AtLeast,
    Compare,
    Constant,
    Holds,
    Includes,
    Node,
    Not,
    Operand,
)
from certkit.errors import ConditionError

_TOKEN = re.compile(
    rf"""\s*(?:
        (?P<operator>==|!=|<=|>=|<|>)
      | (?P<mark>[(),])
      | (?P<number>-?[0-9]+(?:\.[0-9]+)?(?![\w.]))
      | (?P<word>{PLAIN_WORD.pattern})
      | "(?P<quoted>(?:[^"\\]|\\["\\])*)"
    )""",
    re.VERBOSE,
)
_DEEPEST = 50
_MOST_DIGITS = 15


class _Token(NamedTuple):
    kind: str
    text: str
    offset: int


@lru_cache(maxsize=2000)
def parse(text: str) -> Node:
    """The tree of a condition.

    Raises:
        ConditionError: the text is not a condition; the error points at the place.
    """
    return _Parser(text).whole()


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = list(_tokens(text))
        self.next = 0
        self.depth = 0

    def whole(self) -> Node:
        node = self.condition()
        if self.peek.kind != "end":
            raise self.error(f"{self.shown} is not expected here")
        return node

    @property
    def peek(self) -> _Token:
        return self.tokens[self.next]

    @property
    def shown(self) -> str:
        return "the end of the condition" if self.peek.kind == "end" else f"{self.peek.text!r}"

    def error(self, message: str, offset: int | None = None) -> ConditionError:
        return ConditionError(message, self.text, self.peek.offset if offset is None else offset)

    def accepts(self, text: str) -> bool:
        """Take the next token if it is this keyword, operator or mark; quoted text is none of them."""
        if self.peek.kind in ("word", "mark", "operator") and self.peek.text == text:
            self.next += 1
            return True
        return False

    def expect(self, text: str) -> None:
        if not self.accepts(text):
            raise self.error(f"{text!r} is expected here, not {self.shown}")

    def condition(self) -> Node:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise self.error(f"the condition is nested deeper than {_DEEPEST} levels")
        operands = [self.conjunction()]
        while self.accepts("or"):
            operands.append(self.conjunction())
        self.depth -= 1
        return operands[0] if len(operands) == 1 else AnyOf(tuple(operands))

    def conjunction(self) -> Node:
        operands = [self.negation()]
        while self.accepts("and"):
            operands.append(self.negation())
        return operands[0] if len(operands) == 1 else AllOf(tuple(operands))

    def negation(self) -> Node:
        if not self.accepts("not"):
            return self.primary()
        self.depth += 1
        if self.depth > _DEEPEST:
            raise self.error(f"the condition is nested deeper than {_DEEPEST} levels")
        node = Not(self.negation())
        self.depth -= 1
        return node

    def primary(self) -> Node:
        if self.accepts("("):
            node = self.condition()
            self.expect(")")
            return node
        if self.accepts("always"):
            return Constant(True)
        if self.accepts("never"):
            return Constant(False)
        if self.accepts("answered"):
            return Answered(self.name_in_brackets())
        if self.accepts("at"):
            return self.at_least()
        return self.about(self.name())

    def about(self, item: str) -> Node:
        if self.peek.kind == "operator":
            operator = self.peek.text
            self.next += 1
            return self.compared(item, operator)
        if self.accepts("in"):
            self.expect("(")
            values = [self.value()]
            while self.accepts(","):
                values.append(self.value())
            self.expect(")")
            return Among(item, tuple(values))
        if self.accepts("includes"):
            return Includes(item, self.operand())
        return Holds(item)

    def compared(self, item: str, operator: str) -> Node:
        at = self.peek.offset
        operand = self.operand()
        if operator in ORDERINGS and isinstance(operand, str):
            raise self.error(f"{operator} compares numbers; {operand!r} is none (write answer(X) for an item)", at)
        return Compare(item, operator, operand)

    def at_least(self) -> Node:
        self.expect("least")
        at = self.peek.offset
        if self.peek.kind != "number" or not self.peek.text.isdecimal():
            raise self.error(f"a whole number is expected here, not {self.shown}")
        count = self.number()
        self.expect("of")
        self.expect("(")
        operands = [self.condition()]
        while self.accepts(","):
            operands.append(self.condition())
        self.expect(")")
        if not 1 <= count <= len(operands):
            raise self.error(f"at least {count} of {len(operands)} is never or always so", at)
        return AtLeast(int(count), tuple(operands))

    def operand(self) -> Operand:
        if self.accepts("answer"):
            return AnswerTo(self.name_in_brackets())
        return self.value()

    def value(self) -> str | int | float:
        token = self.peek
        if token.kind == "number":
            return self.number()
        if token.kind == "quoted" or (token.kind == "word" and token.text not in KEYWORDS):
            self.next += 1
            return token.text
        raise self.error(f"a value is expected here, not {self.shown}")

    def number(self) -> int | float:
        text = self.peek.text
        if len(text.strip("-").replace(".", "")) > _MOST_DIGITS:
            raise self.error(f"a number has at most {_MOST_DIGITS} digits")
        self.next += 1
        return float(text) if "." in text else int(text)

    def name(self) -> str:
        token = self.peek
        if token.kind != "word" or token.text in KEYWORDS:
            raise self.error(f"an item is expected here, not {self.shown}")
        self.next += 1
        return token.text

    def name_in_brackets(self) -> str:
        self.expect("(")
        name = self.name()
        self.expect(")")
        return name


def _tokens(text: str) -> list[_Token]:
    tokens = []
    position = 0
    end = len(text.rstrip())
    while position < end:
        match = _TOKEN.match(text, position)
        if match is None:
            offset = position + len(text[position:]) - len(text[position:].lstrip())
            raise ConditionError(f"{text[offset]!r} is not part of the condition language", text, offset)
        kind = str(match.lastgroup)
        found = match.group(kind)
        start = match.start(kind) - (kind == "quoted")
        tokens.append(_Token(kind, re.sub(r"\\(.)", r"\1", found) if kind == "quoted" else found, start))
        position = match.end()
    tokens.append(_Token("end", "", end))
    return tokens
