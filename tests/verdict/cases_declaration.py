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
    "cases-no-result-that-counts(test_cases=[TC_001, TC_002, TC_003, 82 more], why=before-restart)",
)

DECLARED = [
    Change(
        "a declared test case failed",
        fields("TC_012", verdict="fail"),
        "fail",
        [("VD-52", "case(test_case=TC_012, outcome=ended(verdict=fail, start=2026-03-03T09:43:15))")],
    ),
    Change(
        "one of several runs failed",
        nth("TC_010", 1, verdict="fail"),
        "fail",
        [("VD-52", "case(test_case=TC_010, outcome=ended(verdict=fail, start=2026-03-03T09:33:11))")],
    ),
    Change(
        "one of several runs was inconclusive",
        nth("TC_010", 0, verdict="inconc"),
        "fail",
        [("VD-52", "case(test_case=TC_010, outcome=ended(verdict=inconc, start=2026-03-03T09:30:40))")],
    ),
    Change(
        "one of several runs ended with an error",
        nth("TC_010", 2, verdict="error"),
        "fail",
        [("VD-52", "case(test_case=TC_010, outcome=ended(verdict=error, start=2026-03-03T09:35:42))")],
    ),
    Change(
        "an optional test case of the declaration failed",
        rerun("TC_030", "fail", "12:50"),
        "fail",
        [("VD-52", "case(test_case=TC_030, outcome=ended(verdict=fail, start=2026-03-03T12:50:00))")],
    ),
    Change(
        "a test case that does not apply failed",
        rerun("TC_017_2", "fail", "12:50"),
        "fail",
        [("VD-52", "case(test_case=TC_017_2, outcome=ended(verdict=fail, start=2026-03-03T12:50:00))")],
    ),
    Change(
        "a test case that the edition does not have failed",
        each(rerun("TC_012", "fail", "12:50"), fields("TC_012", testCaseName="TC_999_CS")),
        "fail",
        [
            ("VD-52", "case(test_case=TC_999, outcome=ended(verdict=fail, start=2026-03-03T12:50:00))"),
            ("VD-27", "finding(code=RS-10, finding=RS-10(items=[TC_999]))"),
        ],
    ),
    Change(
        "a declared test case was not run",
        drop("TC_012"),
        "incomplete",
        [("VD-20", "case-has(test_case=TC_012, outcome=no-result)")],
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
            ("VD-57", "incident(kind=set-up issue, at=2026-03-03T09:33:00)"),
            (
                "VD-20",
                "cases-no-result-that-counts(test_cases=[TC_001, TC_002, TC_003, 9 more], why=before-restart)",
            ),
            (
                "VD-23",
                "case(test_case=TC_010, outcome=pass-does-not-count(start=2026-03-03T09:33:11, "
                "why=maybe-before-restart))",
            ),
        ],
    ),
    Change(
        "one run is not in PICS mode",
        nth("TC_010", 1, pics_mode=False),
        "fail",
        [
            (
                "VD-53",
                "case(test_case=TC_010, outcome=pass-does-not-count(start=2026-03-03T09:33:11, why=not-in-pics-mode))",
            )
        ],
    ),
    Change(
        "one run does not say that it is in PICS mode",
        nth("TC_010", 1, pics_mode=None),
        "incomplete",
        [
            (
                "VD-53",
                "case(test_case=TC_010, outcome=pass-does-not-count(start=2026-03-03T09:33:11, "
                "why=maybe-not-in-pics-mode))",
            )
        ],
    ),
    Change(
        "one run is not in PICS mode, and its file is not bound",
        each(nth("TC_010", 1, pics_mode=False), unbound("results.json")),
        "fail",
        [
            (
                "VD-53",
                "case(test_case=TC_010, outcome=pass-does-not-count(start=2026-03-03T09:33:11, why=not-in-pics-mode))",
            ),
            ("VD-15", "file-without-digest(role=results, file=results.json)"),
            (
                "VD-23",
                "cases-passes-do-not-count(test_cases=[TC_001, TC_002, TC_003, 85 more], why=not-recorded)",
            ),
        ],
        bind=False,
    ),
    Change(
        "one of several runs does not count",
        nth("TC_010", 1, configuration="EX-44"),
        "incomplete",
        [
            (
                "VD-23",
                "case(test_case=TC_010, outcome=pass-does-not-count(start=2026-03-03T09:33:11, "
                "why=tool-differs(what=configuration)))",
            )
        ],
    ),
    Change(
        "the reset before one of several runs failed",
        lambda d: d.rows[d.rows.index(d.runs_of("TC_010")[1]) - 1].update(verdict="fail"),
        "incomplete",
        [
            (
                "VD-23",
                "case(test_case=TC_010, outcome=pass-does-not-count(start=2026-03-03T09:33:11, why=reset-not-passed))",
            )
        ],
    ),
    Change(
        "the PICS was changed during the run",
        pics("rfid_readers: single", "rfid_readers: one per EVSE"),
        "fail",
        [
            (
                "VD-03",
                "statement-changed(file=pics.yaml, "
                "digest=0f07636aead5b1b36175ffb70b4b101189fbabe4c70304231ab44015fa010f19, "
                "frozen=c157dc417f5d64b02de38b36ca324e3726b14dae9e9e46608d56a0c225ce49e8)",
            ),
            (
                "VD-23",
                "cases-passes-do-not-count(test_cases=[TC_001, TC_002, TC_003, 86 more], why=statement-changed)",
            ),
        ],
        bind=False,
    ),
    Change(
        "a person took part",
        text("without_intervention: Yes", "without_intervention: No"),
        "fail",
        [
            (
                "VD-12",
                "requirement(shown=answers(answers=[[declaration.without_intervention, No]]), title=A "
                "declaration run goes without human intervention)",
            )
        ],
    ),
    Change(
        "whether a person took part is not answered",
        without("without_intervention"),
        "incomplete",
        [
            (
                "VD-13",
                "requirement(shown=not-answered(items=[declaration.without_intervention]), title=A "
                "declaration run goes without human intervention)",
            )
        ],
    ),
    Change(
        "the run was interrupted",
        text("without_interruption: Yes", "without_interruption: No"),
        "fail",
        [
            (
                "VD-12",
                "requirement(shown=answers(answers=[[declaration.without_interruption, No]]), title=A "
                "declaration run is not interrupted)",
            )
        ],
    ),
    Change(
        "the run was interrupted, and its times are open",
        each(text("without_interruption: Yes", "without_interruption: No"), fields("TC_012", duration=None)),
        "fail",
        [
            (
                "VD-12",
                "requirement(shown=answers(answers=[[declaration.without_interruption, No]]), title=A "
                "declaration run is not interrupted)",
            ),
            ("VD-56", "window-not-known"),
        ],
    ),
    Change(
        "longer than 24 hours",
        later_from("TC_087", days=1),
        "fail",
        [
            (
                "VD-54",
                "window-too-long(seconds=100138.0, began=2026-03-03T09:00:00+01:00, ended=2026-03-04T12:48:58+01:00)",
            ),
            ("VD-55", "window-gap(seconds=86403.0, after=TC_077, before=000_RESET, began=2026-03-03T12:46:27+01:00)"),
        ],
    ),
    Change(
        "24 hours exactly",
        ends_after("TC_087", 86400),
        "incomplete",
        [("VD-55", "window-gap(seconds=72665.0, after=TC_077, before=000_RESET, began=2026-03-03T12:46:27+01:00)")],
    ),
    Change(
        "24 hours and a second",
        ends_after("TC_087", 86401),
        "fail",
        [
            (
                "VD-54",
                "window-too-long(seconds=86401.0, began=2026-03-03T09:00:00+01:00, ended=2026-03-04T09:00:01+01:00)",
            ),
            ("VD-55", "window-gap(seconds=72666.0, after=TC_077, before=000_RESET, began=2026-03-03T12:46:27+01:00)"),
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
        [("VD-55", "window-gap(seconds=901.0, after=TC_077, before=000_RESET, began=2026-03-03T12:46:27+01:00)")],
    ),
    Change(
        "a run without its duration",
        fields("TC_012", duration=None),
        "incomplete",
        [("VD-56", "window-not-known")],
    ),
    Change(
        "a run without its beginning",
        fields("TC_012", startTime=None),
        "incomplete",
        [
            (
                "VD-23",
                "case(test_case=TC_012, outcome=pass-does-not-count(start=None, why=maybe-before-frozen))",
            ),
            ("VD-56", "window-not-known"),
        ],
    ),
    Change(
        "a crash during the run",
        incident(kind="crash", at="2026-03-03 10:00", caused_by="device", **WHAT),
        "fail",
        [
            ("VD-57", "incident(kind=crash, at=2026-03-03T10:00:00)"),
            (
                "VD-20",
                "cases-no-result-that-counts(test_cases=[TC_001, TC_002, TC_003, 19 more], why=before-restart)",
            ),
            (
                "VD-23",
                "case(test_case=TC_019, outcome=pass-does-not-count(start=2026-03-03T10:00:52, "
                "why=maybe-before-restart))",
            ),
        ],
    ),
    Change(
        "a crash that is called one of the laboratory",
        incident(kind="crash", at="2026-03-03 14:00", caused_by="laboratory", decided_by="R. Example", **WHAT),
        "fail",
        [
            ("VD-57", "incident(kind=crash, at=2026-03-03T14:00:00)"),
            (
                "VD-12",
                "requirement(shown=no-laboratory, title=A crash attributed to the laboratory has a "
                "reason and a person who decided it)",
            ),
            ALL_VOID,
            ("VD-56", "window-without-test"),
        ],
    ),
    Change(
        "an incident before the run",
        incident(kind="firmware change", at="2026-03-03 08:40", **WHAT),
        "incomplete",
        [
            (
                "VD-62",
                "keys-read-before(change=firmware change, read_at=2026-03-03T08:30:00, at=2026-03-03T08:40:00)",
            )
        ],
        [("VD-57", "incident-run-again(kind=firmware change, at=2026-03-03T08:40:00)")],
    ),
    Change(
        "two runs overlap",
        fields("TC_012", duration=600),
        "incomplete",
        [("VD-58", "window-overlap(seconds=477.0, test_case=000_RESET, before=TC_012)")],
    ),
    Change(
        "a decision on a declared test case",
        each(fields("TC_012", verdict="fail"), decision(**DECIDED)),
        "fail",
        [("VD-52", "case(test_case=TC_012, outcome=ended(verdict=fail, start=2026-03-03T09:43:15))")],
        [("VD-42", "decision-in-declaration(reference=CWG-2026-07)")],
    ),
    Change(
        "a device outside the family",
        pics("{model: EX-11 Duo, firmware_version: 3.1.0}", "{model: EX-33 Duo, firmware_version: 3.1.0}"),
        "fail",
        [("VD-50", "not-a-member(model=EX-11 Duo)")],
    ),
    Change(
        "another version than the family's",
        pics("{model: EX-11 Duo, firmware_version: 3.1.0}", "{model: EX-11 Duo, firmware_version: 3.2.0}"),
        "fail",
        [("VD-50", "member-version-differs(model=EX-11 Duo, versions=[3.2.0], version=3.1.0)")],
    ),
    Change(
        "no family",
        no_family,
        "fail",
        [("VD-50", "no-family")],
    ),
    Change(
        "the model is not known",
        each(text("  model: EX-11 Duo\n", ""), pics("  model: EX-11 Duo\n", "")),
        "incomplete",
        [
            (
                "VD-04",
                "finding(code=P-48, finding=edition(title=This row has to be filled in for a charging "
                "station., items=[model, dut]))",
            ),
            (
                "VD-13",
                "requirement(shown=not-answered(items=[device.model]), title=The certificate holds for "
                "one device, hardware feature set and version; they are named)",
            ),
            ("VD-50", "model-not-known"),
        ],
    ),
    Change(
        "the representative product itself",
        pics("representative: EX-22 Duo", "representative: EX-11 Duo"),
        "fail",
        [("VD-51", "is-representative(model=EX-11 Duo)")],
    ),
    Change(
        "the representative product is not named",
        pics("  representative: EX-22 Duo\n", ""),
        "incomplete",
        [
            (
                "VD-04",
                "finding(code=P-61a, finding=edition(title=A product family needs its name, its members "
                "and its representative product., items=[family.representative, family.name, "
                "family.members]))",
            ),
            ("VD-51", "representative-not-known"),
        ],
    ),
    Change(
        "the tool's report is missing",
        gone("report.pdf"),
        "incomplete",
        [("VD-14", "file-not-readable(role=declaration report, file=report.pdf, problem=there is no such file)")],
        bind=False,
    ),
    Change(
        "the tool's report is empty",
        file("report.pdf", b""),
        "incomplete",
        [("VD-14", "file-empty(role=declaration report, file=report.pdf)")],
    ),
    Change(
        "the tool's report is another file of the dossier",
        lambda d: d.files.update({"report.pdf": d.files["pics.yaml"]}),
        "incomplete",
        [("VD-14", "report-is-another-file(role=declaration report, file=report.pdf, other=pics.yaml)")],
    ),
    Change(
        "the record names no report",
        text("    file: report.pdf\n", ""),
        "incomplete",
        [
            (
                "VD-13",
                "requirement(shown=not-answered(items=[declaration.report.file]), title=The report of a "
                "declaration run, signed by the test tool, is there)",
            )
        ],
    ),
    Change(
        "a message log in a declaration",
        with_log,
        "pass",
        [],
        [("VD-73", "measured-in-declaration")],
    ),
]
