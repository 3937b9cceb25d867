"""The groups of the test record, one for each subject the procedure wants noted."""

from __future__ import annotations

from datetime import date, datetime

from certkit.record.fields import Given, Group, ask, group
from certkit.record.kinds import Day, Digest, Figure, FileName, Line, Many, Moment, OneOf, SignalQuality, YesNo

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

    file: Given[str] = ask(FileName(), "Path from this file's folder.")
    sha256: Given[str] = ask(Digest(), "SHA-256 of the file, so that it cannot change unseen.")


class ResultsFile(EvidenceFile):
    """A file of results. What a person typed counts only if somebody answers for it."""

    typed_by: Given[str] = ask(
        Line(), "Only if a person typed the results (a filled-in worksheet, a table, YAML): who.", cite="8.2"
    )
    typed_reason: Given[str] = ask(
        Line(), "The same: why they are not the test tool's own export. Without both, they do not count.", cite="8.2"
    )


class FrozenPics(Group):
    """The statement that the tests are held against."""

    file: Given[str] = ask(FileName(), "Path of the PICS, from this file's folder.", cite="4.2")
    pics_sha256: Given[str] = ask(
        Digest(),
        "Digest over its answers, as certkit plan shows it. From then on no answer may change.",
        cite="5.5, 8.3",
    )
    frozen_at: Given[datetime] = ask(
        Moment(), "When it was frozen. Only tests that begin later count.", cite="5.5, 8.3"
    )
    verified_by: Given[str] = ask(
        Line(), "Who of the laboratory verified it.", cite="4.2", when="not record.mode == declaration"
    )
    verified_on: Given[date] = ask(
        Day(), "The day on which it was verified.", cite="4.2", when="not record.mode == declaration"
    )
    verified: Given[bool] = ask(
        YesNo(), "Yes if it was found to be right.", cite="4.2", when="not record.mode == declaration"
    )


class Laboratory(Group):
    """The test laboratory."""

    name: Given[str] = ask(Line(), "Name of the laboratory.")
    authorized_by_oca: Given[bool] = ask(YesNo(), "Yes if the Open Charge Alliance has authorized it.", cite="2")
    testers: Given[tuple[str, ...]] = ask(Many(), "Everybody of the laboratory who ran tests.", cite="5.3")
    instruments: Given[tuple[str, ...]] = ask(
        Many(),
        "Instruments used: EVSE tester, EV emulator, mobile dongle, each with make and type.",
        cite="5.2, 6.4, B",
    )
    connection_tester: Given[str] = ask(Line(), "With what the connection was measured.", cite="6.4")


class Vendor(Group):
    """The vendor's people."""

    representative: Given[str] = ask(
        Line(), "Technical representative, and others of the vendor who took part.", cite="4.2"
    )
    present: Given[bool] = ask(YesNo(), "Yes if the representative is at the tests.", cite="4.2")
    remote_support: Given[bool] = ask(
        YesNo(), "Yes if remote support is arranged. It must be, if nobody is present.", cite="4.2"
    )


class TestTool(Group):
    """The OCPP Compliance Testing Tool."""

    __test__ = False  # not a test class, whatever pytest thinks of the name

    name: Given[str] = ask(Line(), "Name of the tool, normally OCTT.", cite="4.1")
    version: Given[str] = ask(Line(), "Its version.", cite="8.2")
    supplied_by_oca: Given[bool] = ask(YesNo(), "Yes if the Open Charge Alliance supplied it.", cite="Appendix B")
    configuration: Given[str] = ask(Line(), "Name of its configuration for this device, as in the results.", cite="8.2")
    configuration_version: Given[str] = ask(Line(), "Version of that configuration.", cite="8.2")
    configuration_file: EvidenceFile = group(EvidenceFile, "The configuration as exported, for the report.", cite="8.2")
    pics_uploaded: Given[bool] = ask(YesNo(), "Yes if this very PICS was loaded in the tool.", cite="8.2, 8.3")


