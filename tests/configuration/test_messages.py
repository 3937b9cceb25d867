"""The words of every message about a configuration, each once."""

import pytest

from certkit.messages import EVIDENCE, codes_of, finding, words_of
from certkit.text.sentence import Sentence

FINDINGS = {
    "CK-01": (
        {"name": "HeartbeatInterval", "difference": "readonly", "line": "1200"},
        "“HeartbeatInterval” is reported again with another readonly; it is first reported in line 1200",
    ),
    "CK-02.not-a-list": ({"field": "unknownKey"}, "unknownKey is not a list"),
    "CK-02.not-a-name": ({}, "an entry of unknownKey is not a name"),
    "CK-02.not-an-object": (
        {"number": "2"},
        "entry 2 of configurationKey is not an object with key, readonly and value",
    ),
    "CK-02.no-key": ({"number": "2"}, "entry 2 of configurationKey has no key"),
    "CK-02.value": ({"name": "HeartbeatInterval"}, "the value of “HeartbeatInterval” is a list or an object"),
    "CK-02.other-field": (
        {"name": "HeartbeatInterval", "field": "unit"},
        "“HeartbeatInterval” has the field “unit”, which OCPP does not have",
    ),
    "CK-03": (
        {"name": "HeartbeatInterval", "kind": "boolean"},
        "the value of “HeartbeatInterval” is true or false, not a text",
    ),
    "CK-04.missing": ({"name": "HeartbeatInterval"}, "readonly of “HeartbeatInterval” is missing"),
    "CK-04.misspelt": (
        {"name": "HeartbeatInterval", "field": "readOnly"},
        "readonly of “HeartbeatInterval” is missing (name the field readonly, not readOnly)",
    ),
    "CK-04.not-boolean": ({"name": "HeartbeatInterval"}, "readonly of “HeartbeatInterval” is not true or false"),
    "CK-05.key": (
        {"name": "KKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKK", "length": 70},
        "the key “KKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKK…” has 70 characters",
    ),
    "CK-05.value": (
        {"name": "HeartbeatInterval", "most": 500},
        "the value of “HeartbeatInterval” has more than 500 characters",
    ),
    "CK-06.cut": ({}, "an answer to GetConfiguration is cut off or malformed here"),
    "CK-06.not-utf8": ({}, "an answer to GetConfiguration has bytes that are not UTF-8"),
    "CK-06.error": ({}, "the station answered GetConfiguration with an error"),
    "CK-06.no-keys": ({}, "an answer to GetConfiguration has no keys"),
    "CK-06.unanswered": ({}, "this GetConfiguration request has no answer in the file"),
    "CK-08": ({"count": 2}, "this answer with all keys is used; 2 earlier answers are not"),
    "CK-07": ({"count": 12, "stations": ("EX-1", "EX-2")}, "the file has answers of 12 stations: “EX-1”, “EX-2”"),
}
"""Message of the reader -> arguments and words; with the hint where the message has one of its own."""

