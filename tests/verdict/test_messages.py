"""The words of each sentence of a verdict. Other tests look at keys and arguments."""

import re
from typing import Any

import pytest

from certkit.messages import live_words, say
from tests.verdict.cases import CERTIFICATION, DECLARATION
from tests.verdict.test_systems import CASES as SYSTEMS

GROUPS = ("run.", "case.", "reason.")
"""The sentences of the table that are a verdict's; the others belong to plans and records."""
FAILURE = say("reason.case", test_case="TC_010", outcome=say("case.failed", start="2026-03-03T09:38:48"))
WORDS: dict[str, tuple[dict[str, Any], str]] = {
    "run.of-device": ({"device": "CSMS"}, "it is for a CSMS"),
    "run.of-protocol": ({"protocol": "ocpp2.0.1"}, "it is for ocpp2.0.1"),
    "run.before-frozen": ({}, "it began before the statement was frozen"),
    "run.before-restart": ({}, "it began before the tests were restarted"),
    "run.no-statement": ({}, "there is no statement"),
    "run.statement-not-frozen": ({}, "the statement is not frozen"),
    "run.statement-changed": ({}, "the statement is not the one that was frozen"),
    "run.maybe-before-frozen": ({}, "it may have begun before the statement was frozen"),
    "run.incident-not-understood": ({}, "an incident that could not be understood may invalidate it"),
    "run.maybe-before-restart": ({}, "it may have begun before the tests were restarted"),
    "run.later-than-now": ({}, "its date is in the future"),
    "run.not-recorded": ({}, "its file does not match the digest in the record"),
    "run.of-something-else": ({}, "its file names another statement or device"),
    "run.typed": ({}, "it was typed, and the record does not say by whom and why"),
    "run.contradicts-itself": ({}, "it contradicts itself about the device"),
    "run.not-in-pics-mode": ({}, "it was not run in PICS mode"),
    "run.maybe-not-in-pics-mode": ({}, "it may not have been run in PICS mode"),
    "run.tool-not-known": ({"what": "version"}, "the record does not name the version of the tool configuration"),
    "run.tool-differs": ({"what": "configuration"}, "it was run with another tool configuration"),
    "run.in-set-up-issue": ({}, "it began during a set-up issue that names its test case"),
    "run.place-not-known": ({}, "its order among the resets is not known"),
    "run.no-reset": ({}, "its file of results has resets, but none directly before it"),
    "run.no-reset-rows": ({}, "its file of results has no rows of resets, so none is shown before it"),
    "run.reset-not-passed": ({}, "the reset before it did not pass"),
    "run.excused": ({}, "attributed to a set-up issue"),
    "case.passed": ({"start": "2026-03-03T12:28:11"}, "passed 2026-03-03 12:28:11"),
    "case.failed": ({"start": "2026-03-03T09:38:48"}, "failed 2026-03-03 09:38:48"),
    "case.failed-then-passed": (
        {"start": "2026-03-03T09:38:48"},
        "failed 2026-03-03 09:38:48; a later pass does not undo a failure",
    ),
    "case.ended": ({"verdict": "inconc", "start": "2026-03-03T09:38:48"}, "inconclusive 2026-03-03 09:38:48"),
    "case.excused": (
        {"verdict": "fail", "start": "2026-03-03T10:27:02"},
        "failed 2026-03-03 10:27:02 during a set-up issue; no later pass counts",
    ),
    "case.pass-does-not-count": (
        {"start": "2026-03-02T16:30:00", "why": say("run.maybe-before-frozen")},
        "passed 2026-03-02 16:30:00, but it may have begun before the statement was frozen",
    ),
    "case.no-result": ({}, "no result"),
    "case.no-result-that-counts": (
        {"why": say("run.before-frozen")},
        "no result that counts: it began before the statement was frozen",
    ),
    "case.lifted": (
        {"decision": "CWG-2026-07", "otherwise": say("case.failed", start="2026-03-03T09:38:48")},
        "waived by decision CWG-2026-07; without it: failed 2026-03-03 09:38:48",
    ),
    "reason.case": (
        {"test_case": "TC_010", "outcome": say("case.failed", start="2026-03-03T09:38:48")},
        "TC_010 failed 2026-03-03 09:38:48",
    ),
    "reason.case-before-incident": (
        {"case": FAILURE, "incident": "door", "kind": "set-up issue", "span": 600.0},
        "TC_010 failed 2026-03-03 09:38:48; incident “door” (set-up issue) began 10 min 0 s after it, and does not "
        "cover it",
    ),
    "reason.case-after-incident": (
        {"case": FAILURE, "incident": "2", "kind": "crash", "span": 3600.0},
        "TC_010 failed 2026-03-03 09:38:48; incident “2” (crash) ended 1 h 0 min before it, and does not cover it",
    ),
    "reason.case-within-incident": (
        {"case": FAILURE, "incident": "2", "kind": "set-up issue"},
        "TC_010 failed 2026-03-03 09:38:48; incident “2” (set-up issue) lasted at that time, but does not cover it",
    ),
    "reason.case-has": ({"test_case": "TC_010", "outcome": say("case.no-result")}, "TC_010 has no result"),
    "reason.case-excused": (
        {"test_case": "TC_003", "verdict": "fail", "start": "2026-03-03T10:27:02"},
        "TC_003 failed 2026-03-03 10:27:02, attributed to a set-up issue",
    ),
    "reason.case-not-required": (
        {"test_case": "TC_030", "status": "optional", "outcome": say("case.failed", start="2026-03-03T09:54:56")},
        "TC_030 is optional: failed 2026-03-03 09:54:56",
    ),
    "reason.cases-no-result": (
        {"test_cases": ("TC_001", "TC_002", "TC_003", "TC_004_1", "TC_004_2")},
        "5 test cases have no result: TC_001, TC_002, TC_003 and 2 more",
    ),
    "reason.cases-no-result-that-counts": (
        {"test_cases": ("TC_002", "TC_005_1", "TC_010", "TC_011_1", "TC_011_2"), "why": say("run.before-restart")},
        "5 test cases have no result that counts (it began before the tests were restarted): "
        "TC_002, TC_005_1, TC_010 and 2 more",
    ),
    "reason.cases-passes-do-not-count": (
        {
            "test_cases": ("TC_001", "TC_002", "TC_004_1", "TC_004_2", "TC_068"),
            "why": say("run.tool-not-known", what="version"),
        },
        "5 passes do not count (the record does not name the version of the tool "
        "configuration): TC_001, TC_002, TC_004_1 and 2 more",
    ),
    "reason.resets-not-made": ({}, "the record says that not every test had a reset before it"),
    "reason.resets-not-shown": ({}, "neither the results nor the record show a reset before every test"),
    "reason.finding": (
        {"code": "PC-01", "finding": say("finding.edition", title="the row does not fit", items=("C-06",))},
        "PC-01: the row does not fit (C-06)",
    ),
    "reason.no-statement": ({}, "the record names no statement"),
    "reason.statement-not-readable": (
        {"problem": "there is no such file"},
        "the statement cannot be read: there is no such file",
    ),
    "reason.statement-not-frozen": ({"missing": "digest"}, "the digest of the frozen statement is missing"),
    "reason.statement-changed": (
        {
            "file": "pics.yaml",
            "digest": "d62996798ef7c46c87b53ce99d56ccac85f7e070d3e823e9c0e449dc2a593a4e",
            "frozen": "52ea71effee918b197e25240b2aaf3a09a82a55b2ffcc709d35977e75ced9e56",
        },
        "the digest of pics.yaml is d62996798ef7c46c…, but 52ea71effee918b1… was frozen",
    ),
    "reason.statement-has-errors": (
        {"count": 2, "code": "PC-01", "finding": say("finding.edition", title="the row does not fit", items=("C-06",))},
        "2 errors, the first: PC-01: the row does not fit (C-06)",
    ),
    "reason.plan-open": (
        {"test_cases": ("TC_003", "TC_004_1", "TC_004_2", "TC_068", "TC_069"), "items": ("C-07",)},
        "5 test cases depend on unanswered items: C-07",
    ),
    "reason.mode-not-answered": ({}, "mode is not answered"),
    "reason.report-is-another-file": (
        {"role": "declaration report", "file": "report.pdf", "other": "pics.yaml"},
        "declaration report report.pdf is the same file as pics.yaml",
    ),
    "reason.file-empty": ({"role": "results", "file": "results.json"}, "results results.json is empty"),
    "reason.file-not-readable": (
        {"role": "results", "file": "results.json", "problem": "there is no such file"},
        "results results.json: there is no such file",
    ),
    "reason.file-without-digest": (
        {"role": "results", "file": "results.json"},
        "results results.json has no digest in the record",
    ),
    "reason.file-changed": (
        {
            "role": "results",
            "file": "results.json",
            "digest": "51b6560b795b78894f935e2293d04433a1acea3078fdde66553b6654584c3790",
            "recorded": "96fd015b34938e358163115e3941cde6366a593d842eef0957e01a0ce38900c5",
        },
        "results results.json has the digest 51b6560b795b7889…, but the record has 96fd015b34938e35…",
    ),
    "reason.requirements-not-known": ({}, "the edition does not say what the record has to show"),
    "reason.requirement": (
        {
            "shown": say("shown.incident-lacks", number=1, missing=("description",)),
            "title": "Issues are noted, each with its class and time",
        },
        "incident 1 lacks description (Issues are noted, each with its class and time)",
    ),
    "reason.requirements": (
        {
            "shown": say("shown.not-answered", items=("decisions",)),
            "title": "Decisions of the Compliance Working Group have reference, date, ground, and what they lift",
            "more": 1,
        },
        "decisions is not answered (Decisions of the Compliance Working Group have reference, "
        "date, ground, and what they lift and 1 more)",
    ),
    "reason.dated-later": (
        {"field": "pics.verified_on", "dated": "2199-03-02"},
        "pics.verified_on is in the future: 2199-03-02",
    ),
    "reason.dated-outside": (
        {
            "field": "configuration.read_at",
            "dated": "2026-09-02 15:10:00",
            "began": "2026-03-03T09:00:37",
            "ended": "2026-03-03T13:46:35.294000",
        },
        "configuration.read_at is 2026-09-02 15:10:00, but the tests that count ran from "
        "2026-03-03 09:00:37 to 2026-03-03 13:46:35",
    ),
    "reason.log-later": (
        {"ended": "2199-03-03T09:02:51.383708"},
        "the message logs end in the future: 2199-03-03 09:02:51",
    ),
    "reason.log-after": (
        {"ended": "2026-09-03T09:02:51.383708", "tests_ended": "2026-03-03T13:46:35.294000"},
        "the message logs end 2026-09-03 09:02:51, but the tests that count ended 2026-03-03 13:46:35",
    ),
    "reason.incident": (
        {"kind": "non-OCPP configuration change in a set-up issue", "at": "2026-03-03T10:40:00"},
        "non-OCPP configuration change in a set-up issue 2026-03-03 10:40:00: earlier results are invalid",
    ),
    "reason.incident-fails": (
        {"kind": "crash", "at": "2026-03-03T14:00:00"},
        "crash 2026-03-03 14:00:00: it fails the conformance tests, and earlier results are invalid",
    ),
    "reason.incident-run-again": (
        {"kind": "crash", "at": "2026-03-03T08:50:00"},
        "crash 2026-03-03 08:50:00: earlier results are invalid, and all tests were run again",
    ),
    "reason.defect": ({"at": "2026-03-03T12:00:00"}, "bug found 2026-03-03 12:00:00: it counts as a failure"),
    "reason.defect-begun-anew": (
        {"at": "2026-03-03T08:40:00"},
        "bug found 2026-03-03 08:40:00, and all tests were restarted after it",
    ),
    "reason.crash-excused": (
        {"at": "2026-03-03T14:00:00", "decided_by": "R. Example"},
        "crash 2026-03-03 14:00:00: improper handling by the laboratory, decided by R. Example",
    ),
    "reason.incidents-not-answered": ({}, "the record does not say whether anything happened during the tests"),
    "reason.incident-not-understood": ({}, "an entry of incidents could not be understood"),
    "reason.incident-kind-not-known": ({"number": 1}, "incident 1 does not say what happened"),
    "reason.incident-time-not-known": (
        {"number": 1, "kind": "crash"},
        "incident 1 (crash) does not say when it happened",
    ),
    "reason.set-up-configuration-not-known": (
        {"number": 1},
        "set-up issue 1 does not say whether a configuration outside OCPP was changed",
    ),
    "reason.set-up-incomplete": (
        {"number": 1},
        "set-up issue 1 does not apply: its test cases, its beginning or its end is missing",
    ),
    "reason.set-up-ends-first": ({"number": 1}, "set-up issue 1 does not apply: it ends before it begins"),
    "reason.set-up-cause-not-known": (
        {"number": 1},
        "set-up issue 1 does not apply: its cause is missing, so it may be a bug",
    ),
    "reason.set-up-by-device": ({"number": 1}, "set-up issue 1 does not apply: the device caused it, so it is a bug"),
    "reason.set-up-unknown-case": (
        {"number": 1, "test_case": "TC_003"},
        "set-up issue 1 names TC_003, which the edition does not have for this device",
    ),
    "reason.decision-lifts": (
        {
            "reference": "CWG-2026-07",
            "date": "2026-03-06",
            "ground": "a bug of the tool in this test",
            "lifted": ("TC_010",),
        },
        "decision CWG-2026-07 of 2026-03-06 waives TC_010: a bug of the tool in this test",
    ),
    "reason.decision-lifts-nothing": (
        {"reference": "CWG-2026-07", "date": "2026-03-06", "ground": "a bug of the tool in this test"},
        "decision CWG-2026-07 of 2026-03-06 waives nothing: a bug of the tool in this test",
    ),
    "reason.decision-not-needed": (
        {"reference": "CWG-2026-07", "date": "2026-03-06", "ground": "a bug of the tool in this test"},
        "decision CWG-2026-07 of 2026-03-06 waives nothing, because nothing that it names "
        "needs it: a bug of the tool in this test",
    ),
    "reason.decision-not-understood": ({}, "an entry of decisions could not be understood"),
    "reason.decision-in-declaration": (
        {"reference": "CWG-2026-07"},
        "decision CWG-2026-07 waives no result of a declaration run",
    ),
    "reason.decision-lacks": (
        {"number": 1, "missing": ("reference",)},
        "decision 1 waives nothing: it lacks reference",
    ),
    "reason.decision-without-names": (
        {"number": 1},
        "decision 1 waives nothing: it names no test case and no incident",
    ),
    "reason.decision-unclear": ({"number": 2}, "decision 2 waives nothing: a part of it could not be understood"),
    "reason.decision-unknown-case": (
        {"reference": "CWG-2026-07", "test_case": "TC_010_CSMS"},
        "decision CWG-2026-07 names TC_010_CSMS, which the edition does not have for this device",
    ),
    "reason.decision-before-frozen": (
        {"reference": "CWG-2026-07", "test_case": "TC_010"},
        "decision CWG-2026-07 cannot waive TC_010: it is older than the frozen statement",
    ),
    "reason.decision-unknown-incident": (
        {"reference": "CWG-2026-08", "incident": "I-9"},
        "decision CWG-2026-08 names I-9, but not exactly one incident has this id",
    ),
    "reason.decision-unclear-incident": (
        {"reference": "CWG-2026-08", "incident": "I-2"},
        "decision CWG-2026-08 cannot waive I-2, which has no kind or no time",
    ),
    "reason.decision-before-incident": (
        {"reference": "CWG-2026-08", "incident": "I-2"},
        "decision CWG-2026-08 cannot waive I-2: it is older than the incident",
    ),
    "reason.model-differs": (
        {"model": "EX-11 Duo", "stated": "EX-22 Duo"},
        "the record has the model EX-11 Duo, the PICS has EX-22 Duo",
    ),
    "reason.version-not-in-record": ({}, "the record does not have the version that runs on the device"),
    "reason.version-differs": (
        {"version": "3.0.9", "stated": "3.1.0"},
        "the device reports 3.0.9, the PICS states 3.1.0",
    ),
    "reason.boot-serial-differs": (
        {"serials": ("EX22D-000999",), "serial": "EX22D-000417"},
        "a BootNotification has the serial number EX22D-000999; the record has EX22D-000417",
    ),
    "reason.boot-vendor-differs": (
        {"vendor": "Another Vendor", "stated": "Example Charging GmbH"},
        "a BootNotification has the vendor Another Vendor; the PICS has Example Charging GmbH",
    ),
    "reason.boot-model-differs": (
        {"model": "EX-22 Duo", "stated": "EX-11 Duo"},
        "a BootNotification has the model EX-22 Duo; the device is EX-11 Duo",
    ),
    "reason.boot-version-differs": (
        {"reported": "3.1.0", "version": "3.0.9"},
        "a BootNotification has the version 3.1.0; the record has 3.0.9",
    ),
    "reason.boot-without-version": (
        {"version": "3.1.0"},
        "a BootNotification has no firmwareVersion; the record has 3.1.0",
    ),
    "reason.keys-not-readable": (
        {"problem": "there is no such file"},
        "the configuration keys cannot be read: there is no such file",
    ),
    "reason.keys-missing": ({}, "the configuration keys are missing"),
    "reason.keys-read-before": (
        {
            "change": "non-OCPP configuration change in a set-up issue",
            "read_at": "2026-03-02T15:10:00",
            "at": "2026-03-03T10:40:00",
        },
        "the configuration keys were read 2026-03-02 15:10:00, but the non-OCPP configuration "
        "change in a set-up issue was 2026-03-03 10:40:00",
    ),
    "reason.image-missing": ({}, "the firmware image is missing"),
    "reason.hash-missing": (
        {"test_cases": ("TC_044_1", "TC_080")},
        "the record does not have the hash that was reported with TC_044_1 or TC_080",
    ),
    "reason.hash-of-other-case": (
        {"test_case": "TC_045_1", "test_cases": ("TC_044_1", "TC_080")},
        "the hash is of firmware installed in TC_045_1, not in TC_044_1 or TC_080",
    ),
    "reason.flow-allowed": ({}, "the device uses the deviating status flow, which is allowed for it"),
    "reason.flow-not-allowed": ({}, "the device uses the deviating status flow, which is not allowed for it"),
    "reason.measured-in-declaration": ({}, "the logs are not measured in a declaration run"),
    "reason.log-not-measured": ({}, "no message log could be measured"),
    "reason.no-log": ({}, "the record names no message log"),
    "reason.measured-without-statement": ({}, "without a statement it is not known what to measure"),
    "reason.parameter-not-measured": (
        {"title": "Transaction authorization end time by RemoteStopTransaction"},
        "Transaction authorization end time by RemoteStopTransaction is not measured",
    ),
    "reason.parameter-left-out": (
        {"title": "OCPP response timeout", "left_out": 3},
        "OCPP response timeout is not measured; 3 left out",
    ),
    "reason.no-parameters": ({}, "the edition has no parameters for this kind of device"),
    "reason.log-not-comparable": (
        {"since": "frozen"},
        "the message log may begin before the statement was frozen: the times cannot be compared",
    ),
    "reason.log-before": (
        {"since": "restart", "began": "2026-03-03T09:00:04.625000", "at": "2026-03-03T10:40:00"},
        "the message log begins 2026-03-03 09:00:04, but the tests were restarted 2026-03-03 10:40:00",
    ),
    "reason.log-in-minute": (
        {"since": "restart", "began": "2026-03-03T09:00:04.625000", "at": "2026-03-03T09:00:00"},
        "the message log begins 2026-03-03 09:00:04, but the tests were restarted 2026-03-03 "
        "09:00:00 or in the minute after it",
    ),
    "reason.connection-late": (
        {"measured": "2026-03-03T09:30:00", "began": "2026-03-03T09:00:37"},
        "the connection was measured 2026-03-03 09:30:00, but the first test began 2026-03-03 09:00:37",
    ),
    "reason.connection-early": (
        {"measured": "2026-03-03T08:59:00", "began": "2026-03-03T09:00:37"},
        "the connection was measured 2026-03-03 08:59:00, not during the tests: the first test began 2026-03-03 "
        "09:00:37",
    ),
    "reason.no-family": ({}, "the PICS names no product family"),
    "reason.model-not-known": ({}, "the record does not name the model, so the device may not be a family member"),
    "reason.not-a-member": ({"model": "EX-11 Duo"}, "EX-11 Duo is not listed as a family member"),
    "reason.member-version-differs": (
        {"model": "EX-11 Duo", "versions": ("3.2.0",), "version": "3.1.0"},
        "EX-11 Duo is listed as a family member with 3.2.0, but was tested with 3.1.0",
    ),
    "reason.is-representative": ({"model": "EX-11 Duo"}, "EX-11 Duo is the representative product of the family"),
    "reason.representative-not-known": (
        {},
        "the PICS does not name the representative product, so the device may be it",
    ),
    "reason.window-without-test": ({}, "the run has no test"),
    "reason.window-not-known": ({}, "not every test of the run has a start and a duration"),
    "reason.window-too-long": (
        {"seconds": 100138.0, "began": "2026-03-03T09:00:00+01:00", "ended": "2026-03-04T12:48:58+01:00"},
        "the run took 27 h 48 min, from 2026-03-03 09:00:00 +01:00 to 2026-03-04 12:48:58 +01:00",
    ),
    "reason.window-gap": (
        {"seconds": 86403.0, "after": "TC_077", "before": "000_RESET", "began": "2026-03-03T12:46:27+01:00"},
        "nothing ran for 24 h 0 min between TC_077 and 000_RESET, from 2026-03-03 12:46:27 +01:00",
    ),
    "reason.window-overlap": (
        {"seconds": 477.0, "test_case": "000_RESET", "before": "TC_012"},
        "000_RESET began 7 min 57 s before TC_012 had ended",
    ),
}
CHOICES: list[tuple[str, dict[str, Any], str]] = [
    ("run.tool-not-known", {"what": "configuration"}, "the record does not name the tool configuration"),
    ("run.tool-differs", {"what": "version"}, "it was run with another version of the tool configuration"),
    ("case.ended", {"verdict": "error", "start": None}, "ended with an error at an unknown time"),
    ("case.ended", {"verdict": "unknown", "start": None}, "has an unknown verdict at an unknown time"),
    ("reason.statement-not-frozen", {"missing": "time"}, "the time of the frozen statement is missing"),
]
"""Other arguments of a sentence that has words to choose from."""


