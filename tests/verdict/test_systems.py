"""A CSMS is judged without what only a station has, and by what only a CSMS has (4.2, 6.4, 8.2)."""

import pytest

from certkit.verdict.model import Outcome, Part
from tests.verdict.changes import file, text, without_lines
from tests.verdict.dossiers import told, verdict_of
from tests.verdict.systems import csms


def test_a_csms_passes_without_resets_configuration_keys_and_firmware(tmp_path):
    verdict = verdict_of(csms(), tmp_path)
    assert told(verdict) == []
    assert verdict.outcome is Outcome.PASS
    assert dict(verdict.parts)[Part.FIRMWARE] is Outcome.PASS
    assert verdict.dut == "CSMS"


def suffix(dossier):
    dossier.rows[0].update(testCaseName=dossier.rows[0]["testCaseName"].replace("_CSMS", "_CS"), sut="CS")


CASES = {
    "a run of a station": (
        suffix,
        Outcome.INCOMPLETE,
        [
            ("VD-20", "TC_001 has no result that counts: it is for a CS"),
            ("VD-27", "RS-12: “TC_001_CS”: it is of a CS, but the PICS is of a CSMS"),
        ],
    ),
    "a failure": (
        lambda d: d.rows[0].update(verdict="fail"),
        Outcome.FAIL,
        [("VD-21", "TC_001 failed 2026-03-03 09:00:00")],
    ),
    "changed without the laboratory's knowledge": (
        text("updated_unknown_to_laboratory: No", "updated_unknown_to_laboratory: Yes"),
        Outcome.FAIL,
        [
            (
                "VD-12",
                "setup.csms.updated_unknown_to_laboratory is Yes"
                " (The CSMS is not changed without the laboratory's knowledge)",
            )
        ],
    ),
    "another version": (
        text('firmware_version: "2025.3"', 'firmware_version: "2026.1"'),
        Outcome.FAIL,
        [("VD-66", "the device reports 2026.1, the PICS states 2025.3")],
    ),
    "Authorize is not measured": (
        without_lines(b"ex-1"),
        Outcome.INCOMPLETE,
        [("VD-70", "Response time Authorize is not measured")],
    ),
    "nothing is measured": (
        file("messages.log", b"nothing\n"),
        Outcome.INCOMPLETE,
        [
            ("VD-70", "OCPP response timeout is not measured"),
            ("VD-70", "Response time Authorize is not measured"),
        ],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_turns_it(name, tmp_path):
    change, outcome, reasons = CASES[name]
    dossier = csms()
    change(dossier)
    verdict = verdict_of(dossier, tmp_path)
    assert told(verdict) == reasons
    assert verdict.outcome is outcome
