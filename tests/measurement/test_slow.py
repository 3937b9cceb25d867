"""The measurement against its second, slow and simple implementation, on generated logs with faults."""

import json
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.measurement import slow
from tests.measurement.logs import BASE, CSMS, STATION, measured, python_ocpp

IDS = st.sampled_from(["a", "b", "c", "d", "e", "f", "g", "h"])
CONNECTOR = st.sampled_from([1, 1, 1, 2, 0])
TAG = st.sampled_from(["TAG", "tag", "OTHER"])
STATUS = st.sampled_from(["Available", "Preparing", "Charging", "Unavailable", "Reserved", "Faulted"])


def asks(action, **fields):
    return st.fixed_dictionaries(fields).map(
        lambda payload: (action, {name: value for name, value in payload.items() if value is not None})
    )


NAMED = st.one_of(st.none(), st.sampled_from([1, 1, 2]))
TRIGGERS = ["Heartbeat", "StatusNotification", "MeterValues", "BootNotification", "FirmwareStatusNotification"]
FROM_CSMS = st.one_of(
    asks("ChangeAvailability", connectorId=CONNECTOR, type=st.sampled_from(["Operative", "Inoperative"])),
    asks("TriggerMessage", requestedMessage=st.sampled_from(TRIGGERS), connectorId=NAMED),
    asks("ReserveNow", connectorId=CONNECTOR, reservationId=st.sampled_from([1, 2])),
    asks("CancelReservation", reservationId=st.sampled_from([1, 2])),
    asks("RemoteStartTransaction", idTag=TAG, connectorId=NAMED),
    asks("RemoteStopTransaction", transactionId=st.sampled_from([7, 8])),
    asks("RemoteStartTransaction", idTag=TAG, connectorId=NAMED),
    asks("RemoteStopTransaction", transactionId=st.sampled_from([7, 8])),
    st.sampled_from([("Reset", {"type": "Soft"}), *[("GetConfiguration", {})] * 5]),
)
SAMPLE = st.sampled_from(
    [{"value": "1"}, {"value": "1", "context": "Trigger"}, {"value": "1", "context": "Sample.Periodic"}]
)
FROM_STATION = st.one_of(
    asks("StatusNotification", connectorId=CONNECTOR, errorCode=st.just("NoError"), status=STATUS),
    asks("StatusNotification", connectorId=st.just(1), errorCode=st.just("NoError"), status=STATUS),
    asks("StartTransaction", connectorId=st.sampled_from([1, 2]), idTag=TAG, meterStart=st.just(0)),
    asks(
        "StopTransaction",
        transactionId=st.sampled_from([7, 8]),
        reason=st.sampled_from(["Remote", "Remote", "Local", None]),
    ),
    asks("MeterValues", connectorId=st.just(1), meterValue=SAMPLE.map(lambda sample: [{"sampledValue": [sample]}])),
    asks("Authorize", idTag=TAG),
    st.sampled_from([("BootNotification", {"chargePointModel": "M"}), *[("Heartbeat", {})] * 5]),
)
ANSWER = st.sampled_from([{"status": "Accepted"}] * 6 + [{"status": "Rejected"}, {"status": "Scheduled"}, {}])
PAUSE = st.sampled_from([0, 1, 2, 7, 50, 300, 900, 20_000, 20_000, -1, -400, -3_600_000, 4_000_000])
DAMAGE = st.sampled_from(["", "", "", "", "", "", "", "", "", "cut", "noise"])


