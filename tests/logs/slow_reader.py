"""A second reader of message logs: slow and simple, with the whole file in memory and the ``json`` module.

It is told by whom a log was written and what a collector put around it, and has one pattern for each. It shares no code
with certkit, and knows nothing of the truth.
"""

import bisect
import bz2
import csv
import gzip
import html
import io
import json
import lzma
import re
import tarfile
import zipfile
from ast import literal_eval
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise, takewhile
from typing import NamedTuple

from tests.measurement import slow


class Line(NamedTuple):
    """A line as the program wrote it, and what the collector knew: time and station, or nothing."""

    time: int | None
    station: str
    text: str


class Frame(NamedTuple):
    """A frame as a program wrote it."""

    time: int
    station: str
    received: bool
    frame: list


class Reading(NamedTuple):
    """Messages in order of time, how many more frames are copies of them, and whether the newest came first."""

    messages: list[Frame]
    copies: int
    turned: bool


# Files in files.


def files(content: bytes) -> list[bytes]:
    """The files in a file; a file that is in nothing is itself."""
    for magic, unpack in (
        (b"\x1f\x8b", gzip.decompress),
        (b"BZh", bz2.decompress),
        (b"\xfd7zXZ", lzma.decompress),
    ):
        if content.startswith(magic):
            return files(unpack(content))
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as members:
            return [inner for name in members.namelist() for inner in files(members.read(name))]
    if content[257:262] == b"ustar":
        with tarfile.open(fileobj=io.BytesIO(content)) as archive:
            return [inner for member in archive for inner in files(archive.extractfile(member).read())]  # type: ignore[union-attr]
    return [content]


def text_of(content: bytes) -> str:
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    return content.decode(encoding).replace("\r\n", "\n")


# Times.

DATED = re.compile(r"(\d{4})[-/](\d\d)[-/](\d\d)[ T](\d\d):(\d\d):(\d\d)(?:[.,](\d+))?(?:Z|\+00:00)?")
GERMAN = re.compile(r"(\d\d)\.(\d\d)\.(\d{4}) (.*)")
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def time_of(stamp) -> int:
    """Microseconds since 1970."""
    if isinstance(stamp, int | float):
        return round(stamp * 1_000) if stamp > 1e11 else round(stamp * 1_000_000)
    if stamp.isdigit():
        return int(stamp) // (1_000 if len(stamp) == 19 else 1)
    if match := GERMAN.fullmatch(stamp):
        stamp = f"{match[3]}-{match[2]}-{match[1]} {match[4]}"
    if stamp[:3] in MONTHS:
        stamp = f"2026-{MONTHS.index(stamp[:3]) + 1:02}-{stamp[4:]}"
    if len(stamp) == 12:
        stamp = f"2026-03-03 {stamp}"
    match = DATED.fullmatch(stamp)
    assert match, stamp
    *parts, fraction = match.groups()
    seconds = datetime(*map(int, parts), tzinfo=UTC).timestamp()  # type: ignore[arg-type,misc]
    return int(seconds) * 1_000_000 + int((fraction or "").ljust(6, "0")[:6])


# What collectors put around it.


def prefixed(pattern: str):
    """Lines with a prefix; the group ``t`` is the time, ``p`` says that the line goes on."""
    compiled = re.compile(pattern)

    def unwrap(text: str) -> Iterator[Line]:
        before = ""
        for line in text.splitlines():
            match = compiled.match(line)
            assert match, line
            named = match.groupdict()
            rest = before + line[match.end() :]
            before = rest if named.get("p") == "P" else ""
            if not before:
                yield Line(time_of(named["t"]) if "t" in named else None, "", rest)

    return unwrap


def docker_json(text: str) -> Iterator[Line]:
    before = ""
    for line in text.splitlines():
        entry = json.loads(line)
        before += entry["log"]
        if before.endswith("\n"):
            yield Line(time_of(entry["time"]), "", before[:-1])
            before = ""


