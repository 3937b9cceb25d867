"""On which rows of Appendix C, and in which column, each decided reading bears: `station` and `csms` by reading.

Written by hand from the places of OCPP 1.6 Test Procedure & Test Plans, V2.4 (2025-09-30) that are open to more than
one reading, with the rows that another reading would change. It must never import the tool.
"""

SMART_CHARGING = "TC_056 TC_057 TC_058_1 TC_058_2 TC_082 TC_066 TC_067 TC_072 TC_059 TC_060"
SMART_CHARGING_CSMS = "TC_056 TC_057 TC_066 TC_067 TC_059"
ADVANCED_SECURITY = "TC_074 TC_077 TC_087"
OFFLINE_START = "TC_037_1 TC_037_2 TC_037_3"
CACHE_COPIED = "TC_023_4 TC_023_5 TC_008_1 TC_008_2 TC_053_1 TC_053_2"

BEARING = {
    "B-01": {"station": "TC_005_1 TC_017_1 TC_017_2 TC_018_1 TC_018_2 TC_024 TC_030 TC_032_1 TC_032_2 TC_034"},
    "B-02": {
        "csms": "TC_046 TC_047 TC_048_4 TC_049 TC_051 TC_053 TC_042_2 TC_043_3 TC_043_4 TC_043_5 TC_054",
    },
    "B-03": {"csms": "TC_055 TC_048_2 TC_048_3 TC_052"},
    "B-04": {"csms": "TC_043_1 TC_042_1"},
    "B-05": {
        "csms": "TC_003 TC_004_1 TC_004_2 TC_005_1 TC_010 TC_017_1 TC_017_2 TC_024 TC_032_1"
        " TC_037_1 TC_037_3 TC_039 TC_049",
    },
    "B-06": {"station": "TC_043_3 TC_048_4", "csms": "TC_053"},
    # not TC_004_2 (local start) and not TC_038 (local stop)
    "B-07": {"station": f"TC_003 TC_004_1 TC_068 TC_069 {OFFLINE_START} TC_039"},
    "B-08": {"station": "TC_003 TC_010 TC_048_2 TC_050_2"},
    "B-09": {"station": "TC_005_1 TC_005_2 TC_005_3"},
    "B-10": {"station": "TC_005_2"},
    "B-11": {"station": "TC_005_3"},
    "B-12": {"station": f"TC_007_1 TC_007_2 TC_061_1 TC_061_2 {CACHE_COPIED}"},
    "B-13": {"station": "TC_005_1 TC_017_1 TC_017_2 TC_018_1 TC_018_2 TC_024"},
    "B-14": {"station": CACHE_COPIED},
    "B-15": {"station": "TC_043_1 TC_042_1"},
    "B-16": {"station": "TC_032_1 TC_032_2"},
    # TC_039 has the list of three, without the setting
    "B-17": {"station": f"{OFFLINE_START} TC_039"},
    "B-18": {"station": "TC_083 TC_084", "csms": "TC_083"},
    "B-19": {"station": "TC_043 TC_066 TC_072"},
    "B-20": {"station": "TC_008_2 TC_046_1 TC_048_2 TC_049 TC_050_2 TC_050_3 TC_053_1 TC_053_2"},
    "B-21": {
        "station": f"{SMART_CHARGING} {ADVANCED_SECURITY}",
        "csms": f"{SMART_CHARGING_CSMS} {ADVANCED_SECURITY}",
    },
    "B-22": {"station": SMART_CHARGING, "csms": SMART_CHARGING_CSMS},
    "B-23": {
        "station": "TC_024 TC_030 TC_043_3 TC_048_4",
        "csms": "TC_028 TC_031 TC_040_1 TC_040_2 TC_042_1 TC_043_1 TC_045_2 TC_048_2 TC_048_3 TC_052 TC_053 TC_055",
    },
    "B-24": {"station": "TC_030 TC_031"},
}
