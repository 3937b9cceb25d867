"""Answers that contradict each other, look wrong or are missing: one predicate for each such combination.

Written by hand from Appendix A of OCPP 1.6 Test Procedure & Test Plans, V2.4 (2025-09-30), and the places it
leans on: Appendix C for what an answer leaves out, 4.2 and 8.1.2 for the intake, 6.1 and 9.2.2 for the network.
It must never import the tool.

severity   'error' for a contradiction (C) or a gap (I), 'warning' for what is possible but suspicious (S).
fires      a function of the answers. An item that is not in the dict is unanswered, and unanswered is never
           No: a contradiction or a suspicion needs given answers, only a gap needs a missing one.
examples   (device, changes): the answers of a consistent device of devices/ with these items changed; None takes
           an answer away. `firing` makes the finding appear on a device that is free of it, one example for
           each arm; `silent` comes near and does not.

Whom a row is about: where a row names the kind of device, `dut` is among its items. So it is, too, where the
item is asked of a station only (a gap), or where the reason is a test of the station column (P-08, P-37, P-38).
All other rows compare answers as they stand, whoever gave them.

Left out, because the form alone does not decide them: P-09, P-52, P-54, P-56, P-62, P-65.
"""

from collections import namedtuple

Constraint = namedtuple("Constraint", "id severity items fires firing silent")

CSMS = "CSMS"
STATION = "Charging Station"
SOFTWARE_STACK = "Charging Station Software Stack"
MODE_1_2_ONLY = "Mode 1/2-only Charging Station"
ONE_PER_EVSE = "one per EVSE"

STATION_QUESTIONS = (
    "AQ-1", "AQ-2", "AQ-3", "AQ-4", "AQ-5", "AQ-6", "AQ-7.1", "AQ-7.2", "AQ-8", "AQ-9", "AQ-11",
)  # fmt: skip
STATION_ROWS = ("model", "connectors", "fixed_cable")
STATION_FEATURES = ("C-02", "C-03", "C-04", "C-05", "C-06", "C-07", "C-08", "C-10", "R-1", "SC-1")
CIPHER_SUITES = ("ecdhe_ecdsa", "rsa")
LIST_LIMITS = ("LocalAuthListMaxLength", "SendLocalListMaxLength")
PROTOCOLS = {"http", "https", "ftp", "ftps"}
STATION_TIMES = ("triggered_function_timeout", "remote_start_time", "remote_stop_time")
CSMS_TIMES = ("authorize_response_time",)
MEASURED_OF_BOTH = ("response_timeout", "performance.communication_technology")
FAMILY = ("family.name", "family.representative", "family.members")


# --- Words ----------------------------------------------------------------------------------------------


def answered(a, item):
    return a.get(item) not in (None, "", (), [])


def any_answered(a, items):
    return any(answered(a, item) for item in items)


def any_empty(a, items):
    return any(not answered(a, item) for item in items)


def yes(a, *items):
    return all(a.get(item) == "Yes" for item in items)


def no(a, *items):
    return all(a.get(item) == "No" for item in items)


def below(a, item, number):
    return answered(a, item) and a[item] < number


def is_csms(a):
    return a.get("dut") == CSMS


def is_station(a):
    """A Charging Station or its software stack: they have the same form and the same column."""
    return a.get("dut") in (STATION, SOFTWARE_STACK)


def mode_1_2_only(a):
    return a.get("subtype") == MODE_1_2_ONLY


def no_subtype(a):
    return a.get("subtype") == "N.A."


def more_than_once(a, item):
    """Several values where the form asks for one."""
    return isinstance(a.get(item), (tuple, list, set, frozenset)) and len(a[item]) > 1


def technology_not_declared(a):
    """The performance part says mobile for what the general part calls a mobile network."""
    measured, declared = a.get("performance.communication_technology"), a.get("communication_technology")
    if not measured or not declared:
        return False
    if isinstance(measured, str):
        measured = (measured,)
    return not all(("mobile network" if one == "mobile" else one) in declared for one in measured)


def family_started(a):
    return any_answered(a, FAMILY)


def members(a):
    """Each member is a dict with `model` and `firmware_version`, either of which may be missing."""
    return a.get("family.members") or ()


# --- The list --------------------------------------------------------------------------------------------

CONSTRAINTS = []


def constraint(id, severity, items, fires, firing, silent):
    CONSTRAINTS.append(Constraint(id, severity, tuple(items.split()), fires, firing, silent))


# Every certificate includes Core (A.1); not one of the contradictions between answers, so it is not a P
constraint(
    "A-10", "error", "core",
    lambda a: no(a, "core"),
    firing=[("ac-socket", {"core": "No"}), ("full-csms", {"core": "No"})],
    silent=[("ac-socket", {"core": None})],
)  # fmt: skip

