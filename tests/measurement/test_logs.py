"""Logs as real software writes them: layouts, directions, times, clocks, damage, containers."""

import gzip
import hashlib
import io
import zipfile
from datetime import UTC, datetime, timedelta

import pytest

from certkit.errors import UnreadableFile
from certkit.logs.files import LONGEST
from certkit.logs.model import CALL
from certkit.measurement.read_metrics import metrics_of
from tests.measurement.logs import LAYOUTS, Log, at, evcc, measured, parameter, read, values


def session(layout):
    log = (
        Log(layout).boot().status(1, 1, "Preparing").csms_asks(10, "GetConfiguration", {"key": ["A", "B"]}, answered=2)
    )
    log.csms_asks(20, "RemoteStartTransaction", {"connectorId": 1, "idTag": "TAG"}, answered=1).start(24)
    return log.csms_asks(60, "RemoteStopTransaction", {"transactionId": 7}, answered=1).stop(65, reason="Remote")


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_every_layout_gives_the_same_times(layout):
    result = measured(session(layout))
    (log,) = result.logs
    assert values(result, "response_timeout") == pytest.approx([2, 1, 1])
    assert values(result, "remote_start_time") == pytest.approx([4])
    assert values(result, "remote_stop_time") == pytest.approx([5])
    assert log.frames == 14
    assert set(log.noticed) <= {"no-frame"}
    assert (log.requests_of_station, log.requests_of_csms) == (4, 3)
    assert "agree" in log.direction


NAMES = {
    "python_ocpp": "Python ocpp",
    "evcc": "evcc",
    "steve": "SteVe",
    "json_lines": "JSON",
    "json_text_in_json": "JSON",
    "tool": "time, direction, frame",
    "csv": "time, direction, frame",
    "pretty": "EVerest libocpp",
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_the_layout_is_stated(name):
    assert list(read(session(LAYOUTS[name]))[1].layouts) == [NAMES[name]]


def test_the_log_of_a_station_is_read_the_other_way_round():
    def by_station(when, to_csms, frame, station):
        return LAYOUTS["python_ocpp"](when, not to_csms, frame, station)

    result = measured(session(by_station))
    assert values(result, "response_timeout") == pytest.approx([2, 1, 1])
    assert result.logs[0].logged_by == "station"
    assert result.logs[0].direction.startswith("“receive message” is from the CSMS")


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [("recv", "send"), ("Received", "Sent"), ("RX", "TX"), ("<", ">"), ("<<", ">>"), ("<-", "->"), ("←", "→"),
     ("IN", "OUT"),
     ("incoming", "outgoing"), ("inbound", "outbound"), ("dir=in", "dir=out"), ("CP->CSMS", "CSMS->CP"),
     ("CSMS <- ChargePoint", "CSMS -> ChargePoint"), ("station_to_csms", "csms_to_station"),
     ("ChargePoint>CentralSystem", "CentralSystem>ChargePoint")],
)  # fmt: skip
def test_words_for_directions(ours, theirs):
    def layout(when, to_csms, frame, station):
        return (
            f"{when.isoformat()} [{ours if to_csms else theirs}] {LAYOUTS['tool'](when, to_csms, frame).split('| ')[2]}"
        )

    messages, log = read(session(layout))
    assert [message.from_station for message in messages[:4]] == [True, False, True, False]
    assert log.answers_of_either == 0


def test_without_any_word_the_requests_tell():
    def layout(when, to_csms, frame, station):
        return f"{when.isoformat()} {LAYOUTS['tool'](when, to_csms, frame).split('| ')[2]}"

    result = measured(session(layout))
    assert values(result, "response_timeout") == pytest.approx([2, 1, 1])
    (log,) = result.logs
    assert (log.requests_of_station, log.requests_of_csms, log.answers_of_either) == (4, 3, 7)
    assert log.direction.startswith("no direction words")


def test_words_that_contradict_the_protocol_decide_nothing():
    def layout(when, to_csms, frame, station):
        return LAYOUTS["python_ocpp"](when, frame[0] == CALL, frame, station)

    result = measured(session(layout))
    assert "decide nothing" in result.logs[0].direction
    assert values(result, "response_timeout") == pytest.approx([2, 1, 1])