PART = Sentence("A detail", "detail", {})
KEYS = {
    "why.profile": ({"profile": "Core"}, "required in the feature profile Core"),
    "why.always": ({}, "needed by every station"),
    "why.condition": ({"condition": "C-11 or advanced_security"}, "needed, since C-11 or advanced_security holds"),
    "missing.key": (
        {"key": "ResetRetries", "why": PART, "cite": "9.1.22", "unknown": "yes"},
        "ResetRetries is not reported; it is A detail (9.1.22); the station says that it does not know it",
    ),
    "missing.misspelt": ({"detail": PART, "meant": "ResetRetires"}, "A detail; “ResetRetires” may be meant"),
    "key.missing": ({"detail": PART}, "A detail. TITLE."),
    "key.empty": (
        {"key": "ResetRetries", "value": "none", "type": "a whole number"},
        "ResetRetries has no value, but a whole number is expected. TITLE.",
    ),
    "key.secret": (
        {"key": "ResetRetries", "type": "a whole number"},
        "The value of ResetRetries looks like a secret, but a whole number is expected. TITLE.",
    ),
    "key.readable": ({"key": "AuthorizationKey"}, "AuthorizationKey is reported with its value. TITLE."),
    "key.access": (
        {"key": "HeartbeatInterval", "reported": "read-only", "access": "writable", "cite": "9.1.10"},
        "HeartbeatInterval is reported as read-only, but is writable (9.1.10). TITLE.",
    ),
    "key.wrong-type": ({"key": "ResetRetries", "wrong": PART}, "ResetRetries: A detail. TITLE."),
    "key.other-form": (
        {"key": "StopTxnSampledData", "differences": "an entry is empty; an entry occurs twice"},
        "StopTxnSampledData: an entry is empty; an entry occurs twice. TITLE.",
    ),
    "key.too-small": (
        {"key": "ResetRetries", "value": "-1", "minimum": "0"},
        "ResetRetries is -1, but must be at least 0. TITLE.",
    ),
    "key.too-large": (
        {"key": "LightIntensity", "value": "101", "maximum": "100"},
        "LightIntensity is 101, but must be at most 100. TITLE.",
    ),
    "key.unknown-entries": (
        {"key": "StopTxnSampledData", "entries": ("“Power”", "“Voltage.L4” (the phase “L4”)")},
        "StopTxnSampledData has “Power” and “Voltage.L4” (the phase “L4”), which the standard does not define. TITLE.",
    ),
    "key.too-long": (
        {"key": "StopTxnSampledData", "entries": 2, "length": "StopTxnSampledDataMaxLength", "longest": "1"},
        "StopTxnSampledData has 2 entries, but StopTxnSampledDataMaxLength is 1. TITLE.",
    ),
    "key.other-case": (
        {"key": "HeartbeatInterval", "name": "HeartBeatInterval"},
        "“HeartBeatInterval” is spelled HeartbeatInterval in the standard. TITLE.",
    ),
    "key.misspelt": (
        {"key": "HeartbeatInterval", "name": "HeartbeatIntervall", "also": "yes"},
        "“HeartbeatIntervall” looks like HeartbeatInterval, which is also reported. TITLE.",
    ),
    "key.fewer-than-reported": (
        {"key": "GetConfigurationMaxKeys", "value": "20", "count": 44},
        "GetConfigurationMaxKeys is 20, but 44 keys are reported. TITLE.",
    ),
    "configuration.partial": ({}, "No request in the file asks for all keys. TITLE."),
    "configuration.secrets": (
        {"keys": ("ExPassword", "ExPin")},
        "The values of “ExPassword”, “ExPin” are not shown. TITLE.",
    ),
    "configuration.not-compared": (
        {"details": "C-04 (AuthorizationCacheEnabled is true)"},
        "The PICS does not answer C-04 (AuthorizationCacheEnabled is true). TITLE.",
    ),
    "relation.differs": (
        {"detail": PART, "statement": PART, "place": ("pics.yaml, line 63",)},
        "A detail; A detail (pics.yaml, line 63). TITLE.",
    ),
    "pics.limit": ({"answer": "24"}, "the PICS states 24"),
    "pics.item": ({"item": "C-04", "answer": "Yes"}, "C-04 is answered Yes"),
    "relation.not-reported": ({"key": "ResetRetries"}, "ResetRetries is not reported"),
    "relation.reported": ({"key": "ResetRetries"}, "ResetRetries is reported"),
    "relation.read-only-false": (
        {"key": "ReserveConnectorZeroSupported"},
        "ReserveConnectorZeroSupported is read-only false",
    ),
    "relation.value": ({"key": "NumberOfConnectors", "value": "2"}, "NumberOfConnectors is 2"),
    "relation.other-value": ({"key": "SecurityProfile", "value": "2", "expected": "1"}, "SecurityProfile is 2, not 1"),
    "relation.access": (
        {"key": "UnlockConnectorOnEVSideDisconnect", "access": "writable", "value": "true"},
        "UnlockConnectorOnEVSideDisconnect is writable with the value true",
    ),
    "relation.open": (
        {"item": "C-04", "key": "AuthorizationCacheEnabled", "value": "true"},
        "C-04 (AuthorizationCacheEnabled is true)",
    ),
    "entries.more": ({"finding": PART, "count": 1300}, "A detail; and 1,300 further findings about entries"),
    "value.not-boolean": ({"value": "maybe"}, "“maybe” is neither true nor false"),
    "value.not-integer": ({"value": "three"}, "“three” is not a whole number"),
    "value.read-as": ({"value": "TRUE", "read_as": "true"}, "“TRUE” is read as true"),
    "value.separator": ({}, "the entries are separated by another character than a comma"),
    "value.spaces": ({}, "there are spaces between the entries"),
    "value.empty-entry": ({}, "an entry is empty"),
    "value.repeated-entry": ({}, "an entry occurs twice"),
    "value.unknown": ({"entry": "Heat"}, "“Heat”"),
    "value.unknown-part": (
        {"entry": "Voltage.L4", "kind": "phase", "part": "L4"},
        "“Voltage.L4” (the phase “L4”)",
    ),
}
"""Message about the keys of the standard -> arguments and words. What the edition says of it follows as the title."""
SUBJECTS = ("why", "missing", "key", "configuration", "relation", "pics", "entries", "value")


@pytest.mark.parametrize(("message", "arguments", "words"), [(key, *FINDINGS[key]) for key in FINDINGS], ids=FINDINGS)
def test_the_words_of_a_finding(message, arguments, words):
    made = finding(message, **arguments)
    hint = f" ({made.hint})" if made.hint != codes_of("configuration")[made.code].hint else ""
    assert f"{made.message}{hint}" == words


@pytest.mark.parametrize(("message", "arguments", "words"), [(key, *KEYS[key]) for key in KEYS], ids=KEYS)
def test_the_words_about_keys(message, arguments, words):
    table = words_of(EVIDENCE)
    title = {"title": "TITLE."} if "title" in table.formats(message) else {}
    assert table.sentence(message, arguments | title) == words


def test_every_message_has_its_words_here():
    codes = codes_of("configuration")
    assert set(FINDINGS) == {f"{code}.{name}" if name else code for code, row in codes.items() for name in row.messages}
    assert set(KEYS) == {key for key in words_of(EVIDENCE).keys if key.partition(".")[0] in SUBJECTS}
