"""Logs for tests: messages with their times, written in the layout of one software or another."""

import io
import json
from datetime import UTC, datetime, timedelta

from certkit.logs.model import LogStatistics, Message, MessageFilter
from certkit.logs.read import MessageLogs
from certkit.measurement.derive import Measuring
from certkit.measurement.model import Measurement, Measurements
from certkit.measurement.read_metrics import metrics_of
from tests.rules.devices import edition, statement

BASE = datetime(2026, 3, 3, 10, 0, 0, tzinfo=UTC)
STATION = {
    "dut": "Charging Station",
    "response_timeout": 5,
    "triggered_function_timeout": 5,
    "remote_start_time": 3,
    "remote_stop_time": 3,
}
CSMS = {"dut": "CSMS", "response_timeout": 2, "authorize_response_time": 0.8}


def at(seconds: float) -> datetime:
    return BASE + timedelta(seconds=seconds)


def _text(frame) -> str:
    return frame if isinstance(frame, str) else json.dumps(frame, separators=(",", ":"))


def python_ocpp(when, to_csms, frame, station="CP1") -> str:
    stamp = when.strftime("%Y-%m-%d %H:%M:%S,") + f"{when.microsecond // 1000:03d}"
    return f"{stamp} INFO (MainThread) [ocpp] {station}: {'receive message' if to_csms else 'send'} {_text(frame)}"


def evcc(when, to_csms, frame, station="CP1") -> str:
    return f"evcc  | [ocpp  ] TRACE {when:%Y/%m/%d %H:%M:%S} {'recv' if to_csms else 'send'} {station}: {_text(frame)}"


def steve(when, to_csms, frame, station="CP1") -> str:
    stamp = when.strftime("%Y-%m-%d %H:%M:%S,") + f"{when.microsecond // 1000:03d}"
    way = "Received" if to_csms else "Sending"
    begin = f"[INFO ] {stamp} (qtp17-42) de.rwth.idsg.steve.ocpp.ws.WebSocketLogger"
    return f"{begin} - [chargeBoxId={station}, sessionId=0a1b-2c] {way}: {_text(frame)}"


def json_lines(when, to_csms, frame, station="CP1") -> str:
    way = "recv" if to_csms else "send"
    entry = {"time": when.isoformat(timespec="milliseconds"), "station": station, "direction": way, "frame": frame}
    return json.dumps(entry, separators=(",", ":"))


def json_text_in_json(when, to_csms, frame, station="CP1") -> str:
    way = "inbound" if to_csms else "outbound"
    entry = {"dir": way, "chargePointId": station, "message": _text(frame), "ts": round(when.timestamp() * 1000)}
    return json.dumps(entry)


def tool(when, to_csms, frame, station="CP1") -> str:
    """As a test tool may write: no station, the two sides named."""
    way = "CS -> CSMS" if to_csms else "CSMS -> CS"
    return f"{when.isoformat(timespec='microseconds').replace('+00:00', 'Z')} | {way} | {_text(frame)}"


def csv(when, to_csms, frame, station="CP1") -> str:
    quoted = _text(frame).replace('"', '""')
    return f'{when:%d.%m.%Y %H:%M:%S}.{when.microsecond // 1000:03d};{"IN" if to_csms else "OUT"};"{quoted}"'


def pretty(when, to_csms, frame, station="CP1") -> str:
    way = "ChargePoint>CentralSystem" if to_csms else "CentralSystem>ChargePoint"
    action = frame[2] if frame[0] == 2 else "Response"
    return f"{when.isoformat(timespec='milliseconds')}: {way} {action} \n{json.dumps(frame, indent=2)}\n"


LAYOUTS = {
    function.__name__: function
    for function in (python_ocpp, evcc, steve, json_lines, json_text_in_json, tool, csv, pretty)
}


class Log:
    """Messages, one after the other. Ids count up."""

    def __init__(self, layout=python_ocpp, station="CP1"):
        self.layout, self.station = layout, station
        self.lines: list[str] = []
        self.count = 0

    def line(self, text: str):
        self.lines.append(text)
        return self

    def frame(self, seconds, to_csms, frame):
        return self.line(self.layout(at(seconds), to_csms, frame, self.station))

    def station_asks(self, seconds, action, payload, answered=0.01, reply=None):
        return self._ask(seconds, True, action, payload, answered, reply or {})

    def csms_asks(self, seconds, action, payload, answered=0.1, reply="Accepted"):
        return self._ask(
            seconds, False, action, payload, answered, {"status": reply} if isinstance(reply, str) else reply
        )

    def _ask(self, seconds, to_csms, action, payload, answered, reply):
        self.count += 1
        name = f"m{self.count}"
        self.frame(seconds, to_csms, [2, name, action, payload])
        if answered is not None:
            self.frame(seconds + answered, not to_csms, [3, name, reply])
        return self

    def boot(self, seconds=0):
        payload = {"chargePointModel": "M", "chargePointVendor": "V"}
        reply = {"status": "Accepted", "interval": 300, "currentTime": "2026-03-03T10:00:00Z"}
        return self.station_asks(seconds, "BootNotification", payload, reply=reply)

    def status(self, seconds, connector, status):
        payload = {"connectorId": connector, "errorCode": "NoError", "status": status}
        return self.station_asks(seconds, "StatusNotification", payload)

    def start(self, seconds, connector=1, tag="TAG"):
        payload = {"connectorId": connector, "idTag": tag, "meterStart": 0, "timestamp": "2026-03-03T10:00:00Z"}
        return self.station_asks(seconds, "StartTransaction", payload, reply={"transactionId": 7})

    def stop(self, seconds, transaction=7, **more):
        payload = {"transactionId": transaction, "meterStop": 9, "timestamp": "2026-03-03T10:00:00Z", **more}
        return self.station_asks(seconds, "StopTransaction", payload)

    @property
    def content(self) -> bytes:
        return "\n".join([*self.lines, ""]).encode()


def read(content, *, message_filter: MessageFilter | None = None) -> tuple[list[Message], LogStatistics]:
    """All messages of one log, and its statistics."""
    logs = MessageLogs(["-"], io.BytesIO(_bytes(content)), metrics_of(edition()).protocol, message_filter)
    messages = list(logs)
    return messages, logs.statistics[0]


def measured(content, answers=None, *names: str) -> Measurements:
    """What is measured in a log, or in the files of these names."""
    measuring = Measuring(statement(answers or STATION), edition())
    stdin = io.BytesIO(_bytes(content))
    logs = MessageLogs(names or ["-"], stdin, metrics_of(edition()).protocol, measuring.message_filter)
    for message in logs:
        measuring.see(message)
    return measuring.finish(logs.statistics, keep_samples=True)


def _bytes(content) -> bytes:
    return content.content if isinstance(content, Log) else content


def parameter(result: Measurements, name: str) -> Measurement:
    return next(row for row in result.measurements if row.id == name)


def values(result: Measurements, name: str) -> list[float]:
    return [value / 1e6 for value in parameter(result, name).samples]


def left_out(result: Measurements, name: str) -> dict[str, int]:
    return {row.reason: row.count for row in parameter(result, name).left_out}
