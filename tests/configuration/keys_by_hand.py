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
