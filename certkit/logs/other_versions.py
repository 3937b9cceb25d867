"""The requests that OCPP 2.0.1 and 2.1 have and 1.6 has not."""

OTHER_ACTIONS = frozenset(
    {
        *("ClearDisplayMessage", "ClearedChargingLimit", "ClearVariableMonitoring", "CostUpdated"),
        *("CustomerInformation", "GetBaseReport", "GetCertificateStatus", "GetDisplayMessages"),
        *("GetMonitoringReport", "GetReport", "GetTransactionStatus", "GetVariables", "Get15118EVCertificate"),
        *("NotifyChargingLimit", "NotifyCustomerInformation", "NotifyDisplayMessages", "NotifyEVChargingNeeds"),
        *("NotifyEVChargingSchedule", "NotifyEvent", "NotifyMonitoringReport", "NotifyReport", "PublishFirmware"),
        *("PublishFirmwareStatusNotification", "ReportChargingProfiles", "RequestStartTransaction"),
        *("RequestStopTransaction", "ReservationStatusUpdate", "SetDisplayMessage", "SetMonitoringBase"),
        *("SetMonitoringLevel", "SetNetworkProfile", "SetVariableMonitoring", "SetVariables", "TransactionEvent"),
        "UnpublishFirmware",
    }
)