def json_lines(time: str, name: str):
    def unwrap(text: str) -> Iterator[Line]:
        for line in text.splitlines():
            entry = json.loads(line)
            yield Line(time_of(entry[time]), "", entry[name])

    return unwrap


def loki(text: str) -> Iterator[Line]:
    for stream in json.loads(text)["data"]["result"]:
        for time, line in stream["values"]:
            yield Line(time_of(time), stream["stream"].get("station", ""), line)


def loki_csv(text: str) -> Iterator[Line]:
    for cells in list(csv.reader(io.StringIO(text)))[1:]:
        yield Line(time_of(cells[0]), "", cells[1])


def gcp_array(text: str) -> Iterator[Line]:
    for entry in json.loads(text):
        yield Line(time_of(entry["timestamp"]), "", entry["textPayload"])


def cloudwatch_events(text: str) -> Iterator[Line]:
    for event in json.loads(text)["events"]:
        yield Line(time_of(event["timestamp"]), "", event["message"])


def elastic(text: str) -> Iterator[Line]:
    for hit in json.loads(text)["hits"]["hits"]:
        source = hit["_source"]
        yield Line(time_of(source["@timestamp"]), source["station"], source["message"])


UNWRAP = {
    "bare": prefixed(""),
    "docker_json": docker_json,
    "cri": prefixed(r"(?P<t>\S+) stdout (?P<p>[PF]) "),
    "compose": prefixed(r"csms-1  \| "),
    "compose_times": prefixed(r"csms-1  \| (?P<t>\S+) "),
    "journald_short": prefixed(r"(?P<t>\w{3} \d\d \S+) gateway ocpp\[812\]: "),
    "journald_json": json_lines("__REALTIME_TIMESTAMP", "MESSAGE"),
    "syslog": prefixed(r"<14>1 (?P<t>\S+) gateway ocpp 812 - - "),
    "loki_one_line": loki,
    "loki_pretty": loki,
    "loki_streams": loki,
    "loki_csv": loki_csv,
    "grafana_text": prefixed(r"(?P<t>[^\t]+)\t"),
    "gcp_lines": json_lines("timestamp", "textPayload"),
    "gcp_array": gcp_array,
    "cloudwatch_events": cloudwatch_events,
    "cloudwatch_tail": prefixed(r"(?P<t>\S+) ecs/csms/0a1b2c "),
    "elastic": elastic,
}

# How programs write. Groups: t is the time, s the station, d the direction.

WEBSOCKETS = r"(?P<t>[-0-9]+ [:,0-9]+) DEBUG \(MainThread\) \[websockets\.server\] (?P<d>[<>]) TEXT "

HEADS = {
    "python_ocpp": r"(?P<t>[-0-9]+ [:,0-9]+) INFO \(MainThread\) \[ocpp\] (?P<s>.+?): (?P<d>receive message|send) ",
    "python_ocpp_without_time": r"INFO:ocpp:(?P<s>.+?): (?P<d>receive message|send) ",
    "home_assistant": (
        r"(?P<t>[-0-9]+ [:.0-9]+) INFO \(MainThread\) \[custom_components\.ocpp\] "
        r"(?P<s>.+?): (?P<d>receive message|send) "
    ),
    "websockets_text": WEBSOCKETS,
    "websockets_frame": (
        r"(?P<t>[-0-9]+ [:,0-9]+) DEBUG \(MainThread\) \[websockets\.protocol\] server (?P<d>[<>]) "
        r"Frame\(fin=True, opcode=<Opcode.TEXT: 1>, data="
    ),
    "evcc": r"\[ocpp  \] TRACE (?P<t>\S+ \S+) (?P<d>recv|send) (?P<s>.+?): ",
    "steve": (
        r"\[INFO \] (?P<t>\S+ \S+) \S+ \(qtp1715-42\) - "
        r"\[chargeBoxId=(?P<s>.+?), sessionId=0a1b-2c\] (?P<d>Received|Sending): "
    ),
    "microocpp": r"(?P<t>\d\d:\d\d:\d\d\.\d{3}) > \[MO\] (?P<d>Recv|Send): ",
    "pretty_below": r"(?P<t>\d{4}-\S+Z) (?P<s>.+?) (?P<d>received|sent):\n",
    "pretty_prefixed": r"(?P<t>\d{4}-\S+Z) \[(?P<s>.+?)\] (?P<d>RX|TX): (?=\[$)",
    "arrows": r"(?P<t>\d{4}-\S+\+00:00) DEBUG (?P<s>.+?) (?P<d>->) (?P<to>.+?): ",
    "two_parties": r"(?P<t>\d{4}-\S+Z) \| (?P<d>CS -> CSMS|CSMS -> CS) \| ",
    "time_after": r"^(?P<s>[^\[\]]+?) (?P<d>received|sent) ",
    "xml_escaped": r'<message time="(?P<t>[^"]+)" station="(?P<s>[^"]+)" direction="(?P<d>in|out)">',
}
HEADS["python_ocpp_seconds"] = HEADS["wallbox_multiline"] = HEADS["python_ocpp"]
HEADS["microocpp_glued"] = HEADS["microocpp"]
RECEIVED = {"receive message", "received", "recv", "Recv", "Received", "<", "RX", "in", "IN", "RECV", "CS -> CSMS"}

