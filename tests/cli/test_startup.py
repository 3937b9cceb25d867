"""What a command does not need, it does not load: a YAML check is quick because of what is not there."""

import subprocess
import sys

import pytest

from tests.cli.program import COMPLETE, INCOMPLETE

HEAVY = ["rich", "openpyxl", "defusedxml", "jsonschema", "pydantic", "cryptography", "reportlab", "pyhanko"]
PLAN = ["certkit.planning", "certkit.explanation", "certkit.comparison"]


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
