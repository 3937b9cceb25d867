"""The words of every code of certkit recertify, each once, and those of changes."""

import pytest

from certkit.edition.rulebook import load_edition
from certkit.messages import EVIDENCE, codes_of, finding, words_of

DOCUMENT = "certificate CERT-1"
CHANGE = words_of(EVIDENCE).sentence("change.key", {"old": "1", "new": "2"})
MESSAGES: dict[str, tuple[dict, str]] = {
    "IM-01.certificate": (
        {"document": DOCUMENT, "names": ("model", "version")},
        "certificate CERT-1 covers this device: model and version are the same",
    ),
    "IM-01.other": (
        {"document": "test report TR-1", "names": ("version",)},
        "test report TR-1 is on exactly this device (version is the same), but only a certificate covers a device"
        " (give the certificate)",
    ),
    "IM-02.certificate": (
        {"document": DOCUMENT, "names": ("version",)},
        "certificate CERT-1 does not cover this device: version is different",
    ),
    "IM-02.other": (
        {"document": "test report TR-1", "names": ("version",)},
        "test report TR-1 is on another device: version is different",
    ),
    "IM-03.certificate": (
        {"document": DOCUMENT, "names": ("hardware",)},
        "it is not known whether certificate CERT-1 covers this device: hardware is not known",
    ),
    "IM-03.other": (
        {"document": "test report TR-1", "names": ("hardware",)},
        "it is not known whether test report TR-1 is on this device: hardware is not known",
    ),
    "IM-05": (
        {"document": DOCUMENT},
        "no result of certificate CERT-1 counts for a new certificate: "
        "certkit assess and certkit certify do not use it",
    ),
    "IM-10.changed": ({"item": "C-06", "old": "Both", "new": "No"}, "C-06 changed from “Both” to “No”"),
    "IM-10.added": ({"item": "C-06", "new": "No"}, "C-06 was not answered, and is now “No”"),
    "IM-10.removed": ({"item": "C-06", "old": "Both"}, "C-06 was “Both”, and is not answered now"),
    "IM-11": ({"name": "Key", "change": CHANGE, "names": ("C-04",)}, "“Key” was “1” and is “2”, as C-04 changed"),
    "IM-12": (
        {"name": "Key", "change": CHANGE, "names": ("C-04",)},
        "“Key” was “1” and is “2”, but no answer about it changed (C-04)",
    ),
    "IM-13": (
        {"count": 2, "names": ("C-04", "C-06")},
        "2 answers changed (C-04, C-06), but the firmware image is the same",
    ),
    "IM-14": ({"version": "1.0"}, "the firmware image is another one, but the version is still “1.0”"),
    "IM-15": (
        {"old": "1.0", "new": "1.1"},
        "the version changed from “1.0” to “1.1”, but the firmware image is the same",
    ),
    "IM-16.changed": (
        {"field": "version", "old": ("1.0",), "new": ("1.1",)},
        "the version in the BootNotifications changed from “1.0” to “1.1”, but the record does not state another one",
    ),
    "IM-16.added": (
        {"field": "version", "new": ("1.1",)},
        "the BootNotifications name the version “1.1”, which they did not name before",
    ),
    "IM-16.removed": (
        {"field": "version", "old": ("1.0",)},
        "the BootNotifications do not name the version any more; it was “1.0”",
    ),
    "IM-16.unchanged": (
        {"field": "version", "old": ("1.0",)},
        "the record states another version, but the BootNotifications still name “1.0”",
    ),
    "IM-17.old": (
        {"what": "configuration keys"},
        "the configuration keys cannot be compared: the old document has none",
    ),
    "IM-17.new": (
        {"what": "configuration keys"},
        "the configuration keys cannot be compared: the new record has none that can be read",
    ),
    "IM-18.changed": (
        {"what": "serial number", "old": "1", "new": "2"},
        "the serial number changed from “1” to “2”",
    ),
    "IM-18.added": ({"what": "serial number", "new": "2"}, "the serial number was not stated, and is now “2”"),
    "IM-18.removed": ({"what": "serial number", "old": "1"}, "the serial number was “1”, and is not stated now"),
    "IM-19": (
        {"count": 1, "keys": ("AuthorizationKey",)},
        "1 key holds a secret, whose values cannot be compared: “AuthorizationKey”",
    ),
    "IM-20": ({"status": "optional"}, "the old plan did not require it: it was optional"),
    "IM-21": ({"changes": ("C-06 from “Both” to “No”",)}, "C-06 from “Both” to “No”"),
    "IM-22": ({"changes": ("the reading B-02 from taken to a",)}, "the reading B-02 from taken to a"),
    "IM-23.outcome": (
        {"document": DOCUMENT, "outcome": "waived", "why": CHANGE},
        "its outcome in certificate CERT-1 is waived: was “1” and is “2”",
    ),
    "IM-23.absent": ({"document": DOCUMENT}, "the verdict in certificate CERT-1 does not list it"),
    "IM-24": ({"document": DOCUMENT}, "rule and answers are the same; it passed in certificate CERT-1"),
    "IM-25": ({"names": ("C-04", "C-06")}, "it depends on unanswered items: C-04, C-06"),
    "IM-26": ({"status": "not-applicable"}, "it is not applicable now"),
}
CHANGES: dict[str, tuple[dict, str]] = {
    "change.answer": ({"item": "C-06", "old": "Both", "new": "No"}, "C-06 from “Both” to “No”"),
    "change.answered": ({"item": "C-06", "new": "No"}, "C-06 from no answer to “No”"),
    "change.unanswered": ({"item": "C-06", "old": "Both"}, "C-06 from “Both” to no answer"),
    "change.key": ({"old": "1", "new": "2"}, "was “1” and is “2”"),
    "change.key-added": ({"new": "2"}, "was not reported and is “2”"),
    "change.key-removed": ({"old": "1"}, "was “1” and is not reported"),
    "change.edition": ({"old": "a", "new": "b"}, "the edition from a to b"),
    "change.release": (
        {"old": 1, "new": 2, "old_digest": "a" * 64, "new_digest": "b" * 64},
        "release 1 (aaaaaaaaaaaaaaaa…) to release 2 (bbbbbbbbbbbbbbbb…) of the edition",
    ),
    "change.reading": ({"id": "B-02", "old": "taken", "new": "a"}, "the reading B-02 from taken to a"),
    "change.extract": ({"part": "value", "old": "10", "new": "20"}, "value from “10” to “20”"),
}


@pytest.mark.parametrize("key", MESSAGES)
def test_the_words(key):
    arguments, expected = MESSAGES[key]
    made = finding(key, **arguments)
    hint = f" ({made.hint})" if made.hint != codes_of("recertification")[made.code].hint else ""
    assert f"{made.message}{hint}" == expected


def test_every_message_is_here():
    table = codes_of("recertification")
    assert {f"{code}.{name}".rstrip(".") for code, row in table.items() for name in row.messages} == set(MESSAGES)


@pytest.mark.parametrize("key", CHANGES)
def test_the_words_of_changes(key):
    arguments, expected = CHANGES[key]
    assert words_of(EVIDENCE).sentence(key, arguments) == expected


def test_every_change_is_here():
    assert {key for key in words_of(EVIDENCE).keys if key.startswith("change.")} == set(CHANGES)


def test_the_edition_says_where_the_procedure_says_so():
    without = set(codes_of("recertification")) - set(load_edition().citations)
    assert without == {"IM-18", "IM-19", "IM-22"}, "what is no matter of the procedure"
