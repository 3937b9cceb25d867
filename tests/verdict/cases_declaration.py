"""Declaration runs (8.3, 9.4): passed in every run, in PICS mode, in one day, by nobody, and of a family member."""

from tests.verdict.changes import (
    DECIDED,
    WHAT,
    Change,
    decision,
    drop,
    each,
    ends_after,
    fields,
    file,
    gone,
    incident,
    later_from,
    no_family,
    nth,
    pics,
    rerun,
    text,
    unbound,
    with_log,
    without,
)

ALL_VOID = (
    "VD-20",
    "85 test cases have no result that counts (it began before the tests were restarted): "
    "TC_001, TC_002, TC_003 and 82 more",
)

DECLARED = [
    Change(
        "a declared test case failed",
        fields("TC_012", verdict="fail"),
        "fail",
        [("VD-52", "TC_012 failed 2026-03-03 09:43:15")],
    ),
    Change(
        "one of several runs failed",
        nth("TC_010", 1, verdict="fail"),
        "fail",
        [("VD-52", "TC_010 failed 2026-03-03 09:33:11")],
    ),
    Change(
        "one of several runs was inconclusive",
        nth("TC_010", 0, verdict="inconc"),
        "fail",
        [("VD-52", "TC_010 inconclusive 2026-03-03 09:30:40")],
    ),
    Change(
        "one of several runs ended with an error",
        nth("TC_010", 2, verdict="error"),
        "fail",
        [("VD-52", "TC_010 ended with an error 2026-03-03 09:35:42")],
    ),
    Change(
        "an optional test case of the declaration failed",
        rerun("TC_030", "fail", "12:50"),
        "fail",
        [("VD-52", "TC_030 failed 2026-03-03 12:50:00")],
    ),
    Change(
        "a test case that does not apply failed",
        rerun("TC_017_2", "fail", "12:50"),
        "fail",
        [("VD-52", "TC_017_2 failed 2026-03-03 12:50:00")],
    ),
    Change(
        "a test case that the edition does not have failed",
        each(rerun("TC_012", "fail", "12:50"), fields("TC_012", testCaseName="TC_999_CS")),
        "fail",
        [
            ("VD-52", "TC_999 failed 2026-03-03 12:50:00"),
            ("VD-27", "RS-10: “TC_999_CS”: ocpp-1.6-v2.4 has no test case “TC_999”"),
        ],
    ),
    Change(
        "a declared test case was not run",
        drop("TC_012"),
        "incomplete",
        [("VD-20", "TC_012 has no result")],
    ),
    Change(
        "a set-up issue does not excuse",
        each(
            nth("TC_010", 0, verdict="fail"),
            incident(
                kind="set-up issue",
                at="2026-03-03 09:30",
                until="2026-03-03 09:33",
                test_cases="[TC_010]",
                caused_by="laboratory",
                non_ocpp_configuration_changed="No",
                **WHAT,
            ),
        ),
        "fail",
        [
            ("VD-57", "set-up issue 2026-03-03 09:33:00: earlier results are invalid"),
            (
                "VD-20",
                "12 test cases have no result that counts (it began before the tests were restarted): "
                "TC_001, TC_002, TC_003 and 9 more",
            ),
            (
                "VD-23",
                "TC_010 passed 2026-03-03 09:33:11, but it may have begun before the tests were restarted",
            ),
        ],
    ),
    Change(
        "one run is not in PICS mode",
        nth("TC_010", 1, pics_mode=False),
        "fail",
        [("VD-53", "TC_010 passed 2026-03-03 09:33:11, but it was not run in PICS mode")],
    ),
    Change(
        "one run does not say that it is in PICS mode",
        nth("TC_010", 1, pics_mode=None),
        "incomplete",
        [("VD-53", "TC_010 passed 2026-03-03 09:33:11, but it may not have been run in PICS mode")],
    ),
    Change(
        "one run is not in PICS mode, and its file is not bound",
        each(nth("TC_010", 1, pics_mode=False), unbound("results.json")),
        "fail",
        [
            ("VD-53", "TC_010 passed 2026-03-03 09:33:11, but it was not run in PICS mode"),
            ("VD-15", "results results.json has no digest in the record"),
            (
                "VD-23",
                "88 passes do not count (its file does not match the digest in the record): TC_001, TC_002, "
                "TC_003 and 85 more",
            ),
        ],
        bind=False,
    ),
    Change(
        "one of several runs does not count",
        nth("TC_010", 1, configuration="EX-44"),
        "incomplete",
        [("VD-23", "TC_010 passed 2026-03-03 09:33:11, but it was run with another tool configuration")],
    ),
    Change(
        "the reset before one of several runs failed",
        lambda d: d.rows[d.rows.index(d.runs_of("TC_010")[1]) - 1].update(verdict="fail"),
        "incomplete",
        [("VD-23", "TC_010 passed 2026-03-03 09:33:11, but the reset before it did not pass")],
    ),
    Change(
        "the PICS was changed during the run",
        pics("rfid_readers: single", "rfid_readers: one per EVSE"),
        "fail",
        [
            ("VD-03", "the digest of pics.yaml is 0f07636aead5b1b3…, but c157dc417f5d64b0… was frozen"),
            (
                "VD-23",
                "89 passes do not count (the statement is not the one that was "
                "frozen): TC_001, TC_002, TC_003 and 86 more",
            ),
        ],
        bind=False,
    ),
    Change(
        "a person took part",
        text("without_intervention: Yes", "without_intervention: No"),
        "fail",
        [("VD-12", "declaration.without_intervention is No (A declaration run goes without human intervention)")],
    ),
    Change(
        "whether a person took part is not answered",
        without("without_intervention"),
        "incomplete",
        [
            (
                "VD-13",
                "declaration.without_intervention is not answered (A declaration run goes without human intervention)",
            )
        ],
    ),
    Change(
        "the run was interrupted",
        text("without_interruption: Yes", "without_interruption: No"),
        "fail",
        [("VD-12", "declaration.without_interruption is No (A declaration run is not interrupted)")],
    ),
    Change(
        "the run was interrupted, and its times are open",
        each(text("without_interruption: Yes", "without_interruption: No"), fields("TC_012", duration=None)),
        "fail",
        [
            ("VD-12", "declaration.without_interruption is No (A declaration run is not interrupted)"),
            ("VD-56", "not every test of the run has a start and a duration"),
        ],
    ),
    Change(
        "longer than 24 hours",
        later_from("TC_087", days=1),
        "fail",
        [
            ("VD-54", "the run took 27 h 48 min, from 2026-03-03 09:00:00 +01:00 to 2026-03-04 12:48:58 +01:00"),
            ("VD-55", "nothing ran for 24 h 0 min between TC_077 and 000_RESET, from 2026-03-03 12:46:27 +01:00"),
        ],
    ),
    Change(
        "24 hours exactly",
        ends_after("TC_087", 86400),
        "incomplete",
        [("VD-55", "nothing ran for 20 h 11 min between TC_077 and 000_RESET, from 2026-03-03 12:46:27 +01:00")],
    ),
    Change(
        "24 hours and a second",
        ends_after("TC_087", 86401),
        "fail",
        [
            ("VD-54", "the run took 24 h 0 min, from 2026-03-03 09:00:00 +01:00 to 2026-03-04 09:00:01 +01:00"),
            ("VD-55", "nothing ran for 20 h 11 min between TC_077 and 000_RESET, from 2026-03-03 12:46:27 +01:00"),
        ],
    ),
    Change(
        "a pause of 15 minutes",
        later_from("TC_087", seconds=897),
        "pass",
        [],
    ),
    Change(
        "a pause of 15 minutes and a second",
        later_from("TC_087", seconds=898),
        "incomplete",
        [("VD-55", "nothing ran for 15 min 1 s between TC_077 and 000_RESET, from 2026-03-03 12:46:27 +01:00")],
    ),
    Change(
        "a run without its duration",
        fields("TC_012", duration=None),
        "incomplete",
        [("VD-56", "not every test of the run has a start and a duration")],
    ),
    Change(
        "a run without its beginning",
        fields("TC_012", startTime=None),
        "incomplete",
        [
            (
                "VD-23",
                "TC_012 passed at an unknown time, but it may have begun before the statement was frozen",
            ),
            ("VD-56", "not every test of the run has a start and a duration"),
        ],
    ),
    Change(
        "a crash during the run",
        incident(kind="crash", at="2026-03-03 10:00", caused_by="device", **WHAT),
        "fail",
        [
            ("VD-57", "crash 2026-03-03 10:00:00: earlier results are invalid"),
            (
                "VD-20",
                "22 test cases have no result that counts (it began before the tests were restarted): "
                "TC_001, TC_002, TC_003 and 19 more",
            ),
            (
                "VD-23",
                "TC_019 passed 2026-03-03 10:00:52, but it may have begun before the tests were restarted",
            ),
        ],
    ),
    Change(
        "a crash that is called one of the laboratory",
        incident(kind="crash", at="2026-03-03 14:00", caused_by="laboratory", decided_by="R. Example", **WHAT),
        "fail",
        [
            ("VD-57", "crash 2026-03-03 14:00:00: earlier results are invalid"),
            (
                "VD-12",
                "a declaration run has no laboratory that could have caused a crash (A crash attributed to the "
                "laboratory has "
                "a reason and a person who decided it)",
            ),
            ALL_VOID,
            ("VD-56", "the run has no test"),
        ],
    ),
    Change(
        "an incident before the run",
        incident(kind="firmware change", at="2026-03-03 08:40", **WHAT),
        "incomplete",
        [
            (
                "VD-62",
                "the configuration keys were read 2026-03-03 08:30:00, but the firmware change was 2026-03-03 08:40:00",
            )
        ],
        [("VD-57", "firmware change 2026-03-03 08:40:00: earlier results are invalid, and all tests were run again")],
    ),
    Change(
        "two runs overlap",
        fields("TC_012", duration=600),
        "incomplete",
        [("VD-58", "000_RESET began 7 min 57 s before TC_012 had ended")],
    ),
    Change(
        "a decision on a declared test case",
        each(fields("TC_012", verdict="fail"), decision(**DECIDED)),
        "fail",
        [("VD-52", "TC_012 failed 2026-03-03 09:43:15")],
        [("VD-42", "decision CWG-2026-07 waives no result of a declaration run")],
    ),
    Change(
        "a device outside the family",
        pics("{model: EX-11 Duo, firmware_version: 3.1.0}", "{model: EX-33 Duo, firmware_version: 3.1.0}"),
        "fail",
        [("VD-50", "EX-11 Duo is not listed as a family member")],
    ),
    Change(
        "another version than the family's",
        pics("{model: EX-11 Duo, firmware_version: 3.1.0}", "{model: EX-11 Duo, firmware_version: 3.2.0}"),
        "fail",
        [("VD-50", "EX-11 Duo is listed as a family member with 3.2.0, but was tested with 3.1.0")],
    ),
    Change(
        "no family",
        no_family,
        "fail",
        [("VD-50", "the PICS names no product family")],
    ),
    Change(
        "the model is not known",
        each(text("  model: EX-11 Duo\n", ""), pics("  model: EX-11 Duo\n", "")),
        "incomplete",
        [
            ("VD-04", "P-48: model is not answered. This row has to be filled in for a charging station."),
            (
                "VD-13",
                "device.model is not answered (The certificate holds for one device, hardware feature set"
                " and version; they are named)",
            ),
            ("VD-50", "the record does not name the model, so the device may not be a family member"),
        ],
    ),
    Change(
        "the representative product itself",
        pics("representative: EX-22 Duo", "representative: EX-11 Duo"),
        "fail",
        [("VD-51", "EX-11 Duo is the representative product of the family")],
    ),
    Change(
        "the representative product is not named",
        pics("  representative: EX-22 Duo\n", ""),
        "incomplete",
        [
            (
                "VD-04",
                "P-61a: family.representative is not answered. A product family needs its name, its "
                "members and its representative product.",
            ),
            ("VD-51", "the PICS does not name the representative product, so the device may be it"),
        ],
    ),
    Change(
        "the tool's report is missing",
        gone("report.pdf"),
        "incomplete",
        [("VD-14", "declaration report report.pdf: there is no such file")],
        bind=False,
    ),
    Change(
        "the tool's report is empty",
        file("report.pdf", b""),
        "incomplete",
        [("VD-14", "declaration report report.pdf is empty")],
    ),
    Change(
        "the tool's report is another file of the dossier",
        lambda d: d.files.update({"report.pdf": d.files["pics.yaml"]}),
        "incomplete",
        [("VD-14", "declaration report report.pdf is the same file as pics.yaml")],
    ),
    Change(
        "the record names no report",
        text("    file: report.pdf\n", ""),
        "incomplete",
        [
            (
                "VD-13",
                "declaration.report.file is not answered (The report of a declaration run, signed by the "
                "test tool, is there)",
            )
        ],
    ),
    Change(
        "a message log in a declaration",
        with_log,
        "pass",
        [],
        [("VD-73", "the logs are not measured in a declaration run")],
    ),
]
