"""scope.yaml of an edition: what it says of certificates, and what is refused when it is read."""

import shutil

import pytest

from certkit.attestation.scope import scope_rules
from certkit.edition.rulebook import load_edition
from certkit.errors import CertkitError, RulebookError
from certkit.resources import editions_folder
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
    assert scope.applied == "certificate"


REFUSED = [
    ("applied: certificate", "applied: core", "'core' is no item that is answered Full or Subset", "11:10"),
    ("applied: certificate", "applied: gold", "'gold' is no item that is answered Full or Subset", "11:10"),
    ("declared: [Charging Station]", "declared: [Toaster]", "'Toaster' is no kind of device", "12:11"),
    ("when: core", "when: cora", "Core in profiles: ", "14:"),
    ("when: core", "whan: core", "Core in profiles needs a condition as 'when'", "14:"),
    (
        "{title: Core, ",
        "{title: Core, more: less, ",
        "Core in profiles has a field 'more', which means nothing here",
        "14:",
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


def test_an_edition_may_do_without():
    with pytest.raises(CertkitError, match="does not say what a certificate is for"):
        _ = scope_rules(load_edition(EDITION))
