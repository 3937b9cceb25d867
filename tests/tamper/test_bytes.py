"""No byte of a document can be changed without notice.

By default each byte of a small document is changed once, and bytes of larger ones here and there;
``CERTKIT_EXHAUSTIVE=1`` changes each byte in eight ways.
"""

import logging
import os
import random
import re

import pytest

from tests.tamper.small import accepted, small
from tests.verification.signed import signed, verify

EXHAUSTIVE = bool(os.environ.get("CERTKIT_EXHAUSTIVE"))
PARTS = 8
pytestmark = pytest.mark.exhaustive  # thousands of documents, in which nothing new is reached
FLIPS = (1, 2, 4, 8, 16, 32, 64, 128) if EXHAUSTIVE else (1,)


@pytest.fixture(autouse=True)
def quiet():
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def places(content: bytes, every: int) -> list[int]:
    """Every so many bytes; of the zeros that fill the room kept for a signature, which are all alike, fewer."""
    found = []
    for place in range(0, len(content), every):
        zeros = content[max(place - 8, 0) : place + 8].strip(b"0") == b""
        if not zeros or EXHAUSTIVE or place % 41 == 0:
            found.append(place)
    return found


def survivors(content: bytes, where: list[int], chance: random.Random) -> list[tuple[int, int]]:
    found = []
    for place in where:
        for flip in FLIPS if EXHAUSTIVE else (1 << chance.randrange(8),):
            changed = bytearray(content)
            changed[place] ^= flip
            if accepted(bytes(changed)):
                found.append((place, flip))
    return found


def digits(content: bytes) -> list[int]:
    """Where the digits of signatures stand, which nothing covers, without the zeros that fill the room."""
    return [
        place
        for room in re.finditer(rb"/Contents <([0-9A-F]+)>", content)
        for place in range(room.start(1), room.start(1) + len(room[1].rstrip(b"0")))
    ]


def test_the_document_itself_is_accepted():
    assert accepted(small())
    assert accepted(small("B-LTA"))


@pytest.mark.parametrize("part", range(PARTS))
def test_every_byte_of_a_small_document(part):
    content = small()
    assert survivors(content, places(content, 1)[part::PARTS], random.Random(part)) == []


@pytest.mark.parametrize("part", range(PARTS))
def test_bytes_of_a_document_with_archive_stamp(part):
    content = small("B-LTA")
    where = places(content, 1 if EXHAUSTIVE else 61)
    assert survivors(content, where[part::PARTS], random.Random(part)) == []


@pytest.mark.parametrize("level", ["B-B", "B-T", "B-LTA"])
def test_digits_of_signatures(level):
    content = small(level)
    chance = random.Random(level)
    where = digits(content)
    for place in where if EXHAUSTIVE else chance.sample(where, 300):
        for digit in (
            set(b"0123456789ABCDEF") - {content[place]} if EXHAUSTIVE else (chance.choice(b"0123456789ABCDEF"),)
        ):
            changed = bytearray(content)
            changed[place] = digit
            assert changed == content or not accepted(bytes(changed)), (place, chr(digit))


@pytest.mark.parametrize("level", ["B-B", "B-LTA"])
def test_bytes_of_a_certificate(level):
    content = signed("certificate", level)
    chance = random.Random(level)
    for place in chance.sample(range(len(content)), 60):
        changed = bytearray(content)
        changed[place] ^= 1 << chance.randrange(8)
        assert verify(bytes(changed)).document is None, place


@pytest.mark.parametrize("level", ["B-B", "B-LTA"])
def test_no_end_may_be_missing(level):
    content = small(level)
    chance = random.Random(level)
    for size in [*range(len(content) - 12, len(content)), *chance.sample(range(len(content)), 30)]:
        assert not accepted(content[:size]), size


@pytest.mark.parametrize("level", ["B-B", "B-LTA"])
def test_two_bytes_may_not_change_places(level):
    content = small(level)
    chance = random.Random(level)
    for place in chance.sample(range(len(content) - 1), 120):
        if content[place] != content[place + 1]:
            changed = bytearray(content)
            changed[place], changed[place + 1] = changed[place + 1], changed[place]
            assert not accepted(bytes(changed)), place


@pytest.mark.parametrize("level", ["B-B", "B-LTA"])
def test_no_byte_may_be_added_or_taken_away(level):
    content = small(level)
    chance = random.Random(level)
    for place in chance.sample(range(len(content)), 80):
        assert not accepted(content[:place] + content[place + 1 :]), place
        more = bytes([chance.choice(b" \n0\0%>")])
        assert not accepted(content[:place] + more + content[place:]), place