class Device(Group):
    """The device under test."""

    model: Given[str] = ask(Line(), "Type or model, as in the PICS.", cite="2", when="dut != CSMS")
    serial: Given[str] = ask(
        Line(), "Serial number of the very device.", cite="2, 5.5", when='dut == "Charging Station"'
    )
    hardware: Given[str] = ask(
        Line(),
        "Hardware feature set: revisions, readers, meters, sockets. The certificate holds for it alone.",
        cite="5.5",
        when='dut == "Charging Station"',
    )
    firmware_version: Given[str] = ask(
        Line(), "The version that runs: for a station firmwareVersion of its BootNotification.", cite="4.2, 5.5"
    )


class Intake(Group):
    """What was found when the device came in."""

    pre_test_on: Given[date] = ask(
        Day(), "The day of the short test that shows that the device works.", cite="8.1.2, 9.2.3"
    )
    pre_test: Given[str] = ask(OneOf(("passed", "failed")), "How it ended.", cite="8.1.2, 9.2.3")
    documentation: Given[bool] = ask(
        YesNo(), "Yes if the documentation suffices for the manual actions.", cite="8.1.2, 9.2.4"
    )
    prerequisites: Given[bool] = ask(
        YesNo(), "Yes if the prerequisites of the certification and of the test procedure are met.", cite="8.1.2, 9.2.4"
    )
    security_profile: Given[float] = ask(
        Figure("", 1, 3, whole=True),
        "The security profile that was active on delivery.",
        cite="4.2",
        when="dut != CSMS",
    )
    representative_chosen_by_laboratory: Given[bool] = ask(
        YesNo(), "Only for a family: Yes if the laboratory chose the representative product.", cite="4.2, 9.4"
    )


class ManualActions(Group):
    """How a tester does what needs hands."""

    by: Given[str] = ask(
        OneOf((BY_HAND, OCA_API, USER_INTERFACE, ANOTHER_WAY)),
        "How plugging, cards and the like are done.",
        cite="6.2, 6.3",
    )
    functions: Given[tuple[str, ...]] = ask(
        Many((PLUG, AUTHORIZE, SUSPEND_EV, SUSPEND_EVSE, COLD_BOOT)),
        "What can be triggered without hands. plug is in and out, on every connector.",
        cite="6.2, 6.3",
    )
    id_tokens: Given[float] = ask(
        Figure("", 0, whole=True), "How many different idTokens can be presented.", cite="6.2, 6.3"
    )
    oca_approval: Given[str] = ask(
        Line(), "If not by hand or the OCA's API: reference of the OCA's approval.", cite="6.2"
    )
    laboratory_agrees: Given[bool] = ask(YesNo(), "The same: Yes if the laboratory agrees.", cite="6.2")


class SoftwareStack(Group):
    """What a software stack must be able to do without the hardware of a station."""

    emulated: Given[bool] = ask(YesNo(), "Yes if everything needed for a full run is simulated.", cite="6.2")
    meter_values: Given[bool] = ask(YesNo(), "Yes if it sends meter values while charging.", cite="6.2")
    reset: Given[str] = ask(OneOf(("by itself", "by the tester")), "Who restarts it after a Reset.", cite="6.2")
    reset_notified: Given[bool] = ask(
        YesNo(), "If by the tester: Yes if the stack itself, and not the OCPP message, asks for it.", cite="6.2"
    )
    firmware_update: Given[bool] = ask(YesNo(), "Yes if it goes through every step of a firmware update.", cite="6.2")
    log_upload: Given[bool] = ask(YesNo(), "Yes if it goes through every step of uploading logs.", cite="6.2")


