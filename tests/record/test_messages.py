"""The words of each message about a record, and of what a record shows. Other tests look at codes and arguments."""

import copy
from datetime import UTC, datetime
from typing import Any

import pytest

from certkit.messages import codes_of, live_words
from certkit.network.model import ToolOutput
from certkit.record.check import CHECKS
from certkit.record.derive_network import with_outputs
from certkit.record.requirements import Subject
from certkit.text.sentence import Sentence
from certkit.verdict.read_dossier import held_against
from tests.record.records import REQUIREMENTS, Base, declaration, mobile, of_text, read, shown, station
from tests.record.test_check import decision, incident

FINDINGS = {
    "RC-01.unknown": (
        "record: 1\nzzzz: 1\n",
        "“zzzz” is not a key of a record",
        "correct the name, or move the text to remarks",
    ),
    "RC-01.misspelt": (
        "record: 1\nlabratory: {}\n",
        "“labratory” is not a key of a record",
        "did you mean laboratory?",
    ),
    "RC-01.elsewhere": ("record: 1\nserial: X\n", "“serial” is not a key of a record", "it belongs under device"),
    "RC-02": (
        "record: 1\nutc_offset: CET\n",
        "utc_offset: “CET” is not the offset from UTC, as in +01:00, or Z",
        "the offset from UTC, as in +01:00, or Z is expected",
    ),
    "RC-03.single": (
        "record: 1\nremarks: {a: b}\n",
        "remarks is a group of keys, but text is expected",
        "certkit record new writes a form that shows the shape",
    ),
    "RC-03.group": (
        "record: 1\nsetup: ethernet\n",
        "setup is a single value, but a group of keys is expected",
        "certkit record new writes a form that shows the shape",
    ),
    "RC-03.list": (
        "record: 1\nincidents: {kind: crash}\n",
        "incidents is a group of keys, but a list is expected",
        "certkit record new writes a form that shows the shape",
    ),
    "RC-03.list-of-none": (
        "record: 1\nnetwork: none\n",
        "network is a single value, but a list is expected",
        "write [] if there are none",
    ),
    "RC-04": (
        "record: 1\npics: {file: ../a}\n",
        "pics.file: “../a” leads out of the folder of the record",
        "put the file into the folder of the record, and name it from there",
    ),
    "RC-05.other": (
        "record: 2\n",
        "this is a record of version 2, and certkit knows version 1",
        "use a certkit that knows this version; this one knows version 1",
    ),
    "RC-05.missing": (
        "mode: declaration\n",
        "the record does not say which version of the format it has",
        "begin it with the line record: 1",
    ),
    "RC-06": (
        "record: 1\nedition: other\n",
        "the record is for “other”, but the PICS is for “ocpp-1.6-v2.4”",
        "correct the one that is wrong",
    ),
}


@pytest.mark.parametrize("key", FINDINGS)
def test_the_words_of(key):
    text, words, hint = FINDINGS[key]
    (found,) = held_against(of_text(text), "ocpp-1.6-v2.4").findings
    assert isinstance(found.message, Sentence)
    assert (found.message.key, str(found.message)) == (key, words)
    assert hint in ("", found.hint)


OF_FILES: dict[str, tuple[str, dict[str, Any], str, str | None]] = {
    "RC-07.figure": (
        "{bandwidth: 40, files: [{file: a}]}",
        {"a": {"bandwidth": 11.5}},
        "network[1].bandwidth is 40, but the files say 11.5 kB/s",
        "correct it, or leave it out; certkit reads it from the file",
    ),
    "RC-07.technology": (
        "{technology: 4G, files: [{file: a}]}",
        {"a": {"csq": 20, "technology": "3G"}},
        "network[1].technology is 4G, but a file was measured over 3G",
        "correct it, or leave it out; certkit reads it from the file",
    ),
    "RC-07.time": (
        "{at: 2026-03-03 08:40, files: [{file: a}]}",
        {"a": {"csq": 20, "at": datetime(2026, 3, 3, 12, 0, tzinfo=UTC)}},
        "network[1].at is 2026-03-03 08:40, but a file was measured 2026-03-03 13:00",
        "correct it, or leave it out; certkit reads it from the file",
    ),
    "RC-07.apart": (
        "{files: [{file: a}, {file: b}]}",
        {
            "a": {"csq": 20, "at": datetime(2026, 3, 3, 12, 0, tzinfo=UTC)},
            "b": {"latency": 20, "at": datetime(2026, 3, 3, 13, 0, tzinfo=UTC)},
        },
        "network[1].files are of 2026-03-03 12:00 and of 2026-03-03 13:00, which is not one measurement",
        "write an entry of network for each measurement",
    ),
    "RC-07.repeated": (
        "{files: [{file: a}]}, {files: [{file: a}]}",
        {"a": {"csq": 20}},
        "network[2] names a file that network[1] has, or a copy of it; a file is one measurement",
        "measure again, and name the file of that measurement",
    ),
}


