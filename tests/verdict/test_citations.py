"""A reason cites the edition with which the verdict is made, and no other."""

import io

import pytest

from certkit.edition.rulebook import load_edition
from certkit.measurement.derive import Measuring
from certkit.messages import codes_of
from certkit.verdict.assess import assess
from certkit.verdict.evidence import evidence_of
from certkit.verdict.read_dossier import read_dossier
from tests.rules.devices import edition
from tests.verdict.dossiers import example

SECOND = load_edition("tests/edition/second_edition/example-2.0.1-v1")
OF_REQUIREMENTS = {"VD-12", "VD-13"}
"""Rules whose reasons cite the requirements that they name."""


@pytest.fixture
def evidence(tmp_path):
    dossier = example()
    dossier.run("TC_010")["verdict"] = "fail"
    path = dossier.write(tmp_path)
    return evidence_of(read_dossier(str(path), io.BytesIO(), lambda _: edition(), Measuring)[0], edition())


def test_each_reason_has_place_and_requirements_of_the_edition(evidence):
    reasons = {one.code: one for one in assess(evidence).reasons}
    citation = edition().citations["VD-21"]
    assert (reasons["VD-21"].cite, reasons["VD-21"].requirements) == (citation.cite, citation.requirements)


def test_every_rule_has_a_citation_in_the_shipped_edition():
    assert set(codes_of("verdict")) - set(edition().citations) == OF_REQUIREMENTS


def test_another_edition_is_not_given_the_sections_of_this_one(evidence):
    verdict = assess(evidence._replace(citations=SECOND.citations, requirements=()))
    assert [one.code for one in verdict.reasons if one.cite or one.requirements] == []
    assert "VD-21" in {one.code for one in verdict.reasons}
