"""Whatever stands in a file, reading it ends in runs with findings, or in one CertkitError; never in a pass."""

import json
import random

from hypothesis import given, settings
from hypothesis import strategies as st

from certkit.errors import CertkitError
from certkit.results.model import RunVerdict
from tests.results.runs import LOG, as_csv, as_json, as_zip, check, read, record
from tests.results.test_junit import case, junit
from tests.results.test_table import YAML, worksheet

PIECES = [
    b"{", b"}", b"[", b"]", b",", b";", b":", b'"', b"'", b"<", b">", b"</", b"/>", b"&", b"\n", b"\r", b"\0", b"\xff",
    b"- ", b"PK\x03\x04", b"pass", b"verdict", b"testCaseName", b"TC_001_CS", b"\xef\xbb\xbf", b"<testcase>", b"\\",
    b"NaN", b" " * 30,
]  # fmt: skip
SEEDS = [
    as_json(record(), record("TC_003_CS", "fail")),
    as_csv(record(), record("TC_003_CS", "fail")),
    as_zip({"r.json": as_json(record()), LOG: b"log"}),
    junit(case(), case("<failure/>")).encode(),
    YAML.encode(),
    worksheet([1, "TC_001", "x", None, None, "pass", None, None]),
]


def survives(content: bytes) -> None:
    try:
        results = read(content)
    except CertkitError:
        return
    check(results)
    for run in results.runs:
        assert isinstance(run.verdict, RunVerdict)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes(content):
    survives(content)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.sampled_from(PIECES), max_size=40),
    st.sampled_from([b"", b"<testsuite>", b"testCaseName,verdict\n", b"results:\n"]),
)
def test_any_pieces(pieces, begin):
    survives(begin + b"".join(pieces))


def test_files_with_pieces_put_in_taken_out_and_exchanged():
    chance = random.Random(20_260_303)
    for seed in SEEDS:
        for _ in range(80):
            content = bytearray(seed)
            for _ in range(chance.randint(1, 4)):
                at = chance.randrange(len(content) + 1)
                until = min(len(content), at + chance.choice([0, 1, 5, 50]))
                content[at:until] = chance.choice([b"", *PIECES])
            survives(bytes(content))


fields = st.sampled_from(
    ["testCaseName", "verdict", "startTime", "duration", "configuration", "pics_mode", "sut", "logfile", "x"]
)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["date", "time", "day", "month", "year", "hour", "nano", "x"]), inner, max_size=4
        )
    ),
    max_leaves=8,
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.dictionaries(fields, values, max_size=6), max_size=4))
def test_any_records(records):
    survives(json.dumps({"data": records}).encode())


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=20).filter(lambda text: text.strip().lower() not in ("pass", "passed")))
def test_nothing_but_the_word_is_a_pass(text):
    contents = [as_json(record(verdict=text)), junit(case(f"<x>{len(text)}</x>")).encode()]
    for content in contents:
        assert all(run.verdict is not RunVerdict.PASS for run in read(content).runs)


def test_large_and_ugly_files_do_not_hang():
    for piece in (*PIECES, b"<testsuite>", b"- ", b"- {test_case: TC_001, verdict: pass}\n", b'"TC_001,pass"\n'):
        survives(piece * (30_000 // len(piece)))
        survives(b"testCaseName,verdict\n" + piece * (30_000 // len(piece)))
        survives(b"<testsuite>" + piece * (30_000 // len(piece)))
