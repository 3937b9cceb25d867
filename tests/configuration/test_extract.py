"""What a certificate says of a station's configuration keys (7.1.4)."""

import json

from certkit.configuration.derive import Extract, ExtractedKey, extract
from certkit.configuration.read_keys import key_table
from certkit.configuration.write import write_extract_text
from certkit.formats.json_document import write_document
from tests.configuration.stations import dump, read
from tests.rules.devices import edition


def made(changes: dict | None = None) -> Extract:
    return extract(read(dump(changes)), edition())


def row(key: str, changes: dict | None = None) -> ExtractedKey:
    return next(row for row in made(changes).keys if row.key == key)


def test_every_optional_and_every_read_only_key_is_there_and_no_other():
    keys = key_table(edition()).keys.values()
    assert [row.key for row in made().keys] == [key.key for key in keys if not key.required or key.access == "R"]


def test_an_optional_key_is_implemented_or_not():
    assert row("MaxEnergyOnInvalidId").implemented is True
    assert row("BlinkRepeat").implemented is False
    assert row("BlinkRepeat").optional is True


def test_a_key_that_is_never_reported_shows_nothing_by_its_absence():
    assert row("AuthorizationKey").implemented is None
    assert row("AuthorizationKey", {"AuthorizationKey": ("", False)}).implemented is True


def test_a_read_only_key_has_its_value():
    assert row("NumberOfConnectors").values == ("2",)
    assert row("NumberOfConnectors").optional is False
    assert row("CertificateSignedMaxChainSize").unit == "characters"


def test_a_writable_key_has_no_value():
    assert row("MinimumStatusDuration").values == ()


def test_a_key_that_the_station_made_read_only_has_its_value():
    assert row("StopTransactionOnEVSideDisconnect").values == ()
    assert row("StopTransactionOnEVSideDisconnect", {"StopTransactionOnEVSideDisconnect": ("true", True)}).values == (
        "true",
    )
    required = {"AuthorizeRemoteTxRequests": ("true", True)}
    assert row("AuthorizeRemoteTxRequests", required).values == ("true",)


def test_every_row_has_a_description_of_its_own():
    descriptions = [row.description for row in made().keys]
    assert len(set(descriptions)) == len(descriptions)
    assert all(text.endswith(".") and len(text) > 30 for text in descriptions)


def test_a_misspelt_key_is_not_the_standard_one_but_one_in_other_capitals_is():
    assert row("BlinkRepeat", {"BlinkRepeats": ("1", False)}).implemented is False
    assert row("BlinkRepeat", {"blinkrepeat": ("1", False)}).implemented is True


def test_the_extract_for_people():
    text = write_extract_text(made())
    assert text.startswith("dump.json: 17 of 25 optional keys are implemented\n")
    assert "  GetConfigurationMaxKeys: required, implemented, read-only, 50\n" in text
    assert "  BlinkRepeat: optional, not implemented\n    How often the station's lights blink" in text
    assert "  AuthorizationKey: optional, write-only, so it cannot be seen whether it is implemented\n" in text


def test_the_extract_for_programs_has_all_keys_and_no_secret():
    document = json.loads(write_document(made({"ExProxyPassword": ("correct horse", False)})))
    assert document["version"] == 1
    assert document["configuration_sha256"] == made({"ExProxyPassword": ("another", False)}).configuration_sha256
    reported = {entry["key"]: entry for entry in document["reported"]}
    assert reported["ExProxyPassword"] == {
        "key": "ExProxyPassword",
        "value": None,
        "readonly": False,
        "secret": "held back",
    }
    assert reported["HeartbeatInterval"]["value"] == "300"
    keys = {entry["key"]: entry for entry in document["keys"]}
    assert keys["NumberOfConnectors"]["values"] == ["2"]
