"""Logs in every layout, with bytes and lines changed: no failure, no invented value, and a sum that is right."""

import random
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from certkit.errors import CertkitError
from certkit.logs.frames import read_frame
from tests.logs.combinations import everything, talk_of
from tests.logs.conversation import conversation
from tests.logs.layouts import ENVELOPES, WRITERS, Recipe, write
from tests.logs.reading import Measured, measure_bytes, unaccounted

SETTINGS = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
ALL = list(everything())
PLAIN = [Recipe(name) for name in WRITERS if Recipe(name).possible]
BARE = [recipe for recipe in PLAIN if not WRITERS[recipe.writer].lines and WRITERS[recipe.writer].per_line == 1]
PIECES = [
    *(b"[2,", b"[3,", b"[4,", b'"', b'\\"', b'""', b"{}]", b"]", b"[", b"{", b"}", b",", b"'", b"...", b"\n", b"\r\n"),
    *(b"\x00", b"\xff", b"\xe2\x80\xa6", b'[3,"ex-0009",{}]', b'[2,"a","Heartbeat",{}]', b"&quot;", b"\xff\xfe"),
    *(
        b"2026-03-03 08:00:00,000 ",
        b"08:00",
        b"1772524800000",
        b" received ",
        b" sent ",
        b"CSMS -> CP01",
        b"PK\x03\x04",
    ),
    *(b"[" * 60, b"{" * 60, b'{"log":"', b'"time":"', b"\t", b";", b"stdout P ", b"2026-02-30T25:61:61Z"),
]


def reads(folder, content: bytes, name: str) -> Measured | None:
    try:
        measured = measure_bytes(folder, content, name)
    except CertkitError:
        return None
    assert unaccounted(measured) == []
    return measured


@st.composite
def damage(draw):
    """A few changes, as functions of bytes."""
    changes = []
    for _ in range(draw(st.integers(1, 6))):
        kind = draw(st.sampled_from(["change", "delete", "insert", "double"]))
        changes.append((kind, draw(st.floats(0, 1)), draw(st.sampled_from(PIECES)), draw(st.integers(1, 60))))
    return changes


def damaged(content: bytes, changes) -> bytes:
    result = bytearray(content)
    for kind, place, piece, length in changes:
        at = int(place * max(len(result) - 1, 0))
        if kind == "change":
            result[at : at + 1] = piece[:1]
        elif kind == "delete":
            del result[at : at + length]
        elif kind == "insert":
            result[at:at] = piece
        else:
            result[at:at] = result[at : at + 8 * length]
    return bytes(result)


@SETTINGS
@given(recipe=st.sampled_from(ALL), changes=damage())
def test_damaged_files(tmp_path_factory, recipe, changes):
    written = write(conversation(3, ("CP01",), ()), recipe._replace(split=False))
    reads(tmp_path_factory.mktemp("fuzz"), damaged(written.content, changes), written.name)


@SETTINGS
@given(recipe=st.sampled_from(BARE), seed=st.integers(0, 20), lost=st.integers(1, 40), data=st.randoms())
def test_lost_and_repeated_lines_invent_nothing(tmp_path_factory, recipe, seed, lost, data):
    """Without some lines, and with some twice. Only a request that lost its follower may find a later one."""
    talk = conversation(seed, ("CP01",), ())
    lines = write(talk, recipe).content.decode().splitlines()
    answers = [number for number, message in enumerate(talk.messages) if message.kind == 3]
    gone = set(data.sample(answers, min(lost, len(answers))))
    kept = [line for number, line in enumerate(lines[-len(talk.messages) :]) if number not in gone]
    header = lines[: -len(talk.messages)]
    content = "\n".join([*header, *kept, ""]).encode()
    measured = reads(tmp_path_factory.mktemp("fuzz"), content, "messages.log")
    assert measured is not None
    truth = talk.truth(WRITERS[recipe.writer].unit).values
    spoiled = [talk.messages[number] for number in gone]
    rest = talk.without(*spoiled).truth(WRITERS[recipe.writer].unit).values
    assert measured.values["response_timeout"] == rest["response_timeout"]
    for name, values in measured.values.items():
        assert len(values) <= len(truth[name])
        assert not set(values) - set(truth[name])
        assert measured.total("frames_found") == len(kept)


@SETTINGS
@given(recipe=st.sampled_from(BARE), seed=st.integers(0, 20), changes=damage())
def test_damaged_lines_never_give_more_values(tmp_path_factory, recipe, seed, changes):
    """Each change stays within a line; times and ids are left alone, so that no other truth arises."""
    talk = conversation(seed, ("CP01",), ())
    lines = write(talk, recipe).content.splitlines(keepends=True)
    chance = random.Random(seed)
    for kind, place, piece, length in changes:
        number = chance.randrange(len(lines))
        begin = lines[number].find(b'{"connectorId') if b'{"connectorId' in lines[number] else -2
        if begin < 0:
            continue
        head, payload = lines[number][:begin], lines[number][begin:-1]
        if b"\n" in piece or b"[" in piece or piece[:1].isdigit():
            continue
        lines[number] = head + damaged(payload, [(kind, place, piece, length)]) + b"\n"
    measured = reads(tmp_path_factory.mktemp("fuzz"), b"".join(lines), "messages.log")
    if measured is not None:
        truth = talk.truth(WRITERS[recipe.writer].unit).values
        for name, values in measured.values.items():
            assert len(values) <= len(truth[name]), name


@pytest.mark.parametrize("envelope", ENVELOPES)
def test_a_file_that_ends_anywhere(tmp_path, envelope):
    """The beginning of a file gives some of the values, or an error."""
    recipe = next(recipe for recipe in ALL if recipe.envelope == envelope and recipe.writer == "python_ocpp")
    recipe = recipe._replace(container="none", encoding="utf-8", split=False)
    talk = talk_of(recipe, 3)
    content = write(talk, recipe).content
    chance = random.Random(envelope)
    for _ in range(6):
        measured = reads(tmp_path, content[: chance.randrange(len(content))], "messages.log")
        if measured is not None:
            for name, values in measured.values.items():
                assert not set(values) - set(talk.truth(1000).values[name])


@pytest.mark.parametrize("piece", [b'[2,"a",', b'[3,"a",{"k":', b'{"a":[2,"b",'])
def test_frames_nested_in_each_other_are_not_each_read_to_the_end(tmp_path, piece):
    begun = time.process_time()
    reads(tmp_path, b"2026-03-03 08:00:00,000 EX22: received " + piece * (60_000 // len(piece)) + b"\n", "messages.log")
    assert time.process_time() - begun < 5


def test_a_broken_frame_that_nests_little_hides_none_behind_it():
    cut = b'[2,"a","DataTransfer",{"data":[[{"x":' + b'[3,"b",{}]'
    first = read_frame(cut, 0)
    assert (first.fault, first.id, cut[first.end :]) == ("cut", "a", b'[3,"b",{}]')


def test_every_broken_frame_is_counted_however_deep_it_is(tmp_path):
    log = b"2026-03-03 08:00:00,000 EX22: received " + b'[2,"a",' * 400 + b'\x01 [3,"b",{}]\n'
    (statistics,) = measure_bytes(tmp_path, log, "messages.log").logs
    assert statistics["frames_found"] == 401
