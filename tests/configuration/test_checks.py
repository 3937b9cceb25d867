"""Every finding of the configuration firing, and silent on the station that agrees with its PICS."""

from dataclasses import replace

import pytest

from certkit.configuration.read_keys import key_table
from certkit.errors import CertkitError
from certkit.finding import Severity
from certkit.messages import EVIDENCE, words_of
from certkit.text.sentence import Sentence
from tests.configuration.stations import check, codes, dump, findings, payload, read, said
from tests.rules.devices import edition

ERROR, WARNING, NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE
DISCONNECT, UNLOCK = "StopTransactionOnEVSideDisconnect", "UnlockConnectorOnEVSideDisconnect"
PROFILES, RATE_UNIT = "SupportedFeatureProfiles", "ChargingScheduleAllowedChargingRateUnit"
WITHOUT = "Core,FirmwareManagement,LocalAuthListManagement,Reservation,SmartCharging,RemoteTrigger".replace
ALL_PROFILES = "Core, FirmwareManagement, LocalAuthListManagement, Reservation, SmartCharging and RemoteTrigger"


def test_a_station_that_agrees_with_its_pics_has_no_finding():
    assert findings() == ()


@pytest.mark.parametrize("value", [None, ""])
def test_a_write_only_key_without_a_value_is_right(value):
    """Nobody may be advised to publish the password."""
    assert findings({"AuthorizationKey": (value, False)}) == ()


def test_no_answer_is_advised_that_the_form_does_not_want():
    """SC-1 must be empty without Smart Charging, although the station reports its rate units."""
    open_items = [
        finding for finding in findings(None, {"smart_charging": "No", "SC-1": None}) if finding.code == "CK-23"
    ]
    assert open_items == []
    claimed = findings(None, {"SC-1": None})
    assert ["SC-1" in finding.items for finding in claimed if finding.code == "CK-23"] == [True]


