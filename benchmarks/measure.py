"""How fast and how lean ``certkit measure`` is, beside jq and DuckDB on the same log.

    python benchmarks/measure.py [--megabytes 300] [--rounds 5] [--duckdb PYTHON]

jq and an interpreter with DuckDB have to be there (``apt-get install jq``, ``pip install duckdb``); a row without them
is left out. In every round the commands run one after the other. Time is the wall clock's and the processor's, memory
is the largest resident set. jq only takes the fields out that a measurement needs; DuckDB, with two threads, computes
count, minimum, median, 95th percentile and maximum of a station's parameters, without the rules for what is left out.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).resolve().parents[1]
PICS = ROOT / "tests" / "independent" / "devices" / "ac-socket.yaml"
AT_MOST = 0.3
"""Of the processor's time that jq takes."""
JQ = "[.time, .station, .direction, .frame[0], .frame[1], (.frame[2] | strings)]"
FRAMES = {
    "text": r"""
      select t, m.s as station, m.d = 'receive message' as up, m.f::json as frame from (
        select line[1:23]::timestamp as t,
               regexp_extract(line, '\[ocpp\] (\S+): (receive message|send) (\[.*)', ['s', 'd', 'f']) as m
        from read_csv('{file}', delim=e'\x01', quote='', escape='', header=false, columns={{line: 'VARCHAR'}}))""",
    "json": """
      select time::timestamp as t, station, direction = 'recv' as up, frame
      from read_json('{file}', format='newline_delimited',
                     columns={{time: 'VARCHAR', station: 'VARCHAR', direction: 'VARCHAR', frame: 'JSON'}})""",
}
QUERY = """
with lines as materialized ({frames}),
f as materialized (select epoch_us(t) as t, station, up, (frame->>0)::int as kind, frame->>1 as id,
       case when frame->>0 = '2' then frame->>2 end as action,
       case when up or frame->>2 not in ('Heartbeat', 'MeterValues') then
            case when frame->>0 = '2' then frame->3 else frame->2 end end as p from lines),
answered as (select q.t as asked, a.t as told, q.station, q.action, q.p, a.p->>'status' as status
             from f q join f a on q.station = a.station and q.id = a.id
             where q.kind = 2 and a.kind = 3 and not q.up and a.up),
values_ as (
  select 'response' as name, told - asked as d from answered
  union all
  select 'start', s.t - r.asked from answered r asof join (select * from f where action = 'StartTransaction') s
    on r.station = s.station and r.p->>'idTag' = s.p->>'idTag' and r.asked <= s.t
    where r.action = 'RemoteStartTransaction' and r.status = 'Accepted'
  union all
  select 'stop', s.t - r.asked from answered r asof join (select * from f where action = 'StopTransaction') s
    on r.station = s.station and r.p->>'transactionId' = s.p->>'transactionId' and r.asked <= s.t
    where r.action = 'RemoteStopTransaction' and r.status = 'Accepted'
  union all
  select 'triggered', s.t - r.told from answered r asof join (select * from f where kind = 2 and up) s
    on r.station = s.station and r.p->>'requestedMessage' = s.action and r.told <= s.t
    where r.action = 'TriggerMessage' and r.status = 'Accepted')
select name, count(*), min(d), median(d), quantile_disc(d, 0.95), max(d) from values_ group by name order by name
"""
DUCKDB = """
import sys, duckdb
print(duckdb.connect(config={"threads": 2}).execute(sys.argv[1]).fetchall())
"""


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--megabytes", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--duckdb", default=sys.executable, help="an interpreter that has DuckDB")
    options = parser.parse_args()
    machine = f"Python {sys.version.split()[0]}, {os.cpu_count()} cores"
    print(f"{machine}, {options.megabytes} MB, medians of {options.rounds} rounds\n")
    with tempfile.TemporaryDirectory(prefix="certkit-bench-") as folder:
        for layout in ("text", "json"):
            log = Path(folder) / f"{layout}.log"
            write_log(log, options.megabytes * 1_000_000, layout)
            run_beside(log, layout, options.rounds, options.duckdb)
            log.unlink()
    return 0


