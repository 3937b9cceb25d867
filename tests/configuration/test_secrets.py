"""No secret is in anything that certkit makes of a configuration, whatever its key is called and wherever it stands."""

import json
import pickle
import string

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from certkit.configuration.derive import extract
from certkit.configuration.read_keys import key_table
from certkit.configuration.write import write_extract_text
from certkit.errors import CertkitError
from certkit.formats.json_document import write_document
from certkit.text.secrets import Secret, secret_in
from tests.configuration.stations import GOOD, check, entries, read
from tests.rules.devices import edition

NAMES = [
    "AuthorizationKey", "authorizationKey", "AUTHORIZATION_KEY", "AuthorisationKey", "ExAuthKey", "BasicAuthPassword",
    "ex.enc.PortalPassword", "PortalEnrollmentToken", "TruststorePassword", "KeyStorePassword", "keystorepwd",
    "PaymentTerminalPwd", "GsmApn", "GsmAPN", "apnInfo", "APNUsername", "GsmSimPin", "SIMPIN", "SimIccid", "simPUK",
    "CardPin", "WifiPassphrase", "WPA2PSK", "wifi_psk", "WiFiKey", "ApiKey", "API_KEY", "ClientSecret", "PrivateKey",
    "MasterKeyHex", "DefaultTokenID", "FreeModeRFID", "FreeIdTag", "ProxyUser", "ProxyUserName", "LoginName", "Imsi",
    "Authentication", "Passwort", "PassWord", "AccessKey1",
]  # fmt: skip

NOT_SECRET = [
    ("HeartbeatInterval", "300"), ("LocalAuthListMaxLength", "10000"), ("GetConfigurationMaxKeys", "12345"),
    ("AuthorizationCacheEnabled", "true"), ("AuthorizeRemoteTxRequests", "TRUE"), ("PublicKey", "04ab"),
    ("KeypadEnabled", "true"), ("AuthorizationModeOnline", "FirstLocal"), ("CertificateStoreMaxLength", "10000"),
    ("Mapping", "1"), ("BypassMode", "2"), ("RfidEndianness", "big-endian"), ("KeystorePath", ""),
    ("ServerURL", "wss://ocpp.example.org/ex-22"), ("SupportedFeatureProfiles", "Core,FirmwareManagement"),
    ("MeterValuesSampledData", "Energy.Active.Import.Register,Current.Import.L1"), ("CpoName", "Example Charging"),
]  # fmt: skip

SHAPES = [
    "wss://ex22:hunter2!!@ocpp.example.org/",
    "https://example.org/fw?user=a&password=hunter2",
    "apn=internet.example;user=x",
    "-----BEGIN EC PRIVATE KEY-----\nMHcCAQEE\n-----END EC PRIVATE KEY-----",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abcdefgh",
    "Basic ZXgyMjpodW50ZXIy",
    "Bearer 0123456789abcdef",
    "4f43415f4f4354545f61646d696e5f74657374",
    "c3VwZXJTZWNyZXQ0MlN1cGVyU2VjcmV0NDI5OTk=",
    'token: "abc"',
]


@pytest.mark.parametrize("name", NAMES)
def test_a_value_is_a_secret_by_its_name(name):
    assert secret_in(name, "tr0ub4dor") is Secret.HELD_BACK


@pytest.mark.parametrize(("name", "value"), NOT_SECRET)
def test_a_value_is_no_secret(name, value):
    assert secret_in(name, value) is None


@pytest.mark.parametrize("value", SHAPES)
def test_a_value_is_a_secret_by_its_shape_under_any_name(value):
    assert secret_in("ExLedColour", value) is Secret.HELD_BACK


def test_no_standard_key_but_one_is_a_secret_by_its_name():
    values = ("true", "FALSE", "", "0", "300", "10000", "Current,Power", "maybe", "1.RST, 2.RST", "many words here")
    named = {name for name in key_table(edition()).keys for value in values if secret_in(name, value)}
    assert named == {"AuthorizationKey"}


@pytest.mark.parametrize("value", ["********", "••••", "<redacted>", "(hidden)", "xxxxxxxx"])
def test_what_the_station_itself_hides_was_not_given_away(value):
    assert secret_in("AuthorizationKey", value) is Secret.STARRED


