"""The condition language: parse, evaluate, explain, print. Standard library only.

A condition is written in terms of a PICS' items, ``C-07 and C-08 and not AQ-2`` or ``C-06 != No``, and is parsed once
into a small tree. Everything else comes from that tree: the three-valued evaluation, what decided it, what would turn
it, its print.
"""

from certkit.conditions.evaluation import (
    Candidates,
    blocking_items,
    clauses,
    completions,
    decide,
    deciding_items,
    smallest_changes,
)
from certkit.conditions.parser import parse
from certkit.conditions.tree import (
    AllOf,
    Among,
    Answered,
    Answers,
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
    Value,
    items_of,
    replaced,
    simplified,
    terms_of,
    walk,
)

__all__ = [
    "AllOf",
    "Among",
    "AnswerTo",
    "Answered",
    "Answers",
    "AnyOf",
    "AtLeast",
    "Candidates",
    "Compare",
    "Constant",
    "Defined",
    "Holds",
    "Includes",
    "Node",
    "Not",
    "Value",
    "blocking_items",
    "clauses",
    "completions",
    "decide",
    "deciding_items",
    "items_of",
    "parse",
    "replaced",
    "simplified",
    "smallest_changes",
    "terms_of",
    "walk",
]