def run_beside(log: Path, layout: str, rounds: int, duckdb: str) -> None:
    """All commands on one log, in turn."""
    certkit = [sys.executable, "-c", "from certkit.cli.main import main; main()"]
    commands = {"certkit measure": [*certkit, "measure", str(log), "--pics", str(PICS)]}
    if layout == "json" and shutil.which("jq"):
        commands["jq"] = ["jq", "-c", JQ, str(log)]
    if subprocess.run([duckdb, "-c", "import duckdb"], capture_output=True, check=False).returncode == 0:
        commands["DuckDB"] = [duckdb, "-c", DUCKDB, QUERY.format(frames=FRAMES[layout].format(file=log))]
    found: dict[str, list[tuple[float, float, float]]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            found[name].append(run(command))
    print(f"{layout:18} {'seconds':>8} {'ratio':>6} {'CPU':>7} {'ratio':>6} {'MB':>6} {'ratio':>6} {'MB/s':>6}")
    medians = {name: [statistics.median(column) for column in zip(*rows, strict=True)] for name, rows in found.items()}
    ours = medians["certkit measure"]
    most = {"jq": AT_MOST}
    size = log.stat().st_size / 1e6
    for name, (wall, processor, memory) in medians.items():
        ratios = (ours[0] / wall, ours[1] / processor, ours[2] / memory)
        print(
            f"{name:18} {wall:8.2f} {ratios[0]:6.2f} {processor:7.2f} {ratios[1]:6.2f} "
            f"{memory:6.1f} {ratios[2]:6.2f} {size / wall:6.0f}"
            + (f"   {'ok' if ratios[1] <= most[name] else 'over'}: CPU at most {most[name]}x" if name in most else "")
        )
    print()


def run(command: list[str]) -> tuple[float, float, float]:
    """Seconds by the clock, seconds of the processor, and megabytes."""
    begin = perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    _, status, usage = os.wait4(process.pid, 0)
    wall = perf_counter() - begin
    said = process.stderr.read().decode() if process.stderr else ""
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1) or "Traceback" in said:
        raise SystemExit(f"{command[0]} failed: {said}")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def write_log(path: Path, size: int, layout: str) -> None:
    """A log as a CSMS with twenty stations writes it: meter values, heartbeats, status, and now and then a session."""
    chance = random.Random(16)
    render = {"text": _text, "json": _json}[layout]
    now = datetime(2026, 3, 3, 10, tzinfo=UTC)
    written = number = 0
    with path.open("w", encoding="utf-8") as file:
        while written < size:
            number += 1
            station = f"CP{number % 20:03}"
            for wait, up, frame in _exchange(chance, number):
                now += timedelta(milliseconds=wait)
                written += file.write(render(now, station, up, frame))


Step = tuple[int, bool, list[object]]


def _exchange(chance: random.Random, number: int) -> Iterator[Step]:
    """Messages that follow each other, with the milliseconds before each."""
    ask = _Ask(chance)
    kind = number % 10
    if kind < 6:
        names = ("Energy.Active.Import.Register", "Power.Active.Import", "Current.Import", "Voltage")
        values = [
            {"value": str(chance.randint(0, 99999)), "measurand": name, "context": "Sample.Periodic"} for name in names
        ]
        meter = [{"timestamp": "2026-03-03T10:00:00Z", "sampledValue": values}]
        yield from ask(True, "MeterValues", {"connectorId": 1, "transactionId": number, "meterValue": meter}, {}, 20)
    elif kind < 8:
        yield from ask(True, "Heartbeat", {}, {"currentTime": "2026-03-03T10:00:00Z"}, 20)
    elif kind == 8:
        status = chance.choice(("Available", "Preparing", "Charging", "Finishing"))
        payload = {"connectorId": 2, "errorCode": "NoError", "status": status}
        yield from ask(True, "StatusNotification", payload, {}, 20)
    elif number % 100 != 9:
        yield from ask(False, "GetConfiguration", {"key": ["HeartbeatInterval"]}, {"unknownKey": []}, 500)
    else:
        yield from _session(ask, number)


def _session(ask: _Ask, number: int) -> Iterator[Step]:
    accepted = {"status": "Accepted"}
    yield from ask(False, "TriggerMessage", {"requestedMessage": "Heartbeat"}, accepted, 200)
    yield from ask(True, "Heartbeat", {}, {"currentTime": "2026-03-03T10:00:00Z"}, 20)
    yield from ask(
        True, "StatusNotification", {"connectorId": 1, "errorCode": "NoError", "status": "Preparing"}, {}, 20
    )
    tag = f"TAG{number}"
    yield from ask(False, "RemoteStartTransaction", {"connectorId": 1, "idTag": tag}, accepted, 300)
    start = {"connectorId": 1, "idTag": tag, "meterStart": 0, "timestamp": "2026-03-03T10:00:00Z"}
    yield from ask(True, "StartTransaction", start, {"transactionId": number, "idTagInfo": accepted}, 20)
    yield from ask(False, "RemoteStopTransaction", {"transactionId": number}, accepted, 300)
    stop = {"transactionId": number, "meterStop": 9, "timestamp": "2026-03-03T10:00:00Z", "reason": "Remote"}
    yield from ask(True, "StopTransaction", stop, {}, 20)
    yield from ask(
        True, "StatusNotification", {"connectorId": 1, "errorCode": "NoError", "status": "Available"}, {}, 20
    )


class _Ask:
    """A request and its answer."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance

    def __call__(self, up: bool, action: str, payload: object, reply: object, longest: int) -> Iterator[Step]:
        name = f"{self.chance.getrandbits(128):032x}"
        name = "-".join((name[:8], name[8:12], name[12:16], name[16:20], name[20:]))
        yield self.chance.randint(1, 900), up, [2, name, action, payload]
        yield self.chance.randint(1, longest), not up, [3, name, reply]


def _text(now: datetime, station: str, up: bool, frame: list[object]) -> str:
    stamp = f"{now:%Y-%m-%d %H:%M:%S}.{now.microsecond // 1000:03}"
    return f"{stamp} INFO (MainThread) [ocpp] {station}: {'receive message' if up else 'send'} {_compact(frame)}\n"


def _json(now: datetime, station: str, up: bool, frame: list[object]) -> str:
    stamp = f"{now:%Y-%m-%dT%H:%M:%S}.{now.microsecond // 1000:03}Z"
    way = "recv" if up else "send"
    return f'{{"time":"{stamp}","station":"{station}","direction":"{way}","frame":{_compact(frame)}}}\n'


_compact: Callable[[object], str] = json.JSONEncoder(separators=(",", ":")).encode

if __name__ == "__main__":
    raise SystemExit(main())