CASES: dict[str, tuple[dict, dict, dict, tuple[str, str, dict]]] = {
    # CK-10: required keys
    "a required key is missing": (
        {"ResetRetries": None},
        {},
        {"CK-10": ERROR},
        (
            "CK-10",
            "missing.key",
            {"key": "ResetRetries", "profile": "Core", "cite": "OCPP 1.6 edition 2, 9.1.22", "unknown": "no"},
        ),
    ),
    "a required key of a feature that the PICS claims": (
        {"SendLocalListMaxLength": None},
        {},
        {"CK-10": ERROR},
        (
            "CK-10",
            "missing.key",
            {
                "key": "SendLocalListMaxLength",
                "profile": "LocalAuthListManagement",
                "cite": "OCPP 1.6 edition 2, 9.2.3",
                "unknown": "no",
            },
        ),
    ),
    "a required key of a feature that the station alone claims": (
        {
            "MaxChargingProfilesInstalled": None,
            RATE_UNIT: None,
            "ChargeProfileMaxStackLevel": None,
            "ChargingScheduleMaxPeriods": None,
        },
        {"smart_charging": "No", "SC-1": None},
        {"CK-10": ERROR, "CK-26": NOTE},
        (
            "CK-10",
            "missing.key",
            {
                "key": "ChargeProfileMaxStackLevel",
                "profile": "SmartCharging",
                "cite": "OCPP 1.6 edition 2, 9.4.1",
                "unknown": "no",
            },
        ),
    ),
    "a key that several security profiles need": (
        {"SecurityProfile": None},
        {},
        {"CK-10": ERROR},
        (
            "CK-10",
            "missing.key",
            {
                "key": "SecurityProfile",
                "condition": "C-11 or advanced_security",
                "cite": "Security whitepaper, 7.6",
                "unknown": "no",
            },
        ),
    ),
    "a key that every station needs since it has profile 2": (
        {"AdditionalRootCertificateCheck": None},
        {},
        {"CK-10": ERROR},
        (
            "CK-10",
            "missing.key",
            {"key": "AdditionalRootCertificateCheck", "cite": "Security whitepaper, 7.1", "unknown": "no"},
        ),
    ),
    "a required key is there under a misspelt name": (
        {"ResetRetries": None, "ResetRetires": ("1", False)},
        {},
        {"CK-10": ERROR, "CK-18": WARNING},
        (
            "CK-10",
            "missing.key",
            {
                "key": "ResetRetries",
                "profile": "Core",
                "cite": "OCPP 1.6 edition 2, 9.1.22",
                "unknown": "no",
                "meant": "ResetRetires",
            },
        ),
    ),
    # CK-11: keys without a value
    "a boolean is empty": (
        {"LocalPreAuthorize": ""},
        {},
        {"CK-11": ERROR},
        ("CK-11", "key.empty", {"key": "LocalPreAuthorize", "value": "empty", "type": "true or false"}),
    ),
    "a number has no value at all": (
        {"ResetRetries": (None, False)},
        {},
        {"CK-11": ERROR},
        ("CK-11", "key.empty", {"key": "ResetRetries", "value": "none", "type": "a whole number"}),
    ),
    "a list has no value at all": (
        {"StopTxnSampledData": (None, False)},
        {},
        {"CK-11": ERROR},
        ("CK-11", "key.empty", {"key": "StopTxnSampledData", "value": "none", "type": "a list with commas"}),
    ),
    # CK-12: accessibility
    "a limit is writable": (
        {"MeterValuesSampledDataMaxLength": ("10", False)},
        {},
        {"CK-12": ERROR},
        (
            "CK-12",
            "key.access",
            {
                "key": "MeterValuesSampledDataMaxLength",
                "reported": "writable",
                "access": "read-only",
                "cite": "OCPP 1.6 edition 2, 9.1.18",
            },
        ),
    ),
    "a setting is read-only": (
        {"HeartbeatInterval": ("300", True)},
        {},
        {"CK-12": ERROR},
        (
            "CK-12",
            "key.access",
            {
                "key": "HeartbeatInterval",
                "reported": "read-only",
                "access": "writable",
                "cite": "OCPP 1.6 edition 2, 9.1.10",
            },
        ),
    ),
    "a write-only key is read-only": (
        {"AuthorizationKey": ("", True)},
        {},
        {"CK-12": ERROR},
        (
            "CK-12",
            "key.access",
            {
                "key": "AuthorizationKey",
                "reported": "read-only",
                "access": "write-only",
                "cite": "Security whitepaper, 7.2",
            },
        ),
    ),
    "unlocking is read-only as the PICS says, though the cable is not fixed": (
        {UNLOCK: ("true", True)},
        {"C-10": "Yes"},
        {"CK-12": WARNING},
        (
            "CK-12",
            "key.access",
            {
                "key": "UnlockConnectorOnEVSideDisconnect",
                "reported": "read-only",
                "access": "writable",
                "cite": "OCPP 1.6 edition 2, 9.1.33; errata 4.0, 3.83",
            },
        ),
    ),
    # CK-13 and CK-14: types
    "a boolean is a word": (
        {"LocalPreAuthorize": "maybe"},
        {},
        {"CK-13": ERROR},
        ("CK-13", "value.not-boolean", {"key": "LocalPreAuthorize", "value": "maybe"}),
    ),
    "a number is a word": (
        {"ResetRetries": "three"},
        {},
        {"CK-13": ERROR},
        ("CK-13", "value.not-integer", {"key": "ResetRetries", "value": "three"}),
    ),
    "a number has a fraction": (
        {"ResetRetries": "1.5"},
        {},
        {"CK-13": ERROR},
        ("CK-13", "value.not-integer", {"key": "ResetRetries", "value": "1.5"}),
    ),
    "a boolean in capitals": (
        {"LocalPreAuthorize": "TRUE"},
        {},
        {"CK-14": WARNING},
        ("CK-14", "key.other-form", {"key": "LocalPreAuthorize", "differences": "“TRUE” is read as true"}),
    ),
    "a boolean as 0": (
        {"LocalPreAuthorize": "0"},
        {},
        {"CK-14": WARNING},
        ("CK-14", "key.other-form", {"key": "LocalPreAuthorize", "differences": "“0” is read as false"}),
    ),
    "a number with a fraction of nothing": (
        {"ResetRetries": "1.0"},
        {},
        {"CK-14": WARNING},
        ("CK-14", "key.other-form", {"key": "ResetRetries", "differences": "“1.0” is read as 1"}),
    ),
    "a number with spaces": (
        {"ResetRetries": " 1 "},
        {},
        {"CK-14": WARNING},
        ("CK-14", "key.other-form", {"key": "ResetRetries", "differences": "“ 1 ” is read as 1"}),
    ),
    "a list with spaces": (
        {"MeterValuesSampledData": "SoC, Voltage"},
        {},
        {"CK-14": WARNING},
        (
            "CK-14",
            "key.other-form",
            {"key": "MeterValuesSampledData", "differences": "there are spaces between the entries"},
        ),
    ),
    "a list with semicolons": (
        {"MeterValuesSampledData": "SoC;Voltage"},
        {},
        {"CK-14": WARNING},
        (
            "CK-14",
            "key.other-form",
            {
                "key": "MeterValuesSampledData",
                "differences": "the entries are separated by another character than a comma",
            },
        ),
    ),
    "a list with an empty entry": (
        {"MeterValuesSampledData": "SoC,,Voltage"},
        {},
        {"CK-14": WARNING},
        ("CK-14", "key.other-form", {"key": "MeterValuesSampledData", "differences": "an entry is empty"}),
    ),
    "a list with an entry twice": (
        {"MeterValuesSampledData": "SoC,SoC"},
        {},
        {"CK-14": WARNING},
        ("CK-14", "key.other-form", {"key": "MeterValuesSampledData", "differences": "an entry occurs twice"}),
    ),
    "a measurand in capitals": (
        {"MeterValuesSampledData": "VOLTAGE.l1"},
        {},
        {"CK-14": WARNING},
        (
            "CK-14",
            "key.other-form",
            {"key": "MeterValuesSampledData", "differences": "“VOLTAGE.l1” is read as Voltage.L1"},
        ),
    ),
    "rate units by their unit": (
        {RATE_UNIT: "A,W"},
        {},
        {"CK-14": WARNING},
        (
            "CK-14",
            "key.other-form",
            {
                "key": "ChargingScheduleAllowedChargingRateUnit",
                "differences": "“A” is read as Current; “W” is read as Power",
            },
        ),
    ),
    # CK-15: ranges
    "a negative number": (
        {"ResetRetries": "-1"},
        {},
        {"CK-15": ERROR},
        ("CK-15", "key.too-small", {"key": "ResetRetries", "value": "-1", "minimum": "0"}),
    ),
    "a security profile that does not exist": (
        {"SecurityProfile": "4"},
        {},
        {"CK-15": ERROR, "P-52": ERROR},
        ("CK-15", "key.too-large", {"key": "SecurityProfile", "value": "4", "maximum": "3"}),
    ),
    "a light brighter than full": (
        {"LightIntensity": ("101", False)},
        {},
        {"CK-15": ERROR},
        ("CK-15", "key.too-large", {"key": "LightIntensity", "value": "101", "maximum": "100"}),
    ),
    # CK-16 and CK-17: lists
    "a measurand of the vendor's own": (
        {"MeterValuesSampledData": "Energy.Total"},
        {},
        {"CK-16": WARNING},
        ("CK-16", "key.unknown-entries", {"key": "MeterValuesSampledData", "entries": ("“Energy.Total”",)}),
    ),
    "a phase rotation without connector": (
        {"ConnectorPhaseRotation": "RST"},
        {},
        {"CK-16": WARNING},
        ("CK-16", "key.unknown-entries", {"key": "ConnectorPhaseRotation", "entries": ("“RST”",)}),
    ),
    "a phase that there is not": (
        {"MeterValuesSampledData": "Voltage.L4,Voltage.L1"},
        {},
        {"CK-16": WARNING},
        (
            "CK-16",
            "key.unknown-entries",
            {"key": "MeterValuesSampledData", "entries": ("“Voltage.L4” (the phase “L4”)",)},
        ),
    ),
    "a phase behind the longest measurand, in other capitals": (
        {"MeterValuesSampledData": "energy.active.import.register.L1-PE"},
        {},
        {"CK-16": WARNING},
        (
            "CK-16",
            "key.unknown-entries",
            {
                "key": "MeterValuesSampledData",
                "entries": ("“energy.active.import.register.L1-PE” (the phase “L1-PE”)",),
            },
        ),
    ),
    "a measurand that there is not, of a phase that there is": (
        {"MeterValuesSampledData": "Heat.L1-N"},
        {},
        {"CK-16": WARNING},
        (
            "CK-16",
            "key.unknown-entries",
            {"key": "MeterValuesSampledData", "entries": ("“Heat.L1-N” (the measurand “Heat”)",)},
        ),
    ),
    "a phase rotation that there is not": (
        {"ConnectorPhaseRotation": "0.RST, 1.RSR"},
        {},
        {"CK-16": WARNING},
        ("CK-16", "key.unknown-entries", {"key": "ConnectorPhaseRotation", "entries": ("“1.RSR” (the part “RSR”)",)}),
    ),
    "a feature profile of another OCPP": (
        {
            PROFILES: (
                "Core,FirmwareManagement,LocalAuthListManagement,Reservation,SmartCharging,RemoteTrigger,ISO15118",
                True,
            )
        },
        {},
        {"CK-16": WARNING},
        ("CK-16", "key.unknown-entries", {"key": "SupportedFeatureProfiles", "entries": ("“ISO15118”",)}),
    ),
    "more measurands than the station allows": (
        {"StopTxnSampledData": "SoC,Voltage", "StopTxnSampledDataMaxLength": "1"},
        {"StopTxnSampledDataMaxLength": 1},
        {"CK-17": ERROR},
        (
            "CK-17",
            "key.too-long",
            {"key": "StopTxnSampledData", "entries": 2, "length": "StopTxnSampledDataMaxLength", "longest": "1"},
        ),
    ),
    # CK-18 and CK-19: spelling
    "an unknown key is a misspelt standard one": (
        {"LightIntensty": ("50", False)},
        {},
        {"CK-18": WARNING},
        ("CK-18", "key.misspelt", {"key": "LightIntensity", "name": "LightIntensty", "also": "no"}),
    ),
    "a misspelt key beside the right one": (
        {"HeartbeatIntervall": ("300", False)},
        {},
        {"CK-18": WARNING},
        ("CK-18", "key.misspelt", {"key": "HeartbeatInterval", "name": "HeartbeatIntervall", "also": "yes"}),
    ),
    "a key in other capitals": (
        {"HeartbeatInterval": None, "HeartBeatInterval": ("300", False)},
        {},
        {"CK-19": WARNING},
        ("CK-19", "key.other-case", {"key": "HeartbeatInterval", "name": "HeartBeatInterval"}),
    ),
    # CK-20 and CK-21: secrets
    "the authorization key can be read": (
        {"AuthorizationKey": ("correct horse battery", False)},
        {},
        {"CK-20": ERROR, "CK-21": NOTE},
        ("CK-20", "key.readable", {"key": "AuthorizationKey"}),
    ),
    "a vendor's secret is held back": (
        {"ExProxyPassword": ("correct horse battery", False)},
        {},
        {"CK-21": NOTE},
        ("CK-21", "configuration.secrets", {"keys": ("ExProxyPassword",)}),
    ),
    # CK-24 to CK-26: features
    "a feature that the PICS claims is not there": (
        {"AuthorizationCacheEnabled": None},
        {},
        {"CK-24": ERROR},
        ("CK-24", "relation.not-reported", {"key": "AuthorizationCacheEnabled", "item": "C-04", "answer": "Yes"}),
    ),
    "a feature that the PICS claims is switched off for good": (
        {"AllowOfflineTxForUnknownId": ("false", True)},
        {},
        {"CK-12": ERROR, "CK-24": ERROR},
        ("CK-24", "relation.read-only-false", {"key": "AllowOfflineTxForUnknownId", "item": "C-02", "answer": "Yes"}),
    ),
    "a feature that the PICS denies is there": (
        {},
        {"C-03": "No"},
        {"CK-25": WARNING},
        ("CK-25", "relation.reported", {"key": "MaxEnergyOnInvalidId", "item": "C-03", "answer": "No"}),
    ),
    "reservations are claimed and not supported": (
        {PROFILES: WITHOUT(",Reservation", "")},
        {},
        {"CK-24": ERROR},
        (
            "CK-24",
            "relation.value",
            {
                "key": "SupportedFeatureProfiles",
                "value": "Core, FirmwareManagement, LocalAuthListManagement, SmartCharging and RemoteTrigger",
                "item": "R-0",
                "answer": "Yes",
            },
        ),
    ),
    "the local list is denied and supported": (
        {},
        {"LA-0": "No", "LocalAuthListMaxLength": None, "SendLocalListMaxLength": None},
        {"CK-24": ERROR, "CK-23": NOTE},
        (
            "CK-24",
            "relation.value",
            {
                "key": "SupportedFeatureProfiles",
                "value": ALL_PROFILES,
                "item": "LA-0",
                "answer": "No",
            },
        ),
    ),
    "remote trigger is claimed and not supported": (
        {PROFILES: WITHOUT(",RemoteTrigger", "")},
        {},
        {"CK-24": ERROR},
        (
            "CK-24",
            "relation.value",
            {
                "key": "SupportedFeatureProfiles",
                "value": "Core, FirmwareManagement, LocalAuthListManagement, Reservation and SmartCharging",
                "item": "RT-0",
                "answer": "Yes",
            },
        ),
    ),
    "smart charging is claimed and not supported": (
        {PROFILES: WITHOUT(",SmartCharging", "")},
        {},
        {"CK-24": ERROR},
        (
            "CK-24",
            "relation.value",
            {
                "key": "SupportedFeatureProfiles",
                "value": "Core, FirmwareManagement, LocalAuthListManagement, Reservation and RemoteTrigger",
                "item": "smart_charging",
                "answer": "Yes",
            },
        ),
    ),
    "smart charging is supported and not claimed": (
        {},
        {"smart_charging": "No"},
        {"CK-26": NOTE},
        (
            "CK-26",
            "relation.value",
            {
                "key": "SupportedFeatureProfiles",
                "value": ALL_PROFILES,
                "item": "smart_charging",
                "answer": "No",
            },
        ),
    ),
    "connector 0 can be reserved, says the PICS alone": (
        {"ReserveConnectorZeroSupported": "false"},
        {},
        {"CK-24": ERROR},
        ("CK-24", "relation.read-only-false", {"key": "ReserveConnectorZeroSupported", "item": "R-1", "answer": "Yes"}),
    ),
    "connector 0 can be reserved, says the station alone": (
        {},
        {"R-1": "No"},
        {"CK-24": ERROR},
        (
            "CK-24",
            "relation.other-value",
            {
                "key": "ReserveConnectorZeroSupported",
                "value": "true",
                "expected": "false",
                "item": "R-1",
                "answer": "No",
            },
        ),
    ),
    "only amperes, though the PICS says both": (
        {RATE_UNIT: "Current"},
        {},
        {"CK-24": ERROR},
        (
            "CK-24",
            "relation.value",
            {"key": "ChargingScheduleAllowedChargingRateUnit", "value": "Current", "item": "SC-1", "answer": "Both"},
        ),
    ),
    "both, though the PICS says amperes": (
        {},
        {"SC-1": "A"},
        {"CK-24": ERROR},
        (
            "CK-24",
            "relation.value",
            {
                "key": "ChargingScheduleAllowedChargingRateUnit",
                "value": "Current and Power",
                "item": "SC-1",
                "answer": "A",
            },
        ),
    ),
    "watts, as the PICS says, but the station has amperes": (
        {RATE_UNIT: "Current"},
        {"SC-1": "W"},
        {"CK-24": ERROR},
        (
            "CK-24",
            "relation.value",
            {"key": "ChargingScheduleAllowedChargingRateUnit", "value": "Current", "item": "SC-1", "answer": "W"},
        ),
    ),
    # CK-27 to CK-29: limits
    "a limit is another": (
        {"ChargingScheduleMaxPeriods": "12"},
        {},
        {"CK-27": ERROR},
        ("CK-27", "relation.value", {"key": "ChargingScheduleMaxPeriods", "value": "12", "answer": "24"}),
    ),
    "fewer transfer protocols": (
        {"SupportedFileTransferProtocols": "HTTPS,FTP"},
        {},
        {"CK-27": ERROR},
        (
            "CK-27",
            "relation.value",
            {"key": "SupportedFileTransferProtocols", "value": "HTTPS and FTP", "answer": "http, https, ftp and ftps"},
        ),
    ),
    "a limit that the station does not report": (
        {"StopTransactionMaxMeterValues": None},
        {},
        {"CK-28": WARNING},
        ("CK-28", "relation.not-reported", {"key": "StopTransactionMaxMeterValues", "answer": "50"}),
    ),
    "a setting is another": (
        {"WebSocketPingInterval": "60"},
        {},
        {"CK-29": WARNING},
        ("CK-29", "relation.value", {"key": "WebSocketPingInterval", "value": "60", "answer": "30"}),
    ),
    "an interval below the smallest": (
        {"MeterValueSampleInterval": "4"},
        {},
        {"CK-29": WARNING},
        (
            "CK-29",
            "relation.value",
            {
                "key": "MeterValueSampleInterval",
                "value": "4",
                "item": "MeterValueSampleInterval.minimum",
                "answer": "5",
            },
        ),
    ),
    "an interval above the largest": (
        {"HeartbeatInterval": "86401"},
        {},
        {"CK-29": WARNING},
        (
            "CK-29",
            "relation.value",
            {"key": "HeartbeatInterval", "value": "86401", "item": "HeartbeatInterval.maximum", "answer": "86400"},
        ),
    ),
    # CK-30 and CK-31: hardware
    "unlocking can be switched on with a fixed cable": (
        {},
        {"fixed_cable": "Yes"},
        {"CK-30": WARNING},
        (
            "CK-30",
            "relation.access",
            {
                "key": "UnlockConnectorOnEVSideDisconnect",
                "access": "writable",
                "value": "true",
                "item": "fixed_cable",
                "answer": "Yes",
            },
        ),
    ),
    "one connector, though the PICS says several": (
        {"NumberOfConnectors": "1"},
        {},
        {"CK-31": WARNING},
        (
            "CK-31",
            "relation.value",
            {"key": "NumberOfConnectors", "value": "1", "item": "connectors", "answer": "multiple"},
        ),
    ),
    "two connectors, though the PICS says one": (
        {},
        {"connectors": "single"},
        {"CK-31": WARNING},
        (
            "CK-31",
            "relation.other-value",
            {"key": "NumberOfConnectors", "value": "2", "expected": "1", "item": "connectors", "answer": "single"},
        ),
    ),
    # P-09: what happens on disconnect
    "stopping on disconnect is fixed, though the PICS says it is not": (
        {DISCONNECT: ("true", True)},
        {},
        {"P-09": ERROR},
        (
            "P-09",
            "relation.access",
            {
                "key": "StopTransactionOnEVSideDisconnect",
                "access": "read-only",
                "value": "true",
                "item": "C-06",
                "answer": "Both",
            },
        ),
    ),
    "stopping on disconnect can be changed, though the PICS says always": (
        {},
        {"C-06": "Yes"},
        {"P-09": ERROR},
        (
            "P-09",
            "relation.access",
            {
                "key": "StopTransactionOnEVSideDisconnect",
                "access": "writable",
                "value": "true",
                "item": "C-06",
                "answer": "Yes",
            },
        ),
    ),
    "never stopping on disconnect, though the PICS says always": (
        {DISCONNECT: ("false", True)},
        {"C-06": "Yes"},
        {"P-09": ERROR},
        (
            "P-09",
            "relation.read-only-false",
            {"key": "StopTransactionOnEVSideDisconnect", "item": "C-06", "answer": "Yes"},
        ),
    ),
    "always stopping on disconnect, though the PICS says never": (
        {DISCONNECT: ("true", True)},
        {"C-06": "No"},
        {"P-09": ERROR},
        (
            "P-09",
            "relation.access",
            {
                "key": "StopTransactionOnEVSideDisconnect",
                "access": "read-only",
                "value": "true",
                "item": "C-06",
                "answer": "No",
            },
        ),
    ),
    "stopping on disconnect is not reported": (
        {DISCONNECT: None},
        {},
        {"P-09": ERROR},
        (
            "P-09",
            "relation.not-reported",
            {"key": "StopTransactionOnEVSideDisconnect", "item": "C-06", "answer": "Both"},
        ),
    ),
    "unlocking can be changed, though the PICS says always": (
        {},
        {"C-10": "Yes"},
        {"P-09": ERROR},
        (
            "P-09",
            "relation.access",
            {
                "key": "UnlockConnectorOnEVSideDisconnect",
                "access": "writable",
                "value": "true",
                "item": "C-10",
                "answer": "Yes",
            },
        ),
    ),
    "unlocking is fixed, though the PICS says it is not": (
        {UNLOCK: ("false", True)},
        {},
        {"P-09": ERROR, "CK-12": ERROR},
        (
            "P-09",
            "relation.access",
            {
                "key": "UnlockConnectorOnEVSideDisconnect",
                "access": "read-only",
                "value": "false",
                "item": "C-10",
                "answer": "Configurable",
            },
        ),
    ),
    # P-52, P-53, P-67
    "delivered with a higher security profile": (
        {"SecurityProfile": "2"},
        {},
        {"P-52": ERROR},
        (
            "P-52",
            "relation.other-value",
            {"key": "SecurityProfile", "value": "2", "expected": "1", "item": "C-11", "answer": "Yes"},
        ),
    ),
    "delivered with profile 1, which the PICS denies": (
        {},
        {"C-11": "No"},
        {"P-52": ERROR},
        (
            "P-52",
            "relation.other-value",
            {"key": "SecurityProfile", "value": "1", "expected": "2", "item": "C-11", "answer": "No"},
        ),
    ),
    "delivered without any security": (
        {"SecurityProfile": "0"},
        {},
        {"P-52": ERROR},
        (
            "P-52",
            "relation.other-value",
            {"key": "SecurityProfile", "value": "0", "expected": "1", "item": "C-11", "answer": "Yes"},
        ),
    ),
    "a status duration that is not 0 at delivery": (
        {"MinimumStatusDuration": "5"},
        {"MinimumStatusDuration": None},
        {"P-53": ERROR, "CK-23": NOTE},
        (
            "P-53",
            "relation.other-value",
            {"key": "MinimumStatusDuration", "value": "5", "expected": "0", "item": "C-05", "answer": "Yes"},
        ),
    ),
    "more keys than may be asked for": (
        {"GetConfigurationMaxKeys": "20"},
        {"GetConfigurationMaxKeys": 20},
        {"P-67": WARNING},
        ("P-67", "key.fewer-than-reported", {"key": "GetConfigurationMaxKeys", "value": "20", "count": 45}),
    ),
}