def test_one_contradiction_among_many_is_counted_and_left_out():
    log = session(LAYOUTS["python_ocpp"])
    for number in range(20):
        log.station_asks(100 + number, "Heartbeat", {})
    log.frame(200, False, [2, "x", "Heartbeat", {}])
    messages, statistics = read(log)
    assert statistics.noticed["contradiction"].count == 1
    assert statistics.noticed["contradiction"].line == len(log.lines)
    assert messages[-1].kind == 0


def test_websockets_debug_lines_repeat_what_another_logger_wrote():
    lines = []
    for line in session(LAYOUTS["python_ocpp"]).lines:
        stamp, frame = line[:23], line.split("receive message " if "receive" in line else "send ")[1]
        kept = frame if len(frame) <= 75 else frame[:48] + "..." + frame[-24:]
        sign = "<" if "receive message" in line else ">"
        lines += [line, f"{stamp} DEBUG (MainThread) [websockets.server] {sign} TEXT '{kept}' [{len(frame)} bytes]"]
    result = measured("\n".join(lines).encode())
    assert values(result, "response_timeout") == pytest.approx([2, 1, 1])
    assert result.logs[0].noticed["repeated"].count == 14
    assert result.logs[0].frames == 14


def test_websockets_debug_lines_alone_still_have_ids():
    frames = [
        (0, "<", '[2,"b","BootNotification",{"chargePointModel":"Model","chargePointVendor":"Some Vendor"}]'),
        (1, ">", '[2,"c7a8e0a1-6f5b-4f6e-9a51-0123456789ab","GetConfiguration",{"key":["HeartbeatInterval"]}]'),
        (3, "<", '[3,"c7a8e0a1-6f5b-4f6e-9a51-0123456789ab",{"configurationKey":[],"unknownKey":["Heartbeat"]}]'),
    ]
    text = "\n".join(
        f"{at(t):%Y-%m-%d %H:%M:%S} [websockets.server] {sign} TEXT '{f[:48]}...{f[-24:]}' [{len(f)} bytes]"
        for t, sign, f in frames
    )
    result = measured(text.encode())
    assert values(result, "response_timeout") == pytest.approx([2])
    assert result.logs[0].noticed["shortened"].count == 3


STAMPS = {
    "comma": "%Y-%m-%d %H:%M:%S,{ms}",
    "dot": "%Y-%m-%d %H:%M:%S.{ms}",
    "micro": "%Y-%m-%d %H:%M:%S.{ms}000",
    "nano": "%Y-%m-%dT%H:%M:%S.{ms}000000Z",
    "zone": "%Y-%m-%dT%H:%M:%S.{ms}+02:00",
    "zone without colon": "%Y-%m-%dT%H:%M:%S.{ms} +0200",
    "slashes": "%Y/%m/%d %H:%M:%S.{ms}",
    "day first": "%d.%m.%Y %H:%M:%S.{ms}",
    "American": "%m/%d/%Y %I:%M:%S.{ms} %p",
    "web server": "[%d/%b/%Y:%H:%M:%S.{ms} +0000]",
    "syslog": "%b %d %H:%M:%S.{ms} host csms[1]:",
    "time of day": "%H:%M:%S.{ms}",
    "colon": "%H:%M:%S:{ms}",
    "journal and program": "Mar 03 10:00:00 host app: %Y-%m-%dT%H:%M:%S.{ms}Z",
    "epoch": "{epoch}.{ms}",
    "epoch in milliseconds": "{epoch}{ms}",
    "colours": "\x1b[32m%Y-%m-%d %H:%M:%S.{ms}\x1b[0m",
}


