"""Which of the 112 test cases apply to which device, written by hand from the document.

Source: OCPP 1.6 Test Procedure & Test Plans, V2.4 (2025-09-30), Appendix C; the item ids are those of the
form in Appendix A. This file is a second derivation, made without the rulebook of the tool. It must never
import the tool, and it must never be corrected by copying from it: a difference is settled in the document.

How to read it
    ROWS            every row of Appendix C in its order: the title and one cell for each of the two columns.
                    A blank cell is None.
    Cell            the mark of the column (M, C or O), the items the row depends on, and `applies`: a function
                    of the answers, a dict from item id to answer. It expects every item it names to be answered.
    status()        'required' (M or C, applies), 'optional' (O, applies) or 'not-applicable'.
    PREREQUISITES   what three rows ask of a device besides their condition. Not a condition: a device that
                    does not meet it still has to run the test.
    ALTERNATIVES    for every other reading of the text: the rows on which it differs, with the whole
                    condition those rows then have.

The station column serves a Charging Station and a Charging Station Software Stack alike, the other one a CSMS.
Words of a remark that speak of the Charge Point say nothing about a CSMS, so an M of the CSMS column stays
an M whatever stands beside it.
"""

from collections import namedtuple

CSMS = "CSMS"
STATION = "Charging Station"
SOFTWARE_STACK = "Charging Station Software Stack"
MODE_1_2_ONLY = "Mode 1/2-only Charging Station"

Row = namedtuple("Row", "title station csms")
Cell = namedtuple("Cell", "mark items applies")
Condition = namedtuple("Condition", "items applies")


# --- The phrases of the remarks ------------------------------------------------------------------------


def local_start(a):
    return a["C-07"] == "Yes"


def local_stop(a):
    return a["C-08"] == "Yes"


def local_start_stop(a):
    """ "start/stop" names two functionalities: both are meant."""
    return local_start(a) and local_stop(a)


def no_cable_lock(a):
    """AQ-2 asks for a lock that keeps the driver from connecting before authorization."""
    return a["AQ-2"] == "No"


def card_or_the_like(a):
    """A way to authorize that needs no communication between EV and station."""
    return a["AQ-11"] == "Yes"


def cache(a):
    return a["C-04"] == "Yes"


def lock_on_station_side(a):
    return a["AQ-9"] == "Yes"


def fixed_cable(a):
    return a["fixed_cable"] == "Yes"


def detachable_cable(a):
    return a["fixed_cable"] == "No"


def mode_1_2_only(a):
    return a["subtype"] == MODE_1_2_ONLY


# C-06 and C-10: Yes is a key that is read-only true, No one that is read-only false, and the third
# answer (Both, Configurable) a key that can be written.


def stop_on_disconnect_can_be_true(a):
    return a["C-06"] in ("Yes", "Both")


def stop_on_disconnect_can_be_false(a):
    return a["C-06"] in ("No", "Both")


def unlock_on_disconnect_can_be_true(a):
    return a["C-10"] in ("Yes", "Configurable")


def unlock_on_disconnect_can_be_false(a):
    return a["C-10"] in ("No", "Configurable")


def something_to_start_with_offline(a):
    """The local list, offline starts for unknown ids, or the cache."""
    return a["LA-0"] == "Yes" or a["C-02"] == "Yes" or a["C-04"] == "Yes"


def local_list(a):
    return a["LA-0"] == "Yes"


def reservations(a):
    return a["R-0"] == "Yes"


def whole_station_reservations(a):
    return a["R-1"] == "Yes"


def remote_trigger(a):
    return a["RT-0"] == "Yes"


def smart_charging(a):
    return a["smart_charging"] == "Yes"


def advanced_security(a):
    return a["advanced_security"] == "Yes"


def several_security_profiles(a):
    """Profile 2 is always there; C-11 is profile 1 and Advanced Security profile 3."""
    return a["C-11"] == "Yes" or a["advanced_security"] == "Yes"


# --- Writing a cell ------------------------------------------------------------------------------------


def condition(items, applies):
    return Condition(tuple(items.split()), applies)


