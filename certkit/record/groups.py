"""The groups of the test record, one for each subject the procedure wants noted."""

from __future__ import annotations

from certkit.record.fields import Group, field, group, list_field
from certkit.record.kinds import DAY, DIGEST, FILE, LINE, MOMENT, SIGNAL_QUALITY, TEXTS, YES_NO, figure, one_of, some_of

PLUG, AUTHORIZE, SUSPEND_EV, SUSPEND_EVSE, COLD_BOOT = "plug", "authorize", "suspend EV", "suspend EVSE", "cold boot"
"""What a tester does to a device that has no hardware to be touched (6.2, 6.3)."""
BY_HAND, OCA_API, USER_INTERFACE, ANOTHER_WAY = "by hand", "OCA API", "user interface", "another way"
EV, EVSE_TESTER, TEST_SOCKET, OTHER_DEVICE, SIMULATED = (
    "EV",
    "EVSE tester",
    "EV test socket",
    "other device",
    "simulated",
)
BEFORE, DURING = "before", "during"
MOBILE = ("2G", "3G", "4G")
TECHNOLOGIES = ("WiFi", "ethernet", *MOBILE)
CRASH, FIRMWARE_CHANGE, HARDWARE_CHANGE = "crash", "firmware change", "hardware change"
CONFIGURATION_CHANGE, SET_UP_ISSUE, DEFECT, RESTART = (
    "non-OCPP configuration change",
    "set-up issue",
    "defect",
    "full restart",
)
INCIDENTS = (CRASH, FIRMWARE_CHANGE, HARDWARE_CHANGE, CONFIGURATION_CHANGE, SET_UP_ISSUE, DEFECT, RESTART)
BY_DEVICE, BY_LABORATORY, BY_VENDOR, BY_TOOL, BY_OTHER = "device", "laboratory", "vendor", "test tool", "something else"


class EvidenceFile(Group):
    """A file of the dossier and its digest; certkit record freeze writes the digests."""

    file = field(FILE, "Path from this file's folder.")
    sha256 = field(DIGEST, "SHA-256 of the file, so that it cannot change unseen.")


class ResultsFile(EvidenceFile):
    """A file of results. What a person typed counts only if somebody answers for it."""

    typed_by = field(LINE, "Only if a person typed the results (a filled-in worksheet, a table, YAML): who.")
    typed_reason = field(
        LINE, "The same: why they are not the test tool's own export. Without both, they do not count."
    )


class FrozenPics(Group):
    """The statement that the tests are held against."""

    file = field(FILE, "Path of the PICS, from this file's folder.")
    pics_sha256 = field(
        DIGEST,
        "Digest over its answers, as certkit plan shows it. From then on no answer may change.",
    )
    frozen_at = field(MOMENT, "When it was frozen. Only tests that begin later count.")
    verified_by = field(LINE, "Who of the laboratory verified it.")
    verified_on = field(DAY, "The day on which it was verified.")
    verified = field(YES_NO, "Yes if it was found to be right.")


class Laboratory(Group):
    """The test laboratory."""

    name = field(LINE, "Name of the laboratory.")
    authorized_by_oca = field(YES_NO, "Yes if the Open Charge Alliance has authorized it.")
    testers = field(TEXTS, "Everybody of the laboratory who ran tests.")
    instruments = field(
        TEXTS,
        "Instruments used: EVSE tester, EV emulator, mobile dongle, each with make and type.",
    )
    connection_tester = field(LINE, "With what the connection was measured.")


class Vendor(Group):
    """The vendor's people."""

    representative = field(LINE, "Technical representative, and others of the vendor who took part.")
    present = field(YES_NO, "Yes if the representative is at the tests.")
    remote_support = field(YES_NO, "Yes if remote support is arranged. It must be, if nobody is present.")


class TestTool(Group):
    """The OCPP Compliance Testing Tool."""

    __test__ = False  # not a test class, whatever pytest thinks of the name

    name = field(LINE, "Name of the tool, normally OCTT.")
    version = field(LINE, "Its version.")
    supplied_by_oca = field(YES_NO, "Yes if the Open Charge Alliance supplied it.")
    configuration = field(LINE, "Name of its configuration for this device, as in the results.")
    configuration_version = field(LINE, "Version of that configuration.")
    configuration_file = group(EvidenceFile, "The configuration as exported, for the report.")
    pics_uploaded = field(YES_NO, "Yes if this very PICS was loaded in the tool.")


