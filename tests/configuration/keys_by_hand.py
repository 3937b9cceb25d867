"""The configuration keys of OCPP 1.6, by hand: edition 2 (chapter 9), its errata 4.0 and the security whitepaper.

Key, section, required and accessibility before the errata, the same since the errata, type, unit. R read-only, W
write-only, RW both, ? read-only or writable as the station likes; req required, opt optional, - not there yet. This
list knows nothing of certkit's and is not corrected by copying from it.
"""

CORE = """
AllowOfflineTxForUnknownId        9.1.1   opt RW  opt RW  boolean -
AuthorizationCacheEnabled         9.1.2   opt RW  opt RW  boolean -
AuthorizeRemoteTxRequests         9.1.3   req ?   req ?   boolean -
BlinkRepeat                       9.1.4   opt RW  opt RW  integer times
ClockAlignedDataInterval          9.1.5   req RW  req RW  integer seconds
ConnectionTimeOut                 9.1.6   req RW  req RW  integer seconds
ConnectorPhaseRotation            9.1.7   req RW  req RW  list    -
ConnectorPhaseRotationMaxLength   9.1.8   opt R   opt R   integer -
GetConfigurationMaxKeys           9.1.9   req R   req R   integer -
HeartbeatInterval                 9.1.10  req RW  req RW  integer seconds
LightIntensity                    9.1.11  opt RW  opt RW  integer %
LocalAuthorizeOffline             9.1.12  req RW  req RW  boolean -
LocalPreAuthorize                 9.1.13  req RW  req RW  boolean -
MaxEnergyOnInvalidId              9.1.14  opt RW  opt RW  integer Wh
MeterValuesAlignedData            9.1.15  req RW  req RW  list    -
MeterValuesAlignedDataMaxLength   9.1.16  opt R   opt R   integer -
MeterValuesSampledData            9.1.17  req RW  req RW  list    -
MeterValuesSampledDataMaxLength   9.1.18  opt R   opt R   integer -
MeterValueSampleInterval          9.1.19  req RW  req RW  integer seconds
MinimumStatusDuration             9.1.20  opt RW  opt RW  integer seconds
NumberOfConnectors                9.1.21  req R   req R   integer -
ResetRetries                      9.1.22  req RW  req RW  integer times
StopTransactionOnEVSideDisconnect 9.1.23  req RW  opt ?   boolean -
StopTransactionOnInvalidId        9.1.24  req RW  req RW  boolean -
StopTxnAlignedData                9.1.25  req RW  req RW  list    -
StopTxnAlignedDataMaxLength       9.1.26  opt R   opt R   integer -
StopTxnSampledData                9.1.27  req RW  req RW  list    -
StopTxnSampledDataMaxLength       9.1.28  opt R   opt R   integer -
SupportedFeatureProfiles          9.1.29  req R   req R   list    -
SupportedFeatureProfilesMaxLength 9.1.30  opt R   opt R   integer -
TransactionMessageAttempts        9.1.31  req RW  req RW  integer times
TransactionMessageRetryInterval   9.1.32  req RW  req RW  integer seconds
UnlockConnectorOnEVSideDisconnect 9.1.33  req RW  req RW  boolean -
WebSocketPingInterval             9.1.34  opt RW  opt RW  integer seconds
MessageTimeout                    3.82    -   -   opt RW  integer seconds
StopTransactionMaxMeterValues     3.89    -   -   opt R   integer -
"""

FIRMWARE_MANAGEMENT = """
SupportedFileTransferProtocols    3.88    -   -   opt R   list    -
"""

LOCAL_AUTH_LIST_MANAGEMENT = """
LocalAuthListEnabled              9.2.1   req RW  req RW  boolean -
LocalAuthListMaxLength            9.2.2   req R   req R   integer -
SendLocalListMaxLength            9.2.3   req R   req R   integer -
"""

RESERVATION = """
ReserveConnectorZeroSupported     9.3.1   opt R   opt R   boolean -
"""

