"""The same measurements, slowly and simply: one regular expression, every frame as JSON, everything in dicts.

Written from docs/measurements.md; it shares no code with certkit. Only the layout of Python ocpp with milliseconds is
read.
"""

import json
import re
from datetime import datetime

LINE = re.compile(
    r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d\d\d) INFO \(MainThread\) \[ocpp\] (\w+): (receive message|send) (\[.*)"
)
FUNCTIONS = {
    "CancelReservation": "triggered_function_timeout",
    "ReserveNow": "triggered_function_timeout",
    "ChangeAvailability": "triggered_function_timeout",
    "TriggerMessage": "triggered_function_timeout",
    "RemoteStartTransaction": "remote_start_time",
    "RemoteStopTransaction": "remote_stop_time",
}
OPERATIVE = ["Available", "Preparing", "Charging", "SuspendedEV", "SuspendedEVSE"]


def frames(text):
    """What stands in the log, line by line; a frame that cannot be read has the kind 0."""
    found: list[dict] = []
    before, era = None, 0
    for number, line in enumerate(text.split("\n"), 1):
        match = LINE.fullmatch(line)
        if not match:
            continue
        stamp = datetime.strptime(match[1] + "+0000", "%Y-%m-%d %H:%M:%S,%f%z")
        time = round(stamp.timestamp() * 1000) * 1000
        if before is not None and (time <= before - 1_000_000 or time >= before + 3_600_000_000):
            era += 1
        before = time
        entry = {"line": number, "time": time, "era": era, "station": match[2], "up": match[3] == "receive message"}
        try:
            frame = json.loads(match[4])
            entry |= {"kind": frame[0], "id": frame[1], "payload": frame[-1]}
            entry["action"] = frame[2] if frame[0] == 2 else ""
        except ValueError:
            entry["kind"] = 0
            # A damaged answer concerns nobody but the request that it belongs to, which is not known.
            if match[4][:3] in ("[3,", "[4,"):
                continue
        if not is_repeated(entry, found):
            found.append(entry)
    return found


def is_repeated(entry, before):
    """Whether the same message is there already, within a tenth of a second."""
    alike = ("kind", "id", "action", "payload", "station", "up")
    return entry["kind"] and any(
        all(entry[name] == other.get(name) for name in alike) and abs(entry["time"] - other["time"]) <= 100_000
        for other in before
    )


def measure(text, dut="station"):
    """What is measured in a log of Python ocpp."""
    return measure_frames(frames(text), dut)


def measure_frames(everything, dut="station"):
    """Parameter -> (sorted values in microseconds, reason -> how many are left out); and how ids came together."""
    result: dict = {"response_timeout": ([], {})}
    others = (
        ["authorize_response_time"]
        if dut == "csms"
        else ["triggered_function_timeout", "remote_start_time", "remote_stop_time"]
    )
    result |= {name: ([], {}) for name in others}
    totals = {"unanswered": 0, "unexpected": 0, "duplicates": 0}
    for station in sorted({entry["station"] for entry in everything}):
        entries = [entry for entry in everything if entry["station"] == station]
        pairs, doubtful = pair(entries, dut == "csms", result, totals)
        if dut == "station":
            functions(entries, pairs, doubtful, result)
    return {name: (sorted(values), reasons) for name, (values, reasons) in result.items()}, totals


def put(result, name, start, end):
    values, _ = result[name]
    if start["era"] != end["era"]:
        leave(result, name, "clock")
    elif end["time"] < start["time"]:
        leave(result, name, "negative")
    else:
        values.append(end["time"] - start["time"])


def leave(result, name, reason):
    reasons = result[name][1]
    reasons[reason] = reasons.get(reason, 0) + 1


