"""A GetConfiguration.conf as stations and their logs really have it, and what is no such thing."""

import gzip
import json

import pytest

from certkit.errors import UnreadableFile
from certkit.messages import codes_of
from tests.configuration.stations import codes, entries, payload, read, said
from tests.measurement.archives import tar

ONE = [{"key": "HeartbeatInterval", "readonly": False, "value": "300"}]
TWO = [{"key": "NumberOfConnectors", "readonly": True, "value": "1"}]
ANSWER = {"configurationKey": ONE, "unknownKey": ["ResetRetry"]}


def answer(name: str, keys: list) -> str:
    return json.dumps([3, name, {"configurationKey": keys}])


def request(name: str, keys: list | None = None) -> str:
    return json.dumps([2, name, "GetConfiguration", {} if keys is None else {"key": keys}])


TIME = "2026-03-02T09:14:0"
BOTH = {"HeartbeatInterval": "300", "NumberOfConnectors": "1"}
FORMS = {
    "the payload": (ANSWER, {"HeartbeatInterval": "300"}),
    "the whole frame": ([3, "19", ANSWER], {"HeartbeatInterval": "300"}),
    "a list of keys": (ONE + TWO, BOTH),
    "a list of payloads": ([ANSWER, {"configurationKey": TWO}], BOTH),
    "a list of frames": ([[3, "19", ANSWER], [3, "20", {"configurationKey": TWO}]], BOTH),
    "a payload within something else": ({"status": "ok", "response": ANSWER}, {"HeartbeatInterval": "300"}),
    "one frame a line": (f"{answer('1', ONE)}\n{answer('2', TWO)}\n", BOTH),
    "payloads joined without a break": (json.dumps(ANSWER) + json.dumps({"configurationKey": TWO}), BOTH),
    "payloads joined with commas": (f"{json.dumps(ANSWER)},\n{json.dumps({'configurationKey': TWO})}", BOTH),
    "UTF-16": (json.dumps(ANSWER).encode("utf-16"), {"HeartbeatInterval": "300"}),
    "UTF-16 without a mark": (json.dumps(ANSWER, indent=1).encode("utf-16-be"), {"HeartbeatInterval": "300"}),
    "gzip": (gzip.compress(json.dumps(ANSWER, indent=1).encode()), {"HeartbeatInterval": "300"}),
    "two files in an archive": (
        tar([("a.json", json.dumps(ANSWER).encode()), ("readme.txt", b"no log\n"), ("b", answer("2", TWO).encode())]),
        BOTH,
    ),
    "a pretty-printed frame in a log": (
        f"2026-03-02 09:14:03 INFO [ocpp] EX-22: send {request('7')}\n"
        f"2026-03-02 09:14:04 INFO [ocpp] EX-22: receive message "
        + json.dumps([3, "7", ANSWER], indent=1)
        + "\n2026-03-02 09:14:05 INFO [ocpp] EX-22: connected\n",
        {"HeartbeatInterval": "300"},
    ),
    "a container's log": (
        json.dumps({"log": f"2026-03-02 09:14:03 recv EX-22: {answer('7', ONE)}\n", "time": "2026-03-02T09:14:03Z"}),
        {"HeartbeatInterval": "300"},
    ),
    "a byte order mark in front": (b"\xef\xbb\xbf" + json.dumps(ANSWER).encode(), {"HeartbeatInterval": "300"}),
    "Windows line ends": (json.dumps(ANSWER, indent=2).replace("\n", "\r\n"), {"HeartbeatInterval": "300"}),
    "only unknown keys": ({"unknownKey": ["A"]}, {}),
    "no keys at all": ({"configurationKey": []}, {}),
    "a log with time, name and frame": (
        f"2026-03-02 09:14:03.527 INFO (MainThread) [ocpp] EX-22: send {request('7')}\n"
        f"2026-03-02 09:14:03.601 INFO (MainThread) [ocpp] EX-22: receive message {answer('7', ONE)}\n"
        '2026-03-02 09:14:04.000 INFO (MainThread) [ocpp] EX-22: receive message [2, "8", "Heartbeat", {}]\n',
        {"HeartbeatInterval": "300"},
    ),
    "a log with brackets of its own": (
        f"[INFO ] 2026-03-02 09:14:03,527 ws.Logger - [chargeBoxId=EX-22, sessionId=8] Sending: {request('7')}\n"
        f"[INFO ] 2026-03-02 09:14:03,601 ws.Logger - [chargeBoxId=EX-22, sessionId=8] Received: {answer('7', ONE)}\n",
        {"HeartbeatInterval": "300"},
    ),
    "a log of JSON objects with frames": (
        json.dumps({"time": "t", "direction": "in", "message": [3, "7", ANSWER]}) + "\n",
        {"HeartbeatInterval": "300"},
    ),
    "a log of JSON objects with frames as texts": (
        json.dumps({"t": 1, "message": answer("7", ONE)}) + "\n" + json.dumps({"t": 2, "message": answer("8", TWO)}),
        BOTH,
    ),
    "a log of JSON objects with frames behind words": (
        json.dumps({"t": 1, "msg": f"receive message {answer('7', ONE)}"}) + "\n",
        {"HeartbeatInterval": "300"},
    ),
    "a log with a line that is not UTF-8": (
        "Führt aus\n".encode("latin-1") + f"< {answer('7', ONE)}\n".encode(),
        {"HeartbeatInterval": "300"},
    ),
}