# Reservations of the whole station without reservations
constraint(
    "P-01", "error", "R-1 R-0",
    lambda a: yes(a, "R-1") and no(a, "R-0"),
    firing=[("ac-socket", {"R-0": "No"})],
    silent=[("ac-socket", {"R-0": "No", "R-1": "No"}), ("ac-socket", {"R-0": None})],
)  # fmt: skip

# A power failure: reported neither before nor after; or both
constraint(
    "P-02", "error", "AQ-7.1 AQ-7.2",
    lambda a: no(a, "AQ-7.1", "AQ-7.2"),
    firing=[("ac-socket", {"AQ-7.2": "No"})],
    silent=[("ac-socket", {"AQ-7.2": None})],
)  # fmt: skip
constraint(
    "P-03", "warning", "AQ-7.1 AQ-7.2",
    lambda a: yes(a, "AQ-7.1", "AQ-7.2"),
    firing=[("ac-socket", {"AQ-7.1": "Yes"})],
    silent=[("ac-socket", {"AQ-7.1": "Yes", "AQ-7.2": "No"})],
)  # fmt: skip

# Cable and lock
constraint(
    "P-04", "warning", "fixed_cable AQ-9",
    lambda a: yes(a, "fixed_cable", "AQ-9"),
    firing=[("ac-fixed-cable", {"AQ-9": "Yes"})],
    silent=[("ac-fixed-cable", {"AQ-9": None})],
)  # fmt: skip
constraint(
    "P-05", "warning", "fixed_cable AQ-9",
    lambda a: no(a, "fixed_cable", "AQ-9"),
    firing=[("ac-socket", {"AQ-9": "No"})],
    silent=[("ac-socket", {"AQ-9": None}), ("ac-fixed-cable", {})],
)  # fmt: skip
constraint(
    "P-06", "warning", "C-10 fixed_cable AQ-9",
    lambda a: yes(a, "C-10") and (yes(a, "fixed_cable") or no(a, "AQ-9")),
    firing=[("start-only", {"fixed_cable": "Yes"}), ("start-only", {"AQ-9": "No"})],
    silent=[("ac-fixed-cable", {"C-10": "Configurable"})],
)  # fmt: skip
constraint(
    "P-07", "warning", "C-06 C-10",
    lambda a: no(a, "C-06") and yes(a, "C-10"),
    firing=[("start-only", {"C-06": "No"})],
    silent=[("start-only", {"C-06": "Both"})],
)  # fmt: skip
# None of TC_005_1, TC_005_2, TC_005_3 is left; for a CSMS the first of them always is
constraint(
    "P-08", "warning", "dut subtype C-06 C-10 fixed_cable AQ-9",
    lambda a: is_station(a)
    and no_subtype(a)
    and yes(a, "C-10")
    and (no(a, "C-06") or yes(a, "fixed_cable") or no(a, "AQ-9")),
    firing=[
        ("start-only", {"C-06": "No"}),
        ("start-only", {"fixed_cable": "Yes"}),
        ("start-only", {"AQ-9": "No"}),
    ],
    silent=[
        ("start-only", {"fixed_cable": "Yes", "C-10": "Configurable"}),
        ("mode-1-2-only", {"C-10": "Yes"}),
    ],
)  # fmt: skip

