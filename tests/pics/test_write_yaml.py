"""A PICS as a YAML form: what is written is read again as the same statement."""

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from certkit.edition.domains import Choice, Choices, Domain, Members, NotInDomain, Number, Settings, Text, Texts
from certkit.finding import Place
from certkit.pics.model import Answer, Pics
from certkit.pics.read_yaml import read_pics_yaml
from certkit.pics.write_yaml import write_form_yaml
from tests.findings.samples import HOSTILE
from tests.rules.devices import NAMES, device, edition

KINDS = edition().info.kinds


def read(text: str) -> Pics:
    return read_pics_yaml(text.encode("utf-8"), "form.yaml", lambda _: edition())[0]


def statement(**raws) -> Pics:
    """A statement of raw answers, as their domains read them."""
    values = {name: edition().items[name].domain.parse(raw) for name, raw in raws.items()}
    return Pics("ocpp-1.6-v2.4", "x", {n: Answer(v, Place("x")) for n, v in values.items() if v is not None})


def assert_same(pics: Pics) -> str:
    text = write_form_yaml(edition(), None, pics)
    again = read(text)
    assert dict(again.values) == dict(pics.values)
    assert again.sha256 == pics.sha256
    assert again.refused == {}
    assert [finding for finding in again.findings if finding.code not in ("K-07",)] == []
    return text


@pytest.mark.parametrize("kind", KINDS)
def test_a_blank_form_asks_what_is_asked_of_the_device_and_nothing_else(kind):
    pics = read(write_form_yaml(edition(), kind))
    assert dict(pics.values) == {"dut": kind}
    assert set(pics.blanks) | {"dut"} >= {item.id for item in edition().items.values() if kind in item.asked_of}
    keys = yaml.safe_load(write_form_yaml(edition(), kind))
    asked = {item.path[0] for item in edition().items.values() if kind in item.asked_of}
    assert set(keys) == asked | {"edition"}


def test_every_question_has_its_help_and_what_may_be_answered():
    text = write_form_yaml(edition(), "Charging Station")
    words = " ".join(text.replace("#", " ").split())
    for item in edition().items.values():
        if "Charging Station" in item.asked_of:
            assert item.label in words
            assert item.help in words
            assert item.domain.expected in words


def test_how_a_question_looks():
    text = write_form_yaml(edition(), "Charging Station")
    assert (
        """\
  # * C-07: Support for local start
  # Whether a driver can start a transaction at the station itself, by a card for example.
  # Answer: Yes or No
  C-07:
"""
        in text
    )
    assert (
        """\
  # R-1: Support reservations of entire Charging Station (ReserveConnectorZeroSupported) (needed if
  # R-0 is Yes)
"""
        in text
    )
    assert "  # Answer: one or more of 2G, 3G, 4G and 5G, as in [2G, 3G] [6.4]\n" in text


def test_lines_are_not_too_long():
    for kind in KINDS:
        assert max(map(len, write_form_yaml(edition(), kind).splitlines())) <= 100


def test_the_first_line_is_for_editors():
    assert write_form_yaml(edition(), "CSMS", schema="./pics.schema.json").startswith(
        "# yaml-language-server: $schema=./pics.schema.json\n# PICS of a CSMS\n"
    )
    assert "language-server" not in write_form_yaml(edition(), "CSMS")


@pytest.mark.parametrize("name", NAMES)
def test_a_device_is_read_again_as_it_was(name):
    assert_same(device(name))


def test_an_answer_that_is_not_asked_is_carried_and_marked():
    text = assert_same(statement(dut="CSMS", fixed_cable="Yes"))
    assert "  # Not asked of a CSMS.\n" in text


@pytest.mark.parametrize(
    "text",
    [
        *HOSTILE,
        "yes",
        "No",
        "null",
        "~",
        "1.10",
        "1e3",
        "0x1F",
        "2024-01-01",
        "12:30:45",
        "",
        "a: b",
        "a #b",
        "- a",
        "? a",
        "&a",
        "*a",
        "!a",
        "%a",
        "@a",
        "`a",
        "{a",
        "[a",
        "'",
        '"',
        "a\u2028b",
        "\ufeffa",
        "a\x85b",
        "true",
        "<<",
        "=",
        "x" * 1000,
    ],
)
def test_any_text_is_read_again_as_itself(text):
    try:
        pics = statement(dut="CSMS", vendor=text)
    except NotInDomain:
        return  # such as a control character: the form does not accept it either
    written = assert_same(pics)
    assert all(c.isprintable() or c == "\n" for c in written)
    if "vendor" in pics.values:
        assert yaml.safe_load(written)["general"]["vendor"] == pics.values["vendor"], "other YAML readers agree"


def test_a_name_that_is_too_long_for_a_key_on_one_line():
    assert_same(statement(other={"\u200b" * 900 + "x": "1"}))


@pytest.mark.parametrize(
    "number", ["0", "0.5", "1e20", "123456789012345.123456789012345", "0.123456789012345e-1", "1e-99"]
)
def test_any_number_is_read_again_as_itself(number):
    assert_same(statement(response_timeout=number))


def values_of(domain: Domain) -> st.SearchStrategy:
    """Raw answers that a domain accepts."""
    text = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Co", "Cn")), min_size=1, max_size=30)
    if isinstance(domain, Choice):
        return st.sampled_from(domain.values)
    if isinstance(domain, Choices):
        names = st.sampled_from(domain.values)
        return st.lists(names | text if domain.others else names, max_size=4)
    if isinstance(domain, Number):
        whole = st.integers(domain.minimum, domain.maximum or 10**15 - 1).map(str)
        real = st.floats(0, 1e99, allow_nan=False).map(lambda number: f"{number:.14e}")
        return whole if domain.whole else whole | real
    if isinstance(domain, Texts):
        return st.lists(text, max_size=3)
    if isinstance(domain, Settings):
        taken = {item.path[-1] for item in edition().items.values()}
        return st.dictionaries(text.filter(lambda name: " ".join(name.split()) not in taken), text, max_size=3)
    if isinstance(domain, Members):
        member = st.fixed_dictionaries({}, optional={"model": text, "firmware_version": text})
        return st.lists(member, max_size=3)
    assert isinstance(domain, Text)
    return text


ITEMS = {name: values_of(item.domain) for name, item in edition().items.items()}


@settings(max_examples=200, deadline=None)
@given(st.fixed_dictionaries({}, optional=ITEMS))
def test_every_statement_is_read_again_as_it_was(raws):
    try:
        pics = statement(**raws)
    except NotInDomain:
        return
    assert_same(pics)
