"""The reference of what follows the plan: nothing is left out, and each page leads to the others."""

import re

import pytest

from certkit.configuration.read_keys import key_table
from certkit.edition.rulebook import load_edition
from certkit.measurement.model import reasons
from certkit.measurement.read_metrics import metrics_of
from certkit.messages import codes_of
from certkit.record.read_requirements import requirements_of
from docs.tools.reference import main, sentence, write_reference
from tests.rules.devices import edition

PAGES = write_reference(edition())
SECOND = "tests/edition/second_edition/example-2.0.1-v1"


def headings(name: str) -> list[str]:
    return re.findall(r"^#{2,3} (.*)$", PAGES[name], re.MULTILINE)


def test_every_finding_stands_on_its_page_once():
    codes = [heading.split()[0] for heading in headings("findings.md")]
    for known in (
        *codes_of("configuration", "results", "firmware"),
        *codes_of("record"),
        *codes_of("recertification"),
        *edition().constraints,
        *key_table(edition()).findings,
    ):
        expected = 2 if known == "P-67" else 1  # one code for what the PICS shows and what the station shows
        assert codes.count(known) == expected, known


def test_a_finding_of_the_configuration_has_its_keys_and_its_source():
    text = PAGES["findings.md"].partition("### CK-24 ")[2].partition("###")[0]
    assert "- Keys: `AllowOfflineTxForUnknownId`, " in text
    assert "- Source: 4.2; Appendix A, Optional features" in text


def test_every_key_has_its_place_in_its_profile():
    keys = key_table(edition())
    assert headings("configuration-keys.md") == [
        heading
        for profile in keys.profiles
        for heading in (profile, *(key.key for key in keys.keys.values() if key.profile == profile))
    ]


def test_a_key_says_what_is_expected_beside_the_pics():
    text = PAGES["configuration-keys.md"].partition("### HeartbeatInterval\n")[2].partition("###")[0]
    assert "- Value: a whole number (seconds), at least 0\n" in text
    assert (
        "- Compared with the PICS: the key is at least HeartbeatInterval.minimum, or 0, which switches it off" in text
    )
    assert "- Source: OCPP 1.6 edition 2, 9.1.10\n" in text


def test_every_parameter_and_every_reason_is_there():
    for metric in metrics_of(edition()).parameters.values():
        assert f"\n## {metric.title}\n" in PAGES["metrics.md"]
        assert all(f"[{name}](readings.md)" in PAGES["metrics.md"] for name in metric.readings)
    assert all(f"| `{reason}` | {text} |" in PAGES["metrics.md"] for reason, text in reasons().items())


def test_every_requirement_is_there_once():
    body, _, elsewhere = PAGES["requirements.md"].partition("## Elsewhere")
    procedure = requirements_of(edition())
    assert re.findall(r"^\| (\d+) \|", body, re.MULTILINE) == sorted(
        (str(row.number) for row in procedure.rows), key=int
    )
    cells = re.findall(r"^\| .* \| ([\d, ]+) \|$", elsewhere.partition("## Figures")[0], re.MULTILINE)
    listed = [int(number) for cell in cells for number in cell.split(",")]
    assert sorted(listed) == sorted(number for number, _ in procedure.elsewhere)


def test_every_rule_of_the_verdict_has_its_words_and_its_source():
    page = PAGES["verdict.md"]
    for rule in codes_of("verdict").values():
        text = page.partition(f"### {rule.code} {rule.name}\n")[2].partition("\n##")[0]
        assert f"**{rule.title}.**" in text
        citation = edition().citations.get(rule.code)
        assert (citation is None) is (rule.code in ("VD-12", "VD-13"))  # they cite the requirements that they name
        assert (f"- Source: {citation.cite}" in text) if citation else "- Source:" not in text
        for number in citation.requirements if citation else ():
            assert re.search(rf"\b{number}\b", text.partition("- Requirements:")[2].partition("\n")[0]), rule.code


def test_readings_that_a_rule_applies_are_links():
    assert "- Readings: [D-21](readings.md)\n" in PAGES["verdict.md"]


@pytest.mark.parametrize("page", sorted(PAGES))
def test_links_lead_to_other_pages(page):
    for target in re.findall(r"\]\(([^)#:]+)\)", PAGES[page]):
        assert target in PAGES, target


def test_an_edition_without_the_parts_has_the_pages_that_it_can_have():
    assert {"configuration-keys.md", "metrics.md", "requirements.md", "record.md"}.isdisjoint(
        write_reference(load_edition(SECOND))
    )
    assert {"findings.md", "verdict.md"} <= set(write_reference(load_edition(SECOND)))


def test_a_hint_is_a_sentence_and_the_program_keeps_its_name():
    assert sentence("read it again") == "Read it again."
    assert sentence("certkit explain says why") == "certkit explain says why."


def test_the_tool_writes_the_pages_into_a_folder(tmp_path):
    main(["-o", str(tmp_path / "pages"), "--edition", str(SECOND)])
    assert {path.name for path in (tmp_path / "pages").iterdir()} == set(write_reference(load_edition(SECOND)))
