"""A short conversation, written by hand in each way in which a log surprised somebody; the values are known by hand."""

import gzip
import io
import json
import tarfile
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.logs.reading import Measured, measure_bytes, unaccounted

TALK = [
    ("10:00:00.000", "recv", '[2,"a1","StatusNotification",{"connectorId":1,"status":"Available"}]'),
    ("10:00:00.010", "send", '[3,"a1",{}]'),
    ("10:00:05.000", "send", '[2,"c1","ChangeAvailability",{"connectorId":1,"type":"Inoperative"}]'),
    ("10:00:05.200", "recv", '[3,"c1",{"status":"Accepted"}]'),
    ("10:00:06.300", "recv", '[2,"a2","StatusNotification",{"connectorId":1,"status":"Unavailable"}]'),
    ("10:00:06.310", "send", '[3,"a2",{}]'),
    ("10:00:10.000", "send", '[2,"c2","TriggerMessage",{"requestedMessage":"Heartbeat"}]'),
    ("10:00:10.150", "recv", '[3,"c2",{"status":"Accepted"}]'),
    ("10:00:10.900", "recv", '[2,"a3","Heartbeat",{}]'),
    ("10:00:10.910", "send", '[3,"a3",{"currentTime":"2026-03-03T12:34:56Z"}]'),
    ("10:00:20.000", "send", '[2,"c3","RemoteStartTransaction",{"idTag":"EX-TAG-1"}]'),
    ("10:00:20.180", "recv", '[3,"c3",{"status":"Accepted"}]'),
    ("10:00:21.500", "recv", '[2,"a4","StartTransaction",{"connectorId":1,"idTag":"EX-TAG-1","meterStart":0}]'),
    ("10:00:21.510", "send", '[3,"a4",{"idTagInfo":{"status":"Accepted"},"transactionId":7}]'),
    ("10:00:30.000", "send", '[2,"c4","RemoteStopTransaction",{"transactionId":7}]'),
    ("10:00:30.120", "recv", '[3,"c4",{"status":"Accepted"}]'),
    ("10:00:30.800", "recv", '[2,"a5","StopTransaction",{"transactionId":7,"meterStop":9,"reason":"Remote"}]'),
    ("10:00:30.810", "send", '[3,"a5",{}]'),
]  # fmt: skip

VALUES = {
    "triggered_function_timeout": [0.75, 1.1],
    "response_timeout": [0.12, 0.15, 0.18, 0.2],
    "remote_start_time": [1.5],
    "remote_stop_time": [0.8],
}
IN_WHOLE_SECONDS = {
    "triggered_function_timeout": [0, 1],
    "response_timeout": [0, 0, 0, 0],
    "remote_start_time": [1],
    "remote_stop_time": [0],
}
PYTHON = {"recv": "receive message", "send": "send"}


def seconds(measured: Measured) -> dict[str, list[float]]:
    return {name: [value / 1_000_000 for value in values] for name, values in measured.values.items()}