KEYS = {
    "winston": ("timestamp", "station", "", "message"),
    "pino": ("time", "cp", "dir", "msg"),
    "pino_real_json": ("time", "chargePointId", "direction", "message"),
    "logback": ("@timestamp", "chargeBoxId", "", "message"),
    "gcp": ("timestamp", "chargePointId", "direction", "message"),
    "escaped_twice": ("ts", "cp", "dir", "frame"),
}
"""The keys of the time, the station, the direction and the frame, wherever in an entry they are."""

CELLS = {
    "csv_time_first": (",", 0, 1, 2, 3),
    "csv_time_last": (",", 3, 0, 1, 2),
    "csv_semicolons": (";", 3, 0, 1, 2),
}
"""The separator, and the columns of the time, the station, the direction and the frame."""


def frames_in_text(lines: list[Line], program: str) -> Iterator[Frame]:
    """What plain text has: heads, and a frame behind each."""
    if program == "pretty_prefixed":
        lines = list(without_repeated_prefix(lines))
    if program == "xml_escaped":
        lines = [line._replace(text=html.unescape(line.text)) for line in lines]
    starts, at = [], 0
    for line in lines:
        starts.append(at)
        at += len(line.text) + 1
    text = "\n".join(line.text for line in lines)
    found: dict[int, re.Match] = {}
    for pattern in {HEADS[program], WEBSOCKETS}:
        for match in re.finditer(pattern + r"(?=[\['b])", text, re.MULTILINE):
            found.setdefault(match.end(), match)
    done = 0
    for start, match in sorted(found.items()):
        if start < done:
            continue  # inside the frame before
        frame, done = frame_at(text, start)
        line = lines[bisect.bisect_right(starts, match.start()) - 1]
        groups = match.groupdict()
        stamp = groups.get("t")
        if program == "time_after" and stamp is None:
            after = re.compile(" at (.*)").match(text, done)
            assert after
            stamp = after[1]
        time = line.time if stamp is None else time_of(stamp)
        received = groups["d"] in RECEIVED
        station = groups.get("s") or line.station
        if "to" in groups:
            received = groups["to"] == "CSMS"
            station = groups["s"] if received else groups["to"]
        assert time is not None
        yield Frame(time, station, received, frame)


def without_repeated_prefix(lines: list[Line]) -> Iterator[Line]:
    for line in lines:
        match = re.fullmatch(r"\d{4}-\S+Z \[.+?\] [RT]X: (.*)", line.text)
        assert match
        yield line if match[1] == "[" else line._replace(text=match[1])


def frame_at(text: str, start: int) -> tuple[list, int]:
    """A frame, bare or as Python writes a string, and where it ends."""
    if text[start] == "[":
        return json.JSONDecoder().raw_decode(text, start)
    quoted = re.compile(r"""b?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")""").match(text, start)
    assert quoted
    value = literal_eval(quoted[0])
    return json.loads(value), quoted.end()


