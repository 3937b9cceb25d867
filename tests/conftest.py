"""What holds for all tests."""

import os

import pytest
from hypothesis import settings

# How long one example takes says nothing on a machine that does other things too.
settings.register_profile("certkit", deadline=None)
if settings.get_current_profile_name() == "default":
    settings.load_profile("certkit")

# As certkit sets it; here too, because tests import openpyxl by themselves, and may do so first.
os.environ.setdefault("OPENPYXL_LXML", "False")


@pytest.fixture(autouse=True)
def _no_configuration(tmp_path_factory, monkeypatch):
    """Tests never see the trust store of whoever runs them, nor write into it."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.getbasetemp() / "no-configuration"))


SLOW = frozenset(
    {
        "attestation/test_adversary.py",
        "attestation/test_commands.py",
        "attestation/test_edition_words.py",
        "attestation/test_family.py",
        "attestation/test_hostile.py",
        "attestation/test_inputs_are_kept.py",
        "attestation/test_outputs.py",
        "attestation/test_rederivation.py",
        "attestation/test_refusals.py",
        "attestation/test_round_trip.py",
        "attestation/test_version_1.py",
        "cli/test_commands.py",
        "cli/test_environment.py",
        "cli/test_explain_evidence.py",
        "cli/test_forms.py",
        "cli/test_startup.py",
        "cli/test_wrong_files.py",
        "configuration/test_fuzz.py",
        "configuration/test_reader.py",
        "corpus/test_corpus.py",
        "docs/test_api.py",
        "docs/test_docs.py",
        "docs/test_schemas.py",
        "edition/test_left_out.py",
        "edition/test_releases.py",
        "logs/test_faults.py",
        "logs/test_fuzz.py",
        "logs/test_hostile.py",
        "logs/test_kinds.py",
        "logs/test_layouts.py",
        "logs/test_slow_reader.py",
        "measurement/test_logs.py",
        "measurement/test_real_components.py",
        "pages/test_determinism.py",
        "pics/test_own_form.py",
        "plan/test_worksheet.py",
        "recertification/test_command.py",
        "recertification/test_pairs.py",
        "recertification/test_policy.py",
        "recertification/test_properties.py",
        "recertification/test_writers.py",
        "record/test_command.py",
        "results/test_closed_world.py",
        "signing/test_ceremony.py",
        "signing/test_levels.py",
        "signing/test_pki.py",
        "signing/test_sign.py",
        "signing/test_time_stamps.py",
        "verdict/test_command.py",
        "verdict/test_provenance.py",
        "verdict/test_verdict.py",
        "verification/test_command.py",
        "verification/test_many.py",
        "verification/test_not_derived.py",
        "verification/test_steps.py",
    }
)
"""The files that take several seconds; `make test-quick` leaves them out."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Properties and exhaustive rows run apart from the named cases, whose coverage is measured."""
    for item in items:
        if "/".join(item.path.parts[-2:]) in SLOW:
            item.add_marker(pytest.mark.slow)
        if getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
            item.add_marker(pytest.mark.property)
        if "tamper" in item.path.parts:
            item.add_marker(pytest.mark.exhaustive)