def text_of(lines: Iterable[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()


def python_ocpp(name: str, talk=TALK) -> list[str]:
    return [f"2026-03-03 {time} INFO (MainThread) [ocpp] {name}: {PYTHON[way]} {frame}" for time, way, frame in talk]


@pytest.fixture
def reading(tmp_path):
    """Measure bytes; every frame that they have is found, and is in the sum."""

    def read(content: bytes, name: str = "messages.log", frames: int = len(TALK)) -> Measured:
        measured = measure_bytes(tmp_path, content, name)
        assert unaccounted(measured, frames) == []
        return measured

    return read


@pytest.mark.parametrize("name", ["charger", "ev-charger", "Garage Station", "station", "cp/1", "server", "CSMS-1"])
def test_a_station_whose_name_is_a_word(reading, name):
    measured = reading(text_of(python_ocpp(name)))
    assert seconds(measured) == VALUES
    assert measured.logs[0]["stations"] == [name]


def test_a_request_and_its_answer_on_one_line(reading):
    way = {"recv": "Send", "send": "Recv"}  # the station writes
    parts = [f"{time} > [MO] {way[direction]}: {frame}" for time, direction, frame in TALK]
    lines = [first + second for first, second in zip(parts[::2], parts[1::2], strict=True)]
    assert seconds(reading(text_of(lines))) == VALUES


def nanoseconds(time: str) -> str:
    minutes, fraction = time[6:].split(".")
    return str((1_772_532_000 + int(minutes)) * 1_000_000_000 + int(fraction) * 1_000_000)


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("newest_first", [False, True])
def test_the_answer_of_a_log_query(reading, indent, newest_first):
    values = [[nanoseconds(time), f"EX22 {way} {frame}"] for time, way, frame in TALK]
    if newest_first:
        values.reverse()
    result = {"resultType": "streams", "result": [{"stream": {"job": "ocpp"}, "values": values}]}
    content = json.dumps({"status": "success", "data": result}, indent=indent)
    assert seconds(reading(content.encode())) == VALUES


def test_a_payload_that_goes_on_in_the_next_lines(reading):
    lines = []
    for line in python_ocpp("EX22"):
        before, brace, payload = line.partition("{")
        lines += [before, *json.dumps(json.loads(brace + payload[:-1]), indent=0).split("\n")]
        lines[-1] += "]"
    assert seconds(reading(text_of(lines))) == VALUES


def test_a_prefix_on_each_line_of_a_frame(reading):
    lines = []
    for time, way, frame in TALK:
        lines += [
            f"2026-03-03 {time} EX22 {way}: {line}" for line in json.dumps(json.loads(frame), indent=2).split("\n")
        ]
    assert seconds(reading(text_of(lines))) == VALUES


def test_two_loggers_of_one_program(reading):
    lines = []
    for line, (time, way, frame) in zip(python_ocpp("EX22"), TALK, strict=True):
        arrow = "<" if way == "recv" else ">"
        body = f"Frame(fin=True, opcode=<Opcode.TEXT: 1>, data={frame.encode()!r}, rsv1=False, rsv2=False, rsv3=False)"
        other = f"2026-03-03 {time} DEBUG (MainThread) [websockets.protocol] server {arrow} {body}"
        lines += [other, line] if way == "recv" else [line, other]
    measured = reading(text_of(lines), frames=2 * len(TALK))
    assert seconds(measured) == VALUES
    assert measured.reasons == {"repeated": len(TALK)}


def test_two_loggers_that_write_whole_seconds(reading):
    lines = []
    for time, way, frame in TALK:
        lines.append(
            f"2026-03-03 {time[:8]} DEBUG [websockets.server] {'<' if way == 'recv' else '>'} TEXT {frame!r} [9 bytes]"
        )
        lines.append(f"2026-03-03 {time[:8]} INFO [ocpp] EX22: {PYTHON[way]} {frame}")
    assert seconds(reading(text_of(lines), frames=2 * len(TALK))) == IN_WHOLE_SECONDS


def test_two_stations_in_the_json_of_a_container(reading):
    """Both write the same message ids at the same time. The program writes whole seconds, the container finer ones."""
    lines = []
    for time, way, frame in TALK:
        for name in ("A", "B"):
            line = f"[ocpp  ] TRACE 2026/03/03 {time[:8]} {way} {name}: {frame}\n"
            lines.append(json.dumps({"log": line, "stream": "stdout", "time": f"2026-03-03T{time}000123Z"}))
    measured = seconds(reading(text_of(lines), frames=2 * len(TALK)))
    twice = [{name: sorted(values * 2) for name, values in of.items()} for of in (VALUES, IN_WHOLE_SECONDS)]
    assert measured in twice


def test_two_stations_that_only_the_envelope_names(reading):
    lines = []
    for time, way, frame in TALK:
        for name in ("A", "B"):
            entry = {"message": frame, "direction": way, "labels": {"chargePointId": name}}
            lines.append(json.dumps({"entry": entry, "timestamp": f"2026-03-03T{time}Z"}))
    measured = seconds(reading(text_of(lines), frames=2 * len(TALK)))
    assert measured == {name: sorted(values * 2) for name, values in VALUES.items()}


def test_a_text_inside_and_the_time_outside(reading):
    lines = []
    for time, way, frame in TALK:
        payload = {"direction": {"recv": "IN", "send": "OUT"}[way], "message": frame, "chargePointId": "EX22"}
        lines.append(json.dumps({"insertId": "a", "jsonPayload": payload, "timestamp": f"2026-03-03T{time}000Z"}))
    assert seconds(reading(text_of(lines))) == VALUES


def test_a_frame_that_is_escaped_twice(reading):
    """The container's time is late; the program's own is the right one."""
    lines = []
    for number, (time, way, frame) in enumerate(TALK):
        inner = {"ts": int(nanoseconds(time)) / 1_000_000_000, "dir": {"recv": "in", "send": "out"}[way], "msg": frame}
        late = f"2026-03-03T10:00:{int(time[6:8]) + 1 + number % 2:02}.000000123Z"
        lines.append(json.dumps({"log": json.dumps(inner) + "\n", "stream": "stdout", "time": late}))
    assert seconds(reading(text_of(lines))) == VALUES


def test_the_newest_line_first(reading):
    lines = [f"2026-03-03 {time} {way} {frame}" for time, way, frame in reversed(TALK)]
    measured = reading(text_of(lines))
    assert seconds(measured) == VALUES
    assert measured.logs[0]["newest_first"]


@pytest.mark.parametrize("separator", ["\t", " ", " | "])
def test_the_time_of_a_collector_before_that_of_the_program(reading, separator):
    lines = python_ocpp("EX22")
    late = [f"2026-03-03 10:00:{int(time[6:8]) + number % 2:02}.990" for number, (time, _, _) in enumerate(TALK)]
    content = text_of(separator.join(pair) for pair in zip(late, lines, strict=True))
    assert seconds(reading(content)) == VALUES


def test_a_coarse_time_before_a_fine_one(reading):
    lines = [f"Mar  3 {line[11:19]} gateway csms[7]: {line}" for line in python_ocpp("EX22")]
    assert seconds(reading(text_of(lines))) == VALUES


def test_the_time_in_the_last_column(reading):
    rows = [f'EX22,{way},"{frame.replace(chr(34), chr(34) * 2)}",2026-03-03 {time}' for time, way, frame in TALK]
    assert seconds(reading(text_of(["station,direction,message,time", *rows]))) == VALUES


def test_quotes_as_xml_entities(reading):
    lines = [
        f'<message time="2026-03-03T{time}Z" direction="{way}">{frame.replace(chr(34), "&quot;")}</message>'
        for time, way, frame in TALK
    ]
    assert seconds(reading(text_of(lines))) == VALUES


@pytest.mark.parametrize("compression", ["gz", "bz2", "xz"])
def test_two_logs_in_an_archive(reading, compression):
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=f"w:{compression}") as archive:  # type: ignore[call-overload]
        for name in ("a.log", "b.log"):
            content = text_of(python_ocpp(name))
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    measured = reading(buffer.getvalue(), f"two.tar.{compression}", frames=2 * len(TALK))
    assert seconds(measured) == {name: sorted(values * 2) for name, values in VALUES.items()}
    assert [Path(log["file"]).name for log in measured.logs] == ["a.log", "b.log"]


def zipped(name: str, content: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return buffer.getvalue()


def test_an_archive_in_an_archive(reading):
    inner = zipped("messages.log", text_of(python_ocpp("EX22")))
    assert seconds(reading(zipped("inner.zip", inner), "outer.zip")) == VALUES


def test_a_compressed_log_in_an_archive(reading):
    inner = gzip.compress(text_of(python_ocpp("EX22")))
    assert seconds(reading(zipped("messages.log.gz", inner), "outer.zip")) == VALUES


@pytest.mark.parametrize("payload", ["[]", "null"])
def test_answers_whose_payload_is_an_empty_list(reading, payload):
    """What a PHP back office answers. The station's own messages are as they were, and so are all values."""
    talk = [
        (time, way, frame.replace('",{}]', f'",{payload}]') if '[3,"a' in frame else frame) for time, way, frame in TALK
    ]
    assert talk != TALK
    measured = reading(text_of(python_ocpp("EX22", talk)))
    assert seconds(measured) == VALUES
    assert {"[]": "list-payload", "null": "null-payload"}[payload] in measured.noticed


def test_message_ids_that_are_numbers(reading):
    talk = [(time, way, frame.replace('"c2"', "17")) for time, way, frame in TALK]
    measured = reading(text_of(python_ocpp("EX22", talk)))
    assert "number-id" in measured.noticed
    for name, values in seconds(measured).items():
        assert set(VALUES[name]) - {0.15, 0.75} <= set(values) <= set(VALUES[name])


def test_powershell_writes_utf_16(reading):
    content = "\r\n".join([*python_ocpp("EX22"), ""]).encode("utf-16")
    assert seconds(reading(content)) == VALUES


@pytest.mark.parametrize("together", [1, 3, 18])
def test_a_prefix_on_each_line_inside_json(reading, together):
    """An entry with several lines, of one frame or of several; some frames have the same prefix."""
    texts = []
    for time, way, frame in TALK:
        prefix = f"2026-03-03T{time}Z [EX22] {way}: "
        texts.append("\n".join(prefix + line for line in json.dumps(json.loads(frame), indent=2).split("\n")))
    entries = ["\n".join(texts[at : at + together]) for at in range(0, len(texts), together)]
    assert seconds(reading(text_of(json.dumps({"log": entry, "stream": "stdout"}) for entry in entries))) == VALUES


def test_a_document_on_one_line_of_several_megabytes(reading):
    """The answer of a log service to a query over a long time."""
    entries = [[f"2026-03-03T{time}Z", f"{'x' * 300_000} EX22 {PYTHON[way]} {frame}"] for time, way, frame in TALK]
    content = json.dumps({"data": {"result": [{"stream": {"job": "ocpp"}, "values": entries}]}})
    assert len(content) > 1 << 22
    assert seconds(reading(content.encode())) == VALUES
