"""The audit: every requirement from 16 to 194 and 281 to 299, and 8, whether a test record can show it, and by what.

Written by hand from the procedure. It never imports certkit and is never corrected by copying from it: where the two
differ, the document decides.

A row: number | section | kind | devices | modes | effect | fields of the record that show it | fields it turns on

Devices: S charging station, K charging station software stack, C CSMS. Modes: c certification, r re-certification,
d declaration. Effect: f fail, i incomplete, n a note. ``?`` behind the devices: it turns also on an answer of the PICS
other than the kind of device.

The kinds are those of the list: check, record, compute, print, process. What no record can show has its reason instead.
"""

from typing import NamedTuple

_SHOWN = """
8   | 2   | check   | SKC  | cr  | i | laboratory.name laboratory.authorized_by_oca |
19  | 4.2 | record  | SKC? | cr  | i | intake.representative_chosen_by_laboratory |
20  | 4.2 | record  | SKC  | cr  | i | pics.verified_by pics.verified_on pics.verified |
21  | 4.2 | record  | SK   | crd | i | configuration.file configuration.read_at |
24  | 4.2 | record  | C    | crd | i | setup.csms.supplied |
25  | 4.2 | check   | C    | crd | i | setup.csms.connection | setup.csms.supplied
26  | 4.2 | record  | C    | cr  | i | setup.csms.handed_over_on |
27  | 4.2 | check   | C    | cr  | f | setup.csms.updated_unknown_to_laboratory |
28  | 4.2 | check   | S    | crd | i | setup.connection |
29  | 4.2 | record  | SK   | crd | i | setup.load |
30  | 4.2 | record  | S?   | crd | n | setup.load |
31  | 4.2 | check   | S    | crd | n | setup.load |
32  | 4.2 | check   | S?   | crd | f | setup.load |
35  | 4.2 | check   | K    | crd | i | setup.actions.by setup.actions.oca_approval |
36  | 4.2 | record  | SK   | crd | i | device.firmware_version |
37  | 4.2 | check   | SK   | crd | i | device.firmware_version |
39  | 4.2 | record  | SKC  | cr  | n | vendor.representative |
40  | 4.2 | check   | SKC  | cr  | i | vendor.present vendor.remote_support |
41  | 4.2 | check   | S?   | cr  | i | intake.security_profile |
43  | 4.2 | check   | SKC  | cr  | i | intake.prerequisites |
46  | 5.2 | print   | SKC  | cr  | n | laboratory.instruments |
47  | 5.3 | process | SKC  | cr  | i | laboratory.testers |
48  | 5.3 | record  | SKC  | cr  | n | vendor.representative |
50  | 5.4 | record  | SKC  | crd | i | decisions |
52  | 5.5 | check   | SKC  | crd | i | pics.file pics.pics_sha256 pics.frozen_at |
55  | 5.5 | print   | SKC  | crd | i | device.firmware_version device.model device.serial device.hardware |
56  | 5.5 | check   | SKC  | crd | n | incidents |
58  | 5.5 | compute | SKC  | crd | n | incidents |
60  | 5.5 | record  | SKC  | crd | i | incidents |
61  | 5.5 | record  | SKC  | crd | i | decisions |
63  | 5.6 | record  | SKC  | crd | i | incidents |
65  | 5.6 | compute | SKC  | crd | n | incidents |
66  | 6.1 | record  | SKC  | cr  | i | network |
67  | 6.1 | check   | C    | cr  | i | network |
68  | 6.1 | record  | C    | crd | n | setup.connection |
69  | 6.1 | record  | S    | crd | n | setup.router | setup.connection
70  | 6.1 | record  | S    | crd | i | setup.load_device |
71  | 6.1 | record  | S?   | crd | n | setup.in_cable_device |
72  | 6.1 | check   | S    | crd | i | setup.router | setup.connection
73  | 6.1 | check   | S    | crd | f | setup.speaks_directly |
74  | 6.1 | record  | S    | cr  | i | setup.sim_cards | setup.connection
77  | 6.2 | check   | K    | crd | i | setup.stack.emulated |
78  | 6.2 | check   | K    | crd | i | setup.connection |
79  | 6.2 | record  | K    | crd | i | setup.connection |
80  | 6.2 | check   | K    | cr  | i | setup.actions.by setup.actions.oca_approval setup.actions.laboratory_agrees |
81  | 6.2 | check   | K    | crd | i | setup.actions.functions |
82  | 6.2 | check   | K    | crd | i | setup.actions.functions |
83  | 6.2 | check   | K    | crd | i | setup.actions.id_tokens |
84  | 6.2 | check   | K    | crd | i | setup.actions.functions |
85  | 6.2 | check   | K    | crd | i | setup.actions.functions |
86  | 6.2 | record  | K    | cr  | i | setup.actions.oca_approval setup.actions.laboratory_agrees | setup.actions.by
89  | 6.2 | check   | K    | crd | i | setup.stack.meter_values |
90  | 6.2 | check   | K    | crd | i | setup.stack.reset setup.stack.reset_notified |
91  | 6.2 | record  | K    | crd | i | setup.stack.reset |
92  | 6.2 | record  | K    | crd | i | setup.stack.reset_notified | setup.stack.reset
93  | 6.2 | check   | K    | crd | i | setup.stack.firmware_update |
94  | 6.2 | check   | K    | crd | i | setup.stack.log_upload |
96  | 6.3 | record  | SKC  | r   | i | setup.actions.by |
97  | 6.3 | check   | S    | r   | i | setup.actions.functions setup.actions.id_tokens | setup.actions.by
98  | 6.3 | record  | C    | r   | n | setup.actions.by |
99  | 6.4 | record  | S    | cr  | n | laboratory.instruments | setup.load
100 | 6.4 | record  | S    | cr  | n | laboratory.instruments | setup.load
101 | 6.4 | check   | SK   | cr  | n | laboratory.instruments | setup.connection
102 | 6.4 | check   | SKC  | cr  | i | laboratory.connection_tester |
103 | 6.4 | record  | C    | cr  | i | setup.csms.speed_test_at_both_ends |
104 | 6.4 | record  | SK   | cr  | i | network | setup.connection
105 | 6.4 | record  | SK   | cr  | i | network | setup.connection
106 | 6.4 | record  | SK   | cr  | n | network | setup.connection
120 | 8.1.2 | check  | SK  | crd | n | run.reset_before_each |
121 | 8.1.2 | check  | SK  | crd | n | run.reset_before_each |
122 | 8.1.2 | record | SKC | cr  | i | network |
126 | 8.1.2 | record | SKC | cr  | i | intake.pre_test_on intake.pre_test |
128 | 8.1.2 | check  | SKC | cr  | i | intake.prerequisites |
129 | 8.1.2 | check  | SKC | cr  | i | intake.prerequisites |
130 | 8.1.2 | check  | SKC | cr  | i | intake.documentation |
132 | 8.2 | record  | SKC  | crd | i | tool.name tool.version |
135 | 8.2 | check   | SKC  | cr  | i | tool.pics_uploaded |
136 | 8.2 | record  | SKC  | crd | i | tool.configuration |
137 | 8.2 | print   | SKC  | crd | n | tool.configuration_file.file |
139 | 8.2 | check   | SKC  | cr  | n | run.order |
140 | 8.2 | check   | SK   | crd | n | run.reset_before_each |
148 | 8.2 | print   | S    | cr  | i | firmware.file firmware.hash firmware.test_case |
150 | 8.2 | check   | S    | cr  | i | firmware.full_image |
153 | 8.3 | compute | SKC  | d   | i | tool.pics_uploaded |
155 | 8.3 | check   | SKC  | d   | f | declaration.without_intervention |
156 | 8.3 | check   | SKC  | d   | f | declaration.without_interruption |
159 | 8.3 | check   | SKC  | d   | i | declaration.report.file |
177 | 9.2.2 | record | SKC? | cr | i | network |
178 | 9.2.2 | record | SKC? | cr | n | network |
179 | 9.2.2 | check  | SKC | cr  | i | network |
180 | 9.2.2 | check  | SKC | cr  | i | network |
181 | 9.2.2 | check  | SKC? | cr | i | network |
182 | 9.2.2 | check  | SKC | cr  | i | network |
183 | 9.2.2 | check  | SKC | cr  | i | setup.connection |
185 | 9.2.3 | record | SKC | cr  | i | network |
186 | 9.2.3 | record | SKC | cr  | i | intake.pre_test_on intake.pre_test |
187 | 9.2.4 | check  | SKC | cr  | i | intake.prerequisites intake.documentation |
189 | 9.3 | record  | SKC  | cr  | i | tool.configuration |
190 | 9.3 | record  | SKC  | cr  | n | network |
192 | 9.4 | check   | S?   | cr  | n | device.model |
281 | Appendix B | record | SKC | crd | i | tool.supplied_by_oca |
282 | Appendix B | check  | SK  | cr  | n | laboratory.instruments | setup.connection
283 | Appendix B | record | SK | cr  | n | laboratory.instruments | setup.load
284 | Appendix B | check  | SK | cr  | n | laboratory.instruments | setup.load
298 | Appendix D | record | S? | crd | n | run.deviating_status_flow |
"""