SMART_CHARGING = """
ChargeProfileMaxStackLevel              9.4.1  req R  req R  integer -
ChargingScheduleAllowedChargingRateUnit 9.4.2  req R  req R  list    -
ChargingScheduleMaxPeriods              9.4.3  req R  req R  integer -
ConnectorSwitch3to1PhaseSupported       9.4.4  opt R  opt R  boolean -
MaxChargingProfilesInstalled            9.4.5  req R  req R  integer -
"""

SECURITY = """
AdditionalRootCertificateCheck    7.1     opt R   opt R   boolean -
AuthorizationKey                  7.2     opt W   opt W   string  -
CertificateSignedMaxChainSize     7.3     opt R   opt R   integer characters
CertificateStoreMaxLength         7.4     opt R   opt R   integer -
CpoName                           7.5     opt RW  opt RW  string  -
SecurityProfile                   7.6     opt RW  opt RW  integer -
"""

BY_PROFILE = {
    "Core": CORE,
    "FirmwareManagement": FIRMWARE_MANAGEMENT,
    "LocalAuthListManagement": LOCAL_AUTH_LIST_MANAGEMENT,
    "Reservation": RESERVATION,
    "SmartCharging": SMART_CHARGING,
    "Security": SECURITY,
}

CHANGED_BY_ERRATA = {
    "ClockAlignedDataInterval": "3.75",
    "ConnectionTimeOut": "3.76",
    "StopTransactionOnEVSideDisconnect": "3.79",
    "SupportedFeatureProfilesMaxLength": "3.80",
    "UnlockConnectorOnEVSideDisconnect": "3.83",
    "ChargingScheduleAllowedChargingRateUnit": "3.86",
}
"""Key -> the section of the errata about it."""

ASKED_BY_THE_FORM = {
    "C-02": "AllowOfflineTxForUnknownId",
    "C-03": "MaxEnergyOnInvalidId",
    "C-04": "AuthorizationCacheEnabled",
    "C-05": "MinimumStatusDuration",
    "C-06": "StopTransactionOnEVSideDisconnect",
    "C-10": "UnlockConnectorOnEVSideDisconnect",
    "C-11": "SecurityProfile",
    "R-0": "SupportedFeatureProfiles",
    "R-1": "ReserveConnectorZeroSupported",
    "SC-1": "ChargingScheduleAllowedChargingRateUnit",
    "LA-0": "SupportedFeatureProfiles",
    "RT-0": "SupportedFeatureProfiles",
    "core": "SupportedFeatureProfiles",
    "smart_charging": "SupportedFeatureProfiles",
    "fixed_cable": "UnlockConnectorOnEVSideDisconnect",
    "connectors": "NumberOfConnectors",
    "GetConfigurationMaxKeys": "GetConfigurationMaxKeys",
    "MeterValuesAlignedDataMaxLength": "MeterValuesAlignedDataMaxLength",
    "MeterValuesSampledDataMaxLength": "MeterValuesSampledDataMaxLength",
    "MeterValueSampleInterval.minimum": "MeterValueSampleInterval",
    "MeterValueSampleInterval.maximum": "MeterValueSampleInterval",
    "HeartbeatInterval.minimum": "HeartbeatInterval",
    "HeartbeatInterval.maximum": "HeartbeatInterval",
    "StopTransactionMaxMeterValues": "StopTransactionMaxMeterValues",
    "StopTxnAlignedDataMaxLength": "StopTxnAlignedDataMaxLength",
    "StopTxnSampledDataMaxLength": "StopTxnSampledDataMaxLength",
    "WebSocketPingInterval": "WebSocketPingInterval",
    "LocalAuthListMaxLength": "LocalAuthListMaxLength",
    "SendLocalListMaxLength": "SendLocalListMaxLength",
    "ChargeProfileMaxStackLevel": "ChargeProfileMaxStackLevel",
    "ChargingScheduleMaxPeriods": "ChargingScheduleMaxPeriods",
    "MaxChargingProfilesInstalled": "MaxChargingProfilesInstalled",
    "MinimumStatusDuration": "MinimumStatusDuration",
    "SupportedFileTransferProtocols": "SupportedFileTransferProtocols",
    "CertificateSignedMaxChainSize": "CertificateSignedMaxChainSize",
    "CertificateStoreMaxLength": "CertificateStoreMaxLength",
}
"""Item of the PICS -> the key that shows whether it is right."""


