"""A station that agrees with its PICS (tests/independent/devices/ac-socket.yaml), to be spoilt one key at a time."""

import json
from io import BytesIO

from certkit.configuration.check import check_configuration
from certkit.configuration.model import Configuration
from certkit.configuration.read import read_configuration
from certkit.finding import Finding
from certkit.text.sentence import Sentence
from tests.rules.devices import device, edition, statement

PICS = "ac-socket"

GOOD: dict[str, tuple[str | None, bool]] = {
    "AllowOfflineTxForUnknownId": ("false", False),
    "AuthorizationCacheEnabled": ("true", False),
    "AuthorizeRemoteTxRequests": ("true", False),
    "ClockAlignedDataInterval": ("900", False),
    "ConnectionTimeOut": ("60", False),
    "ConnectorPhaseRotation": ("0.RST, 1.RST, 2.RST", False),
    "GetConfigurationMaxKeys": ("50", True),
    "HeartbeatInterval": ("300", False),
    "LocalAuthorizeOffline": ("true", False),
    "LocalPreAuthorize": ("false", False),
    "MaxEnergyOnInvalidId": ("0", False),
    "MeterValuesAlignedData": ("Energy.Active.Import.Register", False),
    "MeterValuesAlignedDataMaxLength": ("10", True),
    "MeterValuesSampledData": ("Energy.Active.Import.Register,Voltage.L1-N", False),
    "MeterValuesSampledDataMaxLength": ("10", True),
    "MeterValueSampleInterval": ("60", False),
    "MinimumStatusDuration": ("0", False),
    "NumberOfConnectors": ("2", True),
    "ResetRetries": ("1", False),
    "StopTransactionMaxMeterValues": ("50", True),
    "StopTransactionOnEVSideDisconnect": ("true", False),
    "StopTransactionOnInvalidId": ("true", False),
    "StopTxnAlignedData": ("", False),
    "StopTxnAlignedDataMaxLength": ("10", True),
    "StopTxnSampledData": ("Energy.Active.Import.Register", False),
    "StopTxnSampledDataMaxLength": ("10", True),
    "SupportedFeatureProfiles": (
        "Core,FirmwareManagement,LocalAuthListManagement,Reservation,SmartCharging,RemoteTrigger",
        True,
    ),
    "TransactionMessageAttempts": ("3", False),
    "TransactionMessageRetryInterval": ("30", False),
    "UnlockConnectorOnEVSideDisconnect": ("true", False),
    "WebSocketPingInterval": ("30", False),
    "SupportedFileTransferProtocols": ("FTP,FTPS,HTTP,HTTPS", True),
    "LocalAuthListEnabled": ("true", False),
    "LocalAuthListMaxLength": ("500", True),
    "SendLocalListMaxLength": ("50", True),
    "ReserveConnectorZeroSupported": ("true", True),
    "ChargeProfileMaxStackLevel": ("8", True),
    "ChargingScheduleAllowedChargingRateUnit": ("Current,Power", True),
    "ChargingScheduleMaxPeriods": ("24", True),
    "MaxChargingProfilesInstalled": ("10", True),
    "AdditionalRootCertificateCheck": ("false", True),
    "CertificateSignedMaxChainSize": ("10000", True),
    "CertificateStoreMaxLength": ("10", True),
    "SecurityProfile": ("1", False),
    "ExLedColour": ("blue", False),
}


def entries(changes: dict | None = None) -> list[dict]:
    """The station's keys with some changed: a value, (value, readonly), or None for a key that is not there."""
    keys: dict = dict(GOOD)
    for key, change in (changes or {}).items():
        if change is None:
            keys.pop(key, None)
        elif isinstance(change, tuple):
            keys[key] = change
        else:
            keys[key] = (change, keys.get(key, ("", False))[1])
    return [
        {"key": key, "readonly": readonly, **({} if value is None else {"value": value})}
        for key, (value, readonly) in keys.items()
    ]


def payload(changes: dict | None = None, unknown: list | None = None) -> dict:
    return {"configurationKey": entries(changes), "unknownKey": unknown or []}


def dump(changes: dict | None = None, unknown: list | None = None) -> bytes:
    """A GetConfiguration.conf as a file."""
    return json.dumps(payload(changes, unknown), indent=1).encode()


def read(content: bytes | str | object, **options) -> Configuration:
    """Read a file: its bytes, its text, or what its JSON is."""
    if not isinstance(content, bytes | str):
        content = json.dumps(content)
    raw = BytesIO(content.encode() if isinstance(content, str) else content)
    return read_configuration(raw, "dump.json", edition(), **options)


def findings(
    changes: dict | None = None, pics: dict | None = None, *, unknown: list | None = None
) -> tuple[Finding, ...]:
    """What is found in the station with these changes, and these changes of its PICS."""
    return check(read(dump(changes, unknown)), pics)


def check(configuration: Configuration, pics: dict | None = None, name: str = PICS) -> tuple[Finding, ...]:
    given = device(name)
    if pics is not None:
        given = statement({**given.values, **pics})
    return check_configuration(configuration, given, edition())


def said(finding: Finding) -> tuple[str, dict]:
    """The key of a message and its arguments; with a detail, the key of the detail and the arguments of both."""
    assert isinstance(finding.message, Sentence)
    name, arguments = finding.message.key, {}

    def add(sentence: Sentence) -> None:
        nonlocal name
        for argument, value in sentence.arguments.items():
            if isinstance(value, Sentence):
                name = value.key if argument in ("detail", "wrong") else name
                add(value)
            elif argument not in ("title", "place"):
                arguments[argument] = value

    add(finding.message)
    return name, arguments


def codes(found: tuple[Finding, ...]) -> list[str]:
    return [finding.code for finding in found]
