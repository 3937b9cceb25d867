"""The performance parameters by hand, from 9.2.1, A.2 and the readings; it is not corrected by copying from certkit."""

from typing import NamedTuple

from certkit.measurement.read_metrics import metrics_of

FROM_STATION = """
Authorize BootNotification DiagnosticsStatusNotification FirmwareStatusNotification Heartbeat MeterValues
StartTransaction StatusNotification StopTransaction
LogStatusNotification SecurityEventNotification SignCertificate SignedFirmwareStatusNotification
"""
"""OCPP 1.6, chapter 4; the last line is the security whitepaper's."""

FROM_CSMS = """
CancelReservation ChangeAvailability ChangeConfiguration ClearCache ClearChargingProfile GetCompositeSchedule
GetConfiguration GetDiagnostics GetLocalListVersion RemoteStartTransaction RemoteStopTransaction ReserveNow Reset
SendLocalList SetChargingProfile TriggerMessage UnlockConnector UpdateFirmware
CertificateSigned DeleteCertificate ExtendedTriggerMessage GetInstalledCertificateIds GetLog InstallCertificate
SignedUpdateFirmware
"""
"""OCPP 1.6, chapter 5; the last two lines are the security whitepaper's."""

STATIONS = ("Charging Station", "Charging Station Software Stack")
EVERYONE = ("Charging Station", "Charging Station Software Stack", "CSMS")
OPERATIVE = "Available Preparing Charging SuspendedEV SuspendedEVSE"


class Parameter(NamedTuple):
    """``heading`` is that of A.2; ``readings`` are the numbers after E-."""

    heading: str
    of: tuple[str, ...]
    start: str
    readings: set[int]
    requests: str = ""
    answers: str = ""
    pairs: tuple[str, ...] = ()


PARAMETERS = {
    "triggered_function_timeout": Parameter(
        "OCPP triggered function timeout",
        STATIONS,
        "conf",
        {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12},
        pairs=("CancelReservation", "ReserveNow", "ChangeAvailability", "TriggerMessage"),
    ),
    "response_timeout": Parameter(
        "OCPP response timeout", EVERYONE, "req", {1, 3, 7, 8, 10, 11, 12}, answers="CALLRESULT CALLERROR"
    ),
    "authorize_response_time": Parameter(
        "Response time Authorize", ("CSMS",), "req", {1, 7, 10, 11, 12}, requests="Authorize", answers="CALLRESULT"
    ),
    "remote_start_time": Parameter(
        "Transaction authorization time by RemoteStartTransaction",
        STATIONS,
        "req",
        {1, 2, 7, 10, 11, 12, 13, 14},
        pairs=("RemoteStartTransaction",),
    ),
    "remote_stop_time": Parameter(
        "Transaction authorization end time by RemoteStopTransaction",
        STATIONS,
        "req",
        {1, 2, 7, 10, 11, 12, 13, 14},
        pairs=("RemoteStopTransaction",),
    ),
}


class Trigger(NamedTuple):
    """What a request of the CSMS triggers. ``says``: (if, field, values, absent, otherwise, before) of each demand."""

    then: str
    says: tuple[tuple[str, str, str, str, str, str], ...] = ()
    same: str = ""
    connector: str = "connectorId"
    reserved: str = ""
    excepted: str = ""
    answers: tuple[tuple[str, str], ...] = ()
    spoiled: tuple[tuple[str, str], ...] = ()


def status(values: str, on: str = "", before: str = "") -> tuple[str, str, str, str, str, str]:
    return (on, "status", values, "", "other-status", before)


TRIGGERS = {
    "CancelReservation": Trigger(
        "StatusNotification", (status("Available"),), reserved="ReserveNow by reservationId"
    ),
    "ReserveNow": Trigger("StatusNotification", (status("Reserved"),), same="connectorId"),
    "ChangeAvailability": Trigger(
        "StatusNotification",
        (
            status("Unavailable", "type Inoperative"),
            status(OPERATIVE, "type Operative", "Unavailable Faulted"),
        ),
        same="connectorId",
        answers=(("Scheduled", "scheduled"),),
    ),
    "TriggerMessage": Trigger(
        "named by requestedMessage",
        (("requestedMessage MeterValues", "meterValue.sampledValue.context", "Trigger", "Trigger", "", ""),),
        same="connectorId",
        excepted="DiagnosticsStatusNotification FirmwareStatusNotification",
    ),
    "RemoteStartTransaction": Trigger(
        "StartTransaction",
        same="idTag connectorId",
        spoiled=(("Preparing", "cable-later"), ("Available", "given-up")),
    ),
    "RemoteStopTransaction": Trigger(
        "StopTransaction",
        (("", "reason", "Remote", "Local", "other-reason", ""),),
        same="transactionId",
        connector="",
    ),
}  # fmt: skip


def metrics_agree(edition) -> None:
    """The edition's parameters are those written here, in this order."""
    metrics = metrics_of(edition())
    protocol = metrics.protocol
    assert protocol.from_station == set(FROM_STATION.split())
    assert protocol.from_csms == set(FROM_CSMS.split())
    assert protocol.from_either == {"DataTransfer"}
    assert (protocol.restart, protocol.reset, protocol.status) == ("BootNotification", "Reset", "StatusNotification")
    assert (protocol.connector, protocol.state) == ("connectorId", "status")
    assert list(metrics.parameters) == list(PARAMETERS)
    for name, hand in PARAMETERS.items():
        found = metrics.parameters[name]
        assert (found.title, found.cite) == (hand.heading, f"9.2.1; A.2, {hand.heading}")
        assert (found.asked_of, found.starts_at, found.unit) == (hand.of, hand.start, "seconds")
        assert found.measures == ("functions" if hand.pairs else "answers")
        assert list(found.readings) == [f"E-{number:02}" for number in sorted(hand.readings)]
        assert (" ".join(found.requests), " ".join(found.answers)) == (hand.requests, hand.answers)
        assert tuple(pair.request for pair in found.pairs) == hand.pairs
        for pair in found.pairs:
            assert trigger_of(pair) == TRIGGERS[pair.request], pair.request
            assert pair.accepted == ("Accepted",)


def trigger_of(pair) -> Trigger:
    """A pair of the edition, written as here."""
    return Trigger(
        then=f"named by {pair.named_by}" if pair.named_by else pair.then,
        says=tuple(
            (
                f"{demand.if_field} {demand.is_value}".strip(),
                demand.field,
                " ".join(demand.values),
                demand.absent,
                demand.otherwise,
                " ".join(demand.before),
            )
            for demand in pair.expects
        ),
        same=" ".join(pair.same),
        connector=pair.connector,
        reserved=f"{pair.reserved_by} by {pair.by}" if pair.reserved_by else "",
        excepted=" ".join(pair.excepted),
        answers=tuple(pair.answers.items()),
        spoiled=tuple(pair.spoiled_by.items()),
    )
