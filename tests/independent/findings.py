"""Of the combinations in constraints.py: the kind, and the devices for which they are looked at.

Written by hand. C is a contradiction in the terms of OCPP 1.6 Test Procedure & Test Plans, V2.4 (2025-09-30), I is
incomplete, S is suspicious. It must never import the tool.

A combination is looked at for the devices that are asked its items; P-16 and P-63 are about a CSMS by what they say.
A row that is made for a missing answer, or for one that is not asked, is looked at where the one or the other can be.
"""

KINDS = {
    "C": """A-10 P-01 P-02 P-10 P-11 P-12 P-13 P-16 P-21 P-34 P-37a P-37b P-37d P-38 P-41a P-41b P-42 P-44b P-53 P-55
            P-58 P-61c""",
    "I": "P-36b P-40b P-44a P-48 P-57b P-60 P-61a P-61b",
    "S": """P-03 P-04 P-05 P-06 P-07 P-08 P-14 P-15 P-17 P-18 P-19 P-20 P-22 P-23 P-24 P-25 P-26 P-27 P-28 P-29 P-30
            P-31 P-32 P-33 P-35 P-36a P-37c P-39 P-40a P-43a P-43b P-45 P-46 P-47 P-49 P-50 P-51 P-57a P-59 P-63 P-64
            P-66 P-67""",
}

LOOKED_AT = {
    "everyone": "A-10 P-42 P-43a P-43b P-47 P-51 P-55 P-57a P-57b P-58 P-59 P-60 P-61a P-61b P-61c",
    "csms": "P-16 P-35 P-63 P-64",
    "Charging Station": "P-48",
    # all others: a Charging Station and its software stack
}
