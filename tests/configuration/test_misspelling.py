"""Which unknown keys are taken for misspelt standard ones, and which for the vendor's own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certkit.configuration.read_keys import key_table
from certkit.text.misspelling import misspelt
from tests.rules.devices import edition

KEYS = sorted(key_table(edition()).keys)

SLIPS = {
    "HeartbeatIntervall": "HeartbeatInterval",
    "Heartbeat_Interval": "HeartbeatInterval",
    "heartbeat-interval": "HeartbeatInterval",
    "HaertbeatInterval": "HeartbeatInterval",
    "MeterValuesSampleInterval": "MeterValueSampleInterval",
    "MeterValueSampledInterval": "MeterValueSampleInterval",
    "AuthorizationCacheEnable": "AuthorizationCacheEnabled",
    "SupportedFeatureProfile": "SupportedFeatureProfiles",
    "ReserveConnectorZeroSupport": "ReserveConnectorZeroSupported",
    "LocalPreAuthorise": "LocalPreAuthorize",
    "ResetRetires": "ResetRetries",
    "NumberOfConnector": "NumberOfConnectors",
    "ChargingScheduleMaxPeriod": "ChargingScheduleMaxPeriods",
    "UnlockConnectorOnEVSideDisconect": "UnlockConnectorOnEVSideDisconnect",
}

OWN = [
    "PortalWebSocketPingInterval", "ExHeartbeatInterval", "HeartbeatNoOfRetries", "HeartbeatInterval2",
    "SecurityProfileFallback", "MeterValuesSignedData", "MeterValuesExternalData", "StartTxnSampledData",
    "LocalAuthorizeOnline", "LightIntensity1", "SampledDataSignReadings", "ISO15118PnCEnabled", "MaxConnectors",
    "ConnectorSwitchPhaseSource", "AmountConnectors", "CpoName2", "AuthorizationEnabled", "TimeZone",
]  # fmt: skip


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_is_recognized(name):
    assert misspelt(name, KEYS) == SLIPS[name]


@pytest.mark.parametrize("name", OWN)
def test_a_key_of_the_vendors_own_is_left_alone(name):
    assert misspelt(name, KEYS) == ""


def test_no_standard_key_is_a_slip_of_another():
    for key in KEYS:
        assert misspelt(key, [other for other in KEYS if other != key]) == ""


@given(st.sampled_from(KEYS), st.data())
def test_a_key_with_one_letter_dropped_within_a_word_is_recognized(key, data):
    inner = [at for at, c in enumerate(key) if c.islower() and at > 0]
    at = data.draw(st.sampled_from(inner))
    if len(key) > 10:
        assert misspelt(key[:at] + key[at + 1 :], KEYS) == key


@given(st.text(max_size=200))
def test_any_name_can_be_asked_about(name):
    assert misspelt(name, KEYS) in ("", *KEYS)
