"""A PICS in YAML: answers with their places, and every key or value that is not one reported."""

import pytest

from certkit.edition.rulebook import load_edition
from certkit.errors import UnknownName, UnreadableFile
from certkit.finding import Place
from certkit.messages import codes
from certkit.pics.check import check_pics
from certkit.pics.read_yaml import read_pics_yaml
from certkit.plan.derive import make_plan
from tests.pics.statements import HEAD, edition, read, sentence_of


def noticed(content):
    """What the reader noticed: (line, column, key and arguments of the message)."""
    findings = read(content).findings
    return [(f.where.line, f.where.column, *sentence_of(f)) for f in findings if f.where is not None]


def test_answers_and_where_they_stand():
    pics = read(
        HEAD + "general:\n"
        "  vendor:  ACME  Ltd \n"
        "  dut: charging station\n"
        "  communication_technology: [WiFi, ethernet]\n"
        "features: {C-06: both}\n"
        "limits:\n"
        "  MeterValueSampleInterval: {minimum: 5, maximum: }\n"
        "  other: {MinimumStatusDuration: 0, Colour: red}\n"
        "performance: {response_timeout: 2.50}\n"
    )  # fmt: skip
    assert dict(pics.values) == {
        "vendor": "ACME Ltd",
        "dut": "Charging Station",
        "communication_technology": ("WiFi", "ethernet"),
        "C-06": "Both",
        "MeterValueSampleInterval.minimum": 5,
        "MinimumStatusDuration": 0,
        "other": (("Colour", "red"),),
        "response_timeout": 2.5,
    }
    assert pics.findings == ()
    assert pics.dut == "Charging Station"
    assert pics.edition == "ocpp-1.6-v2.4"
    assert pics.place_of("vendor") == Place("pics.yaml", 3, 12)
    assert pics.place_of("C-06") == Place("pics.yaml", 6, 18)
    assert pics.place_of("MinimumStatusDuration") == Place("pics.yaml", 9, 34)
    assert pics.place_of("MeterValueSampleInterval.maximum") == Place("pics.yaml", 8, 51)


YES = ["Yes", "yes", "YES", "yEs", "'Yes'", '"yes"', "true", "True", "TRUE", " Yes ", "Yes # really", "'Yes '"]
NO = ["No", "no", "NO", "'No'", '"no"', "false", "False", "FALSE"]


@pytest.mark.parametrize(("written", "value"), [(y, "Yes") for y in YES] + [(n, "No") for n in NO])
def test_yes_and_no_in_every_spelling(written, value):
    pics = read(HEAD + f"features:\n  C-07: {written}\n")
    assert dict(pics.values) == {"C-07": value}
    assert pics.findings == ()


@pytest.mark.parametrize("written", ["", "~", "null", "''", '""', "' '"])
def test_nothing_is_not_answered_and_never_no(written):
    pics = read(HEAD + f"features:\n  C-07: {written}\n")
    assert dict(pics.values) == {}
    assert pics.findings == ()
    assert pics.place_of("C-07") == Place("pics.yaml", 3, pics.place_of("C-07").column)


NO_ANSWERS = [
    # a value that the item cannot have: (written, what is wrong with it)
    ("y", "“y” is not Yes or No; write Yes"),
    ("n", "“n” is not Yes or No; write No"),
    ("on", "“on” is not Yes or No"),
    ("1", "“1” is not Yes or No"),
    ("Both", "“Both” is not Yes or No"),
    ("[Yes]", "one value is expected, not a list"),
    ("Ja", "“Ja” is not Yes or No; write Yes"),
    ('"\\u202eseY"', "“\\u202eseY” is not Yes or No"),
    ("x" * 70, f"“{'x' * 57}…” is not Yes or No"),
]


@pytest.mark.parametrize(("written", "problem"), NO_ANSWERS)
def test_what_is_no_answer_is_reported_and_does_not_count(written, problem):
    pics = read(HEAD + f"features:\n  C-07: {written}\n")
    (finding,) = pics.findings
    assert sentence_of(finding) == ("K-02", {"item": "C-07", "problem": problem})
    assert finding.items == ("C-07",)
    assert finding.where == Place("pics.yaml", 3, 9)
    assert dict(pics.values) == {}
    assert set(pics.refused) == {"C-07"}
    assert pics.place_of("C-07") == Place("pics.yaml", 3, 9)


