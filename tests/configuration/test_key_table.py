"""The table of the keys against the one written by hand, and what the loader of the table insists on."""

import shutil

import pytest

from certkit.configuration.read_keys import key_table
from certkit.edition.rulebook import load_edition
from certkit.errors import CertkitError, RulebookError
from certkit.resources import editions_folder
from tests.configuration.key_agreement import keys_agree
from tests.configuration.keys_by_hand import ASKED_BY_THE_FORM, CHANGED_BY_ERRATA, rows
from tests.rules.devices import edition

ACCESS = {"R": "R", "RW": "RW", "W": "W", "?": "R or RW", "-": None}
REQUIRED = {"req": True, "opt": False, "-": None}


def test_the_whole_table_is_as_written_by_hand():
    keys_agree(edition)


def test_the_keys_are_those_written_by_hand():
    by_hand = [row[1] for row in rows()]
    assert len(by_hand) == 52
    assert sorted(key_table(edition()).keys) == sorted(by_hand)


@pytest.mark.parametrize("row", list(rows()), ids=lambda row: row[1])
def test_a_key_is_as_written_by_hand(row):
    profile, name, section, required_before, access_before, required, access, kind, unit = row
    key = key_table(edition()).keys[name]
    assert key.profile == profile
    assert (key.required_before, key.required) == (REQUIRED[required_before], REQUIRED[required])
    assert (key.access_before, key.access) == (ACCESS[access_before], ACCESS[access])
    assert (key.type, key.unit) == (kind, "" if unit == "-" else unit)
    assert section in key.cite.replace(";", " ").replace(",", " ").split()
    assert key.description.endswith(".")


def test_a_key_that_the_errata_speak_of_cites_them():
    keys = key_table(edition()).keys
    for name, section in CHANGED_BY_ERRATA.items():
        assert f"errata 4.0, {section}" in keys[name].cite


def test_every_item_of_the_form_is_held_against_its_key():
    related = {relation.item: key.key for key in key_table(edition()).keys.values() for relation in key.relations}
    assert related == ASKED_BY_THE_FORM


def test_every_item_that_names_a_key_is_held_against_it():
    table = key_table(edition())
    for item in edition().items.values():
        if item.key:
            assert item.id in [relation.item for relation in table.keys[item.key].relations], item.id


def test_every_finding_of_the_table_is_used_or_made_by_a_check():
    named = {relation.finding for key in key_table(edition()).keys.values() for relation in key.relations}
    made_by_checks = {f"CK-{number}" for number in range(10, 24)} | {"CK-28", "P-67"}
    assert named | made_by_checks == set(key_table(edition()).findings) | {"P-53"}


def test_every_finding_has_all_that_an_explanation_needs():
    for row in key_table(edition()).findings.values():
        assert row.name
        assert row.title
        assert row.message.endswith(".")
        assert row.hint.endswith(".")
        assert row.cite


@pytest.fixture
def copy(tmp_path):
    folder = tmp_path / "ocpp-1.6-v2.4"
    shutil.copytree(editions_folder() / "ocpp-1.6-v2.4", folder)
    return folder


def test_an_edition_may_do_without_the_table(copy):
    (copy / "configuration_keys.yaml").unlink()
    rulebook = load_edition(copy)
    rulebook.prove()
    with pytest.raises(CertkitError, match="has no table of configuration keys"):
        _ = key_table(rulebook)


def test_the_digest_of_an_edition_covers_the_table(copy):
    before = load_edition(copy).sha256
    file = copy / "configuration_keys.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("description: ", "description: Changed. ", 1), encoding="utf-8")
    assert load_edition(copy).sha256 != before


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("  - item: C-02\n", "  - item: C-99\n", "the edition has no such item"),
        ("finding: P-52", "finding: P-99", "the finding P-99, which does not exist"),
        ('answers: {Yes: {value: "0"}}', 'answers: {Maybe: {value: "0"}}', "C-05 is never 'Maybe'"),
        ('answers: {Yes: {value: "0"}}', "answers: {Yes: {}}", "expects nothing"),
        ("compare: same_names", "compare: equals", "cannot be compared in this way"),
        ("compare: same_names", "compare: roughly", "it can be equals"),
        ("length: ConnectorPhaseRotationMaxLength", "length: Longest", "the length Longest, which is not a key"),
        ("read_only: fixed_cable", "read_only: fixed_cables", "neither an item nor a term"),
        ("needed: C-11 or advanced_security", "needed: C-11 or not C-11", "always true"),
        ("maximum: 100\n", "maximum: many\n", "is not a whole number"),
        ("entry: '[0-9]+", "entry: '[0-9+", "is not a valid pattern"),
        ("- key: BlinkRepeat", "- key: LightIntensity", "LightIntensity is defined twice"),
        ("access: W\n", "access: X\n", "'access' of the key AuthorizationKey is 'X'"),
        ("required: {after: no}", "required: {since: no}", "needs a text as 'after'"),
        ("type: boolean", "type: yes-no", "it can be boolean, integer, list, string"),
        ("names: rate_units", "names: rates", "it can be profiles"),
        ("kind: N", "kind: X", "it can be C, I, S, N"),
        ("  Reservation: R-0", "  Reservation: R-99", "neither an item nor a term"),
        ("  spaces: true", "  space: true", "has an unknown field"),
        ("asked_of: station", "asked_of: lamp", "asked of 'lamp'"),
    ],
)
def test_a_table_that_contradicts_itself_is_refused(copy, old, new, message):
    file = copy / "configuration_keys.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(RulebookError, match=message):
        _ = key_table(load_edition(copy))
