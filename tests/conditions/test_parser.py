"""From text to tree and back, and the errors that point at the place."""

import pytest

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
    Not,
    items_of,
    parse,
    terms_of,
    walk,
)
from certkit.conditions.tree import Node
from certkit.errors import ConditionError

A, B, C = Holds("C-01"), Holds("C-02"), Holds("AQ-7.1")

TREES = [
    ("C-01", A),
    ("  C-01  ", A),
    ("not C-01", Not(A)),
    ("not not C-01", Not(Not(A))),
    ("C-01 and C-02", AllOf((A, B))),
    ("C-01 and C-02 and AQ-7.1", AllOf((A, B, C))),
    ("C-01 or C-02", AnyOf((A, B))),
    # "and" binds closer than "or", and "not" closer than both
    ("C-01 or C-02 and AQ-7.1", AnyOf((A, AllOf((B, C))))),
    ("not C-01 and C-02", AllOf((Not(A), B))),
    ("(C-01 or C-02) and not AQ-7.1", AllOf((AnyOf((A, B)), Not(C)))),
    ("not (C-01 and C-02)", Not(AllOf((A, B)))),
    ("C-01 and (C-02 and AQ-7.1)", AllOf((A, AllOf((B, C))))),
    ("always or never", AnyOf((Constant(True), Constant(False)))),
    ("C-06 != No", Compare("C-06", "!=", "No")),
    ("subtype == N.A.", Compare("subtype", "==", "N.A.")),
    ('subtype == "Mode 1/2-only"', Compare("subtype", "==", "Mode 1/2-only")),
    (r'vendor == "\"ACME\" \\ Co"', Compare("vendor", "==", r'"ACME" \ Co')),
    ('vendor == "and"', Compare("vendor", "==", "and")),
    ('vendor == ""', Compare("vendor", "==", "")),
    ("HFS-8 > 1", Compare("HFS-8", ">", 1)),
    ("HFS-8 >= 1", Compare("HFS-8", ">=", 1)),
    ("timeout < 2.50", Compare("timeout", "<", 2.5)),
    ("level <= -3", Compare("level", "<=", -3)),
    ("level == 999999999999999", Compare("level", "==", 999999999999999)),
    ("timeout > 0.00001", Compare("timeout", ">", 0.00001)),
    ("a.minimum > answer(a.maximum)", Compare("a.minimum", ">", AnswerTo("a.maximum"))),
    ("C-06 in (Yes, Both)", Among("C-06", ("Yes", "Both"))),
    ("level in (1, 2.5)", Among("level", (1, 2.5))),
    ('radio includes "mobile network"', Includes("radio", "mobile network")),
    ("radio includes answer(measured)", Includes("radio", AnswerTo("measured"))),
    ("answered(ports)", Answered("ports")),
    ("at least 1 of (C-01)", AtLeast(1, (A,))),
    ("at least 2 of (C-01, C-02 or AQ-7.1, not C-02)", AtLeast(2, (A, AnyOf((B, C)), Not(B)))),
    ("not at least 1 of (C-01, C-02)", Not(AtLeast(1, (A, B)))),
    ("C-01\n  and C-02", AllOf((A, B))),
]


@pytest.mark.parametrize(("text", "tree"), TREES)
def test_tree(text, tree):
    assert parse(text) == tree


PRINTS = [
    ("C-01", "C-01"),
    ("((C-01))", "C-01"),
    ("not(C-01)", "not C-01"),
    ("(C-01 and C-02) or AQ-7.1", "C-01 and C-02 or AQ-7.1"),
    ("(C-01 or C-02) and AQ-7.1", "(C-01 or C-02) and AQ-7.1"),
    ("C-01 or (C-02 or AQ-7.1)", "C-01 or (C-02 or AQ-7.1)"),
    ("not (C-01 or C-02)", "not (C-01 or C-02)"),
    ("C-06==Both", "C-06 == Both"),
    ('C-06 == "Both"', "C-06 == Both"),
    ('C-06 == "not"', 'C-06 == "not"'),
    (r'x == "a \"b\" \\"', r'x == "a \"b\" \\"'),
    ("timeout < 2.50", "timeout < 2.5"),
    ("timeout > 0.00001", "timeout > 0.00001"),
    ("x in(1,2)", "x in (1, 2)"),
    ("at least 1 of(C-01,C-02 or C-03)", "at least 1 of (C-01, C-02 or C-03)"),
    ("answered( x )", "answered(x)"),
    ("x >= answer( y )", "x >= answer(y)"),
    ("never", "never"),
]


@pytest.mark.parametrize(("text", "printed"), PRINTS)
def test_print(text, printed):
    assert str(parse(text)) == printed


