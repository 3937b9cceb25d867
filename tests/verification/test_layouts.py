"""Layouts stay: what one has drawn is verified after others exist, each with its own words and places."""

from __future__ import annotations

import ast
from importlib.metadata import version
from pathlib import Path
from unittest import mock

import pytest

from certkit.attestation import layouts
from certkit.attestation.layout_1.evidence import FIELDS
from certkit.attestation.layout_1.wording import LEFT_OUT
from certkit.edition.rulebook import load_edition
from certkit.errors import UnknownName
from certkit.measurement.model import reasons
from certkit.record.fields import Group
from certkit.record.groups import Laboratory
from certkit.record.model import RecordFields
from certkit.verification.model import Verdict
from tests.attestation.pages.documents import render
from tests.verification import layout_2
from tests.verification.signed import data, first_failure, sign_data, signed, step, verify

ROOM = {"page": layout_2.SIGNATURE_PAGE, "box": layout_2.SIGNATURE_BOX}
NEEDS = f"it needs a newer certkit than {version('certkit')}"
FOLDER = Path(layouts.__file__).parent
ALLOWED = {
    "certkit.attestation.scope": "what certificates of the pinned release can be for",
    "certkit.conditions": "what the conditions of the pinned release are evaluated over",
    "certkit.attestation.v1.words": "the words of the payload's first version, which are locked",
    "certkit.attestation.v1.model": "the types of that version, which are locked too",
    "certkit.edition.rulebook": "the pinned release of the edition, whose texts are printed",
    "certkit.formats.truetype": "how fonts are written; compared glyph by glyph, not byte by byte",
    "certkit.formats.canonical_json": "the canonical form of JSON, which is fixed",
    "certkit.record.read_yaml": "what the record says: read by the same rules from which the verdict is derived",
    "certkit.attestation.v1.evidence": "how that version reads a record, with the figures that follow from its files",
    "certkit.record.fields": "the same",
    "certkit.record.groups": "the same",
    "certkit.record.model": "the same",
}
"""Module of certkit -> why a layout may import it: what people may reword or draw otherwise is not among them."""


@pytest.fixture
def two():
    """As in a later certkit, which has a second layout and signs in it."""
    signed()  # kept from before, for every test
    with mock.patch.dict(layouts.LAYOUTS, {2: "tests.verification.layout_2"}), mock.patch.object(layouts, "CURRENT", 2):
        yield


def in_layout_2(document=None, **more):
    document = document or data()
    assert document["renderer"]["layout"] == 2
    picture = layout_2.signature_page(layout_2.signature_lines(document))
    return sign_data(document, **{"picture": picture, **ROOM, **more})


def test_what_the_first_layout_drew_is_verified_after_the_second_exists(two):
    before = signed()
    found = verify(before)
    assert found.verdict is Verdict.REHEARSAL
    assert found.document["renderer"]["layout"] == 1
    assert step(found, "pages") == ("passed", "drawn again, byte for byte")


def test_what_is_signed_then_is_drawn_in_the_second(two):
    found = verify(in_layout_2())
    assert found.verdict is Verdict.REHEARSAL, found.failures
    assert step(found, "pages") == ("passed", "drawn again, byte for byte")


def test_pages_of_the_first_layout_are_none_of_the_second(two):
    document = data()
    first = layouts.layout(1).render(document, load_edition())
    name, message = first_failure(verify(in_layout_2(document, pdf=first)))
    assert name == "pages"
    assert message.key == "pages.differ"


@pytest.mark.parametrize(
    "room", [{"page": 0}, {"box": (62.0, 84.0, 322.0, 176.0)}], ids=["on another page", "in another place"]
)
def test_a_signature_where_the_other_layout_has_room(two, room):
    name, message = first_failure(verify(in_layout_2(**room)))
    assert name == "pages"
    assert message.startswith("the signature ")


def test_a_program_without_the_layout_does_not_say_that_anything_is_wrong():
    with mock.patch.dict(layouts.LAYOUTS, {2: "tests.verification.layout_2"}), mock.patch.object(layouts, "CURRENT", 2):
        content = in_layout_2()
    found = verify(content)
    assert step(found, "pages") == (
        "not checked",
        f"it uses layout 2; it needs a newer certkit than {version('certkit')}",
    )


def test_a_layout_is_imported_by_its_number():
    assert layouts.layout(layouts.CURRENT).SIGNATURE_PAGE == 0
    with pytest.raises(UnknownName) as caught:
        layouts.layout(99)
    assert str(caught.value) == "there is no layout 99 (certkit has 1)"


@pytest.mark.parametrize("name", sorted(path.name for path in (FOLDER / "layout_1").glob("*.py")))
def test_a_layout_draws_nothing_that_others_word(name):
    """Types are of no matter: they are imported for the type checker alone."""
    tree = ast.parse((FOLDER / "layout_1" / name).read_text(encoding="utf-8"))
    checked = {
        node
        for branch in ast.walk(tree)
        if isinstance(branch, ast.If) and isinstance(branch.test, ast.Name) and branch.test.id == "TYPE_CHECKING"
        for node in ast.walk(branch)
    }
    for node in ast.walk(tree):
        if node in checked or not isinstance(node, ast.Import | ast.ImportFrom):
            continue
        module = node.module if isinstance(node, ast.ImportFrom) else node.names[0].name
        if module and module.startswith("certkit"):
            own = module.startswith("certkit.attestation.layout_1")
            assert own or module in ALLOWED, f"{name} imports {module}"


def test_every_reason_for_leaving_something_out_has_its_words():
    assert set(reasons()) == set(LEFT_OUT)


def test_every_field_of_the_record_has_its_place():
    """Of the groups that a report prints field by field; what a later record has besides is for a later layout."""
    record = RecordFields()
    groups = {name: getattr(record, name) for name in FIELDS if hasattr(record, name)}
    for group in list(groups.values()):
        for name in group.specs:
            if isinstance(getattr(group, name), Group):
                groups[name] = getattr(group, name)
    assert {name: tuple(group.specs) for name, group in groups.items()} == FIELDS


def test_a_field_that_the_record_gets_later_changes_no_page():
    document = data("report")
    before = render(document)
    with mock.patch.dict(Laboratory.specs, {"later": Laboratory.specs["name"]}):
        assert render(document) == before


def test_what_is_reworded_elsewhere_changes_no_page():
    document = data("report")
    before = render(document)
    with mock.patch.dict(reasons(), dict.fromkeys(reasons(), "reworded")):
        assert render(document) == before


def test_the_words_of_the_signing_policy_are_not_drawn():
    """The titles of the roles may be reworded there."""
    assert layouts.layout(1).signature_lines(data())[1] == "Certification body"