class Device(Group):
    """The device under test."""

    model = field(LINE, "Type or model, as in the PICS.")
    serial = field(LINE, "Serial number of the very device.")
    hardware = field(
        LINE,
        "Hardware feature set: revisions, readers, meters, sockets. The certificate holds for it alone.",
    )
    firmware_version = field(LINE, "The firmware or software version that runs.")


class Intake(Group):
    """Checks of the device when it arrived."""

    pre_test_on = field(DAY, "The day of the short test that shows that the device works.")
    pre_test = field(one_of(("passed", "failed")), "Its result.")
    documentation = field(YES_NO, "Yes if the documentation suffices for the manual actions.")
    prerequisites = field(YES_NO, "Yes if the prerequisites of the certification and of the test procedure are met.")
    security_profile = field(
        figure("", 1, 3, whole=True),
        "The security profile that was active on delivery.",
    )
    representative_chosen_by_laboratory = field(
        YES_NO, "Only for a family: Yes if the laboratory chose the representative product."
    )


class ManualActions(Group):
    """How a tester does what needs hands."""

    by = field(
        one_of((BY_HAND, OCA_API, USER_INTERFACE, ANOTHER_WAY)),
        "How plugging, cards and the like are done.",
    )
    functions = field(
        some_of((PLUG, AUTHORIZE, SUSPEND_EV, SUSPEND_EVSE, COLD_BOOT)),
        "What can be triggered without hands. plug is in and out, on every connector.",
    )
    id_tokens = field(figure("", 0, whole=True), "How many different idTokens can be presented.")
    oca_approval = field(LINE, "If not by hand or the OCA's API: reference of the OCA's approval.")
    laboratory_agrees = field(YES_NO, "The same: Yes if the laboratory agrees.")


class SoftwareStack(Group):
    """What a software stack must be able to do without the hardware of a station."""

    emulated = field(YES_NO, "Yes if everything needed for a full run is simulated.")
    meter_values = field(YES_NO, "Yes if it sends meter values while charging.")
    reset = field(one_of(("by itself", "by the tester")), "Who restarts it after a Reset.")
    reset_notified = field(YES_NO, "If by the tester: Yes if the stack itself, and not the OCPP message, asks for it.")
    firmware_update = field(YES_NO, "Yes if it goes through every step of a firmware update.")
    log_upload = field(YES_NO, "Yes if it goes through every step of uploading logs.")


class CsmsEnvironment(Group):
    """Where a CSMS runs."""

    supplied = field(
        one_of(("running copy", "access over the Internet")), "A copy at the laboratory, or access to one."
    )
    connection = field(YES_NO, "If by access: Yes if the laboratory can reach it.")
    handed_over_on = field(DAY, "The day on which it was handed over to the laboratory.")
    updated_unknown_to_laboratory = field(
        YES_NO, "Yes if it was changed since then without the laboratory's knowledge."
    )
    speed_test_at_both_ends = field(YES_NO, "Yes if the connection was measured at the CSMS and at the test tool.")


class SetUp(Group):
    """The test set-up."""

    connection = field(one_of(("WiFi", "ethernet", "mobile network")), "How the device was connected.")
    router = field(
        YES_NO,
        "Yes if a router with limited access is in between, so that the device can reach the tool alone.",
    )
    speaks_directly = field(YES_NO, "Yes if it speaks OCPP itself, not through a server of the vendor.")
    sim_cards = field(
        figure("", 0, whole=True),
        "Over a mobile network: SIM cards of one operator used, one for the device and one to measure with.",
    )
    load = field(
        one_of((EV, EVSE_TESTER, TEST_SOCKET, OTHER_DEVICE, SIMULATED)),
        "What was charged.",
    )
    load_device = field(LINE, "Its make and type.")
    in_cable_device = field(LINE, "For Mode 2: the in-cable control and protection device.")
    actions = group(ManualActions, "Manual actions.")
    stack = group(SoftwareStack, "Only for a software stack.")
    csms = group(CsmsEnvironment, "Only for a CSMS.")


