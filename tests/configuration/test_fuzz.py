"""Whatever stands in a file, reading and checking it ends in a configuration with findings, or in one CertkitError."""

import json
import random

from hypothesis import given, settings
from hypothesis import strategies as st

from certkit.configuration.derive import extract
from certkit.configuration.read_keys import key_table
from certkit.configuration.read_values import read_value
from certkit.errors import CertkitError
from certkit.formats.json_tree import Array, Json, Leaf, NotJson, documents, read_json
from tests.configuration.stations import check, dump, read
from tests.configuration.test_reader import FORMS
from tests.rules.devices import edition

PIECES = [
    b"{", b"}", b"[", b"]", b",", b":", b'"', b"\\", b"\\u", b"\\ud800", b"null", b"true", b"NaN", b"-", b"1e9", b"0",
    b"\n", b"\r", b"\0", b"\xff", b"\xef\xbb\xbf", b'[3,"', b'[2,"1","GetConfiguration",{}]',
    b'{"configurationKey":[', b"unknownKey", b'{"key":"A","readonly":true,"value":"1"}', b'"key"',
    b"EX-1: receive message ", b"chargeBoxId=", b" " * 50,
]  # fmt: skip
SEEDS = [dump()]
for form, _ in FORMS.values():
    text = form if isinstance(form, bytes | str) else json.dumps(form)
    SEEDS.append(text.encode() if isinstance(text, str) else text)


def survives(content: bytes) -> None:
    try:
        configuration = read(content)
    except CertkitError:
        return
    check(configuration)
    extract(configuration, edition())
    assert configuration.sha256


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes(content):
    survives(content)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_any_pieces(pieces):
    survives(b"".join(pieces))


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["key", "value", "readonly", "configurationKey", "unknownKey", "x"]), inner, max_size=4
        )
    ),
    max_leaves=20,
)


@settings(max_examples=300, deadline=None)
@given(json_values)
def test_any_json(value):
    survives(json.dumps(value).encode())


def test_files_with_pieces_put_in_taken_out_and_exchanged():
    chance = random.Random(20_260_302)
    for seed in SEEDS:
        for _ in range(40):
            content = bytearray(seed)
            for _ in range(chance.randint(1, 4)):
                at = chance.randrange(len(content) + 1)
                until = min(len(content), at + chance.choice([0, 1, 5, 50]))
                content[at:until] = chance.choice([b"", *PIECES])
            survives(bytes(content))


def test_large_and_ugly_files_do_not_hang():
    for piece in (*PIECES, b'[2,"a",', b'[3,"a",{"configurationKey":', b'{"a":', b"EX: send "):
        survives(piece * (40_000 // len(piece)))
        survives((piece + b"\n") * (40_000 // len(piece)))
    waiting = b"".join(b'[2,"%d","GetConfiguration",{}]\nx\n' % number for number in range(1000))
    survives(b"log\n" + waiting)
    key = json.dumps([{"key": f"Token{n}", "readonly": False, "value": f"secret value {n}"} for n in range(1000)])
    survives(key.encode())


def plain(node: Json) -> object:
    if isinstance(node, Leaf):
        return node.value
    if isinstance(node, Array):
        return [plain(item) for item in node.items]
    return {name: plain(value) for name, value in node.pairs.items()}


@settings(max_examples=200, deadline=None)
@given(json_values, st.sampled_from([None, 1]))
def test_json_is_read_as_python_reads_it(value, indent):
    text = json.dumps(value, indent=indent)
    assert plain(read_json(text, "")) == json.loads(text)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet='{}[]",:0123456789.-+eEtrufalsn \n\\"abNI', max_size=40))
def test_what_python_refuses_as_json_is_refused(text):
    try:
        found = [plain(node) for node in documents(text)]
    except NotJson:
        return
    for value in found:
        json.dumps(value, allow_nan=False)


@given(st.sampled_from(sorted(key_table(edition()).keys)), st.text(max_size=100))
def test_any_value_of_any_key_can_be_read(key, text):
    parsed = read_value(key_table(edition()).keys[key], text)
    assert (parsed.value is None) is (parsed.wrong is not None)