@pytest.mark.parametrize(("changes", "pics", "expected", "message"), CASES.values(), ids=CASES)
def test_a_station_with_one_thing_changed(changes, pics, expected, message):
    made = findings(changes, pics)
    assert {finding.code: finding.severity for finding in made} == expected
    assert message in [(finding.code, *said(finding)) for finding in made]


def keys_in(sentence: Sentence) -> set[str]:
    """The keys of a sentence and of those within it."""
    return {sentence.key}.union(*(keys_in(part) for part in sentence.arguments.values() if isinstance(part, Sentence)))


def test_every_message_is_made_from_some_configuration():
    made = [finding for changes, pics, _, _ in CASES.values() for finding in findings(changes, pics)]
    made += findings(None, {"C-04": None})
    made += findings({"ResetRetries": "0123456789abcdef0123456789abcdef"})
    made += check(read([[2, "7", "GetConfiguration", {"key": ["HeartbeatInterval"]}], [3, "7", payload()]]))
    keys = set().union(*(keys_in(finding.message) for finding in made if isinstance(finding.message, Sentence)))
    subjects = ("why", "missing", "key", "configuration", "relation", "pics")
    expected = {key for key in words_of(EVIDENCE).keys if key.partition(".")[0] in subjects}
    assert expected - keys == {"relation.open"}, "which is within a list of details"


