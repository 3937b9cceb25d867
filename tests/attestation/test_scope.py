"""scope.yaml of an edition: what it says of certificates, and what is refused when it is read."""

import re
import shutil
from types import SimpleNamespace
from typing import Any
from unittest import mock

import pytest

from certkit.attestation.kinds import Kind
from certkit.attestation.scope import Applied, scope_rules
from certkit.attestation.v1.derive import scope
from certkit.edition.rulebook import load_edition
from certkit.errors import CertkitError, RulebookError
from certkit.resources import editions_folder
from tests.attestation.pages.documents import example, render
from tests.attestation.pages.reading import texts
from tests.edition.test_loader import EDITION

NAME = "ocpp-1.6-v2.4"


def broken(tmp_path, old: str, new: str):
    folder = tmp_path / NAME
    shutil.copytree(editions_folder() / NAME, folder)
    path = folder / "scope.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return load_edition(folder)


def test_the_shipped_edition():
    scope = scope_rules(load_edition())
    assert [claim.title for claim in scope.profiles] == ["Core", "Smart Charging", "Advanced Security"]
    assert [str(claim.when) for claim in scope.optional_features] == ["R-0", "LA-0", "RT-0"]
    assert scope.declared == ("Charging Station",)
    assert scope.applied == Applied("certificate", "Full", "Subset")
    assert scope.firmware == ("Charging Station",)
    assert scope.addressees == {Kind.REPORT: ("Open Charge Alliance",)}


REFUSED = [
    ("item: certificate", "item: core", "'core' is not an item that is answered Full or Subset", "14:17"),
    ("item: certificate", "item: gold", "'gold' is not an item that is answered Full or Subset", "14:17"),
    ("subset: Subset", "subset: Full", "'certificate' is not an item that is answered Full or Full", "14:17"),
    ("full: Full, ", "", "the certificate that is applied for needs a text as 'full'", "14:10"),
    ("declared: [Charging Station]", "declared: [Toaster]", "'Toaster' is not a kind of device", "15:11"),
    ("firmware: [Charging Station]", "firmware: [Toaster]", "'Toaster' is not a kind of device", "16:11"),
    ("kind: report", "kind: letter", "it can be declaration, report, certificate", "18:10"),
    ("- {kind: report, ", "- {kind: report, names: [A]}\n- {kind: report, ", "report", "19:"),
    (
        ", names: [Open Charge Alliance]",
        "",
        "needs a list of texts as 'names'",
        "18:",
    ),
    ("when: core", "when: cora", "Core in profiles: ", "20:"),
    ("when: core", "whan: core", "Core in profiles needs a condition as 'when'", "20:"),
    (
        "{title: Core, ",
        "{title: Core, more: less, ",
        "Core in profiles has an unknown field 'more'",
        "20:",
    ),
]


@pytest.mark.parametrize(("old", "new", "message", "place"), REFUSED)
def test_refused(old, new, message, place, tmp_path):
    with pytest.raises(RulebookError) as caught:
        broken(tmp_path, old, new).prove()
    assert message in caught.value.message
    assert caught.value.file.endswith("scope.yaml")
    assert f"{caught.value.line}:{caught.value.column}".startswith(place)


def test_a_certificate_needs_a_profile(tmp_path):
    old = (editions_folder() / NAME / "scope.yaml").read_text(encoding="utf-8")
    begin, end = old.index("profiles:\n"), old.index("optional_features:")
    with pytest.raises(RulebookError, match="a certificate needs a profile"):
        broken(tmp_path, old[begin:end], "profiles: []\n").prove()


def test_an_edition_may_do_without(tmp_path):
    folder = shutil.copytree(EDITION, tmp_path / EDITION.name)
    (folder / "scope.yaml").unlink()
    with pytest.raises(CertkitError, match="does not say what a certificate is for"):
        _ = scope_rules(load_edition(folder))


@pytest.mark.parametrize("smart_charging", ["Yes", "No", None])
def test_an_edition_whose_certificates_list_profiles_alone(smart_charging):
    rulebook = load_edition(EDITION)
    rulebook.prove()
    assert scope_rules(rulebook).applied is None
    answers = {"core": "Yes", "advanced_security": "Yes", "reservation": "Yes", "smart_charging": smart_charging}
    values = {item: answer for item, answer in answers.items() if answer}
    judged: Any = SimpleNamespace(rulebook=rulebook, pics=SimpleNamespace(values=values, refused={}))
    found = scope(judged)
    if smart_charging is None:
        assert found is None
        return
    assert found is not None
    supported = {row["title"]: row["supported"] for row in found["profiles"]}
    assert supported == {
        "Core": True,
        "Advanced Security": True,
        "Smart Charging": smart_charging == "Yes",
        "Reservation": True,
    }
    assert found["optional_features"] == []


def test_its_pages_say_neither_full_nor_subset():
    document = example("certificate")
    document["derived"]["scope"].update(optional_features=[])
    rules = scope_rules(load_edition(EDITION))
    layout = "certkit.attestation.layout_1"
    with (
        mock.patch(f"{layout}.documents.scope_rules", return_value=rules),
        mock.patch(f"{layout}.sections.scope_rules", return_value=rules),
    ):
        first, second, *_ = texts(render(document))
    assert "Certification profiles" in first
    assert not re.search(r"^Certificate +Full", first, re.MULTILINE)
    assert "full certificate" not in second