# The subtype
constraint(
    "P-10", "error", "subtype AQ-6",
    lambda a: mode_1_2_only(a) and yes(a, "AQ-6"),
    firing=[("mode-1-2-only", {"AQ-6": "Yes"})],
    silent=[("mode-1-2-only", {"AQ-6": None})],
)  # fmt: skip
constraint(
    "P-11", "error", "subtype C-06",
    lambda a: mode_1_2_only(a) and no(a, "C-06"),
    firing=[("mode-1-2-only", {"C-06": "No"})],
    silent=[("mode-1-2-only", {"C-06": "Both"})],
)  # fmt: skip
constraint(
    "P-12", "error", "subtype C-10",
    lambda a: mode_1_2_only(a) and yes(a, "C-10"),
    firing=[("mode-1-2-only", {"C-10": "Yes"})],
    silent=[("mode-1-2-only", {"C-10": "Configurable"})],
)  # fmt: skip
# Full includes Smart Charging, so the subtype can only have a Subset
constraint(
    "P-13", "error", "subtype smart_charging certificate",
    lambda a: mode_1_2_only(a) and (yes(a, "smart_charging") or a.get("certificate") == "Full"),
    firing=[("mode-1-2-only", {"smart_charging": "Yes"}), ("mode-1-2-only", {"certificate": "Full"})],
    silent=[("mode-1-2-only", {"smart_charging": None, "certificate": None})],
)  # fmt: skip
constraint(
    "P-14", "warning", "subtype SC-1 ChargeProfileMaxStackLevel ChargingScheduleMaxPeriods",
    lambda a: mode_1_2_only(a)
    and any_answered(a, ("SC-1", "ChargeProfileMaxStackLevel", "ChargingScheduleMaxPeriods")),
    firing=[
        ("mode-1-2-only", {"SC-1": "A"}),
        ("mode-1-2-only", {"ChargeProfileMaxStackLevel": 0}),
        ("mode-1-2-only", {"ChargingScheduleMaxPeriods": 5}),
    ],
    silent=[("ac-socket", {"subtype": None})],
)  # fmt: skip
constraint(
    "P-15", "warning", "subtype AQ-6",
    lambda a: no_subtype(a) and no(a, "AQ-6"),
    firing=[("ac-socket", {"AQ-6": "No"})],
    silent=[("ac-socket", {"AQ-6": None}), ("mode-1-2-only", {})],
)  # fmt: skip
constraint(
    "P-16", "error", "dut subtype",
    lambda a: is_csms(a) and mode_1_2_only(a),
    firing=[("full-csms", {"subtype": MODE_1_2_ONLY})],
    silent=[("full-csms", {"subtype": None})],
)  # fmt: skip
constraint(
    "P-17", "warning", "dut subtype",
    lambda a: a.get("dut") == SOFTWARE_STACK and mode_1_2_only(a),
    firing=[("software-stack", {"subtype": MODE_1_2_ONLY})],
    silent=[("mode-1-2-only", {})],
)  # fmt: skip
constraint(
    "P-18", "warning", "subtype fixed_cable",
    lambda a: mode_1_2_only(a) and yes(a, "fixed_cable"),
    firing=[("mode-1-2-only", {"fixed_cable": "Yes"})],
    silent=[("mode-1-2-only", {"fixed_cable": None})],
)  # fmt: skip
constraint(
    "P-19", "warning", "subtype AQ-9",
    lambda a: mode_1_2_only(a) and yes(a, "AQ-9"),
    firing=[("mode-1-2-only", {"AQ-9": "Yes"})],
    silent=[("mode-1-2-only", {"AQ-9": None})],
)  # fmt: skip
constraint(
    "P-20", "warning", "subtype AQ-11",
    lambda a: mode_1_2_only(a) and no(a, "AQ-11"),
    firing=[("mode-1-2-only", {"AQ-11": "No"})],
    silent=[("mode-1-2-only", {"AQ-11": None}), ("remote-only-no-rfid", {})],
)  # fmt: skip

# Starting, stopping and the means to authorize
constraint(
    "P-21", "error", "AQ-2 AQ-11 C-07",
    lambda a: yes(a, "AQ-2", "C-07") and no(a, "AQ-11"),
    firing=[("ac-fixed-cable", {"AQ-11": "No"})],
    silent=[("ac-fixed-cable", {"AQ-11": "No", "C-07": "No"}), ("ac-fixed-cable", {"AQ-11": None})],
)  # fmt: skip
constraint(
    "P-22", "warning", "AQ-2 fixed_cable AQ-9",
    lambda a: yes(a, "AQ-2") and no(a, "fixed_cable", "AQ-9"),
    firing=[("start-only", {"AQ-9": "No"})],
    silent=[("ac-fixed-cable", {}), ("start-only", {"AQ-9": None})],
)  # fmt: skip
constraint(
    "P-23", "warning", "C-07 C-08 AQ-11",
    lambda a: no(a, "C-07", "C-08") and yes(a, "AQ-11"),
    firing=[("remote-only-no-rfid", {"AQ-11": "Yes"})],
    silent=[("remote-only-no-rfid", {"AQ-11": "Yes", "C-08": "Yes"})],
)  # fmt: skip
# to the letter whatever C-08 says, so that P-23 never comes without it
constraint(
    "P-24", "warning", "C-07 AQ-11",
    lambda a: no(a, "C-07") and yes(a, "AQ-11"),
    firing=[("ac-socket", {"C-07": "No"})],
    silent=[("ac-socket", {"C-07": "No", "AQ-11": "No"}), ("ac-socket", {"C-07": None})],
)  # fmt: skip
constraint(
    "P-25", "warning", "C-07 C-08 rfid_readers AQ-11",
    lambda a: (yes(a, "C-07") or yes(a, "C-08")) and a.get("rfid_readers") == "none" and yes(a, "AQ-11"),
    firing=[("ac-socket", {"rfid_readers": "none"}), ("start-only", {"rfid_readers": "none"})],
    silent=[("ac-socket", {"rfid_readers": None}), ("ac-socket", {"rfid_readers": "none", "AQ-11": "No"})],
)  # fmt: skip
constraint(
    "P-26", "warning", "C-07 C-08 rfid_readers",
    lambda a: no(a, "C-07", "C-08") and a.get("rfid_readers") in ("single", ONE_PER_EVSE),
    firing=[("remote-only-no-rfid", {"rfid_readers": "single"})],
    silent=[("remote-only-no-rfid", {"rfid_readers": None})],
)  # fmt: skip
constraint(
    "P-27", "warning", "C-07 AQ-11 rfid_readers",
    lambda a: yes(a, "C-07") and no(a, "AQ-11") and a.get("rfid_readers") in ("single", ONE_PER_EVSE),
    firing=[("ac-socket", {"AQ-11": "No"})],
    silent=[("ac-socket", {"AQ-11": "No", "rfid_readers": "none"})],
)  # fmt: skip
constraint(
    "P-28", "warning", "C-07 C-08",
    lambda a: answered(a, "C-07") and answered(a, "C-08") and a["C-07"] != a["C-08"],
    firing=[("ac-socket", {"C-08": "No"}), ("ac-socket", {"C-07": "No"})],
    silent=[("ac-socket", {"C-08": None}), ("remote-only-no-rfid", {})],
)  # fmt: skip
constraint(
    "P-29", "warning", "C-08 AQ-11",
    lambda a: yes(a, "C-08") and no(a, "AQ-11"),
    firing=[("ac-socket", {"AQ-11": "No"})],
    silent=[("ac-socket", {"AQ-11": "No", "C-08": "No"})],
)  # fmt: skip

