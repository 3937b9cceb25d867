"""The evidence of a verdict: statement, record, files, configuration, firmware, performance (4.2, 5.5, 6, 8.2, 9)."""

from tests.verdict.changes import (
    IMAGE,
    LOG,
    WHAT,
    Change,
    another_boot,
    archive,
    each,
    fields,
    file,
    gone,
    in_log,
    incident,
    key,
    no_logs,
    pics,
    rebound,
    second_results,
    text,
    unbound,
    without,
    without_lines,
)

NOT_RERUN = ("VD-25", "case(test_case=TC_003, outcome=excused(verdict=fail, start=2026-03-03T10:27:02))")
FAILED = ("VD-21", "case(test_case=TC_010, outcome=failed(start=2026-03-03T09:38:48))")

STATEMENT = [
    Change(
        "the PICS is missing",
        gone("pics.yaml"),
        "incomplete",
        [
            ("VD-01", "statement-not-readable(problem=there is no such file)"),
            ("VD-71", "measured-without-statement"),
        ],
        bind=False,
    ),
    Change(
        "the PICS cannot be read",
        file("pics.yaml", b"general: ["),
        "incomplete",
        [
            (
                "VD-01",
                "statement-not-readable(problem=this is not valid YAML: did not find expected node "
                "content while parsing a flow node in line 2)",
            ),
            ("VD-71", "measured-without-statement"),
        ],
        bind=False,
    ),
    Change(
        "the PICS is empty",
        file("pics.yaml", b""),
        "incomplete",
        [
            ("VD-01", "statement-not-readable(problem=the file is empty)"),
            ("VD-71", "measured-without-statement"),
        ],
        bind=False,
    ),
    Change(
        "the record names no PICS",
        text("  file: pics.yaml\n", ""),
        "incomplete",
        [("VD-01", "no-statement"), ("VD-71", "measured-without-statement")],
        bind=False,
    ),
    Change(
        "the statement is not frozen",
        without("pics_sha256"),
        "incomplete",
        [
            ("VD-02", "statement-not-frozen(missing=digest)"),
            (
                "VD-23",
                "cases-passes-do-not-count(test_cases=[TC_001, TC_002, TC_004_1, 81 more], why=statement-not-frozen)",
            ),
            NOT_RERUN,
        ],
        notes=[
            (
                "VD-26",
                "case-not-required(test_case=TC_030, status=optional, "
                "outcome=pass-does-not-count(start=2026-03-03T09:54:56, why=statement-not-frozen))",
            )
        ],
        bind=False,
    ),
    Change(
        "when the statement was frozen is not noted",
        without("frozen_at"),
        "incomplete",
        [
            ("VD-02", "statement-not-frozen(missing=time)"),
            (
                "VD-23",
                "cases-passes-do-not-count(test_cases=[TC_001, TC_002, TC_004_1, 81 more], why=statement-not-frozen)",
            ),
            NOT_RERUN,
        ],
        notes=[
            (
                "VD-26",
                "case-not-required(test_case=TC_030, status=optional, "
                "outcome=pass-does-not-count(start=2026-03-03T09:54:56, why=statement-not-frozen))",
            )
        ],
        bind=False,
    ),
    Change(
        "an answer of the PICS was changed after it was frozen",
        pics("rfid_readers: single", "rfid_readers: one per EVSE"),
        "incomplete",
        [
            (
                "VD-03",
                "statement-changed(file=pics.yaml, "
                "digest=d62996798ef7c46c87b53ce99d56ccac85f7e070d3e823e9c0e449dc2a593a4e, "
                "frozen=52ea71effee918b197e25240b2aaf3a09a82a55b2ffcc709d35977e75ced9e56)",
            ),
            (
                "VD-23",
                "cases-passes-do-not-count(test_cases=[TC_001, TC_002, TC_004_1, 81 more], why=statement-changed)",
            ),
            NOT_RERUN,
        ],
        notes=[
            (
                "VD-26",
                "case-not-required(test_case=TC_030, status=optional, "
                "outcome=pass-does-not-count(start=2026-03-03T09:54:56, why=statement-changed))",
            )
        ],
        bind=False,
    ),
    Change(
        "the PICS contradicts itself",
        pics("smart_charging: Yes", "smart_charging: No"),
        "incomplete",
        [
            (
                "VD-04",
                "finding(code=P-58, finding=edition(title=A full certificate needs Smart Charging and "
                "Advanced Security., items=[certificate, smart_charging]))",
            )
        ],
    ),
    Change(
        "the PICS has two errors",
        each(pics("smart_charging: Yes", "smart_charging: No"), pics("vendor: Example Charging GmbH", "vendor:")),
        "incomplete",
        [("VD-04", "statement-has-errors(count=2, code=K-03, finding=K-03(items=[vendor]))")],
    ),
    Change(
        "an answer that decides is missing",
        pics("  C-07: Yes           # local start\n", ""),
        "incomplete",
        [
            ("VD-04", "finding(code=K-03, finding=K-03(items=[C-07]))"),
            ("VD-05", "plan-open(test_cases=[TC_003, TC_004_1, TC_004_2, 17 more], items=[C-07])"),
        ],
    ),
    Change(
        "another model was tested",
        text("model: EX-22 Duo", "model: EX-11 Duo"),
        "fail",
        [
            ("VD-06", "model-differs(model=EX-11 Duo, stated=EX-22 Duo)"),
            ("VD-64", "boot-model-differs(model=EX-22 Duo, stated=EX-11 Duo)"),
        ],
    ),
    Change(
        "the PICS is for another edition",
        pics("edition: ocpp-1.6-v2.4", "edition: ocpp-1.6-v9.9"),
        "incomplete",
        [
            ("VD-01", "statement-not-readable(problem=there is no edition 'ocpp-1.6-v9.9')"),
            ("VD-71", "measured-without-statement"),
        ],
        bind=False,
    ),
]

