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

NOT_RERUN = ("VD-25", "case(test_case=TC_003, outcome=excused(verdict=fail, start=2026-03-03T10:27:02))")
ALL_VOID = (
    "VD-20",
    "cases-no-result-that-counts(test_cases=[TC_001, TC_002, TC_003, 82 more], why=before-restart)",
)
LOG_VOID = ("VD-72", "log-before(since=restart, began=2026-03-03T09:00:04.625000, at=2026-03-03T14:00:00)")
CRASH = ("VD-30", "incident-fails(kind=crash, at=2026-03-03T14:00:00)")
LIFTS_TC_010 = (
    "VD-40",
    "decision-lifts(reference=CWG-2026-07, date=2026-03-06, ground=a bug of the tool in this test, lifted=[TC_010])",
)
LIFTS_NOTHING = ("VD-40", "decision-lifts-nothing(reference=CWG-2026-08, date=2026-03-06, ground=a fault of the mains)")
FAILED = ("VD-21", "case(test_case=TC_010, outcome=failed(start=2026-03-03T09:38:48))")
NOT_EXCUSED = ("VD-21", "case(test_case=TC_003, outcome=failed-then-passed(start=2026-03-03T10:27:02))")


def near(side: str, seconds: float | None = None, *, case: str = NOT_EXCUSED[1]) -> tuple[str, str]:
    """The failure of TC_003, with the incident that is near it and does not cover it."""
    span = "" if seconds is None else f", span={seconds}"
    return "VD-21", f"case-{side}-incident(case={case}, incident=I-1, kind=set-up issue{span})"


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
        [("VD-21", "case(test_case=TC_003, outcome=failed(start=2026-03-03T14:30:00))")],
    ),
    Change(
        "a set-up issue whose test case was inconclusive again",
        rerun("TC_003", "inconc", "14:30"),
        "incomplete",
        [("VD-22", "case(test_case=TC_003, outcome=ended(verdict=inconc, start=2026-03-03T14:30:00))")],
    ),
    Change(
        "a set-up issue that names another test case",
        text("test_cases: [TC_003]", "test_cases: [TC_004_1]"),
        "fail",
        [near("within")],
    ),
    Change(
        "a set-up issue that names no test case",
        without("test_cases"),
        "fail",
        [near("within"), ("VD-36", "set-up-incomplete(number=1)")],
    ),
    Change(
        "a set-up issue that names a test case of a CSMS",
        text("test_cases: [TC_003]", "test_cases: [TC_003_CSMS]"),
        "fail",
        [
            near("within"),
            (
                "VD-36",
                "set-up-unknown-case(number=1, test_case=TC_003)",
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
                "set-up-unknown-case(number=1, test_case=TC_999)",
            )
        ],
    ),
    Change(
        "a set-up issue without an end",
        without("until"),
        "fail",
        [near("after", 122.0), ("VD-36", "set-up-incomplete(number=1)")],
    ),
    Change(
        "a set-up issue without a beginning",
        text("at: 2026-03-03 10:25\n    until", "until"),
        "fail",
        [NOT_EXCUSED, ("VD-36", "set-up-incomplete(number=1)")],
    ),
    Change(
        "a set-up issue that ends before it begins",
        text("until: 2026-03-03 10:40", "until: 2026-03-03 10:20"),
        "fail",
        [near("after", 122.0), ("VD-36", "set-up-ends-first(number=1)")],
    ),
    Change(
        "a set-up issue that began after the failure",
        text("at: 2026-03-03 10:25", "at: 2026-03-03 10:28"),
        "fail",
        [near("before", 58.0)],
    ),
    Change(
        "a set-up issue that was solved when the failing run began",
        text("until: 2026-03-03 10:40", "until: 2026-03-03 10:27:02"),
        "fail",
        [near("after", 0.0)],
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
        [near("before", 3478.0)],
    ),
    Change(
        "a set-up issue that the device caused",
        text("caused_by: laboratory", "caused_by: device"),
        "fail",
        [near("within"), ("VD-36", "set-up-by-device(number=1)")],
    ),
    Change(
        "a set-up issue that does not say what caused it",
        without("caused_by"),
        "fail",
        [
            near("within"),
            ("VD-36", "set-up-cause-not-known(number=1)"),
        ],
    ),
    Change(
        "a set-up issue of which it is open whether a configuration was changed",
        without("non_ocpp_configuration_changed"),
        "fail",
        [
            near("within", case="case(test_case=TC_003, outcome=failed(start=2026-03-03T10:27:02))"),
            (
                "VD-23",
                "cases-passes-do-not-count(test_cases=[TC_001, TC_002, TC_004_1, 81 more], "
                "why=incident-not-understood)",
            ),
            ("VD-36", "set-up-configuration-not-known(number=1)"),
        ],
        [
            (
                "VD-26",
                "case-not-required(test_case=TC_030, status=optional, "
                "outcome=pass-does-not-count(start=2026-03-03T09:54:56, why=incident-not-understood))",
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
                "cases-no-result-that-counts(test_cases=[TC_002, TC_005_1, TC_010, 28 more], why=before-restart)",
            ),
            (
                "VD-33",
                "incident(kind=non-OCPP configuration change in a set-up issue, at=2026-03-03T10:40:00)",
            ),
            (
                "VD-62",
                "keys-read-before(change=non-OCPP configuration change in a set-up issue, "
                "read_at=2026-03-02T15:10:00, at=2026-03-03T10:40:00)",
            ),
            ("VD-72", "log-before(since=restart, began=2026-03-03T09:00:04.625000, at=2026-03-03T10:40:00)"),
        ],
    ),
    Change(
        "a set-up issue that says nothing of what happened",
        without("description"),
        "incomplete",
        [
            (
                "VD-13",
                "requirement(shown=incident-lacks(number=1, missing=[description]), title=Issues are noted, "
                "each with its class and time)",
            )
        ],
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
        [("VD-30", "incident-run-again(kind=crash, at=2026-03-03T08:50:00)")],
    ),
    Change(
        "a crash, and not everything run again",
        incident(kind="crash", at="2026-03-03 10:00", caused_by="device", **WHAT),
        "fail",
        [
            ("VD-30", "incident-fails(kind=crash, at=2026-03-03T10:00:00)"),
            (
                "VD-20",
                "cases-no-result-that-counts(test_cases=[TC_005_1, TC_010, TC_011_2, 18 more], why=before-restart)",
            ),
            ("VD-72", "log-before(since=restart, began=2026-03-03T09:00:04.625000, at=2026-03-03T10:00:00)"),
        ],
    ),
    Change(
        "a crash in the minute in which a test began",
        incident(kind="crash", at="2026-03-03 09:00", caused_by="device", **WHAT),
        "fail",
        [
            ("VD-30", "incident-fails(kind=crash, at=2026-03-03T09:00:00)"),
            (
                "VD-23",
                "case(test_case=TC_085, outcome=pass-does-not-count(start=2026-03-03T09:00:37, "
                "why=maybe-before-restart))",
            ),
            (
                "VD-72",
                "log-in-minute(since=restart, began=2026-03-03T09:00:04.625000, at=2026-03-03T09:00:00)",
            ),
        ],
    ),
    Change(
        "a crash at the very moment at which a test began",
        incident(kind="crash", at="2026-03-03 09:00:37", caused_by="device", **WHAT),
        "fail",
        [
            ("VD-30", "incident-fails(kind=crash, at=2026-03-03T09:00:37)"),
            (
                "VD-23",
                "case(test_case=TC_085, outcome=pass-does-not-count(start=2026-03-03T09:00:37, "
                "why=maybe-before-restart))",
            ),
            ("VD-72", "log-before(since=restart, began=2026-03-03T09:00:04.625000, at=2026-03-03T09:00:37)"),
        ],
    ),
    Change(
        "a crash in another time zone",
        incident(kind="crash", at="2026-03-03 08:50+00:00", caused_by="device", **WHAT),
        "fail",
        [
            (
                "VD-30",
                "incident-fails(kind=crash, at=2026-03-03T08:50:00+00:00)",
            ),
            (
                "VD-20",
                "cases-no-result-that-counts(test_cases=[TC_005_1, TC_010, TC_011_2, 16 more], why=before-restart)",
            ),
            ("VD-72", "log-before(since=restart, began=2026-03-03T09:00:04.625000, at=2026-03-03T09:50:00)"),
        ],
    ),
    Change(
        "a crash without a time",
        incident(kind="crash", caused_by="device", **WHAT),
        "fail",
        [
            ("VD-30", "incident-fails(kind=crash, at=None)"),
            (
                "VD-23",
                "cases-passes-do-not-count(test_cases=[TC_001, TC_002, TC_004_1, 81 more], "
                "why=incident-not-understood)",
            ),
            NOT_RERUN,
            ("VD-36", "incident-time-not-known(number=1, kind=crash)"),
        ],
        [
            (
                "VD-26",
                "case-not-required(test_case=TC_030, status=optional, "
                "outcome=pass-does-not-count(start=2026-03-03T09:54:56, why=incident-not-understood))",
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
        [
            (
                "VD-13",
                "requirement(shown=incident-lacks(number=1, missing=[caused_by]), title=Issues are noted, "
                "each with its class and time)",
            )
        ],
        [("VD-30", "incident-run-again(kind=crash, at=2026-03-03T08:50:00)")],
    ),
    Change(
        "a crash that the laboratory caused by improper handling",
        incident(kind="crash", at="2026-03-03 14:00", caused_by="laboratory", decided_by="R. Example", **WHAT),
        "pass",
        [],
        [("VD-31", "crash-excused(at=2026-03-03T14:00:00, decided_by=R. Example)")],
    ),
    Change(
        "a crash that the laboratory caused, and nobody decided so",
        incident(kind="crash", at="2026-03-03 14:00", caused_by="laboratory", **WHAT),
        "fail",
        [
            CRASH,
            (
                "VD-13",
                "requirement(shown=crash-lacks(missing=[decided_by]), title=A crash attributed to the "
                "laboratory has a reason and a person who decided it)",
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
                "requirement(shown=crash-lacks(missing=[description]), title=A crash attributed to the "
                "laboratory has a reason and a person who decided it)",
            ),
            (
                "VD-13",
                "requirement(shown=incident-lacks(number=1, missing=[description]), title=Issues are "
                "noted, each with its class and time)",
            ),
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
            ("VD-32", "incident(kind=firmware change, at=2026-03-03T14:00:00)"),
            (
                "VD-62",
                "keys-read-before(change=firmware change, read_at=2026-03-02T15:10:00, at=2026-03-03T14:00:00)",
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
                "keys-read-before(change=firmware change, read_at=2026-03-02T15:10:00, at=2026-03-03T08:50:00)",
            )
        ],
        [("VD-32", "incident-run-again(kind=firmware change, at=2026-03-03T08:50:00)")],
    ),
    Change(
        "firmware changed, and everything done again",
        each(
            incident(kind="firmware change", at="2026-03-03 08:50", **WHAT),
            text("read_at: 2026-03-02 15:10", "read_at: 2026-03-03 08:55"),
        ),
        "pass",
        [],
        [("VD-32", "incident-run-again(kind=firmware change, at=2026-03-03T08:50:00)")],
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
                "keys-read-before(change=firmware change, read_at=2026-03-03T08:50:00, at=2026-03-03T08:50:00)",
            )
        ],
        [("VD-32", "incident-run-again(kind=firmware change, at=2026-03-03T08:50:00)")],
    ),
    Change(
        "hardware changed after the tests",
        incident(kind="hardware change", at="2026-03-03 14:00", **WHAT),
        "incomplete",
        [
            ALL_VOID,
            ("VD-32", "incident(kind=hardware change, at=2026-03-03T14:00:00)"),
            (
                "VD-62",
                "keys-read-before(change=hardware change, read_at=2026-03-02T15:10:00, at=2026-03-03T14:00:00)",
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
            ("VD-33", "incident(kind=non-OCPP configuration change, at=2026-03-03T14:00:00)"),
            (
                "VD-62",
                "keys-read-before(change=non-OCPP configuration change, read_at=2026-03-02T15:10:00, "
                "at=2026-03-03T14:00:00)",
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
                "incident-run-again(kind=non-OCPP configuration change, at=2026-03-03T08:50:00)",
            )
        ],
    ),
    Change(
        "a bug was found",
        incident(kind="defect", at="2026-03-03 12:00", **WHAT),
        "fail",
        [("VD-34", "defect(at=2026-03-03T12:00:00)")],
    ),
    Change(
        "a bug without a time",
        incident(kind="defect", **WHAT),
        "fail",
        [
            ("VD-34", "defect(at=None)"),
            (
                "VD-13",
                "requirement(shown=incident-lacks(number=1, missing=[at]), title=Issues are noted, each "
                "with its class and time)",
            ),
        ],
    ),
    Change(
        "a bug, and everything restarted after it",
        each(
            incident(kind="defect", at="2026-03-03 08:40", **WHAT),
            incident(kind="full restart", at="2026-03-03 08:50", **WHAT),
        ),
        "pass",
        [],
        [
            ("VD-35", "incident(kind=full restart, at=2026-03-03T08:50:00)"),
            ("VD-34", "defect-begun-anew(at=2026-03-03T08:40:00)"),
        ],
    ),
    Change(
        "a bug in the minute of the restart",
        each(
            incident(kind="defect", at="2026-03-03 08:50", **WHAT),
            incident(kind="full restart", at="2026-03-03 08:50", **WHAT),
        ),
        "fail",
        [("VD-34", "defect(at=2026-03-03T08:50:00)")],
        [("VD-35", "incident(kind=full restart, at=2026-03-03T08:50:00)")],
    ),
    Change(
        "a bug after the restart",
        each(
            incident(kind="defect", at="2026-03-03 12:00", **WHAT),
            incident(kind="full restart", at="2026-03-03 08:50", **WHAT),
        ),
        "fail",
        [("VD-34", "defect(at=2026-03-03T12:00:00)")],
        [("VD-35", "incident(kind=full restart, at=2026-03-03T08:50:00)")],
    ),
    Change(
        "restarted, and not everything run again",
        incident(kind="full restart", at="2026-03-03 09:05", **WHAT),
        "incomplete",
        [
            (
                "VD-20",
                "cases-no-result-that-counts(test_cases=[TC_021, TC_040_1, TC_085], why=before-restart)",
            ),
            ("VD-72", "log-before(since=restart, began=2026-03-03T09:00:04.625000, at=2026-03-03T09:05:00)"),
        ],
        [("VD-35", "incident(kind=full restart, at=2026-03-03T09:05:00)")],
    ),
    Change(
        "restarted after a failure",
        each(rerun("TC_010", "fail", "08:40"), incident(kind="full restart", at="2026-03-03 08:50", **WHAT)),
        "pass",
        [],
        [("VD-35", "incident(kind=full restart, at=2026-03-03T08:50:00)")],
    ),
    Change(
        "an incident of no kind",
        incident(at="2026-03-03 14:00", **WHAT),
        "incomplete",
        [
            (
                "VD-23",
                "cases-passes-do-not-count(test_cases=[TC_001, TC_002, TC_004_1, 81 more], "
                "why=incident-not-understood)",
            ),
            NOT_RERUN,
            ("VD-36", "incident-kind-not-known(number=1)"),
        ],
        [
            (
                "VD-26",
                "case-not-required(test_case=TC_030, status=optional, "
                "outcome=pass-does-not-count(start=2026-03-03T09:54:56, why=incident-not-understood))",
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
                "RC-02(items=[])",
            ),
            (
                "VD-23",
                "cases-passes-do-not-count(test_cases=[TC_001, TC_002, TC_004_1, 81 more], "
                "why=incident-not-understood)",
            ),
            NOT_RERUN,
            ("VD-36", "incident-kind-not-known(number=1)"),
        ],
        [
            (
                "VD-26",
                "case-not-required(test_case=TC_030, status=optional, "
                "outcome=pass-does-not-count(start=2026-03-03T09:54:56, why=incident-not-understood))",
            )
        ],
    ),
    Change(
        "an incident of which the time cannot be read",
        incident(kind="crash", at="around noon", caused_by="device", **WHAT),
        "fail",
        [
            ("VD-30", "incident-fails(kind=crash, at=None)"),
            (
                "VD-10",
                "RC-02(items=[])",
            ),
            (
                "VD-23",
                "cases-passes-do-not-count(test_cases=[TC_001, TC_002, TC_004_1, 81 more], "
                "why=incident-not-understood)",
            ),
            NOT_RERUN,
            ("VD-36", "incident-time-not-known(number=1, kind=crash)"),
        ],
        [
            (
                "VD-26",
                "case-not-required(test_case=TC_030, status=optional, "
                "outcome=pass-does-not-count(start=2026-03-03T09:54:56, why=incident-not-understood))",
            )
        ],
    ),
    Change(
        "an incident that is only a sentence",
        text("\nincidents:\n", "\nincidents:\n  - the station fell over\n"),
        "incomplete",
        [
            ("VD-10", "RC-03(items=[])"),
            (
                "VD-23",
                "cases-passes-do-not-count(test_cases=[TC_001, TC_002, TC_004_1, 81 more], "
                "why=incident-not-understood)",
            ),
            NOT_RERUN,
            ("VD-36", "incident-not-understood"),
        ],
        [
            (
                "VD-26",
                "case-not-required(test_case=TC_030, status=optional, "
                "outcome=pass-does-not-count(start=2026-03-03T09:54:56, why=incident-not-understood))",
            )
        ],
    ),
    Change(
        "whether anything happened is not answered",
        without("incidents"),
        "fail",
        [NOT_EXCUSED, ("VD-37", "incidents-not-answered")],
    ),
]