# Offline and the local list
constraint(
    "P-30", "warning", "C-02 C-07",
    lambda a: yes(a, "C-02") and no(a, "C-07"),
    firing=[("remote-only-no-rfid", {"C-02": "Yes"})],
    silent=[("ac-socket", {"C-07": None})],
)  # fmt: skip
constraint(
    "P-31", "warning", "C-07 C-08 C-02 C-04 LA-0",
    lambda a: yes(a, "C-07", "C-08") and no(a, "C-02", "C-04", "LA-0"),
    firing=[("ac-fixed-cable", {"C-02": "No"})],
    silent=[("ac-fixed-cable", {"C-02": None}), ("ac-fixed-cable", {"C-02": "No", "C-08": "No"})],
)  # fmt: skip
constraint(
    "P-32", "warning", "C-03 C-02 C-04 LA-0",
    lambda a: yes(a, "C-03") and no(a, "C-02", "C-04", "LA-0"),
    firing=[("minimal-subset", {"C-03": "Yes"})],
    silent=[("minimal-subset", {"C-03": "Yes", "C-04": "Yes"})],
)  # fmt: skip
constraint(
    "P-33", "warning", "LA-0 C-04",
    lambda a: yes(a, "LA-0") and no(a, "C-04"),
    firing=[("ac-socket", {"C-04": "No"})],
    silent=[("ac-socket", {"C-04": None}), ("subset-csms", {})],
)  # fmt: skip

# Cipher suites: a station needs one of the pairs, a CSMS has no such rows
constraint(
    "P-34", "error", "dut ecdhe_ecdsa rsa",
    lambda a: is_station(a) and no(a, *CIPHER_SUITES),
    firing=[("ac-fixed-cable", {"ecdhe_ecdsa": "No"}), ("software-stack", {"ecdhe_ecdsa": "No", "rsa": "No"})],
    silent=[("ac-fixed-cable", {"ecdhe_ecdsa": None}), ("full-csms", {"ecdhe_ecdsa": "No", "rsa": "No"})],
)  # fmt: skip
constraint(
    "P-35", "warning", "dut ecdhe_ecdsa rsa",
    lambda a: is_csms(a) and any_answered(a, CIPHER_SUITES),
    firing=[("full-csms", {"ecdhe_ecdsa": "Yes"}), ("full-csms", {"rsa": "No"})],
    silent=[("full-csms", {}), ("ac-socket", {})],
)  # fmt: skip