RECORD = [
    Change(
        "a key that the record does not have",
        text("remarks:", "remark:"),
        "incomplete",
        [("VD-10", "RC-01(items=[])")],
    ),
    Change(
        "the format of the record is a later one",
        text("record: 1", "record: 2"),
        "incomplete",
        [("VD-10", "RC-05(items=[])")],
    ),
    Change(
        "the record is for another edition than the PICS",
        text("edition: ocpp-1.6-v2.4", "edition: ocpp-1.6-v9.9"),
        "incomplete",
        [("VD-10", "RC-06(items=[])")],
    ),
    Change(
        "the mode is not answered",
        without("mode"),
        "incomplete",
        [
            ("VD-11", "mode-not-answered"),
            (
                "VD-13",
                "requirements(shown=depends(items=[mode]), title=The laboratory is authorized by the "
                "Open Charge Alliance, more=28)",
            ),
        ],
    ),
    Change(
        "the mode is not understood",
        text("mode: certification", "mode: trial"),
        "incomplete",
        [
            ("VD-10", "RC-02(items=[])"),
            (
                "VD-13",
                "requirements(shown=depends(items=[mode]), title=The laboratory is authorized by the "
                "Open Charge Alliance, more=28)",
            ),
        ],
    ),
    Change(
        "the laboratory did not find the PICS right",
        text("  verified: Yes", "  verified: No"),
        "incomplete",
        [
            (
                "VD-12",
                "requirement(shown=answers(answers=[[pics.verified, No]]), title=The laboratory verified the PICS)",
            )
        ],
    ),
    Change(
        "the station speaks through a server",
        text("speaks_directly: Yes", "speaks_directly: No"),
        "fail",
        [
            (
                "VD-12",
                "requirement(shown=answers(answers=[[setup.speaks_directly, No]]), title=The station speaks "
                "OCPP itself, not by way of a server)",
            )
        ],
    ),
    Change(
        "the pre-test failed",
        text("pre_test: passed", "pre_test: failed"),
        "incomplete",
        [
            (
                "VD-12",
                "requirements(shown=answers(answers=[[intake.pre_test, failed]]), title=A short pre-test "
                "shows that the device works, more=1)",
            )
        ],
    ),
    Change(
        "delivered with a higher security profile",
        text("security_profile: 1", "security_profile: 2"),
        "incomplete",
        [
            (
                "VD-12",
                "requirement(shown=answers(answers=[[C-11, Yes], [intake.security_profile, 2]]), title=A "
                "station with several security profiles is delivered with the lowest)",
            )
        ],
    ),
    Change(
        "the laboratory is not authorized",
        text("authorized_by_oca: Yes", "authorized_by_oca: No"),
        "incomplete",
        [
            (
                "VD-12",
                "requirement(shown=answers(answers=[[laboratory.authorized_by_oca, No]]), title=The "
                "laboratory is authorized by the Open Charge Alliance)",
            )
        ],
    ),
    Change(
        "the serial number is not noted",
        without("serial"),
        "incomplete",
        [
            (
                "VD-13",
                "requirement(shown=not-answered(items=[device.serial]), title=The certificate holds for "
                "one device, hardware feature set and version; they are named)",
            )
        ],
    ),
    Change(
        "who tested is not noted",
        without("testers"),
        "incomplete",
        [
            (
                "VD-13",
                "requirement(shown=not-answered(items=[laboratory.testers]), title=Testers of the "
                "laboratory run the tests)",
            )
        ],
    ),
    Change(
        "the connection was too slow",
        text("bandwidth: 11200", "bandwidth: 4.9"),
        "incomplete",
        [
            (
                "VD-12",
                "requirement(shown=figure(value=4.9, unit=kB/s, where=over-at(technology=ethernet, "
                "at=2026-03-03T08:40:00)), title=The bandwidth is at least 5 kB per second)",
            ),
            (
                "VD-13",
                "requirement(shown=poor(where=over-at(technology=ethernet, at=2026-03-03T08:40:00)), "
                "title=A poor connection is improved before performance is measured)",
            ),
        ],
    ),
    Change(
        "the results are missing",
        gone("results.json"),
        "incomplete",
        [
            ("VD-14", "file-not-readable(role=results, file=results.json, problem=there is no such file)"),
            ("VD-20", "cases-no-result(test_cases=[TC_001, TC_002, TC_003, 82 more])"),
        ],
        bind=False,
    ),
    Change(
        "the results cannot be read",
        file("results.json", b"{"),
        "incomplete",
        [
            (
                "VD-14",
                "file-not-readable(role=results, file=results.json, problem=this is not valid JSON: it "
                "ends too early in line 1)",
            ),
            ("VD-20", "cases-no-result(test_cases=[TC_001, TC_002, TC_003, 82 more])"),
        ],
        bind=False,
    ),
    Change(
        "the file of results is empty",
        file("results.json", b""),
        "incomplete",
        [
            ("VD-14", "file-empty(role=results, file=results.json)"),
            ("VD-20", "cases-no-result(test_cases=[TC_001, TC_002, TC_003, 82 more])"),
        ],
        bind=False,
    ),
    Change(
        "the results have no digest",
        unbound("results.json"),
        "incomplete",
        [
            ("VD-15", "file-without-digest(role=results, file=results.json)"),
            (
                "VD-23",
                "cases-passes-do-not-count(test_cases=[TC_001, TC_002, TC_004_1, 81 more], why=not-recorded)",
            ),
            NOT_RERUN,
        ],
        notes=[
            (
                "VD-26",
                "case-not-required(test_case=TC_030, status=optional, "
                "outcome=pass-does-not-count(start=2026-03-03T09:54:56, why=not-recorded))",
            )
        ],
        bind=False,
    ),
    Change(
        "the results were changed after they were recorded",
        fields("TC_030", duration=1),
        "incomplete",
        [
            (
                "VD-16",
                "file-changed(role=results, file=results.json, "
                "digest=51b6560b795b78894f935e2293d04433a1acea3078fdde66553b6654584c3790, "
                "recorded=96fd015b34938e358163115e3941cde6366a593d842eef0957e01a0ce38900c5)",
            ),
            (
                "VD-23",
                "cases-passes-do-not-count(test_cases=[TC_001, TC_002, TC_004_1, 81 more], why=not-recorded)",
            ),
            NOT_RERUN,
        ],
        notes=[
            (
                "VD-26",
                "case-not-required(test_case=TC_030, status=optional, "
                "outcome=pass-does-not-count(start=2026-03-03T09:54:56, why=not-recorded))",
            )
        ],
        bind=False,
    ),
    Change(
        "a failure in results that were changed",
        fields("TC_010", verdict="fail"),
        "fail",
        [
            FAILED,
            (
                "VD-16",
                "file-changed(role=results, file=results.json, "
                "digest=538602aaa94c0419864801baf82614dda13225a435b58114f4df4bad98e12b72, "
                "recorded=96fd015b34938e358163115e3941cde6366a593d842eef0957e01a0ce38900c5)",
            ),
            (
                "VD-23",
                "cases-passes-do-not-count(test_cases=[TC_001, TC_002, TC_004_1, 80 more], why=not-recorded)",
            ),
            NOT_RERUN,
        ],
        notes=[
            (
                "VD-26",
                "case-not-required(test_case=TC_030, status=optional, "
                "outcome=pass-does-not-count(start=2026-03-03T09:54:56, why=not-recorded))",
            )
        ],
        bind=False,
    ),
    Change(
        "the tool's configuration was changed",
        file("octt-configuration.json", b"{}"),
        "incomplete",
        [
            (
                "VD-16",
                "file-changed(role=tool's configuration, file=octt-configuration.json, "
                "digest=44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a, "
                "recorded=24dc5fccc7bcbb805519bcfc09605b4271d58ebd513ab5c3bfd50e15edde9ccd)",
            )
        ],
        bind=False,
    ),
    Change(
        "the tool's configuration is empty",
        file("octt-configuration.json", b""),
        "incomplete",
        [("VD-14", "file-empty(role=tool's configuration, file=octt-configuration.json)")],
    ),
    Change(
        "a second file of results has a failure",
        second_results("fail"),
        "fail",
        [("VD-21", "case(test_case=TC_010, outcome=failed(start=2026-03-03T14:30:00))")],
    ),
    Change(
        "a file that leaves the folder",
        text("file: results.json", "file: ../results.json"),
        "incomplete",
        [
            ("VD-10", "RC-04(items=[])"),
            ("VD-20", "cases-no-result(test_cases=[TC_001, TC_002, TC_003, 82 more])"),
        ],
        bind=False,
    ),
    Change(
        "two records of a damaged archive",
        archive,
        "incomplete",
        [("VD-27", "finding(code=RS-08, finding=RS-08(items=[]))")],
    ),
]

