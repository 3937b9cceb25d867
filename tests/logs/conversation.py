"""Conversations of charging stations and a CSMS, and what a right measurement of them gives.

A conversation is made of scenes (a remote start, a reservation, …). Each scene knows how long everything takes, because
it decides that itself: the truth is never read back from a text, and nothing here is shared with certkit.
"""

import json
import random
from collections import Counter
from typing import NamedTuple

BASE = 1_772_524_800_000_000
"""2026-03-03T08:00:00Z, in microseconds since 1970."""

SECOND = 1_000_000
MILLISECOND = 1_000

STATION_PARAMETERS = ("triggered_function_timeout", "response_timeout", "remote_start_time", "remote_stop_time")
CSMS_PARAMETERS = ("response_timeout", "authorize_response_time")


class Message(NamedTuple):
    """One message as it went over the WebSocket, at a time in microseconds since 1970."""

    time: int
    station: str
    from_station: bool
    kind: int
    id: str
    parts: tuple
    """What follows the id: action and payload, payload alone, or the three parts of a CALLERROR."""

    @property
    def frame(self) -> list:
        return [self.kind, self.id, *self.parts]

    @property
    def text(self) -> str:
        return compact(self.frame)

    @property
    def action(self) -> str:
        return self.parts[0] if self.kind == 2 else ""


class Value(NamedTuple):
    """A time between two messages that a right measurement finds."""

    dut: str
    parameter: str
    start: Message
    end: Message


class Truth(NamedTuple):
    """What a right measurement of a log gives. ``values`` has the sorted microseconds of each parameter."""

    messages: tuple[Message, ...]
    values: dict[str, list[int]]


def compact(frame) -> str:
    """A frame as devices send it."""
    return json.dumps(frame, separators=(",", ":"), ensure_ascii=False)