# Smart Charging and its limits
constraint(
    "P-36a", "warning", "SC-1 smart_charging",
    lambda a: answered(a, "SC-1") and no(a, "smart_charging"),
    firing=[("minimal-subset", {"SC-1": "A"})],
    silent=[("minimal-subset", {"SC-1": "A", "smart_charging": None})],
)  # fmt: skip
constraint(
    "P-36b", "error", "dut SC-1 smart_charging",
    lambda a: is_station(a) and yes(a, "smart_charging") and not answered(a, "SC-1"),
    firing=[("ac-socket", {"SC-1": None})],
    silent=[("full-csms", {}), ("ac-socket", {"SC-1": None, "smart_charging": None})],
)  # fmt: skip
constraint(
    "P-37a", "error", "dut smart_charging ChargingScheduleMaxPeriods",
    lambda a: is_station(a) and yes(a, "smart_charging") and below(a, "ChargingScheduleMaxPeriods", 5),
    firing=[("ac-socket", {"ChargingScheduleMaxPeriods": 4})],
    silent=[("ac-socket", {"ChargingScheduleMaxPeriods": 5}), ("ac-socket", {"ChargingScheduleMaxPeriods": None})],
)  # fmt: skip
constraint(
    "P-37b", "error", "dut smart_charging ChargeProfileMaxStackLevel",
    lambda a: is_station(a) and yes(a, "smart_charging") and below(a, "ChargeProfileMaxStackLevel", 1),
    firing=[("ac-socket", {"ChargeProfileMaxStackLevel": 0})],
    silent=[("ac-socket", {"ChargeProfileMaxStackLevel": 1}), ("ac-socket", {"ChargeProfileMaxStackLevel": None})],
)  # fmt: skip
# two levels if the lowest is 0, one if it is 1
constraint(
    "P-37c", "warning", "dut smart_charging ChargeProfileMaxStackLevel",
    lambda a: is_station(a) and yes(a, "smart_charging") and a.get("ChargeProfileMaxStackLevel") == 1,
    firing=[("ac-socket", {"ChargeProfileMaxStackLevel": 1})],
    silent=[("ac-socket", {"ChargeProfileMaxStackLevel": 2}), ("ac-socket", {"ChargeProfileMaxStackLevel": 0})],
)  # fmt: skip
constraint(
    "P-37d", "error", "dut smart_charging MaxChargingProfilesInstalled",
    lambda a: is_station(a) and yes(a, "smart_charging") and below(a, "MaxChargingProfilesInstalled", 3),
    firing=[("ac-socket", {"MaxChargingProfilesInstalled": 2})],
    silent=[("ac-socket", {"MaxChargingProfilesInstalled": 3}), ("ac-socket", {"MaxChargingProfilesInstalled": None})],
)  # fmt: skip

# The limits of the local list
constraint(
    "P-38", "error", "dut LA-0 LocalAuthListMaxLength SendLocalListMaxLength",
    lambda a: is_station(a) and yes(a, "LA-0") and any(below(a, item, 5) for item in LIST_LIMITS),
    firing=[("software-stack", {"SendLocalListMaxLength": 4}), ("software-stack", {"LocalAuthListMaxLength": 4})],
    silent=[("software-stack", {}), ("ac-socket", {"SendLocalListMaxLength": 5})],
)  # fmt: skip
constraint(
    "P-39", "warning", "SendLocalListMaxLength LocalAuthListMaxLength",
    lambda a: answered(a, "SendLocalListMaxLength")
    and answered(a, "LocalAuthListMaxLength")
    and a["SendLocalListMaxLength"] > a["LocalAuthListMaxLength"],
    firing=[("ac-socket", {"SendLocalListMaxLength": 501})],
    silent=[("ac-socket", {"SendLocalListMaxLength": 500}), ("ac-socket", {"LocalAuthListMaxLength": None})],
)  # fmt: skip
constraint(
    "P-40a", "warning", "LA-0 LocalAuthListMaxLength SendLocalListMaxLength",
    lambda a: no(a, "LA-0") and any_answered(a, LIST_LIMITS),
    firing=[
        ("ac-fixed-cable", {"LocalAuthListMaxLength": 100}),
        ("ac-fixed-cable", {"SendLocalListMaxLength": 0}),
    ],
    silent=[("ac-fixed-cable", {"LocalAuthListMaxLength": 100, "LA-0": None})],
)  # fmt: skip
constraint(
    "P-40b", "error", "dut LA-0 LocalAuthListMaxLength SendLocalListMaxLength",
    lambda a: is_station(a) and yes(a, "LA-0") and any_empty(a, LIST_LIMITS),
    firing=[("ac-socket", {"LocalAuthListMaxLength": None}), ("ac-socket", {"SendLocalListMaxLength": None})],
    silent=[("subset-csms", {}), ("ac-fixed-cable", {})],
)  # fmt: skip
constraint(
    "P-41a", "error", "MeterValueSampleInterval.minimum MeterValueSampleInterval.maximum",
    lambda a: answered(a, "MeterValueSampleInterval.minimum")
    and answered(a, "MeterValueSampleInterval.maximum")
    and a["MeterValueSampleInterval.minimum"] > a["MeterValueSampleInterval.maximum"],
    firing=[("ac-socket", {"MeterValueSampleInterval.minimum": 3601})],
    silent=[
        ("ac-socket", {"MeterValueSampleInterval.minimum": 3600}),
        ("ac-socket", {"MeterValueSampleInterval.maximum": None}),
    ],
)  # fmt: skip
constraint(
    "P-41b", "error", "HeartbeatInterval.minimum HeartbeatInterval.maximum",
    lambda a: answered(a, "HeartbeatInterval.minimum")
    and answered(a, "HeartbeatInterval.maximum")
    and a["HeartbeatInterval.minimum"] > a["HeartbeatInterval.maximum"],
    firing=[("ac-socket", {"HeartbeatInterval.maximum": 9})],
    silent=[("ac-socket", {"HeartbeatInterval.maximum": 10}), ("ac-socket", {"HeartbeatInterval.minimum": None})],
)  # fmt: skip

