"""``certkit edition`` and ``certkit schema``."""

import json
import shutil

import pytest

from certkit.cli.schema import NAMES
from certkit.resources import data_folder, editions_folder
from tests.cli.program import certkit


@pytest.fixture
def own_edition(tmp_path):
    folder = tmp_path / "ocpp-1.6-v2.4"
    shutil.copytree(editions_folder() / "ocpp-1.6-v2.4", folder)
    return folder


def test_the_shipped_editions_are_listed():
    result = certkit("edition", "list")
    assert result.code == 0
    assert result.out.splitlines()[0].startswith("ocpp-1.6-v2.4  OCPP 1.6 Test Procedure & Test Plans V2.4, 2025-09-30")


def test_an_edition_that_fits_is_good(own_edition):
    result = certkit("edition", "check", own_edition)
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith("ocpp-1.6-v2.4, release 1: ")
    assert "112 test cases" in result.out


def test_an_edition_that_contradicts_itself_is_a_finding_with_its_place(own_edition):
    path = own_edition / "constraints.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("when: R-1 and not R-0", "when: R-1 and not R-00"))
    result = certkit("edition", "check", own_edition)
    assert (result.code, result.out) == (1, "")
    assert "constraints.yaml:" in result.err
    assert "R-00" in result.err


def test_an_error_in_a_condition_points_into_it(own_edition):
    path = own_edition / "constraints.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("when: R-1 and not R-0", "when: R-1 and and not R-0"))
    result = certkit("edition", "check", own_edition)
    assert result.code == 1
    caret = result.err.splitlines()[-1]
    assert caret.strip() == "^"


def test_a_folder_that_is_no_edition(tmp_path):
    result = certkit("edition", "check", tmp_path)
    assert result.code == 2
    assert "there is no edition" in result.err


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_is_printed(name):
    result = certkit("schema", name)
    assert result.code == 0
    assert json.loads(result.out)["$id"].startswith(f"urn:certkit:{name}:")


def test_the_schema_of_an_edition_of_ones_own(own_edition):
    path = own_edition / "items.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("values: [single, multiple]", "values: [single, multiple, many]")
    )
    schema = json.loads(certkit("schema", "pics", "--edition", own_edition).out)
    assert "many" in schema["properties"]["general"]["properties"]["connectors"]["enum"]


def test_all_schemas_go_to_a_folder(tmp_path):
    assert certkit("schema", "all").code == 2
    assert certkit("schema", "all", "-o", tmp_path).code == 0
    assert {path.name for path in tmp_path.iterdir()} == {path.name for path in data_folder("schemas").iterdir()}
    assert {path.name for path in tmp_path.glob("*.schema.json")} == {f"{name}.schema.json" for name in NAMES}
