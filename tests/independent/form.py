"""The form of the PICS: every row, who is asked it, what may be answered, and when it must be answered.

Written by hand from Appendix A (and A.1, A.2, 4.2) of OCPP 1.6 Test Procedure & Test Plans, V2.4 (2025-09-30). It must
never import the tool. Where the document does not say who is asked or what is required, this is what the project takes:

- A CSMS is asked C-11, R-0, LA-0, RT-0 and AQ-10, the profiles, and of the general rows all but type/model,
  sockets/connectors, fixed cable and RFID readers. The subtype and the communication technology it may leave empty.
  Of the limits it is asked the file transfer protocols and the other values, of A.2 the technology and its two times.
- A software stack is asked what a Charging Station is asked; type/model and sockets/connectors it may leave empty.
- The limits must be answered where a test has a prerequisite in them, or all keys are read with them.
- A product family (4.2) is all or nothing. It has no rows in the form; `addition` marks what the form lacks.

How to read a row: id, table, kind of answer, who is asked, when it must be answered, the finding if it is not, the
finding if it is answered by a device that is not asked; then what the form calls it, and whatever else there is to say.
"""

from collections import namedtuple

CSMS = "CSMS"
STATION = "Charging Station"
SOFTWARE_STACK = "Charging Station Software Stack"

EVERYONE = (STATION, SOFTWARE_STACK, CSMS)
STATIONS = (STATION, SOFTWARE_STACK)
ONLY_CSMS = (CSMS,)

Row = namedtuple("Row", "id table kind asked items required missing unasked names path key heading addition spellings")
Required = namedtuple("Required", "items applies")


def yes(item):
    return Required((item,), lambda a: a.get(item) == "Yes")


def any_of(*items):
    return Required(items, lambda a: any(item in a for item in items))


ALWAYS = Required((), lambda a: True)
NEVER = Required((), lambda a: False)
OF_A_STATION = Required(("dut",), lambda a: a["dut"] == STATION)
NOT_OF_A_CSMS = Required(("dut",), lambda a: a["dut"] != CSMS)
OF_A_FAMILY = any_of("family.name", "family.representative", "family.members")

TEXT, TEXTS, NUMBER, SECONDS, SETTINGS, MEMBERS = "text", "texts", "number", "seconds", "settings", "members"
YES_NO = ("Yes", "No")
TECHNOLOGIES = ("WiFi", "ethernet", "mobile network")
TECHNOLOGY_SPELLINGS = {
    "mobile": "mobile network",
    "cellular": "mobile network",
    "wi-fi": "WiFi",
    "WLAN": "WiFi",
    "LAN": "ethernet",
}
PROTOCOLS = ("http", "https", "ftp", "ftps")

FORM = []


def row(
    id,
    table,
    kind,
    asked,
    required,
    missing,
    unasked,
    *names,
    several=False,
    path="",
    key="",
    heading="",
    addition=False,
    spellings=None,
):
    """`kind` is a name, or the words that may be answered: one of them, or `several`."""
    path = tuple(path.split("/")) if path else (table, id)
    FORM.append(
        Row(
            id,
            table,
            (kind, several),
            asked,
            required.items,
            required.applies,
            missing,
            unasked,
            set(names),
            path,
            key,
            heading,
            addition,
            spellings or {},
        )
    )


# --- General information about DUT -----------------------------------------------------------------------

row("vendor", "general", TEXT, EVERYONE, ALWAYS, "K-03", "", "Vendor name")
row(
    "dut",
    "general",
    EVERYONE,
    EVERYONE,
    ALWAYS,
    "K-03",
    "",
    "DUT",
    "Device under test",
    spellings={"Central System": CSMS, "Charge Point": STATION, "software stack": SOFTWARE_STACK},
)
row(
    "subtype",
    "general",
    ("N.A.", "Mode 1/2-only Charging Station"),
    EVERYONE,
    NOT_OF_A_CSMS,
    "K-03",
    "",
    "Product subtype",
    spellings={
        "na": "N.A.",
        "n/a": "N.A.",
        "none": "N.A.",
        "Mode 1/2-only": "Mode 1/2-only Charging Station",
        "Mode 1/2 only Charging Station": "Mode 1/2-only Charging Station",
    },
)
row(
    "model",
    "general",
    TEXT,
    STATIONS,
    OF_A_STATION,
    "P-48",
    "P-47",
    "Type / model",
    "Type / model (for CS only)",
    "Type/model",
)
row(
    "connectors",
    "general",
    ("single", "multiple"),
    STATIONS,
    OF_A_STATION,
    "P-48",
    "P-47",
    "Socket(s) / connector(s)",
    "Socket(s) / connector(s) (for CS only)",
    "Sockets / connectors",
    spellings={"Singe": "single", "1": "single"},  # the form itself has the misprint
)
row("fixed_cable", "general", YES_NO, STATIONS, ALWAYS, "P-48", "P-47", "Fixed cable", "Fixed cable (for CS only)")
row(
    "firmware_version",
    "general",
    TEXT,
    EVERYONE,
    ALWAYS,
    "K-03",
    "",
    "Firmware / OCPP Software version",
    "Firmware version",
    "Firmware / OCPP Software version (for CS only)",
)
row("milliseconds", "general", YES_NO, EVERYONE, ALWAYS, "P-60", "", "Support for milliseconds in OCPP messages")
row(
    "communication_technology",
    "general",
    TECHNOLOGIES,
    EVERYONE,
    NOT_OF_A_CSMS,
    "K-03",
    "",
    "Communication technology",
    several=True,
    spellings=TECHNOLOGY_SPELLINGS,
)
row(
    "mobile_generations",
    "general",
    ("2G", "3G", "4G", "5G"),
    STATIONS,
    NEVER,
    "",
    "K-05",
    "Mobile network generations",
    several=True,
    addition=True,
)
row("rfid_readers", "general", ("none", "single", "one per EVSE"), STATIONS, ALWAYS, "K-03", "K-05", "RFID readers")