def test_a_refused_answer_leaves_the_plan_open_and_is_reported_once():
    pics = read(HEAD + "general: {dut: Charging Station}\nfeatures: {C-07: maybe, C-08: Yes}\n")
    row = next(row for row in make_plan(pics, edition()).test_cases if row.id == "TC_068")
    assert row.status.value == "undetermined"
    assert row.blocked_by == ("C-07",)
    assert [f.code for f in check_pics(pics, edition()) if "C-07" in f.items] == ["K-02"]


NUMBERS = [
    ("GetConfigurationMaxKeys", "50", 50),
    ("GetConfigurationMaxKeys", "050", 50),
    ("GetConfigurationMaxKeys", "+50", 50),
    ("GetConfigurationMaxKeys", "'50'", 50),
    ("GetConfigurationMaxKeys", "50.0", 50),
    ("GetConfigurationMaxKeys", "5e1", 50),
    ("GetConfigurationMaxKeys", "0", 0),
    ("GetConfigurationMaxKeys", "-0", 0),
    ("GetConfigurationMaxKeys", "-1", None),
    ("GetConfigurationMaxKeys", "1.5", None),
    ("GetConfigurationMaxKeys", "0x32", None),
    ("GetConfigurationMaxKeys", "1_000", None),
    ("GetConfigurationMaxKeys", "1,000", None),
    ("GetConfigurationMaxKeys", "fifty", None),
    ("GetConfigurationMaxKeys", "true", None),
    ("GetConfigurationMaxKeys", ".inf", None),
    ("GetConfigurationMaxKeys", ".nan", None),
    ("GetConfigurationMaxKeys", "1e99999", None),
    ("GetConfigurationMaxKeys", "9" * 400, None),
]


@pytest.mark.parametrize(("item", "written", "value"), NUMBERS)
def test_number(item, written, value):
    pics = read(HEAD + f"limits:\n  {item}: {written}\n")
    assert pics.values.get(item) == value
    assert [f.code for f in pics.findings] == ([] if value is not None else ["K-02"])


UNKNOWN = [
    # text, and what is noticed: (line, column, message, name, group, what is in the hint)
    (HEAD + "generell: {vendor: A}\nports: [x]", 2, 1, "misspelt", "generell", "a PICS", "general"),
    (HEAD + "general: {vendr: A}", 2, 11, "misspelt", "vendr", "general", "vendor"),
    (HEAD + "features: {C_07: Yes}", 2, 12, "misspelt", "C_07", "features", "C-07"),
    (HEAD + "features: {c-07: Yes}", 2, 12, "misspelt", "c-07", "features", "C-07"),
    (HEAD + "features: {AQ-1: Yes}", 2, 12, "misplaced", "AQ-1", "features", "questions"),
    (HEAD + "general: {ports: [x]}", 2, 11, "misplaced", "ports", "general", "the first level"),
    (HEAD + "minimum: 5\nports: [x]", 2, 1, "misplaced", "minimum", "a PICS", "limits.MeterValueSampleInterval"),
    (
        HEAD + "limits: {MeterValueSampleInterval: {min: 5}}",
        2,
        37,
        "misspelt",
        "min",
        "limits.MeterValueSampleInterval",
        "minimum",
    ),
    (HEAD + "general: {edition: x}", 2, 11, "unknown", "edition", "general", ""),
    (HEAD + "general: {qqq: x}", 2, 11, "unknown", "qqq", "general", ""),
    (HEAD + '? "a\\u001bb"\n: 1\nports: [x]', 2, 3, "unknown", "a\x1bb", "a PICS", ""),
]


@pytest.mark.parametrize(("content", "line", "column", "message", "name", "group", "meant"), UNKNOWN)
def test_unknown_key(content, line, column, message, name, group, meant):
    assert noticed(content) == [(line, column, f"K-01.{message}", {"name": name, "group": group})]
    hint = read(content).findings[0].hint
    assert meant in hint
    assert (hint == codes()["K-01"].hint) is (message == "unknown")


