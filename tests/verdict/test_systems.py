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
            ("VD-20", "case-has(test_case=TC_001, outcome=no-result-that-counts(why=of-device(device=CS)))"),
            ("VD-27", "finding(code=RS-12, finding=RS-12(items=[TC_001]))"),
        ],
    ),
    "a failure": (
        lambda d: d.rows[0].update(verdict="fail"),
        Outcome.FAIL,
        [("VD-21", "case(test_case=TC_001, outcome=failed(start=2026-03-03T09:00:00))")],
    ),
    "changed without the laboratory's knowledge": (
        text("updated_unknown_to_laboratory: No", "updated_unknown_to_laboratory: Yes"),
        Outcome.FAIL,
        [
            (
                "VD-12",
                "requirement(shown=answers(answers=[[setup.csms.updated_unknown_to_laboratory, Yes]]), "
                "title=The CSMS is not changed without the laboratory's knowledge)",
            )
        ],
    ),
    "another version": (
        text('firmware_version: "2025.3"', 'firmware_version: "2026.1"'),
        Outcome.FAIL,
        [("VD-66", "version-differs(version=2026.1, stated=2025.3)")],
    ),
    "Authorize is not measured": (
        without_lines(b"ex-1"),
        Outcome.INCOMPLETE,
        [("VD-70", "parameter-not-measured(title=Response time Authorize)")],
    ),
    "Authorize is not answered": (
        without_lines(b"idTagInfo"),
        Outcome.INCOMPLETE,
        [("VD-70", "parameter-left-out(title=Response time Authorize, left_out=1)")],
    ),
    "nothing is measured": (
        file("messages.log", b"nothing\n"),
        Outcome.INCOMPLETE,
        [
            ("VD-70", "parameter-not-measured(title=OCPP response timeout)"),
            ("VD-70", "parameter-not-measured(title=Response time Authorize)"),
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