def test_a_name_with_characters_that_cannot_be_printed_is_not_trusted():
    assert secret_in("Authe\ntication", "hunter2") is Secret.HELD_BACK


@pytest.mark.parametrize("value", ["", " ", ",,"])
def test_what_is_empty_was_not_given_away(value):
    assert secret_in("apnInfo", value) is Secret.EMPTY


def test_a_value_that_is_far_too_long_is_held_back_whole():
    assert secret_in("ExBanner", "harmless " * 400) is Secret.HELD_BACK


def everything_made_of(content: bytes) -> bytes:
    """All that any later stage or writer can see: the objects themselves, what they print, and every document."""
    try:
        configuration = read(content)
    except CertkitError as error:
        return (str(error) + repr(error.__dict__)).encode()
    found = check(configuration)
    made = extract(configuration, edition())
    seen = [pickle.dumps([configuration, found, made]), repr([configuration, found, made]).encode()]
    seen += [configuration.sha256.encode(), str(configuration.names).encode()]
    return b"\n".join([*seen, write_document(made), write_extract_text(made).encode()])


def in_any_form(secret: str) -> set[bytes]:
    """The secret as it would stand in output: as text, and escaped in JSON or by Python."""
    escaped = json.dumps(secret)[1:-1]
    return {form.encode() for form in (secret, escaped, repr(secret)[1:-1])}


characters = st.text(string.ascii_letters + string.digits + "!#$%&()*+-./:;<=>?@^_{|}~", min_size=4, max_size=60)
secrets = characters.map(lambda text: f"qZ7x{text}")  # so that no word of certkit's own is one
around = st.sampled_from(["", "user:", "wss://ex22:", "{"])


@settings(max_examples=150, deadline=None)
@given(
    secret=secrets, name=st.sampled_from(NAMES), echo=st.sampled_from(list(GOOD)), begin=around, as_log=st.booleans()
)
@example(secret="correcthorsebattery", name="AuthorizationKey", echo="CpoName", begin="", as_log=False)
def test_a_secret_is_nowhere_even_if_it_stands_under_a_second_key(secret, name, echo, begin, as_log):
    assume(secret_in(name, secret) is Secret.HELD_BACK)
    keys = [
        *entries({"ExSecond": (f"{begin}{secret}", False), echo: None}),
        {"key": name, "readonly": False, "value": secret},
        {"key": echo, "readonly": False, "value": secret},
    ]
    assume(not any(secret in str(entry.get("value")) for entry in entries()))
    content = json.dumps({"configurationKey": keys})
    if as_log:
        content = f'2026-03-02 EX-22: receive message [3,"1",{content}]\n'
    seen = everything_made_of(content.encode())
    assert not any(form in seen for form in in_any_form(secret))


@settings(max_examples=100, deadline=None)
@given(
    secret=secrets,
    name=st.sampled_from(NAMES),
    cut=st.integers(0, 400),
    junk=st.sampled_from(['"', "}", "\\", "\n", "NaN"]),
)
def test_a_secret_is_not_in_the_error_of_a_damaged_file(secret, name, cut, junk):
    keys = json.dumps({"configurationKey": [{"key": name, "readonly": False, "value": secret}, *entries()[:3]]})
    content = keys[:cut] + junk + keys[cut:]
    assume(secret_in(name, secret) is Secret.HELD_BACK and secret in content and f'"{name}"' in content)
    seen = everything_made_of(content.encode())
    assert not any(form in seen for form in in_any_form(secret))


def test_the_digest_does_not_depend_on_a_secret():
    digests = {
        read([{"key": "AuthorizationKey", "readonly": False, "value": value}]).sha256
        for value in ("one secret", "another")
    }
    assert len(digests) == 1


def test_two_secrets_for_one_key_are_told_without_either():
    keys = [{"key": "ProxyPassword", "readonly": False, "value": value} for value in ("first secret", "second secret")]
    configuration = read(keys)
    assert [finding.code for finding in configuration.findings] == ["CK-01"]
    assert "secret" not in str(configuration.findings[0].message).replace("ProxyPassword", "")


def test_a_value_of_another_type_is_a_secret_too():
    configuration = read([{"key": "CardPin", "readonly": False, "value": 48151623}])
    assert configuration.entries[0].secret is Secret.HELD_BACK
    assert b"48151623" not in pickle.dumps(configuration)