AGREEMENT = [
    Change(
        "the configuration keys are missing",
        gone("getconfiguration.json"),
        "incomplete",
        [("VD-60", "keys-not-readable(problem=there is no such file)")],
        bind=False,
    ),
    Change(
        "the record names no configuration keys",
        text("  file: getconfiguration.json\n", ""),
        "incomplete",
        [("VD-60", "keys-missing")],
        bind=False,
    ),
    Change(
        "the configuration keys cannot be read",
        file("getconfiguration.json", b"["),
        "incomplete",
        [("VD-60", "keys-not-readable(problem=this is not valid JSON: it ends too early in line 1)")],
    ),
    Change(
        "the configuration keys have no digest",
        unbound("getconfiguration.json"),
        "incomplete",
        [("VD-15", "file-without-digest(role=configuration keys, file=getconfiguration.json)")],
        bind=False,
    ),
    Change(
        "a configuration key disagrees with the PICS",
        key("LocalAuthListMaxLength", "400"),
        "incomplete",
        [
            (
                "VD-61",
                "finding(code=CK-27, finding=edition(title=The laboratory tests with the limits of the "
                "PICS., items=[LocalAuthListMaxLength]))",
            )
        ],
    ),
    Change(
        "when the configuration keys were read is not noted",
        without("read_at"),
        "incomplete",
        [
            (
                "VD-13",
                "requirement(shown=not-answered(items=[configuration.read_at]), title=All configuration "
                "keys of a station are read)",
            )
        ],
    ),
    Change(
        "the log is of another station",
        in_log(b"EX22D-000417", b"EX22D-000999"),
        "incomplete",
        [("VD-63", "boot-serial-differs(serials=[EX22D-000999], serial=EX22D-000417)")],
    ),
    Change(
        "the log is of another vendor",
        in_log(b"Example Charging GmbH", b"Another Vendor"),
        "incomplete",
        [("VD-64", "boot-vendor-differs(vendor=Another Vendor, stated=Example Charging GmbH)")],
    ),
    Change(
        "the log is of another model",
        in_log(b'"EX-22 Duo"', b'"EX-22"'),
        "incomplete",
        [("VD-64", "boot-model-differs(model=EX-22, stated=EX-22 Duo)")],
    ),
    Change(
        "the log has the vendor as OCPP cuts it",
        in_log(b"Example Charging GmbH", b"Example Charging Gmb"),
        "pass",
        [],
    ),
    Change(
        "the log has the vendor without the form of the company",
        in_log(b"Example Charging GmbH", b"EXAMPLE"),
        "pass",
        [],
    ),
    Change(
        "the log is of half a year after the tests",
        in_log(b"2026-03-03T", b"2026-09-03T"),
        "incomplete",
        [("VD-18", "log-after(ended=2026-09-03T09:02:51.383708, tests_ended=2026-03-03T13:46:35.294000)")],
    ),
    Change(
        "the log is of next year",
        in_log(b"2026-03-03T", b"2199-03-03T"),
        "incomplete",
        [("VD-17", "log-later(ended=2199-03-03T09:02:51.383708)")],
    ),
    Change(
        "the statement was verified later than now",
        text("verified_on: 2026-03-02", "verified_on: 2199-03-02"),
        "incomplete",
        [("VD-17", "dated-later(field=pics.verified_on, dated=2199-03-02)")],
    ),
    Change(
        "the keys were read half a year after the tests",
        text("read_at: 2026-03-02 15:10", "read_at: 2026-09-02 15:10"),
        "incomplete",
        [
            (
                "VD-18",
                "dated-outside(field=configuration.read_at, dated=2026-09-02 15:10:00, "
                "began=2026-03-03T09:00:37, ended=2026-03-03T13:46:35.294000)",
            )
        ],
    ),
    Change(
        "the version that runs is not noted",
        without("firmware_version"),
        "incomplete",
        [
            (
                "VD-13",
                "requirement(shown=not-answered(items=[device.firmware_version]), title=The certificate "
                "holds for one device, hardware feature set and version; they are named)",
            ),
            ("VD-65", "version-not-in-record"),
        ],
    ),
    Change(
        "another version was tested",
        text("firmware_version: 3.1.0", "firmware_version: 3.0.9"),
        "fail",
        [
            ("VD-66", "version-differs(version=3.0.9, stated=3.1.0)"),
            ("VD-67", "boot-version-differs(reported=3.1.0, version=3.0.9)"),
        ],
    ),
    Change(
        "the log has another version",
        in_log(b'"firmwareVersion":"3.1.0"', b'"firmwareVersion":"3.1.1"'),
        "incomplete",
        [("VD-67", "boot-version-differs(reported=3.1.1, version=3.1.0)")],
    ),
    Change(
        "the log has a boot without a version",
        in_log(b',"firmwareVersion":"3.1.0"', b""),
        "incomplete",
        [("VD-67", "boot-without-version(version=3.1.0)")],
    ),
    Change(
        "the log has another version after a change that was noted",
        each(
            another_boot,
            incident(kind="firmware change", at="2026-03-03 08:50", **WHAT),
            text("read_at: 2026-03-02 15:10", "read_at: 2026-03-03 08:55"),
        ),
        "incomplete",
        [("VD-67", "boot-version-differs(reported=3.2.0, version=3.1.0)")],
        [("VD-32", "incident-run-again(kind=firmware change, at=2026-03-03T08:50:00)")],
    ),
    Change(
        "the firmware image is missing",
        gone(IMAGE),
        "incomplete",
        [("VD-68", "finding(code=FW-01, finding=FW-01(items=[]))")],
        bind=False,
    ),
    Change(
        "the record names no firmware image",
        text("  file: ex-22-duo-3.1.0.bin\n", ""),
        "incomplete",
        [("VD-68", "image-missing")],
    ),
    Change(
        "the firmware image is another one",
        file(IMAGE, b"\x7fEXFW\x00 another image" + bytes(range(256)) * 16),
        "incomplete",
        [
            (
                "VD-68",
                "finding(code=FW-07, finding=FW-07(items=[]))",
            )
        ],
        bind=False,
    ),
    Change(
        "the firmware image is empty",
        file(IMAGE, b""),
        "incomplete",
        [("VD-68", "finding(code=FW-02, finding=FW-02(items=[]))")],
    ),
    Change(
        "the hash is not noted",
        without("hash"),
        "incomplete",
        [("VD-68", "hash-missing(test_cases=[TC_044_1, TC_080])")],
    ),
    Change(
        "the hash is none",
        rebound("hash", "8abda823"),
        "incomplete",
        [("VD-68", "finding(code=FW-08, finding=FW-08(items=[]))")],
        bind=False,
    ),
    Change(
        "the image is not a full one",
        text("full_image: Yes", "full_image: No"),
        "incomplete",
        [
            (
                "VD-12",
                "requirement(shown=answers(answers=[[firmware.full_image, No]]), title=The firmware image "
                "is a full one)",
            )
        ],
    ),
    Change(
        "the hash is of firmware that was installed in another test",
        text("test_case: TC_080", "test_case: TC_045_1"),
        "incomplete",
        [("VD-69", "hash-of-other-case(test_case=TC_045_1, test_cases=[TC_044_1, TC_080])")],
    ),
    Change(
        "a parameter is not measured",
        without_lines(b"RemoteStopTransaction"),
        "incomplete",
        [("VD-70", "parameter-not-measured(title=Transaction authorization end time by RemoteStopTransaction)")],
    ),
    Change(
        "no message log",
        no_logs,
        "incomplete",
        [("VD-71", "no-log")],
    ),
    Change(
        "the message log is missing",
        gone(LOG),
        "incomplete",
        [
            ("VD-14", "file-not-readable(role=message log, file=messages.log, problem=there is no such file)"),
            ("VD-71", "log-not-measured"),
        ],
        bind=False,
    ),
    Change(
        "the message log is empty",
        file(LOG, b""),
        "incomplete",
        [
            ("VD-14", "file-empty(role=message log, file=messages.log)"),
            ("VD-70", "parameter-not-measured(title=OCPP triggered function timeout)"),
            ("VD-70", "parameter-not-measured(title=OCPP response timeout)"),
            ("VD-70", "parameter-not-measured(title=Transaction authorization time by RemoteStartTransaction)"),
            ("VD-70", "parameter-not-measured(title=Transaction authorization end time by RemoteStopTransaction)"),
        ],
    ),
    Change(
        "the message log was changed",
        in_log(b"EX-TAG-1", b"EX-TAG-2"),
        "incomplete",
        [
            (
                "VD-16",
                "file-changed(role=message log, file=messages.log, "
                "digest=143b39bb75d1b0d406ea05250e143964ae08304d98cb71fe498e49be22ff0bc5, "
                "recorded=f48e7fe2c1d8bbb9eff1c8384c3192e27a4e6f4d86d2a2588a859feb7a47d81d)",
            )
        ],
        bind=False,
    ),
    Change(
        "the message log is older than the statement",
        in_log(b"2026-03-03T08:", b"2026-03-02T08:"),
        "incomplete",
        [("VD-72", "log-before(since=frozen, began=2026-03-02T09:00:04.625000, at=2026-03-02T16:30:00)")],
    ),
    Change(
        "the message log begins before a restart",
        incident(kind="full restart", at="2026-03-03 09:00:10", **WHAT),
        "incomplete",
        [("VD-72", "log-before(since=restart, began=2026-03-03T09:00:04.625000, at=2026-03-03T09:00:10)")],
        [("VD-35", "incident(kind=full restart, at=2026-03-03T09:00:10)")],
    ),
    Change(
        "the connection was measured after the first test",
        text("phase: before, at: 2026-03-03 08:40", "phase: before, at: 2026-03-03 09:30"),
        "incomplete",
        [("VD-74", "connection-late(measured=2026-03-03T09:30:00, began=2026-03-03T09:00:37)")],
    ),
    Change(
        "the connection was measured too early to be during the tests",
        text("phase: during, at: 2026-03-03 13:05", "phase: during, at: 2026-03-03 08:59"),
        "incomplete",
        [("VD-75", "connection-early(measured=2026-03-03T08:59:00, began=2026-03-03T09:00:37)")],
    ),
    Change(
        "the connection was not measured before",
        text("phase: before,", "phase: during,"),
        "incomplete",
        [
            (
                "VD-13",
                "requirements(shown=not-measured-before, title=The connection is measured, more=2)",
            ),
            (
                "VD-13",
                "requirement(shown=no-measurement-before, title=A poor connection is improved before "
                "performance is measured)",
            ),
            ("VD-75", "connection-early(measured=2026-03-03T08:40:00, began=2026-03-03T09:00:37)"),
        ],
    ),
]