@pytest.mark.parametrize("form", STAMPS.values(), ids=STAMPS)
def test_time_stamps(form):
    def layout(when, to_csms, frame, station):
        stamp = when.strftime(form).replace("{ms}", f"{when.microsecond // 1000:03d}")
        stamp = stamp.replace("{epoch}", str(int(when.timestamp())))
        return f"{stamp} {'recv' if to_csms else 'send'} CP1: {LAYOUTS['tool'](when, to_csms, frame).split('| ')[2]}"

    log = Log(layout).boot()
    for number in range(30):
        log.csms_asks(10 + 1.5 * number, "ClearCache", {}, answered=0.25)
    result = measured(log)
    assert values(result, "response_timeout") == pytest.approx([0.25] * 30)
    assert result.logs[0].resolution == 1000 or form.count("0") > 2
    assert result.logs[0].clock_steps == 0


def test_whole_seconds_are_said_to_be():
    assert read(session(evcc))[1].resolution == 1_000_000


def test_midnight_in_a_log_without_dates():
    def layout(when, to_csms, frame, station):
        late = when + timedelta(hours=13, minutes=59, seconds=50)
        return f"{late:%H:%M:%S.000} {LAYOUTS['tool'](when, to_csms, frame)[30:]}"

    log = Log(layout).boot().csms_asks(9, "ClearCache", {}, answered=2).csms_asks(20, "ClearCache", {}, answered=3)
    result = measured(log)
    assert values(result, "response_timeout") == pytest.approx([3])
    (step,) = result.logs[0].steps
    assert (step.kind, step.line) == ("midnight", 4)
    assert {row.reason for row in parameter(result, "response_timeout").left_out} == {"clock"}


def test_the_clock_is_put_back():
    log = Log().boot().csms_asks(10, "ClearCache", {}, answered=-3599).csms_asks(20, "ClearCache", {}, answered=1)
    result = measured(log)
    assert values(result, "response_timeout") == pytest.approx([1])
    (back,) = [step for step in result.logs[0].steps if step.kind == "back"]
    assert (back.seconds, back.line) == (-3599, 4)


def test_a_pause_in_a_log_without_zone_may_hide_the_clock_put_forward():
    log = Log().boot().csms_asks(10, "ClearCache", {}, answered=3600.2)
    result = measured(log)
    assert values(result, "response_timeout") == []
    assert result.logs[0].steps[0].kind == "gap"
    with_zone = Log(LAYOUTS["tool"]).boot().csms_asks(10, "ClearCache", {}, answered=3600.2)
    assert values(measured(with_zone), "response_timeout") == pytest.approx([3600.2])


def test_lines_a_little_out_of_order_are_no_step():
    log = Log().boot().csms_asks(10, "ClearCache", {}, answered=-0.002).csms_asks(20, "ClearCache", {})
    result = measured(log)
    assert result.logs[0].noticed["out-of-order"].count == 1
    assert result.logs[0].clock_steps == 0
    assert {row.reason for row in parameter(result, "response_timeout").left_out} == {"negative"}


def test_a_zone_that_changes_is_no_step():
    first = datetime(2026, 10, 25, 0, 59, 59, tzinfo=UTC)
    lines = []
    for number, zone in enumerate([2, 2, 1, 1]):
        local = first + timedelta(seconds=number, hours=zone)
        frame = (
            '[2,"b","Heartbeat",{}]'
            if number == 0
            else '[2,"a","ClearCache",{}]'
            if number == 1
            else '[3,"a",{"status":"Accepted"}]'
        )
        lines.append(f"{local:%Y-%m-%dT%H:%M:%S}+0{zone}:00 {'recv' if number != 1 else 'send'} CP1: {frame}")
    result = measured("\n".join(lines[:3]).encode())
    assert values(result, "response_timeout") == pytest.approx([1])
    assert result.logs[0].clock_steps == 0