def pair(entries, up, result, totals):
    """Requests in one direction and their answers: line of the answer -> request; and the doubtful requests."""
    names = {name: [e for e in entries if e.get("id") == name] for name in {e["id"] for e in entries if e["kind"]}}
    pairs, doubtful = {}, set()
    for of_one_id in names.values():
        waiting: list = []
        bad = False
        for entry in of_one_id:
            if entry["kind"] == 2 and entry["up"] == up:
                if waiting:
                    totals["duplicates"] += 1
                    doubtful |= {entry["line"]} | {other["line"] for other in waiting if not bad}
                    for each in [entry] if bad else [*waiting, entry]:
                        for name in counted(each, up):
                            leave(result, name, "duplicate-id")
                    bad = True
                waiting.append(entry)
            elif entry["kind"] in (3, 4) and entry["up"] != up:
                if not waiting:
                    totals["unexpected"] += 1
                    continue
                request = waiting.pop(0)
                if not bad:
                    pairs[entry["line"]] = request
                    for name in counted(request, up):
                        if name == "authorize_response_time" and entry["kind"] == 4:
                            leave(result, name, "error")
                        else:
                            put(result, name, request, entry)
                bad = bad and bool(waiting)
        for entry in waiting if not bad else ():
            totals["unanswered"] += 1
            for name in counted(entry, up):
                leave(result, name, "unanswered")
    return pairs, doubtful


def counted(request, of_csms):
    authorize = of_csms and request["action"] == "Authorize"
    return ["response_timeout", *(["authorize_response_time"] if authorize else [])]


def functions(entries, pairs, doubtful, result):
    """One station: what is open, and what every entry does to it."""
    opened: list = []
    status: dict = {}
    reserved: dict = {}

    def close(each, reason):
        leave(result, each["name"], reason)
        opened.remove(each)

    for entry in entries:
        payload = entry.get("payload", {})
        if entry["kind"] == 0:
            if entry["up"]:
                for each in opened.copy():
                    close(each, "unreadable")
                status.clear()
        elif entry["kind"] == 2 and not entry["up"]:
            for each in opened.copy():
                if (
                    entry["line"] in doubtful
                    and each["id"] == entry["id"]
                    and not each["answered"]
                    and is_later(entry, doubtful, entries)
                ):
                    close(each, "duplicate-id")
                elif entry["action"] == "Reset":
                    close(each, "restarted")
            if entry["action"] in FUNCTIONS:
                begin(entry, opened, reserved, close, result, is_later(entry, doubtful, entries))
        elif entry["kind"] in (3, 4) and entry["up"]:
            request = pairs.get(entry["line"])
            for each in [e for e in opened if request is not None and e["line"] == request["line"]]:
                answered(each, entry, status, reserved, close, result, opened)
        elif entry["kind"] == 2:
            asked(entry, payload, opened, status, close, result)
    for each in opened.copy():
        close(each, "not-followed" if each["answered"] else "unanswered")


def is_later(entry, doubtful, entries):
    """Whether a request is doubtful because another waited before it (the first of a group is not)."""
    if entry["line"] not in doubtful:
        return False
    waiting = 0
    for other in entries:
        if other["line"] == entry["line"]:
            return waiting > 0
        if other.get("id") == entry["id"]:
            if other["kind"] == 2 and not other["up"]:
                waiting += 1
            elif other["kind"] in (3, 4) and other["up"] and waiting:
                waiting -= 1
    raise AssertionError


def begin(entry, opened, reserved, close, result, is_duplicate):
    payload, action = entry["payload"], entry["action"]
    if is_duplicate:
        leave(result, FUNCTIONS[action], "duplicate-id")
        return
    connector = payload.get("connectorId")
    fault = ""
    if action == "CancelReservation":
        connector = reserved.get(payload["reservationId"])
        fault = "" if connector is not None else "unknown-connector"
    if connector == 0:
        fault = "whole-station"
    then = {"RemoteStartTransaction": "StartTransaction", "RemoteStopTransaction": "StopTransaction"}.get(
        action, "StatusNotification"
    )
    if action == "TriggerMessage":
        then = payload["requestedMessage"]
        if then in ("FirmwareStatusNotification", "DiagnosticsStatusNotification"):
            fault = "excluded"
    new = dict(
        entry,
        name=FUNCTIONS[action],
        connector=connector,
        then=then,
        fault=fault,
        answered=None,
        met=None,
        doubt=False,
        spoiled={},
    )
    tell = {"ReserveNow": ["connectorId"], "ChangeAvailability": ["connectorId"], "TriggerMessage": ["connectorId"],
            "RemoteStartTransaction": ["idTag", "connectorId"], "RemoteStopTransaction": ["transactionId"],
            "CancelReservation": []}  # fmt: skip
    new["tell"] = [(name, text(payload.get(name))) for name in tell[action]]
    for each in opened.copy():
        if each["action"] != action or each["then"] != then or each["connector"] != connector:
            continue
        if each["tell"] == new["tell"]:
            new["doubt"] = True
            close(each, "asked-again")
        elif connector is not None and action != "TriggerMessage":
            close(each, "asked-again")
    opened.append(new)