ALWAYS = condition("", lambda a: True)


def cell(mark, when=ALWAYS):
    return Cell(mark, when.items, when.applies)


M = cell("M")
O = cell("O")  # noqa: E741 - the letter of the document
BLANK = None

START_AND_STOP = condition("C-07 C-08", local_start_stop)
CACHE_LOCAL = condition("C-07 C-04", lambda a: local_start(a) and cache(a))
CACHE_REMOTE = condition("C-07 C-04", lambda a: not local_start(a) and cache(a))
DETACHABLE_AND_LOCK = condition("fixed_cable AQ-9", lambda a: detachable_cable(a) and lock_on_station_side(a))
FIXED_AND_NO_LOCK = condition("fixed_cable AQ-9", lambda a: fixed_cable(a) and not lock_on_station_side(a))
OFFLINE_START = condition(
    "C-07 C-08 LA-0 C-02 C-04", lambda a: local_start_stop(a) and something_to_start_with_offline(a)
)
NO_LOCAL_LIST = condition("LA-0", lambda a: not local_list(a))
LOCAL_LIST = condition("LA-0", local_list)
REMOTE_TRIGGER = condition("RT-0", remote_trigger)
SEVERAL_SECURITY_PROFILES = condition("C-11 advanced_security", several_security_profiles)
RESERVATIONS = condition("R-0", reservations)
WHOLE_STATION = condition("R-0 R-1", lambda a: reservations(a) and whole_station_reservations(a))
SMART_CHARGING_STATION = condition("smart_charging subtype", lambda a: smart_charging(a) and not mode_1_2_only(a))
SMART_CHARGING_CSMS = condition("smart_charging", smart_charging)
ADVANCED_SECURITY = condition("advanced_security", advanced_security)

STATION_SMART = cell("M", SMART_CHARGING_STATION)
CSMS_SMART = cell("M", SMART_CHARGING_CSMS)
ADVANCED = cell("M", ADVANCED_SECURITY)


# --- Appendix C, row by row: title, station column, CSMS column -----------------------------------------

