"""What a command does not need, it does not load: a YAML check is quick because of what is not there."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.program import COMPLETE, INCOMPLETE

SEALING = ["cryptography", "reportlab", "pyhanko", "pyhanko_certvalidator", "asn1crypto", "pikepdf", "certkit.signing"]
"""What only the commands for attestations need, and of them each as little as it can do with."""
HEAVY = ["rich", "openpyxl", "defusedxml", "jsonschema", "pydantic", *SEALING]
PLAN = ["certkit.plan.derive", "certkit.explanation.derive", "certkit.comparison.derive"]
DOSSIER = Path("examples/dossier")
LIGHT = ("cli", "errors", "files", "loading", "text")
"""The packages that the table of commands needs."""
EVIDENCE = ("measurement", "metric", "assessment", "record", "verdict", "requirement", "configuration", "firmware")
"""Words that the names of modules for later stages have in them."""

MESSAGES_OF_OCPP = {"certkit.measurement.read_metrics", "certkit.measurement.model"}
"""What reads the part of the edition that says which requests there are: every reader of logs needs it."""


def loaded(*arguments: object) -> set[str]:
    script = (
        "import sys; from certkit.cli.main import run; code = run(sys.argv[1:]);"
        "print('\\n'.join(sorted(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *map(str, arguments)], capture_output=True, text=True, check=True
    )
    return set(done.stderr.split())


@pytest.mark.parametrize("file", [COMPLETE, INCOMPLETE])
def test_a_yaml_check_loads_nothing_heavy(file):
    modules = loaded("pics", "check", file)
    assert "certkit.pics.check" in modules
    assert modules.isdisjoint([*HEAVY, *PLAN])


@pytest.mark.parametrize("form", ["github", "sarif"])
def test_the_other_formats_load_nothing_heavy_either(form):
    assert loaded("pics", "check", COMPLETE, "--format", form).isdisjoint(HEAVY)


def test_only_pydantic_is_loaded_to_write_json():
    modules = loaded("pics", "check", COMPLETE, "--format", "json")
    assert "pydantic" in modules
    assert modules.isdisjoint({*HEAVY} - {"pydantic"})


def test_forms_and_schemas_are_written_without_what_generates_schemas():
    assert loaded("pics", "new", "--dut", "csms").isdisjoint(HEAVY)
    assert loaded("pics", "convert", COMPLETE, "-o", "-").isdisjoint(HEAVY)
    for name in ("pics", "plan"):
        assert loaded("schema", name).isdisjoint(HEAVY)


def test_a_plan_for_programs_draws_nothing():
    assert loaded("plan", COMPLETE, "--format", "json").isdisjoint(set(HEAVY) - {"pydantic"})
    assert loaded("explain", "TC_003", "--pics", COMPLETE).isdisjoint(HEAVY)


def test_a_table_loads_only_what_draws():
    assert loaded("plan", COMPLETE).isdisjoint(set(HEAVY) - {"rich"})


def test_help_and_version_load_no_edition():
    for option in ("--help", "--version"):
        assert "certkit.edition.rulebook" not in loaded(option)


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
    assert "certkit.configuration.check" in modules
    assert modules.isdisjoint({*HEAVY, *PLAN} - {"pydantic"})
    others = {name for name in evidence_parts(modules) if "configuration" not in name}
    assert others == {"certkit.measurement", *MESSAGES_OF_OCPP}


@pytest.mark.parametrize("name", ["TC_003", "C-06", "P-01", "K-03", "B-02", "cache"])
def test_what_belongs_to_the_statement_is_explained_without_the_later_stages(name):
    assert evidence_parts(loaded("explain", name)) == []


def test_a_code_of_the_evidence_is_explained_without_the_stage_that_makes_it():
    modules = loaded("explain", "RS-10")
    assert "certkit.messages" in modules
    assert modules.isdisjoint([*HEAVY, "certkit.measurement.derive", "certkit.verdict.assess", "certkit.results.check"])


@pytest.mark.parametrize(
    "arguments",
    [
        ["assess", DOSSIER / "record.yaml", "--format", "json"],
        ["assess", DOSSIER / "record.yaml", "--format", "html", "-o", "-"],
        ["record", "check", DOSSIER / "record.yaml"],
        ["measure", DOSSIER / "messages.log", "--pics", DOSSIER / "pics.yaml", "--format", "json"],
        ["firmware", "hash", DOSSIER / "ex-22-duo-3.1.0.bin"],
        ["firmware", "verify", DOSSIER / "ex-22-duo-3.1.0.bin", "--record", DOSSIER / "record.yaml"],
        ["family", "check", "examples/family/representative/record.yaml", "examples/family/member/pics.yaml"],
        ["plan", COMPLETE, "--format", "json"],
        ["schema", "attestation"],
    ],
    ids=lambda call: " ".join(map(str, call[:2])),
)
def test_what_seals_nothing_loads_nothing_that_seals(arguments):
    modules = loaded(*arguments)
    assert "certkit.cli.app" in modules
    assert modules.isdisjoint([*SEALING, "jsonschema"])


@pytest.mark.parametrize(
    "command",
    ["declare", "report", "certify", "verify", "extract", "family check", "pki", "pki init", "pki csr", "pki sign",
     "pki show", "firmware verify", "assess", "plan", "pics check"],
)  # fmt: skip
def test_help_loads_nothing_heavy(command):
    """A command imports what it needs at the top of its file; what takes long is loaded by name when it is called."""
    modules = loaded(*command.split(), "--help")
    heavy = {"cryptography", "asn1crypto", "certkit.signing"} if command.startswith("pki ") else set()
    assert modules.isdisjoint(set(HEAVY) - heavy)


@pytest.mark.parametrize("group", [[], ["pics"], ["pki"], ["firmware"]])
def test_the_help_of_a_group_loads_no_command(group):
    modules = loaded(*group, "--help")
    assert not [name for name in modules if name.startswith("certkit.") and name.split(".")[1] not in LIGHT]


def test_a_refused_attestation_loads_nothing_that_seals():
    """What may not be attested is told before a key is opened, or anything is loaded for it."""
    modules = loaded("declare", DOSSIER / "record.yaml", "--key", "file:none.p12", "-o", "none.pdf")
    assert modules.isdisjoint(SEALING)