def pieces(value) -> Iterator[tuple[str, object]]:
    """All keys and values in a JSON value, and in the JSON values that are texts in it."""
    for key, inner in value.items():
        if isinstance(inner, str) and inner.startswith("{"):
            inner = json.loads(inner)
        if isinstance(inner, dict):
            yield from pieces(inner)
        else:
            yield key, inner


def frames_in_json(lines: list[Line], program: str) -> Iterator[Frame]:
    for line in lines:
        entry = dict(pieces(json.loads(line.text)))
        time, station, direction, frame = (entry.get(key) for key in KEYS[program])
        if isinstance(frame, str):
            before, bracket, rest = frame.partition("[")
            direction = direction or before.strip(" :")
            frame = json.loads(bracket + rest)
        assert isinstance(frame, list)
        yield Frame(time_of(time), str(station), direction in RECEIVED, frame)


def frames_in_cells(lines: list[Line], program: str) -> Iterator[Frame]:
    separator, *columns = CELLS[program]
    for line in lines:
        cells = next(csv.reader([line.text], delimiter=separator))
        time, station, direction, frame = (cells[column] for column in columns)
        if frame.startswith("["):
            yield Frame(time_of(time), station, direction in RECEIVED, json.loads(frame))


# From frames to messages.

NEAR = 50_000
"""Within so many microseconds, the same frame is the same message; in a log of whole seconds, within one."""


def read(content: bytes, program: str, collector: str) -> list[Reading]:
    """One reading for each file."""
    return [read_text(text_of(inner), program, collector) for inner in files(content) if inner != b"Logs.\n"]


def read_text(text: str, program: str, collector: str) -> Reading:
    lines = [line._replace(text=part) for line in UNWRAP[collector](text) for part in line.text.split("\n")]
    extract = frames_in_json if program in KEYS else frames_in_cells if program in CELLS else frames_in_text
    frames = list(extract([line for line in lines if line.text], program))
    steps = [(later.time > earlier.time) - (later.time < earlier.time) for earlier, later in pairwise(frames)]
    turned = sum(steps) < 0
    if turned:
        frames.reverse()
    frames.sort(key=lambda frame: frame.time)
    near = NEAR if any(frame.time % 1_000_000 for frame in frames) else 1_000_000
    messages: list[Frame] = []
    copies = 0
    for frame in named(frames):
        recent = takewhile(lambda other: frame.time - other.time <= near, reversed(messages))  # noqa: B023
        if any((frame.station, frame.received, frame.frame) == (o.station, o.received, o.frame) for o in recent):
            copies += 1
        else:
            messages.append(frame)
    return Reading(messages, copies, turned)


def named(frames: list[Frame]) -> Iterator[Frame]:
    """The lines of a library below have no name: theirs is that of the same frame next to it."""
    stations = {frame.station for frame in frames} - {""}
    for at, frame in enumerate(frames):
        if frame.station or not stations:
            yield frame
            continue
        after, before = frames[at + 1 : at + 2], frames[max(at - 1, 0) : at]
        for other in after + before if frame.received else before + after:
            if other.station and (other.received, other.frame) == (frame.received, frame.frame):
                yield frame._replace(station=other.station)
                break


def measure(readings: list[Reading], *, station_side: bool, dut: str = "station") -> dict[str, list[int]]:
    """Parameter -> values, sorted."""
    values: dict[str, list[int]] = {}
    for reading in readings:
        entries = []
        for number, (time, station, received, frame) in enumerate(reading.messages):
            entry = {"line": number, "time": time, "era": 0, "station": station, "up": received != station_side}
            entry |= {"kind": frame[0], "id": frame[1], "payload": frame[-1]}
            entries.append(entry | {"action": frame[2] if frame[0] == 2 else ""})
        for name, (found, _) in slow.measure_frames(entries, dut)[0].items():
            values.setdefault(name, []).extend(found)
    return {name: sorted(found) for name, found in values.items()}