ROWS = {
    # Core - Cold Boot Charge Point
    "TC_001": Row("Cold Boot Charge Point", M, M),
    "TC_002": Row("Cold Boot Charge Point - Pending", M, BLANK),
    # Start Charging Session
    "TC_003": Row(
        "Regular Charging Session - Plugin First",
        cell("C", condition("C-07 C-08 AQ-2", lambda a: local_start_stop(a) and no_cable_lock(a))),
        M,
    ),
    "TC_004_1": Row(
        "Regular Charging Session - Identification First",
        cell("C", condition("C-07 C-08 AQ-11", lambda a: local_start_stop(a) and card_or_the_like(a))),
        M,
    ),
    # "local start transaction" only: C-08 does not matter here
    "TC_004_2": Row(
        "Regular Charging Session - Identification First - ConnectionTimeOut",
        cell("C", condition("C-07 AQ-11", lambda a: local_start(a) and card_or_the_like(a))),
        M,
    ),
    # Stop Charging Session
    "TC_068": Row(
        "Stop transaction - IdTag in StopTransaction matches IdTag in StartTransaction",
        cell("C", START_AND_STOP),
        BLANK,
    ),
    "TC_069": Row(
        "Stop transaction - ParentIdTag in StopTransaction matches ParentIdTag in StartTransaction",
        cell("C", START_AND_STOP),
        BLANK,
    ),
    "TC_005_1": Row(
        "EV Side Disconnected - StopTransactionOnEVSideDisconnect = true - UnlockConnectorOnEVSideDisconnect = true",
        cell(
            "C",
            condition(
                "fixed_cable C-06 C-10 AQ-9",
                lambda a: (
                    detachable_cable(a)
                    and stop_on_disconnect_can_be_true(a)
                    and unlock_on_disconnect_can_be_true(a)
                    and lock_on_station_side(a)
                ),
            ),
        ),
        M,
    ),
    # the remark makes it mandatory for the subtype, over and above its two conditions
    "TC_005_2": Row(
        "EV Side Disconnected - StopTransactionOnEVSideDisconnect = true - UnlockConnectorOnEVSideDisconnect = false",
        cell(
            "C",
            condition(
                "subtype C-06 C-10",
                lambda a: (
                    mode_1_2_only(a) or (stop_on_disconnect_can_be_true(a) and unlock_on_disconnect_can_be_false(a))
                ),
            ),
        ),
        BLANK,
    ),
    # the setting false must be within reach, though the remark has no clause for it
    "TC_005_3": Row(
        "EV Side Disconnected - StopTransactionOnEVSideDisconnect = false - UnlockConnectorOnEVSideDisconnect = false",
        cell(
            "C",
            condition(
                "subtype C-06 C-10",
                lambda a: (
                    not mode_1_2_only(a) and stop_on_disconnect_can_be_false(a) and unlock_on_disconnect_can_be_false(a)
                ),
            ),
        ),
        BLANK,
    ),
    # Cache
    "TC_007": Row("Regular Start Charging Session - Cached Id", BLANK, M),
    "TC_007_1": Row("Regular Start Charging Session - Cached Id", cell("C", CACHE_LOCAL), BLANK),
    "TC_007_2": Row("Remote Start Charging Session - Cached Id", cell("C", CACHE_REMOTE), BLANK),
    "TC_061": Row("Clear Authorization Data in Authorization Cache", BLANK, M),
    "TC_061_1": Row("Clear Authorization Data in Authorization Cache - Local", cell("C", CACHE_LOCAL), BLANK),
    "TC_061_2": Row("Clear Authorization Data in Authorization Cache - Remote", cell("C", CACHE_REMOTE), BLANK),
    # Remote actions, happy flow
    "TC_010": Row(
        "Remote Start Charging Session - Cable Plugged in First", cell("C", condition("AQ-2", no_cable_lock)), M
    ),
    "TC_011_1": Row("Remote Start Charging Session - Remote Start First", M, M),
    "TC_011_2": Row("Remote Start Charging Session - Time Out", M, M),
    "TC_012": Row("Remote Stop Charging Session", M, M),
    # Resetting, happy flow
    "TC_013": Row("Hard Reset Without transaction", M, M),
    "TC_014": Row("Soft Reset Without Transaction", M, M),
    "TC_015": Row("Hard Reset With Transaction", M, BLANK),
    "TC_016": Row("Soft Reset With Transaction", M, BLANK),
    # Unlocking, happy flow
    "TC_017_1": Row(
        "Unlock connector - no charging session running (Not fixed cable)", cell("C", DETACHABLE_AND_LOCK), M
    ),
    "TC_017_2": Row("Unlock connector - no charging session running (Fixed cable)", cell("C", FIXED_AND_NO_LOCK), M),
    "TC_018_1": Row(
        "Unlock Connector - With Charging Session (Not fixed cable)", cell("C", DETACHABLE_AND_LOCK), BLANK
    ),
    "TC_018_2": Row("Unlock Connector - With Charging Session (Fixed cable)", cell("C", FIXED_AND_NO_LOCK), BLANK),
    # Configuration, happy flow
    "TC_019": Row("Retrieve configuration", M, BLANK),
    "TC_019_1": Row("Retrieve all configuration keys", BLANK, M),
    "TC_019_2": Row("Retrieve specific configuration key", BLANK, M),
    "TC_021": Row("Change/set Configuration", M, M),
    # Meter values
    "TC_070": Row("Sampled Meter Values", M, BLANK),
    "TC_071": Row("Clock-aligned Meter Values", M, BLANK),
    # Basic actions, non-happy flow
    "TC_023_1": Row("Start Charging Session - Authorize invalid", BLANK, M),
    "TC_023_2": Row("Start Charging Session - Authorize expired", BLANK, M),
    "TC_023_3": Row("Start Charging Session - Authorize blocked", BLANK, M),
    "TC_023_4": Row("Start local Charging Session - Authorize invalid", cell("C", CACHE_LOCAL), BLANK),
    "TC_023_5": Row("Start remote Charging Session - Authorize invalid", cell("C", CACHE_REMOTE), BLANK),
    "TC_024": Row("Start Charging Session - Lock Failure", cell("O", condition("fixed_cable", detachable_cable)), M),
    # "not supported" is the local list, and it is the station that lacks it
    "TC_043_1": Row("Send Local Authorization List - NotSupported", cell("C", NO_LOCAL_LIST), O),
    "TC_042_1": Row("Get Local List Version (not supported)", cell("C", NO_LOCAL_LIST), O),
    # Remote actions, non-happy flow
    "TC_026": Row("Remote Start Charging Session - Rejected", M, M),
    "TC_028": Row("Remote Stop Transaction - Rejected", M, O),
    # Unlocking, non-happy flow
    "TC_030": Row("Unlock Connector - Unlock Failure", O, M),
    "TC_031": Row("Unlock Connector - Unknown Connector", M, O),
    # Power failure, non-happy flow
    "TC_032_1": Row(
        "Power failure boot charging point - configured to stop transaction(s) before going down",
        cell("C", condition("AQ-7.1", lambda a: a["AQ-7.1"] == "Yes")),
        M,
    ),
    "TC_032_2": Row(
        "Power failure boot charging point-configured to stop transaction(s)",
        cell("C", condition("AQ-7.2", lambda a: a["AQ-7.2"] == "Yes")),
        BLANK,
    ),
    "TC_034": Row("Power Failure with Unavailable Status", M, BLANK),
    # Offline behavior, non-happy flow
    "TC_036": Row("Connection Loss During Transaction", M, BLANK),
    "TC_037_1": Row("Offline Start Transaction - Valid IdTag", cell("C", OFFLINE_START), M),
    "TC_037_2": Row(
        "Offline Start Transaction - Invalid IdTag - StopTransactionOnInvalidId = false",
        cell("C", OFFLINE_START),
        BLANK,
    ),
    "TC_037_3": Row(
        "Offline Start Transaction - Invalid IdTag - StopTransactionOnInvalidId = true",
        cell("C", OFFLINE_START),
        M,
    ),
    # "local stop transaction" only
    "TC_038": Row("Offline Stop Transaction", cell("C", condition("C-08", local_stop)), BLANK),
    "TC_039": Row("Offline Transaction", cell("C", OFFLINE_START), M),
    # Configuration keys, non-happy flow
    "TC_040_1": Row("Configuration keys - NotSupported", M, O),
    "TC_040_2": Row("Configuration Keys - Invalid value", M, O),
    # Diagnostics
    "TC_045_1": Row("Get Diagnostics", M, M),
    "TC_045_2": Row("Get Diagnostics - Upload Failed", M, O),
    # Remote Trigger
    "TC_054": Row("Trigger Message", cell("C", REMOTE_TRIGGER), M),
    "TC_055": Row("Trigger Message - Rejected", cell("C", REMOTE_TRIGGER), cell("O", REMOTE_TRIGGER)),
    # Secure connection setup
    "TC_073": Row("Update Charge Point Password for HTTP Basic Authentication", M, M),
    "TC_075_1": Row("Install a certificate on the Charge Point - ManufacturerRootCertificate", M, M),
    "TC_075_2": Row("Install a certificate on the Charge Point - CentralSystemRootCertificate", M, M),
    "TC_076": Row("Delete a specific certificate from the Charge Point", M, M),
    # Security event/logging
    "TC_078": Row("Invalid CentralSystemCertificate Security Event", M, M),
    "TC_079": Row("Get Security Log", M, M),
    # Secure firmware update
    "TC_080": Row("Secure Firmware Update", M, M),
    "TC_081": Row("Secure Firmware Update - Invalid Signature", M, M),
    # Upgrade security profile
    "TC_083": Row(
        "Upgrade security profile", cell("C", SEVERAL_SECURITY_PROFILES), cell("C", SEVERAL_SECURITY_PROFILES)
    ),
    "TC_084": Row("Downgrade security profile - Rejected", cell("C", SEVERAL_SECURITY_PROFILES), BLANK),
    # Setup connection with security profiles
    "TC_085": Row("Basic Authentication - Valid username/password combination", M, M),
    "TC_086": Row("TLS - server-side certificate - Valid certificate", M, M),
    "TC_088": Row("WebSocket Subprotocol negotiation", BLANK, M),
    # DataTransfer
    "TC_062": Row("Data Transfer to a Charge Point", M, BLANK),
    "TC_064": Row("Data Transfer to a Central System", BLANK, M),
    # Get Local List Version
    "TC_042_2": Row("Get Local List Version (empty)", cell("C", LOCAL_LIST), M),
    # Send Local Authorization List
    "TC_043": Row("Send Local Authorization List", cell("C", LOCAL_LIST), BLANK),
    "TC_043_2": Row("Send Local Authorization List - VersionMismatch", cell("C", LOCAL_LIST), BLANK),
    "TC_043_3": Row("Send Local Authorization List - Failed", O, M),
    "TC_043_4": Row("Send Local Authorization List - Full", BLANK, M),
    "TC_043_5": Row("Send Local Authorization List - Differential", BLANK, M),
    "TC_008_1": Row(
        "Regular Start Charging Session - Id in Local Authorization List",
        cell("C", condition("LA-0 C-07 C-04", lambda a: local_list(a) and local_start(a) and cache(a))),
        BLANK,
    ),
    "TC_008_2": Row(
        "Remote Start Charging Session - Id in Local Authorization List",
        cell("C", condition("LA-0 C-07 C-04", lambda a: local_list(a) and not local_start(a) and cache(a))),
        BLANK,
    ),
    # Reservation of a Connector
    "TC_046": Row("Reservation of a Connector - Transaction", BLANK, M),
    "TC_046_1": Row(
        "Reservation of a Connector - Local start transaction",
        cell("C", condition("R-0 C-07", lambda a: reservations(a) and local_start(a))),
        BLANK,
    ),
    "TC_046_2": Row("Reservation of a Connector - Remote start transaction", cell("C", RESERVATIONS), BLANK),
    "TC_047": Row("Reservation of a Connector - Expire", cell("C", RESERVATIONS), M),
    # the half about the cable lock is about the Charge Point and says nothing about a CSMS
    "TC_048_2": Row(
        "Reservation of a Connector - Occupied",
        cell("C", condition("R-0 AQ-2", lambda a: reservations(a) and no_cable_lock(a))),
        cell("O", RESERVATIONS),
    ),
    "TC_048_3": Row("Reservation of a Connector - Unavailable", cell("C", RESERVATIONS), cell("O", RESERVATIONS)),
    "TC_048_4": Row("Reservation of a Connector - Rejected", O, M),
    # Reservation of a Charge Point
    "TC_049": Row("Reservation of a Charge Point - Transaction", cell("C", WHOLE_STATION), M),
    "TC_050_2": Row(
        "Reservation of a Charge Point - Occupied",
        cell(
            "C",
            condition(
                "R-0 R-1 AQ-2",
                lambda a: reservations(a) and whole_station_reservations(a) and no_cable_lock(a),
            ),
        ),
        BLANK,
    ),
    "TC_050_3": Row("Reservation of a Charge Point - Unavailable", cell("C", WHOLE_STATION), BLANK),
    # Cancel Reservation
    "TC_051": Row("Cancel Reservation", cell("C", RESERVATIONS), M),
    "TC_052": Row("Cancel Reservation - Rejected", cell("C", RESERVATIONS), cell("O", RESERVATIONS)),
    "TC_053": Row("Use a reserved Connector with parentIdTag", BLANK, O),
    "TC_053_1": Row(
        "Use a reserved Connector with parentIdTag - Local",
        cell("C", condition("R-0 C-07 C-04", lambda a: reservations(a) and local_start(a) and cache(a))),
        BLANK,
    ),
    "TC_053_2": Row(
        "Use a reserved Connector with parentIdTag - Remote",
        cell("C", condition("R-0 C-07 C-04", lambda a: reservations(a) and not local_start(a) and cache(a))),
        BLANK,
    ),
    # Smart Charging - Central Smart Charging
    "TC_056": Row("Central Smart Charging - TxDefaultProfile", STATION_SMART, CSMS_SMART),
    "TC_057": Row("Central Smart Charging - TxProfile", STATION_SMART, CSMS_SMART),
    "TC_058_1": Row("Central Smart Charging - No ongoing transaction", STATION_SMART, BLANK),
    "TC_058_2": Row("Central Smart Charging - Wrong transactionId", STATION_SMART, BLANK),
    "TC_082": Row("Central Smart Charging - TxDefaultProfile - with ongoing transaction", STATION_SMART, BLANK),
    "TC_066": Row("Get Composite Schedule", STATION_SMART, CSMS_SMART),
    "TC_067": Row("Clear Charging Profile", STATION_SMART, CSMS_SMART),
    "TC_072": Row("Stacking Charging Profiles", STATION_SMART, BLANK),
    # Remote Start Transaction with Charging Profile
    "TC_059": Row("Remote Start Transaction with Charging Profile", STATION_SMART, CSMS_SMART),
    "TC_060": Row("Remote Start Transaction with Charging Profile - Rejected", STATION_SMART, BLANK),
    # Advanced Security
    "TC_074": Row("Update Charge Point Certificate by request of Central System", ADVANCED, ADVANCED),
    "TC_077": Row("Invalid ChargePointCertificate Security Event", ADVANCED, ADVANCED),
    "TC_087": Row("TLS - Client-side certificate - valid certificate", ADVANCED, ADVANCED),
}


