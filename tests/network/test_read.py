"""What tools write, each with the figures that a person reads from it, worked out by hand."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from certkit.errors import CertkitError, UnreadableFile
from certkit.network.read import read_network

FIXTURES = Path(__file__).parent / "fixtures"


def read(content: str | bytes):
    return read_network(content if isinstance(content, bytes) else content.encode(), "file")


def refused(content: str | bytes) -> str:
    with pytest.raises(UnreadableFile) as caught:
        read(content)
    assert caught.value.file == "file"
    return caught.value.message


def iperf3(name: str, **changes: object) -> dict:
    test = json.loads((FIXTURES / f"{name}.json").read_text())
    return {**test, **changes}


# -- iperf3, as version 3.12 wrote it; the rate is bits per
IPERF3 = {
    "tcp": (24052585004.910576, 3006573.125),
    "tcp-R": (21607487052.310745, 2700935.881),
    "udp": (10221939.601905286, 1277.742),
    "udp-R": (10222726.62278382, 1277.84),
    "bidir": (2161267869.084811, 270158.483),  # the slower direction; this version writes some names twice
}


@pytest.mark.parametrize("name", IPERF3)
def test_iperf3(name):
    output = read((FIXTURES / f"{name}.json").read_bytes())
    bits, rate = IPERF3[name]
    assert output.bandwidth == rate <= bits / 8000
    assert (output.format, output.tool) == ("iperf3", "iperf 3.12")
    assert output.at is not None
    assert output.at.date() == datetime(2026, 11, 25, tzinfo=UTC).date()
    assert (output.latency, output.rssi, output.csq) == (None, None, None)


def test_iperf3_that_could_not_connect():
    assert refused((FIXTURES / "refused.json").read_bytes()) == (
        "the test failed: “unable to connect to server: Connection refused”"
    )


def test_iperf3_of_several_tests_gives_the_slowest():
    output = read(json.dumps(iperf3("tcp")) + "\n" + json.dumps(iperf3("udp")))
    assert output.bandwidth == 1277.742


def test_one_failed_test_of_several_leaves_no_figure():
    assert "the test failed" in refused(json.dumps(iperf3("tcp")) + json.dumps(iperf3("refused")))


def test_iperf3_event_by_event():
    test = iperf3("tcp")
    events = [{"event": name, "data": test[name]} for name in ("start", "end")]
    assert read("\n".join(map(json.dumps, events))).bandwidth == 3006573.125
    assert refused(json.dumps(events[0])) == "the test was not finished"
    assert "timed out" in refused("\n".join(map(json.dumps, [events[0], {"event": "error", "data": "timed out"}])))


def test_udp_of_an_old_version_loses_what_was_lost():
    total = {"bits_per_second": 80000, "lost_percent": 25, "packets": 4}
    assert read(json.dumps(iperf3("udp", end={"sum": total}))).bandwidth == 7.5


@pytest.mark.parametrize(
    ("end", "message"),
    [
        ({}, "the test was not finished"),
        ({"sum_sent": {"bits_per_second": 8e6}}, "the file does not have what the receiver counted"),
        ({"sum_received": {"bits_per_second": None}}, "bits_per_second is not a number"),
        ({"sum_received": {"bits_per_second": "8000"}}, "bits_per_second is not a number"),
        ({"sum_received": {"bits_per_second": True}}, "bits_per_second is not a number"),
        ({"sum_received": {"bits_per_second": -8}}, "the bandwidth “-0.001” is impossible"),
        (
            {"sum_received": {"bits_per_second": 0}, "sum_sent": {"bytes": 100}},
            "the receiver reports nothing of what was sent",
        ),
    ],
)
def test_iperf3_without_a_figure(end, message):
    assert refused(json.dumps(iperf3("tcp", end=end))) == message


def test_a_figure_that_is_there_twice_is_none():
    text = json.dumps(iperf3("tcp")).replace(
        '"bits_per_second": 24052', '"bits_per_second": 1, "bits_per_second": 24052'
    )
    assert refused(text) == "bits_per_second is not a number"


@pytest.mark.parametrize(
    ("version", "tool"),
    [
        ("\ud800", "\\ud800"),
        ("iperf\x1b[31m\n3", "iperf\\x1b[31m\\x0a3"),
        ("\u202eiperf", "\\u202eiperf"),
        ("x" * 70, "x" * 60),
        (3, ""),
    ],
)
def test_the_name_of_a_tool_can_be_printed(version, tool):
    """JSON can name half of a character, which no signed document can have."""
    test = iperf3("tcp")
    assert read(json.dumps({**test, "start": {**test["start"], "version": version}})).tool == tool


def test_iperf3_cut_off_and_as_text():
    assert refused((FIXTURES / "tcp.json").read_bytes()[:900]).startswith("this is not valid JSON")
    assert (
        refused("[  5]  0.00-10.00 sec  1.09 GBytes  938 Mbits/sec  receiver\n") == "this is the text output of iperf"
    )


# -- speed tests
SPEEDTEST = {
    "download": 8_000_000.0,
    "upload": 800_000.0,
    "ping": 31.2345,
    "timestamp": "2026-03-03T07:40:00.123456Z",
    "bytes_received": 10_000_000,
    "bytes_sent": 1_000_000,
    "server": {"sponsor": "Example"},
    "client": {},
    "share": None,
}
LIBRESPEED = SPEEDTEST | {
    "download": 8.0,
    "upload": 0.8,
    "jitter": 1.0,
    "timestamp": "2026-03-03T08:40:00.123456789+01:00",
}
OOKLA = {
    "type": "result",
    "timestamp": "2026-03-03T07:40:00Z",
    "ping": {"latency": 31.2345, "jitter": 1},
    "download": {"bandwidth": 1_000_000, "bytes": 10_000_000, "elapsed": 10_000},
    "upload": {"bandwidth": 100_000, "bytes": 1_000_000, "elapsed": 10_000},
    "packetLoss": 0,
}
CLOUDFLARE = {
    "timestamp_utc": "2026-03-03T07:40:00Z",
    "idle_latency": {"sent": 20, "received": 20, "loss": 0.0, "mean_ms": 31.2345, "median_ms": 30},
    "download": {"bytes": 10_000_000, "duration_ms": 10_000, "mbps": 8.0},
    "upload": {"bytes": 1_000_000, "duration_ms": 10_000, "mbps": 0.8},
}
CLIENTS = {
    "speedtest-cli": SPEEDTEST,
    "librespeed-cli": [LIBRESPEED],
    "speedtest": OOKLA,
    "cloudflare-speed-cli": CLOUDFLARE,
}


@pytest.mark.parametrize("name", CLIENTS)
def test_each_client_in_its_own_unit(name):
    """The same connection: 8 Mbit/s down, 0.8 Mbit/s up, which is 100 kB/s."""
    output = read(json.dumps(CLIENTS[name]))
    assert (output.format, output.bandwidth, output.latency) == (name, 100.0, 31.235)
    assert output.at is not None
    assert output.at == datetime(2026, 3, 3, 7, 40, tzinfo=UTC)


def test_fast_com():
    output = read('{"downloadSpeed": 8, "uploadSpeed": 0.8, "latency": 31, "bufferBloat": 90}')
    assert (output.bandwidth, output.latency, output.at) == (100.0, 31.0, None)
    assert read('{"downloadSpeed": 800, "downloadUnit": "Kbps"}').bandwidth == 100.0
    assert read('{"downloadSpeed": 8}').remarks == ("only the download was measured",)
    assert refused('{"downloadSpeed": 8, "downloadUnit": "furlongs"}') == "“furlongs” is not a known unit of bandwidth"


@pytest.mark.parametrize("name", CLIENTS)
@pytest.mark.parametrize("factor", [1000, 1 / 1000])
def test_a_figure_in_another_unit_does_not_fit_the_bytes(name, factor):
    document = json.loads(json.dumps(CLIENTS[name]))
    one = document[0] if isinstance(document, list) else document
    holder, key = (one, "download") if isinstance(one["download"], float) else (one["download"], "bandwidth")
    holder["mbps" if "mbps" in holder else key] = (holder.get(key) or holder.get("mbps")) * factor
    assert "its unit is not certain" in refused(json.dumps(document))


@pytest.mark.parametrize("value", [None, 0, -1, "8", True, [], {}])
def test_a_direction_without_a_figure(value):
    refused(json.dumps(SPEEDTEST | {"upload": value}))
    refused(json.dumps(OOKLA | {"upload": {"bandwidth": value}}))
    refused(json.dumps(OOKLA | {"upload": value}))


def test_a_speed_test_that_failed():
    log = {"type": "log", "level": "error", "message": "Cannot open socket"}
    assert refused(json.dumps(log)) == "the test failed: “Cannot open socket”"
    assert refused('{"error": "no servers"}') == "the test failed: “no servers”"
    assert refused('{"type": "testStart"}\n{"type": "ping"}') == "the test was not finished: the file has no result"


def test_speed_tests_for_people():
    output = read("Ping: 31.2 ms\nDownload: 8.00 Mbit/s\nUpload: 100.5 kbit/s\n")
    assert (output.bandwidth, output.latency) == (12.562, 31.2)
    assert read("Ping: 31.2 ms\nDownload: 1.5 Mbyte/s\nUpload: 2 Mbyte/s\n").bandwidth == 1500.0
    assert "not a known unit" in refused("Download: 8 Mfoo/s\n")


# -- ping
SUMMARY = "\n--- 192.0.2.7 ping statistics ---\n"
PINGS = {
    "iputils": "PING 192.0.2.7 (192.0.2.7) 56(84) bytes of data.\n[1772523600.215] 64 bytes from 192.0.2.7: icmp_seq=1 "
    f"ttl=57 time=31 ms\n{SUMMARY}4 packets transmitted, 4 received, 0% packet loss, time 3005ms\n"
    "rtt min/avg/max/mdev = 30.1/31.2/33.3/0.9 ms\n",
    "iputils in German": "PING 192.0.2.7 (192.0.2.7) 56(84) Bytes an Daten.\n64 Bytes von 192.0.2.7: icmp_seq=1 ttl=57 "
    "Zeit=31 ms\n\n--- 192.0.2.7 Ping-Statistiken ---\n4 Pakete übertragen, 4 empfangen, 0% Paketverlust, Zeit 3005ms\n"
    "rtt min/avg/max/mdev = 30,1/31,2/33,3/0,9 ms\n",
    "busybox": "PING 192.0.2.7 (192.0.2.7): 56 data bytes\n64 bytes from 192.0.2.7: seq=0 ttl=57 time=31.000 ms\n"
    f"{SUMMARY}4 packets transmitted, 4 packets received, 0% packet loss\nround-trip min/avg/max = 30.1/31.2/33.3 ms\n",
    "macOS": "PING example.org (192.0.2.7): 56 data bytes\n64 bytes from 192.0.2.7: icmp_seq=0 ttl=57 time=31.0 ms\n"
    f"{SUMMARY}4 packets transmitted, 4 packets received, 0.0% packet loss\n"
    "round-trip min/avg/max/stddev = 30.1/31.2/33.3/0.9 ms\n",
}
WINDOWS = {
    "English": (
        "Pinging 192.0.2.7 with 32 bytes of data:",
        "Packets: Sent = {}, Received = {}, Lost = {} ({}% loss)",
        "Average",
    ),
    "German": (
        "Ping wird ausgeführt für 192.0.2.7 mit 32 Bytes Daten:",
        "Pakete: Gesendet = {}, Empfangen = {}, Verloren = {}\n    ({}% Verlust)",
        "Mittelwert",
    ),
    "French": (
        "Envoi d'une requête 'Ping' 192.0.2.7 avec 32 octets de données :",
        "Paquets : envoyés = {}, reçus = {}, perdus = {} (perte {}%)",
        "Moyenne",
    ),
}


def windows(language: str, received: int = 4, times: str = "31") -> str:
    begin, packets, mean = WINDOWS[language]
    text = f"\n{begin}\nTTL=57\n\n    {packets.format(4, received, 4 - received, 100 - 25 * received)},\n"
    return text + (f"    Minimum = 30ms, Maximum = 33ms, {mean} = {times}ms\n" if received else "")


@pytest.mark.parametrize("name", PINGS)
def test_ping(name):
    output = read(PINGS[name])
    assert (output.format, output.latency, output.bandwidth, output.remarks) == ("ping", 31.2, None, ())


def test_ping_with_its_times():
    assert read(PINGS["iputils"]).at == datetime(2026, 3, 3, 7, 40, tzinfo=UTC)
    assert read(PINGS["busybox"]).at is None


@pytest.mark.parametrize("language", WINDOWS)
@pytest.mark.parametrize("encoding", ["utf-8", "cp850", "cp1252", "utf-16"])
def test_ping_of_windows_as_its_shells_write_it(language, encoding):
    assert read(windows(language).replace("\n", "\r\n").encode(encoding)).latency == 31.0


@pytest.mark.parametrize("name", PINGS)
def test_several_runs_in_one_file_give_the_slowest(name):
    assert read(PINGS[name] + "\n" + PINGS[name]) == read(PINGS[name])


def test_lost_packets_are_named():
    assert read(windows("German", received=3)).remarks == ("1 of 4 packets were lost",)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (windows("English", received=0), "the test failed: no answer came (100 % loss)"),
        (
            PINGS["iputils"].replace("4 received, 0%", "0 received, +4 errors, 100%"),
            "the test failed: no answer came (100 % loss)",
        ),
        (
            "Pinging 192.0.2.7 with 32 bytes of data:\nReply from 192.0.2.1: Destination host unreachable.\n\n"
            "    Packets: Sent = 4, Received = 4, Lost = 0 (0% loss),\n",
            "the test failed: no answer came",
        ),
        (PINGS["iputils"].partition(SUMMARY)[0], "the output of ping has no summary: it was cut off"),
        ("ping: nowhere.example: Name or service not known\n", "the test failed: the host's name is not known"),
        ("ping: socktype: SOCK_RAW\nping: socket: Operation not permitted\n", "the test failed: ping may not send"),
        (PINGS["iputils"] + "ping: nowhere.example: Name or service not known\n", "one of the tests failed"),
        ("ping: x: Temporary failure in name resolution\n" + PINGS["iputils"], "one of the tests failed"),
        (
            PINGS["iputils"] + PINGS["iputils"].partition(SUMMARY)[0],
            "one of the tests has no summary: it was cut off",
        ),
        (PINGS["iputils"].replace("/0.9 ms", "/0.9 s"), "the round-trip times are not in ms"),
        (
            PINGS["iputils"].replace("30.1/", "32.1/"),
            "the mean of the round trips is not between their minimum and maximum",
        ),
    ],
)
def test_ping_without_a_figure(text, message):
    assert refused(text) == message


# -- signal
MMCLI = """  ----------------------
  Signal |  refresh rate: 5 seconds
  ----------------------
  LTE    |          rssi: -63.00 dBm
         |          rsrq: -10.00 dB
         |          rsrp: -92.00 dBm
         |           s/n: 12.20 dB
