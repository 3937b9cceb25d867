"""Kinds of logs that are written by one software and kept by another: nothing is lost, doubled, mixed or invented."""

import json
import re
from datetime import timedelta

import pytest

from certkit.errors import UnreadableFile
from certkit.logs import joining
from certkit.logs import read as reading
from tests.measurement.logs import LAYOUTS, Log, at, evcc, left_out, measured, python_ocpp, read, tool, values
from tests.measurement.test_logs import session


def closes(log) -> bool:
    """Whether every frame ends in one place."""
    rest = sum(log.frames_not_needed.values()) + sum(log.frames_left_out.values())
    return log.frames_found == log.frames_used + rest


def is_right(content: bytes, frames: int = 14) -> None:
    """Whether the session is measured as it was, and all its frames are accounted for."""
    result = measured(content)
    (log,) = result.logs
    assert values(result, "response_timeout") == pytest.approx([2, 1, 1])
    assert values(result, "remote_start_time") == pytest.approx([4])
    assert values(result, "remote_stop_time") == pytest.approx([5])
    assert log.frames_found == frames
    assert closes(log)


def lines_of(layout=python_ocpp) -> list[str]:
    return session(layout).lines


def docker(line: str, time: str, **more) -> str:
    return json.dumps({"log": line + "\n", "stream": "stdout", "time": time, **more})


def plain_times() -> list[str]:
    return [line[:23].replace(" ", "T").replace(",", ".") + "Z" for line in lines_of()]


def test_two_frames_on_a_line():
    lines = lines_of(tool)
    is_right("\n".join(a + b for a, b in zip(lines[::2], lines[1::2], strict=True)).encode())


def test_a_second_frame_on_a_line_of_a_known_form_is_not_missed():
    log = session(python_ocpp)
    for number in range(300):
        log.station_asks(100 + number, "Heartbeat", {})
    a, b = log.lines[-2:]
    log.lines[-2:] = [a + " " + b]
    (statistics,) = measured(log).logs
    assert (statistics.frames_found, statistics.lines) == (614, 613)
    assert closes(statistics)


@pytest.mark.parametrize("name", ["charger", "station", "Garage Station", "cp/1", "ev-charger", "client", "CSMS-1"])
def test_the_name_of_a_station_is_a_name(name):
    log = Log(python_ocpp, name)
    log.lines = session(python_ocpp).lines
    log.lines = [line.replace("CP1:", f"{name}:") for line in log.lines]
    is_right(log.content)
    assert read(log)[1].stations == (name,)


def cell(text: str) -> str:
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


def wrapped(name: str) -> bytes:
    """The session in an envelope."""
    lines, times = lines_of(), plain_times()
    entries = list(zip(lines, times, strict=True))
    loki = [{"stream": {"job": "x"}, "values": [[f"{n}", line] for n, (line, _) in enumerate(entries, 1772532000)]}]
    return {
        "docker": lambda: "\n".join(docker(line, time) for line, time in entries),
        "docker in parts": lambda: "\n".join(
            json.dumps({"log": part, "stream": "stdout", "time": time})
            for line, time in entries
            for part in ([f"{line}\n"] if len(line) < 100 else [line[:90], f"{line[90:]}\n"])
        ),
        "kubernetes": lambda: "\n".join(
            f"{time} stdout {flag} {part}"
            for line, time in entries
            for flag, part in ([("F", line)] if len(line) < 100 else [("P", line[:90]), ("F", line[90:])])
        ),
        "compose": lambda: "\n".join(f"csms-1  | {line}" for line in lines),
        "one line of JSON": lambda: json.dumps({"data": {"result": loki}}),
        "pretty JSON": lambda: json.dumps({"data": {"result": loki}}, indent=2),
        "pretty array": lambda: json.dumps(
            [{"textPayload": line, "timestamp": time} for line, time in entries], indent=2
        ),
        "escaped twice": lambda: "\n".join(docker(json.dumps({"msg": line}), time) for line, time in entries),
        "cells": lambda: "\n".join(["Time,Line", *(f"{time},{cell(line)}" for line, time in entries)]),
        "XML": lambda: "\n".join(f"<entry>{line.replace(chr(34), '&quot;')}</entry>" for line in lines),
        "key and value": lambda: "\n".join(f"level=debug msg={json.dumps(line)}" for line in lines),
    }[name]().encode()


@pytest.mark.parametrize(
    "name",
    ["docker", "docker in parts", "kubernetes", "compose", "one line of JSON", "pretty JSON", "pretty array",
     "escaped twice", "cells", "XML", "key and value"],
)  # fmt: skip
def test_envelopes(name):
    is_right(wrapped(name))


def test_two_stations_are_not_mixed_whatever_hides_their_names():
    both = []
    for name in ("A", "B"):
        log = session(evcc)
        both += [
            docker(line.replace("CP1:", f"{name}:"), time) for line, time in zip(log.lines, plain_times(), strict=True)
        ]
    both.sort(key=lambda line: json.loads(line)["time"])
    result = measured("\n".join(both).encode())
    assert result.logs[0].stations == ("A", "B")
    assert sorted(values(result, "response_timeout")) == pytest.approx([1, 1, 1, 1, 2, 2])
    assert left_out(result, "response_timeout") == {}