def column(answers):
    return "csms" if answers["dut"] == CSMS else "station"


def status(test_case, answers):
    chosen = getattr(ROWS[test_case], column(answers))
    if chosen is None or not chosen.applies(answers):
        return "not-applicable"
    return "optional" if chosen.mark == "O" else "required"


# --- Prerequisites: not conditions ----------------------------------------------------------------------
# ChargeProfileMaxStackLevel is the highest level and counts from 0, so two levels are 1 or more.


def five_id_tokens(a):
    return a["LocalAuthListMaxLength"] >= 5 and a["SendLocalListMaxLength"] >= 5


def five_periods(a):
    return a["ChargingScheduleMaxPeriods"] >= 5


def three_installed_profiles(a):
    return a["MaxChargingProfilesInstalled"] >= 3


def two_stack_levels(a):
    return a["ChargeProfileMaxStackLevel"] >= 1


PREREQUISITES = {
    "TC_043": condition("LocalAuthListMaxLength SendLocalListMaxLength", five_id_tokens),
    "TC_066": condition(
        "MaxChargingProfilesInstalled ChargingScheduleMaxPeriods",
        lambda a: three_installed_profiles(a) and five_periods(a),
    ),
    "TC_072": condition("ChargeProfileMaxStackLevel", two_stack_levels),
}