def text(value):
    """An identifier as it is compared: capitals and small letters are alike."""
    return None if value is None else str(value).lower()


def wanted_status(each):
    if each["action"] == "ReserveNow":
        return ["Reserved"]
    if each["action"] == "CancelReservation":
        return ["Available"]
    if each["action"] == "ChangeAvailability":
        return ["Unavailable"] if each["payload"]["type"] == "Inoperative" else OPERATIVE
    return None


def answered(each, entry, status, reserved, close, result, opened):
    said = entry["payload"].get("status")
    if entry["kind"] == 4:
        return close(each, "error")
    if said is None:
        return close(each, "unreadable")
    if said == "Scheduled" and each["action"] == "ChangeAvailability":
        return close(each, "scheduled")
    if said != "Accepted":
        return close(each, "rejected")
    if each["action"] == "ReserveNow":
        reserved[each["payload"]["reservationId"]] = each["connector"]
    if each["fault"]:
        return close(each, each["fault"])
    each["answered"] = entry
    if each["name"] == "triggered_function_timeout":
        if each["met"]:
            return close(each, "before-answer")
        known, wanted = status.get(each["connector"]), wanted_status(each)
        if wanted == OPERATIVE:
            if known is None:
                return close(each, "unknown-status")
            if known not in ("Unavailable", "Faulted"):
                return close(each, "no-change")
        elif wanted and known in wanted:
            return close(each, "no-change")
    elif each["met"]:
        end(each, each["met"], close, result, opened)
    return None


def end(each, entry, close, result, opened):
    spoiled = each["spoiled"].get(entry["payload"].get("connectorId"))
    if each["doubt"]:
        close(each, "asked-again")
    elif spoiled:
        close(each, spoiled)
    else:
        put(result, each["name"], each["answered"] if each["name"] == "triggered_function_timeout" else each, entry)
        opened.remove(each)


def asked(entry, payload, opened, status, close, result):
    action = entry["action"]
    changed = False
    if action == "StatusNotification":
        changed = status.get(payload["connectorId"]) != payload["status"]
        status[payload["connectorId"]] = payload["status"]
    triggered = False
    for each in opened.copy():
        if each["fault"] or each["met"]:
            continue
        if each["then"] == action:
            triggered = follows(each, entry, payload, changed, close, result, opened) or triggered
        elif changed and each["action"] == "RemoteStartTransaction" and payload["connectorId"] != 0:
            reason = {"Preparing": "cable-later", "Available": "given-up"}.get(payload["status"])
            if reason and each["connector"] is None:
                each["spoiled"].setdefault(payload["connectorId"], reason)
            elif reason and each["connector"] == payload["connectorId"]:
                close(each, reason)
    if action == "BootNotification" and not triggered:
        for each in opened.copy():
            close(each, "restarted")
        status.clear()


def follows(each, entry, payload, changed, close, result, opened):
    if each["connector"] is not None and payload.get("connectorId") != each["connector"]:
        return False
    for name, value in each["tell"]:
        if value is not None and text(payload.get(name)) != value:
            if each["connector"] is not None:
                close(each, "another")
            return False
    wanted = wanted_status(each)
    if wanted and payload["status"] not in wanted:
        if each["answered"] and changed:
            close(each, "other-status")
        return False
    if each["action"] == "RemoteStopTransaction" and payload.get("reason", "Local") != "Remote":
        close(each, "other-reason")
        return False
    if each["then"] == "MeterValues":
        contexts = [s["context"] for meter in payload["meterValue"] for s in meter["sampledValue"] if "context" in s]
        if contexts and "Trigger" not in contexts:
            return False
    if each["answered"]:
        end(each, entry, close, result, opened)
    else:
        each["met"] = entry
    return True
