"""What a command does not need, it does not load: a YAML check is quick because of what is not there."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.program import COMPLETE, INCOMPLETE

HEAVY = ["rich", "openpyxl", "defusedxml", "jsonschema", "pydantic", "cryptography", "reportlab", "pyhanko"]
PLAN = ["certkit.planning", "certkit.explanation", "certkit.comparison"]
DOSSIER = Path("examples/dossier")
EVIDENCE = ("measurement", "metric", "assessment", "record", "verdict", "requirement", "configuration", "firmware")
"""Words that the names of modules for later stages have in them."""


def loaded(*arguments: object) -> set[str]:
    script = (
        "import sys; from certkit.cli.errors import run; code = run(sys.argv[1:]);"
        "print('\\n'.join(sorted(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *map(str, arguments)], capture_output=True, text=True, check=True
    )
    return set(done.stderr.split())


@pytest.mark.parametrize("file", [COMPLETE, INCOMPLETE])
def test_a_yaml_check_loads_nothing_heavy(file):
    modules = loaded("pics", "check", file)
    assert "certkit.checks.pics" in modules
    assert modules.isdisjoint([*HEAVY, *PLAN])


@pytest.mark.parametrize("form", ["json", "github", "sarif"])
def test_the_other_formats_load_nothing_heavy_either(form):
    assert loaded("pics", "check", COMPLETE, "--format", form).isdisjoint(HEAVY)


def test_forms_and_schemas_are_written_without_what_generates_schemas():
    assert loaded("pics", "new", "--dut", "csms").isdisjoint(HEAVY)
    assert loaded("pics", "convert", COMPLETE, "-o", "-").isdisjoint(HEAVY)
    for name in ("pics", "plan"):
        assert loaded("schema", name).isdisjoint(HEAVY)


def test_a_plan_for_programs_draws_nothing():
    assert loaded("plan", COMPLETE, "--format", "json").isdisjoint(HEAVY)
    assert loaded("explain", "TC_003", "--pics", COMPLETE).isdisjoint(HEAVY)


def test_a_table_loads_only_what_draws():
    assert loaded("plan", COMPLETE).isdisjoint(set(HEAVY) - {"rich"})


def test_help_and_version_load_no_edition():
    for option in ("--help", "--version"):
        assert "certkit.rulebook" not in loaded(option)


def evidence_parts(modules: set[str]) -> list[str]:
    return [name for name in modules if name.startswith("certkit.") and any(word in name for word in EVIDENCE)]


@pytest.mark.parametrize("form", ["text", "json", "sarif", "github"])
def test_a_check_of_a_statement_loads_nothing_of_the_later_stages(form):
    assert evidence_parts(loaded("pics", "check", COMPLETE, "--format", form)) == []


def test_neither_do_its_findings_in_a_format_with_rules():
    assert evidence_parts(loaded("pics", "check", INCOMPLETE, "--format", "sarif")) == []


def test_neither_does_a_plan():
    assert evidence_parts(loaded("plan", COMPLETE, "--format", "json")) == []


def test_a_check_of_the_configuration_loads_its_own_stage_alone():
    modules = loaded(
        "configuration", "check", DOSSIER / "getconfiguration.json", "--pics", DOSSIER / "pics.yaml", "--format", "json"
    )
    assert "certkit.checks.configuration" in modules
    assert modules.isdisjoint([*HEAVY, *PLAN])
    assert [name for name in evidence_parts(modules) if "configuration" not in name] == []


@pytest.mark.parametrize("name", ["TC_003", "C-06", "P-01", "K-03", "B-02", "cache"])
def test_what_belongs_to_the_statement_is_explained_without_the_later_stages(name):
    assert evidence_parts(loaded("explain", name)) == []


def test_a_code_of_the_evidence_is_explained_without_the_stage_that_makes_it():
    modules = loaded("explain", "RS-10")
    assert "certkit.model.evidence_codes" in modules
    assert modules.isdisjoint([*HEAVY, "certkit.measurement", "certkit.assessment", "certkit.checks.results"])
