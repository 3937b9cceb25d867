"""The Python API: what is promised can be used, what is documented is promised, and the examples run."""

import contextlib
import importlib
import io
import re
import subprocess
import sys

import pytest

import certkit
from certkit.record.read_requirements import requirements_of
from tests.docs.console import ROOT

PAGE = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
DOSSIER = ROOT / "examples" / "dossier"


@pytest.mark.parametrize("name", certkit.__all__)
def test_every_name_is_there_and_documented(name):
    assert getattr(certkit, name) is not None
    assert re.search(rf"`{name}\b", PAGE), name


def test_nothing_else_is_documented_as_part_of_it():
    for name in re.findall(r"^\| `(\w+)\(", PAGE, re.MULTILINE) + re.findall(r"\bcertkit\.(\w+)", PAGE):
        assert name in certkit.__all__, name


def test_an_unknown_name_is_refused():
    with pytest.raises(AttributeError, match="'certkit' has no attribute 'attest'"):
        _ = getattr(certkit, "attest")  # noqa: B009


def test_importing_it_loads_nothing_else():
    script = "import sys, certkit; print(*(name for name in sys.modules if name.startswith('certkit')))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.split() == ["certkit"]


@pytest.fixture(scope="module")
def trust(tmp_path_factory):
    from tests.signing.pkis import quick_pki, written

    return written(quick_pki(), tmp_path_factory.mktemp("pki") / "rehearsal").path / "trust"


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_the_examples_run(number, monkeypatch, trust):
    monkeypatch.chdir(ROOT)
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(EXAMPLES[number].replace('"rehearsal/trust"', repr(str(trust))), {})
    assert len(printed.getvalue().splitlines()) > 5


def test_a_verdict_is_that_of_the_command():
    verdict = certkit.assess_dossier(DOSSIER / "record.yaml")
    assert isinstance(verdict, certkit.Verdict)
    cli = importlib.import_module("tests.cli.program").certkit("assess", DOSSIER / "record.yaml")
    assert (cli.code == 0) is (verdict.outcome is certkit.Outcome.PASS)


def test_a_record_shows_requirements():
    dossier, rulebook = certkit.read_record(DOSSIER / "record.yaml")
    shown = certkit.check_record(dossier.record, dossier.pics, requirements_of(rulebook))
    assert [row.requirement.number for row in shown] == sorted(row.number for row in requirements_of(rulebook).rows)
    assert {row.status for row in shown} >= {certkit.Shown.MET, certkit.Shown.NOT_APPLICABLE}


def test_readings_and_editions_can_be_chosen():
    _, rulebook = certkit.read_record(DOSSIER / "record.yaml", readings={"B-02": "a"})
    assert rulebook.readings["B-02"].selected == "a"
    with pytest.raises(certkit.UnknownName):
        certkit.assess_dossier(DOSSIER / "record.yaml", readings={"B-02": "z"})
    with pytest.raises(certkit.UnknownName):
        certkit.assess_dossier(DOSSIER / "record.yaml", edition="tests/edition/second_edition/example-2.0.1-v1")


@pytest.mark.parametrize(
    "call",
    [
        lambda: certkit.read_configuration("no such file"),
        lambda: certkit.read_results("no such file", certkit.load_edition()),
        lambda: certkit.read_record("no such file"),
        lambda: certkit.assess_dossier("no such file"),
        lambda: certkit.hash_firmware("no such file"),
        lambda: certkit.measure_logs(["no such file"], *certkit.read_pics(DOSSIER / "pics.yaml")),
    ],
)
def test_a_file_that_is_not_there_is_one_clear_error(call):
    with pytest.raises(certkit.UnreadableFile) as refused:
        call()
    assert refused.value.file == "no such file"


def test_a_firmware_image_is_compared_with_what_is_stated():
    firmware = certkit.hash_firmware(str(DOSSIER / "ex-22-duo-3.1.0.bin"))
    same, other = certkit.read_stated_hash(firmware.hash), certkit.read_stated_hash("0" * 64)
    assert isinstance(same, certkit.StatedHash)
    assert isinstance(other, certkit.StatedHash)
    assert [found.code for found in certkit.check_firmware(firmware, same)] == []
    assert [found.code for found in certkit.check_firmware(firmware, other)] == ["FW-07"]
    refused = certkit.read_stated_hash("no hash")
    assert isinstance(refused, certkit.Finding)


def test_an_extract_names_the_keys_of_the_standard():
    configuration = certkit.read_configuration(DOSSIER / "getconfiguration.json")
    extract = certkit.extract(configuration, certkit.load_edition())
    assert extract.configuration_sha256 == configuration.sha256
    assert "GetConfigurationMaxKeys" in [row.key for row in extract.keys]


def test_a_document_is_verified_as_by_the_command(tmp_path, trust):
    file = DOSSIER.parent / "family" / "member" / "report.pdf"
    verification = certkit.verify_document(file, trust=trust, offline=True)
    assert isinstance(verification, certkit.Verification)
    assert verification.verdict == "not verified"
    assert verification.document is None
    assert [step.number for step in verification.steps] == list(range(1, 14))
    assert [step.number for step in verification.causes] == [1]
    assert {step.status for step in verification.steps} == {certkit.StepStatus.FAILED, certkit.StepStatus.NOT_CHECKED}
    with pytest.raises(certkit.UnreadableFile):
        certkit.verify_document(tmp_path / "none.pdf", trust=trust)
    with pytest.raises(certkit.UnreadableFile):
        certkit.verify_document(file, trust=tmp_path / "none")
    with pytest.raises(certkit.CertkitError, match="nobody is trusted yet"):
        certkit.verify_document(file)


def test_what_is_read_of_a_document_is_derived_again():
    from tests.attestation.documents import a_report

    document = certkit.read_attestation(certkit_canonical(a_report()))
    assert certkit.rederive(document) == []
    document["derived"]["outcome"] = "fail"
    (difference,) = certkit.rederive(document)[:1]
    assert isinstance(difference, certkit.Difference)
    assert difference.path.startswith("derived")


def certkit_canonical(document):
    from certkit.formats.canonical_json import canonical_json

    return canonical_json(document)


def test_type_checkers_see_the_names_of_the_table():
    modules = vars(certkit)["_MODULES"]
    stub = (ROOT / "certkit" / "__init__.pyi").read_text(encoding="utf-8")
    seen = {
        (module, name)
        for module, imports in re.findall(r"^from (\S+) import (\([^)]*\)|.*)$", stub, re.MULTILINE)
        for name in re.findall(r"(\w+) as \1", imports)
    }
    assert seen == {(module, name) for module, names in modules.items() for name in names}


def test_a_pics_is_read_with_an_edition_of_ones_own(tmp_path):
    folder = ROOT / "tests" / "edition" / "second_edition" / "example-2.0.1-v1"
    file = tmp_path / "pics.yaml"
    file.write_text("edition: example-2.0.1-v1\ngeneral: {}\n")
    _, rulebook = certkit.read_pics(file, edition=folder)
    assert rulebook.info.id == "example-2.0.1-v1"
    with pytest.raises(certkit.UnknownName, match="names the edition"):
        certkit.read_pics(DOSSIER / "pics.yaml", edition=folder)