# --- The other readings ---------------------------------------------------------------------------------


def station(**rows):
    return {test_case: {"station": when} for test_case, when in rows.items()}


def csms(**rows):
    return {test_case: {"csms": when} for test_case, when in rows.items()}


def both(*parts):
    """Join parts that may name the same row for different columns."""
    joined = {}
    for part in parts:
        for test_case, columns in part.items():
            joined.setdefault(test_case, {}).update(columns)
    return joined


def same(when, *test_cases):
    return dict.fromkeys(test_cases, when)


def not_for_a_stack(test_case):
    """What the row asks now, and hardware that a software stack does not have."""
    taken = ROWS[test_case].station
    return Condition(("dut",) + taken.items, lambda a: a["dut"] != SOFTWARE_STACK and taken.applies(a))


SMART_CHARGING_ROWS = (
    "TC_056", "TC_057", "TC_058_1", "TC_058_2", "TC_082", "TC_066", "TC_067", "TC_072", "TC_059", "TC_060",
)  # fmt: skip
SMART_CHARGING_CSMS_ROWS = ("TC_056", "TC_057", "TC_066", "TC_067", "TC_059")
ADVANCED_SECURITY_ROWS = ("TC_074", "TC_077", "TC_087")


def start_or_stop(a):
    return local_start(a) or local_stop(a)


