"""Which test cases are passed, and which of their runs count (5.4, 5.5, 7.1.3, 8.1.2, 8.2, Appendix D)."""

from tests.verdict.changes import (
    Change,
    drop,
    each,
    everywhere,
    fields,
    late_reset,
    mode_2,
    moved,
    rerun,
    reset_before,
    text,
    without,
    without_resets,
)

NOT_RERUN = ("VD-25", "TC_003 failed 2026-03-03 10:27:02 during a set-up issue; no later pass counts")
FAILED = ("VD-21", "TC_010 failed 2026-03-03 09:38:48")

RUNS = [
    Change(
        "a test case was not run",
        drop("TC_010"),
        "incomplete",
        [("VD-20", "TC_010 has no result")],
    ),
    Change(
        "a test case failed",
        fields("TC_010", verdict="fail"),
        "fail",
        [FAILED],
    ),
    Change(
        "a test case failed and then passed",
        each(fields("TC_010", verdict="fail"), rerun("TC_010", "pass", "14:30")),
        "fail",
        [("VD-21", "TC_010 failed 2026-03-03 09:38:48; a later pass does not undo a failure")],
    ),
    Change(
        "a test case passed and then failed",
        rerun("TC_010", "fail", "14:30"),
        "fail",
        [("VD-21", "TC_010 failed 2026-03-03 14:30:00")],
    ),
    Change(
        "a failure of a run whose time is not known",
        each(rerun("TC_010", "fail", "14:30"), fields("TC_010", startTime=None)),
        "fail",
        [("VD-21", "TC_010 failed at an unknown time")],
    ),
    Change(
        "a failure that is not in PICS mode",
        fields("TC_010", verdict="fail", pics_mode=False),
        "fail",
        [FAILED],
    ),
    Change(
        "inconclusive",
        fields("TC_010", verdict="inconc"),
        "incomplete",
        [("VD-22", "TC_010 inconclusive 2026-03-03 09:38:48")],
    ),
    Change(
        "inconclusive and then passed",
        each(fields("TC_010", verdict="INCONC"), rerun("TC_010", "pass", "14:30")),
        "pass",
        [],
    ),
    Change(
        "passed and then inconclusive",
        rerun("TC_010", "inconc", "14:30"),
        "incomplete",
        [("VD-22", "TC_010 inconclusive 2026-03-03 14:30:00")],
    ),
    Change(
        "passed and inconclusive at the same time",
        rerun("TC_010", "inconc", "09:38:48", reset=None),
        "incomplete",
        [("VD-22", "TC_010 inconclusive 2026-03-03 09:38:48")],
    ),
    Change(
        "passed, and inconclusive at a time that is not known",
        each(rerun("TC_010", "inconc", "08:50"), fields("TC_010", startTime=None)),
        "incomplete",
        [("VD-22", "TC_010 inconclusive at an unknown time")],
    ),
    Change(
        "passed, and inconclusive at some time of the same day",
        each(rerun("TC_010", "inconc", "08:50"), fields("TC_010", startTime="2026-03-03")),
        "incomplete",
        [("VD-22", "TC_010 inconclusive 2026-03-03 00:00:00")],
    ),
    Change(
        "the tool stopped with an error",
        fields("TC_010", verdict="error"),
        "incomplete",
        [("VD-22", "TC_010 ended with an error 2026-03-03 09:38:48")],
    ),
    Change(
        "a verdict that cannot be read",
        fields("TC_010", verdict="passed?"),
        "incomplete",
        [
            ("VD-22", "TC_010 has an unknown verdict 2026-03-03 09:38:48"),
            ("VD-27", "RS-02: “TC_010_CS”: “passed?” is not a verdict"),
        ],
    ),
    Change(
        "a verdict that is a number",
        fields("TC_010", verdict=1),
        "incomplete",
        [
            ("VD-22", "TC_010 has an unknown verdict 2026-03-03 09:38:48"),
            ("VD-27", "RS-02: “TC_010_CS”: “1” is not a verdict"),
        ],
    ),
    Change(
        "a verdict that is empty",
        fields("TC_010", verdict=""),
        "incomplete",
        [
            ("VD-22", "TC_010 has an unknown verdict 2026-03-03 09:38:48"),
            ("VD-27", "RS-02: “TC_010_CS”: the record has no verdict"),
        ],
    ),
    Change(
        "a result without a verdict",
        fields("TC_010", verdict=None),
        "incomplete",
        [
            ("VD-22", "TC_010 has an unknown verdict 2026-03-03 09:38:48"),
            ("VD-27", "RS-02: “TC_010_CS”: the record has no verdict"),
        ],
    ),
    Change(
        "an optional test case failed",
        fields("TC_030", verdict="fail"),
        "pass",
        [],
        [("VD-26", "TC_030 is optional: failed 2026-03-03 09:54:56")],
    ),
    Change(
        "an optional test case was inconclusive",
        fields("TC_030", verdict="inconc"),
        "pass",
        [],
        [("VD-26", "TC_030 is optional: inconclusive 2026-03-03 09:54:56")],
    ),
    Change(
        "an optional test case was not run",
        drop("TC_030"),
        "pass",
        [],
    ),
    Change(
        "a test case that does not apply failed",
        rerun("TC_017_2", "fail", "14:30"),
        "pass",
        [],
        [("VD-26", "TC_017_2 does not apply: failed 2026-03-03 14:30:00")],
    ),
    Change(
        "the results are empty",
        lambda d: d.rows.clear(),
        "incomplete",
        [("VD-20", "85 test cases have no result: TC_001, TC_002, TC_003 and 82 more")],
    ),
    Change(
        "a run from before the statement was frozen",
        moved("TC_010", "02 16:29"),
        "incomplete",
        [("VD-20", "TC_010 has no result that counts: it began before the statement was frozen")],
    ),
    Change(
        "a failure from before the statement was frozen",
        rerun("TC_010", "fail", "02 16:29"),
        "pass",
        [],
    ),
    Change(
        "a run at the moment at which the statement was frozen",
        moved("TC_010", "02 16:30"),
        "incomplete",
        [
            (
                "VD-23",
                "TC_010 passed 2026-03-02 16:30:00, but it may have begun before the statement was frozen",
            )
        ],
    ),
    Change(
        "a run without a time",
        fields("TC_010", startTime=None),
        "incomplete",
        [
            (
                "VD-23",
                "TC_010 passed at an unknown time, but it may have begun before the statement was frozen",
            )
        ],
    ),
    Change(
        "a run of which the time cannot be read",
        fields("TC_010", startTime="yesterday"),
        "incomplete",
        [
            (
                "VD-23",
                "TC_010 passed at an unknown time, but it may have begun before the statement was frozen",
            ),
            ("VD-27", "RS-03: “TC_010_CS”: the start of the run cannot be read"),
        ],
    ),
    Change(
        "a run with its day alone, among resets",
        fields("TC_010", startTime="2026-03-03"),
        "incomplete",
        [("VD-23", "TC_010 passed 2026-03-03 00:00:00, but its order among the resets is not known")],
    ),
    Change(
        "a run with a time zone of its own",
        fields("TC_010", startTime="2026-03-03T08:38:48Z"),
        "pass",
        [],
    ),
    Change(
        "a run on the clock of another zone, before the freeze",
        fields("TC_010", startTime="2026-03-02T16:00:00+02:00"),
        "incomplete",
        [("VD-20", "TC_010 has no result that counts: it began before the statement was frozen")],
    ),
    Change(
        "times in results with a zone, in the record without one",
        each(without("utc_offset"), fields("TC_010", startTime="2026-03-03T08:38:48Z")),
        "incomplete",
        [
            (
                "VD-23",
                "TC_010 passed 2026-03-03 08:38:48 +00:00, but it may have begun before the statement was frozen",
            ),
            (
                "VD-72",
                "the message log may begin before the statement was frozen: the times cannot be compared",
            ),
        ],
    ),
    Change(
        "of another kind of device",
        fields("TC_010", testCaseName="TC_010_CSMS", sut="CSMS"),
        "incomplete",
        [
            ("VD-20", "TC_010 has no result that counts: it is for a CSMS"),
            ("VD-27", "RS-12: “TC_010_CSMS”: it is of a CSMS, but the PICS is of a Charging Station"),
        ],
    ),
    Change(
        "a failure of another kind of device",
        each(rerun("TC_010", "fail", "14:30"), fields("TC_010", testCaseName="TC_010_CSMS", sut="CSMS")),
        "incomplete",
        [("VD-27", "RS-12: “TC_010_CSMS”: it is of a CSMS, but the PICS is of a Charging Station")],
    ),
    Change(
        "of two kinds of device at once",
        fields("TC_010", sut="CSMS"),
        "incomplete",
        [
            ("VD-23", "TC_010 passed 2026-03-03 09:38:48, but it contradicts itself about the device"),
            ("VD-27", "RS-13: “TC_010_CS”: the id ends in CS, but the system under test is “CSMS”"),
        ],
    ),
    Change(
        "a failure of two kinds of device at once",
        fields("TC_010", verdict="fail", sut="CSMS"),
        "fail",
        [FAILED, ("VD-27", "RS-13: “TC_010_CS”: the id ends in CS, but the system under test is “CSMS”")],
    ),
    Change(
        "of another version of OCPP",
        fields("TC_010", ocppVersion="ocpp2.0.1"),
        "incomplete",
        [
            ("VD-20", "TC_010 has no result that counts: it is for ocpp2.0.1"),
            ("VD-27", "RS-18: “TC_010_CS”: it is of “ocpp2.0.1”"),
        ],
    ),
    Change(
        "of a version that has the digits of the right one",
        fields("TC_010", ocppVersion="ocpp2.1.6"),
        "incomplete",
        [
            ("VD-20", "TC_010 has no result that counts: it is for ocpp2.1.6"),
            ("VD-27", "RS-18: “TC_010_CS”: it is of “ocpp2.1.6”"),
        ],
    ),
    Change(
        "not in PICS mode",
        fields("TC_010", pics_mode=False),
        "incomplete",
        [("VD-23", "TC_010 passed 2026-03-03 09:38:48, but it was not run in PICS mode")],
    ),
    Change(
        "whether in PICS mode cannot be read",
        fields("TC_010", pics_mode="perhaps"),
        "incomplete",
        [("VD-27", "RS-03: “TC_010_CS”: the field for PICS mode cannot be read")],
    ),
    Change(
        "with another configuration of the tool",
        fields("TC_010", configuration="EX-11-Duo"),
        "incomplete",
        [("VD-23", "TC_010 passed 2026-03-03 09:38:48, but it was run with another tool configuration")],
    ),
    Change(
        "with another version of the tool's configuration",
        fields("TC_010", config_version="2"),
        "incomplete",
        [
            (
                "VD-23",
                "TC_010 passed 2026-03-03 09:38:48, but it was run with another version of the tool configuration",
            )
        ],
    ),
    Change(
        "which version of the tool's configuration is right is not in the record",
        without("configuration_version"),
        "incomplete",
        [
            (
                "VD-23",
                "84 passes do not count (the record does not name the version of the tool configuration): "
                "TC_001, TC_002, TC_004_1 and 81 more",
            ),
            NOT_RERUN,
        ],
        [
            (
                "VD-26",
                "TC_030 is optional: passed 2026-03-03 09:54:56, but the record does not name the version of "
                "the tool configuration",
            )
        ],
    ),
    Change(
        "all results are of another device's configuration",
        everywhere(configuration="EX-11-Duo"),
        "incomplete",
        [
            (
                "VD-23",
                "84 passes do not count (it was run with another tool configuration): TC_001, TC_002, TC_004_1 "
                "and 81 more",
            ),
            NOT_RERUN,
        ],
        [
            (
                "VD-26",
                "TC_030 is optional: passed 2026-03-03 09:54:56, but it was run with another tool configuration",
            )
        ],
    ),
    Change(
        "the reset before it failed",
        reset_before("TC_010", "fail"),
        "incomplete",
        [("VD-23", "TC_010 passed 2026-03-03 09:38:48, but the reset before it did not pass")],
    ),
    Change(
        "the reset before it was inconclusive",
        reset_before("TC_010", "inconc"),
        "incomplete",
        [("VD-23", "TC_010 passed 2026-03-03 09:38:48, but the reset before it did not pass")],
    ),
    Change(
        "no reset before it",
        reset_before("TC_010", None),
        "incomplete",
        [("VD-23", "TC_010 passed 2026-03-03 09:38:48, but no reset was run directly before it")],
    ),
    Change(
        "a reset after it only",
        each(reset_before("TC_010", None), late_reset("TC_010")),
        "incomplete",
        [("VD-23", "TC_010 passed 2026-03-03 09:38:48, but no reset was run directly before it")],
    ),
    Change(
        "a failure without a reset before it",
        each(reset_before("TC_010", None), fields("TC_010", verdict="fail")),
        "fail",
        [FAILED],
    ),
    Change(
        "no resets in the results, and the record does not say",
        each(without_resets, without("reset_before_each")),
        "incomplete",
        [("VD-28", "neither the results nor the record show a reset before every test")],
    ),
    Change(
        "no resets in the results, and the record says No",
        each(without_resets, text("reset_before_each: Yes", "reset_before_each: No")),
        "incomplete",
        [("VD-28", "the record says that not every test had a reset before it")],
    ),
    Change(
        "no resets in the results, and the record says Yes",
        without_resets,
        "pass",
        [],
    ),
    Change(
        "a test case that the edition does not have",
        fields("TC_010", testCaseName="TC_999_CS"),
        "incomplete",
        [("VD-20", "TC_010 has no result"), ("VD-27", "RS-10: “TC_999_CS”: ocpp-1.6-v2.4 has no test case “TC_999”")],
    ),
    Change(
        "a test case with another spelling of its number",
        fields("TC_010", testCaseName="TC_10_CS"),
        "incomplete",
        [("VD-20", "TC_010 has no result"), ("VD-27", "RS-10: “TC_10_CS”: ocpp-1.6-v2.4 has no test case “TC_10”")],
    ),
    Change(
        "a test case with a space in its id",
        fields("TC_010", testCaseName="TC _010_CS"),
        "incomplete",
        [
            ("VD-20", "TC_010 has no result"),
            ("VD-27", "RS-10: “TC _010_CS”: ocpp-1.6-v2.4 has no test case “TC _010”"),
        ],
    ),
    Change(
        "a test case with letters that look the same",
        fields("TC_010", testCaseName="\u0422C_010_CS"),
        "incomplete",
        [
            ("VD-20", "TC_010 has no result"),
            ("VD-27", "RS-10: “\u0422C_010_CS”: ocpp-1.6-v2.4 has no test case “\u0422C_010”"),
        ],
    ),
    Change(
        "a test case in small letters",
        fields("TC_010", testCaseName="tc_010_cs"),
        "pass",
        [],
    ),
    Change(
        "a record of the results without a test case",
        fields("TC_010", testCaseName=None),
        "incomplete",
        [("VD-20", "TC_010 has no result"), ("VD-27", "RS-01: the record does not name its test case")],
    ),
    Change(
        "the same run twice, and once it failed",
        lambda d: d.rows.append({**d.run("TC_010"), "verdict": "fail"}),
        "fail",
        [FAILED],
    ),
    Change(
        "a run before the calendar of the record begins",
        fields("TC_010", startTime="1999-12-31T23:59:59"),
        "incomplete",
        [("VD-20", "TC_010 has no result that counts: it began before the statement was frozen")],
    ),
    Change(
        "the same run twice",
        lambda d: d.rows.append(dict(d.run("TC_010"))),
        "pass",
        [],
    ),
    Change(
        "the status flow of Appendix D on a station that is not Mode 1/2-only",
        text("  reset_before_each: Yes", "  reset_before_each: Yes\n  deviating_status_flow: Yes"),
        "fail",
        [("VD-29", "the device uses the deviating status flow, which is not allowed for it")],
    ),
    Change(
        "the status flow of Appendix D on a Mode 1/2-only station",
        mode_2,
        "pass",
        [],
        [("VD-29", "the device uses the deviating status flow, which is allowed for it")],
    ),
]
