"""Values set in YAML in place: the values are those that were asked for, and everything else is as it was."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from certkit.formats.yaml_edit import CannotEdit, set_value
from certkit.formats.yaml_tree import plain, read_tree


@pytest.mark.parametrize(
    ("before", "path", "value", "after"),
    [
        ("a: 1 # one\nb: 2\n", ("a",), "3", "a: 3 # one\nb: 2\n"),
        ("a:   # empty\nb: 2\n", ("a",), "x", "a: x   # empty\nb: 2\n"),
        ("a: 'x' # q\n", ("a",), "y z", "a: y z # q\n"),
        ("a: x\n", ("a",), "#1: y", 'a: "#1: y"\n'),
        ("a: x\n", ("b",), "new", "a: x\nb: new\n"),
        ("a: x", ("b",), "new", "a: x\nb: new\n"),
        ("a:\n  b: x # deep\n\n# next\nc: y\n", ("a", "d"), "z", "a:\n  b: x # deep\n  d: z\n\n# next\nc: y\n"),
        ("a:\nc: y\n", ("a", "b"), "x", "a:\n  b: x\nc: y\n"),
        ("a: ~\nc: y\n", ("a", "b"), "x", "a: \n  b: x\nc: y\n"),
        ("a: # why\nc: y\n", ("a", "b", "d"), "x", "a: # why\n  b:\n    d: x\nc: y\n"),
        ("a: {b: x}\n", ("a", "c"), "new", "a: {b: x, c: new}\n"),
        ("a: {}\n", ("a", "c"), "new", "a: {c: new}\n"),
        ("a: {b: }\n", ("a", "b"), "new", "a: {b: new }\n"),
        ("a: [x, y]\n", ("a",), ("z",), "a: [z]\n"),
        ("a:\n  - x\n  - y\n# after\nb: 1\n", ("a",), ("z",), "a: [z]\n# after\nb: 1\n"),
        ("a:\n  - b: x\nc: 1\n", ("a", 1, "b"), "new", "a:\n  - b: x\n  - b: new\nc: 1\n"),
        ("a:\n- b: x\nc: 1\n", ("a", 1, "b"), "new", "a:\n- b: x\n- b: new\nc: 1\n"),
        ("a:\n  - b: x\nc: 1\n", ("a", 0, "d"), "new", "a:\n  - b: x\n    d: new\nc: 1\n"),
        ("a:\n  - {b: x} # first\nc: 1\n", ("a", 1, "b"), "new", "a:\n  - {b: x} # first\n  - b: new\nc: 1\n"),
        ("a: []\n", ("a", 0, "b"), "new", "a: [{b: new}]\n"),
        ("a: [{b: x}]\n", ("a", 1, "b"), "new", "a: [{b: x}, {b: new}]\n"),
        ("a:\n# - b:\nc: 1\n", ("a", 0, "b"), "new", "a:\n  - b: new\n# - b:\nc: 1\n"),
        ('{"a": "x", "b": null}\n', ("b",), "new", '{"a": "x", "b": "new"}\n'),
        ('{"a": "x"}\n', ("b",), "new", '{"a": "x", "b": "new"}\n'),
        ("a: >\n  folded\n  text\nb: 1\n", ("a",), "x", None),
        ("a: x\r\nb:\r\n", ("b", "c"), "new", "a: x\r\nb:\r\n  c: new\r\n"),
        ("a: x # c\r\nb: y\r\n", ("c",), "new", "a: x # c\r\nb: y\r\nc: new\r\n"),
        ("a: x\r\nb: y\r\n", ("a",), None, "a:\r\nb: y\r\n"),
        ("a: |\n  one\n  two\n", ("b",), "new", "a: |\n  one\n  two\nb: new\n"),
        ("a: x # c\nb: 1\n", ("a",), None, "a: # c\nb: 1\n"),
        ("a: x\n", ("a",), None, "a:\n"),
        ("a: x\n", ("c", "d"), None, "a: x\n"),
    ],
)
def test_a_value_in_its_place(before: str, path: Any, value: Any, after: str | None) -> None:
    text = set_value(before, path, value)
    if after is not None:
        assert text == after
    tree = read_tree(text.encode(), "x")
    assert tree is not None
    assert _at(plain(tree), path) == (list(value) if isinstance(value, tuple) else value)


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("a: x\n", ("a", "b")),
        ("a: [x]\n", ("a", "b")),
        ("a: {b: x}\n", ("a",)),
        ("a: {b: x}\n", ("a", 0, "c")),
        ("a:\n  - b: x\n", ("a",)),
    ],
)
def test_what_is_in_the_place_of_something_else_is_not_replaced(text: str, path: Any) -> None:
    with pytest.raises(CannotEdit):
        set_value(text, path, "y")


def _at(value: Any, path: Any) -> Any:
    for step in path:
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and step < len(value):
            value = value[step]
        else:
            return None
    return value


KEYS = st.sampled_from(["a", "b", "c"])
SCALARS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=8).filter(
    lambda text: text.isprintable() and text.strip() == text and text not in ("~", "null", "Null", "NULL")
)
TREES = st.recursive(
    st.none() | SCALARS,
    lambda inner: st.dictionaries(KEYS, inner, max_size=3) | st.lists(inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.property
@given(
    st.dictionaries(KEYS, TREES, min_size=1),
    KEYS,
    KEYS | st.integers(0, 2),
    SCALARS,
    st.sampled_from([None, True, False]),
)
def test_only_the_value_that_was_set_differs(tree: Any, first: str, second: Any, value: str, flow: bool | None) -> None:
    text = yaml.safe_dump(tree, default_flow_style=flow, allow_unicode=True)
    text = re.sub(r"^(\w+:)$", r"\1 # kept", text, flags=re.MULTILINE)
    before: Any = plain(_tree(text))
    try:
        after: Any = plain(_tree(set_value(text, (first, second), value)))
    except CannotEdit:
        return
    below = before.get(first)
    if isinstance(second, int) and second > len(below or []):
        return
    assert _at(after, (first, second)) == value
    expected = dict(before)
    if isinstance(second, int):
        expected[first] = [*(below or [])[:second], value, *(below or [])[second + 1 :]]
    else:
        expected[first] = {**(below or {}), second: value}
    assert after == expected
    assert text.count("# kept") == set_value(text, (first, second), value).count("# kept")


def _tree(text: str) -> Any:
    tree = read_tree(text.encode(), "x")
    assert tree is not None
    return tree