def test_every_finding_of_the_edition_has_a_case():
    made = {code for _, _, expected, _ in CASES.values() for code in expected} | {"CK-22"}
    assert made == set(key_table(edition()).findings) | {"P-53"}


SILENT = {
    "what the errata made optional": ({DISCONNECT: None}, {"C-06": "No"}),
    "stopping on disconnect as the station likes": ({DISCONNECT: ("true", True)}, {"C-06": "Yes"}),
    "an interval of 0, which switches the function off": (
        {"MeterValueSampleInterval": "0", "HeartbeatInterval": "0"},
        {},
    ),
    "an empty list of measurands": ({"MeterValuesAlignedData": ""}, {}),
    "spaces where the standard writes them itself": ({"ConnectorPhaseRotation": "1.RST, 2.STR"}, {}),
    "a feature that both deny": ({"MaxEnergyOnInvalidId": None}, {"C-03": "No"}),
    "a cache that is switched off for good and denied": ({"ReserveConnectorZeroSupported": "false"}, {"R-1": "No"}),
    "protocols in another order and in small letters": ({"SupportedFileTransferProtocols": "HTTPS,HTTP,FTPS,FTP"}, {}),
    "a fixed cable and unlocking read-only false": ({UNLOCK: ("false", True)}, {"fixed_cable": "Yes", "C-10": "No"}),
    "an authorization key without its value": ({"AuthorizationKey": ("", False)}, {}),
    "an authorization key behind asterisks": ({"AuthorizationKey": ("********", False)}, {}),
    "a vendor's keys that only resemble standard ones": (
        {
            "ExHeartbeatInterval": ("1", False),
            "SecurityProfileFallback": ("0", False),
            "MeterValuesSignedData": ("x", False),
            "LightIntensity2": ("9", False),
        },
        {},
    ),
}