@pytest.mark.parametrize("key", WORDS)
def test_the_words_of(key):
    arguments, words = WORDS[key]
    assert say(key, **arguments) == words


@pytest.mark.parametrize(("key", "arguments", "words"), CHOICES)
def test_the_words_to_choose_from(key, arguments, words):
    assert say(key, **arguments) == words


ELSEWHERE = {
    "case.passed": "the outcome of each passed test case, which is no reason",
    "run.in-set-up-issue": "of a run that is shown with its test case",
    "reason.case-excused": "a note of each case: ALWAYS in test_verdict",
    "run.of-something-else": "test_provenance",
    "run.typed": "test_provenance",
    "run.later-than-now": "test_verdict",
    "reason.requirements-not-known": "an edition without requirements cannot be loaded",
    "reason.no-parameters": "every shipped edition has parameters for every kind of device",
}
"""Sentences that no case of one change produces, and where or why not."""


def test_every_other_sentence_comes_from_a_case():
    cases = (*CERTIFICATION, *DECLARATION)
    texts = [text for case in cases for _, text in (*case.reasons, *case.notes)]
    texts += [text for _, _, reasons in SYSTEMS.values() for _, text in reasons]
    said = set(re.findall(r"[a-z][a-z-]+", " ".join(texts)))
    assert {key for key in WORDS if key.partition(".")[2] not in said} == set(ELSEWHERE)


def test_every_sentence_of_a_verdict_has_its_words_here():
    assert list(WORDS) == [key for key in live_words().keys if key.startswith(GROUPS)]