@pytest.mark.parametrize("form", ["{time} {name} {rest}", "{time} {rest} ({name})", "[{name}] {time} {rest}"])
def test_two_stations_with_no_key_for_their_names(form):
    lines = []
    for name, late in (("EX22", 0), ("EX11", 3.3)):
        log = session(lambda when, *rest, late=late: tool(when + timedelta(seconds=late), *rest))
        for number in range(20):
            log.station_asks(100 + number, "StatusNotification", {"connectorId": number % 2, "status": name})
            log.csms_asks(100.5 + number, "ClearCache", {})
        lines += [(line, name) for line in log.lines]
    text = "\n".join(form.format(time=line[:27], name=name, rest=line[27:]) for line, name in sorted(lines))
    result = measured(text.encode())
    assert set(result.logs[0].stations) == {"EX22", "EX11"}
    assert len(values(result, "response_timeout")) == 2 * 23
    assert left_out(result, "response_timeout") == {}


def test_the_time_of_the_writing_software_counts():
    """The collector is up to half a second late, and not evenly."""
    lines = []
    for number, line in enumerate(lines_of()):
        late = at(number) + timedelta(milliseconds=137 * number % 450)
        lines.append(f"{late:%Y-%m-%d %H:%M:%S}.{late.microsecond // 1000:03d}\t{line}")
    result = measured("\n".join(lines).encode())
    assert values(result, "response_timeout") == pytest.approx([2, 1, 1])
    assert result.logs[0].time == "before 1"


def test_a_finer_time_of_the_collector_counts_if_it_agrees():
    log = Log(evcc).boot()
    for number in range(20):
        log.csms_asks(10 + 2 * number, "ClearCache", {}, answered=0.25)
    times = [at(seconds) for seconds in (0, 0.01, *(10 + 2 * n + d for n in range(20) for d in (0, 0.25)))]
    lines = [docker(line, f"{time:%Y-%m-%dT%H:%M:%S.%f}Z") for line, time in zip(log.lines, times, strict=True)]
    result = measured("\n".join(lines).encode())
    assert values(result, "response_timeout") == pytest.approx([0.25] * 20)
    assert result.logs[0].time == "1.time"


def test_a_coarse_time_counts_if_the_finer_one_does_not_agree():
    log = Log(evcc).boot()
    for number in range(20):
        log.csms_asks(10 + 2 * number, "ClearCache", {}, answered=1)
    lines = [docker(line, f"{at(7 * number):%Y-%m-%dT%H:%M:%S}.123Z") for number, line in enumerate(log.lines)]
    result = measured("\n".join(lines).encode())
    assert values(result, "response_timeout") == pytest.approx([1] * 20)
    assert result.logs[0].time == "before 1"


def test_newest_first_is_turned_round():
    log = session(python_ocpp)
    log.lines.reverse()
    is_right(log.content)
    assert read(log)[1].newest_first
    assert not read(session(python_ocpp))[1].newest_first


def test_newest_first_that_is_too_long_is_refused(monkeypatch):
    monkeypatch.setattr(reading, "_MOST_TURNED", 3000)
    log = session(python_ocpp)
    log.lines.reverse()
    with pytest.raises(UnreadableFile, match="newest line"):
        measured(log)


def test_a_document_that_is_too_long_is_refused(monkeypatch):
    monkeypatch.setattr(joining, "_MOST_BYTES", 1000)
    with pytest.raises(UnreadableFile, match="a JSON document of more than"):
        measured(wrapped("pretty JSON"))


@pytest.mark.parametrize("order", [1, -1])
def test_two_loggers_write_each_frame(order):
    lines = []
    for line in lines_of():
        frame = line[line.index("[", 40) :]
        sign = "<" if "receive" in line else ">"
        both = [
            line,
            f"{line[:23]} DEBUG (MainThread) [websockets.protocol] server {sign} Frame(data=b'{frame}', rsv1=False)",
        ]
        lines += both[::order]
    is_right("\n".join(lines).encode(), 28)
    assert read("\n".join(lines).encode())[1].frames_left_out == {"repeated": 14}


def test_two_hops_write_each_frame():
    log = session(python_ocpp)
    later = [line.replace(line[20:23], f"{int(line[20:23]) + 7:03d}", 1) for line in log.lines]
    log.lines = [line for both in zip(log.lines, later, strict=True) for line in both]
    is_right(log.content, 28)


def test_an_answer_that_cannot_be_read_leaves_out_its_request_and_no_more():
    log = session(python_ocpp)
    number = next(n for n, line in enumerate(log.lines) if "[3," in line and "send" in line)
    log.lines[number] = log.lines[number].replace("{", "{{", 1)
    is_right(log.content)
    start = Log(python_ocpp).boot().status(1, 1, "Preparing")
    start.csms_asks(10, "RemoteStartTransaction", {"connectorId": 1, "idTag": "TAG"}, answered=0.2)
    start.frame(10.3, False, '[3,"m2",{"a":nope}]').start(11)
    assert values(measured(start), "remote_start_time") == pytest.approx([1])


@pytest.mark.parametrize(
    ("pattern", "replacement"),
    [(r"\{\}\]", "[]]"), (r"\{\}\]", "null]"), (r'"m(\d+)"', r"\1")],
    ids=["list", "null", "number"],
)
def test_other_forms_of_a_frame_are_read(pattern, replacement):
    lines = [re.sub(pattern, replacement, line) for line in lines_of()]
    assert lines != lines_of()
    is_right("\n".join(lines).encode())


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_the_sum_closes(layout):
    log = session(layout)
    log.line('recv CP1: [2,"x","Heart').line("2026-03-03 10:09:00 recv [2,").line(
        "<soap:Envelope xmlns='urn://Ocpp/Cs'>"
    )
    assert closes(read(log)[1])
    assert closes(measured(log).logs[0])
