"""The schemas: the files are what is generated, output is as described, and forms are as an editor expects them."""

import json
import re
import shutil
from pathlib import Path

import jsonschema
import pytest
import yaml

from certkit.pics.write_schema import pics_schema
from certkit.pics.write_yaml import write_form_yaml
from certkit.record.read_requirements import field_rules
from certkit.record.write_schema import write_record_schema
from certkit.resources import data_folder
from certkit.schemas import DOCUMENTS, generated
from tests.cli.program import COMPLETE, DEVICES, INCOMPLETE, certkit, changed
from tests.rules.devices import NAMES, edition

SCHEMAS = {**generated(edition()), "record.schema.json": write_record_schema(field_rules(edition())).decode()}
DOSSIER = Path("examples/dossier")
PICS = DOSSIER / "pics.yaml"


def closed(schema):
    """The schema with every object closed, so that a key which it does not describe is noticed."""
    if isinstance(schema, dict):
        schema = {key: closed(value) for key, value in schema.items()}
        if schema.get("type") == "object" and "properties" in schema:
            schema.setdefault("additionalProperties", False)
    return [closed(entry) for entry in schema] if isinstance(schema, list) else schema


def validator(name: str, *, as_it_is: bool = False) -> jsonschema.Draft202012Validator:
    schema = json.loads(SCHEMAS[f"{name}.schema.json"])
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema if as_it_is else closed(schema))


def complaints(name: str, document: object) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in validator(name).iter_errors(document)]


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_the_files_are_what_is_generated(name):
    path = data_folder("schemas") / name
    assert path.read_text(encoding="utf-8") == SCHEMAS[name], "certkit schema all -o schemas"


def test_there_is_no_other_file():
    assert {path.name for path in data_folder("schemas").iterdir()} == set(SCHEMAS)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_document_names_its_version(name):
    schema = json.loads(SCHEMAS[f"{name}.schema.json"])
    assert schema["$id"] == f"urn:certkit:{name}:1"
    forms = [schema] if "properties" in schema else [schema["$defs"][f["$ref"].split("/")[-1]] for f in schema["anyOf"]]
    assert all({"const": 1, "type": "integer"}.items() <= form["properties"]["version"].items() for form in forms)


@pytest.mark.parametrize("device", NAMES)
def test_findings_and_plans_are_as_described(device):
    path = DEVICES / f"{device}.yaml"
    assert complaints("findings", json.loads(certkit("pics", "check", path, "-f", "json").out)) == []
    assert complaints("plan", json.loads(certkit("plan", path, "-f", "json").out)) == []
    assert complaints("plan", json.loads(certkit("plan", path, "--seed", "1", "-f", "json").out)) == []


def test_findings_of_unreadable_files_are_as_described(tmp_path):
    (tmp_path / "bad.yaml").write_text("a: b: c")
    assert complaints("findings", json.loads(certkit("pics", "check", tmp_path, "-f", "json").out)) == []


def test_findings_of_a_workbook_are_as_described(tmp_path):
    workbook = tmp_path / "form.xlsx"
    assert certkit("pics", "convert", INCOMPLETE, "-o", workbook).code == 0
    assert complaints("findings", json.loads(certkit("pics", "check", workbook, "-f", "json").out)) == []
    assert complaints("plan", json.loads(certkit("plan", workbook, "-f", "json").out)) == []


def test_comparisons_are_as_described():
    result = certkit("pics", "diff", COMPLETE, INCOMPLETE, "-f", "json")
    assert complaints("comparison", json.loads(result.out)) == []


@pytest.mark.parametrize("device", [None, COMPLETE, INCOMPLETE])
def test_explanations_are_as_described(device):
    rulebook = edition()
    pics = ["--pics", device] if device else []
    for name in (
        "TC_003",
        "TC_005_2",
        "TC_066",
        "C-06",
        "communication_technology",
        "P-03",
        "P-57b",
        "K-01",
        "B-02",
        "cache",
    ):
        document = json.loads(certkit("explain", name, "-f", "json", *pics).out)
        assert complaints("explanation", document) == [], name
    assert rulebook is edition()


def described(name: str, *arguments: object, code: int | None = None) -> dict:
    """What a command writes, which has to be as described."""
    result = certkit(*arguments, "--format", "json")
    assert code is None or result.code == code, result.err
    document = json.loads(result.out)
    assert complaints(name, document) == []
    return document


