"""What a verdict stands on: statement, record, files, configuration, firmware, performance (4.2, 5.5, 6, 8.2, 9)."""

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

NOT_RERUN = ("VD-25", "TC_003 failed 2026-03-03 10:27:02 during a set-up issue; no later pass counts")
FAILED = ("VD-21", "TC_010 failed 2026-03-03 09:38:48")

STATEMENT = [
    Change(
        "the PICS is missing",
        gone("pics.yaml"),
        "incomplete",
        [
            ("VD-01", "the statement cannot be read: there is no such file"),
            ("VD-71", "without a statement it is not known what to measure"),
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
                "the statement cannot be read: this is not valid YAML: did not find expected node content"
                " while parsing a flow node in line 2",
            ),
            ("VD-71", "without a statement it is not known what to measure"),
        ],
        bind=False,
    ),
    Change(
        "the PICS is empty",
        file("pics.yaml", b""),
        "incomplete",
        [
            ("VD-01", "the statement cannot be read: the file is empty"),
            ("VD-71", "without a statement it is not known what to measure"),
        ],
        bind=False,
    ),
    Change(
        "the record names no PICS",
        text("  file: pics.yaml\n", ""),
        "incomplete",
        [("VD-01", "the record names no statement"), ("VD-71", "without a statement it is not known what to measure")],
        bind=False,
    ),
    Change(
        "the statement is not frozen",
        without("pics_sha256"),
        "incomplete",
        [
            ("VD-02", "the digest of the frozen statement is missing"),
            (
                "VD-23",
                "84 passes do not count (the statement is not frozen): TC_001, TC_002, TC_004_1 and 81 more",
            ),
            NOT_RERUN,
        ],
        notes=[("VD-26", "TC_030 is optional: passed 2026-03-03 09:54:56, but the statement is not frozen")],
        bind=False,
    ),
    Change(
        "when the statement was frozen is not noted",
        without("frozen_at"),
        "incomplete",
        [
            ("VD-02", "the time of the frozen statement is missing"),
            (
                "VD-23",
                "84 passes do not count (the statement is not frozen): TC_001, TC_002, TC_004_1 and 81 more",
            ),
            NOT_RERUN,
        ],
        notes=[("VD-26", "TC_030 is optional: passed 2026-03-03 09:54:56, but the statement is not frozen")],
        bind=False,
    ),
    Change(
        "an answer of the PICS was changed after it was frozen",
        pics("rfid_readers: single", "rfid_readers: one per EVSE"),
        "incomplete",
        [
            ("VD-03", "the digest of pics.yaml is d62996798ef7c46c…, but 52ea71effee918b1… was frozen"),
            (
                "VD-23",
                "84 passes do not count (the statement is not the one that was "
                "frozen): TC_001, TC_002, TC_004_1 and 81 more",
            ),
            NOT_RERUN,
        ],
        notes=[
            (
                "VD-26",
                "TC_030 is optional: passed 2026-03-03 09:54:56, but the statement is not the one that was frozen",
            )
        ],
        bind=False,
    ),
    Change(
        "the PICS contradicts itself",
        pics("smart_charging: Yes", "smart_charging: No"),
        "incomplete",
        [("VD-04", "P-58: A full certificate needs Smart Charging and Advanced Security.")],
    ),
    Change(
        "an answer that decides is missing",
        pics("  C-07: Yes           # local start\n", ""),
        "incomplete",
        [
            ("VD-04", "K-03: C-07 is not answered: Support for local start"),
            ("VD-05", "20 test cases depend on unanswered items: C-07"),
        ],
    ),
    Change(
        "another model was tested",
        text("model: EX-22 Duo", "model: EX-11 Duo"),
        "fail",
        [
            ("VD-06", "the record has the model EX-11 Duo, the PICS has EX-22 Duo"),
            ("VD-64", "a BootNotification has the model EX-22 Duo; the device is EX-11 Duo"),
        ],
    ),
    Change(
        "the PICS is for another edition",
        pics("edition: ocpp-1.6-v2.4", "edition: ocpp-1.6-v9.9"),
        "incomplete",
        [
            ("VD-01", "the statement cannot be read: there is no edition 'ocpp-1.6-v9.9'"),
            ("VD-71", "without a statement it is not known what to measure"),
        ],
        bind=False,
    ),
]