@pytest.mark.parametrize(("changes", "pics"), SILENT.values(), ids=SILENT)
def test_nothing_is_found_in(changes, pics):
    assert codes(findings(changes, pics)) == []


def test_an_unanswered_item_is_compared_with_nothing_and_told():
    made = findings(None, {"C-04": None, "ChargingScheduleMaxPeriods": None})
    assert codes(made) == ["CK-23"]
    details = "C-04 (AuthorizationCacheEnabled is true); ChargingScheduleMaxPeriods (ChargingScheduleMaxPeriods is 24)"
    assert said(made[0]) == ("configuration.not-compared", {"details": details})
    assert made[0].items == ("C-04", "ChargingScheduleMaxPeriods")


def test_a_value_that_cannot_be_read_is_compared_with_nothing_and_is_an_error():
    assert codes(findings({"ChargingScheduleMaxPeriods": "many"})) == ["CK-13"]


def test_a_value_that_looks_like_a_secret_was_not_read_and_is_an_error():
    made = findings({"ResetRetries": "0123456789abcdef0123456789abcdef"})
    assert codes(made) == ["CK-13", "CK-21"]
    assert said(made[0]) == ("key.secret", {"key": "ResetRetries", "type": "a whole number"})


def test_a_name_of_an_operator_that_looks_like_a_secret_is_only_held_back():
    assert codes(findings({"CpoName": ("user=x", False)})) == ["CK-21"]