@pytest.mark.parametrize("device", [None, COMPLETE])
@pytest.mark.parametrize(
    "name",
    [
        "RS-10",
        "RC-01",
        "CK-24",
        "P-67",
        "VD-26",
        "52",
        "17",
        "HeartbeatInterval",
        "GetConfigurationMaxKeys",
        "remote_stop_time",
        "not-followed",
        "E-04",
        "D-32",
    ],
)
def test_explanations_of_the_evidence_are_as_described(name, device):
    described("explanation", "explain", name, *(["--pics", device] if device else []), code=0)


def test_findings_in_evidence_are_as_described(tmp_path):
    described("findings", "configuration", "check", DOSSIER / "getconfiguration.json", "--pics", PICS)
    described("findings", "results", "check", DOSSIER / "results.json", "--pics", PICS)
    bad = tmp_path / "results.csv"
    bad.write_text("test case,verdict\nTC_999,pass\nTC_003,perhaps\n,\n")
    document = described("findings", "results", "check", bad, "--pics", PICS, code=1)
    assert {"RS-10", "RS-02"} <= {finding["code"] for finding in document["findings"]}


def test_extracts_are_as_described(tmp_path):
    document = described("configuration", "configuration", "extract", DOSSIER / "getconfiguration.json", code=0)
    assert len(document["reported"]) > len(document["keys"]) > 10
    held = [{"key": "AuthorizationKey", "readonly": False, "value": "0123456789abcdef0123"}, {"key": "Odd"}]
    (tmp_path / "odd.json").write_text(json.dumps({"configurationKey": held}))
    odd = described("configuration", "configuration", "extract", tmp_path / "odd.json")
    assert [row["secret"] is not None for row in odd["reported"]] == [True, False]
    assert [row["readonly"] for row in odd["reported"]] == [False, None]


def test_hashes_are_as_described(tmp_path):
    image = DOSSIER / "ex-22-duo-3.1.0.bin"
    assert described("firmware", "firmware", "hash", image, code=0)["verified"] is None
    assert described("firmware", "firmware", "verify", image, "--hash", "0" * 64, code=1)["verified"] is False
    missing = described("firmware", "firmware", "verify", tmp_path / "no.bin", "--hash", "0" * 64, code=1)
    assert (missing["hash"], missing["size"]) == (None, None)


def test_measurements_are_as_described(tmp_path):
    log = DOSSIER / "messages.log"
    measured = described("measurements", "measure", log, "--pics", PICS)
    assert any(row["count"] for row in measured["measurements"])
    every = described("measurements", "measure", log, "--pics", PICS, "--samples")
    assert all(len(row["samples"]) == row["count"] for row in every["measurements"])
    (tmp_path / "short.log").write_text("".join(log.read_text().splitlines(keepends=True)[:3]) + "no frame\n")
    short = described("measurements", "measure", tmp_path / "short.log", "--pics", PICS, code=1)
    assert short["complete"] is False


def test_verdicts_and_requirements_are_as_described(tmp_path):
    record = DOSSIER / "record.yaml"
    assert described("verdict", "assess", record)["record"] == str(record)
    assert len(described("requirements", "record", "check", record)["requirements"]) > 50
    shutil.copytree(DOSSIER, tmp_path / "broken")
    broken = tmp_path / "broken" / "record.yaml"
    (tmp_path / "broken" / "results.json").unlink()
    broken.write_text(record.read_text().replace("laboratory:", "labratory:"))
    assert described("verdict", "assess", broken, code=1)["verdict"] != "pass"
    assert described("requirements", "record", "check", broken, code=1)["findings"][0]["code"] == "RC-01"


def test_a_verdict_on_nothing_is_as_described(tmp_path):
    (tmp_path / "record.yaml").write_text("record: 1\n")
    empty = described("verdict", "assess", tmp_path / "record.yaml", code=1)
    assert (empty["verdict"], empty["mode"], empty["pics_sha256"]) == ("incomplete", None, "")
    described("requirements", "record", "check", tmp_path / "record.yaml", code=1)


def test_a_verdict_on_a_declaration_is_as_described(tmp_path):
    shutil.copytree(DOSSIER, tmp_path / "dossier")
    record = tmp_path / "dossier" / "record.yaml"
    record.write_text(record.read_text().replace("mode: certification", "mode: declaration"))
    document = described("verdict", "assess", record, code=1)
    assert "declaration run" in [part["part"] for part in document["parts"]]


