"""Filled-in records to start from, one for each way in which a device is tested; each shows all it has to as met."""

import copy
import json
from typing import Any

from certkit.edition.rulebook import load_edition
from certkit.finding import Place
from certkit.pics.model import Answer, Pics
from certkit.record.check import check_record
from certkit.record.model import Record
from certkit.record.read_requirements import requirements_of
from certkit.record.read_yaml import read_record_yaml
from certkit.record.requirements import ShownRequirement

EDITION = "ocpp-1.6-v2.4"
REQUIREMENTS = requirements_of(load_edition())
STATION, STACK, CSMS = "Charging Station", "Charging Station Software Stack", "CSMS"
MODE_1_2 = "Mode 1/2-only Charging Station"


def pics(**answers: Any) -> Pics:
    """A statement with these answers, ``C_11`` for C-11 and ``performance__x`` for performance.x."""
    named = {key.replace("__", ".").replace("C_11", "C-11"): value for key, value in answers.items()}
    return Pics(EDITION, "pics.yaml", {key: Answer(value, Place("pics.yaml", 1, 1)) for key, value in named.items()})


def read(document: object, source: str = "record.yaml") -> Record:
    """A record from a document; JSON is YAML."""
    return read_record_yaml(json.dumps(document, indent=1).encode(), source)


def of_text(text: str) -> Record:
    return read_record_yaml(text.encode(), "record.yaml")


def put(document: dict, path: str, value: object) -> None:
    """Set a field by its path, as ``network.0.latency``; None removes it."""
    *groups, last = (int(part) if part.isdecimal() else part for part in path.split("."))
    inner: Any = document
    for part in groups:
        inner = inner[part] if isinstance(part, int) else inner.setdefault(part, {})
    if value is None:
        del inner[last]
    else:
        inner[last] = value


class Base:
    """A record and the statement it is for."""

    def __init__(self, document: dict, statement: Pics) -> None:
        self.document = document
        self.statement = statement

    def changed(self, changes: dict[str, object]) -> dict:
        document = copy.deepcopy(self.document)
        for path, value in changes.items():
            put(document, path, value)
        return document

    def shown(self, changes: dict[str, object] | None = None, **answers: Any) -> dict[int, ShownRequirement]:
        """Number -> what the changed record shows of it."""
        statement = pics(**answers) if answers else self.statement
        return shown(read(self.changed(changes or {})), statement)

    def with_answers(self, changes: dict[str, object] | None = None, **answers: Any) -> "Base":
        """The same for a statement with other answers; frozen is what it then is."""
        return base(self.changed(changes or {}), **answers)


def shown(record: Record, statement: Pics | None) -> dict[int, ShownRequirement]:
    return {row.requirement.number: row for row in check_record(record, statement, REQUIREMENTS)}


def base(document: dict, **answers: Any) -> Base:
    statement = pics(**answers)
    document = copy.deepcopy(document)
    put(document, "pics.pics_sha256", statement.sha256)
    return Base(document, statement)


_COMMON: dict = {
    "record": 1,
    "edition": EDITION,
    "mode": "certification",
    "utc_offset": "+01:00",
    "pics": {
        "file": "pics.yaml",
        "frozen_at": "2026-03-02 16:30",
        "verified_by": "R. Example",
        "verified_on": "2026-03-02",
        "verified": "Yes",
    },
    "laboratory": {
        "name": "Example Laboratory",
        "authorized_by_oca": "Yes",
        "testers": ["R. Example"],
        "instruments": ["EVSE tester AC type 2", "Huawei E3372h LTE dongle"],
        "connection_tester": "a laptop with a speed test",
    },
    "vendor": {"representative": "T. Technician", "present": "No", "remote_support": "Yes"},
    "tool": {
        "name": "OCTT",
        "version": "2.4.1",
        "supplied_by_oca": "Yes",
        "configuration": "Example",
        "configuration_version": "3",
        "configuration_file": {"file": "octt.json"},
        "pics_uploaded": "Yes",
    },
    "device": {"firmware_version": "3.1.0"},
    "intake": {"pre_test_on": "2026-03-02", "pre_test": "passed", "documentation": "Yes", "prerequisites": "Yes"},
    "setup": {"connection": "ethernet", "actions": {}},
    "network": [
        {"phase": "before", "at": "2026-03-03 08:40", "technology": "ethernet", "bandwidth": 11200, "latency": 18},
    ],
    "run": {"order": "seed 4711"},
    "results": [{"file": "results.json"}],
    "incidents": [],
    "decisions": [],
}


def _common(**changes: object) -> dict:
    document = copy.deepcopy(_COMMON)
    for path, value in changes.items():
        put(document, path.replace("__", "."), value)
    return document


