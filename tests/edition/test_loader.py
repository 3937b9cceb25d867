"""An edition that contradicts itself is refused when it is read, with the place and the reason.

The cases stand in refused.yaml.
"""

import shutil
from pathlib import Path

import pytest
import yaml

from certkit.edition.files import shipped_editions
from certkit.edition.rulebook import DEFAULT_EDITION, load_edition
from certkit.errors import CertkitError, RulebookError, UnknownName
from tests.edition.evidence_by_hand import evidence_agrees

HERE = Path(__file__).parent
EDITION = HERE / "second_edition" / "example-2.0.1-v1"
HINT = "certkit has ocpp-1.6-v2.4; or give the folder of an edition of your own"

REFUSED = [
    (file, case["replace"], case["by"], case["place"], case["error"])
    for file, cases in yaml.safe_load((HERE / "refused.yaml").read_text(encoding="utf-8")).items()
    for case in cases
]


@pytest.fixture
def broken(tmp_path):
    """A function that copies the edition, replaces a text in one of its files, and gives the folder."""

    def copy(file, old, new):
        folder = tmp_path / EDITION.name
        shutil.copytree(EDITION, folder)
        path = folder / f"{file}.yaml"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return folder

    return copy


@pytest.mark.parametrize(("file", "old", "new", "place", "message"), REFUSED)
def test_refused(broken, file, old, new, place, message):
    folder = broken(file, old, new)
    with pytest.raises(RulebookError) as caught:
        load_edition(folder).prove()
    assert caught.value.message == message
    assert caught.value.place == str(folder if place == "folder" else folder / place)


@pytest.mark.parametrize(
    ("file", "content", "message"),
    [
        ("terms", b"# nothing yet\n", "the file has no content"),
        ("terms", b"terms: {}\n", "the terms must be a list"),
        ("items", b"- a\n- b\n", "the list of items must be a mapping"),
        ("edition", b"id: a\nid: b\n", "the key 'id' is given twice (first in line 1)"),
        ("edition", b"", "the file is empty"),
    ],
)
def test_file_of_another_shape_is_refused(broken, file, content, message):
    folder = broken(file, "", "")
    (folder / f"{file}.yaml").write_bytes(content)
    with pytest.raises(CertkitError) as caught:
        load_edition(folder).prove()
    assert caught.value.message == message
    assert caught.value.file == str(folder / f"{file}.yaml")


def test_missing_file_is_refused(broken):
    folder = broken("edition", "", "")
    (folder / "readings.yaml").unlink()
    with pytest.raises(CertkitError, match="a file of the edition cannot be read: No such file or directory"):
        load_edition(folder)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        # a clause that the rest implies is no error: documents have such, and they are kept as they are written
        ("terms", "means: C-30 or C-31", "means: C-30 or (C-30 and C-31)"),
        ("test_cases", "needs: HFS-8 >= 3", "needs: HFS-8 > 2.5"),
        # a finding may point at fewer items than its condition asks
        ("constraints", "items: [HFS-9, HFS-8]", "items: [HFS-9]"),
    ],
)
def test_accepted(broken, file, old, new):
    load_edition(broken(file, old, new)).prove()


UNKNOWN = [
    ("ocpp-9", {}, "there is no edition 'ocpp-9'", HINT),
    (EDITION, {"X-09": "a"}, "X-09 is not a reading of example-2.0.1-v1", "did you mean X-02 or X-01?"),
    (EDITION, {"X-09": "taken"}, "X-09 is not a reading of example-2.0.1-v1", "did you mean X-02 or X-01?"),
    (EDITION, {"X-01": "b"}, "X-01 has no alternative 'b'", "choose from X-01=a; certkit explain X-01 describes them"),
    (DEFAULT_EDITION, {"B-20": "a"}, "B-20 has no alternative 'a'", "B-20 has none that a PICS can express"),
    ("x" * 5000, {}, f"there is no edition '{'x' * 100}'", HINT),
    ("a\0b", {}, "there is no edition 'a\\x00b'", HINT),
]


@pytest.mark.parametrize(("name", "readings", "message", "hint"), UNKNOWN)
def test_unknown_name(name, readings, message, hint):
    with pytest.raises(UnknownName) as caught:
        _ = load_edition(name, readings).readings
    assert (caught.value.message, caught.value.hint) == (message, hint)


def test_every_shipped_edition_is_proven():
    assert DEFAULT_EDITION in shipped_editions()
    for name in shipped_editions():
        load_edition(name).prove()


def test_the_same_files_have_the_same_digest_and_other_files_another(broken):
    folder = broken("coverage", "", "")
    assert load_edition(folder).sha256 == load_edition(EDITION).sha256
    assert load_edition(folder, {"X-01": "a"}).sha256 == load_edition(EDITION).sha256
    with (folder / "coverage.yaml").open("a", encoding="utf-8") as file:
        file.write("# a remark\n")
    assert load_edition(folder).sha256 == load_edition(EDITION).sha256


def test_evidence_is_named_by_the_edition():
    names = load_edition(EDITION).evidence
    assert load_edition(EDITION).info.ocpp == "2.0.1"
    assert {column: (side.suffix, side.role) for column, side in names.sides.items()} == {
        "cs": ("CS", "station"),
        "csms": ("CSMS", "csms"),
        "lc": ("LC", "station"),
    }
    assert names.boot_notification.firmware_version == "chargingStation.firmwareVersion"
    assert names.boot_notification.product == {"vendor": "chargingStation.vendorName"}
    assert names.renamed == {"TC_B_00": "TC_B_01"}


def test_an_edition_without_the_names_in_evidence_says_so(broken):
    folder = broken("evidence", "reset", "reset")
    (folder / "evidence.yaml").unlink()
    with pytest.raises(CertkitError) as caught:
        _ = load_edition(folder).evidence
    assert caught.value.message == "the edition example-2.0.1-v1 does not name what evidence refers to"


def test_test_cases_that_differ_only_in_capital_letters_are_refused(broken):
    folder = broken("test_cases", "  - {id: TC_R_01,", "  - {id: tc_c_11, title: Twin, cs: M}\n  - {id: TC_R_01,")
    coverage = folder / "coverage.yaml"
    coverage.write_text(coverage.read_text(encoding="utf-8").replace("[TC_R_01]", "[TC_R_01, tc_c_11]"), "utf-8")
    with pytest.raises(RulebookError, match="'TC_C_11' and 'tc_c_11' differ only in capital letters"):
        _ = load_edition(folder).evidence


def test_the_names_in_evidence_of_the_shipped_edition():
    assert load_edition().info.ocpp == "1.6"
    evidence_agrees(load_edition)
