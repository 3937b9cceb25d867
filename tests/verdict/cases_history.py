"""What incidents and decisions of the Working Group do to results (5.4 to 5.6)."""

from tests.verdict.changes import (
    CRASHED,
    DECIDED,
    LIFTED,
    WHAT,
    Change,
    another_boot,
    decision,
    drop,
    each,
    fields,
    first_only,
    incident,
    rerun,
    text,
    without,
)

NOT_RERUN = ("VD-25", "TC_003 failed 2026-03-03 10:27:02 during a set-up issue; no later pass counts")
ALL_VOID = (
    "VD-20",
    "85 test cases have no result that counts (it began before the tests were restarted): "
    "TC_001, TC_002, TC_003 and 82 more",
)
LOG_VOID = ("VD-72", "the message log begins 2026-03-03 09:00:04, but the tests were restarted 2026-03-03 14:00:00")
CRASH = ("VD-30", "crash 2026-03-03 14:00:00: it fails the conformance tests, and earlier results are invalid")
LIFTS_TC_010 = ("VD-40", "decision CWG-2026-07 of 2026-03-06 waives TC_010: a bug of the tool in this test")
LIFTS_NOTHING = ("VD-40", "decision CWG-2026-08 of 2026-03-06 waives nothing: a fault of the mains")
FAILED = ("VD-21", "TC_010 failed 2026-03-03 09:38:48")
NOT_EXCUSED = ("VD-21", "TC_003 failed 2026-03-03 10:27:02; a later pass does not undo a failure")