_STATION = _common(
    device__model="EX-22",
    device__serial="EX22-000417",
    device__hardware="board rev. C",
    intake__security_profile=1,
    setup__router="Yes",
    setup__speaks_directly="Yes",
    setup__load="EVSE tester",
    setup__load_device="type 2 adapter",
    setup__actions={"by": "by hand"},
    run__reset_before_each="Yes",
    configuration={"file": "keys.json", "read_at": "2026-03-02 15:10"},
    firmware={"file": "fw.bin", "hash": "8a" * 32, "test_case": "TC_080", "full_image": "Yes"},
)
_ANSWERS = {"dut": STATION, "subtype": "N.A.", "C_11": "Yes", "advanced_security": "Yes"}

station = base(_STATION, **_ANSWERS, performance__communication_technology="ethernet")

_MOBILE = copy.deepcopy(_STATION)
_MOBILE["setup"] |= {"connection": "mobile network", "sim_cards": 2, "load": "EV test socket"}
_MOBILE["network"] = [
    {"phase": phase, "at": at, "technology": name, "bandwidth": 40, "latency": 300, "rssi": -75, "device": "a dongle"}
    for phase, at in (("before", "2026-03-03 08:40"), ("during", "2026-03-03 12:00"))
    for name in ("2G", "4G")
]
mobile = base(
    _MOBILE,
    **_ANSWERS,
    performance__communication_technology="mobile network",
    mobile_generations=("2G", "4G", "5G"),
)

_OTHER = copy.deepcopy(_STATION)
_OTHER["setup"]["load"] = "other device"
_OTHER["laboratory"]["instruments"] = ["Trialog EVComboCS4M"]
other_device = base(_OTHER, **_ANSWERS, performance__communication_technology="ethernet")
_OWN = copy.deepcopy(_OTHER)
_OWN["laboratory"]["instruments"] = ["Comemso EVCA-system"]
own_emulator = base(_OWN, **_ANSWERS, performance__communication_technology="ethernet")

_BICYCLE = copy.deepcopy(_STATION)
_BICYCLE["setup"] |= {"load": "EV", "in_cable_device": "a cable with a box"}
_BICYCLE["run"]["deviating_status_flow"] = "No"
mode_1_2 = base(
    _BICYCLE,
    dut=STATION,
    subtype=MODE_1_2,
    C_11="No",
    advanced_security="No",
    performance__communication_technology="ethernet",
)

_FAMILY = copy.deepcopy(_STATION)
_FAMILY["intake"]["representative_chosen_by_laboratory"] = "Yes"
family = base(
    _FAMILY,
    **_ANSWERS,
    performance__communication_technology="ethernet",
    family__members=("EX-22", "EX-11"),
    family__representative="EX-22",
)

_AGAIN = copy.deepcopy(_STATION)
_AGAIN["mode"] = "re-certification"
_AGAIN["setup"]["actions"] = {
    "by": "OCA API",
    "functions": ["plug", "authorize", "suspend EV", "suspend EVSE"],
    "id_tokens": 2,
}
again = base(_AGAIN, **_ANSWERS, performance__communication_technology="ethernet")

_STACK = _common(
    device__model="EX stack",
    intake__security_profile=2,
    setup__load="simulated",
    setup__actions={
        "by": "user interface",
        "functions": ["plug", "authorize", "suspend EV", "suspend EVSE", "cold boot"],
        "id_tokens": 3,
        "oca_approval": "OCA-2026-1",
        "laboratory_agrees": "Yes",
    },
    setup__stack={
        "emulated": "Yes",
        "meter_values": "Yes",
        "reset": "by the tester",
        "reset_notified": "Yes",
        "firmware_update": "Yes",
        "log_upload": "Yes",
    },
    run__reset_before_each="Yes",
    configuration={"file": "keys.json", "read_at": "2026-03-02 15:10"},
)
stack = base(
    _STACK,
    dut=STACK,
    subtype="N.A.",
    C_11="No",
    advanced_security="Yes",
    performance__communication_technology="ethernet",
)

_CSMS = _common(
    mode="re-certification",
    setup__actions={"by": "OCA API"},
    setup__csms={
        "supplied": "access over the Internet",
        "connection": "Yes",
        "handed_over_on": "2026-03-01",
        "updated_unknown_to_laboratory": "No",
        "speed_test_at_both_ends": "Yes",
    },
)
csms = base(_CSMS, dut=CSMS, C_11="Yes", advanced_security="No", performance__communication_technology="ethernet")

_DECLARATION = {
    key: copy.deepcopy(value)
    for key, value in _STATION.items()
    if key not in ("laboratory", "intake", "network", "vendor", "firmware")
}
_DECLARATION["mode"] = "declaration"
_DECLARATION["declaration"] = {
    "without_intervention": "Yes",
    "without_interruption": "Yes",
    "report": {"file": "report.pdf"},
}
declaration = base(
    _DECLARATION,
    **_ANSWERS,
    performance__communication_technology="ethernet",
    family__members=("EX-22", "EX-11"),
    family__representative="EX-11",
)

BASES = {
    "station": station,
    "mobile": mobile,
    "other_device": other_device,
    "own_emulator": own_emulator,
    "mode_1_2": mode_1_2,
    "family": family,
    "again": again,
    "stack": stack,
    "csms": csms,
    "declaration": declaration,
}
