"""The triggered functions, remote start and remote stop: what is measured, and what is left out for which reason."""

import pytest

from certkit.measurement.derive import measure
from tests.measurement.logs import STATION, Log, left_out, measured, read, values
from tests.rules.devices import edition, statement

TRIGGERED, START, STOP = "triggered_function_timeout", "remote_start_time", "remote_stop_time"


def change(log, seconds, kind, connector=1, **more):
    return log.csms_asks(seconds, "ChangeAvailability", {"connectorId": connector, "type": kind}, **more)


def trigger(log, seconds, message, **more):
    payload = {"requestedMessage": message} | ({"connectorId": more.pop("connector")} if "connector" in more else {})
    return log.csms_asks(seconds, "TriggerMessage", payload, **more)


def remote_start(log, seconds, connector=1, tag="TAG", **more):
    payload = {"idTag": tag} | ({"connectorId": connector} if connector else {})
    return log.csms_asks(seconds, "RemoteStartTransaction", payload, **more)


def remote_stop(log, seconds, transaction=7, **more):
    return log.csms_asks(seconds, "RemoteStopTransaction", {"transactionId": transaction}, **more)


def reserve(log, seconds, number=5, connector=1, **more):
    payload = {"connectorId": connector, "expiryDate": "2026-03-04T10:00:00Z", "idTag": "TAG", "reservationId": number}
    return log.csms_asks(seconds, "ReserveNow", payload, **more)


def cancel(log, seconds, number=5, **more):
    return log.csms_asks(seconds, "CancelReservation", {"reservationId": number}, **more)


def ready(*connectors):
    log = Log().boot()
    for connector in connectors or (1,):
        log.status(1, connector, "Available")
    return log


def plugged():
    return ready().status(5, 1, "Preparing")


def periodic(log, seconds, context):
    sampled = {"value": "1"} | ({"context": context} if context else {})
    meter = [{"timestamp": "2026-03-03T10:00:00Z", "sampledValue": [sampled]}]
    return log.station_asks(seconds, "MeterValues", {"connectorId": 1, "meterValue": meter})


MEASURED = {
    "availability, out of use": (change(ready(), 10, "Inoperative").status(10.6, 1, "Unavailable"), [0.5]),
    "availability, back in use": (
        change(ready().status(2, 1, "Unavailable"), 10, "Operative").status(10.35, 1, "Available"),
        [0.25],
    ),
    "availability, back in use with the cable in": (
        change(ready().status(2, 1, "Unavailable"), 10, "Operative").status(10.35, 1, "Preparing"),
        [0.25],
    ),
    "availability, the other connector reports first": (
        change(ready(1, 2), 10, "Inoperative").status(10.2, 2, "Preparing").status(10.4, 1, "Unavailable"),
        [0.3],
    ),
    "availability, an unchanged status comes first": (
        change(ready(), 10, "Inoperative").status(10.2, 1, "Available").status(10.4, 1, "Unavailable"),
        [0.3],
    ),
    "reservation": (reserve(ready(), 10).status(10.3, 1, "Reserved"), [0.2]),
    "reservation, and its end": (
        cancel(reserve(ready(), 10).status(10.3, 1, "Reserved"), 20).status(20.5, 1, "Available"),
        [0.2, 0.4],
    ),
    "trigger, heartbeat": (trigger(ready(), 10, "Heartbeat").station_asks(10.15, "Heartbeat", {}), [0.05]),
    "trigger, boot notification, which is no restart": (
        change(trigger(ready(), 10, "BootNotification"), 10.2, "Inoperative").boot(11).status(12, 1, "Unavailable"),
        [0.9, 1.7],
    ),
    "trigger, status of every connector": (
        trigger(ready(1, 2), 10, "StatusNotification").status(10.4, 2, "Available"),
        [0.3],
    ),
    "trigger, status of one connector": (
        trigger(ready(1, 2), 10, "StatusNotification", connector=2)
        .status(10.2, 1, "Available")
        .status(10.5, 2, "Available"),
        [0.4],
    ),
    "trigger, meter values, not the periodic ones": (
        periodic(periodic(trigger(ready(), 10, "MeterValues"), 10.2, "Sample.Periodic"), 10.7, "Trigger"),
        [0.6],
    ),
    "trigger, meter values that do not say why they are sent": (
        periodic(trigger(ready(), 10, "MeterValues"), 10.2, None),
        [0.1],
    ),
}


@pytest.mark.parametrize(("log", "expected"), MEASURED.values(), ids=MEASURED)
def test_triggered_functions_that_are_measured(log, expected):
    result = measured(log)
    assert sorted(values(result, TRIGGERED)) == pytest.approx(sorted(expected))
    assert left_out(result, TRIGGERED) == {}


