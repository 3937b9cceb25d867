"""A few items to make conditions of, and hypothesis strategies for the conditions and the answers."""

from collections.abc import Sequence

from hypothesis import strategies as st

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
    Value,
)
from certkit.edition.domains import Choice, Choices, Domain, Number, Text, Texts

YES_NO = Choice(("Yes", "No"))
DOMAINS: dict[str, Domain] = {
    "C-01": YES_NO,
    "C-02": YES_NO,
    "AQ-7.1": YES_NO,
    "kind": Choice(("red", "green", "at least")),
    "shade": Choice(("red", "green", "blue")),
    "levels": Number(),
    "profiles": Number(),
    "timeout": Number("seconds", whole=False),
    "delay": Number("seconds", whole=False),
    "radio": Choices(("WiFi", "2G", "3G")),
    "measured": Choice(("WiFi", "2G", "3G")),
    "model": Text(),
    "brand": Text(),
    "ports": Texts(),
}

# Every answer that could matter to conditions whose numbers are 1 to 3 and whose texts are those below, written down
# without asking the domains: what they call candidates has to stand for all of these.
TEXTS = ("a", "b c", 'say "hi" \\ bye', "answer(model)")
ALL_ANSWERS: dict[str, Sequence[Value]] = {
    **dict.fromkeys(("C-01", "C-02", "AQ-7.1"), ("Yes", "No")),
    "kind": ("red", "green", "at least"),
    "shade": ("red", "green", "blue"),
    **dict.fromkeys(("levels", "profiles"), tuple(range(9))),
    **dict.fromkeys(("timeout", "delay"), tuple(step / 4 for step in range(25))),
    "radio": (("WiFi",), ("2G",), ("3G",), ("WiFi", "2G"), ("WiFi", "3G"), ("2G", "3G"), ("WiFi", "2G", "3G")),
    "measured": ("WiFi", "2G", "3G"),
    **dict.fromkeys(("model", "brand"), (*TEXTS, "x", "y", "z")),
    "ports": (
        ("a",),
        ("b c",),
        ("x",),
        ("y",),
        ("z",),
        ("a", "b c"),
        ("a", "x"),
        ("b c", "x", "y"),
        TEXTS,
        (*TEXTS, "x"),
    ),
}


def candidates(item: str, node: Node) -> Sequence[Value]:
    return DOMAINS[item].candidates(item, node)


def _leaves() -> st.SearchStrategy[Node]:
    yes_no = st.sampled_from(("C-01", "C-02", "AQ-7.1"))
    equal = st.sampled_from(("==", "!="))
    compare = st.sampled_from(("==", "!=", "<", "<=", ">", ">="))
    whole = st.sampled_from(("levels", "profiles"))
    seconds = st.sampled_from(("timeout", "delay"))
    number = st.one_of(whole, seconds)
    text = st.sampled_from(("model", "brand"))
    colour = st.sampled_from(("kind", "shade"))
    tint = st.sampled_from(("red", "green"))
    tints = st.lists(tint, min_size=1, max_size=2).map(tuple)
    return st.one_of(
        yes_no.map(Holds),
        st.builds(Compare, colour, equal, tint),
        st.builds(Compare, colour, equal, colour.map(AnswerTo)),
        st.builds(Among, colour, tints),
        st.builds(Compare, whole, compare, st.integers(1, 3)),
        st.builds(Compare, seconds, compare, st.sampled_from((0.5, 1, 1.5, 2, 3))),
        st.builds(Compare, number, compare, number.map(AnswerTo)),
        st.builds(Among, whole, st.lists(st.integers(1, 3), min_size=1, max_size=3).map(tuple)),
        st.builds(Compare, text, equal, st.sampled_from(TEXTS)),
        st.builds(Compare, text, equal, text.map(AnswerTo)),
        st.builds(Among, text, st.lists(st.sampled_from(TEXTS), min_size=1, max_size=2).map(tuple)),
        st.builds(Includes, st.just("radio"), st.sampled_from(("WiFi", "2G", "3G"))),
        st.builds(Includes, st.just("radio"), st.just(AnswerTo("measured"))),
        st.builds(Includes, st.just("ports"), st.sampled_from(TEXTS[:2])),
        st.builds(Includes, st.just("ports"), st.just(AnswerTo("model"))),
    )


def _joined(parts: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(parts, min_size=2, max_size=3).map(tuple)
    some = st.lists(parts, min_size=1, max_size=3).map(tuple)
    at_least = some.flatmap(lambda found: st.integers(1, len(found)).map(lambda count: AtLeast(count, found)))
    return st.one_of(parts.map(Not), several.map(AllOf), several.map(AnyOf), at_least)


CONDITIONS = st.recursive(_leaves(), _joined, max_leaves=6)
"""Conditions without ``answered``, which is never unknown, and without what is always or never so, which no
edition may have: ``levels < 0``."""

CONSTANTS = st.booleans().map(Constant)
TERMS = CONDITIONS.map(lambda node: Defined("term", node))
WITH_CONSTANTS = st.recursive(st.one_of(_leaves(), CONSTANTS, TERMS), _joined, max_leaves=8)
"""Conditions with ``always``, ``never`` and terms in them."""

ANYTHING = st.recursive(
    st.one_of(_leaves(), CONSTANTS, st.sampled_from(tuple(DOMAINS)).map(Answered)), _joined, max_leaves=10
)
"""Whatever can be written: no terms, which print as their name."""


@st.composite
def partial_answers(draw: st.DrawFn, items: Sequence[str], most_missing: int = 2) -> dict[str, Value]:
    """Answers to the items but for at most so many; numbers not so large that nothing is left beyond them."""
    missing = draw(st.sets(st.sampled_from(items), max_size=most_missing)) if items else set()
    given = {item: ALL_ANSWERS[item] for item in items if item not in missing}
    small = {
        item: [value for value in values if isinstance(value, str | tuple) or value <= 4]
        for item, values in given.items()
    }
    return {item: draw(st.sampled_from(values)) for item, values in small.items()}