# File transfer: diagnostics and firmware are mandatory for every device
constraint(
    "P-42", "error", "SupportedFileTransferProtocols",
    lambda a: not answered(a, "SupportedFileTransferProtocols"),
    firing=[
        ("ac-socket", {"SupportedFileTransferProtocols": None}),
        ("full-csms", {"SupportedFileTransferProtocols": None}),
    ],
    silent=[("ac-socket", {"SupportedFileTransferProtocols": ("https",)})],
)  # fmt: skip
constraint(
    "P-43a", "warning", "SupportedFileTransferProtocols",
    lambda a: answered(a, "SupportedFileTransferProtocols")
    and not {"ftp", "ftps"} & set(a["SupportedFileTransferProtocols"]),
    firing=[("ac-socket", {"SupportedFileTransferProtocols": ("http", "https")})],
    silent=[
        ("ac-socket", {"SupportedFileTransferProtocols": ("https", "ftps")}),
        ("ac-socket", {"SupportedFileTransferProtocols": None}),
    ],
)  # fmt: skip
constraint(
    "P-43b", "warning", "SupportedFileTransferProtocols",
    lambda a: bool(set(a.get("SupportedFileTransferProtocols") or ()) - PROTOCOLS),
    firing=[("ac-socket", {"SupportedFileTransferProtocols": ("ftp", "sftp")})],
    silent=[("ac-socket", {"SupportedFileTransferProtocols": ("ftp",)})],
)  # fmt: skip

# Other ports
constraint(
    "P-44a", "error", "AQ-8 ports",
    lambda a: yes(a, "AQ-8") and not answered(a, "ports"),
    firing=[("ac-socket", {"ports": None})],
    silent=[("ac-socket", {"ports": None, "AQ-8": None})],
)  # fmt: skip
constraint(
    "P-44b", "error", "AQ-8 ports",
    lambda a: no(a, "AQ-8") and answered(a, "ports"),
    firing=[("ac-socket", {"AQ-8": "No"})],
    silent=[("ac-socket", {"AQ-8": None})],
)  # fmt: skip

# Selecting an EVSE, and readers
constraint(
    "P-45", "warning", "AQ-5 connectors rfid_readers",
    lambda a: yes(a, "AQ-5") and (a.get("connectors") == "single" or a.get("rfid_readers") == ONE_PER_EVSE),
    firing=[("ac-fixed-cable", {"AQ-5": "Yes"}), ("dc", {"AQ-5": "Yes"})],
    silent=[("start-only", {}), ("ac-socket", {"connectors": None})],
)  # fmt: skip
constraint(
    "P-46", "warning", "rfid_readers connectors",
    lambda a: a.get("rfid_readers") == ONE_PER_EVSE and a.get("connectors") == "single",
    firing=[("ac-fixed-cable", {"rfid_readers": ONE_PER_EVSE})],
    silent=[("dc", {}), ("dc", {"connectors": None})],
)  # fmt: skip