# --- A.1 -------------------------------------------------------------------------------------------------

row(
    "certificate",
    "profiles",
    ("Full", "Subset"),
    EVERYONE,
    NEVER,
    "",
    "",
    "Certificate applied for",
    addition=True,
    spellings={
        "OCPP 1.6 Full": "Full",
        "Fully supported": "Full",
        "OCPP 1.6 Subset": "Subset",
        "Subset supported": "Subset",
    },
)
row("core", "profiles", YES_NO, EVERYONE, ALWAYS, "K-03", "", "Core")
row("smart_charging", "profiles", YES_NO, EVERYONE, ALWAYS, "K-03", "", "Smart Charging")
row("advanced_security", "profiles", YES_NO, EVERYONE, ALWAYS, "K-03", "", "Advanced Security")

# --- Optional features -----------------------------------------------------------------------------------

for id, kind, key, name in (
    ("C-02", YES_NO, "AllowOfflineTxForUnknownId", "Support for allowing Offline Authorization for Unknown Ids"),
    ("C-03", YES_NO, "MaxEnergyOnInvalidId", "Support for maximizing energy for invalid ids"),
    ("C-04", YES_NO, "AuthorizationCacheEnabled", "Authorization Cache"),
    ("C-05", YES_NO, "MinimumStatusDuration", "Support to limit StatusNotifications"),
    (
        "C-06",
        ("Yes", "No", "Both"),
        "StopTransactionOnEVSideDisconnect",
        "Authorization status after cable disconnected on EV side",
    ),
    ("C-07", YES_NO, "", "Support for local start"),
    ("C-08", YES_NO, "", "Support for local stop"),
    (
        "C-10",
        ("Yes", "No", "Configurable"),
        "UnlockConnectorOnEVSideDisconnect",
        "Unlocking of connector when cable disconnected on EV side",
    ),
):
    row(id, "features", kind, STATIONS, ALWAYS, "K-03", "P-64", f"{name} ({key})" if key else name, key=key)
row("C-11", "features", YES_NO, EVERYONE, ALWAYS, "K-03", "", "Support for Security Profile 1")
row("R-0", "features", YES_NO, EVERYONE, ALWAYS, "K-03", "", "Support for Reservations")
row(
    "R-1",
    "features",
    YES_NO,
    STATIONS,
    yes("R-0"),
    "K-03",
    "P-64",
    "Support reservations of entire Charging Station (ReserveConnectorZeroSupported)",
    key="ReserveConnectorZeroSupported",
)
row(
    "SC-1",
    "features",
    ("A", "W", "Both"),
    STATIONS,
    yes("smart_charging"),
    "P-36b",
    "P-64",
    "Supported charging rate units (ChargingScheduleChargingRateUnit)",
    key="ChargingScheduleAllowedChargingRateUnit",
    spellings={"current": "A", "power": "W", "A, W": "Both", "A and W": "Both"},
)
row("LA-0", "features", YES_NO, EVERYONE, ALWAYS, "K-03", "", "Support for Local Authorization List Management")
row("RT-0", "features", YES_NO, EVERYONE, ALWAYS, "K-03", "", "Support for Remote Trigger")

# --- Supported cipher suites (Charging Station only) -----------------------------------------------------

row(
    "ecdhe_ecdsa",
    "cipher_suites",
    YES_NO,
    STATIONS,
    ALWAYS,
    "K-03",
    "P-35",
    "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256 AND TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
)
row(
    "rsa",
    "cipher_suites",
    YES_NO,
    STATIONS,
    ALWAYS,
    "K-03",
    "P-35",
    "TLS_RSA_WITH_AES_128_GCM_SHA256 AND TLS_RSA_WITH_AES_256_GCM_SHA384",
)

# --- Additional questions: told apart by their ids; the two parts of AQ-7 also by their texts --------------