class CsmsEnvironment(Group):
    """Where a CSMS runs."""

    supplied: Given[str] = ask(
        OneOf(("running copy", "access over the Internet")), "A copy at the laboratory, or access to one.", cite="4.2"
    )
    connection: Given[bool] = ask(YesNo(), "If by access: Yes if the laboratory can reach it.", cite="4.2")
    handed_over_on: Given[date] = ask(Day(), "The day on which it was handed over to the laboratory.", cite="4.2")
    updated_unknown_to_laboratory: Given[bool] = ask(
        YesNo(), "Yes if it was changed since then without the laboratory's knowledge.", cite="4.2"
    )
    speed_test_at_both_ends: Given[bool] = ask(
        YesNo(), "Yes if the connection was measured at the CSMS and at the test tool.", cite="6.4"
    )


class SetUp(Group):
    """The test set-up."""

    connection: Given[str] = ask(
        OneOf(("WiFi", "ethernet", "mobile network")), "How the device was connected.", cite="4.2, 6.1"
    )
    router: Given[bool] = ask(
        YesNo(),
        "Yes if a router with limited access is in between, so that the device can reach the tool alone.",
        cite="6.1",
        when='dut == "Charging Station"',
    )
    speaks_directly: Given[bool] = ask(
        YesNo(), "Yes if it speaks OCPP itself, not through a server of the vendor.", cite="6.1", when="dut != CSMS"
    )
    sim_cards: Given[float] = ask(
        Figure("", 0, whole=True),
        "Over a mobile network: SIM cards of one operator used, one for the device and one to measure with.",
        cite="6.1",
        when='dut == "Charging Station"',
    )
    load: Given[str] = ask(
        OneOf((EV, EVSE_TESTER, TEST_SOCKET, OTHER_DEVICE, SIMULATED)),
        "What was charged.",
        cite="4.2, 6.1",
        when="dut != CSMS",
    )
    load_device: Given[str] = ask(Line(), "Its make and type.", cite="6.1, 6.4", when='dut == "Charging Station"')
    in_cable_device: Given[str] = ask(
        Line(), "For Mode 2: the in-cable control and protection device.", cite="6.1", when='dut == "Charging Station"'
    )
    actions: ManualActions = group(ManualActions, "Manual actions.", cite="4.2, 6.2, 6.3")
    stack: SoftwareStack = group(
        SoftwareStack, "Only for a software stack.", cite="6.2", when='dut == "Charging Station Software Stack"'
    )
    csms: CsmsEnvironment = group(CsmsEnvironment, "Only for a CSMS.", cite="4.2, 6.4", when="dut == CSMS")


class NetworkMeasurement(Group):
    """One measurement of the connection."""

    phase: Given[str] = ask(OneOf((BEFORE, DURING)), "Before the tests began, or during them.", cite="9.2.2")
    at: Given[datetime] = ask(Moment(), "When it was measured.", cite="9.2.2")
    technology: Given[str] = ask(OneOf(TECHNOLOGIES), "What was measured.", cite="6.4")
    bandwidth: Given[float] = ask(Figure("kB per second"), "Bandwidth; at least 5 kB per second.", cite="9.2.2")
    latency: Given[float] = ask(Figure("ms"), "Latency; at most 1000 ms.", cite="9.2.2")
    rssi: Given[float] = ask(
        Figure("dBm", -150, 0), "Over a mobile network: signal strength, at least -81 dBm.", cite="9.2.2"
    )
    csq: Given[float] = ask(SignalQuality(), "Or the same as CSQ, at least 16.", cite="9.2.2")
    device: Given[str] = ask(Line(), "With what it was measured, and where.", cite="6.4, 9.2.2, Appendix B")
    improved: Given[str] = ask(Line(), "What was done to improve a poor connection.", cite="9.2.2, 9.3")


class Run(Group):
    """How the tests were run."""

    order: Given[str] = ask(Line(), "The random order: its seed, or who chose it.", cite="8.2")
    reset_before_each: Given[bool] = ask(
        YesNo(),
        "Yes if 000_RESET was run and passed before every test. Where the results have the resets, those decide.",
        cite="8.1.2, 8.2",
        when="dut != CSMS",
    )
    deviating_status_flow: Given[bool] = ask(
        YesNo(),
        "Yes if the device used the status flow that the test rules allow for this subtype.",
        cite="Appendix D",
        when='subtype == "Mode 1/2-only Charging Station"',
    )


