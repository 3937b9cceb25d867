"""The names in evidence of the shipped edition, written by hand from the procedure, OCPP 1.6 and the tool's exports."""

STATIONS = (
    "cs", "charging station", "charge point", "chargingstation", "chargepoint", "cp",
    "charging station software stack", "software stack", "sws",
)  # fmt: skip
CENTRAL_SYSTEMS = ("csms", "central system", "charging station management system", "centralsystem")


def evidence_agrees(edition) -> None:
    """The edition's names are those written here."""
    names = edition().evidence
    assert dict(names.sides) == {
        "station": ("CS", "station", STATIONS),
        "csms": ("CSMS", "csms", CENTRAL_SYSTEMS),
    }
    assert names.reset == "000_RESET"
    assert names.boot_notification.firmware_version == "firmwareVersion"
    assert names.boot_notification.product == {"vendor": "chargePointVendor", "model": "chargePointModel"}
    assert names.boot_notification.serials == ("chargePointSerialNumber", "chargeBoxSerialNumber")
    assert (names.firmware_test_case, names.renamed) == ("TC_080", {"TC_044_1": "TC_080"})
    assert (names.profiles_key, names.maximum_key) == ("SupportedFeatureProfiles", "GetConfigurationMaxKeys")