_NOT_SHOWN = {
    "it follows from the statement alone": "17 18 127 184 292 293 294",
    "it follows from the plan": "33 119 138 285 286 287 288 289 290 291 295 296 297",
    "it follows from the configuration keys that the device reported": "22 23 113 114 115",
    "it is measured in the message logs": "166 167 168 169 170 171 172 173 174 176",
    "it follows from the record and the results together": (
        "16 38 49 51 54 57 59 64 112 131 145 151 152 154 157 158 162 165 188 194"
    ),
    "it is said on the report or the certificate": "110 111 116 117 118 146 147 149 161 163 164 191 193",
    "the test tool does it, by itself": "108 123 141 142 144 299",
    "it is a duty of which the procedure wants nothing noted": (
        "34 42 44 45 53 62 75 76 87 88 95 107 109 124 125 133 134 143 160 175"
    ),
}


class Row(NamedTuple):
    section: str
    kind: str
    devices: str
    turns_on_statement: bool
    modes: str
    effect: str
    fields: tuple[str, ...]
    turns_on: tuple[str, ...]


def _row(line: str) -> tuple[int, Row]:
    number, section, kind, devices, modes, effect, fields, turns_on = (part.strip() for part in line.split("|"))
    row = Row(
        section=section,
        kind=kind,
        devices=devices.rstrip("?"),
        turns_on_statement=devices.endswith("?"),
        modes=modes,
        effect={"f": "fail", "i": "incomplete", "n": "note"}[effect],
        fields=tuple(fields.split()),
        turns_on=tuple(turns_on.split()),
    )
    return int(number), row


SHOWN: dict[int, Row] = dict(_row(line) for line in _SHOWN.strip().splitlines())
NOT_SHOWN: dict[int, str] = {int(number): why for why, numbers in _NOT_SHOWN.items() for number in numbers.split()}
ALL = (8, *range(16, 195), *range(281, 300))
"""What is audited."""