class ConfigurationDump(Group):
    """The configuration keys that were read."""

    file: Given[str] = ask(
        FileName(), "Path from this file's folder; a message log that has the answer will do.", cite="4.2"
    )
    sha256: Given[str] = ask(Digest(), "SHA-256 of the file.")
    read_at: Given[datetime] = ask(Moment(), "When the keys were read.", cite="4.2")


class FirmwareImage(Group):
    """The image whose hash stands on the certificate."""

    file: Given[str] = ask(FileName(), "Path of the image, from this file's folder.", cite="8.2")
    algorithm: Given[str] = ask(
        OneOf(("SHA-256", "SHA-384", "SHA-512", "SHA-1", "MD5")), "Of the hash; SHA-256 if left empty.", cite="8.2"
    )
    hash: Given[str] = ask(Line(), "The hash in hexadecimal, as the tool's report has it.", cite="8.2")
    test_case: Given[str] = ask(Line(), "The test case in which the image was installed.", cite="8.2")
    full_image: Given[bool] = ask(YesNo(), "Yes if it installs without anything before it; No for a delta.", cite="8.2")


class Incident(Group):
    """Something that happened during the tests."""

    id: Given[str] = ask(Line(), "A name for it, so that a decision can refer to it.")
    kind: Given[str] = ask(
        OneOf(
            INCIDENTS, (("configuration change", CONFIGURATION_CHANGE), ("setup issue", SET_UP_ISSUE), ("bug", DEFECT))
        ),
        "What it was. A full restart is where all tests were begun anew.",
        cite="5.5, 5.6",
    )
    at: Given[datetime] = ask(Moment(), "When it happened or began.", cite="5.5, 5.6")
    until: Given[datetime] = ask(
        Moment(),
        "For a set-up issue: when it was solved. Failures that began in between are put down to it.",
        cite="5.6",
    )
    test_cases: Given[tuple[str, ...]] = ask(Many(), "The test cases it touched.", cite="5.6")
    caused_by: Given[str] = ask(
        OneOf((BY_DEVICE, BY_LABORATORY, BY_VENDOR, BY_TOOL, BY_OTHER)),
        "Who or what caused it. A crash that the laboratory caused by improper handling does not count.",
        cite="5.5",
    )
    decided_by: Given[str] = ask(Line(), "Who decided so.", cite="5.5")
    non_ocpp_configuration_changed: Given[bool] = ask(
        YesNo(), "For a set-up issue: Yes if a setting outside OCPP was changed to solve it.", cite="5.6"
    )
    description: Given[str] = ask(Line(), "What happened, and what was done.", cite="5.5, 5.6")


class Decision(Group):
    """A decision of the Compliance Working Group."""

    reference: Given[str] = ask(Line(), "Its reference.", cite="5.4, 5.5")
    date: Given[date] = ask(Day(), "Its day.", cite="5.4, 5.5")
    ground: Given[str] = ask(Line(), "Why it was taken.", cite="5.4")
    test_cases: Given[tuple[str, ...]] = ask(
        Many(), "The test cases that need not be passed, each by its id. Nothing else is lifted.", cite="5.4"
    )
    incidents: Given[tuple[str, ...]] = ask(
        Many(), "The incidents, by the names given above, after which no re-test is needed.", cite="5.5"
    )


class Declaration(Group):
    """What a declaration run needs besides."""

    without_intervention: Given[bool] = ask(YesNo(), "Yes if no person took part while the tests ran.", cite="8.3")
    without_interruption: Given[bool] = ask(YesNo(), "Yes if the run was not interrupted.", cite="8.3")
    report: EvidenceFile = group(EvidenceFile, "The report that the tool signed.", cite="8.3")
    representative_certificate: Given[str] = ask(
        Line(), "Number of the certificate of the family's representative product.", cite="9.4"
    )