GROUP = "a group of keys"
WRONG_SHAPES = [
    ("general: ACME", 2, 10, "general", "scalar", GROUP),
    ("general: [ACME]", 2, 10, "general", "sequence", GROUP),
    ("general: {vendor: {name: A}}", 2, 19, "general.vendor", "mapping", "text"),
    ("limits: {MeterValueSampleInterval: 5}", 2, 36, "limits.MeterValueSampleInterval", "scalar", GROUP),
    ("limits: {HeartbeatInterval: [5, 6]}", 2, 29, "limits.HeartbeatInterval", "sequence", GROUP),
    ("ports: {a: b}", 2, 8, "ports", "mapping", "a list of texts"),
]


@pytest.mark.parametrize(("content", "line", "column", "path", "shape", "expected"), WRONG_SHAPES)
def test_wrong_shape(content, line, column, path, shape, expected):
    arguments = {"path": path, "shape": shape, "expected": expected}
    assert noticed(HEAD + content) == [(line, column, "K-08", arguments)]


def test_wrong_shape_names_all_the_items_below_it():
    finding = read(HEAD + "limits: {HeartbeatInterval: 5}").findings[0]
    assert finding.items == ("HeartbeatInterval.minimum", "HeartbeatInterval.maximum")


MEMBERS = "a list of members, each with model and firmware_version is expected, not"
MEMBER = "each member has model and firmware_version, not"

REFUSED_VALUES = [
    ("family: {members: EX}", f"{MEMBERS} “EX”"),
    ("family: {members: {model: EX}}", f"{MEMBERS} a group of values"),
    ("family: {members: [EX]}", f"{MEMBER} “EX”"),
    ("family: {members: [{name: EX}]}", f"{MEMBER} a group of values"),
    ("limits: {other: red}", "names with a value each are expected, not “red”"),
    ("limits: {other: {a: {b: c}}}", "one text is expected, not several"),
    ("general: {vendor: [a, b]}", "one text is expected, not several"),
    (
        "general: {communication_technology: [WiFi, LTE]}",
        "“LTE” is not one of WiFi, ethernet and mobile network",
    ),
    ("general: {communication_technology: [[WiFi]]}", "one value is expected, not a list"),
    ("ports: [[a]]", "one text is expected, not several"),
    ('general: {vendor: "a\\0b"}', "the text contains the character U+0000, which cannot be printed"),
    ('general: {vendor: "a\\eb"}', "the text contains the character U+001B, which cannot be printed"),
    (f"general: {{vendor: {'x' * 1001}}}", "the text has 1001 characters; at most 1000 are allowed"),
]


@pytest.mark.parametrize(("content", "problem"), REFUSED_VALUES)
def test_refused_value(content, problem):
    pics = read(HEAD + content)
    (finding,) = pics.findings
    assert sentence_of(finding) == ("K-02", {"item": finding.items[0], "problem": problem})
    assert dict(pics.values) == {}


def test_empty_group_leaves_its_items_open_at_its_place():
    pics = read(HEAD + "general:\n  vendor: A\nlimits:\n")
    assert pics.place_of("HeartbeatInterval.minimum") == Place("pics.yaml", 4, 8)
    assert pics.findings == ()


def test_missing_edition_is_a_note_and_the_default_is_used():
    pics = read("general: {vendor: A}")
    assert [(f.code, f.where) for f in pics.findings] == [("K-06", None)]
    pics = read("edition:\ngeneral: {vendor: A}")
    assert [(f.code, f.where.line) for f in pics.findings] == [("K-06", 1)]


NOT_A_PICS = [
    ("# nothing\n", "the file has only comments", 0, 0),
    ("- a\n- b\n", "the file does not look like a PICS: it has no keys", 1, 1),
    ("PICS\n", "the file does not look like a PICS: it has no keys", 1, 1),
    ("{}", "the file does not look like a PICS: none of its keys is known", 1, 1),
    ("edition: ocpp-1.6-v2.4\n", "the file does not look like a PICS: none of its keys is known", 1, 1),
    ("openapi: 3.1.0\ninfo: {title: x}\n", "the file does not look like a PICS: none of its keys is known", 1, 1),
    ("", "the file is empty", 0, 0),
    ("a: b: c", "this is not valid YAML: mapping values are not allowed in this context", 1, 5),
    ("general: {vendor: A, vendor: B}", "the key 'vendor' is given twice (first in line 1)", 1, 22),
]


