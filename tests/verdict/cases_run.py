"""Which test cases are passed, and which of their runs count (5.4, 5.5, 7.1.3, 8.1.2, 8.2, Appendix D)."""

from tests.verdict.changes import (
    Change,
    drop,
    each,
    everywhere,
    fields,
    in_a_file_without_resets,
    late_reset,
    mode_2,
    moved,
    rerun,
    reset_before,
    text,
    without,
    without_resets,
)

NOT_RERUN = ("VD-25", "case(test_case=TC_003, outcome=excused(verdict=fail, start=2026-03-03T10:27:02))")
FAILED = ("VD-21", "case(test_case=TC_010, outcome=failed(start=2026-03-03T09:38:48))")

RUNS = [
    Change(
        "a test case was not run",
        drop("TC_010"),
        "incomplete",
        [("VD-20", "case-has(test_case=TC_010, outcome=no-result)")],
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
        [("VD-21", "case(test_case=TC_010, outcome=failed-then-passed(start=2026-03-03T09:38:48))")],
    ),
    Change(
        "a test case passed and then failed",
        rerun("TC_010", "fail", "14:30"),
        "fail",
        [("VD-21", "case(test_case=TC_010, outcome=failed(start=2026-03-03T14:30:00))")],
    ),
    Change(
        "a failure of a run whose time is not known",
        each(rerun("TC_010", "fail", "14:30"), fields("TC_010", startTime=None)),
        "fail",
        [("VD-21", "case(test_case=TC_010, outcome=failed(start=None))")],
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
        [("VD-22", "case(test_case=TC_010, outcome=ended(verdict=inconc, start=2026-03-03T09:38:48))")],
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
        [("VD-22", "case(test_case=TC_010, outcome=ended(verdict=inconc, start=2026-03-03T14:30:00))")],
    ),
    Change(
        "passed and inconclusive at the same time",
        rerun("TC_010", "inconc", "09:38:48", reset=None),
        "incomplete",
        [("VD-22", "case(test_case=TC_010, outcome=ended(verdict=inconc, start=2026-03-03T09:38:48))")],
    ),
    Change(
        "passed, and inconclusive at a time that is not known",
        each(rerun("TC_010", "inconc", "08:50"), fields("TC_010", startTime=None)),
        "incomplete",
        [("VD-22", "case(test_case=TC_010, outcome=ended(verdict=inconc, start=None))")],
    ),
    Change(
        "passed, and inconclusive at some time of the same day",
        each(rerun("TC_010", "inconc", "08:50"), fields("TC_010", startTime="2026-03-03")),
        "incomplete",
        [("VD-22", "case(test_case=TC_010, outcome=ended(verdict=inconc, start=2026-03-03T00:00:00))")],
    ),
    Change(
        "the tool stopped with an error",
        fields("TC_010", verdict="error"),
        "incomplete",
        [("VD-22", "case(test_case=TC_010, outcome=ended(verdict=error, start=2026-03-03T09:38:48))")],
    ),
    Change(
        "a verdict that cannot be read",
        fields("TC_010", verdict="passed?"),
        "incomplete",
        [
            ("VD-22", "case(test_case=TC_010, outcome=ended(verdict=unknown, start=2026-03-03T09:38:48))"),
            ("VD-27", "finding(code=RS-02, finding=RS-02(items=[]))"),
        ],
    ),
    Change(
        "a verdict that is a number",
        fields("TC_010", verdict=1),
        "incomplete",
        [
            ("VD-22", "case(test_case=TC_010, outcome=ended(verdict=unknown, start=2026-03-03T09:38:48))"),
            ("VD-27", "finding(code=RS-02, finding=RS-02(items=[]))"),
        ],
    ),
    Change(
        "a verdict that is empty",
        fields("TC_010", verdict=""),
        "incomplete",
        [
            ("VD-22", "case(test_case=TC_010, outcome=ended(verdict=unknown, start=2026-03-03T09:38:48))"),
            ("VD-27", "finding(code=RS-02, finding=RS-02(items=[]))"),
        ],
    ),
    Change(
        "a result without a verdict",
        fields("TC_010", verdict=None),
        "incomplete",
        [
            ("VD-22", "case(test_case=TC_010, outcome=ended(verdict=unknown, start=2026-03-03T09:38:48))"),
            ("VD-27", "finding(code=RS-02, finding=RS-02(items=[]))"),
        ],
    ),
    Change(
        "an optional test case failed",
        fields("TC_030", verdict="fail"),
        "pass",
        [],
        [("VD-26", "case-not-required(test_case=TC_030, status=optional, outcome=failed(start=2026-03-03T09:54:56))")],
    ),
    Change(
        "an optional test case was inconclusive",
        fields("TC_030", verdict="inconc"),
        "pass",
        [],
        [
            (
                "VD-26",
                "case-not-required(test_case=TC_030, status=optional, outcome=ended(verdict=inconc, "
                "start=2026-03-03T09:54:56))",
            )
        ],
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
        [
            (
                "VD-26",
                "case-not-required(test_case=TC_017_2, status=not-applicable, "
                "outcome=failed(start=2026-03-03T14:30:00))",
            )
        ],
    ),
    Change(
        "the results are empty",
        lambda d: d.rows.clear(),
        "incomplete",
        [("VD-20", "cases-no-result(test_cases=[TC_001, TC_002, TC_003, 82 more])")],
    ),
    Change(
        "a run from before the statement was frozen",
        moved("TC_010", "02 16:29"),
        "incomplete",
        [("VD-20", "case-has(test_case=TC_010, outcome=no-result-that-counts(why=before-frozen))")],
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
                "case(test_case=TC_010, outcome=pass-does-not-count(start=2026-03-02T16:30:00, "
                "why=maybe-before-frozen))",
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
                "case(test_case=TC_010, outcome=pass-does-not-count(start=None, why=maybe-before-frozen))",
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
                "case(test_case=TC_010, outcome=pass-does-not-count(start=None, why=maybe-before-frozen))",
            ),
            ("VD-27", "finding(code=RS-03, finding=RS-03(items=[]))"),
        ],
    ),
    Change(
        "a run with its day alone, among resets",
        fields("TC_010", startTime="2026-03-03"),
        "incomplete",
        [
            (
                "VD-23",
                "case(test_case=TC_010, outcome=pass-does-not-count(start=2026-03-03T00:00:00, why=place-not-known))",
            )
        ],
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
        [("VD-20", "case-has(test_case=TC_010, outcome=no-result-that-counts(why=before-frozen))")],
    ),
    Change(
        "times in results with a zone, in the record without one",
        each(without("utc_offset"), fields("TC_010", startTime="2026-03-03T08:38:48Z")),
        "incomplete",
        [
            (
                "VD-23",
                "case(test_case=TC_010, outcome=pass-does-not-count(start=2026-03-03T08:38:48+00:00, "
                "why=maybe-before-frozen))",
            ),
            (
                "VD-72",
                "log-not-comparable(since=frozen)",
            ),
        ],
    ),
    Change(
        "of another kind of device",
        fields("TC_010", testCaseName="TC_010_CSMS", sut="CSMS"),
        "incomplete",
        [
            ("VD-20", "case-has(test_case=TC_010, outcome=no-result-that-counts(why=of-device(device=CSMS)))"),
            ("VD-27", "finding(code=RS-12, finding=RS-12(items=[TC_010]))"),
        ],
    ),
    Change(
        "a failure of another kind of device",
        each(rerun("TC_010", "fail", "14:30"), fields("TC_010", testCaseName="TC_010_CSMS", sut="CSMS")),
        "incomplete",
        [("VD-27", "finding(code=RS-12, finding=RS-12(items=[TC_010]))")],
    ),
    Change(
        "of two kinds of device at once",
        fields("TC_010", sut="CSMS"),
        "incomplete",
        [
            (
                "VD-23",
                "case(test_case=TC_010, outcome=pass-does-not-count(start=2026-03-03T09:38:48, "
                "why=contradicts-itself))",
            ),
            ("VD-27", "finding(code=RS-13, finding=RS-13(items=[TC_010]))"),
        ],
    ),
    Change(
        "a failure of two kinds of device at once",
        fields("TC_010", verdict="fail", sut="CSMS"),
        "fail",
        [FAILED, ("VD-27", "finding(code=RS-13, finding=RS-13(items=[TC_010]))")],
    ),
    Change(
        "of another version of OCPP",
        fields("TC_010", ocppVersion="ocpp2.0.1"),
        "incomplete",
        [
            ("VD-20", "case-has(test_case=TC_010, outcome=no-result-that-counts(why=of-protocol(protocol=ocpp2.0.1)))"),
            ("VD-27", "finding(code=RS-18, finding=RS-18(items=[TC_010]))"),
        ],
    ),
    Change(
        "of a version that has the digits of the right one",
        fields("TC_010", ocppVersion="ocpp2.1.6"),
        "incomplete",
        [
            ("VD-20", "case-has(test_case=TC_010, outcome=no-result-that-counts(why=of-protocol(protocol=ocpp2.1.6)))"),
            ("VD-27", "finding(code=RS-18, finding=RS-18(items=[TC_010]))"),
        ],
    ),
    Change(
        "not in PICS mode",
        fields("TC_010", pics_mode=False),
        "incomplete",
        [
            (
                "VD-23",
                "case(test_case=TC_010, outcome=pass-does-not-count(start=2026-03-03T09:38:48, why=not-in-pics-mode))",
            )
        ],
    ),
    Change(
        "whether in PICS mode cannot be read",
        fields("TC_010", pics_mode="perhaps"),
        "incomplete",
        [("VD-27", "finding(code=RS-03, finding=RS-03(items=[]))")],
    ),
    Change(
        "with another configuration of the tool",
        fields("TC_010", configuration="EX-11-Duo"),
        "incomplete",
        [
            (
                "VD-23",
                "case(test_case=TC_010, outcome=pass-does-not-count(start=2026-03-03T09:38:48, "
                "why=tool-differs(what=configuration)))",
            )
        ],
    ),
    Change(
        "with another version of the tool's configuration",
        fields("TC_010", config_version="2"),
        "incomplete",
        [
            (
                "VD-23",
                "case(test_case=TC_010, outcome=pass-does-not-count(start=2026-03-03T09:38:48, "
                "why=tool-differs(what=version)))",
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
                "cases-passes-do-not-count(test_cases=[TC_001, TC_002, TC_004_1, 81 more], "
                "why=tool-not-known(what=version))",
            ),
            NOT_RERUN,
        ],
        [
            (
                "VD-26",
                "case-not-required(test_case=TC_030, status=optional, "
                "outcome=pass-does-not-count(start=2026-03-03T09:54:56, "
                "why=tool-not-known(what=version)))",
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
                "cases-passes-do-not-count(test_cases=[TC_001, TC_002, TC_004_1, 81 more], "
                "why=tool-differs(what=configuration))",
            ),
            NOT_RERUN,
        ],
        [
            (
                "VD-26",
                "case-not-required(test_case=TC_030, status=optional, "
                "outcome=pass-does-not-count(start=2026-03-03T09:54:56, "
                "why=tool-differs(what=configuration)))",
            )
        ],
    ),
    Change(
        "the reset before it failed",
        reset_before("TC_010", "fail"),
        "incomplete",
        [
            (
                "VD-23",
                "case(test_case=TC_010, outcome=pass-does-not-count(start=2026-03-03T09:38:48, why=reset-not-passed))",
            )
        ],
    ),
    Change(
        "the reset before it was inconclusive",
        reset_before("TC_010", "inconc"),
        "incomplete",
        [
            (
                "VD-23",
                "case(test_case=TC_010, outcome=pass-does-not-count(start=2026-03-03T09:38:48, why=reset-not-passed))",
            )
        ],
    ),
    Change(
        "no reset before it",
        reset_before("TC_010", None),
        "incomplete",
        [("VD-23", "case(test_case=TC_010, outcome=pass-does-not-count(start=2026-03-03T09:38:48, why=no-reset))")],
    ),
    Change(
        "a run in a file that has no resets, among others that have",
        in_a_file_without_resets("TC_010"),
        "incomplete",
        [
            (
                "VD-23",
                "case(test_case=TC_010, outcome=pass-does-not-count(start=2026-03-03T09:38:48, why=no-reset-rows))",
            )
        ],
    ),
    Change(
        "a reset after it only",
        each(reset_before("TC_010", None), late_reset("TC_010")),
        "incomplete",
        [("VD-23", "case(test_case=TC_010, outcome=pass-does-not-count(start=2026-03-03T09:38:48, why=no-reset))")],
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
        [("VD-28", "resets-not-shown")],
    ),
    Change(
        "no resets in the results, and the record says No",
        each(without_resets, text("reset_before_each: Yes", "reset_before_each: No")),
        "incomplete",
        [("VD-28", "resets-not-made")],
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
        [
            ("VD-20", "case-has(test_case=TC_010, outcome=no-result)"),
            ("VD-27", "finding(code=RS-10, finding=RS-10(items=[TC_999]))"),
        ],
    ),
    Change(
        "a test case with another spelling of its number",
        fields("TC_010", testCaseName="TC_10_CS"),
        "incomplete",
        [
            ("VD-20", "case-has(test_case=TC_010, outcome=no-result)"),
            ("VD-27", "finding(code=RS-10, finding=RS-10(items=[TC_10]))"),
        ],
    ),
    Change(
        "a test case with a space in its id",
        fields("TC_010", testCaseName="TC _010_CS"),
        "incomplete",
        [
            ("VD-20", "case-has(test_case=TC_010, outcome=no-result)"),
            ("VD-27", "finding(code=RS-10, finding=RS-10(items=[TC _010]))"),
        ],
    ),
    Change(
        "a test case with letters that look the same",
        fields("TC_010", testCaseName="\u0422C_010_CS"),
        "incomplete",
        [
            ("VD-20", "case-has(test_case=TC_010, outcome=no-result)"),
            ("VD-27", "finding(code=RS-10, finding=RS-10(items=[\u0422C_010]))"),
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
        [
            ("VD-20", "case-has(test_case=TC_010, outcome=no-result)"),
            ("VD-27", "finding(code=RS-01, finding=RS-01(items=[]))"),
        ],
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
        [("VD-20", "case-has(test_case=TC_010, outcome=no-result-that-counts(why=before-frozen))")],
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
        [("VD-29", "flow-not-allowed")],
    ),
    Change(
        "the status flow of Appendix D on a Mode 1/2-only station",
        mode_2,
        "pass",
        [],
        [("VD-29", "flow-allowed")],
    ),
]