# The wrong table, and rows left empty
constraint(
    "P-47", "warning", " ".join(("dut", *STATION_QUESTIONS, *STATION_ROWS, "ports", "AQ-10")),
    lambda a: (is_csms(a) and any_answered(a, STATION_QUESTIONS + STATION_ROWS + ("ports",)))
    or (is_station(a) and answered(a, "AQ-10")),
    firing=[
        ("full-csms", {"AQ-4": "No"}),
        ("full-csms", {"AQ-7.1": "Yes"}),
        ("full-csms", {"model": "EX-Cloud"}),
        ("full-csms", {"ports": ("RS-485",)}),
        ("ac-socket", {"AQ-10": "No"}),
        ("software-stack", {"AQ-10": "Yes"}),
    ],
    silent=[("full-csms", {"AQ-10": None}), ("ac-socket", {})],
)  # fmt: skip
constraint(
    "P-48", "error", " ".join(("dut", *STATION_ROWS)),
    lambda a: a.get("dut") == STATION and any_empty(a, STATION_ROWS),
    firing=[
        ("ac-socket", {"model": None}),
        ("ac-socket", {"connectors": None}),
        ("ac-socket", {"fixed_cable": None}),
    ],
    silent=[("full-csms", {}), ("software-stack", {})],
)  # fmt: skip

# Certificates and security profiles
constraint(
    "P-49", "warning", "AQ-3 CertificateSignedMaxChainSize advanced_security",
    lambda a: no(a, "advanced_security") and (yes(a, "AQ-3") or answered(a, "CertificateSignedMaxChainSize")),
    firing=[("ac-fixed-cable", {"AQ-3": "Yes"}), ("ac-fixed-cable", {"CertificateSignedMaxChainSize": 5000})],
    silent=[("ac-fixed-cable", {"AQ-3": "Yes", "advanced_security": None}), ("ac-socket", {})],
)  # fmt: skip
constraint(
    "P-50", "warning", "CertificateStoreMaxLength",
    lambda a: below(a, "CertificateStoreMaxLength", 2),
    firing=[("ac-socket", {"CertificateStoreMaxLength": 1})],
    silent=[("ac-socket", {"CertificateStoreMaxLength": 2}), ("ac-socket", {"CertificateStoreMaxLength": None})],
)  # fmt: skip
constraint(
    "P-51", "warning", "C-11 advanced_security",
    lambda a: no(a, "C-11", "advanced_security"),
    firing=[("ac-fixed-cable", {"C-11": "No"})],
    silent=[("ac-fixed-cable", {"C-11": None}), ("dc", {})],
)  # fmt: skip
# the value read at the intake is another matter
constraint(
    "P-53", "error", "C-05 MinimumStatusDuration",
    lambda a: yes(a, "C-05") and answered(a, "MinimumStatusDuration") and a["MinimumStatusDuration"] != 0,
    firing=[("ac-socket", {"MinimumStatusDuration": 5})],
    silent=[
        ("ac-socket", {"MinimumStatusDuration": 5, "C-05": "No"}),
        ("ac-socket", {"MinimumStatusDuration": None}),
    ],
)  # fmt: skip

# Performance
constraint(
    "P-55", "error", "performance.communication_technology communication_technology",
    lambda a: technology_not_declared(a) or more_than_once(a, "performance.communication_technology"),
    firing=[("ac-socket", {"performance.communication_technology": "mobile network"})],
    silent=[
        ("ac-socket", {"performance.communication_technology": "WiFi"}),
        ("ac-socket", {"communication_technology": None}),
    ],
)  # fmt: skip
constraint(
    "P-57a", "warning", " ".join(("dut", *STATION_TIMES, *CSMS_TIMES)),
    lambda a: (is_station(a) and any_answered(a, CSMS_TIMES)) or (is_csms(a) and any_answered(a, STATION_TIMES)),
    firing=[
        ("ac-socket", {"authorize_response_time": 1}),
        ("software-stack", {"authorize_response_time": 1}),
        ("full-csms", {"triggered_function_timeout": 5}),
        ("full-csms", {"remote_start_time": 3}),
        ("full-csms", {"remote_stop_time": 3}),
    ],
    silent=[("ac-socket", {}), ("full-csms", {})],
)  # fmt: skip
constraint(
    "P-57b", "error", " ".join(("dut", *STATION_TIMES, *CSMS_TIMES, *MEASURED_OF_BOTH)),
    lambda a: (is_station(a) and any_empty(a, STATION_TIMES + MEASURED_OF_BOTH))
    or (is_csms(a) and any_empty(a, CSMS_TIMES + MEASURED_OF_BOTH)),
    firing=[
        ("ac-socket", {"triggered_function_timeout": None}),
        ("ac-socket", {"response_timeout": None}),
        ("ac-socket", {"performance.communication_technology": None}),
        ("full-csms", {"performance.communication_technology": None}),
        ("ac-socket", {"remote_start_time": None}),
        ("software-stack", {"remote_stop_time": None}),
        ("full-csms", {"authorize_response_time": None}),
        ("full-csms", {"response_timeout": None}),
    ],
    silent=[("ac-socket", {}), ("full-csms", {})],
)  # fmt: skip