"""
KEYS = """modem.signal.refresh.rate : 5
modem.signal.gsm.rssi     : --
modem.signal.lte.rssi     : -63.00
modem.signal.lte.rsrp     : -92.00
"""
JSON = '{"modem": {"signal": {"gsm": {}, "lte": {"rssi": "-63.00", "rsrp": "-92.00"}, "refresh": {"rate": "5"}}}}'


def test_mmcli_of_an_old_version_puts_values_in_quotes():
    old = "  LTE    |           rssi: '-66.0' dBm\n         |           rsrq: '-10.0' dB\n"
    assert read(f"  Signal | refresh rate: '5' seconds\n{old}").rssi == -66.0


@pytest.mark.parametrize("text", [MMCLI, KEYS, JSON], ids=["text", "keys", "JSON"])
def test_mmcli(text):
    output = read(text)
    assert (output.format, output.rssi, output.technology, output.csq) == ("mmcli", -63.0, "4G", None)


@pytest.mark.parametrize("text", [MMCLI, KEYS, JSON], ids=["text", "keys", "JSON"])
def test_rsrp_is_not_rssi(text):
    assert refused(text.replace("-63.00", "--")) == "the file has no RSSI that is known: RSRP is another quantity"


@pytest.mark.parametrize(
    "rssi", ["-1e999999999", "-5_0", "-\u0665\u0660", "-Infinity", "NaN", "-50 dBm", "", " ", "--5"]
)
def test_a_figure_in_quotes_is_a_plain_number(rssi):
    """An exponent of nine digits is a number of a gigabyte as soon as it is written out."""
    message = refused(json.dumps({"modem": {"signal": {"lte": {"rssi": rssi}}}}))
    assert message.startswith(("the RSSI is not a figure", "the file has no RSSI"))


def test_rssi_of_another_technology_than_the_active_one():
    output = read(KEYS.replace("lte.rssi     : -63.00", "umts.rssi    : -71.00"))
    assert (output.rssi, output.technology) == (-71.0, "")


@pytest.mark.parametrize("csq", [0, 1, 16, 31])
def test_signal_quality(csq):
    output = read(f'AT+CSQ\r\r\n+CSQ: {csq},99\r\n\r\nOK\r\nAT+COPS?\r\n+COPS: 0,0,"Example",2\r\n\r\nOK\r\n')
    assert (output.csq, output.rssi, output.technology) == (csq, None, "3G")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("AT+CSQ\n+CSQ: 99,99\nOK\n", "the modem does not know its signal (CSQ 99)"),
        ("AT+CSQ\n+CSQ: 32,99\nOK\n", "CSQ 32 is not a signal quality; it is 0 to 31, or 99"),
        ("AT+CSQ\n+CSQ: 199,99\nOK\n", "CSQ 199 is not a signal quality; it is 0 to 31, or 99"),
        ("AT+CSQ\n+CME ERROR: SIM not inserted\n", "the modem answered with an error: “SIM not inserted”"),
        ("AT+CSQ\nERROR\n", "the modem answered with an error: “ERROR”"),
        ("AT+CSQ\n", "the file has no RSSI that is known"),
        (
            "AT+CESQ\n+CESQ: 99,99,255,255,20,56\nOK\n",
            "the file has no RSSI that is known: RSRP is another quantity",
        ),
        ("  Status | signal quality: 76% (recent)\n", "a signal quality in percent is not a signal strength in dBm"),
        ("<response><rssi>&lt;-113dBm</rssi></response>", "the file has no RSSI that is known: “&lt;-113dBm”"),
    ],
)
def test_signal_without_a_figure(text, message):
    assert refused(text) == message


def test_of_several_answers_the_weakest_counts_and_unknown_ones_are_named():
    output = read("+CSQ: 20,99\n+CSQ: 99,99\n+CSQ: 14,99\n")
    assert (output.csq, output.remarks) == (14, ("1 of 3 answers were 99, unknown",))


@pytest.mark.parametrize(
    ("text", "rssi", "technology"),
    [
        ("AT+CESQ\n+CESQ: 30,0,255,255,255,255\nOK\n", -81.0, "2G"),  # rxlev 30: from -81 up to -80 dBm
        ('^HCSQ:"LTE",54,40,101,28\n', -67.0, "4G"),
        ("<response><rssi>-65dBm</rssi><mode>7</mode></response>", -65.0, "4G"),
        ("<response><rssi>&gt;=-51dBm</rssi></response>", -51.0, ""),
        ("Connected to 02:00:00:00:01:00 (on wlan0)\n\tsignal: -47 dBm\n", -47.0, "WiFi"),
        ("Inter-| sta-|   Quality\n face | tus | link level noise\n wlan0: 0000   62.  -48.  -256  0\n", -48.0, "WiFi"),
        ("     agrCtlRSSI: -52\n     agrExtRSSI: 0\n           SSID: Example\n", -52.0, "WiFi"),
        (
            "    SSID      : Example\n    BSSID     : 02:00:00:00:01:00\n    Signal    : 96%\n    Rssi      : -45\n",
            -45.0,
            "WiFi",
        ),
    ],
)
def test_signal_in_dbm(text, rssi, technology):
    output = read(text)
    assert (output.rssi, output.technology) == (rssi, technology)


def test_wifi_without_dbm():
    text = "    SSID      : Example\n    BSSID     : 02:00:00:00:01:00\n    Signal    : 96%\n"
    assert refused(text) == "a signal in percent is not a signal strength in dBm"
    assert refused("Not connected.\n") == "WiFi is not connected"


# -- anything else
def test_a_name_in_a_text_makes_it_no_output_of_iperf():
    assert refused("the user iperf3\n") == "this is not the output of a network tool that certkit knows"
    assert refused("iperf3: error - unable to connect\n") == "this is the text output of iperf"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b" \n",
        b"\0\0",
        b"hello",
        b"iperf3:x:998:998:a user:/nonexistent:/usr/sbin/nologin\n",
        b"{}",
        b"[]",
        b"[{}]",
        b'{"a": 1}',
        b"\x1f\x8b\x08",
        b'{"a":' * 20000,
        b"%PDF-1.7\n",
    ],
)
def test_what_no_tool_wrote(content):
    refused(content)


@pytest.mark.parametrize("unit", ["\n", " ", "- ", "AT+CSQ ", "<error>", "= 1, a", "1 a, 1 a,", "|a: ", "Download: 1 "])
@pytest.mark.parametrize("begin", ["", "PING \n", "modem.signal.\n"])
def test_long_texts_are_read_in_one_pass(unit, begin):
    """With a pattern that begins anew at each character this would take hours."""
    refused(begin + unit * (290_000 // len(unit)))


def test_a_text_that_is_too_long():
    assert refused("PING \n" + "x" * 300_000) == "the text has 300,006 characters; that of a tool has at most 300,000"


def test_answers_of_a_modem_with_the_times_of_a_terminal():
    assert read("[2026-03-03 08:40:01] AT+CSQ +CSQ: 16,99 OK\n").csq == 16


SAMPLES = [
    *(path.read_bytes() for path in sorted(FIXTURES.iterdir())),
    *(json.dumps(client).encode() for client in CLIENTS.values()),
    *(text.encode() for text in (*PINGS.values(), *map(windows, WINDOWS), MMCLI, KEYS, JSON, "+CSQ: 20,99\n")),
]


@pytest.mark.property
@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(SAMPLES),
    st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 40), st.binary(max_size=12)), max_size=4),
)
@example(b"+CSQ: 20,99\n", [(6, 2, b"\xb2")])  # a digit to isdigit, but not to int
def test_damage_gives_a_figure_or_one_clear_error(sample, damages):
    for at, length, instead in damages:
        sample = sample[:at] + instead + sample[at + length :]
    try:
        output = read_network(sample, "file")
    except CertkitError:
        return
    assert output.figures
    assert all(name == "rssi" or value >= 0 for name, value in output.figures)
    assert output.csq is None or 0 <= output.csq <= 31