@pytest.mark.parametrize(("content", "expected"), FORMS.values(), ids=FORMS)
def test_a_configuration_is_read_from(content, expected):
    configuration = read(content)
    assert {entry.key: entry.value for entry in configuration.entries} == expected
    assert configuration.findings == ()


def test_the_place_of_a_key_is_its_line_and_column():
    configuration = read(json.dumps(payload(), indent=1))
    lines = json.dumps(payload(), indent=1).splitlines()
    for entry in configuration.entries:
        assert lines[entry.place.line - 1][entry.place.column - 1] == "{"
        assert entry.key in lines[entry.place.line]


def test_the_place_of_a_key_in_a_log_is_the_line_of_the_log():
    line = f"EX-22: receive message {answer('7', ONE)}"
    entry = read(f"first\n\n{line}\n").entries[0]
    assert (entry.place.line, entry.place.column) == (3, line.index('{"key"') + 1)


def test_a_frame_that_a_logger_wrote_twice_is_read_once():
    log = f"INFO EX-22: receive message {answer('7', ONE)}\nDEBUG < TEXT '{answer('7', ONE)[:40]}...' [90 bytes]\n"
    configuration = read(log)
    assert (len(configuration.entries), configuration.answers, configuration.findings) == (1, 1, ())


def test_whether_all_keys_were_asked_for_is_seen_in_the_request():
    assert read(f"> {request('7')}\n< {answer('7', ONE)}\n").whole is True
    assert read(f"> {request('7', [])}\n< {answer('7', ONE)}\n").whole is True
    assert read(f"> {request('7', ['HeartbeatInterval'])}\n< {answer('7', ONE)}\n").whole is False
    assert read(answer("7", ONE)).whole is None


STATIONS = (
    f"EX-1: receive message {answer('7', ONE)}\nEX-2: receive message {answer('7', TWO)}\n"
    f"EX-2: receive message {answer('9', TWO)}\n"
)


def test_several_stations_are_a_finding_and_one_can_be_chosen():
    both = read(STATIONS)
    assert codes(both.findings) == ["CK-07"]
    assert both.stations == ("EX-1", "EX-2")
    assert [entry.key for entry in read(STATIONS, station="EX-2").entries] == ["NumberOfConnectors"]
    assert read(STATIONS, station="EX-2").findings == ()


def test_a_station_that_is_not_there():
    with pytest.raises(UnreadableFile, match=r"has no answer of the station “EX-3” \(it has answers of “EX-1”, “EX-2”"):
        read(STATIONS, station="EX-3")


def test_answers_after_the_whole_one_and_of_other_stations_are_used():
    """What comes later complements the keys; another station's earlier answer stays."""
    log = (
        f"{TIME}1 EX-2: receive message {answer('9', TWO)}\n{TIME}2 EX-1: send {request('3')}\n"
        f"{TIME}3 EX-1: receive message {answer('3', ONE)}\n{TIME}4 EX-1: send {request('4', ['NumberOfConnectors'])}\n"
        f"{TIME}5 EX-1: receive message {answer('4', TWO)}\n"
    )
    assert codes(read(log).findings) == ["CK-07"]
    assert {entry.key: entry.value for entry in read(log, station="EX-1").entries} == BOTH