def rows():
    """Each key as a tuple of texts, its profile first."""
    for profile, text in BY_PROFILE.items():
        for line in text.split("\n"):
            if line:
                yield (profile, *line.split())


STATIONS = ("Charging Station", "Charging Station Software Stack")

BOUNDS = {
    "LightIntensity": (0, 100),
    "GetConfigurationMaxKeys": (1, None),
    "NumberOfConnectors": (1, None),
    "CertificateSignedMaxChainSize": (1, 10000),
    "CertificateStoreMaxLength": (1, None),
    "SecurityProfile": (0, 3),
}
"""Of the integers; every other one counts something, and is 0 or more."""

MEASURANDS = """
Current.Export Current.Import Current.Offered
Energy.Active.Export.Register Energy.Active.Import.Register Energy.Reactive.Export.Register
Energy.Reactive.Import.Register Energy.Active.Export.Interval Energy.Active.Import.Interval
Energy.Reactive.Export.Interval Energy.Reactive.Import.Interval
Frequency Power.Active.Export Power.Active.Import Power.Factor Power.Offered Power.Reactive.Export
Power.Reactive.Import RPM SoC Temperature Voltage
"""
"""Edition 2, 7.31."""

LISTS = {
    "MeterValuesAlignedData": MEASURANDS,
    "MeterValuesSampledData": MEASURANDS,
    "StopTxnAlignedData": MEASURANDS,
    "StopTxnSampledData": MEASURANDS,
    "SupportedFeatureProfiles": """
        Core FirmwareManagement LocalAuthListManagement RemoteTrigger Reservation SmartCharging
    """,
    "SupportedFileTransferProtocols": "FTP FTPS HTTP HTTPS",
    "ChargingScheduleAllowedChargingRateUnit": "Current Power",
}
"""Key -> what its list may have in it. To a measurand the name of a phase may be added."""

ROTATIONS = "NotApplicable Unknown RST RTS SRT STR TRS TSR"
NO_ROTATIONS = ("RST", "1.", ".RST", "1.RSR", "1.rst", "x.RST", "1RST", "1.RST2", "-1.RST", "1,RST", "1.Not")
"""ConnectorPhaseRotation, 9.1.7: the connector's number, a dot, and one of these; the standard's example has spaces."""

LENGTHS = (
    "ConnectorPhaseRotation MeterValuesAlignedData MeterValuesSampledData StopTxnAlignedData StopTxnSampledData "
    "SupportedFeatureProfiles"
)
"""Lists with a key of their own for their greatest length, which is called as they are with MaxLength behind it."""

CONDITIONS = {
    "Core": "always",
    "FirmwareManagement": "always",
    "LocalAuthListManagement": "LA-0",
    "Reservation": "R-0",
    "SmartCharging": "smart_charging",
    "Security": "always",
    "AdditionalRootCertificateCheck needed": "always",
    "SecurityProfile needed": "C-11 or advanced_security",
    "UnlockConnectorOnEVSideDisconnect read_only": "fixed_cable",
}
"""When a station has a profile (A.1); must have an optional key all the same; has a writable key that is read-only."""

