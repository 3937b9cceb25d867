"""Reading ``requirements.yaml``: what an edition may not say, each with its place."""

import pytest

from certkit.edition.rulebook import load_edition
from certkit.errors import RulebookError
from certkit.formats.yaml_tree import read_tree
from certkit.record.check import CHECKS
from certkit.record.read_requirements import read_requirements, record_items, requirements_of
from certkit.record.requirements import Effect

EDITION = load_edition()
ITEMS = {**EDITION.items, **record_items()}
LIMITS = """\
limits:
- {id: bandwidth, value: "5", unit: kB, cite: "9.2.2"}
- {id: latency, value: "1000", unit: ms, cite: "9.2.2"}
- {id: signal, value: "-81", unit: dBm, cite: "9.2.2"}
- {id: declaration_time, value: "86400", unit: s, cite: "8.3"}
- {id: declaration_gap, value: "900", unit: s, cite: "8.3"}
- {id: before_run, value: "7776000", unit: s, cite: "4.2"}
- {id: after_run, value: "86400", unit: s, cite: "8.2"}
"""
ROW = {"no": "69", "title": "A router", "kind": "record", "cite": '"6.1"', "shown_by": "[record.setup.router]"}


def read(row: dict[str, str] | None = None, *, limits: str = LIMITS, elsewhere: str = "[]", rows: int = 1):
    pairs = "".join(
        f"{' ' if number else '-'} {key}: {value}\n" for number, (key, value) in enumerate((row or ROW).items())
    )
    text = f"{limits}requirements:\n{pairs * rows}elsewhere: {elsewhere}\n"
    tree = read_tree(text.encode(), "requirements.yaml")
    assert tree is not None
    return read_requirements(tree, "requirements.yaml", ITEMS)


def test_a_row():
    (row,) = read({**ROW, "applies": "dut == CSMS", "met": "record.setup.router", "effect": "fail"}).rows
    assert (row.number, row.title, row.kind, row.cite, row.shown_by) == (
        69,
        "A router",
        "record",
        "6.1",
        ("record.setup.router",),
    )
    assert row.effect is Effect.FAIL
    assert row.applies.evaluate({"dut": "Charging Station"}) is False
    assert read().rows[0].effect is Effect.INCOMPLETE


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"no": "x"}, "'x' is not the number of a requirement"),
        ({"no": "-1"}, "'-1' is not the number of a requirement"),
        ({"kind": "rule"}, "'kind' of requirement 69 is 'rule'; it can be check, record, print, process"),
        ({"effect": "bad"}, "'effect' of requirement 69 is 'bad'; it can be fail, incomplete, note"),
        (
            {"shown_by": "[record.setup.rooter]"},
            "requirement 69 is shown by 'record.setup.rooter', which is no field of",
        ),
        ({"shown_by": "[dut]"}, "requirement 69 is shown by 'dut', which is no field of the record"),
        ({"met": "record.setup.rooter"}, "requirement 69"),
        ({"met": "record.setup.load == Tesla"}, "requirement 69"),
        ({"met": "record.setup.router ="}, ""),
        ({"applies": "always"}, "a condition of requirement 69 decides nothing"),
        ({"met": "always"}, "a condition of requirement 69 decides nothing"),
        (
            {"met": "record.setup.router", "check": "dongle"},
            "requirement 69 needs fields that show it, and a condition or a",
        ),
        ({"check": "nope"}, "requirement 69 names the check 'nope', which does not exist"),
        ({"more": "x"}, "requirement 69 has an unknown field 'more'"),
        ({"title": ""}, "requirement 69 needs a text as 'title'"),
    ],
)
def test_a_row_that_does_not_fit(changes, message):
    with pytest.raises(RulebookError) as caught:
        read({**ROW, **changes})
    assert str(caught.value.message).startswith(message)
    assert caught.value.line > 6
    assert caught.value.file == "requirements.yaml"


def test_a_row_that_nothing_shows():
    with pytest.raises(RulebookError, match="needs fields that show it"):
        read({key: value for key, value in ROW.items() if key != "shown_by"})


@pytest.mark.parametrize("elsewhere", ["[{by: a plan, numbers: [69]}]", "[{by: a plan, numbers: [7, 7]}]"])
def test_a_number_is_there_once(elsewhere):
    with pytest.raises(RulebookError, match=r"requirement (69|7) is defined twice"):
        read(elsewhere=elsewhere)
    with pytest.raises(RulebookError, match="requirement 69 is defined twice"):
        read(rows=2)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("id: latency", "id: lateness", "'id' of a limit is 'lateness'"),
        ("id: latency", "id: bandwidth", "the limit bandwidth is defined twice"),
        ('- {id: latency, value: "1000", unit: ms, cite: "9.2.2"}\n', "", "the limit latency is missing"),
        ('"1000"', "much", "the limit latency is not a number"),
        ('"1000"', "nan", "the limit latency is not a number"),
        ('"1000"', "inf", "the limit latency is not a number"),
    ],
)
def test_limits(old, new, message):
    with pytest.raises(RulebookError) as caught:
        read(limits=LIMITS.replace(old, new))
    assert caught.value.message.startswith(message)


FIELD = "- {id: record.setup.router, cite: '6.1', note: Look., when: dut != CSMS}\n"


def test_what_an_edition_says_of_a_field():
    rule = read(elsewhere=f"[]\nfields:\n{FIELD}").fields["record.setup.router"]
    assert (rule.cite, rule.note, str(rule.when)) == ("6.1", "Look.", "dut != CSMS")
    assert read().fields == {}


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        (FIELD.replace("router", "rooter"), "the record has no field 'record.setup.rooter'"),
        (FIELD.replace("dut", "tud"), "the field record.setup.router"),
        (FIELD.replace("note", "more"), "the field record.setup.router has an unknown field 'more'"),
        (FIELD * 2, "twice"),
    ],
)
def test_what_an_edition_may_not_say_of_a_field(fields, message):
    with pytest.raises(RulebookError, match=message):
        read(elsewhere=f"[]\nfields:\n{fields}")


def test_every_check_is_there_and_every_one_is_used():
    assert {row.check for row in requirements_of(EDITION).rows if row.check} == set(CHECKS)