DECISIONS = [
    Change(
        "a decision waives a failure",
        each(fields("TC_010", verdict="fail"), decision(**DECIDED)),
        "pass",
        [],
        [LIFTS_TC_010],
    ),
    Change(
        "a decision waives a test case that was not run",
        each(drop("TC_010"), decision(**DECIDED)),
        "pass",
        [],
        [LIFTS_TC_010],
    ),
    Change(
        "a decision waives exactly what it names",
        each(fields("TC_010", verdict="fail"), fields("TC_012", verdict="fail"), decision(**DECIDED)),
        "fail",
        [("VD-21", "case(test_case=TC_012, outcome=failed(start=2026-03-03T12:04:48))")],
        [LIFTS_TC_010],
    ),
    Change(
        "a decision waives what needs no waiver",
        decision(**DECIDED),
        "pass",
        [],
        [
            (
                "VD-40",
                "decision-not-needed(reference=CWG-2026-07, date=2026-03-06, ground=a bug of the tool in this test)",
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
            ("VD-41", "decision-unknown-case(reference=CWG-2026-07, test_case=TC_010_CSMS)"),
        ],
        [
            (
                "VD-40",
                "decision-lifts-nothing(reference=CWG-2026-07, date=2026-03-06, ground=a bug of the tool in this test)",
            )
        ],
    ),
    Change(
        "a decision names a test case that does not exist",
        each(fields("TC_010", verdict="fail"), decision(**{**DECIDED, "test_cases": "[TC_10]"})),
        "fail",
        [FAILED, ("VD-41", "decision-unknown-case(reference=CWG-2026-07, test_case=TC_10)")],
        [
            (
                "VD-40",
                "decision-lifts-nothing(reference=CWG-2026-07, date=2026-03-06, ground=a bug of the tool in this test)",
            )
        ],
    ),
    Change(
        "a decision that waives everything",
        each(fields("TC_010", verdict="fail"), decision(**{**DECIDED, "test_cases": "[all]"})),
        "fail",
        [FAILED, ("VD-41", "decision-unknown-case(reference=CWG-2026-07, test_case=all)")],
        [
            (
                "VD-40",
                "decision-lifts-nothing(reference=CWG-2026-07, date=2026-03-06, ground=a bug of the tool in this test)",
            )
        ],
    ),
    Change(
        "a decision from before the statement was frozen",
        each(fields("TC_010", verdict="fail"), decision(**{**DECIDED, "date": "2026-03-01"})),
        "fail",
        [FAILED, ("VD-41", "decision-before-frozen(reference=CWG-2026-07, test_case=TC_010)")],
        [
            (
                "VD-40",
                "decision-lifts-nothing(reference=CWG-2026-07, date=2026-03-01, ground=a bug of the tool in this test)",
            )
        ],
    ),
    Change(
        "a decision whose incidents are not understood",
        each(fields("TC_010", verdict="fail"), decision(**DECIDED, incidents="{a: b}")),
        "fail",
        [FAILED, ("VD-10", "RC-03(items=[])"), ("VD-41", "decision-unclear(number=1)")],
    ),
    Change(
        "a decision without a reference",
        each(
            fields("TC_010", verdict="fail"),
            decision(date="2026-03-06", ground="a bug of the tool", test_cases="[TC_010]"),
        ),
        "fail",
        [FAILED, ("VD-41", "decision-lacks(number=1, missing=[reference])")],
    ),
    Change(
        "a decision without a date",
        each(
            fields("TC_010", verdict="fail"),
            decision(reference="CWG-2026-07", ground="a bug of the tool", test_cases="[TC_010]"),
        ),
        "fail",
        [FAILED, ("VD-41", "decision-lacks(number=1, missing=[date])")],
    ),
    Change(
        "a decision without a ground",
        each(
            fields("TC_010", verdict="fail"),
            decision(reference="CWG-2026-07", date="2026-03-06", test_cases="[TC_010]"),
        ),
        "fail",
        [FAILED, ("VD-41", "decision-lacks(number=1, missing=[ground])")],
    ),
    Change(
        "a decision that names nothing",
        each(
            fields("TC_010", verdict="fail"),
            decision(reference="CWG-2026-07", date="2026-03-06", ground="a bug of the tool"),
        ),
        "fail",
        [FAILED, ("VD-41", "decision-without-names(number=1)")],
    ),
    Change(
        "a decision whose date cannot be read",
        each(fields("TC_010", verdict="fail"), decision(**{**DECIDED, "date": "in March"})),
        "fail",
        [
            FAILED,
            ("VD-10", "RC-02(items=[])"),
            ("VD-41", "decision-lacks(number=1, missing=[date])"),
        ],
    ),
    Change(
        "a decision that is only a sentence",
        each(fields("TC_010", verdict="fail"), text("decisions: []", "decisions:\n  - all is well")),
        "fail",
        [
            FAILED,
            ("VD-10", "RC-03(items=[])"),
            ("VD-41", "decision-not-understood"),
        ],
    ),
    Change(
        "whether anything was decided is not answered",
        without("decisions"),
        "incomplete",
        [
            (
                "VD-13",
                "requirements(shown=not-answered(items=[decisions]), title=Decisions of the Compliance "
                "Working Group have reference, date, ground, and what they lift, more=1)",
            )
        ],
    ),
    Change(
        "a decision waives a crash",
        each(incident(**CRASHED), decision(**LIFTED)),
        "pass",
        [],
        [
            (
                "VD-40",
                "decision-lifts(reference=CWG-2026-08, date=2026-03-06, ground=a fault of the mains, lifted=[I-2])",
            )
        ],
    ),
    Change(
        "a decision waives a crash and not a failure",
        each(fields("TC_010", verdict="fail"), incident(**CRASHED), decision(**LIFTED)),
        "fail",
        [FAILED],
        [
            (
                "VD-40",
                "decision-lifts(reference=CWG-2026-08, date=2026-03-06, ground=a fault of the mains, lifted=[I-2])",
            )
        ],
    ),
    Change(
        "a decision waives a failure and not a crash",
        each(fields("TC_010", verdict="fail"), incident(**CRASHED), decision(**DECIDED)),
        "fail",
        [
            CRASH,
            (
                "VD-20",
                "cases-no-result-that-counts(test_cases=[TC_001, TC_002, TC_003, 81 more], why=before-restart)",
            ),
            LOG_VOID,
        ],
        [LIFTS_TC_010],
    ),
    Change(
        "a decision from before the crash",
        each(incident(**CRASHED), decision(**{**LIFTED, "date": "2026-03-02"})),
        "fail",
        [CRASH, ALL_VOID, ("VD-41", "decision-before-incident(reference=CWG-2026-08, incident=I-2)"), LOG_VOID],
        [("VD-40", "decision-lifts-nothing(reference=CWG-2026-08, date=2026-03-02, ground=a fault of the mains)")],
    ),
    Change(
        "a decision on an incident that does not exist",
        each(incident(**CRASHED), decision(**{**LIFTED, "incidents": "[I-9]"})),
        "fail",
        [
            CRASH,
            ALL_VOID,
            ("VD-41", "decision-unknown-incident(reference=CWG-2026-08, incident=I-9)"),
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
            ("VD-41", "decision-unknown-incident(reference=CWG-2026-08, incident=I-2)"),
            LOG_VOID,
        ],
        [LIFTS_NOTHING],
    ),
    Change(
        "a decision on an incident without a time",
        each(incident(**{k: v for k, v in CRASHED.items() if k != "at"}), decision(**LIFTED)),
        "fail",
        [
            ("VD-30", "incident-fails(kind=crash, at=None)"),
            (
                "VD-23",
                "cases-passes-do-not-count(test_cases=[TC_001, TC_002, TC_004_1, 81 more], "
                "why=incident-not-understood)",
            ),
            NOT_RERUN,
            ("VD-41", "decision-unclear-incident(reference=CWG-2026-08, incident=I-2)"),
            ("VD-36", "incident-time-not-known(number=1, kind=crash)"),
        ],
        [
            (
                "VD-26",
                "case-not-required(test_case=TC_030, status=optional, "
                "outcome=pass-does-not-count(start=2026-03-03T09:54:56, why=incident-not-understood))",
            ),
            LIFTS_NOTHING,
        ],
    ),
    Change(
        "a decision waives a change of firmware that the log shows",
        each(incident(**{**CRASHED, "kind": "firmware change"}), another_boot, decision(**LIFTED)),
        "pass",
        [],
        [
            (
                "VD-40",
                "decision-lifts(reference=CWG-2026-08, date=2026-03-06, ground=a fault of the mains, lifted=[I-2])",
            )
        ],
    ),
]