RELATIONS = """
AllowOfflineTxForUnknownId | C-02 | CK-24 | Yes: present
AllowOfflineTxForUnknownId | C-02 | CK-25 | No: absent
AuthorizationCacheEnabled | C-04 | CK-24 | Yes: present
AuthorizationCacheEnabled | C-04 | CK-25 | No: absent
MaxEnergyOnInvalidId | C-03 | CK-24 | Yes: present
MaxEnergyOnInvalidId | C-03 | CK-25 | No: absent
MinimumStatusDuration | C-05 | CK-24 | Yes: present
MinimumStatusDuration | C-05 | CK-25 | No: absent
MinimumStatusDuration | C-05 | P-53 | Yes: =0
MinimumStatusDuration | MinimumStatusDuration | CK-29 | equals
GetConfigurationMaxKeys | GetConfigurationMaxKeys | CK-27 | equals
HeartbeatInterval | HeartbeatInterval.minimum | CK-29 | at_least off 0
HeartbeatInterval | HeartbeatInterval.maximum | CK-29 | at_most
MeterValueSampleInterval | MeterValueSampleInterval.minimum | CK-29 | at_least off 0
MeterValueSampleInterval | MeterValueSampleInterval.maximum | CK-29 | at_most
MeterValuesAlignedDataMaxLength | MeterValuesAlignedDataMaxLength | CK-27 | equals
MeterValuesSampledDataMaxLength | MeterValuesSampledDataMaxLength | CK-27 | equals
StopTxnAlignedDataMaxLength | StopTxnAlignedDataMaxLength | CK-27 | equals
StopTxnSampledDataMaxLength | StopTxnSampledDataMaxLength | CK-27 | equals
NumberOfConnectors | connectors | CK-31 | single: =1; multiple: from 2
StopTransactionMaxMeterValues | StopTransactionMaxMeterValues | CK-27 | equals
StopTransactionOnEVSideDisconnect | C-06 | P-09 | Yes: present R =true; No: R =false; Both: present RW
UnlockConnectorOnEVSideDisconnect | C-10 | P-09 | Yes: R =true; No: R =false; Configurable: RW
UnlockConnectorOnEVSideDisconnect | fixed_cable | CK-30 | Yes: R =false
SupportedFeatureProfiles | core | CK-24 | Yes: with Core; No: without Core
SupportedFeatureProfiles | R-0 | CK-24 | Yes: with Reservation; No: without Reservation
SupportedFeatureProfiles | LA-0 | CK-24 | Yes: with LocalAuthListManagement; No: without LocalAuthListManagement
SupportedFeatureProfiles | RT-0 | CK-24 | Yes: with RemoteTrigger; No: without RemoteTrigger
SupportedFeatureProfiles | smart_charging | CK-24 | Yes: with SmartCharging
SupportedFeatureProfiles | smart_charging | CK-26 | No: without SmartCharging
WebSocketPingInterval | WebSocketPingInterval | CK-29 | equals
SupportedFileTransferProtocols | SupportedFileTransferProtocols | CK-27 | same_names
LocalAuthListMaxLength | LocalAuthListMaxLength | CK-27 | equals
SendLocalListMaxLength | SendLocalListMaxLength | CK-27 | equals
ReserveConnectorZeroSupported | R-1 | CK-24 | Yes: present =true; No: =false
ChargeProfileMaxStackLevel | ChargeProfileMaxStackLevel | CK-27 | equals
ChargingScheduleAllowedChargingRateUnit | SC-1 | CK-24 | A: with Current without Power; W: with Power without Current; Both: with Current with Power
ChargingScheduleMaxPeriods | ChargingScheduleMaxPeriods | CK-27 | equals
MaxChargingProfilesInstalled | MaxChargingProfilesInstalled | CK-27 | equals
CertificateSignedMaxChainSize | CertificateSignedMaxChainSize | CK-27 | equals
CertificateStoreMaxLength | CertificateStoreMaxLength | CK-27 | equals
SecurityProfile | C-11 | P-52 | Yes: =1; No: =2
"""  # noqa: E501
"""Key, item of the PICS, finding if they differ, and what each answer expects of the key (4.2, Appendix A)."""

KINDS = {
    "C": "CK-12 CK-13 CK-15 CK-17 CK-20 CK-24 CK-27 P-09 P-52",
    "I": "CK-10 CK-11 CK-22",
    "S": "CK-14 CK-16 CK-18 CK-19 CK-25 CK-28 CK-29 CK-30 CK-31 P-67",
    "N": "CK-21 CK-23 CK-26",
}
"""Contradiction, incomplete, looks wrong, note -> findings."""