MALFORMED = {
    "CK-01: the value differs": (
        [*ONE, {**ONE[0], "value": "60"}],
        "CK-01",
        {"name": "HeartbeatInterval", "difference": "value", "line": "1"},
    ),
    "CK-01: readonly differs": (
        [*ONE, {**ONE[0], "readonly": True}],
        "CK-01",
        {"name": "HeartbeatInterval", "difference": "readonly", "line": "1"},
    ),
    "CK-01: the capitals differ": (
        [*ONE, {**ONE[0], "key": "heartbeatinterval"}],
        "CK-01",
        {"name": "heartbeatinterval", "difference": "spelling", "line": "1"},
    ),
    "CK-02: an entry is a text": ({"configurationKey": [*ONE, "x"]}, "CK-02.not-an-object", {"number": "2"}),
    "CK-02: an entry has no key": (
        {"configurationKey": [{"value": "1", "readonly": True}]},
        "CK-02.no-key",
        {"number": "1"},
    ),
    "CK-02: a key is a number": ({"configurationKey": [{"key": 7, "readonly": True}]}, "CK-02.no-key", {"number": "1"}),
    "CK-02: a value is a list": ([{**ONE[0], "value": ["300"]}], "CK-02.value", {"name": "HeartbeatInterval"}),
    "CK-02: another field": (
        [{**ONE[0], "unit": "s"}],
        "CK-02.other-field",
        {"name": "HeartbeatInterval", "field": "unit"},
    ),
    "CK-02: unknownKey is no list": ({**ANSWER, "unknownKey": "A"}, "CK-02.not-a-list", {"field": "unknownKey"}),
    "CK-02: an unknown key is a number": (
        {**ANSWER, "unknownKey": [7]},
        "CK-02.not-a-name",
        {},
    ),
    "CK-02: configurationKey is no list": (
        {"configurationKey": {}, "unknownKey": []},
        "CK-02.not-a-list",
        {"field": "configurationKey"},
    ),
    "CK-03: a value is a number": (
        [{**ONE[0], "value": 300}],
        "CK-03",
        {"name": "HeartbeatInterval", "kind": "number"},
    ),
    "CK-03: a value is true": ([{**ONE[0], "value": True}], "CK-03", {"name": "HeartbeatInterval", "kind": "boolean"}),
    "CK-03: a value is null": ([{**ONE[0], "value": None}], "CK-03", {"name": "HeartbeatInterval", "kind": "null"}),
    "CK-04: readonly is missing": ([{"key": "A", "value": "1"}], "CK-04.missing", {"name": "A"}),
    "CK-04: readonly is a text": (
        [{**ONE[0], "readonly": "false"}],
        "CK-04.not-boolean",
        {"name": "HeartbeatInterval"},
    ),
    "CK-04: readonly is spelt otherwise": (
        [{"key": "A", "value": "1", "readOnly": True}],
        "CK-04.misspelt",
        {"name": "A"},
    ),
    "CK-05: a long key": (
        [{**ONE[0], "key": "K" * 51}],
        "CK-05.key",
        {"name": "KKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKK", "length": 51},
    ),
    "CK-05: a long value": (
        [{**ONE[0], "value": "v" * 501}],
        "CK-05.value",
        {"name": "HeartbeatInterval", "most": 500},
    ),
    "CK-06: a cut line": (f"< {answer('7', ONE)}\n< {answer('8', TWO)[:60]}\n", "CK-06.cut", {}),
    "CK-06: an error for an answer": (
        f'{request("1")}\n[4,"1","InternalError","",{{}}]\n{answer("2", ONE)}',
        "CK-06.error",
        {},
    ),
    "CK-06: no answer": (f"{request('1')}\n{answer('2', ONE)}", "CK-06.unanswered", {}),
    "CK-06: an answer without keys": (
        f'{request("1")}\n[3,"1",{{}}]\n{answer("2", ONE)}',
        "CK-06.no-keys",
        {},
    ),
    "CK-06: foreign bytes in an answer": (
        b'< [3,"1",{"configurationKey":[{"key":"A","readonly":true,"value":"\xfc"}]}]',
        "CK-06.not-utf8",
        {},
    ),
    "CK-08: a later answer with all keys": (
        f'{TIME}1 {request("1")}\n{TIME}1 [4,"1","InternalError","",{{}}]\n{TIME}2 {request("2", ["A"])}\n'
        f"{TIME}2 {answer('2', TWO)}\n{TIME}3 {request('3')}\n{TIME}4 {answer('3', ONE)}\n",
        "CK-08",
        {"count": 2},
    ),
    "CK-07: two stations": (STATIONS, "CK-07", {"count": 2, "stations": ("EX-1", "EX-2")}),
}


@pytest.mark.parametrize(("content", "message", "arguments"), MALFORMED.values(), ids=MALFORMED)
def test_what_is_not_as_ocpp_has_it_is_told(content, message, arguments):
    assert [said(finding) for finding in read(content).findings] == [(message, arguments)]