@pytest.mark.parametrize(("content", "message", "line", "column"), NOT_A_PICS)
def test_not_a_pics(content, message, line, column):
    with pytest.raises(UnreadableFile) as caught:
        read(content, "form.yaml")
    assert (caught.value.message, caught.value.line, caught.value.column) == (message, line, column)
    assert caught.value.file == "form.yaml"
    assert caught.value.hint


def test_the_rulebook_is_the_one_that_the_file_names():
    asked = []

    def load(name):
        asked.append(name)
        return edition() if name != "ocpp-9" else load_edition(name)

    read_pics_yaml(b"edition: ocpp-1.6-v2.4\nports: [x]", "f", load)
    read_pics_yaml(b"ports: [x]", "f", load)
    with pytest.raises(UnknownName, match="there is no edition 'ocpp-9'"):
        read_pics_yaml(b"edition: ocpp-9\nports: [x]", "f", load)
    assert asked == ["ocpp-1.6-v2.4", None, "ocpp-9"]


SAME = [
    # the same answers, written otherwise
    (
        "general:\n  vendor: ACME\n  dut: CSMS\nports: [a, b]\n",
        "ports:\n- a\n- b\ngeneral: {dut: 'csms', vendor: \" ACME \"}\n",
    ),
    ("features: {C-07: Yes, C-08: No}", "features: {C-08: 'no', C-07: true}"),
    ("features: {C-07: Yes, C-08: }", "features: {C-07: Yes}\nlimits:\nquestions: {}"),
    (
        "general: {communication_technology: [WiFi, ethernet]}",
        "general: {communication_technology: ethernet; wifi, WLAN}",
    ),
    ("limits: {GetConfigurationMaxKeys: 50}", "limits: {GetConfigurationMaxKeys: '50.0'}"),
    ("performance: {response_timeout: 2.5}", "performance: {response_timeout: 2.50}"),
    ("limits: {other: {a: 1, b: 2}}", "limits: {other: {b: 2, a: '1'}}"),
    ("general: {vendor: Café}", 'general: {vendor: "Cafe\\u0301"}'),
    ("ports: [x]\nedition: ocpp-1.6-v2.4", "ports: x"),
]


@pytest.mark.parametrize(("first", "second"), SAME)
def test_same_answers_have_the_same_digest(first, second):
    assert read(first).sha256 == read(second).sha256


OTHER = [
    "general: {vendor: ACME}",
    "general: {vendor: acme}",
    "general: {model: ACME}",
    "general: {vendor: A CME}",
    "features: {C-07: Yes}",
    "features: {C-07: No}",
    "features: {C-08: Yes}",
    "features: {C-07: }",
    "features: {C-07: maybe}",
    "features: {C-07: perhaps}",
    "features: {C-07: [maybe]}",
    "ports: [a, b]",
    "ports: [b, a]",
    "ports: ['a, b']",
    "limits: {GetConfigurationMaxKeys: 5}",
    "limits: {other: {GetConfigurationMaxKeys: 5}}",
    "family: {members: [{model: a, firmware_version: b}]}",
    "family: {members: [{model: a}, {firmware_version: b}]}",
    "family: {members: [{model: b, firmware_version: a}]}",
]


def test_other_answers_have_another_digest():
    assert len({read(content).sha256 for content in OTHER}) == len(OTHER)


def test_digest_is_of_the_canonical_answers():
    import hashlib

    pics = read("general: {vendor: Größe}\nports: [b, a]\nfeatures: {C-07: maybe}")
    canonical = '{"answers":{"ports":["b","a"],"vendor":"Größe"},"edition":"ocpp-1.6-v2.4","refused":{"C-07":"maybe"}}'
    assert pics.sha256 == hashlib.sha256(canonical.encode()).hexdigest()


@pytest.mark.parametrize("edition", ["[ocpp-1.6-v2.4]", "{id: ocpp-1.6-v2.4}"])
def test_an_edition_that_is_no_id(edition):
    with pytest.raises(UnreadableFile, match="must be the id of one edition") as raised:
        read_pics_yaml(f"edition: {edition}\nfeatures:\n  C-02: Yes\n".encode(), "pics.yaml", lambda _: load_edition())
    assert (raised.value.line, raised.value.column) == (1, 10)