START_OR_STOP = condition("C-07 C-08", start_or_stop)
OFFLINE_START_OR_STOP = condition(
    "C-07 C-08 LA-0 C-02 C-04", lambda a: start_or_stop(a) and something_to_start_with_offline(a)
)
OFFLINE_START_ALONE = condition("C-07 LA-0 C-02 C-04", lambda a: local_start(a) and something_to_start_with_offline(a))
OFFLINE_UNKNOWN_ID = condition("C-07 C-08 C-02", lambda a: local_start_stop(a) and a["C-02"] == "Yes")
PROFILE_1 = condition("C-11", lambda a: a["C-11"] == "Yes")

ALTERNATIVES = {
    # B-01a: rows about hardware are left out for a software stack
    ("B-01", "a"): station(
        TC_005_1=not_for_a_stack("TC_005_1"),
        TC_017_1=not_for_a_stack("TC_017_1"),
        TC_017_2=not_for_a_stack("TC_017_2"),
        TC_018_1=not_for_a_stack("TC_018_1"),
        TC_018_2=not_for_a_stack("TC_018_2"),
        TC_024=not_for_a_stack("TC_024"),
        TC_030=not_for_a_stack("TC_030"),
        TC_032_1=not_for_a_stack("TC_032_1"),
        TC_032_2=not_for_a_stack("TC_032_2"),
        TC_034=not_for_a_stack("TC_034"),
    ),
    # B-02a: a CSMS without an optional feature is spared the whole block
    ("B-02", "a"): csms(
        TC_046=RESERVATIONS,
        TC_047=RESERVATIONS,
        TC_048_4=RESERVATIONS,
        TC_049=RESERVATIONS,
        TC_051=RESERVATIONS,
        TC_053=RESERVATIONS,
        TC_042_2=LOCAL_LIST,
        TC_043_3=LOCAL_LIST,
        TC_043_4=LOCAL_LIST,
        TC_043_5=LOCAL_LIST,
        TC_054=REMOTE_TRIGGER,
    ),
    # B-02b: only the rows whose own remark names the feature
    ("B-02", "b"): csms(
        TC_047=RESERVATIONS,
        TC_049=RESERVATIONS,
        TC_051=RESERVATIONS,
        TC_042_2=LOCAL_LIST,
        TC_054=REMOTE_TRIGGER,
    ),
    # B-03a: the remark belongs to the C of the station, the O of the CSMS has no condition
    ("B-03", "a"): csms(TC_055=ALWAYS, TC_048_2=ALWAYS, TC_048_3=ALWAYS, TC_052=ALWAYS),
    # B-04a: only a CSMS with the list can send the request; B-04b: it is the CSMS that lacks it
    ("B-04", "a"): csms(TC_043_1=LOCAL_LIST, TC_042_1=LOCAL_LIST),
    ("B-04", "b"): csms(TC_043_1=NO_LOCAL_LIST, TC_042_1=NO_LOCAL_LIST),
    # B-06a: an O inside an optional feature needs the feature
    ("B-06", "a"): both(station(TC_043_3=LOCAL_LIST, TC_048_4=RESERVATIONS), csms(TC_053=RESERVATIONS)),
    # B-07a: "start/stop" is either of the two
    ("B-07", "a"): station(
        TC_003=condition("C-07 C-08 AQ-2", lambda a: start_or_stop(a) and no_cable_lock(a)),
        TC_004_1=condition("C-07 C-08 AQ-11", lambda a: start_or_stop(a) and card_or_the_like(a)),
        TC_068=START_OR_STOP,
        TC_069=START_OR_STOP,
        TC_037_1=OFFLINE_START_OR_STOP,
        TC_037_2=OFFLINE_START_OR_STOP,
        TC_037_3=OFFLINE_START_OR_STOP,
        TC_039=OFFLINE_START_OR_STOP,
    ),
    # B-07b: starting is enough, wherever a remark says start/stop
    ("B-07", "b"): station(
        TC_003=condition("C-07 AQ-2", lambda a: local_start(a) and no_cable_lock(a)),
        TC_004_1=condition("C-07 AQ-11", lambda a: local_start(a) and card_or_the_like(a)),
        TC_068=condition("C-07", local_start),
        TC_069=condition("C-07", local_start),
        TC_037_1=OFFLINE_START_ALONE,
        TC_037_2=OFFLINE_START_ALONE,
        TC_037_3=OFFLINE_START_ALONE,
        TC_039=OFFLINE_START_ALONE,
    ),
    # B-10a: the two conditions hold for the subtype as well
    ("B-10", "a"): station(
        TC_005_2=condition(
            "C-06 C-10", lambda a: stop_on_disconnect_can_be_true(a) and unlock_on_disconnect_can_be_false(a)
        ),
    ),
    # B-11a: to the letter: nothing is said about StopTransactionOnEVSideDisconnect
    ("B-11", "a"): station(
        TC_005_3=condition("subtype C-10", lambda a: not mode_1_2_only(a) and unlock_on_disconnect_can_be_false(a)),
    ),
    # B-14a: the cache got into these remarks by copying
    ("B-14", "a"): station(
        TC_008_1=condition("LA-0 C-07", lambda a: local_list(a) and local_start(a)),
        TC_008_2=condition("LA-0 C-07", lambda a: local_list(a) and not local_start(a)),
        TC_053_1=condition("R-0 C-07", lambda a: reservations(a) and local_start(a)),
        TC_053_2=condition("R-0 C-07", lambda a: reservations(a) and not local_start(a)),
        TC_023_4=condition("C-07", local_start),
        TC_023_5=condition("C-07", lambda a: not local_start(a)),
    ),
    # B-17a: a setting that must be true has to exist, so C-02 is needed (and then it is one of the three)
    ("B-17", "a"): station(TC_037_1=OFFLINE_UNKNOWN_ID, TC_037_2=OFFLINE_UNKNOWN_ID, TC_037_3=OFFLINE_UNKNOWN_ID),
    # B-18a: several profiles is profile 1 and more; B-18b: Core has two, so always
    ("B-18", "a"): both(station(TC_083=PROFILE_1, TC_084=PROFILE_1), csms(TC_083=PROFILE_1)),
    ("B-18", "b"): both(station(TC_083=ALWAYS, TC_084=ALWAYS), csms(TC_083=ALWAYS)),
    # B-19a: prerequisites are conditions. No item of the form states the installed profiles, and the
    # limits are those of a station, so TC_066 asks for the periods only and stays as it is for a CSMS
    ("B-19", "a"): station(
        TC_043=condition(
            "LA-0 LocalAuthListMaxLength SendLocalListMaxLength", lambda a: local_list(a) and five_id_tokens(a)
        ),
        TC_066=condition(
            "smart_charging subtype ChargingScheduleMaxPeriods",
            lambda a: smart_charging(a) and not mode_1_2_only(a) and five_periods(a),
        ),
        TC_072=condition(
            "smart_charging subtype ChargeProfileMaxStackLevel",
            lambda a: smart_charging(a) and not mode_1_2_only(a) and two_stack_levels(a),
        ),
    ),
    # B-21a: an M is an M whether the profile is claimed or not; the remark on the subtype stays
    ("B-21", "a"): both(
        station(**same(condition("subtype", lambda a: not mode_1_2_only(a)), *SMART_CHARGING_ROWS)),
        csms(**same(ALWAYS, *SMART_CHARGING_CSMS_ROWS)),
        station(**same(ALWAYS, *ADVANCED_SECURITY_ROWS)),
        csms(**same(ALWAYS, *ADVANCED_SECURITY_ROWS)),
    ),
    # B-22a: the remark on the subtype counts for a CSMS that gives this subtype
    ("B-22", "a"): csms(**same(SMART_CHARGING_STATION, *SMART_CHARGING_CSMS_ROWS)),
    # B-24a: an unlock that fails needs something that locks
    ("B-24", "a"): station(TC_030=condition("AQ-9", lock_on_station_side)),
}