def test_every_message_of_the_reader_has_a_case():
    table = codes_of("configuration")
    messages = {f"{code}.{name}" if name else code for code, row in table.items() for name in row.messages}
    assert {message for _, message, _ in MALFORMED.values()} == messages


def test_a_number_or_boolean_is_read_as_if_it_stood_in_quotes():
    configuration = read([{"key": key, "readonly": True, "value": value} for key, value in (("A", 3), ("B", True))])
    assert [entry.value for entry in configuration.entries] == ["3", "true"]


def test_the_same_key_reported_twice_alike_is_there_once():
    configuration = read([*ONE, *ONE])
    assert (len(configuration.entries), configuration.findings) == (1, ())


def test_very_many_findings_are_summed_up():
    configuration = read([{"key": f"K{number}", "value": "x"} for number in range(500)])
    assert len(configuration.findings) == 200
    assert said(configuration.findings[-1]) == ("entries.more", {"count": 300, "items": ()})


REFUSED = {
    "an empty file": (b"", "the file is empty"),
    "white space": (b" \n\t", "the file is empty"),
    "a compressed file without an answer": (gzip.compress(b"{}"), "the file has no answer to GetConfiguration"),
    "a PDF": (b"%PDF-1.7", "this is a PDF, not a message log"),
    "a log that begins with a bracket": (
        '[INFO ] 2026-03-02 09:14:03,527 ws - [chargeBoxId=EX-22] Received: [2,"1","Heartbeat",{}]\n',
        "the log has no answer to GetConfiguration",
    ),
    "a log without a frame": ("[INFO ] 2026-03-02 starting\n", "the file has no answer to GetConfiguration"),
    "Latin-1": ('{"configurationKey":\n [{"key":\n "Ü"}]}'.encode("latin-1"), "3:3: the file is not UTF-8 text"),
    "a cut file": (json.dumps(ANSWER, indent=1)[:50], "4:11: this is not valid JSON: a text is not closed"),
    "a cut file, at a comma": ('{"configurationKey": [{"key": "A",', "1:35: this is not valid JSON: it ends too early"),
    "a name twice": (
        '{"configurationKey": [{"key": "A", "key": "B"}]}',
        "1:36: this is not valid JSON: a name is given twice",
    ),
    "NaN": ('{"configurationKey": [{"key": "A", "value": NaN}]}', "NaN and Infinity are not allowed"),
    "infinite": ('{"configurationKey": [{"key": "A", "value": 1e999}]}', "a number is too large"),
    "a comma too many": ('{"configurationKey": [],}', "a name in double quotes is expected"),
    "single quotes": ("{'configurationKey': []}", "a name in double quotes is expected"),
    "nested too deep": ("[" * 100_000, "nests deeper than 32 levels"),
    "another message": ('[3,"1",{"status":"Accepted"}]', "the log has no answer to GetConfiguration"),
    "a text": ("hello", "the file has no answer to GetConfiguration"),
    "YAML": ("configurationKey:\n- key: A\n", "the file has no answer to GetConfiguration"),
    "a log with a cut answer alone": (
        f"< {answer('7', ONE)[:40]}\n",
        "1:1: the file has no readable answer to GetConfiguration",
    ),
    "far too many keys": (
        json.dumps([{"key": f"K{n}", "readonly": True} for n in range(5001)]),
        "more than 5,000 keys",
    ),
}


@pytest.mark.parametrize(("content", "message"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused(content, message):
    with pytest.raises(UnreadableFile) as error:
        read(content)
    assert message in str(error.value)
    assert error.value.file == "dump.json"


def test_a_large_log_is_read_though_no_json_file_may_be_so_large():
    line = b'2026-03-02 09:14:04 EX-1: receive message [2, "8", "Heartbeat", {"x": "%s"}]\n' % (b"x" * 2000)
    log = line * (9_000_000 // len(line)) + f"EX-1: receive message {answer('7', ONE)}\n".encode()
    configuration = read(log)
    assert [entry.key for entry in configuration.entries] == ["HeartbeatInterval"]
    assert configuration.entries[0].place.line == log.count(b"\n")


def test_the_digest_is_the_same_for_the_same_report_in_another_order_and_form():
    first, second = entries(), entries()[::-1]
    assert read({"configurationKey": first}).sha256 == read([3, "1", {"configurationKey": second}]).sha256
    second[0]["value"] = "another"
    assert read({"configurationKey": first}).sha256 != read({"configurationKey": second}).sha256