def test_both_reports_of_a_key_have_to_be_right():
    keys = [
        {"configurationKey": [{"key": "NumberOfConnectors", "readonly": True, "value": value} for value in ("2", "1")]}
    ]
    made = check(read(keys))
    assert {"CK-01", "CK-31"} <= set(codes(made))


def test_a_station_that_was_asked_for_some_keys_only_is_not_fully_read():
    frames = [[2, "7", "GetConfiguration", {"key": ["HeartbeatInterval"]}], [3, "7", payload()]]
    assert codes(check(read(frames))) == ["CK-22"]


def test_a_key_that_the_station_says_it_does_not_know_is_missing():
    made = findings({"ResetRetries": None}, unknown=["ResetRetries"])
    assert codes(made) == ["CK-10"]
    assert said(made[0])[1]["unknown"] == "yes"


def test_a_finding_stands_at_its_key_and_names_the_place_in_the_pics():
    made = findings({"ChargingScheduleMaxPeriods": "12"})
    assert made[0].where is not None
    assert made[0].where.file == "dump.json"
    line = dump({"ChargingScheduleMaxPeriods": "12"}).decode().splitlines()[made[0].where.line]
    assert "ChargingScheduleMaxPeriods" in line
    assert "(ac-socket.yaml, line 63)" in made[0].message
    assert made[0].items == ("ChargingScheduleMaxPeriods",)
    assert findings({"NumberOfConnectors": "1"})[0].items == ("connectors", "NumberOfConnectors")
    assert findings({"ResetRetries": None})[0].items == ("ResetRetries",)