DAMAGE = {
    "cut in the payload": ('recv CP1: [2,"x","Heartbeat",{"a":', "cut"),
    "cut in the id": ('recv CP1: [2,"x', "cut"),
    "cut after the kind": ("recv CP1: [2,", "cut"),
    "not JSON": ('recv CP1: [2,"x","Heartbeat",{"a":nope}]', "malformed"),
    "a number as id": ('recv CP1: [2,77,"Heartbeat",{}]', "number-id"),
    "no payload": ('recv CP1: [2,"x","Heartbeat"]', "malformed"),
    "a list as payload": ('recv CP1: [3,"x",[]]', "list-payload"),
    "null as payload": ('recv CP1: [3,"x",null]', "null-payload"),
    "a list with members as payload": ('recv CP1: [3,"x",[1]]', "malformed"),
    "not a number": ('recv CP1: [3,"x",{"a":NaN}]', "malformed"),
    "an error without details": ('recv CP1: [4,"x","GenericError",""]', "error-form"),
    "another version": ('recv CP1: [2,"x","TransactionEvent",{}]', "other-version"),
    "SOAP": ('recv CP1: <soap:Envelope xmlns="urn://Ocpp/Cs/2012/06/">', "soap"),
    "nested beyond reason": ('recv CP1: [3,"x",{"a":' + "[" * 100_000, "malformed"),
    "bytes that are no text": ('recv CP1: [3,"x",{"a":"\udcff"}]', "malformed"),
    "not a frame": ("nothing to see in [1,2,3]", "no-frame"),
    "an unknown request": ('recv CP1: [2,"x","Frobnicate",{}]', "unknown-action"),
}


@pytest.mark.parametrize(("text", "kind"), DAMAGE.values(), ids=DAMAGE)
def test_damage_is_counted_with_its_line(text, kind):
    log = session(LAYOUTS["evcc"])
    log.line("evcc  | [ocpp  ] DEBUG 2026/03/03 10:02:00 " + text)
    content = "\n".join(log.lines).encode("utf-8", "surrogateescape")
    statistics = read(content)[1]
    assert {name: (seen.count, seen.line) for name, seen in statistics.noticed.items()} == {kind: (1, len(log.lines))}


def test_an_answer_whose_payload_cannot_be_read_does_not_count():
    log = (
        session(LAYOUTS["python_ocpp"])
        .frame(100, False, [2, "q", "ClearCache", {}])
        .frame(101, True, '[3,"q",{"a":nope}]')
    )
    result = measured(log)
    assert parameter(result, "response_timeout").left_out[0].reason == "unreadable"
    assert values(result, "response_timeout") == pytest.approx([2, 1, 1])


def test_a_frame_without_a_time_is_counted():
    log = session(LAYOUTS["evcc"]).line("").line('recv CP1: [2,"x","Heartbeat",{}]')
    assert read(log)[1].noticed["no-time"].line == len(log.lines)


def test_a_time_on_the_line_above():
    text = "".join(f"{at(n):%Y-%m-%d %H:%M:%S} {way}\n{frame}\n\n" for n, way, frame in [
        (0, "Received", '[2,"b","Heartbeat",{}]'),
        (5, "Sent", '[2,"a","ClearCache",{}]'),
        (7, "Received", '[3,"a",{}]'),
    ])  # fmt: skip
    assert values(measured(text.encode()), "response_timeout") == pytest.approx([2])


def test_a_line_that_is_too_long_is_counted_and_not_kept():
    log = session(LAYOUTS["python_ocpp"])
    content = log.content + b"x" * (LONGEST + (1 << 19)) + b"\n" + Log().csms_asks(300, "ClearCache", {}).content
    messages, statistics = read(content)
    assert statistics.noticed["too-long"].line == 15
    assert statistics.lines == 17
    assert messages[-1].line == 17