RECORD = [
    Change(
        "a key that the record does not have",
        text("remarks:", "remark:"),
        "incomplete",
        [("VD-10", "“remark” is not a key of a record")],
    ),
    Change(
        "the format of the record is a later one",
        text("record: 1", "record: 2"),
        "incomplete",
        [("VD-10", "this is a record of version 2, and certkit knows version 1")],
    ),
    Change(
        "the record is for another edition than the PICS",
        text("edition: ocpp-1.6-v2.4", "edition: ocpp-1.6-v9.9"),
        "incomplete",
        [("VD-10", "the record is for “ocpp-1.6-v9.9”, but the PICS is for “ocpp-1.6-v2.4”")],
    ),
    Change(
        "the mode is not answered",
        without("mode"),
        "incomplete",
        [
            ("VD-11", "mode is not answered"),
            (
                "VD-13",
                "may apply, depending on mode (not answered) (The laboratory is authorized by the "
                "Open Charge Alliance and 28 more)",
            ),
        ],
    ),
    Change(
        "the mode is not understood",
        text("mode: certification", "mode: trial"),
        "incomplete",
        [
            ("VD-10", "mode: “trial” is not certification, re-certification or declaration"),
            (
                "VD-13",
                "may apply, depending on mode (not answered) (The laboratory is authorized by the "
                "Open Charge Alliance and 28 more)",
            ),
        ],
    ),
    Change(
        "the laboratory did not find the PICS right",
        text("  verified: Yes", "  verified: No"),
        "incomplete",
        [("VD-12", "pics.verified is No (The laboratory verified the PICS)")],
    ),
    Change(
        "the station speaks through a server",
        text("speaks_directly: Yes", "speaks_directly: No"),
        "fail",
        [("VD-12", "setup.speaks_directly is No (The station speaks OCPP itself, not by way of a server)")],
    ),
    Change(
        "the pre-test failed",
        text("pre_test: passed", "pre_test: failed"),
        "incomplete",
        [("VD-12", "intake.pre_test is failed (A short pre-test shows that the device works and 1 more)")],
    ),
    Change(
        "delivered with a higher security profile",
        text("security_profile: 1", "security_profile: 2"),
        "incomplete",
        [
            (
                "VD-12",
                "C-11 is Yes; intake.security_profile is 2 (A station with several security profiles is "
                "delivered with the lowest)",
            )
        ],
    ),
    Change(
        "the laboratory is not authorized",
        text("authorized_by_oca: Yes", "authorized_by_oca: No"),
        "incomplete",
        [("VD-12", "laboratory.authorized_by_oca is No (The laboratory is authorized by the Open Charge Alliance)")],
    ),
    Change(
        "the serial number is not noted",
        without("serial"),
        "incomplete",
        [
            (
                "VD-13",
                "device.serial is not answered (The certificate holds for one device, hardware feature "
                "set and version; they are named)",
            )
        ],
    ),
    Change(
        "who tested is not noted",
        without("testers"),
        "incomplete",
        [("VD-13", "laboratory.testers is not answered (Testers of the laboratory run the tests)")],
    ),
    Change(
        "the connection was too slow",
        text("bandwidth: 11200", "bandwidth: 4.9"),
        "incomplete",
        [
            ("VD-12", "4.9 kB/s over ethernet, 2026-03-03 08:40 (The bandwidth is at least 5 kB per second)"),
            (
                "VD-13",
                "the connection was poor over ethernet, 2026-03-03 08:40, and nothing is noted about it "
                "(A poor connection is improved before performance is measured)",
            ),
        ],
    ),
    Change(
        "the results are missing",
        gone("results.json"),
        "incomplete",
        [
            ("VD-14", "results results.json: there is no such file"),
            ("VD-20", "85 test cases have no result: TC_001, TC_002, TC_003 and 82 more"),
        ],
        bind=False,
    ),
    Change(
        "the results cannot be read",
        file("results.json", b"{"),
        "incomplete",
        [
            ("VD-14", "results results.json: this is not valid JSON: it ends too early in line 1"),
            ("VD-20", "85 test cases have no result: TC_001, TC_002, TC_003 and 82 more"),
        ],
        bind=False,
    ),
    Change(
        "the file of results is empty",
        file("results.json", b""),
        "incomplete",
        [
            ("VD-14", "results results.json is empty"),
            ("VD-20", "85 test cases have no result: TC_001, TC_002, TC_003 and 82 more"),
        ],
        bind=False,
    ),
    Change(
        "the results have no digest",
        unbound("results.json"),
        "incomplete",
        [
            ("VD-15", "results results.json has no digest in the record"),
            (
                "VD-23",
                "84 passes do not count (its file does not match the digest in the record): TC_001, TC_002, "
                "TC_004_1 and 81 more",
            ),
            NOT_RERUN,
        ],
        notes=[
            (
                "VD-26",
                "TC_030 is optional: passed 2026-03-03 09:54:56, but its file does not match the digest in the record",
            )
        ],
        bind=False,
    ),
    Change(
        "the results were changed after they were recorded",
        fields("TC_030", duration=1),
        "incomplete",
        [
            ("VD-16", "results results.json has the digest 51b6560b795b7889…, but the record has 96fd015b34938e35…"),
            (
                "VD-23",
                "84 passes do not count (its file does not match the digest in the record): TC_001, TC_002, "
                "TC_004_1 and 81 more",
            ),
            NOT_RERUN,
        ],
        notes=[
            (
                "VD-26",
                "TC_030 is optional: passed 2026-03-03 09:54:56, but its file does not match the digest in the record",
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
            ("VD-16", "results results.json has the digest 538602aaa94c0419…, but the record has 96fd015b34938e35…"),
            (
                "VD-23",
                "83 passes do not count (its file does not match the digest in the record): TC_001, TC_002, "
                "TC_004_1 and 80 more",
            ),
            NOT_RERUN,
        ],
        notes=[
            (
                "VD-26",
                "TC_030 is optional: passed 2026-03-03 09:54:56, but its file does not match the digest in the record",
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
                "tool's configuration octt-configuration.json has the digest 44136fa355b3678a…, but the record "
                "has 24dc5fccc7bcbb80…",
            )
        ],
        bind=False,
    ),
    Change(
        "the tool's configuration is empty",
        file("octt-configuration.json", b""),
        "incomplete",
        [("VD-14", "tool's configuration octt-configuration.json is empty")],
    ),
    Change(
        "a second file of results has a failure",
        second_results("fail"),
        "fail",
        [("VD-21", "TC_010 failed 2026-03-03 14:30:00")],
    ),
    Change(
        "a file that leaves the folder",
        text("file: results.json", "file: ../results.json"),
        "incomplete",
        [
            ("VD-10", "results[1].file: “../results.json” leads out of the folder of the record"),
            ("VD-20", "85 test cases have no result: TC_001, TC_002, TC_003 and 82 more"),
        ],
        bind=False,
    ),
    Change(
        "two records of a damaged archive",
        archive,
        "incomplete",
        [("VD-27", "RS-08: “bad.json” cannot be read: this is not valid JSON: it ends too early")],
    ),
]

AGREEMENT = [
    Change(
        "the configuration keys are missing",
        gone("getconfiguration.json"),
        "incomplete",
        [("VD-60", "the configuration keys cannot be read: there is no such file")],
        bind=False,
    ),
    Change(
        "the record names no configuration keys",
        text("  file: getconfiguration.json\n", ""),
        "incomplete",
        [("VD-60", "the configuration keys are missing")],
        bind=False,
    ),
    Change(
        "the configuration keys cannot be read",
        file("getconfiguration.json", b"["),
        "incomplete",
        [("VD-60", "the configuration keys cannot be read: this is not valid JSON: it ends too early in line 1")],
    ),
    Change(
        "the configuration keys have no digest",
        unbound("getconfiguration.json"),
        "incomplete",
        [("VD-15", "configuration keys getconfiguration.json has no digest in the record")],
        bind=False,
    ),
    Change(
        "a configuration key disagrees with the PICS",
        key("LocalAuthListMaxLength", "400"),
        "incomplete",
        [
            (
                "VD-61",
                "CK-27: LocalAuthListMaxLength is 400; the PICS states 500 (pics.yaml, line 67). The "
                "laboratory tests with the limits of the PICS.",
            )
        ],
    ),
    Change(
        "when the configuration keys were read is not noted",
        without("read_at"),
        "incomplete",
        [("VD-13", "configuration.read_at is not answered (All configuration keys of a station are read)")],
    ),
    Change(
        "the log is of another station",
        in_log(b"EX22D-000417", b"EX22D-000999"),
        "incomplete",
        [("VD-63", "a BootNotification has the serial number EX22D-000999; the record has EX22D-000417")],
    ),
    Change(
        "the log is of another vendor",
        in_log(b"Example Charging GmbH", b"Another Vendor"),
        "incomplete",
        [("VD-64", "a BootNotification has the vendor Another Vendor; the PICS has Example Charging GmbH")],
    ),
    Change(
        "the log is of another model",
        in_log(b'"EX-22 Duo"', b'"EX-22"'),
        "incomplete",
        [("VD-64", "a BootNotification has the model EX-22; the device is EX-22 Duo")],
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
        [("VD-18", "the message logs end 2026-09-03 09:02:51, but the tests that count ended 2026-03-03 13:46:35")],
    ),
    Change(
        "the log is of next year",
        in_log(b"2026-03-03T", b"2199-03-03T"),
        "incomplete",
        [("VD-17", "the message logs end in the future: 2199-03-03 09:02:51")],
    ),
    Change(
        "the statement was verified later than now",
        text("verified_on: 2026-03-02", "verified_on: 2199-03-02"),
        "incomplete",
        [("VD-17", "pics.verified_on is in the future: 2199-03-02")],
    ),
    Change(
        "the keys were read half a year after the tests",
        text("read_at: 2026-03-02 15:10", "read_at: 2026-09-02 15:10"),
        "incomplete",
        [
            (
                "VD-18",
                "configuration.read_at is 2026-09-02 15:10:00, but the tests that count ran from 2026-03-03 09:00:37 "
                "to 2026-03-03 13:46:35",
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
                "device.firmware_version is not answered (The certificate holds for one device, hardware "
                "feature set and version; they are named)",
            ),
            ("VD-65", "the record does not have the version that runs on the device"),
        ],
    ),
    Change(
        "another version was tested",
        text("firmware_version: 3.1.0", "firmware_version: 3.0.9"),
        "fail",
        [
            ("VD-66", "the device reports 3.0.9, the PICS states 3.1.0"),
            ("VD-67", "a BootNotification has the version 3.1.0; the record has 3.0.9"),
        ],
    ),
    Change(
        "the log has another version",
        in_log(b'"firmwareVersion":"3.1.0"', b'"firmwareVersion":"3.1.1"'),
        "incomplete",
        [("VD-67", "a BootNotification has the version 3.1.1; the record has 3.1.0")],
    ),
    Change(
        "the log has a boot without a version",
        in_log(b',"firmwareVersion":"3.1.0"', b""),
        "incomplete",
        [("VD-67", "a BootNotification has no firmwareVersion; the record has 3.1.0")],
    ),
    Change(
        "the log has another version after a change that was noted",
        each(
            another_boot,
            incident(kind="firmware change", at="2026-03-03 08:50", **WHAT),
            text("read_at: 2026-03-02 15:10", "read_at: 2026-03-03 08:55"),
        ),
        "incomplete",
        [("VD-67", "a BootNotification has the version 3.2.0; the record has 3.1.0")],
        [("VD-32", "firmware change 2026-03-03 08:50:00: earlier results are invalid, and all tests were run again")],
    ),
    Change(
        "the firmware image is missing",
        gone(IMAGE),
        "incomplete",
        [("VD-68", "FW-01: the image does not exist")],
        bind=False,
    ),
    Change(
        "the record names no firmware image",
        text("  file: ex-22-duo-3.1.0.bin\n", ""),
        "incomplete",
        [("VD-68", "the firmware image is missing")],
    ),
    Change(
        "the firmware image is another one",
        file(IMAGE, b"\x7fEXFW\x00 another image" + bytes(range(256)) * 16),
        "incomplete",
        [
            (
                "VD-68",
                "FW-07: the SHA-256 of the image is "
                "0d78efb59fcc190011f72630278b7b2d72363fcf3af6a839669643e93863d2dd, but "
                "8abda823f865f46dbe146a2f911f46d6c81a83207804cc94a68e3283a41e068b is stated",
            )
        ],
        bind=False,
    ),
    Change(
        "the firmware image is empty",
        file(IMAGE, b""),
        "incomplete",
        [("VD-68", "FW-02: the image is empty")],
    ),
    Change(
        "the hash is not noted",
        without("hash"),
        "incomplete",
        [("VD-68", "the record does not have the hash that was reported with TC_044_1 or TC_080")],
    ),
    Change(
        "the hash is none",
        rebound("hash", "8abda823"),
        "incomplete",
        [("VD-68", "FW-08: the stated hash has 8 digits, which fits no known algorithm")],
        bind=False,
    ),
    Change(
        "the image is not a full one",
        text("full_image: Yes", "full_image: No"),
        "incomplete",
        [("VD-12", "firmware.full_image is No (The firmware image is a full one)")],
    ),
    Change(
        "the hash is of firmware that was installed in another test",
        text("test_case: TC_080", "test_case: TC_045_1"),
        "incomplete",
        [("VD-69", "the hash is of firmware installed in TC_045_1, not in TC_044_1 or TC_080")],
    ),
    Change(
        "a parameter is not measured",
        without_lines(b"RemoteStopTransaction"),
        "incomplete",
        [("VD-70", "Transaction authorization end time by RemoteStopTransaction is not measured")],
    ),
    Change(
        "no message log",
        no_logs,
        "incomplete",
        [("VD-71", "the record names no message log")],
    ),
    Change(
        "the message log is missing",
        gone(LOG),
        "incomplete",
        [("VD-14", "message log messages.log: there is no such file"), ("VD-71", "no message log could be measured")],
        bind=False,
    ),
    Change(
        "the message log is empty",
        file(LOG, b""),
        "incomplete",
        [
            ("VD-14", "message log messages.log is empty"),
            ("VD-70", "OCPP triggered function timeout is not measured"),
            ("VD-70", "OCPP response timeout is not measured"),
            ("VD-70", "Transaction authorization time by RemoteStartTransaction is not measured"),
            ("VD-70", "Transaction authorization end time by RemoteStopTransaction is not measured"),
        ],
    ),
    Change(
        "the message log was changed",
        in_log(b"EX-TAG-1", b"EX-TAG-2"),
        "incomplete",
        [("VD-16", "message log messages.log has the digest 143b39bb75d1b0d4…, but the record has f48e7fe2c1d8bbb9…")],
        bind=False,
    ),
    Change(
        "the message log is older than the statement",
        in_log(b"2026-03-03T08:", b"2026-03-02T08:"),
        "incomplete",
        [("VD-72", "the message log begins 2026-03-02 09:00:04, but the statement was frozen 2026-03-02 16:30:00")],
    ),
    Change(
        "the message log begins before a restart",
        incident(kind="full restart", at="2026-03-03 09:00:10", **WHAT),
        "incomplete",
        [("VD-72", "the message log begins 2026-03-03 09:00:04, but the tests were restarted 2026-03-03 09:00:10")],
        [("VD-35", "full restart 2026-03-03 09:00:10: earlier results are invalid")],
    ),
    Change(
        "the connection was measured after the first test",
        text("phase: before, at: 2026-03-03 08:40", "phase: before, at: 2026-03-03 09:30"),
        "incomplete",
        [("VD-74", "the connection was measured 2026-03-03 09:30:00, but the first test began 2026-03-03 09:00:37")],
    ),
    Change(
        "the connection was not measured before",
        text("phase: before,", "phase: during,"),
        "incomplete",
        [
            (
                "VD-13",
                "no measurement before the tests has its time, bandwidth and latency (The connection is "
                "measured and 2 more)",
            ),
            (
                "VD-13",
                "no measurement before the tests is noted (A poor connection is improved before "
                "performance is measured)",
            ),
        ],
    ),
]