for id in ("AQ-1", "AQ-2", "AQ-3", "AQ-4", "AQ-5", "AQ-6"):
    row(id, "questions", YES_NO, STATIONS, ALWAYS, "K-03", "P-47")
row(
    "AQ-7.1",
    "questions",
    YES_NO,
    STATIONS,
    ALWAYS,
    "K-03",
    "P-47",
    "Charge Point configured to report StopTransaction(s) before going down",
)
row(
    "AQ-7.2",
    "questions",
    YES_NO,
    STATIONS,
    ALWAYS,
    "K-03",
    "P-47",
    "Charge Point configured to report StopTransaction(s) after going down and being back online again",
)
row("AQ-8", "questions", YES_NO, STATIONS, ALWAYS, "K-03", "P-47")
row("ports", "questions", TEXTS, STATIONS, yes("AQ-8"), "P-44a", "P-47", path="ports")
row("AQ-9", "questions", YES_NO, STATIONS, ALWAYS, "K-03", "P-47")
row("AQ-11", "questions", YES_NO, STATIONS, ALWAYS, "K-03", "P-47")
row("AQ-10", "questions", YES_NO, ONLY_CSMS, ALWAYS, "K-03", "P-47")

# --- Other relevant settings and limits -------------------------------------------------------------------


def limit(id, required=NEVER, missing="", heading="", **more):
    """A key of OCPP 1.6 and its value."""
    row(id, "limits", NUMBER, STATIONS, required, missing, "K-05", id, key=id, heading=heading, **more)


limit("GetConfigurationMaxKeys", ALWAYS, "K-03")
limit("MeterValuesAlignedDataMaxLength")
limit("MeterValuesSampledDataMaxLength")
for key in ("MeterValueSampleInterval", "HeartbeatInterval"):
    for bound in ("minimum", "maximum"):
        row(
            f"{key}.{bound}",
            "limits",
            NUMBER,
            STATIONS,
            NEVER,
            "",
            "K-05",
            f"{bound.capitalize()} {key} supported",
            path=f"limits/{key}/{bound}",
            key=key,
        )
limit("StopTransactionMaxMeterValues")
limit("StopTxnAlignedDataMaxLength")
limit("StopTxnSampledDataMaxLength")
limit("WebSocketPingInterval")
limit("LocalAuthListMaxLength", yes("LA-0"), "P-40b", "Local Authorization List")
limit("SendLocalListMaxLength", yes("LA-0"), "P-40b", "Local Authorization List")
limit("ChargeProfileMaxStackLevel", yes("smart_charging"), "K-03", "Smart charging")
limit("ChargingScheduleMaxPeriods", yes("smart_charging"), "K-03", "Smart charging")
row(
    "SupportedFileTransferProtocols",
    "limits",
    PROTOCOLS,
    EVERYONE,
    ALWAYS,
    "P-42",
    "",
    "Supported file transfer protocols",
    "SupportedFileTransferProtocols",
    several=True,
    key="SupportedFileTransferProtocols",
    heading="Firmware Management",
)
for id in ("MaxChargingProfilesInstalled", "MinimumStatusDuration"):
    limit(id, heading="Other relevant values", addition=True, path=f"limits/other/{id}")
row("other", "limits", SETTINGS, EVERYONE, NEVER, "", "", "Other relevant values", heading="Other relevant values")
limit("CertificateSignedMaxChainSize", heading="Security Extension")
limit("CertificateStoreMaxLength", heading="Security Extension")

# --- A.2 -------------------------------------------------------------------------------------------------

row(
    "performance.communication_technology",
    "performance",
    TECHNOLOGIES,
    EVERYONE,
    ALWAYS,
    "P-57b",
    "",
    "Communication technology",
    "Communication technology of the measurement",
    path="performance/communication_technology",
    spellings=TECHNOLOGY_SPELLINGS,
)
for id, asked, name in (
    ("triggered_function_timeout", STATIONS, "OCPP triggered function timeout"),
    ("response_timeout", EVERYONE, "OCPP response timeout"),
    ("authorize_response_time", ONLY_CSMS, "Response time Authorize"),
    ("remote_start_time", STATIONS, "Transaction authorization time by RemoteStartTransaction"),
    ("remote_stop_time", STATIONS, "Transaction authorization end time by RemoteStopTransaction"),
):
    only = {STATIONS: " (Charging Station only)", ONLY_CSMS: " (CSMS only)", EVERYONE: ""}[asked]
    row(id, "performance", SECONDS, asked, ALWAYS, "P-57b", "P-57a", name, name + only)

# --- A product family --------------------------------------------------------------------------------------

for id, kind, name in (
    ("name", TEXT, "Name of the product family"),
    ("representative", TEXT, "Representative product"),
    ("members", MEMBERS, "Members of the family"),
):
    row(f"family.{id}", "family", kind, EVERYONE, OF_A_FAMILY, "P-61a", "", name, path=f"family/{id}", addition=True)