LEFT_OUT = {
    "not accepted": (change(ready(), 10, "Inoperative", reply="Rejected"), "rejected"),
    "answered with an error": (
        Log().boot().frame(10, False, [2, "e", "TriggerMessage", {"requestedMessage": "Heartbeat"}])
        .frame(11, True, [4, "e", "InternalError", "", {}]),
        "error",
    ),
    "not answered": (change(ready(), 10, "Inoperative", answered=None).status(11, 1, "Faulted"), "unanswered"),
    "scheduled": (change(ready(), 10, "Inoperative", reply="Scheduled").status(99, 1, "Unavailable"), "scheduled"),
    "the whole station": (
        change(ready(), 10, "Inoperative", connector=0).status(11, 1, "Unavailable"),
        "whole-station",
    ),
    "there already": (change(ready(), 10, "Operative").status(99, 1, "Preparing"), "no-change"),
    "back in use while charging": (
        change(ready().status(5, 1, "Charging"), 10, "Operative").status(99, 1, "Available"),
        "no-change",
    ),
    "status before it not known": (change(Log().boot(), 10, "Operative").status(99, 1, "Preparing"), "unknown-status"),
    "request before the answer": (
        Log().boot().status(1, 1, "Available")
        .frame(10, False, [2, "e", "ChangeAvailability", {"connectorId": 1, "type": "Inoperative"}])
        .status(10.1, 1, "Unavailable").frame(10.2, True, [3, "e", {"status": "Accepted"}]),
        "before-answer",
    ),
    "another status first": (
        change(ready(), 10, "Inoperative").status(11, 1, "Faulted").status(12, 1, "Unavailable"),
        "other-status",
    ),
    "restart in between": (change(ready(), 10, "Inoperative").boot(60).status(61, 1, "Unavailable"), "restarted"),
    "reset in between": (
        change(ready(), 10, "Inoperative").csms_asks(11, "Reset", {"type": "Soft"}).status(61, 1, "Unavailable"),
        "restarted",
    ),
    "firmware": (
        trigger(ready(), 10, "FirmwareStatusNotification")
        .station_asks(11, "FirmwareStatusNotification", {"status": "Idle"}),
        "excluded",
    ),
    "diagnostics": (
        trigger(ready(), 10, "DiagnosticsStatusNotification")
        .station_asks(11, "DiagnosticsStatusNotification", {"status": "Idle"}),
        "excluded",
    ),
    "a reservation that is not in the log": (cancel(ready(), 10).status(11, 1, "Available"), "unknown-connector"),
    "nothing follows": (trigger(ready(), 10, "Heartbeat"), "not-followed"),
    "the clock goes back": (change(ready(), 10, "Inoperative").status(-3590, 1, "Unavailable"), "clock"),
    "a line that cannot be read": (
        change(ready(), 10, "Inoperative").line('2026-03-03 10:00:11,000 [ocpp] CP1: receive message [2,"x","Stat')
        .status(12, 1, "Unavailable"),
        "unreadable",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("log", "reason"), LEFT_OUT.values(), ids=LEFT_OUT)
def test_triggered_functions_that_are_left_out(log, reason):
    result = measured(log)
    assert values(result, TRIGGERED) == []
    assert left_out(result, TRIGGERED) == {reason: 1}


def test_asked_twice_neither_counts_and_the_next_does():
    log = trigger(trigger(ready(), 10, "Heartbeat"), 11, "Heartbeat")
    log.station_asks(12, "Heartbeat", {}).station_asks(13, "Heartbeat", {})
    trigger(log, 20, "Heartbeat").station_asks(20.3, "Heartbeat", {})
    result = measured(log)
    assert values(result, TRIGGERED) == pytest.approx([0.2])
    assert left_out(result, TRIGGERED) == {"asked-again": 2}


def test_taken_back_before_it_happened():
    log = change(ready().status(2, 1, "Unavailable"), 10, "Operative")
    change(log, 11, "Inoperative").status(12, 1, "Available")
    assert left_out(measured(log), TRIGGERED) == {"asked-again": 1, "no-change": 1}


def test_extended_trigger_is_no_pair():
    log = ready().csms_asks(10, "ExtendedTriggerMessage", {"requestedMessage": "Heartbeat"})
    result = measured(log.station_asks(11, "Heartbeat", {}))
    assert (values(result, TRIGGERED), left_out(result, TRIGGERED)) == ([], {})


AT_ONCE = {
    "cable in before": remote_start(plugged(), 10).start(12.5),
    "authorized in between": remote_start(plugged(), 10).station_asks(10.5, "Authorize", {"idTag": "TAG"}).start(12.5),
    "no connector named": remote_start(plugged(), 10, connector=None).start(12.5),
    "no cable, no preparing": remote_start(ready(), 10).start(12.5),
    "preparing once more": remote_start(plugged(), 10).status(11, 1, "Preparing").start(12.5),
    "idTag in other letters": remote_start(plugged(), 10, tag="tag").start(12.5),
    "the cable of the other connector": remote_start(plugged().status(6, 2, "Available"), 10)
    .status(11, 2, "Preparing").start(12.5),
    "answered late": Log().boot().status(1, 1, "Preparing")
    .frame(10, False, [2, "e", "RemoteStartTransaction", {"connectorId": 1, "idTag": "TAG"}])
    .start(12.5).frame(13, True, [3, "e", {"status": "Accepted"}]),
}  # fmt: skip


@pytest.mark.parametrize("log", AT_ONCE.values(), ids=AT_ONCE)
def test_remote_starts_at_once(log):
    result = measured(log)
    assert values(result, START) == pytest.approx([2.5])
    assert left_out(result, START) == {}


NOT_AT_ONCE = {
    "cable later": (remote_start(ready(), 10).status(15, 1, "Preparing").start(16), "cable-later"),
    "cable later, no connector named": (
        remote_start(ready(), 10, connector=None).status(15, 1, "Preparing").start(16),
        "cable-later",
    ),
    "given up": (remote_start(plugged(), 10).status(70, 1, "Available").start(80), "given-up"),
    "another idTag": (remote_start(plugged(), 10).start(12, tag="OTHER").start(13), "another"),
    "not accepted": (remote_start(plugged(), 10, reply="Rejected").start(12), "rejected"),
    "another connector": (remote_start(plugged(), 10).start(12, connector=2), "not-followed"),
    "nothing follows": (remote_start(plugged(), 10), "not-followed"),
    "restart": (remote_start(plugged(), 10).boot(20).start(21), "restarted"),
    "late answer says no": (
        Log().boot().status(1, 1, "Preparing")
        .frame(10, False, [2, "e", "RemoteStartTransaction", {"connectorId": 1, "idTag": "TAG"}])
        .start(12).frame(13, True, [3, "e", {"status": "Rejected"}]),
        "rejected",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("log", "reason"), NOT_AT_ONCE.values(), ids=NOT_AT_ONCE)
def test_remote_starts_not_at_once(log, reason):
    result = measured(log)
    assert values(result, START) == []
    assert left_out(result, START) == {reason: 1}


def test_a_remote_stop_at_once():
    result = measured(remote_stop(plugged(), 10).status(10.5, 1, "Finishing").stop(11.25, reason="Remote"))
    assert values(result, STOP) == pytest.approx([1.25])


STOPS = {
    "stopped by the driver": (remote_stop(plugged(), 10).stop(11, reason="EVDisconnected"), "other-reason"),
    "no reason, which means Local": (remote_stop(plugged(), 10).stop(11), "other-reason"),
    "another transaction": (remote_stop(plugged(), 10).stop(11, transaction=8, reason="Remote"), "not-followed"),
    "not accepted": (remote_stop(plugged(), 10, reply="Rejected").stop(11, reason="Remote"), "rejected"),
    "restart": (remote_stop(plugged(), 10).boot(20).stop(21, reason="Remote"), "restarted"),
}


@pytest.mark.parametrize(("log", "reason"), STOPS.values(), ids=STOPS)
def test_remote_stops_not_at_once(log, reason):
    result = measured(log)
    assert values(result, STOP) == []
    assert left_out(result, STOP) == {reason: 1}


def test_a_remote_stop_asked_twice_counts_for_neither():
    result = measured(remote_stop(remote_stop(plugged(), 10), 12).stop(13, reason="Remote"))
    assert left_out(result, STOP) == {"asked-again": 2}


def test_what_the_logger_shortened_ends_the_wait():
    log = trigger(ready(), 10, "Heartbeat")
    log.line("""2026-03-03 10:00:11,000 INFO (MainThread) [ocpp] CP1: receive message [2,"x","Hea...{}]""")
    result = measured(log.station_asks(12, "Heartbeat", {}))
    assert left_out(result, TRIGGERED) == {"shortened": 1}


def test_messages_can_be_measured_without_a_log_being_read_for_it():
    messages, statistics = read(trigger(ready(), 10, "Heartbeat").station_asks(10.15, "Heartbeat", {}))
    result = measure(messages, statement(STATION), edition(), logs=[statistics], keep_samples=True)
    assert values(result, TRIGGERED) == pytest.approx([0.05])
    assert result.logs == (statistics,)
