"""Findings in evidence for programs: every code has its rule in SARIF, whichever command makes the finding."""

import json
import re
from pathlib import Path

import pytest

from certkit.configuration.read_keys import key_table
from certkit.finding import Finding, Severity
from certkit.findings.write_sarif import write_findings_sarif
from certkit.messages import codes_of
from tests.cli.program import certkit
from tests.findings.samples import finding, with_findings
from tests.rules.devices import edition

DOSSIER = Path("examples/dossier")
PICS = DOSSIER / "pics.yaml"
LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}


def cite(code: str) -> str:
    known = edition().citations.get(code)
    return known.cite if known else ""


def kinds() -> dict[str, tuple[str, Severity, str, str, str]]:
    """Code -> name, severity, title, meaning and source, as the tables of certkit and of the edition have them."""
    found: dict[str, tuple[str, Severity, str, str, str]] = {}
    for own in codes_of("pics", "record", "configuration", "results", "firmware").values():
        assert own.severity is not None
        found[own.code] = (own.name, own.severity, own.title, own.meaning, cite(own.code))
    for row in (*edition().constraints.values(), *key_table(edition()).findings.values()):
        found[row.id] = (row.name, row.severity, row.title, row.message, row.cite)
    return found


KINDS = kinds()


def run_of(document: bytes | str) -> dict:
    """The run of a SARIF document in which everything that is referred to is there."""
    (run,) = json.loads(document)["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == sorted({rule["id"] for rule in rules})
    assert {result["ruleId"] for result in run["results"]} == {rule["id"] for rule in rules}
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in LEVELS.values()
        assert result["message"]["text"].endswith((".", "?"))
        (location,) = result["locations"]
        assert location["physicalLocation"]["artifactLocation"]["uri"]
        region = location["physicalLocation"].get("region")
        assert region is None or (region["startLine"] > 0 and region["startColumn"] > 0)
    for rule in rules:
        assert re.fullmatch("[a-z0-9-]+", rule["name"])
        assert rule["shortDescription"]["text"]
        assert rule["fullDescription"]["text"]
        assert rule["defaultConfiguration"]["level"] in LEVELS.values()
        assert rule["help"]["text"].endswith(f"certkit explain {rule['id']}")
    return run


@pytest.mark.parametrize("code", sorted(KINDS))
def test_every_code_has_the_rule_that_its_table_describes(code):
    name, severity, title, meaning, cite = KINDS[code]
    made = Finding(code, name, severity, "Something is so.")
    (rule,) = run_of(write_findings_sarif([with_findings(made)]))["tool"]["driver"]["rules"]
    assert (rule["name"], rule["shortDescription"]["text"], rule["fullDescription"]["text"]) == (name, title, meaning)
    assert rule["defaultConfiguration"]["level"] == LEVELS[severity]
    assert rule["properties"] == {"edition": "ocpp-1.6-v2.4", "cite": cite}
    assert (f"See {cite}." in rule["help"]["text"]) is bool(cite)


def test_a_code_of_the_statement_and_the_station_has_the_rule_of_the_one_that_was_found():
    for name, title in [
        ("no-configuration-keys", "No configuration key can be read"),
        ("fewer-keys-than-present", "GetConfigurationMaxKeys is smaller than the number of keys"),
    ]:
        made = Finding("P-67", name, Severity.WARNING, "So it is.")
        (rule,) = run_of(write_findings_sarif([with_findings(made)]))["tool"]["driver"]["rules"]
        assert (rule["name"], rule["shortDescription"]["text"]) == (name, title)


def test_findings_without_items_are_told_apart_by_their_words():
    one, two = finding("TC_999 is unknown.", items=()), finding("TC_998 is unknown.", items=())
    results = json.loads(write_findings_sarif([with_findings(one, two)]))["runs"][0]["results"]
    assert len({result["partialFingerprints"]["certkit/v1"] for result in results}) == 2


def command(*arguments: object, code: int = 1) -> str:
    result = certkit(*arguments)
    assert (result.code, result.err) == (code, "")
    return result.out


@pytest.fixture
def commands(tmp_path):
    """Each command on evidence that it finds something in."""
    dump = json.loads((DOSSIER / "getconfiguration.json").read_text())
    keys = [key for key in dump["configurationKey"] if key["key"] != "HeartbeatInterval"]
    (tmp_path / "dump.json").write_text(json.dumps({**dump, "configurationKey": [*keys, {"key": "Odd", "value": 5}]}))
    (tmp_path / "results.csv").write_text("test case,verdict\nTC_999,pass\nTC_003,perhaps\n,pass\n")
    (tmp_path / "page.bin").write_text("<!DOCTYPE html><html>not found</html>")
    return {
        "CK-10": ("configuration", "check", tmp_path / "dump.json", "--pics", PICS),
        "RS-10": ("results", "check", tmp_path / "results.csv", "--pics", PICS),
        "FW-07": ("firmware", "verify", tmp_path / "page.bin", "--hash", "0" * 64),
        "FW-01": ("firmware", "verify", tmp_path / "none.bin", "--record", DOSSIER / "record.yaml"),
    }


@pytest.mark.parametrize("code", ["CK-10", "RS-10", "FW-07", "FW-01"])
def test_each_command_writes_sarif_with_complete_rules(commands, code):
    run = run_of(command(*commands[code], "--format", "sarif"))
    assert code in {result["ruleId"] for result in run["results"]}
    for rule in run["tool"]["driver"]["rules"]:
        assert (rule["name"], rule["shortDescription"]["text"]) == (KINDS[rule["id"]][0], KINDS[rule["id"]][2])


@pytest.mark.parametrize("code", ["CK-10", "RS-10", "FW-07", "FW-01"])
def test_each_command_writes_commands_for_github(commands, code):
    lines = command(*commands[code], "--format", "github").splitlines()
    assert all(
        re.match(r"::(error|warning|notice) file=[^,]+,(line=\d+,col=\d+,)?title=[A-Z]+-", line) for line in lines
    )
    assert any(f"title={code} {KINDS[code][0]}::" in line for line in lines)


def test_a_firmware_image_is_not_said_to_have_a_statement(commands):
    run = run_of(command(*commands["FW-07"], "--format", "sarif"))
    assert [artifact["properties"] for artifact in run["artifacts"]] == [{"edition": "ocpp-1.6-v2.4"}]


def test_evidence_without_findings_has_a_run_without_results():
    good = ("firmware", "hash", DOSSIER / "ex-22-duo-3.1.0.bin")
    assert run_of(command(*good, "--format", "sarif", code=0))["results"] == []
    assert command(*good, "--format", "github", code=0) == ""