INCIDENTS = [
    Change(
        "a set-up issue whose test case was not run again",
        first_only("TC_003"),
        "incomplete",
        [NOT_RERUN],
    ),
    Change(
        "a set-up issue whose test case failed again",
        rerun("TC_003", "fail", "14:30"),
        "fail",
        [("VD-21", "TC_003 failed 2026-03-03 14:30:00")],
    ),
    Change(
        "a set-up issue whose test case was inconclusive again",
        rerun("TC_003", "inconc", "14:30"),
        "incomplete",
        [("VD-22", "TC_003 inconclusive 2026-03-03 14:30:00")],
    ),
    Change(
        "a set-up issue that names another test case",
        text("test_cases: [TC_003]", "test_cases: [TC_004_1]"),
        "fail",
        [NOT_EXCUSED],
    ),
    Change(
        "a set-up issue that names no test case",
        without("test_cases"),
        "fail",
        [NOT_EXCUSED, ("VD-36", "set-up issue 1 does not apply: its test cases, its beginning or its end is missing")],
    ),
    Change(
        "a set-up issue that names a test case of a CSMS",
        text("test_cases: [TC_003]", "test_cases: [TC_003_CSMS]"),
        "fail",
        [
            NOT_EXCUSED,
            (
                "VD-36",
                "set-up issue 1 names TC_003, which the edition does not have for this device",
            ),
        ],
    ),
    Change(
        "a set-up issue that names a test case that does not exist",
        text("test_cases: [TC_003]", "test_cases: [TC_003, TC_999]"),
        "incomplete",
        [
            (
                "VD-36",
                "set-up issue 1 names TC_999, which the edition does not have for this device",
            )
        ],
    ),
    Change(
        "a set-up issue without an end",
        without("until"),
        "fail",
        [NOT_EXCUSED, ("VD-36", "set-up issue 1 does not apply: its test cases, its beginning or its end is missing")],
    ),
    Change(
        "a set-up issue without a beginning",
        text("at: 2026-03-03 10:25\n    until", "until"),
        "fail",
        [NOT_EXCUSED, ("VD-36", "set-up issue 1 does not apply: its test cases, its beginning or its end is missing")],
    ),
    Change(
        "a set-up issue that ends before it begins",
        text("until: 2026-03-03 10:40", "until: 2026-03-03 10:20"),
        "fail",
        [NOT_EXCUSED, ("VD-36", "set-up issue 1 does not apply: it ends before it begins")],
    ),
    Change(
        "a set-up issue that began after the failure",
        text("at: 2026-03-03 10:25", "at: 2026-03-03 10:28"),
        "fail",
        [NOT_EXCUSED],
    ),
    Change(
        "a set-up issue that was solved when the failing run began",
        text("until: 2026-03-03 10:40", "until: 2026-03-03 10:27:02"),
        "fail",
        [NOT_EXCUSED],
    ),
    Change(
        "a set-up issue that lasted longer than the run that passed",
        text("until: 2026-03-03 10:40", "until: 2026-03-03 10:43"),
        "incomplete",
        [NOT_RERUN],
    ),
    Change(
        "a set-up issue on another clock",
        text(
            "at: 2026-03-03 10:25\n    until: 2026-03-03 10:40", "at: 2026-03-03 10:25Z\n    until: 2026-03-03 10:40Z"
        ),
        "fail",
        [NOT_EXCUSED],
    ),
    Change(
        "a set-up issue that the device caused",
        text("caused_by: laboratory", "caused_by: device"),
        "fail",
        [NOT_EXCUSED, ("VD-36", "set-up issue 1 does not apply: the device caused it, so it is a bug")],
    ),
    Change(
        "a set-up issue that does not say what caused it",
        without("caused_by"),
        "fail",
        [
            NOT_EXCUSED,
            ("VD-36", "set-up issue 1 does not apply: its cause is missing, so it may be a bug"),
        ],
    ),
    Change(
        "a set-up issue of which it is open whether a configuration was changed",
        without("non_ocpp_configuration_changed"),
        "fail",
        [
            ("VD-21", "TC_003 failed 2026-03-03 10:27:02"),
            (
                "VD-23",
                "84 passes do not count (an incident that could not be understood may invalidate it): TC_001, "
                "TC_002, TC_004_1 and 81 more",
            ),
            ("VD-36", "set-up issue 1 does not say whether a configuration outside OCPP was changed"),
        ],
        [
            (
                "VD-26",
                "TC_030 is optional: passed 2026-03-03 09:54:56, but an incident that could not be understood "
                "may invalidate it",
            )
        ],
    ),
    Change(
        "a set-up issue in which a configuration outside OCPP was changed",
        text("non_ocpp_configuration_changed: No", "non_ocpp_configuration_changed: Yes"),
        "incomplete",
        [
            (
                "VD-20",
                "31 test cases have no result that counts (it began before the tests were restarted): "
                "TC_002, TC_005_1, TC_010 and 28 more",
            ),
            (
                "VD-33",
                "non-OCPP configuration change in a set-up issue 2026-03-03 10:40:00: earlier results are invalid",
            ),
            (
                "VD-62",
                "the configuration keys were read 2026-03-02 15:10:00, but the non-OCPP configuration change "
                "in a set-up issue was 2026-03-03 10:40:00",
            ),
            ("VD-72", "the message log begins 2026-03-03 09:00:04, but the tests were restarted 2026-03-03 10:40:00"),
        ],
    ),
    Change(
        "a set-up issue that says nothing of what happened",
        without("description"),
        "incomplete",
        [("VD-13", "incident 1 lacks description (Issues are noted, each with its class and time)")],
    ),
    Change(
        "a crash after the tests",
        incident(kind="crash", at="2026-03-03 14:00", caused_by="device", **WHAT),
        "fail",
        [CRASH, ALL_VOID, LOG_VOID],
    ),
    Change(
        "a crash, and everything run again",
        incident(kind="crash", at="2026-03-03 08:50", caused_by="device", **WHAT),
        "pass",
        [],
        [("VD-30", "crash 2026-03-03 08:50:00: earlier results are invalid, and all tests were run again")],
    ),
    Change(
        "a crash, and not everything run again",
        incident(kind="crash", at="2026-03-03 10:00", caused_by="device", **WHAT),
        "fail",
        [
            ("VD-30", "crash 2026-03-03 10:00:00: it fails the conformance tests, and earlier results are invalid"),
            (
                "VD-20",
                "21 test cases have no result that counts (it began before the tests were restarted): "
                "TC_005_1, TC_010, TC_011_2 and 18 more",
            ),
            ("VD-72", "the message log begins 2026-03-03 09:00:04, but the tests were restarted 2026-03-03 10:00:00"),
        ],
    ),
    Change(
        "a crash in the minute in which a test began",
        incident(kind="crash", at="2026-03-03 09:00", caused_by="device", **WHAT),
        "fail",
        [
            ("VD-30", "crash 2026-03-03 09:00:00: it fails the conformance tests, and earlier results are invalid"),
            (
                "VD-23",
                "TC_085 passed 2026-03-03 09:00:37, but it may have begun before the tests were restarted",
            ),
            (
                "VD-72",
                "the message log begins 2026-03-03 09:00:04, but the tests were restarted 2026-03-03 "
                "09:00:00 or in the minute after it",
            ),
        ],
    ),
    Change(
        "a crash at the very moment at which a test began",
        incident(kind="crash", at="2026-03-03 09:00:37", caused_by="device", **WHAT),
        "fail",
        [
            ("VD-30", "crash 2026-03-03 09:00:37: it fails the conformance tests, and earlier results are invalid"),
            (
                "VD-23",
                "TC_085 passed 2026-03-03 09:00:37, but it may have begun before the tests were restarted",
            ),
            ("VD-72", "the message log begins 2026-03-03 09:00:04, but the tests were restarted 2026-03-03 09:00:37"),
        ],
    ),
    Change(
        "a crash in another time zone",
        incident(kind="crash", at="2026-03-03 08:50+00:00", caused_by="device", **WHAT),
        "fail",
        [
            (
                "VD-30",
                "crash 2026-03-03 08:50:00 +00:00: it fails the conformance tests, and earlier results are invalid",
            ),
            (
                "VD-20",
                "19 test cases have no result that counts (it began before the tests were restarted): "
                "TC_005_1, TC_010, TC_011_2 and 16 more",
            ),
            ("VD-72", "the message log begins 2026-03-03 09:00:04, but the tests were restarted 2026-03-03 09:50:00"),
        ],
    ),
    Change(
        "a crash without a time",
        incident(kind="crash", caused_by="device", **WHAT),
        "fail",
        [
            ("VD-30", "crash at an unknown time: it fails the conformance tests, and earlier results are invalid"),
            (
                "VD-23",
                "84 passes do not count (an incident that could not be understood may invalidate it): TC_001, "
                "TC_002, TC_004_1 and 81 more",
            ),
            NOT_RERUN,
            ("VD-36", "incident 1 (crash) does not say when it happened"),
        ],
        [
            (
                "VD-26",
                "TC_030 is optional: passed 2026-03-03 09:54:56, but an incident that could not be understood "
                "may invalidate it",
            )
        ],
    ),
    Change(
        "a crash that the vendor caused",
        incident(kind="crash", at="2026-03-03 14:00", caused_by="vendor", decided_by="R. Example", **WHAT),
        "fail",
        [CRASH, ALL_VOID, LOG_VOID],
    ),
    Change(
        "a crash of which it is not said what caused it",
        incident(kind="crash", at="2026-03-03 08:50", **WHAT),
        "incomplete",
        [("VD-13", "incident 1 lacks caused_by (Issues are noted, each with its class and time)")],
        [("VD-30", "crash 2026-03-03 08:50:00: earlier results are invalid, and all tests were run again")],
    ),
    Change(
        "a crash that the laboratory caused by improper handling",
        incident(kind="crash", at="2026-03-03 14:00", caused_by="laboratory", decided_by="R. Example", **WHAT),
        "pass",
        [],
        [("VD-31", "crash 2026-03-03 14:00:00: improper handling by the laboratory, decided by R. Example")],
    ),
    Change(
        "a crash that the laboratory caused, and nobody decided so",
        incident(kind="crash", at="2026-03-03 14:00", caused_by="laboratory", **WHAT),
        "fail",
        [
            CRASH,
            (
                "VD-13",
                "a crash attributed to the laboratory lacks decided_by (A crash attributed to the laboratory "
                "has a reason "
                "and a person who decided it)",
            ),
            ALL_VOID,
            LOG_VOID,
        ],
    ),
    Change(
        "a crash that the laboratory caused, without what happened",
        incident(kind="crash", at="2026-03-03 14:00", caused_by="laboratory", decided_by="R. Example"),
        "fail",
        [
            CRASH,
            (
                "VD-13",
                "a crash attributed to the laboratory lacks description (A crash attributed to the laboratory "
                "has a reason "
                "and a person who decided it)",
            ),
            ("VD-13", "incident 1 lacks description (Issues are noted, each with its class and time)"),
            ALL_VOID,
            LOG_VOID,
        ],
    ),
    Change(
        "firmware changed after the tests",
        incident(kind="firmware change", at="2026-03-03 14:00", **WHAT),
        "incomplete",
        [
            ALL_VOID,
            ("VD-32", "firmware change 2026-03-03 14:00:00: earlier results are invalid"),
            (
                "VD-62",
                "the configuration keys were read 2026-03-02 15:10:00, but the firmware change was 2026-03-03 14:00:00",
            ),
            LOG_VOID,
        ],
    ),
    Change(
        "firmware changed, and everything tested again but the keys not read",
        incident(kind="firmware change", at="2026-03-03 08:50", **WHAT),
        "incomplete",
        [
            (
                "VD-62",
                "the configuration keys were read 2026-03-02 15:10:00, but the firmware change was 2026-03-03 08:50:00",
            )
        ],
        [("VD-32", "firmware change 2026-03-03 08:50:00: earlier results are invalid, and all tests were run again")],
    ),
    Change(
        "firmware changed, and everything done again",
        each(
            incident(kind="firmware change", at="2026-03-03 08:50", **WHAT),
            text("read_at: 2026-03-02 15:10", "read_at: 2026-03-03 08:55"),
        ),
        "pass",
        [],
        [("VD-32", "firmware change 2026-03-03 08:50:00: earlier results are invalid, and all tests were run again")],
    ),
    Change(
        "the keys were read at the minute of the change",
        each(
            incident(kind="firmware change", at="2026-03-03 08:50", **WHAT),
            text("read_at: 2026-03-02 15:10", "read_at: 2026-03-03 08:50"),
        ),
        "incomplete",
        [
            (
                "VD-62",
                "the configuration keys were read 2026-03-03 08:50:00, but the firmware change was 2026-03-03 08:50:00",
            )
        ],
        [("VD-32", "firmware change 2026-03-03 08:50:00: earlier results are invalid, and all tests were run again")],
    ),
    Change(
        "hardware changed after the tests",
        incident(kind="hardware change", at="2026-03-03 14:00", **WHAT),
        "incomplete",
        [
            ALL_VOID,
            ("VD-32", "hardware change 2026-03-03 14:00:00: earlier results are invalid"),
            (
                "VD-62",
                "the configuration keys were read 2026-03-02 15:10:00, but the hardware change was 2026-03-03 14:00:00",
            ),
            LOG_VOID,
        ],
    ),
    Change(
        "a configuration outside OCPP changed after the tests",
        incident(kind="non-OCPP configuration change", at="2026-03-03 14:00", **WHAT),
        "incomplete",
        [
            ALL_VOID,
            ("VD-33", "non-OCPP configuration change 2026-03-03 14:00:00: earlier results are invalid"),
            (
                "VD-62",
                "the configuration keys were read 2026-03-02 15:10:00, but the non-OCPP configuration change "
                "was 2026-03-03 14:00:00",
            ),
            LOG_VOID,
        ],
    ),
    Change(
        "a configuration outside OCPP changed, and everything done again",
        each(
            incident(kind="non-OCPP configuration change", at="2026-03-03 08:50", **WHAT),
            text("read_at: 2026-03-02 15:10", "read_at: 2026-03-03 08:55"),
        ),
        "pass",
        [],
        [
            (
                "VD-33",
                "non-OCPP configuration change 2026-03-03 08:50:00: earlier results are invalid, and all "
                "tests were run again",
            )
        ],
    ),
    Change(
        "a bug was found",
        incident(kind="defect", at="2026-03-03 12:00", **WHAT),
        "fail",
        [("VD-34", "bug found 2026-03-03 12:00:00: it counts as a failure")],
    ),
    Change(
        "a bug without a time",
        incident(kind="defect", **WHAT),
        "fail",
        [
            ("VD-34", "bug found at an unknown time: it counts as a failure"),
            ("VD-13", "incident 1 lacks at (Issues are noted, each with its class and time)"),
        ],
    ),
    Change(
        "a bug, and everything begun anew after it",
        each(
            incident(kind="defect", at="2026-03-03 08:40", **WHAT),
            incident(kind="full restart", at="2026-03-03 08:50", **WHAT),
        ),
        "pass",
        [],
        [
            ("VD-35", "full restart 2026-03-03 08:50:00: earlier results are invalid"),
            ("VD-34", "bug found 2026-03-03 08:40:00, and all tests were restarted after it"),
        ],
    ),
    Change(
        "a bug in the minute of the restart",
        each(
            incident(kind="defect", at="2026-03-03 08:50", **WHAT),
            incident(kind="full restart", at="2026-03-03 08:50", **WHAT),
        ),
        "fail",
        [("VD-34", "bug found 2026-03-03 08:50:00: it counts as a failure")],
        [("VD-35", "full restart 2026-03-03 08:50:00: earlier results are invalid")],
    ),
    Change(
        "a bug after the restart",
        each(
            incident(kind="defect", at="2026-03-03 12:00", **WHAT),
            incident(kind="full restart", at="2026-03-03 08:50", **WHAT),
        ),
        "fail",
        [("VD-34", "bug found 2026-03-03 12:00:00: it counts as a failure")],
        [("VD-35", "full restart 2026-03-03 08:50:00: earlier results are invalid")],
    ),
    Change(
        "begun anew, and not everything run again",
        incident(kind="full restart", at="2026-03-03 09:05", **WHAT),
        "incomplete",
        [
            (
                "VD-20",
                "3 test cases have no result that counts (it began before the tests were restarted): "
                "TC_021, TC_040_1, TC_085",
            ),
            ("VD-72", "the message log begins 2026-03-03 09:00:04, but the tests were restarted 2026-03-03 09:05:00"),
        ],
        [("VD-35", "full restart 2026-03-03 09:05:00: earlier results are invalid")],
    ),
    Change(
        "begun anew after a failure",
        each(rerun("TC_010", "fail", "08:40"), incident(kind="full restart", at="2026-03-03 08:50", **WHAT)),
        "pass",
        [],
        [("VD-35", "full restart 2026-03-03 08:50:00: earlier results are invalid")],
    ),
    Change(
        "an incident of no kind",
        incident(at="2026-03-03 14:00", **WHAT),
        "incomplete",
        [
            (
                "VD-23",
                "84 passes do not count (an incident that could not be understood may invalidate it): TC_001, "
                "TC_002, TC_004_1 and 81 more",
            ),
            NOT_RERUN,
            ("VD-36", "incident 1 does not say what happened"),
        ],
        [
            (
                "VD-26",
                "TC_030 is optional: passed 2026-03-03 09:54:56, but an incident that could not be understood "
                "may invalidate it",
            )
        ],
    ),
    Change(
        "an incident of an unknown kind",
        incident(kind="mishap", at="2026-03-03 14:00", **WHAT),
        "incomplete",
        [
            (
                "VD-10",
                "incidents[1].kind: “mishap” is not crash, firmware change, hardware change, non-OCPP "
                "configuration change, set-up issue, defect or full restart",
            ),
            (
                "VD-23",
                "84 passes do not count (an incident that could not be understood may invalidate it): TC_001, "
                "TC_002, TC_004_1 and 81 more",
            ),
            NOT_RERUN,
            ("VD-36", "incident 1 does not say what happened"),
        ],
        [
            (
                "VD-26",
                "TC_030 is optional: passed 2026-03-03 09:54:56, but an incident that could not be understood "
                "may invalidate it",
            )
        ],
    ),
    Change(
        "an incident of which the time cannot be read",
        incident(kind="crash", at="around noon", caused_by="device", **WHAT),
        "fail",
        [
            ("VD-30", "crash at an unknown time: it fails the conformance tests, and earlier results are invalid"),
            (
                "VD-10",
                "incidents[1].at: “around noon” is not a day and a time, as in 2026-02-28 13:45 or "
                "2026-02-28T13:45:10+01:00",
            ),
            (
                "VD-23",
                "84 passes do not count (an incident that could not be understood may invalidate it): TC_001, "
                "TC_002, TC_004_1 and 81 more",
            ),
            NOT_RERUN,
            ("VD-36", "incident 1 (crash) does not say when it happened"),
        ],
        [
            (
                "VD-26",
                "TC_030 is optional: passed 2026-03-03 09:54:56, but an incident that could not be understood "
                "may invalidate it",
            )
        ],
    ),
    Change(
        "an incident that is only a sentence",
        text("\nincidents:\n", "\nincidents:\n  - the station fell over\n"),
        "incomplete",
        [
            ("VD-10", "incidents[1] is a single value, but a group of keys is expected"),
            (
                "VD-23",
                "84 passes do not count (an incident that could not be understood may invalidate it): TC_001, "
                "TC_002, TC_004_1 and 81 more",
            ),
            NOT_RERUN,
            ("VD-36", "an entry of incidents could not be understood"),
        ],
        [
            (
                "VD-26",
                "TC_030 is optional: passed 2026-03-03 09:54:56, but an incident that could not be understood "
                "may invalidate it",
            )
        ],
    ),
    Change(
        "whether anything happened is not answered",
        without("incidents"),
        "fail",
        [NOT_EXCUSED, ("VD-37", "the record does not say whether anything happened during the tests")],
    ),
]

