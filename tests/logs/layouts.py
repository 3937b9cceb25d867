"""Conversations as real software writes them: writers, envelopes, repetition, order, containers and encodings.

A *writer* is the software that knows the messages (Python ``ocpp``, SteVe, a JSON logger). An *envelope* is what a
collector puts around each line or entry (Docker, journald, Loki). A *container* is the file that somebody sends.
:func:`write` puts one together by a :class:`Recipe`, and says what a right reading of it gives.
"""

import bz2
import csv
import gzip
import io
import json
import lzma
import tarfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from typing import NamedTuple
from xml.sax.saxutils import escape

from tests.logs.conversation import MILLISECOND, SECOND, Conversation, Message, Truth, compact

# Times, as programs write them.


def when(time: int) -> datetime:
    return datetime.fromtimestamp(time // SECOND, UTC).replace(microsecond=time % SECOND)


def plain(time: int, point: str = ".") -> str:
    return f"{when(time):%Y-%m-%d %H:%M:%S}{point}{time // MILLISECOND % 1000:03}"


def iso(time: int, digits: int = 3, zone: str = "Z") -> str:
    return f"{when(time):%Y-%m-%dT%H:%M:%S}.{time % SECOND * 1000:09}"[: 20 + digits] + zone


# Writers: one message as text, which may have several lines.


class Writer(NamedTuple):
    """How a program writes a message.

    Attributes:
        unit: the resolution of its times, in microseconds; 0 if it writes none.
        names: whether it writes the station's name.
        side: ``csms`` or ``station``, where it runs; that decides what *received* means.
        header: a first line of the file.
        per_line: how many messages end up on one line.
        lines: whether a message may take several lines.
        text: whether it writes lines of plain text, among which another logger of the program can write its own.
    """

    write: Callable[[Message, bool], str]
    unit: int = MILLISECOND
    names: bool = True
    side: str = "csms"
    header: str = ""
    per_line: int = 1
    lines: bool = False
    text: bool = True

    def text_of(self, message: Message) -> str:
        return self.write(message, message.from_station == (self.side == "csms"))


WRITERS: dict[str, Writer] = {}


def writer(**how):
    def register(function):
        WRITERS[function.__name__] = Writer(function, **how)
        return function

    return register


@writer()
def python_ocpp(message, received):
    way = "receive message" if received else "send"
    return f"{plain(message.time, ',')} INFO (MainThread) [ocpp] {message.station}: {way} {message.text}"


@writer(unit=0)
def python_ocpp_without_time(message, received):
    """``logging.basicConfig(level=INFO)``, which writes no time."""
    return f"INFO:ocpp:{message.station}: {'receive message' if received else 'send'} {message.text}"


@writer(unit=SECOND)
def python_ocpp_seconds(message, received):
    way = "receive message" if received else "send"
    return f"{when(message.time):%Y-%m-%d %H:%M:%S} INFO (MainThread) [ocpp] {message.station}: {way} {message.text}"


@writer()
def home_assistant(message, received):
    way = "receive message" if received else "send"
    return f"{plain(message.time)} INFO (MainThread) [custom_components.ocpp] {message.station}: {way} {message.text}"


@writer(names=False)
def websockets_text(message, received):
    """The debug lines of ``websockets``, with a long limit of the length."""
    return f"{plain(message.time, ',')} {websockets_line(message, '<' if received else '>')}"


def websockets_line(message: Message, arrow: str) -> str:
    return f"DEBUG (MainThread) [websockets.server] {arrow} TEXT {message.text!r} [{len(message.text.encode())} bytes]"


@writer(names=False)
def websockets_frame(message, received):
    """As ``websockets`` wrote them before version 10."""
    body = (
        f"Frame(fin=True, opcode=<Opcode.TEXT: 1>, data={message.text.encode()!r}, rsv1=False, rsv2=False, rsv3=False)"
    )
    return (
        f"{plain(message.time, ',')} DEBUG (MainThread) [websockets.protocol] server {'<' if received else '>'} {body}"
    )


@writer(unit=SECOND)
def evcc(message, received):
    way = "recv" if received else "send"
    return f"[ocpp  ] TRACE {when(message.time):%Y/%m/%d %H:%M:%S} {way} {message.station}: {message.text}"


@writer()
def steve(message, received):
    begin = f"[INFO ] {plain(message.time, ',')} de.rwth.idsg.steve.ocpp.ws.WebSocketLogger (qtp1715-42)"
    way = "Received" if received else "Sending"
    return f"{begin} - [chargeBoxId={message.station}, sessionId=0a1b-2c] {way}: {message.text}"


@writer(names=False, side="station", per_line=2)
def microocpp_glued(message, received):
    """A serial monitor; the library does not end its line after a request."""
    return f"{plain(message.time)[11:]} > [MO] {'Recv' if received else 'Send'}: {message.text}"


@writer(names=False, side="station")
def microocpp(message, received):
    return f"{plain(message.time)[11:]} > [MO] {'Recv' if received else 'Send'}: {message.text}"


@writer(lines=True)
def wallbox_multiline(message, received):
    """The head of the frame on the line of the time, the payload below, the bracket at its end."""
    head = compact(message.frame[:-1])[:-1]
    way = "receive message" if received else "send"
    lines = json.dumps(message.frame[-1], indent=1, ensure_ascii=False).split("\n")
    payload = "\n".join(line.strip() for line in lines)
    return f"{plain(message.time, ',')} INFO (MainThread) [ocpp] {message.station}: {way} {head},\n{payload}]"


@writer(lines=True)
def pretty_below(message, received):
    """The time and the direction on a line of their own, the frame below."""
    text = json.dumps(message.frame, indent=2, ensure_ascii=False)
    return f"{iso(message.time)} {message.station} {'received' if received else 'sent'}:\n{text}"


@writer(lines=True)
def pretty_prefixed(message, received):
    """The same prefix on each line of the frame."""
    prefix = f"{iso(message.time)} [{message.station}] {'RX' if received else 'TX'}: "
    return "\n".join(prefix + line for line in json.dumps(message.frame, indent=2, ensure_ascii=False).split("\n"))


@writer()
def arrows(message, received):
    parties = (message.station, "CSMS") if message.from_station else ("CSMS", message.station)
    return f"{iso(message.time, zone='+00:00')} DEBUG {parties[0]} -> {parties[1]}: {message.text}"


@writer(unit=1, names=False)
def two_parties(message, received):
    way = "CS -> CSMS" if message.from_station else "CSMS -> CS"
    return f"{iso(message.time, 6)} | {way} | {message.text}"


@writer(text=False)
def time_after(message, received):
    return f"{message.station} {'received' if received else 'sent'} {message.text} at {plain(message.time)}"


@writer(text=False)
def winston(message, received):
    text = f"{'Received' if received else 'Sent'} {message.text}"
    return compact({"level": "debug", "message": text, "station": message.station, "timestamp": iso(message.time)})


@writer(text=False)
def pino(message, received):
    entry = {"level": 20, "time": message.time // 1000, "pid": 812, "hostname": "backend", "cp": message.station}
    return compact({**entry, "dir": "in" if received else "out", "msg": message.text})


@writer(text=False)
def pino_real_json(message, received):
    entry = {"level": 20, "time": message.time // 1000, "chargePointId": message.station}
    return compact({**entry, "direction": "received" if received else "sent", "message": message.frame})


@writer(text=False)
def logback(message, received):
    entry = {"@timestamp": iso(message.time, zone="+00:00"), "@version": "1", "logger_name": "org.example.Gateway"}
    text = f"{'Received' if received else 'Sending'}: {message.text}"
    return compact({**entry, "message": text, "level": "DEBUG", "chargeBoxId": message.station})


@writer(text=False)
def escaped_twice(message, received):
    inner = compact({"dir": "in" if received else "out", "cp": message.station, "frame": message.text})
    return compact({"ts": message.time / SECOND, "level": "debug", "msg": inner})


@writer(text=False)
def gcp(message, received):
    """An entry of a cloud's log: the text is nested, the time is outside."""
    way = "IN" if received else "OUT"
    payload = {"direction": way, "message": message.text, "chargePointId": message.station}
    return compact({"insertId": "a0", "jsonPayload": payload, "timestamp": iso(message.time, 6), "severity": "DEBUG"})


def row(*cells: str, separator: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator="").writerow(cells)
    return out.getvalue()


@writer(header="time,station,direction,message", text=False)
def csv_time_first(message, received):
    return row(iso(message.time), message.station, "received" if received else "sent", message.text)


@writer(header="station,direction,message,time", text=False)
def csv_time_last(message, received):
    return row(message.station, "IN" if received else "OUT", message.text, plain(message.time))


@writer(header="Station;Direction;Payload;Timestamp", text=False)
def csv_semicolons(message, received):
    way = "RECV" if received else "SENT"
    return row(
        message.station, way, message.text, f"{when(message.time):%d.%m.%Y} {plain(message.time)[11:]}", separator=";"
    )


@writer(text=False)
def xml_escaped(message, received):
    frame = escape(message.text, {'"': "&quot;"})
    name = escape(message.station, {'"': "&quot;"})
    way = "in" if received else "out"
    return f'<message time="{iso(message.time)}" station="{name}" direction="{way}">{frame}</message>'


# Envelopes: what a collector puts around it.


class Entry(NamedTuple):
    """What a program wrote at once, and the time at which a collector saw it."""

    time: int
    station: str
    text: str


class Envelope(NamedTuple):
    """How a collector keeps entries.

    Attributes:
        unit: the resolution of its times; 0 if it writes none.
        whole: whether an entry of several lines is kept together.
        names: whether it writes the station's name.
    """

    wrap: Callable[[list[Entry]], str]
    unit: int = 0
    whole: bool = False
    names: bool = False


ENVELOPES: dict[str, Envelope] = {}


def envelope(**how):
    def register(function):
        ENVELOPES[function.__name__] = Envelope(function, **how)
        return function

    return register


def lines_of(entries: Iterable[Entry]) -> Iterator[tuple[int, str]]:
    return ((entry.time, line) for entry in entries for line in entry.text.split("\n"))


def joined(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


@envelope(whole=True)
def bare(entries):
    return joined(entry.text for entry in entries)


PART = 16_384


def parts(line: str) -> list[str]:
    """A container runtime reads a line in parts of 16 KiB."""
    return [line[at : at + PART] for at in range(0, len(line), PART)] or [""]


@envelope(unit=1)
def docker_json(entries):
    return joined(
        compact({"log": piece, "stream": "stdout", "time": iso(time, 9)})
        for time, line in lines_of(entries)
        for piece in parts(f"{line}\n")
    )


@envelope(unit=1)
def cri(entries):
    lines = []
    for time, line in lines_of(entries):
        *first, last = parts(line)
        lines += [f"{iso(time, 9)} stdout P {piece}" for piece in first]
        lines.append(f"{iso(time, 9)} stdout F {last}")
    return joined(lines)


@envelope()
def compose(entries):
    return joined(f"csms-1  | {line}" for _, line in lines_of(entries))


@envelope(unit=1)
def compose_times(entries):
    return joined(f"csms-1  | {iso(time, 9)} {line}" for time, line in lines_of(entries))


@envelope(unit=SECOND)
def journald_short(entries):
    return joined(f"{when(time):%b %d %H:%M:%S} gateway ocpp[812]: {line}" for time, line in lines_of(entries))


@envelope(unit=1)
def journald_json(entries):
    fixed = {"_HOSTNAME": "gateway", "SYSLOG_IDENTIFIER": "ocpp", "_PID": "812", "PRIORITY": "6"}
    lines = lines_of(entries)
    return joined(compact({"__REALTIME_TIMESTAMP": str(time), **fixed, "MESSAGE": line}) for time, line in lines)


@envelope(unit=MILLISECOND)
def syslog(entries):
    return joined(f"<14>1 {iso(time)} gateway ocpp 812 - - {line}" for time, line in lines_of(entries))


def loki(entries: list[Entry]) -> dict:
    values = [[str(entry.time * 1000), entry.text] for entry in entries]
    streams = [{"stream": {"job": "ocpp"}, "values": values}]
    return {"status": "success", "data": {"resultType": "streams", "result": streams, "stats": {"bytes": 9}}}


@envelope(unit=1, whole=True)
def loki_one_line(entries):
    return compact(loki(entries))


@envelope(unit=1, whole=True)
def loki_pretty(entries):
    return json.dumps(loki(entries), indent=2) + "\n"


@envelope(unit=1, whole=True, names=True)
def loki_streams(entries):
    """One stream for each station, whose name only the label has."""
    document = loki([])
    names = sorted({entry.station for entry in entries})
    document["data"]["result"] = [
        {
            "stream": {"job": "ocpp", "station": name},
            "values": [[str(entry.time * 1000), entry.text] for entry in entries if entry.station == name],
        }
        for name in names
    ]
    return compact(document)


@envelope(unit=MILLISECOND, whole=True)
def loki_csv(entries):
    lines = [row(f"{plain(entry.time)}", entry.text, str(entry.time * 1000), '{"job":"ocpp"}') for entry in entries]
    return joined(["Time,Line,tsNs,labels", *lines])


@envelope(unit=MILLISECOND)
def grafana_text(entries):
    return joined(f"{plain(time)}\t{line}" for time, line in lines_of(entries))


def gcp_entry(number: int, entry: Entry) -> dict:
    resource = {"type": "k8s_container", "labels": {"pod_name": "gateway-7c9f"}}
    return {"insertId": f"a{number}", "textPayload": entry.text, "timestamp": iso(entry.time, 6), "resource": resource}


@envelope(unit=1, whole=True)
def gcp_lines(entries):
    return joined(compact(gcp_entry(number, entry)) for number, entry in enumerate(entries))


@envelope(unit=1, whole=True)
def gcp_array(entries):
    return json.dumps([gcp_entry(number, entry) for number, entry in enumerate(entries)], indent=2) + "\n"


@envelope(unit=MILLISECOND, whole=True)
def cloudwatch_events(entries):
    events = [
        {"timestamp": entry.time // 1000, "message": entry.text, "ingestionTime": entry.time // 1000 + 4_321}
        for entry in entries
    ]
    return json.dumps({"events": events, "nextForwardToken": "f/3778"}, indent=4) + "\n"


@envelope(unit=1)
def cloudwatch_tail(entries):
    return joined(f"{iso(time, 6, '+00:00')} ecs/csms/0a1b2c {line}" for time, line in lines_of(entries))


@envelope(unit=MILLISECOND, whole=True, names=True)
def elastic(entries):
    hits = [
        {
            "_index": "ocpp-2026.03",
            "_id": f"x{number}",
            "_source": {"@timestamp": iso(entry.time), "message": entry.text, "station": entry.station},
        }
        for number, entry in enumerate(entries)
    ]
    return compact({"took": 4, "timed_out": False, "hits": {"total": {"value": len(hits)}, "hits": hits}})


# Containers, and encodings.


def zipped(files: list[tuple[str, bytes]]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return buffer.getvalue()


def tar(files: list[tuple[str, bytes]]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, content in files:
            member = tarfile.TarInfo(f"logs/{name}")
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return buffer.getvalue()


class Container(NamedTuple):
    """``pack`` makes one file of files; ``many`` says whether more than one fits."""

    ending: str
    pack: Callable[[list[tuple[str, bytes]]], bytes]
    many: bool = True


CONTAINERS = {
    "none": Container("", lambda files: files[0][1], many=False),
    "gz": Container(".gz", lambda files: gzip.compress(files[0][1], mtime=0), many=False),
    "bz2": Container(".bz2", lambda files: bz2.compress(files[0][1]), many=False),
    "xz": Container(".xz", lambda files: lzma.compress(files[0][1]), many=False),
    "tar": Container(".tar", tar),
    "tar.gz": Container(".tar.gz", lambda files: gzip.compress(tar(files), mtime=0)),
    "tar.xz": Container(".tar.xz", lambda files: lzma.compress(tar(files))),
    "zip": Container(".zip", zipped),
    "zip in zip": Container(".zip", lambda files: zipped([("inner.zip", zipped(files)), ("readme.md", b"Logs.\n")])),
    "gz in zip": Container(".zip", lambda files: zipped([(f"{n}.gz", gzip.compress(c, mtime=0)) for n, c in files])),
}

ENCODINGS = {
    "utf-8": lambda text: text.encode(),
    "utf-8, mark, CRLF": lambda text: text.replace("\n", "\r\n").encode("utf-8-sig"),
    "utf-16, CRLF": lambda text: text.replace("\n", "\r\n").encode("utf-16"),
}
"""The last is what ``Out-File`` of Windows PowerShell writes."""

REPETITIONS = ("once", "two loggers", "two hops")
HOP = 7 * MILLISECOND
"""How much later the second hop writes a frame."""

NAMES = ("CP01", "charger", "station", "Garage Station", "cp/1", "ev-charger", "CSMS-1", "server", "EX22D-000417")


class Recipe(NamedTuple):
    """One combination. ``split`` writes each station into a file of its own, if the container takes several."""

    writer: str = "python_ocpp"
    envelope: str = "bare"
    repetition: str = "once"
    newest_first: bool = False
    container: str = "none"
    encoding: str = "utf-8"
    split: bool = False

    @property
    def possible(self) -> bool:
        """Whether somebody can get such a file, and whether it shows what a measurement needs."""
        program, around = WRITERS[self.writer], ENVELOPES[self.envelope]
        timed = bool(program.unit or around.unit)
        loggers = program.text and program.side == "csms" and not program.lines and program.unit > 0
        together = around.whole and program.per_line == 1
        return (
            timed
            and (self.repetition != "two loggers" or loggers)
            and (not self.newest_first or together or not (program.lines or program.per_line > 1))
            and (self.repetition == "once" or program.per_line == 1)
            and (not self.split or CONTAINERS[self.container].many)
        )

    @property
    def names_stations(self) -> bool:
        program, around = WRITERS[self.writer], ENVELOPES[self.envelope]
        return program.names or self.split or (around.names and program.per_line == 1)


class Written(NamedTuple):
    """A file, and what a right reading of it gives.

    Attributes:
        frames: how many frames the file has, all copies counted.
        truths: the truth, as the writer's clock shows it; and the collector's, if that is finer.
    """

    name: str
    content: bytes
    frames: int
    truths: tuple[Truth, ...]


def write(conversation: Conversation, recipe: Recipe, dut: str = "station") -> Written:
    """A conversation as a file."""
    program, around = WRITERS[recipe.writer], ENVELOPES[recipe.envelope]
    groups = [conversation.of(name) for name in conversation.stations] if recipe.split else [conversation]
    files, frames = [], 0
    for number, group in enumerate(groups):
        entries = entries_of(group, recipe)
        frames += len(entries)
        if recipe.newest_first:
            entries.reverse()
        text = around.wrap(glued(entries, program.per_line))
        if program.header and recipe.envelope == "bare":
            text = f"{program.header}\n{text}"
        files.append((f"messages{number or ''}.log", ENCODINGS[recipe.encoding](text)))
    container = CONTAINERS[recipe.container]
    units = [program.unit or around.unit]
    if 0 < around.unit < units[0]:
        units.append(around.unit)
    truths = tuple(conversation.truth(unit, dut) for unit in units)
    return Written(f"messages.log{container.ending}", container.pack(files), frames, truths)


def entries_of(conversation: Conversation, recipe: Recipe) -> list[Entry]:
    """All entries in order of time, the copies among them."""
    program, around = WRITERS[recipe.writer], ENVELOPES[recipe.envelope]
    entries: list[tuple[int, Entry]] = []
    for number, message in enumerate(conversation.messages):
        time = message.time
        if program.unit:
            # A collector comes late, and not evenly; but a finer clock than the writer's is worth reading.
            time += 40 * MILLISECOND if program.unit > around.unit else number * 137 % 450 * MILLISECOND
        entry = Entry(time, message.station, program.text_of(message))
        if recipe.repetition == "two loggers":
            copy = entry._replace(text=logged_again(message, program))
            both = [copy, entry] if message.from_station else [entry, copy]
            entries += [(message.time, each) for each in both]
        elif recipe.repetition == "two hops":
            later = message._replace(time=message.time + HOP)
            copy = Entry(time + HOP, message.station, program.text_of(later))
            entries += [(message.time, entry), (later.time, copy)]
        else:
            entries.append((message.time, entry))
    return [entry for _, entry in sorted(entries, key=lambda pair: pair[0])]


def logged_again(message: Message, program: Writer) -> str:
    """The same frame as the library below the program logs it, with the program's clock."""
    stamp = plain(message.time, ",") if program.unit < SECOND else f"{when(message.time):%Y-%m-%d %H:%M:%S}"
    return f"{stamp} {websockets_line(message, '<' if message.from_station else '>')}"


def glued(entries: list[Entry], per_line: int) -> list[Entry]:
    """Several messages on each line."""
    groups = [entries[at : at + per_line] for at in range(0, len(entries), per_line)]
    return [group[0]._replace(text="".join(entry.text for entry in group)) for group in groups]