class Conversation:
    """All messages in order of time, and the values that follow."""

    def __init__(self, messages: list[Message], values: list[Value]):
        self.messages = sorted(messages, key=lambda message: message.time)
        self.values = values

    @property
    def stations(self) -> list[str]:
        return sorted({message.station for message in self.messages})

    def truth(self, unit: int = 1, dut: str = "station") -> Truth:
        """As a clock shows it whose times are whole multiples of ``unit`` microseconds."""
        parameters = STATION_PARAMETERS if dut == "station" else CSMS_PARAMETERS
        values: dict[str, list[int]] = {name: [] for name in parameters}
        for value in self.values:
            if value.dut == dut:
                values[value.parameter].append(value.end.time // unit * unit - value.start.time // unit * unit)
        messages = tuple(message._replace(time=message.time // unit * unit) for message in self.messages)
        return Truth(messages, {name: sorted(found) for name, found in values.items()})

    def of(self, station: str) -> "Conversation":
        """What one station took part in."""
        return Conversation(
            [message for message in self.messages if message.station == station],
            [value for value in self.values if value.start.station == station],
        )

    def without(self, *left_out: Message) -> "Conversation":
        """Without some messages, and without every value that begins or ends with one of them."""
        return Conversation(
            [message for message in self.messages if message not in left_out],
            [value for value in self.values if value.start not in left_out and value.end not in left_out],
        )


class Talk:
    """One station and its CSMS, scene after scene."""

    def __init__(self, station: str, seed: int, begin: int = BASE):
        self.station = station
        self.random = random.Random(f"{station} {seed}")
        self.now = begin + self.random.randrange(0, 900) * MILLISECOND
        self.count = 0
        self.transaction = 40
        self.reservation = 6
        self.messages: list[Message] = []
        self.values: list[Value] = []

    def wait(self, at_least: float, at_most: float) -> None:
        """Let some milliseconds go by."""
        self.now += self.random.randrange(round(at_least * 1000), round(at_most * 1000) + 1) * MILLISECOND

    def say(self, from_station: bool, kind: int, name: str, *parts) -> Message:
        message = Message(self.now, self.station, from_station, kind, name, parts)
        self.messages.append(message)
        return message

    def measure(self, dut: str, parameter: str, start: Message, end: Message) -> None:
        self.values.append(Value(dut, parameter, start, end))

    def next_id(self) -> str:
        self.count += 1
        return f"ex-{self.count:04}"

    def stamp(self) -> str:
        """The time as payloads have it; it never is the time of the log."""
        seconds = (self.now - BASE) // SECOND
        return f"2026-03-03T08:{seconds // 60:02}:{seconds % 60:02}.000Z"

    def station_asks(self, action: str, payload: dict, answer: dict | None = None) -> Message:
        """A request of the station, which the CSMS answers within 30 ms."""
        request = self.say(True, 2, self.next_id(), action, payload)
        self.wait(0.005, 0.030)
        reply = self.say(False, 3, request.id, {} if answer is None else answer)
        self.measure("csms", "response_timeout", request, reply)
        if action == "Authorize":
            self.measure("csms", "authorize_response_time", request, reply)
        self.wait(0.002, 0.010)
        return request

    def csms_asks(self, action: str, payload: dict, answer=None, between=None) -> tuple[Message, Message]:
        """A request of the CSMS and the station's answer; ``between`` is a scene that happens in the meantime."""
        request = self.say(False, 2, self.next_id(), action, payload)
        self.wait(0.090, 0.250)
        if between:
            between()
            self.wait(0.020, 0.090)
        reply = self.say(True, 3, request.id, {"status": "Accepted"} if answer is None else answer)
        self.measure("station", "response_timeout", request, reply)
        return request, reply

    def triggers(self, request: tuple[Message, Message], action: str, payload: dict, answer: dict | None = None):
        """What the station does because of an accepted request."""
        self.wait(0.150, 1.400)
        self.measure("station", "triggered_function_timeout", request[1], self.station_asks(action, payload, answer))

    def status(self, connector: int, status: str) -> dict:
        return {"connectorId": connector, "errorCode": "NoError", "status": status, "timestamp": self.stamp()}

    # The scenes. Each leaves the connectors as it found them: Available.

    def boot(self) -> None:
        payload = {"chargePointModel": "EX-22 Duo", "chargePointVendor": "Example", "firmwareVersion": "3.1.0"}
        answer = {"currentTime": self.stamp(), "interval": 300, "status": "Accepted"}
        self.station_asks("BootNotification", payload, answer)
        for connector in (0, 1, 2):
            self.station_asks("StatusNotification", self.status(connector, "Available"))

    def availability(self) -> None:
        for kind, status in (("Inoperative", "Unavailable"), ("Operative", "Available")):
            request = self.csms_asks("ChangeAvailability", {"connectorId": 1, "type": kind})
            self.triggers(request, "StatusNotification", self.status(1, status))
            self.wait(2, 5)

    def trigger_heartbeat(self) -> None:
        request = self.csms_asks("TriggerMessage", {"requestedMessage": "Heartbeat"})
        self.triggers(request, "Heartbeat", {}, {"currentTime": self.stamp()})

    def trigger_status(self) -> None:
        request = self.csms_asks("TriggerMessage", {"requestedMessage": "StatusNotification", "connectorId": 2})
        self.triggers(request, "StatusNotification", self.status(2, "Available"))

    def trigger_meter(self) -> None:
        request = self.csms_asks("TriggerMessage", {"requestedMessage": "MeterValues", "connectorId": 1})
        sample = {"value": "1200", "context": "Trigger", "measurand": "Energy.Active.Import.Register", "unit": "Wh"}
        meter = [{"timestamp": self.stamp(), "sampledValue": [sample]}]
        self.triggers(request, "MeterValues", {"connectorId": 1, "meterValue": meter})

    def reserve(self) -> None:
        self.reservation += 1
        payload = {
            "connectorId": 2,
            "expiryDate": "2026-03-03T20:00:00Z",
            "idTag": "EX-TAG-1",
            "reservationId": self.reservation,
        }
        request = self.csms_asks("ReserveNow", payload)
        self.triggers(request, "StatusNotification", self.status(2, "Reserved"))
        self.wait(2, 5)
        request = self.csms_asks("CancelReservation", {"reservationId": self.reservation})
        self.triggers(request, "StatusNotification", self.status(2, "Available"))

    def remote(self) -> None:
        self.station_asks("StatusNotification", self.status(1, "Preparing"))
        self.wait(1, 3)
        start = self.csms_asks("RemoteStartTransaction", {"connectorId": 1, "idTag": "EX-TAG-1"})
        self.wait(0.2, 0.3)
        self.station_asks("Authorize", {"idTag": "EX-TAG-1"}, {"idTagInfo": {"status": "Accepted"}})
        self.wait(0.3, 1.5)
        self.measure("station", "remote_start_time", start[0], self._transaction("EX-TAG-1"))
        stop = self.csms_asks("RemoteStopTransaction", {"transactionId": self.transaction})
        self.wait(0.4, 1.2)
        self.measure("station", "remote_stop_time", stop[0], self._end("Remote"))

    def local(self) -> None:
        self.station_asks("StatusNotification", self.status(1, "Preparing"))
        self.station_asks("Authorize", {"idTag": "EX-TAG-2"}, {"idTagInfo": {"status": "Accepted"}})
        self.wait(0.3, 1.5)
        self._transaction("EX-TAG-2")
        self._end("EVDisconnected")

    def _transaction(self, tag: str) -> Message:
        self.transaction += 1
        payload = {"connectorId": 1, "idTag": tag, "meterStart": 2000, "timestamp": self.stamp()}
        answer = {"idTagInfo": {"status": "Accepted"}, "transactionId": self.transaction}
        request = self.station_asks("StartTransaction", payload, answer)
        self.station_asks("StatusNotification", self.status(1, "Charging"))
        self.wait(10, 20)
        sample = {"value": "2040", "context": "Sample.Periodic", "unit": "Wh"}
        meter = [{"timestamp": self.stamp(), "sampledValue": [sample]}]
        payload = {"connectorId": 1, "transactionId": self.transaction, "meterValue": meter}
        self.station_asks("MeterValues", payload)
        self.wait(5, 10)
        return request

    def _end(self, reason: str) -> Message:
        payload = {"transactionId": self.transaction, "meterStop": 2060, "timestamp": self.stamp(), "reason": reason}
        request = self.station_asks("StopTransaction", payload, {"idTagInfo": {"status": "Accepted"}})
        self.station_asks("StatusNotification", self.status(1, "Finishing"))
        self.wait(4, 6)
        self.station_asks("StatusNotification", self.status(1, "Available"))
        return request

    def refused(self) -> None:
        """The station answers with an error, then says no."""
        request = self.say(False, 2, self.next_id(), "GetDiagnostics", {"location": "ftp://192.0.2.7/up"})
        self.wait(0.090, 0.250)
        reply = self.say(True, 4, request.id, "NotSupported", "", {})
        self.measure("station", "response_timeout", request, reply)
        self.wait(1, 3)
        self.csms_asks("TriggerMessage", {"requestedMessage": "BootNotification"}, {"status": "Rejected"})

    def crossing(self) -> None:
        """A request of the station while one of the CSMS waits."""
        beat = {"currentTime": self.stamp()}
        self.csms_asks("ClearCache", {}, between=lambda: self.station_asks("Heartbeat", {}, beat))

    def configuration(self) -> None:
        keys = [{"key": "HeartbeatInterval", "readonly": False, "value": "300"}]
        self.csms_asks("GetConfiguration", {"key": ["HeartbeatInterval"]}, {"configurationKey": keys})

    def tricky(self) -> None:
        """Payloads that contain what a reader looks for: brackets, quotes, a frame, a time, the words of directions."""
        data = 'He said "sent ]}\' [2," — ok\\ 2026-03-03T01:02:03Z received'
        self.station_asks("DataTransfer", {"vendorId": "Example", "data": data}, {"status": "Accepted"})
        inner = compact([2, "inner-1", "Heartbeat", {}])
        self.csms_asks("DataTransfer", {"vendorId": "Example", "data": inner}, {"status": "Accepted", "data": "[3,"})

    def big(self) -> None:
        """An answer of more than 16 KiB, which container runtimes write in parts."""
        keys = [{"key": f"ExampleKey{number:04}", "readonly": True, "value": "x" * 40} for number in range(400)]
        self.csms_asks("GetConfiguration", {}, {"configurationKey": keys, "unknownKey": []})


SCENES = ("availability", "trigger_heartbeat", "trigger_status", "trigger_meter", "reserve", "remote")
MORE_SCENES = ("local", "refused", "crossing", "configuration")


def conversation(
    seed: int = 1, stations: tuple[str, ...] = ("CP01",), scenes: tuple[str, ...] = MORE_SCENES
) -> Conversation:
    """Every scene that gives a value, and those named, in an order that the seed decides.

    Several stations talk at the same time, with the same message ids.
    """
    messages: list[Message] = []
    values: list[Value] = []
    for station in stations:
        talk = Talk(station, seed)
        talk.boot()
        order = [*SCENES, *scenes]
        talk.random.shuffle(order)
        for scene in order:
            talk.wait(2, 4)
            getattr(talk, scene)()
        messages += talk.messages
        values += talk.values
    return Conversation(messages, values)


def counts(conversation: Conversation, dut: str = "station") -> Counter:
    """Parameter -> how many values a right measurement gives."""
    return Counter({name: len(values) for name, values in conversation.truth(dut=dut).values.items()})
