"""What is asked of one kind of device and not of another, in both modes (8.2, 9.1.3, Appendix D)."""

import pytest

from certkit.record.requirements import Effect
from tests.verdict.changes import LOG, with_log
from tests.verdict.dossiers import declaration, example, verdict_of

STATION, STACK, CSMS = "Charging Station", "Charging Station Software Stack", "CSMS"
MODE_2 = "Mode 1/2-only Charging Station"
RESPONSE = "OCPP response timeout"
OF_STATIONS = [
    "OCPP triggered function timeout",
    RESPONSE,
    "Transaction authorization time by RemoteStartTransaction",
    "Transaction authorization end time by RemoteStopTransaction",
]


def dossier(mode="certification", dut=STATION, subtype="N.A."):
    """The dossier of another kind of device; None leaves the item unanswered."""
    made = declaration() if mode == "declaration" else example()
    made.change_pics(f"dut: {STATION}\n", f"dut: {dut or ''}\n")
    made.change_pics("subtype: N.A.\n", f"subtype: {subtype or ''}\n")
    return made


def told_of(made, folder, *codes):
    """Message and effect of the reasons of these codes."""
    reasons = verdict_of(made, folder).reasons
    return [(reason.message.key, reason.effect) for reason in reasons if reason.code in codes]


@pytest.mark.parametrize("mode", ["certification", "declaration"])
@pytest.mark.parametrize("dut", [STATION, STACK, CSMS, None])
@pytest.mark.parametrize(
    ("subtype", "expected"),
    [
        (MODE_2, ("reason.flow-allowed", Effect.NOTE)),
        ("N.A.", ("reason.flow-not-allowed", Effect.FAIL)),
        (None, ("reason.flow-not-allowed", Effect.FAIL)),
    ],
)
def test_the_subtype_alone_allows_the_deviating_status_flow(mode, dut, subtype, expected, tmp_path):
    made = dossier(mode, dut, subtype)
    made.change("  reset_before_each: Yes", "  reset_before_each: Yes\n  deviating_status_flow: Yes")
    assert told_of(made, tmp_path, "VD-29") == [expected]


@pytest.mark.parametrize("answer", ["", "\n  deviating_status_flow: No"])
def test_a_status_flow_that_was_not_used_needs_no_permission(answer, tmp_path):
    made = dossier().change("  reset_before_each: Yes", "  reset_before_each: Yes" + answer)
    assert told_of(made, tmp_path, "VD-29") == []


@pytest.mark.parametrize(
    ("mode", "dut", "is_asked"),
    [
        ("certification", STATION, True),
        ("certification", None, True),
        ("certification", STACK, False),
        ("certification", CSMS, False),
        ("declaration", STATION, False),
        ("declaration", None, False),
        ("declaration", STACK, False),
        ("declaration", CSMS, False),
    ],
)
def test_the_firmware_image_is_asked_of_a_station_in_a_certification_run(mode, dut, is_asked, tmp_path):
    made = dossier(mode, dut)
    if mode == "certification":
        made.change("  file: ex-22-duo-3.1.0.bin\n", "")
    expected = [("reason.image-missing", Effect.INCOMPLETE)] if is_asked else []
    assert told_of(made, tmp_path, "VD-68") == expected


@pytest.mark.parametrize("dut", [STATION, STACK, CSMS, None])
def test_the_hash_of_another_test_case_counts_only_for_a_station(dut, tmp_path):
    made = dossier(dut=dut).change("test_case: TC_080", "test_case: TC_045_1")
    expected = [("reason.hash-of-other-case", Effect.INCOMPLETE)] if dut in (STATION, None) else []
    assert told_of(made, tmp_path, "VD-69") == expected


@pytest.mark.parametrize(
    ("dut", "titles"),
    [
        (STATION, OF_STATIONS),
        (STACK, OF_STATIONS),
        (CSMS, [RESPONSE, "Response time Authorize"]),
    ],
)
def test_the_parameters_that_must_be_measured_are_those_of_the_device(dut, titles, tmp_path):
    made = dossier(dut=dut)
    made.files[LOG] = b"nothing\n"
    reasons = [reason for reason in verdict_of(made, tmp_path).reasons if reason.code == "VD-70"]
    assert [(reason.message.key, reason.message.arguments) for reason in reasons] == [
        ("reason.parameter-not-measured", {"title": title}) for title in titles
    ]
    assert all(reason.cite.startswith("9.2.1; A.2, ") and "9.1.3" in reason.cite for reason in reasons)


def test_nothing_is_measured_of_an_unknown_kind_of_device(tmp_path):
    expected = [("reason.log-not-measured", Effect.INCOMPLETE)]
    assert told_of(dossier(dut=None), tmp_path, "VD-70", "VD-71") == expected


@pytest.mark.parametrize("dut", [STATION, STACK, CSMS])
def test_a_declaration_run_measures_nothing(dut, tmp_path):
    made = dossier("declaration", dut)
    with_log(made)
    expected = [("reason.measured-in-declaration", Effect.NOTE)]
    assert told_of(made, tmp_path, "VD-70", "VD-71", "VD-73") == expected
