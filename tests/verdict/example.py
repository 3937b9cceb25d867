"""The evidence of examples/dossier, made from its PICS: results, message log, configuration keys, firmware image.

To write it again: ``python -m tests.verdict.example``. The record and the PICS are written by hand; only the digests
in the record are filled in.
"""

import hashlib
import json
from datetime import datetime, timedelta, timezone
from pathlib import Path

from certkit.edition.rulebook import load_edition
from certkit.pics.read_yaml import read_pics_yaml
from certkit.plan.derive import in_random_order, make_plan
from tests.configuration.stations import entries
from tests.measurement.logs import tool

FOLDER = Path(__file__).parent.parent.parent / "examples" / "dossier"
ZONE = timezone(timedelta(hours=1))
BEGIN = datetime(2026, 3, 3, 9, 0, tzinfo=ZONE)
LUNCH = datetime(2026, 3, 3, 12, 30, tzinfo=ZONE)
EVENING = datetime(2026, 3, 3, 17, 0, tzinfo=ZONE)
CONFIGURATION = ("EX-22-Duo", "3")
WRONG_PLUG = "TC_003"
OPTIONAL_RUN = "TC_030"


def statement():
    content = (FOLDER / "pics.yaml").read_bytes()
    return read_pics_yaml(content, "pics.yaml", lambda _: load_edition())


def pseudo_random(text: str, low: float, high: float) -> float:
    """A number from a text, the same on every machine."""
    number = int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big")
    return low + (high - low) * number / 0xFFFFFFFF


def record(name: str, verdict: str, start: datetime, duration: float) -> dict:
    local = start.astimezone(ZONE)
    return {
        "testCaseName": name,
        "verdict": verdict,
        "startTime": {
            "date": {"day": local.day, "month": local.month, "year": local.year},
            "time": {
                "hour": local.hour,
                "minute": local.minute,
                "second": local.second,
                "nano": local.microsecond * 1000,
            },
        },
        "duration": round(duration, 3),
        "configuration": CONFIGURATION[0],
        "config_version": CONFIGURATION[1],
        "pics_mode": True,
        "ocppVersion": "ocpp1.6",
        "sut": "CS",
        "logfile": f"{CONFIGURATION[0]}_{name}{local:%Y-%m-%d_%H_%M_%S}.{local.microsecond:06d}.log",
    }


def results() -> bytes:
    """One run of every required test case and of one optional, a reset before each, one rerun after a set-up issue."""
    pics, rulebook = statement()
    plan = in_random_order(make_plan(pics, rulebook), "4711")
    required = [row.id for row in plan.to_run if row.status == "required" and row.id != WRONG_PLUG]
    names = [name for name in required if name != WRONG_PLUG]
    names.insert(20, OPTIONAL_RUN)
    rows = []
    clock = BEGIN
    issue = datetime(2026, 3, 3, 10, 26, tzinfo=ZONE)

    def run(name: str, verdict: str) -> None:
        nonlocal clock
        for step, result in (("000_RESET", "pass"), (f"{name}_CS", verdict)):
            low, high = (20, 35) if step == "000_RESET" else (60, 210)
            lasts = pseudo_random(f"{step} {name} {verdict}", low, high)
            rows.append(record(step, result, clock, lasts))
            clock += timedelta(seconds=round(lasts + 4))

    for name in names:
        if clock >= issue and not any(row["testCaseName"] == f"{WRONG_PLUG}_CS" for row in rows):
            run(WRONG_PLUG, "fail")
            clock = max(clock, datetime(2026, 3, 3, 10, 42, tzinfo=ZONE))
            run(WRONG_PLUG, "pass")
        if LUNCH <= clock < LUNCH + timedelta(minutes=45):
            clock = LUNCH + timedelta(minutes=45)
        run(name, "pass")
    assert clock < EVENING
    return (json.dumps({"data": rows}, indent=1) + "\n").encode()