DECISIONS = [
    Change(
        "a decision lifts a failure",
        each(fields("TC_010", verdict="fail"), decision(**DECIDED)),
        "pass",
        [],
        [LIFTS_TC_010],
    ),
    Change(
        "a decision lifts a test case that was not run",
        each(drop("TC_010"), decision(**DECIDED)),
        "pass",
        [],
        [LIFTS_TC_010],
    ),
    Change(
        "a decision lifts exactly what it names",
        each(fields("TC_010", verdict="fail"), fields("TC_012", verdict="fail"), decision(**DECIDED)),
        "fail",
        [("VD-21", "TC_012 failed 2026-03-03 12:04:48")],
        [LIFTS_TC_010],
    ),
    Change(
        "a decision lifts what needs no lifting",
        decision(**DECIDED),
        "pass",
        [],
        [
            (
                "VD-40",
                "decision CWG-2026-07 of 2026-03-06 waives nothing, because nothing that it names needs it: "
                "a bug of the tool in this test",
            )
        ],
    ),
    Change(
        "a decision names the test case as the tool does",
        each(fields("TC_010", verdict="fail"), decision(**{**DECIDED, "test_cases": "[TC_010_CS]"})),
        "pass",
        [],
        [LIFTS_TC_010],
    ),
    Change(
        "a decision names a test case of a CSMS",
        each(fields("TC_010", verdict="fail"), decision(**{**DECIDED, "test_cases": "[TC_010_CSMS]"})),
        "fail",
        [
            FAILED,
            ("VD-41", "decision CWG-2026-07 names TC_010_CSMS, which the edition does not have for this device"),
        ],
        [("VD-40", "decision CWG-2026-07 of 2026-03-06 waives nothing: a bug of the tool in this test")],
    ),
    Change(
        "a decision names a test case that does not exist",
        each(fields("TC_010", verdict="fail"), decision(**{**DECIDED, "test_cases": "[TC_10]"})),
        "fail",
        [FAILED, ("VD-41", "decision CWG-2026-07 names TC_10, which the edition does not have for this device")],
        [("VD-40", "decision CWG-2026-07 of 2026-03-06 waives nothing: a bug of the tool in this test")],
    ),
    Change(
        "a decision that lifts everything",
        each(fields("TC_010", verdict="fail"), decision(**{**DECIDED, "test_cases": "[all]"})),
        "fail",
        [FAILED, ("VD-41", "decision CWG-2026-07 names all, which the edition does not have for this device")],
        [("VD-40", "decision CWG-2026-07 of 2026-03-06 waives nothing: a bug of the tool in this test")],
    ),
    Change(
        "a decision from before the statement was frozen",
        each(fields("TC_010", verdict="fail"), decision(**{**DECIDED, "date": "2026-03-01"})),
        "fail",
        [FAILED, ("VD-41", "decision CWG-2026-07 cannot waive TC_010: it is older than the frozen statement")],
        [("VD-40", "decision CWG-2026-07 of 2026-03-01 waives nothing: a bug of the tool in this test")],
    ),
    Change(
        "a decision without a reference",
        each(
            fields("TC_010", verdict="fail"),
            decision(date="2026-03-06", ground="a bug of the tool", test_cases="[TC_010]"),
        ),
        "fail",
        [FAILED, ("VD-41", "decision 1 waives nothing: it lacks reference")],
    ),
    Change(
        "a decision without a date",
        each(
            fields("TC_010", verdict="fail"),
            decision(reference="CWG-2026-07", ground="a bug of the tool", test_cases="[TC_010]"),
        ),
        "fail",
        [FAILED, ("VD-41", "decision 1 waives nothing: it lacks date")],
    ),
    Change(
        "a decision without a ground",
        each(
            fields("TC_010", verdict="fail"),
            decision(reference="CWG-2026-07", date="2026-03-06", test_cases="[TC_010]"),
        ),
        "fail",
        [FAILED, ("VD-41", "decision 1 waives nothing: it lacks ground")],
    ),
    Change(
        "a decision that names nothing",
        each(
            fields("TC_010", verdict="fail"),
            decision(reference="CWG-2026-07", date="2026-03-06", ground="a bug of the tool"),
        ),
        "fail",
        [FAILED, ("VD-41", "decision 1 waives nothing: it names no test case and no incident")],
    ),
    Change(
        "a decision whose date cannot be read",
        each(fields("TC_010", verdict="fail"), decision(**{**DECIDED, "date": "in March"})),
        "fail",
        [
            FAILED,
            ("VD-10", "decisions[1].date: “in March” is not a day, as in 2026-02-28"),
            ("VD-41", "decision 1 waives nothing: it lacks date"),
        ],
    ),
    Change(
        "a decision that is only a sentence",
        each(fields("TC_010", verdict="fail"), text("decisions: []", "decisions:\n  - all is well")),
        "fail",
        [
            FAILED,
            ("VD-10", "decisions[1] is a single value, but a group of keys is expected"),
            ("VD-41", "an entry of decisions could not be understood"),
        ],
    ),
    Change(
        "whether anything was decided is not answered",
        without("decisions"),
        "incomplete",
        [
            (
                "VD-13",
                "decisions is not answered (Decisions of the Compliance Working Group have reference, "
                "date, ground, and what they lift and 1 more)",
            )
        ],
    ),
    Change(
        "a decision lifts a crash",
        each(incident(**CRASHED), decision(**LIFTED)),
        "pass",
        [],
        [("VD-40", "decision CWG-2026-08 of 2026-03-06 waives I-2: a fault of the mains")],
    ),
    Change(
        "a decision lifts a crash and not a failure",
        each(fields("TC_010", verdict="fail"), incident(**CRASHED), decision(**LIFTED)),
        "fail",
        [FAILED],
        [("VD-40", "decision CWG-2026-08 of 2026-03-06 waives I-2: a fault of the mains")],
    ),
    Change(
        "a decision lifts a failure and not a crash",
        each(fields("TC_010", verdict="fail"), incident(**CRASHED), decision(**DECIDED)),
        "fail",
        [
            CRASH,
            (
                "VD-20",
                "84 test cases have no result that counts (it began before the tests were restarted): "
                "TC_001, TC_002, TC_003 and 81 more",
            ),
            LOG_VOID,
        ],
        [LIFTS_TC_010],
    ),
    Change(
        "a decision from before the crash",
        each(incident(**CRASHED), decision(**{**LIFTED, "date": "2026-03-02"})),
        "fail",
        [CRASH, ALL_VOID, ("VD-41", "decision CWG-2026-08 cannot waive I-2: it is older than the incident"), LOG_VOID],
        [("VD-40", "decision CWG-2026-08 of 2026-03-02 waives nothing: a fault of the mains")],
    ),
    Change(
        "a decision on an incident that does not exist",
        each(incident(**CRASHED), decision(**{**LIFTED, "incidents": "[I-9]"})),
        "fail",
        [
            CRASH,
            ALL_VOID,
            ("VD-41", "decision CWG-2026-08 names I-9, but not exactly one incident has this id"),
            LOG_VOID,
        ],
        [LIFTS_NOTHING],
    ),
    Change(
        "a decision on one of two incidents of the same name",
        each(incident(**CRASHED), incident(**CRASHED), decision(**LIFTED)),
        "fail",
        [
            CRASH,
            CRASH,
            ALL_VOID,
            ("VD-41", "decision CWG-2026-08 names I-2, but not exactly one incident has this id"),
            LOG_VOID,
        ],
        [LIFTS_NOTHING],
    ),
    Change(
        "a decision on an incident without a time",
        each(incident(**{k: v for k, v in CRASHED.items() if k != "at"}), decision(**LIFTED)),
        "fail",
        [
            ("VD-30", "crash at an unknown time: it fails the conformance tests, and earlier results are invalid"),
            (
                "VD-23",
                "84 passes do not count (an incident that could not be understood may invalidate it): TC_001, "
                "TC_002, TC_004_1 and 81 more",
            ),
            NOT_RERUN,
            ("VD-41", "decision CWG-2026-08 cannot waive I-2, which has no kind or no time"),
            ("VD-36", "incident 1 (crash) does not say when it happened"),
        ],
        [
            (
                "VD-26",
                "TC_030 is optional: passed 2026-03-03 09:54:56, but an incident that could not be understood "
                "may invalidate it",
            ),
            LIFTS_NOTHING,
        ],
    ),
    Change(
        "a decision lifts a change of firmware that the log shows",
        each(incident(**{**CRASHED, "kind": "firmware change"}), another_boot, decision(**LIFTED)),
        "pass",
        [],
        [("VD-40", "decision CWG-2026-08 of 2026-03-06 waives I-2: a fault of the mains")],
    ),
]