def test_a_csms_has_no_configuration_keys():
    with pytest.raises(CertkitError, match="has no configuration keys"):
        check(read(dump()), name="full-csms")


def test_a_software_stack_is_checked_as_a_station():
    assert codes(findings(None, {"dut": "Charging Station Software Stack"})) == []


def test_findings_come_in_the_order_of_the_file():
    made = findings(
        {"AuthorizeRemoteTxRequests": "X", "ResetRetries": "X", "SecurityProfile": "X", "ConnectionTimeOut": None}
    )
    lines = [finding.where.line if finding.where else None for finding in made]
    assert lines[3] is None
    assert lines[:3] == sorted(line or 0 for line in lines[:3])


def test_the_check_needs_nothing_but_what_it_is_given():
    configuration = read(dump())
    assert check(configuration) == check(replace(configuration))


def test_a_document_attests_what_the_edition_says_of_a_finding_without_the_detail():
    (made,) = findings({"ResetRetries": None})
    title = key_table(edition()).findings["CK-10"].message
    assert made.sentence.key == "finding.edition"
    assert made.sentence.arguments == {"title": title, "items": ("ResetRetries",)}
    (of_reader,) = read([{"key": "ResetRetries", "value": "1"}]).findings
    assert (of_reader.sentence.key, of_reader.sentence.arguments) == ("finding.CK-04", {"items": ()})
