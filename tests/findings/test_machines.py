"""Findings for programs: JSON, SARIF and GitHub's workflow commands."""

import json
import re

import pytest

from certkit.errors import UnreadableFile
from certkit.finding import Place, Severity
from certkit.findings.model import findings_document
from certkit.findings.write_github import write_findings_github
from certkit.findings.write_sarif import uri_of, write_findings_sarif
from certkit.formats.json_document import write_document
from tests.findings.samples import HOSTILE, checked, finding, with_findings, workbook_with_a_contradiction

UNREADABLE = UnreadableFile("not YAML", hint="check it", file="bad.yaml", line=3, column=7)
CONTRADICTION = "edition: ocpp-1.6-v2.4\ngeneral: {dut: Charging Station}\nfeatures: {R-0: No, R-1: Yes}\n"


def sarif(*arguments, **options) -> dict:
    document = json.loads(write_findings_sarif(*arguments, **options))
    assert document["version"] == "2.1.0"
    assert document["$schema"].endswith("/sarif-2.1.0.json")
    (run,) = document["runs"]
    return run


def test_json_is_what_the_format_promises():
    found = finding("Wrong.", hint="Mend it.", items=("R-1", "R-0"), cite="Appendix A", where=Place("pics.yaml", 21, 3))
    file = with_findings(found, finding("Look.", severity=Severity.WARNING))
    assert json.loads(write_document(findings_document([file]))) == {
        "version": 1,
        "files": [{"file": "pics.yaml", "pics_sha256": file.pics.sha256, "edition": "ocpp-1.6-v2.4"}],
        "findings": [
            {
                "code": "P-01",
                "name": "some-name",
                "severity": "error",
                "message": "Wrong.",
                "hint": "Mend it.",
                "items": ["R-1", "R-0"],
                "cite": "Appendix A",
                "where": {"file": "pics.yaml", "line": 21, "column": 3},
                "related": [],
                "accepted": None,
            },
            {
                "code": "P-01",
                "name": "some-name",
                "severity": "warning",
                "message": "Look.",
                "hint": "",
                "items": [],
                "cite": "",
                "where": {"file": "pics.yaml"},
                "related": [],
                "accepted": None,
            },
        ],
        "summary": {"error": 1, "warning": 1, "note": 0, "accepted": 0},
        "unreadable": [],
    }


def test_json_gives_a_cell_its_sheet():
    document = json.loads(write_document(findings_document([workbook_with_a_contradiction()])))
    assert document["findings"][0]["where"] == {"file": "form.xlsx", "sheet": "PICS", "cell": "C38"}
    assert document["findings"][0]["related"] == [
        {"item": "R-0", "where": {"file": "form.xlsx", "sheet": "PICS", "cell": "C37"}}
    ]


def test_json_names_what_could_not_be_read():
    assert json.loads(write_document(findings_document([], [UNREADABLE]))) == {
        "version": 1,
        "files": [],
        "findings": [],
        "summary": {"error": 0, "warning": 0, "note": 0, "accepted": 0},
        "unreadable": [
            {
                "file": "bad.yaml",
                "message": "not YAML",
                "hint": "check it",
                "where": {"file": "bad.yaml", "line": 3, "column": 7},
            }
        ],
    }


def test_json_has_a_line_for_each_finding():
    text = write_document(findings_document([checked(CONTRADICTION)])).decode()
    assert sum(line.startswith('  {"code": ') for line in text.splitlines()) == len(json.loads(text)["findings"])