# Full or Subset
constraint(
    "P-58", "error", "certificate smart_charging advanced_security",
    lambda a: a.get("certificate") == "Full" and (no(a, "smart_charging") or no(a, "advanced_security")),
    firing=[("ac-socket", {"smart_charging": "No"}), ("ac-socket", {"advanced_security": "No"})],
    silent=[
        ("ac-socket", {"smart_charging": "No", "certificate": "Subset"}),
        ("ac-socket", {"smart_charging": None}),
    ],
)  # fmt: skip
constraint(
    "P-59", "warning", "certificate smart_charging advanced_security",
    lambda a: a.get("certificate") == "Subset" and yes(a, "smart_charging", "advanced_security"),
    firing=[("ac-socket", {"certificate": "Subset"})],
    silent=[("ac-socket", {"certificate": None}), ("ac-fixed-cable", {"advanced_security": None})],
)  # fmt: skip

# The intake asks for it
constraint(
    "P-60", "error", "milliseconds",
    lambda a: not answered(a, "milliseconds"),
    firing=[("ac-socket", {"milliseconds": None}), ("full-csms", {"milliseconds": None})],
    silent=[("ac-socket", {"milliseconds": "No"})],
)  # fmt: skip

# A product family
constraint(
    "P-61a", "error", " ".join(FAMILY),
    lambda a: family_started(a) and any_empty(a, FAMILY),
    firing=[
        ("ac-socket", {"family.name": "EX"}),
        ("start-only", {"family.name": None}),
        ("start-only", {"family.representative": None}),
        ("start-only", {"family.members": None}),
    ],
    silent=[("ac-socket", {}), ("start-only", {})],
)  # fmt: skip
constraint(
    "P-61b", "error", "family.members",
    lambda a: any(not one.get("model") or not one.get("firmware_version") for one in members(a)),
    firing=[
        ("start-only", {"family.members": ({"model": "EX-Post-2"},)}),
        (
            "start-only",
            {"family.members": ({"model": "EX-Post-2", "firmware_version": "7.3.4"}, {"firmware_version": "7.3.4"})},
        ),
    ],
    silent=[("start-only", {"family.members": ({"model": "EX-Post-2", "firmware_version": "7.3.5"},)})],
)  # fmt: skip
constraint(
    "P-61c", "error", "family.representative family.members",
    lambda a: answered(a, "family.representative")
    and answered(a, "family.members")
    and a["family.representative"] not in [one.get("model") for one in members(a)],
    firing=[("start-only", {"family.representative": "EX-Post-3"})],
    silent=[("start-only", {"family.representative": "EX-Post-1"}), ("start-only", {"family.members": None})],
)  # fmt: skip

# A CSMS that says No to a feature it is tested for, or answers for a station
constraint(
    "P-63", "warning", "dut R-0 LA-0 RT-0",
    lambda a: is_csms(a) and any(no(a, item) for item in ("R-0", "LA-0", "RT-0")),
    firing=[("full-csms", {"R-0": "No"}), ("full-csms", {"LA-0": "No"}), ("full-csms", {"RT-0": "No"})],
    silent=[("full-csms", {"R-0": None}), ("minimal-subset", {})],
)  # fmt: skip
constraint(
    "P-64", "warning", " ".join(("dut", *STATION_FEATURES)),
    lambda a: is_csms(a) and any_answered(a, STATION_FEATURES),
    firing=[
        ("full-csms", {"R-1": "No"}),
        ("full-csms", {"C-02": "Yes"}),
        ("full-csms", {"C-10": "Configurable"}),
        ("full-csms", {"SC-1": "A"}),
    ],
    silent=[("full-csms", {"C-11": "No"}), ("ac-socket", {})],
)  # fmt: skip

# The network is measured for each generation of mobile network
constraint(
    "P-66", "warning", "communication_technology mobile_generations",
    lambda a: answered(a, "communication_technology")
    and set(a["communication_technology"]) == {"mobile network"}
    and not answered(a, "mobile_generations"),
    firing=[("ac-fixed-cable", {"communication_technology": ("mobile network",), "mobile_generations": None})],
    silent=[
        ("ac-fixed-cable", {"communication_technology": ("mobile network",)}),
        ("ac-fixed-cable", {"mobile_generations": None}),
    ],
)  # fmt: skip

# Every configuration key is read
constraint(
    "P-67", "warning", "GetConfigurationMaxKeys",
    lambda a: below(a, "GetConfigurationMaxKeys", 1),
    firing=[("ac-socket", {"GetConfigurationMaxKeys": 0})],
    silent=[("ac-socket", {"GetConfigurationMaxKeys": 1}), ("ac-socket", {"GetConfigurationMaxKeys": None})],
)  # fmt: skip