def test_a_key_that_is_not_described_is_noticed():
    document = json.loads(certkit("pics", "check", COMPLETE, "-f", "json").out)
    assert complaints("findings", document | {"surprise": 1}) != []
    assert list(validator("findings", as_it_is=True).iter_errors(document | {"surprise": 1})) == []


def editor(text: str) -> list[str]:
    """What an editor with the schema would mark."""
    return complaints("pics", yaml.safe_load(text))


@pytest.mark.parametrize("kind", edition().info.kinds)
def test_a_blank_form_has_no_marks(kind):
    assert editor(write_form_yaml(edition(), kind)) == []


@pytest.mark.parametrize("device", NAMES)
def test_a_filled_in_form_has_no_marks(device):
    assert editor((DEVICES / f"{device}.yaml").read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("C-06", "Sometimes"),
        ("connectors", "three"),
        ("SupportedFileTransferProtocols", "[gopher]"),
        ("GetConfigurationMaxKeys", "many"),
        ("GetConfigurationMaxKeys", "-1"),
        ("GetConfigurationMaxKeys", "1.5"),
        ("ports", "{a: b}"),
        ("dut", "Toaster"),
        ("edition", "ocpp-9"),
    ],
)
def test_what_is_no_answer_is_marked(key, value):
    assert editor(changed(COMPLETE, **{key: value})) != []


def test_a_misspelt_key_is_marked():
    assert any("'subtyp' was unexpected" in text for text in editor("general: {subtyp: N.A.}"))
    assert any("'feature' was unexpected" in text for text in editor("feature: {}"))


def test_what_is_not_asked_of_the_device_is_marked():
    assert editor("general: {dut: CSMS}\nfeatures: {C-07: Yes}") != []
    assert editor("general: {dut: CSMS}\nfeatures: {C-07: }") == []
    assert editor("general: {dut: Charging Station}\nfeatures: {C-07: Yes}") == []


def test_every_question_has_its_help_in_the_editor():
    text = json.dumps(pics_schema(edition()), ensure_ascii=False)
    for item in edition().items.values():
        assert json.dumps(item.help, ensure_ascii=False)[1:-1] in text


def test_every_schema_is_told_of_with_the_formats():
    page = Path("docs/formats.md").read_text(encoding="utf-8")
    for name in SCHEMAS:
        assert f"(../schemas/{name})" in page, name


def examples() -> list[tuple[str, dict]]:
    """The documents that the page of the formats shows, each with its format."""
    page = Path("docs/formats.md").read_text(encoding="utf-8")
    blocks = [json.loads(block) for block in re.findall(r"```json\n(.*?)```", page, re.DOTALL)]
    marks = {
        "documents": "verification",
        "summary": "findings",
        "run": "plan",
        "blocked_by": "plan",
        "reported": "configuration",
        "verified": "firmware",
        "pairing": "measurements",
        "parts": "verdict",
    }
    found = []
    for block in blocks:
        text = json.dumps(block)
        name = next(name for mark, name in marks.items() if f'"{mark}"' in text)
        found.append(("requirements" if "record_sha256" in block and name == "findings" else name, block))
    return found


def unknown_keys(document: object, schema: dict, whole: dict, path: str = "$") -> list[str]:
    """Keys of an example that its schema does not have."""
    while "$ref" in schema:
        schema = whole["$defs"][schema["$ref"].rsplit("/", 1)[-1]]
    if "anyOf" in schema:
        return min((unknown_keys(document, one, whole, path) for one in schema["anyOf"]), key=len)
    if isinstance(document, dict) and "properties" in schema:
        strange = [f"{path}.{key}" for key in document if key not in schema["properties"] and key != "…"]
        known = [key for key in document if key in schema["properties"]]
        below = (unknown_keys(document[key], schema["properties"][key], whole, f"{path}.{key}") for key in known)
        return [*strange, *(key for keys in below for key in keys)]
    if isinstance(document, list) and "items" in schema:
        return [key for entry in document for key in unknown_keys(entry, schema["items"], whole, f"{path}[]")]
    return []


def test_the_examples_of_the_formats_have_no_key_that_certkit_does_not_write():
    shown = examples()
    assert {name for name, _ in shown} >= {
        "findings", "plan", "configuration", "firmware", "measurements", "verdict", "verification"
    }  # fmt: skip
    for name, document in shown:
        schema = json.loads(SCHEMAS[f"{name}.schema.json"])
        assert unknown_keys(document, schema, schema) == [], name