def test_sarif_has_a_rule_for_every_code_that_occurs():
    run = sarif([checked(CONTRADICTION)], version="1.2.3")
    driver = run["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("certkit", "1.2.3")
    rules = [rule["id"] for rule in driver["rules"]]
    assert rules == sorted(set(rules))
    assert {result["ruleId"] for result in run["results"]} == set(rules)
    for result in run["results"]:
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["message"]["text"]
        assert result["level"] in ("error", "warning", "note")
    for rule in driver["rules"]:
        assert rule["shortDescription"]["text"]
        assert rule["fullDescription"]["text"]
        assert rule["help"]["text"]
        assert re.fullmatch("[a-z0-9-]+", rule["name"])
    reservation = driver["rules"][rules.index("P-01")]
    assert reservation["name"] == "station-reservation-without-reservations"
    assert "certkit explain P-01" in reservation["help"]["text"]


def test_sarif_gives_a_line_its_region():
    run = sarif([checked(CONTRADICTION)])
    (result,) = [result for result in run["results"] if result["ruleId"] == "P-01"]
    assert result["locations"] == [
        {"physicalLocation": {"artifactLocation": {"uri": "pics.yaml"}, "region": {"startLine": 3, "startColumn": 26}}}
    ]
    (related,) = result["relatedLocations"]
    assert related["message"] == {"text": "R-0"}
    assert related["physicalLocation"]["region"]["startColumn"] == 17
    assert run["columnKind"] == "unicodeCodePoints"


def test_sarif_gives_a_cell_a_logical_location():
    run = sarif([workbook_with_a_contradiction()])
    (location,) = run["results"][0]["locations"]
    assert location["logicalLocations"] == [{"name": "C38", "fullyQualifiedName": "PICS!C38", "kind": "cell"}]
    assert location["properties"] == {"sheet": "PICS", "cell": "C38"}
    assert "region" not in location["physicalLocation"]


def test_sarif_says_what_could_not_be_read():
    (invocation,) = sarif([], [UNREADABLE])["invocations"]
    assert invocation["executionSuccessful"] is False
    (notification,) = invocation["toolExecutionNotifications"]
    assert notification["message"]["text"] == "not YAML (check it)"
    assert notification["locations"][0]["physicalLocation"]["region"]["startLine"] == 3


def test_sarif_recognizes_a_finding_that_has_moved():
    fingerprints = []
    for text in (CONTRADICTION, "# a new first line\n" + CONTRADICTION):
        results = sarif([checked(text)])["results"]
        fingerprints.append({r["ruleId"]: r["partialFingerprints"]["certkit/v1"] for r in results})
    assert fingerprints[0] == fingerprints[1]


@pytest.mark.parametrize(
    ("source", "root", "uri"),
    [
        ("pics.yaml", "", "pics.yaml"),
        ("a folder/ä#?.yaml", "", "a%20folder/%C3%A4%23%3F.yaml"),
        ("/srv/a/pics.yaml", "/srv", "a/pics.yaml"),
        ("/else/pics.yaml", "/work", "file:///else/pics.yaml"),
        ("c:odd.yaml", "", "c%3Aodd.yaml"),
        ("<stdin>", "/work", "%3Cstdin%3E"),
        ("../pics.yaml", "/work", "../pics.yaml"),
    ],
)
def test_sarif_names_files_by_uri(source, root, uri):
    assert uri_of(source, root) == uri


def test_github_commands():
    found = finding("Wrong.", hint="Mend it.", cite="Appendix A", where=Place("pics.yaml", 21, 3))
    others = [finding("Look.", severity=Severity.WARNING), finding("Know.", severity=Severity.NOTE)]
    assert write_findings_github([with_findings(found, *others)], [UNREADABLE]) == (
        "::error file=pics.yaml,line=21,col=3,title=P-01 some-name::Wrong.%0AMend it.%0A(Appendix A)\n"
        "::warning file=pics.yaml,title=P-01 some-name::Look.\n"
        "::notice file=pics.yaml,title=P-01 some-name::Know.\n"
        "::error file=bad.yaml,line=3,col=7,title=unreadable::not YAML%0Acheck it\n"
    )


def test_github_names_the_cell_in_the_message():
    assert write_findings_github([workbook_with_a_contradiction()]).startswith(
        "::error file=form.xlsx,title=P-01 some-name::PICS!C38: Reserving the entire station"
    )


def test_github_escapes_what_would_end_a_property():
    command = write_findings_github([with_findings(finding("100% : , done"), source="a,b:c%.yaml")])
    assert command == "::error file=a%2Cb%3Ac%25.yaml,title=P-01 some-name::100%25 : , done\n"


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text):
    file = with_findings(finding(text, name=text, hint=text, cite=text, items=(text,)), source=text)
    error = UnreadableFile(text, hint=text, file=text)
    commands = write_findings_github([file], [error])
    assert commands.count("\n") == 2
    assert all(line.startswith("::error file=") for line in commands.splitlines())
    assert all(c.isprintable() or c == "\n" for c in commands)
    document = json.loads(write_document(findings_document([file], [error])))
    assert document["findings"][0]["message"] == text
    run = sarif([file], [error])
    assert text in run["results"][0]["message"]["text"]
    assert re.fullmatch(
        r"[A-Za-z0-9%._~/+:-]*", run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    )