def test_a_term_prints_as_its_name_and_shows_what_is_in_it():
    node = AllOf((Defined("local_start_stop", AllOf((A, B))), Not(C)))
    assert str(node) == "local_start_stop and not AQ-7.1"
    assert items_of(node) == ("C-01", "C-02", "AQ-7.1")
    assert terms_of(node) == ("local_start_stop",)
    assert len(list(walk(node))) == 7


def test_items_stand_once_each_in_the_order_of_the_text():
    node = parse("b or a > answer(c) and (b or d includes x) and e in (1, 2) and answered(f)")
    assert items_of(node) == ("b", "a", "c", "d", "e", "f")


ERRORS = [
    ("", "an item is expected here, not the end of the condition", 0),
    ("C-01 and", "an item is expected here, not the end of the condition", 8),
    ("C-01 C-02", "'C-02' is not expected here", 5),
    ("and C-01", "an item is expected here, not 'and'", 0),
    ("C-01 and or C-02", "an item is expected here, not 'or'", 9),
    ("(C-01", "')' is expected here, not the end of the condition", 5),
    ("C-01)", "')' is not expected here", 4),
    ("C-06 =", "'=' is not part of the condition language", 5),
    ("C-06 == ", "a value is expected here, not the end of the condition", 7),
    ("C-06 == and", "a value is expected here, not 'and'", 8),
    ("C-06 < No", "< compares numbers; 'No' is none (write answer(X) for an item)", 7),
    ("C-06 in Yes", "'(' is expected here, not 'Yes'", 8),
    ("C-06 in (Yes", "')' is expected here, not the end of the condition", 12),
    ("C-06 in ()", "a value is expected here, not ')'", 9),
    ("radio includes", "a value is expected here, not the end of the condition", 14),
    ("answered C-06", "'(' is expected here, not 'C-06'", 9),
    ("answered(C-06", "')' is expected here, not the end of the condition", 13),
    ('answered("C-06")', "an item is expected here, not 'C-06'", 9),
    ("at most 1 of (C-01)", "'least' is expected here, not 'most'", 3),
    ("at least x of (C-01)", "a whole number is expected here, not 'x'", 9),
    ("at least 1.5 of (C-01)", "a whole number is expected here, not '1.5'", 9),
    ("at least -1 of (C-01)", "a whole number is expected here, not '-1'", 9),
    ("at least 1 (C-01)", "'of' is expected here, not '('", 11),
    ("at least 1 of C-01", "'(' is expected here, not 'C-01'", 14),
    ("at least 0 of (C-01)", "at least 0 of 1 is never or always so", 9),
    ("at least 3 of (C-01, C-02)", "at least 3 of 2 is never or always so", 9),
    ("level > 5x", "'5' is not part of the condition language", 8),
    ("level > 1.2.3", "'1' is not part of the condition language", 8),
    ("level > ٣", "'٣' is not part of the condition language", 8),
    ("level > 1234567890123456", "a number has at most 15 digits", 8),
    ("at least 1234567890123456 of (C-01)", "a number has at most 15 digits", 9),
    ('vendor == "ACME', "'\"' is not part of the condition language", 10),
    (r'vendor == "AC\ME"', "'\"' is not part of the condition language", 10),
    ("C-01 & C-02", "'&' is not part of the condition language", 5),
    ("C-01- and C-02", "'-' is not part of the condition language", 4),
    ("'C-01'", '"\'" is not part of the condition language', 0),
    ("5 < level", "an item is expected here, not '5'", 0),
    ('"C-01"', "an item is expected here, not 'C-01'", 0),
    ("(" * 60 + "C-01", "the condition is nested deeper than 50 levels", 50),
    ("not " * 60 + "C-01", "the condition is nested deeper than 50 levels", 200),
]


@pytest.mark.parametrize(("text", "message", "offset"), ERRORS)
def test_error(text, message, offset):
    with pytest.raises(ConditionError) as caught:
        parse(text)
    assert (caught.value.message, caught.value.offset) == (message, offset)
    assert caught.value.text == text


def test_error_shows_the_place_with_a_caret():
    with pytest.raises(ConditionError) as caught:
        parse("C-07 and C-08 and AQ-2)")
    assert str(caught.value) == (
        "')' is not expected here\n"
        "    C-07 and C-08 and AQ-2)\n"
        "                          ^"
    )  # fmt: skip


def test_nesting_up_to_the_limit_is_fine():
    assert parse("(" * 49 + "C-01" + ")" * 49) == A
    assert items_of(parse("not " * 49 + "C-01")) == ("C-01",)
    flat = " and ".join(f"(not C-{number:02})" for number in range(200))
    assert len(items_of(parse(flat))) == 200


def test_a_bare_node_has_no_value():
    with pytest.raises(NotImplementedError):
        Node().evaluate({})