def log() -> bytes:
    """A short log in the tool's layout: boot, configuration, each pair of A.2, and some ordinary traffic."""
    lines: list[str] = []
    clock = datetime(2026, 3, 3, 8, 0, 4, 125_000, tzinfo=timezone.utc)  # noqa: UP017
    number = 0

    def ask(by_station: bool, action: str, payload: dict, answer: dict, after: float, wait: float) -> None:
        nonlocal clock, number
        number += 1
        clock += timedelta(seconds=wait)
        lines.append(tool(clock, by_station, [2, f"ex-{number:04d}", action, payload]))
        clock += timedelta(seconds=after)
        lines.append(tool(clock, not by_station, [3, f"ex-{number:04d}", answer]))

    def status(connector: int, state: str, wait: float) -> None:
        stamp = (clock + timedelta(seconds=wait)).strftime("%Y-%m-%dT%H:%M:%S.000Z")
        payload = {"connectorId": connector, "errorCode": "NoError", "status": state, "timestamp": stamp}
        ask(True, "StatusNotification", payload, {}, 0.012, wait)

    boot = {
        "chargePointModel": "EX-22 Duo",
        "chargePointVendor": "Example Charging GmbH",
        "chargePointSerialNumber": "EX22D-000417",
        "firmwareVersion": "3.1.0",
    }
    now = {"currentTime": "2026-03-03T08:00:05Z", "interval": 300, "status": "Accepted"}
    accepted = {"status": "Accepted"}
    ask(True, "BootNotification", boot, now, 0.021, 0.5)
    for connector in (0, 1, 2):
        status(connector, "Available", 0.3)
    ask(False, "GetConfiguration", {"key": ["HeartbeatInterval"]}, {"configurationKey": entries()[11:12]}, 0.184, 2.0)
    for round_ in range(3):
        times = {what: pseudo_random(f"{what} {round_}", 0.15, 1.4) for what in ("away", "back", "trigger", "reserve")}
        ask(False, "ChangeAvailability", {"connectorId": 1, "type": "Inoperative"}, accepted, 0.21, 3.0)
        status(1, "Unavailable", times["away"])
        ask(False, "ChangeAvailability", {"connectorId": 1, "type": "Operative"}, accepted, 0.19, 3.0)
        status(1, "Available", times["back"])
        ask(False, "TriggerMessage", {"requestedMessage": "Heartbeat"}, accepted, 0.16, 3.0)
        ask(True, "Heartbeat", {}, {"currentTime": "2026-03-03T08:01:00Z"}, 0.011, times["trigger"])
        reserve = {"connectorId": 2, "expiryDate": "2026-03-03T09:00:00Z", "idTag": "EX-TAG-1", "reservationId": 7}
        ask(False, "ReserveNow", {**reserve, "reservationId": 7 + round_}, accepted, 0.23, 3.0)
        status(2, "Reserved", times["reserve"])
        ask(False, "CancelReservation", {"reservationId": 7 + round_}, accepted, 0.17, 3.0)
        status(2, "Available", times["back"] / 2)
        status(1, "Preparing", 3.0)
        ask(False, "RemoteStartTransaction", {"connectorId": 1, "idTag": "EX-TAG-1"}, accepted, 0.25, 2.0)
        ask(True, "Authorize", {"idTag": "EX-TAG-1"}, {"idTagInfo": {"status": "Accepted"}}, 0.014, 0.2)
        start = {
            "connectorId": 1,
            "idTag": "EX-TAG-1",
            "meterStart": 1000 * round_,
            "timestamp": "2026-03-03T08:02:00Z",
        }
        reply = {"idTagInfo": {"status": "Accepted"}, "transactionId": 40 + round_}
        ask(True, "StartTransaction", start, reply, 0.016, pseudo_random(f"start {round_}", 0.5, 1.5))
        status(1, "Charging", 0.4)
        ask(False, "RemoteStopTransaction", {"transactionId": 40 + round_}, accepted, 0.22, 20.0)
        stop = {"transactionId": 40 + round_, "meterStop": 1000 * round_ + 60, "timestamp": "2026-03-03T08:03:00Z"}
        ask(True, "StopTransaction", {**stop, "reason": "Remote"}, {}, 0.013, pseudo_random(f"stop {round_}", 0.4, 1.2))
        status(1, "Finishing", 0.3)
        status(1, "Available", 6.0)
    return ("\n".join(lines) + "\n").encode()


def configuration() -> bytes:
    payload = {"configurationKey": entries({"ExLedColour": "blue"}), "unknownKey": []}
    return (json.dumps(payload, indent=1) + "\n").encode()


def tool_configuration() -> bytes:
    values = {
        "max_timeout_period": "70",
        "long_operation_timeout": "450",
        "max_time_deviation": "4",
        "valid_idTag_1": "EX-TAG-1",
        "valid_idTag_2": "EX-TAG-2",
        "connectorId": "1",
    }
    return (json.dumps(values, indent=1) + "\n").encode()


def image() -> bytes:
    """A firmware image as far as certkit looks at one: bytes that are no text and no difference."""
    blocks = (hashlib.sha256(f"EX-22 Duo 3.1.0 {number}".encode()).digest() for number in range(128))
    return b"\x7fEXFW\x00" + b"".join(blocks)


FILES = {
    "results.json": results,
    "messages.log": log,
    "getconfiguration.json": configuration,
    "octt-configuration.json": tool_configuration,
    "ex-22-duo-3.1.0.bin": image,
}


def bound(text: str, folder: Path = FOLDER) -> str:
    """A record with the digests of its files filled in again."""
    digests = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in FILES}
    lines = text.splitlines()
    for number, line in enumerate(lines):
        key, _, value = line.strip().partition(":")
        name = value.strip()
        if key.lstrip("- ") == "file" and name in digests and lines[number + 1].strip().startswith(("sha256", "hash")):
            begin, _, _ = lines[number + 1].partition(":")
            lines[number + 1] = f"{begin}: {digests[name]}"
        if key == "pics_sha256":
            lines[number] = f"  pics_sha256: {statement()[0].sha256}"
    return "\n".join(lines) + "\n"


def write(folder: Path = FOLDER) -> None:
    for name, content in FILES.items():
        (folder / name).write_bytes(content())
    path = folder / "record.yaml"
    path.write_text(bound(path.read_text(encoding="utf-8"), folder), encoding="utf-8")


if __name__ == "__main__":
    write()