@pytest.mark.parametrize("key", OF_FILES)
def test_the_words_about_files_of_tools(key):
    row, files, words, hint = OF_FILES[key]
    record = of_text(f'record: 1\nutc_offset: "+01:00"\nnetwork: [{row}]\n')
    outputs = {name: ToolOutput(source=name, format="x", **said) for name, said in files.items()}
    (found,) = with_outputs(record, outputs, {}).findings
    assert isinstance(found.message, Sentence)
    assert (found.message.key, str(found.message), found.hint) == (key, words, hint)


def test_every_finding_has_its_words():
    codes = codes_of("record").values()
    keys = {f"{code.code}.{name}" if name else code.code for code in codes for name in code.messages}
    assert keys == {*FINDINGS, *OF_FILES}


def mobile_without(**answers: Any) -> Base:
    return mobile.with_answers(
        dut="Charging Station", performance__communication_technology="mobile network", **answers
    )


SHOWN: dict[str, tuple[Base, dict[str, object], int, str]] = {
    "shown.not-for-device": (station, {}, 19, "does not apply to this device"),
    "shown.answers": (station, {}, 8, "laboratory.authorized_by_oca is Yes"),
    "shown.depends": (
        station.with_answers(dut="Charging Station"),
        {},
        32,
        "may apply; not answered: subtype",
    ),
    "shown.empty": (station, {"laboratory.testers": []}, 47, "laboratory.testers is an empty list"),
    "shown.misread": (
        station,
        {"laboratory.testers": {"a": {"b": ["c"]}}},
        47,
        "laboratory.testers could not be understood",
    ),
    "shown.not-answered": (station, {"laboratory.testers": None}, 47, "laboratory.testers is not answered"),
    "shown.pics-changed": (
        station,
        {"pics.pics_sha256": "0" * 64},
        52,
        "the PICS has the digest 9ed657d5d4996edb…, but another digest was frozen",
    ),
    "shown.frozen": (station, {}, 52, "frozen 2026-03-02 16:30"),
    "shown.instrument": (mobile, {}, 101, "the instruments include Huawei E3372h LTE dongle"),
    "shown.no-instrument": (
        mobile,
        {"laboratory.instruments": ["a dongle"]},
        101,
        "the instruments do not include the required dongle",
    ),
    "shown.incident-lacks": (station, {"incidents": [{}]}, 63, "incident 1 lacks kind, at and description"),
    "shown.noted": (station, {"incidents": [incident()]}, 63, "1 noted"),
    "shown.no-incident": (station, {}, 63, "none happened"),
    "shown.crash-lacks": (
        station,
        {"incidents": [incident(caused_by="laboratory")]},
        60,
        "a crash attributed to the laboratory lacks decided_by",
    ),
    "shown.no-laboratory": (
        declaration,
        {"incidents": [incident(caused_by="laboratory", decided_by="R. Example")]},
        60,
        "a declaration run has no laboratory that could have caused a crash",
    ),
    "shown.no-crash-excused": (station, {}, 60, "no crash is attributed to the laboratory"),
    "shown.incident-is": (station, {"incidents": [incident(kind="defect")]}, 65, "incident 1 is a defect"),
    "shown.incident-not-known": (station, {"incidents": [{}]}, 65, "incident 1 does not say what happened"),
    "shown.none": (station, {}, 65, "no bug is noted"),
    "shown.decision-lacks": (station, {"decisions": [decision(date=None)]}, 50, "decision 1 lacks date"),
    "shown.decision-lacks-names": (
        station,
        {"decisions": [decision(test_cases=None)]},
        50,
        "decision 1 names nothing that it waives",
    ),
    "shown.decision-lacks-also-names": (
        station,
        {"decisions": [{}]},
        50,
        "decision 1 lacks reference, date, ground and what it waives",
    ),
    "shown.no-decision": (station, {}, 50, "no decision was made"),
    "shown.not-measured-before": (
        station,
        {"network": []},
        66,
        "no measurement before the tests has its time, bandwidth and latency",
    ),
    "shown.measured": (station, {}, 66, "measured over ethernet, 2026-03-03 08:40"),
    "shown.over": (station, {"network.0.at": None}, 179, "over ethernet"),
    "shown.over-at": (station, {}, 179, "over ethernet, 2026-03-03 08:40"),
    "shown.mobile-not-measured": (
        mobile,
        {"network.2.phase": "before", "network.3.phase": "before"},
        177,
        "no measurement of a mobile connection during the tests is complete",
    ),
    "shown.measured-before-and-during": (mobile, {}, 177, "measured before and during the tests"),
    "shown.measured-with-not-known": (
        mobile,
        {"network.1.device": None},
        178,
        "a measurement does not name its instrument",
    ),
    "shown.no-measurement": (station, {"network": []}, 179, "no measurement of a connection is noted"),
    "shown.no-mobile-measurement": (mobile, {"network": []}, 178, "no measurement of a mobile connection is noted"),
    "shown.noted-for-each": (mobile, {}, 178, "noted for each measurement"),
    "shown.generations-not-known": (
        mobile_without(),
        {},
        104,
        "the PICS does not say which mobile generations the device uses",
    ),
    "shown.no-generation": (mobile_without(mobile_generations=("5G",)), {}, 104, "the PICS names none of 2G, 3G, 4G"),
    "shown.generations-not-measured": (
        mobile,
        {"network.0.latency": None, "network.2.latency": None},
        104,
        "there is no complete measurement of 2G",
    ),
    "shown.generations-measured": (mobile, {}, 104, "measured: 2G, 4G"),
    "shown.signal-lacks": (mobile, {"network.2.rssi": None}, 106, "a measurement lacks its signal"),
    "shown.figure-lacks": (station, {"network.0.bandwidth": None}, 179, "a measurement lacks its bandwidth"),
    "shown.signal-contradicts": (mobile, {"network.2.csq": 5}, 181, "-75 dBm and CSQ 5 do not agree"),
    "shown.no-measurement-before": (station, {"network": []}, 182, "no measurement before the tests is noted"),
    "shown.poor": (
        station,
        {"network.0.bandwidth": 4},
        182,
        "the connection was poor over ethernet, 2026-03-03 08:40, and nothing is noted about it",
    ),
    "shown.maybe-poor": (
        station,
        {"network.0.bandwidth": None},
        182,
        "the connection may have been poor over ethernet, 2026-03-03 08:40",
    ),
    "shown.improved": (station, {"network.0.bandwidth": 4, "network.0.improved": "moved"}, 182, "noted"),
    "shown.not-poor": (station, {}, 182, "no measurement before the tests was poor"),
    "shown.figure": (station, {}, 179, "11200 kB/s over ethernet, 2026-03-03 08:40"),
}


def sentences_in(sentence: Sentence) -> dict[str, str]:
    """Key and words of a sentence and of those in it."""
    known = {sentence.key: str(sentence)}
    for argument in sentence.arguments.values():
        if isinstance(argument, Sentence):
            known |= sentences_in(argument)
    return known


@pytest.mark.parametrize("key", SHOWN)
def test_what_a_record_shows(key):
    base, changes, number, words = SHOWN[key]
    assert sentences_in(base.shown(changes)[number].message)[key] == words


def test_a_record_whose_statement_cannot_be_read():
    message = shown(read(copy.deepcopy(station.document)), None)[52].message
    assert isinstance(message, Sentence)
    assert (message.key, str(message)) == ("shown.pics-not-readable", "the PICS cannot be read")


def test_a_row_that_is_not_understood():
    record = read(station.changed({"network": ["a text"]}))
    _, message, _ = CHECKS["latency"](Subject(record, station.statement, REQUIREMENTS.limits))
    assert (message.key, str(message)) == ("shown.row-not-understood", "a measurement could not be understood")


def test_every_sentence_has_its_words():
    keys = {key for key in live_words().keys if key.startswith("shown.")}
    assert keys == {*SHOWN, "shown.pics-not-readable", "shown.row-not-understood"}
