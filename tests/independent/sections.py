"""Where the test cases of Appendix C stand: profile, heading, and the rows below it, in the document's order.

Written by hand from OCPP 1.6 Test Procedure & Test Plans, V2.4 (2025-09-30). It must never import the tool.
"""

SECTIONS = [
    ("core", "Cold Boot Charge Point", "TC_001 TC_002"),
    ("core", "Start Charging Session", "TC_003 TC_004_1 TC_004_2"),
    ("core", "Stop Charging Session", "TC_068 TC_069 TC_005_1 TC_005_2 TC_005_3"),
    ("core", "Cache", "TC_007 TC_007_1 TC_007_2 TC_061 TC_061_1 TC_061_2"),
    ("core", "Core Profile - Remote actions Happy flow", "TC_010 TC_011_1 TC_011_2 TC_012"),
    ("core", "Core Profile - Resetting Happy Flow", "TC_013 TC_014 TC_015 TC_016"),
    ("core", "Core Profile - Unlocking Happy flow", "TC_017_1 TC_017_2 TC_018_1 TC_018_2"),
    ("core", "Core Profile - Configuration Happy flow", "TC_019 TC_019_1 TC_019_2 TC_021"),
    ("core", "Meter values", "TC_070 TC_071"),
    (
        "core",
        "Core Profile - Basic Actions Non-happy flow",
        "TC_023_1 TC_023_2 TC_023_3 TC_023_4 TC_023_5 TC_024 TC_043_1 TC_042_1",
    ),
    ("core", "Core Profile - Remote Actions Non-Happy Flow", "TC_026 TC_028"),
    ("core", "Core Profile - Unlocking Non-happy flow", "TC_030 TC_031"),
    ("core", "Core Profile - Power Failure Non-Happy Flow", "TC_032_1 TC_032_2 TC_034"),
    ("core", "Core Profile - Offline behavior Non-Happy Flow", "TC_036 TC_037_1 TC_037_2 TC_037_3 TC_038 TC_039"),
    ("core", "Core Profile - Configuration Keys Non-Happy Flow", "TC_040_1 TC_040_2"),
    ("core", "Diagnostics", "TC_045_1 TC_045_2"),
    ("core", "Remote Trigger", "TC_054 TC_055"),
    ("core", "Secure connection setup", "TC_073 TC_075_1 TC_075_2 TC_076"),
    ("core", "Security event/logging", "TC_078 TC_079"),
    ("core", "Secure firmware update", "TC_080 TC_081"),
    ("core", "Upgrade security profile", "TC_083 TC_084"),
    ("core", "Setup connection with security profiles", "TC_085 TC_086 TC_088"),
    ("core", "DataTransfer", "TC_062 TC_064"),
    ("core", "Get Local List Version", "TC_042_2"),
    (
        "core",
        "Send Local Authorization List",
        "TC_043 TC_043_2 TC_043_3 TC_043_4 TC_043_5 TC_008_1 TC_008_2",
    ),
    (
        "core",
        "Reservation of a Connector",
        "TC_046 TC_046_1 TC_046_2 TC_047 TC_048_2 TC_048_3 TC_048_4",
    ),
    ("core", "Reservation of a Charge Point", "TC_049 TC_050_2 TC_050_3"),
    ("core", "Cancel Reservation", "TC_051 TC_052 TC_053 TC_053_1 TC_053_2"),
    (
        "smart_charging",
        "Central Smart Charging",
        "TC_056 TC_057 TC_058_1 TC_058_2 TC_082 TC_066 TC_067 TC_072",
    ),
    ("smart_charging", "Remote Start Transaction with Charging Profile", "TC_059 TC_060"),
    # the only block without a heading of its own below the name of the profile
    ("advanced_security", "Advanced Security", "TC_074 TC_077 TC_087"),
]