class NetworkMeasurement(Group):
    """One measurement of the connection."""

    phase = field(one_of((BEFORE, DURING)), "Before the tests began, or during them.")
    at = field(MOMENT, "When it was measured.")
    technology = field(one_of(TECHNOLOGIES), "What was measured.")
    bandwidth = field(figure("kB per second"), "Bandwidth.")
    latency = field(figure("ms"), "Latency.")
    rssi = field(figure("dBm", -150, 0), "Over a mobile network: signal strength.")
    csq = field(SIGNAL_QUALITY, "Or the signal strength as CSQ.")
    device = field(LINE, "With what it was measured, and where.")
    improved = field(LINE, "What was done to improve a poor connection.")
    files = list_field(
        EvidenceFile,
        "What tools wrote: iperf3, ping, a speed test, a modem. Their figures decide and need not be typed.",
    )


class Run(Group):
    """How the tests were run."""

    order = field(LINE, "The random order: its seed, or who chose it.")
    reset_before_each = field(
        YES_NO,
        "Yes if the reset test case was run and passed before every test. If the results have resets, they decide.",
    )
    deviating_status_flow = field(
        YES_NO,
        "Yes if the device used the status flow that the test rules allow for this subtype.",
    )


class ConfigurationDump(Group):
    """The configuration keys that were read."""

    file = field(FILE, "Path from this file's folder; a message log that has the answer will do.")
    sha256 = field(DIGEST, "SHA-256 of the file.")
    read_at = field(MOMENT, "When the keys were read.")


class FirmwareImage(Group):
    """The image whose hash is on the certificate."""

    file = field(FILE, "Path of the image, from this file's folder.")
    algorithm = field(one_of(("SHA-256", "SHA-384", "SHA-512", "SHA-1", "MD5")), "Of the hash; SHA-256 if left empty.")
    hash = field(LINE, "The hash in hexadecimal, as the tool's report has it.")
    test_case = field(LINE, "The test case in which the image was installed.")
    full_image = field(YES_NO, "Yes if it installs without anything before it; No for a delta.")


class Incident(Group):
    """Something that happened during the tests."""

    id = field(LINE, "A name for it, so that a decision can refer to it.")
    kind = field(
        one_of(
            INCIDENTS, (("configuration change", CONFIGURATION_CHANGE), ("setup issue", SET_UP_ISSUE), ("bug", DEFECT))
        ),
        "What it was. A full restart means that all tests were started again.",
    )
    at = field(MOMENT, "When it happened or began.")
    until = field(
        MOMENT,
        "For a set-up issue: when it was solved. Failures that began in between are attributed to it.",
    )
    test_cases = field(TEXTS, "The test cases it touched.")
    caused_by = field(
        one_of((BY_DEVICE, BY_LABORATORY, BY_VENDOR, BY_TOOL, BY_OTHER)),
        "Who or what caused it. A crash that the laboratory caused by improper handling does not count.",
    )
    decided_by = field(LINE, "Who decided this.")
    non_ocpp_configuration_changed = field(
        YES_NO, "For a set-up issue: Yes if a setting outside OCPP was changed to solve it."
    )
    description = field(LINE, "What happened, and what was done.")


class Decision(Group):
    """A decision of the Compliance Working Group."""

    reference = field(LINE, "Its reference.")
    date = field(DAY, "Its day.")
    ground = field(LINE, "Why it was taken.")
    test_cases = field(TEXTS, "The test cases that need not be passed, each by its id. Nothing else is waived.")
    incidents = field(TEXTS, "The incidents, by the names given above, after which no re-test is needed.")


class Declaration(Group):
    """What only a declaration run needs."""

    without_intervention = field(YES_NO, "Yes if no person took part while the tests ran.")
    without_interruption = field(YES_NO, "Yes if the run was not interrupted.")
    report = group(EvidenceFile, "The report that the tool signed.")
    representative_certificate = field(LINE, "Number of the certificate of the family's representative product.")