@pytest.mark.parametrize("ending", ["\r\n", "\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_line_endings_and_encodings(ending, encoding):
    content = ending.join([*session(LAYOUTS["python_ocpp"]).lines, ""]).encode(encoding)
    messages, statistics = read(content)
    assert (statistics.lines, statistics.frames, len(messages)) == (14, 14, 14)
    assert statistics.noticed == {}


@pytest.mark.parametrize("spaced", [False, True])
def test_the_quick_way_and_the_slow_way_agree(spaced):
    """The same log, once in stamps that are always of one width, and once where each line has another."""
    import json

    def quick(when, to_csms, frame, station):
        text = json.dumps(frame, separators=(", ", ": ") if spaced else (",", ":"))
        return LAYOUTS["python_ocpp"](when, to_csms, text, station)

    def slow(when, to_csms, frame, station):
        return (
            quick(when, to_csms, frame, station)
            .replace(",", ".", 1)
            .replace(" INFO", "0" * (when.second % 3) + " INFO", 1)
        )

    found = []
    for layout in (quick, slow):
        log = session(layout)
        for number in range(100):
            log.station_asks(100 + number, "Heartbeat", {}).csms_asks(100.5 + number, "ClearCache", {})
        found.append(
            [(*message[:6], message.source.station, message.line, message.payload()) for message in read(log)[0]]
        )
    assert found[0] == found[1]
    assert len(found[0]) == 414


def test_files_folders_gzip_and_zip(tmp_path):
    content = session(LAYOUTS["python_ocpp"]).content
    folder = tmp_path / "logs"
    folder.mkdir()
    (folder / "a.log").write_bytes(content)
    (folder / "b.log.gz").write_bytes(gzip.compress(content))
    (folder / "picture.png").write_bytes(b"\x89PNG")
    (folder / ".hidden").write_bytes(content)
    with zipfile.ZipFile(folder / "c.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("run/one.log", content)
        archive.writestr("run/two.log.gz", gzip.compress(content))
        archive.writestr("run/report.pdf", b"%PDF")
    result = measured(b"", None, str(folder))
    names = [log.file.removeprefix(str(folder) + "/") for log in result.logs]
    assert names == ["a.log", "b.log.gz", "c.zip/run/one.log", "c.zip/run/two.log.gz"]
    assert parameter(result, "response_timeout").count == 4 * 3
    assert result.logs[0].sha256 == hashlib.sha256(content).hexdigest()
    assert result.logs[1].sha256 == hashlib.sha256((folder / "b.log.gz").read_bytes()).hexdigest()
    assert result.logs[2].sha256 == result.logs[0].sha256


def test_logs_are_apart():
    """A request at the end of one log is not answered in the next."""
    messages = [Log().boot().csms_asks(1, "ClearCache", {}, answered=None), Log().boot().frame(2, True, [3, "m2", {}])]
    from certkit.logs.files import LogStream
    from certkit.logs.read import MessageLogs
    from certkit.measurement.derive import Measuring
    from tests.measurement.logs import STATION
    from tests.rules.devices import edition, statement

    measuring = Measuring(statement(STATION), edition())
    logs = MessageLogs([], io.BytesIO(), metrics_of(edition()).protocol, measuring.message_filter)
    for message in logs.messages_of([LogStream(f"{n}.log", io.BytesIO(log.content)) for n, log in enumerate(messages)]):
        measuring.see(message)
    pairing = measuring.finish(logs.statistics).pairing
    assert (pairing.unanswered, pairing.unexpected) == (1, 1)


def _encrypted(folder):
    path = folder / "e.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.log", b"x" * 50)
    content = bytearray(path.read_bytes())
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + flags] |= 1
    path.write_bytes(content)
    return path


def _written(folder, name, content):
    path = folder / name
    path.write_bytes(content)
    return path


UNREADABLE = {
    "not there": (lambda folder: folder / "no.log", "no such file"),
    "an empty folder": (lambda folder: folder, "no log in this folder"),
    "gzip cut off": (lambda folder: _written(folder, "a.gz", gzip.compress(b"x" * 9999)[:20]), "broken or cut off"),
    "gzip broken": (lambda folder: _written(folder, "a.gz", b"\x1f\x8b\x08\x00rubbish" * 9), "broken or cut off"),
    "ZIP cut off": (lambda folder: _written(folder, "a.zip", b"PK\x03\x04" + b"x" * 99), "broken or cut off"),
    "ZIP encrypted": (_encrypted, "encrypted"),
    "a name that is none": (lambda folder: f"{folder}/a\x00b", "cannot be read"),
}


@pytest.mark.parametrize(("make", "message"), UNREADABLE.values(), ids=UNREADABLE)
def test_what_cannot_be_read_is_one_clear_error(tmp_path, make, message):
    with pytest.raises(UnreadableFile, match=message):
        measured(b"", None, str(make(tmp_path)))