def effects(action, payload: dict):
    """What a station would send that does what it is asked."""
    connector = payload.get("connectorId", 1)
    status = {"ReserveNow": "Reserved", "CancelReservation": "Available"}.get(action)
    if action == "ChangeAvailability":
        status = "Unavailable" if payload["type"] == "Inoperative" else "Available"
    if status is not None:
        yield "StatusNotification", {"connectorId": connector, "errorCode": "NoError", "status": status}
    if action == "TriggerMessage":
        notification: dict = {"status": "Available", "errorCode": "NoError"}
        meter: dict = {"meterValue": [{"sampledValue": [{"value": "1", "context": "Trigger"}]}]}
        of = {"StatusNotification": notification, "MeterValues": meter}.get(payload["requestedMessage"], {})
        yield payload["requestedMessage"], of and {"connectorId": connector, **of}
    if action == "RemoteStartTransaction":
        yield "StartTransaction", {"connectorId": connector, "idTag": payload["idTag"].upper(), "meterStart": 0}
    if action == "RemoteStopTransaction":
        yield "StopTransaction", {"transactionId": payload["transactionId"], "reason": "Remote"}


@st.composite
def logs(draw):
    """Lines; most requests are answered, many soon, some wrongly, twice or never."""
    lines: list[str] = []
    open_requests: list[tuple] = []
    due: list[tuple] = []
    now = BASE
    for _ in range(draw(st.integers(1, 45))):
        pause = draw(PAUSE) if draw(st.integers(0, 9)) == 0 else draw(st.sampled_from([1, 3, 40, 250]))
        now += timedelta(milliseconds=pause)
        station = draw(st.sampled_from(["CP1"] * 7 + ["CP2"]))
        what = draw(st.sampled_from(["answer"] * 6 + ["csms"] * 3 + ["station"] * 2 + ["due"] * 4 + ["stray"]))
        fresh = f"n{len(lines)}" if draw(st.integers(0, 7)) else draw(IDS)
        if what == "answer" and open_requests:
            station, to_csms, name = open_requests.pop(draw(st.sampled_from([-1, -1, -1, 0])))
            frame = [3, name, draw(ANSWER)] if draw(st.integers(0, 14)) else [4, name, "InternalError", "", {}]
            to_csms = not to_csms
        elif what in ("csms", "answer"):
            name, to_csms = fresh, False
            frame = [2, name, *draw(FROM_CSMS)]
            due += [(station, effect) for effect in effects(*frame[2:])]
            open_requests.append((station, to_csms, name))
        elif what in ("station", "due"):
            name, to_csms = fresh, True
            station, request = due.pop() if due and what == "due" else (station, draw(FROM_STATION))
            frame = [2, name, *request]
            open_requests.append((station, to_csms, name))
        else:
            to_csms, frame = draw(st.booleans()), [3, draw(IDS), draw(ANSWER)]
        text = json.dumps(frame, separators=draw(st.sampled_from([(",", ":"), (", ", ": ")])))
        line = python_ocpp(now, to_csms, text, station)
        damage = draw(DAMAGE)
        if damage == "cut":
            line = line[: line.index(" [", 40) + 6 + draw(st.integers(0, 3))]
        lines.append("some other line of the program" if damage == "noise" else line)
    return "\n".join(lines)


# The direction words are voted on by the first requests; two more see to it that they always are.
BEGIN = "\n".join(
    python_ocpp(BASE - timedelta(seconds=9), up, frame, "CP0")
    for up, frame in ((True, [2, "z", "Heartbeat", {}]), (False, [3, "z", {"currentTime": ""}]))
)


def same(text, answers, dut):
    content = f"{BEGIN}\n{text}\n"
    result = measured(content.encode(), answers)
    expected, totals = slow.measure(content, dut)
    found = {
        row.id: (sorted(row.samples), {other.reason: other.count for other in row.left_out})
        for row in result.measurements
    }
    assert found == expected
    pairing = result.pairing
    assert {
        "unanswered": pairing.unanswered,
        "unexpected": pairing.unexpected,
        "duplicates": pairing.duplicates,
    } == totals
    row = next(row for row in result.measurements if row.id == "response_timeout")
    assert row.count + sum(other.count for other in row.left_out) == pairing.requests, "every request ends in one place"


SLOW = settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@SLOW
@given(logs())
def test_a_station_is_measured_alike(text):
    same(text, STATION, "station")


@settings(SLOW, max_examples=100)
@given(logs())
def test_a_csms_is_measured_alike(text):
    same(text, CSMS, "csms")
